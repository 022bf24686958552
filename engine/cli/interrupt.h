/* Control-C, a terminal that is closed, a request to end: the run ends early, and what is complete is written. */
#ifndef DULY_CLI_INTERRUPT_H
#define DULY_CLI_INTERRUPT_H

#include "cli/cli.h"

/* From now on the first interruption sets what is pointed to; a second one ends the program at once.
   Standard output and error are not waited for then. */
const volatile int *interrupt_watch(Cli *cli);

/* Whether it has come. */
bool interrupt_came(void);

#endif
