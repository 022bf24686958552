/* What formats of statistics have in common: a statistic as a table of texts, and which troubles are told. */
#ifndef DULY_REPORT_STATISTICS_H
#define DULY_REPORT_STATISTICS_H

#include "report/report.h"
#include "report/voice.h"

Str statistic_title(const duly_statistic *statistic);
Str measure_title(const duly_measure *measure);

/* Whether a row has a trouble to be told, of its own. */
bool statistic_tells_trouble(const duly_statistic *statistic, size_t row);

#endif
