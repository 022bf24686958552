/* JSON Schemas of the files that people write, made of the tables of keys that read them: a key that duly knows is a key that
   editors know. */
#include <stdlib.h>

#include "api/internal.h"
#include "codec/json.h"
#include "pack/shapes.h"
#include "run/waivers.h"

#define DAY "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
#define PERIOD_UNIT "days?|workdays?|weeks?|months?|years?"

/* The words that are types of fields. */
static const char *const type_words[] = {
#define FIELD_TYPE(id, word, reader, type, traits, why) word,
#include "model/field.def"
    NULL,
};

/* What the value of a key can be: of a shape, another word for a `holds`, a piece of schema, or one of some words, which are those that
   read the key. Quotes are apostrophes here. */
static const struct {
    const char *name;
    const Shape *shape;
    const char *holds, *schema;
    const char *const *words;
} kinds[] = {
    { "pack", .shape = &pack_shape },
    { "override", .shape = &override_shape },
    { "change", .shape = &change_shape },
    { "version", .shape = &version_shape },
    { "parameter", .holds = "version|version[]|scalar" },
    { "calendar", .shape = &calendar_shape },
    { "year", .shape = &year_shape },
    { "notice", .shape = &notice_shape },
    { "table", .shape = &table_shape },
    { "way", .holds = "name|name[]" },
    { "field", .shape = &field_shape },
    { "procedure", .shape = &procedure_shape },
    { "step", .shape = &step_shape },
    { "document", .shape = &document_shape },
    { "end", .shape = &end_shape },
    { "interval", .shape = &interval_shape },
    { "extension", .shape = &extension_shape },
    { "rule", .shape = &rule_shape },
    { "effective", .shape = &effective_shape },
    { "example", .shape = &example_shape },
    { "equivalent", .shape = &equivalent_shape },
    { "statistic", .shape = &statistic_shape },
    { "measure", .holds = "measured|expression" },
    { "measured", .shape = &measure_shape },
    { "comparison", .shape = &comparison_shape },
    { "waiver", .shape = &waiver_shape },
    { "scalar", .schema = "{'type': ['string', 'number', 'boolean']}" },
    { "text", .schema = "{'type': ['string', 'number', 'boolean']}" },
    { "bool", .schema = "{'type': 'boolean'}" },
    { "local", .schema = "{'anyOf': [{'type': ['string', 'number', 'boolean']}, {'type': 'object', 'minProperties': 1,"
                         " 'additionalProperties': {'type': ['string', 'number', 'boolean']}, 'propertyNames': {'pattern': "
                         "'^[a-z]{2,3}(-[a-z0-9]+)*$'}}]}" },
    { "value", .schema = "{'anyOf': [{'type': ['string', 'number', 'boolean', 'null']}, {'type': 'object', 'minProperties': 1,"
                         " 'properties': {'also': {'anyOf': [{'$ref': '#/definitions/text'}, {'type': 'array', 'items': {'$ref': "
                         "'#/definitions/text'}}]}},"
                         " 'additionalProperties': {'type': ['string', 'number', 'boolean']}, 'propertyNames': {'pattern': "
                         "'^([a-z]{2,3}(-[a-z0-9]+)*|also)$'}}]}" },
    { "expression", .schema = "{'type': ['string', 'number', 'boolean'], 'description': 'an expression in CEL'}" },
    { "id", .schema = "{'type': 'string', 'pattern': '^[a-z0-9][a-z0-9-]*$'}" },
    { "name", .schema = "{'type': 'string', 'pattern': '^[A-Za-z_][A-Za-z0-9_]*$'}" },
    { "day", .schema = "{'type': 'string', 'pattern': '^" DAY "$'}" },
    { "days", .schema = "{'type': ['array', 'string'], 'pattern': '^" DAY "(\\\\.\\\\." DAY ")?$',"
                        " 'items': {'type': 'string', 'pattern': '^" DAY "(\\\\.\\\\." DAY ")?$'}}" },
    { "weekday", .schema = "{'enum': ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']}" },
    { "period", .schema = "{'type': 'string', 'pattern': '^([0-9]+|params\\\\.[A-Za-z_][A-Za-z0-9_]*)( +(" PERIOD_UNIT
                          "|workdays? +of +[a-z0-9][a-z0-9-]*))?$'}" },
    { "severity", .schema = "{'enum': ['error', 'warning', 'info']}" },
    { "missing", .schema = "{'enum': ['undecided', 'violation', 'pass']}" },
    { "counting", .schema = "{'enum': ['exclusive', 'inclusive']}" },
    { "type", .words = type_words },
    { "records", .holds = "record[]" },
    { "record", .schema = "{'type': 'object', 'additionalProperties': {'type': ['string', 'number', 'boolean', 'array', 'null']}}" },
};
enum { KIND_ROWS = sizeof kinds / sizeof *kinds };

/* A list, a mapping, or the thing itself. */
static json_t *schema_of_word(Str word)
{
    bool list = str_ends_with(word, STR("[]")), mapping = str_ends_with(word, STR("{}"));
    Str name = str_slice(word, 0, word.len - (list || mapping ? 2 : 0));
    json_t *inner = json_pack("{s: s+%}", "$ref", "#/definitions/", name.at, name.len);
    if (list)
        return json_pack("{s: s, s: o}", "type", "array", "items", inner);
    return mapping ? json_pack("{s: s, s: o}", "type", "object", "additionalProperties", inner) : inner;
}

static json_t *schema_of(const char *holds)
{
    json_t *choices = json_array();
    Str rest = str_of(holds);
    while (rest.len > 0) {
        size_t bar = str_find(rest, STR("|"), 0);
        bool more = bar != SIZE_MAX;
        Str word = str_slice(rest, 0, more ? bar : rest.len);
        json_array_append_new(choices, schema_of_word(word));
        rest = str_slice(rest, word.len + more, rest.len);
    }
    if (json_array_size(choices) > 1)
        return json_pack("{s: o}", "anyOf", choices);
    json_t *only = json_incref(json_array_get(choices, 0));
    json_decref(choices);
    return only;
}

/* ---- shapes */

/* Words beside a reference are not looked at in draft 7: the reference goes into an `allOf`. */
static json_t *schema_of_key(const Key *key)
{
    json_t *schema = schema_of(key->holds);
    if (json_object_get(schema, "$ref"))
        schema = json_pack("{s: [o]}", "allOf", schema);
    json_object_set_new(schema, "description", json_string(key->about));
    return schema;
}

/* The first of some keys has to be there where none of the others is. Takes the list. */
static void add_either(json_t *schema, json_t *keys)
{
    json_t *others = json_array();
    for (size_t i = 1; i < json_array_size(keys); i++)
        json_array_append_new(others, json_pack("{s: [O]}", "required", json_array_get(keys, i)));
    if (json_array_size(others) > 0) {
        json_object_set_new(schema, "if", json_pack("{s: {s: O}}", "not", "anyOf", others));
        json_object_set_new(schema, "then", json_pack("{s: [O]}", "required", json_array_get(keys, 0)));
    }
    json_decref(others);
    json_decref(keys);
}

static json_t *schema_of_shape(const Shape *shape)
{
    json_t *properties = json_object(), *required = json_array(), *either = json_array();
    for (size_t i = 0; i < shape->count; i++) {
        const Key *key = &shape->keys[i];
        json_object_set_new(properties, key->name, schema_of_key(key));
        if (key->need == KEY_REQUIRED || key->need == KEY_EITHER)
            json_array_append_new(key->need == KEY_EITHER ? either : required, json_string(key->name));
    }
    json_t *schema = json_pack("{s: s, s: o, s: b}", "type", "object", "properties", properties, "additionalProperties", 0);
    if (json_array_size(required) > 0)
        json_object_set(schema, "required", required);
    json_decref(required);
    add_either(schema, either);
    return schema;
}

static json_t *parse_piece(const char *piece)
{
    Text text = { 0 };
    text_add(&text, str_of(piece));
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '\'')
            text.at[i] = '"';
    json_t *schema = json_loadb(text.at, text.len, 0, NULL);
    text_free(&text);
    return schema;
}

static json_t *one_of(const char *const *words)
{
    json_t *list = json_array();
    for (; *words; words++)
        json_array_append_new(list, json_string(*words));
    return json_pack("{s: o}", "enum", list);
}

static json_t *definitions(void)
{
    json_t *all = json_object();
    for (size_t i = 0; i < KIND_ROWS; i++) {
        json_t *schema = kinds[i].shape   ? schema_of_shape(kinds[i].shape)
                         : kinds[i].holds ? schema_of(kinds[i].holds)
                         : kinds[i].words ? one_of(kinds[i].words)
                                          : parse_piece(kinds[i].schema);
        json_object_set_new(all, kinds[i].name, schema);
    }
    return all;
}

/* ---- the whole */

static json_t *schema_of_kind(duly_schema_kind kind)
{
    switch (kind) {
    case DULY_SCHEMA_PACK: return schema_of_shape(&top_shape);
    case DULY_SCHEMA_CALENDAR:
        return json_pack("{s: s, s: {s: o}, s: [s], s: b}", "type", "object", "properties", "calendars", schema_of("calendar{}"),
                         "required", "calendars", "additionalProperties", 0);
    case DULY_SCHEMA_WAIVERS: break;
    }
    return schema_of("waiver[]");
}

static const char *const titles[] = {
    [DULY_SCHEMA_PACK] = "A file of a pack of rules",
    [DULY_SCHEMA_CALENDAR] = "The calendars of a pack of rules",
    [DULY_SCHEMA_WAIVERS] = "The waivers of a batch",
};

void duly_schema(duly_schema_kind kind, duly_value *value)
{
    duly_value_free(value);
    Arena *arena = memory_alloc(sizeof *arena);
    *arena = (Arena) { 0 };
    value->memory = arena;
    json_t *schema = json_pack("{s: s, s: s}", "$schema", "http://json-schema.org/draft-07/schema#", "title", titles[kind]);
    json_t *body = schema_of_kind(kind);
    json_object_update(schema, body);
    json_decref(body);
    json_object_set_new(schema, "definitions", definitions());
    char *text = json_dumps(schema, JSON_INDENT(2));
    json_decref(schema);
    value->value = arena_str(arena, str_of(text));
    free(text);
}
