/* Messages with placeholders: text, expressions, doubled braces, and where their mistakes are. */
#include "lang/parser.h"
#include "unit.h"

/* The parts as text: "text" as it is, expressions between < and >. */
static bool show(Text *out, Str message, Diags *diags, uint32_t base)
{
    static const Source source = { .name = { "test", 4 } };
    ExprText text = { .source = &source, .text = message, .base = base };
    bool ok;
    Template parts = template_parse(diags->arena, &text, diags, &ok);
    for (uint32_t i = 0; i < parts.count; i++) {
        text_add(out, parts.parts[i].expr ? STR("<") : STR("\""));
        if (parts.parts[i].expr)
            expr_print(out, parts.parts[i].expr);
        else
            text_add(out, parts.parts[i].text);
        text_add(out, parts.parts[i].expr ? STR(">") : STR("\""));
    }
    return ok;
}

static void check_parts(const char *message, const char *parts)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Text out = { 0 };
    bool ok = show(&out, str_of(message), &diags, 0);
    assert_text(&out, parts);
    assert_true(ok);
    text_free(&out);
    arena_free(&arena);
}

static void reads_text_and_placeholders(void **state)
{
    (void) state;
    check_parts("", "");
    check_parts("plain", "\"plain\"");
    check_parts("{a}", "<a>");
    check_parts("at most {params.limit} in {unit}", "\"at most \"<params.limit>\" in \"<unit>");
    check_parts("{a}{ b }", "<a><b>");
    check_parts("党{a}员", "\"党\"<a>\"员\"");
    check_parts("it's {a}'s", "\"it's \"<a>\"'s\"");
}

static void doubled_braces_are_braces(void **state)
{
    (void) state;
    check_parts("{{a}}", "\"{a}\"");
    check_parts("{{{a}}}", "\"{\"<a>\"}\"");
    check_parts("}}{{", "\"}{\"");
    check_parts("{{{{", "\"{{\"");
}

static void braces_inside_an_expression_are_its_own(void **state)
{
    (void) state;
    check_parts("{ {'a': 1}.a }!", "<{'a': 1}.a>\"!\"");
    check_parts("{ {'a': {}}}", "<{'a': {}}>");
    check_parts("{'}'}{\"{\"}", "<'}'><'{'>");
    check_parts("{a ? '{b}' : \"it's\"}", "<a ? '{b}' : 'it\\'s'>");
    check_parts("{T{}}", "<T{}>");
}

static void check_problem(const char *message, DiagCode code, const char *problem, const char *place)
{
    enum { BASE = 100 };
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Text out = { 0 };
    assert_false(show(&out, str_of(message), &diags, BASE));
    assert_int_equal(diags.list.count, 1);
    assert_int_equal(diags.list.at[0].code, code);
    assert_str(diags.list.at[0].message, problem);
    Span span = diags.list.at[0].span;
    assert_str(str_slice(str_of(message), span.start - BASE, span.end - BASE), place);
    text_free(&out);
    arena_free(&arena);
}

static void tells_what_is_wrong_and_where(void **state)
{
    (void) state;
    check_problem("a {b", E_MESSAGE, "this '{' is never closed", "{");
    check_problem("a {b + {c}", E_MESSAGE, "this '{' is never closed", "{");
    check_problem("a } b", E_MESSAGE, "this '}' closes nothing", "}");
    check_problem("a {} b", E_MESSAGE, "nothing stands between these braces", "{}");
    check_problem("a { } b", E_MESSAGE, "nothing stands between these braces", "{ }");
    check_problem("{a} {b +} {c}", E_SYNTAX, "an operand is missing after '+'", "+");
    check_problem("{a} {'b} {c}", E_SYNTAX, "this string is never closed", "'b");
    check_problem("x \xFF y", E_MESSAGE, "this byte is not UTF-8", "\xFF");
}

static void goes_on_after_a_mistake(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Text out = { 0 };
    assert_false(show(&out, STR("{a +} } {} {has(b)} {c}"), &diags, 0));
    assert_int_equal(diags.list.count, 4);
    assert_true(str_ends_with(text_str(&out), STR("<c>")));
    text_free(&out);
    arena_free(&arena);
}

static void origins_reach_into_placeholders(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Source source = { STR("test"), STR("message") };
    static const uint32_t origin[] = { 10, 20, 30, 40, 50, 60 };
    ExprText text = { .source = &source, .text = STR("x{ab}"), .origin = origin };
    bool ok;
    Template parts = template_parse(&arena, &text, &diags, &ok);
    assert_true(ok);
    assert_int_equal(parts.count, 2);
    assert_int_equal(parts.parts[1].expr->span.start, 30);
    assert_int_equal(parts.parts[1].expr->span.end, 50);
    assert_str(parts.parts[1].text, "ab");
    arena_free(&arena);
}

static void many_braces_take_no_long_time(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Text text = { 0 }, out = { 0 };
    text_add_repeat(&text, '{', EXPR_MAX_BYTES - 1);
    assert_false(show(&out, text_str(&text), &diags, 0));
    text_add_repeat(&text, '{', 2);
    assert_false(show(&out, text_str(&text), &diags, 0));
    assert_int_equal(diags.list.at[diags.list.count - 1].code, E_LIMIT);
    text_clear(&text);
    for (size_t i = 0; i < EXPR_MAX_BYTES / 4; i++)
        text_add(&text, STR("{'}'"));
    assert_false(show(&out, text_str(&text), &diags, 0));
    text_clear(&text);
    for (size_t i = 0; i < EXPR_MAX_BYTES / 4; i++)
        text_add(&text, STR("{'}\n"));
    assert_false(show(&out, text_str(&text), &diags, 0));
    text_free(&text);
    text_free(&out);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_text_and_placeholders),
        cmocka_unit_test(doubled_braces_are_braces),
        cmocka_unit_test(braces_inside_an_expression_are_its_own),
        cmocka_unit_test(tells_what_is_wrong_and_where),
        cmocka_unit_test(goes_on_after_a_mistake),
        cmocka_unit_test(origins_reach_into_placeholders),
        cmocka_unit_test(many_braces_take_no_long_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
