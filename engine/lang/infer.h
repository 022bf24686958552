/* Type inference: finding out what type variables stand for while the types of an expression are fitted together. A
   variable stands for the unknown element of an empty list or the like; declarations get fresh ones at every use. */
#ifndef DULY_LANG_INFER_H
#define DULY_LANG_INFER_H

#include "base/array.h"
#include "lang/builtin.h"

/* What the types of one expression may cost, and how deep they may be: hostile ones grow exponentially. */
enum { INFER_STEPS = 5000000, INFER_DEPTH = 1000 };

typedef struct {
    uint32_t variable;
    const Type *before;
} InferUndo;

typedef struct {
    Arena *arena;              /* new types live here */
    ARRAY(const Type *) bound; /* what variable n + 1 stands for; NULL: not known yet */
    ARRAY(InferUndo) undo;
    size_t steps;   /* done so far */
    uint32_t depth; /* of the type just looked at */
} Infer;

/* An overload at one use: its type parameters are fresh variables. */
typedef struct {
    const Type *params[OVERLOAD_MAX_ARGS];
    const Type *result;
} Instance;

void infer_free(Infer *infer);

const Type *infer_fresh(Infer *infer);
Instance infer_instance(Infer *infer, const Overload *overload);

/* The type itself, or what the variable stands for; a variable that stands for nothing yet stays. */
const Type *infer_head(const Infer *infer, const Type *type);

/* Whether values of `from` may stand where `to` is wanted. Learns about variables when it is so, else nothing. */
bool infer_assign(Infer *infer, const Type *from, const Type *to);
/* The same for all arguments together. */
bool infer_assign_all(Infer *infer, const Type *const *from, const Instance *to, uint32_t count);

/* Forgets what was learned since the mark. */
size_t infer_mark(const Infer *infer);
void infer_back(Infer *infer, size_t mark);

/* The more general of two types of which one is assignable to the other. */
const Type *infer_general(Infer *infer, const Type *a, const Type *b);
bool infer_same(Infer *infer, const Type *a, const Type *b);

/* The type with all that is known put in; `finally`: what is not known is dyn. */
const Type *infer_resolve(Infer *infer, const Type *type, bool finally);

/* Whether the types grew beyond all reason. */
static inline bool infer_exhausted(const Infer *infer)
{
    return infer->steps > INFER_STEPS;
}

#endif
