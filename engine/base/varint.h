/* Numbers in as few bytes as they need: seven bits a byte, the lowest first, and the top bit says that more follow. */
#ifndef DULY_BASE_VARINT_H
#define DULY_BASE_VARINT_H

#include <stddef.h>
#include <stdint.h>

enum { VARINT_MOST = 10 /* bytes */ };

/* How many bytes it took. */
static inline size_t varint_put(char *out, uint64_t number)
{
    size_t len = 0;
    for (; number >= 0x80; number >>= 7)
        out[len++] = (char) (number | 0x80);
    out[len++] = (char) number;
    return len;
}

static inline size_t varint_take(const char *at, uint64_t *number)
{
    size_t len = 0;
    *number = 0;
    do
        *number |= (uint64_t) (at[len] & 0x7F) << 7 * len;
    while (at[len++] & 0x80);
    return len;
}

#endif
