/* What there is not is null, never left out, so that every object of a kind has the same keys: but for keys that came later, and those
   of what was asked for, which are left out where there is nothing. */
#include "report/machine/json_parts.h"

#include "report/dates.h"
#include "report/facts.h"

void key_text(JsonWriter *json, const char *key, duly_text text)
{
    json_key(json, key);
    json_str(json, text);
}

void key_text_or_null(JsonWriter *json, const char *key, duly_text text)
{
    json_key(json, key);
    if (text.len)
        json_str(json, text);
    else
        json_none(json);
}

void key_known(JsonWriter *json, const char *key, duly_text text)
{
    if (text.len)
        key_text(json, key, text);
}

void key_date(JsonWriter *json, const char *key, duly_date date)
{
    key_text_or_null(json, key, str_of(day_of(date).text));
}

void key_count(JsonWriter *json, const char *key, uint64_t count)
{
    json_key(json, key);
    json_uint(json, count);
}

void key_flag(JsonWriter *json, const char *key, bool value)
{
    json_key(json, key);
    json_bool(json, value);
}

void key_list(JsonWriter *json, const char *key)
{
    json_key(json, key);
    json_open_array(json);
}

void key_object(JsonWriter *json, const char *key)
{
    json_key(json, key);
    json_open_object(json);
}

void key_inline(JsonWriter *json, const char *key)
{
    json_key(json, key);
    json_open_object_inline(json);
}

void key_pairs(JsonWriter *json, const char *key, const duly_pair *pairs, size_t count)
{
    json_key(json, key);
    rows_pairs(json, pairs, count);
}

/* ---- a finding */

/* clang-format off */
static bool has_no_address(const void *cell) { return ((const duly_cell *) cell)->a1.len == 0; }
static bool has_cell_value(const void *cell) { return !((const duly_cell *) cell)->missing; }

static bool is_of_group(const void *finding) { return ((const duly_finding *) finding)->is_group; }
static bool has_group(const void *finding) { return is_of_group(finding) || ((const duly_finding *) finding)->group_count; }
static bool has_rule_file(const void *finding) { return ((const duly_finding *) finding)->rule_file.len > 0; }
static bool has_version(const void *finding) { return ((const duly_finding *) finding)->day.year != 0; }

#define OF duly_cell
static void cell_column(JsonWriter *json, const void *cell)
{
    uint32_t column = ((const duly_cell *) cell)->column;
    if (column)
        json_uint(json, column);
    else
        json_none(json);
}
static const Row cell_rows[] = {
    ROW("field", TEXT, ALWAYS, field),
    { .key = "value", .kind = ROW_TEXT, .presence = ROW_OR_NONE, .at = offsetof(OF, value), .has = has_cell_value },
    ROW("a1", TEXT, IF_ANY, a1), /* in a workbook, in place of the column */
    { .key = "column", .kind = ROW_WRITTEN, .presence = ROW_IF_ANY, .write = cell_column, .has = has_no_address,
      .schema = "{'type': ['integer', 'null'], 'minimum': 1}" },
};
static const Shape cell_shape = SHAPE_OF(OF, cell_rows, false);
#undef OF

#define OF duly_column
static const Row column_rows[] = {
    ROW("field", TEXT, ALWAYS, field),
    ROW("title", TEXT, OR_NONE, title),
    ROW_MANY("headings", TEXTS, ALWAYS, headings, heading_count),
    ROW_MANY("rules", TEXTS, ALWAYS, rules, rule_count),
};
static const Shape column_shape = SHAPE_OF(OF, column_rows, false);
#undef OF

#define OF duly_clause
static const Row clause_rows[] = {
    ROW("text", TEXT, ALWAYS, text),
    ROW("value", TEXT, ALWAYS, value),
    ROW_MANY("operands", PAIRS, ALWAYS, operands, operand_count),
    ROW("file", TEXT, OR_NONE, file),
    ROW("line", LINE, OR_NONE, line),
    ROW("column", LINE, OR_NONE, column),
};
static const Shape clause_shape = SHAPE_OF(OF, clause_rows, false);
#undef OF

#define OF duly_waiver
static const Row waiver_rows[] = {
    ROW("document", TEXT, ALWAYS, document),
    ROW("reason", TEXT, OR_NONE, reason),
    ROW("authority", TEXT, OR_NONE, authority),
    ROW("granted", DAY, OR_NONE, granted),
    ROW("expires", DAY, OR_NONE, expires),
    ROW("file", TEXT, ALWAYS, file),
    ROW("line", COUNT, OR_NONE, line),
};
static const Shape waiver_shape = SHAPE_OF(OF, waiver_rows, false);
#undef OF

/* Of a group the keys and lines of its records, the first of them where there are very many. */
#define OF duly_group_record
static const Row record_keys[] = { ROW(NULL, TEXT, ALWAYS, key) };
static const Row record_lines[] = { ROW(NULL, COUNT, ALWAYS, line) };
static const Shape record_key = SHAPE_OF(OF, record_keys, false), record_line = SHAPE_OF(OF, record_lines, false);
#undef OF

#define OF duly_finding
static const char *const novelties[] = { [DULY_NO_BASELINE] = NULL, [DULY_NEW] = "new", [DULY_KNOWN] = "known" };
static const Row place_rows[] = {
    ROW("file", TEXT, ALWAYS, rule_file),
    ROW("line", LINE, OR_NONE, rule_line),
};
static const Shape place_shape = SHAPE_OF(OF, place_rows, false);
/* Which version of the rule it is, and the day that picked it. */
static const Row version_rows[] = {
    ROW("day", DAY, OR_NONE, day),
    ROW("step", TEXT, OR_NONE, day_step),
    ROW("from", DAY, OR_NONE, from),
    ROW("to", DAY, OR_NONE, to),
};
static const Shape version_shape = SHAPE_OF(OF, version_rows, false);

static const Row finding_rows[] = {
    ROW("rule", TEXT, ALWAYS, id),
    ROW_OF("severity", ALWAYS, severity, severity_words),
    ROW_OF("outcome", ALWAYS, outcome, outcome_keys),
    ROW("title", TEXT, ALWAYS, title),
    ROW("message", TEXT, ALWAYS, message),
    ROW("table", TEXT, OR_NONE, table),
    ROW("key", TEXT, OR_NONE, key),
    { .key = "group", .kind = ROW_PAIRS, .presence = ROW_OR_NONE, .at = offsetof(OF, group), .count = offsetof(OF, group_count), .has = has_group },
    { .key = "figures", .kind = ROW_PAIRS, .presence = ROW_IF_ANY, .at = offsetof(OF, figures), .count = offsetof(OF, figure_count),
      .has = is_of_group },
    { .key = "records", .kind = ROW_LIST, .presence = ROW_IF_ANY, .at = offsetof(OF, records), .count = offsetof(OF, record_count),
      .shape = &record_key, .has = is_of_group },
    { .key = "lines", .kind = ROW_LIST, .presence = ROW_IF_ANY, .at = offsetof(OF, records), .count = offsetof(OF, record_count),
      .shape = &record_line, .has = is_of_group },
    { .key = "record_count", .kind = ROW_COUNT, .presence = ROW_IF_ANY, .at = offsetof(OF, record_total), .has = is_of_group },
    ROW("file", TEXT, OR_NONE, file),
    ROW("line", COUNT, OR_NONE, line),
    ROW("sheet", TEXT, IF_ANY, sheet),
    ROW_EACH("cells", ALWAYS, cells, cell_count, cell_shape),
    ROW_EACH("columns", IF_ANY, columns, column_count, column_shape),
    ROW("clears_on", DAY, OR_NONE, clears_on),
    ROW("gate", TEXT, OR_NONE, gate),
    ROW("source", TEXT, OR_NONE, source),
    { .key = "rule_at", .kind = ROW_INSIDE, .presence = ROW_OR_NONE, .shape = &place_shape, .has = has_rule_file },
    { .key = "version", .kind = ROW_INSIDE, .presence = ROW_OR_NONE, .shape = &version_shape, .has = has_version },
    ROW("fingerprint", TEXT, OR_NONE, fingerprint),
    ROW("evidence", TEXT, OR_NONE, evidence),
    ROW_OF("baseline", IF_ANY, novelty, novelties),
    { .key = "waiver", .kind = ROW_POINTER, .presence = ROW_OR_NONE, .at = offsetof(OF, waiver), .shape = &waiver_shape },
    ROW_EACH("clauses", IF_ANY, clauses, clause_count, clause_shape),
};
const Shape finding_shape = SHAPE_OF(OF, finding_rows, true);
#undef OF

/* ---- the pack and the run */

#define OF duly_pack_info
static const Row pack_rows[] = {
    ROW("name", TEXT, ALWAYS, name),
    ROW("path", TEXT, ALWAYS, path),
    ROW("rules", SIZE, ALWAYS, rule_count),
    ROW("sha256", TEXT, ALWAYS, sha256),
};
static const Shape pack_shape = SHAPE_OF(OF, pack_rows, false);
#undef OF

#define OF duly_passed_row
static const Row passed_rows[] = {
    ROW("line", COUNT, ALWAYS, line),
    ROW("text", TEXT, ALWAYS, text),
};
static const Shape passed_shape = SHAPE_OF(OF, passed_rows, false);
#undef OF

#define OF duly_file
static bool has_encoding(const void *file) { return ((const duly_file *) file)->encoding.len > 0; }
static bool has_sheet(const void *file) { return ((const duly_file *) file)->sheet.len > 0; }
static bool has_passed(const void *file) { return ((const duly_file *) file)->passed_rows > 0; }
static const char *const encoding_bases[] = {
    [DULY_BY_NAME] = "name", [DULY_BY_MARK] = "mark", [DULY_BY_FIT] = "fit", [DULY_BY_ZEROS] = "zeros", [DULY_BY_MOST] = "most",
};
static const Row file_rows[] = {
    ROW("path", TEXT, ALWAYS, path),
    ROW("table", TEXT, ALWAYS, table),
    ROW("encoding", TEXT, OR_NONE, encoding),
    { .key = "encoding_by", .kind = ROW_WORD, .presence = ROW_OR_NONE, .at = offsetof(OF, encoding_by), .words = encoding_bases, .word_count = 5,
      .has = has_encoding },
    ROW("bytes", COUNT, ALWAYS, bytes),
    ROW("records", COUNT, ALWAYS, records),
    ROW("blank_rows", COUNT, ALWAYS, blank_rows),
    ROW("bad_bytes", COUNT, ALWAYS, bad_bytes),
    ROW("sheet", TEXT, IF_ANY, sheet),
    { .key = "hidden", .kind = ROW_COUNT, .presence = ROW_IF_ANY, .at = offsetof(OF, hidden), .has = has_sheet },
    ROW("sha256", TEXT, OR_NONE, sha256),
    ROW("passed_rows", COUNT, IF_ANY, passed_rows),
    { .key = "passed", .kind = ROW_LIST, .presence = ROW_IF_ANY, .at = offsetof(OF, passed), .count = offsetof(OF, passed_count),
      .shape = &passed_shape, .has = has_passed },
};
static const Shape file_shape = SHAPE_OF(OF, file_rows, false);
#undef OF

#define OF duly_run
static bool has_gate(const void *run) { return ((const duly_run *) run)->gate.len > 0; }
static const Row run_rows[] = {
    ROW("as_of", DAY, OR_NONE, as_of),
    ROW("gate", TEXT, OR_NONE, gate),
    { .key = "on", .kind = ROW_DAY, .presence = ROW_OR_NONE, .at = offsetof(OF, on), .has = has_gate },
    ROW_MANY("set", PAIRS, ALWAYS, set, set_count),
    ROW("redacted", FLAG, IF_ANY, redacted),
    ROW("language", TEXT, IF_ANY, language),
    ROW("baseline", TEXT, IF_ANY, baseline),
    ROW("complete", FLAG, ALWAYS, complete),
    ROW_EACH("files", ALWAYS, files, file_count, file_shape),
};
static const Shape run_shape = SHAPE_OF(OF, run_rows, true);
#undef OF

/* ---- the summary */

#define OF duly_assumption
static void assumed_as(JsonWriter *json, const void *thing) { json_str(json, ((const duly_assumption *) thing)->elsewhere ? STR("elsewhere") : STR("empty")); }
static const Row assumption_rows[] = {
    ROW("table", TEXT, ALWAYS, table),
    ROW("file", TEXT, ALWAYS, file),
    ROW("field", TEXT, ALWAYS, field),
    ROW_MADE("as", ALWAYS, assumed_as, "{'enum': ['elsewhere', 'empty']}"),
    ROW_MANY("rules", TEXTS, ALWAYS, rules, rule_count),
};
static const Shape assumption_shape = SHAPE_OF(OF, assumption_rows, false);
#undef OF

/* A rule with how it came out. */
#define OF duly_record
static const char *const wants[] = { NULL, "columns" };
static bool wants_columns(const void *record) { return ((const duly_record *) record)->wants_columns; }
static void for_want_of(JsonWriter *json, const void *record) { json_str(json, str_of(wants[wants_columns(record)])); }
static bool has_earliest_step(const void *record) { return ((const duly_record *) record)->earliest.year && ((const duly_record *) record)->earliest_step.len; }
static const Row record_rows[] = {
    ROW("table", TEXT, ALWAYS, table),
    ROW("key", TEXT, OR_NONE, key),
    ROW("label", TEXT, OR_NONE, label),
    ROW("unit", TEXT, OR_NONE, section),
    ROW_OF("verdict", ALWAYS, verdict, verdict_keys),
    { .key = "for_want_of", .kind = ROW_WRITTEN, .presence = ROW_IF_ANY, .write = for_want_of, .schema = "{'const': 'columns'}", .has = wants_columns },
    ROW("earliest", DAY, OR_NONE, earliest),
    { .key = "earliest_step", .kind = ROW_TEXT, .presence = ROW_IF_ANY, .at = offsetof(OF, earliest_step), .has = has_earliest_step },
    ROW("closed_on", DAY, IF_ANY, closed_on),
    ROW("file", TEXT, OR_NONE, file),
    ROW("line", COUNT, OR_NONE, line),
    ROW("sheet", TEXT, IF_ANY, sheet),
};
static const Shape record_shape = SHAPE_OF(OF, record_rows, false);
#undef OF

#define OF duly_absent
static const Row absent_rows[] = { ROW("name", TEXT, ALWAYS, name), ROW("line", COUNT, ALWAYS, line) };
static const Shape absent_shape = SHAPE_OF(OF, absent_rows, false);
#undef OF

typedef struct {
    duly_text id;
    duly_severity severity;
    uint64_t outcomes[5];
} RuleTold;

#define OF RuleTold
static const Row rule_rows[] = {
    ROW("id", TEXT, ALWAYS, id),
    ROW_OF("severity", ALWAYS, severity, severity_words),
    ROW("pass", COUNT, ALWAYS, outcomes[DULY_PASS]),
    ROW("violation", COUNT, ALWAYS, outcomes[DULY_VIOLATION]),
    ROW("undecided", COUNT, ALWAYS, outcomes[DULY_UNDECIDED]),
    ROW("not_applicable", COUNT, ALWAYS, outcomes[DULY_NOT_APPLICABLE]),
    ROW("waived", COUNT, ALWAYS, outcomes[DULY_WAIVED]),
};
static const Shape rule_shape = SHAPE_OF(OF, rule_rows, false);
#undef OF

#define OF duly_fixed
static const Row fixed_rows[] = {
    ROW("rule", TEXT, ALWAYS, id),
    ROW("table", TEXT, IF_ANY, table),
    ROW("key", TEXT, IF_ANY, key),
    ROW("message", TEXT, IF_ANY, message),
    ROW("file", TEXT, IF_ANY, file),
    ROW("line", COUNT, IF_ANY, line),
    ROW("fingerprint", TEXT, IF_ANY, fingerprint),
};
static const Shape fixed_shape = SHAPE_OF(OF, fixed_rows, false);
#undef OF

typedef struct {
    duly_summary told;
    uint64_t new, fixed; /* against the baseline */
    const RuleTold *rules;
    size_t rule_count;
} SummaryTold;

#define OF SummaryTold
static bool has_baseline(const void *summary) { return ((const SummaryTold *) summary)->told.has_baseline; }
static void records(JsonWriter *json, const void *thing)
{
    const duly_summary *summary = &((const SummaryTold *) thing)->told;
    json_open_object_inline(json);
    for (size_t i = 0; i < summary->table_count; i++) {
        json_key_str(json, summary->tables[i].table);
        json_uint(json, summary->tables[i].records);
    }
    json_close_object(json);
}
static const Row verdict_rows[] = {
    ROW("ready", COUNT, ALWAYS, told.verdicts[DULY_READY]),
    ROW("blocked", COUNT, ALWAYS, told.verdicts[DULY_BLOCKED]),
    ROW("undecided", COUNT, ALWAYS, told.verdicts[DULY_VERDICT_UNDECIDED]),
};
static const Shape verdict_shape = SHAPE_OF(OF, verdict_rows, false);
static const Row want_rows[] = { ROW("columns", COUNT, ALWAYS, told.wants_columns) };
static const Shape want_shape = SHAPE_OF(OF, want_rows, false);
static const Row total_rows[] = {
    ROW("findings", COUNT, ALWAYS, told.findings),
    ROW("error", COUNT, ALWAYS, told.by_severity[DULY_ERROR]),
    ROW("warning", COUNT, ALWAYS, told.by_severity[DULY_WARNING]),
    ROW("info", COUNT, ALWAYS, told.by_severity[DULY_INFO]),
    ROW("left_out", COUNT, ALWAYS, told.left_out),
    ROW("about_columns", COUNT, ALWAYS, told.about_columns),
};
static const Shape total_shape = SHAPE_OF(OF, total_rows, false);
static const Row baseline_rows[] = {
    ROW("new", COUNT, ALWAYS, new),
    ROW("known", COUNT, ALWAYS, told.known),
    ROW("fixed", COUNT, ALWAYS, fixed),
};
static const Shape baseline_shape = SHAPE_OF(OF, baseline_rows, false);
static bool has_agenda(const void *summary) { return ((const SummaryTold *) summary)->told.agenda.len > 0; }
static const Row agenda_rows[] = {
    ROW("file", TEXT, ALWAYS, told.agenda),
    ROW_EACH("absent", ALWAYS, told.absent, told.absent_count, absent_shape),
};
static const Shape agenda_shape = SHAPE_OF(OF, agenda_rows, true);
static bool has_mapping(const void *summary) { return ((const SummaryTold *) summary)->told.mapping.len > 0; }
static const Row mapping_rows[] = {
    ROW("file", TEXT, ALWAYS, told.mapping),
    ROW_MANY("lines", PAIRS, ALWAYS, told.mapped, told.mapped_count),
};
static const Shape mapping_shape = SHAPE_OF(OF, mapping_rows, true);
static const Row summary_rows[] = {
    ROW_MADE("records", ALWAYS, records, "{'type': 'object', 'additionalProperties': {'type': 'integer', 'minimum': 0}}"),
    { .key = "verdicts", .kind = ROW_INSIDE, .shape = &verdict_shape },
    ROW("no_candidates", COUNT, ALWAYS, told.not_judged),
    { .key = "for_want_of", .kind = ROW_INSIDE, .shape = &want_shape },
    { .key = "totals", .kind = ROW_INSIDE, .shape = &total_shape },
    { .key = "baseline", .kind = ROW_INSIDE, .presence = ROW_IF_ANY, .shape = &baseline_shape, .has = has_baseline },
    ROW_EACH("fixed", IF_ANY, told.fixed, told.fixed_count, fixed_shape),
    { .key = "mapping", .kind = ROW_INSIDE, .presence = ROW_IF_ANY, .shape = &mapping_shape, .has = has_mapping },
    { .key = "agenda", .kind = ROW_INSIDE, .presence = ROW_IF_ANY, .shape = &agenda_shape, .has = has_agenda },
    ROW_EACH("assumed", ALWAYS, told.assumptions, told.assumption_count, assumption_shape),
    ROW_EACH("rules", ALWAYS, rules, rule_count, rule_shape),
};
static const Shape summary_shape = SHAPE_OF(OF, summary_rows, true);
#undef OF
/* clang-format on */

/* ---- writing */

void part_finding(JsonWriter *json, const duly_finding *finding)
{
    rows_write(json, &finding_shape, finding);
}

void part_record(JsonWriter *json, const duly_record *record)
{
    rows_write(json, &record_shape, record);
}

void part_pack(JsonWriter *json, const duly_pack *pack)
{
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(pack, &info);
    rows_write(json, &pack_shape, &info);
}

void part_run(JsonWriter *json, const duly_run *run)
{
    rows_write(json, &run_shape, run);
}

void part_summary(JsonWriter *json, const duly_run *run, const duly_summary *summary)
{
    Arena arena = { 0 };
    RuleTold *rules = arena_array(&arena, RuleTold, summary->rule_count);
    for (size_t i = 0; i < summary->rule_count; i++) {
        duly_rule rule = { .size = sizeof rule };
        duly_pack_rule(run->pack, summary->rules[i].rule, &rule);
        rules[i].id = rule.id;
        rules[i].severity = rule.severity;
        memcpy(rules[i].outcomes, summary->rules[i].outcomes, sizeof rules[i].outcomes);
    }
    SummaryTold told = { *summary, summary->findings - summary->known, summary->fixed_count, rules, summary->rule_count };
    rows_write(json, &summary_shape, &told);
    arena_free(&arena);
}

void part_head(JsonWriter *json, const duly_run *run)
{
    key_count(json, "format", JSON_REPORT_FORMAT);
    key_text(json, "duly", run->version);
    json_key(json, "pack");
    part_pack(json, run->pack);
    json_key(json, "run");
    part_run(json, run);
}

/* ---- the promise */

static void json_parts_add_property(JsonWriter *json, const char *key, const Shape *shape)
{
    json_key(json, key);
    rows_schema(json, shape);
}

void report_schema(Output *out)
{
    JsonWriter json = { .out = out, .indent = true };
    json_open_object(&json);
    key_text(&json, "$schema", STR("http://json-schema.org/draft-07/schema#"));
    key_text(&json, "title", STR("the JSON report of duly check"));
    key_text(&json, "type", STR("object"));
    json_key(&json, "required");
    schema_text(&json, "['format', 'duly', 'pack', 'run', 'summary', 'findings']");
    key_object(&json, "properties");
    key_inline(&json, "format");
    key_count(&json, "const", JSON_REPORT_FORMAT);
    json_close_object(&json);
    json_key(&json, "duly");
    schema_text(&json, "{'type': 'string'}");
    json_parts_add_property(&json, "pack", &pack_shape);
    json_parts_add_property(&json, "run", &run_shape);
    json_parts_add_property(&json, "summary", &summary_shape);
    key_object(&json, "findings");
    key_text(&json, "type", STR("array"));
    json_parts_add_property(&json, "items", &finding_shape);
    json_close_object(&json);
    key_object(&json, "records");
    key_text(&json, "type", STR("array"));
    json_parts_add_property(&json, "items", &record_shape);
    json_close_object(&json);
    json_close_object(&json);
    json_close_object(&json);
}
