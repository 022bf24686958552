/* The type checker: writes types and references into a tree and finds every mistake of its author. */
#ifndef DULY_LANG_CHECK_H
#define DULY_LANG_CHECK_H

#include "base/diag.h"
#include "lang/env.h"

typedef struct {
    Arena *arena; /* types and references live here; as long as the tree */
    const Env *env;
    const Source *source; /* spans of the tree are places in it */
    Diags *diags;
    bool lenient; /* say nothing: what does not fit is left to run time (the suite's disable_check) */
    bool whole;   /* the tree may stand for a record that is called something: it is named, not computed with */
} Checker;

/* Checks a tree; `expected` is the type it must have (NULL: any; a dyn is accepted for all). False iff a problem was added.
   The deduced type is expr->type. */
bool check_expr(Checker *checker, Expr *expr, const Type *expected);

#endif
