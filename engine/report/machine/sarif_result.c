/* A finding as a result: what is undecided is open, what is waived is suppressed. */
#include "base/said.h"
#include "report/machine/sarif_parts.h"

#include "report/dates.h"
#include "report/facts.h"

static void add_physical(JsonWriter *json, Str path, uint64_t line)
{
    key_inline(json, "physicalLocation");
    sarif_uri(json, "artifactLocation", path);
    if (line) {
        key_inline(json, "region");
        key_count(json, "startLine", line);
        json_close_object(json);
    }
    json_close_object(json);
}

/* The record, the group, or a cell of a workbook. */
static void add_logical(JsonWriter *json, Arena *scratch, const duly_finding *finding, const Place *place)
{
    bool has_cell = place->sheet.len && place->a1.len;
    Str cell = has_cell ? arena_format(scratch, "%.*s!%.*s", STR_ARG(place->sheet), STR_ARG(place->a1)) : place->a1;
    Str subject = finding_subject(scratch, finding);
    if (subject.len + cell.len == 0)
        return;
    key_list(json, "logicalLocations");
    json_open_object(json);
    key_known(json, "name", cell);
    key_known(json, "fullyQualifiedName", subject);
    key_text(json, "kind", finding->key.len ? STR("record") : STR("group"));
    json_close_object(json);
    json_close_array(json);
}

static void add_related(JsonWriter *json, Str path, uint64_t line, Str message)
{
    json_open_object_inline(json);
    add_physical(json, path, line);
    sarif_message(json, "message", message);
    json_close_object(json);
}

static void add_locations(JsonWriter *json, Arena *scratch, const duly_pack *pack, const duly_finding *finding)
{
    Place place = finding_place(finding, pack);
    const Str one = str_of(said(scratch->language, "a record of the group"));
    key_list(json, "locations");
    json_open_object_inline(json);
    add_physical(json, place.path, place.line);
    add_logical(json, scratch, finding, &place);
    json_close_object(json);
    json_close_array(json);
    if (finding->rule_file.len == 0 && finding->record_count == 0)
        return;
    key_list(json, "relatedLocations");
    if (finding->rule_file.len)
        add_related(json, finding->rule_file, finding->rule_line, str_of(said(scratch->language, "the rule")));
    for (size_t i = 0; i < finding->record_count; i++) {
        const duly_group_record *record = &finding->records[i];
        add_related(json, record->file, record->line, record->by_place ? one : record->key);
    }
    json_close_array(json);
}

static void add_group_facts(JsonWriter *json, const duly_finding *finding)
{
    key_pairs(json, "figures", finding->figures, finding->figure_count);
    key_list(json, "records");
    for (size_t i = 0; i < finding->record_count; i++)
        json_str(json, finding->records[i].key);
    json_close_array(json);
    key_list(json, "lines");
    for (size_t i = 0; i < finding->record_count; i++)
        json_uint(json, finding->records[i].line);
    json_close_array(json);
    key_count(json, "record_count", finding->record_total);
}

static void add_properties(JsonWriter *json, Arena *scratch, const duly_finding *finding)
{
    Day clears_on = day_of(finding->clears_on);
    key_inline(json, "properties");
    key_text(json, "outcome", str_of(outcome_keys[finding->outcome]));
    key_text(json, "severity", str_of(severity_words[finding->severity]));
    key_known(json, "table", finding->table);
    key_known(json, "key", finding->key);
    if (finding->is_group)
        add_group_facts(json, finding);
    key_known(json, "gate", finding->gate);
    key_known(json, "clears_on", str_of(clears_on.text));
    Str version = finding_version(&(Voice) { scratch, scratch->language }, finding);
    key_known(json, "version", version);
    key_known(json, "source", version.len ? finding->source : (Str) { 0 });
    json_close_object(json);
}

static void add_suppression(JsonWriter *json, Arena *scratch, const duly_finding *finding)
{
    Text why = text_in(scratch);
    text_add(&why, finding_waiver(&(Voice) { scratch, scratch->language }, finding));
    if (finding->waiver && finding->waiver->reason.len)
        text_format(&why, ": %.*s", STR_ARG(finding->waiver->reason));
    key_list(json, "suppressions");
    json_open_object_inline(json);
    key_text(json, "kind", STR("external"));
    key_text(json, "status", STR("accepted"));
    key_known(json, "justification", text_str(&why));
    json_close_object(json);
    json_close_array(json);
}

void sarif_result(JsonWriter *json, Arena *scratch, const duly_pack *pack, const duly_finding *finding, uint32_t rule)
{
    bool open = finding->outcome == DULY_UNDECIDED;
    json_open_object(json);
    key_text(json, "ruleId", finding->id);
    key_count(json, "ruleIndex", rule);
    key_text(json, "kind", open ? STR("open") : STR("fail"));
    key_text(json, "level", open ? STR("none") : str_of(sarif_levels[finding->severity]));
    sarif_message(json, "message", finding_message(finding));
    add_locations(json, scratch, pack, finding);
    if (finding->fingerprint.len) {
        key_inline(json, "partialFingerprints");
        key_text(json, "duly/v1", finding->fingerprint);
        json_close_object(json);
    }
    if (finding->novelty != DULY_NO_BASELINE)
        key_text(json, "baselineState", finding->novelty == DULY_KNOWN ? STR("unchanged") : STR("new"));
    if (finding->outcome == DULY_WAIVED)
        add_suppression(json, scratch, finding);
    add_properties(json, scratch, finding);
    json_close_object(json);
}

void sarif_absent(JsonWriter *json, Arena *scratch, const duly_fixed *fixed)
{
    duly_finding finding = { .key = fixed->key };
    json_open_object(json);
    key_text(json, "ruleId", fixed->id);
    key_count(json, "ruleIndex", fixed->rule);
    key_text(json, "kind", STR("pass"));
    key_text(json, "level", STR("none"));
    sarif_message(json, "message", fixed->message.len ? fixed->message : fixed->id);
    key_list(json, "locations");
    json_open_object_inline(json);
    add_physical(json, fixed->file, fixed->line);
    add_logical(json, scratch, &finding, &(Place) { 0 });
    json_close_object(json);
    json_close_array(json);
    key_inline(json, "partialFingerprints");
    key_text(json, "duly/v1", fixed->fingerprint);
    json_close_object(json);
    key_text(json, "baselineState", STR("absent"));
    json_close_object(json);
}
