/* What there is not is null, never left out, so that every object of a kind has the same keys. */
#include "report/machine/json_parts.h"

#include "report/dates.h"

static const char *const severities[] = { [DULY_ERROR] = "error", [DULY_WARNING] = "warning", [DULY_INFO] = "info" };
static const char *const outcomes[] = {
    [DULY_PASS] = "pass",     [DULY_VIOLATION] = "violation", [DULY_UNDECIDED] = "undecided", [DULY_NOT_APPLICABLE] = "not_applicable",
    [DULY_WAIVED] = "waived",
};

void part_text(JsonWriter *json, const char *key, duly_text text)
{
    json_key(json, key);
    json_str(json, text);
}

void part_text_or_null(JsonWriter *json, const char *key, duly_text text)
{
    json_key(json, key);
    if (text.len)
        json_str(json, text);
    else
        json_none(json);
}

static void number(JsonWriter *json, const char *key, uint64_t value)
{
    json_key(json, key);
    json_uint(json, value);
}

static void number_or_null(JsonWriter *json, const char *key, uint64_t value)
{
    json_key(json, key);
    if (value)
        json_uint(json, value);
    else
        json_none(json);
}

void part_date(JsonWriter *json, const char *key, duly_date date)
{
    Day day = day_of(date);
    part_text_or_null(json, key, str_of(day.text));
}

static void name(JsonWriter *json, const char *key, const char *value)
{
    json_key(json, key);
    json_str(json, str_of(value));
}

static void pairs(JsonWriter *json, const char *key, const duly_pair *pair, size_t count)
{
    json_key(json, key);
    json_open_object_inline(json);
    for (size_t i = 0; i < count; i++) {
        json_key_str(json, pair[i].name);
        if (pair[i].missing)
            json_none(json);
        else
            json_str(json, pair[i].value);
    }
    json_close_object(json);
}

/* ---- a finding */

static void cell_place(JsonWriter *json, const duly_cell *cell)
{
    if (cell->a1.len)
        part_text(json, "a1", cell->a1);
    else
        number_or_null(json, "column", cell->column);
}

static void cells(JsonWriter *json, const duly_finding *finding)
{
    json_key(json, "cells");
    json_open_array(json);
    for (size_t i = 0; i < finding->cell_count; i++) {
        const duly_cell *cell = &finding->cells[i];
        json_open_object_inline(json);
        part_text(json, "field", cell->field);
        json_key(json, "value");
        if (cell->missing)
            json_none(json);
        else
            json_str(json, cell->value);
        cell_place(json, cell);
        json_close_object(json);
    }
    json_close_array(json);
}

static void group(JsonWriter *json, const duly_finding *finding)
{
    if (finding->group_count || finding->is_group) {
        pairs(json, "group", finding->group, finding->group_count);
        return;
    }
    json_key(json, "group");
    json_none(json);
}

static void rule_place(JsonWriter *json, const duly_finding *finding)
{
    json_key(json, "rule_at");
    if (finding->rule_file.len == 0) {
        json_none(json);
        return;
    }
    json_open_object_inline(json);
    part_text(json, "file", finding->rule_file);
    number_or_null(json, "line", finding->rule_line);
    json_close_object(json);
}

/* Only where they were asked for, so that a report without them is the same as ever. */
static void clauses(JsonWriter *json, const duly_finding *finding)
{
    if (finding->clause_count == 0)
        return;
    json_key(json, "clauses");
    json_open_array(json);
    for (size_t i = 0; i < finding->clause_count; i++) {
        const duly_clause *clause = &finding->clauses[i];
        json_open_object_inline(json);
        part_text(json, "text", clause->text);
        part_text(json, "value", clause->value);
        pairs(json, "operands", clause->operands, clause->operand_count);
        part_text_or_null(json, "file", clause->file);
        number_or_null(json, "line", clause->line);
        number_or_null(json, "column", clause->column);
        json_close_object(json);
    }
    json_close_array(json);
}

/* Of a group: what the rule's functions come to, and the keys and lines of its records, the first of them where there are very many. */
static void group_facts(JsonWriter *json, const duly_finding *finding)
{
    if (!finding->is_group)
        return;
    pairs(json, "figures", finding->figures, finding->figure_count);
    json_key(json, "records");
    json_open_array(json);
    for (size_t i = 0; i < finding->record_count; i++)
        json_str(json, finding->records[i].key);
    json_close_array(json);
    json_key(json, "lines");
    json_open_array(json);
    for (size_t i = 0; i < finding->record_count; i++)
        json_uint(json, finding->records[i].line);
    json_close_array(json);
    number(json, "record_count", finding->record_total);
}

/* Which version of the rule it is, and the day that picked it. */
static void version(JsonWriter *json, const duly_finding *finding)
{
    json_key(json, "version");
    if (finding->day.year == 0) {
        json_none(json);
        return;
    }
    json_open_object_inline(json);
    part_date(json, "day", finding->day);
    part_text_or_null(json, "step", finding->day_step);
    part_date(json, "from", finding->from);
    part_date(json, "to", finding->to);
    json_close_object(json);
}

static void waiver(JsonWriter *json, const duly_waiver *told)
{
    json_key(json, "waiver");
    if (!told) {
        json_none(json);
        return;
    }
    json_open_object_inline(json);
    part_text(json, "document", told->document);
    part_text_or_null(json, "reason", told->reason);
    part_text_or_null(json, "authority", told->authority);
    part_date(json, "granted", told->granted);
    part_date(json, "expires", told->expires);
    part_text(json, "file", told->file);
    number_or_null(json, "line", told->line);
    json_close_object(json);
}

static void list(JsonWriter *json, const char *key, const duly_text *texts, size_t count)
{
    json_key(json, key);
    json_open_array(json);
    for (size_t i = 0; i < count; i++)
        json_str(json, texts[i]);
    json_close_array(json);
}

static void columns(JsonWriter *json, const duly_finding *finding)
{
    if (finding->column_count == 0)
        return;
    json_key(json, "columns");
    json_open_array(json);
    for (size_t i = 0; i < finding->column_count; i++) {
        const duly_column *column = &finding->columns[i];
        json_open_object_inline(json);
        part_text(json, "field", column->field);
        part_text_or_null(json, "title", column->title);
        list(json, "headings", column->headings, column->heading_count);
        list(json, "rules", column->rules, column->rule_count);
        json_close_object(json);
    }
    json_close_array(json);
}

void part_finding(JsonWriter *json, const duly_finding *finding)
{
    json_open_object(json);
    part_text(json, "rule", finding->id);
    name(json, "severity", severities[finding->severity]);
    name(json, "outcome", outcomes[finding->outcome]);
    part_text(json, "title", finding->title);
    part_text(json, "message", finding->message);
    part_text_or_null(json, "table", finding->table);
    part_text_or_null(json, "key", finding->key);
    group(json, finding);
    group_facts(json, finding);
    part_text_or_null(json, "file", finding->file);
    number_or_null(json, "line", finding->line);
    if (finding->sheet.len)
        part_text(json, "sheet", finding->sheet);
    cells(json, finding);
    columns(json, finding);
    part_date(json, "clears_on", finding->clears_on);
    part_text_or_null(json, "gate", finding->gate);
    part_text_or_null(json, "source", finding->source);
    rule_place(json, finding);
    version(json, finding);
    part_text_or_null(json, "fingerprint", finding->fingerprint);
    part_text_or_null(json, "evidence", finding->evidence);
    if (finding->novelty != DULY_NO_BASELINE)
        name(json, "baseline", finding->novelty == DULY_KNOWN ? "known" : "new");
    waiver(json, finding->waiver);
    clauses(json, finding);
    json_close_object(json);
}

/* ---- the pack and the run */

void part_pack(JsonWriter *json, const duly_pack *pack)
{
    duly_pack_info info = { 0 };
    duly_pack_describe(pack, &info);
    json_open_object_inline(json);
    part_text(json, "name", info.name);
    part_text(json, "path", info.path);
    number(json, "rules", info.rule_count);
    part_text(json, "sha256", info.sha256);
    json_close_object(json);
}

static const char *const encoding_bases[] = {
    [DULY_BY_NAME] = "name", [DULY_BY_MARK] = "mark", [DULY_BY_FIT] = "fit", [DULY_BY_ZEROS] = "zeros", [DULY_BY_MOST] = "most",
};

static void encoding(JsonWriter *json, const duly_file *file)
{
    part_text_or_null(json, "encoding", file->encoding);
    json_key(json, "encoding_by");
    if (file->encoding.len)
        json_str(json, str_of(encoding_bases[file->encoding_by]));
    else
        json_none(json);
}

/* Rows that are no records, where there are any. */
static void passed(JsonWriter *json, const duly_file *file)
{
    if (file->passed_rows == 0)
        return;
    number(json, "passed_rows", file->passed_rows);
    json_key(json, "passed");
    json_open_array(json);
    for (size_t i = 0; i < file->passed_count; i++) {
        json_open_object_inline(json);
        number(json, "line", file->passed[i].line);
        part_text(json, "text", file->passed[i].text);
        json_close_object(json);
    }
    json_close_array(json);
}

static void files(JsonWriter *json, const duly_run *run)
{
    json_key(json, "files");
    json_open_array(json);
    for (size_t i = 0; i < run->file_count; i++) {
        const duly_file *file = &run->files[i];
        json_open_object_inline(json);
        part_text(json, "path", file->path);
        part_text(json, "table", file->table);
        encoding(json, file);
        number(json, "bytes", file->bytes);
        number(json, "records", file->records);
        number(json, "blank_rows", file->blank_rows);
        number(json, "bad_bytes", file->bad_bytes);
        if (file->sheet.len) {
            part_text(json, "sheet", file->sheet);
            number(json, "hidden", file->hidden);
        }
        part_text_or_null(json, "sha256", file->sha256);
        passed(json, file);
        json_close_object(json);
    }
    json_close_array(json);
}

void part_run(JsonWriter *json, const duly_run *run)
{
    json_open_object(json);
    part_date(json, "as_of", run->as_of);
    part_text_or_null(json, "gate", run->gate);
    part_date(json, "on", run->gate.len ? run->on : (duly_date) { 0 });
    pairs(json, "set", run->set, run->set_count);
    if (run->redacted) {
        json_key(json, "redacted");
        json_bool(json, true);
    }
    if (run->baseline.len)
        part_text(json, "baseline", run->baseline);
    json_key(json, "complete");
    json_bool(json, run->complete);
    files(json, run);
    json_close_object(json);
}

/* ---- the summary */

static void records(JsonWriter *json, const duly_summary *summary)
{
    json_key(json, "records");
    json_open_object_inline(json);
    for (size_t i = 0; i < summary->table_count; i++) {
        json_key_str(json, summary->tables[i].table);
        json_uint(json, summary->tables[i].records);
    }
    json_close_object(json);
}

static void verdicts(JsonWriter *json, const duly_summary *summary)
{
    json_key(json, "verdicts");
    json_open_object_inline(json);
    number(json, "ready", summary->verdicts[DULY_READY]);
    number(json, "blocked", summary->verdicts[DULY_BLOCKED]);
    number(json, "undecided", summary->verdicts[DULY_VERDICT_UNDECIDED]);
    json_close_object(json);
    number(json, "no_candidates", summary->not_judged);
    json_key(json, "for_want_of");
    json_open_object_inline(json);
    number(json, "columns", summary->wants_columns);
    json_close_object(json);
}

/* What was taken for granted of columns that files lack. */
static void assumptions(JsonWriter *json, const duly_summary *summary)
{
    json_key(json, "assumed");
    json_open_array(json);
    for (size_t i = 0; i < summary->assumption_count; i++) {
        const duly_assumption *assumption = &summary->assumptions[i];
        json_open_object_inline(json);
        part_text(json, "table", assumption->table);
        part_text(json, "file", assumption->file);
        part_text(json, "field", assumption->field);
        name(json, "as", assumption->elsewhere ? "elsewhere" : "empty");
        list(json, "rules", assumption->rules, assumption->rule_count);
        json_close_object(json);
    }
    json_close_array(json);
}

/* What a file says of headings and values. */
static void mapping(JsonWriter *json, const duly_summary *summary)
{
    if (summary->mapping.len == 0)
        return;
    json_key(json, "mapping");
    json_open_object(json);
    part_text(json, "file", summary->mapping);
    pairs(json, "lines", summary->mapped, summary->mapped_count);
    json_close_object(json);
}

static void totals(JsonWriter *json, const duly_summary *summary)
{
    json_key(json, "totals");
    json_open_object_inline(json);
    number(json, "findings", summary->findings);
    for (int severity = DULY_ERROR; severity <= DULY_INFO; severity++)
        number(json, severities[severity], summary->by_severity[severity]);
    number(json, "left_out", summary->left_out);
    number(json, "about_columns", summary->about_columns);
    json_close_object(json);
}

static void rule(JsonWriter *json, const duly_pack *pack, const duly_rule_count *count)
{
    static const duly_outcome order[] = { DULY_PASS, DULY_VIOLATION, DULY_UNDECIDED, DULY_NOT_APPLICABLE, DULY_WAIVED };
    duly_rule described = { 0 };
    duly_pack_rule(pack, count->rule, &described);
    json_open_object_inline(json);
    part_text(json, "id", described.id);
    name(json, "severity", severities[described.severity]);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        number(json, outcomes[order[i]], count->outcomes[order[i]]);
    json_close_object(json);
}

static void baseline(JsonWriter *json, const duly_summary *summary)
{
    if (!summary->has_baseline)
        return;
    json_key(json, "baseline");
    json_open_object_inline(json);
    number(json, "new", summary->findings - summary->known);
    number(json, "known", summary->known);
    number(json, "fixed", summary->fixed_count);
    json_close_object(json);
}

void part_summary(JsonWriter *json, const duly_run *run, const duly_summary *summary)
{
    json_open_object(json);
    records(json, summary);
    verdicts(json, summary);
    totals(json, summary);
    baseline(json, summary);
    mapping(json, summary);
    assumptions(json, summary);
    json_key(json, "rules");
    json_open_array(json);
    for (size_t i = 0; i < summary->rule_count; i++)
        rule(json, run->pack, &summary->rules[i]);
    json_close_array(json);
    json_close_object(json);
}
