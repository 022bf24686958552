/* The civil (proleptic Gregorian) calendar, years 1 to 9999, in whole numbers: no time_t, no zone, no locale.
   A date is packed as (year * 12 + month - 1) << 5 | day, so dates compare as they follow one another and
   months are added cheaply; a day number (0 = 1970-01-01) is derived where days are counted. */
#ifndef DULY_BASE_CALENDAR_H
#define DULY_BASE_CALENDAR_H

#include "base/str.h"

typedef int32_t Date;

enum { DATE_MIN = (1 * 12) << 5 | 1, DATE_MAX = (9999 * 12 + 11) << 5 | 31 };

static inline Date date_pack(int year, int month, int day)
{
    return (year * 12 + month - 1) << 5 | day;
}
static inline int date_year(Date date)
{
    return (date >> 5) / 12;
}
static inline int date_month(Date date)
{
    return (date >> 5) % 12 + 1;
}
static inline int date_day(Date date)
{
    return date & 31;
}

int month_days(int year, int month);
int year_days(int year);
/* The day of its year, from 0. */
int date_day_of_year(Date date);
/* Whether these make a day that exists, within years 1 to 9999. */
bool date_is_valid(int64_t year, int64_t month, int64_t day);

/* Whether a number packs a day that exists. */
bool date_is_packed(int64_t number);

/* Days since 1970-01-01, and back; date_of_day wants a day within years 1 to 9999. */
int32_t date_to_day(Date date);
Date date_of_day(int32_t day);
enum { DAY_MIN = -719162, DAY_MAX = 2932896 };

/* The same day-number n months later (earlier), clamped to the month's end; false outside years 1 to 9999. */
bool date_add_months(Date date, int64_t months, Date *out);
bool date_add_days(Date date, int64_t days, Date *out);

/* Completed months from a to b; negative when b < a; the mirror of date_add_months: the largest n with
   a + n months <= b (for b >= a). */
int32_t months_between(Date a, Date b);

/* Monday = 1 ... Sunday = 7. */
int date_weekday(Date date);

/* Reads 2003-06-01, 2003/6/1, 2003.6.1, 20030601, 2003年6月1日, and nothing else. */
bool date_parse(Str s, Date *out);
/* Reads 2003-06, 2003/6, 2003.6, 200306, 2003年6月, 2003年6月份: the first and the last day that it may be. 2003.1 may also be what a
   spreadsheet that takes 2003.10 for a number leaves of it: it is some day from January to October. */
bool date_parse_month(Str s, Date *first, Date *last);
/* Reads two days as notices are dated: 2024.3.1-2024.3.7, 2024年3月1日至7日, 2024/3/1~3/7, 20240301-0307, each part as date_parse reads one; the second
   may leave out its year, or its year and month, which are those of the first. False where the last day is before the first, or where the text
   could be parted in two ways. */
bool date_parse_span(Str s, Date *first, Date *last);
/* Reads the ISO form only: four, two and two digits. */
bool date_parse_iso(Str s, Date *out);
/* Writes "2003-06-01" and a zero byte. */
void date_print(Date date, char out[11]);

#endif
