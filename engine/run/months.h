/* Days of which only the month is known. A rule is judged once with every such day as the last of its month, as if that were written;
   then with the days elsewhere in the month. What does not come out the same every time is undecided. */
#ifndef DULY_RUN_MONTHS_H
#define DULY_RUN_MONTHS_H

#include "run/sheet.h"

/* Marks what is in doubt of what `judge` finds, which makes the outcomes of the rules of what stands in the columns. Where a batch
   has such days at all. */
void months_doubt(Sheet *sheet, void (*judge)(Sheet *sheet));

/* Whether what a record gives to a group, a node of the table's program, depends on where in their months its days are. */
bool months_blur(const Sheet *sheet, NodeId node, uint32_t row);
/* Says of which record and which days that is, in the result's arena. */
Str months_trouble(Sheet *sheet, const GroupPlan *group, uint32_t row);
/* Whether a rule is undecided on a row because of them. */
bool months_are_doubted(const Sheet *sheet, uint32_t index, uint32_t row);

/* Says so, and lists those days as the fields of the sheet; how many there are. */
uint32_t months_describe(Sheet *sheet, uint32_t index, uint32_t row);
/* Adds to the message of a violation that it rests on such days, where it does. */
void months_mention(Sheet *sheet, uint32_t index, uint32_t row);

#endif
