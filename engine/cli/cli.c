/* What the commands share. */
#include "cli/cli.h"

#include <unistd.h>

#include "base/diag.h"
#include "base/said.h"
#include "cli/help.h"
#include "cli/terminal.h"
#include "report/printable.h"
#include "report/text/problem.h"

const Command *cli_find(const Cli *cli, Str name)
{
    for (size_t i = 0; i < cli->command_count; i++)
        if (str_is(name, cli->commands[i]->name))
            return cli->commands[i];
    return NULL;
}

int cli_misused(Cli *cli, const Command *command, Str problem, Str hint)
{
    Text text = { .language = output_language(cli->err) };
    text_format(&text, "duly%s%s: ", command ? " " : "", command ? command->name : "");
    printable_add(&text, said_str(text.language, problem));
    if (hint.len) {
        text_add(&text, STR("\n   = "));
        printable_add(&text, said_str(text.language, hint));
    }
    const Str name = command ? str_of(command->name) : (Str) { 0 }; /* of a command, and no word that has another in another language */
    text_format(&text, "\n   = `duly help%s%.*s` tells more\n", command ? " " : "", STR_ARG(name));
    output_add(cli->err, text_str(&text));
    text_free(&text);
    return DULY_MISUSED;
}

int cli_unknown_command(Cli *cli, Str name)
{
    Nearest nearest = nearest_to(name);
    for (size_t i = 0; i < cli->command_count; i++)
        nearest_try(&nearest, str_of(cli->commands[i]->name));
    Str found = nearest_found(&nearest), hint = { 0 };
    if (found.len)
        hint = arena_format(cli->arena, "did you mean `duly %.*s`?", STR_ARG(found));
    Str problem = str_starts_with(name, STR("-")) ? arena_format(cli->arena, "there is no option %.*s before a command", STR_ARG(name))
                                                  : arena_format(cli->arena, "there is no command '%.*s'", STR_ARG(name));
    return cli_misused(cli, NULL, problem, hint);
}

int cli_parse(Cli *cli, const Command *command, CliWords words, void *into, Words *operands)
{
    Parse parse = { .arena = cli->arena, .options = command->options, .subject = command->subject, .into = into, .operands = operands };
    switch (options_parse(&parse, words.count, words.at)) {
    case PARSED: break;
    case PARSED_HELP: help_command(command, cli->out); return DULY_CLEAN;
    case PARSED_WRONG: return cli_misused(cli, command, parse.problem, parse.hint);
    }
    return GO_ON;
}

void cli_tell_problem(Output *out, const duly_problem *problem, bool colour)
{
    Text text = { .language = output_language(out) };
    problem_add(&text, problem, colour);
    output_add(out, text_str(&text));
    output_flush(out);
    text_free(&text);
}

enum { USUAL_JOBS = 16, MOST_JOBS = 256 };

unsigned cli_jobs(uint64_t asked)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (asked)
        return asked < MOST_JOBS ? (unsigned) asked : MOST_JOBS;
    return processors < 1 ? 1 : processors < USUAL_JOBS ? (unsigned) processors : USUAL_JOBS;
}
