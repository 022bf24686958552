/* JUnit's XML, within the schemas of Jenkins from the first to the last: a suite for each rule, a case for each finding. A
   violation is a failure, what is undecided an error, what is waived or applied to nothing skipped. Suites tell their counts
   first, so cases wait in spools. */
#include "report/dates.h"
#include "base/said.h"
#include "report/escape.h"
#include "report/facts.h"
#include "report/machine/xml.h"

typedef enum { TESTS, FAILURES, ERRORS, SKIPPED, COUNTS } CountId;

typedef struct {
    Output *cases;
    uint64_t counts[COUNTS];
} Suite;

typedef struct {
    Arena *arena, *scratch;
    Output *out;
    Str language;
    bool tells_files; /* an attribute that GitLab reads and Jenkins' schema does not know */
    Suite **suites;   /* by rule; the versions of a rule have one in common */
    Fingerprints *seen;
} JunitReport;

static void junit_begin(void *context, const duly_run *run)
{
    JunitReport *report = context;
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    report->language = run->language;
    report->suites = arena_array(report->arena, Suite *, info.all_rule_count);
    Suite *suites = arena_array(report->arena, Suite, info.all_rule_count);
    const uint32_t *firsts = rule_firsts(report->arena, run->pack);
    for (size_t i = 0; i < info.all_rule_count; i++)
        report->suites[i] = &suites[firsts[i]];
}

/* ---- cases */

static void junit_count(Suite *suite, CountId id)
{
    suite->counts[TESTS]++;
    if (id != TESTS)
        suite->counts[id]++;
}

/* The key, or the group, or the file, or the table; with a number where the same was named before. */
static Str junit_name_of(JunitReport *report, const duly_finding *finding)
{
    Arena *arena = report->scratch;
    uint32_t times = fingerprints_add(report->seen, finding_mark(arena, finding->fingerprint, finding->id, finding->file, finding->line));
    Str name = finding_subject(arena, finding);
    if (name.len == 0)
        name = finding->file.len ? finding_whole_place(arena, finding) : (Str) finding->table;
    return times > 1 ? arena_format(arena, "%.*s (%u)", STR_ARG(name), (unsigned) times) : name;
}

/* What a reader of the case wants to know besides its message. */
static void add_body(Text *out, const duly_finding *finding)
{
    Arena *arena = out->arena;
    const struct {
        const char *name;
        Str value;
    } facts[] = {
        { "at", finding->file.len ? finding_whole_place(arena, finding) : (Str) { 0 } },
        { "values", finding_values(arena, finding) },
        { "clears on", day_in(arena, finding->clears_on) },
        { "source", finding->source },
        { "version", finding_version(&(Voice) { arena, out->language }, finding) },
        { "rule", finding->rule_file.len ? place_of(arena, finding->rule_file, finding->rule_line) : (Str) { 0 } },
    };
    escape_xml(out, finding->title);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (facts[i].value.len == 0)
            continue;
        text_add_char(out, '\n');
        text_say(out, facts[i].name);
        text_say(out, ": ");
        escape_xml(out, facts[i].value);
    }
}

static void junit_add_outcome(Text *out, const duly_finding *finding)
{
    const char *element = finding->outcome == DULY_UNDECIDED ? "error" : "failure";
    if (finding->outcome == DULY_WAIVED) {
        text_add(out, STR("<skipped>"));
        words_add(out, out->language, WORDS_WAIVED_BEFORE, NULL);
        escape_xml(out, finding_message(finding));
        text_add_char(out, '\n');
        escape_xml(out, finding_waiver(&(Voice) { out->arena, out->language }, finding));
        text_add(out, STR("</skipped>"));
        return;
    }
    text_format(out, "<%s", element);
    xml_add_attribute(out, "type", str_of(severity_words[finding->severity]));
    xml_add_attribute(out, "message", finding_message(finding));
    text_add_char(out, '>');
    add_body(out, finding);
    text_format(out, "</%s>", element);
}

static void junit_finding(void *context, const duly_finding *told)
{
    static const CountId ids[] = {
        [DULY_PASS] = TESTS,     [DULY_VIOLATION] = FAILURES, [DULY_UNDECIDED] = ERRORS, [DULY_NOT_APPLICABLE] = SKIPPED,
        [DULY_WAIVED] = SKIPPED,
    };
    JunitReport *report = context;
    Suite *suite = report->suites[told->rule];
    Text text = text_in(report->scratch);
    if (!suite->cases)
        suite->cases = output_to_spool(report->arena);
    junit_count(suite, ids[told->outcome]);
    text_add(&text, STR("    <testcase"));
    xml_add_attribute(&text, "classname", told->id);
    xml_add_attribute(&text, "name", junit_name_of(report, told));
    if (report->tells_files)
        xml_add_attribute(&text, "file", told->file);
    text_add_char(&text, '>');
    junit_add_outcome(&text, told);
    text_add(&text, STR("</testcase>\n"));
    output_add(suite->cases, text_str(&text));
}

/* ---- suites */

static void junit_add_counts(Text *out, const uint64_t counts[COUNTS])
{
    xml_add_number(out, "tests", counts[TESTS]);
    xml_add_number(out, "failures", counts[FAILURES]);
    xml_add_number(out, "errors", counts[ERRORS]);
}

static void open_suite(Text *out, Str name, const uint64_t counts[COUNTS])
{
    text_add(out, STR("  <testsuite"));
    xml_add_attribute(out, "name", name);
    junit_add_counts(out, counts);
    xml_add_number(out, "skipped", counts[SKIPPED]);
    text_add(out, STR(">\n"));
}

static void junit_add_property(Text *out, Str name, Str value)
{
    text_add(out, STR("      <property"));
    xml_add_attribute(out, "name", name);
    xml_add_attribute(out, "value", value);
    text_add(out, STR("/>\n"));
}

static void junit_send(JunitReport *report, Text *text)
{
    output_add(report->out, text_str(text));
    text_clear(text);
}

/* A rule that found nothing is one case: passed, or skipped because it applied to nothing. */
static void add_quiet_case(Text *out, const duly_rule *rule, bool applied)
{
    text_add(out, STR("    <testcase"));
    xml_add_attribute(out, "classname", rule->id);
    text_add(out, applied ? STR(" name=\"all\"/>\n") : STR(" name=\"all\"><skipped>"));
    if (applied)
        return;
    text_say(out, "applied to nothing");
    text_add(out, STR("</skipped></testcase>\n"));
}

static bool applied(const duly_rule_count *told)
{
    return told->outcomes[DULY_PASS] + told->outcomes[DULY_VIOLATION] + told->outcomes[DULY_UNDECIDED] + told->outcomes[DULY_WAIVED] > 0;
}

static void write_suite(JunitReport *report, Text *text, const duly_run *run, const duly_rule_count *told)
{
    duly_rule rule = { .size = sizeof rule };
    Suite *suite = report->suites[told->rule];
    duly_pack_rule(run->pack, told->rule, &rule);
    open_suite(text, rule.id, suite->counts);
    junit_send(report, text);
    if (suite->cases)
        output_copy(suite->cases, report->out);
    else
        add_quiet_case(text, &rule, applied(told));
    text_add(text, STR("  </testsuite>\n"));
    junit_send(report, text);
}

/* ---- the run itself is the first suite, so that a run that checked nothing does not look like a pass */

static void add_run_case(Text *out, const char *name, bool passed)
{
    text_format(out, "    <testcase classname=\"run\" name=\"%s\"", said(out->language, name));
    text_add(out, passed ? STR("/>\n") : STR("><error type=\"error\" message=\"no\"/></testcase>\n"));
}

static void junit_add_run_properties(Text *out, const duly_run *run, const duly_summary *summary)
{
    duly_pack_info info = { .size = sizeof info };
    Day as_of = day_of(run->as_of), on = day_of(run->on);
    duly_pack_describe(run->pack, &info);
    text_add(out, STR("    <properties>\n"));
    junit_add_property(out, STR("duly"), run->version);
    junit_add_property(out, STR("pack"), info.name);
    junit_add_property(out, STR("pack.sha256"), info.sha256);
    junit_add_property(out, STR("as_of"), str_of(as_of.text));
    if (run->gate.len) {
        junit_add_property(out, STR("gate"), run->gate);
        junit_add_property(out, STR("on"), str_of(on.text));
    }
    for (size_t i = 0; i < run->set_count; i++)
        junit_add_property(out, arena_format(out->arena, "set.%.*s", STR_ARG(run->set[i].name)), run->set[i].value);
    Voice voice = { out->arena, run->language };
    Str lines = run_remarks(&voice, run, summary);
    for (Str line; take_line(&lines, &line);)
        junit_add_property(out, STR("note"), line);
    if (summary->left_out)
        junit_add_property(out, STR("left_out"), str_of(number_of(summary->left_out).text));
    text_add(out, STR("    </properties>\n"));
}

/* Adds up the suites that will be written. */
static void total(const JunitReport *report, const duly_summary *summary, uint64_t totals[COUNTS])
{
    for (size_t i = 0; i < summary->rule_count; i++) {
        Suite *suite = report->suites[summary->rules[i].rule];
        if (!suite->cases)
            junit_count(suite, applied(&summary->rules[i]) ? TESTS : SKIPPED);
        for (int id = 0; id < COUNTS; id++)
            totals[id] += suite->counts[id];
    }
}

static void junit_end(void *context, const duly_run *run, const duly_summary *summary)
{
    JunitReport *report = context;
    bool judged = !run_judged_nothing(summary);
    uint64_t own[COUNTS] = { [TESTS] = 2, [ERRORS] = (uint64_t) !run->complete + (uint64_t) !judged };
    uint64_t totals[COUNTS] = { [TESTS] = own[TESTS], [ERRORS] = own[ERRORS] };
    Text text = text_in(report->scratch);
    total(report, summary, totals);
    text_add(&text, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"duly\""));
    junit_add_counts(&text, totals);
    text_add(&text, STR(">\n"));
    open_suite(&text, STR("run"), own);
    junit_add_run_properties(&text, run, summary);
    add_run_case(&text, "reached the end of the batch", run->complete);
    add_run_case(&text, "judged at least one record", judged);
    text_add(&text, STR("  </testsuite>\n"));
    for (size_t i = 0; i < summary->rule_count; i++)
        write_suite(report, &text, run, &summary->rules[i]);
    text_add(&text, STR("</testsuites>\n"));
    junit_send(report, &text);
}

/* ---- the two flavours */

static duly_sink open_flavour(const ReportOptions *options, bool tells_files)
{
    JunitReport *report = arena_new(options->arena, JunitReport);
    *report = (JunitReport) { .arena = options->arena,
                              .scratch = options->scratch,
                              .seen = fingerprints_in(options->arena),
                              .out = options->out,
                              .tells_files = tells_files };
    return (duly_sink) { .size = sizeof(duly_sink), .context = report, .begin = junit_begin, .finding = junit_finding, .end = junit_end };
}

duly_sink report_junit_open(const ReportOptions *options)
{
    return open_flavour(options, false);
}

duly_sink report_gitlab_junit_open(const ReportOptions *options)
{
    return open_flavour(options, true);
}
