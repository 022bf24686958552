/* Input methods for Chinese write full-width punctuation, and word processors no-break spaces and round quotes: to the eye the file is
   right. Within texts they are as good as any other character, so only places count where YAML has signs of its own. */
#include "base/utf8.h"
#include "codec/yaml.h"

typedef enum { BLANK, COLON, DASH, OPENING, LINE_END } Role;

static const struct {
    uint32_t first, last;
    Role role;
    const char *name, *instead;
} signs[] = {
    { 0xA0, 0xA0, BLANK, "a no-break space (U+00A0)", "use a plain blank" },
    { 0x2000, 0x200A, BLANK, "a space of typesetters (U+2000 to U+200A)", "use a plain blank" },
    { 0x200B, 0x200B, BLANK, "a zero-width space (U+200B)", "delete it" },
    { 0x202F, 0x202F, BLANK, "a narrow no-break space (U+202F)", "use a plain blank" },
    { 0x3000, 0x3000, BLANK, "an ideographic space (U+3000)", "use a plain blank" },
    { 0xFEFF, 0xFEFF, BLANK, "a byte order mark (U+FEFF)", "delete it" },
    { 0xFF1A, 0xFF1A, COLON, "a full-width colon (：, U+FF1A)", "write ':' and a blank" },
    { 0xFE55, 0xFE55, COLON, "a small colon (U+FE55)", "write ':' and a blank" },
    { 0xFF0D, 0xFF0D, DASH, "a full-width hyphen (－, U+FF0D)", "write '-' and a blank" },
    { 0x2010, 0x2015, DASH, "a dash (U+2010 to U+2015)", "write '-' and a blank" },
    { 0x2212, 0x2212, DASH, "a minus sign (U+2212)", "write '-' and a blank" },
    { 0x201C, 0x201D, OPENING, "a round quote (U+201C or U+201D)", "write straight quotes" },
    { 0x2018, 0x2019, OPENING, "a round quote (U+2018 or U+2019)", "write straight quotes" },
    { 0xFF02, 0xFF02, OPENING, "a full-width quote (U+FF02)", "write straight quotes" },
    { 0xFF07, 0xFF07, OPENING, "a full-width quote (U+FF07)", "write straight quotes" },
    { 0xFF3B, 0xFF3B, OPENING, "a full-width bracket (［, U+FF3B)", "write '['" },
    { 0xFF5B, 0xFF5B, OPENING, "a full-width brace (｛, U+FF5B)", "write '{'" },
    { 0x85, 0x85, LINE_END, "a line end that nobody sees (U+0085)", "delete it" },
    { 0x2028, 0x2029, LINE_END, "a line end that nobody sees (U+2028 or U+2029)", "delete it" },
};

enum { SIGNS = sizeof signs / sizeof *signs, NO_SIGN = SIGNS };

static size_t sign_of(uint32_t code)
{
    size_t i = 0;
    while (i < SIGNS && (code < signs[i].first || code > signs[i].last))
        i++;
    return i;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* What of a line was passed. */
typedef struct {
    bool indents;     /* only blanks, and dashes of items */
    bool begins;      /* a value, or a key, may begin here */
    bool has_colon;   /* one of YAML's own, and a blank */
    bool has_blank;   /* behind the first word: what follows is no key */
    bool quoted;
} Passed;

static bool stands_out(Role role, const Passed *passed, char before)
{
    if (passed->quoted)
        return role == LINE_END;
    switch (role) {
    case BLANK: return passed->indents || before == ':';
    case COLON: return !passed->has_colon && !passed->has_blank && !passed->indents;
    case DASH: return passed->indents;
    case OPENING: return passed->begins;
    case LINE_END: return true;
    }
    return false;
}

static void pass(Passed *passed, char c, char next)
{
    bool ends_key = c == ':' && (is_blank(next) || next == '\n' || next == '\r' || next == 0);
    bool is_item = c == '-' && passed->indents && is_blank(next);
    if (c == '"' || c == '\'')
        passed->quoted = passed->quoted ? false : passed->begins;
    passed->has_colon |= ends_key;
    if (is_blank(c)) {
        passed->has_blank |= !passed->indents && !passed->has_colon;
        return;
    }
    passed->indents &= is_item;
    passed->begins = is_item || ends_key || c == '[' || c == '{' || c == ',';
}

/* In one line, up to its LF. */
static bool find_in_line(Str text, uint32_t at, YamlSign *found)
{
    Passed passed = { .indents = true, .begins = true };
    for (size_t size = 1; at < text.len && text.at[at] != '\n'; at += (uint32_t) size) {
        size = 1;
        if ((unsigned char) text.at[at] < 0x80) {
            if (text.at[at] == '#' && passed.begins)
                return false; /* a comment */
            pass(&passed, text.at[at], at + 1 < text.len ? text.at[at + 1] : 0);
            continue;
        }
        size_t sign = sign_of(utf8_decode(text.at + at, &size));
        if (sign != NO_SIGN && stands_out(signs[sign].role, &passed, at > 0 ? text.at[at - 1] : 0)) {
            *found = (YamlSign) { at, signs[sign].name, signs[sign].instead };
            return true;
        }
        passed.indents = passed.begins = false;
    }
    return false;
}

bool yaml_find_sign(Str text, Span span, YamlSign *sign)
{
    uint32_t at = span.start < text.len ? span.start : (uint32_t) text.len;
    while (at > 0 && text.at[at - 1] != '\n')
        at--;
    do {
        if (find_in_line(text, at, sign))
            return true;
        const char *end = at < text.len ? memchr(text.at + at, '\n', text.len - at) : NULL;
        at = end ? (uint32_t) (end - text.at) + 1 : (uint32_t) text.len;
    } while (at < span.end && at < text.len);
    return false;
}
