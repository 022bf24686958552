/* The dictionary of the core pack: which headings of offices mean which field. Every family must know its members and leave its
   neighbours alone, and no heading may be of two families. */
#include "unit.h"

#include "base/io.h"
#include "base/pattern.h"
#include "pack/pack.h"
#include "read/headings.h"

#define PACK "rules/core"
#define TABLE "applicant"
#define KNOWN "tests/dictionary/headings.txt"

typedef struct {
    Arena arena;
    const Table *table;
    Headings *headings;
    Str text;
    const Pattern *sought;
    bool found;
} Tools;

static int set_up(void **state)
{
    Tools *tools = calloc(1, sizeof *tools);
    Diags diags = { .arena = &tools->arena };
    Str problem;
    const Pack *pack = pack_load(&tools->arena, PACK, &diags);
    for (uint32_t i = 0; pack && i < pack->table_count; i++)
        if (str_is(pack->tables[i].table.name, TABLE))
            tools->table = &pack->tables[i].table;
    *state = tools;
    if (!tools->table || !file_read(&tools->arena, KNOWN, 1 << 20, &tools->text, &problem))
        return -1;
    tools->headings = headings_new(&tools->arena, tools->table);
    return 0;
}

static int tear_down(void **state)
{
    Tools *tools = *state;
    arena_free(&tools->arena);
    free(tools);
    return 0;
}

/* What stands before the first sign, and the rest behind it. */
static Str cut(Str *rest, const char *sign)
{
    size_t end = str_find(*rest, str_of(sign), 0);
    Str first = end == SIZE_MAX ? *rest : str_slice(*rest, 0, end);
    *rest = end == SIZE_MAX ? (Str) { 0 } : str_slice(*rest, end + strlen(sign), rest->len);
    return first;
}

typedef void Visit(Tools *tools, Str field, Str heading);

static void each_heading(Tools *tools, Visit *visit)
{
    for (Str rest = tools->text; rest.len;) {
        Str line = cut(&rest, "\n");
        if (line.len == 0 || line.at[0] == '#')
            continue;
        Str field = cut(&line, ": ");
        while (line.len)
            visit(tools, field, cut(&line, " "));
    }
}

static void expect_field(Tools *tools, Str field, Str heading)
{
    uint32_t found = headings_guess(tools->headings, heading);
    Str name = found == FIELD_NONE ? STR("-") : tools->table->fields[found].name;
    if (!str_equal(name, field))
        fail_msg("'%.*s' is %.*s, not %.*s", STR_ARG(heading), STR_ARG(name), STR_ARG(field));
}

static void test_headings_mean_their_field(void **state)
{
    each_heading(*state, expect_field);
}

static bool fits_one(const Tools *tools, const HeaderPattern *patterns, size_t count, Str heading)
{
    for (size_t k = 0; k < count; k++)
        if (pattern_search(patterns[k].compiled, tools->headings->matcher, heading, 0, NULL) == MATCH_YES)
            return true;
    return false;
}

static bool fits_family(const Tools *tools, const Field *field, Str heading)
{
    return fits_one(tools, field->header_patterns, field->header_pattern_count, heading) ||
           fits_one(tools, field->span_patterns, field->span_pattern_count, heading);
}

/* Where several families have a heading, that of its own field comes first, and each of the others is found behind the field before it. */
static void expect_own_family_first(Tools *tools, Str field, Str heading)
{
    uint32_t own = table_find(tools->table, field);
    for (uint32_t i = 0; i < tools->table->field_count; i++) {
        if (i == own || !fits_family(tools, &tools->table->fields[i], heading))
            continue;
        if (i < own || !fits_family(tools, &tools->table->fields[own], heading))
            fail_msg("'%.*s' of %.*s fits a pattern of %.*s", STR_ARG(heading), STR_ARG(field), STR_ARG(tools->table->fields[i].name));
        assert_int_equal(headings_find_behind(tools->headings, heading, i - 1), i);
    }
}

static void test_heading_of_two_families(void **state)
{
    each_heading(*state, expect_own_family_first);
}

/* A pattern of which the list has no member could be anything. */
static void seek(Tools *tools, Str field, Str heading)
{
    (void) field;
    tools->found |= pattern_search(tools->sought, tools->headings->matcher, heading, 0, NULL) == MATCH_YES;
}

static void expect_members(Tools *tools, const Field *field, const HeaderPattern *patterns, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        tools->sought = patterns[k].compiled;
        tools->found = false;
        each_heading(tools, seek);
        if (!tools->found)
            fail_msg("no heading fits %.*s of %.*s", STR_ARG(patterns[k].written), STR_ARG(field->name));
    }
}

static void test_every_family_has_a_member(void **state)
{
    Tools *tools = *state;
    for (uint32_t i = 0; i < tools->table->field_count; i++) {
        const Field *field = &tools->table->fields[i];
        expect_members(tools, field, field->header_patterns, field->header_pattern_count);
        expect_members(tools, field, field->span_patterns, field->span_pattern_count);
    }
}

/* What is one day and what is two is told apart by the heading. */
static void test_spans(void **state)
{
    Tools *tools = *state;
    uint32_t from = table_find(tools->table, STR("notice_from"));
    assert_true(headings_is_span(tools->headings, from, STR("公示起止时间")));
    assert_true(headings_is_span(tools->headings, from, STR("公示期（不少于5个工作日）")));
    assert_false(headings_is_span(tools->headings, from, STR("公示时间")));
    assert_false(headings_is_span(tools->headings, from, STR("公示开始日期")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headings_mean_their_field),
        cmocka_unit_test(test_heading_of_two_families),
        cmocka_unit_test(test_every_family_has_a_member),
        cmocka_unit_test(test_spans),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
