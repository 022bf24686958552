/* Slips with quotes in a file of columns. A quote that is never closed takes in the rows up to the next one, and without a word those
   would be gone. */
#ifndef DULY_READ_QUOTES_H
#define DULY_READ_QUOTES_H

#include "base/array.h"
#include "codec/csv.h"
#include "model/batch.h"

/* What of a reader's columns is known, and what was found in the current batch. */
typedef struct {
    bool *has_long;     /* by column: holds cells of several lines that look like nothing but a long text */
    const uint32_t *field_of;
    uint32_t width;
    char delimiter;
    ARRAY(BadCell) bad; /* of the batch, in its arena; of a row that may have taken in others `field` is FIELD_NONE */
    ARRAY(uint32_t) columns; /* beside it: of those, else UINT32_MAX */
} QuoteWatch;

/* By column of the heading; the arena is the reader's. */
QuoteWatch quotes_watch(Arena *arena, const uint32_t *field_of, uint32_t width, char delimiter);
void quotes_begin(QuoteWatch *watch);
/* Looks at the record that became this row of the batch. */
void quotes_look(QuoteWatch *watch, Batch *batch, uint32_t row, const CsvRecord *record);
/* Gives the batch its bad cells. */
void quotes_end(QuoteWatch *watch, Batch *batch);

#endif
