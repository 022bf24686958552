/* duly diff OLD NEW BATCH...: what an edit of the rules changes on a real batch. */
#include "cli/batch.h"
#include "report/diff.h"

typedef struct {
    BatchOptions batch;
    const char *gate;
    duly_date on;
} DiffOptions;

enum { OLD, NEW, PACKS };

/* The two packs stand before the batch. */
static bool take_packs(DiffOptions *options, const char *packs[PACKS], Mistake *mistake)
{
    Words *words = &options->batch.batch;
    for (size_t i = 0; i < options->batch.tables.count; i++) {
        if (str_ends_with(str_of(options->batch.tables.at[i]), STR("=-"))) {
            *mistake = (Mistake) { STR("the batch is read twice: it cannot come from standard input"), STR("name a file") };
            return false;
        }
    }
    if (words->count < PACKS) {
        *mistake = (Mistake) { STR("two packs are compared"), STR("duly diff OLD NEW BATCH") };
        return false;
    }
    for (int i = OLD; i < PACKS; i++)
        packs[i] = words->at[i];
    words->at += PACKS;
    words->count -= PACKS;
    options->batch.rules = packs[NEW];
    return true;
}

/* Both runs, whatever the first found. */
static int check_both(Cli *cli, const DiffOptions *options, duly_pack *const packs[PACKS], Reports *reports)
{
    int worst = DULY_CLEAN;
    duly_check_options run = batch_run(cli, &options->batch);
    duly_sink sink = reports_sink(reports);
    batch_set_gate(&run, &options->batch, options->gate, options->on);
    run.hash_files = true; /* both are to read the same */
    for (int i = OLD; i < PACKS && worst <= DULY_FOUND; i++) {
        int status = (int) duly_check(packs[i], &run, &sink);
        worst = status > worst ? status : worst;
    }
    if (worst > DULY_FOUND || !diff_is_torn(reports->list.at[0].listener.sink.context))
        return worst;
    problems_tell(
        reports->problems,
        &(duly_problem) { .severity = DULY_ERROR,
                          .message = STR("a file of the batch changed between the two runs: what differs need not be the rules") });
    return DULY_INCOMPLETE;
}

static int compare(Cli *cli, const DiffOptions *options, duly_pack *const packs[PACKS], Reports *reports)
{
    ReportOptions report = { .arena = cli->arena,
                             .width = terminal_width(cli->out),
                             .colour = terminal_has_colour(cli->out, (ColourMode) options->batch.colour) };
    Str problem = { 0 };
    if (!reports_open(reports, cli, &report, &problem)) {
        problems_tell(reports->problems, &(duly_problem) { .severity = DULY_ERROR, .message = { problem.at, problem.len } });
        return DULY_INCOMPLETE;
    }
    if (output_is_terminal(cli->err))
        reports->progress = progress_begin(cli->err);
    int status = check_both(cli, options, packs, reports);
    bool differs = status <= DULY_FOUND && diff_count(reports->list.at[0].listener.sink.context) > 0;
    progress_clear(&reports->progress);
    if (!reports_close(reports, status) && status != DULY_INTERRUPTED)
        return DULY_INCOMPLETE;
    return status > DULY_FOUND ? status : differs ? DULY_FOUND : DULY_CLEAN;
}

static int run(Cli *cli, const Command *command, CliWords words)
{
    DiffOptions options = { 0 };
    Reports reports = { .subject = SUBJECT_DIFF };
    Mistake mistake = { 0 };
    const char *paths[PACKS];
    duly_pack *packs[PACKS] = { NULL };
    int status = cli_parse(cli, command, words, &options, &options.batch.batch);
    if (status != GO_ON)
        return status;
    if (!take_packs(&options, paths, &mistake) || batch_has_wrong_format(cli, &options.batch, &reports, &mistake) ||
        batch_is_mistaken(cli, &options.batch, &mistake))
        return cli_misused(cli, command, mistake.problem, mistake.hint);
    Problems problems = { .out = cli->err, .colour = terminal_has_colour(cli->err, (ColourMode) options.batch.colour) };
    reports.problems = &problems;
    for (int i = OLD; i < PACKS; i++) {
        options.batch.rules = paths[i];
        packs[i] = batch_open_pack(&options.batch, &problems);
    }
    status = packs[OLD] && packs[NEW] ? compare(cli, &options, packs, &reports) : DULY_MISUSED;
    for (int i = OLD; i < PACKS; i++)
        duly_pack_close(packs[i]);
    return status;
}

/* clang-format off */
static const Option table[] = {
    { 'g', "gate", "STEP", OPTION_TEXT, offsetof(DiffOptions, gate), NULL,
      "compare what is said of the records that have not taken this step; without it: of all, as they stand" },
    { 0, "on", "DAY", OPTION_DATE, offsetof(DiffOptions, on), NULL, "the day of that step; the as-of date where not given" },
    { 'f', "format", "F[=FILE]", OPTION_FORMATS, BATCH_FIELD(DiffOptions, formats), NULL,
      "; to a file or to standard output; repeatable" },
    BATCH_SHARED_OPTIONS(DiffOptions),
};
/* clang-format on */

static const char *const examples[] = { "duly diff rules/permits rules/permits-new batch/",
                                        "duly diff old/ new/ batch/ --gate decision --format markdown=change.md", NULL };

const Command command_diff = {
    .name = "diff",
    .summary = "what an edit of the rules changes on a batch",
    .operands = "OLD NEW BATCH...",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .subject = SUBJECT_DIFF,
    .notes = "Findings are the same when rule and record are: those that only the new rules make are newly failing, those that "
             "only the old ones make newly passing (or the rule applies no more), those with another outcome or message have "
             "changed. Exit status: 0 no difference, 1 differences, 2 wrong options or a pack in error, 3 incomplete, "
             "130 interrupted.",
    .run = run,
};
