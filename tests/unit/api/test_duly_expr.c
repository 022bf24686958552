/* The expression language through its public header: values in and out, functions of a host, problems and their places,
   limits, many rows, many threads. */
#include "unit.h"

#include <pthread.h>
#include <string.h>

#include "api/duly_expr.h"

/* ---- what the tests share */

static duly_text text_of(const char *text)
{
    return (duly_text) { text, strlen(text) };
}

static duly_expr_value string_of(const char *text)
{
    return duly_expr_string(text, strlen(text));
}

/* "line:column message [hint]\n" of every problem, and the last excerpt. */
typedef struct {
    Text told, excerpt;
} Told;

static void note_problem(void *context, const duly_problem *problem)
{
    Told *told = context;
    text_format(&told->told, "%u:%u %.*s", problem->line, problem->column, (int) problem->message.len, problem->message.at);
    if (problem->hint.len)
        text_format(&told->told, " [%.*s]", (int) problem->hint.len, problem->hint.at);
    text_add_char(&told->told, '\n');
    text_clear(&told->excerpt);
    if (problem->excerpt.len)
        text_add(&told->excerpt, (Str) { problem->excerpt.at, problem->excerpt.len });
}

static void told_free(Told *told)
{
    text_free(&told->told);
    text_free(&told->excerpt);
}

static void check_refused(const char *expression, const duly_expr_scope *scope, const char *expected)
{
    Told told = { 0 };
    duly_sink sink = { .size = sizeof sink, .context = &told, .problem = note_problem };
    assert_null(duly_expr_open(text_of(expression), scope, &sink));
    assert_text(&told.told, expected);
    told_free(&told);
    assert_null(duly_expr_open(text_of(expression), scope, NULL));
}

static duly_expr *open_expr(const char *expression, const duly_expr_scope *scope)
{
    Told told = { 0 };
    duly_sink sink = { .size = sizeof sink, .context = &told, .problem = note_problem };
    duly_expr *expr = duly_expr_open(text_of(expression), scope, &sink);
    if (!expr)
        print_error("%s: %.*s", expression, STR_ARG(text_str(&told.told)));
    assert_non_null(expr);
    assert_int_equal(told.told.len, 0);
    told_free(&told);
    return expr;
}

static void check_printed(const duly_expr_value *value, const char *expected)
{
    char buffer[200];
    size_t len = duly_expr_print(value, buffer, sizeof buffer);
    assert_str(((Str) { buffer, len }), expected);
    assert_int_equal(buffer[len], 0);
}

#define SCOPE(all_variables, all_functions)                                                                    \
    {                                                                                                          \
        .size = sizeof(duly_expr_scope), .variables = (all_variables), .variable_count = COUNT(all_variables), \
        .functions = (all_functions), .function_count = COUNT(all_functions)                                   \
    }

/* The value of an expression without variables. */
static void check_value(const char *expression, const duly_expr_scope *scope, const char *expected)
{
    duly_expr *expr = open_expr(expression, scope);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, NULL);
    duly_expr_evaluate(evaluator, 1);
    duly_expr_value value = duly_expr_get(evaluator, 0);
    check_printed(&value, expected);
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
}

/* What comes out of the expression `x` when x is declared so and set so; "refused" where it does not fit. */
static void check_through(const char *type, duly_expr_value value, const char *expected)
{
    duly_expr_variable variables[] = { { "x", type } };
    duly_expr_scope scope = { .size = sizeof scope, .variables = variables, .variable_count = 1 };
    duly_expr *expr = open_expr("x", &scope);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, NULL);
    bool fits = duly_expr_set(evaluator, 0, 0, value);
    assert_int_equal(duly_expr_evaluate(evaluator, 1), fits);
    duly_expr_value out = duly_expr_get(evaluator, 0);
    assert_int_equal(out.kind, fits ? value.kind : DULY_EXPR_MISSING);
    if (fits)
        check_printed(&out, expected);
    else
        assert_string_equal("refused", expected);
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
}

/* ---- values */

static void test_scalars(void **state)
{
    (void) state;
    duly_expr_value uint = { .kind = DULY_EXPR_UINT, .u = UINT64_MAX };
    duly_expr_value bytes = { .kind = DULY_EXPR_BYTES, .text = { "\xff\0", 2 } };
    duly_expr_value null = { .kind = DULY_EXPR_NULL };
    duly_expr_value instant = { .kind = DULY_EXPR_TIMESTAMP, .instant = { 1054468800, 500000000 } };
    duly_expr_value duration = { .kind = DULY_EXPR_DURATION, .i = -1500000000 };
    duly_expr_value period = { .kind = DULY_EXPR_PERIOD, .period = { 12, 3, 0 } };
    check_through("bool", duly_expr_bool(true), "true");
    check_through("int", duly_expr_int(INT64_MIN), "-9223372036854775808");
    check_through("uint", uint, "18446744073709551615u");
    check_through("double", duly_expr_double(0.1), "0.1");
    check_through("string", string_of("a'é"), "'a\\'é'");
    check_through("string", duly_expr_string(NULL, 0), "''");
    check_through("bytes", bytes, "b'\\xff\\x00'");
    check_through("null_type", null, "null");
    check_through("timestamp", instant, "timestamp('2003-06-01T12:00:00.5Z')");
    check_through("duration", duration, "duration('-1.5s')");
    check_through("date", duly_expr_date(2004, 2, 29), "date('2004-02-29')");
    check_through("period", period, "months(12) + days(3)");
    check_through("wrapper(int)", null, "null");
    check_through("wrapper(int)", duly_expr_int(3), "3");
    check_through("dyn", duly_expr_int(3), "3");
    check_through("dyn", duly_expr_date(1, 1, 1), "date('0001-01-01')");
}

static void test_values_that_do_not_fit(void **state)
{
    (void) state;
    duly_expr_value late = { .kind = DULY_EXPR_TIMESTAMP, .instant = { INT64_C(253402300800), 0 } };
    duly_expr_value odd = { .kind = DULY_EXPR_TIMESTAMP, .instant = { 0, 1000000000 } };
    duly_expr_value type = { .kind = DULY_EXPR_TYPE, .text = { "int", 3 } };
    duly_expr_value unknown = { .kind = (duly_expr_kind) 99 };
    check_through("int", duly_expr_double(1), "refused");
    check_through("int", string_of("1"), "refused");
    check_through("double", duly_expr_int(1), "refused");
    check_through("wrapper(int)", string_of("1"), "refused");
    check_through("string", string_of("a\xff"), "refused");
    check_through("dyn", string_of("\xed\xa0\x80"), "refused");
    check_through("date", duly_expr_date(2003, 2, 29), "refused");
    check_through("date", duly_expr_date(10000, 1, 1), "refused");
    check_through("date", duly_expr_date(0, 0, 0), "refused");
    check_through("timestamp", late, "refused");
    check_through("timestamp", odd, "refused");
    check_through("dyn", type, "refused");
    check_through("dyn", unknown, "refused");
    check_through("int", duly_expr_error("x", 1), "refused");
}

static duly_expr_value map_of(const duly_expr_value *pairs, uint32_t count)
{
    return (duly_expr_value) { .kind = DULY_EXPR_MAP, .count = count, .items = { pairs, NULL } };
}

static void test_lists_and_maps_in(void **state)
{
    (void) state;
    duly_expr_value numbers[] = { duly_expr_int(1), duly_expr_int(2), duly_expr_int(3) };
    duly_expr_value mixed[] = { duly_expr_int(1), string_of("b") };
    duly_expr_value twice[] = { string_of("a"), duly_expr_int(1), string_of("a"), duly_expr_int(2) };
    duly_expr_value keyed[] = { string_of("a"), duly_expr_int(1), string_of("b"), duly_expr_int(2) };
    duly_expr_value by_double[] = { duly_expr_double(1), duly_expr_int(1) };
    duly_expr_value lists[] = { duly_expr_list(numbers, 3), duly_expr_list(NULL, 0) };
    duly_expr_value maps[] = { map_of(keyed, 2) };
    duly_expr_value with_error[] = { duly_expr_int(1), { .kind = DULY_EXPR_MISSING } };
    duly_expr_value optional = { .kind = DULY_EXPR_OPTIONAL, .count = 1, .items = { numbers, NULL } };
    duly_expr_value none = { .kind = DULY_EXPR_OPTIONAL };
    check_through("list(int)", duly_expr_list(numbers, 3), "[1, 2, 3]");
    check_through("list(int)", duly_expr_list(NULL, 0), "[]");
    check_through("list(int)", duly_expr_list(NULL, 1), "refused");
    check_through("list(int)", duly_expr_list(mixed, 2), "refused");
    check_through("list(dyn)", duly_expr_list(mixed, 2), "[1, 'b']");
    check_through("list(list(int))", duly_expr_list(lists, 2), "[[1, 2, 3], []]");
    check_through("list(list(string))", duly_expr_list(lists, 2), "refused");
    check_through("dyn", duly_expr_list(lists, 2), "[[1, 2, 3], []]");
    check_through("list(dyn)", duly_expr_list(with_error, 2), "refused");
    check_through("map(string, int)", map_of(keyed, 2), "{'a': 1, 'b': 2}");
    check_through("map(string, int)", map_of(NULL, 0), "{}");
    check_through("map(string, int)", map_of(twice, 2), "refused");
    check_through("map(string, string)", map_of(keyed, 2), "refused");
    check_through("map(int, int)", map_of(keyed, 2), "refused");
    check_through("dyn", map_of(by_double, 1), "refused");
    check_through("list(map(string, int))", duly_expr_list(maps, 1), "[{'a': 1, 'b': 2}]");
    check_through("optional_type(int)", optional, "optional.of(1)");
    check_through("optional_type(int)", none, "optional.none()");
    check_through("optional_type(string)", optional, "refused");
}

/* A list in a list in a list ...: deeper than any type that can be declared, but a dyn takes what is sane. */
static void test_depth_of_values(void **state)
{
    (void) state;
    duly_expr_value levels[66];
    levels[0] = duly_expr_list(NULL, 0);
    for (size_t i = 1; i < COUNT(levels); i++)
        levels[i] = duly_expr_list(&levels[i - 1], 1);
    char sixty_four[129] = { 0 };
    memset(sixty_four, '[', 64);
    memset(sixty_four + 64, ']', 64);
    check_through("dyn", levels[63], sixty_four);
    check_through("dyn", levels[64], "refused");
}

static void test_items_out(void **state)
{
    (void) state;
    duly_expr *expr = open_expr("{'a': [1, 2.5, 'c'], 'b': [], 'c': [optional.of(7), optional.none()]}", NULL);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, NULL);
    assert_int_equal(duly_expr_evaluate(evaluator, 1), 1);
    duly_expr_value map = duly_expr_get(evaluator, 0), key, list, item;
    assert_int_equal(map.kind, DULY_EXPR_MAP);
    assert_int_equal(map.count, 3);
    assert_true(duly_expr_item(&map, 0, &key, &list));
    check_printed(&key, "'a'");
    assert_int_equal(list.count, 3);
    assert_true(duly_expr_item(&list, 1, &key, &item));
    assert_int_equal(key.i, 1);
    assert_true(item.kind == DULY_EXPR_DOUBLE && item.d > 2.4 && item.d < 2.6);
    assert_true(duly_expr_item(&list, 2, NULL, &item));
    assert_str(((Str) { item.text.at, item.text.len }), "c");
    assert_false(duly_expr_item(&list, 3, NULL, &item));
    assert_false(duly_expr_item(&item, 0, NULL, &item));
    assert_true(duly_expr_item(&map, 1, &key, &list));
    assert_int_equal(list.count, 0);
    assert_false(duly_expr_item(&list, 0, NULL, &item));
    assert_true(duly_expr_item(&map, 2, NULL, &list));
    assert_true(duly_expr_item(&list, 0, NULL, &item) && item.kind == DULY_EXPR_OPTIONAL && item.count == 1);
    assert_true(duly_expr_item(&item, 0, NULL, &key) && key.i == 7);
    assert_true(duly_expr_item(&list, 1, NULL, &item) && item.kind == DULY_EXPR_OPTIONAL && item.count == 0);
    assert_false(duly_expr_item(&item, 0, NULL, &key));
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
}

/* What one evaluation gave goes into another. */
static void test_results_as_values(void **state)
{
    (void) state;
    duly_expr_variable variables[] = { { "x", "list(map(string, dyn))" } };
    duly_expr_scope scope = { .size = sizeof scope, .variables = variables, .variable_count = 1 };
    duly_expr *make = open_expr("[{'a': [1, 2], 'b': optional.of('c')}]", NULL), *use = open_expr("x[0].a[1]", &scope);
    duly_expr_evaluator *maker = duly_expr_evaluator_open(make, NULL), *user = duly_expr_evaluator_open(use, NULL);
    duly_expr_evaluate(maker, 1);
    assert_true(duly_expr_set(user, 0, 0, duly_expr_get(maker, 0)));
    duly_expr_evaluator_close(maker);
    assert_int_equal(duly_expr_evaluate(user, 1), 1);
    assert_int_equal(duly_expr_get(user, 0).i, 2);
    duly_expr_evaluator_close(user);
    duly_expr_close(make);
    duly_expr_close(use);
}

static void test_print(void **state)
{
    (void) state;
    char buffer[24];
    duly_expr_value text = string_of("a text that is a good deal too long");
    duly_expr_value wide = string_of("ééééééééééééééé"), type = { .kind = DULY_EXPR_TYPE, .text = { "int", 3 } };
    assert_int_equal(duly_expr_print(&text, buffer, 0), 0);
    assert_int_equal(duly_expr_print(&text, buffer, 1), 0);
    assert_int_equal(buffer[0], 0);
    for (size_t size = 2; size <= sizeof buffer; size++) {
        size_t len = duly_expr_print(&text, buffer, size);
        assert_true(len < size && buffer[len] == 0);
        assert_true(size <= 16 || strcmp(buffer + len - 4, "...'") == 0);
        len = duly_expr_print(&wide, buffer, size);
        assert_true(len < size && buffer[len] == 0);
        assert_true(len == 0 || (buffer[len - 1] & 0xC0) != 0xC0);
    }
    check_printed(&(duly_expr_value) { .kind = DULY_EXPR_MISSING }, "missing");
    check_printed(&(duly_expr_value) { .kind = DULY_EXPR_ERROR }, "error");
    check_printed(&type, "int");
    check_value("type(1)", NULL, "int");
    check_value("[type('a'), type([])].size()", NULL, "2");
}

/* ---- rows */

static void test_many_rows(void **state)
{
    (void) state;
    enum { A, B, UNUSED };
    static const duly_expr_variable variables[] = {
        [A] = { "a", "int" },
        [B] = { "b.c", "int" },
        [UNUSED] = { "unused", "list(int)" },
    };
    duly_expr_scope scope = { .size = sizeof scope, .variables = variables, .variable_count = 3 };
    duly_expr_limits limits = { .size = sizeof limits, .rows = 5000 };
    duly_expr *expr = open_expr("a / b.c", &scope);
    assert_str(((Str) { duly_expr_type(expr).at, duly_expr_type(expr).len }), "int");
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, &limits);
    assert_int_equal(duly_expr_evaluate(evaluator, DULY_EXPR_ROWS), 0);
    for (size_t row = 0; row < DULY_EXPR_ROWS; row++) {
        assert_true(duly_expr_set(evaluator, A, row, duly_expr_int((int64_t) row * 6)));
        assert_true(row % 4 == 1 || duly_expr_set(evaluator, B, row, duly_expr_int(row % 4 == 0 ? 0 : 3)));
    }
    assert_false(duly_expr_set(evaluator, A, DULY_EXPR_ROWS, duly_expr_int(1)));
    assert_false(duly_expr_set(evaluator, 3, 0, duly_expr_int(1)));
    assert_true(duly_expr_set(evaluator, UNUSED, 0, duly_expr_int(1)));
    assert_true(duly_expr_set(evaluator, A, 2, (duly_expr_value) { .kind = DULY_EXPR_MISSING }));
    assert_true(duly_expr_set(evaluator, A, 2, duly_expr_int(12)));
    assert_int_equal(duly_expr_evaluate(evaluator, 5000), DULY_EXPR_ROWS / 2);
    for (size_t row = 0; row < DULY_EXPR_ROWS; row++) {
        duly_expr_value value = duly_expr_get(evaluator, row);
        assert_int_equal(value.kind, row % 4 == 0 ? DULY_EXPR_ERROR : row % 4 == 1 ? DULY_EXPR_MISSING : DULY_EXPR_INT);
        assert_true(row % 4 < 2 || value.i == (int64_t) row * 2);
    }
    assert_int_equal(duly_expr_evaluate(evaluator, 3), 1);
    assert_int_equal(duly_expr_get(evaluator, 3).kind, DULY_EXPR_MISSING);
    duly_expr_clear(evaluator);
    assert_int_equal(duly_expr_evaluate(evaluator, DULY_EXPR_ROWS), 0);
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
}

/* A value stays until it is set again; one that does not fit takes the old one away. */
static void test_values_stay(void **state)
{
    (void) state;
    static const duly_expr_variable variables[] = { { "a", "int" }, { "b", "int" } };
    duly_expr_scope scope = { .size = sizeof scope, .variables = variables, .variable_count = 2 };
    duly_expr *expr = open_expr("a + b", &scope);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, NULL);
    duly_expr_set(evaluator, 0, 0, duly_expr_int(40));
    for (int64_t b = 0; b < 5; b++) {
        duly_expr_set(evaluator, 1, 0, duly_expr_int(b));
        assert_int_equal(duly_expr_evaluate(evaluator, 1), 1);
        assert_int_equal(duly_expr_get(evaluator, 0).i, 40 + b);
    }
    assert_false(duly_expr_set(evaluator, 1, 0, string_of("2")));
    assert_int_equal(duly_expr_evaluate(evaluator, 1), 0);
    assert_int_equal(duly_expr_evaluate(evaluator, 0), 0);
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
    duly_expr_evaluator_close(NULL);
    duly_expr_close(NULL);
}

/* ---- functions of the host */

static duly_expr_value half(void *context, duly_expr_call *call, const duly_expr_value *args)
{
    (void) call;
    *(int *) context += 1;
    if (args[0].i % 2)
        return duly_expr_error("the number is odd", 17);
    return duly_expr_int(args[0].i / 2);
}

static duly_expr_value echo(void *context, duly_expr_call *call, const duly_expr_value *args)
{
    (void) context, (void) call;
    return args[0];
}

static duly_expr_value count_up(void *context, duly_expr_call *call, const duly_expr_value *args)
{
    (void) call, (void) args;
    return duly_expr_int(++*(int *) context);
}

static duly_expr_value repeat(void *context, duly_expr_call *call, const duly_expr_value *args)
{
    (void) context;
    size_t count = (size_t) args[1].i;
    duly_expr_value *items = duly_expr_alloc(call, count * sizeof *items);
    if (!items)
        return duly_expr_error("", 0);
    for (size_t i = 0; i < count; i++)
        items[i] = args[0];
    return duly_expr_list(items, (uint32_t) count);
}

static duly_expr_value sum(void *context, duly_expr_call *call, const duly_expr_value *args)
{
    duly_expr_value item;
    int64_t total = 0;
    (void) context, (void) call;
    for (size_t i = 0; duly_expr_item(&args[0], i, NULL, &item); i++)
        total += item.i;
    return duly_expr_int(total);
}

static duly_expr_value nothing(void *context, duly_expr_call *call, const duly_expr_value *args)
{
    (void) context, (void) call, (void) args;
    return (duly_expr_value) { .kind = DULY_EXPR_MISSING };
}

static int halves, ups; /* calls, counted by the functions themselves */

static const duly_expr_variable host_variables[] = { { "n", "int" }, { "d", "dyn" } };
static const duly_expr_function host_functions[] = {
    { sizeof(duly_expr_function), "half", "int", "int", false, half, &halves },
    { sizeof(duly_expr_function), "half", "int", "int", true, half, &halves },
    { sizeof(duly_expr_function), "size", "date", "int", false, count_up, &ups },
    { sizeof(duly_expr_function), "echo", "dyn", "dyn", false, echo, NULL },
    { sizeof(duly_expr_function), "wrong", "dyn", "list(int)", false, echo, NULL },
    { sizeof(duly_expr_function), "tools.up", "", "int", false, count_up, &ups },
    { sizeof(duly_expr_function), "repeat", "string, int", "list(string)", true, repeat, NULL },
    { sizeof(duly_expr_function), "sum", "list(int)", "int", true, sum, NULL },
    { sizeof(duly_expr_function), "nothing", "", "string", false, nothing, NULL },
};

static void test_host_functions(void **state)
{
    (void) state;
    duly_expr_scope scope = SCOPE(host_variables, host_functions);
    check_value("half(84)", &scope, "42");
    check_value("84.half().half()", &scope, "21");
    check_value("half(3) > 1 || true", &scope, "true");
    check_value("[1, 2, 3].sum() + [].sum()", &scope, "6");
    check_value("[4, 6].map(x, half(x) + 1)", &scope, "[3, 4]");
    check_value("'ab'.repeat(3)", &scope, "['ab', 'ab', 'ab']");
    check_value("'ab'.repeat(0)", &scope, "[]");
    check_value("echo([1, {'a': 2}]) == [1, {'a': 2}]", &scope, "true");
    check_value("wrong([1, 2])", &scope, "[1, 2]");
    check_value("wrong(['a'])", &scope, "error");
    check_value("wrong(1)", &scope, "error");
    check_value("size(date('2003-06-01')) > 0 && size('abc') == 3", &scope, "true");
    check_value("nothing()", &scope, "error");
    check_value("half(dyn(8))", &scope, "4");
    check_value("half(dyn('8'))", &scope, "error");
}

/* A host's function is not run before there is a row, nor where its result does not matter, and again for every evaluation. */
static void test_when_host_functions_run(void **state)
{
    (void) state;
    duly_expr_scope scope = SCOPE(host_variables, host_functions);
    ups = halves = 0;
    duly_expr *expr = open_expr("[1, 2].map(x, tools.up() * x) + [3].filter(y, [4].exists(z, tools.up() > 0))", &scope);
    assert_int_equal(ups, 0);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, NULL);
    for (int run = 1; run <= 3; run++) {
        assert_int_equal(duly_expr_evaluate(evaluator, 1), 1);
        assert_int_equal(ups, run);
        duly_expr_value list = duly_expr_get(evaluator, 0), item;
        assert_true(duly_expr_item(&list, 1, NULL, &item));
        assert_int_equal(item.i, 2 * run);
    }
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
    check_value("false && half(6) > 0", &scope, "false");
    assert_int_equal(halves, 0);
    expr = open_expr("[4].map(x, [2].map(y, half(x) + half(y)))", &scope);
    assert_int_equal(halves, 0);
    duly_expr_close(expr);
    expr = open_expr("n > 10 ? half(n) : 0", &scope);
    duly_expr_limits limits = { .size = sizeof limits, .rows = 100 };
    evaluator = duly_expr_evaluator_open(expr, &limits);
    for (size_t row = 0; row < 100; row++)
        duly_expr_set(evaluator, 0, row, duly_expr_int(row < 7 ? 20 : 1));
    assert_int_equal(duly_expr_evaluate(evaluator, 100), 100);
    assert_int_equal(halves, 7);
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
}

/* ---- problems */

static void test_problems_of_expressions(void **state)
{
    (void) state;
    duly_expr_scope scope = SCOPE(host_variables, host_functions);
    check_refused("m + 1 + 'a'", &scope, "1:1 there is no variable 'm'\n");
    check_refused("n +", &scope, "1:3 an operand is missing after '+'\n");
    check_refused("n == 1 &&\n  n == 'a'", &scope, "2:3 '==' cannot compare an int with a string [int(…) reads a number from a text]\n");
    check_refused("1 / 0", &scope, "1:1 this always fails: 1 cannot be divided by 0\n");
    check_refused("half('a')", &scope, "1:6 'half' takes an int; this is a string [int(…) reads a number from a text]\n");
    scope.result = "bool";
    check_refused("n", &scope, "1:1 this must be true or false; this is an int [compare it: … != 0]\n");
    duly_expr_close(open_expr("d", &scope));
}

static void test_problems_of_scopes(void **state)
{
    (void) state;
    static const duly_expr_variable variables[] = {
        { "a", "strng" },         { "b", "list" }, { "c", "list(int" }, { "d", "map(int)" }, { "e", "map(double, int)" },
        { "f", "int int" },       { "", "int" },   { "in", "int" },     { "g h", "int" },    { "i..j", "int" },
        { ".k", "int" },          { "1", "int" },  { "l", "int" },      { "l", "int" },      { "m", "" },
        { "n", "wrapper(date)" },
    };
    static const duly_expr_function functions[] = {
        { sizeof(duly_expr_function), "f", "int, int, int, int, int, int", "int", false, echo, NULL },
        { sizeof(duly_expr_function), "g", "int,", "int", false, echo, NULL },
        { sizeof(duly_expr_function), "h", "int", "", false, echo, NULL },
        { sizeof(duly_expr_function), "i", "", "int", true, echo, NULL },
        { sizeof(duly_expr_function), "size", "string", "int", false, echo, NULL },
        { sizeof(duly_expr_function), "+", "int, int", "int", false, echo, NULL },
        { sizeof(duly_expr_function), "j", "int", "int", false, echo, NULL },
        { sizeof(duly_expr_function), "j", "int", "bool", false, echo, NULL },
    };
    duly_expr_scope scope = SCOPE(variables, functions);
    check_refused("1", &scope,
                  "0:0 variable 'a': there is no type 'strng' [did you mean 'string'?]\n"
                  "0:0 variable 'b': 'list' needs the type of its values in parentheses\n"
                  "0:0 variable 'c': a ')' is missing\n"
                  "0:0 variable 'd': a map has two types: map(string, int)\n"
                  "0:0 variable 'e': keys of maps are bool, int, uint, string or dyn\n"
                  "0:0 variable 'f': 'int' stands after the type\n"
                  "0:0 variable '' is not named as the language can write it\n"
                  "0:0 variable 'in' is not named as the language can write it\n"
                  "0:0 variable 'g h' is not named as the language can write it\n"
                  "0:0 variable 'i..j' is not named as the language can write it\n"
                  "0:0 variable '.k' is not named as the language can write it\n"
                  "0:0 variable '1' is not named as the language can write it\n"
                  "0:0 there are two variables 'l'\n"
                  "0:0 variable 'm': a type is missing\n"
                  "0:0 variable 'n': wrapper(T) is for bool, int, uint, double, string and bytes\n"
                  "0:0 function 'f': a function has at most five parameters\n"
                  "0:0 function 'g': a type is missing\n"
                  "0:0 function 'h': a type is missing\n"
                  "0:0 function 'i': a member needs a target: its first parameter\n"
                  "0:0 there is a function 'size' that takes the same types\n"
                  "0:0 function '+' is not named as the language can write it\n"
                  "0:0 there is a function 'j' that takes the same types\n");
    duly_expr_scope other = { .size = sizeof other,
                              .result = "list(list(list(list(list(list(list(list(list(list(list(list("
                                        "list(list(list(list(list(int)))))))))))))))))" };
    check_refused("1", &other, "0:0 the type is nested too deeply\n");
}

static void check_failure(const char *expression, const char *expected, const char *excerpt)
{
    Told told = { 0 };
    duly_sink sink = { .size = sizeof sink, .context = &told, .problem = note_problem };
    duly_expr_scope scope = SCOPE(host_variables, host_functions);
    duly_expr *expr = open_expr(expression, &scope);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, NULL);
    duly_expr_set(evaluator, 1, 0, duly_expr_int(7));
    assert_int_equal(duly_expr_evaluate(evaluator, 1), 0);
    duly_expr_problems(evaluator, 0, &sink);
    assert_text(&told.told, expected);
    assert_text(&told.excerpt, excerpt);
    duly_expr_problems(evaluator, 1, &sink);
    duly_expr_problems(evaluator, 0, NULL);
    assert_int_equal(told.told.len, 0);
    told_free(&told);
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
}

static void test_failures_and_their_places(void **state)
{
    (void) state;
    check_failure("1 +\n  10 / (d - 7)", "2:3 10 cannot be divided by 0\n", " 2 |   10 / (d - 7)\n   |   ^^^^^^^^^^^^\n");
    check_failure("d == 7 && n > 1", "1:11 'n' is missing\n", " 1 | d == 7 && n > 1\n   |           ^\n");
    check_failure("[1, 3].map(x, half(x + d + 1) > n ? 1 : 2)", "1:15 the number is odd\n1:33 'n' is missing\n",
                  " 1 | [1, 3].map(x, half(x + d + 1) > n ? 1 : 2)\n   |                                 ^\n");
    check_failure("wrong(d)", "1:1 a value of type int does not fit list(int)\n", " 1 | wrong(d)\n   | ^^^^^^^^\n");
    check_failure("nothing()", "1:1 'nothing' gave no value\n", " 1 | nothing()\n   | ^^^^^^^^^\n");
}

/* ---- limits */

static size_t evaluate_limited(const char *expression, duly_expr_limits limits, Str *why)
{
    static char message[200];
    Told told = { 0 };
    duly_sink sink = { .size = sizeof sink, .context = &told, .problem = note_problem };
    duly_expr_scope scope = SCOPE(host_variables, host_functions);
    limits.size = sizeof limits;
    duly_expr *expr = open_expr(expression, &scope);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, &limits);
    duly_expr_set(evaluator, 0, 0, duly_expr_int(1000));
    size_t there = duly_expr_evaluate(evaluator, 1);
    duly_expr_problems(evaluator, 0, &sink);
    snprintf(message, sizeof message, "%.*s", STR_ARG(text_str(&told.told)));
    *why = str_of(message);
    told_free(&told);
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
    return there;
}

static void test_limits(void **state)
{
    (void) state;
    Str why;
    const char *loop = "lists.range(n).all(x, lists.range(n).all(y, x + y >= 0))";
    assert_int_equal(evaluate_limited(loop, (duly_expr_limits) { .steps = 20000000 }, &why), 1);
    assert_int_equal(evaluate_limited(loop, (duly_expr_limits) { .steps = UINT64_MAX }, &why), 1);
    assert_int_equal(evaluate_limited(loop, (duly_expr_limits) { .steps = 10000 }, &why), 0);
    assert_str(why, "1:1 this takes more work or memory than an evaluation may\n");
    const char *big = "lists.range(n).map(x, 'some text').join('-').size()";
    assert_int_equal(evaluate_limited(big, (duly_expr_limits) { .bytes = 1 << 20 }, &why), 1);
    assert_int_equal(evaluate_limited(big, (duly_expr_limits) { .bytes = 10000 }, &why), 0);
    const char *host = "'x'.repeat(n).size()";
    assert_int_equal(evaluate_limited(host, (duly_expr_limits) { .bytes = 1 << 20 }, &why), 1);
    assert_int_equal(evaluate_limited(host, (duly_expr_limits) { .bytes = 10000 }, &why), 0);
    assert_str(why, "1:1 the result needs more memory than one evaluation may take\n");
}

/* Lists that are set take from the same number; clearing gives it back. */
static void test_limit_of_values(void **state)
{
    (void) state;
    static const duly_expr_variable variables[] = { { "x", "list(int)" } };
    duly_expr_scope scope = { .size = sizeof scope, .variables = variables, .variable_count = 1 };
    duly_expr_limits limits = { .size = sizeof limits, .bytes = 10000 };
    duly_expr_value items[100];
    for (size_t i = 0; i < COUNT(items); i++)
        items[i] = duly_expr_int((int64_t) i);
    duly_expr *expr = open_expr("x.size()", &scope);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, &limits);
    for (int run = 0; run < 50; run++) {
        assert_true(duly_expr_set(evaluator, 0, 0, duly_expr_list(items, 100)));
        assert_int_equal(duly_expr_evaluate(evaluator, 1), 1);
        duly_expr_clear(evaluator);
    }
    int taken = 0;
    while (taken < 50 && duly_expr_set(evaluator, 0, 0, duly_expr_list(items, 100)))
        taken++;
    assert_in_range(taken, 4, 6);
    assert_int_equal(duly_expr_evaluate(evaluator, 1), 0);
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
}

/* ---- threads */

typedef struct {
    const duly_expr *expr;
    int64_t first, wrong;
} Work;

static duly_expr_value twice(void *context, duly_expr_call *call, const duly_expr_value *args)
{
    (void) context, (void) call;
    return duly_expr_int(2 * args[0].i);
}

static void *work(void *context)
{
    Work *part = context;
    duly_expr_limits limits = { .size = sizeof limits, .rows = 64 };
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(part->expr, &limits);
    char id[32];
    for (int64_t start = part->first; start < part->first + 640; start += 64) {
        snprintf(id, sizeof id, "A%03d", (int) start);
        for (int64_t i = 0; i < 64; i++) {
            duly_expr_set(evaluator, 0, (size_t) i, duly_expr_string(id, 4));
            duly_expr_set(evaluator, 1, (size_t) i, duly_expr_int(start + i));
        }
        duly_expr_evaluate(evaluator, 64);
        for (int64_t i = 0; i < 64; i++) {
            duly_expr_value value = duly_expr_get(evaluator, (size_t) i), item;
            bool right = value.kind == DULY_EXPR_LIST && duly_expr_item(&value, 1, NULL, &item);
            part->wrong += !right || item.i != 2 * (start + i) + 1;
        }
    }
    duly_expr_evaluator_close(evaluator);
    return NULL;
}

static void test_threads(void **state)
{
    (void) state;
    static const duly_expr_variable variables[] = { { "id", "string" }, { "n", "int" } };
    static const duly_expr_function functions[] = { { sizeof(duly_expr_function), "twice", "int", "int", false, twice, NULL } };
    duly_expr_scope scope = SCOPE(variables, functions);
    duly_expr *expr = open_expr("id.matches('^A[0-9]+$|x(y|z)+') ? [0, 1].map(k, twice(n) + k) : []", &scope);
    Work parts[2] = { { expr, 0, 0 }, { expr, 640, 0 } };
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &parts[i]), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(parts[0].wrong + parts[1].wrong, 0);
    duly_expr_close(expr);
}

/* Structs of an older, smaller header are taken as they are. */
static void test_older_structs(void **state)
{
    (void) state;
    static const duly_expr_variable variables[] = { { "n", "int" } };
    duly_expr_scope scope = {
        .size = offsetof(duly_expr_scope, functions), .variables = variables, .variable_count = 1, .function_count = 1000, .result = "bool"
    };
    duly_expr_limits limits = { .size = offsetof(duly_expr_limits, steps), .rows = 2, .steps = 1, .bytes = 1 };
    duly_expr *expr = open_expr("[n].map(x, x + 1)", &scope);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, &limits);
    duly_expr_set(evaluator, 0, 1, duly_expr_int(1));
    assert_int_equal(duly_expr_evaluate(evaluator, 2), 1);
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
}

static void test_container(void **state)
{
    (void) state;
    static const duly_expr_variable variables[] = { { "a.b.n", "int" } };
    duly_expr_scope scope = { .size = sizeof scope, .variables = variables, .variable_count = 1, .container = "a.b" };
    duly_expr *expr = open_expr("n", &scope);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, NULL);
    duly_expr_set(evaluator, 0, 0, duly_expr_int(5));
    assert_int_equal(duly_expr_evaluate(evaluator, 1), 1);
    assert_int_equal(duly_expr_get(evaluator, 0).i, 5);
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scalars),
        cmocka_unit_test(test_values_that_do_not_fit),
        cmocka_unit_test(test_lists_and_maps_in),
        cmocka_unit_test(test_depth_of_values),
        cmocka_unit_test(test_items_out),
        cmocka_unit_test(test_results_as_values),
        cmocka_unit_test(test_print),
        cmocka_unit_test(test_many_rows),
        cmocka_unit_test(test_values_stay),
        cmocka_unit_test(test_host_functions),
        cmocka_unit_test(test_when_host_functions_run),
        cmocka_unit_test(test_problems_of_expressions),
        cmocka_unit_test(test_problems_of_scopes),
        cmocka_unit_test(test_failures_and_their_places),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_limit_of_values),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_older_structs),
        cmocka_unit_test(test_container),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
