/* The prelude: what procedures say as expressions (prelude.cel), and what its names stand for where a rule is made of it.

   Intervals, repeated steps and skipped steps are conditions that no author writes. They were put together with printf once, and nobody
   could read what they came to. Now prelude.cel has them as they read, the build makes a table of it (prelude.inc), and the parser reads
   another text in place of a name, as macros of C are read: whoever makes a rule says what each name stands for, then asks for the tree
   of a definition.

   There are two kinds of names. Those that are filled in (making_fill, making_choose) are gone once the tree is there: what stands for
   them is read again wherever they are said. Those that are named (making_name, making_constant) are symbols like `let`: worked out
   once, and shared. */
#ifndef DULY_PACK_PRELUDE_H
#define DULY_PACK_PRELUDE_H

#include "pack/expressions.h"

typedef enum {
#define PRELUDE(id, name, parameter, text) PRELUDE_##id,
#include "pack/prelude.inc"
#undef PRELUDE
} PreludeId;

enum { MAKING_DEFINITIONS = 27 }; /* as many as a repeated interval fills in that has both bounds */

/* A rule on its way. */
typedef struct {
    Loader *loader;
    Interval *interval; /* NULL: it is made of none */
    Env *env;           /* what expressions may say beside the names of the prelude */
    MadeText made;
    Definition definitions[MAKING_DEFINITIONS]; /* the names that are filled in */
} Making;

/* Begins one whose expressions stand in `parent` and name up to `room` others. */
void making_begin(Making *making, Loader *loader, const Env *parent, size_t room, Span span);

/* A name stands for a text from here on, or for a definition of the prelude. */
void making_fill(Making *making, const char *name, Str text);
void making_choose(Making *making, const char *name, PreludeId id);

/* The same for a value, as an author would write it. */
void making_fill_value(Making *making, const char *name, Value value);

/* A definition with all names filled in: as a tree for something larger, or checked; `expected` NULL: any type. */
Expr *making_tree(const Making *making, PreludeId id);
PackExpr making_expression(const Making *making, PreludeId id, const Type *expected);

/* Other expressions may say the name of this one, or of a text. Up to the room: the checker points at symbols, they may not move. */
void making_name(Making *making, const char *name, const PackExpr *expression);
void making_constant(Making *making, const char *name, Str text);

#endif
