/* A column: the values of one thing for all rows of a batch. Scalars stand in an array of their natural width
   with a status byte a row; everything else in an array of tagged values.

   kind                 data            present / missing / error
   KIND_BOOL            uint8_t Truth   in the same byte: TRUTH_FALSE < TRUTH_MISSING < TRUTH_ERROR < TRUTH_TRUE
   KIND_INT, DURATION, TIME  int64_t    status
   KIND_UINT            uint64_t        status
   KIND_DOUBLE          double          status
   KIND_STRING, BYTES   Str             status
   KIND_DATE            Date (packed)   status
   any other            Value           status (and Value.kind == KIND_ERROR where it is not 0)

   Rows that are not present hold an arbitrary but readable value (an empty Str, any number). Arrays are
   padded to a multiple of ROW_PAD rows, so that loops may run past the last row. */
#ifndef DULY_MODEL_COLUMN_H
#define DULY_MODEL_COLUMN_H

#include "model/value.h"

/* A thousand rows make the cost of an instruction small beside its work, and a column of eight bytes is 8 KiB, so that some columns stay
   in the nearest cache. 64 bytes are the widest vectors' and a line of the cache. */
enum { BATCH_ROWS = 1024, ROW_PAD = 64 };

/* In this order `||` is the larger of two bytes and `&&` the smaller, but for a missing beside a failed one (lang/ops_logic.c): Kleene's
   logic, with two kinds of unknown. */
typedef enum { TRUTH_FALSE, TRUTH_MISSING, TRUTH_ERROR, TRUTH_TRUE } Truth;

typedef struct {
    Kind kind; /* the physical kind: one of the table above, KIND_DYN for Value */
    void *data;
    uint8_t *status; /* NULL for KIND_BOOL */
} Column;

/* The physical kind of a static type: itself for the scalars above, KIND_DYN for everything else. */
Kind column_kind(const Type *type);
/* Bytes of one row of data. */
size_t column_width(Kind kind);

Column column_new(Arena *arena, Kind kind, size_t rows);
/* The column from row `first` on: a view for evaluating a part of a batch. */
Column column_from(const Column *column, size_t first);

/* One row as a tagged value (an error value where it is not present), and back. */
Value column_get(const Column *column, size_t row);
void column_set(const Column *column, size_t row, Value value);
/* The same value in rows from .. to - 1. */
void column_fill(const Column *column, size_t from, size_t to, Value value);
static inline uint8_t column_status(const Column *column, size_t row)
{
    if (column->kind != KIND_BOOL)
        return column->status[row];
    Truth truth = (Truth) ((const uint8_t *) column->data)[row];
    return truth == TRUTH_MISSING ? STATUS_MISSING : truth == TRUTH_ERROR ? STATUS_ERROR : STATUS_OK;
}

#endif
