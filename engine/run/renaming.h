/* The file that says what headings and values mean: `mapping.yaml` beside a batch, or one that is named. */
#ifndef DULY_RUN_RENAMING_H
#define DULY_RUN_RENAMING_H

#include "run/options.h"

typedef struct Renaming {
    Str path;    /* empty: there is none */
    Str sha256;  /* of what stands in it */
    Str *says;   /* by line of it: what it says, "民族成份", "类别: 统招" */
    Str *means;  /* and what that is: "ethnic_group", "-", "undergraduate" */
    Str *titles; /* the same to people: the title of a field; else as in `means` */
    bool *used;  /* some file has it; FIELDs are checked at once */
    uint64_t *lines;
    size_t count;
    bool is_private; /* under redaction nothing is told of what it says */
} Renaming;

/* Reads it, and gives the pack as it is for this batch: the same, or a copy whose tables know of it. What is wrong in it is complained
   about. */
const Pack *renaming_take(Arena *arena, const Pack *pack, const RunOptions *options, Renaming *renaming, Complaints *complaints);

/* Complains, when all files were read, of what stands in none. */
void renaming_end(const Renaming *renaming, Complaints *complaints);

#endif
