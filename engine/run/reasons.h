/* Why rules are undecided, as far as somebody else tells it already: the finding about a cell that cannot be read, or the one about the
   columns that a file lacks. What is undecided for no other reason is counted, and not told again for every rule and record. */
#ifndef DULY_RUN_REASONS_H
#define DULY_RUN_REASONS_H

#include "run/sheet.h"

/* Looks at every undecided outcome of the batch; notes which rules want which columns. */
void reasons_find(Sheet *sheet);

/* Of a node of the table's program without a value at a row: REASON_ flags. `rule` (of the pack) is the one that wants it. */
uint8_t reasons_of(Sheet *sheet, uint32_t rule, NodeId node, uint32_t row);

#endif
