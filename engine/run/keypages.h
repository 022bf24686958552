/* A word for each key of one shape. Keys of a roster are mostly alike but for their digits (A0000001, 2003-100042): the digits make a number,
   and the number finds a word in pages, without a hash, a comparison or the text of the key, exactly. A word that nobody else is near costs
   4 KiB, one among its neighbours 4 bytes; keys that lie too far apart get no page, and are left to who asks. */
#ifndef DULY_RUN_KEYPAGES_H
#define DULY_RUN_KEYPAGES_H

#include "base/memory.h"
#include "base/str.h"

enum { KEY_BYTES = 32, KEY_DIGITS = 9 /* the last ones of a key; those before them are like letters */ };

typedef struct {
    char text[KEY_BYTES]; /* a key that is like the others */
    char same[KEY_BYTES]; /* all bits set where they have the same byte, none where a digit stands */
    uint8_t places[KEY_DIGITS], digits, len;
    bool is_known;    /* two keys, one behind the other, were of this shape; till then it is that of the last one */
    uint32_t **pages; /* NULL: there is none of these numbers */
    uint32_t room, used;
} KeyPages;

/* Whether a key is of the shape, and its number. Learns the shape. */
bool keypages_fit(KeyPages *pages, Str key, uint32_t *number);
/* The word of a number, 0 where nobody has written it; NULL: there is none. */
uint32_t *keypages_find(const KeyPages *pages, uint32_t number);
/* The same, and room is made for it as long as that is worth it: `words` are in use. */
uint32_t *keypages_make(KeyPages *pages, uint32_t number, uint32_t words);
/* Writes the key that has a number, which has pages->len bytes. */
void keypages_print(const KeyPages *pages, uint32_t number, char *out);
size_t keypages_size(const KeyPages *pages);
void keypages_free(KeyPages *pages);

#endif
