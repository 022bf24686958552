/* Checking a batch: options in, and everything a run tells out, in the words of duly.h. A run knows rules, fields and steps by number and
   dates as packed ints; what a host hears has names, titles in its language and years, months and days. One function for each structure,
   named give_…, makes it; those named tell_… hand it on.

   What is made lives in `told`, which is emptied after each callback: a host copies what it keeps. What it may look at until the end
   (files, counts of rules, the run itself) lives in `arena`.

   Versions of a rule have numbers of their own in the pack, but a host knows rules by id: where something is counted by rule, the
   versions share the row of the first of them that was asked (give_rows). */
#include "api/about.h"
#include "api/check.h"

#include <math.h>

#include "api/inside.h"
#include "codec/xlsx.h"
#include "run/agenda.h"
#include "run/baseline.h"
#include "run/renaming.h"
#include "run/timings.h"
#include "run/waivers.h"

/* A host is called outside of the edge, a part of the library where it stands (inside.h). */
#define TELL(check, ...)                 \
    do {                                 \
        if ((check)->is_inside)          \
            __VA_ARGS__;                 \
        else                             \
            MEMORY_OUTSIDE(__VA_ARGS__); \
    } while (0)

/* ---- options */

/* Year 0 is no day; a day that does not exist is told by whoever looks at it. */
static Date check_take_date(duly_date date)
{
    if (date.year == 0)
        return 0;
    return date_is_valid(date.year, date.month, date.day) ? date_pack(date.year, date.month, date.day) : -1;
}

static RunOptions check_take_options(Arena *arena, const duly_check_options *given, const duly_source *sources)
{
    RunOptions options = {
        .batch = api_strs(arena, given->batch, given->batch_count),
        .table_files = api_strs(arena, given->table_files, given->table_file_count),
        .sources = sources,
        .source_count = given->source_count,
        .only = api_strs(arena, given->only, given->only_count),
        .skip = api_strs(arena, given->skip, given->skip_count),
        .elsewhere = api_strs(arena, given->elsewhere, given->elsewhere_count),
        .set = api_strs(arena, given->set, given->set_count),
        .as_of = check_take_date(given->as_of),
        .on = check_take_date(given->on),
        .has_gate = given->gate != NULL,
        .gate = str_of(given->gate),
        .language = str_of(given->language),
        .jobs = given->jobs,
        .redact = given->redact,
        .hash_files = given->hash_files,
        .max_findings = given->max_findings,
        .agenda = str_of(given->agenda),
        .mapping = str_of(given->mapping),
        .waivers = str_of(given->waivers),
        .stop = given->stop,
        .clauses = given->clauses,
        .baseline = str_of(given->baseline),
        .clock = given->clock,
        .encoding = str_of(given->encoding),
        .memory = given->memory,
    };
    if (given->part_bytes)
        options.part = (PartOptions) { .number = given->part ? given->part : 1,
                                       .count = given->part_count ? given->part_count : 1,
                                       .shares = api_strs(arena, given->shares, given->share_count) };
    for (int severity = SEVERITY_ERROR; severity <= SEVERITY_INFO; severity++)
        options.may_fail[severity] = given->fail_on != DULY_NEVER && severity <= (int) given->fail_on;
    return options;
}

/* ---- what is told */

/* The address of a cell in the row of the finding; empty where it has none. */
static duly_text give_address(Check *check, const Finding *finding, uint32_t column)
{
    if (finding->sheet.len == 0 || column == 0 || finding->line == 0)
        return (duly_text) { 0 };
    return arena_str(&check->told, str_of(xlsx_address(column - 1, finding->line).text));
}

static duly_cell *give_cells(Check *check, const Finding *finding)
{
    const Table *table = &check->pack->pack->tables[finding->table].table;
    duly_cell *cells = arena_array(&check->told, duly_cell, finding->cell_count);
    for (uint32_t i = 0; i < finding->cell_count; i++) {
        const FindingCell *cell = &finding->cells[i];
        const Field *field = &table->fields[cell->field];
        cells[i] = (duly_cell) { .size = sizeof(duly_cell),
                                 .field = field->name,
                                 .title = local_text(&field->title, check->language),
                                 .value = cell->value,
                                 .missing = cell->missing,
                                 .column = cell->column,
                                 .a1 = give_address(check, finding, cell->column) };
    }
    return cells;
}

static const duly_waiver *give_waiver(Check *check, const Waiver *waiver)
{
    if (!waiver)
        return NULL;
    duly_waiver *told = arena_new(&check->told, duly_waiver);
    *told = (duly_waiver) {
        .size = sizeof(duly_waiver),
        .document = waiver->document,
        .reason = waiver->reason,
        .authority = waiver->authority,
        .granted = api_date(waiver->granted),
        .expires = api_date(waiver->expires),
        .file = check->waivers,
        .line = waiver->line,
    };
    return told;
}

static duly_text check_place_of(Check *check, const Finding *finding, const duly_cell *cells)
{
    for (uint32_t i = 0; i < finding->cell_count; i++)
        if (cells[i].a1.len)
            return cells[i].a1;
    return give_address(check, finding, finding->column);
}

void check_give_step(const Check *check, uint32_t table, uint32_t step, duly_text *id, duly_text *title)
{
    const Pack *pack = check->pack->pack;
    if (step == INDEX_NONE)
        return;
    const Step *taken = &pack->procedures[pack->tables[table].procedure].steps[step];
    *id = taken->id;
    *title = local_text(&taken->title, check->language);
}

static const duly_text *give_headings(Check *check, const Field *field)
{
    duly_text *given = arena_array(&check->told, duly_text, field->header_count);
    for (size_t i = 0; i < field->header_count; i++)
        given[i] = field->headers[i];
    return given;
}

static const duly_text *give_rule_ids(const Check *check, Arena *arena, const uint32_t *rules, uint32_t count)
{
    duly_text *given = arena_array(arena, duly_text, count);
    for (uint32_t i = 0; i < count; i++)
        given[i] = check->pack->pack->rules[rules[i]].id;
    return given;
}

static const duly_column *check_give_lacking(Check *check, const Finding *finding)
{
    duly_column *columns = arena_array(&check->told, duly_column, finding->column_count);
    for (uint32_t i = 0; i < finding->column_count; i++) {
        const FindingColumn *column = &finding->columns[i];
        columns[i] = (duly_column) {
            .size = sizeof(duly_column),
            .field = column->name,
            .title = local_text(&column->field->title, check->language),
            .headings = give_headings(check, column->field),
            .heading_count = column->field->header_count,
            .rules = give_rule_ids(check, &check->told, column->rules, column->rule_count),
            .rule_count = column->rule_count,
        };
    }
    return finding->column_count ? columns : NULL;
}

duly_finding check_give_finding(Check *check, const Finding *finding)
{
    const Rule *rule = &check->pack->pack->rules[finding->rule];
    const duly_rule *described = &check->pack->rules[finding->rule];
    const duly_cell *cells = give_cells(check, finding);
    duly_finding given = {
        .size = sizeof given,
        .rule = finding->rule,
        .id = described->id,
        .severity = finding->severity,
        .outcome = finding->outcome,
        /* A rule's title names the fault: of what is not decided it says too much. */
        .title = finding->outcome == OUTCOME_UNDECIDED && !rule->builtin ? finding->message : local_text(&rule->title, check->language),
        .message = finding->message,
        .table = check->pack->pack->tables[finding->table].table.name,
        .key = finding->key,
        .group = finding->group,
        .group_count = finding->group_count,
        .about = about_finding(&check->told, check->pack->pack, finding, check->language),
        .file = finding->file,
        .line = finding->line,
        .cells = cells,
        .cell_count = finding->cell_count,
        .clears_on = api_date(finding->clears_on),
        .gate = described->gate,
        .source = local_text(&rule->cite, check->language),
        .rule_file = described->path,
        .rule_line = described->line,
        .fingerprint = finding->fingerprint,
        .evidence = finding->evidence,
        .novelty = check->run.baseline.len == 0 ? DULY_NO_BASELINE
                   : finding->is_known          ? DULY_KNOWN
                                                : DULY_NEW,
        .waiver = give_waiver(check, finding->waiver),
        .clauses = finding->clauses,
        .clause_count = finding->clause_count,
        .is_group = finding->is_group,
        .figures = finding->figures,
        .figure_count = finding->figure_count,
        .records = finding->records,
        .record_count = finding->record_count,
        .record_total = finding->record_total,
        .columns = check_give_lacking(check, finding),
        .column_count = finding->column_count,
        .column = finding->column,
        .sheet = finding->sheet,
        .a1 = check_place_of(check, finding, cells),
        .day = api_date(finding->day),
        .from = api_bound(rule->from),
        .to = api_bound(rule->to),
    };
    if (finding->day)
        check_give_step(check, finding->table, finding->day_step, &given.day_step, &given.day_step_title);
    return given;
}

static void tell_complaint(void *context, const Complaint *complaint)
{
    const Check *check = context;
    api_tell_complaint(complaint, check->sink->problem, check->sink->context);
}

static void check_tell_finding(void *context, const Finding *finding)
{
    Check *check = context;
    if (!check->sink->finding)
        return;
    duly_finding told = check_give_finding(check, finding);
    TELL(check, check->sink->finding(check->sink->context, &told));
    arena_reset(&check->told);
}

static int64_t days_left(const Check *check, const IntervalResult *interval)
{
    duly_date as_of = check->run.as_of;
    if (interval->to_on || !interval->due)
        return 0;
    return date_to_day(interval->due) - date_to_day(date_pack(as_of.year, as_of.month, as_of.day));
}

static duly_text give_again(const Check *check, const Rule *rule)
{
    if (!rule->interval || rule->interval->dates == INDEX_NONE)
        return (duly_text) { 0 };
    const Field *dates = &check->pack->pack->tables[rule->table].table.fields[rule->interval->dates];
    Str title = local_text(&dates->title, check->language);
    return title.len ? title : dates->name;
}

static bool is_waived(const RecordResult *record, uint32_t rule)
{
    for (uint32_t i = 0; i < record->finding_count; i++)
        if (record->findings[i].rule == rule && record->findings[i].outcome == OUTCOME_WAIVED)
            return true;
    return false;
}

duly_interval check_give_interval(Check *check, const RecordResult *record, uint32_t index)
{
    const PackTable *table = &check->pack->pack->tables[record->table];
    const IntervalResult *interval = &record->intervals[index];
    const Rule *rule = &check->pack->pack->rules[interval->rule];
    const Step *steps = check->pack->pack->procedures[table->procedure].steps;
    const Step none = { 0 }, *from = rule->interval ? &steps[rule->interval->from] : &none, *to = &steps[rule->gate];
    return (duly_interval) {
        .size = sizeof(duly_interval),
        .rule = interval->rule,
        .id = rule->id,
        .title = local_text(&rule->title, check->language),
        .severity = rule->severity,
        .table = table->table.name,
        .key = record->key,
        .label = record->label,
        .file = record->file,
        .line = record->line,
        .from = from->id,
        .from_title = local_text(&from->title, check->language),
        .to = to->id,
        .to_title = local_text(&to->title, check->language),
        .from_on = api_date(interval->from_on),
        .to_on = api_date(interval->to_on),
        .due = api_date(interval->due),
        .earliest = api_date(interval->earliest),
        .days_left = days_left(check, interval),
        .section = record->section,
        .is_private = interval->is_private,
        .again = give_again(check, rule),
        .is_unknown = interval->is_unknown,
        .is_waived = is_waived(record, interval->rule),
        .fingerprint = interval->fingerprint,
        .sheet = record->sheet,
    };
}

static void tell_intervals(Check *check, const RecordResult *record)
{
    for (uint32_t i = 0; i < record->interval_count; i++) {
        duly_interval told = check_give_interval(check, record, i);
        TELL(check, check->sink->interval(check->sink->context, &told));
    }
}

static size_t first_step(const Check *check, const RecordResult *record)
{
    const Pack *pack = check->pack->pack;
    size_t first = 0;
    for (uint32_t i = 0; i < pack->tables[record->table].procedure; i++)
        first += pack->procedures[i].step_count;
    return first;
}

/* The document in force on the day of a step; of one that is still to come, on the as-of date. */
static duly_text give_document(const Check *check, const RecordResult *record, const Procedure *procedure, uint32_t step)
{
    duly_date as_of = check->run.as_of;
    Date day = record->steps[step].on;
    bool is_over = false;
    for (uint32_t i = step; i < record->step_count; i++)
        is_over |= record->steps[i].taken;
    if (!is_over)
        day = date_pack(as_of.year, as_of.month, as_of.day);
    Str title = { 0 };
    for (uint32_t i = 0; day && i < procedure->document_count && procedure->documents[i].from <= day; i++)
        title = local_text(&procedure->documents[i].title, check->language);
    return title;
}

static duly_step_day *give_steps(Check *check, const RecordResult *record)
{
    if (record->step_count == 0)
        return NULL;
    duly_step_day *steps = arena_array(&check->told, duly_step_day, record->step_count);
    size_t first = first_step(check, record);
    const Procedure *procedure = &check->pack->pack->procedures[check->pack->pack->tables[record->table].procedure];
    for (uint32_t i = 0; i < record->step_count; i++)
        steps[i] = (duly_step_day) { sizeof(duly_step_day),         first + i,
                                     record->steps[i].taken,        record->steps[i].unknown,
                                     api_date(record->steps[i].on), give_document(check, record, procedure, i) };
    return steps;
}

duly_record check_give_record(Check *check, const RecordResult *record)
{
    const Table *table = &check->pack->pack->tables[record->table].table;
    const End none = { 0 }, end = record->end ? *record->end : none;
    duly_finding *findings = NULL;
    if (record->finding_count > 0)
        findings = arena_array(&check->told, duly_finding, record->finding_count);
    for (uint32_t i = 0; i < record->finding_count; i++)
        findings[i] = check_give_finding(check, &record->findings[i]);
    duly_record given = {
        .size = sizeof given,
        .table = table->name,
        .table_title = local_text(&table->title, check->language),
        .key = record->key,
        .label = record->label,
        .file = record->file,
        .line = record->line,
        .verdict = record->verdict,
        .wants_columns = record->wants_columns,
        .earliest = api_date(record->earliest),
        .closed_on = api_date(record->closed_on),
        .findings = findings,
        .finding_count = record->finding_count,
        .section = record->section,
        .steps = give_steps(check, record),
        .step_count = record->step_count,
        .sheet = record->sheet,
        .end = end.id,
        .ended_on = api_date(record->ended_on),
        .end_title = local_text(&end.title, check->language),
    };
    if (record->earliest || record->closed_on)
        check_give_step(check, record->table, record->earliest_step, &given.earliest_step, &given.earliest_step_title);
    return given;
}

static void give_record(Check *check, const RecordResult *record)
{
    duly_record told = check_give_record(check, record);
    TELL(check, check->sink->record(check->sink->context, &told));
    if (told.findings || told.steps)
        arena_reset(&check->told);
}

static void check_tell_record(void *context, const RecordResult *record)
{
    Check *check = context;
    if (record->explanation && check->explained)
        check->explained(check, record);
    if (check->sink->record)
        give_record(check, record);
    if (check->sink->interval)
        tell_intervals(check, record);
}

/* ---- beginning and end */

static void give_set(Check *check, const RunInfo *info)
{
    Strs set = info->options->set;
    duly_pair *pairs = arena_array(&check->arena, duly_pair, set.count);
    for (size_t i = 0; i < set.count; i++) {
        size_t equals = str_find(set.at[i], STR("="), 0);
        pairs[i] = (duly_pair) { .name = str_trim(str_slice(set.at[i], 0, equals)),
                                 .value = str_trim(str_slice(set.at[i], equals + 1, set.at[i].len)) };
    }
    check->run.set = pairs;
    check->run.set_count = set.count;
}

static void check_tell_begin(void *context, const RunInfo *info)
{
    Check *check = context;
    check->run = (duly_run) { .size = sizeof(duly_run),
                              .version = str_of(duly_version()),
                              .pack = check->pack,
                              .as_of = api_date(info->selection->as_of),
                              .language = check->language,
                              .redacted = info->options->redact,
                              .baseline = info->options->baseline,
                              .waivers = info->options->waivers };
    if (info->options->has_gate) {
        check->run.gate = check->pack->pack->procedures[info->selection->gate_procedure].steps[info->selection->gate_step].id;
        check->run.on = api_date(info->selection->on);
    }
    check->waivers = info->options->waivers;
    give_set(check, info);
    if (check->sink->begin)
        TELL(check, check->sink->begin(check->sink->context, &check->run));
}

static const duly_passed_row *give_passed(Check *check, const FileInfo *file, bool redact)
{
    duly_passed_row *rows = arena_array(&check->arena, duly_passed_row, file->passed_kept);
    for (size_t i = 0; i < file->passed_kept; i++)
        rows[i] = (duly_passed_row) { sizeof(duly_passed_row), file->passed[i].line, redact ? (duly_text) { 0 } : file->passed[i].text };
    return rows;
}

static void give_batch(Check *check, const BatchFiles *batch)
{
    duly_text *paths = arena_array(&check->arena, duly_text, batch->count);
    for (size_t i = 0; i < batch->count; i++)
        paths[i] = batch->at[i].path;
    check->run.batch = paths;
    check->run.batch_count = batch->count;
}

static void give_files(Check *check, const RunInfo *info)
{
    duly_file *files = arena_array(&check->arena, duly_file, info->file_count);
    for (size_t i = 0; i < info->file_count; i++) {
        const FileInfo *file = &info->files[i].info;
        files[i] = (duly_file) { .size = sizeof(duly_file),
                                 .path = file->path,
                                 .encoding = file->encoding,
                                 .table = info->pack->tables[info->files[i].table].table.name,
                                 .sha256 = file->sha256,
                                 .bytes = file->bytes,
                                 .records = file->records,
                                 .encoding_by = (duly_encoding_basis) file->basis,
                                 .bad_bytes = file->bad_bytes,
                                 .blank_rows = file->blank_rows,
                                 .sheet = file->sheet,
                                 .hidden = file->hidden,
                                 .passed_rows = file->passed_count,
                                 .passed = give_passed(check, file, info->options->redact),
                                 .passed_count = file->passed_kept };
    }
    check->run.files = files;
    check->run.file_count = info->file_count;
    check->run.complete = info->complete;
}

static void give_tables(Check *check, const RunInfo *info, const RunSummary *summary, duly_summary *told)
{
    duly_table_count *tables = arena_array(&check->arena, duly_table_count, info->pack->table_count);
    for (uint32_t i = 0; i < info->pack->table_count; i++)
        tables[i] =
            (duly_table_count) { sizeof(duly_table_count), info->pack->tables[i].table.name, summary->records[i], summary->is_judged[i] };
    told->tables = tables;
    told->table_count = info->pack->table_count;
}

/* Of each rule that was asked, where its counts stand: those of the versions of a rule stand together. */
static uint32_t *give_rows(Check *check, const RunInfo *info)
{
    uint32_t *rows = arena_array(&check->arena, uint32_t, info->pack->rule_count);
    Map ids = { 0 };
    for (uint32_t i = 0; i < info->pack->rule_count; i++)
        if (info->selection->selected[i])
            rows[i] = map_add(&ids, info->pack->rules[i].id, ids.count);
    map_free(&ids);
    return rows;
}

/* A record is judged by one version; to the others it was not applicable, which is no fact about the rule. */
static void check_add_version(duly_rule_count *count, const uint64_t outcomes[5])
{
    uint64_t asked = 0, skipped = count->outcomes[DULY_NOT_APPLICABLE];
    for (int i = 0; i < 5; i++) {
        count->outcomes[i] += outcomes[i];
        asked += i == DULY_NOT_APPLICABLE ? 0 : outcomes[i];
    }
    count->outcomes[DULY_NOT_APPLICABLE] = skipped > asked ? skipped - asked : 0;
}

static void give_rules(Check *check, const RunInfo *info, const RunSummary *summary, duly_summary *told)
{
    duly_rule_count *rules = arena_array(&check->arena, duly_rule_count, info->pack->rule_count);
    check->rows = give_rows(check, info);
    for (uint32_t i = 0; i < info->pack->rule_count; i++) {
        if (!info->selection->selected[i])
            continue;
        duly_rule_count *row = &rules[check->rows[i]];
        if (check->rows[i] < told->rule_count) {
            check_add_version(row, summary->counts[i]);
            continue;
        }
        row->size = sizeof *row;
        row->rule = i;
        memcpy(row->outcomes, summary->counts[i], sizeof row->outcomes);
        told->rule_count++;
    }
    told->rules = rules;
}

static void give_timings(Check *check, const RunInfo *info, const Timings *timings, duly_summary *told)
{
    if (!timings)
        return;
    duly_timings *given = arena_new(&check->arena, duly_timings);
    duly_rule_time *rules = arena_array(&check->arena, duly_rule_time, told->rule_count);
    for (uint32_t i = 0; i < info->pack->rule_count; i++) {
        if (!info->selection->selected[i])
            continue;
        duly_rule_time *row = &rules[check->rows[i]];
        row->size = sizeof *row;
        row->rule = told->rules[check->rows[i]].rule;
        row->condition_ns += timings->rules[i].condition;
        row->findings_ns += timings->rules[i].findings;
    }
    *given = (duly_timings) { sizeof(duly_timings), rules,           timings->shared,  timings->cells,
                              timings->reading,     timings->groups, timings->telling, timings->rest };
    told->timings = given;
}

/* Of findings that the baseline has and this run has not. A run that was not complete says nothing of them: what it did not find may
   stand in what it did not read. */
static void give_baseline(Check *check, const RunInfo *info, const RunSummary *summary, duly_summary *told)
{
    if (!summary->baseline)
        return;
    const bool is_foreign = summary->baseline->is_foreign;
    duly_fixed *fixed = arena_array(&check->arena, duly_fixed, summary->fixed);
    for (size_t i = 0; info->complete && i < summary->baseline->list.count; i++) {
        const KnownFinding *known = &summary->baseline->list.at[i];
        if (baseline_is_gone(known, info->selection->selected))
            fixed[told->fixed_count++] =
                (duly_fixed) { sizeof(duly_fixed), known->rule_index, known->rule, is_foreign ? (Str) { 0 } : known->message,
                               known->table,       known->key,        known->file, known->fingerprint,
                               known->line };
    }
    told->has_baseline = true;
    told->known = summary->known;
    told->fixed = fixed;
}

static void give_assumptions(Check *check, const RunInfo *info, const RunSummary *summary, duly_summary *told)
{
    duly_assumption *given = arena_array(&check->arena, duly_assumption, summary->assumption_count);
    for (uint32_t i = 0; i < summary->assumption_count; i++) {
        const Assumption *assumption = &summary->assumptions[i];
        given[i] = (duly_assumption) {
            .size = sizeof(duly_assumption),
            .table = info->pack->tables[assumption->table].table.name,
            .file = assumption->file,
            .sheet = assumption->sheet,
            .field = assumption->field->name,
            .title = local_text(&assumption->field->title, check->language),
            .elsewhere = assumption->is_elsewhere,
            .rules = give_rule_ids(check, &check->arena, assumption->rules, assumption->rule_count),
            .rule_count = assumption->rule_count,
        };
    }
    told->assumptions = given;
    told->assumption_count = summary->assumption_count;
}

/* Under redaction headings that are no fields, and values, are kept back. */
static void give_mapping(Check *check, const RunSummary *summary, bool redact, duly_summary *told)
{
    const Renaming *renaming = summary->renaming;
    duly_pair *pairs = arena_array(&check->arena, duly_pair, renaming->count);
    duly_text *titles = arena_array(&check->arena, duly_text, renaming->count);
    for (size_t i = 0; i < renaming->count && !redact; i++) {
        if (!renaming->used[i])
            continue;
        titles[told->mapped_count] = renaming->titles[i];
        pairs[told->mapped_count++] = (duly_pair) { .name = renaming->says[i], .value = renaming->means[i] };
    }
    told->mapping = renaming->path;
    told->mapped = pairs;
    told->mapped_titles = titles;
}

static void give_absent(Check *check, const RunSummary *summary, duly_summary *told)
{
    duly_absent *absent = arena_array(&check->arena, duly_absent, summary->absent_count);
    for (size_t i = 0; i < summary->absent_count; i++)
        absent[i] = (duly_absent) { sizeof(duly_absent), summary->absent[i].text, summary->absent[i].line };
    told->agenda = summary->agenda;
    told->absent = absent;
    told->absent_count = summary->absent_count;
}

static void check_tell_end(void *context, const RunInfo *info, const RunSummary *summary)
{
    Check *check = context;
    duly_summary told = { .size = sizeof told,
                          .verdicts = { summary->verdicts[VERDICT_READY], summary->verdicts[VERDICT_BLOCKED],
                                        summary->verdicts[VERDICT_UNDECIDED] },
                          .not_judged = summary->not_judged,
                          .wants_columns = summary->wants_columns,
                          .about_columns = summary->about_columns,
                          .findings = summary->findings,
                          .left_out = summary->left_out };
    memcpy(told.by_severity, summary->by_severity, sizeof told.by_severity);
    give_files(check, info);
    give_batch(check, info->batch);
    give_tables(check, info, summary, &told);
    give_rules(check, info, summary, &told);
    give_assumptions(check, info, summary, &told);
    give_mapping(check, summary, info->options->redact, &told);
    give_absent(check, summary, &told);
    give_timings(check, info, summary->timings, &told);
    give_baseline(check, info, summary, &told);
    if (check->sink->end)
        TELL(check, check->sink->end(check->sink->context, &check->run, &told));
}

/* ---- statistics */

/* As many places as the numbers themselves have. */
static void give_change(Check *check, const Measure *measure, duly_figure *figure)
{
    double change = figure->number - figure->before;
    int digits = measure->has_format ? measure->digits : change == floor(change) ? 0 : 2;
    figure->change = arena_format(&check->told, "%+.*f", digits, change);
    if (figure->before != 0)
        figure->change_percent = arena_format(&check->told, "%+.1f%%", 100 * change / fabs(figure->before));
}

static duly_figure give_figure(Check *check, const Measure *measure, const StatisticFigure *given)
{
    duly_figure figure = { .size = sizeof figure,
                           .known = given->text.len > 0,
                           .known_before = given->before_text.len > 0,
                           .is_number = value_is_number(given->value) || value_is_number(given->before),
                           .text = given->text,
                           .text_before = given->before_text };
    if (value_is_number(given->value))
        figure.number = value_as_double(given->value);
    if (value_is_number(given->before))
        figure.before = value_as_double(given->before);
    if (value_is_number(given->value) && value_is_number(given->before))
        give_change(check, measure, &figure);
    return figure;
}

static duly_statistic_row give_row(Check *check, const Statistic *statistic, const StatisticRow *given)
{
    uint32_t keys = given->is_total ? 0 : statistic->rule.grouping->key_count;
    duly_figure *figures = arena_array(&check->told, duly_figure, statistic->measure_count);
    for (uint32_t i = 0; i < statistic->measure_count; i++)
        figures[i] = give_figure(check, &statistic->measures[i], &given->figures[i]);
    duly_text *shown = arena_array(&check->told, duly_text, keys);
    for (uint32_t i = 0; i < keys; i++) {
        shown[i] = about_value(&check->told, &statistic->rule.grouping->keys[i], given->keys[i].value, check->language);
        if (given->called[i].len > 0) /* two may be called alike */
            shown[i] = arena_format(&check->told, "%.*s %.*s", STR_ARG(shown[i]), STR_ARG(given->called[i]));
    }
    return (duly_statistic_row) { .size = sizeof(duly_statistic_row),
                                  .keys = keys ? given->keys : NULL,
                                  .shown = shown,
                                  .key_count = keys,
                                  .is_total = given->is_total,
                                  .records = given->records,
                                  .figures = figures,
                                  .has_score = !isnan(given->score),
                                  .score = isnan(given->score) ? 0 : given->score,
                                  .trouble = given->trouble };
}

static void check_give_columns(Check *check, const Statistic *statistic, duly_statistic *told)
{
    const Grouping *grouping = statistic->rule.grouping;
    duly_text *keys = arena_array(&check->told, duly_text, grouping->key_count);
    duly_measure *measures = arena_array(&check->told, duly_measure, statistic->measure_count);
    for (uint32_t i = 0; i < grouping->key_count; i++)
        keys[i] = about_key(check->pack->pack, &grouping->keys[i], check->language);
    for (uint32_t i = 0; i < statistic->measure_count; i++)
        measures[i] = (duly_measure) { sizeof(duly_measure), statistic->measures[i].name,
                                       local_text(&statistic->measures[i].title, check->language), statistic->measures[i].weight };
    told->keys = keys;
    told->key_count = grouping->key_count;
    told->measures = measures;
    told->measure_count = statistic->measure_count;
}

static void check_tell_statistic(void *context, const StatisticResult *result)
{
    Check *check = context;
    const Statistic *statistic = result->statistic;
    const Pack *pack = check->pack->pack;
    duly_statistic_row *rows = arena_array(&check->told, duly_statistic_row, result->row_count);
    for (size_t i = 0; i < result->row_count; i++)
        rows[i] = give_row(check, statistic, &result->rows[i]);
    duly_statistic told = { .size = sizeof told,
                            .id = statistic->id,
                            .title = local_text(&statistic->title, check->language),
                            .table = pack->tables[statistic->rule.table].table.name,
                            .source = local_text(&statistic->rule.cite, check->language),
                            .has_score = statistic->has_score,
                            .compared_value = result->value,
                            .compared_before = result->before,
                            .rows = rows,
                            .row_count = result->row_count };
    if (statistic->compared != INDEX_NONE)
        told.compared = pack->parameters[statistic->compared].name;
    check_give_columns(check, statistic, &told);
    TELL(check, check->sink->statistic(check->sink->context, &told));
    arena_reset(&check->told);
}

static void check_tell_progress(void *context, uint64_t done_bytes, uint64_t total_bytes, uint64_t records)
{
    const Check *check = context;
    if (check->sink->progress)
        TELL(check, check->sink->progress(check->sink->context, done_bytes, total_bytes, records));
}

/* Bytes of a part go to whoever asked for it. */
typedef struct {
    void (*bytes)(void *context, const char *bytes, size_t count);
    void *context;
} PartTaker;

static void give_bytes(void *context, Str bytes)
{
    const PartTaker *taker = context;
    MEMORY_OUTSIDE(taker->bytes(taker->context, bytes.at, bytes.len));
}

typedef struct {
    Check *check;
    duly_check_options options;
    Str explain;
    const char *const *parts;
    size_t part_count;
    duly_status status;
} CheckCall;

static void api_check_run(void *context)
{
    CheckCall *call = context;
    Check *check = call->check;
    const duly_source *sources;
    if (!api_sources(&check->arena, &call->options, &sources, check->sink)) {
        arena_free(&check->arena);
        call->status = DULY_MISUSED;
        return;
    }
    RunOptions run = check_take_options(&check->arena, &call->options, sources);
    check->language = run.language;
    PartTaker taker = { call->options.part_bytes, call->options.part_context };
    if (call->part_count > 0)
        run.part = (PartOptions) { 0 };
    else if (taker.bytes) {
        run.part.add = give_bytes;
        run.part.context = &taker;
    }
    run.parts = api_strs(&check->arena, call->parts, call->part_count);
    run.explain = call->explain;
    run.clauses |= call->explain.len > 0;
    run.intervals = check->sink->interval || call->explain.len > 0;
    run.steps = call->options.steps || call->explain.len > 0;
    run.statistics = check->sink->statistic != NULL;
    bool has_ears = check->sink->record || check->sink->finding || check->sink->interval;
    run.unheard = !has_ears && !taker.bytes && call->explain.len == 0 && run.baseline.len == 0;
    run.findings_only = (!check->sink->record || check->sink->found_only) && !check->sink->interval;
    RunSink told = { check,          tell_complaint,      check_tell_begin,    check_tell_finding, check_tell_record,
                     check_tell_end, check_tell_progress, check_tell_statistic };
    call->status = (duly_status) run_check(check->pack->pack, &run, &told);
    if (check->ended)
        check->ended(check);
    arena_free(&check->told);
    arena_free(&check->arena);
}

static duly_status call_run(CheckCall *call, const duly_check_options *options)
{
    Check *check = call->check;
    duly_sink own = { 0 };
    const duly_sink *given = check->sink, *sink = check->sink = &own;
    if (!SIZED_SINK(&own, given))
        return DULY_MISUSED;
    Str refused = check->pack ? api_take_options(options, &call->options) : STR("no pack was given");
    if (refused.len > 0)
        return api_refuse(refused, sink->problem, sink->context);
    return api_call(api_check_run, call, sink->problem, sink->context) ? call->status : DULY_NO_MEMORY;
}

duly_status check_run(Check *check, const duly_check_options *options, Str explain)
{
    CheckCall call = { .check = check, .explain = explain, .status = DULY_NO_MEMORY };
    return call_run(&call, options);
}

duly_status check_merge(Check *check, const duly_check_options *options, const char *const *parts, size_t count)
{
    CheckCall call = { .check = check, .parts = parts, .part_count = count, .status = DULY_NO_MEMORY };
    return call_run(&call, options);
}

duly_status duly_check(const duly_pack *pack, const duly_check_options *options, const duly_sink *sink)
{
    Check check = { .pack = pack, .sink = sink };
    return check_run(&check, options, (Str) { 0 });
}

duly_status check_inside(const duly_pack *pack, const duly_check_options *options, const duly_sink *sink)
{
    Check check = { .pack = pack, .sink = sink, .is_inside = true };
    CheckCall call = { .check = &check };
    Str refused = api_take_options(options, &call.options);
    if (refused.len > 0)
        MEMORY_OUTSIDE(call.status = api_refuse(refused, sink->problem, sink->context));
    else
        api_check_run(&call);
    return call.status;
}
