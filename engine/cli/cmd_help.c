/* duly help [COMMAND] */
#include <stddef.h>

#include "cli/help.h"
#include "cli/manual.h"

typedef struct {
    bool manual;
    const char *language;
} HelpOptions;

static int help_run(Cli *cli, const Command *command, CliWords words)
{
    HelpOptions options = { 0 };
    Words names = { 0 };
    int status = cli_parse(cli, command, words, &options, &names);
    if (status != GO_ON)
        return status;
    if (names.count == 0) {
        (options.manual ? manual_program : help_program)(cli, cli->out);
        return DULY_CLEAN;
    }
    const Command *asked = cli_find(cli, str_of(names.at[0]));
    if (!asked)
        return cli_unknown_command(cli, str_of(names.at[0]));
    (options.manual ? manual_command : help_command)(asked, cli->out);
    return DULY_CLEAN;
}

/* clang-format off */
static const Option table[] = {
    { 0, "man", NULL, OPTION_FLAG, offsetof(HelpOptions, manual), NULL, "as a manual page, for man" },
    { 0, "lang", "LANGUAGE", OPTION_TEXT, offsetof(HelpOptions, language), NULL, "of what is said: en or zh" },
};
/* clang-format on */

static const char *const examples[] = { "duly help", "duly help check", NULL };

const Command command_help = {
    .name = "help",
    .summary = "what a command does, and its options",
    .operands = "[COMMAND]",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .run = help_run,
};
