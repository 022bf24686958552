/* One pass over the pattern, item by item. The grammar of nesting is left to PCRE2; this looks at items only.

   RE2's syntax and PCRE2's are alike but for corners, and each corner is a wrong answer in silence: \s has no vertical tab in RE2,
   \p{Han} is the script alone, a minus after a set of characters stands for itself, \Q…\E can be repeated. What means the same is
   copied, what means something else is written anew, and what RE2 does not have is refused by name. For each byte of the outcome
   `origins` has the byte it came from, so that what PCRE2 complains of is shown where its author wrote it. */
#include "base/ascii.h"
#include "base/pattern_syntax.h"

#include "base/utf8.h"

enum { REPEAT_MAX = 1000 };

typedef struct {
    Arena *arena;
    Str text;
    size_t at;        /* the next byte */
    size_t item;      /* where the item at hand begins */
    bool can_repeat;  /* something stands before that * could repeat */
    bool is_repeated; /* it is repeated already */
    Translation *out;
    Str *problem;
    size_t *offset;
} Scanner;

static bool pattern_syntax_refuse(Scanner *s, Str problem)
{
    *s->problem = problem;
    *s->offset = s->item;
    return false;
}

static bool refuse_feature(Scanner *s, const char *feature)
{
    return pattern_syntax_refuse(s, arena_format(s->arena, "%s not available: patterns use RE2's syntax", feature));
}

static void emit(Scanner *s, Str piece)
{
    text_add(&s->out->text, piece);
    for (size_t i = 0; i < piece.len; i++)
        array_push(&s->out->origins, s->item);
}

/* Copies what has been scanned since the item began. */
static void emit_item(Scanner *s)
{
    emit(s, str_slice(s->text, s->item, s->at));
}

static void emit_code(Scanner *s, uint32_t code)
{
    emit(s, arena_format(s->arena, "\\x{%x}", (unsigned) code));
}

static char pattern_syntax_peek(const Scanner *s, size_t ahead)
{
    return s->text.len - s->at > ahead ? s->text.at[s->at + ahead] : 0;
}

static bool at_end(const Scanner *s)
{
    return s->at == s->text.len;
}

static bool next_is(const Scanner *s, const char *text)
{
    return str_starts_with(str_slice(s->text, s->at, s->text.len), str_of(text));
}

static bool pattern_syntax_is_word(char c)
{
    return ascii_is_letter_or_digit(c) || c == '_';
}

/* ---- escapes that stand for one character, inside classes and outside */

static bool scan_hex(Scanner *s)
{
    bool braced = pattern_syntax_peek(s, 0) == '{';
    uint32_t code = 0;
    size_t digits = 0, most = braced ? 8 : 2;
    for (s->at += braced; digits < most && ascii_hex(pattern_syntax_peek(s, 0)) >= 0; digits++)
        code = code << 4 | (uint32_t) ascii_hex(s->text.at[s->at++]);
    bool closed = braced ? digits > 0 && pattern_syntax_peek(s, 0) == '}' : digits == 2;
    if (!closed || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return pattern_syntax_refuse(s, STR("\\x wants two hexadecimal digits, or those of a character in braces"));
    s->at += braced;
    emit_code(s, code);
    return true;
}

/* \0, \01, \012; \1 to \7 only with a second octal digit, else they would be back references. */
static bool scan_octal(Scanner *s, char first)
{
    char second = pattern_syntax_peek(s, 0);
    if (first > '7' || (first != '0' && (second < '0' || second > '7')))
        return refuse_feature(s, "back references are");
    uint32_t code = (uint32_t) (first - '0');
    for (int i = 0; i < 2 && pattern_syntax_peek(s, 0) >= '0' && pattern_syntax_peek(s, 0) <= '7'; i++)
        code = code * 8 + (uint32_t) (s->text.at[s->at++] - '0');
    emit_code(s, code);
    return true;
}

/* \pL, \p{Lu}, \p{^Lu}, \p{Han}. Names longer than two letters are scripts, and mean the script alone. */
static bool scan_property(Scanner *s, bool negated)
{
    size_t start = s->at, end = start + 1;
    if (pattern_syntax_peek(s, 0) == '{') {
        start++;
        end = str_find(s->text, STR("}"), start);
    }
    if (at_end(s) || end == SIZE_MAX)
        return pattern_syntax_refuse(s, STR("\\p wants the letter of a category, or a name in braces"));
    s->at = end + (s->text.at[start - 1] == '{');
    Str name = str_slice(s->text, start, end);
    if (name.len > 1 && name.at[0] == '^') {
        negated = !negated;
        name = str_slice(name, 1, name.len);
    }
    for (size_t i = 0; i < name.len; i++)
        if (!pattern_syntax_is_word(name.at[i]))
            return pattern_syntax_refuse(s, STR("there is no such property of characters"));
    bool is_script = name.len > 2 && !str_is(name, "Any");
    emit(s, arena_format(s->arena, "\\%c{%s%.*s}", negated ? 'P' : 'p', is_script ? "sc:" : "", STR_ARG(name)));
    return true;
}

static bool refuse_escape(Scanner *s, char c)
{
    if (c == 'k' || c == 'g')
        return refuse_feature(s, "back references are");
    if (pattern_syntax_is_word(c))
        return refuse_feature(s, arena_format(s->arena, "\\%c is", c).at);
    return pattern_syntax_refuse(s, STR("a backslash stands before a character that needs none"));
}

/* The escapes that mean the same in a class and outside. */
static bool scan_common_escape(Scanner *s, char c)
{
    if (ascii_is_digit(c))
        return scan_octal(s, c);
    switch (c) {
    case 'd':
    case 'D':
    case 'w':
    case 'W':
    case 'a':
    case 'f':
    case 't':
    case 'n':
    case 'r': emit_item(s); return true;
    case 'v': emit_code(s, 0x0B); return true;
    case 'x': return scan_hex(s);
    case 'p': return scan_property(s, false);
    case 'P': return scan_property(s, true);
    case '_': emit(s, STR("_")); return true;
    default: break;
    }
    if (pattern_syntax_is_word(c) || (unsigned char) c >= 0x80)
        return refuse_escape(s, c);
    emit_code(s, (uint32_t) c);
    return true;
}

static bool take_escaped(Scanner *s, char *c)
{
    s->at++;
    if (at_end(s))
        return pattern_syntax_refuse(s, STR("the pattern ends in a backslash"));
    *c = s->text.at[s->at++];
    return true;
}

/* ---- outside classes */

/* \Q...\E: all in between stands for itself; \E may be left out at the end. */
static bool pattern_syntax_scan_quoted(Scanner *s)
{
    size_t end = str_find(s->text, STR("\\E"), s->at);
    size_t stop = end == SIZE_MAX ? s->text.len : end, size;
    for (; s->at < stop; s->at += size) {
        s->item = s->at;
        emit_code(s, utf8_decode(s->text.at + s->at, &size));
        s->can_repeat = true;
    }
    s->at = end == SIZE_MAX ? stop : stop + 2;
    return true;
}

static bool scan_escape(Scanner *s)
{
    char c;
    if (!take_escaped(s, &c))
        return false;
    if (c != 'Q')
        s->can_repeat = true;
    switch (c) {
    case 'b':
    case 'B':
    case 'A':
    case 'z': emit_item(s); return true;
    case 's': emit(s, STR("[\\t\\n\\f\\r ]")); return true;
    case 'S': emit(s, STR("[^\\t\\n\\f\\r ]")); return true;
    case 'Q': return pattern_syntax_scan_quoted(s);
    default: return scan_common_escape(s, c);
    }
}

/* Reads {n}, {n,} or {n,m} without moving; false where the brace stands for itself. *most is -1 for no end. */
static bool read_counts(const Scanner *s, size_t *size, int *least, int *most)
{
    int counts[2] = { 0, -1 };
    size_t i = 1;
    for (int which = 0; which < 2; which++) {
        size_t start = i;
        int count = 0;
        for (; ascii_is_digit(pattern_syntax_peek(s, i)); i++)
            count = count > REPEAT_MAX ? count : count * 10 + (pattern_syntax_peek(s, i) - '0');
        if (i > start)
            counts[which] = count;
        else if (which == 0)
            return false;
        if (which == 0 && pattern_syntax_peek(s, i) != ',') {
            counts[1] = counts[0];
            break;
        }
        i += which == 0;
    }
    *size = i + 1;
    *least = counts[0];
    *most = counts[1];
    return pattern_syntax_peek(s, i) == '}';
}

static bool scan_repeat(Scanner *s, size_t size)
{
    char c = pattern_syntax_peek(s, 0);
    if (!s->can_repeat)
        return pattern_syntax_refuse(s, arena_format(s->arena, "there is nothing before %c that it could repeat", c));
    if (s->is_repeated && c == '+')
        return refuse_feature(s, "possessive repetition (*+, ++, ?+) is");
    if (s->is_repeated)
        return pattern_syntax_refuse(s, arena_format(s->arena, "%c follows another repetition", c));
    s->at += size;
    s->at += pattern_syntax_peek(s, 0) == '?';
    emit_item(s);
    s->is_repeated = true;
    return true;
}

static bool scan_star(Scanner *s)
{
    s->out->is_unbounded |= pattern_syntax_peek(s, 0) != '?';
    return scan_repeat(s, 1);
}

static bool scan_brace(Scanner *s)
{
    size_t size;
    int least, most;
    if (!read_counts(s, &size, &least, &most)) {
        s->at++;
        s->can_repeat = true;
        s->is_repeated = false;
        emit(s, STR("\\{"));
        return true;
    }
    if (least > REPEAT_MAX || most > REPEAT_MAX)
        return pattern_syntax_refuse(s, STR("a repetition counts to 1000 at most"));
    if (most >= 0 && most < least)
        return pattern_syntax_refuse(s, STR("the counts of a repetition are the wrong way round"));
    s->out->is_unbounded |= most < 0;
    return scan_repeat(s, size);
}

static const struct {
    const char *start, *feature;
} refused_groups[] = {
    { "(*", "(*...) is" },
    { "(?=", "look-ahead (?=...) is" },
    { "(?!", "look-ahead (?!...) is" },
    { "(?<=", "look-behind (?<=...) is" },
    { "(?<!", "look-behind (?<!...) is" },
    { "(?>", "an atomic group (?>...) is" },
    { "(?|", "a branch reset (?|...) is" },
    { "(?#", "a comment (?#...) is" },
    { "(?(", "a condition (?(...)...) is" },
    { "(?C", "a callout (?C) is" },
    { "(?R", "recursion (?R) is" },
    { "(?&", "recursion (?&name) is" },
    { "(?+", "recursion (?+1) is" },
    { "(?P>", "recursion (?P>name) is" },
    { "(?P=", "back references are" },
};

static const char *find_refused_group(const Scanner *s)
{
    for (size_t i = 0; i < sizeof refused_groups / sizeof *refused_groups; i++)
        if (next_is(s, refused_groups[i].start))
            return refused_groups[i].feature;
    bool is_number = next_is(s, "(?") && (ascii_is_digit(pattern_syntax_peek(s, 2)) ||
                                          (pattern_syntax_peek(s, 2) == '-' && ascii_is_digit(pattern_syntax_peek(s, 3))));
    return is_number ? "recursion (?1) is" : NULL;
}

static bool scan_group_name(Scanner *s)
{
    s->at += pattern_syntax_peek(s, 2) == 'P' ? 4 : 3;
    size_t start = s->at;
    while (pattern_syntax_is_word(pattern_syntax_peek(s, 0)))
        s->at++;
    if (s->at == start || pattern_syntax_peek(s, 0) != '>')
        return pattern_syntax_refuse(s, STR("the name of a group is made of letters, digits and _, and ends in >"));
    s->at++;
    emit_item(s);
    return true;
}

/* (?i), (?i-s:...), (?:...) */
static bool scan_group_flags(Scanner *s)
{
    s->at += 2;
    bool negated = false;
    for (; pattern_syntax_peek(s, 0) != ')' && pattern_syntax_peek(s, 0) != ':'; s->at++) {
        char c = pattern_syntax_peek(s, 0);
        bool second_minus = c == '-' && negated;
        negated |= c == '-';
        if (c == 0 || second_minus || !strchr("imsU-", c))
            return pattern_syntax_refuse(s, STR("the flags of a group are i, m, s and U, as in (?i) or (?i:...)"));
    }
    if (s->text.at[s->at - 1] == '-')
        return pattern_syntax_refuse(s, STR("no flag follows the - of a group"));
    s->at++;
    emit_item(s);
    return true;
}

static bool scan_group(Scanner *s)
{
    s->can_repeat = false;
    const char *refused = find_refused_group(s);
    if (refused)
        return refuse_feature(s, refused);
    if (next_is(s, "(?P<") || next_is(s, "(?<"))
        return scan_group_name(s);
    if (next_is(s, "(?"))
        return scan_group_flags(s);
    s->at++;
    emit_item(s);
    return true;
}

/* ---- classes */

static bool is_posix_class(Str name)
{
    static const char *const names[] = { "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph",
                                         "lower", "print", "punct", "space", "upper", "word",  "xdigit" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i]))
            return true;
    return false;
}

/* A minus after a set of characters stands for itself; unescaped it would seem to begin a range. */
static void escape_minus(Scanner *s)
{
    if (pattern_syntax_peek(s, 0) == '-' && pattern_syntax_peek(s, 1) != ']') {
        s->item = s->at++;
        emit(s, STR("\\-"));
    }
}

/* [:alpha:], [:^alpha:]. Without the closing :] the bracket stands for itself. */
static bool scan_posix_class(Scanner *s)
{
    size_t end = str_find(s->text, STR(":]"), s->at + 2);
    if (end == SIZE_MAX) {
        s->at++;
        emit(s, STR("\\["));
        return true;
    }
    Str name = str_slice(s->text, s->at + 2, end);
    if (name.len && name.at[0] == '^')
        name = str_slice(name, 1, name.len);
    if (!is_posix_class(name))
        return pattern_syntax_refuse(s, STR("there is no such class of characters between [: and :]"));
    s->at = end + 2;
    emit_item(s);
    escape_minus(s);
    return true;
}

static bool scan_class_escape(Scanner *s)
{
    char c;
    if (!take_escaped(s, &c))
        return false;
    bool fine = true;
    if (c == 's')
        emit(s, STR("\\t\\n\\f\\r\\x20"));
    else if (c == 'S')
        emit(s, STR("\\x00-\\x08\\x0b\\x0e-\\x1f\\x21-\\x{10ffff}"));
    else
        fine = scan_common_escape(s, c);
    if (strchr("dDwWsSpP", c))
        escape_minus(s);
    return fine;
}

static bool scan_class_item(Scanner *s)
{
    s->item = s->at;
    if (pattern_syntax_peek(s, 0) == '\\')
        return scan_class_escape(s);
    if (next_is(s, "[:"))
        return scan_posix_class(s);
    size_t size;
    uint32_t code = utf8_decode(s->text.at + s->at, &size);
    s->at += size;
    if (code == '[' || code == ']')
        emit_code(s, code);
    else
        emit_item(s);
    return true;
}

static bool scan_class(Scanner *s)
{
    size_t start = s->at++;
    s->at += pattern_syntax_peek(s, 0) == '^';
    emit_item(s);
    bool fine = true, is_first = true;
    while (fine && !at_end(s) && (is_first || pattern_syntax_peek(s, 0) != ']')) {
        fine = scan_class_item(s);
        is_first = false;
    }
    if (!fine)
        return false;
    if (at_end(s)) {
        s->item = start;
        return pattern_syntax_refuse(s, STR("the class that begins with [ is not closed"));
    }
    s->item = s->at++;
    emit_item(s);
    s->can_repeat = true;
    return true;
}

/* ---- items */

static bool pattern_syntax_scan_plain(Scanner *s)
{
    size_t size;
    utf8_decode(s->text.at + s->at, &size);
    s->can_repeat = pattern_syntax_peek(s, 0) != '|';
    s->at += size;
    emit_item(s);
    return true;
}

static bool scan_item(Scanner *s)
{
    s->item = s->at;
    char c = pattern_syntax_peek(s, 0);
    if (c == '{')
        return scan_brace(s);
    if (c == '*' || c == '+' || c == '?')
        return scan_star(s);
    s->is_repeated = false;
    switch (c) {
    case '\\': return scan_escape(s);
    case '[': return scan_class(s);
    case '(': return scan_group(s);
    default: return pattern_syntax_scan_plain(s);
    }
}

bool pattern_translate(Arena *arena, Str pattern, Translation *out, Str *problem, size_t *offset)
{
    Scanner scanner = { .arena = arena, .text = pattern, .out = out, .problem = problem, .offset = offset };
    scanner.item = utf8_valid_len(pattern);
    if (scanner.item < pattern.len)
        return pattern_syntax_refuse(&scanner, STR("the pattern is not UTF-8"));
    while (!at_end(&scanner))
        if (!scan_item(&scanner))
            return false;
    return true;
}

size_t translation_origin(const Translation *translation, size_t offset)
{
    return offset < translation->origins.count ? translation->origins.at[offset] : 0;
}

void translation_free(Translation *translation)
{
    text_free(&translation->text);
    array_free(&translation->origins);
}
