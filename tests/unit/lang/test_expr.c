/* Facts about expressions, one a line in tests/expr/functions.txt, values.txt and decisions.txt: EXPRESSION => VALUE (as an
   author writes it), EXPRESSION !! FAULT (part of the message of a failed evaluation), EXPRESSION ?? PROBLEM (of the checker).
   Each holds for a single row and for a column of rows; and the examples of all functions are true. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/io.h"
#include "lang/builtin.h"
#include "support/expression.h"

typedef struct {
    Str expression, expected;
    ResultKind kind;
} Fact;

static bool split(Str line, const char *mark, ResultKind kind, Fact *fact)
{
    size_t at = SIZE_MAX;
    for (size_t next = str_find(line, str_of(mark), 0); next != SIZE_MAX; next = str_find(line, str_of(mark), next + 1))
        at = next;
    if (at == SIZE_MAX)
        return false;
    *fact = (Fact) { str_trim(str_slice(line, 0, at)), str_trim(str_slice(line, at + strlen(mark), line.len)), kind };
    return true;
}

static bool agrees(const Fact *fact, const Result *result)
{
    if (fact->kind != result->kind)
        return false;
    if (fact->kind == RESULT_VALUE)
        return str_equal(fact->expected, result->text);
    return str_find(result->text, fact->expected, 0) != SIZE_MAX;
}

static int check_fact(const char *file, unsigned line, const Fact *fact)
{
    static const size_t row_counts[] = { 1, 70 };
    int wrong = 0;
    for (size_t i = 0; i < 2 && !wrong; i++) {
        Arena arena = { 0 };
        ResultOptions options = { .rows = row_counts[i] };
        Result result = expression_result(&arena, fact->expression, NULL, NULL, &options);
        if (!agrees(fact, &result)) {
            static const char *const kinds[] = { "=>", "!!", "??" };
            fprintf(stderr, "%s:%u: %.*s\n    expected %s %.*s\n    got      %s %.*s\n", file, line, STR_ARG(fact->expression),
                    kinds[fact->kind], STR_ARG(fact->expected), kinds[result.kind], STR_ARG(result.text));
            wrong = 1;
        }
        arena_free(&arena);
    }
    return wrong;
}

static void check_file(const char *path)
{
    Arena arena = { 0 };
    Str text, problem;
    unsigned number = 0, facts = 0;
    int wrong = 0;
    if (!file_read(&arena, path, (size_t) 1 << 22, &text, &problem))
        fail_msg("%.*s", STR_ARG(problem));
    for (size_t start = 0; start < text.len;) {
        size_t end = str_find(text, STR("\n"), start);
        Str line = str_trim(str_slice(text, start, end == SIZE_MAX ? text.len : end));
        start = end == SIZE_MAX ? text.len : end + 1;
        Fact fact;
        number++;
        if (line.len == 0 || line.at[0] == '#')
            continue;
        if (!split(line, " => ", RESULT_VALUE, &fact) && !split(line, " !! ", RESULT_FAULT, &fact) &&
            !split(line, " ?? ", RESULT_PROBLEM, &fact))
            fail_msg("%s:%u: no fact: %.*s", path, number, STR_ARG(line));
        facts++;
        wrong += check_fact(path, number, &fact);
    }
    arena_free(&arena);
    assert_int_equal(wrong, 0);
    assert_true(facts > 0);
}

static void test_functions(void **state)
{
    (void) state;
    check_file("tests/expr/functions.txt");
}

static void test_values(void **state)
{
    (void) state;
    check_file("tests/expr/values.txt");
}

static void test_decisions(void **state)
{
    (void) state;
    check_file("tests/expr/decisions.txt");
}

static void test_examples_are_true(void **state)
{
    (void) state;
    int wrong = 0;
    for (size_t i = 0; builtin_at(i); i++) {
        const Overload *overload = builtin_at(i);
        Fact fact = { str_of(overload->example), STR("true"), RESULT_VALUE };
        if (overload->example)
            wrong += check_fact(overload->name, 0, &fact);
        assert_true(strlen(overload->name) <= BUILTIN_NAME_MAX);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_functions),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_decisions),
        cmocka_unit_test(test_examples_are_true),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
