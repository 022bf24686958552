/* Strings are slices: a pointer and a length in bytes, UTF-8 unless said otherwise, never relying on
   a terminator. A slice owns nothing; whoever made it says how long its bytes live. */
#ifndef DULY_BASE_STR_H
#define DULY_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/duly_text.h"

/* The text of the public headers, by the name it has inside: nothing is copied where one becomes the other. */
typedef duly_text Str;

/* A slice of a string literal. */
#define STR(literal) ((Str) { "" literal, sizeof(literal) - 1 })

/* For printf: printf("%.*s", STR_ARG(name)). */
#define STR_ARG(s) (int) (s).len, ((s).at ? (s).at : "")

static inline Str str_of(const char *text)
{
    return (Str) { text, text ? strlen(text) : 0 };
}

static inline Str str_slice(Str s, size_t start, size_t end)
{
    return (Str) { s.at ? s.at + start : NULL, end - start };
}

static inline bool str_equal(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Most differ in the first byte: nothing is called to find that out. */
static inline bool str_is(Str a, const char *text)
{
    size_t i = 0;
    while (i < a.len && text[i] && text[i] == a.at[i])
        i++;
    return i == a.len && text[i] == 0;
}

/* Byte order, which for UTF-8 is the order of code points: negative, zero or positive. */
int str_compare(Str a, Str b);

/* Whether they differ at most in letters A-Z that are small in one. */
bool str_equal_but_for_case(Str a, Str b);
bool str_starts_with(Str s, Str prefix);
bool str_ends_with(Str s, Str suffix);

/* Byte offset of the first occurrence at or after `from`, or SIZE_MAX. An empty needle is found at `from`. */
size_t str_find(Str s, Str needle, size_t from);

/* Without the ASCII blanks, tabs and line ends at both ends. */
Str str_trim(Str s);

/* 64-bit hash, the same on every machine. */
uint64_t str_hash(Str s);

/* Edit distance (insert, delete, replace, swap neighbours), in bytes; anything above `limit` is limit + 1. */
size_t str_distance(Str a, Str b, size_t limit);

/* Whether `candidate` is near enough to `name` to be what was meant. */
bool str_is_near(Str name, Str candidate);

/* Whole-text conversions, without the locale; false when the text is not of that form or out of range. */
bool str_to_int(Str s, int64_t *out);   /* sign? digits */
bool str_to_uint(Str s, uint64_t *out); /* digits */
bool str_to_double(Str s, double *out);
/* The whole number that a decimal is ("24.0", "2.4e1"). False where it has a fraction, or lies where not every whole number is a double. */
bool str_to_whole(Str s, int64_t *out); /* decimal with optional fraction and exponent */

#endif
