/* A text that grows: for building messages and output. The zero value is empty; text_free when done. One that is made in an arena lives
   as long as that and is not freed, and speaks its language: what is put together for one finding is given back with all else that was. */
#ifndef DULY_BASE_TEXT_H
#define DULY_BASE_TEXT_H

#include <stdarg.h>

#include "base/arena.h"

typedef struct {
    char *at;
    size_t len, capacity;
    Str language; /* in which sentences that are formats are said (base/said.h); empty: English */
    Arena *arena; /* NULL: none */
} Text;

static inline Text text_in(Arena *arena)
{
    return (Text) { .language = arena->language, .arena = arena };
}

void text_add(Text *text, Str s);
/* Room for so many bytes behind what is there, for whoever writes them in place and then says how many they are. */
char *text_room(Text *text, size_t most);
static inline void text_took(Text *text, size_t len)
{
    text->len += len;
}
void text_add_char(Text *text, char c);
void text_add_code(Text *text, uint32_t code_point);
void text_add_repeat(Text *text, char c, size_t times);
void text_format(Text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vformat(Text *text, const char *format, va_list args);
/* Its decimal digits: where a million are written, a format costs more than the rest. */
void text_add_count(Text *text, uint64_t count);
/* The shortest decimal that reads back as the same double: 0.1, 1.0, 1e+22, inf, nan. */
void text_add_double(Text *text, double number);
void text_clear(Text *text);
void text_free(Text *text);

static inline Str text_str(const Text *text)
{
    return (Str) { text->at, text->len };
}

#endif
