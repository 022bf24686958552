/* Whole runs as users of the library see them: over packs and files in a folder of their own, told as one transcript. */
#include "told.h"

static duly_check_options options_of(const char *const *batch)
{
    return (duly_check_options) { .size = sizeof(duly_check_options), .batch = batch, .batch_count = 1, .as_of = { 2003, 12, 31 } };
}

/* Checks what is in the folder; the transcript is in told->out. */
static duly_status check(const Place *place, duly_check_options options, Told *told)
{
    const char *batch[] = { place->batch };
    duly_sink sink = {
        .size = sizeof sink, .context = told, .problem = tell_problem, .finding = tell_finding, .record = tell_record, .end = tell_end
    };
    duly_pack *pack = duly_pack_open(place->pack, NULL, &(duly_sink) { .size = sizeof(duly_sink) });
    assert_non_null(pack);
    if (!options.batch)
        options.batch = batch;
    text_clear(&told->out);
    told->records = 0;
    told->stop = 0;
    duly_status status = duly_check(pack, &options, &sink);
    duly_pack_close(pack);
    return status;
}

/* Checks a CSV against the shop and states the lines about records and files, without the counts. */
static void expect_told(const Place *place, const char *csv, duly_check_options options, duly_status status, const char *expected)
{
    Told told = { 0 };
    put(place->pack, STR(SHOP));
    put(place->batch, str_of(csv));
    assert_int_equal(check(place, options, &told), status);
    size_t end = str_find(text_str(&told.out), STR("end "), 0);
    assert_str(str_slice(text_str(&told.out), 0, end == SIZE_MAX ? told.out.len : end), expected);
    text_free(&told.out);
}

/* ---- what is told */

static void test_findings(void **state)
{
    expect_told(*state,
                "id,name,n,code,made_on,sent_on\n"
                "a,Ann,7,10,2003-01-01,2003-02-01\n"
                "b,Bob,3,10,2003-01-01,\n"
                "c,Cid,,0,2003-01-01,\n"
                "d,Dan,7,,2003-01-01,2003-03-01\n",
                options_of(NULL), DULY_FOUND,
                "item a '' line 2 ready\n"
                "item b '' line 3 blocked\n"
                "  enough violation 0: 3 of Bob; at least 5; n=3@3\n"
                "item c '' line 4 undecided\n"
                "  enough undecided 0: cannot be decided: Number is empty; n=-@3\n"
                "  divides undecided 1: cannot be decided: 1000 cannot be divided by 0 in `1000 / item.code`; code=0@4\n"
                "item d '' line 5 blocked\n"
                "  in-time violation 0: Late: made_on = 2003-01-01, sent_on = 2003-03-01; made_on=2003-01-01@5; sent_on=2003-03-01@6; "
                "clears 2003-03-02\n"
                "  divides undecided 1: cannot be decided: code is empty; code=-@4\n");
}

static void test_language(void **state)
{
    duly_check_options options = options_of(NULL);
    options.language = "zh";
    expect_told(*state, "id,name,n,code,state,sent_on\na,Ann,3,1,bad,\nb,Bob,,1,good,\n", options, DULY_FOUND,
                "item a '' line 2 blocked\n"
                "  enough violation 0: Ann只有3，状态损坏; n=3@3\n"
                "item b '' line 3 undecided\n"
                "  enough undecided 0: 无法判定：数量为空; n=-@3\n");
}

static void test_missing_in_message(void **state)
{
    expect_told(*state, "id,n,code,sent_on\na,3,1,\n", options_of(NULL), DULY_FOUND,
                "item a '' line 2 blocked\n"
                "  enough violation 0: 3 of (missing); at least 5; n=3@2\n");
}

static void test_dictionary(void **state)
{
    expect_told(*state,
                "id,n,code,made_on,sent_on,nmae\n"
                "a,7,1,2003-01-01,2002-12-31,\n"
                " a ,x,1,2003-02-30,,\n"
                ",200,1,,,\n"
                "b,7,1,,,,,extra\n",
                options_of(NULL), DULY_FOUND,
                "file line 1\n"
                "  unknown-column violation 1: 'nmae' is no field of the table and is not read; did you mean 'name'?; column:nmae\n"
                "item a '' line 2 blocked\n"
                "  step-order violation 0: sent on 2002-12-31 lies before made on 2003-01-01; made_on=2003-01-01@4; "
                "sent_on=2002-12-31@5\n"
                "item a '' line 3 blocked\n"
                "  unreadable-value violation 0: Number: 'x' is not a whole number; made_on: '2003-02-30' is not a date; n=x@2; "
                "made_on=2003-02-30@4\n"
                "  duplicate-key violation 0: id 'a' stands on line 2 already; id= a @1\n"
                "item  '' line 4 blocked\n"
                "  required-field violation 0: id is empty; id=-@1\n"
                "  value-not-allowed violation 0: Number: 200 is more than 99; n=200@2\n"
                "item b '' line 5 ready\n"
                "  ragged-row violation 1: the row has 8 cells, the heading only 6\n");
}

static void test_lacking_column(void **state)
{
    expect_told(*state, "name,n,code\nAnn,7,1\n", options_of(NULL), DULY_FOUND,
                "item  '' line 2 undecided\n"
                "file line 1\n"
                "  no-column undecided 0: rules cannot be asked, for want of these columns: id (required-field); sent_on (in-time)\n");
}

static void test_before_a_step(void **state)
{
    duly_check_options options = options_of(NULL);
    options.gate = "sent";
    options.on = (duly_date) { 2003, 3, 1 };
    options.only = (const char *const[]) { "in-time" };
    options.only_count = 1;
    expect_told(*state, "id,made_on,sent_on\na,2003-01-01,2003-01-02\nb,2003-01-01,\nc,2003-02-01,\n", options, DULY_FOUND,
                "item b '' line 3 blocked\n"
                "  in-time violation 0: Late: made_on = 2003-01-01, sent_on = (missing); made_on=2003-01-01@2; sent_on=-@3; "
                "clears 2003-03-02\n"
                "item c '' line 4 ready\n");
    expect_told(*state, "id,made_on,sent_on\na,2003-01-01,2003-01-02\n", options, DULY_INCOMPLETE,
                "problem 0  :0:0: no record was judged: every one has taken this step already ()\n");
}

/* ---- private things */

static void test_redact(void **state)
{
    const Place *place = *state;
    Told told = { 0 };
    static const char *const secrets[] = { "SECRET", "7654", "4321" };
    put(place->pack,
        STR("pack: {name: shop}\n"
            "tables:\n"
            "  item:\n"
            "    file: items\n"
            "    key: id\n"
            "    fields:\n"
            "      id: {type: string, private: true}\n"
            "      name: {type: string, private: true, pattern: '^[a-z]*$'}\n"
            "      code: {type: int, private: true, max: 99}\n"
            "      n: {type: int}\n"
            "      made_on: {type: date, private: true}\n"
            "      sent_on: {type: date}\n"
            "    derived: {both: \"item.name + '!'\"}\n"
            "procedures:\n"
            "  order: {for: item, steps: [{id: made, date: made_on}, {id: sent, date: sent_on}]}\n"
            "rules:\n"
            "  - {id: shown, title: t, for: item, require: item.n > 5, message: '{item.name}, {item.both}, {item.code + 1}, {item.n}'}\n"
            "  - {id: listed, title: t, for: item, require: size(item.name) < item.n}\n"
            "  - {id: fails, title: t, for: item, require: item.code / (item.n - item.n) == 1}\n"));
    put(place->batch, STR("id,name,code,n,made_on,sent_on\nSECRET1,SECRET2,7654,3,4321-01-01,2003-01-01\nSECRET1,,76543,3,SECRET,\n"));
    duly_check_options options = options_of(NULL);
    options.redact = told.redacts = true;
    assert_int_equal(check(place, options, &told), DULY_FOUND);
    for (size_t i = 0; i < COUNT(secrets); i++)
        assert_int_equal(str_find(text_str(&told.out), str_of(secrets[i]), 0), SIZE_MAX);
    static const char *const expected[] = {
        "item [private]",
        "name: [private]",
        "made_on: [private]",
        "id '[private]' stands on line 2 already",
        "sent on 2003-01-01 lies before made on [private]",
        "shown violation 0: [private], [private], [private], 3",
        "name=[private]@2; n=3@4",
        "listed violation 0: t: name = [private], n = 3",
        "fails undecided 0: cannot be decided: [private]; code=[private]@3",
    };
    for (size_t i = 0; i < COUNT(expected); i++)
        if (str_find(text_str(&told.out), str_of(expected[i]), 0) == SIZE_MAX)
            fail_msg("no \"%s\" in:\n%.*s", expected[i], STR_ARG(text_str(&told.out)));
    options.redact = told.redacts = false;
    check(place, options, &told);
    for (size_t i = 0; i < COUNT(secrets); i++)
        assert_int_not_equal(str_find(text_str(&told.out), str_of(secrets[i]), 0), SIZE_MAX);
    text_free(&told.out);
}

/* ---- many records */

static void put_roster(const Place *place, unsigned rows)
{
    Text csv = { 0 };
    uint64_t state = 3;
    text_add(&csv, STR("id,name,n,code,made_on,sent_on\n"));
    for (unsigned i = 0; i < rows; i++) {
        unsigned n = (unsigned) (next_random(&state) % 12), id = i % 97 == 5 ? i / 2 : i;
        text_format(&csv, "K%u,name %u,%u,%u,2003-01-15,2003-0%u-15\n", id, i, n, n % 3, 1 + n % 4);
    }
    put(place->pack, STR(SHOP));
    put(place->batch, text_str(&csv));
    text_free(&csv);
}

static void test_jobs_do_not_show(void **state)
{
    const Place *place = *state;
    Told first = { 0 }, other = { 0 };
    put_roster(place, 9000);
    duly_check_options options = options_of(NULL);
    assert_int_equal(check(place, options, &first), DULY_FOUND);
    assert_int_equal(first.records, 9000);
    for (unsigned jobs = 1; jobs <= 5; jobs++) {
        options.jobs = jobs;
        assert_int_equal(check(place, options, &other), DULY_FOUND);
        assert_true(str_equal(text_str(&first.out), text_str(&other.out)));
    }
    text_free(&first.out);
    text_free(&other.out);
}

static void test_interrupted(void **state)
{
    const Place *place = *state;
    put_roster(place, 20000);
    for (unsigned jobs = 1; jobs <= 3; jobs += 2) {
        Told told = { .stop_at = 1500 };
        duly_check_options options = options_of(NULL);
        options.jobs = jobs;
        options.stop = &told.stop;
        assert_int_equal(check(place, options, &told), DULY_INTERRUPTED);
        assert_true(told.records >= 1500 && told.records < 20000);
        assert_int_equal(told.records % 1024, 0);
        assert_int_not_equal(str_find(text_str(&told.out), STR("end incomplete"), 0), SIZE_MAX);
        text_free(&told.out);
    }
}

static void test_max_findings(void **state)
{
    const char *csv = "id,n,code,sent_on\na,1,1,\nb,2,0,\nc,3,1,\nd,7,1,\n";
    duly_check_options options = options_of(NULL);
    options.max_findings = 2;
    expect_told(*state, csv, options, DULY_FOUND,
                "item a '' line 2 blocked\n"
                "  enough violation 0: 1 of (missing); at least 5; n=1@2\n"
                "item b '' line 3 blocked\n"
                "  enough violation 0: 2 of (missing); at least 5; n=2@2\n"
                "item c '' line 4 blocked\n"
                "item d '' line 5 ready\n");
    Told told = { 0 };
    check(*state, options, &told);
    assert_int_not_equal(str_find(text_str(&told.out), STR("findings 4 left out 2\n"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(text_str(&told.out), STR("enough 1 3 0 0 0\n"), 0), SIZE_MAX);
    text_free(&told.out);
}

/* ---- what it comes to */

static void test_status(void **state)
{
    const Place *place = *state;
    Told told = { 0 };
    duly_check_options options = options_of(NULL);
    put(place->pack, STR(SHOP));
    put(place->batch, STR("id,n,code,sent_on\na,7,1,\n"));
    assert_int_equal(check(place, options, &told), DULY_CLEAN);
    put(place->batch, STR("id,n,code,sent_on\na,7,0,\n"));
    assert_int_equal(check(place, options, &told), DULY_CLEAN);
    options.fail_on = DULY_WARNING;
    assert_int_equal(check(place, options, &told), DULY_FOUND);
    put(place->batch, STR("id,n,code,sent_on\na,1,0,\n"));
    options.fail_on = DULY_NEVER;
    assert_int_equal(check(place, options, &told), DULY_CLEAN);
    put(place->batch, STR("id,n,code,sent_on\n"));
    assert_int_equal(check(place, options, &told), DULY_INCOMPLETE);
    put(place->batch, STR("id,n,code,sent_on\na,7,1,\n\"b,7,1,\n"));
    assert_int_equal(check(place, options, &told), DULY_INCOMPLETE);
    assert_int_not_equal(str_find(text_str(&told.out), STR("item a '' line 2 ready\n"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(text_str(&told.out), STR("end incomplete"), 0), SIZE_MAX);
    options.as_of = (duly_date) { 2003, 2, 29 };
    assert_int_equal(check(place, options, &told), DULY_MISUSED);
    assert_int_equal(told.records, 0);
    text_free(&told.out);
}

/* A host that wants nothing but what was found is not told the other records, and its summary is the same. */
static void test_found_only(void **state)
{
    const Place *place = *state;
    const char *batch[] = { place->batch };
    put(place->pack, STR(SHOP));
    put(place->batch, STR("id,n,code,sent_on\na,7,1,\nb,2,1,\nc,,1,\nd,8,1,\na,9,1,\n"));
    duly_pack *pack = duly_pack_open(place->pack, NULL, NULL);
    duly_check_options options = options_of(batch);
    Told all = { 0 };
    duly_sink sink = {
        .size = sizeof sink, .context = &all, .problem = tell_problem, .finding = tell_finding, .record = tell_record, .end = tell_end
    };
    for (options.memory = 0; options.memory < 2; options.memory++) {
        Told found = { 0 };
        all.records = 0;
        text_clear(&all.out);
        sink.context = &all;
        sink.found_only = false;
        assert_int_equal(duly_check(pack, &options, &sink), DULY_FOUND);
        sink.context = &found;
        sink.found_only = true;
        assert_int_equal(duly_check(pack, &options, &sink), DULY_FOUND);
        assert_int_equal(all.records, 5);
        if (options.memory == 0)
            assert_int_equal(found.records, 3);
        assert_int_not_equal(str_find(text_str(&found.out), STR("duplicate-key violation"), 0), SIZE_MAX);
        size_t end = str_find(text_str(&all.out), STR("end "), 0), end_found = str_find(text_str(&found.out), STR("end "), 0);
        assert_true(str_equal(str_slice(text_str(&found.out), end_found, found.out.len), str_slice(text_str(&all.out), end, all.out.len)));
        text_free(&found.out);
    }
    text_free(&all.out);
    duly_pack_close(pack);
}

static Str end_of(const Told *told)
{
    size_t end = str_find(text_str(&told->out), STR("end "), 0);
    return end == SIZE_MAX ? (Str) { 0 } : str_slice(text_str(&told->out), end, told->out.len);
}

/* How findings are told is not worked out where nobody hears them; what they come to is counted all the same. */
static void test_unheard(void **state)
{
    const Place *place = *state;
    static const char *const paths[][2] = { { NULL, NULL },
                                            { "rules/university-2003", "fixtures/meeting-2003" },
                                            { "fixtures/library/rules", "fixtures/library/batch" } };
    put(place->pack, STR(SHOP));
    put(place->batch, STR("id,n,code,made_on,sent_on\na,7,1,,\nb,2,1,2003-01-01,2003-03-01\nc,,0,,\nd,8,1,2003-13-01,\na,9,1,,\n"));
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        for (uint64_t memory = 0; memory < 2; memory++) {
            const char *batch[] = { paths[i][1] ? paths[i][1] : place->batch };
            duly_pack *pack = duly_pack_open(paths[i][0] ? paths[i][0] : place->pack, NULL, NULL);
            duly_check_options options = options_of(batch);
            Told heard = { 0 }, unheard = { 0 };
            duly_sink sink = { .size = sizeof sink, .context = &heard, .record = tell_record, .finding = tell_finding, .end = tell_end };
            options.gate = i == 1 ? "meeting" : NULL;
            options.memory = memory;
            assert_int_equal(duly_check(pack, &options, &sink), DULY_FOUND);
            sink = (duly_sink) { .size = sizeof sink, .context = &unheard, .end = tell_end };
            assert_int_equal(duly_check(pack, &options, &sink), DULY_FOUND);
            assert_true(heard.records > 0 && end_of(&heard).len > 0);
            assert_true(str_equal(end_of(&unheard), end_of(&heard)));
            text_free(&heard.out);
            text_free(&unheard.out);
            duly_pack_close(pack);
        }
}

static void test_without_callbacks(void **state)
{
    const Place *place = *state;
    const char *batch[] = { place->batch };
    put(place->pack, STR(SHOP));
    put(place->batch, STR("id,n,code\na,1,1\n"));
    duly_pack *pack = duly_pack_open(place->pack, NULL, NULL);
    duly_check_options options = options_of(batch);
    assert_int_equal(duly_check(pack, &options, NULL), DULY_FOUND);
    assert_int_equal(duly_check(pack, &options, &(duly_sink) { .size = sizeof(duly_sink) }), DULY_FOUND);
    duly_pack_close(pack);
    duly_pack_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_findings),     IN_PLACE(test_language),         IN_PLACE(test_missing_in_message),
        IN_PLACE(test_dictionary),   IN_PLACE(test_lacking_column),   IN_PLACE(test_before_a_step),
        IN_PLACE(test_redact),       IN_PLACE(test_jobs_do_not_show), IN_PLACE(test_interrupted),
        IN_PLACE(test_max_findings), IN_PLACE(test_status),           IN_PLACE(test_without_callbacks),
        IN_PLACE(test_found_only),   IN_PLACE(test_unheard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
