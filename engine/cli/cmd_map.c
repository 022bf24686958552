/* duly map [-r PACK] BATCH...: which column is which field, and a file that says so. */
#include "base/said.h"
#include "base/words.h"
#include "cli/batch.h"
#include "cli/guard.h"
#include "report/text/mapping.h"

typedef struct {
    BatchOptions batch;
    const char *output;
    bool force;
} MapOptions;

static const char first_line[] = "# What the headings mean: a field, or - for a column that is not read. Values: heading: {text: value}";

/* What the batch is of, whether it can be read or not; what could is told once it is (write_one). */
static Str guard_inputs(Arena *arena, const MapOptions *options)
{
    const BatchOptions *batch = &options->batch;
    bool reads = false;
    for (size_t i = 0; i < batch->batch.count; i++)
        reads |= guard_is_input(arena, options->output, str_of(batch->batch.at[i]));
    for (size_t i = 0; i < batch->tables.count; i++) {
        const char *equals = strchr(batch->tables.at[i], '=');
        reads |= equals && guard_is_input(arena, options->output, str_of(equals + 1));
    }
    if (!reads && guard_is_input(arena, options->output, str_of(batch->waivers)))
        return STR("it is the file of waivers");
    return reads ? STR("it is a file of the batch") : (Str) { 0 };
}

static Output *cmd_map_open_output(Cli *cli, const MapOptions *options, const duly_pack *pack, Str *problem)
{
    Str reason = guard_inputs(cli->arena, options);
    if (reason.len == 0 && (options->force || path_kind(options->output) == PATH_MISSING))
        return guard_open(cli, pack, options->output, true, NULL, NULL, problem);
    *problem = reason.len ? guard_refusal(cli->arena, options->output, reason)
                          : arena_format(cli->arena, "%s is there already, and somebody may have corrected it: --force replaces it",
                                         options->output);
    return NULL;
}

static int cmd_map_tell_failure(Problems *problems, Str problem)
{
    problems_tell(problems, &(duly_problem) { .severity = DULY_ERROR, .message = { problem.at, problem.len } });
    return DULY_INCOMPLETE;
}

typedef struct {
    MappingFile file;
    const char *path;
} Writing;

/* Files of a folder are known once they are read. */
static void write_one(void *context, const duly_mapping *mapping)
{
    Writing *writing = context;
    if (guard_is_input(writing->file.arena, writing->path, mapping->file->path))
        output_refuse(writing->file.out, STR("it is a file of the batch"));
    mapping_file(&writing->file, mapping);
}

static int cmd_map_write_mapping(Cli *cli, const MapOptions *options, const duly_pack *pack, Problems *problems)
{
    duly_sink sink = { .size = sizeof sink, .context = problems, .problem = problems_tell };
    Str problem = { 0 };
    Output *out = options->output ? cmd_map_open_output(cli, options, pack, &problem)
                                  : NULL; /* before signals are caught: a pipe may have no reader */
    if (options->output && !out)
        return cmd_map_tell_failure(problems, problem);
    duly_check_options run = batch_run(cli, &options->batch);
    if (!out)
        return (int) duly_map(pack, &run, mapping_text, cli->out, &sink);
    Writing writing = { { .arena = cli->arena, .shown = cli->out, .out = out }, options->output };
    output_speak(out, words_language_known(str_of(options->batch.language)));
    output_add(out, str_of(said(output_language(out), first_line)));
    output_add(out, STR("\n"));
    int status = (int) duly_map(pack, &run, write_one, &writing, &sink);
    problem = output_problem(out);
    if (!output_close(out))
        return cmd_map_tell_failure(problems, problem.len ? problem : STR("the mapping could not be written"));
    return status;
}

static int map_run(Cli *cli, const Command *command, CliWords words)
{
    MapOptions options = { 0 };
    Mistake mistake = { 0 };
    int status = cli_parse(cli, command, words, &options, &options.batch.batch);
    if (status != GO_ON)
        return status;
    if (batch_is_mistaken(cli, &options.batch, &mistake))
        return cli_misused(cli, command, mistake.problem, mistake.hint);
    Problems problems = { .out = cli->err, .colour = terminal_has_colour(cli->err, (ColourMode) options.batch.colour) };
    duly_pack *pack = batch_open_pack(&options.batch, &problems);
    status = pack ? cmd_map_write_mapping(cli, &options, pack, &problems) : DULY_MISUSED;
    duly_pack_close(pack);
    return status;
}

/* clang-format off */
static const Option table[] = {
    { 'o', "output", "FILE", OPTION_TEXT, offsetof(MapOptions, output), NULL, "the file to write, for a person to correct: mapping.yaml beside the batch is "
      "used from then on" },
    { 0, "force", NULL, OPTION_FLAG, offsetof(MapOptions, force), NULL, "replace FILE, and what was corrected in it" },
    BATCH_OPTIONS(MapOptions),
};
/* clang-format on */

static const char *const examples[] = { "duly map -r rules/permits permits.xlsx", "duly map -r rules/permits permits.xlsx -o mapping.yaml",
                                        NULL };

const Command command_map = {
    .name = "map",
    .summary = "which column of a file is which field, and a file that says so",
    .operands = "BATCH...",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .notes = "In the file each line is a heading and what it means: a field, - for a column that is not read, or {text: value} for what "
             "stands in "
             "its cells. It goes before what the pack says, is told in every report, and mistakes in it are told with their line.",
    .run = map_run,
};
