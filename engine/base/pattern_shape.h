/* Patterns such as ^A[0-9]{7}$: anchored at both ends, of single ASCII characters and classes of them, each so many times. Whether
   a text fits is seen by a look at each of its bytes; most patterns for numbers and codes are of this kind. */
#ifndef DULY_BASE_PATTERN_SHAPE_H
#define DULY_BASE_PATTERN_SHAPE_H

#include "base/str.h"

enum { SHAPE_BYTES = 64 };

typedef struct {
    uint32_t len;         /* of every text that fits */
    uint64_t places[128]; /* by character: bit n, whether it may stand at byte n */
} TextShape;

/* False where the pattern says anything else: then nothing is known of it. The pattern is well formed. */
bool shape_of_pattern(Str pattern, TextShape *out);

static inline bool shape_fits(const TextShape *shape, Str text)
{
    if (text.len != shape->len)
        return false;
    uint64_t fits = 1;
    for (uint32_t i = 0; i < shape->len; i++) {
        unsigned char c = (unsigned char) text.at[i];
        fits &= c < 128 ? shape->places[c] >> i : 0;
    }
    return fits;
}

#endif
