/* A cursor goes through once; whatever is unusual ends the attempt, and the line is read by jansson. It must not read anything otherwise
   than that would: numbers that a program would write in another way, escapes of code points and keys with escapes are left to it. */
#include "codec/json_flat.h"

#include "base/ascii.h"
#include "base/utf8.h"

typedef struct {
    const char *at, *end;
} Cursor;

static void json_flat_pass_blanks(Cursor *cursor)
{
    while (cursor->at < cursor->end && ascii_is_blank(*cursor->at))
        cursor->at++;
}

static bool json_flat_take(Cursor *cursor, char c)
{
    json_flat_pass_blanks(cursor);
    if (cursor->at == cursor->end || *cursor->at != c)
        return false;
    cursor->at++;
    return true;
}

/* ---- texts: eight bytes at a time up to the one that ends it or is unusual */

#define EACH_BYTE(byte) (0x0101010101010101u * (uint64_t) (byte))

/* The high bit of each byte that is a quote, a backslash, a control or none of ASCII; above the lowest that is, others may be set, since
   a subtraction borrows. (x - 1) & ~x has the high bit of a byte that is zero: the old trick of strlen. */
static uint64_t unusual_bytes(uint64_t word)
{
    uint64_t quotes = word ^ EACH_BYTE('"'), slashes = word ^ EACH_BYTE('\\');
    uint64_t found = ((quotes - EACH_BYTE(1)) & ~quotes) | ((slashes - EACH_BYTE(1)) & ~slashes) | ((word - EACH_BYTE(' ')) & ~word) | word;
    return found & EACH_BYTE(0x80);
}

/* To the next such byte, or the end. */
static const char *find_unusual(const char *at, const char *end)
{
    while (end - at >= 8 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
        uint64_t word;
        memcpy(&word, at, sizeof word);
        uint64_t found = unusual_bytes(word);
        if (found)
            return at + __builtin_ctzll(found) / 8;
        at += 8;
    }
    while (at < end && *at != '"' && *at != '\\' && *at >= ' ')
        at++;
    return at;
}

/* What a sign behind a backslash stands for; 0: it is left to others. None of these hides damage (model/damage.h). */
static char json_flat_unescape(char c)
{
    switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
    }
}

Str json_flat_decode(char *text, size_t len)
{
    size_t size = 0;
    for (size_t i = 0; i < len; i++) {
        bool is_escape = text[i] == '\\';
        i += is_escape;
        text[size++] = is_escape ? json_flat_unescape(text[i]) : text[i];
    }
    return (Str) { text, size };
}

/* Over what stands between two quotes; the first has been passed. */
static bool take_rest_of_text(Cursor *cursor, Str *out, bool *has_escapes)
{
    const char *start = cursor->at, *at = start;
    bool has_high = false;
    for (;; at++) {
        at = find_unusual(at, cursor->end);
        if (at == cursor->end || (unsigned char) *at < ' ')
            return false;
        if (*at == '"')
            break;
        if (*at != '\\') {
            has_high = true;
            continue;
        }
        *has_escapes = true;
        if (++at == cursor->end || !json_flat_unescape(*at))
            return false;
    }
    *out = (Str) { start, (size_t) (at - start) };
    cursor->at = at + 1;
    return !has_high || utf8_is_plain(*out) || utf8_valid_len(*out) == out->len;
}

static bool json_flat_take_text(Cursor *cursor, Str *out, bool *has_escapes)
{
    return json_flat_take(cursor, '"') && take_rest_of_text(cursor, out, has_escapes);
}

/* A key, the expected one if it is. */
static bool take_key(Cursor *cursor, const Str *expected, FlatMember *member)
{
    if (!json_flat_take(cursor, '"'))
        return false;
    size_t left = (size_t) (cursor->end - cursor->at), len = expected ? expected->len : 0;
    if (expected && left > len && cursor->at[len] == '"' && memcmp(cursor->at, expected->at, len) == 0) {
        member->key = (Str) { cursor->at, len };
        member->is_expected = true;
        cursor->at += len + 1;
        return true;
    }
    bool has_escapes = false;
    return take_rest_of_text(cursor, &member->key, &has_escapes) && !has_escapes;
}

static bool json_flat_take_word(Cursor *cursor, Str word)
{
    if (!str_starts_with((Str) { cursor->at, (size_t) (cursor->end - cursor->at) }, word))
        return false;
    cursor->at += word.len;
    return true;
}

/* Whole ones that are written as every program would write them again. */
static bool json_flat_take_number(Cursor *cursor, Str *out)
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

static bool json_flat_take_value(Cursor *cursor, FlatMember *member)
{
    Str *out = &member->text;
    json_flat_pass_blanks(cursor);
    *out = (Str) { cursor->at, 0 };
    if (cursor->at == cursor->end)
        return false;
    switch (*cursor->at) {
    case '"': return json_flat_take_text(cursor, out, &member->has_escapes);
    case 'n': return json_flat_take_word(cursor, STR("null"));
    case 't': out->len = 4; return json_flat_take_word(cursor, STR("true"));
    case 'f': out->len = 5; return json_flat_take_word(cursor, STR("false"));
    default: return json_flat_take_number(cursor, out);
    }
}

static bool take_members(Cursor *cursor, FlatKeys expected, FlatMembers *members)
{
    do {
        FlatMember member = { .has_escapes = false };
        const Str *key = members->count < expected.count ? &expected.at[members->count] : NULL;
        if (!take_key(cursor, key, &member) || !json_flat_take(cursor, ':') || !json_flat_take_value(cursor, &member))
            return false;
        array_push(members, member);
    } while (json_flat_take(cursor, ','));
    return true;
}

bool json_flat_read(Str text, FlatKeys expected, FlatMembers *members)
{
    Cursor cursor = { text.at, text.at + text.len };
    members->count = 0;
    if (text.len == 0 || !json_flat_take(&cursor, '{') || !take_members(&cursor, expected, members) || !json_flat_take(&cursor, '}'))
        return false;
    json_flat_pass_blanks(&cursor);
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
