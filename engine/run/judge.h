/* Outcomes: of each rule on each row of a batch. */
#ifndef DULY_RUN_JUDGE_H
#define DULY_RUN_JUDGE_H

#include "run/sheet.h"

/* Works out sheet->outcomes for every rule of the plan, built-in ones too, with what waivers make of them. */
void judge_rules(Sheet *sheet);

/* The outcome of one rule on rows of truth values; `lacking` is what a missing value makes of its requirement. Of `when` (NULL: there
   is none) it speaks not: who knows nothing of that knows not whether anything is required. */
void judge_rows(const uint8_t *when, const uint8_t *applies, const uint8_t *require, Outcome lacking, uint8_t *out, size_t rows);

/* The node of the table's program that makes a rule undecided at a row. */
NodeId judge_open_node(const Sheet *sheet, uint32_t index, uint32_t row);

/* How often each outcome stands in a column. */
void judge_count(const uint8_t *outcomes, size_t rows, uint32_t counts[OUTCOME_COUNT]);

#endif
