/* SHA-256 (nettle) of bytes as they stream past, in hexadecimal or base64. */
#ifndef DULY_BASE_HASH_H
#define DULY_BASE_HASH_H

#include <nettle/sha2.h>

#include "base/arena.h"

typedef struct {
    struct sha256_ctx state;
} Sha256;

void sha256_start(Sha256 *hash);
void sha256_add(Sha256 *hash, Str bytes);
/* Writes 64 hexadecimal digits and a zero byte. */
void sha256_end(Sha256 *hash, char out[65]);
/* That of some bytes; */
void sha256_write(Str bytes, char out[65]);
/* in the arena. */
Str sha256_of(Arena *arena, Str bytes);
/* The same in base64: 44 characters and a zero byte. */
void sha256_end_base64(Sha256 *hash, char out[45]);

#endif
