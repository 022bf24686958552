/* Texts grow by doubling; numbers are written without the locale. */
#include "base/text.h"

#include <math.h>
#include <float.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/said.h"
#include "base/utf8.h"

static void reserve(Text *text, size_t more)
{
    if (text->capacity - text->len >= more)
        return;
    size_t capacity = text->capacity ? text->capacity * 2 : 64;
    while (capacity - text->len < more)
        capacity = capacity > SIZE_MAX / 2 ? text->len + more : capacity * 2;
    if (text->arena) {
        char *moved = arena_alloc(text->arena, capacity);
        if (text->len)
            memcpy(moved, text->at, text->len);
        text->at = moved;
    } else {
        text->at = memory_resize(text->at, capacity);
    }
    text->capacity = capacity;
}

char *text_room(Text *text, size_t most)
{
    reserve(text, most);
    return text->at + text->len;
}

void text_add(Text *text, Str s)
{
    if (s.len == 0)
        return;
    reserve(text, s.len);
    memcpy(text->at + text->len, s.at, s.len);
    text->len += s.len;
}

void text_add_char(Text *text, char c)
{
    text_add(text, (Str) { &c, 1 });
}

void text_add_code(Text *text, uint32_t code_point)
{
    char bytes[4];
    text_add(text, (Str) { bytes, utf8_encode(code_point, bytes) });
}

void text_add_repeat(Text *text, char c, size_t times)
{
    if (times == 0)
        return;
    reserve(text, times);
    memset(text->at + text->len, c, times);
    text->len += times;
}

void text_vformat(Text *text, const char *format, va_list args)
{
    va_list again;
    if (text->language.len > 0 && said_add(text, text->language, format, args))
        return;
    /* Mostly there is room already: then what is printed stays where it is. */
    size_t room = text->capacity - text->len;
    va_copy(again, args);
    int len = vsnprintf(room ? text->at + text->len : NULL, room, format, args);
    if (len < 0)
        memory_fault(); /* nothing else stops it */
    if ((size_t) len >= room) {
        reserve(text, (size_t) len + 1);
        vsnprintf(text->at + text->len, (size_t) len + 1, format, again);
    }
    text->len += (size_t) len;
    va_end(again);
}

void text_format(Text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_vformat(text, format, args);
    va_end(args);
}

void text_add_count(Text *text, uint64_t count)
{
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char) ('0' + count % 10);
    while (count /= 10);
    text_add(text, (Str) { digits + at, sizeof digits - at });
}

/* The shortest of 15, 16 and 17 digits that reads back as the same number: 15 always survive the way into a double, 17 always the way
   out of one. The point is a point, for the locale is C's inside the library (memory.c). */
void text_add_double(Text *text, double number)
{
    if (isnan(number)) {
        text_add(text, STR("nan"));
        return;
    }
    if (isinf(number)) {
        text_add(text, number < 0 ? STR("-inf") : STR("inf"));
        return;
    }
    char digits[40];
    /* Below DBL_MIN doubles carry fewer digits than fifteen, so there the search starts at one. */
    int precision = fabs(number) < DBL_MIN ? 1 : 15;
    do
        snprintf(digits, sizeof digits, "%.*g", precision, number);
    while (precision++ < 17 && strtod(digits, NULL) != number);
    text_add(text, str_of(digits));
    if (!strpbrk(digits, ".e"))
        text_add(text, STR(".0"));
}

void text_clear(Text *text)
{
    text->len = 0;
}

void text_free(Text *text)
{
    if (!text->arena)
        memory_free(text->at);
    *text = (Text) { .arena = text->arena };
}
