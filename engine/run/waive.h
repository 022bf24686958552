/* Applies waivers to the outcomes of a batch. */
#ifndef DULY_RUN_WAIVE_H
#define DULY_RUN_WAIVE_H

#include "run/sheet.h"
#include "run/waivers.h"

/* A waiver for a record of the batch. */
typedef struct {
    uint32_t row, waiver;
} WaiverHit;

typedef ARRAY(WaiverHit) WaiverHits;

/* Finds them, in scratch. */
WaiverHits waive_find(Sheet *sheet);
/* Violations of a rule of the plan that are waived become so, in sheet->outcomes; what became of each waiver goes into the result. */
void waive(Sheet *sheet, const WaiverHits *hits, uint32_t index);

/* The waiver of a waived violation. */
const Waiver *waiver_of(const Sheet *sheet, uint32_t index, uint32_t row);

#endif
