/* Annotations of a pipeline in Azure DevOps: a command a line, ##vso[task.logissue type=error;...]message. It knows errors and warnings;
   remarks, and how the run came out, are lines of the log, in which no data may begin a command. */
#include "report/escape.h"
#include "report/facts.h"

typedef struct {
    Voice voice;
    Output *out;
    const duly_pack *pack;
} AzureReport;

static void azure_add_property(Text *line, const char *name, Str value)
{
    if (value.len == 0)
        return;
    text_format(line, "%s=", name);
    escape_azure_property(line, value);
    text_add_char(line, ';');
}

static void azure_add_number(Text *line, const char *name, uint64_t number)
{
    if (number)
        text_format(line, "%s=%llu;", name, (unsigned long long) number);
}

static void begin_issue(Text *line, duly_severity severity, Str path, uint64_t row)
{
    text_format(line, "##vso[task.logissue type=%s;", severity == DULY_ERROR ? "error" : "warning");
    azure_add_property(line, "sourcepath", path);
    azure_add_number(line, "linenumber", row);
}

static void end_issue(Text *line, Str code, Str message)
{
    azure_add_property(line, "code", code);
    text_add_char(line, ']');
    escape_azure(line, message);
    text_add_char(line, '\n');
}

/* ---- findings */

static void azure_begin(void *context, const duly_run *run)
{
    ((AzureReport *) context)->pack = run->pack;
}

/* A workbook has no lines to show it at: the message names the cell. */
static Str message_of(Arena *arena, const duly_finding *finding, const Place *place)
{
    const Voice voice = { arena, arena->language };
    Str waiver = finding_waiver(&voice, finding), message = finding_line(&voice, finding);
    Text text = text_in(arena);
    if (place->sheet.len && place->a1.len)
        text_format(&text, "%.*s!%.*s: ", STR_ARG(place->sheet), STR_ARG(place->a1));
    text_format(&text, "%.*s%s%.*s", STR_ARG(message), waiver.len ? "\n" : "", STR_ARG(waiver));
    return text_str(&text);
}

static void azure_finding(void *context, const duly_finding *told)
{
    AzureReport *report = context;
    Arena *arena = report->voice.arena;
    Place place = finding_place(told, report->pack);
    Text line = text_in(arena);
    Str message = message_of(arena, told, &place);
    if (told->severity == DULY_INFO || told->outcome == DULY_WAIVED) {
        Str whole =
            arena_format(arena, "%.*s: %.*s [%.*s]", STR_ARG(finding_whole_place(arena, told)), STR_ARG(message), STR_ARG(told->id));
        escape_azure_line(&line, whole);
        text_add_char(&line, '\n');
    } else {
        begin_issue(&line, told->severity, place.path, place.line);
        end_issue(&line, told->id, message);
    }
    output_add(report->out, text_str(&line));
}

/* ---- the end */

static void azure_shout(const AzureReport *report, WordsId sentence)
{
    Text line = text_in(report->voice.arena);
    begin_issue(&line, DULY_ERROR, (Str) { 0 }, 0);
    end_issue(&line, (Str) { 0 }, say(&report->voice, sentence, NULL));
    output_add(report->out, text_str(&line));
}

static void azure_tell(const AzureReport *report, Str sentence)
{
    Text line = text_in(report->voice.arena);
    escape_azure_line(&line, sentence);
    if (line.len)
        text_add_char(&line, '\n');
    output_add(report->out, text_str(&line));
}

static void azure_end(void *context, const duly_run *run, const duly_summary *summary)
{
    AzureReport *report = context;
    report->voice.language = run->language;
    if (!run->complete)
        azure_shout(report, WORDS_INCOMPLETE);
    else if (run_judged_nothing(summary))
        azure_shout(report, WORDS_NOTHING_JUDGED);
    azure_tell(report, run_verdicts(&report->voice, summary));
    azure_tell(report, run_totals(&report->voice, run, summary));
    azure_tell(report, run_baseline(&report->voice, summary));
    for (size_t i = 0; i < summary->fixed_count; i++)
        azure_tell(report, run_fixed(&report->voice, &summary->fixed[i]));
    if (summary->left_out)
        azure_tell(report, say_number(&report->voice, WORDS_LEFT_OUT, summary->left_out));
}

duly_sink report_azure_open(const ReportOptions *options)
{
    AzureReport *report = arena_new(options->arena, AzureReport);
    *report = (AzureReport) { .voice = { options->scratch, { 0 } }, .out = options->out };
    return (duly_sink) { .size = sizeof(duly_sink), .context = report, .begin = azure_begin, .finding = azure_finding, .end = azure_end };
}

/* ---- problems of a pack */

static void azure_problem(void *context, const duly_problem *told)
{
    const ReportOptions *options = context;
    Text line = text_in(options->scratch);
    if (told->severity == DULY_INFO) {
        escape_azure_line(&line, arena_format(options->scratch, "%.*s:%u: %.*s [%.*s]", STR_ARG(told->path), (unsigned) told->line,
                                              STR_ARG(told->message), STR_ARG(told->id)));
        text_add_char(&line, '\n');
    } else {
        begin_issue(&line, told->severity, plain_path(told->path), told->line);
        azure_add_number(&line, "columnnumber", told->line ? told->column : 0);
        end_issue(&line, told->id, told->message);
    }
    output_add(options->out, text_str(&line));
}

duly_sink lint_azure_open(const ReportOptions *options)
{
    return (duly_sink) { .size = sizeof(duly_sink), .context = options_kept(options), .problem = azure_problem };
}
