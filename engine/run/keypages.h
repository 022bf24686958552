/* A word for each key of one shape. Keys of a roster are mostly alike but for their digits (A0000001, 2003-100042): the digits make a number,
   and the number finds a word in pages, without a hash, a comparison or the text of the key, exactly. A word that nobody else is near costs
   4 KiB, one among its neighbours 4 bytes; keys that lie too far apart get no page, and are left to who asks. Where keys are only kept,
   and never looked for, the shape will do. */
#ifndef DULY_RUN_KEYPAGES_H
#define DULY_RUN_KEYPAGES_H

#include "base/arena.h"

enum { KEY_PAGE_BITS = 10, KEY_PAGE_WORDS = 1 << KEY_PAGE_BITS };

enum { KEY_BYTES = 32, KEY_DIGITS = 9 /* the last ones of a key; those before them are like letters */ };

/* Numbers are below 10^9, so that words have this bit for something else. */
#define KEY_IS_PACKED 0x80000000u

typedef struct {
    char text[KEY_BYTES]; /* a key that is like the others */
    char same[KEY_BYTES]; /* all bits set where they have the same byte, none where a digit stands */
    uint8_t places[KEY_DIGITS], digits, len;
    struct DigitRun {
        uint8_t from, len;
        uint8_t at, shift; /* eight bytes of a key that hold it, and by how many bits those of them that stand behind it are shifted out */
        uint32_t power;    /* of ten, by which what stands before it counts */
        uint64_t mask;     /* its own bytes of them, then */
    } runs[KEY_DIGITS];    /* the same places: digits side by side, at most eight, which are read at once */
    uint8_t run_count;
    bool is_known; /* two keys, one behind the other, were of this shape; till then it is that of the last one */
} KeyShape;

/* Whether a key is of the shape, and its number. Learns the shape. */
bool keyshape_fit(KeyShape *shape, Str key, uint32_t *number);
/* The same without learning, eight bytes at a time and a byte at a time: what tests hold it to. */
bool keyshape_has(const KeyShape *shape, Str key, uint32_t *number);
bool keyshape_has_plainly(const KeyShape *shape, Str key, uint32_t *number);
/* Learning of one key alone. */
void keyshape_learn(KeyShape *shape, Str key);
/* The key that has a number, in the arena. */
Str keyshape_print(const KeyShape *shape, uint32_t number, Arena *arena);

typedef struct {
    KeyShape shape;
    uint32_t **pages; /* NULL: there is none of these numbers */
    uint32_t room, used;
    uint32_t first;  /* number of the first key that came to them */
    uint32_t words;  /* in use. The first key makes the shape, and the second one keeps it: */
    bool has_strays; /* keys of the shape may stand elsewhere */
    bool is_closed;  /* keys come in no order of their own, as that of their hashes: none gets in */
} KeyPages;

/* Whether a key is of the shape, and its number. `only`: what is done with the one key that stands in the pages, and its word, when the next
   one shows that its shape is not that of others. */
bool keypages_fit(KeyPages *pages, Str key, uint32_t *number, void (*only)(void *owner, Str key, uint32_t word), void *owner);
/* The word of a number, 0 where nobody has written it; NULL: there is none. */
static inline uint32_t *keypages_find(const KeyPages *pages, uint32_t number)
{
    uint32_t page = number >> KEY_PAGE_BITS;
    return page < pages->room && pages->pages[page] ? &pages->pages[page][number & (KEY_PAGE_WORDS - 1)] : NULL;
}
/* A word that will be written, where there was none; NULL: it is not worth the room. */
uint32_t *keypages_make(KeyPages *pages, uint32_t number);
size_t keypages_size(const KeyPages *pages);
void keypages_free(KeyPages *pages);

#endif
