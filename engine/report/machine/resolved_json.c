/* A pack as it is after all that it extends and overrides, as one object: every value, and where it comes from. */
#include "report/dates.h"
#include "report/facts.h"
#include "report/machine/json_parts.h"

static void write_day(JsonWriter *json, const char *key, duly_date date)
{
    Day day = day_of(date);
    json_key(json, key);
    if (date.year)
        json_str(json, str_of(day.text));
    else
        json_none(json);
}

static void write_place(JsonWriter *json, const char *key, duly_text path, uint32_t line)
{
    json_key(json, key);
    if (path.len == 0) {
        json_none(json);
        return;
    }
    json_open_object_inline(json);
    part_text(json, "file", path);
    json_key(json, "line");
    json_uint(json, line);
    json_close_object(json);
}

static void parameter_json(void *context, const duly_parameter *parameter)
{
    JsonWriter *json = context;
    json_open_object(json);
    part_text(json, "name", parameter->name);
    part_text(json, "title", parameter->title);
    part_text(json, "type", parameter->type);
    part_text(json, "unit", parameter->unit);
    json_key(json, "versions");
    json_open_array(json);
    for (size_t i = 0; i < parameter->version_count; i++) {
        json_open_object(json);
        write_day(json, "from", parameter->versions[i].from);
        part_text(json, "value", parameter->versions[i].value);
        part_text(json, "source", parameter->versions[i].source);
        write_place(json, "at", parameter->versions[i].path, parameter->versions[i].line);
        json_close_object(json);
    }
    json_close_array(json);
    json_close_object(json);
}

static void origin_json(void *context, const duly_rule_origin *origin)
{
    JsonWriter *json = context;
    json_open_object(json);
    part_text(json, "id", origin->rule.id);
    json_key(json, "enabled");
    json_bool(json, origin->enabled);
    json_key(json, "severity");
    json_str(json, str_of(severity_words[origin->rule.severity]));
    write_day(json, "from", origin->from);
    write_day(json, "to", origin->to);
    part_text(json, "source", origin->rule.source);
    write_place(json, "at", origin->rule.path, origin->rule.line);
    write_place(json, "changed_at", origin->rule.changed_path, origin->rule.changed_line);
    write_place(json, "replaces", origin->rule.replaces_path, origin->rule.replaces_line);
    json_close_object(json);
}

void resolved_json(const duly_pack *pack, const ReportOptions *options)
{
    JsonWriter json = { .out = options->out, .indent = true };
    json_open_object(&json);
    json_key(&json, "pack");
    part_pack(&json, pack);
    json_key(&json, "parameters");
    json_open_array(&json);
    duly_pack_read(pack, &(duly_reader) { .context = &json, .parameter = parameter_json });
    json_close_array(&json);
    json_key(&json, "rules");
    json_open_array(&json);
    duly_pack_read(pack, &(duly_reader) { .context = &json, .origin = origin_json });
    json_close_array(&json);
    json_close_object(&json);
}
