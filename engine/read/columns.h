/* The columns of a sheet: which of its first rows is the heading, and which column is which field. The same for every format that
   has rows of cells. */
#ifndef DULY_READ_COLUMNS_H
#define DULY_READ_COLUMNS_H

#include "read/headings.h"
#include "read/reader.h"

/* A row at the top of a sheet. Of merged cells the first has the text and the others are empty. */
typedef struct TopRow {
    const Str *cells;
    uint32_t count;
    uint64_t line; /* from 1 */
} TopRow;

/* So many rows that are not blank are looked at before a sheet counts as one without headings. */
enum { TOP_ROWS = 32 };
/* So many fields, the key or the label among them, tell which table a file holds. */
enum { SURE_FIELDS = 3 };

/* Whether a row is sure to be the heading, so that none below it need be looked at: at least two of its cells, and at least half
   of those that are filled, are fields. */
bool columns_settle(const Headings *headings, const TopRow *row);

/* The row that names most fields, the first of equals: what stands above it is a title. `count` where no row names one. */
size_t columns_find(const Headings *headings, const TopRow *rows, size_t count);

/* How many fields that row names, each counted once; 0 where none names one. */
uint32_t columns_named(const Headings *headings, const TopRow *rows, size_t count);

/* Matches what stands above each column with the fields: sets reader->mapping and reader->unknown, and gives the field of each
   column (FIELD_NONE: none) in the reader's arena. NULL with reader->problem where a heading stands twice: nobody can tell then which
   of two columns is meant, and a second list beside the first would go unread. `rows`: those at the top of the sheet, of which those below
   the block tell what a heading means that several fields claim. */
struct HeadingBlock;
uint32_t *columns_match(Reader *reader, const Headings *headings, const struct HeadingBlock *block, const TopRow *rows, size_t count);
/* Whether a row has a heading that several fields claim: so many more rows below it have to be at hand. */
enum { CLAIM_ROWS = 24 };
bool columns_is_claimed(const Headings *headings, const TopRow *row);

/* Says of so many rows that none is the heading: for reader->problem. */
Str columns_problem(const Reader *reader, size_t count);

#endif
