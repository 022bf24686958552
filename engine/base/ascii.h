/* Characters of ASCII, whatever the locale: isdigit() and its like go by it, and take no plain char. */
#ifndef DULY_BASE_ASCII_H
#define DULY_BASE_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool ascii_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool ascii_is_letter(char c)
{
    return ascii_is_lower(c) || ascii_is_upper(c);
}

static inline bool ascii_is_letter_or_digit(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c);
}

static inline char ascii_lower(char c)
{
    return ascii_is_upper(c) ? (char) (c - 'A' + 'a') : c;
}

static inline char ascii_upper(char c)
{
    return ascii_is_lower(c) ? (char) (c - 'a' + 'A') : c;
}

/* Within a line; and also between lines. */
static inline bool ascii_is_gap(char c)
{
    return c == ' ' || c == '\t';
}

static inline bool ascii_is_blank(char c)
{
    return ascii_is_gap(c) || c == '\n' || c == '\r';
}

/* What a hexadecimal digit stands for; -1: it is none. */
static inline int ascii_hex(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
