#include "run/keypages.h"

#include "base/ascii.h"
#include "base/array.h"
#include "base/eight.h"

/* Pages are given away freely at first, since keys may come in any order; then only where a quarter of the words is in use. */
enum { FREE_PAGES = 2048, LEAST_USED = 4 };

/* ---- the shape */

static void place_run(struct DigitRun *run)
{
    uint32_t end = (uint32_t) run->from + run->len;
    run->at = (uint8_t) (end > 8 ? end - 8 : 0);
    run->shift = (uint8_t) (8 * (run->at + 8 - end));
    run->mask = ~0ull << 8 * (8 - run->len);
    run->power = 1;
    for (size_t i = 0; i < run->len; i++)
        run->power *= 10;
}

static void find_runs(KeyShape *shape)
{
    shape->run_count = 0;
    for (size_t i = 0; i < shape->digits; i++) {
        struct DigitRun *last = shape->run_count ? &shape->runs[shape->run_count - 1] : NULL;
        if (last && last->len < 8 && last->from + last->len == shape->places[i])
            last->len++;
        else
            shape->runs[shape->run_count++] = (struct DigitRun) { .from = shape->places[i], .len = 1 };
    }
    for (size_t i = 0; i < shape->run_count; i++)
        place_run(&shape->runs[i]);
}

void keyshape_learn(KeyShape *shape, Str key)
{
    shape->len = shape->digits = 0;
    if (key.len == 0 || key.len > KEY_BYTES)
        return;
    shape->len = (uint8_t) key.len;
    memcpy(shape->text, key.at, key.len);
    memset(shape->same, 0xFF, sizeof shape->same);
    for (size_t i = key.len; i > 0 && shape->digits < KEY_DIGITS; i--)
        if (ascii_is_digit(key.at[i - 1]))
            shape->places[KEY_DIGITS - ++shape->digits] = (uint8_t) (i - 1);
    memmove(shape->places, shape->places + KEY_DIGITS - shape->digits, shape->digits);
    for (size_t i = 0; i < shape->digits; i++)
        shape->same[shape->places[i]] = 0;
    find_runs(shape);
}

/* But for the digits. The last eight bytes may be looked at twice. */
static inline bool is_alike(const KeyShape *shape, Str key)
{
    uint64_t other = 0;
    size_t last = key.len - sizeof other;
    for (size_t i = 0; i < last; i += sizeof other)
        other |= (eight_at(key.at + i) ^ eight_at(shape->text + i)) & eight_at(shape->same + i);
    other |= (eight_at(key.at + last) ^ eight_at(shape->text + last)) & eight_at(shape->same + last);
    return other == 0;
}

/* Digits as one word, in which nought is added to by pairs of digits, pairs of pairs and pairs of fours; with bits of `bad` where
   there are others. */
static inline uint32_t read_run(const char *key, const struct DigitRun *run, uint64_t *bad)
{
    uint64_t word = (eight_at(key + run->at) << run->shift ^ EIGHT_TIMES('0')) & run->mask;
    *bad |= ((word + EIGHT_TIMES(0x76)) | word) & EIGHT_HIGH;
    word = (word * 10 + (word >> 8)) & 0x00FF00FF00FF00FFu;
    word = (word * 100 + (word >> 16)) & 0x0000FFFF0000FFFFu;
    return (uint32_t) (word * 10000 + (word >> 32));
}

bool keyshape_has_plainly(const KeyShape *shape, Str key, uint32_t *number)
{
    if (key.len != shape->len || shape->digits == 0)
        return false;
    for (size_t i = 0; i < key.len; i++)
        if (shape->same[i] && key.at[i] != shape->text[i])
            return false;
    *number = 0;
    for (size_t i = 0; i < shape->digits; i++) {
        char digit = key.at[shape->places[i]];
        if (!ascii_is_digit(digit))
            return false;
        *number = *number * 10 + (uint32_t) (digit - '0');
    }
    return true;
}

bool keyshape_has(const KeyShape *shape, Str key, uint32_t *number)
{
    uint64_t bad = 0;
    uint32_t found = 0;
    if (key.len < 8 || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
        return keyshape_has_plainly(shape, key, number);
    if (key.len != shape->len || shape->digits == 0 || !is_alike(shape, key))
        return false;
    for (const struct DigitRun *run = shape->runs, *end = run + shape->run_count; run < end; run++)
        found = found * run->power + read_run(key.at, run, &bad);
    *number = found;
    return bad == 0;
}

bool keyshape_fit(KeyShape *shape, Str key, uint32_t *number)
{
    if (keyshape_has(shape, key, number)) {
        shape->is_known = true;
        return true;
    }
    if (!shape->is_known)
        keyshape_learn(shape, key);
    return false;
}

Str keyshape_print(const KeyShape *shape, uint32_t number, Arena *arena)
{
    char *key = arena_alloc_bytes(arena, shape->len);
    memcpy(key, shape->text, shape->len);
    for (size_t i = shape->digits; i > 0; i--, number /= 10)
        key[shape->places[i - 1]] = (char) ('0' + number % 10);
    return (Str) { key, shape->len };
}

/* ---- the words */

static void keypages_make_room(KeyPages *pages, uint32_t page)
{
    uint32_t room = pages->room ? pages->room : 64;
    while (room <= page)
        room *= 2;
    if (room == pages->room)
        return;
    pages->pages = memory_resize(pages->pages, room * sizeof *pages->pages);
    memset(pages->pages + pages->room, 0, (room - pages->room) * sizeof *pages->pages);
    pages->room = room;
}

uint32_t *keypages_make(KeyPages *pages, uint32_t number)
{
    uint32_t page = number >> KEY_PAGE_BITS;
    bool has_page = page < pages->room && pages->pages[page];
    if (!has_page && pages->used >= FREE_PAGES && pages->used >= (uint64_t) pages->words * LEAST_USED / KEY_PAGE_WORDS) {
        pages->has_strays = true;
        return NULL;
    }
    if (pages->words++ == 0)
        pages->first = number;
    if (!has_page) {
        keypages_make_room(pages, page);
        pages->pages[page] = memset(memory_alloc(KEY_PAGE_WORDS * sizeof(uint32_t)), 0, KEY_PAGE_WORDS * sizeof(uint32_t));
        pages->used++;
    }
    return keypages_find(pages, number);
}

/* The one key in them goes to its owner, and the pages are empty. */
static void turn_out(KeyPages *pages, uint32_t number, void (*only)(void *owner, Str key, uint32_t word), void *owner)
{
    Arena arena = { 0 };
    uint32_t *word = keypages_find(pages, number);
    only(owner, keyshape_print(&pages->shape, number, &arena), *word);
    *word = 0;
    pages->words = 0;
    pages->has_strays = true;
    arena_free(&arena);
}

bool keypages_fit(KeyPages *pages, Str key, uint32_t *number, void (*only)(void *owner, Str key, uint32_t word), void *owner)
{
    if (keyshape_has(&pages->shape, key, number))
        return true;
    if (pages->words > 1 || pages->is_closed)
        return false;
    if (pages->words == 1)
        turn_out(pages, pages->first, only, owner);
    keyshape_learn(&pages->shape, key);
    return keyshape_has(&pages->shape, key, number);
}

size_t keypages_size(const KeyPages *pages)
{
    return pages->room * sizeof *pages->pages + pages->used * KEY_PAGE_WORDS * sizeof **pages->pages;
}

void keypages_free(KeyPages *pages)
{
    for (uint32_t i = 0; i < pages->room; i++)
        free_(pages->pages[i]);
    free_(pages->pages);
    *pages = (KeyPages) { 0 };
}
