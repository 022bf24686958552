/* Groups of records, as rules about groups see them: gathered batch by batch, wherever that is done (gather.h), and joined in order. What
   is kept of a group does not grow with its records: its keys, what its functions come to, and who its first records are. Keys are
   one where their identities are (identity.h), and shown as the first record has them. */
#ifndef DULY_RUN_GROUPS_H
#define DULY_RUN_GROUPS_H

#include "run/aggregates.h"
#include "run/gather.h"
#include "run/keyset.h"

#define GROUP_IS_LARGE 0x80000000u

enum { GROUP_RECORDS = 100 /* that are kept, of those for which the same conditions hold */ };

typedef struct {
    uint32_t number; /* on the roll */
    uint32_t holds;  /* a bit for each of the conditions that records are counted by (GroupPlan) */
} GroupRecord;

typedef struct {
    const Value *keys;      /* an error value: not there */
    Str called;             /* what people call the records that they lead to, as bytes; empty: nothing */
    AggregateState *states; /* by aggregate */
    uint64_t count;         /* records */
    uint64_t *holding;      /* how many of them, by the conditions that hold; NULL: the rule counts by none */
    GroupRecord *records;   /* the first ones, in their order; of a statistic none */
    uint32_t kept;
    uint8_t doubt;   /* status: nobody knows whether some record belongs to it */
    Str trouble;     /* what is missing first; empty: nothing */
    uint8_t reasons; /* REASON_ flags of all that is missing: see sheet.h */
} Group;

/* What is to be said of some of them, in the order of their numbers. */
typedef ARRAY(struct GroupText {
    uint32_t number;
    Str text;
}) GroupTexts;

/* The groups of a rule, by number, in the order of their first records. A zero value is none. */
typedef struct Groups {
    KeySet set;
    ARRAY(uint32_t) words; /* of each: where its only record stands on the roll, or, with GROUP_IS_LARGE, its place in `large` */
    ARRAY(Group) large;    /* those that have more to them; their keys are those of the set */
    GroupTexts shown;      /* keys that are shown in another way than they are known by, as bytes */
    GroupTexts called;     /* what people call the records that they lead to (called.h) */
    Roll *roll;            /* NULL: none yet. Rules of a table may share one */
    bool is_open;
    bool are_lone;  /* of one record, the word is all there is to know: the rule only counts */
    bool not_asked; /* the rule asks for what is kept elsewhere */
} Groups;

/* The number of the group with these keys, made when there is none. */
uint32_t groups_at(Arena *arena, Groups *groups, const GroupPlan *plan, const Value *keys);
/* Takes in what was gathered of a later batch. What is large lives in the arena, and all goes with it. `sides` tell what new ones are called
   (NULL: nothing). */
void groups_join(Arena *arena, Groups *groups, const GroupPlan *plan, const Gathered *later, const Sides *sides);
/* Takes another group in, but for its records. */
void group_join(Arena *arena, Group *group, const GroupPlan *plan, const Group *other);
/* For what keeps groups elsewhere (groupbytes.h): the number of a key, new when it is the count of groups before; to say of a new one that
   it has one record and nothing else; and the group of a number, made where it has been no more than that. */
uint32_t groups_number(Arena *arena, Groups *groups, const GroupPlan *plan, uint32_t tag, Str key);
void groups_add_lone(Groups *groups, uint32_t record);
Group *groups_large(Arena *arena, Groups *groups, const GroupPlan *plan, uint32_t number);
void groups_add_shown(Arena *arena, Groups *groups, uint32_t number, Str keys);
void groups_add_called(Arena *arena, Groups *groups, uint32_t number, Str names);
void group_keep(Arena *arena, Group *group, GroupRecord record);
/* The keys of a group as bytes, in the arena where they stand nowhere: by which it is known, and as they are shown. */
Str groups_key(const Groups *groups, uint32_t number, Arena *arena);
Str groups_shown(const Groups *groups, uint32_t number, Arena *arena);
/* What people call it, as bytes; empty: nothing else than its keys. */
Str groups_called(const Groups *groups, uint32_t number);
/* A group of nothing, without keys. */
Group group_new(Arena *arena, const GroupPlan *plan);
/* A roll that goes with the arena. */
Roll *roll_new(Arena *arena);

static inline uint32_t groups_count(const Groups *groups)
{
    return keyset_count(&groups->set);
}

/* Bytes of memory that they take, but for what lies in the arena. */
size_t groups_size(const Groups *groups);
/* Whether it has one record, and nothing more can be said of it. */
static inline bool groups_is_lone(const Groups *groups, uint32_t number)
{
    return !(groups->words.at[number] & GROUP_IS_LARGE);
}
/* A group as it stands now, keys and all, in the arena. */
const Group *groups_look(Arena *arena, const Groups *groups, const GroupPlan *plan, uint32_t number);
/* Puts some groups, by number, in the order of their keys; what is missing comes last. */
void groups_sort(const Groups *groups, const GroupPlan *plan, uint32_t *numbers, size_t count);

#endif
