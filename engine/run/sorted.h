/* Things in the order of a number, more of them than memory holds: what there is room for is sorted and written as a run, and runs are read
   again beside one another, always the least of them first. With the number a hash of a key, all that is known of one key comes together;
   and of equal numbers what was added first comes first. */
#ifndef DULY_RUN_SORTED_H
#define DULY_RUN_SORTED_H

#include "run/partfile.h"

/* A run of things of one kind, in a file: so many blocks, one behind the other. */
typedef struct {
    uint32_t kind;
    uint64_t at, blocks;
} SortedRun;
typedef ARRAY(SortedRun) SortedRuns;

/* Things that are not written yet. */
typedef struct {
    uint64_t number;
    size_t at;
    uint32_t kind, len;
} UnsortedThing;
typedef struct {
    Text bytes;
    ARRAY(UnsortedThing) things;
} Unsorted;

void unsorted_add(Unsorted *unsorted, uint32_t kind, uint64_t number, Str bytes);
/* Bytes of memory that they take. */
size_t unsorted_size(const Unsorted *unsorted);
/* Writes them, a run a kind, and forgets them. Notes down which there are. */
void unsorted_write(Unsorted *unsorted, PartOut *out, SortedRuns *runs);
void unsorted_free(Unsorted *unsorted);

/* Runs that are read beside one another. */
typedef struct {
    Arena *arena;                         /* of sentences */
    ARRAY(struct SortedCursor *) cursors; /* the least first, as a heap */
    struct SortedCursor *given;           /* whose thing was given last */
    Str problem;                          /* why there are no more; empty: they are at their end */
} Merged;

/* Adds a run; those of equal numbers come in the order in which runs were added. `source` is given back with what stands in it. */
void merged_add(Merged *merged, const PartFile *file, const SortedRun *run, uint32_t source);
typedef struct {
    uint64_t number;
    Str bytes; /* until the next one is asked for */
    uint32_t source;
} Thing;
/* False at the end, or on failure. */
bool merged_next(Merged *merged, Thing *thing);
void merged_free(Merged *merged);

/* The same behind one another: what is added here is kept in a temporary file where it is too much. */
typedef struct {
    Arena arena;
    Unsorted unsorted;
    size_t most; /* bytes that may be in memory */
    SortedRuns runs;
    Output *output;
    PartOut out;
    Input *input;
    PartFile file;
    Str problem;
} Sorter;

void sorter_init(Sorter *sorter, size_t most);
void sorter_add(Sorter *sorter, uint64_t number, Str bytes);
/* After the last: reads them in order. False with sorter->problem. */
bool sorter_read(Sorter *sorter, Merged *merged);
void sorter_free(Sorter *sorter);

#endif
