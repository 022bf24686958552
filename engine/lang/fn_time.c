/* Timestamps and durations: making, adding, and their parts on the clocks of a time zone.

   The ranges are those of cel-go: timestamps of the years 1 to 9999, durations of as many nanoseconds as 64 bits hold, about 292 years. Whatever
   leaves them fails. A text without a time zone is no timestamp, rather than one of the machine's own zone. */
#include "lang/cache.h"
#include "lang/fn.h"

#include "base/instant.h"

#define NANOS INT64_C(1000000000)

/* ---- making */

static Value fn_time_run_itself(Call *call, const Value *args)
{
    (void) call;
    return args[0];
}

static Value timestamp_of_string(Call *call, const Value *args)
{
    static const char *const sentences[] = {
        [INSTANT_MALFORMED] = "$1 is not a timestamp like 2003-06-01T12:30:00Z",
        [INSTANT_NO_SUCH_TIME] = "there is no such day or time as $1",
        [INSTANT_OUT_OF_RANGE] = "$1 lies outside the years 1 to 9999",
    };
    int64_t seconds;
    int32_t nanos;
    if (!fn_walk(call, args[0].len))
        return value_error();
    InstantResult result = instant_parse(fn_str(args[0]), &seconds, &nanos);
    if (result == INSTANT_MALFORMED && instant_lack(fn_str(args[0])) == LACK_ZONE)
        return fn_fail(call, "$1 has no time zone, such as Z or +08:00 behind it", args);
    return result == INSTANT_OK ? value_timestamp(seconds, nanos) : fn_fail(call, sentences[result], args);
}

static Value timestamp_of_int(Call *call, const Value *args)
{
    if (!instant_in_range(args[0].i))
        return fn_fail(call, "$1 seconds after 1970 lies outside the years 1 to 9999", args);
    return value_timestamp(args[0].i, 0);
}

static Value timestamp_of_date(Call *call, const Value *args)
{
    (void) call;
    return value_timestamp((int64_t) date_to_day(args[0].date) * 86400, 0);
}

static Value duration_of_string(Call *call, const Value *args)
{
    int64_t nanos;
    if (!fn_walk(call, args[0].len))
        return value_error();
    InstantResult result = duration_parse(fn_str(args[0]), &nanos);
    if (result == INSTANT_OUT_OF_RANGE)
        return fn_fail(call, "$1 is longer than a duration can be, about 292 years", args);
    if (result != INSTANT_OK)
        return fn_fail(call, "$1 is not a duration like 1h30m or 90s", args);
    return value_duration(nanos);
}

/* ---- adding */

/* The timestamp so many nanoseconds later (sign 1) or earlier (-1). The sign is applied to the parts, since the negative of INT64_MIN
   nanoseconds is none. */
static Value fn_time_shift(Call *call, Value at, int64_t nanos, int sign, const Value *args)
{
    int64_t seconds = at.i + sign * (nanos / NANOS), rest = at.nanos + sign * (nanos % NANOS);
    if (rest < 0 || rest >= NANOS) {
        seconds += rest < 0 ? -1 : 1;
        rest += rest < 0 ? NANOS : -NANOS;
    }
    if (!instant_in_range(seconds))
        return fn_fail(call, sign > 0 ? "$1 + $2 lies outside the years 1 to 9999" : "$1 - $2 lies outside the years 1 to 9999", args);
    return value_timestamp(seconds, (int32_t) rest);
}

static Value fn_time_add_duration(Call *call, const Value *args)
{
    return fn_time_shift(call, args[0], args[1].i, 1, args);
}

static Value add_to_duration(Call *call, const Value *args)
{
    return fn_time_shift(call, args[1], args[0].i, 1, args);
}

static Value fn_time_subtract_duration(Call *call, const Value *args)
{
    return fn_time_shift(call, args[0], args[1].i, -1, args);
}

static Value subtract_timestamps(Call *call, const Value *args)
{
    int64_t seconds = args[0].i - args[1].i, rest = args[0].nanos - args[1].nanos, nanos;
    /* Both of one sign, so that a step beyond the range is not undone by the next. */
    if (seconds < 0 && rest > 0) {
        seconds++;
        rest -= NANOS;
    }
    if (__builtin_mul_overflow(seconds, NANOS, &nanos) || __builtin_add_overflow(nanos, rest, &nanos))
        return fn_fail(call, "$1 - $2 is longer than a duration can be, about 292 years", args);
    return value_duration(nanos);
}

static Value add_durations(Call *call, const Value *args)
{
    int64_t sum;
    if (__builtin_add_overflow(args[0].i, args[1].i, &sum))
        return fn_fail(call, "$1 + $2 is longer than a duration can be, about 292 years", args);
    return value_duration(sum);
}

static Value subtract_durations(Call *call, const Value *args)
{
    int64_t difference;
    if (__builtin_sub_overflow(args[0].i, args[1].i, &difference))
        return fn_fail(call, "$1 - $2 is longer than a duration can be, about 292 years", args);
    return value_duration(difference);
}

/* ---- parts of a timestamp: in UTC, or in the zone that the second argument names */

typedef struct {
    Date date;
    int32_t day, second; /* since 1970; of the day */
} LocalTime;

static bool local_time(Call *call, const Value *args, LocalTime *local)
{
    int64_t seconds = args[0].i;
    if (call->overload->count > 1) {
        const Zone *zone = call_zone(call, fn_str(args[1]));
        if (!zone)
            return false;
        seconds += zone_offset(zone, seconds);
    }
    if (!instant_in_range(seconds)) {
        fn_fail(call, "$1 lies outside the years 1 to 9999 in the time zone $2", args);
        return false;
    }
    local->day = (int32_t) instant_day(seconds, &local->second);
    local->date = date_of_day(local->day);
    return true;
}

#define PART(name, expression)                                                         \
    static Value name(Call *call, const Value *args)                                   \
    {                                                                                  \
        LocalTime local;                                                               \
        return local_time(call, args, &local) ? value_int(expression) : value_error(); \
    }

PART(get_date, date_day(local.date))
PART(get_day_of_month, date_day(local.date) - 1)
PART(get_day_of_week, date_weekday(local.date) % 7)
PART(get_day_of_year, local.day - date_to_day(date_pack(date_year(local.date), 1, 1)))
PART(get_full_year, date_year(local.date))
PART(get_month, date_month(local.date) - 1)
PART(get_hours, local.second / 3600)
PART(get_minutes, local.second / 60 % 60)
PART(get_seconds, local.second % 60)
PART(get_milliseconds, args[0].nanos / 1000000)

static Value time_of_timestamp(Call *call, const Value *args)
{
    LocalTime local;
    return local_time(call, args, &local) ? value_time(local.second * NANOS + args[0].nanos) : value_error();
}

static Value date_of_timestamp(Call *call, const Value *args)
{
    LocalTime local;
    return local_time(call, args, &local) ? value_date(local.date) : value_error();
}

/* ---- parts of a duration: all of it in one unit, but milliseconds within their second */

#define AMOUNT(name, expression)                     \
    static Value name(Call *call, const Value *args) \
    {                                                \
        (void) call;                                 \
        return value_int(expression);                \
    }

AMOUNT(duration_hours, args[0].i / (3600 * NANOS))
AMOUNT(duration_minutes, args[0].i / (60 * NANOS))
AMOUNT(duration_seconds, args[0].i / NANOS)
AMOUNT(duration_milliseconds, args[0].i / 1000000 % 1000)

/* clang-format off */
#define ZONE PREPARED(prepare_zone, 1)
#define GETTER(name, run, at, value, zone, there, doc) \
    { name, METHOD, PARAMS1(TIMESTAMP), &TYPE_INT, run, PLAIN, "timestamp('" at "')." name "() == " value, doc }, \
    { name, METHOD, PARAMS2(TIMESTAMP, STRING), &TYPE_INT, run, ZONE, \
      "timestamp('" at "')." name "('" zone "') == " there, doc ", in a time zone" }

static const Overload rows[] = {
    { "+", FUNCTION, PARAMS2(TIMESTAMP, DURATION), &TYPE_TIMESTAMP, fn_time_add_duration, PLAIN,
      "timestamp(0) + duration('1m') == timestamp(60)", "the instant so much later" },
    { "+", FUNCTION, PARAMS2(DURATION, TIMESTAMP), &TYPE_TIMESTAMP, add_to_duration, PLAIN,
      "duration('1m') + timestamp(0) == timestamp(60)", "the instant so much later" },
    { "+", FUNCTION, PARAMS2(DURATION, DURATION), &TYPE_DURATION, add_durations, PLAIN,
      "duration('1m') + duration('30s') == duration('90s')", "both together" },
    { "-", FUNCTION, PARAMS2(TIMESTAMP, TIMESTAMP), &TYPE_DURATION, subtract_timestamps, PLAIN,
      "timestamp(60) - timestamp(0) == duration('1m')", "the time from the second to the first" },
    { "-", FUNCTION, PARAMS2(TIMESTAMP, DURATION), &TYPE_TIMESTAMP, fn_time_subtract_duration, PLAIN,
      "timestamp(60) - duration('1m') == timestamp(0)", "the instant so much earlier" },
    { "-", FUNCTION, PARAMS2(DURATION, DURATION), &TYPE_DURATION, subtract_durations, PLAIN,
      "duration('1m') - duration('90s') == duration('-30s')", "the difference" },
    { "date", FUNCTION, PARAMS1(TIMESTAMP), &TYPE_DATE, date_of_timestamp, PLAIN,
      "date(timestamp('2003-06-01T23:00:00Z')) == date('2003-06-01')", "the day of an instant, in UTC" },
    { "date", FUNCTION, PARAMS2(TIMESTAMP, STRING), &TYPE_DATE, date_of_timestamp, ZONE,
      "date(timestamp('2003-06-01T23:00:00Z'), 'Asia/Shanghai') == date('2003-06-02')",
      "the day of an instant, in a time zone" },
    { "duration", FUNCTION, PARAMS1(DURATION), &TYPE_DURATION, fn_time_run_itself, PLAIN,
      "duration(duration('1m')) == duration('60s')", "the value itself" },
    { "duration", FUNCTION, PARAMS1(STRING), &TYPE_DURATION, duration_of_string, PLAIN,
      "duration('1h30m') == duration('5400s')", "numbers with the units h, m, s, ms, us, ns" },
    GETTER("getDate", get_date, "2003-06-01T23:31:30Z", "1", "+11:00", "2", "the day of the month, from 1"),
    GETTER("getDayOfMonth", get_day_of_month, "2003-06-01T23:31:30Z", "0", "+11:00", "1",
           "the day of the month, from 0"),
    GETTER("getDayOfWeek", get_day_of_week, "2003-06-01T23:31:30Z", "0", "+11:00", "1",
           "the day of the week, Sunday is 0"),
    GETTER("getDayOfYear", get_day_of_year, "2003-01-01T23:31:30Z", "0", "+11:00", "1",
           "the day of the year, from 0"),
    GETTER("getFullYear", get_full_year, "2003-12-31T23:31:30Z", "2003", "+11:00", "2004", "the year"),
    GETTER("getHours", get_hours, "2003-06-01T23:31:30Z", "23", "-02:30", "21", "the hour, from 0"),
    { "getHours", METHOD, PARAMS1(DURATION), &TYPE_INT, duration_hours, PLAIN,
      "duration('90m').getHours() == 1", "whole hours" },
    GETTER("getMilliseconds", get_milliseconds, "2003-06-01T23:31:30.1234Z", "123", "+11:00", "123",
           "milliseconds within the second"),
    { "getMilliseconds", METHOD, PARAMS1(DURATION), &TYPE_INT, duration_milliseconds, PLAIN,
      "duration('2.321s').getMilliseconds() == 321", "milliseconds within the second" },
    GETTER("getMinutes", get_minutes, "2003-06-01T23:31:30Z", "31", "-02:30", "1", "the minute, from 0"),
    { "getMinutes", METHOD, PARAMS1(DURATION), &TYPE_INT, duration_minutes, PLAIN,
      "duration('90m').getMinutes() == 90", "whole minutes" },
    GETTER("getMonth", get_month, "2003-12-31T23:31:30Z", "11", "+11:00", "0", "the month, from 0"),
    GETTER("getSeconds", get_seconds, "2003-06-01T23:31:30Z", "30", "-00:00", "30", "the second, from 0"),
    { "getSeconds", METHOD, PARAMS1(DURATION), &TYPE_INT, duration_seconds, PLAIN,
      "duration('1m30s').getSeconds() == 90", "whole seconds" },
    { "time", FUNCTION, PARAMS1(TIMESTAMP), &TYPE_TIME, time_of_timestamp, PLAIN,
      "time(timestamp('2003-06-01T09:30:00Z')) == time('09:30')", "the time of day of an instant, in UTC" },
    { "time", FUNCTION, PARAMS2(TIMESTAMP, STRING), &TYPE_TIME, time_of_timestamp, ZONE,
      "time(timestamp('2003-06-01T01:30:00Z'), 'Asia/Shanghai') == time('09:30')",
      "the time of day of an instant, in a time zone" },
    { "timestamp", FUNCTION, PARAMS1(TIMESTAMP), &TYPE_TIMESTAMP, fn_time_run_itself, PLAIN,
      "timestamp(timestamp(0)) == timestamp(0)", "the value itself" },
    { "timestamp", FUNCTION, PARAMS1(STRING), &TYPE_TIMESTAMP, timestamp_of_string, PLAIN,
      "timestamp('1970-01-01T01:00:00+01:00') == timestamp(0)", "an instant written as in RFC 3339" },
    { "timestamp", FUNCTION, PARAMS1(INT), &TYPE_TIMESTAMP, timestamp_of_int, PLAIN,
      "timestamp(60) == timestamp('1970-01-01T00:01:00Z')", "so many seconds after 1970 began" },
    { "timestamp", FUNCTION, PARAMS1(DATE), &TYPE_TIMESTAMP, timestamp_of_date, PLAIN,
      "timestamp(date('2003-06-01')) == timestamp('2003-06-01T00:00:00Z')",
      "the beginning of a day, in UTC" },
};
/* clang-format on */

const OverloadTable fn_time = OVERLOAD_TABLE(rows);
