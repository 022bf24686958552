/* Functions over the records of a group: count(), sum(x), … Their arguments are about one record, their values about the
   group: for the expression they stand in they are inputs. One row each in the table of aggregate.c. */
#ifndef DULY_LANG_AGGREGATE_H
#define DULY_LANG_AGGREGATE_H

#include "lang/env.h"

typedef enum {
    AGGREGATE_COUNT,
    AGGREGATE_SUM,
    AGGREGATE_AVG,
    AGGREGATE_MIN,
    AGGREGATE_MAX,
    AGGREGATE_DISTINCT,
    AGGREGATE_MEDIAN,
    AGGREGATE_PERCENTILE,
    AGGREGATE_TOTAL,
    AGGREGATE_KINDS
} AggregateKind;

typedef struct Aggregate Aggregate;
struct Aggregate {
    AggregateKind kind;
    const Expr *arg;     /* checked; NULL: count(), total(…) */
    const Aggregate *of; /* of total(…): what it is of all groups together */
    uint32_t percent;    /* of percentile(x, 90) */
    Str text;            /* as it is written: "sum(loan.fee)" */
    Symbol symbol;       /* what it stands for: an input, with a type */
};

/* Those that expressions about one kind of group use; equal ones are one. */
struct Aggregates {
    Arena *arena;
    const Env *rows;   /* what their arguments may name */
    uint32_t first;    /* slot of the first */
    bool allows_total; /* total(…) may be used: all groups are there when one is looked at */
    ARRAY(Aggregate *) list;
};

/* "count", … */
const char *aggregate_name(AggregateKind kind);
/* The kind of this name, AGGREGATE_KINDS: none. */
AggregateKind aggregate_find(Str name);

/* What is wrong with an argument of this type: "adds numbers"; NULL: nothing. The type of the result goes to *result. */
const char *aggregate_takes(AggregateKind kind, const Type *argument, const Type **result);

#endif
