/* Three relations give a field what stands elsewhere: above the heading (above.c), under the heading of another field (here), as one of two
   days in a cell (span.c). They are filled in while cells are texts, so that whoever reads these afterwards knows nothing of it; spans last,
   since a cell that holds two days may be shared. What differs is when a field has none of its own: that is all there is of each. */
#include "read/shares.h"

#include "read/reader.h"

/* The number of the field whose heading is one of this field too; FIELD_NONE: there is none. */
static uint32_t shares_owner_of(const Table *table, uint32_t field)
{
    const Field *owner = table->fields[field].shares;
    return owner ? (uint32_t) (owner - table->fields) : FIELD_NONE;
}

void shares_map(Mapping *mapping)
{
    for (uint32_t field = 0; !mapping->keyed && field < mapping->table->field_count; field++) {
        uint32_t owner = shares_owner_of(mapping->table, field);
        if (owner == FIELD_NONE || mapping->column_of[field] != 0)
            continue;
        mapping->column_of[field] = mapping->column_of[owner];
        mapping->heading_of[field] = mapping->heading_of[owner];
    }
}

/* Whether a row has no cell of its own for the field. Records that name their fields differ in that. */
static bool shares_row(const Batch *batch, uint32_t field, uint32_t owner, uint32_t row)
{
    const Mapping *mapping = batch->mapping;
    return mapping->keyed ? batch->cells[field][row].len == 0 : mapping->column_of[field] == mapping->column_of[owner];
}

/* A cell that could not be given to the one was not given to the other either. */
static void share_bad_cells(Batch *batch, uint32_t field, uint32_t owner)
{
    ARRAY(BadCell) shared = { 0 };
    for (uint32_t i = 0; i < batch->bad_count; i++) {
        BadCell cell = batch->bad[i];
        if (cell.field != owner || !shares_row(batch, field, owner, cell.row))
            continue;
        cell.field = field;
        arena_push(&batch->arena, &shared, cell);
    }
    batch_add_bad(batch, shared.at, shared.count);
}

void shares_fill(Batch *batch)
{
    const Table *table = batch->mapping->table;
    for (uint32_t field = 0; field < table->field_count; field++) {
        uint32_t owner = shares_owner_of(table, field);
        if (owner == FIELD_NONE || !batch->cells[owner])
            continue;
        share_bad_cells(batch, field, owner);
        if (!batch->cells[field])
            batch->cells[field] = batch->cells[owner];
        for (uint32_t row = 0; batch->mapping->keyed && row < batch->rows; row++)
            if (shares_row(batch, field, owner, row))
                batch->cells[field][row] = batch->cells[owner][row];
    }
}
