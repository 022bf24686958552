/* What a run spends its time on. All rules of a table are one program, in which equal parts are worked out once: a part that one
   rule alone needs is that rule's, all others are shared. Times are summed over threads. */
#ifndef DULY_RUN_TIMINGS_H
#define DULY_RUN_TIMINGS_H

#include "run/plan.h"

typedef struct {
    uint64_t condition; /* the parts of its condition that it alone needs */
    uint64_t findings;  /* messages, and what else belongs to a finding */
} RuleTime;

/* All in nanoseconds. */
typedef struct Timings {
    RuleTime *rules;  /* by rule of the pack */
    uint64_t shared;  /* parts of conditions that several rules need */
    uint64_t cells;   /* cells turned into values */
    uint64_t reading; /* files read, decoded and divided into cells */
    uint64_t groups;  /* records gathered into groups, and these judged */
    uint64_t telling; /* findings and records handed to who wants them: reports */
    uint64_t rest;    /* what is none of these: outcomes joined, records put together, packs and files found */
} Timings;

/* What one sheet notes down. */
typedef struct SheetTimes {
    uint64_t (*clock)(void);
    uint64_t *nodes; /* by node of the table's program */
    RuleTime *rules; /* by rule of the table's plan */
    uint64_t cells;
    uint64_t groups; /* records gathered */
    uint64_t all;    /* of the batches, these and whatever else is done there */
} SheetTimes;

SheetTimes *sheet_times_new(Arena *arena, const Plan *plan, const TablePlan *table);
/* Now, where times are noted down. */
static inline uint64_t times_start(const SheetTimes *times)
{
    return times ? times->clock() : 0;
}
/* Adds what a sheet of this table noted down; `rest` grows by all of it, and timings_end takes off what has a name. */
void timings_add(Timings *timings, const TablePlan *plan, const SheetTimes *times);
/* Of `pack_rules` rules, when everything was added: so that all of it adds up to the run. */
void timings_end(Timings *timings, uint32_t pack_rules);

#endif
