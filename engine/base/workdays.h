/* Working days, year by year as somebody stated them. Nothing is guessed: a question about a year that was not stated
   has no answer. */
#ifndef DULY_BASE_WORKDAYS_H
#define DULY_BASE_WORKDAYS_H

#include "base/calendar.h"
#include "base/str.h"

typedef struct {
    int year;
    uint64_t works[6]; /* bit n: day n of the year (0 = 1 January) is a working day */
} WorkYear;

typedef struct {
    const WorkYear *years; /* ascending, each once */
    size_t count;
} WorkCalendar;

/* A calendar as it is called. */
typedef struct {
    Str name;
    WorkCalendar days;
} NamedCalendar;

/* Those that can be counted by, as they were known on some day. */
typedef struct {
    const NamedCalendar *at;
    size_t count;
    const NamedCalendar *standard; /* the one that is meant where none is named; NULL: none is */
} WorkCalendars;

/* How many days a word of them has: for processors that may not have the instruction the compiler calls a function. */
static inline int workdays_bits(uint64_t days)
{
    days -= days >> 1 & 0x5555555555555555u;
    days = (days & 0x3333333333333333u) + (days >> 2 & 0x3333333333333333u);
    return (int) (((days + (days >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
}

/* The calendar of a name; NULL: there is none. Both may be NULL. */
const NamedCalendar *workdays_named(const WorkCalendars *calendars, Str name);

/* The days of a year; NULL: the calendar (which may be NULL) does not cover it. */
const WorkYear *workdays_year(const WorkCalendar *calendar, int year);

/* Each returns false when a year is touched that the calendar (which may be NULL) does not cover: *year tells which. */
bool workdays_is(const WorkCalendar *calendar, Date date, bool *works, int *year);
/* The n-th working day after the date (n > 0) or before it (n < 0); n == 0: the date itself. */
bool workdays_add(const WorkCalendar *calendar, Date date, int64_t n, Date *out, int *year);
/* Working days from a to b, both counted; negative count of [b, a] when b < a. */
bool workdays_in(const WorkCalendar *calendar, Date a, Date b, int64_t *count, int *year);

#endif
