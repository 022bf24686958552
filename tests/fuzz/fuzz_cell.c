/* A cell of any bytes in a field of every kind: a column holds what the cell gives alone, what was accepted reads the same
   when it is written out again, and what was not is explained in UTF-8. The first byte chooses the kind. */
#include <stdlib.h>

#include "base/utf8.h"
#include "model/cell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool fact)
{
    if (!fact)
        abort();
}

static struct TextEntry labels[] = { { { "", 0 }, { "本科生", 9 }, { 0, 0 } } };
static EnumValue values[] = { { .id = { "graduate", 8 } }, { .id = { "undergraduate", 13 }, .label = { labels, 1 } } };

static const Field fields[] = {
    { .kind = FIELD_STRING, .type = &TYPE_STRING },
    { .kind = FIELD_INT, .type = &TYPE_INT, .has_min = true, .min = { .kind = KIND_INT, .i = 0 } },
    { .kind = FIELD_DOUBLE, .type = &TYPE_DOUBLE, .has_max = true, .max = { .kind = KIND_DOUBLE, .d = 400 } },
    { .kind = FIELD_BOOL, .type = &TYPE_BOOL },
    { .kind = FIELD_DATE, .type = &TYPE_DATE },
    { .kind = FIELD_TIMESTAMP, .type = &TYPE_TIMESTAMP },
    { .kind = FIELD_ENUM, .type = &TYPE_STRING, .values = { values, 2 } },
    { .kind = FIELD_REF, .type = &TYPE_STRING },
    { .kind = FIELD_LIST, .of = FIELD_DATE, .type = &TYPE_LIST_DATE },
    { .kind = FIELD_LIST, .of = FIELD_ENUM, .type = &TYPE_LIST_STRING, .values = { values, 2 }, .separator = { "、", 3 } },
    { .kind = FIELD_LIST, .of = FIELD_INT, .type = &TYPE_LIST_INT },
};

/* Texts and lists are not written as their cells are. */
static bool is_written_alike(Value value)
{
    return value.kind != KIND_LIST && value.kind != KIND_STRING;
}

static void check_written(const Field *field, Value value, Arena *arena, Matcher *matcher)
{
    Text text = { 0 };
    if (value.kind == KIND_DOUBLE)
        text_add_double(&text, value.d);
    else
        value_show(&text, value);
    Value again;
    cell_read(field, text_str(&text), arena, matcher, &again);
    demand(value_equal(value, again));
    text_free(&text);
}

static void check_column(const Field *field, Str cell, CellResult result, Value value)
{
    Arena arena = { 0 };
    Matcher *matcher = matcher_new(&arena);
    Str cells[] = { cell, { NULL, 0 }, cell };
    uint8_t results[3];
    Column column = column_new(&arena, column_kind(field->type), 3);
    cells_read(field, (CellTexts) { cells, 3, false }, &arena, matcher, &column, results);
    demand(results[0] == result && results[1] == CELL_EMPTY && results[2] == result);
    Value held = column_get(&column, 2);
    demand(value_is_error(value) ? held.status == value.status : value_equal(held, value));
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const Field *field = &fields[data[0] % (sizeof fields / sizeof *fields)];
    Str cell = { (const char *) data + 1, size - 1 };
    Arena arena = { 0 };
    Matcher *matcher = matcher_new(&arena);
    Value value;
    CellResult result = cell_read(field, cell, &arena, matcher, &value);
    demand(value_is_error(value) == (result == CELL_EMPTY || cell_is_unreadable(result)));
    if (!value_is_error(value) && is_written_alike(value))
        check_written(field, value, &arena, matcher);
    check_column(field, cell, result, value);
    Str problem = cell_problem(field, cell, &arena, matcher);
    demand(problem.len > 0 && utf8_valid_len(problem) == problem.len);
    arena_free(&arena);
    return 0;
}
