/* The program: its table of commands, and what happens before and after each. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"

#include "base/array.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/language.h"
#include "codec/json.h"
#include "report/printable.h"

static const Command *const commands[] = { &command_check,    &command_merge,  &command_due,        &command_explain,
                                           &command_diff,     &command_lint,   &command_test,       &command_eval,
                                           &command_stats,    &command_doc,    &command_map,        &command_init,
                                           &command_template, &command_schema, &command_completion, &command_help };

enum { COMMANDS = sizeof commands / sizeof *commands };

static bool main_is_among(Str word, const char *const *list)
{
    for (; *list; list++)
        if (str_is(word, *list))
            return true;
    return false;
}

static int main_run(Cli *cli, CliWords words)
{
    static const char *const version[] = { "--version", "-v", "-V", NULL }, *const help[] = { "--help", "-h", NULL };
    if (words.count == 0) {
        help_program(cli, cli->err);
        return DULY_MISUSED;
    }
    Str name = str_of(words.at[0]);
    CliWords rest = { words.at + 1, words.count - 1 };
    if (main_is_among(name, version)) {
        help_version(cli->out);
        return DULY_CLEAN;
    }
    if (main_is_among(name, help))
        return command_help.run(cli, &command_help, rest);
    const Command *command = cli_find(cli, name);
    return command ? command->run(cli, command, rest) : cli_unknown_command(cli, name);
}

/* What could not be written makes any other outcome worthless. */
static int close_output(Cli *cli, int status)
{
    if (output_close(cli->out))
        return status;
    Text text = { 0 };
    text_add(&text, STR("duly: "));
    printable_add(&text, output_problem(cli->out));
    text_add_char(&text, '\n');
    output_add(cli->err, text_str(&text));
    text_free(&text);
    return status == DULY_MISUSED || status == DULY_INTERRUPTED ? status : DULY_INCOMPLETE;
}

enum { STATUS_BUG = 4 };

/* A mistake of ours must not pass for an outcome. Only what a signal handler may call is called. */
static void tell_crash(int signal_number)
{
    static const char sentence[] = "duly: stopped by a mistake in duly itself. Please report it, with the command line.\n";
    (void) signal_number;
    ssize_t written = write(STDERR_FILENO, sentence, sizeof sentence - 1);
    (void) written;
    _exit(STATUS_BUG);
}

static void watch_for_crashes(void)
{
    static const int signals[] = {
        SIGABRT,
#ifndef __SANITIZE_ADDRESS__ /* these are its own then */
        SIGSEGV, SIGBUS, SIGFPE, SIGILL,
#endif
    };
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        signal(signals[i], tell_crash);
}

/* A descriptor that is closed at the start would be that of the next file that is opened, and get what is meant for the terminal.
   What holds its place can be neither read nor written, so that it stays a failure. */
static void hold_standard_descriptors(void)
{
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
        if (fcntl(i, F_GETFD) < 0)
            (void) open("/dev/null", i == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

typedef struct {
    int argc;
    char **argv;
    int status;
} Program;

static void run_program(void *context)
{
    Program *program = context;
    int argc = program->argc;
    char **argv = program->argv;
    Arena arena = { 0 };
    hold_standard_descriptors();
    /* The system does not end the program: not for a reader that has gone away, nor for a file that may grow no further. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    watch_for_crashes();
    /* jansson takes a text that it has no memory for, for one that is no JSON: then a record would be missing. */
    json_set_alloc_funcs(memory_alloc, memory_free);
    Cli cli = { .arena = &arena,
                .commands = commands,
                .command_count = COMMANDS,
                .out = output_to_descriptor(&arena, STDOUT_FILENO, STR("standard output")),
                .err = output_to_descriptor(&arena, STDERR_FILENO, STR("standard error")) };
    CliWords words = { argv + 1, argc > 0 ? argc - 1 : 0 };
    language_settle(&cli, words);
    output_may_leave(cli.out);
    output_may_leave(cli.err);
    int status = main_run(&cli, words);
    status = close_output(&cli, status);
    if (status == DULY_INCOMPLETE && interrupt_came()) /* while the report was being written */
        status = DULY_INTERRUPTED;
    output_close(cli.err);
    arena_free(&arena);
    program->status = status;
}

/* There is nothing to give back: the process ends, and everything with it. */
int main(int argc, char **argv)
{
    Ledger ledger;
    Program program = { argc, argv, DULY_INCOMPLETE };
    ledger_init(&ledger);
    if (memory_try(&ledger, run_program, &program))
        return program.status;
    fputs("duly: out of memory\n", stderr);
    _Exit(DULY_INCOMPLETE);
}
