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

/* Whether two texts are the same: most are short, and to call for a comparison takes longer than it. */
static inline bool eight_same(Str a, Str b)
{
    if (a.len != b.len || a.len > 64)
        return str_equal(a, b);
    if (a.len < 8)
        return short_word(a) == short_word(b);
    bool same = eight_at(a.at + a.len - 8) == eight_at(b.at + b.len - 8);
    for (size_t at = 0; same && at + 8 < a.len; at += 8)
        same = eight_at(a.at + at) == eight_at(b.at + at);
    return same;
}

#define EIGHT_TIMES(byte) ((uint64_t) (byte) *0x0101010101010101u)

/* Bits of which the high one of some byte is set where a word has this byte of ASCII or one beyond ASCII; or one that is not printable
   (0x20 to 0x7E are), for what is less than a blank borrows. They are gathered with | and asked at the end, by EIGHT_HIGH. */
#define EIGHT_HIGH EIGHT_TIMES(0x80)

static inline uint64_t eight_has(uint64_t word, char byte)
{
    return ((word ^ EIGHT_TIMES(byte)) - EIGHT_TIMES(1)) | word;
}

static inline uint64_t eight_beyond_printable(uint64_t word)
{
    return word | (word - EIGHT_TIMES(' ')) | (word + EIGHT_TIMES(1));
}

#endif
