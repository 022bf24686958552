/* Versions of a rule: one id, several times in force. */
#include "rounds.h"

#include "run/options.h"

#define HEAD                                                                                                        \
    "pack: {name: shop}\n"                                                                                          \
    "tables: {item: {file: items, key: id, fields: {id: {type: string}, n: {type: int}, made_on: {type: date}}}}\n" \
    "procedures: {order: {for: item, steps: [{id: made, date: made_on}]}}\n"                                        \
    "rules:\n"

static const char *const versions =
    HEAD "  - {id: enough, for: item, gate: made, source: new, require: item.n >= 7, effective: {from: 2003-06-01}}\n"
         "  - {id: enough, for: item, gate: made, source: old, require: item.n >= 5, effective: {to: 2003-03-31}}\n"
         "  - {id: enough, for: item, gate: made, source: middle, require: item.n >= 6, effective: {from: 2003-04-01, to: 2003-04-30}}\n"
         "  - {id: even, for: item, require: item.n % 2 == 0, after: [enough]}\n";

static void add_outcomes(void *context, const Sheet *sheet)
{
    for (uint32_t i = BUILTIN_COUNT; i < sheet->table->rule_count; i++) {
        for (uint32_t row = 0; row < sheet->rows; row++)
            text_add_char(context, "PVU-W"[sheet->outcomes[i][row]]);
        text_add_char(context, ' ');
    }
}

static void test_in_force(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text out = { 0 };
    const Pack *pack = load_pack(&arena, versions);
    PlanOptions options = audit(pack, date_pack(2003, 12, 31));
    judge_csv(plan_new(&arena, &options),
              "id,n,made_on\na,5,2003-03-31\nb,5,2003-04-01\nc,6,2003-04-30\nd,3,2003-05-01\ne,6,2003-06-01\nf,8,2003-06-02\n", BATCH_ROWS,
              add_outcomes, &out);
    assert_text(&out, "----VP P----- -VP--- V-PV-P ");
    assert_int_equal(pack->rules[pack->rule_count - 1].after_count, 3);
    text_free(&out);
    arena_free(&arena);
}

static void expect_problems(const char *rules, const char *expected)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Text text = { 0 }, out = { 0 };
    text_format(&text, "%s%s", HEAD, rules);
    Source source = { STR("pack.yaml"), text_str(&text) };
    pack_load_source(&arena, &source, &diags);
    for (size_t i = 0; i < diags.list.count; i++)
        if (diags.list.at[i].code != W_NO_EXAMPLE && diags.list.at[i].code != W_NO_SOURCE && diags.list.at[i].code != W_CONSTANT_CONDITION)
            text_format(&out, "%.*s\n", STR_ARG(diags.list.at[i].message));
    assert_text(&out, expected);
    text_free(&text);
    text_free(&out);
    arena_free(&arena);
}

/* The step that a rule goes by need not be its gate; where it has no day, the gate's counts. */
static void test_day_of(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text out = { 0 };
    const Pack *pack =
        load_pack(&arena, "pack: {name: shop}\n"
                          "parameters: {least: [{from: 2003-01-01, value: 5}, {from: 2003-06-01, value: 7}]}\n"
                          "tables: {item: {file: items, key: id, fields: {id: {type: string}, n: {type: int}, made_on: {type: date},"
                          " sold_on: {type: date}}}}\n"
                          "procedures: {order: {for: item, steps: [{id: made, date: made_on}, {id: sold, date: sold_on}]}}\n"
                          "rules:\n"
                          "  - {id: enough, for: item, gate: sold, day_of: made, require: item.n >= params.least}\n"
                          "  - {id: even, for: item, gate: sold, day_of: made, require: item.n % 2 == 0, effective: {from: 2003-06-01}}\n");
    PlanOptions options = audit(pack, date_pack(2003, 12, 31));
    judge_csv(plan_new(&arena, &options),
              "id,n,made_on,sold_on\na,5,2003-05-31,2003-06-30\nb,5,2003-06-01,2003-06-30\nc,5,,2003-05-31\nd,5,,2003-06-01\n"
              "e,5,2003-05-31,\n",
              BATCH_ROWS, add_outcomes, &out);
    assert_text(&out, "PVPV- -V-V- ");
    text_free(&out);
    arena_free(&arena);
    expect_problems("  - {id: a, for: item, day_of: made, require: item.n > 0}\n", "'day_of' is for rules with a gate\n");
    expect_problems("  - {id: a, for: item, gate: made, day_of: mad, require: item.n > 0}\n", "procedure 'order' has no step 'mad'\n");
}

static void test_documents(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const char *head = "pack: {name: shop}\n"
                       "rules: [{id: any, for: item, require: has(item.made_on)}]\n"
                       "tables: {item: {file: items, key: id, fields: {id: {type: string}, made_on: {type: date}}}}\n"
                       "procedures: {order: {for: item, steps: [{id: made, date: made_on}], documents: [";
    const Pack *pack = load_pack(&arena, arena_format(&arena,
                                                      "%s{from: 2003-01-01, title: Old}, {from: 2004-01-01, title: "
                                                      "{en: New, zh: 新}}]}}\n",
                                                      head)
                                             .at);
    assert_int_equal(pack->procedures[0].document_count, 2);
    assert_int_equal(pack->procedures[0].documents[1].from, date_pack(2004, 1, 1));
    assert_true(str_is(local_text(&pack->procedures[0].documents[1].title, STR("zh")), "新"));
    Diags diags = { .arena = &arena };
    Source source = { STR("pack.yaml"), arena_format(&arena,
                                                     "%s{from: 2003-01-01, title: Old}, {from: 2003-01-01, title: New}, "
                                                     "{title: Newer}]}}\n",
                                                     head) };
    pack_load_source(&arena, &source, &diags);
    assert_true(diags.list.count >= 2);
    assert_true(str_is(diags.list.at[0].message, "a document is in force later than the one before it"));
    assert_true(str_is(diags.list.at[1].message, "a document needs 'from'"));
    arena_free(&arena);
}

static void test_options_mean_all(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Complaints complaints = { .arena = &arena };
    const Pack *pack = load_pack(&arena, versions);
    Str only = STR("enough");
    RunOptions options = { .only = { &only, 1 }, .as_of = date_pack(2003, 12, 31) };
    Selection selection = selection_make(&arena, pack, &options, &complaints);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(selection.selected[BUILTIN_COUNT + i], i < 3);
    arena_free(&arena);
}

static void test_gaps_and_overlaps(void **state)
{
    (void) state;
    expect_problems("  - {id: a, for: item, require: 'true', effective: {to: 2003-03-31}}\n"
                    "  - {id: a, for: item, require: 'true', effective: {from: 2003-04-01}}\n",
                    "");
    expect_problems("  - {id: a, for: item, require: 'true', effective: {from: 2003-04-03, to: 2003-12-31}}\n"
                    "  - {id: a, for: item, require: 'true', effective: {to: 2003-03-31}}\n",
                    "no version of 'a' is in force between 2003-03-31 and 2003-04-03\n");
    expect_problems("  - {id: a, for: item, require: 'true', effective: {to: 2003-03-31}}\n"
                    "  - {id: a, for: item, require: 'true', effective: {from: 2003-03-31}}\n",
                    "this version of 'a' is in force on days of the one in pack.yaml, line 5\n");
    expect_problems("  - {id: a, for: item, require: 'true'}\n"
                    "  - {id: a, for: item, require: 'true', effective: {from: 2003-03-31}}\n",
                    "this version of 'a' is in force on days of the one in pack.yaml, line 5\n");
    expect_problems("  - {id: a, for: item, require: 'true'}\n"
                    "  - {id: a, for: item, require: 'true'}\n",
                    "rule 'a' is already defined in pack.yaml, line 5\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_in_force),          cmocka_unit_test(test_day_of),
        cmocka_unit_test(test_documents),         cmocka_unit_test(test_options_mean_all),
        cmocka_unit_test(test_gaps_and_overlaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
