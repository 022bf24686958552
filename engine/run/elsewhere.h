/* Rules that are not asked, since what they ask for is kept elsewhere: where a file has no column for it, or a record that names its own
   fields leaves it out. What such a record says is asked all the same, whatever its neighbours leave out. */
#ifndef DULY_RUN_ELSEWHERE_H
#define DULY_RUN_ELSEWHERE_H

#include "run/sheet.h"

/* For the batch that begins: the rules of files of columns, and the rules about groups. */
void elsewhere_find(Sheet *sheet);
bool elsewhere_is_kept(const Sheet *sheet, uint32_t member);
/* Takes the rows out on which a rule of the plan is not asked. */
void elsewhere_leave(const Sheet *sheet, uint32_t index, uint8_t *out);
/* Whether it is asked on that row. */
bool elsewhere_asks(const Sheet *sheet, uint32_t index, uint32_t row);

#endif
