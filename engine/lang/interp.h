/* The interpreter: runs a program over the rows of a batch. One thread's; any number may share a program. */
#ifndef DULY_LANG_INTERP_H
#define DULY_LANG_INTERP_H

#include "lang/program.h"

typedef struct Interp Interp;

/* One member of all records of a table. */
typedef struct {
    const Column *column; /* NULL: not there */
    uint32_t rows;
} Member;

typedef struct {
    uint64_t limit_steps;  /* of one evaluation, that is, of one row; 0: INTERP_STEPS */
    size_t limit_bytes;    /* that its results and all on the way to them may take; 0: INTERP_BYTES */
    bool is_many;          /* the program is many expressions: each instruction may take as much as one evaluation */
    const Member *members; /* of other records, by number (Record.first + slot); NULL: there are none */
} InterpOptions;

enum { INTERP_STEPS = 10000000 };
#define INTERP_BYTES ((size_t) 256 << 20)

Interp *interp_new(const Program *program, const InterpOptions *options);
void interp_free(Interp *interp);

/* Evaluates every node for rows 0 .. rows - 1. inputs[slot] are columns of at least that many rows padded to ROW_PAD (NULL for slots the
   program does not read). Results are valid until the next run, and so must the inputs be: causes are read off both. */
void interp_run(Interp *interp, const Column *const *inputs, size_t rows);

/* From now on leaves out the nodes that are idle, whose columns then say nothing; NULL: none. It lives as long as the interpreter. */
void interp_rest(Interp *interp, const bool *idle);

/* From now on notes how long each node takes by a clock of nanoseconds: for finding out what is dear. A macro's time is that of
   its body too. `spent` has room for program_size nodes and is only added to. */
void interp_measure(Interp *interp, uint64_t (*clock)(void), uint64_t *spent);

const Column *interp_column(const Interp *interp, NodeId node);
static inline Value interp_value(const Interp *interp, NodeId node, size_t row)
{
    return column_get(interp_column(interp, node), row);
}

/* ---- why a value of the last run is not there */

typedef struct {
    bool missing;     /* a missing input is the cause; else a failure */
    uint32_t slot;    /* of that input */
    bool through;     /* missing in a record that a reference leads to; then slot is the number of the member, */
    uint32_t row;     /* this the record, ROW_NONE: there is none, */
    Str key;          /* and this what refers to it */
    const Expr *expr; /* the part of the expression where it happened; NULL: a node the host made */
    Str message;      /* in words, with the values involved: "7 cannot be divided by 0" */
} Cause;

/* Calls visit for every cause of a missing or failed value at this row, each once. Messages live in the arena. */
void interp_causes(Interp *interp, NodeId node, size_t row, Arena *arena, void (*visit)(void *context, const Cause *cause), void *context);

#endif
