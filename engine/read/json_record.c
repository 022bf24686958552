/* Scalars become the text of a cell as it is written. What jansson gives of a number with a point is its value, so its text is looked up
   where the record was parsed from: members keep their order. */
#include "read/json_record.h"

/* Numbers with a point or an exponent, in the order of the record. */
typedef struct {
    Str text;
    size_t at;
} Decimals;

static size_t count_decimals(const json_t *value)
{
    size_t count = json_is_real(value), index;
    const char *key;
    json_t *part;
    if (json_is_array(value))
        json_array_foreach(value, index, part) count += count_decimals(part);
    if (json_is_object(value))
        json_object_foreach((json_t *) value, key, part) count += count_decimals(part);
    return count;
}

/* The text of a scalar in the batch's arena; false for a list or an object. */
static bool json_record_scalar_text(Arena *arena, json_t *value, Decimals *decimals, Str *out)
{
    switch (json_typeof(value)) {
    case JSON_STRING: *out = arena_str(arena, (Str) { json_string_value(value), json_string_length(value) }); return true;
    case JSON_INTEGER: *out = arena_format(arena, "%lld", (long long) json_integer_value(value)); return true;
    case JSON_REAL: *out = arena_str(arena, json_next_decimal(decimals->text, &decimals->at)); return true;
    case JSON_TRUE: *out = STR("true"); return true;
    case JSON_FALSE: *out = STR("false"); return true;
    case JSON_NULL: *out = STR(""); return true;
    case JSON_OBJECT:
    case JSON_ARRAY: break;
    }
    return false;
}

static void put_array(Keyed *keyed, uint32_t field, json_t *array, Decimals *decimals)
{
    Arena *arena = &keyed->batch->arena;
    Str *texts = arena_array(arena, Str, json_array_size(array));
    size_t index;
    json_t *item;
    json_array_foreach(array, index, item)
    {
        if (!json_record_scalar_text(arena, item, decimals, &texts[index])) {
            keyed_refuse(keyed, field, STR("a list of lists or objects is no value of a field"));
            return;
        }
        if (json_is_real(item) && !keyed_take_decimal(keyed, field, &texts[index]))
            return;
    }
    keyed_put_list(keyed, field, texts, json_array_size(array));
}

static void json_record_put_value(Keyed *keyed, uint32_t field, json_t *value, Decimals *decimals)
{
    Str text;
    if (json_is_array(value))
        put_array(keyed, field, value, decimals);
    else if (!json_record_scalar_text(&keyed->batch->arena, value, decimals, &text))
        keyed_refuse(keyed, field, STR("an object is no value of a field"));
    else if (!json_is_real(value) || keyed_take_decimal(keyed, field, &text))
        keyed_put(keyed, field, text);
}

static void pass_decimals(Decimals *decimals, size_t count)
{
    while (count-- > 0)
        json_next_decimal(decimals->text, &decimals->at);
}

void json_add_record(Keyed *keyed, json_t *value, Str text, uint64_t line)
{
    if (!json_is_object(value)) {
        keyed_add_bad_record(keyed, line, STR("a record is a JSON object: {\"field\": value, ...}"));
        return;
    }
    keyed_add_record(keyed, line);
    Decimals decimals = { text, 0 };
    const char *key;
    json_t *part;
    json_object_foreach(value, key, part)
    {
        uint32_t field = keyed_find(keyed, str_of(key));
        Decimals own = decimals;
        if (field != FIELD_NONE)
            json_record_put_value(keyed, field, part, &own);
        pass_decimals(&decimals, count_decimals(part));
    }
}
