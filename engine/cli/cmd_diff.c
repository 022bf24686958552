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

/* Reports, and how the batch was before the first run. */
typedef struct {
    Reports reports; /* stands first: the context of its sink is this */
    void (*end)(void *context, const duly_run *run, const duly_summary *summary);
    const BatchOptions *batch;
    uint64_t stamp;
    bool is_torn; /* what lies beside the files changed since then */
} Comparison;

/* A number that is another one once what is read beside a file changed: waivers, and what headings mean. Files of records are held
   against each other by their hashes. */
static uint64_t stamp_beside(Arena *arena, Str file)
{
    const char *path = arena_str(arena, file).at;
    Str folder = path_kind(path) == PATH_FOLDER ? file : path_folder(arena, file);
    uint64_t waivers = path_stamp(path_join(arena, folder, STR("waivers.yaml")).at);
    return waivers * 31 + path_stamp(path_join(arena, folder, STR("mapping.yaml")).at);
}

static uint64_t stamp_batch(const BatchOptions *batch)
{
    Arena scratch = { 0 };
    uint64_t stamp = batch->mapping ? path_stamp(batch->mapping) : 0;
    stamp = stamp * 31 + (batch->waivers ? path_stamp(batch->waivers) : 0);
    for (size_t i = 0; i < batch->batch.count; i++)
        stamp = stamp * 31 + stamp_beside(&scratch, str_of(batch->batch.at[i]));
    for (size_t i = 0; i < batch->tables.count; i++) {
        const char *equals = strchr(batch->tables.at[i], '=');
        stamp = stamp * 31 + stamp_beside(&scratch, str_of(equals ? equals + 1 : batch->tables.at[i]));
    }
    arena_free(&scratch);
    return stamp;
}

static void diff_end(void *context, const duly_run *run, const duly_summary *summary)
{
    Comparison *both = context;
    duly_run told = *run;
    both->is_torn |= stamp_batch(both->batch) != both->stamp; /* once is enough */
    told.complete = run->complete && !both->is_torn;
    both->end(&both->reports, &told, summary);
}

/* Both runs, whatever the first found. */
static int check_both(Cli *cli, const DiffOptions *options, duly_pack *const packs[PACKS], Comparison *both)
{
    int worst = DULY_CLEAN;
    duly_check_options run = batch_run(cli, &options->batch);
    duly_sink sink = reports_sink(&both->reports);
    both->end = sink.end;
    both->stamp = stamp_batch(both->batch);
    sink.end = diff_end;
    batch_set_gate(&run, &options->batch, options->gate, options->on);
    run.hash_files = true; /* both are to read the same */
    for (int i = OLD; i < PACKS && worst <= DULY_FOUND; i++) {
        int status = (int) duly_check(packs[i], &run, &sink);
        worst = status > worst ? status : worst;
    }
    if (worst > DULY_FOUND || (!both->is_torn && !diff_is_torn(both->reports.list.at[0].listener.sink.context)))
        return worst;
    problems_tell(
        both->reports.problems,
        &(duly_problem) { .severity = DULY_ERROR,
                          .message = STR("a file of the batch changed between the two runs: what differs need not be the rules") });
    return DULY_INCOMPLETE;
}

static int diff_compare(Cli *cli, const DiffOptions *options, duly_pack *const packs[PACKS], Comparison *both)
{
    Reports *reports = &both->reports;
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
    int status = check_both(cli, options, packs, both);
    bool differs = status <= DULY_FOUND && diff_count(reports->list.at[0].listener.sink.context) > 0;
    progress_clear(&reports->progress);
    if (!reports_close(reports, status) && status != DULY_INTERRUPTED)
        return DULY_INCOMPLETE;
    return status > DULY_FOUND ? status : differs ? DULY_FOUND : DULY_CLEAN;
}

static int diff_run(Cli *cli, const Command *command, CliWords words)
{
    DiffOptions options = { 0 };
    Comparison both = { .reports = { .subject = SUBJECT_DIFF }, .batch = &options.batch };
    Mistake mistake = { 0 };
    const char *paths[PACKS];
    duly_pack *packs[PACKS] = { NULL };
    int status = cli_parse(cli, command, words, &options, &options.batch.batch);
    if (status != GO_ON)
        return status;
    if (!take_packs(&options, paths, &mistake) || batch_has_wrong_format(cli, &options.batch, &both.reports, &mistake) ||
        batch_is_mistaken(cli, &options.batch, &mistake))
        return cli_misused(cli, command, mistake.problem, mistake.hint);
    Problems problems = { .out = cli->err, .colour = terminal_has_colour(cli->err, (ColourMode) options.batch.colour) };
    both.reports.problems = &problems;
    for (int i = OLD; i < PACKS; i++) {
        options.batch.rules = paths[i];
        packs[i] = batch_open_pack(&options.batch, &problems);
    }
    status = packs[OLD] && packs[NEW] ? diff_compare(cli, &options, packs, &both) : DULY_MISUSED;
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
    .run = diff_run,
};
