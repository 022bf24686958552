/* A pack as it is after all that it extends and overrides, as one object: every value, and where it comes from. */
#include "report/dates.h"
#include "report/facts.h"
#include "report/machine/json_parts.h"

static void write_place(JsonWriter *json, const char *key, duly_text path, uint32_t line)
{
    json_key(json, key);
    if (path.len == 0) {
        json_none(json);
        return;
    }
    json_open_object_inline(json);
    key_text(json, "file", path);
    key_count(json, "line", line);
    json_close_object(json);
}

static void parameter_json(void *context, const duly_parameter *parameter)
{
    JsonWriter *json = context;
    json_open_object(json);
    key_text(json, "name", parameter->name);
    key_text(json, "type", parameter->type);
    key_text(json, "unit", parameter->unit);
    key_list(json, "versions");
    for (size_t i = 0; i < parameter->version_count; i++) {
        json_open_object(json);
        key_date(json, "from", parameter->versions[i].from);
        key_text(json, "value", parameter->versions[i].value);
        key_text(json, "source", parameter->versions[i].source);
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
    key_text(json, "id", origin->rule.id);
    key_flag(json, "enabled", origin->enabled);
    key_text(json, "severity", str_of(severity_words[origin->rule.severity]));
    key_date(json, "from", origin->from);
    key_date(json, "to", origin->to);
    key_text(json, "source", origin->rule.source);
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
    key_list(&json, "parameters");
    duly_pack_read(pack, &(duly_reader) { .context = &json, .parameter = parameter_json });
    json_close_array(&json);
    key_list(&json, "rules");
    duly_pack_read(pack, &(duly_reader) { .context = &json, .origin = origin_json });
    json_close_array(&json);
    json_close_object(&json);
}
