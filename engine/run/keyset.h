/* Numbers for keys, in the order in which the keys first came. A key is a string of bytes. What is kept of one: its own bytes and 4 more
   (base/packed.h), and 8 bytes of a slot, of which at most three quarters are taken, and three eighths after it has grown: 15 to 25 bytes a
   key and its own. */
#ifndef DULY_RUN_KEYSET_H
#define DULY_RUN_KEYSET_H

#include "base/packed.h"

typedef struct {
    struct KeySetSlot {
        uint32_t tag, place;
    } * slots;     /* place: number + 1, 0: free */
    unsigned bits; /* there are 2^bits slots; 0: none yet */
    Packed keys;   /* by number */
} KeySet;

/* A hash of a key. The same key has always the same one. */
uint32_t keyset_tag(Str key);
/* The number of a key, a new one when it is new: then it is the count of keys before. */
uint32_t keyset_add(KeySet *set, uint32_t tag, Str key);
/* A key that will soon be looked for is fetched from memory on the side: with a million of them nothing is in the cache. */
static inline void keyset_fetch(const KeySet *set, uint32_t tag)
{
    if (set->bits)
        __builtin_prefetch(&set->slots[tag >> (32 - set->bits)]);
}
void keyset_free(KeySet *set);

#endif
