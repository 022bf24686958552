/* All cells are there before the first is written, so each column is as wide as it must be. */
#include "report/text/grid.h"

#include "report/escape.h"
#include "report/printable.h"
#include "report/voice.h"

enum { GAP = 2 };

void grid_put(Grid *grid, Str cell)
{
    arena_push(grid->arena, &grid->cells, cell);
}

void grid_put_count(Grid *grid, uint64_t count)
{
    grid_put(grid, count ? number_in(grid->arena, count) : STR("-"));
}

static Str grid_cell_at(const Grid *grid, size_t row, size_t column)
{
    return grid->cells.at[row * grid->columns + column];
}

static size_t width_of(const Grid *grid, const GridLook *look, size_t column)
{
    size_t widest = column < grid->keys ? 0 : look->least;
    for (size_t row = 0; row * grid->columns < grid->cells.count; row++) {
        size_t width = printable_width(shown(grid->arena, grid_cell_at(grid, row, column)));
        if (row == 0 && column == 0 && look->hangs)
            width = width > look->indent ? width - look->indent : 0;
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void grid_add_row(Text *out, const Grid *grid, const GridLook *look, size_t row, const size_t *widths)
{
    size_t start = out->len, end = look->indent;
    if (row > 0 || !look->hangs)
        text_add_repeat(out, ' ', look->indent);
    for (size_t column = 0; column < grid->columns; column++) {
        Str cell = shown(grid->arena, grid_cell_at(grid, row, column));
        Style style = row > 0 ? PLAIN : column < grid->keys ? look->key : look->figure;
        end += (column > 0 ? GAP : 0) + widths[column];
        if (column == grid->keys)
            page_begin(&look->page, out, style);
        if (column >= grid->keys)
            page_pad(out, start, end - printable_width(cell));
        else if (column > 0)
            text_add_repeat(out, ' ', GAP);
        if (column < grid->keys)
            page_add(&look->page, out, style, cell);
        else
            text_add(out, cell);
        if (column < grid->keys && column + 1 < grid->columns)
            page_pad(out, start, end);
        if (column + 1 == grid->columns && column >= grid->keys)
            page_end(&look->page, out, style);
    }
    text_add_char(out, '\n');
}

void grid_add_text(Text *out, const Grid *grid, const GridLook *look)
{
    size_t *widths = arena_array(grid->arena, size_t, grid->columns);
    for (size_t column = 0; column < grid->columns; column++)
        widths[column] = width_of(grid, look, column);
    for (size_t row = 0; row * grid->columns < grid->cells.count; row++)
        grid_add_row(out, grid, look, row, widths);
}

static void add_markdown_row(Text *out, const Grid *grid, size_t row)
{
    for (size_t column = 0; column < grid->columns; column++) {
        text_add(out, STR("| "));
        escape_markdown(out, grid_cell_at(grid, row, column));
        text_add_char(out, ' ');
    }
    text_add(out, STR("|\n"));
}

void grid_add_markdown(Text *out, const Grid *grid, const char *left)
{
    add_markdown_row(out, grid, 0);
    for (size_t column = 0; column < grid->columns; column++)
        text_format(out, "|%s", column < grid->keys ? left : "--:");
    text_add(out, STR("|\n"));
    for (size_t row = 1; row * grid->columns < grid->cells.count; row++)
        add_markdown_row(out, grid, row);
}
