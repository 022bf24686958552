/* Reports for hosts (duly_report.h): every format of a run, its bytes handed to a callback. A client of duly.h like the program, but one
   inside (api/inside.h): the reports are told at the edge of the whole call, so that one that has no memory gives the call up, and only
   the host's own callbacks stand outside. Each report hears of an event before the host does.

   A report ends with the run: nothing of it is written by a run that did not begin (close_reports), and a callback that could not take
   all makes the call incomplete, as a full disk does in the program. */
#include "api/inside.h"
#include "api/sized.h"
#include "base/words.h"
#include "report/duly_report.h"
#include "report/listener.h"

typedef struct {
    Listener listener;
    Output *out;
} HostReport;

typedef struct {
    const duly_pack *pack;
    duly_check_options options;
    const duly_sink *sink; /* the host's */
    HostReport *reports;
    size_t count;
    Arena arena, scratch; /* as long as the run; as long as a call */
    bool begun, failed;
    duly_status status;
} HostRun;

static void library_tell(const HostRun *run, Str message, Str hint)
{
    const duly_problem problem = { .size = sizeof problem, .severity = DULY_ERROR, .message = message, .hint = hint };
    if (run->sink->problem)
        MEMORY_OUTSIDE(run->sink->problem(run->sink->context, &problem));
}

/* ---- handing on: to each report, then to the host */

static void library_tell_problem(void *context, const duly_problem *problem)
{
    const HostRun *run = context;
    if (run->sink->problem)
        MEMORY_OUTSIDE(run->sink->problem(run->sink->context, problem));
}

static void tell_begin(void *context, const duly_run *told)
{
    HostRun *run = context;
    run->begun = true;
    run->scratch.language = words_language_known(told->language);
    for (size_t i = 0; i < run->count; i++)
        listener_begin(&run->reports[i].listener, told);
    arena_reset(&run->scratch);
    if (run->sink->begin)
        MEMORY_OUTSIDE(run->sink->begin(run->sink->context, told));
}

static void library_tell_finding(void *context, const duly_finding *finding)
{
    HostRun *run = context;
    for (size_t i = 0; i < run->count; i++)
        listener_finding(&run->reports[i].listener, finding);
    arena_reset(&run->scratch);
    if (run->sink->finding)
        MEMORY_OUTSIDE(run->sink->finding(run->sink->context, finding));
}

static void library_tell_record(void *context, const duly_record *record)
{
    HostRun *run = context;
    RecordNews news;
    news_begin(&news, record);
    for (size_t i = 0; i < run->count; i++)
        listener_record(&run->reports[i].listener, &news);
    news_end(&news);
    arena_reset(&run->scratch);
    if (run->sink->record)
        MEMORY_OUTSIDE(run->sink->record(run->sink->context, record));
}

static void library_tell_interval(void *context, const duly_interval *interval)
{
    HostRun *run = context;
    for (size_t i = 0; i < run->count; i++)
        listener_interval(&run->reports[i].listener, interval);
    arena_reset(&run->scratch);
    if (run->sink->interval)
        MEMORY_OUTSIDE(run->sink->interval(run->sink->context, interval));
}

static void library_tell_statistic(void *context, const duly_statistic *statistic)
{
    HostRun *run = context;
    for (size_t i = 0; i < run->count; i++)
        listener_statistic(&run->reports[i].listener, statistic);
    arena_reset(&run->scratch);
    if (run->sink->statistic)
        MEMORY_OUTSIDE(run->sink->statistic(run->sink->context, statistic));
}

static void library_tell_end(void *context, const duly_run *told, const duly_summary *summary)
{
    HostRun *run = context;
    for (size_t i = 0; i < run->count; i++) {
        listener_end(&run->reports[i].listener, told, summary);
        output_flush(run->reports[i].out);
    }
    arena_reset(&run->scratch);
    if (run->sink->end)
        MEMORY_OUTSIDE(run->sink->end(run->sink->context, told, summary));
}

static void library_tell_progress(void *context, uint64_t done_bytes, uint64_t total_bytes, uint64_t records)
{
    const HostRun *run = context;
    if (run->sink->progress)
        MEMORY_OUTSIDE(run->sink->progress(run->sink->context, done_bytes, total_bytes, records));
}

static duly_sink sink_of(HostRun *run)
{
    Wants wants = { 0 };
    duly_sink sink = { .size = sizeof sink,
                       .context = run,
                       .problem = library_tell_problem,
                       .begin = tell_begin,
                       .finding = library_tell_finding,
                       .record = library_tell_record,
                       .end = library_tell_end,
                       .progress = library_tell_progress,
                       .interval = library_tell_interval,
                       .statistic = library_tell_statistic };
    wants_add(&wants, run->sink);
    for (size_t i = 0; i < run->count; i++)
        wants_add(&wants, &run->reports[i].listener.sink);
    wants_leave_out(&wants, &sink);
    return sink;
}

/* ---- opening and closing */

static bool library_open_report(HostRun *run, const duly_report *asked, HostReport *report)
{
    Str problem, hint, name = str_of(asked->format);
    report->listener.format = format_find(SUBJECT_RUN, name);
    if (!report->listener.format) {
        format_unknown(&run->arena, SUBJECT_RUN, name, &problem, &hint);
        library_tell(run, problem, hint);
        return false;
    }
    if (!asked->write) {
        library_tell(run, STR("nobody takes the bytes of a report"), (Str) { 0 });
        return false;
    }
    report->out = output_to_host(&run->arena, asked->write, asked->context, name);
    ReportOptions options = { .arena = &run->arena,
                              .scratch = &run->scratch,
                              .out = report->out,
                              .brief = asked->brief,
                              .verbose = asked->verbose,
                              .records = asked->records,
                              .redact = run->options.redact,
                              .most_findings = run->options.max_findings,
                              .width = asked->width };
    report->listener.sink = report->listener.format->open(&options);
    run->options.hash_files |= (report->listener.format->traits & FORMAT_TELLS_HASHES) != 0;
    run->options.steps |= report->listener.sink.interval != NULL;
    return true;
}

/* Each of the size that it says. */
static bool open_reports(HostRun *run, const duly_report *asked)
{
    const char *at = (const char *) asked;
    run->reports = arena_array(&run->arena, HostReport, run->count);
    for (size_t i = 0; i < run->count; i++) {
        duly_report report;
        Str fault = at ? sized_take_next(&report, SIZED(duly_report, context), &at) : STR("a report was not given");
        if (fault.len > 0)
            library_tell(run, fault, (Str) { 0 });
        if (fault.len > 0 || !library_open_report(run, &report, &run->reports[i]))
            return false;
    }
    return true;
}

static void close_reports(HostRun *run)
{
    for (size_t i = 0; i < run->count; i++) {
        HostReport *report = &run->reports[i];
        if (run->begun ? output_close(report->out) : (output_discard(report->out), true))
            continue;
        library_tell(run, output_problem(report->out), (Str) { 0 });
        run->failed = true;
    }
}

typedef struct {
    HostRun *run;
    const duly_report *asked;
} HostCall;

static void library_check(void *context)
{
    HostCall *call = context;
    HostRun *run = call->run;
    run->status = DULY_MISUSED;
    if (open_reports(run, call->asked)) {
        duly_sink sink = sink_of(run);
        run->status = check_inside(run->pack, &run->options, &sink);
        close_reports(run);
    }
    if (run->failed && run->status <= DULY_FOUND)
        run->status = DULY_INCOMPLETE;
    arena_free(&run->scratch);
    arena_free(&run->arena);
}

duly_status duly_check_report(const duly_pack *pack, const duly_check_options *options, const duly_report *reports, size_t report_count,
                              const duly_sink *given)
{
    duly_sink own = { 0 };
    HostRun run = { .pack = pack, .sink = &own, .count = report_count };
    HostCall call = { &run, reports };
    if (!SIZED_SINK(&own, given))
        return DULY_MISUSED;
    if (!pack || !options || sized_take(&run.options, SIZED(duly_check_options, as_of), options).len > 0)
        return duly_check(pack, options, given); /* which says so */
    run.options.size = sizeof run.options;
    run.arena.language = words_language_known(str_of(run.options.language));
    if (!api_call(library_check, &call, own.problem, own.context))
        run.status = DULY_NO_MEMORY;
    return run.status;
}
