/* Rules over groups of records: `group_by`, and `unique` in its place. */
#ifndef DULY_PACK_GROUPING_H
#define DULY_PACK_GROUPING_H

#include "pack/rules.h"

/* Gives a rule its groups, if it has any, and what its expressions may name; else NULL. */
Env *grouping_read(Loader *loader, RuleDraft *draft);
/* Makes what `unique` leaves unsaid: the condition and the message. */
void grouping_complete(Loader *loader, RuleDraft *draft, Env *env);

#endif
