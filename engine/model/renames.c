#include "model/renames.h"

#include "model/cell.h"
#include "model/identity.h"

static bool renames_is_of(const Batch *batch, const Revalued *value, uint32_t field)
{
    return value->field == field || (value->field == FIELD_NONE && batch->mapping->heading_of[field].len > 0 &&
                                     str_equal(str_trim(value->heading), str_trim(batch->mapping->heading_of[field])));
}

/* However the cell is written: in full width, with blanks around it. */
static void apply(Batch *batch, const Revalued *value, uint32_t field)
{
    Str *cells = batch->cells[field], text = identity_of_text(cell_trim(value->text), &batch->arena);
    for (uint32_t row = 0; row < batch->rows; row++)
        if (str_equal(identity_of_text(cell_trim(cells[row]), &batch->arena), text)) {
            cells[row] = value->value;
            *value->used = true;
        }
}

void renames_apply(Batch *batch)
{
    const Table *table = batch->mapping->table;
    for (size_t i = 0; table->renames && i < table->renames->value_count; i++)
        for (uint32_t field = 0; field < table->field_count; field++)
            if (batch->cells[field] && renames_is_of(batch, &table->renames->values[i], field))
                apply(batch, &table->renames->values[i], field);
}
