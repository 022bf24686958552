/* Rows of any cells at the top of a sheet: the row that is found names most fields, and what its columns were matched to is what
   their headings mean. Tabs divide cells, line ends rows. */
#include <stdlib.h>

#include "read/heading_block.h"
#include "support/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_ROWS = 8, MAX_CELLS = 16 };

static void demand(bool fact)
{
    if (!fact)
        abort();
}

/* The next part up to a divider; what is left stands behind it. */
static Str next_part(Str *rest, Str divider)
{
    size_t end = str_find(*rest, divider, 0);
    Str part = str_slice(*rest, 0, end == SIZE_MAX ? rest->len : end);
    *rest = end == SIZE_MAX ? (Str) { "", 0 } : str_slice(*rest, end + 1, rest->len);
    return part;
}

static size_t split(Str bytes, Str cells[MAX_ROWS][MAX_CELLS], TopRow rows[MAX_ROWS])
{
    size_t count = 0;
    for (; count < MAX_ROWS && bytes.len; count++) {
        Str line = next_part(&bytes, STR("\n"));
        rows[count] = (TopRow) { cells[count], 0, count + 1 };
        do
            cells[count][rows[count].count++] = next_part(&line, STR("\t"));
        while (line.len && rows[count].count < MAX_CELLS);
    }
    return count;
}

static void check_match(const Headings *headings, const TopRow *rows, size_t count, size_t row)
{
    Arena arena = { 0 };
    const ReadOptions options = { 0 };
    Reader reader = { .arena = &arena, .options = &options, .mapping = { .table = records_table() } };
    Mapping *mapping = &reader.mapping;
    uint32_t fields = mapping->table->field_count, matched = 0;
    mapping->column_of = arena_array(&arena, uint32_t, fields);
    mapping->heading_of = arena_array(&arena, Str, fields);
    mapping->matched_of = arena_array(&arena, Str, fields);
    HeadingBlock block = heading_block(&arena, headings, rows, count, row, NULL);
    demand(block.first <= row && row <= block.last && block.last < count && block.last - block.first < HEADING_ROWS);
    uint32_t *field_of = columns_match(&reader, headings, &block, rows, count);
    demand(field_of || reader.problem.len > 0);
    for (uint32_t i = 0; field_of && i < block.count; i++) {
        if (field_of[i] == FIELD_NONE)
            continue;
        matched++;
        demand(mapping->column_of[field_of[i]] == i + 1);
        Str matched_as = mapping->matched_of[field_of[i]];
        demand(headings_claims(headings, matched_as) || headings_guess(headings, matched_as) == field_of[i]);
    }
    demand(matched + reader.unknown_count <= block.count);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str cells[MAX_ROWS][MAX_CELLS];
    TopRow rows[MAX_ROWS];
    size_t count = split((Str) { (const char *) data, size }, cells, rows);
    Arena arena = { 0 };
    const Headings *headings = headings_new(&arena, records_table());
    size_t found = columns_find(headings, rows, count);
    demand(found <= count);
    for (size_t i = 0; i < count; i++) {
        demand(!columns_settle(headings, &rows[i]) || found < count);
        for (uint32_t k = 0; k < rows[i].count; k++)
            headings_suggest(headings, rows[i].cells[k]);
    }
    if (found < count)
        check_match(headings, rows, count, found);
    arena_free(&arena);
    return 0;
}
