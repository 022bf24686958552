/* Mutation: every change that could be made to the rules is tried on their examples. */
#ifndef DULY_PROVE_MUTATE_H
#define DULY_PROVE_MUTATE_H

#include "prove/mutants.h"

typedef enum {
    MUTANT_NOTICED,
    MUTANT_SURVIVED,  /* every example comes out as it says all the same */
    MUTANT_EXPLAINED, /* the same, and the rule says that the change is none */
    MUTANT_NOT_TRIED  /* the examples do not come out as they say even without it, or there are too many changes */
} MutantFate;

typedef struct {
    const Mutant *mutant;
    MutantFate fate;
    const Equivalent *equivalent; /* of an explained one */
} MutantResult;

/* An entry of `equivalent` that explains no survivor. */
typedef struct {
    uint32_t rule;
    const Equivalent *equivalent;
    bool is_noticed; /* the examples notice the change; else no such change is made */
} IdleEquivalent;

typedef struct {
    void *context;
    void (*mutant)(void *context, const MutantResult *result);
    void (*idle)(void *context, const IdleEquivalent *idle); /* after the mutants of its rule */
} MutateSink;

/* Tries the mutants of the rules that are marked (NULL: of all) on so many threads. Tells them in the order of the pack. */
void mutate(const Pack *pack, const bool *rules, unsigned jobs, const MutateSink *sink);

#endif
