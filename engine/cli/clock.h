/* The only place where duly asks what time it is. */
#ifndef DULY_CLI_CLOCK_H
#define DULY_CLI_CLOCK_H

#include "api/duly.h"

/* The civil day where the program runs. */
duly_date clock_today(void);

/* Seconds since some moment, for measuring spans. */
uint64_t clock_nanoseconds(void);
double clock_seconds(void);

#endif
