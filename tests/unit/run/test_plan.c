/* Plans: which rule applies to which record, and what its outcome is: gates, days, parameters, missing values. */
#include "rounds.h"

static char letter(uint8_t outcome)
{
    static const char letters[] = "PVU-W.";
    return letters[outcome <= OUTCOME_COUNT ? outcome : OUTCOME_COUNT];
}

/* Collects the outcomes of one rule as letters: Pass, Violation, Undecided, - not applicable, . not judged. */
typedef struct {
    uint32_t rule;
    Text out;
} Letters;

static void add_letters(void *context, const Sheet *sheet)
{
    Letters *letters = context;
    for (uint32_t i = 0; i < sheet->table->rule_count; i++)
        for (uint32_t row = 0; sheet->table->rules[i].rule == letters->rule && row < sheet->rows; row++)
            text_add_char(&letters->out, letter(sheet->outcomes[i][row]));
}

/* States the outcomes of a rule on the rows of a CSV. */
static void expect(const PlanOptions *options, const char *rule, const char *csv, const char *expected)
{
    Arena arena = { 0 };
    const Plan *plan = plan_new(&arena, options);
    Letters letters = { .rule = pack_find_rule(options->pack, str_of(rule)) };
    assert_int_not_equal(letters.rule, INDEX_NONE);
    judge_csv(plan, csv, BATCH_ROWS, add_letters, &letters);
    assert_text(&letters.out, expected);
    text_free(&letters.out);
    arena_free(&arena);
}

#define TABLE                                    \
    "tables:\n"                                  \
    "  item:\n"                                  \
    "    file: items\n"                          \
    "    key: id\n"                              \
    "    fields:\n"                              \
    "      id: {type: string, required: true}\n" \
    "      n: {type: int, min: 0, max: 100}\n"   \
    "      m: {type: int}\n"                     \
    "      made_on: {type: date}\n"              \
    "      sent_on: {type: date}\n"              \
    "      paid_on: {type: date}\n"              \
    "procedures:\n"                              \
    "  order:\n"                                 \
    "    for: item\n"                            \
    "    steps:\n"                               \
    "      - {id: made, date: made_on}\n"        \
    "      - {id: sent, date: sent_on}\n"        \
    "      - {id: paid, date: paid_on}\n"

#define HEAD "pack: {name: shop}\n" TABLE
#define AS_OF date_pack(2003, 12, 31)

/* ---- missing values and failures */

static void test_missing_values(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, HEAD "rules:\n"
                                              "  - {id: undecided, title: t, for: item, require: item.n > 5}\n"
                                              "  - {id: strict, title: t, for: item, require: item.n > 5, missing: violation}\n"
                                              "  - {id: lenient, title: t, for: item, require: item.n > 5, missing: pass}\n"
                                              "  - {id: failing, title: t, for: item, require: 10 / item.n > 1, missing: violation}\n"
                                              "  - {id: asked, title: t, for: item, when: item.m == 1, require: item.n > 5}\n"
                                              "  - {id: absorbed, title: t, for: item, require: item.n > 5 || item.m == 1}\n");
    PlanOptions options = audit(pack, AS_OF);
    expect(&options, "undecided", "id,n\na,6\nb,5\nc,\nd,x\n", "PVUU");
    expect(&options, "strict", "id,n\na,6\nb,5\nc,\n", "PVV");
    expect(&options, "lenient", "id,n\na,6\nb,5\nc,\n", "PVP");
    expect(&options, "failing", "id,n\na,1\nb,0\nc,\n", "PUV");
    expect(&options, "asked", "id,n,m\na,6,1\nb,5,1\nc,5,2\nd,6,\ne,,2\n", "PV-U-");
    expect(&options, "absorbed", "id,n,m\na,,1\nb,,2\nc,7,\n", "PUP");
    expect(&options, "undecided", "id\na\n", "U");
    arena_free(&arena);
}

/* ---- gates */

static const char *const gated = HEAD "rules:\n"
                                      "  - {id: any, title: t, for: item, require: item.n > 5}\n"
                                      "  - {id: at-made, title: t, for: item, gate: made, require: item.n > 5}\n"
                                      "  - {id: at-sent, title: t, for: item, gate: sent, require: item.sent_on >= item.made_on}\n"
                                      "  - {id: at-paid, title: t, for: item, gate: paid, require: has(item.paid_on)}\n";

static const char *const dated = "id,n,made_on,sent_on,paid_on\n"
                                 "a,6,2003-01-01,,\n"
                                 "b,1,2003-01-01,2003-02-01,\n"
                                 "c,6,,2003-02-01,2003-03-01\n"
                                 "d,1,,,\n"
                                 "e,6,2004-02-01,,\n"
                                 "f,6,2003-01-01,2003-02-30,\n";

static void test_audit(void **state)
{
    (void) state;
    Arena arena = { 0 };
    PlanOptions options = audit(load_pack(&arena, gated), AS_OF);
    expect(&options, "any", dated, "PVPVPP");
    expect(&options, "at-made", dated, "PV--PP");
    expect(&options, "at-sent", dated, "-PU--U");
    expect(&options, "at-paid", dated, "--P---");
    arena_free(&arena);
}

/* Before the sending: b and c have been sent, f only seems so. */
static void test_before_a_step(void **state)
{
    (void) state;
    Arena arena = { 0 };
    PlanOptions options = audit(load_pack(&arena, gated), AS_OF);
    options.gate_procedure = 0;
    options.gate_step = 1;
    options.on = date_pack(2004, 1, 15);
    expect(&options, "any", dated, "P..VPP");
    expect(&options, "at-made", dated, "P..VPP");
    expect(&options, "at-sent", dated, "P..UVU");
    expect(&options, "at-paid", dated, "-..---");
    expect(&options, "step-order", dated, "P..PVU");
    arena_free(&arena);
}

static void test_gate_without_its_column(void **state)
{
    (void) state;
    Arena arena = { 0 };
    PlanOptions options = audit(load_pack(&arena, gated), AS_OF);
    expect(&options, "at-sent", "id,made_on,sent_on\na,2003-01-01,\n", "-");
    expect(&options, "at-sent", "id,made_on\na,2003-01-01\n", "U");
    options.gate_procedure = 0;
    options.gate_step = 1;
    options.on = AS_OF;
    expect(&options, "at-sent", "id,made_on\na,2003-01-01\nb,2004-01-01\n", "PV");
    arena_free(&arena);
}

/* What only a rule of a later step asks about is read all the same: the program of the table has it. */
static void test_when_of_a_later_gate(void **state)
{
    (void) state;
    Arena arena = { 0 };
    PlanOptions options =
        audit(load_pack(&arena, HEAD "rules:\n"
                                     "  - {id: later, title: t, for: item, gate: paid, when: item.m > 5, require: item.n > 5}\n"),
              AS_OF);
    options.gate_procedure = 0;
    options.gate_step = 0;
    options.on = AS_OF;
    expect(&options, "later", "id\na\nb\n", "--");
    arena_free(&arena);
}

/* ---- days */

static void test_effective(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack =
        load_pack(&arena, HEAD
                  "rules:\n"
                  "  - {id: gated, title: t, for: item, gate: made, require: item.n > 5, effective: {from: 2003-02-01, to: 2003-03-01}}\n"
                  "  - {id: free, title: t, for: item, require: item.n > 5, effective: {from: 2003-02-01}}\n");
    const char *csv = "id,n,made_on\na,6,2003-01-31\nb,6,2003-02-01\nc,1,2003-03-01\nd,6,2003-03-02\n";
    PlanOptions options = audit(pack, AS_OF);
    expect(&options, "gated", csv, "-PV-");
    expect(&options, "free", csv, "PPVP");
    options.as_of = date_pack(2003, 1, 31);
    expect(&options, "free", csv, "----");
    arena_free(&arena);
}

static const char *const versions =
    HEAD "parameters:\n"
         "  least:\n"
         "    - {from: 2000-01-01, value: 5}\n"
         "    - {from: 2003-06-01, value: 7}\n"
         "rules:\n"
         "  - {id: gated, title: t, for: item, gate: made, require: item.n >= params.least}\n"
         "  - {id: free, title: t, for: item, require: item.n >= params.least}\n"
         "  - {id: strict, title: t, for: item, gate: made, require: item.n >= params.least, missing: violation}\n";

/* The version in force on the record's day; before the first there is none, which is no missing value of the record. */
static void test_parameter_versions(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const char *csv = "id,n,made_on\na,5,2003-05-31\nb,5,2003-06-01\nc,7,2003-06-02\nd,9,1999-12-31\n";
    PlanOptions options = audit(load_pack(&arena, versions), AS_OF);
    expect(&options, "gated", csv, "PVPU");
    expect(&options, "strict", csv, "PVPU");
    expect(&options, "free", csv, "VVPP");
    options.as_of = date_pack(2003, 5, 31);
    expect(&options, "gated", csv, "PVPU");
    expect(&options, "free", csv, "PPPP");
    options.as_of = date_pack(1999, 1, 1);
    expect(&options, "free", csv, "UUUU");
    arena_free(&arena);
}

static void test_set_parameter(void **state)
{
    (void) state;
    Arena arena = { 0 };
    PlanOptions options = audit(load_pack(&arena, versions), AS_OF);
    Value six = value_int(6);
    options.set = &six;
    expect(&options, "gated", "id,n,made_on\na,5,2003-05-31\nb,6,2003-06-01\nc,6,1990-01-01\n", "VPP");
    arena_free(&arena);
}

/* A derived field that names a parameter is another one for rules that look at another day. */
static void test_derived_by_day(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, "pack: {name: shop}\n"
                                         "tables:\n"
                                         "  item:\n"
                                         "    file: items\n"
                                         "    fields: {id: {type: string}, n: {type: int}, made_on: {type: date}, sent_on: {type: date}}\n"
                                         "    derived: {enough: item.n >= params.least}\n"
                                         "procedures:\n"
                                         "  order: {for: item, steps: [{id: made, date: made_on}, {id: sent, date: sent_on}]}\n"
                                         "parameters:\n"
                                         "  least: [{from: 2000-01-01, value: 5}, {from: 2003-06-01, value: 7}]\n"
                                         "rules:\n"
                                         "  - {id: first, title: t, for: item, gate: made, require: item.enough}\n"
                                         "  - {id: second, title: t, for: item, gate: sent, require: item.enough}\n");
    PlanOptions options = audit(pack, AS_OF);
    const char *csv = "id,n,made_on,sent_on\na,6,2003-05-01,2003-07-01\n";
    expect(&options, "first", csv, "P");
    expect(&options, "second", csv, "V");
    arena_free(&arena);
}

/* ---- one cause, one finding */

static const char *const chained = HEAD "rules:\n"
                                        "  - {id: last, title: t, for: item, require: item.n > 3, after: [middle]}\n"
                                        "  - {id: middle, title: t, for: item, require: item.n > 2, after: [first, step-order]}\n"
                                        "  - {id: first, title: t, for: item, require: item.n > 1}\n";

static void test_after(void **state)
{
    (void) state;
    Arena arena = { 0 };
    PlanOptions options = audit(load_pack(&arena, chained), AS_OF);
    const char *csv = "id,n,made_on,sent_on\na,1,,\nb,2,,\nc,3,,\nd,4,,\ne,2,2003-02-01,2003-01-01\nf,,,\n";
    expect(&options, "first", csv, "VPPPPU");
    expect(&options, "middle", csv, "-VPP-U");
    expect(&options, "last", csv, "V-VPVU");
    arena_free(&arena);
}

/* What a rule comes to does not depend on which others were selected. */
static void test_after_unselected(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, chained);
    PlanOptions options = audit(pack, AS_OF);
    bool *selected = arena_array(&arena, bool, pack->rule_count);
    selected[pack_find_rule(pack, STR("middle"))] = true;
    options.selected = selected;
    expect(&options, "middle", "id,n,made_on,sent_on\na,1,,\nb,2,,\ne,2,2003-02-01,2003-01-01\n", "-V-");
    const Plan *plan = plan_new(&arena, &options);
    for (uint32_t i = 0; i < plan->tables[0].rule_count; i++)
        assert_int_equal(plan->tables[0].rules[i].reported, selected[plan->tables[0].rules[i].rule]);
    assert_int_equal(plan->tables[0].rule_count, 3);
    arena_free(&arena);
}

/* ---- the dictionary */

static void test_dictionary(void **state)
{
    (void) state;
    Arena arena = { 0 };
    PlanOptions options = audit(load_pack(&arena, gated), AS_OF);
    const char *csv = "id,n,made_on,sent_on,paid_on\n,1,2003-01-01,,\nb,101,2003-02-30,,\nc,x,2003-03-01,2003-02-01,2003-02-15\n";
    expect(&options, "required-field", csv, "VPP");
    expect(&options, "value-not-allowed", csv, "PVP");
    expect(&options, "unreadable-value", csv, "PVV");
    expect(&options, "step-order", csv, "PPV");
    expect(&options, "required-field", "n\n1\n", "-");
    expect(&options, "ragged-row", "id,n,more\na,1,2\nb,1\nc\nd,1,2,\ne,1,2,3\n", "PPVPV");
    arena_free(&arena);
}

/* ---- what is read */

static void test_fields_of_rules(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(
        &arena, HEAD "rules:\n"
                     "  - {id: r, title: t, for: item, gate: made, when: item.m > 1, require: item.n > 2, message: '{item.sent_on}'}\n");
    PlanOptions options = audit(pack, AS_OF);
    const Plan *plan = plan_new(&arena, &options);
    const RulePlan *rule = &plan->tables[0].rules[plan->tables[0].rule_count - 1];
    assert_int_equal(rule->field_count, 2);
    assert_int_equal(rule->fields[0], 1);
    assert_int_equal(rule->fields[1], 2);
    assert_true(plan->tables[0].is_read[3]);
    assert_false(plan->tables[0].is_read[4]);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing_values),       cmocka_unit_test(test_audit),
        cmocka_unit_test(test_before_a_step),        cmocka_unit_test(test_gate_without_its_column),
        cmocka_unit_test(test_when_of_a_later_gate), cmocka_unit_test(test_effective),
        cmocka_unit_test(test_parameter_versions),   cmocka_unit_test(test_set_parameter),
        cmocka_unit_test(test_derived_by_day),       cmocka_unit_test(test_after),
        cmocka_unit_test(test_after_unselected),     cmocka_unit_test(test_dictionary),
        cmocka_unit_test(test_fields_of_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
