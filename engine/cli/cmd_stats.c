/* duly stats -r PACK BATCH...: the statistics of a pack. */
#include <stddef.h>

#include "base/words.h"
#include "cli/batch.h"
#include "cli/guard.h"
#include "cli/language.h"
#include "cli/share.h"
#include "cli/tail.h"
#include "report/report.h"

typedef struct {
    BatchOptions batch;
    const char *output, *part;
    Words shares, only;
    Share share;
    const Format *format; /* NULL: as usual */
} StatsOptions;

/* A run, and what its callbacks need. */
typedef struct {
    const StatsOptions *options;
    Problems *problems;
    duly_sink report;
    Output *out;
    Arena *arena, scratch;
    bool *known;    /* by word of --only: a statistic is called so */
    size_t count;   /* of statistics */
    uint64_t found; /* about the data itself */
    bool begun;
} Counting;

static void stats_tell_problem(void *context, const duly_problem *problem)
{
    problems_tell(((Counting *) context)->problems, problem);
}

static void stats_tell_begin(void *context, const duly_run *run)
{
    Counting *counting = context;
    counting->begun = true;
    counting->scratch.language = words_language_known(run->language);
    if (counting->report.begin)
        counting->report.begin(counting->report.context, run);
}

static bool is_wanted(const Counting *counting, const duly_statistic *statistic)
{
    const Words *only = &counting->options->only;
    bool is_named = false;
    for (size_t i = 0; i < only->count; i++) {
        bool is_meant = str_is(statistic->id, only->at[i]);
        counting->known[i] |= is_meant;
        is_named |= is_meant;
    }
    return is_named || only->count == 0;
}

static void stats_tell_statistic(void *context, const duly_statistic *statistic)
{
    Counting *counting = context;
    if (!is_wanted(counting, statistic) || !counting->report.statistic)
        return;
    counting->count++;
    counting->report.statistic(counting->report.context, statistic);
    arena_reset(&counting->scratch);
}

static void stats_tell_end(void *context, const duly_run *run, const duly_summary *summary)
{
    Counting *counting = context;
    counting->found = summary->findings;
    Str reason = guard_run(counting->arena, run, summary, counting->options->output);
    if (reason.len)
        output_refuse(counting->out, reason);
    if (counting->report.end)
        counting->report.end(counting->report.context, run, summary);
}

/* A word that names nothing would be a table that is missing in silence. Of a run that was not complete nobody knows. */
static int cmd_stats_tell_unknown(Cli *cli, const Counting *counting)
{
    const Words *only = &counting->options->only;
    int status = DULY_CLEAN;
    for (size_t i = 0; i < only->count; i++) {
        if (counting->known[i])
            continue;
        Str problem = arena_format(cli->arena, "the pack has no statistic '%s'", only->at[i]);
        problems_tell(counting->problems, &(duly_problem) { .severity = DULY_ERROR, .message = { problem.at, problem.len } });
        status = DULY_MISUSED;
    }
    if (counting->count == 0 && only->count == 0) {
        output_format(cli->err, "nothing was counted: the pack has no statistics\n");
        status = DULY_MISUSED;
    }
    return status;
}

static void cmd_stats_take_part_bytes(void *context, const char *bytes, size_t count)
{
    output_add(context, (Str) { bytes, count });
}

static int stats_count(Cli *cli, const StatsOptions *options, const duly_pack *pack, Counting *counting)
{
    /* The rules of the engine itself are what says whether the data can be counted. */
    static const char *const only[] = { "unreadable-value",  "required-field",    "value-not-allowed", "duplicate-key",
                                        "unknown-reference", "unreadable-record", "ragged-row" };
    duly_check_options run = batch_run(cli, &options->batch);
    run.fail_on = DULY_NEVER;
    run.only = only;
    run.only_count = sizeof only / sizeof *only;
    if (options->part) {
        run.part = options->share.number;
        run.part_count = options->share.count;
        run.shares = options->shares.at;
        run.share_count = options->shares.count;
        run.part_bytes = cmd_stats_take_part_bytes;
        run.part_context = counting->out;
    }
    duly_sink sink = { .size = sizeof sink,
                       .context = counting,
                       .problem = stats_tell_problem,
                       .begin = stats_tell_begin,
                       .statistic = stats_tell_statistic,
                       .end = stats_tell_end };
    int status = (int) duly_check(pack, &run, &sink);
    if (options->part)
        return status;
    if (counting->begun)
        tail_of_statistics(cli->err, counting->found);
    return status == DULY_CLEAN ? cmd_stats_tell_unknown(cli, counting) : status;
}

static int cmd_stats_write_statistics(Cli *cli, const StatsOptions *options, const duly_pack *pack, Problems *problems)
{
    Str problem = { 0 };
    Output *out = options->output ? output_to_file(cli->arena, options->output, &problem) : cli->out;
    const Format *format = options->part     ? format_next(SUBJECT_PART, NULL)
                           : options->format ? options->format
                                             : format_next(SUBJECT_STATISTICS, NULL);
    Counting counting = { .options = options, .arena = cli->arena, .problems = problems, .out = out };
    counting.known = arena_array(cli->arena, bool, options->only.count);
    ReportOptions report = { .arena = cli->arena, .scratch = &counting.scratch, .out = out, .language = str_of(options->batch.language) };
    if (out)
        counting.report = format->open(&report);
    int status = out ? stats_count(cli, options, pack, &counting) : DULY_INCOMPLETE;
    arena_free(&counting.scratch);
    if (out && options->output && status == DULY_INTERRUPTED)
        output_set_aside(out);
    if (out && options->output && !counting.begun)
        output_discard(out);
    else if (out && options->output && !output_close(out))
        problem = output_problem(out);
    if (problem.len == 0 || status == DULY_INTERRUPTED)
        return status;
    problems_tell(problems, &(duly_problem) { .severity = DULY_ERROR, .message = { problem.at, problem.len } });
    return DULY_INCOMPLETE;
}

static bool cmd_stats_has_wrong_part(Cli *cli, StatsOptions *options, Mistake *mistake)
{
    if (!share_parse(cli, options->part, &options->share, mistake))
        return true;
    if (options->part && (options->format || options->only.count > 0))
        *mistake = (Mistake) { STR("a part holds all statistics, and is no report yet"), STR("name formats to `duly merge`") };
    else if (options->part && !options->output)
        *mistake = (Mistake) { STR("a part needs a file of its own"), STR("write -o FILE") };
    else if (!options->part && options->shares.count > 0)
        *mistake =
            (Mistake) { STR("--share says of which table the files are a share, and no share is named"), STR("write --part 3/8, too") };
    return mistake->problem.len > 0;
}

/* What is shown on a terminal and kept nowhere is in the user's language. */
static void stats_choose_language(const Cli *cli, StatsOptions *options)
{
    const Format *format = options->format ? options->format : format_next(SUBJECT_STATISTICS, NULL);
    if (!options->output && format->traits & FORMAT_SPEAKS)
        options->batch.language = language_shown(cli->out, options->batch.language);
}

static int stats_run(Cli *cli, const Command *command, CliWords words)
{
    StatsOptions options = { 0 };
    Mistake mistake = { 0 };
    int status = cli_parse(cli, command, words, &options, &options.batch.batch);
    if (status != GO_ON)
        return status;
    stats_choose_language(cli, &options);
    if (cmd_stats_has_wrong_part(cli, &options, &mistake) || batch_is_mistaken(cli, &options.batch, &mistake))
        return cli_misused(cli, command, mistake.problem, mistake.hint);
    Problems problems = { .out = cli->err, .colour = terminal_has_colour(cli->err, (ColourMode) options.batch.colour) };
    duly_pack *pack = batch_open_pack(&options.batch, &problems);
    status = pack ? cmd_stats_write_statistics(cli, &options, pack, &problems) : DULY_MISUSED;
    duly_pack_close(pack);
    return status;
}

#define FIELD(name) offsetof(StatsOptions, name)
/* clang-format off */
static const Option table[] = {
    BATCH_PACK_OPTION(StatsOptions),
    BATCH_DAY_OPTION(StatsOptions),
    { 'f', "format", "FORMAT", OPTION_FORMAT, FIELD(format), NULL, "; the first as usual" },
    { 'o', "output", "FILE", OPTION_TEXT, FIELD(output), NULL, "the file to write; standard output where not given" },
    { 0, "only", "IDS", OPTION_LIST, FIELD(only), NULL, "these statistics, separated by commas; repeatable" },
    BATCH_READING_OPTIONS(StatsOptions),
    { 0, "part", "I/N", OPTION_TEXT, FIELD(part), NULL, "count share I of N alone, into -o FILE, for `duly merge`" },
    { 0, "share", "TABLE", OPTION_REPEAT, FIELD(shares), NULL, "with --part: the files of this table are this share already; repeatable" },
    BATCH_LAST_OPTIONS(StatsOptions),
};
/* clang-format on */

static const char *const examples[] = { "duly stats -r rules/permits batch/",
                                        "duly stats -r rules/permits batch/ --set year=2024 --format markdown -o year.md", NULL };

const Command command_stats = {
    .name = "stats",
    .summary = "the figures that a pack asks for",
    .operands = "BATCH...",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .subject = SUBJECT_STATISTICS,
    .notes = "A figure that rests on something missing is told as not known. Exit status: 0 counted, 2 wrong options or a pack in error, "
             "3 incomplete: a file could not be read to its end.",
    .run = stats_run,
};
