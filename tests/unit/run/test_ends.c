/* Cases that end before their last step: what is judged afterwards, and what an end cannot be told from. */
#include "rounds.h"

#define ORDERS(private)                                                                                                                   \
    "pack: {name: shop}\n"                                                                                                                \
    "parameters: {enough: [{from: 2003-01-01, value: 2}, {from: 2003-06-01, value: 3}]}\n"                                                \
    "tables:\n"                                                                                                                           \
    "  item:\n"                                                                                                                           \
    "    file: items\n"                                                                                                                   \
    "    key: id\n"                                                                                                                       \
    "    fields:\n"                                                                                                                       \
    "      id: {type: string}\n"                                                                                                          \
    "      made_on: {type: date}\n"                                                                                                       \
    "      sent_on: {type: date}\n"                                                                                                       \
    "      paid_on: {type: date}\n"                                                                                                       \
    "      looked_on: {type: list, of: date, separator: ';'}\n"                                                                           \
    "      votes: {type: int}\n"                                                                                                          \
    "      stopped_on: {type: date, private: " private "}\n"                                                                              \
                                                       "procedures:\n"                                                                    \
                                                       "  order:\n"                                                                       \
                                                       "    for: item\n"                                                                  \
                                                       "    skipping: error\n"                                                            \
                                                       "    steps: [{id: made, date: made_on}, {id: sent, date: sent_on}, {id: paid, "    \
                                                       "date: paid_on}]\n"                                                                \
                                                       "    ends:\n"                                                                      \
                                                       "      - {id: refused, when: item.votes < params.enough, on: item.sent_on}\n"      \
                                                       "      - {id: stopped, title: {en: Stopped, zh: 停办}, when: "                   \
                                                       "has(item.stopped_on), on: item.stopped_on}\n"                                     \
                                                       "    intervals:\n"                                                                 \
                                                       "      - {id: in-time, from: sent, to: paid, at_most: 1 month, source: x}\n"       \
                                                       "      - {id: looked-at, from: made, to: paid, dates: looked_on, every: 1 month, " \
                                                       "source: x}\n"

static const Rule *only(const Pack *pack, const char *id, bool *selected)
{
    for (uint32_t rule = 0; rule < pack->rule_count; rule++)
        if ((selected[rule] = str_is(pack->rules[rule].id, id)))
            return &pack->rules[rule];
    return NULL;
}

static void add_outcomes(void *context, const Sheet *sheet)
{
    for (uint32_t row = 0; row < sheet->rows; row++)
        text_add_char(context, "PVU-W."[sheet->outcomes[0][row]]);
}

/* Letters of a rule's outcomes: Pass, Violation, Undecided, - not applicable, . no candidate. */
static void expect_before(const char *rule, const char *gate, const char *csv, const char *expected)
{
    Arena arena = { 0 };
    Text out = { 0 };
    const Pack *pack = load_pack(&arena, ORDERS("false"));
    bool *selected = arena_array(&arena, bool, pack->rule_count);
    PlanOptions options = audit(pack, date_pack(2003, 12, 31));
    options.selected = selected;
    assert_non_null(only(pack, rule, selected));
    if (gate) {
        options.gate_procedure = 0;
        options.gate_step = procedure_find_step(&pack->procedures[0], str_of(gate));
        options.on = options.as_of;
    }
    judge_csv(plan_new(&arena, &options), csv, BATCH_ROWS, add_outcomes, &out);
    assert_text(&out, expected);
    text_free(&out);
    arena_free(&arena);
}

static void expect(const char *rule, const char *csv, const char *expected)
{
    expect_before(rule, NULL, csv, expected);
}

#define HEADINGS "id,made_on,sent_on,paid_on,votes,stopped_on,looked_on\n"

static void test_what_is_open_falls_away(void **state)
{
    (void) state;
    expect("in-time",
           HEADINGS "a,2003-01-01,2003-02-01,,3,,\nb,2003-01-01,2003-02-01,,2,,\nc,2003-01-01,2003-02-01,,,,\n"
                    "d,2003-01-01,2003-02-01,,3,2003-02-02,\n",
           "V-V-");
    /* what was done is judged as ever */
    expect("in-time", HEADINGS "a,2003-01-01,2003-02-01,2003-03-02,2,,\nb,2003-01-01,2003-02-01,2003-03-01,2,,\n", "VP");
    expect("looked-at", HEADINGS "a,2003-11-15,,,3,,\nb,2003-11-15,,,3,2003-11-20,\nc,2003-11-15,,2003-12-20,3,2003-12-20,\n", "U-U");
    expect("step-skipped", HEADINGS "a,,2003-02-01,,2,,\n", "V");
}

/* Parameters of a condition are those of the as-of date. */
static void test_parameters(void **state)
{
    (void) state;
    expect("in-time", HEADINGS "a,2003-01-01,2003-02-01,,2,,\n", "-");
}

static void test_what_follows(void **state)
{
    (void) state;
    expect("step-after-end",
           HEADINGS "a,2003-01-01,2003-02-01,,3,,\nb,2003-01-01,2003-02-01,,2,,\n"
                    "c,2003-01-01,2003-02-01,2003-02-02,2,,\nd,2003-01-01,,,,2003-01-01,\n"
                    "e,2003-01-02,,,,2003-01-01,\nf,2003-01-01,,,2,,\n",
           "-PVPVU");
    /* of several ends the first in time; one whose day is known, before one whose day is not */
    expect("step-after-end",
           HEADINGS "a,2003-01-01,2003-02-01,,2,2003-01-10,\nb,2003-01-01,2003-02-01,,2,2003-02-10,\n"
                    "c,2003-01-01,,,2,2003-01-10,\nd,2003-01-01,,2003-01-11,2,2003-01-10,\n",
           "VPPV");
}

static void test_candidates(void **state)
{
    (void) state;
    const char *csv = HEADINGS "a,2003-01-01,2003-12-20,,3,,\nb,2003-01-01,2003-12-20,,2,,\nc,2003-01-01,,,,2003-05-01,\n"
                               "d,2003-01-01,2003-12-20,2003-12-21,3,,\n";
    expect_before("in-time", "paid", csv, "P...");
    /* steps behind the gate are not looked at */
    expect_before("step-after-end", "sent", HEADINGS "a,2003-01-01,,,,,\nb,2003-01-02,,,,2003-01-01,\n", "-.");
}

/* ---- what is told */

static void add_told(void *context, const Sheet *sheet)
{
    for (uint32_t i = 0; i < sheet->result->record_count; i++) {
        const RecordResult *record = &sheet->result->records[i];
        char day[11] = "-";
        if (record->ended_on)
            date_print(record->ended_on, day);
        text_format(context, "%.*s %s", STR_ARG(record->end ? record->end->id : STR("open")), day);
        for (uint32_t f = 0; f < record->finding_count; f++)
            text_format(context, "|%.*s", STR_ARG(record->findings[f].message));
        text_add_char(context, '\n');
    }
}

static void expect_told(const char *text, bool redact, const char *language, const char *csv, const char *expected)
{
    Arena arena = { 0 };
    Text out = { 0 };
    const Pack *pack = load_pack(&arena, text);
    bool *selected = arena_array(&arena, bool, pack->rule_count);
    PlanOptions options = audit(pack, date_pack(2003, 12, 31));
    options.selected = selected;
    only(pack, "step-after-end", selected);
    options.steps = true;
    options.redact = redact;
    options.language = str_of(language);
    judge_csv(plan_new(&arena, &options), csv, BATCH_ROWS, add_told, &out);
    assert_text(&out, expected);
    text_free(&out);
    arena_free(&arena);
}

static void test_sentences(void **state)
{
    (void) state;
    const char *csv = HEADINGS "a,2003-01-01,2003-02-01,2003-02-03,3,2003-01-10,\nb,2003-01-01,,,2,,\nc,2003-01-01,,,3,,\n";
    expect_told(
        ORDERS("false"), false, "en", csv,
        "stopped 2003-01-10|sent on 2003-02-01 lies after the end of the case on 2003-01-10 (Stopped); "
        "paid on 2003-02-03 lies after the end of the case on 2003-01-10 (Stopped)\n"
        "refused -|the case has ended (refused), but no day of that is on record: whether steps were taken afterwards cannot be told\n"
        "open -\n");
    expect_told(
        ORDERS("false"), false, "zh", csv,
        "stopped 2003-01-10|sent（2003年2月1日）晚于终止日期2003年1月10日（停办）；paid（2003年2月3日）晚于终止日期2003年1月10日（停办）\n"
        "refused -|已终止（refused），但没有终止日期，无法判断此后是否仍有步骤\n"
        "open -\n");
    expect_told(ORDERS("true"), true, "en", HEADINGS "a,2003-01-01,2003-02-01,,3,2003-01-10,\n",
                "stopped -|sent on 2003-02-01 lies after the end of the case on [private] (Stopped)\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_open_falls_away),
        cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_what_follows),
        cmocka_unit_test(test_candidates),
        cmocka_unit_test(test_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
