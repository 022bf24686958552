/* A batch in, its result out: nothing else is read or changed, so any thread may do it. */
#ifndef DULY_RUN_EVALUATE_H
#define DULY_RUN_EVALUATE_H

#include "run/sheet.h"

/* Evaluates a batch. What the result says lives in its arena, in the batch and in the pack. */
void evaluate(Sheet *sheet, const Task *task, BatchResult *result);

/* Empties a result for the next batch; evaluate does so itself. */
void result_reset(BatchResult *result);
void result_free(BatchResult *result);

#endif
