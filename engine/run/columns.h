/* What the files of a batch have no column for: told in one finding a file, with the rules that cannot be asked without. */
#ifndef DULY_RUN_COLUMNS_H
#define DULY_RUN_COLUMNS_H

#include "model/batch.h"
#include "run/plan.h"
#include "run/result.h"

/* A file that was read. */
typedef struct {
    uint32_t table;
    Str path, sheet;
    uint64_t line;      /* of its heading; 0: it has none */
    const bool *absent; /* by field */
    const bool
        *left_out; /* by field: its records name their fields, and some leave out this one, which is kept elsewhere; NULL: none does */
} FileColumns;

FileColumns columns_of(Arena *arena, const Mapping *mapping, uint32_t table);

typedef struct {
    Arena *arena;
    const Plan *plan;
    const bool *present; /* by table: the batch has a file for it */
    const bool *wants;   /* by rule and member: some record or group is undecided for want of it */
} ColumnsContext;

/* The finding about a file; false: nothing that it lacks matters. */
bool columns_tell(const ColumnsContext *context, const FileColumns *file, Finding *out);

/* What was taken for granted of a file: that a field is empty in all of its records (`no_column: empty`), or that it is kept elsewhere and
   the rules that ask for it need not be asked. Returns their number; `out` has room for the fields of the table. */
uint32_t columns_assumed(const ColumnsContext *context, const FileColumns *file, Assumption *out);

#endif
