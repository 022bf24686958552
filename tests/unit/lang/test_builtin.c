/* The tables of functions as tables, finding things in them, and what a running function may ask for. */
#include "unit.h"

#include "base/io.h"
#include "lang/builtin.h"

static bool is_sorted(const OverloadTable *table)
{
    for (size_t i = 1; i < table->count; i++)
        if (strcmp(table->rows[i - 1].name, table->rows[i].name) > 0) {
            print_error("'%s' stands before '%s'\n", table->rows[i - 1].name, table->rows[i].name);
            return false;
        }
    return true;
}

static void test_tables_are_sorted(void **state)
{
    (void) state;
    const OverloadTable *const tables[] = {
        &fn_logic, &fn_arithmetic, &fn_compare,  &fn_convert, &fn_text, &fn_format,   &fn_regex,  &fn_math,
        &fn_time,  &fn_clock,      &fn_calendar, &fn_list,    &fn_set,  &fn_optional, &fn_encode, &fn_network,
    };
    size_t rows = 0;
    for (size_t i = 0; i < COUNT(tables); i++) {
        assert_true(is_sorted(tables[i]));
        rows += tables[i]->count;
    }
    assert_non_null(builtin_at(rows - 1));
    assert_null(builtin_at(rows));
    assert_null(builtin_at(SIZE_MAX));
}

static bool is_alike(const Overload *a, const Overload *b)
{
    if (strcmp(a->name, b->name) != 0 || a->method != b->method || a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!type_equal(a->params[i], b->params[i]))
            return false;
    return true;
}

static void test_rows_are_whole(void **state)
{
    (void) state;
    const Overload *row, *other;
    for (size_t i = 0; (row = builtin_at(i)) != NULL; i++) {
        assert_true(row->name[0] != 0 && row->count <= OVERLOAD_MAX_ARGS && row->result);
        assert_true(row->count > 0 || !row->method);
        assert_true(row->example && row->example[0] && row->doc && row->doc[0]);
        assert_true(!row->prepare || row->prepared_param < row->count);
        for (uint32_t k = 0; k < OVERLOAD_MAX_ARGS; k++)
            assert_int_equal(row->params[k] != NULL, k < row->count);
        for (size_t k = 0; k < i && (other = builtin_at(k)) != NULL; k++)
            assert_false(is_alike(row, other));
    }
}

typedef struct {
    const Overload *wanted;
    size_t count;
    bool found, all_named;
} Search;

static void note(void *context, const Overload *overload)
{
    Search *search = context;
    search->count++;
    search->found |= overload == search->wanted;
    search->all_named &= strcmp(overload->name, search->wanted->name) == 0;
}

static void test_every_row_is_found(void **state)
{
    (void) state;
    const Overload *row;
    for (size_t i = 0; (row = builtin_at(i)) != NULL; i++) {
        Search search = { .wanted = row, .all_named = true };
        builtin_find(str_of(row->name), note, &search);
        assert_true(search.found && search.all_named);
    }
    static const char *const strangers[] = { "", "zzz", "siz", "sizes", "math", "math.", "\xff", "+ " };
    for (size_t i = 0; i < COUNT(strangers); i++) {
        Search search = { .wanted = builtin_at(0) };
        builtin_find(str_of(strangers[i]), note, &search);
        assert_int_equal(search.count, 0);
    }
}

static void test_takes(void **state)
{
    (void) state;
    Type wrapper = { .kind = KIND_WRAPPER, .param = { &TYPE_INT } };
    assert_true(overload_takes(&TYPE_INT, value_int(1)));
    assert_false(overload_takes(&TYPE_INT, value_uint(1)));
    assert_false(overload_takes(&TYPE_INT, value_null()));
    assert_true(overload_takes(&TYPE_DYN, value_null()));
    assert_true(overload_takes(&TYPE_A, value_str(STR("a"))));
    assert_true(overload_takes(&wrapper, value_null()));
    assert_true(overload_takes(&wrapper, value_int(1)));
    assert_false(overload_takes(&wrapper, value_bool(true)));
    assert_true(overload_takes(&TYPE_LIST_INT, value_list(&(List) { 0, NULL })));
    assert_false(overload_takes(&TYPE_LIST_INT, value_str(STR("a"))));
    assert_false(overload_takes(&TYPE_DYN, value_error()));
    assert_false(overload_takes(&TYPE_INT, value_missing()));
}

/* ---- what a running function may ask for */

static void test_failing(void **state)
{
    (void) state;
    Text problem = { 0 };
    Call quiet = { 0 }, call = { .problem = &problem };
    assert_true(value_is_error(call_fail(&quiet, "%d is too much", 7)));
    Value failed = call_fail(&call, "%d is too much", 7);
    assert_true(value_is_error(failed));
    assert_int_equal(failed.status, STATUS_ERROR);
    assert_str(text_str(&problem), "7 is too much");
    call_fail(&call, "another");
    assert_str(text_str(&problem), "another");
    text_free(&problem);
}

static void test_memory(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text problem = { 0 };
    Call call = { .arena = &arena, .bytes_most = 1000, .problem = &problem };
    char *at = call_alloc(&call, 600);
    assert_non_null(at);
    memset(at, 'x', 600);
    size_t left = call.bytes_most - arena.used_bytes;
    assert_in_range(left, 300, 400);
    assert_null(call_alloc(&call, left + 1));
    assert_true(call.exhausted);
    assert_true(problem.len > 0);
    assert_non_null(call_alloc(&call, left));
    assert_null(call_alloc(&call, SIZE_MAX));
    assert_non_null(call_alloc(&call, 0));
    text_free(&problem);
    arena_free(&arena);
}

static void test_steps(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Call call = { .arena = &arena, .steps_left = 10, .bytes_most = 100 };
    assert_true(call_step(&call, 10));
    assert_false(call.exhausted);
    assert_true(call_step(&call, 0));
    assert_false(call_step(&call, 1));
    assert_true(call.exhausted);
    call = (Call) { .arena = &arena, .steps_left = 10, .bytes_most = 100 };
    assert_false(call_step(&call, UINT64_MAX));
    assert_false(call_step(&call, 1)); /* what did not suffice is gone */
}

static void test_results(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Call call = { .arena = &arena, .bytes_most = 1000 };
    char text[] = "abc";
    Value copy = call_str(&call, STR("abc"));
    assert_str(value_as_str(copy), "abc");
    text[0] = 'x';
    assert_str(value_as_str(call_str(&call, (Str) { text, 3 })), "xbc");
    assert_int_equal(value_as_str(call_str(&call, (Str) { NULL, 0 })).len, 0);
    assert_true(value_is_error(call_str(&call, (Str) { text, (size_t) UINT32_MAX + 1 })));
    const Value items[] = { value_int(1), value_str(STR("b")) };
    Value list = call_list(&call, items, 2);
    assert_int_equal(list.kind, KIND_LIST);
    assert_int_equal(list.list->count, 2);
    assert_ptr_not_equal(list.list->at, items);
    assert_true(value_equal(list.list->at[1], items[1]));
    assert_ptr_equal(call_list_of(&call, items, 2).list->at, items);
    assert_int_equal(call_list(&call, NULL, 0).list->count, 0);
    assert_true(value_is_error(call_list(&call, items, SIZE_MAX)));
    call.bytes_most = arena.used_bytes + 8;
    assert_true(value_is_error(call_list(&call, items, 2)));
    assert_true(value_is_error(call_str(&call, STR("more than eight"))));
    arena_free(&arena);
}

/* `.name(…)` or `name(…)`: whoever writes rules finds every function there. */
static void test_listed_for_authors(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Str listed, problem;
    assert_true(file_read(&arena, "rules/README.md", 1 << 20, &listed, &problem));
    for (size_t i = 0; builtin_at(i); i++) {
        const char *name = builtin_at(i)->name;
        bool is_word = (name[0] | 0x20) >= 'a' && (name[0] | 0x20) <= 'z' && strcmp(name, "in") != 0;
        Str dotted = arena_format(&arena, "`.%s(…)`", name), plain = arena_format(&arena, "`%s(…)`", name);
        if (is_word && str_find(listed, dotted, 0) == SIZE_MAX && str_find(listed, plain, 0) == SIZE_MAX)
            fail_msg("rules/README.md does not list %s", name);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_listed_for_authors),
        cmocka_unit_test(test_tables_are_sorted),
        cmocka_unit_test(test_rows_are_whole),
        cmocka_unit_test(test_every_row_is_found),
        cmocka_unit_test(test_takes),
        cmocka_unit_test(test_failing),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_results),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
