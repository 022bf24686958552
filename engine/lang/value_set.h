/* A set of values under CEL's equality, for results in time that grows with the number of values. */
#ifndef DULY_LANG_VALUE_SET_H
#define DULY_LANG_VALUE_SET_H

#include "lang/fn.h"

typedef struct {
    Call *call;
    const Value *items; /* not copied */
    uint32_t *slots;    /* index + 1 into items, 0: empty */
    uint64_t *hashes;   /* by item */
    uint32_t slot_count;
} ValueSet;

/* An empty set for items of this array. False when memory ran out. */
bool value_set_init(ValueSet *set, Call *call, const List *items);

/* Adds the item with this index. SAME_YES: an equal one is already there. */
Same value_set_add(ValueSet *set, uint32_t index);

/* Whether an equal value is there. */
Same value_set_has(const ValueSet *set, Value value);

#endif
