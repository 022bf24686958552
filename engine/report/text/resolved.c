#include "report/text/resolved.h"

#include "base/said.h"
#include "report/dates.h"
#include "report/facts.h"
#include "report/machine/json_parts.h"
#include "report/printable.h"

/* ---- as text: parameters, then rules, each with its place */

typedef struct {
    Output *out;
    bool begun; /* the heading of the section is written */
} Section;

static void begin(Section *section, const char *heading)
{
    if (!section->begun)
        output_format(section->out, "%s%s\n", said(output_language(section->out), heading), said(output_language(section->out), ":"));
    section->begun = true;
}

static void add_place(Text *line, const char *before, duly_text path, uint32_t number)
{
    text_say(line, before);
    printable_add(line, path);
    text_format(line, ":%u", (unsigned) number);
}

static void add_days(Text *line, duly_date from, duly_date to)
{
    Day first = day_of(from), last = day_of(to);
    if (from.year)
        text_format(line, " from %s", first.text);
    if (to.year)
        text_format(line, " to %s", last.text);
}

static void send(Output *out, Text *line)
{
    text_add_char(line, '\n');
    output_add(out, text_str(line));
    text_clear(line);
}

static void parameter_text(void *context, const duly_parameter *parameter)
{
    Section *section = context;
    Text line = { .language = output_language(section->out) };
    begin(section, "parameters");
    for (size_t i = 0; i < parameter->version_count; i++) {
        const duly_parameter_version *version = &parameter->versions[i];
        text_add(&line, STR("  "));
        printable_add(&line, parameter->name);
        add_days(&line, version->from, (duly_date) { 0 });
        text_add(&line, STR(" = "));
        printable_add(&line, version->value);
        if (parameter->unit.len) {
            text_add_char(&line, ' ');
            printable_add(&line, parameter->unit);
        }
        add_place(&line, "  ", version->path, version->line);
        send(section->out, &line);
    }
    text_free(&line);
}

static void origin_text(void *context, const duly_rule_origin *origin)
{
    Section *section = context;
    Text line = { .language = output_language(section->out) };
    begin(section, "rules");
    text_add(&line, STR("  "));
    printable_add(&line, origin->rule.id);
    add_days(&line, origin->from, origin->to);
    text_format(&line, " = %s", origin->enabled ? severity_names[origin->rule.severity] : "off");
    if (origin->rule.path.len)
        add_place(&line, "  ", origin->rule.path, origin->rule.line);
    else
        text_say(&line, "  of duly itself");
    if (origin->rule.changed_path.len)
        add_place(&line, ", changed by ", origin->rule.changed_path, origin->rule.changed_line);
    if (origin->rule.replaces_path.len)
        add_place(&line, ", in place of ", origin->rule.replaces_path, origin->rule.replaces_line);
    send(section->out, &line);
    text_free(&line);
}

void resolved_text(const duly_pack *pack, Output *out)
{
    Section parameters = { .out = out }, rules = { .out = out };
    duly_pack_read(pack, &(duly_reader) { .context = &parameters, .parameter = parameter_text });
    duly_pack_read(pack, &(duly_reader) { .context = &rules, .origin = origin_text });
}

/* ---- as JSON */

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
    json_str(json, str_of(severity_names[origin->rule.severity]));
    write_day(json, "from", origin->from);
    write_day(json, "to", origin->to);
    part_text(json, "source", origin->rule.source);
    write_place(json, "at", origin->rule.path, origin->rule.line);
    write_place(json, "changed_at", origin->rule.changed_path, origin->rule.changed_line);
    write_place(json, "replaces", origin->rule.replaces_path, origin->rule.replaces_line);
    json_close_object(json);
}

void resolved_json(const duly_pack *pack, Output *out)
{
    JsonWriter json = { .out = out, .indent = true };
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
