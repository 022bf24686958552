/* JUnit's XML, within the schemas of Jenkins from the first to the last: a suite for each rule, a case for each finding. A
   violation is a failure, what is undecided an error, what is waived or applied to nothing skipped. Suites tell their counts
   first, so cases wait in spools. */
#include "report/dates.h"
#include "report/escape.h"
#include "report/facts.h"

typedef enum { TESTS, FAILURES, ERRORS, SKIPPED, COUNTS } CountId;

typedef struct {
    Output *cases;
    uint64_t counts[COUNTS];
} Suite;

typedef struct {
    Arena *arena;
    Output *out;
    bool tells_files; /* an attribute that GitLab reads and Jenkins' schema does not know */
    Suite *suites;    /* by rule */
    size_t suite_count;
    Fingerprints *seen;
} JunitReport;

static void begin(void *context, const duly_run *run)
{
    JunitReport *report = context;
    duly_pack_info info = { 0 };
    duly_pack_describe(run->pack, &info);
    report->suite_count = info.all_rule_count;
    report->suites = arena_array(report->arena, Suite, info.all_rule_count);
}

/* ---- cases */

static void add_attribute(Text *out, const char *name, Str value)
{
    text_format(out, " %s=\"", name);
    escape_xml(out, value);
    text_add_char(out, '"');
}

static void count(Suite *suite, CountId id)
{
    suite->counts[TESTS]++;
    if (id != TESTS)
        suite->counts[id]++;
}

static void add_whole_place(Text *out, const duly_finding *finding)
{
    text_add(out, finding->file);
    place_add_within(out, finding->sheet, finding->a1, finding->line);
}

/* The key, or the group, or the file, or the table; with a number where the same was named before. */
static void add_name(JunitReport *report, Text *out, const duly_finding *finding)
{
    Text name = { 0 };
    Str mark = finding_mark(report->arena, finding->fingerprint, finding->id, finding->file, finding->line);
    uint32_t times = fingerprints_add(report->seen, mark);
    finding_add_subject(&name, finding);
    if (name.len == 0 && finding->file.len)
        add_whole_place(&name, finding);
    if (name.len == 0)
        text_add(&name, finding->table);
    if (times > 1)
        text_format(&name, " (%u)", (unsigned) times);
    add_attribute(out, "name", text_str(&name));
    text_free(&name);
}

static void add_fact(Text *out, const char *name, Str value)
{
    if (value.len == 0)
        return;
    text_format(out, "\n%s: ", name);
    escape_xml(out, value);
}

static void add_place(Text *out, const char *name, duly_text file, uint64_t line)
{
    add_fact(out, name, file);
    if (file.len && line)
        text_format(out, ":%llu", (unsigned long long) line);
}

static void add_at(Text *out, const duly_finding *finding)
{
    Text place = { 0 };
    if (finding->file.len)
        add_whole_place(&place, finding);
    add_fact(out, "at", text_str(&place));
    text_free(&place);
}

/* What a reader of the case wants to know besides its message. */
static void add_body(Text *out, const duly_finding *finding)
{
    Text values = { 0 }, version = { 0 };
    Day clears_on = day_of(finding->clears_on);
    finding_add_values(&values, finding);
    finding_add_version(&version, STR("en"), finding);
    escape_xml(out, finding->title);
    add_at(out, finding);
    add_fact(out, "values", text_str(&values));
    add_fact(out, "clears on", str_of(clears_on.text));
    add_fact(out, "source", finding->source);
    add_fact(out, "version", text_str(&version));
    add_place(out, "rule", finding->rule_file, finding->rule_line);
    text_free(&version);
    text_free(&values);
}

static void add_outcome(Text *out, const duly_finding *finding)
{
    const char *element = finding->outcome == DULY_UNDECIDED ? "error" : "failure";
    Text waiver = { 0 };
    if (finding->outcome == DULY_WAIVED) {
        text_add(out, STR("<skipped>waived: "));
        escape_xml(out, finding_message(finding));
        text_add_char(out, '\n');
        finding_add_waiver(&waiver, STR("en"), finding);
        escape_xml(out, text_str(&waiver));
        text_add(out, STR("</skipped>"));
        text_free(&waiver);
        return;
    }
    text_format(out, "<%s", element);
    add_attribute(out, "type", str_of(severity_words[finding->severity]));
    add_attribute(out, "message", finding_message(finding));
    text_add_char(out, '>');
    add_body(out, finding);
    text_format(out, "</%s>", element);
}

static void finding(void *context, const duly_finding *told)
{
    static const CountId ids[] = {
        [DULY_PASS] = TESTS,     [DULY_VIOLATION] = FAILURES, [DULY_UNDECIDED] = ERRORS, [DULY_NOT_APPLICABLE] = SKIPPED,
        [DULY_WAIVED] = SKIPPED,
    };
    JunitReport *report = context;
    Suite *suite = &report->suites[told->rule];
    Text text = { 0 };
    if (!suite->cases)
        suite->cases = output_to_spool(report->arena);
    count(suite, ids[told->outcome]);
    text_add(&text, STR("    <testcase"));
    add_attribute(&text, "classname", told->id);
    add_name(report, &text, told);
    if (report->tells_files)
        add_attribute(&text, "file", told->file);
    text_add_char(&text, '>');
    add_outcome(&text, told);
    text_add(&text, STR("</testcase>\n"));
    output_add(suite->cases, text_str(&text));
    text_free(&text);
}

static void record(void *context, const duly_record *told)
{
    for (size_t i = 0; i < told->finding_count; i++)
        finding(context, &told->findings[i]);
}

/* ---- suites */

static void add_counts(Text *out, const uint64_t counts[COUNTS])
{
    text_format(out, " tests=\"%llu\" failures=\"%llu\" errors=\"%llu\"", (unsigned long long) counts[TESTS],
                (unsigned long long) counts[FAILURES], (unsigned long long) counts[ERRORS]);
}

static void open_suite(Text *out, Str name, const uint64_t counts[COUNTS])
{
    text_add(out, STR("  <testsuite"));
    add_attribute(out, "name", name);
    add_counts(out, counts);
    text_format(out, " skipped=\"%llu\">\n", (unsigned long long) counts[SKIPPED]);
}

static void add_property(Text *out, Str name, Str value)
{
    text_add(out, STR("      <property"));
    add_attribute(out, "name", name);
    add_attribute(out, "value", value);
    text_add(out, STR("/>\n"));
}

static void send(JunitReport *report, Text *text)
{
    output_add(report->out, text_str(text));
    text_clear(text);
}

/* A rule that found nothing is one case: passed, or skipped because it applied to nothing. */
static void add_quiet_case(Text *out, const duly_rule *rule, bool applied)
{
    text_add(out, STR("    <testcase"));
    add_attribute(out, "classname", rule->id);
    text_add(out, applied ? STR(" name=\"all\"/>\n") : STR(" name=\"all\"><skipped>applied to nothing</skipped></testcase>\n"));
}

static bool applied(const duly_rule_count *told)
{
    return told->outcomes[DULY_PASS] + told->outcomes[DULY_VIOLATION] + told->outcomes[DULY_UNDECIDED] + told->outcomes[DULY_WAIVED] > 0;
}

static void write_suite(JunitReport *report, Text *text, const duly_run *run, const duly_rule_count *told)
{
    duly_rule rule = { 0 };
    Suite *suite = &report->suites[told->rule];
    duly_pack_rule(run->pack, told->rule, &rule);
    open_suite(text, rule.id, suite->counts);
    send(report, text);
    if (suite->cases)
        output_copy(suite->cases, report->out);
    else
        add_quiet_case(text, &rule, applied(told));
    text_add(text, STR("  </testsuite>\n"));
    send(report, text);
}

/* ---- the run itself is the first suite, so that a run that checked nothing does not look like a pass */

static void add_run_case(Text *out, const char *name, bool passed)
{
    text_format(out, "    <testcase classname=\"run\" name=\"%s\"", name);
    text_add(out, passed ? STR("/>\n") : STR("><error type=\"error\" message=\"no\"/></testcase>\n"));
}

static void add_run_properties(Text *out, const duly_run *run, const duly_summary *summary)
{
    duly_pack_info info = { 0 };
    Day as_of = day_of(run->as_of), on = day_of(run->on);
    duly_pack_describe(run->pack, &info);
    text_add(out, STR("    <properties>\n"));
    add_property(out, STR("duly"), run->version);
    add_property(out, STR("pack"), info.name);
    add_property(out, STR("pack.sha256"), info.sha256);
    add_property(out, STR("as_of"), str_of(as_of.text));
    if (run->gate.len) {
        add_property(out, STR("gate"), run->gate);
        add_property(out, STR("on"), str_of(on.text));
    }
    for (size_t i = 0; i < run->set_count; i++) {
        Text name = { 0 };
        text_format(&name, "set.%.*s", STR_ARG(run->set[i].name));
        add_property(out, text_str(&name), run->set[i].value);
        text_free(&name);
    }
    if (summary->left_out)
        add_property(out, STR("left_out"), str_of(number_of(summary->left_out).text));
    text_add(out, STR("    </properties>\n"));
}

/* Adds up the suites that will be written. */
static void total(const JunitReport *report, const duly_summary *summary, uint64_t totals[COUNTS])
{
    for (size_t i = 0; i < summary->rule_count; i++) {
        Suite *suite = &report->suites[summary->rules[i].rule];
        if (!suite->cases)
            count(suite, applied(&summary->rules[i]) ? TESTS : SKIPPED);
        for (int id = 0; id < COUNTS; id++)
            totals[id] += suite->counts[id];
    }
}

static void end(void *context, const duly_run *run, const duly_summary *summary)
{
    JunitReport *report = context;
    bool judged = !run_judged_nothing(summary);
    uint64_t own[COUNTS] = { [TESTS] = 2, [ERRORS] = (uint64_t) !run->complete + (uint64_t) !judged };
    uint64_t totals[COUNTS] = { [TESTS] = own[TESTS], [ERRORS] = own[ERRORS] };
    Text text = { 0 };
    total(report, summary, totals);
    text_add(&text, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"duly\""));
    add_counts(&text, totals);
    text_add(&text, STR(">\n"));
    open_suite(&text, STR("run"), own);
    add_run_properties(&text, run, summary);
    add_run_case(&text, "reached the end of the batch", run->complete);
    add_run_case(&text, "judged at least one record", judged);
    text_add(&text, STR("  </testsuite>\n"));
    for (size_t i = 0; i < summary->rule_count; i++)
        write_suite(report, &text, run, &summary->rules[i]);
    text_add(&text, STR("</testsuites>\n"));
    send(report, &text);
    text_free(&text);
}

/* ---- the two flavours */

static duly_sink open_flavour(const ReportOptions *options, bool tells_files)
{
    JunitReport *report = arena_new(options->arena, JunitReport);
    *report =
        (JunitReport) { .arena = options->arena, .seen = fingerprints_in(options->arena), .out = options->out, .tells_files = tells_files };
    return (duly_sink) { .context = report, .begin = begin, .finding = finding, .record = record, .end = end };
}

duly_sink report_junit_open(const ReportOptions *options)
{
    return open_flavour(options, false);
}

duly_sink report_gitlab_junit_open(const ReportOptions *options)
{
    return open_flavour(options, true);
}
