/* duly doc PACK: the pack as a handbook. */
#include <stddef.h>

#include "base/words.h"
#include "cli/guard.h"
#include "cli/packs.h"
#include "report/paper/handbook.h"

typedef struct {
    const char *language, *output;
    const Format *format; /* NULL: as usual */
    bool force;
} DocOptions;

static int doc_fail(Cli *cli, Str problem)
{
    Problems problems = { .out = cli->err };
    problems_tell(&problems, &(duly_problem) { .severity = DULY_ERROR, .message = { problem.at, problem.len } });
    return DULY_INCOMPLETE;
}

static bool is_handbook(const void *context, Str text)
{
    (void) context;
    return handbook_is(text);
}

static int write_handbook(Cli *cli, const duly_pack *pack, const DocOptions *options)
{
    Str problem = { 0 };
    Output *out = guard_open(cli, pack, options->output, options->force, is_handbook, NULL, &problem);
    if (!out)
        return doc_fail(cli, problem);
    Arena scratch = { .language = words_language_known(str_of(options->language)) };
    const Format *format = options->format ? options->format : format_next(SUBJECT_HANDBOOK, NULL);
    format->describe(pack,
                     &(ReportOptions) { .arena = cli->arena, .scratch = &scratch, .out = out, .language = str_of(options->language) });
    arena_free(&scratch);
    if (!options->output || output_close(out))
        return DULY_CLEAN;
    return doc_fail(cli, output_problem(out));
}

static int doc_run(Cli *cli, const Command *command, CliWords words)
{
    DocOptions options = { 0 };
    Words packs = { 0 };
    int status = cli_parse(cli, command, words, &options, &packs);
    if (status != GO_ON)
        return status;
    if (packs.count != 1)
        return cli_misused(cli, command, STR("one pack is needed"), (Str) { 0 });
    Problems problems = { .out = cli->err, .quiet = true };
    duly_sink sink = { .size = sizeof sink, .context = &problems, .problem = problems_tell };
    duly_pack *pack = duly_pack_open(packs.at[0], options.language, &sink);
    status = pack ? write_handbook(cli, pack, &options) : DULY_MISUSED;
    duly_pack_close(pack);
    return status;
}

/* clang-format off */
static const Option table[] = {
    { 'f', "format", "FORMAT", OPTION_FORMAT, offsetof(DocOptions, format), NULL, "; the first as usual" },
    { 'o', "output", "FILE", OPTION_TEXT, offsetof(DocOptions, output), NULL, "the file to write; standard output where not given" },
    { 0, "force", NULL, OPTION_FLAG, offsetof(DocOptions, force), NULL, "replace FILE even if it is no handbook, or somebody has added to it" },
    { 0, "lang", "LANGUAGE", OPTION_TEXT, offsetof(DocOptions, language), NULL, "of the handbook: en, zh, what the pack has" },
};
/* clang-format on */

static const char *const examples[] = { "duly doc rules/permits -o permits.md", "duly doc --format html --lang zh rules/permits", NULL };

const Command command_doc = {
    .name = "doc",
    .summary = "the pack as a handbook for people",
    .operands = "PACK",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .subject = SUBJECT_HANDBOOK,
    .notes = "The steps of the procedure, every rule with its source, condition and examples, the figures by date, and what each "
             "column of a roster may hold.",
    .run = doc_run,
};
