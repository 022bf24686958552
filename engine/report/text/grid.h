/* Tables with aligned columns, of texts that are known: for a terminal, and as Markdown. */
#ifndef DULY_REPORT_TEXT_GRID_H
#define DULY_REPORT_TEXT_GRID_H

#include "base/array.h"
#include "report/text/page.h"

typedef struct {
    Arena *arena;
    size_t columns, keys; /* the first columns are keys and stand to the left, the others figures that stand to the right */
    ARRAY(Str) cells;     /* row by row, the headings first */
} Grid;

/* How one looks on a terminal. */
typedef struct {
    Page page;
    size_t indent, least; /* columns before it; of a figure at least */
    bool hangs;           /* the headings begin to the left of the indent */
    Style key, figure;    /* of the headings */
} GridLook;

/* Fills a row from left to right, and row after row. The text is made harmless when it is written. */
void grid_put(Grid *grid, Str cell);
/* A number; "-" where there is none to speak of. */
void grid_put_count(Grid *grid, uint64_t count);

void grid_add_text(Text *out, const Grid *grid, const GridLook *look);
/* `left` is what stands below the heading of a key: "---" or ":--". */
void grid_add_markdown(Text *out, const Grid *grid, const char *left);

#endif
