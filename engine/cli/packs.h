/* Finding and opening packs for the commands. */
#ifndef DULY_CLI_PACKS_H
#define DULY_CLI_PACKS_H

#include "base/array.h"
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

typedef ARRAY(const char *) PackPaths;

/* The packs that there are, for one who names none: rules/, if YAML files stand in it, else the folders in it that have some; where there are none,
   likewise a folder rules/ beside a batch (NULL: there is no batch); then those that were installed with the program. */
PackPaths packs_find(Arena *arena, const char *batch);
Str packs_listed(Arena *arena, const PackPaths *packs);
/* Why one must be named: a sentence. */
Str packs_none_named(void);

/* The only one of them; NULL: there are several, or none. */
const char *packs_only(Arena *arena);

/* A folder as the user should see it: without slashes at the end. */
Str packs_shown(const char *path);

#endif
