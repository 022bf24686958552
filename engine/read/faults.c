/* Cells that are damaged, found for all columns of a batch: rules look at the columns that they read, and nobody else looks at the rest.

   The bad cells of a batch ascend by row. Those that the format itself gave stay, and of a cell that it spoke of nothing is said twice. */
#include "read/faults.h"

#include "base/array.h"
#include "model/cell.h"
#include "model/damage.h"
#include "read/reader.h"

typedef ARRAY(BadCell) BadCells;

static bool faults_is_known(const Batch *batch, uint32_t from, uint32_t row, uint32_t field)
{
    for (uint32_t i = from; i < batch->bad_count && batch->bad[i].row == row; i++)
        if (batch->bad[i].field == field)
            return true;
    return false;
}

/* `known` is the first bad cell of the row that the format gave. */
static void faults_look_at_row(Batch *batch, uint32_t row, uint32_t known, BadCells *found)
{
    const Table *table = batch->mapping->table;
    for (uint32_t field = 0; field < table->field_count; field++) {
        Str text = batch->cells[field] ? cell_trim(batch->cells[field][row]) : (Str) { 0 };
        if (text.len == 0 || damage_in(&table->fields[field], text) == DAMAGE_NONE || faults_is_known(batch, known, row, field))
            continue;
        BadCell bad = { row, field, cell_damage(text, &batch->arena) };
        arena_push(&batch->arena, found, bad);
    }
}

void faults_find(Batch *batch)
{
    BadCells found = { 0 };
    uint32_t known = 0;
    for (uint32_t row = 0; row < batch->rows; row++) {
        faults_look_at_row(batch, row, known, &found);
        while (known < batch->bad_count && batch->bad[known].row == row)
            known++;
    }
    batch_add_bad(batch, found.at, found.count);
}
