/* duly completion SHELL: the script that lets a shell complete command lines of duly. */
#include <stddef.h>

#include "cli/completion.h"

typedef struct {
    const char *language; /* settled for all commands (cli/language.h) */
    bool words;
} CompletionOptions;

static int completion_run(Cli *cli, const Command *command, CliWords words)
{
    CompletionOptions options = { 0 };
    Words operands = { 0 };
    int status = cli_parse(cli, command, words, &options, &operands);
    if (status != GO_ON)
        return status;
    if (options.words) {
        completion_answer(cli, &operands);
        return DULY_CLEAN;
    }
    const char *script = operands.count == 1 ? completion_script(str_of(operands.at[0])) : NULL;
    if (!script)
        return cli_misused(cli, command, STR("name a shell: bash, zsh or fish"), (Str) { 0 });
    output_add(cli->out, str_of(script));
    return DULY_CLEAN;
}

/* clang-format off */
static const Option table[] = {
    { 0, "lang", "LANGUAGE", OPTION_TEXT, offsetof(CompletionOptions, language), NULL, "of what is said: en or zh" },
    { 0, "words", NULL, OPTION_FLAG, offsetof(CompletionOptions, words), NULL,
      "for the scripts: what may stand at the end of the command line that follows --" },
};
/* clang-format on */

static const char *const examples[] = { "source <(duly completion bash)", "duly completion fish > ~/.config/fish/completions/duly.fish",
                                        NULL };

const Command command_completion = {
    .name = "completion",
    .summary = "completion of command lines for a shell",
    .operands = "[bash|zsh|fish]",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .run = completion_run,
};
