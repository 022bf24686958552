/* What rules and intervals have in common: a rule as it is written, read part by part. */
#ifndef DULY_PACK_RULES_H
#define DULY_PACK_RULES_H

#include "pack/loader.h"

/* Read in the order in which its parts need one another. */
typedef struct {
    const YamlNode *id, *table, *gate, *day_of, *when, *require, *after, *let, *message, *clears_on, *examples, *equivalent, *severity,
        *missing, *effective, *group_by, *unique;
    bool enabled;
    const Source *condition_in, *message_in, *examples_in; /* the overlay that says them anew; NULL: none does */
    Rule rule;
} RuleDraft;

/* A rule that says nothing yet; `at` is its place until it has an id. */
RuleDraft rule_draft(const Loader *loader, Span at);
/* Whether it has an id that nobody else has; else told. Severity, effective and missing are read too. */
bool rule_read_plain(Loader *loader, RuleDraft *draft);
/* The expressions, messages and examples, which may name what is in `env`. */
void rule_read_expressions(Loader *loader, RuleDraft *draft, Env *env);
void rule_add(Loader *loader, const RuleDraft *draft);
/* What overlays say anew of a rule that is being read, in place of what it says itself. */
void override_draft(Loader *loader, RuleDraft *draft);

#endif
