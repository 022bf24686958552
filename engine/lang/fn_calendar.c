/* The calendar extension: civil dates, periods of months, days and working days, and counting them.

   A period keeps its three counts apart, since a month has no number of days and a working day none either before it is known from where
   and by which calendar: months come first and are clamped to the end of the month, then days, then working days. So adding two periods
   one after the other need not be adding their sum. No function asks for the day today: that is a variable of the host. */
#include "base/diag.h"
#include "lang/fn.h"

/* ---- making */

static Value date_of_string(Call *call, const Value *args)
{
    Date date;
    if (!date_parse_iso(fn_str(args[0]), &date))
        return fn_fail(call, "$1 is not a date like 2003-06-01", args);
    return value_date(date);
}

static Value run_is_date(Call *call, const Value *args)
{
    Date date;
    (void) call;
    return value_bool(date_parse_iso(fn_str(args[0]), &date));
}

static Value fn_calendar_run_itself(Call *call, const Value *args)
{
    (void) call;
    return args[0];
}

static Value date_of_parts(Call *call, const Value *args)
{
    if (!date_is_valid(args[0].i, args[1].i, args[2].i))
        return fn_fail(call, "there is no day $3 of month $2 in year $1", args);
    return value_date(date_pack((int) args[0].i, (int) args[1].i, (int) args[2].i));
}

/* `count` things of so many units as a period's count, or a failure. */
static bool fn_calendar_period_count(Call *call, const Value *args, int64_t unit, int32_t *count)
{
    int64_t product;
    if (!__builtin_mul_overflow(args[0].i, unit, &product) && product >= -INT32_MAX && product <= INT32_MAX) {
        *count = (int32_t) product;
        return true;
    }
    fn_fail(call, "a period of $1 is longer than a period can be", args);
    return false;
}

static Value run_days(Call *call, const Value *args)
{
    int32_t n;
    return fn_calendar_period_count(call, args, 1, &n) ? value_period(0, n, 0) : value_error();
}

static Value run_weeks(Call *call, const Value *args)
{
    int32_t n;
    return fn_calendar_period_count(call, args, 7, &n) ? value_period(0, n, 0) : value_error();
}

static Value run_months(Call *call, const Value *args)
{
    int32_t n;
    return fn_calendar_period_count(call, args, 1, &n) ? value_period(n, 0, 0) : value_error();
}

static Value run_years(Call *call, const Value *args)
{
    int32_t n;
    return fn_calendar_period_count(call, args, 12, &n) ? value_period(n, 0, 0) : value_error();
}

/* A period that is counted by a calendar of its own. What is counted by no other than the standard one, or counts no working days
   at all, is no such period: workdays(3) is workdays(3, 'national') where that is the standard. */
static Value make_period(Call *call, PeriodParts parts)
{
    bool is_plain = parts.workdays == 0 || !parts.calendar || (call->calendars && parts.calendar == call->calendars->standard);
    if (is_plain)
        return value_period(parts.months, parts.days, parts.workdays);
    PeriodParts *kept = call_alloc(call, sizeof *kept);
    if (!kept)
        return value_error();
    *kept = parts;
    return (Value) { .kind = KIND_PERIOD, .is_named = true, .parts = kept };
}

Value fail_for_calendar(Call *call, Value name)
{
    Nearest nearest = nearest_to(fn_str(name));
    if (!call->problem)
        return value_error();
    for (size_t i = 0; call->calendars && i < call->calendars->count; i++)
        nearest_try(&nearest, call->calendars->at[i].name);
    Str found = nearest_found(&nearest), shown = fn_str(name);
    if (found.len > 0)
        return call_fail(call, "there is no calendar '%.*s': did you mean '%.*s'?", STR_ARG(shown), STR_ARG(found));
    return call_fail(call, "there is no calendar '%.*s'", STR_ARG(shown));
}

static Value run_workdays(Call *call, const Value *args)
{
    int32_t n;
    return fn_calendar_period_count(call, args, 1, &n) ? value_period(0, 0, n) : value_error();
}

static Value run_workdays_of(Call *call, const Value *args)
{
    PeriodParts parts = { .calendar = workdays_named(call->calendars, fn_str(args[1])) };
    if (!parts.calendar)
        return fail_for_calendar(call, args[1]);
    return fn_calendar_period_count(call, args, 1, &parts.workdays) ? make_period(call, parts) : value_error();
}

/* ---- adding */

static const NamedCalendar *standard(const Call *call)
{
    return call->calendars ? call->calendars->standard : NULL;
}

static const WorkCalendar *days_of(const NamedCalendar *calendar)
{
    return calendar ? &calendar->days : NULL;
}

static Value not_covered(Call *call, const NamedCalendar *calendar, int year)
{
    if (!calendar || calendar == standard(call))
        return call_fail(call, "no calendar covers the working days of %d", year);
    return call_fail(call, "the calendar '%.*s' does not cover the working days of %d", STR_ARG(calendar->name), year);
}

/* Steps to take for so many working days: the walk ends where the calendar does. A day is a look at one bit, so eight of them are a
   step. */
static uint64_t walk_of(const WorkCalendar *calendar, int64_t workdays)
{
    uint64_t known = calendar ? 366 * (uint64_t) calendar->count : 0;
    uint64_t wanted = (uint64_t) (workdays < 0 ? -workdays : workdays);
    return 1 + (wanted < known ? wanted : known) / 8;
}

/* First the months, clamped to the month's end, then the days, then the working days. */
static Value fn_calendar_shift(Call *call, Date date, Value period, int sign, const Value *args)
{
    int year;
    PeriodParts parts = value_as_period(period);
    const NamedCalendar *calendar = parts.calendar ? parts.calendar : standard(call);
    if (!date_add_months(date, (int64_t) sign * parts.months, &date) || !date_add_days(date, (int64_t) sign * parts.days, &date))
        return fn_fail(call, sign > 0 ? "$1 + $2 lies outside the years 1 to 9999" : "$1 - $2 lies outside the years 1 to 9999", args);
    int64_t workdays = (int64_t) sign * parts.workdays;
    if (!call_step(call, walk_of(days_of(calendar), workdays)))
        return value_error();
    if (workdays != 0 && !workdays_add(days_of(calendar), date, workdays, &date, &year))
        return not_covered(call, calendar, year);
    return value_date(date);
}

static Value add_period(Call *call, const Value *args)
{
    return fn_calendar_shift(call, args[0].date, args[1], 1, args);
}

static Value add_to_period(Call *call, const Value *args)
{
    return fn_calendar_shift(call, args[1].date, args[0], 1, args);
}

static Value subtract_period(Call *call, const Value *args)
{
    return fn_calendar_shift(call, args[0].date, args[1], -1, args);
}

static Value subtract_dates(Call *call, const Value *args)
{
    (void) call;
    return value_period(0, date_to_day(args[0].date) - date_to_day(args[1].date), 0);
}

/* a + sign * b; false when a count would be too large to be negated. */
static bool fn_calendar_add_count(int32_t a, int32_t b, int sign, int32_t *sum)
{
    int64_t exact = (int64_t) a + (int64_t) sign * b;
    *sum = (int32_t) (exact > INT32_MAX ? INT32_MAX : exact < -INT32_MAX ? -INT32_MAX : exact);
    return *sum == exact;
}

static Value join_periods(Call *call, Value a, Value b, int sign, const Value *args)
{
    PeriodParts left = value_as_period(a), right = value_as_period(b), sum;
    if (left.workdays && right.workdays && left.calendar != right.calendar)
        return fn_fail(call, "$1 and $2 are counted by two calendars: add them to a day one after the other", args);
    sum.calendar = left.workdays ? left.calendar : right.calendar;
    if (!fn_calendar_add_count(left.months, right.months, sign, &sum.months) ||
        !fn_calendar_add_count(left.days, right.days, sign, &sum.days) ||
        !fn_calendar_add_count(left.workdays, right.workdays, sign, &sum.workdays))
        return fn_fail(call, sign > 0 ? "$1 + $2 is longer than a period can be" : "$1 - $2 is longer than a period can be", args);
    return make_period(call, sum);
}

static Value add_periods(Call *call, const Value *args)
{
    return join_periods(call, args[0], args[1], 1, args);
}

static Value subtract_periods(Call *call, const Value *args)
{
    return join_periods(call, args[0], args[1], -1, args);
}

static Value negate_period(Call *call, const Value *args)
{
    const Value both[] = { value_period(0, 0, 0), args[0] };
    return join_periods(call, both[0], both[1], -1, both);
}

/* ---- counting */

static Value fn_calendar_days_between(Call *call, const Value *args)
{
    (void) call;
    return value_int(date_to_day(args[1].date) - date_to_day(args[0].date));
}

static Value run_months_between(Call *call, const Value *args)
{
    (void) call;
    return value_int(months_between(args[0].date, args[1].date));
}

static Value run_years_between(Call *call, const Value *args)
{
    (void) call;
    return value_int(months_between(args[0].date, args[1].date) / 12);
}

static Value fn_calendar_count_workdays(Call *call, const NamedCalendar *calendar, const Value *args)
{
    int64_t count;
    int year;
    if (!workdays_in(days_of(calendar), args[0].date, args[1].date, &count, &year))
        return not_covered(call, calendar, year);
    return value_int(count);
}

static Value fn_calendar_run_workdays_in(Call *call, const Value *args)
{
    return fn_calendar_count_workdays(call, standard(call), args);
}

static Value run_workdays_in_of(Call *call, const Value *args)
{
    const NamedCalendar *calendar = workdays_named(call->calendars, fn_str(args[2]));
    return calendar ? fn_calendar_count_workdays(call, calendar, args) : fail_for_calendar(call, args[2]);
}

static Value tell_workday(Call *call, const NamedCalendar *calendar, Date date)
{
    bool works;
    int year;
    if (!workdays_is(days_of(calendar), date, &works, &year))
        return not_covered(call, calendar, year);
    return value_bool(works);
}

static Value run_is_workday(Call *call, const Value *args)
{
    return tell_workday(call, standard(call), args[0].date);
}

static Value run_is_workday_of(Call *call, const Value *args)
{
    const NamedCalendar *calendar = workdays_named(call->calendars, fn_str(args[1]));
    return calendar ? tell_workday(call, calendar, args[0].date) : fail_for_calendar(call, args[1]);
}

/* ---- parts */

/* The first month of its quarter. */
static int quarter_month(Date date)
{
    return (date_month(date) - 1) / 3 * 3 + 1;
}

#define PART(name, make, expression)                 \
    static Value name(Call *call, const Value *args) \
    {                                                \
        Date date = args[0].date;                    \
        (void) call;                                 \
        return make(expression);                     \
    }

PART(run_year, value_int, date_year(date))
PART(run_month, value_int, date_month(date))
PART(run_day, value_int, date_day(date))
PART(run_weekday, value_int, date_weekday(date))
PART(run_quarter, value_int, (date_month(date) + 2) / 3)
PART(run_quarter_start, value_date, date_pack(date_year(date), quarter_month(date), 1))
PART(run_quarter_end, value_date, date_pack(date_year(date), quarter_month(date) + 2, month_days(date_year(date), quarter_month(date) + 2)))
PART(run_month_start, value_date, date_pack(date_year(date), date_month(date), 1))
PART(run_month_end, value_date, date_pack(date_year(date), date_month(date), month_days(date_year(date), date_month(date))))

/* clang-format off */
static const Overload rows[] = {
    { "+", FUNCTION, PARAMS2(DATE, PERIOD), &TYPE_DATE, add_period, PLAIN,
      "date('2003-01-31') + months(1) == date('2003-02-28')",
      "the day a period later: months first, clamped to the month's end, then days, then working days" },
    { "+", FUNCTION, PARAMS2(PERIOD, DATE), &TYPE_DATE, add_to_period, PLAIN,
      "days(1) + date('2003-05-31') == date('2003-06-01')", "the day a period later" },
    { "+", FUNCTION, PARAMS2(PERIOD, PERIOD), &TYPE_PERIOD, add_periods, PLAIN,
      "weeks(1) + days(1) == days(8)", "both periods together" },
    { "-", FUNCTION, PARAMS2(DATE, DATE), &TYPE_PERIOD, subtract_dates, PLAIN,
      "date('2003-06-01') - date('2003-05-01') == days(31)", "the days from the second to the first" },
    { "-", FUNCTION, PARAMS2(DATE, PERIOD), &TYPE_DATE, subtract_period, PLAIN,
      "date('2003-03-31') - months(1) == date('2003-02-28')", "the day a period earlier" },
    { "-", FUNCTION, PARAMS2(PERIOD, PERIOD), &TYPE_PERIOD, subtract_periods, PLAIN,
      "years(1) - months(1) == months(11)", "the difference, unit by unit" },
    { "-_", FUNCTION, PARAMS1(PERIOD), &TYPE_PERIOD, negate_period, PLAIN,
      "-days(3) == days(-3)", "the period backwards" },
    { "date", FUNCTION, PARAMS1(DATE), &TYPE_DATE, fn_calendar_run_itself, PLAIN,
      "date(date('2003-06-01')) == date('2003-06-01')", "the value itself" },
    { "date", FUNCTION, PARAMS1(STRING), &TYPE_DATE, date_of_string, PLAIN,
      "date('2003-06-01') == date(2003, 6, 1)", "the day written as year-month-day" },
    { "date", FUNCTION, PARAMS3(INT, INT, INT), &TYPE_DATE, date_of_parts, PLAIN,
      "date(2004, 2, 29).month() == 2", "the day of a year, month and day" },
    { "day", METHOD, PARAMS1(DATE), &TYPE_INT, run_day, PLAIN,
      "date('2003-06-01').day() == 1", "the day of the month, from 1" },
    { "days", FUNCTION, PARAMS1(INT), &TYPE_PERIOD, run_days, PLAIN,
      "date('2003-06-01') + days(30) == date('2003-07-01')", "a period of days" },
    { "daysBetween", FUNCTION, PARAMS2(DATE, DATE), &TYPE_INT, fn_calendar_days_between, PLAIN,
      "daysBetween(date('2003-06-01'), date('2003-07-01')) == 30",
      "the days from the first to the second" },
    { "isDate", FUNCTION, PARAMS1(STRING), &TYPE_BOOL, run_is_date, PLAIN,
      "isDate('2003-02-28') && !isDate('2003-02-30')", "whether date() can read the text" },
    { "isWorkday", METHOD, PARAMS1(DATE), &TYPE_BOOL, run_is_workday, PLAIN,
      "date('2003-06-02').isWorkday()", "whether the calendar has it as a working day" },
    { "isWorkday", METHOD, PARAMS2(DATE, STRING), &TYPE_BOOL, run_is_workday_of, PLAIN,
      "!date('2003-06-02').isWorkday('school')", "the same of the calendar of this name" },
    { "month", METHOD, PARAMS1(DATE), &TYPE_INT, run_month, PLAIN,
      "date('2003-06-01').month() == 6", "the month, from 1" },
    { "monthEnd", METHOD, PARAMS1(DATE), &TYPE_DATE, run_month_end, PLAIN,
      "date('2004-02-01').monthEnd() == date('2004-02-29')", "the last day of its month" },
    { "monthStart", METHOD, PARAMS1(DATE), &TYPE_DATE, run_month_start, PLAIN,
      "date('2003-06-17').monthStart() == date('2003-06-01')", "the first day of its month" },
    { "months", FUNCTION, PARAMS1(INT), &TYPE_PERIOD, run_months, PLAIN,
      "date('2003-06-01') + months(12) == date('2004-06-01')", "a period of months" },
    { "monthsBetween", FUNCTION, PARAMS2(DATE, DATE), &TYPE_INT, run_months_between, PLAIN,
      "monthsBetween(date('2003-01-31'), date('2003-02-28')) == 1",
      "completed months from the first to the second" },
    { "quarter", METHOD, PARAMS1(DATE), &TYPE_INT, run_quarter, PLAIN,
      "date('2003-06-01').quarter() == 2", "the quarter of the year, from 1" },
    { "quarterEnd", METHOD, PARAMS1(DATE), &TYPE_DATE, run_quarter_end, PLAIN,
      "date('2003-05-17').quarterEnd() == date('2003-06-30')", "the last day of its quarter" },
    { "quarterStart", METHOD, PARAMS1(DATE), &TYPE_DATE, run_quarter_start, PLAIN,
      "date('2003-05-17').quarterStart() == date('2003-04-01')", "the first day of its quarter" },
    { "weekday", METHOD, PARAMS1(DATE), &TYPE_INT, run_weekday, PLAIN,
      "date('2003-06-01').weekday() == 7", "the day of the week, Monday is 1" },
    { "weeks", FUNCTION, PARAMS1(INT), &TYPE_PERIOD, run_weeks, PLAIN,
      "weeks(2) == days(14)", "a period of weeks, that is of days" },
    { "workdays", FUNCTION, PARAMS1(INT), &TYPE_PERIOD, run_workdays, PLAIN,
      "date('2003-06-06') + workdays(1) == date('2003-06-09')", "a period of working days" },
    { "workdays", FUNCTION, PARAMS2(INT, STRING), &TYPE_PERIOD, run_workdays_of, DEAR,
      "date('2003-05-30') + workdays(1, 'school') == date('2003-06-03')", "working days of the calendar of this name" },
    { "workdaysIn", FUNCTION, PARAMS2(DATE, DATE), &TYPE_INT, fn_calendar_run_workdays_in, PLAIN,
      "workdaysIn(date('2003-06-02'), date('2003-06-08')) == 5",
      "the working days from the first to the second, both counted" },
    { "workdaysIn", FUNCTION, PARAMS3(DATE, DATE, STRING), &TYPE_INT, run_workdays_in_of, PLAIN,
      "workdaysIn(date('2003-06-02'), date('2003-06-08'), 'school') == 4", "the same by the calendar of this name" },
    { "year", METHOD, PARAMS1(DATE), &TYPE_INT, run_year, PLAIN,
      "date('2003-06-01').year() == 2003", "the year" },
    { "years", FUNCTION, PARAMS1(INT), &TYPE_PERIOD, run_years, PLAIN,
      "years(1) == months(12)", "a period of years, that is of twelve months" },
    { "yearsBetween", FUNCTION, PARAMS2(DATE, DATE), &TYPE_INT, run_years_between, PLAIN,
      "yearsBetween(date('1985-06-02'), date('2003-06-01')) == 17",
      "completed years from the first to the second" },
};
/* clang-format on */

const OverloadTable fn_calendar = OVERLOAD_TABLE(rows);
