/* The keys of a group as a string of bytes: equal bytes, equal keys. Of each key a byte that says what it is, then its text with its length
   before it, or eight bytes (of an instant twelve). */
#ifndef DULY_RUN_GROUPKEY_H
#define DULY_RUN_GROUPKEY_H

#include "base/str.h"
#include "run/plan.h"

/* Adds by what the keys are known (identity.h); a key that is not there is one, whatever the reason. Returns whether they are shown in
   another way than that. */
bool groupkey_identify(Text *out, const Grouping *grouping, const Value *keys, Arena *arena);
/* Adds them as they are shown. */
void groupkey_show(Text *out, const Grouping *grouping, const Value *keys);
/* Whether bytes are keys of this grouping. */
bool groupkey_is(Str bytes, const Grouping *grouping);
/* Takes them out of either. Texts are slices of the bytes. */
void groupkey_read(Str bytes, Value *keys, uint32_t count);

#endif
