/* Cases that have ended before their last step: whether steps were taken afterwards, and what is told of the end. */
#ifndef DULY_RUN_ENDS_H
#define DULY_RUN_ENDS_H

#include "run/sheet.h"

/* The built-in rule about them, as dictionary.c wants it. */
void ends_check(Sheet *sheet, uint8_t *out);
uint32_t ends_describe(Sheet *sheet, uint32_t row);

/* How the case of a row has ended, for its record. */
void ends_tell(const Sheet *sheet, uint32_t row, RecordResult *record);

#endif
