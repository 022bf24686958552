/* Reports of results made by hand, against the texts in fixtures/reports. ACCEPT=1 rewrites those. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "codec/json.h"
#include "pack/pack.h"
#include "report/listener.h"
#include "report/report.h"

#define T(literal)                      \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *folder = "fixtures/reports";

/* The rules of the pack behind those of duly itself. */
enum { BACK_IN_TIME = BUILTIN_COUNT, FEE_PAID, NEVER_ASKED };

/* ---- a run made by hand */

static const duly_cell late_cells[] = {
    { .field = T("lent_on"), .title = T("Lent on"), .value = T("2003-01-01"), .column = 3 },
    { .field = T("back_on"), .title = T("Back on"), .value = T("2003/2/15"), .column = 4 },
};
static const duly_cell paid_cells[] = {
    { .field = T("fee"), .value = T("0"), .column = 5 },
    { .field = T("remark"), .value = T("paid in kind, as far as anybody at the desk can remember"), .a1 = T("F13") },
    { .field = T("desk"), .value = T("东"), .column = 7 },
    { .field = T("room"), .value = T("2"), .column = 8 },
    { .field = T("shelf"), .value = T("17"), .column = 9 },
    { .field = T("box"), .missing = true, .column = 10 },
};
static const duly_cell empty_cells[] = { { .field = T("back_on"), .title = T("Back on"), .missing = true } };
static const duly_pair groups[] = { { T("reader"), T("阎立本"), false }, { T("month"), T("2003-02-01"), false } };
static const duly_pair heading[] = { { T("column"), T("fe\033[2Je"), false } };

static const duly_finding late = {
    .rule = BACK_IN_TIME,
    .id = T("back-in-time"),
    .outcome = DULY_VIOLATION,
    .title = T("Returned late"),
    .message = T("returned on 2003-02-15, which is more than four weeks after the day of the lending, and nobody asked for "
                 "more time"),
    .table = T("loan"),
    .key = T("L1"),
    .file = T("loans.csv"),
    .line = 2,
    .cells = late_cells,
    .cell_count = COUNT(late_cells),
    .clears_on = { 2003, 3, 1 },
    .gate = T("return"),
    .source = T("house rules, 4"),
    .rule_file = T("rules/loans/rules.yaml"),
    .rule_line = 21,
    .fingerprint = T("f1"),
    .day = { 2003, 2, 15 },
    .day_step = T("return"),
    .from = { 1990, 1, 1 },
    .to = { 2014, 5, 27 },
};
static const duly_finding unpaid = {
    .rule = FEE_PAID,
    .id = T("fee-paid"),
    .severity = DULY_WARNING,
    .outcome = DULY_VIOLATION,
    .title = T("No fee"),
    .message = T("no fee"),
    .table = T("loan"),
    .key = T("L1"),
    .file = T("loans.csv"),
    .line = 2,
    .cells = paid_cells,
    .cell_count = COUNT(paid_cells),
    .rule_file = T("rules/loans/rules.yaml"),
    .rule_line = 32,
    .fingerprint = T("f2"),
};
static const duly_waiver waiver = {
    .document = T("board\033[31m 17\xE2\x80\xAE/3"),
    .reason = T("flood in the library"),
    .granted = { 2003, 11, 20 },
    .expires = { 2003, 12, 31 },
    .file = T("waivers.yaml"),
    .line = 3,
};
static const duly_finding waived = {
    .rule = BACK_IN_TIME,
    .id = T("back-in-time"),
    .outcome = DULY_WAIVED,
    .title = T("Returned late"),
    .table = T("loan"),
    .key = T("L\033[31m2"),
    .file = T("loans\n.csv"),
    .line = 3,
    .source = T("house rules, 4\xE2\x80\xAE"),
    .fingerprint = T("f3"),
    .waiver = &waiver,
};
static const duly_finding open_loan = {
    .rule = BACK_IN_TIME,
    .id = T("back-in-time"),
    .outcome = DULY_UNDECIDED,
    .title = T("Returned late"),
    .message = T("cannot be decided: there is no telling"),
    .table = T("loan"),
    .key = T("L3"),
    .file = T("loans.csv"),
    .line = 4,
    .cells = empty_cells,
    .cell_count = 1,
    .source = T("house rules, 4"),
    .fingerprint = T("f4"),
};
static const duly_finding remark = {
    .rule = FEE_PAID,
    .id = T("fee-paid"),
    .severity = DULY_INFO,
    .outcome = DULY_VIOLATION,
    .title = T("No fee"),
    .message = T("借阅费用尚未交清，请读者于归还图书时在总服务台一并办理（可用现金）；逾期者另计，详见馆规第四条。"),
    .table = T("loan"),
    .key = T("L4"),
    .file = T("loans.csv"),
    .line = 5,
    .fingerprint = T("f5"),
};
static const duly_finding crowded = {
    .rule = BACK_IN_TIME,
    .id = T("loans-a-month"),
    .outcome = DULY_VIOLATION,
    .title = T("Too many"),
    .message = T("7 loans in a month; at most 5"),
    .table = T("loan"),
    .group = groups,
    .group_count = COUNT(groups),
    .about = T("reader: 阎立本; month: 2003-02-01"),
    .source = T("house rules, 5"),
    .fingerprint = T("f6"),
};
static const duly_finding column = {
    .rule = 5,
    .id = T("unknown-column"),
    .severity = DULY_WARNING,
    .outcome = DULY_VIOLATION,
    .message = T("'fe\033[2Je' is no field \xFF"),
    .table = T("loan"),
    .group = heading,
    .group_count = 1,
    .about = T("Column: fe\033[2Je"),
    .file = T("loans.csv"),
    .line = 1,
    .fingerprint = T("f7"),
};

#define LOAN(its_key, its_label, its_file, its_line) \
    .table = T("loan"), .table_title = T("Loan"), .key = its_key, .label = its_label, .file = its_file, .line = its_line
#define FOUND(its_findings, its_count) .findings = its_findings, .finding_count = its_count

static void tell_records(const duly_sink *sink)
{
    const duly_finding first[] = { late, unpaid };
    const duly_record records[] = {
        { LOAN(T("L1"), T("李清照"), T("loans.csv"), 2), .verdict = DULY_BLOCKED, .earliest = { 2003, 3, 1 }, FOUND(first, 2) },
        { LOAN(T("L3"), T("Wu"), T("loans.csv"), 4), .verdict = DULY_VERDICT_UNDECIDED, FOUND(&open_loan, 1) },
        { LOAN(T("L\033[31m2"),
               T("\xE2\x80\xAE"
                 "eve"),
               T("loans\n.csv"), 3),
          .verdict = DULY_BLOCKED, FOUND(&waived, 1) },
        { LOAN(T("L4"), T("阎立本"), T("loans.csv"), 5), .verdict = DULY_READY, FOUND(&remark, 1) },
        { LOAN(T("L5"), T("silent"), T("loans.csv"), 6), .verdict = DULY_READY },
        { LOAN(T(""), T(""), T("loans.csv"), 7), .verdict = DULY_NOT_JUDGED, FOUND(&remark, 1) },
        { LOAN(T("L7"), T("silent"), T("loans.csv"), 8), .verdict = DULY_BLOCKED },
    };
    for (size_t i = 0; i < COUNT(records); i++)
        sink_record(sink, &records[i]);
}

static void tell_full(const duly_sink *sink, duly_run *run)
{
    static const duly_pair set[] = { { T("weeks"), T("4"), false }, { T("fee\n"), T("1"), false } };
    static const duly_file files[] = { { .path = T("loans.csv"),
                                         .table = T("loan"),
                                         .encoding = T("utf-8"),
                                         .sha256 = T("abcd"),
                                         .bytes = 1234,
                                         .records = 7,
                                         .encoding_by = DULY_BY_FIT,
                                         .blank_rows = 2 },
                                       { .path = T("more.ndjson"), .table = T("loan"), .bytes = 12, .records = 1 } };
    static const duly_table_count tables[] = { { sizeof *tables, T("loan"), 8, true } };
    static const duly_rule_count rules[] = {
        { sizeof *rules, 0, { 8, 0, 0, 0, 0 } },
        { sizeof *rules, 5, { 0, 1, 0, 0, 0 } },
        { sizeof *rules, BACK_IN_TIME, { 4, 1, 1, 1, 1 } },
        { sizeof *rules, FEE_PAID, { 5, 3, 0, 0, 0 } },
        { sizeof *rules, NEVER_ASKED, { 0, 0, 0, 8, 0 } },
    };
    duly_summary summary = { .tables = tables,
                             .table_count = 1,
                             .verdicts = { 2, 3, 1 },
                             .not_judged = 1,
                             .rules = rules,
                             .rule_count = COUNT(rules),
                             .findings = 9,
                             .left_out = 1,
                             .by_severity = { 5, 2, 2 } };
    run->gate = (duly_text) T("return");
    run->on = (duly_date) { 2003, 2, 20 };
    run->set = set;
    run->set_count = COUNT(set);
    if (sink->begin)
        sink->begin(sink->context, run);
    sink->finding(sink->context, &column);
    tell_records(sink);
    sink->finding(sink->context, &crowded);
    run->files = files;
    run->file_count = COUNT(files);
    run->complete = true;
    sink->end(sink->context, run, &summary);
}

static void tell_nothing(const duly_sink *sink, duly_run *run)
{
    duly_summary summary = { 0 };
    if (sink->begin)
        sink->begin(sink->context, run);
    sink->end(sink->context, run, &summary);
}

/* More than a spool keeps in memory. */
static void tell_much(const duly_sink *sink, duly_run *run)
{
    enum { FINDINGS = 20000 };
    char message[1000];
    memset(message, 'x', sizeof message);
    duly_summary summary = { .verdicts = { 0, FINDINGS, 0 }, .findings = FINDINGS };
    duly_finding finding = late;
    finding.message = (duly_text) { message, sizeof message };
    duly_record record = { .verdict = DULY_BLOCKED, .key = T("L1"), .findings = &finding, .finding_count = 1 };
    if (sink->begin)
        sink->begin(sink->context, run);
    for (int i = 0; i < FINDINGS; i++)
        sink_record(sink, &record);
    sink->end(sink->context, run, &summary);
}

/* ---- writing and comparing */

typedef struct {
    const char *file, *format, *language;
    size_t width;
    bool colour, brief;
    void (*tell)(const duly_sink *sink, duly_run *run);
} Case;

/* Writes the report of a case to a file. */
static void write_report(const Case *wanted, const char *path)
{
    Arena arena = { 0 };
    Str problem;
    duly_sink silent = { .size = sizeof silent };
    char pack_path[256];
    snprintf(pack_path, sizeof pack_path, "%s/pack", folder);
    duly_pack *pack = duly_pack_open(pack_path, wanted->language, &silent);
    assert_non_null(pack);
    duly_run run = { .version = T("1.2.3"), .pack = pack, .as_of = { 2003, 2, 19 } };
    run.language = (duly_text) { wanted->language, strlen(wanted->language) };
    Output *out = output_to_file(&arena, path, &problem);
    assert_non_null(out);
    const Format *format = format_find(SUBJECT_RUN, str_of(wanted->format));
    assert_non_null(format);
    ReportOptions options = {
        .arena = &arena, .scratch = &arena, .out = out, .colour = wanted->colour, .brief = wanted->brief, .width = wanted->width
    };
    duly_sink sink = format->open(&options);
    wanted->tell(&sink, &run);
    assert_true(output_close(out));
    duly_pack_close(pack);
    arena_free(&arena);
}

static Str read_whole(Arena *arena, const char *path)
{
    Str out = { 0 }, problem = { 0 };
    if (!file_read(arena, path, 1 << 30, &out, &problem))
        fail_msg("%.*s", STR_ARG(problem));
    return out;
}

static void temporary_path(char path[64])
{
    snprintf(path, 64, "/tmp/duly-report-XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
}

static void expect_golden(const Case *wanted)
{
    Arena arena = { 0 };
    char golden[256], written[64];
    snprintf(golden, sizeof golden, "%s/%s", folder, wanted->file);
    if (getenv("ACCEPT")) {
        write_report(wanted, golden);
        return;
    }
    temporary_path(written);
    write_report(wanted, written);
    Str expected = read_whole(&arena, golden), actual = read_whole(&arena, written);
    unlink(written);
    if (!str_equal(expected, actual))
        fail_msg("%s differs:\n%.*s", golden, STR_ARG(actual));
    arena_free(&arena);
}

static void test_goldens(void **state)
{
    (void) state;
    static const Case cases[] = {
        { "full.txt", "text", "en", 0, false, false, tell_full },          { "full-zh.txt", "text", "zh", 0, false, false, tell_full },
        { "full-narrow.txt", "text", "en", 1, false, false, tell_full },   { "full-wide.txt", "text", "en", 1000, false, false, tell_full },
        { "full-colour.txt", "text", "en", 100, true, false, tell_full },  { "full-brief.txt", "text", "en", 0, false, true, tell_full },
        { "full.json", "json", "en", 0, false, false, tell_full },         { "full.ndjson", "ndjson", "en", 0, false, false, tell_full },
        { "nothing.txt", "text", "en", 0, false, false, tell_nothing },    { "nothing.json", "json", "", 0, false, false, tell_nothing },
        { "nothing.ndjson", "ndjson", "", 0, false, false, tell_nothing },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_golden(&cases[i]);
}

/* ---- what holds of every report */

/* Nothing but printable text and line ends, whatever the names are. */
static void test_text_is_harmless(void **state)
{
    (void) state;
    Arena arena = { 0 };
    char path[64];
    temporary_path(path);
    write_report(&(Case) { NULL, "text", "en", 0, false, false, tell_full }, path);
    Str text = read_whole(&arena, path);
    unlink(path);
    for (size_t i = 0; i < text.len; i++)
        assert_true((unsigned char) text.at[i] >= ' ' || text.at[i] == '\n');
    assert_int_equal(str_find(text, STR("\xE2\x80\xAE"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(text, STR("L␛[31m2"), 0), SIZE_MAX);
    arena_free(&arena);
}

static json_t *parse(Arena *arena, Str text, size_t *used)
{
    JsonProblem problem = { 0 };
    json_t *json = json_read(text, used, arena, &problem);
    if (!json)
        fail_msg("%u:%u: %.*s", problem.line, problem.column, STR_ARG(problem.sentence));
    return json;
}

static void test_json_is_json(void **state)
{
    (void) state;
    Arena arena = { 0 };
    char path[64];
    size_t used;
    temporary_path(path);
    write_report(&(Case) { NULL, "json", "en", 0, false, false, tell_much }, path);
    json_t *json = parse(&arena, read_whole(&arena, path), &used);
    unlink(path);
    json_t *findings = json_object_get(json, "findings");
    assert_int_equal(json_array_size(findings), 20000);
    assert_int_equal(json_string_length(json_object_get(json_array_get(findings, 19999), "message")), 1000);
    json_decref(json);
    arena_free(&arena);
}

/* Every line is an object, and only the last has a summary. */
static void test_ndjson_lines(void **state)
{
    (void) state;
    Arena arena = { 0 };
    char path[64];
    temporary_path(path);
    write_report(&(Case) { NULL, "ndjson", "en", 0, false, false, tell_full }, path);
    Str text = read_whole(&arena, path);
    unlink(path);
    size_t lines = 0;
    for (; text.len; lines++) {
        size_t end = str_find(text, STR("\n"), 0), used;
        json_t *json = parse(&arena, str_slice(text, 0, end), &used);
        assert_int_equal(used, end);
        assert_int_equal(json_object_get(json, "summary") != NULL, end + 1 == text.len);
        json_decref(json);
        text = str_slice(text, end + 1, text.len);
    }
    assert_int_equal(lines, 9);
    arena_free(&arena);
}

static void test_formats(void **state)
{
    (void) state;
    for (const Format *format = format_next(SUBJECT_RUN, NULL); format; format = format_next(SUBJECT_RUN, format)) {
        assert_ptr_equal(format_find(SUBJECT_RUN, str_of(format->name)), format);
        assert_true(strlen(format->description) > 0);
    }
    assert_null(format_find(SUBJECT_RUN, STR("nonsense")));
    assert_null(format_find(SUBJECT_RUN, STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),      cmocka_unit_test(test_goldens),      cmocka_unit_test(test_text_is_harmless),
        cmocka_unit_test(test_json_is_json), cmocka_unit_test(test_ndjson_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
