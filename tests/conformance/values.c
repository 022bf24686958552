#include "conformance/values.h"

#include <math.h>
#include <stdlib.h>

/* ---- values */

static Value read_list(Arena *arena, json_t *json)
{
    List *list = arena_new(arena, List);
    Value *items = arena_array(arena, Value, json_array_size(json) + 1);
    for (size_t i = 0; i < json_array_size(json); i++)
        items[i] = value_read(arena, json_array_get(json, i));
    *list = (List) { (uint32_t) json_array_size(json), items };
    return value_list(list);
}

static Value read_map(Arena *arena, json_t *json)
{
    size_t count = json_array_size(json);
    uint32_t bad;
    MapPair *pairs = arena_array(arena, MapPair, count + 1);
    for (size_t i = 0; i < count; i++) {
        json_t *pair = json_array_get(json, i);
        pairs[i].key = value_read(arena, json_array_get(pair, 0));
        pairs[i].value = value_read(arena, json_array_get(pair, 1));
    }
    return value_map(map_value_new(arena, pairs, (uint32_t) count, &bad));
}

static double read_double(const char *text)
{
    if (str_is(str_of(text), "NaN"))
        return NAN;
    if (str_is(str_of(text), "Infinity"))
        return INFINITY;
    if (str_is(str_of(text), "-Infinity"))
        return -INFINITY;
    return strtod(text, NULL);
}

static int base64_digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int) (at - digits) : -1;
}

static Value read_bytes(Arena *arena, Str text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    uint32_t bits = 0;
    int held = 0;
    for (size_t i = 0; i < text.len && base64_digit(text.at[i]) >= 0; i++) {
        bits = bits << 6 | (uint32_t) base64_digit(text.at[i]);
        held += 6;
        if (held >= 8) {
            held -= 8;
            out[len++] = (char) (bits >> held & 255);
        }
    }
    return value_bytes((Str) { out, len });
}

static const char *text_of(json_t *json)
{
    return json_string_value(json);
}

static Value read_instant(const char *kind, json_t *body)
{
    int64_t seconds = strtoll(text_of(json_object_get(body, "s")), NULL, 10);
    int64_t nanos = json_integer_value(json_object_get(body, "n"));
    if (str_is(str_of(kind), "timestamp"))
        return value_timestamp(seconds, (int32_t) nanos);
    return value_duration(seconds * 1000000000 + nanos);
}

Value value_read(Arena *arena, json_t *json)
{
    const char *kind = json_object_iter_key(json_object_iter(json));
    json_t *body = json_object_iter_value(json_object_iter(json));
    if (!kind)
        return value_error();
    Str name = str_of(kind);
    if (str_is(name, "int"))
        return value_int(strtoll(text_of(body), NULL, 10));
    if (str_is(name, "uint"))
        return value_uint(strtoull(text_of(body), NULL, 10));
    if (str_is(name, "double"))
        return value_double(read_double(text_of(body)));
    if (str_is(name, "string"))
        return value_str(arena_str(arena, (Str) { text_of(body), json_string_length(body) }));
    if (str_is(name, "bytes"))
        return read_bytes(arena, str_of(text_of(body)));
    if (str_is(name, "bool"))
        return value_bool(json_is_true(body));
    if (str_is(name, "null"))
        return value_null();
    if (str_is(name, "list"))
        return read_list(arena, body);
    if (str_is(name, "map"))
        return read_map(arena, body);
    if (str_is(name, "timestamp") || str_is(name, "duration"))
        return read_instant(kind, body);
    if (str_is(name, "type"))
        return value_type(type_read(arena, str_of(text_of(body))));
    return value_error();
}

static bool same_list(const List *a, const List *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!value_matches(a->at[i], b->at[i]))
            return false;
    return true;
}

static bool same_map(const MapValue *a, const MapValue *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++) {
        const MapPair *pair = map_value_find(b, a->at[i].key);
        if (!pair || !value_matches(a->at[i].key, pair->key) || !value_matches(a->at[i].value, pair->value))
            return false;
    }
    return true;
}

bool value_matches(Value actual, Value expected)
{
    if (actual.kind != expected.kind)
        return false;
    switch (actual.kind) {
    case KIND_DOUBLE: return (isnan(actual.d) && isnan(expected.d)) || actual.d == expected.d;
    case KIND_LIST: return same_list(actual.list, expected.list);
    case KIND_MAP: return same_map(actual.map, expected.map);
    default: return value_equal(actual, expected);
    }
}

/* ---- types */

static const Type *plain_type(Str name)
{
    static const struct {
        const char *name;
        const Type *type;
    } plain[] = {
        { "bool", &TYPE_BOOL },
        { "int", &TYPE_INT },
        { "uint", &TYPE_UINT },
        { "double", &TYPE_DOUBLE },
        { "string", &TYPE_STRING },
        { "bytes", &TYPE_BYTES },
        { "null_type", &TYPE_NULL },
        { "null", &TYPE_NULL },
        { "dyn", &TYPE_DYN },
        { "timestamp", &TYPE_TIMESTAMP },
        { "duration", &TYPE_DURATION },
        { "type", &TYPE_TYPE },
        { "google.protobuf.Timestamp", &TYPE_TIMESTAMP },
        { "google.protobuf.Duration", &TYPE_DURATION },
        { "list", &TYPE_LIST_DYN },
        { "map", &TYPE_MAP_DYN },
    };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (str_is(name, plain[i].name))
            return plain[i].type;
    return NULL;
}

static const Type *read_type(Arena *arena, Str text, size_t *at);

static const Type *composed_type(Arena *arena, Str name, const Type *const *params, size_t count)
{
    const Type *first = count ? params[0] : &TYPE_DYN;
    if (str_is(name, "list"))
        return type_list(arena, first);
    if (str_is(name, "map"))
        return type_map(arena, first, count > 1 ? params[1] : &TYPE_DYN);
    if (str_is(name, "optional_type"))
        return type_optional(arena, first);
    if (str_is(name, "wrapper"))
        return type_wrapper(arena, first);
    if (str_is(name, "type"))
        return type_type(arena, first);
    return type_opaque(arena, name, params, count);
}

static size_t read_params(Arena *arena, Str text, size_t *at, const Type **params)
{
    size_t count = 0;
    ++*at;
    while (*at < text.len && text.at[*at] != ')') {
        while (*at < text.len && (text.at[*at] == ' ' || text.at[*at] == ','))
            ++*at;
        const Type *param = read_type(arena, text, at);
        if (count < 3)
            params[count++] = param;
    }
    ++*at;
    return count;
}

static const Type *read_type(Arena *arena, Str text, size_t *at)
{
    size_t start = *at;
    while (*at < text.len && !strchr("(), ", text.at[*at]))
        ++*at;
    Str name = str_slice(text, start, *at);
    const Type *params[3];
    if (*at < text.len && text.at[*at] == '(') {
        size_t count = read_params(arena, text, at, params);
        return composed_type(arena, name, params, count);
    }
    if (name.len && name.at[0] == '$') {
        Type *param = arena_new(arena, Type);
        *param = (Type) { .kind = KIND_PARAM, .name = str_slice(name, 1, name.len) };
        return param;
    }
    const Type *plain = plain_type(name);
    return plain ? plain : type_opaque(arena, name, NULL, 0);
}

const Type *type_read(Arena *arena, Str text)
{
    size_t at = 0;
    return read_type(arena, arena_str(arena, text), &at);
}
