/* What a batch brings along beside its rosters: `waivers.yaml`, `mapping.yaml`. */
#ifndef DULY_RUN_BESIDE_H
#define DULY_RUN_BESIDE_H

#include "run/complaint.h"
#include "run/options.h"

/* The file of this name, "waivers" or "mapping", in a folder of the batch or in that of a file of it; empty: there is none, or a table of
   the pack is called so, and then it is a roster. The path as people would write it. */
Str beside_find(Arena *arena, const Pack *pack, const RunOptions *options, const char *name, Complaints *complaints);

/* What was read, by path: a batch that is run through twice must find the same both times, also where it is a pipe. */
typedef struct {
    Str path, text;
} BesideText;
typedef struct BesideTexts {
    Arena *arena;
    ARRAY(BesideText) list;
} BesideTexts;

/* The whole of such a file, as file_read_until gives it; the path ends with a zero byte. */
bool beside_read(Arena *arena, const RunOptions *options, Str path, size_t limit_bytes, Str *text, Str *problem);

#endif
