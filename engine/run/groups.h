/* Groups of records, as rules about groups see them: gathered batch by batch, wherever that is done, and joined in order. What
   is kept of a group does not grow with its records: its keys, what its functions come to, and the first records' keys. */
#ifndef DULY_RUN_GROUPS_H
#define DULY_RUN_GROUPS_H

#include "run/aggregates.h"
#include "run/plan.h"

enum { GROUP_RECORDS = 100 /* whose keys are kept */ };

typedef struct {
    uint64_t hash;
    const Value *keys;      /* an error value: not there */
    AggregateState *states; /* by aggregate */
    uint64_t count;         /* records */
    uint64_t line;          /* of the first */
    Str *records;           /* keys of the first ones; empty where a record has none */
    uint32_t kept;
    uint8_t doubt;          /* status: nobody knows whether some record belongs to it */
    Str trouble;            /* what is missing first; empty: nothing */
} Group;

typedef struct Groups {
    ARRAY(Group) list;      /* in the order of their first records */
    uint32_t *slots;        /* number + 1 by hash, 0: free */
    size_t slot_count;
} Groups;

/* The group with these keys, made when there is none. Keys and texts are copied to the arena, in which everything lives. */
Group *groups_at(Arena *arena, Groups *groups, const GroupPlan *plan, const Value *keys);
/* A record of a group: its key is kept. */
void group_add_record(Arena *arena, Group *group, Str key, uint64_t line);
/* Takes in what a later batch found of a group, or another group. */
void group_join(Arena *arena, Group *group, const GroupPlan *plan, const Group *later);
/* Takes in the groups of a later batch. */
void groups_join(Arena *arena, Groups *groups, const GroupPlan *plan, const Groups *later);
/* Numbers of the groups in the order of their keys; what is missing comes last. */
uint32_t *groups_order(Arena *arena, const Groups *groups, const GroupPlan *plan);

#endif
