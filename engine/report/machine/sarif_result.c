/* A finding as a result: what is undecided is open, what is waived is suppressed. */
#include "report/machine/sarif_parts.h"

#include "report/dates.h"
#include "report/facts.h"

static void add_physical(JsonWriter *json, Str path, uint64_t line)
{
    sarif_open(json, "physicalLocation");
    sarif_uri(json, "artifactLocation", path);
    if (line) {
        sarif_open(json, "region");
        sarif_count(json, "startLine", line);
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
    json_key(json, "logicalLocations");
    json_open_array(json);
    json_open_object(json);
    sarif_known(json, "name", cell);
    sarif_known(json, "fullyQualifiedName", subject);
    sarif_text(json, "kind", finding->key.len ? STR("record") : STR("group"));
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
    json_key(json, "locations");
    json_open_array(json);
    json_open_object_inline(json);
    add_physical(json, place.path, place.line);
    add_logical(json, scratch, finding, &place);
    json_close_object(json);
    json_close_array(json);
    if (finding->rule_file.len == 0 && finding->record_count == 0)
        return;
    json_key(json, "relatedLocations");
    json_open_array(json);
    if (finding->rule_file.len)
        add_related(json, finding->rule_file, finding->rule_line, STR("the rule"));
    for (size_t i = 0; i < finding->record_count; i++) {
        const duly_group_record *record = &finding->records[i];
        add_related(json, record->file, record->line, record->by_place ? STR("a record of the group") : record->key);
    }
    json_close_array(json);
}

static void add_group_facts(JsonWriter *json, const duly_finding *finding)
{
    sarif_open(json, "figures");
    for (size_t i = 0; i < finding->figure_count; i++) {
        json_key_str(json, finding->figures[i].name);
        if (finding->figures[i].missing)
            json_none(json);
        else
            json_str(json, finding->figures[i].value);
    }
    json_close_object(json);
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
    sarif_count(json, "record_count", finding->record_total);
}

static void add_properties(JsonWriter *json, Arena *scratch, const duly_finding *finding)
{
    Day clears_on = day_of(finding->clears_on);
    sarif_open(json, "properties");
    sarif_text(json, "outcome", str_of(outcome_keys[finding->outcome]));
    sarif_text(json, "severity", str_of(severity_words[finding->severity]));
    sarif_known(json, "table", finding->table);
    sarif_known(json, "key", finding->key);
    if (finding->is_group)
        add_group_facts(json, finding);
    sarif_known(json, "gate", finding->gate);
    sarif_known(json, "clears_on", str_of(clears_on.text));
    sarif_known(json, "version", finding_version(&(Voice) { scratch, STR("en") }, finding));
    json_close_object(json);
}

static void add_suppression(JsonWriter *json, Arena *scratch, const duly_finding *finding)
{
    Text why = text_in(scratch);
    text_add(&why, finding_waiver(&(Voice) { scratch, STR("en") }, finding));
    if (finding->waiver && finding->waiver->reason.len)
        text_format(&why, ": %.*s", STR_ARG(finding->waiver->reason));
    json_key(json, "suppressions");
    json_open_array(json);
    json_open_object_inline(json);
    sarif_text(json, "kind", STR("external"));
    sarif_text(json, "status", STR("accepted"));
    sarif_known(json, "justification", text_str(&why));
    json_close_object(json);
    json_close_array(json);
}

void sarif_result(JsonWriter *json, Arena *scratch, const duly_pack *pack, const duly_finding *finding)
{
    bool open = finding->outcome == DULY_UNDECIDED;
    json_open_object(json);
    sarif_text(json, "ruleId", finding->id);
    sarif_count(json, "ruleIndex", finding->rule);
    sarif_text(json, "kind", open ? STR("open") : STR("fail"));
    sarif_text(json, "level", open ? STR("none") : str_of(sarif_levels[finding->severity]));
    sarif_message(json, "message", finding_message(finding));
    add_locations(json, scratch, pack, finding);
    if (finding->fingerprint.len) {
        sarif_open(json, "partialFingerprints");
        sarif_text(json, "duly/v1", finding->fingerprint);
        json_close_object(json);
    }
    if (finding->novelty != DULY_NO_BASELINE)
        sarif_text(json, "baselineState", finding->novelty == DULY_KNOWN ? STR("unchanged") : STR("new"));
    if (finding->outcome == DULY_WAIVED)
        add_suppression(json, scratch, finding);
    add_properties(json, scratch, finding);
    json_close_object(json);
}

void sarif_absent(JsonWriter *json, Arena *scratch, const duly_fixed *fixed)
{
    duly_finding finding = { .key = fixed->key };
    json_open_object(json);
    sarif_text(json, "ruleId", fixed->id);
    sarif_count(json, "ruleIndex", fixed->rule);
    sarif_text(json, "kind", STR("pass"));
    sarif_text(json, "level", STR("none"));
    sarif_message(json, "message", fixed->message.len ? fixed->message : fixed->id);
    json_key(json, "locations");
    json_open_array(json);
    json_open_object_inline(json);
    add_physical(json, fixed->file, fixed->line);
    add_logical(json, scratch, &finding, &(Place) { 0 });
    json_close_object(json);
    json_close_array(json);
    sarif_open(json, "partialFingerprints");
    sarif_text(json, "duly/v1", fixed->fingerprint);
    json_close_object(json);
    sarif_text(json, "baselineState", STR("absent"));
    json_close_object(json);
}
