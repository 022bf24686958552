/* The built-in rules: what the dictionary, the procedure and the file itself ask of a record. */
#ifndef DULY_RUN_DICTIONARY_H
#define DULY_RUN_DICTIONARY_H

#include "run/sheet.h"

/* The outcome of a built-in rule on each row. */
void dictionary_check(Sheet *sheet, Builtin rule, uint8_t *out);

/* Adds to sheet->text what is wrong at a row that violates it, and puts the fields concerned into sheet->fields; returns
   their number. */
uint32_t dictionary_describe(Sheet *sheet, Builtin rule, uint32_t row);

/* How many steps of the procedure are looked at. */
uint32_t dictionary_step_count(const Sheet *sheet);

#endif
