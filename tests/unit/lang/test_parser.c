/* Trees, their places, their bounds, several problems at once; and the facts of tests/expr/syntax.txt, one a
   line: EXPRESSION ~> CANONICAL FORM, EXPRESSION ?? PART OF THE FIRST PROBLEM. */
#include "base/io.h"
#include "parsed.h"

/* ---- facts */

static size_t last_of(Str line, const char *sign)
{
    size_t found = SIZE_MAX;
    for (size_t at = str_find(line, str_of(sign), 0); at != SIZE_MAX; at = str_find(line, str_of(sign), at + 1))
        found = at;
    return found;
}

/* Whether the expression prints as expected, and that parses back to the same tree and prints the same. */
static bool prints_as(const Parsed *parsed, Str expected, Text *out)
{
    Parsed again;
    expr_print(out, parsed->expr);
    parsed_init(&again, text_str(out));
    Text twice = { 0 };
    expr_print(&twice, again.expr);
    bool good = parsed->ok && again.ok && expr_equal(parsed->expr, again.expr) && expr_equal(again.expr, parsed->expr) &&
                str_equal(text_str(&twice), text_str(out)) && str_equal(text_str(out), expected);
    text_free(&twice);
    parsed_free(&again);
    return good;
}

static bool fact_holds(Str line)
{
    size_t sign = last_of(line, " ~> "), problem = last_of(line, " ?? ");
    bool prints = sign != SIZE_MAX && (problem == SIZE_MAX || sign > problem);
    size_t at = prints ? sign : problem;
    if (at == SIZE_MAX)
        return false;
    Parsed parsed;
    Text out = { 0 };
    Str expected = str_trim(str_slice(line, at + 4, line.len));
    parsed_init(&parsed, str_trim(str_slice(line, 0, at)));
    bool holds = prints ? prints_as(&parsed, expected, &out) : !parsed.ok && str_find(parsed_problem(&parsed, 0), expected, 0) != SIZE_MAX;
    if (!holds)
        print_error("    printed: %.*s, problem: %.*s\n", STR_ARG(text_str(&out)), STR_ARG(parsed_problem(&parsed, 0)));
    text_free(&out);
    parsed_free(&parsed);
    return holds;
}

static void facts_of_the_syntax_hold(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Str text, problem;
    assert_true(file_read(&arena, "tests/expr/syntax.txt", 1 << 20, &text, &problem));
    unsigned number = 0, wrong = 0, facts = 0;
    for (size_t at = 0, end; at < text.len; at = end + 1) {
        end = str_find(text, STR("\n"), at);
        end = end == SIZE_MAX ? text.len : end;
        Str line = str_slice(text, at, end);
        number++;
        if (line.len == 0 || line.at[0] == '#')
            continue;
        facts++;
        if (!fact_holds(line)) {
            print_error("tests/expr/syntax.txt:%u: %.*s\n", number, STR_ARG(line));
            wrong++;
        }
    }
    arena_free(&arena);
    assert_true(facts > 200);
    assert_int_equal(wrong, 0);
}

/* ---- places */

static void check_place(const Expr *expr, const Parsed *parsed, const char *span, const char *at)
{
    assert_str(parsed_slice(parsed, expr->span), span);
    assert_str(parsed_slice(parsed, expr->at), at);
}

static void nodes_know_their_places(void **state)
{
    (void) state;
    Parsed parsed;
    parsed_init(&parsed, STR(" (a + b) * f(c.d, [1])[2] ? -7 : x.all(v, !v) "));
    assert_true(parsed.ok);
    Expr *const *choice = parsed.expr->call.args, *const *product = choice[0]->call.args;
    check_place(parsed.expr, &parsed, "(a + b) * f(c.d, [1])[2] ? -7 : x.all(v, !v)", "?");
    check_place(choice[0], &parsed, "(a + b) * f(c.d, [1])[2]", "*");
    check_place(product[0], &parsed, "a + b", "+");
    check_place(product[1], &parsed, "f(c.d, [1])[2]", "[2]");
    check_place(product[1]->call.args[0], &parsed, "f(c.d, [1])", "f");
    check_place(product[1]->call.args[0]->call.args[0], &parsed, "c.d", "d");
    check_place(choice[1], &parsed, "-7", "-7");
    check_place(choice[2], &parsed, "x.all(v, !v)", "all");
    check_place(choice[2]->macro.body, &parsed, "!v", "!");
    assert_str(parsed_slice(&parsed, choice[2]->macro.first->span), "v");
    assert_true(product[0]->grouped && !product[1]->grouped);
    parsed_free(&parsed);
}

static void has_is_a_tested_field(void **state)
{
    (void) state;
    Parsed parsed;
    parsed_init(&parsed, STR("has( a.b )"));
    assert_int_equal(parsed.expr->kind, EXPR_SELECT);
    assert_true(parsed.expr->select.test);
    check_place(parsed.expr, &parsed, "has( a.b )", "b");
    parsed_free(&parsed);
}

/* Bytes of the expression that stand elsewhere in the file, as in a folded scalar. */
static void places_follow_the_origin(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Source source = { STR("pack"), STR("x: a +\n     (b\n     &&)") };
    static const uint32_t origin[] = { 3, 4, 5, 6, 12, 13, 14, 20, 21, 22, 23 };
    ExprText text = { .source = &source, .text = STR("a + (b &&)"), .origin = origin };
    bool ok;
    Expr *expr = expr_parse(&arena, &text, &diags, &ok);
    assert_false(ok);
    assert_int_equal(diags.list.count, 1);
    assert_str(str_slice(source.text, diags.list.at[0].span.start, diags.list.at[0].span.end), "&&");
    assert_int_equal(expr->span.start, 3);
    assert_int_equal(expr->span.end, 23);
    assert_int_equal(expr->call.args[1]->call.args[0]->span.start, 13);
    text = (ExprText) { .source = &source, .text = str_slice(source.text, 13, 14), .base = 13 };
    expr = expr_parse(&arena, &text, &diags, &ok);
    assert_true(ok);
    assert_int_equal(expr->span.start, 13);
    assert_int_equal(expr->span.end, 14);
    arena_free(&arena);
}

/* ---- texts that no author wrote */

#define TEXT(literal)               \
    {                               \
        literal, sizeof literal - 1 \
    }

static const Definition definitions[] = {
    { TEXT("day"), TEXT(""), TEXT("a.on") },
    { TEXT("late"), TEXT("x"), TEXT("x > last") },
    { TEXT("last"), TEXT(""), TEXT("day + unit(2)") },
    { TEXT("unit"), TEXT(""), TEXT("months") },
    { TEXT("again"), TEXT("x"), TEXT("x || again(x)") },
    { TEXT("broken"), TEXT(""), TEXT("1 +") },
};

/* The expression as it is read with these definitions; empty where it is none. */
static Str made(Arena *arena, const char *text, Span *span)
{
    Diags diags = { .arena = arena };
    Source source = { STR("pack"), STR("  interval") };
    MadeText place = { { 2, 10 }, definitions, COUNT(definitions) };
    ExprText whole = { .source = &source, .text = str_of(text), .made = &place };
    bool ok;
    Text out = { 0 };
    Expr *expr = expr_parse(arena, &whole, &diags, &ok);
    *span = ok ? expr->span : diags.list.at[0].span;
    assert_int_equal(diags.errors > 0, !ok);
    if (ok)
        expr_print(&out, expr);
    Str printed = arena_str(arena, text_str(&out));
    text_free(&out);
    return printed;
}

static void names_stand_for_texts(void **state)
{
    (void) state;
    static const struct {
        const char *text, *read;
    } facts[] = {
        { "day", "a.on" },
        { "has(day)", "has(a.on)" },
        { "unit(3)", "months(3)" },
        { "last - last", "a.on + months(2) - (a.on + months(2))" },
        { "!late(day)", "!(a.on > a.on + months(2))" },
        { "late(b ? c : d)", "(b ? c : d) > a.on + months(2)" },
        { "late(day).x", "(a.on > a.on + months(2)).x" },
        { ".day", ".day" },
        { "x.day", "x.day" },
        { "other", "other" },
        { "again(b)", "" }, /* it would go on for ever */
        { "broken", "" },
        { "late(", "" },
    };
    for (size_t i = 0; i < COUNT(facts); i++) {
        Arena arena = { 0 };
        Span span;
        assert_str(made(&arena, facts[i].text, &span), facts[i].read);
        assert_int_equal(span.start, 2);
        assert_int_equal(span.end, 10);
        arena_free(&arena);
    }
}

/* ---- numbers of nodes and variables */

static void check_numbers(void *context, const Expr *expr)
{
    uint32_t *next = context;
    expr_children(expr, check_numbers, next);
    assert_int_equal(expr->id, (*next)++);
}

static void nodes_and_variables_are_numbered(void **state)
{
    (void) state;
    Parsed parsed;
    parsed_init(&parsed, STR("has(a.b) && {c: [d, ?e]}.f(g)[h] && i.all(x, x.map(x, y, z) ? j : T{k: l}) && m.all(n, o, p)"));
    assert_true(parsed.ok);
    uint32_t next = 0;
    check_numbers(&next, parsed.expr);
    assert_true(next > 20);
    const Expr *second = parsed.expr->call.args[1], *first = parsed.expr->call.args[0]->call.args[1];
    assert_int_equal(second->macro.first->id + 1, second->macro.second->id);
    assert_true(first->macro.first->id != first->macro.body->call.args[0]->macro.first->id);
    parsed_free(&parsed);
}

static void heights_count_levels(void **state)
{
    (void) state;
    Parsed parsed;
    parsed_init(&parsed, STR("a + b.c + ((((d))))"));
    assert_int_equal(parsed.expr->height, 4);
    assert_int_equal(parsed.expr->call.args[1]->height, 1);
    parsed_free(&parsed);
}

static void a_filter_has_no_body(void **state)
{
    (void) state;
    Parsed parsed;
    parsed_init(&parsed, STR("a.filter(x, p)"));
    assert_int_equal(parsed.expr->macro.kind, MACRO_FILTER);
    assert_null(parsed.expr->macro.body);
    assert_str(parsed.expr->macro.filter->name.name, "p");
    parsed_free(&parsed);
}

/* ---- several problems */

static void check_problems(const char *text, const char *const *problems, size_t count)
{
    Parsed parsed;
    parsed_init(&parsed, str_of(text));
    assert_int_equal(parsed.diags.list.count, count);
    for (size_t i = 0; i < count; i++)
        assert_str(parsed_problem(&parsed, i), problems[i]);
    assert_false(parsed.ok);
    parsed_free(&parsed);
}

static void tells_every_independent_problem(void **state)
{
    (void) state;
    static const char *const in_arguments[] = { "an operator is missing before 'b'", "an operator is missing before 'd'",
                                                "an operand is missing after '+'", "an operand is missing after '=='" };
    check_problems("f(a b, c d, (e + ), g == )", in_arguments, 4);
    static const char *const in_conditions[] = { "'=' compares nothing: equality is written '=='", "an operand is missing after '<'",
                                                 "has() takes a field: has(x.f)" };
    check_problems("a = 1 && (b < ) && has(c)", in_conditions, 3);
    static const char *const one[] = { "this string is never closed" };
    check_problems("f(['abc, d], e)", one, 1);
}

static void stops_after_some_problems(void **state)
{
    (void) state;
    Parsed parsed;
    Text text = { 0 };
    text_add(&text, STR("[0"));
    for (size_t i = 0; i < 100; i++)
        text_add(&text, STR(", (a + ), b.c(d)"));
    text_add(&text, STR("]"));
    parsed_init(&parsed, text_str(&text));
    assert_int_equal(parsed.diags.list.count, EXPR_MAX_SYNTAX_ERRORS);
    parsed_free(&parsed);
    text_free(&text);
}

/* ---- bounds */

/* The text: before, `times` times piece, middle, `times` times other, after. */
static void check_bound(const char *before, const char *piece, const char *middle, const char *other, size_t times, bool fits)
{
    Text text = { 0 };
    text_add(&text, str_of(before));
    for (size_t i = 0; i < times; i++)
        text_add(&text, str_of(piece));
    text_add(&text, str_of(middle));
    for (size_t i = 0; i < times; i++)
        text_add(&text, str_of(other));
    Parsed parsed;
    Text out = { 0 };
    parsed_init(&parsed, text_str(&text));
    assert_int_equal(parsed.ok, fits);
    assert_int_equal(parsed.diags.list.count, !fits);
    if (!fits)
        assert_int_equal(parsed.diags.list.at[0].code, E_LIMIT);
    assert_true(parsed.expr->height <= EXPR_MAX_HEIGHT);
    expr_print(&out, parsed.expr);
    assert_true(expr_equal(parsed.expr, parsed.expr));
    text_free(&out);
    parsed_free(&parsed);
    text_free(&text);
}

static void nesting_has_a_bound(void **state)
{
    (void) state;
    check_bound("", "(", "a", ")", EXPR_MAX_DEPTH - 1, true);
    check_bound("", "(", "a", ")", EXPR_MAX_DEPTH, false);
    check_bound("", "(", "a", ")", 30000, false);
    check_bound("", "!", "a", "", EXPR_MAX_DEPTH - 1, true);
    check_bound("", "!", "a", "", 90000, false);
    check_bound("", "-", "a", "", 90000, false);
    check_bound("", "[", "", "]", 45000, false);
    check_bound("", "{1:", "2", "}", 20000, false);
    check_bound("", "f(", "", ")", 30000, false);
    check_bound("", "a[", "0", "]", 30000, false);
    check_bound("", "a ? b : ", "c", "", 240, true);
    check_bound("", "a ? b : ", "c", "", 12000, false);
    check_bound("", "a.map(x, ", "x", ")", 9000, false);
    check_bound("", "[", "", "", 99999, false);
}

static void chains_have_a_bound(void **state)
{
    (void) state;
    check_bound("a", " + a", "", "", EXPR_MAX_HEIGHT - 1, true);
    check_bound("a", " + a", "", "", EXPR_MAX_HEIGHT, false);
    check_bound("a", "+a", "", "", 40000, false);
    check_bound("a", "&&a", "", "", 30000, false);
    check_bound("a", ".b", "", "", 40000, false);
    check_bound("a", ".b()", "", "", 20000, false);
    check_bound("a", "[0]", "", "", 30000, false);
    check_bound("cel.block([0", ", 1", "], 2)", "", 30000, false);
}

static void size_has_a_bound(void **state)
{
    (void) state;
    check_bound("[0", ",1", "]", "", 40000, true);
    check_bound("[0", ",1", "]", "", 49998, true);
    check_bound("[[],0", ",1", "]", "", 49996, true);
    check_bound("f(-(a", "+1", "))", "", 900, true);
    check_bound("'", "a", "'", "", EXPR_MAX_BYTES - 2, true);
    check_bound("'", "a", "'", "", EXPR_MAX_BYTES - 1, false);
    check_bound("[", "[],", "]", "", 33000, true);
    check_bound("{", "a:b,", "}", "", 24999, true);
    check_bound("[", "a.b,", "]", "", 24999, true);
    check_bound("[", "!a,", "]", "", 33000, false);
}

static void what_the_specification_asks_for_fits(void **state)
{
    (void) state;
    check_bound("", "(", "1", ")", 32, true);
    check_bound("", "!", "true", "", 32, true);
    check_bound("", "-", "x", "", 32, true);
    check_bound("true", " || false", "", "", 32, true);
    check_bound("1", " < 2", "", "", 24, true);
    check_bound("", "true ? 1 : ", "2", "", 24, true);
    check_bound("f(0", ", 1", ")", "", 31, true);
}

/* ---- other texts */

static void refuses_what_is_no_text(void **state)
{
    (void) state;
    Parsed parsed;
    parsed_init(&parsed, (Str) { 0 });
    assert_str(parsed_problem(&parsed, 0), "the expression is empty");
    parsed_free(&parsed);
    parsed_init(&parsed, STR("a + '\xFF'"));
    assert_str(parsed_problem(&parsed, 0), "this byte is not UTF-8");
    assert_int_equal(parsed.diags.list.at[0].span.start, 5);
    parsed_free(&parsed);
    parsed_init(&parsed, (Str) { "a\0b", 3 });
    assert_str(parsed_problem(&parsed, 0), "the character U+0000 means nothing here");
    parsed_free(&parsed);
}

static void several_lines_are_one_expression(void **state)
{
    (void) state;
    Parsed parsed;
    Text out = { 0 };
    parsed_init(&parsed, STR("a // first\r\n&&\tb\f// second"));
    assert_true(parsed.ok);
    expr_print(&out, parsed.expr);
    assert_text(&out, "a && b");
    parsed_free(&parsed);
    parsed_init(&parsed, STR("'a\nb' + c"));
    assert_str(parsed_problem(&parsed, 0), "this string is never closed");
    assert_str(parsed_slice(&parsed, parsed.diags.list.at[0].span), "'a");
    assert_str(parsed.diags.list.at[0].hint, "only a string in ''' or \"\"\" may go over several lines");
    parsed_free(&parsed);
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_of_the_syntax_hold),
        cmocka_unit_test(nodes_know_their_places),
        cmocka_unit_test(has_is_a_tested_field),
        cmocka_unit_test(places_follow_the_origin),
        cmocka_unit_test(names_stand_for_texts),
        cmocka_unit_test(nodes_and_variables_are_numbered),
        cmocka_unit_test(heights_count_levels),
        cmocka_unit_test(a_filter_has_no_body),
        cmocka_unit_test(tells_every_independent_problem),
        cmocka_unit_test(stops_after_some_problems),
        cmocka_unit_test(nesting_has_a_bound),
        cmocka_unit_test(chains_have_a_bound),
        cmocka_unit_test(size_has_a_bound),
        cmocka_unit_test(what_the_specification_asks_for_fits),
        cmocka_unit_test(refuses_what_is_no_text),
        cmocka_unit_test(several_lines_are_one_expression),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
