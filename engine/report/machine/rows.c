/* Walks over tables of rows (rows.h). Values are found by their offsets in a struct, which is what makes a table of fields possible in
   C; the price is that a row and its member must agree in their types, and no compiler looks at that. ROW and its like take the offset
   of a member by its name, so that only the kind can be wrong. */
#include "report/machine/rows.h"

#include "report/dates.h"

static const void *rows_value_of(const Row *row, const void *thing)
{
    return (const char *) thing + row->at;
}

static size_t rows_count_of(const Row *row, const void *thing)
{
    return *(const size_t *) (const void *) ((const char *) thing + row->count);
}

static unsigned rows_word_of(const Row *row, const void *thing)
{
    unsigned word;
    memcpy(&word, rows_value_of(row, thing), sizeof word);
    return word;
}

static bool has_value(const Row *row, const void *thing)
{
    const void *value = rows_value_of(row, thing);
    if (row->has)
        return row->has(thing);
    switch (row->kind) {
    case ROW_TEXT: return ((const duly_text *) value)->len > 0;
    case ROW_WORD: return row->words[rows_word_of(row, thing)] != NULL;
    case ROW_DAY: return ((const duly_date *) value)->year != 0;
    case ROW_COUNT: return *(const uint64_t *) value != 0;
    case ROW_SIZE: return *(const size_t *) value != 0;
    case ROW_LINE: return *(const uint32_t *) value != 0;
    case ROW_NUMBER: return *(const int64_t *) value != 0;
    case ROW_FLAG: return *(const bool *) value;
    case ROW_PAIRS:
    case ROW_TEXTS:
    case ROW_LIST: return rows_count_of(row, thing) > 0;
    case ROW_POINTER: return *(const void *const *) value != NULL;
    case ROW_INSIDE:
    case ROW_WRITTEN: return true;
    }
    return false;
}

void rows_pairs(JsonWriter *json, const duly_pair *pairs, size_t count)
{
    json_open_object_inline(json);
    for (size_t i = 0; i < count; i++) {
        json_key_str(json, pairs[i].name);
        if (pairs[i].missing)
            json_none(json);
        else
            json_str(json, pairs[i].value);
    }
    json_close_object(json);
}

static void write_texts(JsonWriter *json, const duly_text *texts, size_t count)
{
    json_open_array(json);
    for (size_t i = 0; i < count; i++)
        json_str(json, texts[i]);
    json_close_array(json);
}

static void write_list(JsonWriter *json, const Shape *shape, const void *things, size_t count)
{
    json_open_array(json);
    for (size_t i = 0; i < count; i++)
        rows_write(json, shape, (const char *) things + i * shape->size);
    json_close_array(json);
}

static void rows_write_value(JsonWriter *json, const Row *row, const void *thing)
{
    const void *value = rows_value_of(row, thing);
    switch (row->kind) {
    case ROW_TEXT: json_str(json, *(const duly_text *) value); break;
    case ROW_WORD: json_str(json, str_of(row->words[rows_word_of(row, thing)])); break;
    case ROW_DAY: json_str(json, str_of(day_of(*(const duly_date *) value).text)); break;
    case ROW_COUNT: json_uint(json, *(const uint64_t *) value); break;
    case ROW_SIZE: json_uint(json, *(const size_t *) value); break;
    case ROW_LINE: json_uint(json, *(const uint32_t *) value); break;
    case ROW_NUMBER: json_int(json, *(const int64_t *) value); break;
    case ROW_FLAG: json_bool(json, *(const bool *) value); break;
    case ROW_PAIRS: rows_pairs(json, *(const duly_pair *const *) value, rows_count_of(row, thing)); break;
    case ROW_TEXTS: write_texts(json, *(const duly_text *const *) value, rows_count_of(row, thing)); break;
    case ROW_LIST: write_list(json, row->shape, *(const void *const *) value, rows_count_of(row, thing)); break;
    case ROW_POINTER: rows_write(json, row->shape, *(const void *const *) value); break;
    case ROW_INSIDE: rows_write(json, row->shape, thing); break;
    case ROW_WRITTEN: row->write(json, thing); break;
    }
}

static void rows_write_row(JsonWriter *json, const Row *row, const void *thing)
{
    bool is_there = (row->presence == ROW_ALWAYS && !row->has) || has_value(row, thing);
    if (!is_there && row->presence == ROW_IF_ANY)
        return;
    if (row->key)
        json_key(json, row->key);
    if (is_there)
        rows_write_value(json, row, thing);
    else
        json_none(json);
}

void rows_write(JsonWriter *json, const Shape *shape, const void *thing)
{
    bool is_object = shape->rows[0].key != NULL;
    if (is_object)
        (shape->is_tall ? json_open_object : json_open_object_inline)(json);
    for (size_t i = 0; i < shape->count; i++)
        rows_write_row(json, &shape->rows[i], thing);
    if (is_object)
        json_close_object(json);
}

void rows_write_list(JsonWriter *json, const char *key, const Shape *shape, const void *things, size_t count)
{
    json_key(json, key);
    write_list(json, shape, things, count);
}

/* ---- what is promised */

void schema_text(JsonWriter *json, const char *schema)
{
    Arena arena = { 0 };
    Text text = text_in(&arena);
    for (; *schema; schema++)
        text_add_char(&text, *schema == '\'' ? '"' : *schema);
    json_raw(json, text_str(&text));
    arena_free(&arena);
}

static void rows_add_type(JsonWriter *json, const char *type, bool or_none)
{
    json_key(json, "type");
    if (!or_none) {
        json_str(json, str_of(type));
        return;
    }
    json_open_array(json);
    json_str(json, str_of(type));
    json_str(json, STR("null"));
    json_close_array(json);
}

static void rows_add_words(JsonWriter *json, const Row *row, bool or_none)
{
    json_key(json, "enum");
    json_open_array(json);
    for (size_t i = 0; i < row->word_count; i++)
        if (row->words[i])
            json_str(json, str_of(row->words[i]));
    if (or_none)
        json_none(json);
    json_close_array(json);
}

static void add_items(JsonWriter *json, const Row *row)
{
    json_key(json, "items");
    if (row->kind == ROW_LIST)
        rows_schema(json, row->shape);
    else
        schema_text(json, "{'type': 'string'}");
}

static void add_promise(JsonWriter *json, const Row *row)
{
    static const char *const types[] = {
        [ROW_TEXT] = "string",    [ROW_DAY] = "string",   [ROW_COUNT] = "integer", [ROW_SIZE] = "integer", [ROW_LINE] = "integer",
        [ROW_NUMBER] = "integer", [ROW_FLAG] = "boolean", [ROW_PAIRS] = "object",  [ROW_TEXTS] = "array",  [ROW_LIST] = "array",
    };
    bool or_none = row->presence == ROW_OR_NONE;
    json_open_object_inline(json);
    if (row->kind == ROW_WORD)
        rows_add_words(json, row, or_none);
    else
        rows_add_type(json, types[row->kind], or_none);
    if (row->kind == ROW_COUNT || row->kind == ROW_SIZE || row->kind == ROW_LINE) {
        json_key(json, "minimum");
        json_uint(json, or_none ? 1 : 0);
    }
    if (row->kind == ROW_DAY) {
        json_key(json, "pattern");
        json_str(json, STR("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
    }
    if (row->kind == ROW_PAIRS) {
        json_key(json, "additionalProperties");
        schema_text(json, "{'type': ['string', 'null']}");
    }
    if (row->kind == ROW_TEXTS || row->kind == ROW_LIST)
        add_items(json, row);
    json_close_object(json);
}

static void rows_add_thing(JsonWriter *json, const Row *row)
{
    if (row->presence != ROW_OR_NONE) {
        rows_schema(json, row->shape);
        return;
    }
    json_open_object(json);
    json_key(json, "anyOf");
    json_open_array(json);
    rows_schema(json, row->shape);
    schema_text(json, "{'type': 'null'}");
    json_close_array(json);
    json_close_object(json);
}

static void rows_add_row(JsonWriter *json, const Row *row)
{
    if (row->kind == ROW_WRITTEN)
        schema_text(json, row->schema);
    else if (row->kind == ROW_POINTER || row->kind == ROW_INSIDE)
        rows_add_thing(json, row);
    else
        add_promise(json, row);
}

void rows_schema(JsonWriter *json, const Shape *shape)
{
    if (!shape->rows[0].key) {
        rows_add_row(json, &shape->rows[0]);
        return;
    }
    json_open_object(json);
    rows_add_type(json, "object", false);
    json_key(json, "properties");
    json_open_object(json);
    for (size_t i = 0; i < shape->count; i++) {
        json_key(json, shape->rows[i].key);
        rows_add_row(json, &shape->rows[i]);
    }
    json_close_object(json);
    json_key(json, "required");
    json_open_array(json);
    for (size_t i = 0; i < shape->count; i++)
        if (shape->rows[i].presence != ROW_IF_ANY)
            json_str(json, str_of(shape->rows[i].key));
    json_close_array(json);
    json_close_object(json);
}
