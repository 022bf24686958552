/* Why something about a group is not known, in words: what rules and statistics have in common. */
#ifndef DULY_RUN_GROUPCAUSE_H
#define DULY_RUN_GROUPCAUSE_H

#include "lang/interp.h"
#include "run/groups.h"

typedef struct {
    Text *out;
    Str language;
    const Pack *pack;
    const GroupPlan *plan;
    const Group *group;
    Arena *scratch;
    bool hides; /* nothing of values may be shown */
} GroupCause;

/* Adds one cause. Of a key that is missing there is nothing to say. */
void groupcause_add(const GroupCause *about, const Cause *cause);

#endif
