/* An expression with the value of every part, as a tree: read off the columns of a run. */
#ifndef DULY_LANG_EXPLAIN_H
#define DULY_LANG_EXPLAIN_H

#include "lang/interp.h"

typedef struct {
    unsigned depth;   /* 0: the whole expression */
    Str text;         /* the part in canonical form, or "x" for the variable of a macro at one of its elements */
    const Expr *expr; /* NULL for such an element */
    bool missing;     /* it has no value because an input is missing */
    bool failed;      /* it has no value because something failed */
    bool left_out;    /* it was not needed and not worked out */
    Value value;      /* otherwise */
} ExplainedPart;

/* Calls visit for the expression and, below it, its parts (literals left out), in reading order; a part that is itself a name
   for an expression (a derived field) is followed by that expression. `trace` comes from compiling the expression alone, and the
   interpreter has just run. Of the elements of a macro the first EXPLAIN_ELEMENTS are shown. */
enum { EXPLAIN_ELEMENTS = 8, EXPLAIN_DEPTH = 24 };
void explain_expr(Interp *interp, const Trace *trace, const Expr *expr, size_t row, void (*visit)(void *context, const ExplainedPart *part),
                  void *context);

#endif
