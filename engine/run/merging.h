/* Parts of a run put together: what a run over the whole would tell is told, in its order, though no record is read. */
#ifndef DULY_RUN_MERGING_H
#define DULY_RUN_MERGING_H

#include "run/running.h"
#include "run/sorted.h"

typedef struct Merging Merging;

/* Opens the parts, and finds out whether they are those of one run: then the options are its options, and run->files its files. What is
   wrong with them is complained about. */
Merging *merging_open(Run *run, RunOptions *options);
/* Complains where the files that the options of the parts name, which have been read again, are others by now. */
void merging_check_beside(Run *run);
/* Tells what is to be told of files and records. */
void merging_tell(Run *run);

/* The groups of one plan, as they come out of all parts. */
typedef struct {
    Run *run;
    const TablePlan *table;
    uint32_t index;
    Merged merged;
    Thing next;
    bool has_next, has_given;
} MergedGroups;
void merging_open_groups(MergedGroups *groups);
/* For GroupJudge: some of them, each whole. */
bool merging_groups(void *context, Arena *arena, Groups *groups);
void merging_close_groups(MergedGroups *groups);
/* All of them at once, into those of the run. */
void merging_all_groups(Run *run, const TablePlan *table, uint32_t index);

#endif
