/* Slices: comparing, finding, hashing, and reading numbers out of them.

   Numbers are read strictly: the whole slice is the number, and what does not fit is none. strtod reads what is_decimal has let through,
   never more (no hexadecimal, no "nan"), and with a point whatever the host's locale has, since memory.c takes C's at the edge. */
#include "base/ascii.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>

int str_compare(Str a, Str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;
    if (order != 0)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

bool str_starts_with(Str s, Str prefix)
{
    return s.len >= prefix.len && str_equal(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends_with(Str s, Str suffix)
{
    return s.len >= suffix.len && str_equal(str_slice(s, s.len - suffix.len, s.len), suffix);
}

size_t str_find(Str s, Str needle, size_t from)
{
    if (from > s.len || s.len - from < needle.len)
        return SIZE_MAX;
    if (needle.len == 0)
        return from;
    size_t last = s.len - needle.len;
    while (from <= last) {
        const char *hit = memchr(s.at + from, needle.at[0], last - from + 1);
        if (!hit)
            return SIZE_MAX;
        if (memcmp(hit, needle.at, needle.len) == 0)
            return (size_t) (hit - s.at);
        from = (size_t) (hit - s.at) + 1;
    }
    return SIZE_MAX;
}

Str str_trim(Str s)
{
    while (s.len > 0 && ascii_is_blank(s.at[0]))
        s = str_slice(s, 1, s.len);
    while (s.len > 0 && ascii_is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

/* ---- hashing */

/* Little-endian on every machine; compilers turn it into one load where that is so anyway. */
static uint64_t load_word(const char *at)
{
    uint64_t word = 0;
    for (unsigned i = 0; i < 8; i++)
        word |= (uint64_t) (unsigned char) at[i] << (8 * i);
    return word;
}

static uint64_t load_tail(const char *at, size_t len)
{
    uint64_t word = 0;
    for (size_t i = 0; i < len; i++)
        word |= (uint64_t) (unsigned char) at[i] << (8 * i);
    return word;
}

/* A multiplication by 2^64 over the golden ratio carries every bit upwards, the shift brings them down again. Tables look at the low
   bits. */
static uint64_t str_mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

/* Eight bytes at a time. The numbers only have to be odd and irregular. It is no defence against keys that were chosen to collide. */
uint64_t str_hash(Str s)
{
    uint64_t hash = 0xC2B2AE3D27D4EB4Fu ^ s.len;
    size_t i = 0;
    for (; s.len - i >= 8; i += 8)
        hash = str_mix(hash, load_word(s.at + i));
    if (i < s.len)
        hash = str_mix(hash, load_tail(s.at + i, s.len - i));
    return str_mix(hash, 0xD6E8FEB86659FD93u);
}

/* ---- likeness */

/* Names of fields, rules and functions are shorter; three rows of so many stand on the stack. */
enum { DISTANCE_MAX_LEN = 255 };

static void strip_common_ends(Str *a, Str *b)
{
    while (a->len > 0 && b->len > 0 && a->at[0] == b->at[0]) {
        *a = str_slice(*a, 1, a->len);
        *b = str_slice(*b, 1, b->len);
    }
    while (a->len > 0 && b->len > 0 && a->at[a->len - 1] == b->at[b->len - 1]) {
        a->len--;
        b->len--;
    }
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One row of the table of distances, from the two rows above it; returns the row's least entry. A swap of two neighbours is one mistake
   (Damerau), so each row needs the one before the last as well; no piece is edited twice. Once all of a row lie beyond the limit, so
   will all that follow: a swap costs one more than what stands two rows above, and that was at the limit at least. */
static size_t distance_row(Str a, Str b, size_t i, size_t *const rows[3])
{
    size_t *row = rows[0], *above = rows[1], *above_two = rows[2];
    row[0] = i;
    size_t least = i;
    for (size_t j = 1; j <= b.len; j++) {
        size_t cost = a.at[i - 1] != b.at[j - 1];
        row[j] = smaller(above[j - 1] + cost, smaller(above[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1])
            row[j] = smaller(row[j], above_two[j - 2] + 1);
        least = smaller(least, row[j]);
    }
    return least;
}

size_t str_distance(Str a, Str b, size_t limit)
{
    strip_common_ends(&a, &b);
    size_t difference = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (difference > limit || a.len > DISTANCE_MAX_LEN || b.len > DISTANCE_MAX_LEN)
        return limit + 1;
    size_t table[3][DISTANCE_MAX_LEN + 1];
    size_t *rows[3] = { table[0], table[1], table[2] };
    for (size_t j = 0; j <= b.len; j++)
        rows[1][j] = rows[2][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        if (distance_row(a, b, i, rows) > limit)
            return limit + 1;
        size_t *oldest = rows[2];
        rows[2] = rows[1];
        rows[1] = rows[0];
        rows[0] = oldest;
    }
    return smaller(rows[1][b.len], limit + 1);
}

bool str_equal_but_for_case(Str a, Str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.at[i]) != ascii_lower(b.at[i]))
            return false;
    return true;
}

bool str_is_near(Str name, Str candidate)
{
    if (candidate.len == 0)
        return false;
    if (str_equal_but_for_case(name, candidate))
        return true;
    /* One letter in place of another says nothing: something of both must be left over. */
    size_t shorter = smaller(name.len, candidate.len);
    size_t allowed = name.len / 3 > 1 ? name.len / 3 : 1;
    if (allowed >= shorter)
        return false;
    return str_distance(name, candidate, allowed) <= allowed;
}

/* ---- numbers */

enum { SAFE_DIGITS = 19 }; /* that no 64 bits are too few for */

/* Overflow is only looked for where there are so many digits that there may be one. */
bool str_to_uint(Str s, uint64_t *out)
{
    uint64_t number = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned char) s.at[i] - (unsigned) '0';
        if (digit > 9 || (i >= SAFE_DIGITS && number > (UINT64_MAX - digit) / 10))
            return false;
        number = number * 10 + digit;
    }
    *out = number;
    return s.len > 0;
}

bool str_to_int(Str s, int64_t *out)
{
    bool negative = s.len > 0 && s.at[0] == '-';
    if (negative || (s.len > 0 && s.at[0] == '+'))
        s = str_slice(s, 1, s.len);
    uint64_t size;
    if (!str_to_uint(s, &size) || size > (uint64_t) INT64_MAX + negative)
        return false;
    if (!negative)
        *out = (int64_t) size;
    else
        *out = size > INT64_MAX ? INT64_MIN : -(int64_t) size;
    return true;
}

static size_t str_skip_digits(Str s, size_t i)
{
    while (i < s.len && ascii_is_digit(s.at[i]))
        i++;
    return i;
}

/* sign? digits (. digits)? (e sign? digits)?, with a digit on at least one side of the point */
static bool str_is_decimal(Str s)
{
    size_t i = s.len > 0 && (s.at[0] == '-' || s.at[0] == '+') ? 1 : 0;
    size_t start = i;
    i = str_skip_digits(s, i);
    size_t digits = i - start;
    if (i < s.len && s.at[i] == '.') {
        start = ++i;
        i = str_skip_digits(s, i);
        digits += i - start;
    }
    if (digits == 0)
        return false;
    if (i < s.len && (s.at[i] == 'e' || s.at[i] == 'E')) {
        i++;
        if (i < s.len && (s.at[i] == '-' || s.at[i] == '+'))
            i++;
        start = i;
        i = str_skip_digits(s, i);
        if (i == start)
            return false;
    }
    return i == s.len;
}

bool str_to_double(Str s, double *out)
{
    char copy[1024]; /* no double needs more than 770 digits to be told from its neighbours */
    if (s.len >= sizeof copy || !str_is_decimal(s))
        return false;
    memcpy(copy, s.at, s.len);
    copy[s.len] = 0;
    double number = strtod(copy, NULL);
    if (isinf(number))
        return false;
    *out = number;
    return true;
}

/* 2^53: beyond it a double stands for several whole numbers, and which one was written nobody can tell. */
bool str_to_whole(Str s, int64_t *out)
{
    static const double exact = 9007199254740992.0; /* 2^53 */
    double number;
    if (!str_to_double(s, &number) || number <= -exact || number >= exact || number != (double) (int64_t) number)
        return false;
    *out = (int64_t) number;
    return true;
}
