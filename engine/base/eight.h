/* Bytes of a text as words, in whatever order the machine has them: to compare and to hash, not to keep. */
#ifndef DULY_BASE_EIGHT_H
#define DULY_BASE_EIGHT_H

#include <stdint.h>
#include <string.h>

#include "base/str.h"

static inline uint64_t eight_at(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint32_t four_at(const char *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* A text of at most eight bytes as a word: its ends, which may lie over one another. Beside its length it says all of it. */
static inline uint64_t short_word(Str text)
{
    if (text.len >= 4)
        return four_at(text.at) | (uint64_t) four_at(text.at + text.len - 4) << 32;
    const unsigned char *at = (const unsigned char *) text.at;
    return text.len ? at[0] | (uint64_t) at[text.len / 2] << 8 | (uint64_t) at[text.len - 1] << 16 : 0;
}

#define EIGHT_TIMES(byte) ((uint64_t) (byte) *0x0101010101010101u)

/* Whether a byte of a word is this one of ASCII, or none of ASCII at all. */
static inline bool eight_has_or_beyond(uint64_t word, char byte)
{
    uint64_t other = word ^ EIGHT_TIMES(byte);
    return ((other - EIGHT_TIMES(1)) | word) & EIGHT_TIMES(0x80);
}

#endif
