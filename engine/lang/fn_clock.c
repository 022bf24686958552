/* Times of a day. They have no day to go over to: what would lie before or after it fails, as a day does beyond the calendar. */
#include "lang/fn.h"

#include "base/daytime.h"

/* ---- making */

static Value fn_clock_run_itself(Call *call, const Value *args)
{
    (void) call;
    return args[0];
}

static Value time_of_string(Call *call, const Value *args)
{
    int64_t nanos;
    if (!fn_walk(call, args[0].len))
        return value_error();
    DaytimeResult result = daytime_parse_exact(fn_str(args[0]), &nanos);
    if (result == DAYTIME_NO_SUCH)
        return fn_fail(call, "$1 is no time of a day, which goes from 00:00 to 23:59", args);
    return result == DAYTIME_OK ? value_time(nanos) : fn_fail(call, "$1 is not a time of day like 09:30", args);
}

static Value run_is_time(Call *call, const Value *args)
{
    int64_t nanos;
    (void) call;
    return value_bool(daytime_parse_exact(fn_str(args[0]), &nanos) == DAYTIME_OK);
}

static Value time_of_parts(Call *call, const Value *args)
{
    int64_t hour = args[0].i, minute = args[1].i, second = call->overload->count > 2 ? args[2].i : 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return fn_fail(call, second < 0 || second > 59 ? "a minute has no second $3" : "a day has no time of hour $1 and minute $2", args);
    return value_time(hour * DAYTIME_HOUR + minute * DAYTIME_MINUTE + second * DAYTIME_SECOND);
}

static Value timestamp_of_both(Call *call, const Value *args)
{
    (void) call;
    int64_t midnight = (int64_t) date_to_day(args[0].date) * (DAYTIME_DAY / DAYTIME_SECOND);
    return value_timestamp(midnight + args[1].i / DAYTIME_SECOND, (int32_t) (args[1].i % DAYTIME_SECOND));
}

static Value string_of_time(Call *call, const Value *args)
{
    Text text = { 0 };
    daytime_print(&text, args[0].i);
    Value value = call_str(call, text_str(&text));
    text_free(&text);
    return value;
}

/* ---- adding */

static Value shifted(Call *call, int64_t nanos, bool fits, const char *sentence, const Value *args)
{
    return fits && nanos >= 0 && nanos < DAYTIME_DAY ? value_time(nanos) : fn_fail(call, sentence, args);
}

static Value fn_clock_add_duration(Call *call, const Value *args)
{
    int64_t sum;
    bool fits = !__builtin_add_overflow(args[0].i, args[1].i, &sum);
    return shifted(call, sum, fits, "$1 + $2 is on another day", args);
}

static Value fn_clock_subtract_duration(Call *call, const Value *args)
{
    int64_t difference;
    bool fits = !__builtin_sub_overflow(args[0].i, args[1].i, &difference);
    return shifted(call, difference, fits, "$1 - $2 is on another day", args);
}

static Value subtract_times(Call *call, const Value *args)
{
    (void) call;
    return value_duration(args[0].i - args[1].i);
}

/* ---- parts */

#define PART(name, expression)                       \
    static Value name(Call *call, const Value *args) \
    {                                                \
        (void) call;                                 \
        return value_int(expression);                \
    }

PART(get_hours, args[0].i / DAYTIME_HOUR)
PART(get_minutes, args[0].i / DAYTIME_MINUTE % 60)
PART(get_seconds, args[0].i / DAYTIME_SECOND % 60)
PART(get_milliseconds, args[0].i % DAYTIME_SECOND / 1000000)

/* clang-format off */
static const Overload rows[] = {
    { "+", FUNCTION, PARAMS2(TIME, DURATION), &TYPE_TIME, fn_clock_add_duration, PLAIN,
      "time('09:30') + duration('90m') == time('11:00')", "the time of the same day so much later" },
    { "+", FUNCTION, PARAMS2(DURATION, TIME), &TYPE_TIME, fn_clock_add_duration, PLAIN,
      "duration('90m') + time('09:30') == time('11:00')", "the time of the same day so much later" },
    { "-", FUNCTION, PARAMS2(TIME, TIME), &TYPE_DURATION, subtract_times, PLAIN,
      "time('11:00') - time('09:30') == duration('90m')", "the time from the second to the first, on one day" },
    { "-", FUNCTION, PARAMS2(TIME, DURATION), &TYPE_TIME, fn_clock_subtract_duration, PLAIN,
      "time('11:00') - duration('90m') == time('09:30')", "the time of the same day so much earlier" },
    { "getHours", METHOD, PARAMS1(TIME), &TYPE_INT, get_hours, PLAIN,
      "time('14:05').getHours() == 14", "the hour, from 0" },
    { "getMilliseconds", METHOD, PARAMS1(TIME), &TYPE_INT, get_milliseconds, PLAIN,
      "time('14:05:30.25').getMilliseconds() == 250", "milliseconds within the second" },
    { "getMinutes", METHOD, PARAMS1(TIME), &TYPE_INT, get_minutes, PLAIN,
      "time('14:05').getMinutes() == 5", "the minute, from 0" },
    { "getSeconds", METHOD, PARAMS1(TIME), &TYPE_INT, get_seconds, PLAIN,
      "time('14:05:30').getSeconds() == 30", "the second, from 0" },
    { "isTime", FUNCTION, PARAMS1(STRING), &TYPE_BOOL, run_is_time, PLAIN,
      "isTime('09:30') && !isTime('24:00')", "whether time() can read the text" },
    { "string", FUNCTION, PARAMS1(TIME), &TYPE_STRING, string_of_time, DEAR,
      "string(time(9, 30)) == '09:30'", "hours and minutes, and seconds where there are some" },
    { "time", FUNCTION, PARAMS1(TIME), &TYPE_TIME, fn_clock_run_itself, PLAIN,
      "time(time('09:30')) == time('09:30')", "the value itself" },
    { "time", FUNCTION, PARAMS1(STRING), &TYPE_TIME, time_of_string, PLAIN,
      "time('9:30') == time('09:30:00')", "the time of day written as hours, minutes and, if need be, seconds" },
    { "time", FUNCTION, PARAMS2(INT, INT), &TYPE_TIME, time_of_parts, PLAIN,
      "time(9, 30) == time('09:30')", "the time of day of an hour and a minute" },
    { "time", FUNCTION, PARAMS3(INT, INT, INT), &TYPE_TIME, time_of_parts, PLAIN,
      "time(9, 30, 15) == time('09:30:15')", "the time of day of an hour, a minute and a second" },
    { "timestamp", FUNCTION, PARAMS2(DATE, TIME), &TYPE_TIMESTAMP, timestamp_of_both, PLAIN,
      "timestamp(date('2003-06-01'), time('09:30')) == timestamp('2003-06-01T09:30:00Z')",
      "the instant of a day and a time of it, in UTC" },
};
/* clang-format on */

const OverloadTable fn_clock = OVERLOAD_TABLE(rows);
