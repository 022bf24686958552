/* What the commands share: the outputs, what the terminal can do, and the table of the commands itself. */
#ifndef DULY_CLI_CLI_H
#define DULY_CLI_CLI_H

#include "base/io.h"
#include "cli/options.h"

typedef struct Command Command;

/* The words behind the name of a command. */
typedef struct {
    char **at;
    int count;
} CliWords;

typedef struct {
    Arena *arena;
    Output *out, *err;
    const Command *const *commands;
    size_t command_count;
} Cli;

/* A command. `run` gives the exit status. */
struct Command {
    const char *name, *summary;
    const char *operands;        /* "BATCH..." */
    const char *const *examples; /* two lines and NULL */
    Options options;
    Subject subject;   /* what it writes, in one of the formats of that */
    const char *notes; /* below the options; NULL: none */
    int (*run)(Cli *cli, const Command *command, CliWords words);
};

const Command *cli_find(const Cli *cli, Str name);

/* What a command does first: reads its words into `into` and `operands`. GO_ON, or the exit status when nothing is left to do. */
enum { GO_ON = -1 };
int cli_parse(Cli *cli, const Command *command, CliWords words, void *into, Words *operands);

/* Tells on standard error what was wrong with the command line; gives the status for that. */
int cli_misused(Cli *cli, const Command *command, Str problem, Str hint);

/* The same for a command that is not there. */
int cli_unknown_command(Cli *cli, Str name);

/* Prints a problem at once. */
void cli_tell_problem(Output *out, const duly_problem *problem, bool colour);

/* How many threads to use where so many are asked for (0: nobody said). */
unsigned cli_jobs(uint64_t asked);

/* The commands, each in a file of its own. */
extern const Command command_check, command_merge, command_due, command_explain, command_diff, command_lint, command_test, command_eval,
    command_stats, command_doc, command_map, command_init, command_template, command_schema, command_completion, command_help;

#endif
