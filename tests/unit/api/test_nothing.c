/* What a host forgets to give: no pointer, no list that is shorter than it is said to be, takes its process with it. Each function is called
   without each of the things that it is to be given. */
#include "unit.h"

#include "api/duly.h"
#include "api/duly_expr.h"

static const char *const batches[] = { "tests/torture/batch" };
static const char *const nothing[] = { NULL };
static const duly_text one = { "1", 1 }, absent = { NULL, 3 };
static duly_pack *pack;

static int open_pack(void **state)
{
    (void) state;
    pack = duly_pack_open("tests/torture/pack", NULL, NULL);
    return pack ? 0 : -1;
}

static int close_pack(void **state)
{
    (void) state;
    duly_pack_close(pack);
    return 0;
}

static duly_check_options sound(void)
{
    return (duly_check_options) { .size = sizeof(duly_check_options), .batch = batches, .batch_count = 1, .as_of = { 2024, 3, 1 } };
}

static void count_problem(void *context, const duly_problem *problem)
{
    assert_true(problem->message.len > 0);
    ++*(unsigned *) context;
}

static void take_mapping(void *context, const duly_mapping *mapping)
{
    (void) context;
    assert_non_null(mapping->file);
}

static void take_explanation(void *context, const duly_record_explanation *explanation)
{
    (void) context;
    assert_non_null(explanation->record);
}

static void take_draft(void *context, const duly_draft *draft)
{
    (void) context;
    (void) draft;
    fail();
}

/* ---- packs */

static void test_packs(void **state)
{
    (void) state;
    duly_pack_info info = { .size = sizeof info };
    duly_rule rule = { .size = sizeof rule };
    duly_step step = { .size = sizeof step };
    duly_text text;
    assert_null(duly_pack_open(NULL, NULL, NULL));
    assert_null(duly_pack_open_to_judge(NULL, "", &(duly_sink) { .size = sizeof(duly_sink) }));
    duly_pack_close(NULL);
    assert_int_equal(duly_pack_describe(NULL, &info), DULY_MISUSED);
    assert_int_equal(duly_pack_describe(pack, NULL), DULY_MISUSED);
    assert_false(duly_pack_rule(NULL, 0, &rule) || duly_pack_rule(pack, 0, NULL) || duly_pack_rule(pack, SIZE_MAX, &rule));
    assert_false(duly_pack_file(NULL, 0, &text) || duly_pack_file(pack, 0, NULL) || duly_pack_file(pack, SIZE_MAX, &text));
    assert_false(duly_pack_step(NULL, 0, &step) || duly_pack_step(pack, 0, NULL) || duly_pack_step(pack, SIZE_MAX, &step));
    assert_int_equal(duly_pack_read(NULL, &(duly_reader) { .size = sizeof(duly_reader) }), DULY_MISUSED);
    assert_int_equal(duly_pack_read(pack, NULL), DULY_MISUSED);
    assert_int_equal(duly_pack_read(pack, &(duly_reader) { .size = sizeof(duly_reader) }), DULY_CLEAN);
    assert_int_equal(duly_lint(NULL, true, NULL), DULY_MISUSED);
    assert_int_equal(duly_lint(pack, true, NULL), DULY_CLEAN);
    assert_false(duly_explain((duly_text) { "E101", 4 }, NULL) ||
                 duly_explain(absent, &(duly_explanation) { .size = sizeof(duly_explanation) }));
    assert_false(duly_explain_at(0, NULL) || duly_explain_at(SIZE_MAX, &(duly_explanation) { .size = sizeof(duly_explanation) }));
}

/* ---- runs */

/* With no sink, with one that takes nothing, and by every function that takes options. */
static void expect_refused(const duly_check_options *options)
{
    unsigned told = 0;
    duly_sink sink = { .size = sizeof sink, .context = &told, .problem = count_problem };
    assert_int_equal(duly_check(pack, options, NULL), DULY_MISUSED);
    assert_int_equal(duly_check(pack, options, &(duly_sink) { .size = sizeof(duly_sink) }), DULY_MISUSED);
    assert_int_equal(duly_check(pack, options, &sink), DULY_MISUSED);
    assert_int_equal(duly_map(pack, options, take_mapping, NULL, &sink), DULY_MISUSED);
    assert_int_equal(duly_explain_record(pack, options, "L1", take_explanation, &sink), DULY_MISUSED);
    assert_int_equal(told, 3);
}

static void test_options(void **state)
{
    (void) state;
    expect_refused(NULL);
    duly_check_options options = sound();
    options.size = 0;
    expect_refused(&options);
    options = sound();
    options.batch = NULL;
    expect_refused(&options);
    options.batch = nothing;
    expect_refused(&options);
#define EXPECT_WHOLE(list, count) \
    do {                          \
        options = sound();        \
        options.count = 1;        \
        expect_refused(&options); \
        options.list = nothing;   \
        expect_refused(&options); \
    } while (0)
    EXPECT_WHOLE(table_files, table_file_count);
    EXPECT_WHOLE(only, only_count);
    EXPECT_WHOLE(skip, skip_count);
    EXPECT_WHOLE(elsewhere, elsewhere_count);
    EXPECT_WHOLE(set, set_count);
}

static void test_runs(void **state)
{
    (void) state;
    duly_check_options options = sound();
    duly_file file = { .path = { NULL, 7 } };
    assert_int_equal(duly_check(NULL, &options, NULL), DULY_MISUSED);
    assert_int_equal(duly_check(pack, &options, NULL), DULY_FOUND);
    assert_int_equal(duly_map(NULL, &options, take_mapping, NULL, NULL), DULY_MISUSED);
    assert_int_equal(duly_map(pack, &options, NULL, NULL, NULL), DULY_CLEAN);
    assert_int_equal(duly_explain_record(NULL, &options, "L1", take_explanation, NULL), DULY_MISUSED);
    assert_int_equal(duly_explain_record(pack, &options, NULL, take_explanation, NULL), DULY_MISUSED);
    assert_int_equal(duly_explain_record(pack, &options, "nobody", NULL, NULL), DULY_FOUND);
    assert_int_equal(duly_read(NULL, &file, NULL, NULL, NULL), DULY_MISUSED);
    assert_int_equal(duly_read(pack, NULL, NULL, NULL, NULL), DULY_MISUSED);
    assert_int_equal(duly_read(pack, &file, NULL, NULL, NULL), DULY_MISUSED);
    assert_int_equal(duly_read(pack, &(duly_file) { .size = sizeof file, .path = { "x", 1 } }, NULL, NULL, NULL), DULY_MISUSED);
    assert_int_equal(duly_draft_pack(NULL, NULL, take_draft, NULL, NULL), DULY_MISUSED);
    assert_int_equal(duly_draft_pack("no-such-file.csv", NULL, NULL, NULL, NULL), DULY_MISUSED);
    assert_int_equal(duly_draft_pack("no-such-file.csv", NULL, take_draft, NULL, NULL), DULY_INCOMPLETE);
}

/* Callbacks behind the end that a host's structure says it has: there is nothing there that could be called. */
static void refuse_origin(void *context, const duly_rule_origin *origin)
{
    (void) context;
    (void) origin;
    fail();
}

static void refuse_clause(void *context, const duly_clause_seen *clause)
{
    (void) context;
    (void) clause;
    fail();
}

static void expect_english(void *context, const duly_problem *problem)
{
    ++*(unsigned *) context;
    assert_true((unsigned char) *problem->message.at < 0x80);
}

static void test_sizes(void **state)
{
    (void) state;
    unsigned told = 0;
    duly_value value = { .size = sizeof value };
    duly_pack *proven = duly_pack_open("fixtures/reports/pack", NULL, NULL);
    assert_int_equal(duly_pack_read(pack, &(duly_reader) { .size = offsetof(duly_reader, origin), .origin = refuse_origin }), DULY_CLEAN);
    duly_test(proven, &(duly_test_options) { .size = sizeof(duly_test_options) },
              &(duly_test_sink) { .size = offsetof(duly_test_sink, clause), .clause = refuse_clause });
    const duly_sink sink = { .size = offsetof(duly_sink, language), .context = &told, .problem = expect_english, .language = "zh" };
    duly_eval(str_of("1 +"), absent, &value, &sink);
    duly_eval(str_of("1"), str_of("[]"), &value, &sink);
    assert_true(told >= 2);
    duly_value_free(&value);
    duly_pack_close(proven);
}

static void test_proofs(void **state)
{
    (void) state;
    duly_test_options options = { .size = sizeof options };
    assert_int_equal(duly_test(NULL, &options, NULL), DULY_MISUSED);
    assert_int_equal(duly_test(pack, NULL, NULL), DULY_MISUSED);
    assert_int_equal(duly_test(pack, &options, NULL), DULY_INCOMPLETE); /* it has no example */
    options.only_count = 1;
    assert_int_equal(duly_test(pack, &options, NULL), DULY_MISUSED);
    options.only = nothing;
    assert_int_equal(duly_test(pack, &options, &(duly_test_sink) { .size = sizeof(duly_test_sink) }), DULY_MISUSED);
    assert_int_equal(duly_schema(DULY_SCHEMA_PACK, NULL), DULY_MISUSED);
    assert_int_equal(duly_schema_in(DULY_SCHEMA_PACK, NULL, NULL), DULY_MISUSED);
}

/* ---- expressions */

static void test_values(void **state)
{
    (void) state;
    char text[8];
    duly_expr_value value = { 0 }, list = duly_expr_list(NULL, 3), string = duly_expr_string(NULL, 5);
    duly_value result = { .size = sizeof result };
    assert_int_equal(duly_eval(absent, (duly_text) { 0 }, &result, NULL), DULY_MISUSED);
    assert_int_equal(duly_eval(one, absent, &result, NULL), DULY_CLEAN); /* there are no variables */
    assert_int_equal(duly_eval(one, (duly_text) { 0 }, NULL, NULL), DULY_MISUSED);
    assert_int_equal(duly_eval_parts(absent, absent, NULL, NULL), DULY_MISUSED);
    duly_value_free(&result);
    duly_value_free(NULL);
    assert_false(duly_expr_item(NULL, 0, NULL, &value) || duly_expr_item(&list, 0, NULL, &value) || duly_expr_item(&list, 0, NULL, NULL));
    assert_int_equal(duly_expr_print(NULL, text, sizeof text) + duly_expr_print(&value, NULL, 8) + duly_expr_print(&value, text, 0), 0);
    assert_true(duly_expr_print(&list, text, sizeof text) < sizeof text && duly_expr_print(&string, text, sizeof text) < sizeof text);
    assert_null(duly_expr_alloc(NULL, 8));
}

static void expect_no_expression(const duly_expr_scope *scope)
{
    unsigned told = 0;
    assert_null(duly_expr_open(one, scope, NULL));
    assert_null(duly_expr_open(one, scope, &(duly_sink) { .size = sizeof(duly_sink), .context = &told, .problem = count_problem }));
    assert_true(told > 0);
}

static void test_scopes(void **state)
{
    (void) state;
    duly_expr_variable variable = { 0 };
    duly_expr_function function = { 0 };
    duly_expr_scope scope = { .size = sizeof scope, .variable_count = 1 };
    assert_null(duly_expr_open(absent, NULL, NULL));
    expect_no_expression(&scope);
    scope.variables = &variable;
    expect_no_expression(&scope);
    variable.name = "x";
    expect_no_expression(&scope);
    scope.variable_count = 0;
    scope.function_count = 1;
    expect_no_expression(&scope);
    scope.functions = &function;
    expect_no_expression(&scope);
    function.name = "f";
    expect_no_expression(&scope);
    function.params = "";
    expect_no_expression(&scope);
    function.result = "int";
    expect_no_expression(&scope); /* still it has no body */
}

static void test_evaluators(void **state)
{
    (void) state;
    duly_expr *expr = duly_expr_open(one, NULL, NULL);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, NULL);
    assert_non_null(evaluator);
    assert_null(duly_expr_evaluator_open(expr, &(duly_expr_limits) { 0 }));
    assert_null(duly_expr_evaluator_open(NULL, NULL));
    assert_int_equal(duly_expr_evaluator_status(NULL), DULY_MISUSED);
    assert_false(duly_expr_set(NULL, 0, 0, duly_expr_int(1)) || duly_expr_set(evaluator, 0, 0, duly_expr_list(NULL, 3)));
    assert_int_equal(duly_expr_evaluate(NULL, 1), 0);
    assert_int_equal(duly_expr_get(NULL, 0).kind, DULY_EXPR_MISSING);
    assert_int_equal(duly_expr_get(evaluator, SIZE_MAX).kind, DULY_EXPR_MISSING);
    assert_int_equal(duly_expr_problems(NULL, 0, NULL), DULY_MISUSED);
    assert_int_equal(duly_expr_type(NULL).len, 0);
    duly_expr_clear(NULL);
    duly_expr_evaluator_close(NULL);
    duly_expr_close(NULL);
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_packs),  cmocka_unit_test(test_options), cmocka_unit_test(test_runs),       cmocka_unit_test(test_proofs),
        cmocka_unit_test(test_values), cmocka_unit_test(test_scopes),  cmocka_unit_test(test_evaluators), cmocka_unit_test(test_sizes),
    };
    return cmocka_run_group_tests(tests, open_pack, close_pack);
}
