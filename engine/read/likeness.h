/* What the cells of a column look like, when its heading says nothing. */
#ifndef DULY_READ_LIKENESS_H
#define DULY_READ_LIKENESS_H

#include "model/batch.h"

enum { LIKENESS_CELLS = 200, LIKENESS_FIELDS = 3 };

typedef struct {
    const char *what;                 /* "dates", "numbers", "words": NULL where all are empty */
    uint32_t fields[LIKENESS_FIELDS]; /* that have no column and could hold them, the likeliest first */
    uint32_t field_count;
} Likeness;

/* `cells`: some of the column, without empty ones. `before`: the field of the column before it, FIELD_NONE: none. */
Likeness likeness_of(const Mapping *mapping, Str heading, const Str *cells, size_t count, uint32_t before);

#endif
