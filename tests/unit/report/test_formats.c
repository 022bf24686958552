/* The formats for other programs: hostile results made by hand, against the texts in fixtures/reports/formats. ACCEPT=1 rewrites
   those. */
#include "unit.h"

#include <unistd.h>

#include "base/utf8.h"
#include "codec/csv.h"
#include "codec/json.h"
#include "report/listener.h"
#include "report/escape.h"
#include "report/facts.h"

#define T(literal)                      \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }

static const char *folder = "fixtures/reports";

/* ---- what texts become */

typedef void (*Escape)(Text *out, Str s);

static void expect(Escape escape, Str s, const char *expected)
{
    Text text = { 0 };
    escape(&text, s);
    assert_text(&text, expected);
    text_free(&text);
}

static void test_xml(void **state)
{
    (void) state;
    expect(escape_xml, STR(""), "");
    expect(escape_xml, STR("<a href=\"x\">&amp;'"), "&lt;a href=&quot;x&quot;&gt;&amp;amp;'");
    expect(escape_xml, STR("\t\r\n"), "&#9;&#13;&#10;");
    expect(escape_xml, STR("a\0b\033c\x7F"), "a\uFFFDb\uFFFDc&#x7F;");
    expect(escape_xml, STR("\xC2\x9B\xE2\x80\xAE"), "&#x9B;&#x202E;");
    expect(escape_xml, STR("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD"), "\uFFFD\uFFFD\uFFFD");
    expect(escape_xml, STR("\xFF\xE4\xBD"), "\uFFFD\uFFFD\uFFFD");
    expect(escape_xml, STR("]]>\xF0\x9F\x98\x80"), "]]&gt;\xF0\x9F\x98\x80");
    expect(escape_xml, STR("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
}

static void test_csv(void **state)
{
    (void) state;
    expect(escape_csv, STR(""), "");
    expect(escape_csv, STR("plain"), "plain");
    expect(escape_csv, STR("a,b \"c\""), "\"a,b \"\"c\"\"\"");
    expect(escape_csv, STR("=1+1"), "'=1+1");
    expect(escape_csv, STR("+1"), "'+1");
    expect(escape_csv, STR("-1"), "'-1");
    expect(escape_csv, STR("@SUM(A1)"), "'@SUM(A1)");
    expect(escape_csv, STR("\t=1"), "\"'\t=1\"");
    expect(escape_csv, STR("\r=1"), "\"'\r=1\"");
    expect(escape_csv, STR("\n=1"), "\"'\n=1\"");
    expect(escape_csv, STR("＝1"), "'＝1");
    expect(escape_csv, STR("＠1"), "'＠1");
    expect(escape_csv, STR("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    expect(escape_csv, STR("1-1"), "1-1");
    expect(escape_csv, STR("a\0b\xFF"), "\"a\uFFFDb\uFFFD\"");
    expect(escape_csv, STR(" a"), "\" a\"");
    expect(escape_csv, STR("  =1"), "\"'  =1\"");
    expect(escape_csv, STR("x\xC2\x9B\xE2\x80\xAE\x7F"), "x<U+009B><U+202E><U+007F>");
}

static void test_markdown(void **state)
{
    (void) state;
    expect(escape_markdown, STR("a_b*c`d"), "a\\_b\\*c\\`d");
    expect(escape_markdown, STR("<b>|&amp;"), "\\<b\\>\\|\\&amp;");
    expect(escape_markdown, STR("[x](javascript:1)"), "\\[x\\](javascript:1)");
    expect(escape_markdown, STR("http://a.b www.c"), "http\\://a.b www\\.c");
    expect(escape_markdown, STR("a\n# b"), "a␊\\# b");
    expect(escape_markdown, STR("\xE2\x80\xAE\xFF\\"), "\\<U+202E\\>\uFFFD\\\\");
    expect(escape_markdown, STR("key: 2003-01-01"), "key: 2003-01-01");
}

static void test_commands(void **state)
{
    (void) state;
    expect(escape_command, STR("a%0Ab\r\nc: d, e"), "a%250Ab%0D%0Ac: d, e");
    expect(escape_command, STR("\n::error::x"), "%0A::error::x");
    expect(escape_command_property, STR("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    expect(escape_command, STR("\033\xFF"), "\uFFFD\uFFFD");
}

static void test_sarif_messages(void **state)
{
    (void) state;
    expect(escape_sarif, STR("{0} [1, 2] \\"), "{{0}} [1, 2] \\");
    expect(escape_sarif, STR("[a](b)\\"), "\\[a\\](b)\\\\");
}

static void test_uris(void **state)
{
    (void) state;
    expect(escape_uri, STR("a/b-c_d.csv"), "a/b-c_d.csv");
    expect(escape_uri, STR("./a/../b"), "a/../b");
    expect(escape_uri, STR("/a b/c"), "file:///a%20b/c");
    expect(escape_uri, STR("c:\\x?#%"), "c%3A%5Cx%3F%23%25");
    expect(escape_uri, STR("表\xFF\0"), "%E8%A1%A8%FF%00");
}

static void test_fingerprints(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Fingerprints *seen = fingerprints_in(&arena);
    for (int i = 0; i < 1000; i++) {
        char name[16];
        snprintf(name, sizeof name, "f%d", i);
        assert_int_equal(fingerprints_add(seen, str_of(name)), 1);
    }
    assert_int_equal(fingerprints_add(seen, STR("f7")), 2);
    assert_int_equal(fingerprints_add(seen, STR("f7")), 3);
    assert_int_equal(fingerprints_add(seen, STR("f999")), 2);
    arena_free(&arena);
}

/* ---- a run made by hand: rules are those of the pack, by id */

static const duly_cell hostile_cells[] = {
    { .field = T("reader"), .value = T("=cmd|' /C calc'!A0"), .column = 2 },
    { .field = T("fee"), .missing = true, .column = 5 },
    { .field = T("remark"), .value = T("\"]]><x a='1'>\001\xFF"), .column = 6 },
};
static const duly_cell sheet_cells[] = { { .field = T("fee"), .value = T("0"), .a1 = T("F13") } };
static const duly_pair group[] = { { T("reader"), T("阎立本|*x*"), false }, { T("month"), T("2003-02-01"), false } };
static const duly_pair heading[] = { { T("column"), T("fe\033[2Je"), false } };

static const duly_finding hostile = {
    .id = T("back-in-time"),
    .outcome = DULY_VIOLATION,
    .title = T("Returned late"),
    .message = T("-late: <b>100%</b> {0} [x](javascript:1)\n::error::x"),
    .table = T("loan"),
    .key = T("=L1"),
    .file = T("./lo,a:ns\n.csv"),
    .line = 2,
    .cells = hostile_cells,
    .cell_count = COUNT(hostile_cells),
    .clears_on = { 2003, 3, 1 },
    .gate = T("return"),
    .source = T("house rules, 4 & <5>"),
    .rule_file = T("rules/loans/rules.yaml"),
    .rule_line = 21,
    .fingerprint = T("f1"),
    .day = { 2003, 2, 15 },
    .day_step = T("return"),
    .day_step_title = T("Re<turn>"),
    .to = { 2014, 5, 27 },
};
static const duly_finding unpaid = {
    .id = T("fee-paid"),
    .severity = DULY_WARNING,
    .outcome = DULY_VIOLATION,
    .title = T("No fee"),
    .message = T("no fee"),
    .table = T("loan"),
    .key = T("L2"),
    .file = T("loans.xlsx"),
    .line = 13,
    .cells = sheet_cells,
    .cell_count = COUNT(sheet_cells),
    .sheet = T("May|June"),
    .a1 = T("F13"),
    .rule_file = T("rules/loans/rules.yaml"),
    .rule_line = 32,
    .fingerprint = T("f2"),
};
static const duly_finding open_loan = {
    .id = T("back-in-time"),
    .outcome = DULY_UNDECIDED,
    .title = T("Returned late"),
    .message = T("cannot be decided: Back on is empty"),
    .table = T("loan"),
    .key = T("L3"),
    .file = T("loans.csv"),
    .line = 4,
    .fingerprint = T("f3"),
    .day = { 2003, 12, 31 },
    .from = { 1990, 1, 1 },
};
static const duly_waiver waiver = {
    .document = T("=\"<Board>\"\033[31m, 17|3"),
    .reason = T("flood in\nthe library"),
    .authority = T("the board"),
    .expires = { 2003, 12, 31 },
    .file = T("waivers.yaml"),
    .line = 3,
};
static const duly_finding waived = {
    .id = T("back-in-time"),
    .outcome = DULY_WAIVED,
    .title = T("Returned late"),
    .table = T("loan"),
    .key = T("L\033[31m4"),
    .file = T("loans.csv"),
    .line = 5,
    .fingerprint = T("f4"),
    .waiver = &waiver,
};
static const duly_finding again = {
    .id = T("duplicate-key"),
    .outcome = DULY_VIOLATION,
    .message = T("'L3' stands on line 4 already"),
    .table = T("loan"),
    .key = T("L3"),
    .file = T("loans.csv"),
    .line = 6,
    .fingerprint = T("f5"),
};
static const duly_finding remark = {
    .id = T("never-asked"),
    .severity = DULY_INFO,
    .outcome = DULY_VIOLATION,
    .message = T("借阅费用尚未交清"),
    .table = T("loan"),
    .file = T("loans.csv"),
    .line = 7,
    .fingerprint = T("f6"),
};
static const duly_finding crowded = {
    .id = T("never-asked"),
    .outcome = DULY_VIOLATION,
    .title = T("Too many"),
    .message = T("7 loans in a month; at most 5"),
    .table = T("loan"),
    .group = group,
    .group_count = COUNT(group),
    .about = T("reader: 阎立本|*x*; month: 2003-02-01"),
    .rule_file = T("./rules/loans/rules.yaml"),
    .rule_line = 44,
    .fingerprint = T("f7"),
};
static const duly_finding column = {
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
    .fingerprint = T("f8"),
};
static const duly_finding placeless = {
    .id = T("unknown-column"),
    .severity = DULY_WARNING,
    .outcome = DULY_VIOLATION,
    .table = T("loan"),
    .fingerprint = T("f9"),
};

static size_t rule_of(const duly_pack *pack, duly_text id)
{
    duly_rule rule = { .size = sizeof rule };
    for (size_t i = 0; duly_pack_rule(pack, i, &rule); i++)
        if (str_equal(rule.id, id))
            return i;
    fail_msg("there is no rule %.*s", STR_ARG(id));
    return 0;
}

static duly_finding placed(const duly_run *run, const duly_finding *finding)
{
    duly_finding copy = *finding;
    copy.rule = rule_of(run->pack, finding->id);
    return copy;
}

static void tell_finding(const duly_sink *sink, const duly_run *run, const duly_finding *finding)
{
    duly_finding copy = placed(run, finding);
    sink->finding(sink->context, &copy);
}

static void tell_record(const duly_sink *sink, const duly_run *run, duly_record record, const duly_finding *finding)
{
    duly_finding copies[2] = { placed(run, finding), placed(run, finding) };
    record.table = finding->table;
    record.key = finding->key;
    record.file = finding->file;
    record.line = finding->line;
    record.findings = copies;
    record.finding_count = record.finding_count ? record.finding_count : 1;
    sink_record(sink, &record);
}

static void tell_end(const duly_sink *sink, duly_run *run, duly_summary *summary, bool passed)
{
    duly_rule_count counts[64] = { 0 };
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    assert_true(info.all_rule_count <= COUNT(counts));
    for (size_t i = 0; i < info.all_rule_count; i++) {
        counts[i].rule = i;
        counts[i].outcomes[passed ? DULY_PASS : DULY_NOT_APPLICABLE] = 8;
    }
    summary->rules = counts;
    summary->rule_count = info.all_rule_count;
    if (sink->end)
        sink->end(sink->context, run, summary);
}

static void begin(const duly_sink *sink, const duly_run *run)
{
    if (sink->begin)
        sink->begin(sink->context, run);
}

static void tell_full(const duly_sink *sink, duly_run *run)
{
    static const duly_pair set[] = { { T("weeks|"), T("<4>"), false }, { T("fee\n"), T("1"), false } };
    static const duly_file files[] = { { .path = T("./lo,a:ns\n.csv"),
                                         .table = T("loan"),
                                         .encoding = T("utf-8"),
                                         .sha256 = T("abcd"),
                                         .bytes = 1234,
                                         .records = 7,
                                         .encoding_by = DULY_BY_FIT,
                                         .bad_bytes = 3,
                                         .blank_rows = 2 },
                                       { .path = T("/data/more loans.ndjson"), .table = T("loan"), .bytes = 12, .records = 1 } };
    duly_summary summary = { .verdicts = { 2, 3, 1 }, .not_judged = 1, .findings = 12, .left_out = 1, .by_severity = { 6, 4, 2 } };
    run->gate = (duly_text) T("return");
    run->on = (duly_date) { 2003, 2, 20 };
    run->set = set;
    run->set_count = COUNT(set);
    begin(sink, run);
    tell_finding(sink, run, &column);
    tell_record(sink, run, (duly_record) { .verdict = DULY_BLOCKED, .label = T("*Li* \xE2\x80\xAE"), .earliest = { 2003, 3, 1 } },
                &hostile);
    tell_record(sink, run, (duly_record) { .verdict = DULY_READY }, &unpaid);
    tell_record(sink, run, (duly_record) { .verdict = DULY_VERDICT_UNDECIDED }, &open_loan);
    tell_record(sink, run, (duly_record) { .verdict = DULY_READY }, &waived);
    tell_record(sink, run, (duly_record) { .verdict = DULY_BLOCKED, .finding_count = 2 }, &again);
    tell_record(sink, run, (duly_record) { .verdict = DULY_NOT_JUDGED }, &remark);
    sink_record(sink, &(duly_record) { .key = T("silent"), .verdict = DULY_READY });
    tell_finding(sink, run, &crowded);
    tell_finding(sink, run, &placeless);
    run->files = files;
    run->file_count = COUNT(files);
    run->complete = true;
    tell_end(sink, run, &summary, true);
}

static void tell_clean(const duly_sink *sink, duly_run *run)
{
    duly_summary summary = { .verdicts = { 8, 0, 0 } };
    begin(sink, run);
    run->complete = true;
    tell_end(sink, run, &summary, true);
}

/* The run broke off before any record. */
static void tell_nothing(const duly_sink *sink, duly_run *run)
{
    duly_summary summary = { 0 };
    begin(sink, run);
    tell_end(sink, run, &summary, false);
}

/* More of each severity than GitHub shows, and the run broke off. */
static void tell_crowd(const duly_sink *sink, duly_run *run)
{
    duly_summary summary = { .verdicts = { 0, 12, 0 }, .findings = 36, .by_severity = { 12, 12, 12 } };
    begin(sink, run);
    for (uint64_t i = 0; i < 12; i++) {
        duly_finding error = open_loan, warning = unpaid, info = remark;
        error.line = warning.line = info.line = i + 1;
        tell_finding(sink, run, &info);
        tell_finding(sink, run, &warning);
        tell_finding(sink, run, &error);
    }
    tell_end(sink, run, &summary, true);
}

/* ---- writing and comparing */

typedef struct {
    const char *file, *format, *language;
    void (*tell)(const duly_sink *sink, duly_run *run);
} Case;

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
    duly_sink sink = format->open(&(ReportOptions) { .arena = &arena, .scratch = &arena, .out = out });
    wanted->tell(&sink, &run);
    assert_true(output_close(out));
    duly_pack_close(pack);
    arena_free(&arena);
}

static Str written_by(Arena *arena, const Case *wanted, void (*write)(const Case *, const char *))
{
    Str text = { 0 }, problem = { 0 };
    char path[] = "/tmp/duly-formats-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    write(wanted, path);
    assert_true(file_read(arena, path, 1 << 24, &text, &problem));
    unlink(path);
    return text;
}

static Str written(Arena *arena, const Case *wanted)
{
    return written_by(arena, wanted, write_report);
}

/* Of a page what the sessions of the command line compare of it, too: not what is the same on every page. */
static void write_comparable(const Case *wanted, const char *path)
{
    char command[512];
    write_report(wanted, path);
    if (strcmp(wanted->format, "html") != 0)
        return;
    assert_true((size_t) snprintf(command, sizeof command, "sed -i -f tests/support/comparable.sed %s", path) < sizeof command);
    assert_int_equal(system(command), 0);
}

static void expect_golden(const Case *wanted)
{
    Arena arena = { 0 };
    Str expected = { 0 }, problem = { 0 };
    char golden[256];
    snprintf(golden, sizeof golden, "%s/formats/%s", folder, wanted->file);
    if (getenv("ACCEPT")) {
        write_comparable(wanted, golden);
        return;
    }
    if (!file_read(&arena, golden, 1 << 24, &expected, &problem))
        fail_msg("%.*s", STR_ARG(problem));
    Str actual = written_by(&arena, wanted, write_comparable);
    if (!str_equal(expected, actual))
        fail_msg("%s differs:\n%.*s", golden, STR_ARG(actual));
    arena_free(&arena);
}

static void test_goldens(void **state)
{
    (void) state;
    static const Case cases[] = {
        { "full.concise", "concise", "en", tell_full },
        { "full.csv", "csv", "en", tell_full },
        { "full.md", "markdown", "en", tell_full },
        { "full-zh.md", "markdown", "zh", tell_full },
        { "full.html", "html", "en", tell_full },
        { "full-zh.html", "html", "zh", tell_full },
        { "full.junit.xml", "junit", "en", tell_full },
        { "full.gitlab.xml", "gitlab-junit", "en", tell_full },
        { "full.sarif", "sarif", "en", tell_full },
        { "full.github", "github", "en", tell_full },
        { "full.gitlab.json", "gitlab", "en", tell_full },
        { "clean.concise", "concise", "en", tell_clean },
        { "clean.csv", "csv", "en", tell_clean },
        { "clean.md", "markdown", "en", tell_clean },
        { "clean.html", "html", "en", tell_clean },
        { "clean.junit.xml", "junit", "en", tell_clean },
        { "clean.sarif", "sarif", "en", tell_clean },
        { "clean.github", "github", "en", tell_clean },
        { "clean.gitlab.json", "gitlab", "en", tell_clean },
        { "nothing.md", "markdown", "en", tell_nothing },
        { "nothing.html", "html", "en", tell_nothing },
        { "nothing.junit.xml", "junit", "en", tell_nothing },
        { "nothing.sarif", "sarif", "en", tell_nothing },
        { "nothing.github", "github", "zh", tell_nothing },
        { "crowd.github", "github", "en", tell_crowd },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_golden(&cases[i]);
}

/* ---- what holds whatever the names are */

/* Every format is UTF-8; those that are lines have no control character but the line end. */
static void test_harmless(void **state)
{
    (void) state;
    static const char *const formats[] = { "concise", "csv", "html", "markdown", "junit", "gitlab-junit", "sarif", "github", "gitlab" };
    for (size_t i = 0; i < COUNT(formats); i++) {
        Arena arena = { 0 };
        Str text = written(&arena, &(Case) { NULL, formats[i], "en", tell_full });
        assert_true(text.len > 0);
        assert_int_equal(utf8_valid_len(text), text.len);
        for (size_t at = 0; at < text.len; at++)
            assert_true((unsigned char) text.at[at] >= ' ' || text.at[at] == '\n' || text.at[at] == '\r');
        arena_free(&arena);
    }
}

/* A command of its own cannot be smuggled in: each line is one of ours. */
static void test_annotations(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Str rest = written(&arena, &(Case) { NULL, "github", "en", tell_crowd });
    size_t errors = 0, warnings = 0, notices = 0;
    while (rest.len) {
        size_t end = str_find(rest, STR("\n"), 0);
        Str line = str_slice(rest, 0, end);
        errors += str_starts_with(line, STR("::error "));
        warnings += str_starts_with(line, STR("::warning "));
        notices += str_starts_with(line, STR("::notice "));
        assert_true(errors == 0 || warnings == 0 || !str_starts_with(line, STR("::error ")));
        rest = str_slice(rest, end + 1, rest.len);
    }
    assert_int_equal(errors, 10);
    assert_int_equal(warnings, 10);
    assert_int_equal(notices, 10);
    arena_free(&arena);
}

/* Read back by our own reader, every record has the cells of the header, and none is a formula. */
static void test_csv_reads_back(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Str text = written(&arena, &(Case) { NULL, "csv", "en", tell_full });
    Input *input = input_of_bytes(&arena, STR("report"), text, 0);
    Csv *csv = csv_open(input, ',');
    CsvRecord record;
    size_t records = 0;
    csv_begin(csv, &arena);
    for (; csv_next(csv, &record); records++) {
        assert_int_equal(record.count, 20);
        for (uint32_t i = 0; i < record.count; i++)
            assert_true(record.fields[i].len == 0 || !strchr("=+-@\t\r", record.fields[i].at[0]));
    }
    csv_end(csv);
    assert_int_equal(records, 11);
    csv_close(csv);
    input_close(input);
    arena_free(&arena);
}

static void test_gitlab_fingerprints_are_unique(void **state)
{
    (void) state;
    Arena arena = { 0 };
    JsonProblem problem = { 0 };
    size_t used;
    json_t *json = json_read(written(&arena, &(Case) { NULL, "gitlab", "en", tell_full }), &used, &arena, &problem);
    assert_non_null(json);
    Map seen = { 0 };
    size_t count = json_array_size(json);
    for (size_t i = 0; i < count; i++)
        map_add(&seen, str_of(json_string_value(json_object_get(json_array_get(json, i), "fingerprint"))), 0);
    assert_int_equal(count, 10);
    assert_int_equal(seen.count, count);
    map_free(&seen);
    json_decref(json);
    arena_free(&arena);
}

/* A cell of ASCII stands as it is exactly where nothing in it divides, steers or begins a formula. */
static void test_plain_cells(void **state)
{
    (void) state;
    static const char signs[] = "abcXYZ0189/._:|%~!#$&()*<>?[]^`{} =+-@,;\"'\t\r\n\x7F\x01";
    uint64_t random = 23;
    size_t plain = 0;
    for (int round = 0; round < 200000; round++) {
        char bytes[24];
        size_t len = next_random(&random) % sizeof bytes, few = next_random(&random) % 2 ? sizeof signs - 1 : 24;
        for (size_t i = 0; i < len; i++)
            bytes[i] = signs[next_random(&random) % few];
        Str cell = { bytes, len };
        bool stands = true;
        for (size_t i = 0; i < len; i++)
            stands &= bytes[i] >= ' ' && bytes[i] < 0x7F && !strchr(",;\"", bytes[i]);
        stands &= len == 0 || (bytes[0] != ' ' && bytes[len - 1] != ' ' && !strchr("=+-@", bytes[0]));
        Text out = { 0 };
        escape_csv(&out, cell);
        assert_int_equal(str_equal(text_str(&out), cell), stands);
        text_free(&out);
        plain += stands;
    }
    assert_in_range(plain, 50000, 180000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_cells),
        cmocka_unit_test(test_xml),
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_commands),
        cmocka_unit_test(test_sarif_messages),
        cmocka_unit_test(test_uris),
        cmocka_unit_test(test_fingerprints),
        cmocka_unit_test(test_goldens),
        cmocka_unit_test(test_harmless),
        cmocka_unit_test(test_annotations),
        cmocka_unit_test(test_csv_reads_back),
        cmocka_unit_test(test_gitlab_fingerprints_are_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
