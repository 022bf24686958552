/* Slips with quotes in a file of columns. A quote that is never closed takes in the rows up to the next one, and without a word those
   would be gone. */
#ifndef DULY_READ_QUOTES_H
#define DULY_READ_QUOTES_H

#include "base/array.h"
#include "codec/csv.h"
#include "model/batch.h"

/* The columns of a file, and what was found in the current batch. */
typedef struct {
    const uint32_t *field_of;
    uint32_t width;
    char delimiter;
    ARRAY(BadCell) bad; /* in the batch's arena; of a row that may have taken in others `field` is FIELD_NONE */
} QuoteWatch;

/* Columns as the heading has them. */
QuoteWatch quotes_watch(const uint32_t *field_of, uint32_t width, char delimiter);
void quotes_begin(QuoteWatch *watch);
/* Looks at the record that became this row of the batch. */
void quotes_look(QuoteWatch *watch, Batch *batch, uint32_t row, const CsvRecord *record);
/* Gives the batch its bad cells. */
void quotes_end(QuoteWatch *watch, Batch *batch);

#endif
