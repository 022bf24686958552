/* The texts of a rule as a program: its message, and the days that are told with a violation. */
#ifndef DULY_RUN_TEXTPLAN_H
#define DULY_RUN_TEXTPLAN_H

#include "run/binding.h"

/* Compiles the texts of a rule, or leaves that to whoever tells the first violation. */
void textplan_make(Binding *binding, RulePlan *plan);
/* Compiles texts that were left. The plan stays as it is: threads may do so at once, each for itself. */
const TextPlan *textplan_late(Arena *arena, const PlanOptions *options, const TablePlan *table, const RulePlan *plan);

#endif
