/* Making nodes: value numbering, folding of constants, guards. Used by the compiler's files alone. */
#ifndef DULY_LANG_NUMBERING_H
#define DULY_LANG_NUMBERING_H

#include "lang/node.h"

/* A line under construction. */
typedef struct {
    uint32_t parent, depth;
    NodeId first, last; /* of its nodes, in the order of their numbers: see `next` of a node; NODE_NONE: it has none */
    NodeId guard;       /* what holds, at this moment, on the rows for which nodes of this line are needed */
} Line;

typedef struct {
    const Local *local;
    NodeId node;
} Binding;

/* A named expression of the host that was compiled already: a derived field is compiled once, however often it is named. */
typedef struct {
    const Expr *expr;
    NodeId subject, node;
} Memo;

/* The record that a named expression is about: the row's own (NODE_NONE), or one that a reference leads to. */
typedef struct {
    const Record *record;
    NodeId node;
} Subject;

/* What is being compiled. `lines` are those that were ever opened, by number; the open ones are the chain of parents of `line`. The
   arrays with a capacity are given back by compiler_end, all else lives in `arena`, as long as the program. */
struct Compiler {
    Arena *arena;
    CompileOptions options;
    const Source *source;
    ARRAY(Node) nodes;
    ARRAY(Line) lines;
    ARRAY(Binding) bindings;
    ARRAY(Memo) memos;
    uint32_t *table; /* value numbers: node id + 1 by hash */
    size_t table_size;
    uint32_t line;                 /* the line whose expressions are being compiled */
    bool is_outermost;             /* the next call is the outermost `&&` of a requirement, if it is one */
    Subject subject;               /* of the named expression being compiled */
    Program working;               /* what exists so far, for folding */
    Interp fold;                   /* runs constant nodes on one row */
    size_t fold_nodes, fold_lines; /* what it has room for */
};

/* Adds a node, or finds the one that gives the same; sets line, guard and the spread of arguments of enclosing lines.
   Folds it where all it needs is constant. */
NodeId number_node(Compiler *compiler, Node node);

/* A node made earlier is needed here too. */
NodeId number_again(Compiler *compiler, NodeId node);

/* The node as seen in an inner line: spread over its elements. Constants stay as they are. */
NodeId number_spread(Compiler *compiler, NodeId node, uint32_t line);

NodeId number_constant(Compiler *compiler, Value value, const Type *type, const Expr *expr);

/* A new line inside the current one; becomes the current one. */
uint32_t number_open_line(Compiler *compiler);
void number_close_line(Compiler *compiler);

/* From here to the matching end, nodes are needed only where `condition` is (not) `truth`. The saved guards go to `saved`
   (one a line of the current chain). */
enum { LINE_DEPTH = 64 };
typedef struct {
    NodeId guards[LINE_DEPTH];
} Guards;
void number_begin_guard(Compiler *compiler, NodeId condition, Truth truth, bool is, Guards *saved);
void number_end_guard(Compiler *compiler, const Guards *saved);

static inline Node *number_at(Compiler *compiler, NodeId id)
{
    return &compiler->nodes.at[id];
}
static inline bool number_is_constant(Compiler *compiler, NodeId id)
{
    return compiler->nodes.at[id].op == OP_CONSTANT;
}

/* In which mistakes of the author are told, else what fails in a run. */
Str compiler_language(const Compiler *compiler);

/* Runs a node whose arguments are all constant; false when it gives no value (then `problem` says why). */
bool fold_node(Compiler *compiler, NodeId id, Value *value, Text *problem);
/* NULL, or how to begin to say that a node fails for every record, whatever its arguments that are no constants hold (hopeless.c);
   `problem` says why. */
const char *hopeless_node(Compiler *compiler, const Node *node, Text *problem);
/* Makes room and columns for a node just added. */
void fold_prepare(Compiler *compiler, NodeId id);
void fold_open(Compiler *compiler);
void fold_close(Compiler *compiler);

/* compile_macro.c */
NodeId compile_macro(Compiler *compiler, const Expr *expr);
/* compile.c */
NodeId compile_part(Compiler *compiler, const Expr *expr);
NodeId compile_truth(Compiler *compiler, NodeId node);
NodeId compile_as_kind(Compiler *compiler, NodeId node, Kind kind);

#endif
