/* Scalars become the text of a cell: strings as they are, numbers in their shortest form. */
#include "read/json_record.h"

/* The text of a scalar in the batch's arena; false for a list or an object. */
static bool scalar_text(Arena *arena, json_t *value, Str *out)
{
    Text number = { 0 };
    switch (json_typeof(value)) {
    case JSON_STRING:
        *out = arena_str(arena, (Str) { json_string_value(value), json_string_length(value) });
        return true;
    case JSON_INTEGER:
        *out = arena_format(arena, "%lld", (long long) json_integer_value(value));
        return true;
    case JSON_REAL:
        text_add_double(&number, json_real_value(value));
        *out = arena_str(arena, text_str(&number));
        text_free(&number);
        return true;
    case JSON_TRUE:
        *out = STR("true");
        return true;
    case JSON_FALSE:
        *out = STR("false");
        return true;
    case JSON_NULL:
        *out = STR("");
        return true;
    case JSON_OBJECT:
    case JSON_ARRAY:
        break;
    }
    return false;
}

static void put_array(Keyed *keyed, uint32_t field, json_t *array)
{
    Arena *arena = &keyed->batch->arena;
    Str *texts = arena_array(arena, Str, json_array_size(array));
    size_t index;
    json_t *item;
    json_array_foreach(array, index, item) {
        if (!scalar_text(arena, item, &texts[index])) {
            keyed_refuse(keyed, field, STR("a list of lists or objects is no value of a field"));
            return;
        }
    }
    keyed_put_list(keyed, field, texts, json_array_size(array));
}

static void put_value(Keyed *keyed, uint32_t field, json_t *value)
{
    Str text;
    if (json_is_array(value))
        put_array(keyed, field, value);
    else if (scalar_text(&keyed->batch->arena, value, &text))
        keyed_put(keyed, field, text);
    else
        keyed_refuse(keyed, field, STR("an object is no value of a field"));
}

void json_add_record(Keyed *keyed, json_t *value, uint64_t line)
{
    if (!json_is_object(value)) {
        keyed_add_bad_record(keyed, line, STR("a record is a JSON object: {\"field\": value, ...}"));
        return;
    }
    keyed_add_record(keyed, line);
    const char *key;
    json_t *part;
    json_object_foreach(value, key, part) {
        uint32_t field = keyed_find(keyed, str_of(key));
        if (field != FIELD_NONE)
            put_value(keyed, field, part);
    }
}
