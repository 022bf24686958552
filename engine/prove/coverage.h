/* Coverage: which clauses of the rules their examples have seen true, and which false. */
#ifndef DULY_PROVE_COVERAGE_H
#define DULY_PROVE_COVERAGE_H

#include "pack/pack.h"

typedef enum {
    CLAUSE_WHEN,
    CLAUSE_REQUIRE,
    CLAUSE_LET,      /* in a name of `let` that the two use */
    CLAUSE_EXTENDED, /* when an interval is longer */
    CLAUSE_NOT_YET,  /* when its second step counts as not taken */
    CLAUSE_KEPT      /* whether an interval is kept */
} ClausePlace;

/* A condition: all of `when` or `require`, what && || ! and ?: join, and what the macros ask of an element. */
typedef struct {
    uint32_t rule;
    ClausePlace place;
    Str name; /* of the `let` */
    const Expr *expr;
    Span span;
    uint64_t seen_true, seen_false, seen_undecided; /* in how many examples; of elements: how often */
} Clause;

/* A comparison with < <= > >=, and whether some example had both sides equal: a case exactly on the boundary. */
typedef struct {
    uint32_t rule;
    const Expr *expr;
    Value left, right; /* used while an example is looked at */
    bool touched;
} Comparing;

/* What && || and ?: do not need: `right`, where `left` came to `decisive`. */
typedef struct {
    const Expr *left, *right;
    bool decisive;
    bool decided; /* of the evaluation that is being looked at */
} Deciding;

typedef struct {
    ARRAY(Clause) clauses; /* by rule, in the order of the pack */
    ARRAY(Comparing) comparisons;
    ARRAY(Deciding) decisions;
} Coverage;

/* Of the rules that are marked (NULL: of all). What is found lives in the arena. */
Coverage coverage_measure(Arena *arena, const Pack *pack, const bool *rules);

static inline bool clause_is_covered(const Clause *clause)
{
    return clause->seen_true > 0 && clause->seen_false > 0;
}

#endif
