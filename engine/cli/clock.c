/* Clocks. */
#include "cli/clock.h"

#include <time.h>

duly_date clock_today(void)
{
    time_t now = time(NULL);
    struct tm local;
    if (now == (time_t) -1 || !localtime_r(&now, &local))
        return (duly_date) { 0 };
    return (duly_date) { local.tm_year + 1900, local.tm_mon + 1, local.tm_mday };
}

uint64_t clock_nanoseconds(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

double clock_seconds(void)
{
    return (double) clock_nanoseconds() / 1e9;
}
