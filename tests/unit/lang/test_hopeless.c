/* What fails for every record although not all of it is constant, a fact a line in tests/expr/hopeless.txt. */
#include "unit.h"

#include "base/io.h"
#include "lang/check.h"
#include "lang/program.h"
#include "parsed.h"
#include "support/sample.h"

static const WorkYear year = { .year = 2003, .works = { UINT64_MAX } };
static const NamedCalendar calendars[] = { { { "office", 6 }, { &year, 1 } }, { { "school", 6 }, { &year, 1 } } };
static const WorkCalendars two_calendars = { calendars, 2, calendars };

/* What compiling tells, separated by semicolons. */
static void tell(Text *out, Str expression)
{
    Parsed parsed;
    parsed_init(&parsed, expression);
    Checker checker = { .arena = &parsed.arena, .env = sample_env(&parsed.arena), .source = &parsed.source, .diags = &parsed.diags };
    if (!parsed.ok || !check_expr(&checker, parsed.expr, NULL))
        text_add(out, STR("(not even well formed) "));
    CompileOptions options = { .diags = &parsed.diags, .source = &parsed.source, .calendars = &two_calendars };
    Compiler *compiler = compiler_new(&parsed.arena, &options);
    NodeId root = compile_expr(compiler, parsed.expr, NODE_NONE);
    compiler_end(compiler, &root, 1);
    for (size_t i = 0; i < parsed.diags.list.count; i++)
        text_format(out, "%s%.*s", i ? "; " : "", STR_ARG(parsed.diags.list.at[i].message));
    parsed_free(&parsed);
}

static int check_line(unsigned number, Str line)
{
    Text told = { 0 };
    size_t mark = str_find(line, STR(" ?? "), 0);
    bool fine = mark == SIZE_MAX && str_ends_with(line, STR(" ok"));
    Str expression = str_slice(line, 0, fine ? line.len - 3 : mark), expected = fine ? STR("") : str_slice(line, mark + 4, line.len);
    tell(&told, expression);
    bool agrees = str_equal(text_str(&told), expected);
    if (!agrees)
        fprintf(stderr, "tests/expr/hopeless.txt:%u: %.*s\n    expected %.*s\n    got      %.*s\n", number, STR_ARG(expression),
                STR_ARG(expected), STR_ARG(text_str(&told)));
    text_free(&told);
    return !agrees;
}

static void test_file(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Str text, problem;
    int wrong = 0, facts = 0;
    unsigned number = 0;
    assert_true(file_read(&arena, "tests/expr/hopeless.txt", 1 << 20, &text, &problem));
    for (size_t at = 0, end; at < text.len; at = end + 1) {
        end = str_find(text, STR("\n"), at);
        Str line = str_slice(text, at, end);
        number++;
        if (line.len == 0 || line.at[0] == '#')
            continue;
        wrong += check_line(number, line);
        facts++;
    }
    arena_free(&arena);
    assert_int_equal(wrong, 0);
    assert_true(facts > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_file) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
