/* The records of a batch that belong to groups of one rule, as the threads leave them for the one that has the groups (groups.h): whatever
   can be worked out without knowing the groups stands here, so that little is left to do in order. */
#ifndef DULY_RUN_GATHER_H
#define DULY_RUN_GATHER_H

#include "run/roll.h"
#include "run/sheet.h"

/* Something about one of them. */
typedef struct {
    uint32_t index;
    Str text;
} GatheredText;

/* The keys of the rows of a batch, made once for all rules of a table that ask for the same. */
typedef struct {
    Str *bytes;     /* by row: by which its group is known (groupkey.h) */
    uint32_t *tags; /* by row: of those (keyset.h) */
    uint8_t *made;  /* by row: how far they are made (gather.c) */
} GatheredKeys;

/* Columns by record that belongs to a group, in the order of the batch. All of it lives in the result's arena. */
typedef struct Gathered {
    uint32_t count;
    bool is_usual;                /* of each of them everything is there: no doubt, no trouble, no key that is shown otherwise */
    uint32_t *rows;               /* of the batch */
    GatheredKeys *keys;           /* by row of the batch */
    uint8_t *doubts;              /* status: nobody knows whether it belongs to it */
    uint8_t *holds;               /* a bit for each of the conditions that records are counted by (GroupPlan) */
    Value **values;               /* by aggregate, as aggregate_add() takes them */
    uint8_t *reasons;             /* REASON_ flags of all that is missing: see sheet.h */
    ARRAY(GatheredText) shown;    /* keys that are shown in another way than they are known by, as bytes, too */
    ARRAY(GatheredText) troubles; /* what is missing: at least with the first of a group that wants something */
    bool not_asked;               /* the rule asks for what is kept elsewhere: nothing was gathered */
    RollBatch *batch;             /* shared by the rules; NULL: a statistic, which names nobody */
} Gathered;

static inline Str gathered_key(const Gathered *gathered, uint32_t index)
{
    return gathered->keys->bytes[gathered->rows[index]];
}

static inline uint32_t gathered_tag(const Gathered *gathered, uint32_t index)
{
    return gathered->keys->tags[gathered->rows[index]];
}

/* After the table's program has run: into sheet->result->groups. */
void gather_groups(Sheet *sheet);
/* The same, one record and one key after the other: what tests hold it to. */
void gather_groups_plainly(Sheet *sheet);

#endif
