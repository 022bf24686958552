/* Reports: opening, handing on, closing. All reports of a run are open before its first record is read, since a disk that is full or a
   name that cannot be written should not be found out an hour later; what goes to a file stands under another name until it is whole
   (base/output.c). A run that never began (a pack in error, options that do not fit) leaves no report, not even an empty one, and what
   stood there before stays (reports_close).

   Only what the run told last decides some things: which files were read is known at the end, and only then can a report be kept from
   taking the place of one of them (protect_inputs). */
#include "cli/reports.h"

#include <unistd.h>

#include "base/words.h"
#include "cli/guard.h"
#include "cli/interrupt.h"
#include "cli/timings.h"

/* ---- asking */

/* Whether both lead to one file, which may not be there yet; NULL is standard output. */
static bool is_one_output(Arena *arena, const char *path, const char *other)
{
    if (!path && !other)
        return true;
    if (!path || !other)
        return path_is_open_as(path ? path : other, STDOUT_FILENO);
    return str_equal(path_target(arena, path), path_target(arena, other));
}

static bool reports_is_taken(const Reports *reports, Arena *arena, const char *path)
{
    for (size_t i = 0; i < reports->list.count; i++)
        if (is_one_output(arena, path, reports->list.at[i].path))
            return true;
    return false;
}

bool reports_add(Reports *reports, Arena *arena, Str asked, Str *problem, Str *hint)
{
    size_t equals = str_find(asked, STR("="), 0);
    Str name = equals == SIZE_MAX ? asked : str_slice(asked, 0, equals);
    Str path = equals == SIZE_MAX ? STR("-") : str_slice(asked, equals + 1, asked.len);
    Report report = { .listener.format = format_find(reports->subject, name) };
    if (!report.listener.format && reports->subject == SUBJECT_RUN)
        report.listener.format = format_find(SUBJECT_PART, name);
    if (!report.listener.format) {
        format_unknown(arena, reports->subject, name, problem, hint);
        return false;
    }
    if (path.len == 0) {
        *problem = arena_format(arena, "--format %.*s names no file", STR_ARG(asked));
        return false;
    }
    if (str_is(path, "-") && report.listener.format->traits & FORMAT_NEEDS_FILE) {
        *problem = arena_format(arena, "--format %s needs a file of its own", report.listener.format->name);
        *hint = arena_format(arena, "write --format %s=FILE", report.listener.format->name);
        return false;
    }
    if (!str_is(path, "-"))
        report.path = arena_str(arena, path).at;
    if (reports_is_taken(reports, arena, report.path)) {
        *problem = report.path ? arena_format(arena, "two formats cannot go to one file: %s", report.path)
                               : STR("only one format can go to standard output");
        *hint = STR("write --format NAME=FILE for the others");
        return false;
    }
    if (report.path && !format_opens(arena, report.listener.format, path, problem, hint))
        return false;
    arena_push(arena, &reports->list, report);
    return true;
}

bool reports_add_annotation(Reports *reports, Arena *arena, Str path, Str *problem, Str *hint)
{
    Report report = { .listener.format = format_next(SUBJECT_ROSTER, NULL), .path = arena_str(arena, path).at };
    bool is_output = path.len == 0 || str_is(path, "-");
    if ((is_output && report.listener.format->traits & FORMAT_NEEDS_FILE) || reports_is_taken(reports, arena, report.path)) {
        *problem = STR("--annotate needs a file of its own");
        *hint = STR("write --annotate marked.xlsx");
        return false;
    }
    if (!format_opens(arena, report.listener.format, path, problem, hint))
        return false;
    arena_push(arena, &reports->list, report);
    return true;
}

bool reports_want_hashes(const Reports *reports)
{
    for (size_t i = 0; i < reports->list.count; i++)
        if (reports->list.at[i].listener.format->traits & FORMAT_TELLS_HASHES)
            return true;
    return false;
}

Report *reports_part(Reports *reports)
{
    for (size_t i = 0; i < reports->list.count; i++)
        if (reports->list.at[i].listener.format->traits & FORMAT_IS_PART)
            return &reports->list.at[i];
    return NULL;
}

/* ---- opening */

static void discard(Reports *reports)
{
    for (size_t i = 0; i < reports->list.count; i++) {
        Report *report = &reports->list.at[i];
        if (!report->is_open)
            continue;
        if (report->path)
            output_discard(report->out);
    }
    reports->list.count = 0;
    arena_free(&reports->scratch);
}

/* What GitHub takes of one step is a MiB. */
enum { SUMMARY_BYTES = 900000 };

static Output *reports_open_output(Cli *cli, const Report *report, Str *problem)
{
    if (!report->path && report->listener.format->traits & FORMAT_IS_BINARY && output_is_terminal(cli->out)) {
        *problem = arena_format(cli->arena, "%s is nothing to be shown at a terminal: write --format %s=FILE",
                                report->listener.format->name, report->listener.format->name);
        return NULL;
    }
    if (!report->path)
        return cli->out;
    Output *out =
        report->appends ? output_to_end_of_file(cli->arena, report->path, problem) : output_to_file(cli->arena, report->path, problem);
    if (out && path_is_open_as(report->path, STDOUT_FILENO)) /* /dev/stdout */
        output_may_leave(out);
    return out;
}

static void tell_warning(void *context, Str sentence)
{
    const Reports *reports = context;
    problems_tell(reports->problems, &(duly_problem) { .severity = DULY_WARNING, .message = { sentence.at, sentence.len } });
}

bool reports_open(Reports *reports, Cli *cli, const ReportOptions *options, Str *problem)
{
    for (size_t i = 0; i < reports->list.count; i++) {
        Report *report = &reports->list.at[i];
        report->out = reports_open_output(cli, report, problem);
        if (!report->out) {
            discard(reports);
            return false;
        }
        ReportOptions own = *options;
        own.out = report->out;
        own.path = report->path ? str_of(report->path) : (Str) { 0 };
        own.scratch = &reports->scratch;
        own.colour = own.colour && !report->path;
        own.width = report->path ? 0 : own.width;
        own.limit = report->appends ? SUMMARY_BYTES : 0;
        own.warn = tell_warning;
        own.warn_context = reports;
        report->listener.sink = report->listener.format->open(&own);
        report->is_open = true;
    }
    const volatile int *stop = interrupt_watch(cli);
    for (size_t i = 0; i < reports->list.count; i++)
        output_stop(reports->list.at[i].out, stop);
    return true;
}

bool reports_speak(const Reports *reports)
{
    for (size_t i = 0; i < reports->list.count; i++)
        if (!reports->list.at[i].path && reports->list.at[i].listener.format->traits & FORMAT_SPEAKS)
            return true;
    return false;
}

bool reports_stream_to_terminal(const Reports *reports)
{
    for (size_t i = 0; i < reports->list.count; i++) {
        const Report *report = &reports->list.at[i];
        if (!report->path && report->listener.format->traits & FORMAT_STREAMS && output_is_terminal(report->out))
            return true;
    }
    return false;
}

/* ---- handing on */

static void reports_tell_problem(void *context, const duly_problem *problem)
{
    Reports *reports = context;
    progress_clear(&reports->progress);
    problems_tell(reports->problems, problem);
}

static void reports_begin(void *context, const duly_run *run)
{
    Reports *reports = context;
    reports->begun = true;
    reports->run = run;
    reports->scratch.language = words_language_known(run->language);
    for (size_t i = 0; i < reports->list.count; i++)
        listener_begin(&reports->list.at[i].listener, run);
    arena_reset(&reports->scratch);
}

static void reports_finding(void *context, const duly_finding *told)
{
    Reports *reports = context;
    for (size_t i = 0; i < reports->list.count; i++)
        listener_finding(&reports->list.at[i].listener, told);
    arena_reset(&reports->scratch);
}

static void reports_record(void *context, const duly_record *told)
{
    Reports *reports = context;
    RecordNews news;
    news_begin(&news, told);
    for (size_t i = 0; i < told->finding_count; i++)
        tail_finding(&reports->tail, reports->run, &told->findings[i]);
    for (size_t i = 0; i < reports->list.count; i++)
        listener_record(&reports->list.at[i].listener, &news);
    news_end(&news);
    arena_reset(&reports->scratch);
}

static void reports_interval(void *context, const duly_interval *told)
{
    Reports *reports = context;
    for (size_t i = 0; i < reports->list.count; i++)
        listener_interval(&reports->list.at[i].listener, told);
    arena_reset(&reports->scratch);
}

static Wants wants_of(const Reports *reports)
{
    Wants wants = { .found = reports->tail_to != NULL };
    for (size_t i = 0; i < reports->list.count; i++)
        wants_add(&wants, &reports->list.at[i].listener.sink);
    return wants;
}

bool reports_want_intervals(const Reports *reports)
{
    return wants_of(reports).intervals;
}

static void reports_statistic(void *context, const duly_statistic *told)
{
    Reports *reports = context;
    for (size_t i = 0; i < reports->list.count; i++)
        listener_statistic(&reports->list.at[i].listener, told);
    arena_reset(&reports->scratch);
}

/* A report must not take the place of what was read. */
static void protect_inputs(Arena *arena, const Report *report, const duly_run *run, const duly_summary *summary)
{
    Str reason = guard_run(arena, run, summary, report->path);
    if (reason.len)
        output_refuse(report->out, reason);
}

/* On GitHub the log is a channel of commands: a line of a report that begins with :: would be one. Between `::stop-commands::WORD` and
   `::WORD::`, which nobody can guess, it is text. A format that is commands itself (FORMAT_IS_COMMANDS) escapes what it tells instead. */
static void reports_end(void *context, const duly_run *run, const duly_summary *summary)
{
    Reports *reports = context;
    Arena scratch = { 0 };
    reports->found = summary->findings;
    progress_clear(&reports->progress);
    for (size_t i = 0; i < reports->list.count; i++)
        protect_inputs(&scratch, &reports->list.at[i], run, summary);
    arena_free(&scratch);
    for (size_t i = 0; i < reports->list.count; i++) {
        const Report *report = &reports->list.at[i];
        bool guarded = reports->guard.len && !report->path && !(report->listener.format->traits & FORMAT_IS_COMMANDS);
        if (guarded)
            output_format(report->out, "::stop-commands::%.*s\n", STR_ARG(reports->guard));
        listener_end(&report->listener, run, summary);
        if (guarded)
            output_format(report->out, "::%.*s::\n", STR_ARG(reports->guard));
    }
    for (size_t i = 0; i < reports->list.count; i++)
        if (!reports->list.at[i].path) /* what follows on standard error stands below it on a terminal */
            output_flush(reports->list.at[i].out);
    if (reports->tail_to)
        tail_print(&reports->tail, reports->tail_to, run, summary);
    if (reports->timings_to && summary->timings)
        timings_print(reports->timings_to, run, summary);
}

static void reports_progress(void *context, uint64_t done_bytes, uint64_t total_bytes, uint64_t records)
{
    Reports *reports = context;
    progress_show(&reports->progress, done_bytes, total_bytes, records);
}

duly_sink reports_sink(Reports *reports)
{
    Wants wants = wants_of(reports);
    duly_sink sink = { .size = sizeof sink,
                       .context = reports,
                       .problem = reports_tell_problem,
                       .begin = reports_begin,
                       .finding = reports_finding,
                       .record = reports_record,
                       .end = reports_end,
                       .progress = reports_progress,
                       .interval = reports_interval,
                       .statistic = reports_statistic };
    wants_leave_out(&wants, &sink);
    return sink;
}

/* ---- closing */

/* The report of a run that did not come to its end is not the report: that of an earlier run stays. */
static void set_aside(Reports *reports, Report *report)
{
    Arena scratch = { 0 };
    Str aside = report->path ? output_set_aside(report->out) : (Str) { 0 };
    Str sentence = arena_format(&scratch, "interrupted: what was found until then stands in %.*s, and %s is as it was", STR_ARG(aside),
                                report->path ? report->path : "");
    if (aside.len)
        problems_tell(reports->problems, &(duly_problem) { .severity = DULY_WARNING, .message = { sentence.at, sentence.len } });
    arena_free(&scratch);
}

static bool reports_close_report(Reports *reports, Report *report)
{
    if (!report->path) /* closed by whoever opened it, who tells what went wrong */
        return output_flush(report->out);
    if (output_close(report->out))
        return true;
    Str sentence = output_problem(report->out);
    problems_tell(reports->problems, &(duly_problem) { .severity = DULY_ERROR, .message = { sentence.at, sentence.len } });
    return false;
}

bool reports_close(Reports *reports, int status)
{
    bool ok = true;
    if (!reports->begun) {
        discard(reports);
        return true;
    }
    for (size_t i = 0; status == DULY_INTERRUPTED && i < reports->list.count; i++)
        set_aside(reports, &reports->list.at[i]);
    for (size_t i = 0; i < reports->list.count; i++)
        ok = reports_close_report(reports, &reports->list.at[i]) && ok;
    arena_free(&reports->scratch);
    return ok;
}
