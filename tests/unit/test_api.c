/* The library as its users see it: whole runs over packs and files in a folder of their own, told as one transcript. */
#include "unit.h"

#include <unistd.h>

#include "api/duly.h"
#include "base/io.h"

#define SHOWN(text) (int) (text).len, (text).at ? (text).at : ""

/* ---- a folder with a pack and a batch */

typedef struct {
    char folder[64], pack[96], batch[96];
} Place;

static int make_place(void **state)
{
    Place *place = malloc(sizeof *place);
    snprintf(place->folder, sizeof place->folder, "/tmp/duly-api-XXXXXX");
    *state = place;
    if (!mkdtemp(place->folder))
        return -1;
    snprintf(place->pack, sizeof place->pack, "%s/pack.yaml", place->folder);
    snprintf(place->batch, sizeof place->batch, "%s/items.csv", place->folder);
    return 0;
}

static int drop_place(void **state)
{
    Place *place = *state;
    unlink(place->pack);
    unlink(place->batch);
    rmdir(place->folder);
    free(place);
    return 0;
}

static void put(const char *path, Str text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.at, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
}

/* ---- everything that is told, as text; the folder is left out of paths */

typedef struct {
    Text out;
    uint64_t records;
    uint64_t stop_at;   /* 0: never */
    volatile int stop;
} Told;

static void add_path(Told *told, duly_text path)
{
    size_t start = path.len;
    while (start > 0 && path.at[start - 1] != '/')
        start--;
    text_add(&told->out, (Str) { path.at ? path.at + start : NULL, path.len - start });
}

static void tell_problem(void *context, const duly_problem *problem)
{
    Told *told = context;
    text_format(&told->out, "problem %d %.*s ", (int) problem->severity, SHOWN(problem->id));
    add_path(told, problem->path);
    text_format(&told->out, ":%u:%u: %.*s (%.*s)\n%.*s", problem->line, problem->column, SHOWN(problem->message),
                SHOWN(problem->hint), SHOWN(problem->excerpt));
}

static void add_date(Told *told, const char *before, duly_date date)
{
    if (date.year)
        text_format(&told->out, "%s%04d-%02d-%02d", before, date.year, date.month, date.day);
}

static void add_finding(Told *told, const duly_finding *finding)
{
    static const char *const outcomes[] = { "pass", "violation", "undecided", "not-applicable", "waived" };
    text_format(&told->out, "  %.*s %s %d: %.*s", SHOWN(finding->id), outcomes[finding->outcome], (int) finding->severity,
                SHOWN(finding->message));
    for (size_t i = 0; i < finding->cell_count; i++)
        text_format(&told->out, "; %.*s=%.*s%s@%u", SHOWN(finding->cells[i].field), SHOWN(finding->cells[i].value),
                    finding->cells[i].missing ? "-" : "", finding->cells[i].column);
    for (size_t i = 0; i < finding->group_count; i++)
        text_format(&told->out, "; %.*s:%.*s", SHOWN(finding->group[i].name), SHOWN(finding->group[i].value));
    add_date(told, "; clears ", finding->clears_on);
    text_add_char(&told->out, '\n');
    assert_int_equal(finding->fingerprint.len, 32);
}

static void tell_finding(void *context, const duly_finding *finding)
{
    Told *told = context;
    text_format(&told->out, "file line %llu\n", (unsigned long long) finding->line);
    add_finding(told, finding);
}

static void tell_record(void *context, const duly_record *record)
{
    static const char *const verdicts[] = { "ready", "blocked", "undecided", "no verdict" };
    Told *told = context;
    told->records++;
    text_format(&told->out, "%.*s %.*s '%.*s' line %llu %s", SHOWN(record->table), SHOWN(record->key), SHOWN(record->label),
                (unsigned long long) record->line, verdicts[record->verdict]);
    add_date(told, " until ", record->earliest);
    text_add_char(&told->out, '\n');
    for (size_t i = 0; i < record->finding_count; i++)
        add_finding(told, &record->findings[i]);
    if (told->stop_at && told->records >= told->stop_at)
        told->stop = 1;
}

static void add_rule_counts(Told *told, const duly_run *run, const duly_summary *summary)
{
    for (size_t i = 0; i < summary->rule_count; i++) {
        const uint64_t *counts = summary->rules[i].outcomes;
        duly_rule rule;
        assert_true(duly_pack_rule(run->pack, summary->rules[i].rule, &rule));
        text_format(&told->out, "%.*s", SHOWN(rule.id));
        for (int outcome = 0; outcome < 5; outcome++)
            text_format(&told->out, " %llu", (unsigned long long) counts[outcome]);
        text_add_char(&told->out, '\n');
    }
}

static void tell_end(void *context, const duly_run *run, const duly_summary *summary)
{
    Told *told = context;
    text_format(&told->out, "end %s %llu %llu %llu not judged %llu findings %llu left out %llu\n",
                run->complete ? "complete" : "incomplete", (unsigned long long) summary->verdicts[0],
                (unsigned long long) summary->verdicts[1], (unsigned long long) summary->verdicts[2],
                (unsigned long long) summary->not_judged, (unsigned long long) summary->findings,
                (unsigned long long) summary->left_out);
    add_rule_counts(told, run, summary);
}

static duly_check_options options_of(const char *const *batch)
{
    return (duly_check_options) { .size = sizeof(duly_check_options), .batch = batch, .batch_count = 1,
                                  .as_of = { 2003, 12, 31 } };
}

/* Checks what is in the folder; the transcript is in told->out. */
static duly_status check(const Place *place, duly_check_options options, Told *told)
{
    const char *batch[] = { place->batch };
    duly_sink sink = { .context = told, .problem = tell_problem, .finding = tell_finding, .record = tell_record,
                       .end = tell_end };
    duly_pack *pack = duly_pack_open(place->pack, NULL, &(duly_sink) { 0 });
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

static const char *const shop =
    "pack: {name: shop}\n"
    "tables:\n"
    "  item:\n"
    "    file: items\n"
    "    key: id\n"
    "    fields:\n"
    "      id: {type: string, required: true}\n"
    "      name: {type: string, private: true, title: {en: Name, zh: 名称}}\n"
    "      n: {type: int, min: 0, max: 99, title: {en: Number, zh: 数量}}\n"
    "      code: {type: int, private: true, max: 999}\n"
    "      state: {type: enum, values: {good: {en: Good, zh: 完好}, bad: {en: Bad, zh: 损坏}}}\n"
    "      made_on: {type: date}\n"
    "      sent_on: {type: date}\n"
    "procedures:\n"
    "  order: {for: item, steps: [{id: made, date: made_on}, {id: sent, date: sent_on}]}\n"
    "parameters:\n"
    "  least: {value: 5}\n"
    "rules:\n"
    "  - {id: enough, title: {en: Too few, zh: 数量不足}, for: item, require: item.n >= params.least,\n"
    "     message: {en: '{item.n} of {item.name}; at least {params.least}', zh: '{item.name}只有{item.n}，状态{item.state}'}}\n"
    "  - {id: in-time, title: Late, for: item, gate: sent, require: item.sent_on <= item.made_on + months(1),\n"
    "     clears_on: item.sent_on + days(1)}\n"
    "  - {id: divides, title: Does not divide, for: item, severity: warning, require: 1000 / item.code > 0}\n";

/* Checks a CSV against the shop and states the lines about records and files, without the counts. */
static void expect_told(const Place *place, const char *csv, duly_check_options options, duly_status status,
                        const char *expected)
{
    Told told = { 0 };
    put(place->pack, str_of(shop));
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
        "item d '' line 5 blocked until 2003-03-02\n"
        "  in-time violation 0: Late: made_on = 2003-01-01, sent_on = 2003-03-01; made_on=2003-01-01@5; sent_on=2003-03-01@6; "
        "clears 2003-03-02\n"
        "  divides undecided 1: cannot be decided: code is empty; code=-@4\n");
}

static void test_language(void **state)
{
    duly_check_options options = options_of(NULL);
    options.language = "zh";
    expect_told(*state, "id,name,n,code,state\na,Ann,3,1,bad\nb,Bob,,1,good\n", options, DULY_FOUND,
        "item a '' line 2 blocked\n"
        "  enough violation 0: Ann只有3，状态损坏; n=3@3\n"
        "item b '' line 3 undecided\n"
        "  enough undecided 0: 无法判定：数量为空; n=-@3\n");
}

static void test_missing_in_message(void **state)
{
    expect_told(*state, "id,n,code\na,3,1\n", options_of(NULL), DULY_FOUND,
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
        "  enough undecided 0: cannot be decided: Number cannot be read; n=x@2\n"
        "item  '' line 4 blocked\n"
        "  required-field violation 0: id is empty; id=-@1\n"
        "  value-not-allowed violation 0: Number: 200 is more than 99; n=200@2\n"
        "item b '' line 5 ready\n"
        "  ragged-row violation 1: the row has 8 cells, the heading only 6\n");
}

static void test_lacking_column(void **state)
{
    expect_told(*state, "name,n,code\nAnn,7,1\n", options_of(NULL), DULY_FOUND,
        "file line 1\n"
        "  required-field violation 0: the file has no column for id, which no record may lack; field:id\n"
        "item  '' line 2 ready\n");
}

static void test_before_a_step(void **state)
{
    duly_check_options options = options_of(NULL);
    options.gate = "sent";
    options.on = (duly_date) { 2003, 3, 1 };
    options.only = (const char *const[]) { "in-time" };
    options.only_count = 1;
    expect_told(*state, "id,made_on,sent_on\na,2003-01-01,2003-01-02\nb,2003-01-01,\nc,2003-02-01,\n", options, DULY_FOUND,
        "item b '' line 3 blocked until 2003-03-02\n"
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
    put(place->pack, STR(
        "pack: {name: shop}\n"
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
    options.redact = true;
    assert_int_equal(check(place, options, &told), DULY_FOUND);
    for (size_t i = 0; i < COUNT(secrets); i++)
        assert_int_equal(str_find(text_str(&told.out), str_of(secrets[i]), 0), SIZE_MAX);
    static const char *const expected[] = {
        "item [private]", "name: [private]", "made_on: [private]", "id '[private]' stands on line 2 already",
        "sent on 2003-01-01 lies before made on [private]", "shown violation 0: [private], [private], [private], 3",
        "name=[private]@2; n=3@4", "listed violation 0: t: name = [private], n = 3",
        "fails undecided 0: cannot be decided: [private]; code=[private]@3",
    };
    for (size_t i = 0; i < COUNT(expected); i++)
        if (str_find(text_str(&told.out), str_of(expected[i]), 0) == SIZE_MAX)
            fail_msg("no \"%s\" in:\n%.*s", expected[i], STR_ARG(text_str(&told.out)));
    options.redact = false;
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
    put(place->pack, str_of(shop));
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
    const char *csv = "id,n,code\na,1,1\nb,2,0\nc,3,1\nd,7,1\n";
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
    put(place->pack, str_of(shop));
    put(place->batch, STR("id,n,code\na,7,1\n"));
    assert_int_equal(check(place, options, &told), DULY_CLEAN);
    put(place->batch, STR("id,n,code\na,7,0\n"));
    assert_int_equal(check(place, options, &told), DULY_CLEAN);
    options.fail_on = DULY_WARNING;
    assert_int_equal(check(place, options, &told), DULY_FOUND);
    put(place->batch, STR("id,n,code\na,1,0\n"));
    options.fail_on = DULY_NEVER;
    assert_int_equal(check(place, options, &told), DULY_CLEAN);
    put(place->batch, STR("id,n,code\n"));
    assert_int_equal(check(place, options, &told), DULY_INCOMPLETE);
    put(place->batch, STR("id,n,code\na,7,1\n\"b,7,1\n"));
    assert_int_equal(check(place, options, &told), DULY_INCOMPLETE);
    assert_int_not_equal(str_find(text_str(&told.out), STR("item a '' line 2 ready\n"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(text_str(&told.out), STR("end incomplete"), 0), SIZE_MAX);
    options.as_of = (duly_date) { 2003, 2, 29 };
    assert_int_equal(check(place, options, &told), DULY_MISUSED);
    assert_int_equal(told.records, 0);
    text_free(&told.out);
}

static void test_without_callbacks(void **state)
{
    const Place *place = *state;
    const char *batch[] = { place->batch };
    put(place->pack, str_of(shop));
    put(place->batch, STR("id,n,code\na,1,1\n"));
    duly_pack *pack = duly_pack_open(place->pack, NULL, NULL);
    duly_check_options options = options_of(batch);
    assert_int_equal(duly_check(pack, &options, NULL), DULY_FOUND);
    assert_int_equal(duly_check(pack, &options, &(duly_sink) { 0 }), DULY_FOUND);
    duly_pack_close(pack);
    duly_pack_close(NULL);
}

/* ---- packs */

static void test_pack(void **state)
{
    const Place *place = *state;
    put(place->pack, str_of(shop));
    duly_pack *pack = duly_pack_open(place->pack, "zh", NULL);
    duly_pack_info info;
    duly_pack_describe(pack, &info);
    assert_int_equal(info.rule_count, 3);
    assert_int_equal(info.all_rule_count, 12);
    assert_int_equal(info.step_count, 2);
    assert_int_equal(info.sha256.len, 64);
    duly_rule rule;
    assert_true(duly_pack_rule(pack, 0, &rule) && rule.builtin && rule.path.len == 0);
    assert_true(duly_pack_rule(pack, 9, &rule) && !rule.builtin);
    assert_str(((Str) { rule.title.at, rule.title.len }), "数量不足");
    assert_str(((Str) { rule.require.at, rule.require.len }), "item.n >= params.least");
    assert_int_equal(rule.line, 19);
    assert_true(duly_pack_rule(pack, 10, &rule));
    assert_str(((Str) { rule.gate.at, rule.gate.len }), "sent");
    assert_false(duly_pack_rule(pack, 12, &rule));
    duly_step step;
    assert_true(duly_pack_step(pack, 1, &step));
    assert_str(((Str) { step.field.at, step.field.len }), "sent_on");
    assert_false(duly_pack_step(pack, 2, &step));
    duly_pack_close(pack);
}

static void test_broken_pack(void **state)
{
    const Place *place = *state;
    Told told = { 0 };
    duly_sink sink = { .context = &told, .problem = tell_problem };
    put(place->pack, STR("pack: {name: x}\n"
                         "tables: {item: {file: items, fields: {id: {type: string}, n: {type: int}}}}\n"
                         "rules:\n"
                         "  - {id: a, title: t, source: s, for: item, require: item.m > 1}\n"));
    assert_null(duly_pack_open(place->pack, NULL, &sink));
    assert_true(str_starts_with(text_str(&told.out), STR("problem 0 E202 pack.yaml:4:")));
    assert_int_not_equal(str_find(text_str(&told.out), STR("^"), 0), SIZE_MAX);
    text_clear(&told.out);
    put(place->pack, STR("pack: {name: x}\n"
                         "tables: {item: {file: items, fields: {id: {type: string}, n: {type: int}}}}\n"
                         "rules:\n"
                         "  - {id: a, title: t, source: s, for: item, require: item.n > 1 / 0}\n"));
    assert_null(duly_pack_open(place->pack, NULL, &sink));
    assert_int_not_equal(str_find(text_str(&told.out), STR("E206 pack.yaml:4:"), 0), SIZE_MAX);
    text_clear(&told.out);
    assert_null(duly_pack_open("/nowhere", NULL, &sink));
    assert_int_not_equal(told.out.len, 0);
    text_free(&told.out);
}

/* ---- examples */

static void tell_example(void *context, const duly_example *example)
{
    Told *told = context;
    text_format(&told->out, "%.*s:%u %d %d %s %.*s\n", SHOWN(example->id), example->line, (int) example->expected,
                (int) example->actual, example->passed ? "passed" : "failed", SHOWN(example->detail));
}

static void test_examples(void **state)
{
    const Place *place = *state;
    Told told = { 0 };
    put(place->pack, STR(
        "pack: {name: shop}\n"
        "tables: {item: {file: items, fields: {id: {type: string}, n: {type: int}, made_on: {type: date}, sent_on: {type: date}}}}\n"
        "procedures: {order: {for: item, steps: [{id: made, date: made_on}, {id: sent, date: sent_on}]}}\n"
        "rules:\n"
        "  - id: early\n"
        "    title: t\n"
        "    for: item\n"
        "    gate: made\n"
        "    after: [step-order]\n"
        "    require: item.made_on < date('2003-06-01') && item.n > 1\n"
        "    examples:\n"
        "      - violation: {n: 5}\n"
        "      - as_of: 2003-05-01\n"
        "        pass: {n: 5, sent_on: 2003-04-01}\n"
        "      - not-applicable: {n: 5, made_on: 2003-05-01, sent_on: 2003-04-01}\n"
        "      - pass: {made_on: 2003-05-01}\n"
        "  - {id: other, title: t, for: item, require: item.n > 1, examples: [{pass: {n: 2}}]}\n"));
    duly_pack *pack = duly_pack_open(place->pack, NULL, NULL);
    assert_non_null(pack);
    duly_test_sink sink = { .context = &told, .problem = tell_problem, .example = tell_example };
    assert_int_equal(duly_test(pack, NULL, 0, &sink), DULY_FOUND);
    assert_text(&told.out,
        "early:12 1 1 passed t: n = 5, made_on = 2003-12-31\n"
        "early:13 0 0 passed \n"
        "early:15 3 3 passed \n"
        "early:16 0 2 failed cannot be decided: n is empty\n"
        "other:17 0 0 passed \n");
    const char *one[] = { "other" }, *none[] = { "othr" };
    assert_int_equal(duly_test(pack, one, 1, &sink), DULY_CLEAN);
    text_clear(&told.out);
    assert_int_equal(duly_test(pack, none, 1, &sink), DULY_MISUSED);
    assert_text(&told.out, "problem 0  :0:0: no rule of the pack is called 'othr' (did you mean 'other'?)\n");
    duly_pack_close(pack);
    text_free(&told.out);
}

/* ---- single expressions */

static void expect_eval(const char *expression, const char *variables, duly_status status, const char *expected)
{
    Told told = { 0 };
    duly_value value = { 0 };
    duly_sink sink = { .context = &told, .problem = tell_problem };
    Str given = str_of(variables), text = str_of(expression);
    assert_int_equal(duly_eval((duly_text) { text.at, text.len }, (duly_text) { given.at, given.len }, &value, &sink), status);
    if (value.value.len)
        text_format(&told.out, "%.*s : %.*s", SHOWN(value.value), SHOWN(value.type));
    assert_text(&told.out, expected);
    text_free(&told.out);
    duly_value_free(&value);
    duly_value_free(&value);
}

static void test_eval(void **state)
{
    (void) state;
    expect_eval("1 + 2", NULL, DULY_CLEAN, "3 : int");
    expect_eval("a.b[1] + 'x'", "{\"a\": {\"b\": [1, \"y\"]}}", DULY_CLEAN, "'yx' : string");
    expect_eval("[d, t, n, i]", "{\"d\": 1.5, \"t\": true, \"n\": null, \"i\": 7}", DULY_CLEAN,
                "[1.5, true, null, 7] : list(dyn)");
    expect_eval("as_of + months(1)", "{\"as_of\": \"2003-01-31\"}", DULY_CLEAN, "date('2003-02-28') : date");
    expect_eval("7 / x", "{\"x\": 0}", DULY_FOUND,
                "problem 0  <expression>:1:1: 7 cannot be divided by 0 ()\n 1 | 7 / x\n   | ^^^^^\n");
    expect_eval("as_of", "{\"as_of\": 3}", DULY_MISUSED, "problem 0  <variables>:0:0: as_of is a date: \"2003-06-01\" ()\n");
    expect_eval("1", "[1]", DULY_MISUSED,
                "problem 0  <variables>:0:0: the variables must be one JSON object: {\"name\": value} ()\n");
}

static void test_eval_mistakes(void **state)
{
    (void) state;
    static const char *const wrong[] = { "1 +", "nobody", "1 + 'a'", "", "(((", "'" };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        Told told = { 0 };
        duly_value value = { 0 };
        duly_sink sink = { .context = &told, .problem = tell_problem };
        assert_int_equal(duly_eval((duly_text) { wrong[i], strlen(wrong[i]) }, (duly_text) { 0 }, &value, &sink), DULY_MISUSED);
        assert_true(told.out.len > 0);
        assert_int_equal(value.value.len, 0);
        duly_value_free(&value);
        text_free(&told.out);
    }
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, drop_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_findings), IN_PLACE(test_language), IN_PLACE(test_missing_in_message), IN_PLACE(test_dictionary),
        IN_PLACE(test_lacking_column), IN_PLACE(test_before_a_step), IN_PLACE(test_redact), IN_PLACE(test_jobs_do_not_show),
        IN_PLACE(test_interrupted), IN_PLACE(test_max_findings), IN_PLACE(test_status), IN_PLACE(test_without_callbacks),
        IN_PLACE(test_pack), IN_PLACE(test_broken_pack), IN_PLACE(test_examples), cmocka_unit_test(test_eval),
        cmocka_unit_test(test_eval_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
