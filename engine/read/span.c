/* Both cells are written anew as single days, so that whatever reads them afterwards (columns, problems of cells, what --redact keeps back) needs
   to know nothing of spans. What is no span stays as it was for the first day, where it is told if it is no date. */
#include "read/span.h"

#include "base/calendar.h"
#include "base/said.h"
#include "model/cell.h"
#include "model/nothing.h"
#include "read/reader.h"

typedef struct {
    Batch *batch;
    uint32_t from, to;
    ARRAY(BadCell) bad; /* of the last days, ascending by row */
} Parting;

void span_map(Mapping *mapping, uint32_t field)
{
    uint32_t to = (uint32_t) (mapping->table->fields[field].span_to - mapping->table->fields);
    if (mapping->column_of[to] != 0)
        return;
    mapping->column_of[to] = mapping->column_of[field];
    mapping->heading_of[to] = mapping->heading_of[field];
    mapping->matched_of[to] = mapping->matched_of[field];
}

static Str span_print(Arena *arena, Date date)
{
    char text[11];
    date_print(date, text);
    return arena_str(arena, str_of(text));
}

static void part_cell(Parting *parting, uint32_t row, bool is_column)
{
    Batch *batch = parting->batch;
    Str *first = &batch->cells[parting->from][row], *last = &batch->cells[parting->to][row];
    Str text = cell_trim(*first);
    Date begin, end;
    bool says_nothing = text.len == 0 || nothing_is_said(&batch->mapping->table->fields[parting->from], text);
    if (!says_nothing && !date_parse(text, &begin) && date_parse_span(text, &begin, &end)) {
        *first = span_print(&batch->arena, begin);
        *last = span_print(&batch->arena, end);
        return;
    }
    if (!is_column)
        return;
    *last = (Str) { 0 };
    if (says_nothing)
        return;
    Str problem =
        arena_format(&batch->arena, "'%.*s' does not name a first and a last day, such as 2003-06-01 to 2003-06-07", STR_ARG(text));
    arena_push(&batch->arena, &parting->bad, ((BadCell) { row, parting->to, problem }));
}

static void span_part(const Mapping *mapping, Batch *batch, uint32_t from, uint32_t to)
{
    bool is_column = !mapping->keyed && mapping->column_of[from] != 0 && mapping->column_of[from] == mapping->column_of[to];
    if ((!is_column && !mapping->keyed) || !batch->cells[from])
        return;
    Parting parting = { .batch = batch, .from = from, .to = to };
    if (!batch->cells[to])
        batch_fill_cells(batch, to, (Str) { 0 });
    for (uint32_t row = 0; row < batch->rows; row++)
        if (is_column || batch->cells[to][row].len == 0)
            part_cell(&parting, row, is_column);
    batch_add_bad(batch, parting.bad.at, parting.bad.count);
}

void span_fill(const Mapping *mapping, Batch *batch)
{
    const Table *table = mapping->table;
    for (uint32_t field = 0; field < table->field_count; field++)
        if (table->fields[field].span_to)
            span_part(mapping, batch, field, (uint32_t) (table->fields[field].span_to - table->fields));
}
