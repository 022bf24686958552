/* What people call a group: of a key that leads to a record (admission.unit.id) the label of that record, where it has one. A group is
   known by its keys; this is how it is told. */
#ifndef DULY_RUN_CALLED_H
#define DULY_RUN_CALLED_H

#include "base/bytes.h"
#include "run/sides.h"

/* Whether some key of the rule leads to records that have a label. */
bool called_are_wanted(const GroupPlan *plan);
/* As bytes, a text a key, empty where the key itself is to be told; no bytes: all of them are. `keys` are the key's bytes (groupkey.h). */
Str called_find(Arena *arena, const GroupPlan *plan, const Sides *sides, Str keys);
/* Takes the texts out again, one by one; no bytes are so many empty texts. */
Str called_next(Bytes *bytes);
/* Whether these bytes are some for the keys of a rule. */
bool called_are(Str bytes, const GroupPlan *plan);

#endif
