/* Fingerprints: a stable 128-bit hash, by which findings are known again, and the keys of a table that were seen. */
#ifndef DULY_RUN_FINGERPRINT_H
#define DULY_RUN_FINGERPRINT_H

#include "base/arena.h"
#include "run/keypages.h"

typedef struct {
    uint64_t high, low;
} Fingerprint;

/* The same on every machine. To hash several texts in a row, hand the result of the last one on as `seed`. */
Fingerprint fingerprint_of(Fingerprint seed, Str text);

/* 32 hexadecimal digits, in the arena. */
Str fingerprint_print(Arena *arena, Fingerprint print);
/* Another one for what has this printed one and a number, in the arena. */
Str fingerprint_again(Arena *arena, Str printed, Str number);

/* Keys with the line of their first record: 4 bytes each in pages, where they are alike but for their digits (keypages.h); of others, whatever
   their length, 96 bits of their hash in 16 bytes, of which at most three quarters are taken, and three eighths after the set has grown. */
typedef struct {
    KeyPages pages; /* word: the line */
    struct KeySlot {
        uint64_t low;
        uint32_t high, line;
    } * slots;              /* line 0: free */
    size_t count, capacity; /* of those */
} Keys;

/* Adds a key; 0 when it is new, else the line where it stood first (lines past 4 thousand million count as that). */
uint64_t keys_add(Keys *keys, Str key, uint64_t line);
/* The same of many, the empty ones left out: they are 0. */
void keys_add_all(Keys *keys, const Str *texts, const uint64_t *lines, size_t count, uint64_t *firsts);
/* How often it came before. A set is for this or for lines. */
uint64_t keys_again(Keys *keys, Str key);
void keys_free(Keys *keys);

#endif
