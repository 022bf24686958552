/* Judges the groups of a rule when all their records are in. */
#ifndef DULY_RUN_GROUPJUDGE_H
#define DULY_RUN_GROUPJUDGE_H

#include "lang/interp.h"
#include "run/groups.h"
#include "run/places.h"
#include "run/result.h"

typedef struct {
    const Plan *plan;
    const TablePlan *table;
    const GroupPlan *rule;
    const Groups *groups;                                      /* NULL: */
    bool (*next)(void *context, Arena *arena, Groups *groups); /* puts some of them into empty ones; false: there are no more */
    void *next_context;
    Date as_of;           /* for plans that have none of their own */
    Str file, sheet;      /* where the records stand; */
    const Places *places; /* where they stand in several files; NULL: in that one */
    WaiverUse *uses;      /* by waiver; NULL: none is looked at */
    void *context;
    void (*finding)(void *context, const Finding *finding);    /* of each group that gives one, in the order of their keys */
    void (*judged)(void *context, Interp *interp, size_t row); /* of each group that the rule applies to; NULL: nobody asks */
} GroupJudge;

/* Adds to counts how many groups had which outcome; how many were judged, or undecided for more than the want of columns. */
uint64_t groups_judge(const GroupJudge *judge, uint64_t counts[OUTCOME_COUNT]);

#endif
