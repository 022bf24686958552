/* duly init FILE: a pack to begin with, drafted from a roster. */
#include <stddef.h>

#include "base/words.h"
#include "cli/clock.h"
#include "cli/guard.h"
#include "cli/interrupt.h"
#include "cli/packs.h"

typedef struct {
    const char *output, *language, *encoding;
    int colour;
    bool force;
} InitOptions;

typedef struct {
    Cli *cli;
    const InitOptions *options;
    const char *path; /* of the roster */
    Str folder, problem;
} Init;

/* A file that is read already is no place to write to, and neither is a folder that is a pack: its files are read together. */
static bool may_write(Init *init, Str file)
{
    Names names = { 0 };
    Str ignored;
    Arena *arena = init->cli->arena;
    if (guard_is_input(arena, file.at, str_of(init->path))) {
        init->problem = arena_format(arena, "cannot write %.*s: it is the roster itself", STR_ARG(file));
        return false;
    }
    if (init->options->force || path_kind(init->folder.at) != PATH_FOLDER || !folder_names(arena, init->folder.at, &names, &ignored))
        return true;
    for (size_t i = 0; i < names.count; i++)
        if (path_is_yaml(names.at[i])) {
            init->problem = arena_format(arena, "%.*s is a pack already: --force replaces %.*s, -o names another folder",
                                         STR_ARG(init->folder), STR_ARG(file));
            return false;
        }
    return true;
}

static void write_draft(Init *init, Str file, duly_text text)
{
    if (!may_write(init, file) || !folder_make(init->cli->arena, init->folder.at, &init->problem))
        return;
    Output *out = output_to_file(init->cli->arena, file.at, &init->problem);
    if (!out)
        return;
    output_add(out, text);
    if (!output_close(out))
        init->problem = output_problem(out);
}

static void tell_draft(const Init *init, Str file, const duly_draft *draft)
{
    Arena *arena = init->cli->arena;
    Str language = str_of(init->options->language), counts[2];
    Text text = { 0 };
    counts[0] = arena_format(arena, "%llu", (unsigned long long) draft->records);
    counts[1] = arena_format(arena, "%zu", draft->columns);
    Text records = { 0 }, columns = { 0 };
    words_add(&records, language, WORDS_RECORDS, &counts[0]);
    words_add(&columns, language, WORDS_DRAFT_COLUMNS, &counts[1]);
    Str values[5] = { file, text_str(&records), text_str(&columns), init->folder, str_of(init->path) };
    words_add(&text, language, WORDS_DRAFT_WRITTEN, values);
    text_add_char(&text, '\n');
    output_add(init->cli->out, text_str(&text));
    text_free(&text);
    text_free(&records);
    text_free(&columns);
}

static void take_draft(void *context, const duly_draft *draft)
{
    Init *init = context;
    Arena *arena = init->cli->arena;
    Str name = arena_str(arena, draft->name);
    init->folder = init->options->output ? packs_shown(init->options->output) : path_join(arena, STR("rules"), name);
    init->folder = arena_str(arena, init->folder);
    Str file = path_join(arena, init->folder, STR("pack.yaml"));
    write_draft(init, file, draft->text);
    if (init->problem.len == 0)
        tell_draft(init, file, draft);
}

static int init_run(Cli *cli, const Command *command, CliWords words)
{
    InitOptions options = { 0 };
    Words files = { 0 };
    int status = cli_parse(cli, command, words, &options, &files);
    if (status != GO_ON)
        return status;
    if (files.count != 1)
        return cli_misused(cli, command, STR("one file is needed: a roster to draft a pack from"), (Str) { 0 });
    Init init = { .cli = cli, .options = &options, .path = files.at[0] };
    Problems problems = { .out = cli->err, .colour = terminal_has_colour(cli->err, (ColourMode) options.colour) };
    duly_sink sink = { .size = sizeof sink, .context = &problems, .problem = problems_tell };
    duly_draft_options given = {
        .size = sizeof given, .language = options.language, .encoding = options.encoding, .stop = interrupt_watch(cli)
    };
    status = (int) duly_draft_pack(init.path, &given, take_draft, &init, &sink);
    if (init.problem.len == 0)
        return status;
    problems_tell(&problems, &(duly_problem) { .severity = DULY_ERROR, .message = init.problem });
    return DULY_MISUSED;
}

/* clang-format off */
static const Option table[] = {
    { 'o', "output", "FOLDER", OPTION_TEXT, offsetof(InitOptions, output), NULL,
      "where the pack is to stand; a folder in rules/, called like the file, where not given" },
    { 0, "force", NULL, OPTION_FLAG, offsetof(InitOptions, force), NULL, "replace FOLDER/pack.yaml, and what was corrected in it" },
    { 0, "lang", "LANGUAGE", OPTION_TEXT, offsetof(InitOptions, language), NULL, "of questions and messages: en, zh" },
    { 0, "encoding", "NAME", OPTION_TEXT, offsetof(InitOptions, encoding), NULL, "of the file: found out where not given" },
    { 0, "color", "WHEN", OPTION_CHOICE, offsetof(InitOptions, colour), terminal_colour_modes, "auto, always or never" },
};
/* clang-format on */

static const char *const examples[] = { "duly init permits.xlsx", "duly init permits.xlsx#2003 -o rules/permits --lang zh", NULL };

const Command command_init = {
    .name = "init",
    .summary = "a pack to begin with, drafted from a roster",
    .operands = "FILE",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .notes = "All cells of the file are read. The pack has a field for each column, with the type that all its cells can be read as, what "
             "identifies a record, and some rules with examples that the file itself keeps. What is guessed stands there as a question.",
    .run = init_run,
};
