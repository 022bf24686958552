/* A cursor goes through once; whatever is unusual ends the attempt. */
#include "codec/json_flat.h"

#include "base/ascii.h"
#include "base/utf8.h"

typedef struct {
    const char *at, *end;
} Cursor;

static void pass_blanks(Cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t' || *cursor->at == '\r' || *cursor->at == '\n'))
        cursor->at++;
}

static bool take(Cursor *cursor, char c)
{
    pass_blanks(cursor);
    if (cursor->at == cursor->end || *cursor->at != c)
        return false;
    cursor->at++;
    return true;
}

static bool has_control(Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char) text.at[i] < ' ')
            return true;
    return false;
}

/* Whether it may stand between quotes as it is, and means itself. */
static bool is_literal(Str text)
{
    if (memchr(text.at, '\\', text.len))
        return false;
    return utf8_is_plain(text) || (utf8_valid_len(text) == text.len && !has_control(text));
}

static bool take_text(Cursor *cursor, Str *out)
{
    if (!take(cursor, '"'))
        return false;
    const char *quote = memchr(cursor->at, '"', (size_t) (cursor->end - cursor->at));
    if (!quote)
        return false;
    *out = (Str) { cursor->at, (size_t) (quote - cursor->at) };
    cursor->at = quote + 1;
    return is_literal(*out);
}

static bool take_word(Cursor *cursor, Str word)
{
    if (!str_starts_with((Str) { cursor->at, (size_t) (cursor->end - cursor->at) }, word))
        return false;
    cursor->at += word.len;
    return true;
}

/* Whole ones that are written as every program would write them again. */
static bool take_number(Cursor *cursor, Str *out)
{
    enum { SAFE_DIGITS = 18 };
    const char *start = cursor->at;
    cursor->at += *start == '-';
    const char *first = cursor->at;
    while (cursor->at < cursor->end && ascii_is_digit(*cursor->at))
        cursor->at++;
    size_t digits = (size_t) (cursor->at - first);
    *out = (Str) { start, (size_t) (cursor->at - start) };
    return digits > 0 && digits <= SAFE_DIGITS && (*first != '0' || (digits == 1 && first == start));
}

static bool take_value(Cursor *cursor, Str *out)
{
    pass_blanks(cursor);
    *out = (Str) { cursor->at, 0 };
    if (cursor->at == cursor->end)
        return false;
    switch (*cursor->at) {
    case '"': return take_text(cursor, out);
    case 'n': return take_word(cursor, STR("null"));
    case 't': out->len = 4; return take_word(cursor, STR("true"));
    case 'f': out->len = 5; return take_word(cursor, STR("false"));
    default: return take_number(cursor, out);
    }
}

static bool take_members(Cursor *cursor, FlatMembers *members)
{
    do {
        FlatMember member;
        if (!take_text(cursor, &member.key) || !take(cursor, ':') || !take_value(cursor, &member.text))
            return false;
        array_push(members, member);
    } while (take(cursor, ','));
    return true;
}

bool json_flat_read(Str text, FlatMembers *members)
{
    Cursor cursor = { text.at, text.at + text.len };
    members->count = 0;
    if (text.len == 0 || !take(&cursor, '{') || !take_members(&cursor, members) || !take(&cursor, '}'))
        return false;
    pass_blanks(&cursor);
    return cursor.at == cursor.end;
}

bool json_flat_has_twice(const FlatMembers *members)
{
    for (size_t i = 0; i < members->count; i++)
        for (size_t k = 0; k < i; k++)
            if (str_equal(members->at[i].key, members->at[k].key))
                return true;
    return false;
}
