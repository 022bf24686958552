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
    Voice voice;
    Arena *arena;
    Output *out;
    const duly_pack *pack;
    Annotations shown[3];  /* by severity */
    uint64_t *hidden;      /* by rule: of all its versions at the first */
    const uint32_t *first; /* by rule: its first version */
    size_t rule_count;
} GithubReport;

static const char *const commands[] = { [DULY_ERROR] = "error", [DULY_WARNING] = "warning", [DULY_INFO] = "notice" };

static void github_begin(void *context, const duly_run *run)
{
    GithubReport *report = context;
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    report->pack = run->pack;
    report->rule_count = info.all_rule_count;
    report->hidden = arena_array(report->arena, uint64_t, info.all_rule_count);
    report->first = rule_firsts(report->arena, run->pack);
}

/* ---- findings */

static void github_add_property(Text *line, const char *name, Str value)
{
    text_format(line, "%s=", name);
    escape_command_property(line, value);
}

static duly_severity github_degree_of(const duly_finding *finding)
{
    return finding->outcome == DULY_WAIVED ? DULY_INFO : finding->severity;
}

static void add_annotation(const GithubReport *report, Text *line, const duly_finding *finding)
{
    Arena *arena = report->voice.arena;
    const Voice voice = { arena, arena->language };
    Place place = finding_place(finding, report->pack);
    Str waiver = finding_waiver(&voice, finding);
    text_format(line, "::%s ", commands[github_degree_of(finding)]);
    github_add_property(line, "file", place.path);
    if (place.line)
        text_format(line, ",line=%llu", (unsigned long long) place.line);
    /* a workbook has no lines to show the annotation at: the title names the cell */
    bool has_cell = place.sheet.len && place.a1.len;
    github_add_property(line, ",title",
                        has_cell ? arena_format(arena, "%.*s %.*s!%.*s", STR_ARG(finding->id), STR_ARG(place.sheet), STR_ARG(place.a1))
                                 : finding->id);
    text_add(line, STR("::"));
    escape_command(line, finding_line(&voice, finding));
    text_add(line, waiver.len ? STR("%0A") : STR(""));
    escape_command(line, waiver);
    text_add_char(line, '\n');
}

static void github_finding(void *context, const duly_finding *told)
{
    GithubReport *report = context;
    duly_severity degree = github_degree_of(told);
    Annotations *kind = &report->shown[degree];
    if (kind->count == (degree == DULY_INFO ? SHOWN - 1 : SHOWN)) {
        report->hidden[report->first[told->rule]]++;
        return;
    }
    kind->count++;
    kind->last_start = kind->lines.len;
    kind->last_rule = told->rule;
    add_annotation(report, &kind->lines, told);
}

/* ---- the end */

static void github_send(const GithubReport *report, const char *command, Str sentences)
{
    Text line = text_in(report->voice.arena);
    text_format(&line, "::%s title=duly::", command);
    escape_command(&line, sentences);
    text_add_char(&line, '\n');
    output_add(report->out, text_str(&line));
}

/* An error about the run itself takes the place of the last one. */
static void github_shout(GithubReport *report, WordsId sentence)
{
    Annotations *errors = &report->shown[DULY_ERROR];
    if (errors->count == SHOWN) {
        errors->lines.len = errors->last_start;
        report->hidden[report->first[errors->last_rule]]++;
    }
    github_send(report, "error", say(&report->voice, sentence, NULL));
}

static void github_add_line(Text *out, Str line)
{
    text_format(out, "%s%.*s", out->len && line.len ? "\n" : "", STR_ARG(line));
}

static void send_summary(const GithubReport *report, const duly_run *run, const duly_summary *summary)
{
    const Voice *voice = &report->voice;
    Text sentences = text_in(voice->arena);
    github_add_line(&sentences, run_verdicts(voice, summary));
    github_add_line(&sentences, run_totals(voice, run, summary));
    github_add_line(&sentences, run_remarks(voice, run, summary));
    if (summary->left_out)
        github_add_line(&sentences, say_number(voice, WORDS_LEFT_OUT, summary->left_out));
    for (size_t i = 0; i < report->rule_count; i++) { /* "training-period: 3 more", a line for each rule */
        duly_rule rule = { .size = sizeof rule };
        if (report->hidden[i] && duly_pack_rule(report->pack, i, &rule))
            github_add_line(&sentences, SAY(voice, WORDS_ABOUT, rule.id, say_number(voice, WORDS_MORE, report->hidden[i])));
    }
    github_send(report, "notice", text_str(&sentences));
}

static void github_end(void *context, const duly_run *run, const duly_summary *summary)
{
    GithubReport *report = context;
    report->voice.language = run->language;
    if (!run->complete)
        github_shout(report, WORDS_INCOMPLETE);
    else if (run_judged_nothing(summary))
        github_shout(report, WORDS_NOTHING_JUDGED);
    for (int severity = DULY_ERROR; severity <= DULY_INFO; severity++)
        output_add(report->out, text_str(&report->shown[severity].lines));
    send_summary(report, run, summary);
}

duly_sink report_github_open(const ReportOptions *options)
{
    GithubReport *report = arena_new(options->arena, GithubReport);
    *report = (GithubReport) { .voice = { options->scratch, { 0 } }, .arena = options->arena, .out = options->out };
    for (int severity = DULY_ERROR; severity <= DULY_INFO; severity++)
        report->shown[severity].lines = text_in(options->arena);
    return (
        duly_sink) { .size = sizeof(duly_sink), .context = report, .begin = github_begin, .finding = github_finding, .end = github_end };
}

/* ---- problems of a pack */

static void lint_github_problem(void *context, const duly_problem *told)
{
    const ReportOptions *options = context;
    Text line = text_in(options->scratch);
    text_format(&line, "::%s file=", commands[told->severity]);
    escape_command_property(&line, plain_path(told->path));
    if (told->line)
        text_format(&line, ",line=%u,col=%u", (unsigned) told->line, (unsigned) told->column);
    text_add(&line, STR(",title="));
    escape_command_property(&line, told->id);
    text_add(&line, STR("::"));
    escape_command(&line, told->message);
    text_add_char(&line, '\n');
    output_add(options->out, text_str(&line));
}

duly_sink lint_github_open(const ReportOptions *options)
{
    return (duly_sink) { .size = sizeof(duly_sink), .context = options_kept(options), .problem = lint_github_problem };
}
