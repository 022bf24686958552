/* Built-in rules, one row each in a table: how violations are found, and how they are told. To find them is done for every row of every
   batch, so that it goes column by column, and over columns in which nothing of the kind was found not at all (find_cells); to tell one
   is done for the few rows that are told, and looks at all fields of the row again. */
#include "run/dictionary.h"

#include "base/said.h"
#include "model/identity.h"
#include "run/compose.h"
#include "run/ends.h"

static const Table *dictionary_table_of(const Sheet *sheet)
{
    return &sheet->table->table->table;
}

static void set_all(uint8_t *out, Outcome outcome, uint32_t rows)
{
    memset(out, (int) outcome, rows);
}

/* ---- cells */

static void find_cells(const Sheet *sheet, CellResult wanted, uint8_t *out)
{
    if (sheet->rows == 0)
        return;
    for (uint32_t field = 0; field < dictionary_table_of(sheet)->field_count; field++) {
        if (!sheet_judges(sheet, field))
            continue;
        const uint8_t *results = sheet->results[field];
        if (!memchr(results, (int) wanted, sheet->rows))
            continue;
        for (uint32_t row = 0; row < sheet->rows; row++)
            out[row] = results[row] == wanted ? OUTCOME_VIOLATION : out[row];
    }
}

static void check_unreadable(Sheet *sheet, uint8_t *out)
{
    set_all(out, OUTCOME_PASS, sheet->rows);
    find_cells(sheet, CELL_UNREADABLE, out);
    const Batch *batch = sheet->task.batch;
    for (uint32_t i = 0; i < batch->bad_count; i++)
        if (batch->bad[i].field != FIELD_NONE)
            out[batch->bad[i].row] = OUTCOME_VIOLATION;
}

static void check_not_allowed(Sheet *sheet, uint8_t *out)
{
    set_all(out, OUTCOME_PASS, sheet->rows);
    find_cells(sheet, CELL_NOT_ALLOWED, out);
    find_cells(sheet, CELL_UNKNOWN, out);
}

/* A column that the file does not have accuses nobody: it is told once, about the file. */
static bool is_required(const Sheet *sheet, uint32_t field)
{
    return dictionary_table_of(sheet)->fields[field].required && sheet_has_column(sheet, field);
}

static void check_required(Sheet *sheet, uint8_t *out)
{
    bool applies = false, wanted = false;
    for (uint32_t field = 0; field < dictionary_table_of(sheet)->field_count; field++) {
        wanted |= dictionary_table_of(sheet)->fields[field].required;
        if (!is_required(sheet, field))
            continue;
        applies = true;
        sheet_results(sheet, field);
    }
    set_all(out, wanted && !applies ? OUTCOME_NOT_APPLICABLE : OUTCOME_PASS, sheet->rows);
    for (uint32_t field = 0; field < dictionary_table_of(sheet)->field_count; field++) {
        if (!is_required(sheet, field))
            continue;
        for (uint32_t row = 0; row < sheet->rows; row++)
            out[row] = sheet->results[field][row] == CELL_EMPTY ? OUTCOME_VIOLATION : out[row];
    }
}

static void describe_field(Sheet *sheet, uint32_t field, Str problem)
{
    Str values[2] = { compose_field(sheet, field), compose_guarded(sheet, field, problem) };
    compose_words(sheet, WORDS_ABOUT, values);
}

/* What the reader found in a cell; NULL: nothing. It went from row to row. */
static const BadCell *bad_cell(const Sheet *sheet, uint32_t field, uint32_t row)
{
    const Batch *batch = sheet->task.batch;
    uint32_t low = 0, high = batch->bad_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (batch->bad[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    for (uint32_t i = low; i < batch->bad_count && batch->bad[i].row == row; i++)
        if (batch->bad[i].field == field)
            return &batch->bad[i];
    return NULL;
}

static Str problem_of_cell(Sheet *sheet, uint32_t field, uint32_t row)
{
    const BadCell *bad = bad_cell(sheet, field, row);
    if (bad)
        return said_str(sheet->text.language, bad->problem);
    return cell_problem(&dictionary_table_of(sheet)->fields[field], sheet_cell(sheet, field, row), &sheet->scratch, sheet->matcher);
}

static bool is_not_allowed(uint8_t result)
{
    return result == CELL_NOT_ALLOWED || result == CELL_UNKNOWN;
}

static uint32_t describe_cells(Sheet *sheet, uint32_t row, bool readable)
{
    uint32_t count = 0;
    size_t start = sheet->text.len;
    for (uint32_t field = 0; field < dictionary_table_of(sheet)->field_count; field++) {
        uint8_t result = sheet_judges(sheet, field) ? sheet->results[field][row] : bad_cell(sheet, field, row) ? CELL_UNREADABLE : CELL_OK;
        bool is_wanted = readable ? is_not_allowed(result) : result == CELL_UNREADABLE;
        if (!is_wanted)
            continue;
        compose_next(sheet, start);
        describe_field(sheet, field, problem_of_cell(sheet, field, row));
        sheet->fields[count++] = field;
    }
    return count;
}

static uint32_t describe_unreadable(Sheet *sheet, uint32_t row)
{
    return describe_cells(sheet, row, false);
}

static uint32_t describe_not_allowed(Sheet *sheet, uint32_t row)
{
    return describe_cells(sheet, row, true);
}

static uint32_t describe_required(Sheet *sheet, uint32_t row)
{
    uint32_t count = 0;
    size_t start = sheet->text.len;
    for (uint32_t field = 0; field < dictionary_table_of(sheet)->field_count; field++) {
        if (!is_required(sheet, field) || sheet->results[field][row] != CELL_EMPTY)
            continue;
        Str name = compose_field(sheet, field);
        compose_next(sheet, start);
        compose_words(sheet, WORDS_EMPTY, &name);
        sheet->fields[count++] = field;
    }
    return count;
}

/* ---- keys */

static void check_duplicate(Sheet *sheet, uint8_t *out)
{
    const uint64_t *first = sheet->task.first_lines;
    bool applies = first && identity_way(sheet->task.batch->mapping);
    set_all(out, applies ? OUTCOME_PASS : OUTCOME_NOT_APPLICABLE, sheet->rows);
    for (uint32_t row = 0; applies && row < sheet->rows; row++)
        out[row] = first[row] ? OUTCOME_VIOLATION : OUTCOME_PASS;
}

static uint32_t describe_duplicate(Sheet *sheet, uint32_t row)
{
    const KeyWay *way = identity_way_of(sheet->task.batch, row);
    Text names = { 0 };
    for (uint32_t i = 0; i < way->count; i++) {
        if (i > 0)
            words_add(&names, sheet->plan->options.language, WORDS_AND_STEP, NULL);
        text_add(&names, compose_field(sheet, way->fields[i]));
        sheet->fields[i] = way->fields[i];
    }
    Str line = arena_format(&sheet->scratch, "%llu", (unsigned long long) sheet->task.first_lines[row]);
    Str values[3] = { text_str(&names), compose_key(sheet, row), line };
    compose_words(sheet, WORDS_DUPLICATE, values);
    text_free(&names);
    return way->count;
}

/* ---- references */

/* One is checked where the records that it may lead to are there. */
static bool dictionary_is_followed(const Sheet *sheet, uint32_t field)
{
    const Field *declared = &dictionary_table_of(sheet)->fields[field];
    return field_refers(declared) && sides_have(sheet->sides, declared->table) && sheet_has_column(sheet, field);
}

static void check_reference(Sheet *sheet, uint8_t *out)
{
    bool applies = false;
    set_all(out, OUTCOME_PASS, sheet->rows);
    for (uint32_t field = 0; field < dictionary_table_of(sheet)->field_count; field++) {
        if (!dictionary_is_followed(sheet, field))
            continue;
        applies = true;
        sheet_results(sheet, field);
        for (uint32_t row = 0; row < sheet->rows; row++)
            if (sides_unknown(column_get(&sheet->columns[field], row)))
                out[row] = OUTCOME_VIOLATION;
    }
    if (!applies)
        set_all(out, OUTCOME_NOT_APPLICABLE, sheet->rows);
}

static void describe_unknown(Sheet *sheet, uint32_t field, Value value, size_t start)
{
    for (uint32_t i = 0; value.kind == KIND_LIST && i < value.list->count; i++)
        describe_unknown(sheet, field, value.list->at[i], start);
    if (value.kind != KIND_RECORD || value.row != ROW_NONE)
        return;
    Str values[3] = { compose_field(sheet, field), compose_table(sheet, dictionary_table_of(sheet)->fields[field].table),
                      compose_guarded(sheet, field, value.key->text) };
    compose_next(sheet, start);
    compose_words(sheet, WORDS_UNKNOWN_REFERENCE, values);
}

static uint32_t describe_reference(Sheet *sheet, uint32_t row)
{
    uint32_t count = 0;
    size_t start = sheet->text.len;
    for (uint32_t field = 0; field < dictionary_table_of(sheet)->field_count; field++) {
        Value value = dictionary_is_followed(sheet, field) ? column_get(&sheet->columns[field], row) : value_missing();
        if (!sides_unknown(value))
            continue;
        describe_unknown(sheet, field, value, start);
        sheet->fields[count++] = field;
    }
    return count;
}

/* ---- rows of the file */

/* Cells missing at the end matter only where a field is among them. */
static bool cuts_fields(const Sheet *sheet, const RaggedRow *ragged)
{
    const Mapping *mapping = sheet->task.batch->mapping;
    for (uint32_t field = 0; field < dictionary_table_of(sheet)->field_count; field++)
        if (mapping->column_of[field] > ragged->cells)
            return true;
    return false;
}

static bool is_ragged(const Sheet *sheet, const RaggedRow *ragged)
{
    return ragged->cells > ragged->expected ? ragged->extra_filled : cuts_fields(sheet, ragged);
}

static void check_ragged(Sheet *sheet, uint8_t *out)
{
    const Batch *batch = sheet->task.batch;
    set_all(out, batch->mapping->keyed ? OUTCOME_NOT_APPLICABLE : OUTCOME_PASS, sheet->rows);
    for (uint32_t i = 0; i < batch->ragged_count; i++)
        if (is_ragged(sheet, &batch->ragged[i]))
            out[batch->ragged[i].row] = OUTCOME_VIOLATION;
}

static uint32_t describe_ragged(Sheet *sheet, uint32_t row)
{
    const Batch *batch = sheet->task.batch;
    uint32_t i = 0;
    while (i + 1 < batch->ragged_count && batch->ragged[i].row != row)
        i++;
    const RaggedRow *ragged = &batch->ragged[i];
    Str values[2] = { arena_format(&sheet->scratch, "%u", (unsigned) ragged->cells),
                      arena_format(&sheet->scratch, "%u", (unsigned) ragged->expected) };
    compose_words(sheet, ragged->cells > ragged->expected ? WORDS_TOO_MANY_CELLS : WORDS_TOO_FEW_CELLS, values);
    return 0;
}

/* A cell of no field stands for a record that could not be read at all. */
static void check_record(Sheet *sheet, uint8_t *out)
{
    const Batch *batch = sheet->task.batch;
    set_all(out, OUTCOME_PASS, sheet->rows);
    for (uint32_t i = 0; i < batch->bad_count; i++)
        if (batch->bad[i].field == FIELD_NONE)
            out[batch->bad[i].row] = OUTCOME_VIOLATION;
}

static uint32_t describe_record(Sheet *sheet, uint32_t row)
{
    const Batch *batch = sheet->task.batch;
    size_t start = sheet->text.len;
    for (uint32_t i = 0; i < batch->bad_count; i++)
        if (batch->bad[i].row == row && batch->bad[i].field == FIELD_NONE) {
            compose_next(sheet, start);
            text_add(&sheet->text, said_str(sheet->text.language, batch->bad[i].problem));
        }
    return 0;
}

/* ---- steps */

uint32_t dictionary_step_count(const Sheet *sheet)
{
    if (!sheet->table->procedure)
        return 0;
    uint32_t last = sheet->task.last_step;
    return last && last < sheet->table->last_step ? last : sheet->table->last_step;
}

/* A step in any order is compared with the one alone that it may not come before. */
static void check_bound(Sheet *sheet, const Step *step, uint8_t *out)
{
    uint32_t first = sheet->table->procedure->steps[step->not_before].field;
    sheet_results(sheet, step->field);
    sheet_results(sheet, first);
    const Column *column = &sheet->columns[step->field], *before = &sheet->columns[first];
    const Date *dates = column->data, *bounds = before->data;
    for (uint32_t row = 0; row < sheet->rows; row++) {
        bool known = column->status[row] == STATUS_OK && before->status[row] == STATUS_OK;
        out[row] = known && dates[row] < bounds[row] ? OUTCOME_VIOLATION : out[row];
    }
}

/* A day that cannot be read may stand in the wrong place, as soon as there is another one. */
static void doubt_order(Sheet *sheet, uint32_t field, const Date *latest, uint8_t *out)
{
    for (uint32_t row = 0; row < sheet->rows; row++)
        if (cell_is_unreadable((CellResult) sheet->results[field][row]) && latest[row] > 0 && out[row] == OUTCOME_PASS)
            out[row] = OUTCOME_UNDECIDED;
}

static void check_order(Sheet *sheet, uint8_t *out)
{
    const Procedure *procedure = sheet->table->procedure;
    Date *latest = arena_array(&sheet->scratch, Date, sheet->rows);
    set_all(out, procedure ? OUTCOME_PASS : OUTCOME_NOT_APPLICABLE, sheet->rows);
    for (uint32_t step = 0; step < dictionary_step_count(sheet); step++) {
        if (procedure->steps[step].any_order && procedure->steps[step].not_before != INDEX_NONE)
            check_bound(sheet, &procedure->steps[step], out);
        if (procedure->steps[step].any_order)
            continue;
        sheet_results(sheet, procedure->steps[step].field);
        const Column *column = &sheet->columns[procedure->steps[step].field];
        const Date *dates = column->data;
        for (uint32_t row = 0; row < sheet->rows; row++) {
            bool present = column->status[row] == STATUS_OK;
            out[row] = present && dates[row] < latest[row] ? OUTCOME_VIOLATION : out[row];
            latest[row] = present ? dates[row] : latest[row];
        }
    }
    for (uint32_t step = 0; step < dictionary_step_count(sheet); step++)
        if (!procedure->steps[step].any_order)
            doubt_order(sheet, procedure->steps[step].field, latest, out);
}

static Str dictionary_step_day(Sheet *sheet, uint32_t step, Date day)
{
    return compose_guarded_day(sheet, sheet->table->procedure->steps[step].field, day);
}

static void describe_pair(Sheet *sheet, uint32_t later, Date later_date, uint32_t earlier, Date earlier_date)
{
    Str values[4] = { compose_step(sheet, later), dictionary_step_day(sheet, later, later_date), compose_step(sheet, earlier),
                      dictionary_step_day(sheet, earlier, earlier_date) };
    compose_words(sheet, WORDS_STEP_ORDER, values);
}

static uint32_t dictionary_add_field(Sheet *sheet, uint32_t count, uint32_t field)
{
    for (uint32_t i = 0; i < count; i++)
        if (sheet->fields[i] == field)
            return count;
    sheet->fields[count] = field;
    return count + 1;
}

/* The pair of a step in any order and the one that it may not come before. */
static uint32_t describe_bound(Sheet *sheet, uint32_t row, uint32_t step, uint32_t count, size_t start)
{
    const Step *steps = sheet->table->procedure->steps;
    uint32_t first = steps[step].not_before;
    if (first == INDEX_NONE)
        return count;
    Value value = column_get(&sheet->columns[steps[step].field], row), bound = column_get(&sheet->columns[steps[first].field], row);
    if (value_is_error(value) || value_is_error(bound) || value.date >= bound.date)
        return count;
    compose_next(sheet, start);
    describe_pair(sheet, step, value.date, first, bound.date);
    count = dictionary_add_field(sheet, count, steps[first].field);
    return dictionary_add_field(sheet, count, steps[step].field);
}

static uint32_t describe_doubt(Sheet *sheet, uint32_t row)
{
    Str nothing = { 0 };
    uint32_t count = 0;
    compose_words(sheet, WORDS_UNDECIDED, &nothing);
    size_t start = sheet->text.len;
    for (uint32_t step = 0; step < dictionary_step_count(sheet); step++) {
        uint32_t field = sheet->table->procedure->steps[step].field;
        if (sheet->table->procedure->steps[step].any_order || !cell_is_unreadable((CellResult) sheet->results[field][row]))
            continue;
        Str name = compose_field(sheet, field);
        compose_next(sheet, start);
        compose_words(sheet, WORDS_UNREADABLE, &name);
        count = dictionary_add_field(sheet, count, field);
    }
    return count;
}

/* Each date is compared with the one before it that is filled: a pair out of order is told once. Without one it is undecided. */
static uint32_t describe_order(Sheet *sheet, uint32_t row)
{
    const Step *steps = sheet->table->procedure->steps;
    uint32_t count = 0, earlier = INDEX_NONE;
    Date earlier_date = 0;
    size_t start = sheet->text.len;
    for (uint32_t step = 0; step < dictionary_step_count(sheet); step++) {
        if (steps[step].any_order) {
            count = describe_bound(sheet, row, step, count, start);
            continue;
        }
        Value value = column_get(&sheet->columns[steps[step].field], row);
        if (value_is_error(value))
            continue;
        if (earlier != INDEX_NONE && value.date < earlier_date) {
            compose_next(sheet, start);
            describe_pair(sheet, step, value.date, earlier, earlier_date);
            count = dictionary_add_field(sheet, count, steps[earlier].field);
            count = dictionary_add_field(sheet, count, steps[step].field);
        }
        earlier = step;
        earlier_date = value.date;
    }
    return count ? count : describe_doubt(sheet, row);
}

/* ---- the table of them */

/* Told about a file, not about records. */
static void check_nothing(Sheet *sheet, uint8_t *out)
{
    set_all(out, OUTCOME_NOT_APPLICABLE, sheet->rows);
}

static uint32_t describe_nothing(Sheet *sheet, uint32_t row)
{
    (void) sheet, (void) row;
    return 0;
}

static const struct {
    void (*check)(Sheet *sheet, uint8_t *out);
    uint32_t (*describe)(Sheet *sheet, uint32_t row);
} builtins[BUILTIN_COUNT] = {
    [BUILTIN_UNREADABLE_VALUE] = { check_unreadable, describe_unreadable },
    [BUILTIN_REQUIRED_FIELD] = { check_required, describe_required },
    [BUILTIN_VALUE_NOT_ALLOWED] = { check_not_allowed, describe_not_allowed },
    [BUILTIN_DUPLICATE_KEY] = { check_duplicate, describe_duplicate },
    [BUILTIN_UNKNOWN_REFERENCE] = { check_reference, describe_reference },
    [BUILTIN_UNKNOWN_COLUMN] = { check_nothing, describe_nothing },
    [BUILTIN_NO_COLUMN] = { check_nothing, describe_nothing },
    [BUILTIN_RAGGED_ROW] = { check_ragged, describe_ragged },
    [BUILTIN_UNREADABLE_RECORD] = { check_record, describe_record },
    [BUILTIN_STEP_ORDER] = { check_order, describe_order },
    [BUILTIN_STEP_AFTER_END] = { ends_check, ends_describe },
    [BUILTIN_WAIVER] = { check_nothing, describe_nothing },
};

void dictionary_check(Sheet *sheet, Builtin rule, uint8_t *out)
{
    builtins[rule].check(sheet, out);
}

uint32_t dictionary_describe(Sheet *sheet, Builtin rule, uint32_t row)
{
    return builtins[rule].describe(sheet, row);
}
