/* A host that has set a locale where one and a half is written 1,5: the library reads and writes numbers as ever, and the host finds its
   locale as it left it, behind every call and in every function of its own that the library calls. */
#define _DEFAULT_SOURCE /* for mkdtemp */
#include "unit.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "api/duly_expr.h"

static const char name[] = "xx_XX", numbers[] = "LC_NUMERIC\ndecimal_point \",\"\nthousands_sep \"\"\ngrouping -1\nEND LC_NUMERIC\n";

static bool has_comma(void)
{
    return strcmp(nl_langinfo(RADIXCHAR), ",") == 0;
}

/* A locale of our own, since a machine may have none but C. False where it cannot be made here. */
static bool set_comma(const char *folder)
{
    char command[400], path[200];
    snprintf(path, sizeof path, "%s/numbers", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(numbers, file);
    fclose(file);
    snprintf(command, sizeof command, "localedef -c -i %s %s/%s >/dev/null 2>&1", path, folder, name);
    int status = system(command); /* 1: it warns of what the locale leaves out */
    setenv("LOCPATH", folder, 1);
    return status != -1 && setlocale(LC_NUMERIC, name) && has_comma();
}

static duly_expr_value tell_comma(void *context, duly_expr_call *call, const duly_expr_value *args)
{
    (void) call;
    *(bool *) context = has_comma();
    return args[0];
}

static void test_comma(void **state)
{
    (void) state;
    char folder[] = "/tmp/duly-locale.XXXXXX", command[100];
    assert_non_null(mkdtemp(folder));
    bool is_set = set_comma(folder), was_outside = false;
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    if (!is_set)
        skip();
    duly_expr_function functions[] = { { sizeof(duly_expr_function), "same", "double", "double", false, tell_comma, &was_outside } };
    duly_expr_scope scope = { .size = sizeof scope, .functions = functions, .function_count = 1 };
    static const char text[] = "[double('1.5'), same(0.25)].map(x, '%.2f %s'.format([x, x + 1.5]))";
    duly_expr *expr = duly_expr_open((duly_text) { text, sizeof text - 1 }, &scope, NULL);
    assert_non_null(expr);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, NULL);
    assert_int_equal(duly_expr_evaluate(evaluator, 1), 1);
    duly_expr_value value = duly_expr_get(evaluator, 0);
    char buffer[100];
    size_t len = duly_expr_print(&value, buffer, sizeof buffer);
    assert_str(((Str) { buffer, len }), "['1.50 3', '0.25 1.75']");
    assert_true(was_outside);
    assert_true(has_comma());
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_comma) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
