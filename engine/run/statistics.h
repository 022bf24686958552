/* Statistics: what is measured of the groups of a table, when all its records are in. */
#ifndef DULY_RUN_STATISTICS_H
#define DULY_RUN_STATISTICS_H

#include "run/groups.h"
#include "run/result.h"

/* A measure of one group. Texts are as they are to be shown; empty where there is no value. */
typedef struct {
    Value value, before; /* error values: not there; before: in the statistic beside */
    Str text, before_text;
} StatisticFigure;

typedef struct {
    const NamedText *keys; /* none: all groups together, or the only group */
    const Str *called;     /* by key: what people call the record that it leads to; empty: it leads to none, or another key says so */
    bool is_total;
    uint64_t records;
    StatisticFigure *figures; /* by measure */
    double score;             /* 0 to 100, by the weights; NaN: there is none */
    Str trouble;              /* why something is not known; empty: everything is */
} StatisticRow;

typedef struct {
    const Statistic *statistic;
    int64_t value, before;    /* of the parameter that is compared */
    const StatisticRow *rows; /* in the order of their keys, all groups together last */
    size_t row_count;
} StatisticResult;

/* One statistic, and the one beside it where there is one. */
typedef struct {
    const Plan *plan;
    const TablePlan *table;
    const GroupPlan *group, *beside; /* beside NULL: nothing is compared */
    Groups *groups, *groups_beside;
} StatisticJob;

/* The result lives in the arena, which the groups' own memory has to be, too. */
StatisticResult statistic_result(Arena *arena, const StatisticJob *job);

#endif
