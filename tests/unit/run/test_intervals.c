/* What records are told with beside their findings: what reports group them by, the days of their steps and intervals. */
#include "told.h"

#define STEPS(report_by, days_private)                                                       \
    "pack: {name: shop}\n"                                                                   \
    "tables:\n"                                                                              \
    "  part:\n"                                                                              \
    "    key: id\n"                                                                          \
    "    fields: {id: {type: string}, tested_on: {type: date}}\n"                            \
    "  item:\n"                                                                              \
    "    file: items\n"                                                                      \
    "    key: id\n"                                                                          \
    "    report_by: " report_by "\n"                                                         \
    "    fields:\n"                                                                          \
    "      id: {type: string}\n"                                                             \
    "      maker: {type: string}\n"                                                          \
    "      owner: {type: string, private: true}\n"                                           \
    "      colours: {type: list, of: string}\n"                                              \
    "      state: {type: enum, values: {good: {en: Good, zh: 完好}, bad: Bad, odd: {}}}\n" \
    "      made_on: {type: date, private: " days_private "}\n"                               \
    "      sent_on: {type: date}\n"                                                          \
    "procedures:\n"                                                                          \
    "  testing: {for: part, steps: [{id: tested, date: tested_on}]}\n"                       \
    "  order:\n"                                                                             \
    "    for: item\n"                                                                        \
    "    steps: [{id: made, date: made_on}, {id: sent, date: sent_on}]\n"                    \
    "    intervals: [{id: in-time, from: made, to: sent, at_least: 1 day, at_most: 1 month}]\n"

typedef struct {
    Text out;
    const duly_pack *pack;
} Seen;

static void see_record(void *context, const duly_record *record)
{
    Seen *seen = context;
    text_format(&seen->out, "%.*s [%.*s]", SHOWN(record->key), SHOWN(record->section));
    for (size_t i = 0; i < record->step_count; i++) {
        duly_step step = { .size = sizeof step };
        const duly_step_day *day = &record->steps[i];
        assert_true(duly_pack_step(seen->pack, day->step, &step));
        text_format(&seen->out, " %.*s%s%04d-%02d-%02d", SHOWN(step.id), day->taken ? "+" : "-", day->on.year, day->on.month, day->on.day);
    }
    text_add_char(&seen->out, '\n');
}

static void see_interval(void *context, const duly_interval *interval)
{
    Seen *seen = context;
    text_format(&seen->out, "  %.*s [%.*s]%s %04d %04d-%02d-%02d %lld\n", SHOWN(interval->id), SHOWN(interval->section),
                interval->is_private ? " private" : "", interval->from_on.year, interval->due.year, interval->due.month, interval->due.day,
                (long long) interval->days_left);
}

static void expect(const Place *place, const char *pack_text, const char *csv, duly_check_options options, bool intervals,
                   const char *expected)
{
    const char *batch[] = { place->batch };
    put(place->pack, str_of(pack_text));
    put(place->batch, str_of(csv));
    Seen seen = { .pack = duly_pack_open(place->pack, NULL, NULL) };
    assert_non_null(seen.pack);
    duly_sink sink = { .size = sizeof sink, .context = &seen, .record = see_record, .interval = intervals ? see_interval : NULL };
    options.size = sizeof options;
    options.batch = batch;
    options.batch_count = 1;
    options.as_of = (duly_date) { 2003, 3, 1 };
    assert_int_not_equal(duly_check(seen.pack, &options, &sink), DULY_MISUSED);
    assert_text(&seen.out, expected);
    text_free(&seen.out);
    duly_pack_close((duly_pack *) seen.pack);
}

/* ---- what reports group records by */

static void test_sections(void **state)
{
    const char *csv = "id,maker,owner,state,made_on\na, Wu ,Li,good,\nb,,,完好,\nc,Hu,Li,bad,\nd,Hu,,odd,\ne,Hu,,worse,\n";
    duly_check_options options = { 0 };
    expect(*state, STEPS("maker", "false"), csv, options, false, "a [Wu]\nb []\nc [Hu]\nd [Hu]\ne [Hu]\n");
    expect(*state, STEPS("state", "false"), csv, options, false, "a [Good]\nb [Good]\nc [Bad]\nd [odd]\ne [worse]\n");
    expect(*state, STEPS("owner", "false"), csv, options, false, "a [Li]\nb []\nc [Li]\nd []\ne []\n");
    options.language = "zh";
    expect(*state, STEPS("state", "false"), csv, options, false, "a [完好]\nb [完好]\nc [Bad]\nd [odd]\ne [worse]\n");
    options.redact = true;
    expect(*state, STEPS("owner", "false"), csv, options, false, "a [[private]]\nb []\nc [[private]]\nd []\ne []\n");
}

static void test_wrong_section(void **state)
{
    const Place *place = *state;
    Told told = { 0 };
    duly_sink sink = { .size = sizeof sink, .context = &told, .problem = tell_problem };
    put(place->pack, STR(STEPS("colours", "false")));
    assert_null(duly_pack_open(place->pack, NULL, &sink));
    assert_true(str_find(text_str(&told.out), STR("records are grouped by one value: 'colours' has several"), 0) != SIZE_MAX);
    text_clear(&told.out);
    put(place->pack, STR(STEPS("makers", "false")));
    assert_null(duly_pack_open(place->pack, NULL, &sink));
    assert_true(str_find(text_str(&told.out), STR("did you mean 'maker'?"), 0) != SIZE_MAX);
    text_free(&told.out);
}

/* ---- the days of steps and intervals */

#define DAYS "id,made_on,sent_on\na,2003-01-31,2003-02-10\nb,2003-02-10,\nc,,x\n"

static void test_steps(void **state)
{
    duly_check_options options = { .steps = true };
    expect(*state, STEPS("maker", "false"), DAYS, options, false,
           "a [] made+2003-01-31 sent+2003-02-10\n"
           "b [] made+2003-02-10 sent-0000-00-00\n"
           "c [] made-0000-00-00 sent-0000-00-00\n");
    options.redact = true;
    expect(*state, STEPS("maker", "true"), DAYS, options, false,
           "a [] made+0000-00-00 sent+2003-02-10\n"
           "b [] made+0000-00-00 sent-0000-00-00\n"
           "c [] made-0000-00-00 sent-0000-00-00\n");
    options.redact = false;
    options.steps = false;
    expect(*state, STEPS("maker", "false"), DAYS, options, false, "a []\nb []\nc []\n");
}

/* The step that is asked about was not taken, although it is judged as if it were. */
static void test_steps_before_one(void **state)
{
    duly_check_options options = { .steps = true, .gate = "sent" };
    expect(*state, STEPS("maker", "false"), DAYS, options, false,
           "b [] made+2003-02-10 sent-0000-00-00\nc [] made-0000-00-00 sent-0000-00-00\n");
}

static void test_intervals(void **state)
{
    duly_check_options options = { 0 };
    expect(*state, STEPS("maker", "false"), "id,maker,made_on,sent_on\nb,Hu,2003-02-10,\n", options, true,
           "b [Hu]\n  in-time [Hu] 2003 2003-03-10 9\n");
    expect(*state, STEPS("maker", "true"), "id,maker,made_on,sent_on\nb,Hu,2003-02-10,\n", options, true,
           "b [Hu]\n  in-time [Hu] 2003 2003-03-10 9\n");
    options.redact = true;
    expect(*state, STEPS("maker", "true"), "id,maker,made_on,sent_on\nb,Hu,2003-02-10,\n", options, true,
           "b [Hu]\n  in-time [Hu] private 0000 0000-00-00 0\n");
}

/* ---- one record explained */

typedef struct {
    Text out;
    uint64_t read; /* records, as far as the run was told */
} Heard;

static void hear(void *context, const duly_record_explanation *told)
{
    Heard *heard = context;
    text_format(&heard->out, "%.*s line %llu:", SHOWN(told->record->key), (unsigned long long) told->record->line);
    for (size_t i = 0; i < told->rule_count; i++) {
        const duly_rule_explanation *rule = &told->rules[i];
        duly_rule described = { .size = sizeof described };
        assert_true(duly_pack_rule(told->run->pack, rule->rule, &described));
        if (!described.builtin)
            text_format(&heard->out, " %.*s=%d on %04d of '%.*s' %zu parts, first %d %.*s", SHOWN(described.id), (int) rule->outcome,
                        rule->day.year, SHOWN(rule->day_step), rule->require_count, (int) rule->require[0].state,
                        SHOWN(rule->require[0].value));
    }
    text_add_char(&heard->out, '\n');
}

static void hear_problem(void *context, const duly_problem *problem)
{
    Heard *heard = context;
    text_format(&heard->out, "problem: %.*s\n", SHOWN(problem->message));
}

static void hear_progress(void *context, uint64_t done_bytes, uint64_t total_bytes, uint64_t records)
{
    Heard *heard = context;
    (void) done_bytes;
    (void) total_bytes;
    heard->read = records;
}

static void expect_explained(const Place *place, const char *csv, duly_check_options options, const char *key, duly_status status,
                             const char *expected)
{
    const char *batch[] = { place->batch };
    Heard heard = { .read = 0 };
    duly_sink sink = { .size = sizeof sink, .context = &heard, .problem = hear_problem, .progress = hear_progress };
    put(place->pack, STR(STEPS("maker", "true")));
    put(place->batch, str_of(csv));
    duly_pack *pack = duly_pack_open(place->pack, NULL, NULL);
    assert_non_null(pack);
    options.size = sizeof options;
    options.batch = batch;
    options.batch_count = 1;
    options.as_of = (duly_date) { 2003, 3, 1 };
    assert_int_equal(duly_explain_record(pack, &options, key, hear, &sink), status);
    assert_text(&heard.out, expected);
    assert_true(heard.read <= 1024);
    text_free(&heard.out);
    duly_pack_close(pack);
}

static void test_explained(void **state)
{
    const char *csv = "id,made_on,sent_on\na,2003-01-31,2003-02-10\nb,2003-01-10,\nb,2003-02-10,\n";
    duly_check_options options = { .jobs = 3 };
    expect_explained(*state, csv, options, "a", DULY_CLEAN, "a line 2: in-time=0 on 2003 of 'sent' 17 parts, first 0 true\n");
    expect_explained(*state, csv, options, " b ", DULY_CLEAN, "b line 3: in-time=1 on 2003 of '' 17 parts, first 0 false\n");
    expect_explained(*state, csv, options, "c", DULY_FOUND, "problem: no record has the key 'c', and none is called so\n");
    expect_explained(*state, csv, options, "", DULY_MISUSED, "problem: no record has the key '', and none is called so\n");
    options.redact = true;
    expect_explained(*state, csv, options, "a", DULY_CLEAN, "a line 2: in-time=0 on 2003 of 'sent' 17 parts, first 4 \n");
    options.redact = false;
    options.gate = "sent";
    expect_explained(*state, csv, options, "a", DULY_CLEAN, "a line 2:\n");
}

/* Nothing is read behind the record but the batch that it came in. */
static void test_explained_early(void **state)
{
    Text csv = { 0 };
    text_add(&csv, STR("id,made_on,sent_on\n"));
    for (int i = 0; i < 20000; i++)
        text_format(&csv, "k%d,2003-01-31,2003-02-10\n", i);
    text_add_char(&csv, '\0');
    expect_explained(*state, csv.at, (duly_check_options) { .jobs = 1 }, "k7", DULY_CLEAN,
                     "k7 line 9: in-time=0 on 2003 of 'sent' 17 parts, first 0 true\n");
    text_free(&csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_sections),  IN_PLACE(test_wrong_section), IN_PLACE(test_steps),           IN_PLACE(test_steps_before_one),
        IN_PLACE(test_intervals), IN_PLACE(test_explained),     IN_PLACE(test_explained_early),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
