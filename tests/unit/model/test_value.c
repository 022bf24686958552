/* Values: equality and order as CEL has them, maps and their keys, and both spellings. */
#include "unit.h"

#include <math.h>

#include "model/value.h"

#define TEXT(literal) value_str(STR(literal))

static Value date_of(int year, int month, int day)
{
    return value_date(date_pack(year, month, day));
}

/* ---- order and equality */

static void test_order(void **state)
{
    (void) state;
    const double big = 0x1p63, bigger = 0x1p64;
    const struct {
        Value a, b;
        Order order;
    } cases[] = {
        { value_bool(false), value_bool(true), ORDER_LESS },
        { value_int(-1), value_int(1), ORDER_LESS },
        { value_int(INT64_MIN), value_int(INT64_MAX), ORDER_LESS },
        { value_uint(UINT64_MAX), value_uint(0), ORDER_MORE },
        { value_int(-1), value_uint(UINT64_MAX), ORDER_LESS },
        { value_uint(1), value_int(1), ORDER_SAME },
        { value_int(INT64_MAX), value_uint((uint64_t) INT64_MAX + 1), ORDER_LESS },
        { value_int(INT64_MAX), value_double(big), ORDER_SAME }, /* by the lossy rule */
        { value_int(INT64_MAX), value_double(big * 1.5), ORDER_LESS },
        { value_int(INT64_MIN), value_double(-big), ORDER_SAME },
        { value_int(INT64_MIN), value_double(-big * 1.5), ORDER_MORE },
        { value_uint(UINT64_MAX), value_double(bigger), ORDER_SAME },
        { value_uint(0), value_double(-0.0), ORDER_SAME },
        { value_uint(0), value_double(-1e-300), ORDER_MORE },
        { value_double(HUGE_VAL), value_uint(UINT64_MAX), ORDER_MORE },
        { value_double(-HUGE_VAL), value_int(INT64_MIN), ORDER_LESS },
        { value_double(0.5), value_int(1), ORDER_LESS },
        { value_double((double) NAN), value_int(1), ORDER_NONE },
        { value_uint(1), value_double((double) NAN), ORDER_NONE },
        { value_double((double) NAN), value_double((double) NAN), ORDER_NONE },
        { value_double(-0.0), value_double(0), ORDER_SAME },
        { TEXT("a"), TEXT("ab"), ORDER_LESS },
        { TEXT("中"), TEXT("z"), ORDER_MORE },
        { value_bytes(STR("\xFF")), value_bytes(STR("a")), ORDER_MORE },
        { value_timestamp(1, 5), value_timestamp(1, 6), ORDER_LESS },
        { value_timestamp(2, 0), value_timestamp(1, 999999999), ORDER_MORE },
        { value_duration(-1), value_duration(1), ORDER_LESS },
        { date_of(2003, 12, 31), date_of(2004, 1, 1), ORDER_LESS },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Order order, mirror;
        assert_true(value_order(cases[i].a, cases[i].b, &order));
        assert_true(value_order(cases[i].b, cases[i].a, &mirror));
        assert_int_equal(order, cases[i].order);
        assert_int_equal(mirror, order == ORDER_NONE ? ORDER_NONE : -(int) order);
        assert_int_equal(value_equal(cases[i].a, cases[i].b), order == ORDER_SAME);
    }
}

static void test_unordered(void **state)
{
    (void) state;
    List empty = { 0, NULL };
    const struct {
        Value a, b;
    } cases[] = {
        { value_null(), value_null() },
        { value_list(&empty), value_list(&empty) },
        { value_int(1), value_bool(true) },
        { TEXT("1"), value_int(1) },
        { TEXT("a"), value_bytes(STR("a")) },
        { value_period(1, 0, 0), value_period(2, 0, 0) },
        { value_missing(), value_missing() },
        { date_of(2003, 1, 1), value_timestamp(0, 0) },
        { value_type(&TYPE_INT), value_type(&TYPE_INT) },
    };
    Order order;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_false(value_order(cases[i].a, cases[i].b, &order));
}

static void test_equality(void **state)
{
    (void) state;
    Value one[] = { value_int(1), value_double(2) }, same[] = { value_uint(1), value_int(2) };
    Value nan[] = { value_double((double) NAN) };
    List a = { 2, one }, b = { 2, same }, c = { 1, one }, d = { 1, nan };
    assert_true(value_equal(value_list(&a), value_list(&b)));
    assert_false(value_equal(value_list(&a), value_list(&c)));
    assert_false(value_equal(value_list(&d), value_list(&d)));
    assert_true(value_equal(value_null(), value_null()));
    assert_false(value_equal(value_null(), value_bool(false)));
    assert_false(value_equal(value_int(1), TEXT("1")));
    assert_false(value_equal(value_missing(), value_missing()));
    assert_false(value_equal(value_error(), value_error()));
    assert_true(value_equal(value_period(1, 2, 3), value_period(1, 2, 3)));
    assert_false(value_equal(value_period(12, 0, 0), value_period(0, 365, 0)));
    assert_true(value_equal(value_optional(NULL), value_optional(NULL)));
    assert_true(value_equal(value_optional(&one[0]), value_optional(&same[0])));
    assert_false(value_equal(value_optional(&one[0]), value_optional(NULL)));
    assert_true(value_equal(value_str((Str) { NULL, 0 }), TEXT("")));
}

static void test_equality_of_types(void **state)
{
    (void) state;
    Type box = { .kind = KIND_OPAQUE, .name = STR("box") }, bag = { .kind = KIND_OPAQUE, .name = STR("bag") };
    assert_true(value_equal(value_type(&TYPE_LIST_INT), value_type(&TYPE_LIST_DYN))); /* coarse */
    assert_false(value_equal(value_type(&TYPE_INT), value_type(&TYPE_UINT)));
    assert_true(value_equal(value_type(&box), value_type(&box)));
    assert_false(value_equal(value_type(&box), value_type(&bag)));
}

/* ---- maps */

static const MapValue *map_of(Arena *arena, const MapPair *pairs, uint32_t count)
{
    uint32_t bad = 0;
    const MapValue *map = map_value_new(arena, pairs, count, &bad);
    if (!map)
        fail_msg("pair %u", bad);
    return map;
}

static void test_map_keys(void **state)
{
    (void) state;
    Arena arena = { 0 };
    MapPair pairs[] = {
        { value_int(1), TEXT("int") },   { value_bool(true), TEXT("bool") },  { TEXT("1"), TEXT("string") },
        { value_uint(2), TEXT("uint") }, { value_int(-5), TEXT("negative") }, { value_uint(UINT64_MAX), TEXT("most") },
    };
    const MapValue *map = map_of(&arena, pairs, COUNT(pairs));
    assert_null(map->sorted);
    assert_ptr_equal(map_value_find(map, value_uint(1)), &pairs[0]);
    assert_ptr_equal(map_value_find(map, value_double(1)), &pairs[0]);
    assert_ptr_equal(map_value_find(map, value_int(2)), &pairs[3]);
    assert_ptr_equal(map_value_find(map, value_double(-5)), &pairs[4]);
    assert_ptr_equal(map_value_find(map, TEXT("1")), &pairs[2]);
    assert_null(map_value_find(map, value_double(1.5)));
    assert_null(map_value_find(map, value_double((double) NAN)));
    assert_null(map_value_find(map, value_double(0x1p64))); /* not the greatest uint, though close */
    assert_null(map_value_find(map, value_bytes(STR("1"))));
    assert_null(map_value_find(map, value_null()));
    assert_null(map_value_find(map, value_bool(false)));
    arena_free(&arena);
}

static void test_map_refusals(void **state)
{
    (void) state;
    Arena arena = { 0 };
    uint32_t bad = 99;
    MapPair twice[] = { { value_int(0), value_int(1) }, { TEXT("a"), value_int(1) }, { value_uint(0), value_int(2) } };
    assert_null(map_value_new(&arena, twice, 3, &bad));
    assert_int_equal(bad, 2);
    const Value keys[] = { value_double(1), value_null(), value_bytes(STR("a")), date_of(2003, 1, 1), value_missing() };
    for (size_t i = 0; i < COUNT(keys); i++) {
        MapPair pairs[] = { { value_int(0), value_int(1) }, { keys[i], value_int(1) } };
        assert_null(map_value_new(&arena, pairs, 2, &bad));
        assert_int_equal(bad, 1);
    }
    assert_int_equal(map_of(&arena, NULL, 0)->count, 0);
    arena_free(&arena);
}

static void test_large_maps(void **state)
{
    (void) state;
    enum { MANY = 1000 };
    Arena arena = { 0 };
    MapPair *pairs = arena_array(&arena, MapPair, MANY);
    for (int i = 0; i < MANY; i++) {
        int64_t number = (i * 7919) % 3001; /* each once, in no order */
        pairs[i].key = i % 3 == 0   ? value_int(-number)
                       : i % 3 == 1 ? value_uint((uint64_t) number)
                                    : value_str(arena_format(&arena, "%d", i));
        pairs[i].value = value_int(i);
    }
    pairs[500].key = value_bool(true);
    const MapValue *map = map_of(&arena, pairs, MANY);
    assert_non_null(map->sorted);
    for (int i = 0; i < MANY; i++) {
        assert_ptr_equal(map_value_find(map, pairs[i].key), &pairs[i]);
        if (pairs[i].key.kind == KIND_UINT)
            assert_ptr_equal(map_value_find(map, value_double((double) pairs[i].key.u)), &pairs[i]);
    }
    assert_null(map_value_find(map, value_int(3001)));
    assert_null(map_value_find(map, TEXT("x")));
    uint32_t bad = 0;
    pairs[700].key = value_double(1);
    assert_null(map_value_new(&arena, pairs, MANY, &bad));
    assert_int_equal(bad, 700);
    pairs[700].key = pairs[10].key;
    pairs[600].key = pairs[650].key;
    assert_null(map_value_new(&arena, pairs, MANY, &bad));
    assert_int_equal(bad, 650); /* the first that stood before */
    arena_free(&arena);
}

static void test_equality_of_maps(void **state)
{
    (void) state;
    Arena arena = { 0 };
    MapPair a[] = { { value_int(1), value_double(1) }, { value_uint(2), value_uint(3) } };
    MapPair b[] = { { value_int(2), value_double(3) }, { value_uint(1), value_uint(1) } };
    MapPair c[] = { { value_int(2), value_double(3) }, { value_uint(7), value_uint(1) } };
    Value left = value_map(map_of(&arena, a, 2));
    assert_true(value_equal(left, value_map(map_of(&arena, b, 2))));
    assert_false(value_equal(left, value_map(map_of(&arena, c, 2))));
    assert_false(value_equal(left, value_map(map_of(&arena, a, 1))));
    arena_free(&arena);
}

/* ---- as text */

static void assert_printed(Value value, const char *expected)
{
    Text out = { 0 };
    value_print(&out, value, 0);
    assert_text(&out, expected);
    text_free(&out);
}

static void assert_spoken(Value value, const char *expected)
{
    Text out = { 0 };
    value_show(&out, value);
    assert_text(&out, expected);
    text_free(&out);
}

static void test_printing(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Value items[] = { value_int(1), TEXT("a'b"), value_null() };
    List list = { 3, items };
    MapPair pairs[] = { { TEXT("a"), value_int(1) }, { value_int(2), value_bool(true) } };
    Type box = { .kind = KIND_OPAQUE, .name = STR("box") };
    assert_printed(value_int(INT64_MIN), "-9223372036854775808");
    assert_printed(value_uint(3), "3u");
    assert_printed(value_double(1), "1.0");
    assert_printed(TEXT("中'\\\n\t\r\x01\x7F"), "'中\\'\\\\\\n\\t\\r\\x01\\x7f'");
    assert_printed(value_str((Str) { NULL, 0 }), "''");
    assert_printed(value_bytes(STR("a\xFF\0")), "b'a\\xff\\x00'");
    assert_printed(date_of(2003, 6, 1), "date('2003-06-01')");
    assert_printed(value_duration(INT64_C(90000000000)), "duration('90s')");
    assert_printed(value_timestamp(0, 500000000), "timestamp('1970-01-01T00:00:00.5Z')");
    assert_printed(value_list(&list), "[1, 'a\\'b', null]");
    assert_printed(value_map(map_of(&arena, pairs, 2)), "{'a': 1, 2: true}");
    assert_printed(value_optional(&items[0]), "optional.of(1)");
    assert_printed(value_optional(NULL), "optional.none()");
    assert_printed(value_period(12, 0, 0), "months(12)");
    assert_printed(value_period(-1, 3, 5), "months(-1) + days(3) + workdays(5)");
    assert_printed(value_period(0, 0, 0), "days(0)");
    assert_printed(value_type(&TYPE_TIMESTAMP), "google.protobuf.Timestamp");
    assert_printed(value_type(&TYPE_LIST_INT), "list");
    assert_printed(value_type(&box), "box");
    assert_printed(value_missing(), "missing");
    assert_printed(value_error(), "error");
    arena_free(&arena);
}

static void test_printing_with_a_limit(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text out = { 0 };
    Value *items = arena_array(&arena, Value, 1000);
    for (int i = 0; i < 1000; i++)
        items[i] = value_int(i);
    List list = { 1000, items };
    value_print(&out, value_list(&list), 10);
    assert_text(&out, "[0, 1, 2, ...]");
    value_print(&out, TEXT("中文中文中文"), 5);
    assert_text(&out, "'中文...'"); /* never within a character */
    text_add(&out, STR("before "));
    value_print(&out, TEXT("abc"), 100);
    assert_text(&out, "before 'abc'");
    text_free(&out);
    arena_free(&arena);
}

static void test_showing(void **state)
{
    (void) state;
    Value items[] = { TEXT("a"), value_double(0.5), date_of(2003, 6, 1) };
    List list = { 3, items };
    assert_spoken(TEXT("it's"), "it's");
    assert_spoken(value_double(3), "3");
    assert_spoken(value_double(100.0 / 3), "33.3333333333333");
    assert_spoken(value_double(0.1 + 0.2), "0.3");
    assert_spoken(value_double((double) NAN), "nan");
    assert_spoken(value_uint(3), "3");
    assert_spoken(value_bool(true), "true");
    assert_spoken(value_list(&list), "a, 0.5, 2003-06-01");
    assert_spoken(value_period(1, 0, 0), "1 month");
    assert_spoken(value_period(12, -1, 2), "12 months -1 day 2 workdays");
    assert_spoken(value_period(0, 0, 0), "0 days");
    assert_spoken(value_optional(&items[0]), "a");
    assert_spoken(value_missing(), "missing");
}

static void test_times(void **state)
{
    (void) state;
    Text out = { 0 };
    static const struct {
        int64_t seconds;
        int32_t nanos;
        const char *text;
    } times[] = {
        { 0, 0, "1970-01-01T00:00:00Z" },
        { -1, 999999999, "1969-12-31T23:59:59.999999999Z" },
        { 1234567890, 120000000, "2009-02-13T23:31:30.12Z" },
        { INT64_C(-62135596800), 0, "0001-01-01T00:00:00Z" },
        { INT64_C(253402300799), 1, "9999-12-31T23:59:59.000000001Z" },
    };
    for (size_t i = 0; i < COUNT(times); i++) {
        timestamp_print(&out, times[i].seconds, times[i].nanos);
        assert_text(&out, times[i].text);
    }
    static const struct {
        int64_t nanos;
        const char *text;
    } durations[] = {
        { 0, "0s" },
        { 1, "0.000000001s" },
        { -1500000000, "-1.5s" },
        { INT64_C(5400000000000), "5400s" },
        { -1, "-0.000000001s" },
        { INT64_MAX, "9223372036.854775807s" },
        { INT64_MIN, "-9223372036.854775808s" },
    };
    for (size_t i = 0; i < COUNT(durations); i++) {
        duration_print(&out, durations[i].nanos);
        assert_text(&out, durations[i].text);
    }
    text_free(&out);
}

int main(void)
{
    _Static_assert(sizeof(Value) == 16, "a value is two words");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),      cmocka_unit_test(test_unordered),
        cmocka_unit_test(test_equality),   cmocka_unit_test(test_equality_of_types),
        cmocka_unit_test(test_map_keys),   cmocka_unit_test(test_map_refusals),
        cmocka_unit_test(test_large_maps), cmocka_unit_test(test_equality_of_maps),
        cmocka_unit_test(test_printing),   cmocka_unit_test(test_printing_with_a_limit),
        cmocka_unit_test(test_showing),    cmocka_unit_test(test_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
