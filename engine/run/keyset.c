/* Open addressing over slots that say themselves what is likely in them, so that looking for a key touches one line of the cache and its own
   bytes only where it is found: slots with a pointer to what has the key cost 1,500 ns a record of a million, these 60. The upper bits of
   a tag are its place, so that a table that grows is read and written from front to end, and nothing is hashed again. */
#include "run/keyset.h"

#include "run/fingerprint.h"

enum { FIRST_BITS = 4 };

uint32_t keyset_tag(Str key)
{
    return (uint32_t) (fingerprint_of((Fingerprint) { 0 }, key).low >> 32);
}

static struct KeySetSlot *new_slots(unsigned bits)
{
    size_t size = sizeof(struct KeySetSlot) << bits;
    return memset(memory_alloc(size), 0, size);
}

/* The slot that holds a key, or the one where it would go; key NULL: it is not there. */
static struct KeySetSlot *find_slot(const KeySet *set, uint32_t tag, const Str *key)
{
    size_t mask = ((size_t) 1 << set->bits) - 1;
    for (size_t at = tag >> (32 - set->bits);; at = (at + 1) & mask) {
        struct KeySetSlot *slot = &set->slots[at];
        if (slot->place == 0 || (key && slot->tag == tag && str_equal(packed_at(&set->keys, slot->place - 1), *key)))
            return slot;
    }
}

static void grow(KeySet *set)
{
    KeySet wider = { .bits = set->bits ? set->bits + 1 : FIRST_BITS };
    wider.slots = new_slots(wider.bits);
    for (size_t i = 0; set->bits && i < (size_t) 1 << set->bits; i++)
        if (set->slots[i].place)
            *find_slot(&wider, set->slots[i].tag, NULL) = set->slots[i];
    free_(set->slots);
    set->slots = wider.slots;
    set->bits = wider.bits;
}

uint32_t keyset_add(KeySet *set, uint32_t tag, Str key)
{
    if (!set->bits || (uint64_t) set->keys.count * 4 >= (uint64_t) 3 << set->bits)
        grow(set);
    struct KeySetSlot *slot = find_slot(set, tag, &key);
    if (slot->place == 0)
        *slot = (struct KeySetSlot) { tag, packed_add(&set->keys, key) + 1 };
    return slot->place - 1;
}

void keyset_free(KeySet *set)
{
    free_(set->slots);
    packed_free(&set->keys);
    *set = (KeySet) { 0 };
}
