/* What may stand at the end of a command line that is being typed: one answer for all shells, whose scripts only ask. */
#ifndef DULY_CLI_COMPLETION_H
#define DULY_CLI_COMPLETION_H

#include "cli/cli.h"

/* Writes a candidate a line: the word, a tab, what it means. ":files" alone on a line: names of files, too. The last of the words
   (those behind "duly") is the one being typed, perhaps empty. Never complains: a pack that cannot be opened has no rules. */
void completion_answer(Cli *cli, const Words *words);

/* The script for a shell, or NULL: there is none. */
const char *completion_script(Str shell);

#endif
