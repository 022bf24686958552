/* The records of a batch are put into the groups of the rules about groups. */
#ifndef DULY_RUN_GATHER_H
#define DULY_RUN_GATHER_H

#include "run/sheet.h"

/* After the table's program has run: into sheet->result->groups. */
void gather_groups(Sheet *sheet);

#endif
