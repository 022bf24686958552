/* Statistics as people and programs want them: a format is a row of the table in statistics.c. They come one after another, with
   what is counted and as of when around them. */
#ifndef DULY_REPORT_STATISTICS_H
#define DULY_REPORT_STATISTICS_H

#include "api/duly.h"
#include "base/io.h"

typedef struct {
    Output *out;
    Str language; /* of the words of its own: "zh…" or English */
    size_t count; /* statistics written so far */
    void *state;  /* of a format */
} StatisticsReport;

typedef struct {
    const char *name, *description;
    void (*begin)(StatisticsReport *report, const duly_run *run);
    void (*statistic)(StatisticsReport *report, const duly_statistic *statistic);
    void (*end)(StatisticsReport *report, const duly_run *run);
} StatisticsFormat;

/* Whether a row has a trouble to be told, of its own. */
bool statistic_tells_trouble(const duly_statistic *statistic, size_t row);

extern const StatisticsFormat statistics_formats[];
extern const size_t statistics_format_count;

#endif
