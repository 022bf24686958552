/* Outcomes: of each rule on each row of a batch. */
#ifndef DULY_RUN_JUDGE_H
#define DULY_RUN_JUDGE_H

#include "run/sheet.h"

/* Works out sheet->outcomes for every rule of the plan, built-in ones too. */
void judge_rules(Sheet *sheet);

/* The outcome of one rule on rows of truth values; `lacking` is what a missing value makes of it. */
void judge_rows(const uint8_t *applies, const uint8_t *require, Outcome lacking, uint8_t *out, size_t rows);

/* How often each outcome stands in a column. */
void judge_count(const uint8_t *outcomes, size_t rows, uint32_t counts[OUTCOME_COUNT]);

#endif
