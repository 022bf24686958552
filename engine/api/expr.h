/* What the files behind duly_expr.h share. */
#ifndef DULY_API_EXPR_H
#define DULY_API_EXPR_H

#include "api/duly_expr.h"
#include "api/internal.h"
#include "lang/interp.h"

struct duly_expr {
    Ledger ledger; /* of everything below */
    Arena arena;
    Source source;
    Env env;
    const Expr *tree;
    Str type;
    const Program *program;
    NodeId root;
};

/* ---- expr_type.c */

/* Reads "list(map(string, int))"; NULL with a sentence and perhaps a hint where it is no type. */
typedef struct {
    Str message, hint;
} TypeProblem;
const Type *expr_type_read(Arena *arena, Str text, TypeProblem *problem);
/* The same for "int, string", "": at most OVERLOAD_MAX_ARGS of them into `types`. False where that is not what stands there. */
bool expr_types_read(Arena *arena, Str text, const Type **types, uint8_t *count, TypeProblem *problem);

/* ---- expr_scope.c */

/* Declares everything in the environment of the expression; tells what is wrong with it and returns whether nothing was. */
bool expr_scope_declare(duly_expr *expr, const duly_expr_scope *scope, ApiProblem problem, void *context);

/* ---- expr_value.c */

/* As the host sees it; points into what the value points at. */
duly_expr_value expr_value_out(Value value);
/* As the engine sees it, of this type; an error with call_fail's sentence where it cannot be. Lists and maps get memory and
   steps from the call; those that came from the engine are copied only with `copy`. */
Value expr_value_in(Call *call, const duly_expr_value *value, const Type *type, bool copy);

#endif
