/* All that a report may tell of a record, as bytes and back, without the place where it stands, which the part says once a file. Pointers
   become numbers: a waiver and an end by their place, from 1. Not written is what no record of a part has: figures, records and columns of
   findings about groups and files, whether a baseline knows it, explanations.

   Nothing that is taken is believed: rules, fields, steps, waivers and ends are there, days are days, and texts lie within the bytes.
   What reports look up through it (the gate of an interval's rule) is there, too. */
#include "run/recordbytes.h"

/* ---- writing */

/* 0 stands for none. */
static void put_index(Text *out, uint32_t index)
{
    bytes_number(out, index == INDEX_NONE ? 0 : (uint64_t) index + 1);
}

static void put_pairs(Text *out, const NamedText *pairs, size_t count)
{
    bytes_number(out, count);
    for (size_t i = 0; i < count; i++) {
        bytes_text(out, pairs[i].name);
        bytes_text(out, pairs[i].value);
        bytes_number(out, pairs[i].missing);
    }
}

static void put_clause(Text *out, const FindingClause *clause)
{
    bytes_text(out, clause->text);
    bytes_text(out, clause->value);
    put_pairs(out, clause->operands, clause->operand_count);
    bytes_text(out, clause->file);
    bytes_number(out, clause->line);
    bytes_number(out, clause->column);
    bytes_text(out, clause->excerpt);
}

static void recordbytes_put_finding(Text *out, const Finding *finding, const Waivers *waivers)
{
    bytes_number(out, finding->rule);
    bytes_number(out, finding->outcome);
    bytes_number(out, finding->severity);
    bytes_text(out, finding->message);
    put_pairs(out, finding->group, finding->group_count);
    bytes_number(out, finding->cell_count);
    for (uint32_t i = 0; i < finding->cell_count; i++) {
        bytes_number(out, finding->cells[i].field);
        bytes_text(out, finding->cells[i].value);
        bytes_number(out, finding->cells[i].missing);
        bytes_number(out, finding->cells[i].column);
    }
    bytes_number(out, (uint64_t) finding->clears_on);
    bytes_text(out, finding->fingerprint);
    bytes_text(out, finding->evidence);
    bytes_number(out, finding->waiver ? (uint64_t) (finding->waiver - waivers->at) + 1 : 0);
    bytes_number(out, finding->clause_count);
    for (uint32_t i = 0; i < finding->clause_count; i++)
        put_clause(out, &finding->clauses[i]);
    bytes_number(out, finding->column);
    bytes_number(out, (uint64_t) finding->day);
    put_index(out, finding->day ? finding->day_step : INDEX_NONE);
}

static void put_interval(Text *out, const IntervalResult *interval)
{
    bytes_number(out, interval->rule);
    bytes_number(out, (uint64_t) interval->from_on);
    bytes_number(out, (uint64_t) interval->to_on);
    bytes_number(out, (uint64_t) interval->due);
    bytes_number(out, (uint64_t) interval->earliest);
    bytes_number(out, (uint64_t) interval->is_private | (uint64_t) interval->is_unknown << 1);
    bytes_text(out, interval->fingerprint);
}

static void put_lists(Text *out, const RecordResult *record, const Waivers *waivers)
{
    bytes_number(out, record->finding_count);
    for (uint32_t i = 0; i < record->finding_count; i++)
        recordbytes_put_finding(out, &record->findings[i], waivers);
    bytes_number(out, record->interval_count);
    for (uint32_t i = 0; i < record->interval_count; i++)
        put_interval(out, &record->intervals[i]);
    bytes_number(out, record->step_count);
    for (uint32_t i = 0; i < record->step_count; i++)
        bytes_number(out, (uint64_t) record->steps[i].on << 2 | (uint64_t) record->steps[i].unknown << 1 | record->steps[i].taken);
}

/* How its case has ended: 0: it has not. */
static uint32_t recordbytes_end_of(const RecordContext *context, const RecordResult *record)
{
    uint32_t procedure = context->pack->tables[context->table].procedure;
    return record->end ? (uint32_t) (record->end - context->pack->procedures[procedure].ends) + 1 : 0;
}

void record_write(Text *out, const RecordContext *context, const RecordResult *record)
{
    bytes_number(out, record->row);
    bytes_text(out, record->key);
    bytes_text(out, record->label);
    bytes_text(out, record->section);
    bytes_number(out, record->line);
    bytes_number(out, record->verdict);
    bytes_number(out, record->wants_columns);
    bytes_number(out, (uint64_t) record->earliest);
    bytes_number(out, (uint64_t) record->closed_on);
    put_index(out, record->earliest || record->closed_on ? record->earliest_step : INDEX_NONE);
    bytes_text(out, record->content);
    bytes_number(out, recordbytes_end_of(context, record));
    bytes_number(out, (uint64_t) record->ended_on);
    put_lists(out, record, context->waivers);
}

/* ---- taking */

static Date recordbytes_take_date(Bytes *bytes)
{
    uint64_t number = bytes_take_number(bytes);
    if (number == 0 || (number <= DATE_MAX && date_is_packed((int64_t) number)))
        return (Date) number;
    bytes_fail(bytes);
    return 0;
}

static uint32_t take_index(Bytes *bytes, uint32_t count)
{
    uint32_t number = bytes_take_below(bytes, (uint64_t) count + 1);
    return number == 0 ? INDEX_NONE : number - 1;
}

static const NamedText *recordbytes_take_pairs(Arena *arena, Bytes *bytes, uint32_t *count)
{
    *count = bytes_take_count(bytes, 3);
    NamedText *pairs = arena_array(arena, NamedText, *count);
    for (uint32_t i = 0; i < *count && !bytes->failed; i++) {
        pairs[i].name = bytes_take_text(bytes);
        pairs[i].value = bytes_take_text(bytes);
        pairs[i].missing = bytes_take_flag(bytes);
    }
    return pairs;
}

static void take_clause(Arena *arena, Bytes *bytes, FindingClause *clause)
{
    uint32_t operands;
    clause->size = sizeof *clause;
    clause->text = bytes_take_text(bytes);
    clause->value = bytes_take_text(bytes);
    clause->operands = recordbytes_take_pairs(arena, bytes, &operands);
    clause->operand_count = operands;
    clause->file = bytes_take_text(bytes);
    clause->line = bytes_take_below(bytes, UINT32_MAX);
    clause->column = bytes_take_below(bytes, UINT32_MAX);
    clause->excerpt = bytes_take_text(bytes);
}

static const Table *recordbytes_table_of(const RecordContext *context)
{
    return &context->pack->tables[context->table].table;
}

static uint32_t step_count(const RecordContext *context)
{
    uint32_t procedure = context->pack->tables[context->table].procedure;
    return procedure == INDEX_NONE ? 0 : context->pack->procedures[procedure].step_count;
}

static void take_cells(const RecordContext *context, Bytes *bytes, Finding *finding)
{
    finding->cell_count = bytes_take_count(bytes, 4);
    finding->cells = arena_array(context->arena, FindingCell, finding->cell_count);
    for (uint32_t i = 0; i < finding->cell_count && !bytes->failed; i++) {
        finding->cells[i].field = bytes_take_below(bytes, recordbytes_table_of(context)->field_count);
        finding->cells[i].value = bytes_take_text(bytes);
        finding->cells[i].missing = bytes_take_flag(bytes);
        finding->cells[i].column = bytes_take_below(bytes, UINT32_MAX);
    }
}

static void take_clauses(const RecordContext *context, Bytes *bytes, Finding *finding)
{
    finding->clause_count = bytes_take_count(bytes, 7);
    FindingClause *clauses = arena_array(context->arena, FindingClause, finding->clause_count);
    for (uint32_t i = 0; i < finding->clause_count && !bytes->failed; i++)
        take_clause(context->arena, bytes, &clauses[i]);
    finding->clauses = finding->clause_count ? clauses : NULL;
}

static void take_finding(const RecordContext *context, Bytes *bytes, const RecordResult *record, Finding *finding)
{
    *finding =
        (Finding) { .table = context->table, .key = record->key, .file = context->file, .sheet = context->sheet, .line = record->line };
    finding->rule = bytes_take_below(bytes, context->pack->rule_count);
    finding->outcome = (Outcome) bytes_take_below(bytes, OUTCOME_COUNT);
    finding->severity = (Severity) bytes_take_below(bytes, SEVERITY_INFO + 1);
    finding->message = bytes_take_text(bytes);
    finding->group = recordbytes_take_pairs(context->arena, bytes, &finding->group_count);
    take_cells(context, bytes, finding);
    finding->clears_on = recordbytes_take_date(bytes);
    finding->fingerprint = bytes_take_text(bytes);
    finding->evidence = bytes_take_text(bytes);
    uint32_t waiver = take_index(bytes, context->waivers->count);
    finding->waiver = waiver == INDEX_NONE ? NULL : &context->waivers->at[waiver];
    take_clauses(context, bytes, finding);
    finding->column = bytes_take_below(bytes, UINT32_MAX);
    finding->day = recordbytes_take_date(bytes);
    finding->day_step = take_index(bytes, step_count(context));
}

/* What reports look up of it is there. */
static void take_interval(const RecordContext *context, Bytes *bytes, IntervalResult *interval)
{
    interval->rule = bytes_take_below(bytes, context->pack->rule_count);
    interval->from_on = recordbytes_take_date(bytes);
    interval->to_on = recordbytes_take_date(bytes);
    interval->due = recordbytes_take_date(bytes);
    interval->earliest = recordbytes_take_date(bytes);
    uint32_t flags = bytes_take_below(bytes, 4);
    interval->is_private = flags & 1;
    interval->is_unknown = flags >> 1;
    interval->fingerprint = bytes_take_text(bytes);
    const Rule *rule = bytes->failed ? NULL : &context->pack->rules[interval->rule];
    if (!rule || rule->table != context->table || rule->gate >= step_count(context))
        bytes_fail(bytes);
}

static void take_step(Bytes *bytes, StepDay *step)
{
    uint64_t number = bytes_take_number(bytes);
    *step = (StepDay) { .taken = number & 1, .unknown = number >> 1 & 1, .on = (Date) (number >> 2 & INT32_MAX) };
    if (number >> 2 > DATE_MAX || (step->on && !date_is_packed(step->on)))
        bytes_fail(bytes);
}

static void take_lists(const RecordContext *context, Bytes *bytes, RecordResult *record)
{
    record->finding_count = bytes_take_count(bytes, 14);
    record->findings = record->finding_count ? arena_array(context->arena, Finding, record->finding_count) : NULL;
    for (uint32_t i = 0; i < record->finding_count && !bytes->failed; i++)
        take_finding(context, bytes, record, &record->findings[i]);
    record->interval_count = bytes_take_count(bytes, 7);
    record->intervals = arena_array(context->arena, IntervalResult, record->interval_count);
    for (uint32_t i = 0; i < record->interval_count && !bytes->failed; i++)
        take_interval(context, bytes, &record->intervals[i]);
    record->step_count = bytes_take_count(bytes, 1);
    if (record->step_count != 0 && record->step_count != step_count(context))
        bytes_fail(bytes);
    record->steps = record->step_count && !bytes->failed ? arena_array(context->arena, StepDay, record->step_count) : NULL;
    for (uint32_t i = 0; i < record->step_count && !bytes->failed; i++)
        take_step(bytes, &record->steps[i]);
}

bool record_take(const RecordContext *context, Bytes *bytes, RecordResult *record)
{
    uint32_t procedure = context->pack->tables[context->table].procedure;
    uint32_t ends = procedure == INDEX_NONE ? 0 : context->pack->procedures[procedure].end_count;
    *record = (RecordResult) { .table = context->table, .file = context->file, .sheet = context->sheet };
    record->row = bytes_take_below(bytes, BATCH_ROWS);
    record->key = bytes_take_text(bytes);
    record->label = bytes_take_text(bytes);
    record->section = bytes_take_text(bytes);
    record->line = bytes_take_number(bytes);
    record->verdict = (Verdict) bytes_take_below(bytes, VERDICT_COUNT);
    record->wants_columns = bytes_take_flag(bytes);
    record->earliest = recordbytes_take_date(bytes);
    record->closed_on = recordbytes_take_date(bytes);
    record->earliest_step = take_index(bytes, step_count(context));
    record->content = bytes_take_text(bytes);
    uint32_t end = take_index(bytes, ends);
    record->end = end == INDEX_NONE ? NULL : &context->pack->procedures[procedure].ends[end];
    record->ended_on = recordbytes_take_date(bytes);
    take_lists(context, bytes, record);
    return !bytes->failed;
}
