/* The prelude by itself: every definition is an expression, and names are filled in. What it comes to is test_intervals.c's. */
#include "pack/prelude.h"
#include "unit.h"

static void every_definition_is_an_expression(void **state)
{
    (void) state;
    static const char *const days[] = { "from", "to", "step_behind", "step", "dates" }; /* of which has() is asked */
    for (PreludeId id = 0; id <= PRELUDE_NOT_SKIPPED; id++) {
        Arena arena = { 0 };
        Diags diags = { .arena = &arena };
        Loader loader = { .arena = &arena, .diags = &diags };
        Making making;
        making_begin(&making, &loader, NULL, 1, (Span) { 0, 0 });
        for (size_t i = 0; i < COUNT(days); i++)
            making_fill(&making, days[i], STR("a.on"));
        if (making_tree(&making, id)->kind == EXPR_BAD || diags.errors > 0)
            fail_msg("definition %d: %.*s", (int) id, STR_ARG(diags.list.at[0].message));
        arena_free(&arena);
    }
}

static void the_last_filling_counts(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Loader loader = { .arena = &arena, .diags = &diags };
    Making making;
    Text out = { 0 };
    making_begin(&making, &loader, NULL, 1, (Span) { 0, 0 });
    making_fill(&making, "start", STR("a.on"));
    making_fill(&making, "length", STR("days(1)"));
    making_fill(&making, "start", STR("b.on"));
    making_choose(&making, "in_time", PRELUDE_BY_LAST);
    making_choose(&making, "in_time", PRELUDE_BY_EXTENDED);
    making_choose(&making, "is_taken", PRELUDE_TAKEN_BY_ITS_DAY);
    making_fill(&making, "to", STR("c.on"));
    making_fill(&making, "from", STR("d.on"));
    making_fill_value(&making, "in_force", value_date(date_pack(2003, 2, 1)));
    expr_print(&out, making_tree(&making, PRELUDE_END));
    text_add_char(&out, '\n');
    expr_print(&out, making_tree(&making, PRELUDE_JUDGED_LAST));
    text_add_char(&out, '\n');
    expr_print(&out, making_tree(&making, PRELUDE_PASSED_OVER));
    assert_str(text_str(&out), "b.on + days(1)\n"
                               "has(c.on) || has(d.on) && !(as_of <= last_day || extended && as_of <= extended_day)\n"
                               "size(lists.range(wanted).filter(period, ends(period) < date('2003-02-01')))");
    assert_int_equal(diags.errors, 0);
    text_free(&out);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_definition_is_an_expression),
        cmocka_unit_test(the_last_filling_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
