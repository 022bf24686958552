/* duly help [COMMAND] */
#include "cli/help.h"

static int run(Cli *cli, const Command *command, CliWords words)
{
    Words names = { 0 };
    int status = cli_parse(cli, command, words, NULL, &names);
    if (status != GO_ON)
        return status;
    if (names.count == 0) {
        help_program(cli, cli->out);
        return DULY_CLEAN;
    }
    const Command *asked = cli_find(cli, str_of(names.at[0]));
    if (!asked)
        return cli_unknown_command(cli, str_of(names.at[0]));
    help_command(asked, cli->out);
    return DULY_CLEAN;
}

static const char *const examples[] = { "duly help", "duly help check", NULL };

const Command command_help = {
    .name = "help", .summary = "what a command does, and its options", .operands = "[COMMAND]", .examples = examples,
    .run = run,
};
