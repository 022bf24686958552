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

/* Columns by record that belongs to a group, in the order of the batch. All of it lives in the result's arena. */
typedef struct Gathered {
    uint32_t count;
    uint32_t *rows;               /* of the batch */
    Text keys;                    /* bytes by which its group is known (groupkey.h), one behind the other */
    uint32_t *ends;               /* of those */
    uint32_t *tags;               /* of those (keyset.h) */
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
    uint32_t start = index ? gathered->ends[index - 1] : 0;
    return str_slice(text_str(&gathered->keys), start, gathered->ends[index]);
}

/* After the table's program has run: into sheet->result->groups. */
void gather_groups(Sheet *sheet);

#endif
