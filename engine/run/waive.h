/* Applies waivers to the outcomes of a batch. */
#ifndef DULY_RUN_WAIVE_H
#define DULY_RUN_WAIVE_H

#include "run/sheet.h"
#include "run/waivers.h"

/* Violations that are waived become so, in sheet->outcomes; what became of each waiver goes into the result. */
void waive(Sheet *sheet);

/* The waiver of a waived violation. */
const Waiver *waiver_of(const Sheet *sheet, uint32_t index, uint32_t row);

#endif
