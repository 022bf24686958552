/* SHA-256 as it streams past. */
#include "base/hash.h"

#include <nettle/base64.h>

void sha256_start(Sha256 *hash)
{
    sha256_init(&hash->state);
}

void sha256_add(Sha256 *hash, Str bytes)
{
    if (bytes.len)
        sha256_update(&hash->state, bytes.len, (const uint8_t *) bytes.at);
}

void sha256_end(Sha256 *hash, char out[65])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&hash->state, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[64] = 0;
}

void sha256_write(Str bytes, char out[65])
{
    Sha256 hash;
    sha256_start(&hash);
    sha256_add(&hash, bytes);
    sha256_end(&hash, out);
}

Str sha256_of(Arena *arena, Str bytes)
{
    char hex[65];
    sha256_write(bytes, hex);
    return arena_str(arena, str_of(hex));
}

void sha256_end_base64(Sha256 *hash, char out[45])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&hash->state, sizeof digest, digest);
    base64_encode_raw(out, sizeof digest, digest);
    out[BASE64_ENCODE_RAW_LENGTH(sizeof digest)] = 0;
}
