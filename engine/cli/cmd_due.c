/* duly due [-r PACK] BATCH...: what has to be done next, and by when. */
#include "cli/batch.h"
#include "base/ascii.h"

typedef struct {
    BatchOptions batch;
    const char *within;
    int64_t days;
    bool limited, quiet;
    int order;
} DueOptions;

/* ---- "30", "30d", "4w" */

enum { MOST_DAYS = 3652059 }; /* as many as there are days */

static bool read_within(DueOptions *options, Mistake *mistake)
{
    const char *at = options->within;
    if (!at)
        return true;
    for (; ascii_is_digit(*at) && options->days <= MOST_DAYS; at++)
        options->days = options->days * 10 + (*at - '0');
    bool weeks = *at == 'w', has_number = at > options->within;
    at += weeks || *at == 'd';
    options->days *= weeks ? 7 : 1;
    options->limited = has_number && *at == '\0' && options->days <= MOST_DAYS;
    if (!options->limited)
        *mistake = (Mistake) { STR("--within takes a number of days or weeks"), STR("write 30d, or 4w") };
    return options->limited;
}

/* ---- the run */

typedef struct {
    duly_sink reports;
    bool overdue;
} DueRun;

static void due_tell_problem(void *context, const duly_problem *problem)
{
    DueRun *due = context;
    due->reports.problem(due->reports.context, problem);
}

static void due_begin(void *context, const duly_run *run)
{
    DueRun *due = context;
    due->reports.begin(due->reports.context, run);
}

static void cmd_due_interval(void *context, const duly_interval *told)
{
    DueRun *due = context;
    due->overdue |= due_is_overdue(told);
    due->reports.interval(due->reports.context, told);
}

static void due_end(void *context, const duly_run *run, const duly_summary *summary)
{
    DueRun *due = context;
    due->reports.end(due->reports.context, run, summary);
}

static void due_progress(void *context, uint64_t done_bytes, uint64_t total_bytes, uint64_t records)
{
    DueRun *due = context;
    due->reports.progress(due->reports.context, done_bytes, total_bytes, records);
}

/* Of what a check comes to only this counts: that it was complete, and whether something is overdue. */
static int list_due(Cli *cli, const DueOptions *options, const duly_pack *pack, Reports *reports)
{
    ReportOptions report = { .arena = cli->arena,
                             .brief = options->quiet,
                             .width = terminal_width(cli->out),
                             .colour = terminal_has_colour(cli->out, (ColourMode) options->batch.colour),
                             .due_order = (DueOrder) options->order,
                             .due_days = options->limited ? &options->days : NULL };
    Str problem = { 0 };
    if (!reports_open(reports, cli, &report, &problem)) {
        problems_tell(reports->problems, &(duly_problem) { .severity = DULY_ERROR, .message = { problem.at, problem.len } });
        return DULY_INCOMPLETE;
    }
    if (output_is_terminal(cli->err) && !options->quiet)
        reports->progress = progress_begin(cli->err);
    duly_check_options run = batch_run(cli, &options->batch);
    DueRun due = { .reports = reports_sink(reports) };
    duly_sink sink = { .size = sizeof sink,
                       .context = &due,
                       .problem = due_tell_problem,
                       .begin = due_begin,
                       .interval = cmd_due_interval,
                       .end = due_end,
                       .progress = due_progress };
    int status = (int) duly_check(pack, &run, &sink);
    progress_clear(&reports->progress);
    bool written = reports_close(reports, status);
    if (!written && status != DULY_INTERRUPTED)
        return DULY_INCOMPLETE;
    return status > DULY_FOUND ? status : due.overdue ? DULY_FOUND : DULY_CLEAN;
}

static int due_run(Cli *cli, const Command *command, CliWords words)
{
    DueOptions options = { 0 };
    Reports reports = { .subject = SUBJECT_DUE };
    Mistake mistake = { 0 };
    int status = cli_parse(cli, command, words, &options, &options.batch.batch);
    if (status != GO_ON)
        return status;
    if (!read_within(&options, &mistake) || batch_has_wrong_format(cli, &options.batch, &reports, &mistake) ||
        batch_is_mistaken(cli, &options.batch, &mistake))
        return cli_misused(cli, command, mistake.problem, mistake.hint);
    Problems problems = { .out = cli->err,
                          .quiet = options.quiet,
                          .colour = terminal_has_colour(cli->err, (ColourMode) options.batch.colour) };
    reports.problems = &problems;
    duly_pack *pack = batch_open_pack(&options.batch, &problems);
    status = pack ? list_due(cli, &options, pack, &reports) : DULY_MISUSED;
    duly_pack_close(pack);
    return status;
}

/* In the order of DueOrder. */
static const char *const orders[] = { "day", "record", "group", NULL };

/* clang-format off */
static const Option table[] = {
    { 0, "within", "TIME", OPTION_TEXT, offsetof(DueOptions, within), NULL,
      "only what is overdue, or due in so many days or weeks: 30d, 4w" },
    { 0, "by", "WHAT", OPTION_CHOICE, offsetof(DueOptions, order), orders,
      "what stands together: day (as usual), record, or group (`report_by` of the table, a unit)" },
    { 'f', "format", "F[=FILE]", OPTION_FORMATS, BATCH_FIELD(DueOptions, formats), NULL,
      "; to a file or to standard output; repeatable" },
    { 'q', "quiet", NULL, OPTION_FLAG, offsetof(DueOptions, quiet), NULL, "only the list and the totals" },
    BATCH_OPTIONS(DueOptions),
};
/* clang-format on */

static const char *const examples[] = { "duly due -r rules/permits batch/ --within 30d",
                                        "duly due -r rules/permits batch/ --format ics=due.ics", NULL };

const Command command_due = {
    .name = "due",
    .summary = "what is overdue, and what has to be done next by when",
    .operands = "BATCH...",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .subject = SUBJECT_DUE,
    .notes = "An open interval of a procedure is due: its first step was taken, its second one was not. Of steps that are "
             "repeated the next one is listed. Exit status: 0 nothing is overdue, 1 something is and no waiver accepts it, "
             "2 wrong options or a pack in error, 3 incomplete, 130 interrupted.",
    .run = due_run,
};
