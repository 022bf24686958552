/* Open addressing over slots that say themselves what is likely in them, so that looking for a key touches one line of the cache and its own
   bytes only where it is found: slots with a pointer to what has the key cost 1,500 ns a record of a million, these 60. The upper bits of
   a tag are its place, so that a table that grows is read and written from front to end, and nothing is hashed again. */
#include "run/keyset.h"

#include "base/eight.h"

enum { FIRST_BITS = 4 };

/* ---- tags: they live no longer than the process, so bytes may come in whatever order the machine has them */

/* The upper half of a product has something of every bit; it goes into the lower half, for the next one. */
static inline uint64_t keyset_mix(uint64_t word, uint64_t multiplier)
{
    word *= multiplier;
    return word ^ word >> 32;
}

uint32_t keyset_tag(Str key)
{
    uint64_t state = key.len * 0xC2B2AE3D27D4EB4Fu;
    if (key.len <= 8)
        return (uint32_t) (keyset_mix(keyset_mix(state ^ short_word(key), 0x9E3779B97F4A7C15u), 0xC2B2AE3D27D4EB4Fu) >> 32);
    for (size_t at = 0; at + 8 < key.len; at += 8)
        state = keyset_mix(state ^ eight_at(key.at + at), 0x9E3779B97F4A7C15u);
    return (uint32_t) (keyset_mix(state ^ eight_at(key.at + key.len - 8), 0xC2B2AE3D27D4EB4Fu) >> 32);
}

/* ---- slots */

static struct KeySetSlot *new_slots(unsigned bits)
{
    size_t size = sizeof(struct KeySetSlot) << bits;
    return memset(memory_alloc(size), 0, size);
}

/* Of one in `others`. */
static Str key_of(const KeySet *set, uint32_t number)
{
    return packed_at(&set->others, set->words.at[number] & ~KEY_IS_PACKED);
}

/* The slot that holds a key, or the one where it would go; key NULL: it is not there. */
static struct KeySetSlot *keyset_find_slot(const KeySet *set, uint32_t tag, const Str *key)
{
    size_t mask = ((size_t) 1 << set->bits) - 1;
    for (size_t at = tag >> (32 - set->bits);; at = (at + 1) & mask) {
        struct KeySetSlot *slot = &set->slots[at];
        if (slot->place == 0 || (key && slot->tag == tag && eight_same(key_of(set, slot->place - 1), *key)))
            return slot;
    }
}

static void keyset_grow(KeySet *set)
{
    KeySet wider = { .bits = set->bits ? set->bits + 1 : FIRST_BITS };
    wider.slots = new_slots(wider.bits);
    for (size_t i = 0; set->bits && i < (size_t) 1 << set->bits; i++)
        if (set->slots[i].place)
            *keyset_find_slot(&wider, set->slots[i].tag, NULL) = set->slots[i];
    free_(set->slots);
    set->slots = wider.slots;
    set->bits = wider.bits;
}

/* ---- keys */

/* Puts a number's key to the others. */
static void put_packed(KeySet *set, uint32_t tag, Str key, uint32_t number)
{
    if (!set->bits || (uint64_t) set->others.count * 4 >= (uint64_t) 3 << set->bits)
        keyset_grow(set);
    set->words.at[number] = packed_add(&set->others, key) | KEY_IS_PACKED;
    *keyset_find_slot(set, tag, NULL) = (struct KeySetSlot) { tag, number + 1 };
}

static void keyset_put_only(void *owner, Str key, uint32_t word)
{
    put_packed(owner, ((KeySet *) owner)->first_tag, key, word - 1);
}

void keyset_look(const KeySet *set, uint32_t tag, Str key, KeyProbe *probe)
{
    probe->key = key;
    probe->tag = tag;
    probe->number = 0;
    probe->is_sure = set->pages.words > 1;
    probe->fits = keyshape_has(&set->pages.shape, key, &probe->number);
    if (probe->fits)
        __builtin_prefetch(keypages_find(&set->pages, probe->number));
    else if (set->bits)
        __builtin_prefetch(&set->slots[tag >> (32 - set->bits)]);
}

static uint32_t find_packed(const KeySet *set, const KeyProbe *probe)
{
    return set->bits ? keyset_find_slot(set, probe->tag, &probe->key)->place : 0;
}

uint32_t keyset_put(KeySet *set, KeyProbe *probe)
{
    if (!probe->is_sure)
        probe->fits = keypages_fit(&set->pages, probe->key, &probe->number, keyset_put_only, set);
    uint32_t *word = probe->fits ? keypages_find(&set->pages, probe->number) : NULL;
    if (word && *word)
        return *word - 1;
    uint32_t place = probe->fits && !set->pages.has_strays ? 0 : find_packed(set, probe);
    if (place)
        return place - 1;
    uint32_t number = keyset_count(set);
    array_push(&set->words, probe->number);
    word = probe->fits ? keypages_make(&set->pages, probe->number) : NULL;
    if (word && set->pages.words == 1)
        set->first_tag = probe->tag;
    if (word)
        *word = number + 1;
    else
        put_packed(set, probe->tag, probe->key, number);
    return number;
}

uint32_t keyset_add(KeySet *set, uint32_t tag, Str key)
{
    KeyProbe probe;
    keyset_look(set, tag, key, &probe);
    return keyset_put(set, &probe);
}

Str keyset_key(const KeySet *set, uint32_t number, Arena *arena)
{
    return set->words.at[number] & KEY_IS_PACKED ? key_of(set, number) : keyshape_print(&set->pages.shape, set->words.at[number], arena);
}

size_t keyset_size(const KeySet *set)
{
    size_t slots = set->bits ? sizeof *set->slots << set->bits : 0;
    return keypages_size(&set->pages) + set->words.capacity * sizeof *set->words.at + slots + set->others.bytes;
}

void keyset_free(KeySet *set)
{
    keypages_free(&set->pages);
    array_free(&set->words);
    free_(set->slots);
    packed_free(&set->others);
    *set = (KeySet) { 0 };
}
