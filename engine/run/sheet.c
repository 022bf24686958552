/* Columns of a batch: converted on demand, each at most once. */
#include "run/sheet.h"

#include "run/timings.h"

static const Table *table_of(const Sheet *sheet)
{
    return &sheet->table->table->table;
}

/* ---- making one */

/* Loops over a view may run past its last row. */
static size_t padded_rows(const Sheet *sheet)
{
    return sheet->capacity + ROW_PAD;
}

static void fill(const Sheet *sheet, const Column *column, Value value)
{
    size_t rows = padded_rows(sheet);
    for (size_t row = 0; row < rows; row++)
        column_set(column, row, value);
}

static void make_column(Sheet *sheet, uint32_t slot, const Type *type, Value value)
{
    sheet->columns[slot] = column_new(&sheet->memory, column_kind(type), padded_rows(sheet));
    sheet->inputs[slot] = &sheet->columns[slot];
    fill(sheet, &sheet->columns[slot], value);
}

/* Parameters that may have no value on some day are inputs there: columns of errors. */
static void make_host_columns(Sheet *sheet)
{
    const Pack *pack = sheet->plan->options.pack;
    make_column(sheet, plan_slot(sheet->table, SLOT_NEEDED), &TYPE_BOOL, value_bool(false));
    make_column(sheet, plan_slot(sheet->table, SLOT_AS_OF), &TYPE_DATE, value_missing());
    for (uint32_t i = 0; i < pack->parameter_count; i++)
        if (pack->parameters[i].versions[0].from > DATE_MIN)
            make_column(sheet, plan_slot(sheet->table, SLOT_PARAMETER + i), pack->parameters[i].type, value_error());
}

Interp *sheet_interp(const Sheet *sheet, const Program *program)
{
    InterpOptions options = { .members = sides_members(sheet->sides) };
    return interp_new(program, &options);
}

Sheet *sheet_new(const Plan *plan, const TablePlan *table, const Sides *sides, uint32_t rows)
{
    Sheet *sheet = memory_alloc(sizeof *sheet);
    *sheet = (Sheet) { .plan = plan, .table = table, .sides = sides, .capacity = rows <= ROW_PAD ? ROW_PAD : BATCH_ROWS };
    Arena *memory = &sheet->memory;
    uint32_t fields = table->table->table.field_count, rules = table->rule_count, slots = table->slot_count;
    sheet->matcher = matcher_new(memory);
    sheet->columns = arena_array(memory, Column, slots);
    sheet->views = arena_array(memory, Column, slots);
    sheet->inputs = arena_array(memory, const Column *, slots);
    sheet->view_inputs = arena_array(memory, const Column *, slots);
    sheet->results = arena_array(memory, uint8_t *, fields);
    sheet->is_converted = arena_array(memory, bool, fields);
    sheet->fields = arena_array(memory, uint32_t, fields);
    sheet->judged = arena_array(memory, uint8_t, padded_rows(sheet));
    sheet->outcomes = arena_array(memory, uint8_t *, rules);
    for (uint32_t i = 0; i < rules; i++)
        sheet->outcomes[i] = arena_array(memory, uint8_t, padded_rows(sheet));
    sheet->texts = arena_array(memory, Interp *, rules);
    sheet->clauses = arena_array(memory, Interp *, rules);
    make_host_columns(sheet);
    if (table->program)
        sheet->interp = sheet_interp(sheet, table->program);
    if (plan->options.clock)
        sheet->times = sheet_times_new(memory, plan, table);
    if (sheet->times && sheet->interp)
        interp_measure(sheet->interp, plan->options.clock, sheet->times->nodes);
    return sheet;
}

void sheet_free(Sheet *sheet)
{
    if (!sheet)
        return;
    for (uint32_t i = 0; i < sheet->table->rule_count; i++) {
        interp_free(sheet->texts[i]);
        interp_free(sheet->clauses[i]);
    }
    interp_free(sheet->interp);
    text_free(&sheet->text);
    arena_free(&sheet->scratch);
    arena_free(&sheet->memory);
    free_(sheet);
}

/* ---- cells */

bool sheet_has_column(const Sheet *sheet, uint32_t field)
{
    const Mapping *mapping = sheet->task.batch->mapping;
    return mapping->keyed || mapping->column_of[field] != 0;
}

Str sheet_cell(const Sheet *sheet, uint32_t field, uint32_t row)
{
    const Str *cells = sheet->task.batch->cells[field];
    return cells ? cells[row] : (Str) { 0 };
}

static void make_field(Sheet *sheet, uint32_t field)
{
    make_column(sheet, field, table_of(sheet)->fields[field].type, value_missing());
    sheet->results[field] = arena_array(&sheet->memory, uint8_t, padded_rows(sheet));
}

static void convert_absent(Sheet *sheet, uint32_t field)
{
    for (uint32_t row = 0; row < sheet->rows; row++)
        column_set(&sheet->columns[field], row, value_missing());
    memset(sheet->results[field], CELL_EMPTY, sheet->rows);
}

static void convert(Sheet *sheet, uint32_t field)
{
    const Table *table = table_of(sheet);
    const Field *declared = &table->fields[field];
    Str *const *cells = sheet->task.batch->cells;
    const Column *out = &sheet->columns[field];
    uint8_t *results = sheet->results[field];
    if (declared->kind == FIELD_MANY)
        sides_read_many(sheet->sides, sheet->table->table->record.first + field, cells[table->key], sheet->rows, out, results);
    else if (!cells[field])
        convert_absent(sheet, field);
    else if (field_refers(declared))
        sides_read_references(sheet->sides, declared, cells[field], sheet->rows, &sheet->scratch, sheet->matcher, out, results);
    else
        cells_read(declared, cells[field], sheet->rows, &sheet->scratch, sheet->matcher, out, results);
}

/* Rows past the last hold slices of an earlier batch: a loop that runs on must not follow them. */
static void clear_tail(const Sheet *sheet, const Column *column)
{
    if (column->kind != KIND_STRING && column->kind != KIND_BYTES && column->kind != KIND_DYN)
        return;
    for (size_t row = sheet->rows; row < (size_t) sheet->rows + ROW_PAD; row++)
        column_set(column, row, value_missing());
}

static void mark_bad_cells(Sheet *sheet, uint32_t field)
{
    const Batch *batch = sheet->task.batch;
    for (uint32_t i = 0; i < batch->bad_count; i++)
        if (batch->bad[i].field == field) {
            sheet->results[field][batch->bad[i].row] = CELL_UNREADABLE;
            column_set(&sheet->columns[field], batch->bad[i].row, value_missing());
        }
}

const uint8_t *sheet_results(Sheet *sheet, uint32_t field)
{
    if (sheet->is_converted[field])
        return sheet->results[field];
    if (!sheet->results[field])
        make_field(sheet, field);
    sheet->is_converted[field] = true;
    convert(sheet, field);
    clear_tail(sheet, &sheet->columns[field]);
    mark_bad_cells(sheet, field);
    return sheet->results[field];
}

/* ---- a batch */

/* A plain text that nobody asks for is not looked at. */
static bool is_checked(const Field *field)
{
    bool plain = field->kind == FIELD_STRING && !field->pattern && !field->required && !field->has_min && !field->has_max;
    return !plain && field->kind != FIELD_MANY;
}

static bool checks_cells(const TablePlan *plan)
{
    return plan->rule_count > 0 && plan->rules[0].rule <= BUILTIN_VALUE_NOT_ALLOWED;
}

bool sheet_judges(const Sheet *sheet, uint32_t field)
{
    return sheet->table->is_read[field] ||
           (checks_cells(sheet->table) && is_checked(&table_of(sheet)->fields[field]) && sheet->task.batch->cells[field]);
}

static void convert_cells(Sheet *sheet)
{
    for (uint32_t field = 0; field < table_of(sheet)->field_count; field++)
        if (sheet_judges(sheet, field))
            sheet_results(sheet, field);
}

/* Before a step: candidates are the records without its date, and are looked at as if it were taken on that day. */
static void find_candidates(Sheet *sheet)
{
    memset(sheet->judged, 1, sheet->rows);
    uint32_t gate = sheet->table->gate_field;
    if (gate == INDEX_NONE)
        return;
    const uint8_t *results = sheet_results(sheet, gate);
    for (uint32_t row = 0; row < sheet->rows; row++) {
        bool taken = results[row] == CELL_OK || results[row] == CELL_NOT_ALLOWED;
        sheet->judged[row] = !taken;
        if (!taken)
            column_set(&sheet->columns[gate], row, value_date(sheet->plan->options.on));
    }
}

void sheet_begin(Sheet *sheet, const Task *task, BatchResult *result)
{
    arena_reset(&sheet->scratch);
    sheet->task = *task;
    sheet->rows = task->batch->rows;
    sheet->result = result;
    uint32_t fields = table_of(sheet)->field_count;
    if (fields > 0)
        memset(sheet->is_converted, 0, fields * sizeof *sheet->is_converted);
    if (!sheet->plan->options.as_of)
        fill(sheet, &sheet->columns[plan_slot(sheet->table, SLOT_AS_OF)], value_date(task->as_of));
    uint64_t before = times_start(sheet->times);
    convert_cells(sheet);
    if (sheet->times)
        sheet->times->cells += sheet->times->clock() - before;
    find_candidates(sheet);
}
