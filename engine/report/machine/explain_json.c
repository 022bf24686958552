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
    if (told->sheet.len)
        key_text(json, "sheet", told->sheet);
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
        duly_step step = { 0 };
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

static void interval(JsonWriter *json, const duly_interval *told)
{
    json_open_object_inline(json);
    key_text(json, "rule", told->id);
    key_text_or_null(json, "from", told->from);
    key_text(json, "to", told->to);
    key_text_or_null(json, "again", told->again);
    key_date(json, "from_on", told->from_on);
    key_date(json, "to_on", told->to_on);
    key_date(json, "earliest", told->earliest);
    key_date(json, "due", told->due);
    json_key(json, "days_left");
    if (told->due.year && !told->to_on.year)
        json_int(json, told->days_left);
    else
        json_none(json);
    key_flag(json, "unknown", told->is_unknown);
    key_flag(json, "private", told->is_private);
    json_close_object(json);
}

/* ---- rules */

static void parts(JsonWriter *json, const char *key, const duly_part *part, size_t count)
{
    static const char *const states[] = { [DULY_PART_VALUE] = "value",
                                          [DULY_PART_MISSING] = "missing",
                                          [DULY_PART_FAILED] = "failed",
                                          [DULY_PART_LEFT_OUT] = "not_needed",
                                          [DULY_PART_PRIVATE] = "private" };
    key_list(json, key);
    for (size_t i = 0; i < count; i++) {
        json_open_object_inline(json);
        key_count(json, "depth", part[i].depth);
        key_text(json, "text", part[i].text);
        key_text(json, "state", str_of(states[part[i].state]));
        key_text_or_null(json, "value", part[i].value);
        json_close_object(json);
    }
    json_close_array(json);
}

static void parameters(JsonWriter *json, const duly_rule_explanation *rule)
{
    key_list(json, "parameters");
    for (size_t i = 0; i < rule->parameter_count; i++) {
        json_open_object_inline(json);
        key_text(json, "name", rule->parameters[i].name);
        key_text_or_null(json, "value", rule->parameters[i].value);
        key_text_or_null(json, "unit", rule->parameters[i].unit);
        key_flag(json, "set", rule->parameters[i].set);
        key_date(json, "from", rule->parameters[i].from);
        key_text_or_null(json, "source", rule->parameters[i].source);
        json_close_object(json);
    }
    json_close_array(json);
}

static void rule_told(JsonWriter *json, const duly_record_explanation *told, const duly_rule_explanation *rule)
{
    duly_rule described = { 0 };
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
    parameters(json, rule);
    parts(json, "when", rule->when, rule->when_count);
    parts(json, "require", rule->require, rule->require_count);
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
    key_list(&json, "intervals");
    for (size_t i = 0; i < told->interval_count; i++)
        interval(&json, &told->intervals[i]);
    json_close_array(&json);
    key_list(&json, "rules");
    for (size_t i = 0; i < told->rule_count; i++)
        rule_told(&json, told, &told->rules[i]);
    json_close_array(&json);
    json_close_object(&json);
}
