/* Hashes that last, and the set of keys that were seen. They are made here and nowhere else: fingerprints stand in reports that people
   keep, so that another formula would make every finding of every baseline a new one.

   Two lanes of 64 bits, each stirred with the other by a rotation and a multiplication; the end is that of MurmurHash3 (fmix64), which
   spreads each bit over all. The multipliers are odd, as they must be for nothing to be lost: 2^64 by the golden ratio, and one of
   xxHash's. It is no hash to keep secrets with: where a key is private nothing is printed (compose.c).

   The set of keys has 96 bits of each that is not in pages, and no key. That two keys fall together is for a hundred million of them a chance of about one in
   10^13. */
#include "run/fingerprint.h"

#include "base/array.h"

static uint64_t rotate(uint64_t word, unsigned bits)
{
    return word << bits | word >> (64 - bits);
}

/* Takes a word in. */
static Fingerprint stir(Fingerprint state, uint64_t word)
{
    state.low = (rotate(state.low, 29) ^ word) * 0x9E3779B97F4A7C15u + state.high;
    state.high = (rotate(state.high, 23) ^ rotate(word, 32)) * 0xC2B2AE3D27D4EB4Fu + state.low;
    return state;
}

static uint64_t fingerprint_finish(uint64_t word)
{
    word = (word ^ word >> 33) * 0xFF51AFD7ED558CCDu;
    word = (word ^ word >> 33) * 0xC4CEB9FE1A85EC53u;
    return word ^ word >> 33;
}

/* Some bytes as a number, first byte lowest. */
static inline uint64_t take_bytes(const char *at, size_t len)
{
    uint64_t word = 0;
    for (size_t i = 0; i < len; i++)
        word |= (uint64_t) (unsigned char) at[i] << 8 * i;
    return word;
}

/* Written out, the compiler makes one load of it; byte by byte it was a quarter of what groups cost. */
static uint64_t fingerprint_take_eight(const char *at)
{
    const unsigned char *b = (const unsigned char *) at;
    return (uint64_t) b[0] | (uint64_t) b[1] << 8 | (uint64_t) b[2] << 16 | (uint64_t) b[3] << 24 | (uint64_t) b[4] << 32 |
           (uint64_t) b[5] << 40 | (uint64_t) b[6] << 48 | (uint64_t) b[7] << 56;
}

Fingerprint fingerprint_of(Fingerprint seed, Str text)
{
    Fingerprint state = seed;
    size_t at = 0;
    for (; text.len - at >= 8; at += 8)
        state = stir(state, fingerprint_take_eight(text.at + at));
    if (at < text.len && text.len >= 8) /* the last bytes, taken with those before them */
        state = stir(state, fingerprint_take_eight(text.at + text.len - 8) >> 8 * (at + 8 - text.len));
    else if (at < text.len)
        state = stir(state, take_bytes(text.at + at, text.len - at));
    state = stir(state, text.len);
    state.low = fingerprint_finish(state.low ^ rotate(state.high, 17));
    state.high = fingerprint_finish(state.high + state.low);
    return state;
}

Str fingerprint_print(Arena *arena, Fingerprint print)
{
    enum { DIGITS = 16 };
    char *out = arena_alloc(arena, 2 * DIGITS + 1);
    for (unsigned i = 0; i < DIGITS; i++) {
        out[i] = "0123456789abcdef"[print.high >> (60 - 4 * i) & 15];
        out[DIGITS + i] = "0123456789abcdef"[print.low >> (60 - 4 * i) & 15];
    }
    out[2 * DIGITS] = 0;
    return (Str) { out, 2 * DIGITS };
}

Str fingerprint_again(Arena *arena, Str printed, Str number)
{
    return printed.len ? fingerprint_print(arena, fingerprint_of(fingerprint_of((Fingerprint) { 0 }, printed), number)) : printed;
}

/* ---- keys */

static struct KeySlot *fingerprint_find_slot(const Keys *keys, struct KeySlot key)
{
    size_t mask = keys->capacity - 1;
    for (size_t at = key.low & mask;; at = (at + 1) & mask) {
        struct KeySlot *slot = &keys->slots[at];
        if (slot->line == 0 || (slot->low == key.low && slot->high == key.high))
            return slot;
    }
}

static void fingerprint_grow(Keys *keys)
{
    Keys wider = { .pages = keys->pages, .count = keys->count, .capacity = keys->capacity ? keys->capacity * 2 : 1024 };
    wider.slots = memory_alloc(wider.capacity * sizeof *wider.slots);
    memset(wider.slots, 0, wider.capacity * sizeof *wider.slots);
    for (size_t i = 0; i < keys->capacity; i++)
        if (keys->slots[i].line)
            *fingerprint_find_slot(&wider, keys->slots[i]) = keys->slots[i];
    free_(keys->slots);
    *keys = wider;
}

static void fingerprint_make_room(Keys *keys)
{
    if (keys->count * 4 >= keys->capacity * 3)
        fingerprint_grow(keys);
}

static struct KeySlot fingerprint_entry_of(Str key)
{
    Fingerprint print = fingerprint_of((Fingerprint) { 0 }, key);
    return (struct KeySlot) { print.low, (uint32_t) print.high, 0 };
}

/* The slot of a key; of one that was not there the line is 0. */
static struct KeySlot *keys_slot(Keys *keys, struct KeySlot entry)
{
    fingerprint_make_room(keys);
    struct KeySlot *slot = fingerprint_find_slot(keys, entry);
    if (slot->line == 0) {
        *slot = entry;
        keys->count++;
    }
    return slot;
}

static uint64_t note_line(uint32_t *word, uint64_t line)
{
    uint64_t first = *word;
    if (first == 0)
        *word = line == 0 ? 1 : line > UINT32_MAX ? UINT32_MAX : (uint32_t) line;
    return first;
}

static void fingerprint_put_only(void *owner, Str key, uint32_t line)
{
    keys_slot(owner, fingerprint_entry_of(key))->line = line;
}

/* The word of a key of the shape; NULL: it stands among the others. */
static uint32_t *word_of(Keys *keys, Str key, uint32_t number)
{
    uint32_t *word = keypages_find(&keys->pages, number);
    if (word && *word)
        return word;
    struct KeySlot *slot = keys->pages.has_strays && keys->capacity ? fingerprint_find_slot(keys, fingerprint_entry_of(key)) : NULL;
    return slot && slot->line ? NULL : keypages_make(&keys->pages, number);
}

static bool fingerprint_fits(Keys *keys, Str key, uint32_t *number)
{
    return keypages_fit(&keys->pages, key, number, fingerprint_put_only, keys);
}

static uint64_t add_line(Keys *keys, Str key, const uint32_t *number, uint64_t line)
{
    uint32_t *word = number ? word_of(keys, key, *number) : NULL;
    return note_line(word ? word : &keys_slot(keys, fingerprint_entry_of(key))->line, line);
}

uint64_t keys_add(Keys *keys, Str key, uint64_t line)
{
    uint32_t number;
    return add_line(keys, key, fingerprint_fits(keys, key, &number) ? &number : NULL, line);
}

/* Of some at a time what is looked at is fetched from memory on the side. */
void keys_add_all(Keys *keys, const Str *texts, const uint64_t *lines, size_t count, uint64_t *firsts)
{
    enum { AHEAD = 32 };
    for (size_t start = 0; start < count; start += AHEAD) {
        size_t some = count - start < AHEAD ? count - start : AHEAD;
        bool is_sure = keys->pages.words > 1, fit[AHEAD];
        uint32_t numbers[AHEAD];
        for (size_t i = 0; i < some; i++) {
            fit[i] = keyshape_has(&keys->pages.shape, texts[start + i], &numbers[i]);
            if (fit[i])
                __builtin_prefetch(keypages_find(&keys->pages, numbers[i]));
            else if (keys->capacity)
                __builtin_prefetch(&keys->slots[fingerprint_entry_of(texts[start + i]).low & (keys->capacity - 1)]);
        }
        for (size_t i = 0; i < some; i++)
            if (texts[start + i].len == 0)
                firsts[start + i] = 0;
            else
                firsts[start + i] = is_sure ? add_line(keys, texts[start + i], fit[i] ? &numbers[i] : NULL, lines[start + i])
                                            : keys_add(keys, texts[start + i], lines[start + i]);
    }
}

uint64_t keys_again(Keys *keys, Str key)
{
    struct KeySlot *slot = keys_slot(keys, fingerprint_entry_of(key));
    return slot->line < UINT32_MAX ? slot->line++ : slot->line;
}

void keys_free(Keys *keys)
{
    keypages_free(&keys->pages);
    free_(keys->slots);
    *keys = (Keys) { 0 };
}
