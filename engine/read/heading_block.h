/* The heading of a sheet where it takes up to three rows: groups above, their parts below, merged cells or empty ones between. */
#ifndef DULY_READ_HEADING_BLOCK_H
#define DULY_READ_HEADING_BLOCK_H

#include "codec/xlsx.h"
#include "read/columns.h"

enum { HEADING_ROWS = 3 };

/* What stands above one column. */
typedef struct ColumnHeading {
    Str shown;       /* "党校培训/成绩" */
    Str leaf;        /* "成绩": the lowest text */
    Str joined;      /* "党校培训成绩"; the leaf where it stands alone */
    Str above;       /* a text over this column, and over no other that has a text of its own below: its first part; else empty */
    bool is_grouped; /* a text above the leaf stands over other columns as well */
} ColumnHeading;

typedef struct HeadingBlock {
    const ColumnHeading *at;
    uint32_t count;
    uint64_t first_line, last_line;
    size_t first, last; /* the rows of it */
} HeadingBlock;

/* The block that a row is part of, among the first rows of a sheet. `merges`: NULL where the format has none. */
HeadingBlock heading_block(Arena *arena, const Headings *headings, const TopRow *rows, size_t count, size_t row, const XlsxMerges *merges);

#endif
