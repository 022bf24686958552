/* Within texts such signs are as good as any other character, so only places count where YAML has signs of its own. */
#include "base/utf8.h"
#include "base/ascii.h"
#include "codec/signs.h"
#include "codec/yaml.h"

/* What of a line was passed. */
typedef struct {
    bool indents;   /* only blanks, and dashes of items */
    bool is_dash;   /* the last sign is the dash of an item, but for the blank behind it */
    uint32_t depth; /* of brackets and braces */
    bool begins;    /* a value, or a key, may begin here */
    bool has_colon; /* one of YAML's own, and a blank */
    bool has_blank; /* behind the first word: what follows is no key */
    bool quoted;
} Passed;

/* A key and its colon follow before anything else does. */
static bool precedes_entry(Str text, size_t at)
{
    for (; at + 1 < text.len && !strchr(",{}[]\n", text.at[at]); at++)
        if (text.at[at] == ':' && ascii_is_gap(text.at[at + 1]))
            return true;
    return false;
}

static bool stands_out(SignRole role, const Passed *passed, Str text, size_t at)
{
    char before = at > 0 ? text.at[at - 1] : 0;
    if (passed->quoted)
        return role == SIGN_LINE_END;
    switch (role) {
    case SIGN_BLANK: return passed->indents || passed->is_dash || before == ':';
    case SIGN_COLON: return !passed->has_colon && !passed->has_blank && !passed->indents;
    case SIGN_COMMA: return passed->depth > 0 && precedes_entry(text, at);
    case SIGN_DASH: return passed->indents;
    case SIGN_OPENING: return passed->begins;
    case SIGN_CLOSING: return false; /* what it closes was begun with its like, or a bracket is missing */
    case SIGN_LINE_END: return true;
    }
    return false;
}

static void yaml_signs_pass(Passed *passed, char c, char next)
{
    bool ends_key = c == ':' && (ascii_is_gap(next) || next == '\n' || next == '\r' || next == 0);
    bool is_item = c == '-' && passed->indents && ascii_is_gap(next);
    if (c == '"' || c == '\'')
        passed->quoted = passed->quoted ? false : passed->begins;
    passed->has_colon |= ends_key;
    passed->is_dash = c == '-' && passed->indents;
    passed->depth += (c == '[' || c == '{') && (passed->depth > 0 || passed->begins);
    if (ascii_is_gap(c)) {
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
            yaml_signs_pass(&passed, text.at[at], at + 1 < text.len ? text.at[at + 1] : 0);
            continue;
        }
        const Sign *sign = sign_of(utf8_decode(text.at + at, &size));
        if (sign && stands_out(sign->role, &passed, text, at)) {
            *found = (YamlSign) { at, sign->name, sign->instead };
            return true;
        }
        passed.indents = passed.is_dash = passed.begins = false;
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
