/* Help, made from the tables of commands and options. */
#ifndef DULY_CLI_HELP_H
#define DULY_CLI_HELP_H

#include "cli/cli.h"

void help_program(const Cli *cli, Output *out);
void help_command(const Command *command, Output *out);
/* The version, and how the program was built. */
void help_version(Output *out);

#endif
