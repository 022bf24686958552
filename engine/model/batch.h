/* A batch: up to BATCH_ROWS records of one table as they came in: cells as text, and where each record began.
   Typed columns are made from it on demand by cells_read. */
#ifndef DULY_MODEL_BATCH_H
#define DULY_MODEL_BATCH_H

#include "model/table.h"
#include "model/column.h"

/* How the things of a file were matched to the fields of a table. */
typedef struct {
    const Table *table;
    Str path;              /* of the file, as given */
    Str sheet;             /* of a workbook: its cells have addresses, lines are rows; else empty */
    uint32_t *column_of;   /* per field: column in the file, from 1; 0: the file has no such column, or no columns */
    Str *heading_of;       /* per field: the heading that matched, empty: none; "above/below" where it takes several rows */
    Str *matched_of;       /* per field: of that heading what was understood */
    bool keyed;            /* records name their fields themselves (JSON, YAML): column_of says nothing */
    Str *above_of;         /* per field: what stands for all records above the heading; empty: nothing; NULL: likewise */
    const bool *absent;    /* per field: there is no column for it all the same; NULL: nothing is said */
    uint32_t header_line;  /* line of the heading, the last where it takes several; 0: none */
    uint32_t header_first; /* the first of them */
} Mapping;

/* Whether the file may hold the field: it has a column, says it above the heading, or its records name their fields themselves. */
static inline bool mapping_has(const Mapping *mapping, uint32_t field)
{
    bool is_absent = mapping->absent && mapping->absent[field];
    bool is_above = mapping->above_of && mapping->above_of[field].len > 0;
    return !is_absent && (mapping->keyed || mapping->column_of[field] != 0 || is_above);
}

/* A row whose number of cells differs from the heading's: reported, and kept. */
typedef struct {
    uint32_t row, cells, expected;
    bool extra_filled;
} RaggedRow;

/* A cell that the format itself could not give as one text (a nested object in JSON, a list element that holds the
   separator): its text is empty and the sentence says why. Of field FIELD_NONE: the whole record could not be read, and all
   its cells are empty. */
typedef struct {
    uint32_t row, field;
    Str problem;
} BadCell;

typedef struct {
    const Mapping *mapping;
    uint64_t number;       /* of this batch in its table, from 0 */
    uint64_t first_record; /* number of the first record, from 0 */
    uint32_t rows;
    uint32_t capacity; /* rows it has room for */
    Str **cells;       /* [field][row]; cells[field] is NULL where the file has no such column */
    uint64_t *lines;   /* line where each record begins, from 1 */
    Str *identities;   /* by row: by what it is known (identity.h), empty: by nothing; NULL: the file has no key */
    RaggedRow *ragged;
    uint32_t ragged_count;
    BadCell *bad; /* ascending by row */
    uint32_t bad_count;
    bool is_sound; /* no cell of it is damaged (damage.h), whatever its field: nobody has to look again */
    Arena arena;   /* owns all of the above and the bytes of the cells; reset with the batch */
} Batch;

#endif
