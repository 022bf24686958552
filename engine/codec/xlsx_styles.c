/* Number formats: which numbers are shown as days and times. A workbook has no days: a day is a number with a format for days, and the
   format is a code such as yyyy"年"m"月" that must be read to know it. m is a month or a minute, by what stands beside it.

   The first section decides. Numbers of formats that have no code in the file mean what ECMA-376 says; some mean another thing in each
   language of the program. */
#include "codec/xlsx_parts.h"
#include "base/ascii.h"

enum { MOST_STYLES = 1 << 16, MOST_CODES = 1 << 12, LONGEST_CODE = 1024 };

/* ---- a format code */

/* What the first section of a code asks for. */
typedef struct {
    bool year, month, day, hour, second, elapsed;
    char before; /* the last letter that asked for something: tells m for minutes from m for months */
} Asked;

/* Passes what stands for itself; `at` is behind it. False: the code at `at` asks for something. */
static bool pass_literal(Str code, size_t *at)
{
    char c = code.at[*at];
    if (c == '"') {
        size_t close = str_find(code, STR("\""), *at + 1);
        *at = close == SIZE_MAX ? code.len : close + 1;
    } else if (c == '\\' || c == '_' || c == '*') {
        *at += 2;
    } else {
        return false;
    }
    return true;
}

/* [h], [mm] and [ss] count on beyond a day; [Red], [$-804], [>=5] ask for nothing of the kind. */
static size_t pass_bracket(Str code, size_t at, Asked *asked)
{
    size_t close = str_find(code, STR("]"), at);
    if (close == SIZE_MAX)
        return code.len;
    bool elapsed = close > at + 1;
    for (size_t i = at + 1; i < close; i++)
        elapsed = elapsed && strchr("hHmMsS", code.at[i]);
    asked->elapsed |= elapsed;
    if (elapsed)
        asked->before = 'h';
    return close + 1;
}

/* How many bytes of a word, in any case, stand at a place. */
static size_t word_at(Str code, size_t at, const char *word)
{
    size_t len = 0;
    while (word[len] && at + len < code.len && ascii_lower(code.at[at + len]) == word[len])
        len++;
    return word[len] ? 0 : len;
}

/* AM/PM or A/P: how many bytes of it stand here. */
static size_t half_day_at(Str code, size_t at)
{
    size_t len = word_at(code, at, "am/pm");
    return len ? len : word_at(code, at, "a/p");
}

/* m right before s is minutes, whatever stands between them. */
static bool is_before_seconds(Str code, size_t at)
{
    for (; at < code.len && code.at[at] != ';';) {
        if (pass_literal(code, &at))
            continue;
        char c = ascii_lower(code.at[at++]);
        if (c == 's')
            return true;
        if (strchr("ydhbeg", c))
            return false;
    }
    return false;
}

static size_t pass_letter(Str code, size_t at, Asked *asked)
{
    char c = ascii_lower(code.at[at]);
    size_t end = at;
    while (end < code.len && ascii_lower(code.at[end]) == c)
        end++;
    if (c == 'e' && end < code.len && (code.at[end] == '+' || code.at[end] == '-'))
        return end + 1; /* 0.00E+00 */
    switch (c) {
    case 'y':
    case 'e': asked->year = true; break;
    case 'd': asked->day = true; break;
    /* One a or two may be part of A/P, which is looked for before. */
    case 'a': asked->day |= end - at > 2; break; /* aaa and aaaa: the day of the week in East Asia */
    case 'h': asked->hour = true; break;
    case 's': asked->second = true; break;
    case 'm':
        if (asked->before == 'h' || is_before_seconds(code, end))
            asked->hour = true;
        else
            asked->month = true;
        break;
    default: return end;
    }
    asked->before = c;
    return end;
}

/* G/ and a word in Chinese, Japanese or Korean, which one program puts in quotes. */
static size_t local_general_at(Str code, size_t at)
{
    size_t end = at + word_at(code, at, "g/"), start = end;
    if (end == at)
        return 0;
    while (end < code.len && (unsigned char) code.at[end] >= 0x80)
        end++;
    if (end == start && end < code.len && code.at[end] == '"')
        pass_literal(code, &end);
    return (end < code.len ? end : code.len) - at;
}

/* "General" holds letters that mean something else elsewhere. It is spelt in any case, in some languages as a word of theirs. */
size_t xlsx_general_at(Str code, size_t at)
{
    size_t len = word_at(code, at, "general");
    if (len == 0)
        len = word_at(code, at, "standard");
    return len ? len : local_general_at(code, at);
}

static Asked xlsx_styles_read_code(Str code)
{
    Asked asked = { 0 };
    for (size_t at = 0; at < code.len && code.at[at] != ';';) {
        char c = code.at[at];
        size_t general = xlsx_general_at(code, at), half_day = half_day_at(code, at);
        asked.hour |= half_day > 0;
        if (general || half_day)
            at += general ? general : half_day;
        else if (pass_literal(code, &at))
            continue;
        else if (c == '[')
            at = pass_bracket(code, at, &asked);
        else if (strchr("yYeEdDhHsSmMaA", c))
            at = pass_letter(code, at, &asked);
        else
            at++;
    }
    return asked;
}

XlsxFormat xlsx_format_of_code(Str code)
{
    Asked asked = xlsx_styles_read_code(code);
    bool day = asked.day || asked.year || asked.month, time = asked.hour || asked.second || asked.elapsed;
    if (day && time)
        return (XlsxFormat) { .shown = SHOWS_MOMENT };
    if (time)
        return (XlsxFormat) { .shown = asked.elapsed || !asked.hour ? SHOWS_LENGTH : SHOWS_TIME };
    if (day)
        return (XlsxFormat) { .shown = asked.year && asked.month && !asked.day ? SHOWS_MONTH : SHOWS_DAY };
    bool is_plain = code.len == xlsx_general_at(code, 0) || str_is(code, "@");
    return (XlsxFormat) { SHOWS_NUMBER, is_plain ? (Str) { 0 } : code };
}

/* ---- numbers of formats that have no code in the file (ECMA-376 part 1, 18.8.30); 27 to 36 and 50 to 58 as Chinese has them */

static Str code_of_number(uint64_t number)
{
    switch (number) {
    case 1: return STR("0");
    case 2: return STR("0.00");
    case 3: return STR("#,##0");
    case 4: return STR("#,##0.00");
    case 9: return STR("0%");
    case 10: return STR("0.00%");
    case 37:
    case 38: return STR("#,##0;(#,##0)");
    case 39:
    case 40: return STR("#,##0.00;(#,##0.00)");
    default: return (Str) { 0 };
    }
}

XlsxFormat xlsx_format_of_number(uint64_t number)
{
    static const struct {
        uint8_t first, last;
        XlsxShown shown;
    } ranges[] = {
        { 14, 16, SHOWS_DAY },    { 17, 17, SHOWS_MONTH }, { 18, 21, SHOWS_TIME },  { 22, 22, SHOWS_MOMENT },
        { 27, 27, SHOWS_MONTH },  { 28, 31, SHOWS_DAY },   { 32, 35, SHOWS_TIME },  { 36, 36, SHOWS_MONTH },
        { 45, 47, SHOWS_LENGTH }, { 50, 50, SHOWS_MONTH }, { 51, 51, SHOWS_DAY },   { 52, 52, SHOWS_MONTH },
        { 53, 54, SHOWS_DAY },    { 55, 56, SHOWS_TIME },  { 57, 57, SHOWS_MONTH }, { 58, 58, SHOWS_DAY },
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (number >= ranges[i].first && number <= ranges[i].last)
            return (XlsxFormat) { .shown = ranges[i].shown };
    return (XlsxFormat) { SHOWS_NUMBER, code_of_number(number) };
}

/* ---- the part of the workbook */

typedef struct {
    uint64_t number;
    XlsxFormat format;
} Code;

typedef struct {
    Arena *arena;
    XlsxStyles *styles;
    ARRAY(Code) codes;
    bool in_cells; /* within cellXfs */
} Reading;

static XlsxFormat find_format(const Reading *reading, uint64_t number)
{
    for (size_t i = 0; i < reading->codes.count; i++)
        if (reading->codes.at[i].number == number)
            return reading->codes.at[i].format;
    return xlsx_format_of_number(number);
}

static void xlsx_styles_start(Xml *xml, Str name, const char **attributes)
{
    Reading *reading = xml->context;
    uint64_t number = 0;
    str_to_uint(xml_attribute(attributes, "numFmtId"), &number);
    if (str_is(name, "cellXfs")) {
        reading->in_cells = true;
    } else if (str_is(name, "numFmt") && reading->codes.count < MOST_CODES) {
        Str code = xml_attribute(attributes, "formatCode");
        Str kept = arena_str(reading->arena, str_slice(code, 0, code.len < LONGEST_CODE ? code.len : LONGEST_CODE));
        Code known = { number, xlsx_format_of_code(kept) };
        array_push(&reading->codes, known);
    } else if (str_is(name, "xf") && reading->in_cells) {
        XlsxFormat format = find_format(reading, number);
        if (reading->styles->list.count == MOST_STYLES)
            xml_fail(xml, STR("there are more formats of cells than any workbook has"));
        else
            array_push(&reading->styles->list, format);
    }
}

static void xlsx_styles_end(Xml *xml, Str name)
{
    Reading *reading = xml->context;
    if (str_is(name, "cellXfs"))
        reading->in_cells = false;
}

bool xlsx_styles_read(Arena *arena, Input *input, XlsxStyles *styles, Str *problem)
{
    Reading reading = { .arena = arena, .styles = styles };
    Xml xml = { .context = &reading, .start = xlsx_styles_start, .end = xlsx_styles_end };
    xml_open(&xml, arena, input);
    bool read = xml_read_all(&xml);
    array_free(&reading.codes);
    *problem = xml.problem;
    return read;
}
