/* How nearly all cells of some types look, read many at a time. */
#ifndef DULY_MODEL_CELL_USUAL_H
#define DULY_MODEL_CELL_USUAL_H

#include "base/calendar.h"
#include "base/str.h"

/* Each reads the cells that are written in the usual way, and sets `taken` for every row: 1 where it did. The others, blank ones among
   them, are for the reader of single cells, which would have read the same where one is taken. There is room in `out` for every row. */
void usual_dates(const Str *cells, size_t rows, Date *out, uint8_t *taken);     /* 2003-07-09, or with / or . */
void usual_ints(const Str *cells, size_t rows, int64_t *out, uint8_t *taken);   /* one to eight digits */
void usual_truths(const Str *cells, size_t rows, uint8_t *out, uint8_t *taken); /* true, false, 是, 否 */
void usual_texts(const Str *cells, size_t rows, Str *out, uint8_t *taken); /* where none is damaged; nothing to trim, no word for nothing */

#endif
