/* Columns: rows as tagged values and back, views, and padding. */
#include "unit.h"

#include "model/column.h"

static void test_kinds(void **state)
{
    (void) state;
    static const struct {
        const Type *type;
        Kind kind;
        size_t width;
    } cases[] = {
        { &TYPE_BOOL, KIND_BOOL, 1 },
        { &TYPE_INT, KIND_INT, 8 },
        { &TYPE_UINT, KIND_UINT, 8 },
        { &TYPE_DOUBLE, KIND_DOUBLE, 8 },
        { &TYPE_STRING, KIND_STRING, sizeof(Str) },
        { &TYPE_BYTES, KIND_BYTES, sizeof(Str) },
        { &TYPE_DATE, KIND_DATE, 4 },
        { &TYPE_DURATION, KIND_DURATION, 8 },
        { &TYPE_TIMESTAMP, KIND_DYN, 16 },
        { &TYPE_PERIOD, KIND_DYN, 16 },
        { &TYPE_DYN, KIND_DYN, 16 },
        { &TYPE_LIST_INT, KIND_DYN, 16 },
        { &TYPE_MAP_DYN, KIND_DYN, 16 },
        { &TYPE_NULL, KIND_DYN, 16 },
        { &TYPE_ERROR, KIND_DYN, 16 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(column_kind(cases[i].type), cases[i].kind);
        assert_int_equal(column_width(cases[i].kind), cases[i].width);
    }
}

static const Value samples[] = {
    { .kind = KIND_BOOL, .boolean = true },
    { .kind = KIND_INT, .i = INT64_MIN },
    { .kind = KIND_UINT, .u = UINT64_MAX },
    { .kind = KIND_DOUBLE, .d = -0.5 },
    { .kind = KIND_STRING, .len = 3, .at = "abc" },
    { .kind = KIND_BYTES, .len = 1, .at = "\xFF" },
    { .kind = KIND_DURATION, .i = -1 },
    { .kind = KIND_DATE, .date = DATE_MAX },
    { .kind = KIND_TIMESTAMP, .nanos = 5, .i = 7 },
    { .kind = KIND_PERIOD, .workdays = 3, .period = { 1, 2 } },
};

/* Every kind, present, missing and failed, in every row of a column that is not a multiple of the padding. */
static void test_rows(void **state)
{
    (void) state;
    enum { ROWS = 67 };
    for (size_t i = 0; i < COUNT(samples); i++) {
        Arena arena = { 0 };
        Kind kind = column_kind(&(Type) { .kind = (Kind) samples[i].kind });
        Column column = column_new(&arena, kind, ROWS);
        for (size_t row = 0; row < ROWS; row++)
            column_set(&column, row, row % 3 == 0 ? samples[i] : row % 3 == 1 ? value_missing() : value_error());
        for (size_t row = 0; row < ROWS; row++) {
            Value value = column_get(&column, row);
            static const uint8_t expected[] = { STATUS_OK, STATUS_MISSING, STATUS_ERROR };
            assert_int_equal(column_status(&column, row), expected[row % 3]);
            if (row % 3 == 0)
                assert_true(value_equal(value, samples[i]) && value.kind == samples[i].kind);
            else
                assert_true(value_is_error(value) && value.status == expected[row % 3]);
        }
        column_set(&column, 1, samples[i]);
        assert_true(value_equal(column_get(&column, 1), samples[i])); /* a row may become present again */
        arena_free(&arena);
    }
}

static void test_absent_rows_are_readable(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Column strings = column_new(&arena, KIND_STRING, 2), values = column_new(&arena, KIND_DYN, 2);
    column_set(&strings, 0, samples[4]);
    column_set(&strings, 0, value_missing());
    assert_int_equal(((const Str *) strings.data)[0].len, 0);
    column_set(&values, 0, value_error());
    assert_int_equal(((const Value *) values.data)[0].kind, KIND_ERROR);
    assert_int_equal(((const Value *) values.data)[0].status, STATUS_ERROR);
    arena_free(&arena);
}

/* Loops may run to the next multiple of ROW_PAD. */
static void test_padding(void **state)
{
    (void) state;
    static const Kind kinds[] = { KIND_BOOL, KIND_DATE, KIND_INT, KIND_STRING, KIND_DYN };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        Arena arena = { 0 };
        Column column = column_new(&arena, kinds[i], 65);
        assert_int_equal((uintptr_t) column.data % 64, 0);
        for (size_t row = 65; row < 128; row++)
            assert_int_equal(column_status(&column, row), STATUS_OK);
        unsigned sum = 0;
        for (size_t at = 0; at < 128 * column_width(kinds[i]); at++)
            sum += ((const uint8_t *) column.data)[at];
        assert_int_equal(sum, 0);
        arena_free(&arena);
    }
}

static void test_views(void **state)
{
    (void) state;
    Arena arena = { 0 };
    for (size_t i = 0; i < COUNT(samples); i++) {
        Column column = column_new(&arena, column_kind(&(Type) { .kind = (Kind) samples[i].kind }), 10);
        for (size_t row = 0; row < 10; row++)
            column_set(&column, row, value_missing());
        column_set(&column, 7, samples[i]);
        Column view = column_from(&column, 7);
        assert_true(value_equal(column_get(&view, 0), samples[i]));
        assert_int_equal(column_status(&view, 1), STATUS_MISSING);
    }
    arena_free(&arena);
}

/* Filling gives what setting row by row does, and touches no other row. */
static void test_filling(void **state)
{
    (void) state;
    enum { ROWS = 200 };
    static const size_t ranges[][2] = { { 0, ROWS }, { 3, 130 }, { 7, 8 }, { 9, 9 }, { 64, 128 }, { 1, 4 } };
    for (size_t i = 0; i < COUNT(samples); i++)
        for (size_t r = 0; r < COUNT(ranges); r++)
            for (int kind = 0; kind < 3; kind++) {
                Arena arena = { 0 };
                Column filled = column_new(&arena, column_kind(&(Type) { .kind = (Kind) samples[i].kind }), ROWS);
                Value value = kind == 0 ? samples[i] : kind == 1 ? value_missing() : value_error();
                column_fill(&filled, 0, ROWS, kind == 0 ? value_missing() : samples[i]);
                column_fill(&filled, ranges[r][0], ranges[r][1], value);
                for (size_t row = 0; row < ROWS; row++) {
                    bool inside = row >= ranges[r][0] && row < ranges[r][1];
                    Value expected = inside ? value : kind == 0 ? value_missing() : samples[i], held = column_get(&filled, row);
                    if (value_is_error(expected))
                        assert_true(value_is_error(held) && held.status == expected.status);
                    else
                        assert_true(held.kind == expected.kind && value_equal(held, expected));
                }
                arena_free(&arena);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),   cmocka_unit_test(test_rows),  cmocka_unit_test(test_absent_rows_are_readable),
        cmocka_unit_test(test_padding), cmocka_unit_test(test_views), cmocka_unit_test(test_filling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
