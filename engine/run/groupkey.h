/* The keys of a group as a string of bytes: equal bytes, equal keys. Of each key a byte that says what it is, then its text with its length
   before it, or eight bytes (of an instant twelve). */
#ifndef DULY_RUN_GROUPKEY_H
#define DULY_RUN_GROUPKEY_H

#include "base/str.h"
#include "model/column.h"
#include "run/plan.h"

/* Adds by what the keys are known (identity.h); a key that is not there is one, whatever the reason. Returns whether they are shown in
   another way than that. */
bool groupkey_identify(Text *out, const Grouping *grouping, const Value *keys, Arena *arena);
/* Most keys stand in columns of texts, days and whole numbers, and are known by what they are shown as. Of such columns: the bytes that so
   many rows take at most; 0: they are of another kind. Writes those of a row, key by key, and tells where they end; NULL: one is not there,
   or known by something else. */
size_t groupkey_room(const Column *column, size_t rows);
char *groupkey_put(char *out, const Column *const *columns, const Type *const *types, size_t count, size_t row, Arena *arena);
/* Adds them as they are shown. */
void groupkey_show(Text *out, const Grouping *grouping, const Value *keys);
/* Whether bytes are keys of this grouping. */
bool groupkey_is(Str bytes, const Grouping *grouping);
/* Takes them out of either. Texts are slices of the bytes. */
void groupkey_read(Str bytes, Value *keys, uint32_t count);

#endif
