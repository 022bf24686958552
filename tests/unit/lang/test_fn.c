/* The functions of the language called by themselves: the shape of their tables, their limits, and that hostile arguments
   end in an error before they cost much. What each gives is stated in tests/expr/functions.txt. */
#include "unit.h"

#include <float.h>
#include <math.h>

#include "lang/fn.h"
#include "lang/value_set.h"

/* A call that may take so many steps and bytes, and says why it fails. */
typedef struct {
    Arena arena;
    Text problem;
    Call call;
} Bench;

static void bench_init(Bench *bench, uint64_t steps, size_t bytes)
{
    *bench = (Bench) { 0 };
    bench->call = (Call) { .arena = &bench->arena,
                           .problem = &bench->problem,
                           .steps_left = steps,
                           .bytes_most = bytes,
                           .cache = call_cache_new(&bench->arena),
                           .matcher = matcher_new(&bench->arena) };
}

static void bench_free(Bench *bench)
{
    text_free(&bench->problem);
    arena_free(&bench->arena);
}

static bool takes(const Overload *overload, const Value *args, size_t count)
{
    bool fits = overload->count == count && overload->run;
    for (size_t i = 0; fits && i < count; i++)
        fits = overload_takes(overload->params[i], args[i]);
    return fits;
}

/* Runs the overload of a name that takes these arguments. */
static Value run(Bench *bench, const char *name, const Value *args, size_t count)
{
    for (size_t i = 0; builtin_at(i); i++) {
        const Overload *overload = builtin_at(i);
        if (strcmp(overload->name, name) != 0 || !takes(overload, args, count))
            continue;
        bench->call.overload = overload;
        return overload->run(&bench->call, args);
    }
    fail_msg("no overload of '%s' takes these arguments", name);
    return value_error();
}

#define RUN(bench, name, ...) run((bench), (name), (const Value[]) { __VA_ARGS__ }, sizeof((const Value[]) { __VA_ARGS__ }) / sizeof(Value))

static void check(const char *name, const Value *args, size_t count, const char *expected)
{
    Bench bench;
    Text text = { 0 };
    bench_init(&bench, 1000000, 1 << 20);
    Value value = run(&bench, name, args, count);
    if (value_is_error(value))
        text_add(&text, text_str(&bench.problem));
    else
        value_print(&text, value, 0);
    assert_text(&text, expected);
    text_free(&text);
    bench_free(&bench);
}

#define CHECK(expected, name, ...) \
    check((name), (const Value[]) { __VA_ARGS__ }, sizeof((const Value[]) { __VA_ARGS__ }) / sizeof(Value), (expected))

static Value s(const char *text)
{
    return value_str(str_of(text));
}

/* ---- the tables */

static const OverloadTable *const tables[] = {
    &fn_logic, &fn_arithmetic, &fn_compare, &fn_convert, &fn_text,     &fn_format, &fn_regex,   &fn_math,
    &fn_time,  &fn_calendar,   &fn_list,    &fn_set,     &fn_optional, &fn_encode, &fn_network,
};

static void test_rows_are_sorted(void **state)
{
    (void) state;
    for (size_t t = 0; t < COUNT(tables); t++)
        for (size_t i = 1; i < tables[t]->count; i++)
            if (strcmp(tables[t]->rows[i - 1].name, tables[t]->rows[i].name) > 0)
                fail_msg("'%s' stands before '%s'", tables[t]->rows[i - 1].name, tables[t]->rows[i].name);
}

static void test_rows_are_whole(void **state)
{
    (void) state;
    for (size_t i = 0; builtin_at(i); i++) {
        const Overload *overload = builtin_at(i);
        assert_true(overload->count <= OVERLOAD_MAX_ARGS);
        assert_true(!overload->method || overload->count > 0);
        for (size_t p = 0; p < OVERLOAD_MAX_ARGS; p++)
            assert_int_equal(overload->params[p] != NULL, p < overload->count);
        assert_non_null(overload->result);
        assert_true(overload->example && *overload->example);
        assert_true(overload->doc && *overload->doc && overload->doc[strlen(overload->doc) - 1] != '.');
        assert_int_equal(overload->prepare != NULL, overload->prepared_param > 0);
        assert_true(overload->prepared_param < overload->count || overload->count == 0);
    }
}

static bool same_params(const Overload *a, const Overload *b)
{
    bool same = strcmp(a->name, b->name) == 0 && a->method == b->method && a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = type_equal(a->params[i], b->params[i]);
    return same;
}

static void test_no_row_stands_twice(void **state)
{
    (void) state;
    for (size_t i = 0; builtin_at(i); i++)
        for (size_t j = 0; j < i; j++)
            if (same_params(builtin_at(i), builtin_at(j)))
                fail_msg("'%s' is declared twice for the same types", builtin_at(i)->name);
}

/* ---- edges that no literal spells */

static void test_doubles_at_the_edges_of_int(void **state)
{
    (void) state;
    CHECK("9223372036854774784", "int", value_double(nextafter(0x1p63, 0)));
    CHECK("9.223372036854776e+18 is beyond the range of int", "int", value_double(0x1p63));
    CHECK("-9223372036854774784", "int", value_double(nextafter(-0x1p63, 0)));
    CHECK("-9.223372036854776e+18 is beyond the range of int", "int", value_double(-0x1p63));
    CHECK("18446744073709549568u", "uint", value_double(nextafter(0x1p64, 0)));
    CHECK("1.8446744073709552e+19 is beyond the range of uint", "uint", value_double(0x1p64));
    CHECK("0", "int", value_double(-DBL_TRUE_MIN));
    CHECK("-5e-324 is beyond the range of uint", "uint", value_double(-DBL_TRUE_MIN));
    CHECK("nan is beyond the range of int", "int", value_double((double) NAN));
}

/* What string() writes, double() reads: for all kinds of doubles. */
static void test_doubles_survive_text(void **state)
{
    (void) state;
    uint64_t random = 7;
    for (int i = 0; i < 20000; i++) {
        Bench bench;
        bench_init(&bench, 1000000, 1 << 20);
        uint64_t bits = next_random(&random);
        double number = i % 2 ? (double) (int64_t) bits / (double) (1 << i % 20) : 0;
        if (i % 2 == 0)
            memcpy(&number, &bits, sizeof number);
        if (!isnan(number)) {
            Value back = RUN(&bench, "double", RUN(&bench, "string", value_double(number)));
            assert_memory_equal(&back.d, &number, sizeof number);
            const Value one[] = { value_double(number) };
            const List list = { 1, one };
            back = RUN(&bench, "double", RUN(&bench, "format", s("%s"), value_list(&list)));
            assert_memory_equal(&back.d, &number, sizeof number);
        }
        bench_free(&bench);
    }
}

static void test_text_without_an_address(void **state)
{
    (void) state;
    const Value none = { .kind = KIND_STRING }, no_bytes = { .kind = KIND_BYTES };
    CHECK("''", "charAt", none, value_int(0));
    CHECK("''", "substring", none, value_int(0));
    CHECK("''", "trim", none);
    CHECK("''", "reverse", none);
    CHECK("''", "upperAscii", none);
    CHECK("''", "+", none, none);
    CHECK("'x'", "replace", none, none, s("x"));
    CHECK("['']", "split", none, s(","));
    CHECK("[]", "split", none, none);
    CHECK("0", "indexOf", none, none);
    CHECK("0", "lastIndexOf", none, none);
    CHECK("-1", "lastIndexOf", none, s("a"));
    CHECK("true", "contains", none, none);
    CHECK("true", "startsWith", s("a"), none);
    CHECK("true", "endsWith", none, none);
    CHECK("true", "==", none, s(""));
    CHECK("true", "<", none, s("a"));
    CHECK("true", "matches", none, none);
    CHECK("''", "base64.encode", no_bytes);
    CHECK("b''", "base64.decode", none);
    CHECK("'\"\"'", "strings.quote", none);
    CHECK("''", "string", no_bytes);
    CHECK("'' is not a date like 2003-06-01", "date", none);
}

static void test_zero_bytes_in_text(void **state)
{
    (void) state;
    const Value text = value_str(STR("a\0b"));
    CHECK("3", "size", text);
    CHECK("1", "indexOf", text, value_str(STR("\0")));
    CHECK("'b\\x00a'", "reverse", text);
    CHECK("'a\\x00b' is not base64", "base64.decode", text);
    CHECK("'a\\x00b' is not a duration like 1h30m or 90s", "duration", text);
}

/* ---- what costs too much ends in an error */

static Value long_text(Bench *bench, size_t len, char c)
{
    char *at = arena_alloc(&bench->arena, len);
    memset(at, c, len);
    return value_str((Str) { at, len });
}

static void check_exhausted(Bench *bench, Value result)
{
    assert_true(value_is_error(result));
    assert_true(bench->call.exhausted);
    assert_true(bench->problem.len > 0);
    bench_free(bench);
}

enum { MILLION = 1000000 };

static void test_quadratic_searches_stop(void **state)
{
    (void) state;
    static const char *const names[] = { "contains", "indexOf", "lastIndexOf", "split" };
    for (size_t i = 0; i < COUNT(names); i++) {
        Bench bench;
        bench_init(&bench, 10 * MILLION, 64 * MILLION);
        Value text = long_text(&bench, 4 * MILLION, 'a'), needle = long_text(&bench, 2 * MILLION, 'a');
        memset((char *) (uintptr_t) needle.at + (i == 2 ? 0 : needle.len / 2), i == 2 ? 'a' : 'b', 1);
        if (i == 2)
            memset((char *) (uintptr_t) needle.at + needle.len - 1, 'b', 1);
        check_exhausted(&bench, RUN(&bench, names[i], text, needle));
    }
}

static void test_bombs_stop(void **state)
{
    (void) state;
    Bench bench;
    bench_init(&bench, 10 * MILLION, 64 * MILLION);
    Value text = long_text(&bench, MILLION, 'a');
    check_exhausted(&bench, RUN(&bench, "replace", text, s("a"), text));
    bench_init(&bench, 10 * MILLION, 64 * MILLION);
    text = long_text(&bench, MILLION, 'a');
    check_exhausted(&bench, RUN(&bench, "replace", text, s(""), text));
    bench_init(&bench, 10 * MILLION, 64 * MILLION);
    text = long_text(&bench, MILLION, 'a');
    check_exhausted(&bench, RUN(&bench, "regex.replace", text, s("a"), text));
    bench_init(&bench, 10 * MILLION, 64 * MILLION);
    text = long_text(&bench, 5 * MILLION, 'a');
    check_exhausted(&bench, RUN(&bench, "split", text, s("")));
    bench_init(&bench, 10 * MILLION, 64 * MILLION);
    check_exhausted(&bench, RUN(&bench, "lists.range", value_int(UINT32_MAX)));
    bench_init(&bench, 10 * MILLION, 64 * MILLION);
    Value *texts = arena_array(&bench.arena, Value, 1000);
    texts[0] = long_text(&bench, MILLION, 'a');
    for (size_t i = 1; i < 1000; i++)
        texts[i] = texts[0];
    check_exhausted(&bench, RUN(&bench, "join", value_list(&(const List) { 1000, texts })));
}

/* A list that holds itself twice, forty levels deep, has 2^40 elements and takes no memory to speak of. */
static Value doubled(Bench *bench, int levels)
{
    Value value = value_list(arena_new(&bench->arena, List));
    for (int i = 0; i < levels; i++) {
        Value *two = arena_array(&bench->arena, Value, 2);
        List *list = arena_new(&bench->arena, List);
        two[0] = two[1] = value;
        *list = (List) { 2, two };
        value = value_list(list);
    }
    return value;
}

static void test_shared_values_stop(void **state)
{
    (void) state;
    for (int i = 0; i < 5; i++) {
        Bench bench;
        bench_init(&bench, 10 * MILLION, 64 * MILLION);
        Value huge = doubled(&bench, 40), again = doubled(&bench, 40);
        Value items[] = { huge, again };
        List *both = arena_new(&bench.arena, List);
        *both = (List) { 2, items };
        Value result = i == 0   ? RUN(&bench, "==", huge, again)
                       : i == 1 ? RUN(&bench, "in", huge, value_list(both))
                       : i == 2 ? RUN(&bench, "distinct", value_list(both))
                       : i == 3 ? RUN(&bench, "flatten", huge, value_int(40))
                                : RUN(&bench, "format", s("%s"), value_list(both));
        check_exhausted(&bench, result);
    }
}

static void test_sorting_much_stops(void **state)
{
    (void) state;
    Bench bench;
    bench_init(&bench, MILLION, 64 * MILLION);
    Value *items = arena_array(&bench.arena, Value, MILLION / 2);
    for (int i = 0; i < MILLION / 2; i++)
        items[i] = value_int(-i);
    check_exhausted(&bench, RUN(&bench, "sort", value_list(&(const List) { MILLION / 2, items })));
}

/* Where memory or steps run out at any point, the result is an error and nothing else. */
static void test_every_shortage(void **state)
{
    (void) state;
    static const Value items[] = { { .kind = KIND_INT, .i = 3 }, { .kind = KIND_INT, .i = 1 }, { .kind = KIND_INT, .i = 3 } };
    static const List list = { 3, items };
    for (size_t limit = 0; limit < 400; limit += 3) {
        for (int which = 0; which < 2; which++) {
            Bench bench;
            bench_init(&bench, which ? limit / 8 : 100000, which ? 100000 : limit);
            RUN(&bench, "sort", value_list(&list));
            RUN(&bench, "distinct", value_list(&list));
            RUN(&bench, "reverse", value_list(&list));
            RUN(&bench, "sets.equivalent", value_list(&list), value_list(&list));
            RUN(&bench, "+", value_list(&list), value_list(&list));
            RUN(&bench, "replace", s("abcabc"), s("b"), s("xyz"));
            RUN(&bench, "split", s("a,b,c"), s(","));
            RUN(&bench, "format", s("%s %d %x"), value_list(&list));
            RUN(&bench, "regex.replace", s("abcabc"), s("b|c"), s("[\\0]"));
            RUN(&bench, "regex.extractAll", s("abcabc"), s("b|c"));
            RUN(&bench, "base64.encode", value_bytes(STR("hello")));
            RUN(&bench, "base64.decode", s("aGVsbG8="));
            RUN(&bench, "strings.quote", s("a\"b"));
            RUN(&bench, "optional.of", s("a"));
            bench_free(&bench);
        }
    }
}

/* ---- in a fast run nobody is told why */

static void test_failing_in_silence(void **state)
{
    (void) state;
    Bench bench;
    bench_init(&bench, MILLION, MILLION);
    bench.call.problem = NULL;
    assert_true(value_is_error(RUN(&bench, "/", value_int(1), value_int(0))));
    assert_true(value_is_error(RUN(&bench, "int", s("x"))));
    assert_true(value_is_error(RUN(&bench, "matches", s("x"), s("("))));
    assert_true(value_is_error(RUN(&bench, "format", s("%q"), value_list(&(const List) { 0, NULL }))));
    assert_true(value_is_error(RUN(&bench, "getHours", value_timestamp(0, 0), s("Nowhere"))));
    bench_free(&bench);
}

/* ---- what depends on the run: the cache, constants made ready, no working days at all */

static void test_patterns_and_zones_are_kept(void **state)
{
    (void) state;
    Bench bench;
    bench_init(&bench, 100 * MILLION, MILLION);
    for (int i = 0; i < 300; i++) {
        char pattern[20];
        snprintf(pattern, sizeof pattern, "^a%d$", i % 20);
        assert_true(RUN(&bench, "matches", s(pattern + 1), s(pattern)).boolean == false);
        assert_true(RUN(&bench, "matches", value_str((Str) { pattern + 1, strlen(pattern) - 2 }), s(pattern)).boolean);
        assert_int_equal(RUN(&bench, "getHours", value_timestamp(0, 0), s(i % 3 ? "+01:00" : "+02:00")).i, i % 3 ? 1 : 2);
        assert_true(value_is_error(RUN(&bench, "matches", s("a"), s("("))));
        assert_text(&bench.problem, "the pattern '(' is wrong: missing closing parenthesis");
    }
    bench_free(&bench);
}

static void test_constants_are_prepared(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text problem = { 0 };
    for (size_t i = 0; builtin_at(i); i++) {
        const Overload *overload = builtin_at(i);
        if (!overload->prepare)
            continue;
        assert_non_null(overload->prepare(&arena, s("UTC"), &problem));
        assert_int_equal(problem.len, 0);
        assert_null(overload->prepare(&arena, s("("), &problem));
        assert_true(problem.len > 0);
        text_clear(&problem);
        assert_null(overload->prepare(&arena, value_int(1), &problem));
        assert_true(problem.len > 0);
        text_clear(&problem);
    }
    text_free(&problem);
    arena_free(&arena);
}

static void test_no_calendar(void **state)
{
    (void) state;
    const Value day = value_date(date_pack(2003, 6, 2));
    CHECK("no calendar covers the working days of 2003", "isWorkday", day);
    CHECK("no calendar covers the working days of 2003", "workdaysIn", day, day);
    CHECK("no calendar covers the working days of 2003", "+", day, value_period(0, 0, 1));
    CHECK("date('2003-06-03')", "+", day, value_period(0, 1, 0));
}

/* ---- comparing and indexing what the checker did not know */

static void test_any_comparison(void **state)
{
    (void) state;
    Bench bench;
    bench_init(&bench, MILLION, MILLION);
    Call *call = &bench.call;
    assert_true(compare_any(call, COMPARE_LESS, value_int(-1), value_uint(0)).boolean);
    assert_true(compare_any(call, COMPARE_GREATER_EQUAL, value_int(INT64_MAX), value_double(0x1p63)).boolean);
    assert_false(compare_any(call, COMPARE_LESS, value_double((double) NAN), value_int(0)).boolean);
    assert_false(compare_any(call, COMPARE_GREATER_EQUAL, value_double((double) NAN), value_int(0)).boolean);
    assert_true(value_is_error(compare_any(call, COMPARE_LESS, value_int(1), s("a"))));
    assert_text(&bench.problem, "1 and 'a' have no order");
    assert_true(value_is_error(compare_any(call, COMPARE_LESS, value_null(), value_null())));
    assert_true(compare_any(call, COMPARE_LESS, value_period(0, -3, 0), value_period(5, 0, 0)).kind == KIND_ERROR);
    assert_true(compare_any(call, COMPARE_LESS, value_period(0, 0, 0), value_period(0, 0, 1)).boolean);
    assert_true(value_is_error(compare_any(call, COMPARE_LESS, value_period(1, 1, 0), value_period(1, 2, 0))));
    bench_free(&bench);
}

static void test_any_index(void **state)
{
    (void) state;
    static const Value items[] = { { .kind = KIND_INT, .i = 7 }, { .kind = KIND_INT, .i = 8 } };
    static const List two = { 2, items };
    Bench bench;
    bench_init(&bench, MILLION, MILLION);
    const Value list = value_list(&two);
    assert_int_equal(index_any(&bench.call, list, value_double(1.0)).i, 8);
    assert_int_equal(index_any(&bench.call, list, value_uint(0)).i, 7);
    static const double wrong[] = { 0.5, -1.0, 2.0, 1e300, -1e300, INFINITY, NAN };
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_true(value_is_error(index_any(&bench.call, list, value_double(wrong[i]))));
    assert_true(value_is_error(index_any(&bench.call, value_int(1), value_int(0))));
    assert_text(&bench.problem, "1 has no elements");
    assert_null(optional_index_any(&bench.call, list, value_int(2)).optional);
    assert_null(index_any(&bench.call, value_optional(NULL), value_int(0)).optional);
    assert_true(value_is_error(optional_index_any(&bench.call, value_optional(&items[0]), s("a"))));
    bench_free(&bench);
}

/* Sorting by keys: against the definition, with many equal keys. */
static void test_sorting_keeps_places(void **state)
{
    (void) state;
    enum { MOST = 300 };
    uint64_t random = 3;
    for (uint32_t count = 0; count < MOST; count += 7) {
        Bench bench;
        bench_init(&bench, MILLION, MILLION);
        Value items[MOST], keys[MOST];
        for (uint32_t i = 0; i < count; i++) {
            items[i] = value_int(i);
            keys[i] = value_int((int64_t) (next_random(&random) % 10));
        }
        Value sorted = list_sort_by(&bench.call, &(const List) { count, items }, &(const List) { count, keys });
        assert_int_equal(sorted.list->count, count);
        for (uint32_t i = 1; i < count; i++) {
            int64_t before = sorted.list->at[i - 1].i, after = sorted.list->at[i].i;
            assert_true(keys[before].i < keys[after].i || (keys[before].i == keys[after].i && before < after));
        }
        bench_free(&bench);
    }
}

/* The set agrees with CEL's equality on a mixture of all kinds. */
static void test_sets_agree_with_equality(void **state)
{
    (void) state;
    static const Value one[] = { { .kind = KIND_INT, .i = 1 } }, one_double[] = { { .kind = KIND_DOUBLE, .d = 1 } };
    static const List list_one = { 1, one }, list_one_double = { 1, one_double }, empty = { 0, NULL };
    const Value values[] = {
        value_null(),
        value_bool(false),
        value_bool(true),
        value_int(0),
        value_int(1),
        value_uint(1),
        value_double(1),
        value_double(-0.0),
        value_double(0.5),
        value_int(INT64_MAX),
        value_uint((uint64_t) INT64_MAX),
        value_uint(UINT64_MAX),
        value_double(0x1p63),
        value_double(0x1p64),
        s(""),
        s("a"),
        s("1"),
        value_bytes(STR("a")),
        value_timestamp(1, 0),
        value_timestamp(1, 5),
        value_duration(1),
        value_date(date_pack(2003, 6, 1)),
        value_period(12, 0, 0),
        value_period(0, 12, 0),
        value_list(&list_one),
        value_list(&list_one_double),
        value_list(&empty),
        value_optional(NULL),
        value_optional(&one[0]),
        value_optional(&one_double[0]),
        value_type(&TYPE_INT),
        value_type(&TYPE_STRING),
    };
    for (uint32_t i = 0; i < COUNT(values); i++)
        for (uint32_t j = 0; j < COUNT(values); j++) {
            Bench bench;
            ValueSet set;
            bench_init(&bench, MILLION, MILLION);
            assert_true(value_set_init(&set, &bench.call, &(const List) { 1, &values[i] }));
            assert_int_equal(value_set_add(&set, 0), SAME_NO);
            bool equal = value_equal(values[i], values[j]);
            assert_int_equal(value_set_has(&set, values[j]), equal ? SAME_YES : SAME_NO);
            assert_int_equal(fn_equal(&bench.call, values[i], values[j]), equal ? SAME_YES : SAME_NO);
            bench_free(&bench);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_sorted),
        cmocka_unit_test(test_rows_are_whole),
        cmocka_unit_test(test_no_row_stands_twice),
        cmocka_unit_test(test_doubles_at_the_edges_of_int),
        cmocka_unit_test(test_doubles_survive_text),
        cmocka_unit_test(test_text_without_an_address),
        cmocka_unit_test(test_zero_bytes_in_text),
        cmocka_unit_test(test_quadratic_searches_stop),
        cmocka_unit_test(test_bombs_stop),
        cmocka_unit_test(test_shared_values_stop),
        cmocka_unit_test(test_sorting_much_stops),
        cmocka_unit_test(test_every_shortage),
        cmocka_unit_test(test_failing_in_silence),
        cmocka_unit_test(test_patterns_and_zones_are_kept),
        cmocka_unit_test(test_constants_are_prepared),
        cmocka_unit_test(test_no_calendar),
        cmocka_unit_test(test_any_comparison),
        cmocka_unit_test(test_any_index),
        cmocka_unit_test(test_sorting_keeps_places),
        cmocka_unit_test(test_sets_agree_with_equality),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
