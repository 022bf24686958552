/* Columns of a batch: converted on demand, each at most once. What programs read is converted when the batch is taken up; the rest when a
   text, a clause or a rule of the dictionary first asks (sheet_results), so that a column that nobody asks for costs nothing.

   A sheet is made for one table and kept from batch to batch, as are its interpreters. Columns have room for more rows than the batch,
   since loops over them run on to a multiple of ROW_PAD; what stands there must be readable and decides nothing (clear_tail). `views`
   are the columns moved to a first row: texts are worked out from the first row that needs one, and the clauses of a finding for its
   row alone, without a cell being copied. */
#include "run/sheet.h"

#include "base/words.h"
#include "model/identity.h"
#include "run/elsewhere.h"
#include "run/textplan.h"
#include "run/timings.h"

static const Table *sheet_table_of(const Sheet *sheet)
{
    return &sheet->table->table->table;
}

/* ---- making one */

/* Loops over a view may run past its last row. */
static size_t padded_rows(const Sheet *sheet)
{
    return sheet->capacity + ROW_PAD;
}

static void sheet_make_column(Sheet *sheet, uint32_t slot, const Type *type, Value value)
{
    sheet->columns[slot] = column_new(&sheet->memory, column_kind(type), padded_rows(sheet));
    sheet->inputs[slot] = &sheet->columns[slot];
    column_fill(&sheet->columns[slot], 0, padded_rows(sheet), value);
}

/* Parameters that may have no value on some day are inputs there: columns of errors. */
static void make_host_columns(Sheet *sheet)
{
    const Pack *pack = sheet->plan->options.pack;
    sheet_make_column(sheet, plan_slot(sheet->table, SLOT_NEEDED), &TYPE_BOOL, value_bool(false));
    sheet_make_column(sheet, plan_slot(sheet->table, SLOT_AS_OF), &TYPE_DATE, value_missing());
    for (uint32_t step = 0; sheet->table->procedure && step < sheet->table->procedure->step_count; step++)
        sheet_make_column(sheet, plan_passed_slot(sheet->table, step), &TYPE_DATE, value_missing());
    for (uint32_t i = 0; i < pack->parameter_count; i++)
        if (pack->parameters[i].versions[0].from > DATE_MIN)
            sheet_make_column(sheet, plan_slot(sheet->table, SLOT_PARAMETER + i), pack->parameters[i].type, value_error());
}

Interp *sheet_interp(const Sheet *sheet, const Program *program)
{
    const PackLimits *limits = &sheet->plan->options.pack->limits;
    InterpOptions options = {
        .limit_steps = limits->steps, .limit_bytes = limits->bytes, .is_many = true, .members = sides_members(sheet->sides)
    };
    return interp_new(program, &options);
}

bool sheet_has_text(const Sheet *sheet, uint32_t index)
{
    const TextPlan *text = &sheet->table->rules[index].text;
    return text->waits || text->program;
}

const TextPlan *sheet_text(Sheet *sheet, uint32_t index)
{
    const RulePlan *plan = &sheet->table->rules[index];
    if (!plan->text.waits)
        return &plan->text;
    if (!sheet->late[index])
        sheet->late[index] = textplan_late(&sheet->memory, &sheet->plan->options, sheet->table, plan);
    return sheet->late[index];
}

Sheet *sheet_new(const Plan *plan, const TablePlan *table, const Sides *sides, uint32_t rows)
{
    Sheet *sheet = memory_alloc(sizeof *sheet);
    *sheet = (Sheet) { .plan = plan, .table = table, .sides = sides, .capacity = rows <= ROW_PAD ? ROW_PAD : BATCH_ROWS };
    Arena *memory = &sheet->memory;
    memory->language = sheet->scratch.language = sheet->text.language = words_language_known(plan->options.language);
    uint32_t fields = table->table->table.field_count, rules = table->rule_count, slots = table->slot_count;
    sheet->matcher = matcher_new(memory);
    sheet->columns = arena_array(memory, Column, slots);
    sheet->blanks = arena_array(memory, Column, slots);
    sheet->views = arena_array(memory, Column, slots);
    sheet->inputs = arena_array(memory, const Column *, slots);
    sheet->view_inputs = arena_array(memory, const Column *, slots);
    sheet->results = arena_array(memory, uint8_t *, fields);
    sheet->is_converted = arena_array(memory, bool, fields);
    sheet->holds_only = arena_array(memory, uint8_t, fields);
    sheet->fields = arena_array(memory, uint32_t, fields);
    sheet->is_passed_idle = arena_array(memory, bool, table->procedure ? table->procedure->step_count : 0);
    sheet->judged = arena_array(memory, uint8_t, padded_rows(sheet));
    sheet->outcomes = arena_array(memory, uint8_t *, rules);
    for (uint32_t i = 0; i < rules; i++)
        sheet->outcomes[i] = arena_array(memory, uint8_t, padded_rows(sheet));
    sheet->not_asked = arena_array(memory, bool, rules);
    sheet->group_not_asked = arena_array(memory, bool, table->group_count);
    sheet->reasons = arena_array(memory, uint8_t *, rules);
    sheet->month_doubts = arena_array(memory, uint8_t *, rules);
    sheet->texts = arena_array(memory, Interp *, rules);
    sheet->late = arena_array(memory, const TextPlan *, rules);
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
    sheet_free(sheet->ahead);
    interp_free(sheet->interp);
    text_free(&sheet->text);
    arena_free(&sheet->scratch);
    arena_free(&sheet->memory);
    free_(sheet);
}

/* ---- cells */

bool sheet_has_column(const Sheet *sheet, uint32_t field)
{
    return mapping_has(sheet->task.batch->mapping, field);
}

Str sheet_identity(const Sheet *sheet, uint32_t row)
{
    const Str *identities = sheet->task.batch->identities;
    return identities ? identities[row] : (Str) { 0 };
}

Str sheet_cell(const Sheet *sheet, uint32_t field, uint32_t row)
{
    const Str *cells = sheet->task.batch->cells[field];
    return cells ? cells[row] : (Str) { 0 };
}

static void make_field(Sheet *sheet, uint32_t field)
{
    sheet_make_column(sheet, field, sheet_table_of(sheet)->fields[field].type, value_missing());
    sheet->results[field] = arena_array(&sheet->memory, uint8_t, padded_rows(sheet));
}

/* What a file has no column for is the same from its first batch to its last: it is written once, for batches of any length. */
static void convert_to(Sheet *sheet, uint32_t field, CellResult result)
{
    if (sheet->holds_only[field] == 1 + result)
        return;
    column_fill(&sheet->columns[field], 0, padded_rows(sheet), cell_no_value(result));
    memset(sheet->results[field], (int) result, padded_rows(sheet));
    sheet->holds_only[field] = (uint8_t) (1 + result);
}

/* Who changes single rows of a column says so. */
static void sheet_put(Sheet *sheet, uint32_t field, uint32_t row, Value value)
{
    sheet->holds_only[field] = 0;
    column_set(&sheet->columns[field], row, value);
}

/* A record that names its own fields says by leaving one out that it is empty; a file without the column says nothing. Of what is kept
   elsewhere only gates still ask: the step counts as not taken. */
static CellResult without_cells(const Sheet *sheet, uint32_t field)
{
    bool is_empty = sheet_has_column(sheet, field) || sheet_table_of(sheet)->fields[field].absent_is_empty ||
                    elsewhere_is_kept(sheet, sheet->table->table->record.first + field);
    return is_empty ? CELL_EMPTY : CELL_ABSENT;
}

static void convert_many(Sheet *sheet, uint32_t field, const Column *out, uint8_t *results)
{
    const Batch *batch = sheet->task.batch;
    if (identity_is_referred_to(sheet_table_of(sheet), identity_way(batch->mapping)))
        sides_read_many(sheet->sides, sheet->table->table->record.first + field, sheet->task.batch->identities, sheet->rows, out, results);
    else
        convert_to(sheet, field, CELL_ABSENT);
}

static void convert(Sheet *sheet, uint32_t field)
{
    const Table *table = sheet_table_of(sheet);
    const Field *declared = &table->fields[field];
    Str *const *cells = sheet->task.batch->cells;
    const Column *out = &sheet->columns[field];
    uint8_t *results = sheet->results[field];
    if (declared->kind != FIELD_MANY && (!cells[field] || !sheet_has_column(sheet, field))) {
        convert_to(sheet, field, without_cells(sheet, field));
        return;
    }
    sheet->holds_only[field] = 0;
    if (declared->kind == FIELD_MANY)
        convert_many(sheet, field, out, results);
    else if (field_refers(declared))
        sides_read_references(sheet->sides, declared, cells[field], sheet->rows, &sheet->scratch, sheet->matcher, out, results);
    else
        cells_read(declared, (CellTexts) { cells[field], sheet->rows, sheet->task.batch->is_sound }, &sheet->scratch, sheet->matcher, out,
                   results);
}

/* Rows past the last hold slices of an earlier batch: a loop that runs on must not follow them. */
static void clear_tail(const Sheet *sheet, uint32_t field)
{
    const Column *column = &sheet->columns[field];
    bool may_point = column->kind == KIND_STRING || column->kind == KIND_BYTES || column->kind == KIND_DYN;
    if (!may_point || sheet->holds_only[field])
        return;
    column_fill(column, sheet->rows, (size_t) sheet->rows + ROW_PAD, value_missing());
}

/* Chains of the bad cells of each field, so that a file in which all are does not cost their square. */
static void chain_bad_cells(Sheet *sheet)
{
    const Batch *batch = sheet->task.batch;
    uint32_t fields = sheet_table_of(sheet)->field_count;
    sheet->bad_first = sheet->bad_next = NULL;
    if (batch->bad_count == 0)
        return;
    sheet->bad_first = arena_array(&sheet->scratch, uint32_t, fields);
    sheet->bad_next = arena_array(&sheet->scratch, uint32_t, batch->bad_count);
    for (uint32_t i = batch->bad_count; i-- > 0;)
        if (batch->bad[i].field < fields) {
            sheet->bad_next[i] = sheet->bad_first[batch->bad[i].field];
            sheet->bad_first[batch->bad[i].field] = i + 1;
        }
}

static void mark_bad_cells(Sheet *sheet, uint32_t field)
{
    const Batch *batch = sheet->task.batch;
    for (uint32_t at = sheet->bad_first ? sheet->bad_first[field] : 0; at > 0; at = sheet->bad_next[at - 1]) {
        uint32_t row = batch->bad[at - 1].row;
        sheet->results[field][row] = CELL_UNREADABLE;
        sheet_put(sheet, field, row, value_error());
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
    clear_tail(sheet, field);
    mark_bad_cells(sheet, field);
    bool may = sheet_table_of(sheet)->fields[field].month_only == MONTH_ANY_DAY && sheet->rows > 0;
    sheet->has_months |= may && memchr(sheet->results[field], CELL_MONTH, sheet->rows);
    return sheet->results[field];
}

const Column *sheet_text_column(Sheet *sheet, uint32_t slot)
{
    if (slot >= sheet_table_of(sheet)->field_count || sheet->rows == 0 || sheet_results(sheet, slot)[0] != CELL_ABSENT)
        return &sheet->columns[slot];
    if (!sheet->blanks[slot].data) {
        sheet->blanks[slot] = column_new(&sheet->memory, sheet->columns[slot].kind, padded_rows(sheet));
        column_fill(&sheet->blanks[slot], 0, padded_rows(sheet), value_missing());
    }
    return &sheet->blanks[slot];
}

/* ---- a batch */

/* A plain text that nobody asks for is not looked at. */
static bool is_checked(const Field *field)
{
    bool plain = (field->kind == FIELD_STRING || field->kind == FIELD_NAME) && !field->pattern && !field->required && !field->has_min &&
                 !field->has_max;
    return !plain && field->kind != FIELD_MANY;
}

static bool checks_cells(const TablePlan *plan)
{
    return plan->rule_count > 0 && plan->rules[0].rule <= BUILTIN_VALUE_NOT_ALLOWED;
}

bool sheet_converts(const TablePlan *plan, uint32_t field, bool has_cells)
{
    bool is_checked_at_all = plan->is_looked_at[field] || (checks_cells(plan) && is_checked(&plan->table->table.fields[field]));
    return plan->is_read[field] || (has_cells && is_checked_at_all);
}

bool sheet_judges(const Sheet *sheet, uint32_t field)
{
    return sheet_converts(sheet->table, field, sheet->task.batch->cells[field] != NULL);
}

static void convert_cells(Sheet *sheet)
{
    for (uint32_t field = 0; field < sheet_table_of(sheet)->field_count; field++)
        if (sheet_judges(sheet, field))
            sheet_results(sheet, field);
}

/* ---- steps that the file has no column for */

/* The day of the first mandatory step behind one, of those that have a day. */
static Date day_behind(Sheet *sheet, uint32_t step, uint32_t row)
{
    const Procedure *procedure = sheet->table->procedure;
    for (uint32_t later = step + 1; later < procedure->step_count; later++) {
        uint32_t field = procedure->steps[later].field;
        if (procedure->steps[later].is_optional || field == sheet->table->gate_field)
            continue;
        sheet_results(sheet, field);
        Value day = column_get(&sheet->columns[field], row);
        if (day.kind == KIND_DATE)
            return day.date;
    }
    return 0;
}

/* Whoever has a later mandatory step with a day has passed the one without a column. */
static void infer_step(Sheet *sheet, uint32_t step)
{
    const Column *column = &sheet->columns[plan_passed_slot(sheet->table, step)];
    bool is_absent = !sheet_has_column(sheet, sheet->table->procedure->steps[step].field);
    if (!is_absent && !sheet->has_inferred)
        return;
    for (uint32_t row = 0; row < sheet->rows; row++) {
        Date day = is_absent ? day_behind(sheet, step, row) : 0;
        column_set(column, row, day ? value_date(day) : value_missing());
    }
}

void sheet_infer_steps(Sheet *sheet)
{
    const Procedure *procedure = sheet->table->procedure;
    bool some = false;
    for (uint32_t step = 0; procedure && step < procedure->step_count; step++) {
        some |= !sheet_has_column(sheet, procedure->steps[step].field);
        if (sheet->table->is_gate[step] && !sheet->is_passed_idle[step])
            infer_step(sheet, step);
    }
    sheet->has_inferred = some;
}

/* ---- candidates */

/* Before a step: candidates are the records without its date, and are looked at as if it were taken on that day; but a date that cannot
   be read stays what it is, and the record is undecided for it (evaluate.c). Where the file has no column for it, who has a later step
   is none. Whom an agenda names is judged, also where the record has that step already. */
static void sheet_find_candidates(Sheet *sheet)
{
    memset(sheet->judged, 1, sheet->rows);
    uint32_t gate = sheet->table->gate_field;
    if (gate == INDEX_NONE)
        return;
    const uint8_t *results = sheet_results(sheet, gate);
    for (uint32_t row = 0; row < sheet->rows; row++) {
        bool taken = cell_has_value((CellResult) results[row]);
        bool passed = !sheet_has_column(sheet, gate) && day_behind(sheet, sheet->plan->options.gate_step, row) > 0;
        sheet->judged[row] = sheet->task.chosen ? sheet->task.chosen[row] : !taken && !passed;
        if (!taken && !cell_is_unreadable((CellResult) results[row]))
            sheet_put(sheet, gate, row, value_date(sheet->task.on ? sheet->task.on : sheet->plan->options.on));
    }
}

/* Candidates come behind the cells, since they put days into the column of their step; then the steps without a column, which are
   inferred from the days of others; then what is kept elsewhere, which asks whether cells are empty. */
void sheet_begin(Sheet *sheet, const Task *task, BatchResult *result)
{
    arena_reset(&sheet->scratch);
    sheet->task = *task;
    sheet->rows = task->batch->rows;
    sheet->result = result;
    sheet->known_by = NULL;
    sheet->keys = NULL;
    chain_bad_cells(sheet);
    sheet->has_months = false;
    uint32_t fields = sheet_table_of(sheet)->field_count;
    if (fields > 0)
        memset(sheet->is_converted, 0, fields * sizeof *sheet->is_converted);
    if (!sheet->plan->options.as_of)
        column_fill(&sheet->columns[plan_slot(sheet->table, SLOT_AS_OF)], 0, padded_rows(sheet), value_date(task->as_of));
    uint64_t before = times_start(sheet->times);
    convert_cells(sheet);
    if (sheet->times)
        sheet->times->cells += sheet->times->clock() - before;
    sheet_find_candidates(sheet);
    elsewhere_find(sheet);
    sheet_infer_steps(sheet);
}

/* ---- what is told */

/* All rows in one plain loop, and then those again whose reasons have to be looked at. */
void sheet_find_told(const Sheet *sheet, uint32_t index, uint8_t *restrict told)
{
    const uint8_t *restrict outcomes = sheet->outcomes[index];
    const uint32_t rows = sheet->rows; /* for all that the compiler knows a byte of `told` might be one of sheet->rows */
    for (uint32_t row = 0; row < rows; row++)
        told[row] = (outcomes[row] == OUTCOME_VIOLATION) | (outcomes[row] == OUTCOME_UNDECIDED) | (outcomes[row] == OUTCOME_WAIVED);
    for (uint32_t row = sheet_next_told(sheet, told, 0); row < sheet->rows; row = sheet_next_told(sheet, told, row + 1))
        told[row] = sheet_tells(sheet, index, row);
}
