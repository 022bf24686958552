/* duly explain [-r PACK] BATCH... KEY: one record, and why each rule came out as it did. */
#include "cli/batch.h"

#include "base/words.h"

typedef struct {
    BatchOptions batch;
    const char *gate;
    duly_date on;
    const Format *format; /* NULL: as usual */
    bool quiet;
} ExplainOptions;

typedef struct {
    Cli *cli;
    const ExplainOptions *options;
    Problems problems;
    bool told; /* a record of another table with this key */
} Explain;

static void explain_tell_problem(void *context, const duly_problem *problem)
{
    Explain *explain = context;
    problems_tell(&explain->problems, problem);
}

/* Rules that are asked for by name are told in full. */
static ExplainDetail detail_of(const ExplainOptions *options)
{
    return options->quiet ? EXPLAIN_FOUND : options->batch.only.count > 0 ? EXPLAIN_ALL : EXPLAIN_USUAL;
}

static void explain_tell(void *context, const duly_record_explanation *told)
{
    Explain *explain = context;
    Arena scratch = { .language = words_language_known(told->run->language) };
    const BatchOptions *batch = &explain->options->batch;
    const Format *format = explain->options->format ? explain->options->format : format_next(SUBJECT_RECORD, NULL);
    ReportOptions report = { .arena = explain->cli->arena,
                             .scratch = &scratch,
                             .out = explain->cli->out,
                             .width = terminal_width(explain->cli->out),
                             .colour = terminal_has_colour(explain->cli->out, (ColourMode) batch->colour),
                             .detail = detail_of(explain->options),
                             .chosen = batch->only.count + batch->skip.count > 0 };
    if (explain->told && format->traits & FORMAT_SPEAKS)
        output_add(report.out, STR("\n"));
    explain->told = true;
    format->explain(told, &report);
    arena_free(&scratch);
}

/* The last word is the key, or a rule behind it: then what stands before it is no file. */
static bool takes_key(Cli *cli, ExplainOptions *options, const char **key)
{
    Words *words = &options->batch.batch;
    size_t least = options->batch.tables.count ? 1 : 2;
    if (words->count < least)
        return false;
    if (words->count > least && path_kind(words->at[words->count - 2]) == PATH_MISSING)
        arena_push(cli->arena, &options->batch.only, words->at[--words->count]);
    *key = words->at[--words->count];
    return true;
}

static int explain_record(Cli *cli, const ExplainOptions *options, const char *key)
{
    Explain explain = { .cli = cli, .options = options };
    explain.problems = (Problems) { .out = cli->err, .colour = terminal_has_colour(cli->err, (ColourMode) options->batch.colour) };
    duly_pack *pack = batch_open_pack(&options->batch, &explain.problems);
    if (!pack)
        return DULY_MISUSED;
    duly_check_options run = batch_run(cli, &options->batch);
    duly_sink sink = { .size = sizeof sink, .context = &explain, .problem = explain_tell_problem };
    batch_set_gate(&run, &options->batch, options->gate, options->on);
    int status = (int) duly_explain_record(pack, &run, key, explain_tell, &sink);
    duly_pack_close(pack);
    return status;
}

static int explain_run(Cli *cli, const Command *command, CliWords words)
{
    ExplainOptions options = { 0 };
    Mistake mistake = { 0 };
    const char *key = NULL;
    int status = cli_parse(cli, command, words, &options, &options.batch.batch);
    if (status != GO_ON)
        return status;
    if (!takes_key(cli, &options, &key))
        return cli_misused(cli, command, STR("a batch and the key of a record are needed"), (Str) { 0 });
    if (options.on.year && !options.gate)
        return cli_misused(cli, command, STR("--on is the day of a step, and no step is named: --gate STEP"), (Str) { 0 });
    if (batch_is_mistaken(cli, &options.batch, &mistake))
        return cli_misused(cli, command, mistake.problem, mistake.hint);
    return explain_record(cli, &options, key);
}

/* clang-format off */
static const Option table[] = {
    { 'g', "gate", "STEP", OPTION_TEXT, offsetof(ExplainOptions, gate), NULL,
      "judge the record as if it were about to take this step; without it: as it stands" },
    { 0, "on", "DAY", OPTION_DATE, offsetof(ExplainOptions, on), NULL, "the day of that step; the as-of date where not given" },
    { 'f', "format", "F", OPTION_FORMAT, offsetof(ExplainOptions, format), NULL, "" },
    { 'q', "quiet", NULL, OPTION_FLAG, offsetof(ExplainOptions, quiet), NULL, "only the timeline and what was found, without the "
      "conditions" },
    BATCH_OPTIONS(ExplainOptions),
};
/* clang-format on */

static const char *const examples[] = { "duly explain -r rules/permits batch/ P0012", "duly explain -r rules/permits batch/ P0012 fee-paid",
                                        NULL };

const Command command_explain = {
    .name = "explain",
    .summary = "one record: its way so far, and why each rule came out as it did",
    .operands = "BATCH... KEY [RULE]",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .subject = SUBJECT_RECORD,
    .notes = "Below each rule its conditions stand as trees, with the value of every part. Where records of several tables "
             "have the key each is told, as JSON one object after another. Nothing of a table is read behind the record. Exit "
             "status: 0 the record was explained, 1 no record has this key, 2 wrong options or a pack in error, 3 a file could "
             "not be read to its end, 130 interrupted.",
    .run = explain_run,
};
