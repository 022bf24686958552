/* How to embed the expression language: print the lines of "name,age" on standard input for which an expression holds.
   filter "age >= 18 && !name.isBlocked()" */
#include <duly_expr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME, AGE };
static const duly_expr_variable variables[] = { [NAME] = { "name", "string" }, [AGE] = { "age", "int" } };

static duly_expr_value is_blocked(void *context, duly_expr_call *call, const duly_expr_value *args)
{
    const char *blocked = context;
    (void) call;
    return duly_expr_bool(args[0].text.len == strlen(blocked) && memcmp(args[0].text.at, blocked, args[0].text.len) == 0);
}

static void tell(void *context, const duly_problem *problem)
{
    (void) context;
    fprintf(stderr, "filter: %.*s\n%.*s", DULY_ARG(problem->message), DULY_ARG(problem->excerpt));
}

int main(int argc, char **argv)
{
    duly_expr_function functions[] = { { sizeof(duly_expr_function), "isBlocked", "string", "bool", true, is_blocked, "Mallory" } };
    duly_expr_scope scope = {
        .size = sizeof scope, .variables = variables, .variable_count = 2, .functions = functions, .function_count = 1, .result = "bool"
    };
    duly_sink sink = { .size = sizeof sink, .problem = tell };
    duly_text text = { argc == 2 ? argv[1] : "", argc == 2 ? strlen(argv[1]) : 0 };
    duly_expr *expr = duly_expr_open(text, &scope, &sink);
    if (!expr)
        return 2;
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, NULL);
    char line[1000];
    while (fgets(line, sizeof line, stdin)) {
        size_t comma = strcspn(line, ",");
        duly_expr_set(evaluator, NAME, 0, duly_expr_string(line, comma));
        duly_expr_set(evaluator, AGE, 0, line[comma] ? duly_expr_int(atoi(line + comma + 1)) : (duly_expr_value) { 0 });
        if (duly_expr_evaluate(evaluator, 1) == 0)
            duly_expr_problems(evaluator, 0, &sink);
        else if (duly_expr_get(evaluator, 0).boolean)
            fputs(line, stdout);
    }
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
    return 0;
}
