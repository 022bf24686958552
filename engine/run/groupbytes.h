/* Groups as bytes: what is kept of one, so that it can lie elsewhere, on disk or in a file that another process wrote, and be joined with
   what others have of the same group. Joined in the order of their records they are what they would have been had nobody parted them. */
#ifndef DULY_RUN_GROUPBYTES_H
#define DULY_RUN_GROUPBYTES_H

#include "base/bytes.h"
#include "run/groups.h"

/* Adds a group, with its key first. */
void groups_write(Text *out, const Groups *groups, const GroupPlan *plan, uint32_t number);
/* Joins one that was written to the groups; its records stand `lines` further on. False: the bytes are none. */
bool groups_take(Arena *arena, Groups *groups, const GroupPlan *plan, Str bytes, uint64_t lines);

#endif
