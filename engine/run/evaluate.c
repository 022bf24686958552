/* Evaluates a batch: columns, outcomes, findings rule by rule, and the records they belong to. Rules are columns and reports want records,
   so here rows are made of columns. Outcomes are joined into a tally of bytes, rule by rule; findings of a row are counted first, so that
   each rule in turn can put its own where they belong in one array (`next` runs through the place of each row): they come out by row, in
   the order of the rules, and nothing is sorted.

   Few rows are told. What depends on them (texts, fingerprints, clauses) is worked out for these alone; a row of which there is nothing
   to tell costs its bytes in the columns. */
#include "run/evaluate.h"

#include "run/compose.h"
#include "run/ends.h"
#include "run/explanation.h"
#include "run/forecast.h"
#include "run/gather.h"
#include "run/intervals.h"
#include "run/judge.h"
#include "run/reasons.h"
#include "run/timings.h"

void result_reset(BatchResult *result)
{
    Arena arena = result->arena;
    arena_reset(&arena);
    *result = (BatchResult) { .arena = arena };
}

void result_free(BatchResult *result)
{
    arena_free(&result->arena);
}

/* What the rows of a batch come to: bytes, so that a rule's outcomes are joined in one short loop. */
typedef struct {
    uint8_t blocked[BATCH_ROWS], undecided[BATCH_ROWS], found[BATCH_ROWS];
    uint8_t doubted[BATCH_ROWS];                      /* undecided for more than the want of columns */
    uint32_t start[BATCH_ROWS + 1], next[BATCH_ROWS]; /* of a row's findings */
} Tally;

static const Rule *evaluate_rule_at(const Sheet *sheet, uint32_t index)
{
    return &sheet->plan->options.pack->rules[sheet->table->rules[index].rule];
}

static void join_outcomes(const uint8_t *restrict outcomes, bool is_error, Tally *restrict tally, uint32_t rows)
{
    const uint8_t weight = is_error;
    for (uint32_t row = 0; row < rows; row++) {
        uint8_t violated = outcomes[row] == OUTCOME_VIOLATION, undecided = outcomes[row] == OUTCOME_UNDECIDED;
        tally->blocked[row] |= violated & weight;
        tally->undecided[row] |= undecided & weight;
        tally->found[row] = (uint8_t) (tally->found[row] | violated | (outcomes[row] == OUTCOME_WAIVED));
    }
}

static bool evaluate_is_told(const uint32_t counts[OUTCOME_COUNT])
{
    return counts[OUTCOME_VIOLATION] + counts[OUTCOME_UNDECIDED] + counts[OUTCOME_WAIVED] > 0;
}

static void join_reasons(const Sheet *sheet, uint32_t index, bool is_error, Tally *tally)
{
    bool is_written = !evaluate_rule_at(sheet, index)->builtin;
    for (uint32_t row = 0; row < sheet->rows; row++)
        if (sheet->outcomes[index][row] == OUTCOME_UNDECIDED) {
            tally->found[row] |= sheet_tells(sheet, index, row);
            tally->doubted[row] |= is_error && sheet->reasons[index][row] != REASON_COLUMN;
            sheet->result->decided += is_written && sheet->reasons[index][row] != REASON_COLUMN;
        }
}

/* A cell blocks nobody by itself: the rules that need it are undecided. */
static bool is_grave(const Sheet *sheet, uint32_t index)
{
    uint32_t rule = sheet->table->rules[index].rule;
    return !rule_is_about_cell(rule) && evaluate_rule_at(sheet, index)->severity == SEVERITY_ERROR;
}

/* Before a step: whether a record whose day of it cannot be read has taken it, nobody knows. */
static void join_gate(const Sheet *sheet, Tally *tally)
{
    uint32_t gate = sheet->table->gate_field;
    for (uint32_t row = 0; gate != INDEX_NONE && row < sheet->rows; row++)
        if (sheet->judged[row] && cell_is_unreadable((CellResult) sheet->results[gate][row]))
            tally->undecided[row] = tally->doubted[row] = 1;
}

static void join_rules(Sheet *sheet, Tally *tally)
{
    BatchResult *result = sheet->result;
    memset(tally->blocked, 0, sheet->rows);
    memset(tally->undecided, 0, sheet->rows);
    memset(tally->found, 0, sheet->rows);
    memset(tally->doubted, 0, sheet->rows);
    result->counts = arena_alloc_array(&result->arena, sheet->table->rule_count, sizeof *result->counts);
    for (uint32_t i = 0; i < sheet->table->rule_count; i++) {
        if (!sheet->table->rules[i].reported)
            continue;
        judge_count(sheet->outcomes[i], sheet->rows, result->counts[i]);
        if (!evaluate_rule_at(sheet, i)->builtin)
            result->decided += result->counts[i][OUTCOME_PASS] + result->counts[i][OUTCOME_VIOLATION] + result->counts[i][OUTCOME_WAIVED];
        if (evaluate_is_told(result->counts[i]))
            join_outcomes(sheet->outcomes[i], is_grave(sheet, i), tally, sheet->rows);
        if (result->counts[i][OUTCOME_UNDECIDED] > 0)
            join_reasons(sheet, i, is_grave(sheet, i), tally);
    }
    join_gate(sheet, tally);
}

/* ---- findings: one array for the batch, each row's together, in the order of the rules */

static void count_findings(const Sheet *sheet, Tally *tally)
{
    memset(tally->start, 0, (sheet->rows + 1) * sizeof *tally->start);
    for (uint32_t i = 0; i < sheet->table->rule_count; i++) {
        uint8_t told[BATCH_ROWS];
        if (!sheet->table->rules[i].reported || !evaluate_is_told(sheet->result->counts[i]))
            continue;
        sheet_find_told(sheet, i, told);
        for (uint32_t row = sheet_next_told(sheet, told, 0); row < sheet->rows; row = sheet_next_told(sheet, told, row + 1))
            tally->start[row + 1]++;
    }
    for (uint32_t row = 0; row < sheet->rows; row++)
        tally->start[row + 1] += tally->start[row];
    memcpy(tally->next, tally->start, sheet->rows * sizeof *tally->next);
}

static Finding *make_findings(Sheet *sheet, Tally *tally)
{
    if (sheet->rows == 0 || !memchr(tally->found, 1, sheet->rows)) {
        memset(tally->start, 0, (sheet->rows + 1) * sizeof *tally->start);
        return NULL;
    }
    count_findings(sheet, tally);
    Finding *findings = arena_array(&sheet->result->arena, Finding, tally->start[sheet->rows]);
    for (uint32_t i = 0; i < sheet->table->rule_count; i++)
        if (sheet->table->rules[i].reported && evaluate_is_told(sheet->result->counts[i]))
            compose_rule(sheet, i, findings, tally->next);
    return findings;
}

/* ---- records */

/* Where a record has a day, no rule of it tells a private one (compose.c). */
static void add_forecast(Sheet *sheet, uint32_t row, RecordResult *record)
{
    Forecast forecast = forecast_record(sheet, row, record);
    record->earliest = forecast.day;
    record->closed_on = forecast.closed_on;
    record->earliest_step = forecast.step;
}

static Verdict evaluate_verdict_of(const Sheet *sheet, const Tally *tally, uint32_t row)
{
    if (!sheet->table->is_judged)
        return VERDICT_NONE;
    return tally->blocked[row] ? VERDICT_BLOCKED : tally->undecided[row] ? VERDICT_UNDECIDED : VERDICT_READY;
}

static void evaluate_add_record(Sheet *sheet, uint32_t row, Verdict verdict, bool wants_columns, Finding *findings, uint32_t count)
{
    const Batch *batch = sheet->task.batch;
    RecordResult *record = &sheet->result->records[sheet->result->record_count++];
    *record = (RecordResult) { .table = sheet->table->index,
                               .key = compose_key(sheet, row),
                               .label = compose_label(sheet, row),
                               .section = compose_section(sheet, row),
                               .file = batch->mapping->path,
                               .line = batch->lines[row],
                               .row = row,
                               .sheet = batch->mapping->sheet,
                               .verdict = verdict,
                               .wants_columns = wants_columns,
                               .findings = findings,
                               .finding_count = count };
    record->earliest_step = INDEX_NONE;
    if (sheet->plan->options.unheard)
        return;
    if (verdict == VERDICT_BLOCKED)
        add_forecast(sheet, row, record);
    if (sheet->plan->options.intervals)
        intervals_list(sheet, row, record);
    if (sheet->plan->options.steps) {
        steps_list(sheet, row, record);
        ends_tell(sheet, row, record);
    }
    if (record->finding_count + record->interval_count > 0)
        record->content = arena_str(&sheet->result->arena, compose_content(sheet, row));
    if (explanation_is_wanted(sheet, row))
        record->explanation = explanation_new(sheet, row, record);
}

/* Of most records there is nothing to tell but their verdict: for reports that list what was found they are not made. */
static bool is_heard(const Sheet *sheet, Verdict verdict, uint32_t row)
{
    const PlanOptions *options = &sheet->plan->options;
    return options->all_records || explanation_is_wanted(sheet, row) || (verdict != VERDICT_NONE && !options->findings_only);
}

static void judge_record(Sheet *sheet, const Tally *tally, uint32_t row, Finding *findings)
{
    uint32_t count = tally->start[row + 1] - tally->start[row];
    Verdict verdict = evaluate_verdict_of(sheet, tally, row);
    bool is_told = count > 0 || is_heard(sheet, verdict, row), wants_columns = verdict == VERDICT_UNDECIDED && !tally->doubted[row];
    if (verdict == VERDICT_NONE && !is_told)
        return;
    if (is_told)
        evaluate_add_record(sheet, row, verdict, wants_columns, count ? findings + tally->start[row] : NULL, count);
    sheet->result->wants_columns += wants_columns;
    sheet->result->verdicts[verdict]++;
    sheet->result->judged += verdict != VERDICT_NONE;
}

static void leave_record(Sheet *sheet, uint32_t row)
{
    sheet->result->not_judged++;
    if (explanation_is_wanted(sheet, row))
        evaluate_add_record(sheet, row, VERDICT_NONE, false, NULL, 0);
}

static void gather_measured(Sheet *sheet)
{
    uint64_t before = times_start(sheet->times);
    gather_groups(sheet);
    if (sheet->times)
        sheet->times->groups += sheet->times->clock() - before;
}

void evaluate(Sheet *sheet, const Task *task, BatchResult *result)
{
    Tally tally;
    uint64_t before = times_start(sheet->times);
    result_reset(result);
    sheet_begin(sheet, task, result);
    judge_rules(sheet);
    gather_measured(sheet);
    reasons_find(sheet);
    join_rules(sheet, &tally);
    Finding *findings = make_findings(sheet, &tally);
    if (sheet->plan->options.intervals)
        intervals_run(sheet);
    compose_keys(sheet);
    result->records = arena_alloc_column(&result->arena, sheet->rows * sizeof *result->records);
    for (uint32_t row = 0; row < sheet->rows; row++) {
        if (sheet->judged[row])
            judge_record(sheet, &tally, row, findings);
        else
            leave_record(sheet, row);
    }
    if (sheet->times)
        sheet->times->all += sheet->times->clock() - before;
}
