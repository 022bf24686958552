/* Which rows below a heading are records. Totals, notes, signatures and headings that are repeated are none; a row that might be
   somebody always is. */
#ifndef DULY_READ_ROW_KIND_H
#define DULY_READ_ROW_KIND_H

#include "read/reader.h"

typedef struct {
    const Mapping *mapping;
    const uint32_t *field_of; /* by column; FIELD_NONE: none */
    uint32_t width;
    uint32_t name_column;  /* from 0: of the key, else of the label; UINT32_MAX: the file has neither */
    uint32_t label_column; /* the same of the label */
    uint32_t field_count;  /* that have a column */
    uint64_t headings[16]; /* a bit for the end and length of each heading: most cells are known by it to be none */
} RowNames;

RowNames row_names(const Mapping *mapping, const uint32_t *field_of, uint32_t width);
/* Whether its first filled cell and what stands in the name column make a row a record without a look at the rest of it. */
bool row_is_named(const RowNames *names, Str first, Str name);
/* The same by all its filled cells, from left to right. */
bool row_is_record(const RowNames *names, const RawCell *cells, uint32_t count);

/* Whether a row that is no heading again names columns all the same, in other places: below it stands another table. */
bool row_begins_other(const RowNames *names, const RawCell *cells, uint32_t count);
/* Says so: reading ends there. */
bool row_stop_at_other(Reader *reader, uint64_t line);

/* Remembers that a row was passed over, and what stands in it. */
void row_pass(Reader *reader, uint64_t line, const RawCell *cells, uint32_t count);

#endif
