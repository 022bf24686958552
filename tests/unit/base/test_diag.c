/* Places in a text, collecting problems, and how they are shown. */
#include "unit.h"

#include "base/diag.h"

static Source source_of(const char *text)
{
    return (Source) { STR("f.yaml"), str_of(text) };
}

static void test_places(void **state)
{
    (void) state;
    Source source = source_of("ab\n中文x\r\n\rlast");
    static const struct {
        uint32_t offset, line, column, start, end;
    } cases[] = {
        { 0, 1, 1, 0, 2 },   { 1, 1, 2, 0, 2 },    { 2, 1, 3, 0, 2 },    { 3, 2, 1, 3, 10 },   { 6, 2, 2, 3, 10 },   { 9, 2, 3, 3, 10 },
        { 10, 2, 4, 3, 10 }, { 12, 3, 1, 12, 12 }, { 13, 4, 1, 13, 17 }, { 17, 4, 5, 13, 17 }, { 99, 4, 5, 13, 17 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Place place = source_place(&source, cases[i].offset);
        assert_int_equal(place.line, cases[i].line);
        assert_int_equal(place.column, cases[i].column);
        assert_int_equal(place.line_start, cases[i].start);
        assert_int_equal(place.line_end, cases[i].end);
    }
    Source empty = { STR("e"), { NULL, 0 } };
    Place place = source_place(&empty, 0);
    assert_int_equal(place.line, 1);
    assert_int_equal(place.column, 1);
}

static void test_place_between_cr_and_lf(void **state)
{
    (void) state;
    Source source = source_of("ab\r\ncd");
    Place place = source_place(&source, 3);
    assert_int_equal(place.line, 1);
    assert_int_equal(place.line_end, 2);
}

/* Counted from the place before, or anew, lines are the same. */
static void test_walking(void **state)
{
    (void) state;
    Source sources[] = { source_of("ab\n中文x\r\n\rlast\n\n"), source_of("\r\n\r\nx"), source_of("") };
    LineWalk walk = { 0 };
    uint64_t random = 5;
    for (int round = 0; round < 2000; round++) {
        const Source *source = &sources[next_random(&random) % COUNT(sources)];
        uint32_t offset = (uint32_t) (next_random(&random) % (source->text.len + 3));
        assert_int_equal(line_walk_to(&walk, source, offset), source_place(source, offset).line);
    }
}

static void test_catalogue(void **state)
{
    (void) state;
    for (int i = 0; i < DIAG_COUNT; i++) {
        const DiagInfo *info = diag_info((DiagCode) i);
        assert_int_equal(strlen(info->id), 4);
        assert_true(info->title[0] && info->explanation[0]);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(info->id, diag_info((DiagCode) j)->id);
    }
}

static void test_adding(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Diags diags = { .arena = &arena, .limit = 3 };
    Source source = source_of("x");
    assert_false(diag_add(&diags, E_SYNTAX, &source, (Span) { 0, 1 }, "first %d", 1));
    diag_hint(&diags, "hint %s", "one");
    diag_add(&diags, E_SYNTAX, &source, (Span) { 0, 1 }, "the same place");
    diag_hint(&diags, "lost");
    assert_int_equal(diags.list.count, 1);
    assert_int_equal(diags.errors, 1);
    assert_str(diags.list.at[0].message, "first 1");
    assert_str(diags.list.at[0].hint, "hint one");
    diag_add(&diags, E_TYPE, &source, (Span) { 0, 1 }, "another code");
    diag_add(&diags, E_FILE, NULL, (Span) { 0, 0 }, "no file a");
    diag_add(&diags, E_FILE, NULL, (Span) { 0, 0 }, "no file b");
    diag_hint(&diags, "lost");
    assert_int_equal(diags.list.count, 3);
    assert_int_equal(diags.left_out, 1);
    assert_int_equal(diags.errors, 4);
    assert_int_equal(diags.list.at[2].hint.len, 0);
    arena_free(&arena);
}

/* What diag_print makes of one problem. */
static void assert_shown(Source *source, Span span, const char *hint, const char *expected)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    diag_add(&diags, E_UNKNOWN_NAME, source, span, "there is no field 'nane'");
    if (hint)
        diag_hint(&diags, "%s", hint);
    Text out = { 0 };
    diag_print(&out, &diags.list.at[0], false);
    assert_text(&out, expected);
    text_free(&out);
    arena_free(&arena);
}

static void test_printing(void **state)
{
    (void) state;
    Source source = source_of("when: true\nrequire: nane > 1\n");
    assert_shown(&source, (Span) { 20, 24 }, "did you mean 'name'?",
                 "f.yaml:2:10: error[E202]: there is no field 'nane'\n"
                 " 2 | require: nane > 1\n"
                 "   |          ^^^^\n"
                 "   = did you mean 'name'?\n");
    assert_shown(NULL, (Span) { 0, 0 }, "look there", "error[E202]: there is no field 'nane'\n   = look there\n");
}

static void test_printing_tabs_and_wide_letters(void **state)
{
    (void) state;
    Source source = source_of("\t中文\tnane");
    assert_shown(&source, (Span) { 8, 12 }, NULL,
                 "f.yaml:1:5: error[E202]: there is no field 'nane'\n"
                 " 1 | \t中文\tnane\n"
                 "   | \t    \t^^^^\n");
    assert_shown(&source, (Span) { 1, 7 }, NULL,
                 "f.yaml:1:2: error[E202]: there is no field 'nane'\n"
                 " 1 | \t中文\tnane\n"
                 "   | \t^^^^\n");
}

static void test_printing_spans_at_edges(void **state)
{
    (void) state;
    Source source = source_of("ab\ncd");
    /* several lines: to the end of the first */
    assert_shown(&source, (Span) { 1, 5 }, NULL, "f.yaml:1:2: error[E202]: there is no field 'nane'\n 1 | ab\n   |  ^\n");
    /* nothing at all: one caret; behind the end: one caret behind the end */
    assert_shown(&source, (Span) { 0, 0 }, NULL, "f.yaml:1:1: error[E202]: there is no field 'nane'\n 1 | ab\n   | ^\n");
    assert_shown(&source, (Span) { 5, 5 }, NULL, "f.yaml:2:3: error[E202]: there is no field 'nane'\n 2 | cd\n   |   ^\n");
    assert_shown(&source, (Span) { 90, 95 }, NULL, "f.yaml:2:3: error[E202]: there is no field 'nane'\n 2 | cd\n   |   ^\n");
    assert_shown(&source, (Span) { 1, 0 }, NULL, "f.yaml:1:2: error[E202]: there is no field 'nane'\n 1 | ab\n   |  ^\n");
}

static void test_printing_is_harmless(void **state)
{
    (void) state;
    Source source = source_of("a\x1B[2J\xFF\xE4\xB8 b\xE2\x80\xAE");
    assert_shown(&source, (Span) { 9, 10 }, NULL,
                 "f.yaml:1:9: error[E202]: there is no field 'nane'\n"
                 " 1 | a�[2J��� b�\n"
                 "   |          ^\n");
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    diag_add(&diags, E_FILE, NULL, (Span) { 0, 0 }, "cannot\n open \x1B]0;x\x07");
    Text out = { 0 };
    diag_print(&out, &diags.list.at[0], false);
    assert_text(&out, "error[E101]: cannot� open �]0;x�\n");
    text_free(&out);
    arena_free(&arena);
}

static void test_printing_long_lines(void **state)
{
    (void) state;
    char line[5001];
    memset(line, 'x', 5000);
    line[5000] = 0;
    memcpy(line + 2500, "nane", 4);
    Source source = source_of(line);
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    diag_add(&diags, E_SYNTAX, &source, (Span) { 2500, 2504 }, "bad");
    Text out = { 0 };
    diag_print(&out, &diags.list.at[0], false);
    Str shown = text_str(&out);
    assert_true(shown.len < 500);
    size_t cut = str_find(shown, STR("…"), 0), name = str_find(shown, STR("nane"), 0);
    size_t carets = str_find(shown, STR("^^^^\n"), 0), last_line = str_find(shown, STR("\n   | "), 0) + 1;
    assert_true(cut != SIZE_MAX && name != SIZE_MAX && carets != SIZE_MAX);
    /* the carets stand below the name: the ellipsis has three bytes and one column */
    size_t line_start = str_find(shown, STR("\n 1 | "), 0) + 1;
    assert_int_equal(name - 2 - line_start, carets - last_line);
    assert_true(str_ends_with(str_slice(shown, 0, last_line - 1), STR("…")));
    text_free(&out);
    arena_free(&arena);
}

static void test_colour(void **state)
{
    (void) state;
    Source source = source_of("x");
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    diag_add(&diags, E_SYNTAX, &source, (Span) { 0, 1 }, "bad");
    Text out = { 0 };
    diag_print(&out, &diags.list.at[0], true);
    assert_true(str_find(text_str(&out), STR("\033[1;31merror[E201]\033[0m: "), 0) != SIZE_MAX);
    text_free(&out);
    arena_free(&arena);
}

static void test_nearest(void **state)
{
    (void) state;
    Nearest nearest = nearest_to(STR("approve_on"));
    assert_int_equal(nearest_found(&nearest).len, 0);
    nearest_try(&nearest, STR("name"));
    assert_int_equal(nearest_found(&nearest).len, 0);
    nearest_try(&nearest, STR("applied_on"));
    nearest_try(&nearest, STR("approved_on"));
    nearest_try(&nearest, STR("approves_on"));
    assert_str(nearest_found(&nearest), "approved_on");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_place_between_cr_and_lf),
        cmocka_unit_test(test_walking),
        cmocka_unit_test(test_catalogue),
        cmocka_unit_test(test_adding),
        cmocka_unit_test(test_printing),
        cmocka_unit_test(test_printing_tabs_and_wide_letters),
        cmocka_unit_test(test_printing_spans_at_edges),
        cmocka_unit_test(test_printing_is_harmless),
        cmocka_unit_test(test_printing_long_lines),
        cmocka_unit_test(test_colour),
        cmocka_unit_test(test_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
