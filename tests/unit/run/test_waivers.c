/* Waivers: what becomes of violations, and of waivers that do not do what they are there for. */
#include "told.h"

#define PACK                                                                \
    "pack: {name: shop}\n"                                                  \
    "tables:\n"                                                             \
    "  item:\n"                                                             \
    "    file: items\n"                                                     \
    "    key: id\n"                                                         \
    "    fields:\n"                                                         \
    "      id: {type: string, required: true}\n"                            \
    "      n: {type: int}\n"                                                \
    "      made_on: {type: date}\n"                                         \
    "      sent_on: {type: date}\n"                                         \
    "procedures:\n"                                                         \
    "  order:\n"                                                            \
    "    for: item\n"                                                       \
    "    steps: [{id: made, date: made_on}, {id: sent, date: sent_on}]\n"   \
    "    intervals: [{id: soon, from: made, to: sent, at_most: 1 month}]\n" \
    "rules:\n"                                                              \
    "  - {id: enough, title: Too few, for: item, require: item.n >= 5, message: 'only {item.n}'}\n"

#define ITEMS                     \
    "id,n,made_on,sent_on\n"      \
    "a,1,2003-01-01,2003-03-01\n" \
    "b,9,2003-01-01,2003-01-02\n" \
    "c,2,2003-01-01,\n"           \
    "d,,2003-01-05,2003-01-04\n"

typedef struct {
    Text out;
    uint64_t errors, waived;
} Heard;

static void hear_finding(void *context, const duly_finding *finding)
{
    Heard *heard = context;
    text_format(&heard->out, "%.*s %.*s %d: %.*s", SHOWN(finding->id), SHOWN(finding->key), (int) finding->outcome,
                SHOWN(finding->message));
    if (finding->waiver)
        text_format(&heard->out, " [%.*s|%.*s|%04d-%02d-%02d|%llu]", SHOWN(finding->waiver->document), SHOWN(finding->waiver->reason),
                    finding->waiver->expires.year, finding->waiver->expires.month, finding->waiver->expires.day,
                    (unsigned long long) finding->waiver->line);
    else if (finding->group_count == 2)
        text_format(&heard->out, " (line %llu)", (unsigned long long) finding->line);
    text_add_char(&heard->out, '\n');
}

static void hear_record(void *context, const duly_record *record)
{
    static const char *const verdicts[] = { "ready", "blocked", "undecided", "-" };
    Heard *heard = context;
    text_format(&heard->out, "%.*s %s\n", SHOWN(record->key), verdicts[record->verdict]);
    for (size_t i = 0; i < record->finding_count; i++)
        hear_finding(context, &record->findings[i]);
}

static void hear_problem(void *context, const duly_problem *problem)
{
    Heard *heard = context;
    text_format(&heard->out, "line %u: %.*s (%.*s)\n", problem->line, SHOWN(problem->message), SHOWN(problem->hint));
}

static void hear_end(void *context, const duly_run *run, const duly_summary *summary)
{
    Heard *heard = context;
    (void) run;
    heard->errors = summary->by_severity[DULY_ERROR];
    for (size_t i = 0; i < summary->rule_count; i++)
        heard->waived += summary->rules[i].outcomes[DULY_WAIVED];
}

static void hear_interval(void *context, const duly_interval *interval)
{
    Heard *heard = context;
    text_format(&heard->out, "%.*s %.*s %.*s-%.*s %d %d-%d left %lld\n", SHOWN(interval->key), SHOWN(interval->id), SHOWN(interval->from),
                SHOWN(interval->to), interval->to_on.year, interval->due.month, interval->due.day, (long long) interval->days_left);
}

static duly_pack *open_pack(const Place *place, Heard *heard)
{
    duly_sink sink = { .size = sizeof sink, .context = heard, .problem = hear_problem };
    put(place->pack, STR(PACK));
    put(place->batch, STR(ITEMS));
    duly_pack *pack = duly_pack_open(place->pack, NULL, &sink);
    assert_non_null(pack);
    text_clear(&heard->out); /* warnings */
    return pack;
}

/* Checks the items as of 2003-06-01 with these waivers. */
static duly_status check_as(const Place *place, const char *waivers, duly_check_options options, Heard *heard)
{
    char path[96];
    duly_pack *pack = open_pack(place, heard);
    snprintf(path, sizeof path, "%s/given.yaml", place->folder);
    put(path, str_of(waivers));
    const char *batch = place->batch;
    options.size = sizeof options;
    options.batch = &batch;
    options.batch_count = 1;
    options.as_of = (duly_date) { 2003, 6, 1 };
    options.waivers = path;
    duly_sink sink = {
        .size = sizeof sink, .context = heard, .problem = hear_problem, .finding = hear_finding, .record = hear_record, .end = hear_end
    };
    duly_status status = duly_check(pack, &options, &sink);
    unlink(path);
    duly_pack_close(pack);
    return status;
}

static void expect(void **state, const char *waivers, duly_status status, const char *expected)
{
    Heard heard = { 0 };
    duly_check_options options = { 0 };
    assert_int_equal(check_as(*state, waivers, options, &heard), status);
    assert_text(&heard.out, expected);
    text_free(&heard.out);
}

static void test_waived(void **state)
{
    Heard heard = { 0 };
    duly_check_options options = { 0 };
    duly_status status =
        check_as(*state,
                 "- {rule: enough, key: a, document: No. 1, reason: agreed, expires: 2003-06-01}\n"
                 "- {rule: soon, key: a, document: No. 2, expires: 2003-06-01, granted: 2003-06-01}\n"
                 "- {rule: enough, key: c, document: No. 3, expires: 2003-12-31, values: {n: 2, sent_on: , made_on: 2003/1/1}}\n"
                 "- {rule: soon, key: c, document: No. 4, expires: 2003-12-31}\n"
                 "- {rule: step-order, table: item, key: d, document: No. 5, expires: 2003-12-31}\n",
                 options, &heard);
    assert_int_equal(status, DULY_FOUND);
    assert_text(&heard.out,
                "a ready\n"
                "soon a 4: sent on 2003-03-01 lies 28 days after the last day allowed, 2003-02-01 (1 month after made on 2003-01-01) "
                "[No. 2||2003-06-01|2]\n"
                "enough a 4: only 1 [No. 1|agreed|2003-06-01|1]\n"
                "b ready\n"
                "c ready\n"
                "soon c 4: sent has not been taken: the last day allowed was 2003-02-01, 120 days before 2003-06-01 (1 month after made on "
                "2003-01-01) [No. 4||2003-12-31|4]\n"
                "enough c 4: only 2 [No. 3||2003-12-31|3]\n"
                "d undecided\n"
                "step-order d 4: sent on 2003-01-04 lies before made on 2003-01-05 [No. 5||2003-12-31|5]\n"
                "enough d 2: cannot be decided: n is empty\n");
    assert_int_equal(heard.errors, 1);
    assert_int_equal(heard.waived, 5);
    text_free(&heard.out);
}

static void expect_told(void **state, const char *waiver, const char *expected)
{
    Heard heard = { 0 };
    duly_check_options options = { 0 };
    const char *only[] = { "enough", "waiver" };
    options.only = only;
    options.only_count = 2;
    check_as(*state, waiver, options, &heard);
    size_t at = str_find(text_str(&heard.out), STR("\nwaiver"), 0);
    Str told = at == SIZE_MAX ? STR("") : str_slice(text_str(&heard.out), at + 1, heard.out.len);
    assert_str(told, expected);
    text_free(&heard.out);
}

static void test_waivers_without_effect(void **state)
{
    expect_told(state, "- {rule: enough, key: a, document: x, expires: 2003-05-31}\n",
                "waiver  1: the waiver of enough for 'a' expired on 2003-05-31 (line 1)\n");
    expect_told(state, "- {rule: enough, key: a, document: x, expires: 2003-12-31, granted: 2003-06-02}\n",
                "waiver  1: the waiver of enough for 'a' is only granted on 2003-06-02 (line 1)\n");
    expect_told(state, "- {rule: enough, key: a, document: x, expires: 2003-12-31, values: {n: 2, made_on: 2003-01-01, sent_on: }}\n",
                "waiver  1: the waiver of enough for 'a' has lapsed: n was 2 when it was granted and is now 1; sent_on was — when it was "
                "granted and is now 2003-03-01 (line 1)\n");
    expect_told(state, "- {rule: enough, key: b, document: x, expires: 2003-12-31}\n",
                "waiver  1: 'b' does not violate enough: the waiver is not needed (line 1)\n");
    expect_told(state, "- {rule: enough, key: z, document: x, expires: 2003-12-31}\n",
                "waiver  1: no record has the key 'z', for which enough is waived (line 1)\n");
    expect_told(state, "- {rule: enouhg, key: a, document: x, expires: 2003-12-31}\n",
                "waiver  1: there is no rule 'enouhg' that could be waived; did you mean 'enough'? (line 1)\n");
    expect_told(state, "- {rule: enough, key: d, document: x, expires: 2003-12-31}\n",
                "waiver  1: whether 'd' violates enough cannot be decided: the waiver is not needed so far (line 1)\n");
    /* nobody asked */
    expect_told(state, "- {rule: soon, key: z, document: x, expires: 2003-12-31}\n", "");
    /* one that has expired and the one that follows it */
    expect_told(state,
                "- {rule: enough, key: a, document: x, expires: 2003-03-31}\n"
                "- {rule: enough, key: a, document: y, expires: 2003-12-31}\n"
                "- {rule: enough, key: a, document: z, expires: 2003-12-31}\n",
                "waiver  1: the waiver of enough for 'a' expired on 2003-03-31 (line 1)\n"
                "waiver  1: another waiver of enough for 'a' holds already: this one is not needed (line 3)\n");
}

static void test_broken_files(void **state)
{
    expect(state, "waivers: []\n", DULY_MISUSED, "line 1: a list of waivers is expected here, but this is a mapping (`key: value`) ()\n");
    expect(state, "- {rule: enough, key: a, document: x}\n", DULY_MISUSED, "line 1: a waiver needs 'expires' ()\n");
    expect(state, "- {rule: enough, key: a, document: x, expires: soon}\n", DULY_MISUSED,
           "line 1: 'soon' is not a day such as 2003-06-01 ()\n");
    expect(state, "\n- {rule: enough, key: a, documnet: x, document: y, expires: 2003-06-01, table: shelf, values: {m: 1}}\n", DULY_MISUSED,
           "line 2: 'documnet' means nothing in a waiver (did you mean 'document'?)\n"
           "line 2: there is no table 'shelf' (what may stand here: item)\n"
           "line 2: table 'item' has no field 'm' (what may stand here: id, n, made_on, sent_on)\n");
    expect(state, "- {rule: enough, key: a, document: x, granted: 2003-06-02, expires: 2003-06-01}\n", DULY_MISUSED,
           "line 1: the waiver expires before it is granted ()\n");
    expect(state, "- {rule: step-order, key: a, document: x, expires: 2003-06-01, values: {n: 1}}\n", DULY_MISUSED,
           "line 1: 'values' needs 'table' here, since the rule is for every table ()\n");
}

/* In a folder the file is found by itself; without one nothing is said of the rule. */
static void test_found_in_a_folder(void **state)
{
    Place *place = *state;
    Heard heard = { 0 };
    char path[96];
    duly_pack *pack = open_pack(place, &heard);
    const char *folder = place->folder;
    duly_check_options options = { .size = sizeof options, .batch = &folder, .batch_count = 1, .as_of = { 2003, 6, 1 } };
    duly_sink sink = { .size = sizeof sink, .context = &heard, .end = hear_end };
    snprintf(path, sizeof path, "%s/waivers.yaml", place->folder);
    duly_check(pack, &options, &sink);
    assert_int_equal(heard.waived, 0);
    put(path, STR("- {rule: enough, key: a, document: x, expires: 2003-12-31}\n"));
    duly_check(pack, &options, &sink);
    assert_int_equal(heard.waived, 1);
    unlink(path);
    duly_pack_close(pack);
    text_free(&heard.out);
}

static void test_intervals_of_records(void **state)
{
    Place *place = *state;
    Heard heard = { 0 };
    duly_pack *pack = open_pack(place, &heard);
    const char *batch = place->batch;
    duly_check_options options = { .size = sizeof options, .batch = &batch, .batch_count = 1, .as_of = { 2003, 1, 21 } };
    duly_sink sink = { .size = sizeof sink, .context = &heard, .interval = hear_interval };
    duly_check(pack, &options, &sink);
    assert_text(&heard.out, "a soon made-sent 2003 2-1 left 0\nb soon made-sent 2003 2-1 left 0\nc soon made-sent 0 2-1 left 11\n"
                            "d soon made-sent 2003 2-5 left 0\n");
    duly_pack_close(pack);
    text_free(&heard.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_waived),
        IN_PLACE(test_waivers_without_effect),
        IN_PLACE(test_broken_files),
        IN_PLACE(test_found_in_a_folder),
        IN_PLACE(test_intervals_of_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
