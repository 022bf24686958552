/* Keys with values, and the tool. */
#include "report/machine/sarif_parts.h"

#include "base/utf8.h"
#include "report/escape.h"
#include "report/facts.h"

enum { DESCRIPTION_BYTES = 1024 };

const char *const sarif_levels[3] = { [DULY_ERROR] = "error", [DULY_WARNING] = "warning", [DULY_INFO] = "note" };

/* { "text": ... } */
static void key_escaped(JsonWriter *json, const char *key, const char *inner, Str text, void (*escape)(Text *out, Str text))
{
    Text escaped = { 0 };
    escape(&escaped, text);
    key_inline(json, key);
    key_text(json, inner, text_str(&escaped));
    json_close_object(json);
    text_free(&escaped);
}

void sarif_message(JsonWriter *json, const char *key, Str text)
{
    key_escaped(json, key, "text", text, escape_sarif);
}

void sarif_uri(JsonWriter *json, const char *key, Str path)
{
    key_escaped(json, key, "uri", path, escape_uri);
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

static void sarif_parts_add_rule(JsonWriter *json, const duly_rule *rule)
{
    Str title = utf8_start(rule->title.len ? rule->title : rule->id, DESCRIPTION_BYTES);
    json_open_object(json);
    key_text(json, "id", rule->id);
    sarif_message(json, "shortDescription", title);
    sarif_message(json, "fullDescription", title);
    add_help(json, rule);
    key_inline(json, "defaultConfiguration");
    key_text(json, "level", str_of(sarif_levels[rule->severity]));
    json_close_object(json);
    key_inline(json, "properties");
    key_known(json, "table", rule->table);
    key_known(json, "gate", rule->gate);
    key_known(json, "source", rule->source);
    json_close_object(json);
    json_close_object(json);
}

/* By rule of the pack the number of its id, and by number the last version, which is told of. */
typedef struct {
    uint32_t *numbers, *last;
    uint32_t count;
} RuleIds;

static RuleIds find_ids(Arena *arena, const duly_pack *pack)
{
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(pack, &info);
    RuleIds ids = { arena_array(arena, uint32_t, info.all_rule_count), arena_array(arena, uint32_t, info.all_rule_count), 0 };
    const uint32_t *firsts = rule_firsts(arena, pack);
    for (uint32_t i = 0; i < info.all_rule_count; i++) {
        ids.numbers[i] = firsts[i] == i ? ids.count++ : ids.numbers[firsts[i]];
        ids.last[ids.numbers[i]] = i;
    }
    return ids;
}

const uint32_t *sarif_tool(JsonWriter *json, Arena *arena, const duly_run *run)
{
    RuleIds ids = find_ids(arena, run->pack);
    duly_rule rule = { .size = sizeof rule };
    key_object(json, "tool");
    key_object(json, "driver");
    key_text(json, "name", STR("duly"));
    key_text(json, "version", run->version);
    key_list(json, "rules");
    for (uint32_t i = 0; i < ids.count && duly_pack_rule(run->pack, ids.last[i], &rule); i++)
        sarif_parts_add_rule(json, &rule);
    json_close_array(json);
    json_close_object(json);
    json_close_object(json);
    return ids.numbers;
}
