/* The checker: types and problems from tests/expr/types.txt and problems.txt, and what a line of a file cannot
   hold: what is written into the tree, lenient checks, containers, expected types, bounds. */
#include "unit.h"

#include "base/io.h"
#include "lang/check.h"
#include "parsed.h"
#include "support/sample.h"

typedef struct {
    Parsed parsed;
    Checker checker;
    bool ok;
} Checked;

static void check_in(Checked *checked, Str text, const Env *env, bool lenient, const Type *expected)
{
    parsed_init(&checked->parsed, text);
    Parsed *parsed = &checked->parsed;
    checked->checker = (Checker) { .arena = &parsed->arena,
                                   .env = env ? env : sample_env(&parsed->arena),
                                   .source = &parsed->source,
                                   .diags = &parsed->diags,
                                   .lenient = lenient };
    checked->ok = parsed->ok && check_expr(&checked->checker, parsed->expr, expected);
}

static void check_text(Checked *checked, const char *text)
{
    check_in(checked, str_of(text), NULL, false, NULL);
}

static void checked_free(Checked *checked)
{
    parsed_free(&checked->parsed);
}

static const Expr *root(const Checked *checked)
{
    return checked->parsed.expr;
}

static Str type_at(Checked *checked, const Expr *expr)
{
    return type_text(&checked->parsed.arena, expr->type);
}

/* ---- the files */

typedef struct {
    Str text; /* what is left of it */
    unsigned number;
} Lines;

static bool next_line(Lines *lines, Str *line)
{
    if (lines->text.len == 0)
        return false;
    size_t end = str_find(lines->text, STR("\n"), 0);
    size_t next = end == SIZE_MAX ? lines->text.len : end + 1;
    *line = str_slice(lines->text, 0, end == SIZE_MAX ? lines->text.len : end);
    lines->text = str_slice(lines->text, next, lines->text.len);
    lines->number++;
    return true;
}

static bool split(Str line, Str mark, Str *left, Str *right)
{
    size_t at = str_find(line, mark, 0);
    if (at == SIZE_MAX || line.at[0] == '#')
        return false;
    *left = str_slice(line, 0, at);
    *right = str_slice(line, at + mark.len, line.len);
    return true;
}

static Lines open_lines(Arena *arena, const char *path)
{
    Lines lines = { .number = 0 };
    Str problem = { 0 };
    if (!file_read(arena, path, 1 << 20, &lines.text, &problem))
        fail_msg("%.*s", STR_ARG(problem));
    return lines;
}

static void add_problems(Text *out, const Diags *diags)
{
    for (size_t i = 0; i < diags->list.count; i++) {
        const Diag *diag = &diags->list.at[i];
        text_format(out, "%s%s %.*s", i ? " | " : "", diag_info(diag->code)->id, STR_ARG(diag->message));
        if (diag->hint.len > 0)
            text_format(out, " (%.*s)", STR_ARG(diag->hint));
    }
}

static void add_carets(Text *out, const Diags *diags)
{
    for (size_t i = 0; i < diags->list.count; i++) {
        Span span = diags->list.at[i].span;
        while (out->len < span.end)
            text_add_char(out, ' ');
        memset(out->at + span.start, '^', span.end - span.start);
    }
}

static bool differs(unsigned line, Str expression, Str actual, Str expected)
{
    if (str_equal(actual, expected))
        return false;
    print_error("line %u: %.*s\n  expected %.*s\n  got      %.*s\n", line, STR_ARG(expression), STR_ARG(expected), STR_ARG(actual));
    return true;
}

static void test_types_file(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Lines lines = open_lines(&arena, "tests/expr/types.txt");
    Str line, expression, expected;
    unsigned wrong = 0, facts = 0;
    while (next_line(&lines, &line)) {
        if (!split(line, STR(" :: "), &expression, &expected))
            continue;
        Checked checked;
        Text actual = { 0 };
        check_in(&checked, expression, NULL, false, NULL);
        if (checked.ok)
            type_print(&actual, root(&checked)->type);
        else
            add_problems(&actual, &checked.parsed.diags);
        wrong += differs(lines.number, expression, text_str(&actual), expected);
        facts++;
        text_free(&actual);
        checked_free(&checked);
    }
    assert_int_equal(wrong, 0);
    assert_true(facts > 150);
    arena_free(&arena);
}

static void test_problems_file(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Lines lines = open_lines(&arena, "tests/expr/problems.txt");
    Str line, expression, expected;
    unsigned wrong = 0, facts = 0;
    while (next_line(&lines, &line)) {
        if (!split(line, STR(" ?? "), &expression, &expected))
            continue;
        Checked checked;
        Text problems = { 0 }, carets = { 0 };
        check_in(&checked, expression, NULL, false, NULL);
        assert_true(checked.parsed.ok);
        assert_int_equal(checked.ok, checked.parsed.diags.list.count == 0);
        add_problems(&problems, &checked.parsed.diags);
        add_carets(&carets, &checked.parsed.diags);
        wrong += differs(lines.number, expression, text_str(&problems), expected);
        if (next_line(&lines, &line) && line.len > 0 && (line.at[0] == ' ' || line.at[0] == '^'))
            wrong += differs(lines.number, expression, text_str(&carets), line);
        facts++;
        text_free(&problems);
        text_free(&carets);
        checked_free(&checked);
    }
    assert_int_equal(wrong, 0);
    assert_true(facts > 120);
    arena_free(&arena);
}

/* ---- what stands in the tree */

static void test_references(void **state)
{
    (void) state;
    Checked checked;
    check_text(&checked, "student.unit.quota + a.b.c");
    assert_true(checked.ok);
    const Expr *left = root(&checked)->call.args[0], *right = root(&checked)->call.args[1];
    assert_non_null(left->symbol);
    assert_str(left->symbol->name, "quota");
    assert_str(left->select.operand->symbol->name, "unit");
    assert_int_equal(left->select.operand->symbol->kind, SYMBOL_INPUT);
    assert_int_equal(left->select.operand->select.operand->symbol->kind, SYMBOL_RECORD);
    assert_str(right->symbol->name, "a.b.c");
    assert_null(right->select.operand->type);
    checked_free(&checked);

    check_text(&checked, "student['name'] == student.?name.orValue('')");
    assert_true(checked.ok);
    left = root(&checked)->call.args[0];
    assert_int_equal(left->kind, EXPR_SELECT);
    assert_str(left->select.field, "name");
    assert_str(left->symbol->name, "name");
    assert_false(left->select.optional);
    right = root(&checked)->call.args[1]->call.target;
    assert_str(right->symbol->name, "name");
    assert_true(right->select.optional);
    checked_free(&checked);

    check_text(&checked, "has(student.name)");
    assert_str(root(&checked)->symbol->name, "name");
    assert_true(root(&checked)->select.test);
    checked_free(&checked);
}

static void test_locals(void **state)
{
    (void) state;
    Checked checked;
    check_text(&checked, "l.map(i, i + 1)");
    assert_true(checked.ok);
    const Expr *macro = root(&checked);
    assert_ptr_equal(macro->macro.first->type, &TYPE_INT);
    assert_ptr_equal(macro->macro.body->call.args[0]->local, macro->macro.first);
    assert_null(macro->macro.body->call.args[0]->symbol);
    checked_free(&checked);

    check_text(&checked, "[].map(v, v + 'a')"); /* what is found out in the body is true of the variable too */
    assert_true(checked.ok);
    assert_str(type_text(&checked.parsed.arena, root(&checked)->macro.first->type), "string");
    checked_free(&checked);

    check_text(&checked, "[{'z': 0}].exists(a, a.b == 0)"); /* not the declared a.b */
    assert_true(checked.ok);
    assert_null(root(&checked)->macro.body->call.args[0]->symbol);
    checked_free(&checked);
}

static void test_overloads(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        uint32_t count;
        bool method;
    } cases[] = {
        { "1 + 2", 1, false },  { "x + 1", 1, false },   { "b && x", 1, false },   { "b ? 1 : x", 1, false },
        { "x == x", 1, false }, { "size(l)", 1, false }, { "l.size()", 1, true },  { "x < x", 11, false },
        { "x[0]", 4, false },   { "size(x)", 4, false }, { "score(x)", 1, false }, { "math.abs(x)", 3, false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Checked checked;
        check_text(&checked, cases[i].text);
        assert_true(checked.ok);
        if (root(&checked)->call.overload_count != cases[i].count)
            print_error("%s has %u overloads\n", cases[i].text, (unsigned) root(&checked)->call.overload_count);
        assert_int_equal(root(&checked)->call.overload_count, cases[i].count);
        assert_int_equal(root(&checked)->call.overloads[0]->method, cases[i].method);
        checked_free(&checked);
    }
}

static void test_qualified_functions(void **state)
{
    (void) state;
    static const struct {
        const char *text, *function;
    } cases[] = {
        { "math.abs(i)", "math.abs" },
        { ".math.abs(i)", "math.abs" },
        { "host.clamp(1, 2, 3)", "host.clamp" },
        { "optional.of(1)", "optional.of" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Checked checked;
        check_text(&checked, cases[i].text);
        assert_true(checked.ok);
        assert_null(root(&checked)->call.target);
        assert_str(root(&checked)->call.function, cases[i].function);
        checked_free(&checked);
    }
}

static void test_gathered_arguments(void **state)
{
    (void) state;
    Checked checked;
    check_text(&checked, "math.greatest(1, i, 3)");
    assert_true(checked.ok);
    assert_int_equal(root(&checked)->call.count, 1);
    assert_int_equal(root(&checked)->call.args[0]->kind, EXPR_LIST);
    assert_int_equal(root(&checked)->call.args[0]->list.count, 3);
    assert_str(type_at(&checked, root(&checked)->call.args[0]), "list(int)");
    checked_free(&checked);
}

static void visit_typed(void *context, const Expr *expr)
{
    size_t *untyped = context;
    *untyped += expr->type == NULL || expr->type->kind == KIND_PARAM;
    if (!expr->symbol)
        expr_children(expr, visit_typed, context);
}

static void test_every_node_has_a_type(void **state)
{
    (void) state;
    Checked checked;
    size_t untyped = 0;
    check_text(&checked, "[[], [1]].map(v, v.size() > 0, {'a': v})[0].a.all(n, v, n in [] || v == x.y.z) ? "
                         "student.courses.exists(c, c.credits > 3) : !has(m.a) && o.optMap(v, v).hasValue()");
    assert_true(checked.ok);
    visit_typed(&untyped, root(&checked));
    assert_int_equal(untyped, 0);
    checked_free(&checked);
}

/* ---- containers and environments upon environments */

static Symbol input(const char *name, const Type *type)
{
    return (Symbol) { .name = str_of(name), .kind = SYMBOL_INPUT, .type = type };
}

static void test_containers(void **state)
{
    (void) state;
    static const struct {
        const char *text, *type;
    } cases[] = {
        { "y", "bool" },
        { ".y", "string" },
        { "example.y", "int" },
        { "com.example.y", "int" },
        { "z", "double" },
        { ".z", "double" },
        { "f(1)", "bool" },
        { ".f(1)", "string" },
        { "inner.y", "bool" },
        { "[1].exists(y, y == 1)", "bool" },
        { "[1].map(y, .y)", "list(string)" },
        { "inner.f(1)", "bool" },
        { "int", "type(int)" },
    };
    Arena arena = { 0 };
    Env env = { .container = STR("com.example.inner") };
    static const Overload near = { .name = "com.example.inner.f", .count = 1, .params = { &TYPE_INT }, .result = &TYPE_BOOL };
    static const Overload far = { .name = "f", .count = 1, .params = { &TYPE_INT }, .result = &TYPE_STRING };
    env_add(&arena, &env, input("com.example.inner.y", &TYPE_BOOL));
    env_add(&arena, &env, input("com.example.y", &TYPE_INT));
    env_add(&arena, &env, input("y", &TYPE_STRING));
    env_add(&arena, &env, input("z", &TYPE_DOUBLE));
    arena_push(&arena, &env.overloads, &near);
    arena_push(&arena, &env.overloads, &far);
    for (size_t i = 0; i < COUNT(cases); i++) {
        Checked checked;
        check_in(&checked, str_of(cases[i].text), &env, false, NULL);
        if (!checked.ok)
            print_error("%s: %.*s\n", cases[i].text, STR_ARG(parsed_problem(&checked.parsed, 0)));
        assert_true(checked.ok);
        assert_str(type_at(&checked, root(&checked)), cases[i].type);
        checked_free(&checked);
    }
    arena_free(&arena);
}

static void count_name(void *context, Str name)
{
    (void) name;
    ++*(size_t *) context;
}

static void test_environments(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Env outer = { 0 }, inner = { .parent = &outer };
    env_add(&arena, &outer, input("a", &TYPE_INT));
    env_add(&arena, &outer, input("b", &TYPE_INT));
    env_add(&arena, &inner, input("a", &TYPE_STRING));
    size_t names = 0;
    env_names(&inner, count_name, &names);
    assert_int_equal(names, 3);
    assert_ptr_equal(env_find(&inner, STR("a"))->type, &TYPE_STRING);
    assert_ptr_equal(env_find(&inner, STR("b"))->type, &TYPE_INT);
    assert_ptr_equal(env_find(&outer, STR("a"))->type, &TYPE_INT);
    assert_null(env_find(&inner, STR("c")));
    assert_null(env_find(NULL, STR("a")));
    Symbol members[] = { input("m", &TYPE_BOOL) };
    Record record = { .name = STR("r"), .member_word = STR("field"), .members = members, .count = 1 };
    assert_ptr_equal(record_find(&record, STR("m")), &members[0]);
    assert_null(record_find(&record, STR("M")));
    arena_free(&arena);
}

/* ---- the type that is expected */

static void test_expected(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        const Type *expected;
        const char *problem;
    } cases[] = {
        { "b", &TYPE_BOOL, "" },
        { "x", &TYPE_BOOL, "" },
        { "x", &TYPE_DATE, "" },
        { "[]", &TYPE_LIST_INT, "" },
        { "i", &TYPE_BOOL, "this must be true or false; this is an int" },
        { "student.name", &TYPE_DATE, "this must be a date; it is a string" },
        { "student", &TYPE_BOOL, "'student' is a whole record, not a value" },
        { "nane", &TYPE_BOOL, "there is no variable 'nane'" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Checked checked;
        check_in(&checked, str_of(cases[i].text), NULL, false, cases[i].expected);
        assert_int_equal(checked.ok, cases[i].problem[0] == 0);
        assert_str(parsed_problem(&checked.parsed, 0), cases[i].problem);
        assert_true(checked.parsed.diags.list.count <= 1);
        checked_free(&checked);
    }
}

/* ---- lenient checks */

static void test_lenient(void **state)
{
    (void) state;
    static const struct {
        const char *text, *type;
    } cases[] = {
        { "nane", "dyn" },
        { "nane.a.b", "dyn" },
        { "foo(1)", "dyn" },
        { "i.foo()", "dyn" },
        { "1 + 'a'", "dyn" },
        { "'a' && 1", "bool" },
        { "true ? 1 : 'a'", "dyn" },
        { "i.a", "dyn" },
        { "i", "int" },
        { "a.b.c", "int" },
        { "size(1, 2)", "dyn" },
        { "i.all(v, v)", "bool" },
        { "i.map(v, v)", "list(dyn)" },
        { "T{a: 1}", "dyn" },
        { "student", "dyn" },
        { "student.nane", "dyn" },
        { "student.mode == 'x'", "bool" },
        { "1 < 1.0", "bool" },
        { "[1].exists(a, a.b == 0)", "bool" },
        { "f_unknown(17) || true", "bool" },
        { "math.abs('a')", "dyn" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Checked checked;
        check_in(&checked, str_of(cases[i].text), NULL, true, &TYPE_BYTES);
        if (!checked.ok)
            print_error("%s\n", cases[i].text);
        assert_true(checked.ok);
        assert_int_equal(checked.parsed.diags.list.count, 0);
        assert_str(type_at(&checked, root(&checked)), cases[i].type);
        checked_free(&checked);
    }
}

static void test_lenient_overloads(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        bool found;
    } cases[] = {
        { "1 + 'a'", true }, { "foo(1)", false }, { "size(1, 2)", false }, { "i.size()", true }, { "1 < 1.0", true },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Checked checked;
        check_in(&checked, str_of(cases[i].text), NULL, true, NULL);
        assert_int_equal(root(&checked)->call.overload_count > 0, cases[i].found);
        checked_free(&checked);
    }
}

/* ---- bounds */

static void test_many_problems(void **state)
{
    (void) state;
    Text text = { 0 };
    text_add(&text, STR("["));
    for (int i = 0; i < 500; i++)
        text_format(&text, "%sunknown_%d", i ? ", " : "", i);
    text_add(&text, STR("]"));
    Checked checked;
    check_in(&checked, text_str(&text), NULL, false, NULL);
    assert_false(checked.ok);
    assert_int_equal(checked.parsed.diags.list.count, 50);
    checked_free(&checked);
    text_free(&text);
}

/* x1 .. x60 where each is a map of the one before to the one before: a type of 2^60 parts. */
static void test_types_that_explode(void **state)
{
    (void) state;
    Text text = { 0 };
    for (int i = 0; i <= 60; i++)
        text_format(&text, "[].map(x%d, ", i);
    text_add(&text, STR("["));
    for (int i = 60; i > 0; i--)
        text_format(&text, "{x%d: x%d} == x%d, ", i - 1, i - 1, i);
    text_add(&text, STR("x60 == {}]"));
    text_add_repeat(&text, ')', 61);
    Checked checked;
    check_in(&checked, text_str(&text), NULL, false, NULL);
    assert_true(checked.parsed.ok);
    assert_false(checked.ok);
    assert_str(parsed_problem(&checked.parsed, 0), "the types in this expression are too large");
    assert_int_equal(checked.parsed.diags.list.count, 1);
    checked_free(&checked);
    text_free(&text);
}

/* A type as deep as the sum of many nestings. */
static void test_types_that_grow_deep(void **state)
{
    (void) state;
    Text text = { 0 };
    for (int i = 0; i < 40; i++) {
        text_format(&text, "cel.bind(v%d, ", i);
        text_add_repeat(&text, '[', 100);
        if (i > 0)
            text_format(&text, "v%d", i - 1);
        text_add_repeat(&text, ']', 100);
        text_add(&text, STR(", "));
    }
    text_add(&text, STR("v39 == v39"));
    text_add_repeat(&text, ')', 40);
    Checked checked;
    check_in(&checked, text_str(&text), NULL, false, NULL);
    assert_true(checked.parsed.ok);
    assert_false(checked.ok);
    assert_str(parsed_problem(&checked.parsed, 0), "the types in this expression are too large");
    checked_free(&checked);
    text_free(&text);
}

static void test_long_chains(void **state)
{
    (void) state;
    Text text = { 0 };
    text_add(&text, STR("x"));
    for (int i = 0; i < 900; i++)
        text_add(&text, STR(".field"));
    Checked checked;
    check_in(&checked, text_str(&text), NULL, false, NULL);
    assert_true(checked.ok);
    assert_str(type_at(&checked, root(&checked)), "dyn");
    checked_free(&checked);
    text_clear(&text);
    text_add(&text, STR("0"));
    for (int i = 0; i < 900; i++)
        text_format(&text, " + %d", i);
    check_in(&checked, text_str(&text), NULL, false, NULL);
    assert_true(checked.ok);
    assert_ptr_equal(root(&checked)->type, &TYPE_INT);
    checked_free(&checked);
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types_file),         cmocka_unit_test(test_problems_file),
        cmocka_unit_test(test_references),         cmocka_unit_test(test_locals),
        cmocka_unit_test(test_overloads),          cmocka_unit_test(test_qualified_functions),
        cmocka_unit_test(test_gathered_arguments), cmocka_unit_test(test_every_node_has_a_type),
        cmocka_unit_test(test_containers),         cmocka_unit_test(test_environments),
        cmocka_unit_test(test_expected),           cmocka_unit_test(test_lenient),
        cmocka_unit_test(test_lenient_overloads),  cmocka_unit_test(test_many_problems),
        cmocka_unit_test(test_types_that_explode), cmocka_unit_test(test_types_that_grow_deep),
        cmocka_unit_test(test_long_chains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
