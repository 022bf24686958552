/* What most unit tests begin with: cmocka and what it wants before it, and comparing slices. */
#ifndef DULY_TESTS_UNIT_H
#define DULY_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/text.h"

/* Says both texts when they differ. */
#define assert_str(actual, expected) check_str((actual), str_of(expected), __FILE__, __LINE__)

static inline void check_str(Str actual, Str expected, const char *file, int line)
{
    if (str_equal(actual, expected))
        return;
    print_error("\"%.*s\" is not \"%.*s\"\n", STR_ARG(actual), STR_ARG(expected));
    _fail(file, line);
}

/* The same, and empties the text. */
#define assert_text(text, expected) (check_str(text_str(text), str_of(expected), __FILE__, __LINE__), text_clear(text))

/* A sequence of numbers that looks random and is the same everywhere. */
static inline uint64_t next_random(uint64_t *state)
{
    *state += 0x9E3779B97F4A7C15u;
    uint64_t z = *state;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

#endif
