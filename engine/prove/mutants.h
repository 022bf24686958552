/* Mutants: a rule with one thing changed. If its examples notice nothing, nobody would notice the mistake either. */
#ifndef DULY_PROVE_MUTANTS_H
#define DULY_PROVE_MUTANTS_H

#include "pack/pack.h"

/* `part` of a condition of the rule is replaced by `instead`, which is of the same type. */
typedef struct {
    uint32_t rule;
    Substitute substitute;
    Span span;  /* in the rule's file */
    Str change; /* "item.n >= 3 -> item.n > 3": how an author names it under `equivalent` */
    Str hint;   /* which example would notice it */
} Mutant;

typedef struct {
    Mutant *at;
    size_t count, capacity; /* in the arena */
} Mutants;

enum { MUTANTS_MAX = 2000, MUTANT_CODES = 400 }; /* of a rule; code points of a part in the text of a change */

/* Adds the mutants of a rule, in the order of its text: `when`, `require`, names of `let` where they are first needed. If there are
   more than MUTANTS_MAX, a last one without a part stands for those that are left out. */
void mutants_add(Arena *arena, const Pack *pack, uint32_t rule, Mutants *mutants);

#endif
