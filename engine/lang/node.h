/* The insides of programs and interpreters, shared by the files that make and run them. A program is an array of nodes; a NodeId is an
   index into it and stays what it is from the compiler to the report, so that whatever is known of a node (its column, whether it rests,
   how long it took) is an array beside this one. A node never needs one with a higher number. */
#ifndef DULY_LANG_NODE_H
#define DULY_LANG_NODE_H

#include "lang/interp.h"

typedef enum {
#define OP(name, text, run) OP_##name,
#define TYPED(name, function, left, right, result, run) OP_##name,
#include "lang/op.def"
#undef OP
#undef TYPED
    OP_COUNT
} OpCode;

typedef struct Node Node;

/* Runs one node over `rows` rows; the columns of its arguments stand ready. */
typedef void (*OpRun)(Interp *interp, const Node *node, size_t rows);

/* What a call needs beside its arguments. */
typedef struct CallSite CallSite;
/* What a call needs beside its arguments. Not in the node itself, which most instructions would carry in vain. One that makes its
   function unnecessary (OP_ADD_MONTHS, OP_IN_STRINGS) keeps it all the same: a row that fails is done once more by the function, for its
   words. */
struct CallSite {
    Operator operator;
    Str function;
    const Overload *const *overloads; /* those that may apply; the first one for OP_CALL and typed instructions */
    uint32_t count;
    const void *prepared;  /* made of a constant argument */
    const CallSite *inner; /* OP_ADD_COUNTED: the call that made the period */
    bool exact;            /* OP_CALL: static types guarantee the kinds of the arguments */
};

/* What the slot of OP_ADD_COUNTED says: how many months, or else days, a unit has, and whether they are taken away. */
typedef enum { COUNTED_BACK = 1, COUNTED_MONTHS = 2, COUNTED_UNIT = 4 /* and above: how many */ } CountedUnit;

/* A macro: its block runs over the elements of the range. */
typedef struct {
    MacroKind kind;
    uint32_t block;
    NodeId first, second; /* OP_ELEMENT nodes; NODE_NONE: the variable is not used */
    NodeId filter, body;  /* in the block; filter NODE_NONE: all elements */
    bool two;             /* index or key, and value */
} MacroSite;

/* One piece of work: reads the columns `args`, writes its own. Which members say something depends on `op`; those of no meaning are
   zero, so that nodes can be compared member by member (numbering.c). */
struct Node {
    OpCode op;
    Kind kind; /* physical kind of its column */
    const Type *type;
    const NodeId *args;
    uint32_t arg_count;
    uint32_t slot;  /* what the instruction says it is */
    uint32_t block; /* the line it stands in; 0: over the rows */
    NodeId next;    /* in that line; NODE_NONE: it is the last one */
    uint32_t place; /* how many of the line stand before it */
    uint32_t hash;  /* while compiling: of what it does */
    NodeId guard;   /* needed only where this holds; NODE_NONE: everywhere */
    NodeId folded;  /* while compiling: the constant that it gives, NODE_NONE: none */
    bool dear;      /* observes its guard */
    bool live;      /* some root needs it */
    Value constant; /* of OP_CONSTANT; a string key of OP_FIELD and its like; the message of OP_FAIL */
    const CallSite *call;
    const MacroSite *macro;
    const uint8_t *optional; /* of OP_LIST and OP_MAP: which items are optional; NULL: none */
    const Expr *expr;        /* the expression that made it first; NULL: made by the host */
};

typedef struct {
    uint32_t parent;
    NodeId *order; /* its live nodes, each after those it needs */
    uint32_t count;
} Block;

struct Program {
    const Node *nodes;
    uint32_t node_count;
    const Block *blocks;
    uint32_t block_count;
    const NodeId *inputs; /* the live OP_INPUT nodes */
    uint32_t input_count;
    uint32_t slots;
    const WorkCalendars *calendars;
};

typedef struct {
    const char *text;
    const char *function; /* of typed instructions */
    Kind left, right, result;
    OpRun run;
} OpInfo;
extern const OpInfo op_info[OP_COUNT];

/* What one thread needs to run a program. `memory`, `column_memory`, `results` and `spent_memory` live differently long, and nothing in
   one points into a shorter one but columns into `results`. While the compiler folds constants, `results` is its own arena: folded
   values stay. */
struct Interp {
    const Program *program;
    size_t capacity;        /* rows there is room for; grows */
    Column *columns;        /* by node; data NULL: not there yet */
    uint32_t **row_of;      /* by block: the enclosing block's row of each element */
    uint32_t **position_of; /* by block: the index of each element in its list or map */
    Arena memory;           /* as long as the interpreter */
    Arena column_memory;    /* columns: until there must be room for more rows */
    Arena spent_memory;
    Arena own_results;
    Arena *results; /* lists, strings of one run */
    Call call;
    const Member *members; /* of other records; NULL: there are none */
    uint64_t limit_steps;
    size_t limit_bytes;
    bool is_many;     /* see InterpOptions */
    bool exhausted;   /* a row of the last run used up what it may: */
    NodeId *spent_at; /* by row: at which instruction, NODE_NONE: it did not; only where `exhausted` */
    const bool *idle; /* by node: it is not run; NULL: all are */
    uint64_t *spent;  /* by node; NULL: nobody asks */
    uint32_t *walked; /* by node: the last search for causes that came by; NULL: none was made */
    uint32_t walks;   /* so many were made */
    uint64_t (*clock)(void);
};

/* Runs the nodes of a block in order. */
void interp_block(Interp *interp, uint32_t block, size_t rows);
void interp_node(Interp *interp, NodeId id, size_t rows);
Column *interp_output(Interp *interp, const Node *node); /* its column, made on first use */
static inline const Column *interp_arg(const Interp *interp, const Node *node, uint32_t index)
{
    return &interp->columns[node->args[index]];
}
/* The guard's bytes, 1 where the node is needed; NULL: everywhere. */
const uint8_t *interp_mask(const Interp *interp, const Node *node);
/* OR of the statuses of the arguments at a row. */
uint8_t interp_status(const Interp *interp, const Node *node, size_t row);
void interp_set_status(const Column *out, size_t row, uint8_t status);
/* Writes a value; one of another kind than the column's, which only a dyn can smuggle in, becomes an error. */
static inline void interp_put(const Column *out, size_t row, Value value)
{
    bool fits = out->kind == KIND_DYN || value.kind == out->kind || value.kind == KIND_ERROR;
    column_set(out, row, fits ? value : value_error());
}
/* Gives the run its allowance of steps and memory. */
void interp_allow(Interp *interp);

/* Evaluates a call at one row whose arguments are present; used by the run and by the search for causes. */
Value call_row(Interp *interp, const Node *node, size_t row);

/* Walks the elements of one macro over some rows in pieces: each piece has been run when `fold` is called. */
typedef struct {
    Interp *interp;
    const Node *node;
    size_t first_row, rows; /* rows of the enclosing block */
    void *state;
    void (*fold)(void *state, size_t elements); /* element e belongs to interp->row_of[block][e] */
    const uint32_t *position;                   /* per element of the piece: its index in its list or map */
} MacroWalk;
void macro_walk(MacroWalk *walk);

/* Once more at one row, with call.problem set: says there why. */
Value member_row(Interp *interp, const Node *node, size_t row);
void macro_problem(Interp *interp, const Node *node, size_t row);

#endif
