/* Days as they are written. */
#ifndef DULY_REPORT_DATES_H
#define DULY_REPORT_DATES_H

#include "api/duly.h"
#include "base/calendar.h"

/* "2003-06-01", or nothing where there is no day. */
typedef struct {
    char text[40];
} Day;

static inline Day day_of(duly_date date)
{
    Day day = { "" };
    if (date_is_valid(date.year, date.month, date.day))
        date_print(date_pack(date.year, date.month, date.day), day.text);
    return day;
}

/* As a sentence says it in a language: "2003年6月1日". In tables, beside drawings and for machines it stands as day_of() gives it. */
Day day_spoken(Str language, duly_date date);

#endif
