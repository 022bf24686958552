/* A program: a straight line of typed instructions in value-numbered form. Each node reads columns and writes one;
   equal sub-expressions are one node; constants were folded by running them. The bodies of macros are blocks: lines of their
   own that run over the elements of a list. Immutable once made, shared by threads. */
#ifndef DULY_LANG_PROGRAM_H
#define DULY_LANG_PROGRAM_H

#include "base/diag.h"
#include "lang/env.h"
#include "model/column.h"

typedef uint32_t NodeId;
enum { NODE_NONE = UINT32_MAX };

typedef struct Program Program;

/* The readable listing of a program: number, instruction, operands, type, place. */
void program_print(Text *out, const Program *program);
size_t program_nodes(const Program *program);

/* ---- making one */

typedef struct Compiler Compiler;

/* Which node each part of an expression became: for explaining it. */
typedef struct {
    const Expr *expr;
    NodeId node;
} TracedPart;

typedef struct {
    TracedPart *at;
    size_t count, capacity; /* in the compiler's arena */
} Trace;

/* A checked part that stands in for another: it is compiled wherever the other one is. It may not hold that one itself. */
typedef struct {
    const Expr *part, *instead;
} Substitute;

typedef struct {
    /* Asked for every symbol but locals; NODE_NONE means: as the symbol itself says. SYMBOL_HOST must be answered. */
    NodeId (*resolve)(void *host, Compiler *compiler, const Symbol *symbol);
    void *host;
    const WorkCalendars *calendars;
    Diags *diags;                 /* constants that must fail are told here (E_CONSTANT); NULL: they fail at run time */
    const Source *source;         /* of the expressions being compiled: for diags */
    const Substitute *substitute; /* NULL: all is compiled as it is written */
    Trace *trace;                 /* not NULL: gets every part of every expression, all of which are then kept */
} CompileOptions;

Compiler *compiler_new(Arena *arena, const CompileOptions *options);
/* From now on problems are places in this source. */
void compiler_source(Compiler *compiler, const Source *source);

/* Adds a checked expression. It is only needed on rows where `guard` holds (NODE_NONE: on all): dear parts run only there.
   Cannot fail. */
NodeId compile_expr(Compiler *compiler, const Expr *expr, NodeId guard);
/* The same for an expression that must be true or false: the column is of KIND_BOOL whatever the checker knew. */
NodeId compile_condition(Compiler *compiler, const Expr *expr, NodeId guard);
/* The same where a missing value counts as false: of conditions joined by the outermost `&&`, one that is missing goes before one that
   failed, as one that is false does. */
NodeId compile_requirement(Compiler *compiler, const Expr *expr, NodeId guard);
/* The same for one whose column must be of this physical kind (a date for clears_on): other values become errors. */
NodeId compile_kind(Compiler *compiler, const Expr *expr, Kind kind, NodeId guard);
NodeId compile_input(Compiler *compiler, uint32_t slot, const Type *type);
NodeId compile_constant(Compiler *compiler, Value value, const Type *type);
NodeId compile_and(Compiler *compiler, NodeId a, NodeId b);
NodeId compile_or(Compiler *compiler, NodeId a, NodeId b);
NodeId compile_not(Compiler *compiler, NodeId a);
NodeId compile_select(Compiler *compiler, NodeId condition, NodeId yes, NodeId no);
/* Whether a value is present (an error stays an error). */
NodeId compile_present(Compiler *compiler, NodeId a);
/* The sum of two whole numbers. */
NodeId compile_sum(Compiler *compiler, NodeId a, NodeId b);
/* a < b, <=, ==, ... by an operator's name, for two values of one scalar type. */
NodeId compile_compare(Compiler *compiler, const char *operator_name, NodeId a, NodeId b);
/* The rows where `guard` holds and `condition` is (not) of this truth. */
NodeId compile_guard(Compiler *compiler, NodeId guard, NodeId condition, Truth truth, bool is);

/* Closes the program; only what the roots need is kept (node ids stay valid for those). The compiler may not be used any more. */
const Program *compiler_end(Compiler *compiler, const NodeId *roots, size_t count);
/* The same where nobody wants a program: it was compiled for what is told on the way. */
void compiler_drop(Compiler *compiler);

/* The slots of inputs that a node (NODE_NONE: any) reads, ascending; returns their number. There is room for program_slots. */
size_t program_inputs_of(const Program *program, NodeId node, uint32_t *slots);
/* What a node (NODE_NONE: any) reads, directly or not: a slot of the inputs; a member of another record, at which it looks, or of which it
   has what the reference holds. The same one may be told more than once. */
typedef enum { READ_INPUT, READ_MEMBER, READ_KEY } ReadKind;
void program_reads(const Program *program, NodeId node, void (*visit)(void *context, ReadKind kind, uint32_t number), void *context);
/* Room for something by node. */
uint32_t program_size(const Program *program);
/* Marks all nodes that must be run for a node (NODE_NONE: nothing): those that it needs, and those that tell on which rows. `marks` has room for
   program_size nodes. */
void program_mark_run(const Program *program, NodeId node, bool *marks);
/* The nodes that a node needs, itself included, each once. */
void program_visit_needed(const Program *program, NodeId node, void (*visit)(void *context, NodeId needed), void *context);
/* Highest input slot + 1. */
uint32_t program_slots(const Program *program);

#endif
