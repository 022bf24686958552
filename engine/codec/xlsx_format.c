/* A number as its format shows it: what a person sees in the cell is what is read. A format is up to three sections for positive,
   negative and no numbers, or for conditions of its own; a section holds places for digits, with literals before, between and behind
   them (000-00-0000, "No. "0000, [=1]"yes";[=2]"no"). Numbers are rounded as decimals of fifteen digits, half up, which is what
   spreadsheets do and printf does not. Fractions, powers of ten and Chinese numerals are shown as the plain number.

   It is read three times, always by xlsx_format_take_piece: for the section that the number is in (choose_section), for what that section wants
   (xlsx_format_read_section), and to write. No piece is kept in between, so a code needs no memory and has no bound on its pieces. */
#include "codec/xlsx_parts.h"

#include <math.h>
#include <stdio.h>

/* ---- pieces of a code */

typedef enum {
    PIECE_LITERAL,
    PIECE_PLACE,
    PIECE_POINT,
    PIECE_COMMA,
    PIECE_PERCENT,
    PIECE_GENERAL,
    PIECE_BLANK,
    PIECE_BRACKET,
    PIECE_UNKNOWN
} PieceKind;

typedef struct {
    PieceKind kind;
    Str text; /* what a literal shows, what stands between brackets, the letter of a place */
} Piece;

static Piece piece(PieceKind kind, Str code, size_t start, size_t end)
{
    return (Piece) { kind, str_slice(code, start, end < code.len ? end : code.len) };
}

static size_t xlsx_format_end_of(Str code, const char *close, size_t from)
{
    size_t at = str_find(code, str_of(close), from);
    return at == SIZE_MAX ? code.len : at;
}

/* The characters of several bytes that a backslash escapes are one. */
static size_t character_end(Str code, size_t at)
{
    for (at++; at < code.len && ((unsigned char) code.at[at] & 0xC0) == 0x80;)
        at++;
    return at < code.len ? at : code.len;
}

static Piece xlsx_format_take_piece(Str code, size_t *at)
{
    size_t start = *at, general = xlsx_general_at(code, start), end;
    char c = code.at[start];
    *at = general ? start + general : start + 1;
    if (general)
        return piece(PIECE_GENERAL, code, start, *at);
    switch (c) {
    case '"': *at = (end = xlsx_format_end_of(code, "\"", start + 1)) + 1; return piece(PIECE_LITERAL, code, start + 1, end);
    case '[': *at = (end = xlsx_format_end_of(code, "]", start + 1)) + 1; return piece(PIECE_BRACKET, code, start + 1, end);
    case '\\':
        if (*at >= code.len)
            return piece(PIECE_BLANK, code, start, start);
        *at = character_end(code, start + 1);
        return piece(PIECE_LITERAL, code, start + 1, *at);
    case '_': *at = character_end(code, start + 1); return (Piece) { PIECE_BLANK, STR(" ") };
    case '*': *at = character_end(code, start + 1); return (Piece) { PIECE_BLANK, STR("") };
    case '0':
    case '#':
    case '?': return piece(PIECE_PLACE, code, start, *at);
    case '.': return piece(PIECE_POINT, code, start, *at);
    case ',': return piece(PIECE_COMMA, code, start, *at);
    case '%': return piece(PIECE_PERCENT, code, start, *at);
    case '@': return piece(PIECE_GENERAL, code, start, *at);
    case '/':
    case 'E':
    case 'e': return piece(PIECE_UNKNOWN, code, start, *at);
    default: return piece(PIECE_LITERAL, code, start, *at);
    }
}

/* The next section of a code, passed; false: there is none. */
static bool next_section(Str *rest, Str *section)
{
    size_t at = 0;
    if (!rest->at)
        return false;
    while (at < rest->len && rest->at[at] != ';')
        xlsx_format_take_piece(*rest, &at);
    at = at < rest->len ? at : rest->len;
    *section = str_slice(*rest, 0, at);
    *rest = at < rest->len ? str_slice(*rest, at + 1, rest->len) : (Str) { NULL, 0 };
    return true;
}

/* ---- which section */

/* "[>=60]": whether it is a condition at all, and whether it holds. */
static bool xlsx_format_is_condition(Str bracket, double value, bool *holds)
{
    static const char *const signs[] = { "<=", ">=", "<>", "<", ">", "=" };
    double limit;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        Str sign = str_of(signs[i]);
        if (!str_starts_with(bracket, sign))
            continue;
        if (!str_to_double(str_slice(bracket, sign.len, bracket.len), &limit))
            return false;
        bool less = sign.at[0] == '<' && sign.at[sign.len - 1] != '>';
        *holds = str_is(sign, "<>")
                     ? value != limit
                     : (less && value < limit) || (sign.at[0] == '>' && value > limit) || (sign.at[sign.len - 1] == '=' && value == limit);
        return true;
    }
    return false;
}

static bool has_condition(Str section, double value, bool *holds)
{
    for (size_t at = 0; at < section.len;) {
        Piece next = xlsx_format_take_piece(section, &at);
        if (next.kind == PIECE_BRACKET && xlsx_format_is_condition(next.text, value, holds))
            return true;
    }
    return false;
}

/* A number's section, and whether the section itself shows that the number is negative. */
static Str choose_section(Str code, double value, bool *shows_sign)
{
    Str sections[3] = { 0 };
    size_t count = 0;
    bool holds = false, any_condition = false;
    *shows_sign = false;
    for (Str section; count < 3 && next_section(&code, &section);)
        sections[count++] = section;
    for (size_t i = 0; i < count; i++) {
        bool conditional = has_condition(sections[i], value, &holds);
        any_condition |= conditional;
        if (conditional ? holds : any_condition)
            return sections[i];
    }
    if (any_condition || count < 2)
        return sections[0];
    *shows_sign = value < 0;
    return value < 0 ? sections[1] : value == 0 && count > 2 ? sections[2] : sections[0];
}

/* ---- what a section wants */

typedef struct {
    int whole, decimals;    /* places before and behind the point */
    int percent, thousands; /* times 100, divided by 1000 */
    bool has_point, is_grouped, is_general, is_unknown, has_literal;
} Wanted;

static void xlsx_format_look_at(Wanted *wanted, const Piece *next, int *commas)
{
    bool is_place = next->kind == PIECE_PLACE;
    wanted->is_grouped |= is_place && *commas > 0 && wanted->whole > 0 && !wanted->has_point;
    wanted->whole += is_place && !wanted->has_point;
    wanted->decimals += is_place && wanted->has_point;
    wanted->has_point |= next->kind == PIECE_POINT;
    wanted->percent += next->kind == PIECE_PERCENT;
    wanted->is_general |= next->kind == PIECE_GENERAL;
    wanted->is_unknown |= next->kind == PIECE_UNKNOWN;
    wanted->has_literal |= next->kind == PIECE_LITERAL;
    *commas = next->kind == PIECE_COMMA ? *commas + 1 : is_place ? 0 : *commas;
}

static Wanted xlsx_format_read_section(Str section)
{
    Wanted wanted = { 0 };
    int commas = 0;
    for (size_t at = 0; at < section.len;) {
        Piece next = xlsx_format_take_piece(section, &at);
        xlsx_format_look_at(&wanted, &next, &commas);
    }
    wanted.thousands = wanted.whole + wanted.decimals > 0 ? commas : 0;
    return wanted;
}

/* ---- digits */

enum { KEPT = 15, MOST_PLACES = 400 };

/* The digits of a number that is not negative, without zeros before them; the first `whole` of them stand before the point. */
typedef struct {
    char at[MOST_PLACES * 2];
    int count, whole;
} Digits;

static void round_up(Digits *digits)
{
    int i = digits->count;
    while (i > 0 && digits->at[i - 1] == '9')
        digits->at[--i] = '0';
    if (i > 0) {
        digits->at[i - 1]++;
        return;
    }
    memmove(digits->at + 1, digits->at, (size_t) digits->count);
    digits->at[0] = '1';
    digits->count++;
    digits->whole++;
}

/* So many of them, with zeros where there are none; what is cut off rounds the rest. */
static void cut_digits(Digits *digits, int count)
{
    bool up = count >= 0 && count < digits->count && digits->at[count] >= '5';
    while (digits->count < count)
        digits->at[digits->count++] = '0';
    if (count < digits->count)
        digits->count = count < 0 ? 0 : count;
    if (up)
        round_up(digits);
}

/* printf gives the fifteen digits as a power of ten; percent signs and commas behind the places move the point, and nothing is computed. */
static bool take_digits(double value, const Wanted *wanted, Digits *digits)
{
    char text[40];
    snprintf(text, sizeof text, "%.*e", KEPT - 1, fabs(value));
    int64_t power = 0;
    str_to_int(str_of(strchr(text, 'e') + 1), &power);
    int exponent = (int) power + 1 + 2 * wanted->percent - 3 * wanted->thousands;
    if (wanted->decimals > MOST_PLACES / 2 || wanted->whole > MOST_PLACES / 2 || exponent > MOST_PLACES / 2 || exponent < -MOST_PLACES / 2)
        return false;
    *digits = (Digits) { .count = 0, .whole = exponent > 0 ? exponent : 0 };
    for (int i = exponent; i < 0; i++)
        digits->at[digits->count++] = '0';
    for (const char *c = text; *c != 'e'; c++)
        if (*c != '.')
            digits->at[digits->count++] = *c;
    cut_digits(digits, digits->whole + wanted->decimals);
    return true;
}

static bool xlsx_format_is_zero(const Digits *digits)
{
    for (int i = 0; i < digits->count; i++)
        if (digits->at[i] != '0')
            return false;
    return true;
}

/* ---- showing */

typedef struct {
    Text *out;
    const Wanted *wanted;
    Digits digits;
    int whole_left, decimal; /* places before the point that are still to come; places behind it so far */
    bool behind_point;
} Showing;

static void add_digit(Showing *showing, int from_right)
{
    text_add_char(showing->out, showing->digits.at[showing->digits.whole - 1 - from_right]);
    if (showing->wanted->is_grouped && from_right > 0 && from_right % 3 == 0)
        text_add_char(showing->out, ',');
}

/* The first place takes all digits that have none of their own. */
static void xlsx_format_add_whole(Showing *showing, char place)
{
    int left = --showing->whole_left, whole = showing->digits.whole;
    if (left == showing->wanted->whole - 1)
        for (int i = whole - 1; i > left; i--)
            add_digit(showing, i);
    if (left < whole) {
        add_digit(showing, left);
        return;
    }
    if (place != '#')
        text_add_char(showing->out, place == '0' ? '0' : ' ');
    if (place == '0' && showing->wanted->is_grouped && left > 0 && left % 3 == 0)
        text_add_char(showing->out, ',');
}

static void add_decimal(Showing *showing, char place)
{
    const Digits *digits = &showing->digits;
    int at = digits->whole + showing->decimal++;
    bool more = false;
    for (int i = at; i < digits->count; i++)
        more |= digits->at[i] != '0';
    if (place == '0' || more)
        text_add_char(showing->out, digits->at[at]);
    else if (place == '?')
        text_add_char(showing->out, ' ');
}

/* [$¥-804] shows a currency; colours, conditions and languages show nothing. */
static void add_bracket(Text *out, Str text)
{
    if (!str_starts_with(text, STR("$")))
        return;
    size_t end = str_find(text, STR("-"), 0);
    text_add(out, str_slice(text, 1, end == SIZE_MAX ? text.len : end));
}

static void add_piece(Showing *showing, const Piece *next, Str plain)
{
    switch (next->kind) {
    case PIECE_PLACE:
        if (showing->behind_point)
            add_decimal(showing, next->text.at[0]);
        else
            xlsx_format_add_whole(showing, next->text.at[0]);
        break;
    case PIECE_POINT:
        showing->behind_point = true;
        text_add_char(showing->out, '.');
        break;
    case PIECE_GENERAL: text_add(showing->out, plain); break;
    case PIECE_BRACKET: add_bracket(showing->out, next->text); break;
    case PIECE_COMMA:
    case PIECE_UNKNOWN: break;
    case PIECE_LITERAL:
    case PIECE_PERCENT:
    case PIECE_BLANK: text_add(showing->out, next->text); break;
    }
}

static void show_section(Text *out, Str section, Str plain, double value, bool shows_sign)
{
    Wanted wanted = xlsx_format_read_section(section);
    Showing showing = { .out = out, .wanted = &wanted, .whole_left = wanted.whole };
    bool has_places = wanted.whole + wanted.decimals > 0;
    if (wanted.is_unknown || (has_places && !take_digits(value, &wanted, &showing.digits)))
        return;
    if (value < 0 && !shows_sign && (wanted.is_general || (has_places && !xlsx_format_is_zero(&showing.digits))))
        text_add_char(out, '-');
    if (str_starts_with(plain, STR("-")))
        plain = str_slice(plain, 1, plain.len);
    for (size_t at = 0; at < section.len;) {
        Piece next = xlsx_format_take_piece(section, &at);
        add_piece(&showing, &next, plain);
    }
}

Str xlsx_format_number(Arena *arena, Str code, Str plain, double value)
{
    bool shows_sign;
    if (code.len == 0 || fabs(value) >= 1e15)
        return plain;
    Text out = { 0 };
    Str section = choose_section(code, value, &shows_sign);
    show_section(&out, section, plain, value, shows_sign);
    Str shown = str_trim(text_str(&out));
    Str result = shown.len ? arena_str(arena, shown) : plain; /* a format that hides numbers takes none away */
    text_free(&out);
    return result;
}
