/* Finding and opening packs for the commands. */
#ifndef DULY_CLI_PACKS_H
#define DULY_CLI_PACKS_H

#include "cli/cli.h"
#include "cli/terminal.h"

/* Where problems of a pack or a batch are told, and how many there were. */
typedef struct {
    Output *out;
    bool colour;
    bool quiet;         /* errors only */
    uint64_t counts[3]; /* by duly_severity */
} Problems;

void problems_tell(void *problems, const duly_problem *problem);

/* "2 errors, 1 warning", or nothing. */
void problems_add_counts(Text *out, const Problems *problems);

/* The pack that is meant when none is named: rules/, if YAML files stand in it, or the only folder in it that has some. Otherwise NULL, and a sentence that lists
   the packs there are. */
const char *packs_default(Arena *arena, Str *problem, Str *hint);

/* A folder as the user should see it: without slashes at the end. */
Str packs_shown(const char *path);

#endif
