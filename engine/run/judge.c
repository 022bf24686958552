/* From truth values to outcomes: rule by rule over all rows of a batch, in loops without branches. A cell of a column of truth is true,
   false, missing or failed, and an outcome is chosen of three such columns: whether the rule applies, its `when`, what it requires.

   A rule that stands after others is settled when they are, in the order of the plan, and waivers between them: what somebody has
   accepted is no cause that would silence the next rule. */
#include "run/judge.h"

#include "run/dictionary.h"
#include "run/elsewhere.h"
#include "run/months.h"
#include "run/timings.h"
#include "run/waive.h"

static void doubt_rows(const uint8_t *when, const uint8_t *applies, uint8_t *out, size_t rows)
{
    for (size_t row = 0; row < rows; row++)
        out[row] = (when[row] == TRUTH_MISSING) & (applies[row] != TRUTH_FALSE) ? (uint8_t) OUTCOME_UNDECIDED : out[row];
}

/* One choice after the other, each a loop's width at once: a failure outranks a missing value, that outranks the condition,
   and where the rule does not apply nothing else counts. */
void judge_rows(const uint8_t *when, const uint8_t *applies, const uint8_t *require, Outcome lacking, uint8_t *out, size_t rows)
{
    const uint8_t absent = (uint8_t) lacking;
    for (size_t row = 0; row < rows; row++) {
        uint8_t a = applies[row], r = require[row];
        uint8_t outcome = r == TRUTH_TRUE ? OUTCOME_PASS : OUTCOME_VIOLATION;
        outcome = ((a == TRUTH_MISSING) | (r == TRUTH_MISSING)) ? absent : outcome;
        outcome = ((a == TRUTH_ERROR) | (r == TRUTH_ERROR)) ? OUTCOME_UNDECIDED : outcome;
        out[row] = a == TRUTH_FALSE ? OUTCOME_NOT_APPLICABLE : outcome;
    }
    if (when && lacking != OUTCOME_UNDECIDED)
        doubt_rows(when, applies, out, rows);
}

enum { COUNTED_AT_ONCE = 128 /* a byte holds the number, so that sixteen rows are counted by one instruction */ };

static uint8_t count_few(const uint8_t *outcomes, size_t rows, uint8_t outcome)
{
    uint8_t count = 0;
    for (size_t row = 0; row < rows; row++)
        count = (uint8_t) (count + (outcomes[row] == outcome));
    return count;
}

void judge_count(const uint8_t *outcomes, size_t rows, uint32_t counts[OUTCOME_COUNT])
{
    for (uint8_t outcome = 0; outcome < OUTCOME_COUNT; outcome++)
        for (size_t from = 0; from < rows; from += COUNTED_AT_ONCE)
            counts[outcome] += count_few(outcomes + from, rows - from < COUNTED_AT_ONCE ? rows - from : COUNTED_AT_ONCE, outcome);
}

static const uint8_t *truth(const Sheet *sheet, NodeId node)
{
    return interp_column(sheet->interp, node)->data;
}

NodeId judge_open_node(const Sheet *sheet, uint32_t index, uint32_t row)
{
    const RulePlan *plan = &sheet->table->rules[index];
    return truth(sheet, plan->applies)[row] == TRUTH_TRUE ? plan->require : plan->applies;
}

/* One cause, one finding: a rule that stands after a violated one says nothing. What a waiver accepted is no cause any more. */
static void stand_after(const uint8_t *first, uint8_t *out, size_t rows)
{
    for (size_t row = 0; row < rows; row++)
        out[row] = first[row] == OUTCOME_VIOLATION ? OUTCOME_NOT_APPLICABLE : out[row];
}

static void judge_rule(Sheet *sheet, uint32_t index)
{
    static const Outcome lacking[] = {
        [MISSING_UNDECIDED] = OUTCOME_UNDECIDED, [MISSING_VIOLATION] = OUTCOME_VIOLATION, [MISSING_PASS] = OUTCOME_PASS
    };
    const RulePlan *plan = &sheet->table->rules[index];
    const Rule *rule = &sheet->plan->options.pack->rules[plan->rule];
    uint8_t *out = sheet->outcomes[index];
    if (sheet->not_asked[index])
        memset(out, OUTCOME_NOT_APPLICABLE, sheet->rows);
    else if (rule->builtin)
        dictionary_check(sheet, (Builtin) plan->rule, out);
    else
        judge_rows(plan->when == NODE_NONE ? NULL : truth(sheet, plan->when), truth(sheet, plan->applies), truth(sheet, plan->require),
                   lacking[rule->missing], out, sheet->rows);
    elsewhere_leave(sheet, index, out);
}

static void judge_measured(Sheet *sheet, uint32_t index)
{
    uint64_t before = times_start(sheet->times);
    judge_rule(sheet, index);
    if (sheet->times)
        sheet->times->rules[index].condition += sheet->times->clock() - before;
}

/* Of a record that could not be read nothing else is known. */
static void leave_unreadable(Sheet *sheet, uint32_t row)
{
    for (uint32_t i = 0; i < sheet->table->rule_count; i++)
        if (sheet->table->rules[i].rule != BUILTIN_UNREADABLE_RECORD)
            sheet->outcomes[i][row] = OUTCOME_NOT_APPLICABLE;
}

static void judge_leave_out(const uint8_t *judged, uint8_t *out, size_t rows)
{
    for (size_t row = 0; row < rows; row++)
        out[row] = judged[row] ? out[row] : (uint8_t) OUTCOME_COUNT;
}

/* Whose case has ended takes no further step. */
static void leave_ended(Sheet *sheet)
{
    if (sheet->table->gate_field == INDEX_NONE || sheet->table->ended == NODE_NONE)
        return;
    const uint8_t *ended = truth(sheet, sheet->table->ended);
    for (uint32_t row = 0; row < sheet->rows; row++)
        sheet->judged[row] &= ended[row] != TRUTH_TRUE;
}

/* Where nobody can say whether a record is about to take the step, it is judged. */
static void leave_others(Sheet *sheet)
{
    if (sheet->table->gate_field == INDEX_NONE || sheet->table->candidates == NODE_NONE || sheet->task.chosen)
        return;
    const uint8_t *candidates = truth(sheet, sheet->table->candidates);
    for (uint32_t row = 0; row < sheet->rows; row++)
        sheet->judged[row] &= candidates[row] != TRUTH_FALSE;
}

/* Each rule after those that it stands after, when their waivers are known. */
static void judge_settle(Sheet *sheet)
{
    WaiverHits hits = waive_find(sheet);
    for (uint32_t i = 0; i < sheet->table->rule_count; i++) {
        uint32_t index = sheet->table->order[i];
        const RulePlan *plan = &sheet->table->rules[index];
        for (uint32_t k = 0; k < plan->after_count; k++)
            stand_after(sheet->outcomes[plan->after[k]], sheet->outcomes[index], sheet->rows);
        waive(sheet, &hits, index);
    }
}

/* Whether a cell by which an end is told cannot be read. */
static bool has_unreadable_end(const Sheet *sheet, uint32_t row)
{
    const TablePlan *plan = sheet->table;
    for (uint32_t field = 0; field < plan->table->table.field_count; field++)
        if (plan->ends_read[field] && sheet_has_column(sheet, field) && column_status(&sheet->columns[field], row) & STATUS_ERROR)
            return true;
    return false;
}

/* What a file has no column for does not say that a case has ended, no more than an empty cell does: what is open is owed. */
static void settle_ended(Sheet *sheet)
{
    const TablePlan *plan = sheet->table;
    const uint8_t *ended = plan->ended == NODE_NONE ? NULL : truth(sheet, plan->ended);
    for (uint32_t row = 0; ended && row < sheet->rows; row++) {
        if (ended[row] != TRUTH_ERROR || has_unreadable_end(sheet, row))
            continue;
        for (uint32_t i = 0; i < plan->rule_count; i++)
            if (plan->rules[i].rule >= BUILTIN_COUNT && plan->rules[i].unended != NODE_NONE && !sheet->not_asked[i])
                ((uint8_t *) interp_column(sheet->interp, plan->rules[i].applies)->data)[row] = truth(sheet, plan->rules[i].unended)[row];
    }
}

static void judge_columns(Sheet *sheet)
{
    if (sheet->interp) {
        interp_run(sheet->interp, sheet->inputs, sheet->rows);
        settle_ended(sheet);
    }
    for (uint32_t i = 0; i < sheet->table->rule_count; i++)
        judge_measured(sheet, i);
}

/* Days of which only the month is known come first, since trying them judges all rules anew; who is not judged, and what cannot be
   read, is taken out of what that leaves. OUTCOME_COUNT stands for a row that is not judged. */
void judge_rules(Sheet *sheet)
{
    judge_columns(sheet);
    months_doubt(sheet, judge_columns);
    leave_ended(sheet);
    leave_others(sheet);
    const Batch *batch = sheet->task.batch;
    for (uint32_t i = 0; i < batch->bad_count; i++)
        if (batch->bad[i].field == FIELD_NONE)
            leave_unreadable(sheet, batch->bad[i].row);
    for (uint32_t i = 0; sheet->table->gate_field != INDEX_NONE && i < sheet->table->rule_count; i++)
        judge_leave_out(sheet->judged, sheet->outcomes[i], sheet->rows);
    judge_settle(sheet);
}
