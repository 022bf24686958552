/* Working days are bits of years; counting them is counting bits. Adding goes from day to day, since terms of procedures are short; the
   loop over a batch that counts between two days is lang/ops_date.c. */
#include "base/workdays.h"

const WorkYear *workdays_year(const WorkCalendar *calendar, int year)
{
    size_t low = 0, high = calendar ? calendar->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calendar->years[middle].year < year)
            low = middle + 1;
        else
            high = middle;
    }
    return calendar && low < calendar->count && calendar->years[low].year == year ? &calendar->years[low] : NULL;
}

const NamedCalendar *workdays_named(const WorkCalendars *calendars, Str name)
{
    for (size_t i = 0; calendars && i < calendars->count; i++)
        if (str_equal(calendars->at[i].name, name))
            return &calendars->at[i];
    return NULL;
}

static bool works_on(const WorkYear *year, int day_of_year)
{
    return year->works[day_of_year / 64] >> (day_of_year % 64) & 1;
}

bool workdays_is(const WorkCalendar *calendar, Date date, bool *works, int *year)
{
    *year = date_year(date);
    const WorkYear *found = workdays_year(calendar, *year);
    *works = found && works_on(found, date_day_of_year(date));
    return found != NULL;
}

bool workdays_add(const WorkCalendar *calendar, Date date, int64_t n, Date *out, int *year)
{
    int step = n < 0 ? -1 : 1, day = date_day_of_year(date);
    *year = date_year(date);
    const WorkYear *found = workdays_year(calendar, *year);
    while (n != 0) {
        day += step;
        if (day < 0 || day >= year_days(*year)) {
            *year += step;
            day = day < 0 ? year_days(*year) - 1 : 0;
            found = workdays_year(calendar, *year);
        }
        if (!found)
            return false;
        n -= works_on(found, day) ? step : 0;
    }
    *out = date_of_day(date_to_day(date_pack(*year, 1, 1)) + day);
    return true;
}

/* Set bits among the first `days` of a year. */
static int64_t workdays_works_before(const WorkYear *year, int days)
{
    int64_t count = 0;
    int word = 0;
    for (; word < days / 64; word++)
        count += workdays_bits(year->works[word]);
    if (days % 64 != 0)
        count += workdays_bits(year->works[word] & ((UINT64_C(1) << days % 64) - 1));
    return count;
}

bool workdays_in(const WorkCalendar *calendar, Date a, Date b, int64_t *count, int *year)
{
    Date first = a <= b ? a : b, last = a <= b ? b : a;
    *count = 0;
    for (*year = date_year(first); *year <= date_year(last); ++*year) {
        const WorkYear *found = workdays_year(calendar, *year);
        if (!found)
            return false;
        int end = *year == date_year(last) ? date_day_of_year(last) + 1 : year_days(*year);
        int start = *year == date_year(first) ? date_day_of_year(first) : 0;
        *count += workdays_works_before(found, end) - workdays_works_before(found, start);
    }
    if (b < a)
        *count = -*count;
    return true;
}
