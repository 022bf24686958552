/* A record explained, as one object. */
#include "report/dates.h"
#include "report/text/explain_parts.h"
#include "report/facts.h"
#include "report/machine/json_parts.h"

/* ---- the record and its timeline */

static void explain_json_record(JsonWriter *json, const duly_record *told)
{
    key_object(json, "record");
    key_text(json, "table", told->table);
    key_text(json, "key", told->key);
    key_text_or_null(json, "label", told->label);
    key_text_or_null(json, "group", told->section);
    key_text(json, "file", told->file);
    key_count(json, "line", told->line);
    key_known(json, "sheet", told->sheet);
    key_text(json, "verdict", str_of(verdict_keys[told->verdict]));
    key_date(json, "earliest", told->earliest);
    if (told->end.len) {
        key_text(json, "end", told->end);
        key_text_or_null(json, "end_title", told->end_title);
        key_date(json, "ended_on", told->ended_on);
    }
    json_close_object(json);
}

static void steps(JsonWriter *json, const duly_record_explanation *told)
{
    key_list(json, "steps");
    for (size_t i = 0; i < told->record->step_count; i++) {
        duly_step step = { .size = sizeof step };
        duly_pack_step(told->run->pack, told->record->steps[i].step, &step);
        json_open_object_inline(json);
        key_text(json, "id", step.id);
        key_text_or_null(json, "title", step.title);
        key_flag(json, "taken", told->record->steps[i].taken);
        if (told->record->steps[i].unknown)
            key_flag(json, "unknown", true);
        key_date(json, "on", told->record->steps[i].on);
        key_flag(json, "next", i == explain_next(told));
        key_text_or_null(json, "document", told->record->steps[i].document);
        json_close_object(json);
    }
    json_close_array(json);
}

/* clang-format off */
#define OF duly_interval
static bool has_days_left(const void *interval) { return ((const duly_interval *) interval)->due.year && !((const duly_interval *) interval)->to_on.year; }
static const Row interval_rows[] = {
    ROW("rule", TEXT, ALWAYS, id),
    ROW("from", TEXT, OR_NONE, from),
    ROW("to", TEXT, ALWAYS, to),
    ROW("again", TEXT, OR_NONE, again),
    ROW("from_on", DAY, OR_NONE, from_on),
    ROW("to_on", DAY, OR_NONE, to_on),
    ROW("earliest", DAY, OR_NONE, earliest),
    ROW("due", DAY, OR_NONE, due),
    { .key = "days_left", .kind = ROW_NUMBER, .presence = ROW_OR_NONE, .at = offsetof(OF, days_left), .has = has_days_left },
    ROW("unknown", FLAG, ALWAYS, is_unknown),
    ROW("private", FLAG, ALWAYS, is_private),
};
static const Shape interval_shape = SHAPE_OF(OF, interval_rows, false);
#undef OF

/* ---- rules */

#define OF duly_part
static const char *const part_states[] = {
    [DULY_PART_VALUE] = "value", [DULY_PART_MISSING] = "missing", [DULY_PART_FAILED] = "failed", [DULY_PART_LEFT_OUT] = "not_needed",
    [DULY_PART_PRIVATE] = "private",
};
static const Row part_rows[] = {
    ROW("depth", LINE, ALWAYS, depth),
    ROW("text", TEXT, ALWAYS, text),
    ROW_OF("state", ALWAYS, state, part_states),
    ROW("value", TEXT, OR_NONE, value),
};
static const Shape part_shape = SHAPE_OF(OF, part_rows, false);
#undef OF
#define OF duly_parameter_use
static const Row parameter_rows[] = {
    ROW("name", TEXT, ALWAYS, name),
    ROW("value", TEXT, OR_NONE, value),
    ROW("unit", TEXT, OR_NONE, unit),
    ROW("set", FLAG, ALWAYS, set),
    ROW("from", DAY, OR_NONE, from),
    ROW("source", TEXT, OR_NONE, source),
};
static const Shape parameter_shape = SHAPE_OF(OF, parameter_rows, false);
#undef OF
/* clang-format on */

static void rule_told(JsonWriter *json, const duly_record_explanation *told, const duly_rule_explanation *rule)
{
    duly_rule described = { .size = sizeof described };
    duly_pack_rule(told->run->pack, rule->rule, &described);
    json_open_object(json);
    key_text(json, "id", described.id);
    key_text(json, "severity", str_of(severity_words[described.severity]));
    key_text(json, "outcome", str_of(outcome_keys[rule->outcome]));
    key_text_or_null(json, "title", rule->title);
    key_date(json, "day", rule->day);
    key_text_or_null(json, "day_of", rule->day_step);
    key_date(json, "in_force_from", rule->from);
    key_date(json, "in_force_to", rule->to);
    key_text_or_null(json, "source", described.source);
    rows_write_list(json, "parameters", &parameter_shape, rule->parameters, rule->parameter_count);
    rows_write_list(json, "when", &part_shape, rule->when, rule->when_count);
    rows_write_list(json, "require", &part_shape, rule->require, rule->require_count);
    json_key(json, "finding");
    if (rule->finding)
        part_finding(json, rule->finding);
    else
        json_none(json);
    json_close_object(json);
}

void explain_json(const duly_record_explanation *told, const ReportOptions *options)
{
    JsonWriter json = { .out = options->out, .indent = true };
    json_open_object(&json);
    key_text(&json, "duly", told->run->version);
    json_key(&json, "pack");
    part_pack(&json, told->run->pack);
    key_date(&json, "as_of", told->run->as_of);
    key_text_or_null(&json, "gate", told->run->gate);
    key_date(&json, "on", told->run->gate.len ? told->run->on : (duly_date) { 0 });
    explain_json_record(&json, told->record);
    steps(&json, told);
    rows_write_list(&json, "intervals", &interval_shape, told->intervals, told->interval_count);
    key_list(&json, "rules");
    for (size_t i = 0; i < told->rule_count; i++)
        rule_told(&json, told, &told->rules[i]);
    json_close_array(&json);
    json_close_object(&json);
}
