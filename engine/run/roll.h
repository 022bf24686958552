/* The roll of a table: records that findings about groups may name, with their keys as they are shown and their lines. Groups know them by
   their number on it, and the rules of a table share one: a record stands on it once, whoever keeps it, in 8 bytes where keys are alike but
   for their digits (keypages.h), else in 13 to 16 and those of its key. */
#ifndef DULY_RUN_ROLL_H
#define DULY_RUN_ROLL_H

#include "base/packed.h"
#include "run/keypages.h"

typedef struct {
    uint32_t key, line; /* the number of the key; or, with KEY_IS_PACKED, where both stand in `others` */
} RollWord;

typedef struct Roll {
    KeyShape shape;
    ARRAY(RollWord) words;
    Packed others;
} Roll;

/* The records of a batch. */
typedef struct {
    uint32_t rows;
    const Str *keys; /* by row; empty: it has none */
    const uint64_t *lines;
    uint64_t lines_before; /* of the files of the table before theirs: see places.h */
    uint32_t *kept_as;     /* by row: number on the roll + 1, 0: not kept */
    const Roll *roll;      /* that those are of; NULL: none yet */
} RollBatch;

typedef struct {
    Str key;       /* as it is shown; empty: it has none */
    uint64_t line; /* counted on from file to file */
} RollRecord;

/* The number of a record of a batch, which is put on the roll unless it stands there. */
uint32_t roll_keep(Roll *roll, RollBatch *batch, uint32_t row);
/* That of one whose key and line are known. */
uint32_t roll_add(Roll *roll, Str key, uint64_t line);
/* The record of a number; its key is in the arena, unless it stands on the roll. */
RollRecord roll_record(const Roll *roll, uint32_t number, Arena *arena);
size_t roll_size(const Roll *roll);
void roll_free(Roll *roll);

#endif
