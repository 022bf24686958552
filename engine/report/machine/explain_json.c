/* A record explained, as one object. */
#include "report/dates.h"
#include "report/text/explain_parts.h"
#include "report/facts.h"
#include "report/machine/json_parts.h"

static void flag(JsonWriter *json, const char *key, bool value)
{
    json_key(json, key);
    json_bool(json, value);
}

static void number(JsonWriter *json, const char *key, int64_t value)
{
    json_key(json, key);
    json_int(json, value);
}

static void word(JsonWriter *json, const char *key, const char *value)
{
    json_key(json, key);
    json_str(json, str_of(value));
}

/* ---- the record and its timeline */

static void explain_json_record(JsonWriter *json, const duly_record *told)
{
    json_key(json, "record");
    json_open_object(json);
    part_text(json, "table", told->table);
    part_text(json, "key", told->key);
    part_text_or_null(json, "label", told->label);
    part_text_or_null(json, "group", told->section);
    part_text(json, "file", told->file);
    number(json, "line", (int64_t) told->line);
    if (told->sheet.len)
        part_text(json, "sheet", told->sheet);
    word(json, "verdict", verdict_keys[told->verdict]);
    part_date(json, "earliest", told->earliest);
    if (told->end.len) {
        part_text(json, "end", told->end);
        part_text_or_null(json, "end_title", told->end_title);
        part_date(json, "ended_on", told->ended_on);
    }
    json_close_object(json);
}

static void steps(JsonWriter *json, const duly_record_explanation *told)
{
    json_key(json, "steps");
    json_open_array(json);
    for (size_t i = 0; i < told->record->step_count; i++) {
        duly_step step = { 0 };
        duly_pack_step(told->run->pack, told->record->steps[i].step, &step);
        json_open_object_inline(json);
        part_text(json, "id", step.id);
        part_text_or_null(json, "title", step.title);
        flag(json, "taken", told->record->steps[i].taken);
        if (told->record->steps[i].unknown)
            flag(json, "unknown", true);
        part_date(json, "on", told->record->steps[i].on);
        flag(json, "next", i == explain_next(told));
        part_text_or_null(json, "document", told->record->steps[i].document);
        json_close_object(json);
    }
    json_close_array(json);
}

static void interval(JsonWriter *json, const duly_interval *told)
{
    json_open_object_inline(json);
    part_text(json, "rule", told->id);
    part_text_or_null(json, "from", told->from);
    part_text(json, "to", told->to);
    part_text_or_null(json, "again", told->again);
    part_date(json, "from_on", told->from_on);
    part_date(json, "to_on", told->to_on);
    part_date(json, "earliest", told->earliest);
    part_date(json, "due", told->due);
    json_key(json, "days_left");
    if (told->due.year && !told->to_on.year)
        json_int(json, told->days_left);
    else
        json_none(json);
    flag(json, "unknown", told->is_unknown);
    flag(json, "private", told->is_private);
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
    json_key(json, key);
    json_open_array(json);
    for (size_t i = 0; i < count; i++) {
        json_open_object_inline(json);
        number(json, "depth", part[i].depth);
        part_text(json, "text", part[i].text);
        word(json, "state", states[part[i].state]);
        part_text_or_null(json, "value", part[i].value);
        json_close_object(json);
    }
    json_close_array(json);
}

static void parameters(JsonWriter *json, const duly_rule_explanation *rule)
{
    json_key(json, "parameters");
    json_open_array(json);
    for (size_t i = 0; i < rule->parameter_count; i++) {
        json_open_object_inline(json);
        part_text(json, "name", rule->parameters[i].name);
        part_text_or_null(json, "value", rule->parameters[i].value);
        part_text_or_null(json, "unit", rule->parameters[i].unit);
        flag(json, "set", rule->parameters[i].set);
        part_date(json, "from", rule->parameters[i].from);
        part_text_or_null(json, "source", rule->parameters[i].source);
        json_close_object(json);
    }
    json_close_array(json);
}

static void rule_told(JsonWriter *json, const duly_record_explanation *told, const duly_rule_explanation *rule)
{
    duly_rule described = { 0 };
    duly_pack_rule(told->run->pack, rule->rule, &described);
    json_open_object(json);
    part_text(json, "id", described.id);
    word(json, "severity", severity_words[described.severity]);
    word(json, "outcome", outcome_keys[rule->outcome]);
    part_text_or_null(json, "title", rule->title);
    part_date(json, "day", rule->day);
    part_text_or_null(json, "day_of", rule->day_step);
    part_date(json, "in_force_from", rule->from);
    part_date(json, "in_force_to", rule->to);
    part_text_or_null(json, "source", described.source);
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
    part_text(&json, "duly", told->run->version);
    json_key(&json, "pack");
    part_pack(&json, told->run->pack);
    part_date(&json, "as_of", told->run->as_of);
    part_text_or_null(&json, "gate", told->run->gate);
    part_date(&json, "on", told->run->gate.len ? told->run->on : (duly_date) { 0 });
    explain_json_record(&json, told->record);
    steps(&json, told);
    json_key(&json, "intervals");
    json_open_array(&json);
    for (size_t i = 0; i < told->interval_count; i++)
        interval(&json, &told->intervals[i]);
    json_close_array(&json);
    json_key(&json, "rules");
    json_open_array(&json);
    for (size_t i = 0; i < told->rule_count; i++)
        rule_told(&json, told, &told->rules[i]);
    json_close_array(&json);
    json_close_object(&json);
}
