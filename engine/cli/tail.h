/* The last lines of a run on standard error, where no report for people ends with them. */
#ifndef DULY_CLI_TAIL_H
#define DULY_CLI_TAIL_H

#include "api/duly.h"
#include "base/io.h"

/* What is noted while findings come in. The zero value is a start. */
typedef struct {
    uint64_t expiring; /* waivers that were used and hold for less than a month more */
    duly_date first;   /* the day on which the first of them expires */
} Tail;

void tail_finding(Tail *tail, const duly_run *run, const duly_finding *finding);
/* The same of statistics: how many findings there are about the data itself. Figures that rest on cells that cannot be read are worth less
   than they look. */
void tail_of_statistics(Output *err, uint64_t found);
void tail_print(const Tail *tail, Output *err, const duly_run *run, const duly_summary *summary);

#endif
