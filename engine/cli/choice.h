/* Which pack is meant where none is named. */
#ifndef DULY_CLI_CHOICE_H
#define DULY_CLI_CHOICE_H

#include "cli/batch.h"

/* The only pack that there is; of several the one whose fields most headings of the batch are, of those as good the one that says that it is
   meant then, else the one that all others stand on. Which it is is told. NULL where that leaves several, or none fits. */
const char *choice_of_pack(Cli *cli, const BatchOptions *options, Mistake *mistake);

#endif
