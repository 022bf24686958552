/* Threads that evaluate batches. One thread reads, hands batches in and takes results out in the same order; a bounded number
   is under way at a time. With one job, or where the batch is one, everything happens in the calling thread. */
#ifndef DULY_RUN_POOL_H
#define DULY_RUN_POOL_H

#include "run/evaluate.h"

typedef struct Pool Pool;
struct Timings; /* timings.h */

/* A batch on its way. The caller fills `batch`, `table` and what it wants to find again; `result` is there when it is collected. */
typedef struct {
    Batch batch;
    const TablePlan *table;
    uint64_t first_lines[BATCH_ROWS];
    uint8_t chosen[BATCH_ROWS];
    bool has_chosen;       /* likewise */
    bool has_keys;         /* first_lines was filled */
    uint64_t lines_before; /* see Task */
    size_t unknown_until;  /* headings that mean nothing, known when the batch was read */
    BatchResult result;
    size_t number; /* the pool's, likewise */
    bool is_done;
} Job;

/* What is done with each batch that has been evaluated, wherever that was: of one at a time, in the order in which they were handed in. */
typedef struct {
    void (*work)(void *context, Job *job); /* NULL: nothing */
    void *context;
} InOrder;

Pool *pool_new(const Plan *plan, const Sides *sides, unsigned jobs, InOrder in_order);
void pool_free(Pool *pool);
/* What the sheets noted down, when nothing is under way. */
void pool_add_timings(const Pool *pool, struct Timings *timings);

/* A job to fill, or NULL when all are under way: collect one first. The same one is given until it is handed in. */
Job *pool_take(Pool *pool);
void pool_submit(Pool *pool, Job *job);
/* The oldest job under way once it is done; NULL when none is under way, or (without `wait`) it is not done yet. */
Job *pool_collect(Pool *pool, bool wait);
/* Its contents are no longer needed. */
void pool_release(Pool *pool, Job *job);

#endif
