/* Reading a pattern as a shape. Whatever is not certainly of this kind is left to PCRE2: no pattern is refused here, and a test holds
   both to the same answers on patterns and texts made at random. */
#include "base/ascii.h"
#include "base/pattern_shape.h"

#include <string.h>

/* The characters that may stand at a place: a bit each. */
typedef struct {
    uint64_t bits[2];
} CharClass;

typedef struct {
    Str pattern;
    size_t at;
} Reading;

static void allow(CharClass *set, unsigned char first, unsigned char last)
{
    for (unsigned c = first; c <= last; c++)
        set->bits[c / 64] |= UINT64_C(1) << c % 64;
}

static bool pattern_shape_is_printable(char c)
{
    return c >= ' ' && c <= '~';
}

static bool is_at(const Reading *r, char c)
{
    return r->at < r->pattern.len && r->pattern.at[r->at] == c;
}

/* What follows a backslash: \d, \w, or a mark that stands for itself. */
static bool read_escape(Reading *r, CharClass *set)
{
    char c = r->at < r->pattern.len ? r->pattern.at[r->at++] : '\0';
    if (c == 'd' || c == 'w')
        allow(set, '0', '9');
    if (c == 'w') {
        allow(set, 'A', 'Z');
        allow(set, 'a', 'z');
        allow(set, '_', '_');
    }
    if (c == 'd' || c == 'w')
        return true;
    if (!pattern_shape_is_printable(c) || ascii_is_letter_or_digit(c) || c == ' ')
        return false;
    allow(set, (unsigned char) c, (unsigned char) c);
    return true;
}

/* A range, or one character, within brackets. Anything that could mean something else is left alone. */
static bool read_member(Reading *r, CharClass *set)
{
    char first = r->at < r->pattern.len ? r->pattern.at[r->at++] : '\0';
    if (first == '\\')
        return read_escape(r, set) && !is_at(r, '-');
    if (!pattern_shape_is_printable(first) || strchr("[]^&~-", first))
        return false;
    char last = first;
    if (is_at(r, '-')) {
        r->at++;
        last = r->at < r->pattern.len ? r->pattern.at[r->at++] : '\0';
        if (!ascii_is_letter_or_digit(first) || !ascii_is_letter_or_digit(last) || last < first)
            return false;
    }
    allow(set, (unsigned char) first, (unsigned char) last);
    return true;
}

static bool read_class(Reading *r, CharClass *set)
{
    if (is_at(r, ']'))
        return false;
    while (r->at < r->pattern.len && !is_at(r, ']'))
        if (!read_member(r, set))
            return false;
    return r->at++ < r->pattern.len;
}

static bool read_atom(Reading *r, CharClass *set)
{
    char c = r->pattern.at[r->at++];
    *set = (CharClass) { { 0, 0 } };
    if (c == '[')
        return read_class(r, set);
    if (c == '\\')
        return read_escape(r, set);
    if (!pattern_shape_is_printable(c) || strchr(".^$|?*+()]{}", c))
        return false;
    allow(set, (unsigned char) c, (unsigned char) c);
    return true;
}

/* "{7}"; once where there is none. */
static bool read_count(Reading *r, uint32_t *count)
{
    *count = 1;
    if (!is_at(r, '{'))
        return !is_at(r, '?') && !is_at(r, '*') && !is_at(r, '+');
    *count = 0;
    for (r->at++; r->at < r->pattern.len && ascii_is_digit(r->pattern.at[r->at]); r->at++) {
        *count = *count * 10 + (uint32_t) (r->pattern.at[r->at] - '0');
        if (*count > SHAPE_BYTES)
            return false;
    }
    if (!is_at(r, '}'))
        return false;
    r->at++;
    return *count > 0 && !is_at(r, '?') && !is_at(r, '*') && !is_at(r, '+') && !is_at(r, '{');
}

static bool pattern_shape_add_places(TextShape *shape, const CharClass *set, uint32_t count)
{
    if (shape->len + count > SHAPE_BYTES)
        return false;
    for (; count > 0; count--, shape->len++)
        for (unsigned c = 0; c < 128; c++)
            shape->places[c] |= (set->bits[c / 64] >> c % 64 & 1) << shape->len;
    return true;
}

bool shape_of_pattern(Str pattern, TextShape *out)
{
    Reading r = { pattern, 1 };
    *out = (TextShape) { 0 };
    if (pattern.len < 2 || pattern.at[0] != '^')
        return false;
    while (r.at + 1 < pattern.len) {
        CharClass set;
        uint32_t count;
        if (!read_atom(&r, &set) || !read_count(&r, &count) || !pattern_shape_add_places(out, &set, count))
            return false;
    }
    return is_at(&r, '$');
}
