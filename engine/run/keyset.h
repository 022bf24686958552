/* Numbers for keys, in the order in which the keys first came. A key is a string of bytes. Those that are alike but for their digits, as most
   keys of a roster are, stand in pages (keypages.h): 8 bytes a key where numbers lie close, 20 where three of four are missing. What is
   kept of another one: its own bytes and 4 more (base/packed.h), 4 for its number, and 8 bytes of a slot, of which at most three quarters
   are taken, and three eighths after it has grown: 19 to 29 bytes a key and its own. */
#ifndef DULY_RUN_KEYSET_H
#define DULY_RUN_KEYSET_H

#include "base/packed.h"
#include "run/keypages.h"

typedef struct {
    KeyPages pages;        /* word: number + 1 */
    uint32_t first_tag;    /* of the first key that came to them */
    ARRAY(uint32_t) words; /* by number: that of the shape; or, with KEY_IS_PACKED, where it stands in `others` */
    struct KeySetSlot {
        uint32_t tag, place;
    } * slots;     /* of those in `others`; place: number + 1, 0: free */
    unsigned bits; /* there are 2^bits slots; 0: none yet */
    Packed others;
} KeySet;

/* A key that is looked for. */
typedef struct {
    Str key;
    uint32_t tag, number; /* number: of the shape, where it is of it */
    bool fits;
    bool is_sure; /* the shape will stay what it is */
} KeyProbe;

/* A hash of a key. The same key has always the same one. */
uint32_t keyset_tag(Str key);
/* The number of a key, a new one when it is new: then it is the count of keys before. */
uint32_t keyset_add(KeySet *set, uint32_t tag, Str key);
/* The same in two steps, the first of which fetches what the second looks at from memory on the side: with a million of them nothing is in
   the cache. */
void keyset_look(const KeySet *set, uint32_t tag, Str key, KeyProbe *probe);
uint32_t keyset_put(KeySet *set, KeyProbe *probe);
/* The key of a number: its own bytes, or printed in the arena. */
Str keyset_key(const KeySet *set, uint32_t number, Arena *arena);
size_t keyset_size(const KeySet *set);
void keyset_free(KeySet *set);

static inline uint32_t keyset_count(const KeySet *set)
{
    return (uint32_t) set->words.count;
}

#endif
