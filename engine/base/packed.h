/* Many short strings by number, packed: 4 bytes each beside their own, and 40 for every 256 of them. They are only ever added, and stay
   where they are read from until the next one is added. */
#ifndef DULY_BASE_PACKED_H
#define DULY_BASE_PACKED_H

#include "base/array.h"

typedef struct {
    ARRAY(struct PackedBlock *) blocks;
    uint32_t count, room; /* strings; bytes that the last block has room for */
    size_t bytes;         /* of all of them */
} Packed;

/* Numbers count from 0. */
uint32_t packed_add(Packed *packed, Str text);
/* The same of a string that is written in place, of no more than PACKED_INLINE bytes: room for so many, and then how many it has. */
enum { PACKED_INLINE = 1 << 20 };
char *packed_begin(Packed *packed, size_t most);
uint32_t packed_end(Packed *packed, size_t len);
Str packed_at(const Packed *packed, uint32_t number);
void packed_free(Packed *packed);

#endif
