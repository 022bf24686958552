/* Steps and intervals as a run tells them: when a step was taken, why an interval was not kept, and when the next step is due. */
#ifndef DULY_RUN_INTERVALS_H
#define DULY_RUN_INTERVALS_H

#include "run/sheet.h"

/* Adds the sentence of a violated interval to sheet->text; false when the rule is none, or nothing can be said of it.
   `view_row` is the row in the run of the rule's texts. */
bool interval_describe(Sheet *sheet, uint32_t index, uint32_t row, size_t view_row);
/* The day on which a violated interval would be kept: of one whose second step was taken too early. 0: none. */
Date interval_clears_on(Sheet *sheet, uint32_t index, uint32_t row, size_t view_row);

/* Works out the days of all intervals for the whole batch; then those of a row, for its record. */
void intervals_run(Sheet *sheet);
void intervals_list(Sheet *sheet, uint32_t row, RecordResult *record);

/* The steps of a row's procedure, for its record. */
void steps_list(Sheet *sheet, uint32_t row, RecordResult *record);

#endif
