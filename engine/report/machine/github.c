/* Annotations of a workflow run on GitHub, which shows ten of a kind for each step: the first ten errors, ten warnings and nine
   remarks; the tenth tells how the run came out and how many findings of which rule are not shown. What is waived is a remark
   that names the document. */
#include "report/escape.h"
#include "report/facts.h"

enum { SHOWN = 10 };

/* The annotations of one severity. */
typedef struct {
    Text lines;
    size_t count, last_start, last_rule;
} Annotations;

typedef struct {
    Arena *arena;
    Output *out;
    const duly_pack *pack;
    Annotations shown[3]; /* by severity */
    uint64_t *hidden;     /* by rule */
    size_t rule_count;
} GithubReport;

static const char *const commands[] = { [DULY_ERROR] = "error", [DULY_WARNING] = "warning", [DULY_INFO] = "notice" };

static void begin(void *context, const duly_run *run)
{
    GithubReport *report = context;
    duly_pack_info info = { 0 };
    duly_pack_describe(run->pack, &info);
    report->pack = run->pack;
    report->rule_count = info.all_rule_count;
    report->hidden = arena_array(report->arena, uint64_t, info.all_rule_count);
}

/* ---- findings */

static void add_property(Text *line, const char *name, Str value)
{
    text_format(line, "%s=", name);
    escape_command_property(line, value);
}

/* The rule, and the cell of a workbook, which has no lines to show the annotation at. */
static void add_title(Text *line, const duly_finding *finding, const Place *place)
{
    Text title = { 0 };
    text_add(&title, finding->id);
    if (place->sheet.len && place->a1.len)
        text_format(&title, " %.*s!%.*s", STR_ARG(place->sheet), STR_ARG(place->a1));
    add_property(line, ",title", text_str(&title));
    text_free(&title);
}

static void add_waiver(Text *line, const duly_finding *finding)
{
    Text waiver = { 0 };
    finding_add_waiver(&waiver, STR("en"), finding);
    text_add(line, waiver.len ? STR("%0A") : STR(""));
    escape_command(line, text_str(&waiver));
    text_free(&waiver);
}

static duly_severity degree_of(const duly_finding *finding)
{
    return finding->outcome == DULY_WAIVED ? DULY_INFO : finding->severity;
}

static void add_annotation(const GithubReport *report, Text *line, const duly_finding *finding)
{
    Place place = finding_place(finding, report->pack);
    Text message = { 0 };
    finding_add_line(&message, finding);
    text_format(line, "::%s ", commands[degree_of(finding)]);
    add_property(line, "file", place.path);
    if (place.line)
        text_format(line, ",line=%llu", (unsigned long long) place.line);
    add_title(line, finding, &place);
    text_add(line, STR("::"));
    escape_command(line, text_str(&message));
    add_waiver(line, finding);
    text_add_char(line, '\n');
    text_free(&message);
}

static void finding(void *context, const duly_finding *told)
{
    GithubReport *report = context;
    duly_severity degree = degree_of(told);
    Annotations *kind = &report->shown[degree];
    if (kind->count == (degree == DULY_INFO ? SHOWN - 1 : SHOWN)) {
        report->hidden[told->rule]++;
        return;
    }
    kind->count++;
    kind->last_start = kind->lines.len;
    kind->last_rule = told->rule;
    add_annotation(report, &kind->lines, told);
}

static void record(void *context, const duly_record *told)
{
    for (size_t i = 0; i < told->finding_count; i++)
        finding(context, &told->findings[i]);
}

/* ---- the end */

/* An error about the run itself takes the place of the last one. */
static void shout(GithubReport *report, Str language, WordsId phrase)
{
    Annotations *errors = &report->shown[DULY_ERROR];
    Text line = { 0 }, sentence = { 0 };
    if (errors->count == SHOWN) {
        errors->lines.len = errors->last_start;
        report->hidden[errors->last_rule]++;
    }
    words_add(&sentence, language, phrase, NULL);
    text_add(&line, STR("::error title=duly::"));
    escape_command(&line, text_str(&sentence));
    text_add_char(&line, '\n');
    output_add(report->out, text_str(&line));
    text_free(&line);
    text_free(&sentence);
}

/* "training-period: 3 more", a line for each rule. */
static void add_hidden(const GithubReport *report, Text *out, Str language)
{
    for (size_t i = 0; i < report->rule_count; i++) {
        duly_rule rule = { 0 };
        Text more = { 0 };
        if (report->hidden[i] == 0 || !duly_pack_rule(report->pack, i, &rule))
            continue;
        phrase_add_number(&more, language, WORDS_MORE, report->hidden[i]);
        text_add_char(out, '\n');
        words_add(out, language, WORDS_ABOUT, (Str[]) { rule.id, text_str(&more) });
        text_free(&more);
    }
}

static void add_summary(const GithubReport *report, const duly_run *run, const duly_summary *summary)
{
    Text line = { 0 }, sentences = { 0 };
    Str language = run->language;
    run_add_verdicts(&sentences, language, summary);
    text_add_char(&sentences, '\n');
    run_add_totals(&sentences, run, summary);
    run_add_baseline(&sentences, run, summary);
    if (summary->left_out) {
        text_add_char(&sentences, '\n');
        phrase_add_number(&sentences, language, WORDS_LEFT_OUT, summary->left_out);
    }
    add_hidden(report, &sentences, language);
    text_add(&line, STR("::notice title=duly::"));
    escape_command(&line, text_str(&sentences));
    text_add_char(&line, '\n');
    output_add(report->out, text_str(&line));
    text_free(&line);
    text_free(&sentences);
}

static void end(void *context, const duly_run *run, const duly_summary *summary)
{
    GithubReport *report = context;
    Str language = run->language;
    if (!run->complete)
        shout(report, language, WORDS_INCOMPLETE);
    else if (run_judged_nothing(summary))
        shout(report, language, WORDS_NOTHING_JUDGED);
    for (int severity = DULY_ERROR; severity <= DULY_INFO; severity++)
        output_add(report->out, text_str(&report->shown[severity].lines));
    add_summary(report, run, summary);
}

duly_sink report_github_open(const ReportOptions *options)
{
    GithubReport *report = arena_new(options->arena, GithubReport);
    *report = (GithubReport) { .arena = options->arena, .out = options->out };
    for (int severity = DULY_ERROR; severity <= DULY_INFO; severity++)
        report->shown[severity].lines = text_in(options->arena);
    return (duly_sink) { .context = report, .begin = begin, .finding = finding, .record = record, .end = end };
}
