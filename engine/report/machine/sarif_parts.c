/* Keys with values, and the tool. */
#include "report/machine/sarif_parts.h"

#include "base/utf8.h"
#include "report/escape.h"

enum { DESCRIPTION_BYTES = 1024 };

const char *const sarif_levels[3] = { [DULY_ERROR] = "error", [DULY_WARNING] = "warning", [DULY_INFO] = "note" };

/* ---- values after their keys */

void sarif_text(JsonWriter *json, const char *key, Str value)
{
    json_key(json, key);
    json_str(json, value);
}

void sarif_known(JsonWriter *json, const char *key, Str value)
{
    if (value.len)
        sarif_text(json, key, value);
}

void sarif_count(JsonWriter *json, const char *key, uint64_t value)
{
    json_key(json, key);
    json_uint(json, value);
}

void sarif_open(JsonWriter *json, const char *key)
{
    json_key(json, key);
    json_open_object_inline(json);
}

/* { "text": ... } */
void sarif_message(JsonWriter *json, const char *key, Str text)
{
    Text escaped = { 0 };
    escape_sarif(&escaped, text);
    sarif_open(json, key);
    sarif_text(json, "text", text_str(&escaped));
    json_close_object(json);
    text_free(&escaped);
}

void sarif_uri(JsonWriter *json, const char *key, Str path)
{
    Text uri = { 0 };
    escape_uri(&uri, path);
    sarif_open(json, key);
    sarif_text(json, "uri", text_str(&uri));
    json_close_object(json);
    text_free(&uri);
}

/* ---- rules */

static void add_help(JsonWriter *json, const duly_rule *rule)
{
    Text help = { 0 };
    text_add(&help, rule->require.len ? rule->require : rule->title);
    if (rule->source.len)
        text_format(&help, "\n%.*s", STR_ARG(rule->source));
    sarif_message(json, "help", help.len ? text_str(&help) : rule->id);
    text_free(&help);
}

static void add_rule(JsonWriter *json, const duly_rule *rule)
{
    Str title = utf8_start(rule->title.len ? rule->title : rule->id, DESCRIPTION_BYTES);
    json_open_object(json);
    sarif_text(json, "id", rule->id);
    sarif_message(json, "shortDescription", title);
    sarif_message(json, "fullDescription", title);
    add_help(json, rule);
    sarif_open(json, "defaultConfiguration");
    sarif_text(json, "level", str_of(sarif_levels[rule->severity]));
    json_close_object(json);
    sarif_open(json, "properties");
    sarif_known(json, "table", rule->table);
    sarif_known(json, "gate", rule->gate);
    sarif_known(json, "source", rule->source);
    json_close_object(json);
    json_close_object(json);
}

void sarif_tool(JsonWriter *json, const duly_run *run)
{
    duly_rule rule = { 0 };
    json_key(json, "tool");
    json_open_object(json);
    json_key(json, "driver");
    json_open_object(json);
    sarif_text(json, "name", STR("duly"));
    sarif_text(json, "version", run->version);
    json_key(json, "rules");
    json_open_array(json);
    for (size_t i = 0; duly_pack_rule(run->pack, i, &rule); i++)
        add_rule(json, &rule);
    json_close_array(json);
    json_close_object(json);
    json_close_object(json);
}
