/* What XML parsers salt their tables with. */
#ifndef DULY_WASM_RANDOM_H
#define DULY_WASM_RANDOM_H

#include <unistd.h>

static inline ssize_t getrandom(void *at, size_t size, unsigned flags)
{
    (void) flags;
    return getentropy(at, size) == 0 ? (ssize_t) size : -1;
}

#endif
