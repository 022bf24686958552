/* Runs the lines of a conformance file of the expression language (one JSON object a line) and prints each case that fails,
   then "N passed, N failed, N skipped". Arguments: the file, and profiles that are left out. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/io.h"
#include "conformance/values.h"
#include "lang/check.h"
#include "lang/interp.h"
#include "lang/parser.h"

typedef struct {
    Arena arena;
    json_t *line;
    Source source;
    Diags diags;
    Env env;
    Expr *expr;
    Column *columns;
    const Column **inputs;
    size_t input_count;
    Text why;
} Case;

static bool fails(Case *c, const char *what, Str detail)
{
    text_format(&c->why, "%s", what);
    if (detail.len)
        text_format(&c->why, ": %.*s", STR_ARG(detail));
    return false;
}

static bool fails_with_problem(Case *c, const char *what)
{
    return fails(c, what, c->diags.list.count ? c->diags.list.at[0].message : STR(""));
}

static bool flag(const Case *c, const char *name)
{
    return json_is_true(json_object_get(c->line, name));
}

/* ---- declarations */

static void declare_variable(Case *c, Str name, const Type *type)
{
    for (size_t i = 0; i < c->env.symbols.count; i++)
        if (str_equal(c->env.symbols.at[i].name, name))
            return;
    Symbol symbol = { .name = arena_str(&c->arena, name), .kind = SYMBOL_INPUT, .type = type, .slot = (uint32_t) c->input_count++ };
    env_add(&c->arena, &c->env, symbol);
}

static void declare_function(Case *c, const char *name, json_t *declared)
{
    Overload *overload = arena_new(&c->arena, Overload);
    json_t *params = json_object_get(declared, "params");
    overload->name = arena_str(&c->arena, str_of(name)).at;
    overload->method = json_is_true(json_object_get(declared, "member"));
    for (size_t i = 0; i < json_array_size(params) && i < OVERLOAD_MAX_ARGS; i++)
        overload->params[overload->count++] = type_read(&c->arena, str_of(json_string_value(json_array_get(params, i))));
    overload->result = type_read(&c->arena, str_of(json_string_value(json_object_get(declared, "result"))));
    arena_push(&c->arena, &c->env.overloads, overload);
}

static void declare_all(Case *c)
{
    size_t i, k;
    json_t *declared, *overload, *value;
    const char *name;
    c->env.container = str_of(json_string_value(json_object_get(c->line, "container")));
    json_array_foreach(json_object_get(c->line, "type_env"), i, declared)
    {
        const char *called = json_string_value(json_object_get(declared, "name"));
        const char *type = json_string_value(json_object_get(declared, "type"));
        if (type)
            declare_variable(c, str_of(called), type_read(&c->arena, str_of(type)));
        json_array_foreach(json_object_get(declared, "overloads"), k, overload) declare_function(c, called, overload);
    }
    json_object_foreach(json_object_get(c->line, "bindings"), name, value) declare_variable(c, str_of(name), &TYPE_DYN);
}

static void bind_all(Case *c)
{
    c->columns = arena_array(&c->arena, Column, c->input_count + 1);
    c->inputs = arena_array(&c->arena, const Column *, c->input_count + 1);
    for (size_t i = 0; i < c->env.symbols.count; i++) {
        const Symbol *symbol = &c->env.symbols.at[i];
        Column *column = &c->columns[symbol->slot];
        json_t *given = json_object_get(json_object_get(c->line, "bindings"), symbol->name.at);
        *column = column_new(&c->arena, column_kind(symbol->type), 1);
        column_set(column, 0, given ? value_read(&c->arena, json_object_get(given, "value")) : value_error());
        c->inputs[symbol->slot] = column;
    }
}

/* ---- one case */

static bool judge_value(Case *c, json_t *expected, Value actual, const Text *cause)
{
    Text text = { 0 };
    if (value_is_error(actual))
        return fails(c, "evaluation failed", text_str(cause));
    if (value_matches(actual, value_read(&c->arena, expected)))
        return true;
    value_print(&text, actual, 200);
    fails(c, "gave", text_str(&text));
    text_free(&text);
    return false;
}

static void note_cause(void *context, const Cause *cause)
{
    text_add(context, cause->missing ? STR("missing input") : cause->message);
}

static bool run_case(Case *c)
{
    CompileOptions options = { .source = &c->source };
    Compiler *compiler = compiler_new(&c->arena, &options);
    NodeId root = compile_expr(compiler, c->expr, NODE_NONE);
    const Program *program = compiler_end(compiler, &root, 1);
    Interp *interp = interp_new(program, NULL);
    Text cause = { 0 };
    bind_all(c);
    interp_run(interp, c->inputs, 1);
    Value actual = interp_value(interp, root, 0);
    if (value_is_error(actual))
        interp_causes(interp, root, 0, &c->arena, note_cause, &cause);
    json_t *expect = json_object_get(c->line, "expect");
    bool passed;
    if (!json_object_get(expect, "error"))
        passed = judge_value(c, json_object_get(expect, "value"), actual, &cause);
    else if (value_is_error(actual) && cause.len == 0)
        passed = fails(c, "failed without saying why", STR(""));
    else
        passed = value_is_error(actual) || fails(c, "gave a value where an error was expected", STR(""));
    text_free(&cause);
    interp_free(interp);
    return passed;
}

static bool check_type(Case *c)
{
    json_t *expect = json_object_get(c->line, "expect");
    const char *stated = json_string_value(json_object_get(expect, "type"));
    const char *reference = json_string_value(json_object_get(json_object_get(c->line, "cel_go"), "type"));
    Str type = type_text(&c->arena, c->expr->type);
    if (stated && !str_is(type, stated))
        return fails(c, "deduced type", type);
    /* where the reference leaves a type open, one that is known is no less right */
    bool is_open = reference && strstr(reference, "dyn");
    if (!stated && reference && !is_open && !flag(c, "disable_check") && !str_is(type, reference))
        return fails(c, "deduced type", type);
    return true;
}

/* An error that is wanted comes when the expression is evaluated; sooner only where it does in the reference, too. */
static bool fails_when_checked(const Case *c)
{
    const char *phase = json_string_value(json_object_get(json_object_get(c->line, "cel_go"), "phase"));
    return json_object_get(json_object_get(c->line, "expect"), "error") && phase && strcmp(phase, "check") == 0;
}

static bool judge(Case *c)
{
    ExprText text = { .source = &c->source, .text = c->source.text };
    bool ok;
    c->expr = expr_parse(&c->arena, &text, &c->diags, &ok);
    if (!ok)
        return fails_with_problem(c, "not parsed");
    declare_all(c);
    Checker checker = { .arena = &c->arena, .env = &c->env, .source = &c->source, .diags = &c->diags, .lenient = flag(c, "disable_check") };
    if (!check_expr(&checker, c->expr, NULL) && !checker.lenient)
        return fails_when_checked(c) || fails_with_problem(c, "not checked");
    if (!check_type(c))
        return false;
    return flag(c, "check_only") || run_case(c);
}

static bool run_line(json_t *line)
{
    Case c = { .line = line };
    c.diags.arena = &c.arena;
    json_t *expr = json_object_get(line, "expr");
    c.source = (Source) { STR("<expression>"), { json_string_value(expr), json_string_length(expr) } };
    bool passed = judge(&c);
    if (!passed)
        printf("%s/%s/%s: %.*s\n    %.*s\n", json_string_value(json_object_get(line, "file")),
               json_string_value(json_object_get(line, "section")), json_string_value(json_object_get(line, "name")),
               STR_ARG(c.source.text), STR_ARG(text_str(&c.why)));
    text_free(&c.why);
    arena_free(&c.arena);
    return passed;
}

static bool is_left_out(json_t *line, char **profiles, int count)
{
    const char *profile = json_string_value(json_object_get(line, "profile"));
    for (int i = 0; i < count; i++)
        if (str_is(str_of(profile), profiles[i]))
            return true;
    return json_string_value(json_object_get(line, "scope")) && str_is(str_of(json_string_value(json_object_get(line, "scope"))), "out");
}

int main(int argc, char **argv)
{
    Arena arena = { 0 };
    Str text, problem;
    int passed = 0, failed = 0, skipped = 0;
    if (argc < 2 || !file_read(&arena, argv[1], (size_t) 64 << 20, &text, &problem)) {
        fprintf(stderr, "usage: conformance FILE [PROFILE...]\n");
        return 2;
    }
    for (size_t start = 0; start < text.len;) {
        size_t end = str_find(text, STR("\n"), start);
        if (end == SIZE_MAX)
            end = text.len;
        json_t *line = json_loadb(text.at + start, end - start, JSON_ALLOW_NUL, NULL);
        if (!line || is_left_out(line, argv + 2, argc - 2))
            skipped++;
        else if (run_line(line))
            passed++;
        else
            failed++;
        json_decref(line);
        start = end + 1;
    }
    printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped);
    arena_free(&arena);
    return failed ? 1 : 0;
}
