/* JSON Schemas of the files that people write, made of the tables of keys that read them: a key that duly knows is a key that editors
   know. Each kind of value is a definition, and keys refer to those by name
   (`#/definitions/rule`), since kinds contain each other.

   The values are jansson's, which counts who holds them. Each is given to the arena as soon as it is made (kept), so that no line here
   has to give anything back, whatever fails. */
#include <stdlib.h>

#include "api/internal.h"
#include "base/said.h"
#include "base/words.h"
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
    { "limits", .shape = &limits_shape },
    { "kept", .holds = "name|name[]|others" },
    { "others", .shape = &kept_shape },
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
    { "span", .shape = &span_shape },
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
    { "format", .schema = "{'const': 1}" },
    { "number", .schema = "{'type': 'integer', 'minimum': 1}" },
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
    { "severity", .words = severity_words },
    { "missing", .words = missing_words },
    { "counting", .schema = "{'enum': ['exclusive', 'inclusive']}" },
    { "type", .words = type_words },
    { "records", .holds = "record[]" },
    { "record", .schema = "{'type': 'object', 'additionalProperties': {'type': ['string', 'number', 'boolean', 'array', 'null']}}" },
};
enum { KIND_ROWS = sizeof kinds / sizeof *kinds };

/* Every value belongs to the arena; those that hold it have a share. */
static void schema_drop(void *json)
{
    json_decref(json);
}

static json_t *schema_kept(Arena *arena, json_t *json)
{
    MemoryHold hold;
    if (!json)
        memory_fault(); /* nothing else stops it: what is packed here is well-formed */
    json_hold(&hold, json);
    arena_defer(arena, schema_drop, json);
    memory_let_go(&hold);
    return json;
}

static void must(int result)
{
    if (result != 0)
        memory_fault();
}

/* A list, a mapping, or the thing itself. */
static json_t *schema_of_word(Arena *arena, Str word)
{
    bool list = str_ends_with(word, STR("[]")), mapping = str_ends_with(word, STR("{}"));
    Str name = str_slice(word, 0, word.len - (list || mapping ? 2 : 0));
    json_t *inner = schema_kept(arena, json_pack("{s: s+%}", "$ref", "#/definitions/", name.at, name.len));
    if (list)
        return schema_kept(arena, json_pack("{s: s, s: O}", "type", "array", "items", inner));
    return mapping ? schema_kept(arena, json_pack("{s: s, s: O}", "type", "object", "additionalProperties", inner)) : inner;
}

static json_t *schema_of(Arena *arena, const char *holds)
{
    json_t *choices = schema_kept(arena, json_array());
    Str rest = str_of(holds);
    while (rest.len > 0) {
        size_t bar = str_find(rest, STR("|"), 0);
        bool more = bar != SIZE_MAX;
        Str word = str_slice(rest, 0, more ? bar : rest.len);
        must(json_array_append(choices, schema_of_word(arena, word)));
        rest = str_slice(rest, word.len + more, rest.len);
    }
    if (json_array_size(choices) > 1)
        return schema_kept(arena, json_pack("{s: O}", "anyOf", choices));
    return json_array_get(choices, 0);
}

/* ---- shapes */

/* Words beside a reference are not looked at in draft 7: the reference goes into an `allOf`. */
static json_t *schema_of_key(Arena *arena, const Key *key)
{
    json_t *schema = schema_of(arena, key->holds);
    if (json_object_get(schema, "$ref"))
        schema = schema_kept(arena, json_pack("{s: [O]}", "allOf", schema));
    must(json_object_set(schema, "description", schema_kept(arena, json_string(key->about))));
    return schema;
}

/* The first of some keys has to be there where none of the others is. */
static void add_either(Arena *arena, json_t *schema, const json_t *keys)
{
    json_t *others = schema_kept(arena, json_array());
    for (size_t i = 1; i < json_array_size(keys); i++)
        must(json_array_append(others, schema_kept(arena, json_pack("{s: [O]}", "required", json_array_get(keys, i)))));
    if (json_array_size(others) == 0)
        return;
    must(json_object_set(schema, "if", schema_kept(arena, json_pack("{s: {s: O}}", "not", "anyOf", others))));
    must(json_object_set(schema, "then", schema_kept(arena, json_pack("{s: [O]}", "required", json_array_get(keys, 0)))));
}

static json_t *schema_of_shape(Arena *arena, const Shape *shape)
{
    json_t *properties = schema_kept(arena, json_object()), *required = schema_kept(arena, json_array()),
           *either = schema_kept(arena, json_array());
    for (size_t i = 0; i < shape->count; i++) {
        const Key *key = &shape->keys[i];
        must(json_object_set(properties, key->name, schema_of_key(arena, key)));
        if (key->need == KEY_REQUIRED || key->need == KEY_EITHER)
            must(json_array_append(key->need == KEY_EITHER ? either : required, schema_kept(arena, json_string(key->name))));
    }
    json_t *schema =
        schema_kept(arena, json_pack("{s: s, s: O, s: b}", "type", "object", "properties", properties, "additionalProperties", 0));
    if (json_array_size(required) > 0)
        must(json_object_set(schema, "required", required));
    add_either(arena, schema, either);
    return schema;
}

static json_t *parse_piece(Arena *arena, const char *piece)
{
    Text text = { 0 };
    text_add(&text, str_of(piece));
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '\'')
            text.at[i] = '"';
    size_t used;
    JsonProblem problem;
    json_t *schema = json_read(text_str(&text), &used, arena, &problem);
    text_free(&text);
    return schema_kept(arena, schema);
}

static json_t *one_of(Arena *arena, const char *const *words)
{
    json_t *list = schema_kept(arena, json_array());
    for (; *words; words++)
        must(json_array_append(list, schema_kept(arena, json_string(*words))));
    return schema_kept(arena, json_pack("{s: O}", "enum", list));
}

static json_t *definitions(Arena *arena)
{
    json_t *all = schema_kept(arena, json_object());
    for (size_t i = 0; i < KIND_ROWS; i++) {
        json_t *schema = kinds[i].shape   ? schema_of_shape(arena, kinds[i].shape)
                         : kinds[i].holds ? schema_of(arena, kinds[i].holds)
                         : kinds[i].words ? one_of(arena, kinds[i].words)
                                          : parse_piece(arena, kinds[i].schema);
        must(json_object_set(all, kinds[i].name, schema));
    }
    return all;
}

/* ---- the whole */

static json_t *schema_of_kind(Arena *arena, duly_schema_kind kind)
{
    switch (kind) {
    case DULY_SCHEMA_PACK: return schema_of_shape(arena, &top_shape);
    case DULY_SCHEMA_CALENDAR:
        return schema_kept(arena, json_pack("{s: s, s: {s: O}, s: [s], s: b}", "type", "object", "properties", "calendars",
                                            schema_of(arena, "calendar{}"), "required", "calendars", "additionalProperties", 0));
    case DULY_SCHEMA_WAIVERS: break;
    }
    return schema_of(arena, "waiver[]");
}

static const char *const titles[] = {
    [DULY_SCHEMA_PACK] = "A file of a pack of rules",
    [DULY_SCHEMA_CALENDAR] = "The calendars of a pack of rules",
    [DULY_SCHEMA_WAIVERS] = "The waivers of a batch",
};

/* Whatever people read in it, in their language. */
static void translate(json_t *schema, Str language)
{
    const char *key;
    json_t *member;
    void *next;
    json_object_foreach_safe(schema, next, key, member)
    {
        bool is_read = strcmp(key, "description") == 0 || strcmp(key, "title") == 0;
        if (is_read && json_is_string(member))
            must(json_string_set(member, said(language, json_string_value(member))));
        translate(member, language);
    }
    for (size_t i = 0; i < json_array_size(schema); i++)
        translate(json_array_get(schema, i), language);
}

typedef struct {
    duly_schema_kind kind;
    Str language;
    Arena *arena; /* of the value */
    duly_value *value;
} SchemaCall;

/* jansson 2.14 does not look at what becomes of a key that it writes: where it had no memory for one, json_dumps goes on without it. So there is room
   before anything is written. */
static int schema_measure(const char *bytes, size_t count, void *size)
{
    (void) bytes;
    *(size_t *) size += count;
    return 0;
}

static int schema_put(const char *bytes, size_t count, void *end)
{
    char **at = end;
    memcpy(*at, bytes, count);
    *at += count;
    return 0;
}

static Str dump(Arena *arena, const json_t *schema)
{
    size_t size = 0;
    must(json_dump_callback(schema, schema_measure, &size, JSON_INDENT(2)));
    char *text = arena_alloc(arena, size + 1), *end = text;
    must(json_dump_callback(schema, schema_put, &end, JSON_INDENT(2)));
    return (Str) { text, size };
}

static void make_schema(void *context)
{
    const SchemaCall *call = context;
    Arena arena = { 0 };
    json_t *schema =
        schema_kept(&arena, json_pack("{s: s, s: s}", "$schema", "http://json-schema.org/draft-07/schema#", "title", titles[call->kind]));
    must(json_object_update(schema, schema_of_kind(&arena, call->kind)));
    must(json_object_set(schema, "definitions", definitions(&arena)));
    if (call->language.len > 0)
        translate(schema, call->language);
    call->value->value = dump(call->arena, schema);
    arena_free(&arena);
}

duly_status duly_schema(duly_schema_kind kind, duly_value *value)
{
    return duly_schema_in(kind, NULL, value);
}

duly_status duly_schema_in(duly_schema_kind kind, const char *language, duly_value *value)
{
    if (api_place(value).len > 0 || kind < DULY_SCHEMA_PACK || kind > DULY_SCHEMA_WAIVERS)
        return DULY_MISUSED;
    duly_value_free(value);
    ApiMemory *memory = api_memory_new();
    if (!memory)
        return api_no_memory(NULL, NULL);
    SchemaCall call = { kind, words_language_known(str_of(language)), &memory->arena, value };
    value->memory = memory;
    if (api_call_in(&memory->ledger, make_schema, &call, NULL, NULL))
        return DULY_CLEAN;
    duly_value_free(value);
    return DULY_NO_MEMORY;
}
