/* Compiles rules about groups: what is asked of each record, as a part of the table's program, and what of each group, as a
   program of its own. */
#ifndef DULY_RUN_GROUPPLAN_H
#define DULY_RUN_GROUPPLAN_H

#include "run/binding.h"

/* How many nodes of the table's program they need, at most. */
size_t groupplan_roots(const TablePlan *plan);
/* Adds what one rule asks of a record; writes the nodes to `roots` and returns their number. */
uint32_t groupplan_compile_record(Binding *binding, GroupPlan *plan, NodeId *roots);
/* When the table's program is there. */
void groupplan_compile_group(Binding *binding, GroupPlan *plan);

#endif
