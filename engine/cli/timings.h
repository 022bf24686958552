/* What a run spent its time on, as a table on standard error: never in a report, which is the same for the same input. */
#ifndef DULY_CLI_TIMINGS_H
#define DULY_CLI_TIMINGS_H

#include "api/duly.h"
#include "base/io.h"

void timings_print(Output *err, const duly_run *run, const duly_summary *summary);

#endif
