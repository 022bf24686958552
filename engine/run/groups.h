/* Groups of records, as rules about groups see them: gathered batch by batch, wherever that is done, and joined in order. What
   is kept of a group does not grow with its records: its keys, what its functions come to, and who its first records are. Keys are
   one where their identities are (identity.h), and shown as the first record has them. */
#ifndef DULY_RUN_GROUPS_H
#define DULY_RUN_GROUPS_H

#include "run/aggregates.h"
#include "run/plan.h"

enum { GROUP_RECORDS = 100 /* that are kept, of those for which the same conditions hold */ };

typedef struct {
    Str key;           /* as it is shown; empty: it has none */
    uint64_t line;
    uint32_t holds;    /* a bit for each of the conditions that records are counted by (GroupPlan) */
} GroupRecord;

typedef struct {
    uint64_t hash;
    const Value *keys;      /* an error value: not there */
    AggregateState *states; /* by aggregate */
    uint64_t count;         /* records */
    uint64_t *holding;      /* how many of them, by the conditions that hold; NULL: the rule counts by none */
    GroupRecord *records;   /* the first ones, in their order; of a statistic none */
    uint32_t kept;
    uint8_t doubt;          /* status: nobody knows whether some record belongs to it */
    Str trouble;            /* what is missing first; empty: nothing */
    uint8_t reasons;        /* REASON_ flags of all that is missing: see sheet.h */
} Group;

typedef struct Groups {
    ARRAY(Group) list;      /* in the order of their first records */
    uint32_t *slots;        /* number + 1 by hash, 0: free */
    size_t slot_count;
    bool not_asked;         /* the rule asks for what is kept elsewhere */
} Groups;

/* The group with these keys, made when there is none. Keys and texts are copied to the arena, in which everything lives. */
Group *groups_at(Arena *arena, Groups *groups, const GroupPlan *plan, const Value *keys);
/* A record of a group. Its key is copied where it is kept. */
void group_add_record(Arena *arena, Group *group, const GroupRecord *record);
/* Takes in what a later batch found of a group, or another group. */
void group_join(Arena *arena, Group *group, const GroupPlan *plan, const Group *later);
/* Takes in the groups of a later batch. */
void groups_join(Arena *arena, Groups *groups, const GroupPlan *plan, const Groups *later);
/* Numbers of the groups in the order of their keys; what is missing comes last. */
uint32_t *groups_order(Arena *arena, const Groups *groups, const GroupPlan *plan);

#endif
