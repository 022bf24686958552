/* Keys are looked up once each; what means no field is told once and then passed over.

   What a file of records can hold that names its fields is as many keys as it has records: so what is remembered is bounded
   (KEYED_MAX_KEYS, and how long a key may be), and beyond that a key is looked up anew in every record. Nobody is told of those: a file
   with a thousand unknown keys has been told of enough. */
#include "read/keyed.h"

#include <math.h>

#include "model/parts.h"
#include "model/renames.h"
#include "read/faults.h"

void keyed_open(Keyed *keyed, Reader *reader)
{
    const Table *table = reader->mapping.table;
    *keyed = (Keyed) { .reader = reader, .headings = headings_new(reader->arena, table) };
    keyed->seen = arena_array(reader->arena, uint64_t, table->field_count);
    reader->unknown = arena_array(reader->arena, UnknownColumn, KEYED_MAX_UNKNOWN);
    reader->mapping.keyed = true;
}

void keyed_close(Keyed *keyed)
{
    map_free(&keyed->keys);
}

void keyed_begin(Keyed *keyed, Batch *batch)
{
    keyed->batch = batch;
    keyed->bad.at = NULL;
    keyed->bad.count = keyed->bad.capacity = 0;
    const Table *table = keyed->reader->mapping.table;
    for (uint32_t field = 0; field < table->field_count; field++) {
        if (table->fields[field].kind == FIELD_MANY)
            continue;
        Str *cells = batch_add_cells(batch, field);
        memset(cells, 0, batch->capacity * sizeof *cells);
    }
}

void keyed_end_sound(Keyed *keyed)
{
    keyed->batch->bad = keyed->bad.at;
    keyed->batch->bad_count = (uint32_t) keyed->bad.count;
    keyed->batch->is_sound = keyed->bad.count == 0;
}

void keyed_end(Keyed *keyed)
{
    keyed_end_sound(keyed);
    keyed->batch->is_sound = false;
    faults_find(keyed->batch);
}

/* ---- records */

bool keyed_has_room(const Keyed *keyed)
{
    return keyed->batch->rows < keyed->batch->capacity;
}

void keyed_add_record(Keyed *keyed, uint64_t line)
{
    keyed->record++;
    keyed->batch->lines[keyed->batch->rows++] = line;
}

void keyed_put(Keyed *keyed, uint32_t field, Str text)
{
    keyed->batch->cells[field][keyed->batch->rows - 1] = text;
}

void keyed_refuse(Keyed *keyed, uint32_t field, Str sentence)
{
    if (field != FIELD_NONE)
        keyed_put(keyed, field, (Str) { 0 });
    BadCell bad = { keyed->batch->rows - 1, field, sentence };
    arena_push(&keyed->batch->arena, &keyed->bad, bad);
}

void keyed_add_bad_record(Keyed *keyed, uint64_t line, Str sentence)
{
    keyed_add_record(keyed, line);
    keyed_refuse(keyed, FIELD_NONE, arena_str(&keyed->batch->arena, sentence));
}

/* ---- keys */

static void keyed_tell_unknown(Keyed *keyed, Str key)
{
    Reader *reader = keyed->reader;
    if (reader->unknown_count == KEYED_MAX_UNKNOWN)
        return;
    reader->unknown[reader->unknown_count++] = (UnknownColumn) {
        .heading = key,
        .is_left_out = headings_given(keyed->headings, key) == FIELD_LEFT_OUT,
        .suggestion = headings_suggest(keyed->headings, key),
        .line = keyed->batch->lines[keyed->batch->rows - 1],
    };
}

/* Remembers a key; beyond the bounds keys are looked up anew each time, and nobody is told of unknown ones. */
static uint32_t meet_key(Keyed *keyed, Str key)
{
    uint32_t field = headings_find(keyed->headings, key);
    if (keyed->keys.count == KEYED_MAX_KEYS || key.len > KEYED_MAX_KEY_BYTES)
        return field;
    key = arena_str(keyed->reader->arena, key);
    map_add(&keyed->keys, key, field == FIELD_NONE ? 0 : field + 1);
    if (field == FIELD_NONE)
        keyed_tell_unknown(keyed, key);
    else if (keyed->reader->mapping.heading_of[field].len == 0)
        keyed->reader->mapping.heading_of[field] = key;
    return field;
}

uint32_t keyed_find(Keyed *keyed, Str key)
{
    uint32_t known = map_get(&keyed->keys, key);
    uint32_t field = known == MAP_NONE ? meet_key(keyed, key) : known == 0 ? FIELD_NONE : known - 1;
    if (field == FIELD_NONE)
        return FIELD_NONE;
    if (keyed->seen[field] == keyed->record) {
        keyed_refuse(keyed, field, STR("two keys of the record mean this field"));
        return FIELD_NONE;
    }
    keyed->seen[field] = keyed->record;
    return field;
}

bool keyed_is_wrapper(const Reader *reader, Str key)
{
    const Table *table = reader->mapping.table;
    return str_equal(key, table->name) || str_equal(key, path_stem(reader->mapping.path)) ||
           (table->file.len && str_equal(key, path_stem(table->file)));
}

/* ---- cells */

static bool wants_text(const Field *field)
{
    return field_kind_has(field_element_kind(field), TRAIT_TEXT_CELL);
}

bool keyed_take_decimal(Keyed *keyed, uint32_t field, Str *text)
{
    Arena *arena = &keyed->batch->arena;
    int64_t whole = 0;
    double number = 0;
    bool is_whole = str_to_whole(*text, &whole);
    bool is_text = wants_text(&keyed->reader->mapping.table->fields[field]);
    if (is_text && (is_whole || (str_to_double(*text, &number) && fabs(number) > 1e15))) {
        keyed_refuse(
            keyed, field,
            arena_format(arena, "%.*s stands here as a number, and may have been another text: write it in quotes", STR_ARG(*text)));
        return false;
    }
    if (is_whole)
        *text = arena_format(arena, "%lld", (long long) whole);
    return true;
}

/* A list becomes one text, as it would stand in a cell, since cells are texts for all that reads them. So no item may hold what parts
   them. */
static Str separator_of(const Field *field)
{
    return field->separator.len ? field->separator : STR(";");
}

static size_t joined_size(const Str *texts, size_t count, Str separator)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += (i ? separator.len : 0) + texts[i].len;
    return size;
}

static Str keyed_join(Arena *arena, const Str *texts, size_t count, Str separator)
{
    char *bytes = arena_alloc(arena, joined_size(texts, count, separator) + 1);
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        if (i)
            memcpy(bytes + len, separator.at, separator.len);
        len += i ? separator.len : 0;
        if (texts[i].len)
            memcpy(bytes + len, texts[i].at, texts[i].len);
        len += texts[i].len;
    }
    return (Str) { bytes, len };
}

void keyed_put_list(Keyed *keyed, uint32_t field, const Str *texts, size_t count)
{
    Arena *arena = &keyed->batch->arena;
    const Field *declared = &keyed->reader->mapping.table->fields[field];
    Str separator = separator_of(declared);
    if (declared->kind != FIELD_LIST) {
        keyed_refuse(keyed, field, STR("a list stands where one value is wanted"));
        return;
    }
    for (size_t i = 0; i < count; i++) {
        Str held = part_separator_in(declared, texts[i]);
        if (held.len == 0)
            continue;
        keyed_refuse(keyed, field, arena_format(arena, "item %zu of the list holds the separator '%.*s'", i + 1, STR_ARG(held)));
        return;
    }
    keyed_put(keyed, field, keyed_join(arena, texts, count, separator));
}
