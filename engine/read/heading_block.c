/* Which rows belong together is told by cells that are merged downwards through them. Without such cells it is told by position: a row
   is the lower part of a heading if whatever it holds stands below a text with empty cells to its right, and the upper row has other
   columns that go without. A row of data does not look so, for it begins with who it is about; nor does a title, which has no columns.

   CSV files have no merged cells, and what spreadsheets save in their place differs: the first cell holds the text and the others
   nothing, or each of them holds it (repeats_left). Both are read as one wide cell. */
#include "read/heading_block.h"

static Str heading_block_cell_at(const TopRow *row, uint32_t column)
{
    return column < row->count ? str_trim(row->cells[column]) : (Str) { 0 };
}

/* ---- which rows */

/* Programs that know no merged cells write the text into each of them. */
static bool repeats_left(const TopRow *row, uint32_t column)
{
    return column > 0 && heading_block_cell_at(row, column).len > 0 &&
           str_equal(heading_block_cell_at(row, column - 1), heading_block_cell_at(row, column));
}

/* The text of a row that stands over a column by position: its own, or the nearest to its left, at its first column. `column`: none. */
static uint32_t heading_block_owner_of(const TopRow *row, uint32_t column)
{
    uint32_t at = column < row->count ? column + 1 : row->count;
    while (at > 0 && heading_block_cell_at(row, at - 1).len == 0)
        at--;
    if (at == 0)
        return column;
    for (at--; repeats_left(row, at);)
        at--;
    return at;
}

static uint32_t names_field(const Headings *headings, const TopRow *row)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < row->count; i++)
        count += headings_find(headings, row->cells[i]) != FIELD_NONE;
    return count;
}

/* Whether a row holds the parts of what the row above names. */
static bool is_part(const TopRow *upper, const TopRow *lower)
{
    bool beside = false, below = false, alone = false;
    for (uint32_t i = 0; i < lower->count; i++) {
        if (heading_block_cell_at(lower, i).len == 0)
            continue;
        uint32_t owner = heading_block_owner_of(upper, i);
        bool is_wide = owner + 1 >= upper->count || heading_block_cell_at(upper, owner + 1).len == 0 || repeats_left(upper, owner + 1);
        if (heading_block_cell_at(upper, owner).len == 0 || !is_wide)
            return false;
        below |= owner == i;
        beside |= owner != i;
    }
    for (uint32_t i = 0; i < upper->count; i++)
        alone |= heading_block_cell_at(upper, i).len > 0 && heading_block_cell_at(lower, i).len == 0;
    return beside && below && alone;
}

static bool is_downward(const XlsxMerge *merge, uint64_t line)
{
    return merge->last_row > merge->first_row && merge->first_row <= line && merge->last_row >= line &&
           merge->last_row - merge->first_row < HEADING_ROWS;
}

static size_t row_of_line(const TopRow *rows, size_t count, uint64_t line, size_t otherwise)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].line == line)
            return i;
    return otherwise;
}

/* The rows through which cells are merged downwards; a last row that holds nothing is not among the rows. */
static void grow_by_merges(HeadingBlock *block, const TopRow *rows, size_t count, const XlsxMerges *merges)
{
    uint64_t line = rows[block->first].line, first = line, last = line;
    for (size_t i = 0; merges && i < merges->count; i++) {
        const XlsxMerge *merge = &merges->at[i];
        if (!is_downward(merge, line))
            continue;
        first = merge->first_row < first ? merge->first_row : first;
        last = merge->last_row > last ? merge->last_row : last;
    }
    block->first = row_of_line(rows, count, first, block->first);
    while (block->last + 1 < count && rows[block->last + 1].line <= last)
        block->last++;
}

static void grow_by_position(HeadingBlock *block, const Headings *headings, const TopRow *rows, size_t count)
{
    while (block->last - block->first + 1 < HEADING_ROWS && block->last + 1 < count && is_part(&rows[block->last], &rows[block->last + 1]))
        block->last++;
    while (block->last - block->first + 1 < HEADING_ROWS && block->first > 0 && is_part(&rows[block->first - 1], &rows[block->first]) &&
           names_field(headings, &rows[block->first - 1]) > 0)
        block->first--;
}

/* ---- what stands above a column */

/* The merged cells that a cell is among; NULL: none. */
static const XlsxMerge *merge_at(const XlsxMerges *merges, uint64_t line, uint32_t column)
{
    for (size_t i = 0; merges && i < merges->count && merges->at[i].first_row <= line; i++) {
        const XlsxMerge *merge = &merges->at[i];
        if (merge->last_row >= line && merge->first_column <= column && merge->last_column >= column)
            return merge;
    }
    return NULL;
}

typedef struct {
    const TopRow *rows; /* the first row of the block */
    size_t count;
    const XlsxMerges *merges; /* NULL: they are not known, or no cells of the block are merged */
} Grid;

/* A text of the block and the columns that it stands over. */
typedef struct {
    Str text;
    uint32_t first, last;
} Over;

static bool has_below(const Grid *grid, size_t row, uint32_t column)
{
    for (size_t i = row + 1; i < grid->count; i++)
        if (heading_block_cell_at(&grid->rows[i], column).len)
            return true;
    return false;
}

static Over text_over(const Grid *grid, size_t row, uint32_t column)
{
    const TopRow *cells = &grid->rows[row];
    const XlsxMerge *merge = merge_at(grid->merges, cells->line, column);
    if (merge) {
        size_t top = row_of_line(grid->rows, grid->count, merge->first_row, grid->count);
        Str text = top < grid->count ? heading_block_cell_at(&grid->rows[top], merge->first_column) : (Str) { 0 };
        return (Over) { text, merge->first_column, merge->last_column };
    }
    if (heading_block_cell_at(cells, column).len == 0 && (grid->merges || !has_below(grid, row, column)))
        return (Over) { { 0 }, column, column };
    uint32_t owner = heading_block_owner_of(cells, column), last = owner;
    if (grid->merges)
        owner = last = column;
    while (!grid->merges && (heading_block_cell_at(cells, last + 1).len == 0 || repeats_left(cells, last + 1)) &&
           has_below(grid, row, last + 1))
        last++;
    return (Over) { heading_block_cell_at(cells, owner), owner, last };
}

static void heading_block_join(Text *text, Str part, const char *between)
{
    text_format(text, "%s%.*s", text->len ? between : "", STR_ARG(part));
}

static Str heading_block_take(Arena *arena, Text *text)
{
    Str result = arena_str(arena, text_str(text));
    text_free(text);
    return result;
}

/* From the top down; a text that goes through several rows counts once. */
static ColumnHeading heading_of_column(Arena *arena, const Grid *grid, uint32_t column)
{
    ColumnHeading heading = { 0 };
    Over above = { .first = column, .last = column };
    Text shown = { 0 }, joined = { 0 };
    for (size_t row = 0; row < grid->count; row++) {
        Over next = text_over(grid, row, column);
        if (next.text.len == 0 || (heading.leaf.len && next.text.at == heading.leaf.at))
            continue;
        heading.is_grouped |= heading.leaf.len && above.last > above.first;
        heading.above = heading.leaf.len && above.first == column ? heading.leaf : (Str) { 0 };
        heading.leaf = next.text;
        above = next;
        heading_block_join(&shown, next.text, "/");
        heading_block_join(&joined, next.text, "");
    }
    heading.shown = heading_block_take(arena, &shown);
    heading.joined = heading_block_take(arena, &joined);
    return heading;
}

static bool has_merges(const Grid *grid)
{
    uint64_t first = grid->rows[0].line, last = grid->rows[grid->count - 1].line;
    for (size_t i = 0; grid->merges && i < grid->merges->count; i++)
        if (grid->merges->at[i].first_row <= last && grid->merges->at[i].last_row >= first)
            return true;
    return false;
}

HeadingBlock heading_block(Arena *arena, const Headings *headings, const TopRow *rows, size_t count, size_t row, const XlsxMerges *merges)
{
    HeadingBlock block = { .first = row, .last = row };
    grow_by_merges(&block, rows, count, merges);
    grow_by_position(&block, headings, rows, count);
    block.first_line = rows[block.first].line;
    block.last_line = rows[block.last].line;
    Grid grid = { &rows[block.first], block.last - block.first + 1, merges };
    if (!has_merges(&grid))
        grid.merges = NULL;
    for (size_t i = block.first; i <= block.last; i++)
        block.count = rows[i].count > block.count ? rows[i].count : block.count;
    ColumnHeading *at = arena_array(arena, ColumnHeading, block.count);
    for (uint32_t i = 0; i < block.count; i++)
        at[i] = heading_of_column(arena, &grid, i);
    block.at = at;
    return block;
}
