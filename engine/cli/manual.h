/* Manual pages (man(7)), made from the tables of commands and options like the help. */
#ifndef DULY_CLI_MANUAL_H
#define DULY_CLI_MANUAL_H

#include "cli/cli.h"

/* duly(1), and duly-COMMAND(1). */
void manual_program(const Cli *cli, Output *out);
void manual_command(const Command *command, Output *out);

#endif
