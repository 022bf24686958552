/* A file is read by others, on other days: its language is the one that was asked for, whatever the terminal's is. */
#include "cli/language.h"

#include <stdlib.h>

#include "base/words.h"

const char *language_of_user(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) /* the first that says anything decides */
            return words_language_known(str_of(value)).at;
    }
    return NULL;
}

const char *language_shown(const Output *out, const char *asked)
{
    return asked || !output_is_terminal(out) ? asked : language_of_user();
}

static const char *asked_among(CliWords words)
{
    static const char option[] = "--lang", with_value[] = "--lang=";
    for (int i = 0; i < words.count && strcmp(words.at[i], "--") != 0; i++) {
        if (strncmp(words.at[i], with_value, sizeof with_value - 1) == 0)
            return words.at[i] + sizeof with_value - 1;
        if (strcmp(words.at[i], option) == 0 && i + 1 < words.count)
            return words.at[i + 1];
    }
    return NULL;
}

void language_settle(Cli *cli, CliWords words)
{
    const char *asked = asked_among(words);
    output_speak(cli->out, words_language_known(str_of(language_shown(cli->out, asked))));
    output_speak(cli->err, words_language_known(str_of(language_shown(cli->err, asked))));
    cli->arena->language = output_language(cli->err);
}
