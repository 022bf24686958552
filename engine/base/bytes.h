/* Numbers and texts as bytes, one behind the other; and taken out again of bytes for which nobody vouches: what does not fit is a failure
   that stays, and gives nothing from then on. */
#ifndef DULY_BASE_BYTES_H
#define DULY_BASE_BYTES_H

#include "base/text.h"

void bytes_number(Text *out, uint64_t number); /* in as few bytes as it needs (varint.h) */
void bytes_word(Text *out, uint64_t word);     /* in 8 bytes, the lowest first */
void bytes_double(Text *out, double number);
void bytes_text(Text *out, Str text); /* its length, then itself */

typedef struct {
    Str rest;
    bool failed;
} Bytes;

uint64_t bytes_take_number(Bytes *bytes);
/* One that is below a limit. */
uint32_t bytes_take_below(Bytes *bytes, uint64_t limit);
/* How many of something follow, of which each takes so many bytes at least: never more than there can be. */
uint32_t bytes_take_count(Bytes *bytes, size_t least);
bool bytes_take_flag(Bytes *bytes);
uint64_t bytes_take_word(Bytes *bytes);
double bytes_take_double(Bytes *bytes);
Str bytes_take_text(Bytes *bytes); /* a slice of the bytes */
/* They are not what they should be. */
void bytes_fail(Bytes *bytes);
/* Whether all was taken, and was well. */
bool bytes_are_done(const Bytes *bytes);

#endif
