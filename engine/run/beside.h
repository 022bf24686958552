/* What a batch brings along beside its rosters: `waivers.yaml`, `mapping.yaml`. */
#ifndef DULY_RUN_BESIDE_H
#define DULY_RUN_BESIDE_H

#include "run/complaint.h"
#include "run/options.h"

/* The file of this name, "waivers" or "mapping", in a folder of the batch or in that of a file of it; empty: there is none, or a table of
   the pack is called so, and then it is a roster. The path as people would write it. */
Str beside_find(Arena *arena, const Pack *pack, const RunOptions *options, const char *name, Complaints *complaints);

#endif
