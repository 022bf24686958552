/* Fixed positions for instants, one unit after the other for durations: RFC 3339 as CEL's timestamp() takes it, and durations as Go's
   time.ParseDuration reads them, whose units and two letters for micro these are. */
#include "base/ascii.h"
#include "base/instant.h"

#include "base/calendar.h"

enum { DAY_SECONDS = 86400, NANOS = 1000000000 };

/* Reads exactly `count` digits at `at`; -1 where there are others. */
static int digits_at(Str s, size_t at, size_t count)
{
    int number = 0;
    if (s.len < at + count)
        return -1;
    for (size_t i = at; i < at + count; i++) {
        if (!ascii_is_digit(s.at[i]))
            return -1;
        number = number * 10 + (s.at[i] - '0');
    }
    return number;
}

bool offset_parse(Str s, int32_t *seconds)
{
    bool negative = s.len > 0 && s.at[0] == '-';
    if (negative || (s.len > 0 && s.at[0] == '+'))
        s = str_slice(s, 1, s.len);
    int hours = digits_at(s, 0, 2), minutes = digits_at(s, 3, 2);
    if (s.len != 5 || s.at[2] != ':' || hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return false;
    *seconds = (hours * 60 + minutes) * 60 * (negative ? -1 : 1);
    return true;
}

int64_t instant_day(int64_t seconds, int32_t *second_of_day)
{
    int64_t day = seconds / DAY_SECONDS, rest = seconds % DAY_SECONDS;
    if (rest < 0) {
        rest += DAY_SECONDS;
        day--;
    }
    *second_of_day = (int32_t) rest;
    return day;
}

/* The fraction after the seconds, if there is one; moves *at behind it. */
static bool read_fraction(Str s, size_t *at, int32_t *nanos)
{
    *nanos = 0;
    if (*at >= s.len || s.at[*at] != '.')
        return true;
    size_t start = ++*at;
    int32_t unit = NANOS / 10;
    for (; digits_at(s, *at, 1) >= 0; ++*at, unit /= 10)
        *nanos += digits_at(s, *at, 1) * unit;
    return *at > start;
}

static bool read_zone(Str s, size_t at, int32_t *offset)
{
    *offset = 0;
    if (s.len == at + 1 && s.at[at] == 'Z')
        return true;
    if (s.len != at + 6 || (s.at[at] != '+' && s.at[at] != '-'))
        return false;
    return offset_parse(str_slice(s, at, s.len), offset);
}

static bool has_marks(Str s)
{
    return s.len > 19 && s.at[4] == '-' && s.at[7] == '-' && s.at[10] == 'T' && s.at[13] == ':' && s.at[16] == ':';
}

InstantResult instant_parse(Str s, int64_t *seconds, int32_t *nanos)
{
    if (!has_marks(s))
        return INSTANT_MALFORMED;
    int year = digits_at(s, 0, 4), month = digits_at(s, 5, 2), day = digits_at(s, 8, 2);
    int hour = digits_at(s, 11, 2), minute = digits_at(s, 14, 2), second = digits_at(s, 17, 2);
    size_t at = 19;
    int32_t offset;
    if ((year | month | day | hour | minute | second) < 0 || !read_fraction(s, &at, nanos) || !read_zone(s, at, &offset))
        return INSTANT_MALFORMED;
    if (year == 0)
        return INSTANT_OUT_OF_RANGE;
    if (!date_is_valid(year, month, day) || hour > 23 || minute > 59 || second > 59)
        return INSTANT_NO_SUCH_TIME;
    int64_t days = date_to_day(date_pack(year, month, day));
    *seconds = days * DAY_SECONDS + (hour * 60 + minute) * 60 + second - offset;
    return instant_in_range(*seconds) ? INSTANT_OK : INSTANT_OUT_OF_RANGE;
}

InstantResult instant_parse_cell(Str s, int64_t *seconds, int32_t *nanos)
{
    enum { DAY = 10, SECONDS = 19, HOURS = 3, LONGEST = 40 };
    char whole[LONGEST + HOURS];
    if (s.len <= SECONDS || s.len > LONGEST)
        return INSTANT_MALFORMED;
    memcpy(whole, s.at, s.len);
    if (whole[DAY] == ' ')
        whole[DAY] = 'T';
    size_t len = s.len;
    bool is_hours = s.at[len - HOURS] == '+' || s.at[len - HOURS] == '-';
    if (is_hours) {
        memcpy(whole + len, ":00", HOURS);
        len += HOURS;
    }
    return instant_parse((Str) { whole, len }, seconds, nanos);
}

/* Whether the first `len` bytes, with T in place of a blank, what is lacking and the rest make an instant. */
/* What is wrong with a text is found out by mending it: what makes an instant of it is what it lacks, and a person is told that. */
static bool would_be(Str s, size_t len, const char *lacking)
{
    char whole[64];
    int64_t seconds;
    int32_t nanos;
    size_t more = strlen(lacking);
    if (s.len < 10 || len > s.len || s.len + more > sizeof whole)
        return false;
    memcpy(whole, s.at, len);
    memcpy(whole + len, lacking, more);
    memcpy(whole + len + more, s.at + len, s.len - len);
    if (whole[10] == ' ')
        whole[10] = 'T';
    return instant_parse((Str) { whole, s.len + more }, &seconds, &nanos) == INSTANT_OK;
}

InstantLack instant_lack(Str s)
{
    enum { MINUTES = 16 }; /* "2003-06-01T09:30" */
    if (would_be(s, s.len, "T00:00:00Z"))
        return LACK_TIME;
    if (would_be(s, s.len, "Z") || would_be(s, s.len, ":00Z"))
        return LACK_ZONE;
    if (would_be(s, MINUTES, ":00"))
        return LACK_SECONDS;
    return LACK_OTHER;
}

/* ---- durations */

/* Nanoseconds of a unit at the start of the text, longest name first; 0 where there is none. */
static int64_t unit_nanos(Str s, size_t *len)
{
    static const struct {
        const char *name;
        int64_t nanos;
    } units[] = {
        { "ns", 1 },
        { "us", 1000 },
        { "\xC2\xB5s", 1000 } /* micro sign */,
        { "\xCE\xBCs", 1000 } /* Greek mu */,
        { "ms", 1000000 },
        { "h", INT64_C(3600) * NANOS },
        { "m", INT64_C(60) * NANOS },
        { "s", NANOS },
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        Str name = str_of(units[i].name);
        if (str_starts_with(s, name)) {
            *len = name.len;
            return units[i].nanos;
        }
    }
    return 0;
}

/* The digits at *at, which moves behind them. */
static Str instant_take_digits(Str s, size_t *at)
{
    size_t start = *at;
    while (digits_at(s, *at, 1) >= 0)
        ++*at;
    return str_slice(s, start, *at);
}

/* 0.digits of a unit, in nanoseconds, cut off: the last digit first, so that nothing is lost on the way. */
static uint64_t fraction_nanos(Str digits, uint64_t unit)
{
    uint64_t nanos = 0;
    for (size_t i = digits.len; i > 0; i--)
        nanos = (nanos + (uint64_t) (digits.at[i - 1] - '0') * unit) / 10;
    return nanos;
}

static bool add_nanos(Str whole, Str fraction, uint64_t unit, uint64_t *total)
{
    uint64_t number = 0, nanos;
    if (whole.len > 0 && !str_to_uint(whole, &number))
        return false;
    return !__builtin_mul_overflow(number, unit, &nanos) && !__builtin_add_overflow(nanos, fraction_nanos(fraction, unit), &nanos) &&
           !__builtin_add_overflow(*total, nanos, total);
}

/* One number and its unit at *at. */
static InstantResult instant_add_part(Str s, size_t *at, uint64_t *total)
{
    Str whole = instant_take_digits(s, at), fraction = { 0 };
    if (*at < s.len && s.at[*at] == '.') {
        ++*at;
        fraction = instant_take_digits(s, at);
    }
    size_t unit_len = 0;
    int64_t unit = unit_nanos(str_slice(s, *at, s.len), &unit_len);
    if (whole.len + fraction.len == 0 || unit == 0)
        return INSTANT_MALFORMED;
    *at += unit_len;
    return add_nanos(whole, fraction, (uint64_t) unit, total) ? INSTANT_OK : INSTANT_OUT_OF_RANGE;
}

InstantResult duration_parse(Str s, int64_t *nanos)
{
    bool negative = s.len > 0 && s.at[0] == '-';
    if (negative || (s.len > 0 && s.at[0] == '+'))
        s = str_slice(s, 1, s.len);
    *nanos = 0;
    if (str_is(s, "0"))
        return INSTANT_OK;
    uint64_t total = 0;
    InstantResult result = s.len > 0 ? INSTANT_OK : INSTANT_MALFORMED;
    for (size_t at = 0; at < s.len && result != INSTANT_MALFORMED;) {
        InstantResult part = instant_add_part(s, &at, &total);
        if (part != INSTANT_OK)
            result = part; /* out of range, but whether the rest is well formed is still to be seen */
    }
    if (result != INSTANT_OK)
        return result;
    if (total > (uint64_t) INT64_MAX + negative)
        return INSTANT_OUT_OF_RANGE;
    *nanos = negative ? (int64_t) (0 - total) : (int64_t) total;
    return INSTANT_OK;
}
