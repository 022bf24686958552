/* Days as they are written. */
#ifndef DULY_REPORT_DATES_H
#define DULY_REPORT_DATES_H

#include "api/duly.h"
#include "base/calendar.h"

/* "2003-06-01", or nothing where there is no day. */
typedef struct {
    char text[11];
} Day;

static inline Day day_of(duly_date date)
{
    Day day = { "" };
    if (date_is_valid(date.year, date.month, date.day))
        date_print(date_pack(date.year, date.month, date.day), day.text);
    return day;
}

#endif
