/* In which language a command talks to whoever called it. */
#ifndef DULY_CLI_LANGUAGE_H
#define DULY_CLI_LANGUAGE_H

#include "cli/cli.h"

/* Settles what the messages of the command itself are said in, before its words are read, so that mistakes in them are said in it, too:
   --lang where it is among them, else, on a terminal, what the user's environment asks for, else English. */
void language_settle(Cli *cli, CliWords words);

/* What LC_ALL, LC_MESSAGES or LANG ask for, where duly knows it; NULL: English, or nothing that is known. */
const char *language_of_user(void);

/* The language for what is shown on a terminal and nowhere else: the one that was asked for, else the user's. */
const char *language_shown(const Output *out, const char *asked);

#endif
