/* From an undecided rule back to what stands in the way: the same walk that words are made of (see compose.c), here only sorted. */
#include "run/reasons.h"

#include "run/judge.h"
#include "run/months.h"

typedef struct {
    Sheet *sheet;
    uint32_t rule, row; /* rule of the pack */
    uint8_t reasons;
} Sorting;

static const Table *reasons_table_of(const Sheet *sheet)
{
    return &sheet->table->table->table;
}

static bool reasons_is_selected(const Sheet *sheet, Builtin rule)
{
    const bool *selected = sheet->plan->options.selected;
    return !selected || selected[rule];
}

static uint8_t want_column(Sheet *sheet, uint32_t rule, uint32_t member)
{
    BatchResult *result = sheet->result;
    if (sheet->plan->options.repeats_columns)
        return REASON_OTHER;
    for (size_t i = sheet->first_want; i < result->wants.count; i++)
        if (result->wants.at[i].rule == rule && result->wants.at[i].member == member)
            return REASON_COLUMN;
    ColumnWant want = { rule, member };
    arena_push(&result->arena, &result->wants, want);
    return REASON_COLUMN;
}

/* A table whose file could not be read to its end is no file that is not there. */
static bool is_told_once(const Sheet *sheet, uint32_t member)
{
    const Field *field = plan_field_of(sheet->plan->options.pack, member);
    return field->kind != FIELD_MANY || !sides_has_file(sheet->sides, field->table);
}

static uint8_t reason_of_cell(Sheet *sheet, uint32_t rule, uint32_t member, CellResult result)
{
    bool has_cell = plan_table_of(sheet->plan->options.pack, member) != sheet->table->index ||
                    sheet_has_column(sheet, member - sheet->table->table->record.first);
    switch (result) {
    case CELL_EMPTY: return has_cell ? REASON_EMPTY : want_column(sheet, rule, member);
    case CELL_ABSENT: return is_told_once(sheet, member) ? want_column(sheet, rule, member) : REASON_OTHER;
    case CELL_UNREADABLE: return reasons_is_selected(sheet, BUILTIN_UNREADABLE_VALUE) ? REASON_CELL : REASON_OTHER;
    case CELL_UNKNOWN: return reasons_is_selected(sheet, BUILTIN_VALUE_NOT_ALLOWED) ? REASON_CELL : REASON_OTHER;
    case CELL_OK:
    case CELL_MONTH:
    case CELL_NOT_ALLOWED: break;
    }
    return REASON_OTHER;
}

/* Of a record that a reference leads to: its own file lacks the column, or the batch the file. */
static uint8_t reason_through(Sheet *sheet, uint32_t rule, const Cause *cause)
{
    uint32_t table = plan_table_of(sheet->plan->options.pack, cause->slot);
    if (!sides_have(sheet->sides, table))
        return sides_has_file(sheet->sides, table) ? REASON_OTHER : want_column(sheet, rule, cause->slot);
    if (cause->row >= ROW_ABSENT)
        return REASON_OTHER;
    return reason_of_cell(sheet, rule, cause->slot, sides_result(sheet->sides, cause->slot, cause->row));
}

static void reasons_sort_cause(void *context, const Cause *cause)
{
    Sorting *sorting = context;
    Sheet *sheet = sorting->sheet;
    uint32_t first = sheet->table->table->record.first;
    if (cause->missing && cause->through)
        sorting->reasons |= reason_through(sheet, sorting->rule, cause);
    else if (cause->missing && cause->slot < reasons_table_of(sheet)->field_count)
        sorting->reasons |=
            reason_of_cell(sheet, sorting->rule, first + cause->slot, (CellResult) sheet->results[cause->slot][sorting->row]);
    else
        sorting->reasons |= REASON_OTHER;
}

uint8_t reasons_of(Sheet *sheet, uint32_t rule, NodeId node, uint32_t row)
{
    Sorting sorting = { sheet, rule, row, 0 };
    interp_causes(sheet->interp, node, row, &sheet->scratch, reasons_sort_cause, &sorting);
    uint8_t reasons = sorting.reasons & (uint8_t) ~REASON_EMPTY;
    if (sorting.reasons & REASON_EMPTY && !(reasons & REASON_COLUMN))
        reasons |= REASON_OTHER;
    return reasons ? reasons : REASON_OTHER;
}

static uint8_t reasons_at(Sheet *sheet, uint32_t index, uint32_t row)
{
    const RulePlan *plan = &sheet->table->rules[index];
    if (months_are_doubted(sheet, index, row))
        return REASON_OTHER;
    if (plan->rule == BUILTIN_STEP_AFTER_END) /* the day of an end is not there, or cannot be read */
        return REASON_OTHER;
    if (plan->rule == BUILTIN_STEP_ORDER) /* a step's day cannot be read */
        return reasons_is_selected(sheet, BUILTIN_UNREADABLE_VALUE) ? REASON_CELL : REASON_OTHER;
    return reasons_of(sheet, plan->rule, judge_open_node(sheet, index, row), row);
}

static void find_of_rule(Sheet *sheet, uint32_t index)
{
    const uint8_t *outcomes = sheet->outcomes[index];
    if (!memchr(outcomes, OUTCOME_UNDECIDED, sheet->rows))
        return;
    if (!sheet->reasons[index])
        sheet->reasons[index] = arena_array(&sheet->memory, uint8_t, sheet->capacity);
    sheet->first_want = sheet->result->wants.count;
    for (uint32_t row = 0; row < sheet->rows; row++)
        if (outcomes[row] == OUTCOME_UNDECIDED)
            sheet->reasons[index][row] = reasons_at(sheet, index, row);
    sheet->first_want = 0;
}

void reasons_find(Sheet *sheet)
{
    for (uint32_t i = 0; sheet->rows > 0 && i < sheet->table->rule_count; i++)
        if (sheet->table->rules[i].reported)
            find_of_rule(sheet, i);
}
