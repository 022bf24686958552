/* Which clauses of a condition were not met, with the values of their operands. */
#ifndef DULY_RUN_CLAUSES_H
#define DULY_RUN_CLAUSES_H

#include "run/sheet.h"

/* Gives a finding of a rule of the plan its clauses, if the plan keeps the parts of conditions. */
void clauses_add(Sheet *sheet, uint32_t index, uint32_t row, Finding *finding);

/* Evaluates the conditions of a rule for one record, with every part kept, and gives the interpreter: the record is its row 0. */
Interp *clauses_run(Sheet *sheet, uint32_t index, uint32_t row);

#endif
