/* Day counts follow the four-hundred-year cycle of the Gregorian calendar; years are taken to begin in March, so that the leap day is
   the last of its year and the lengths of months before it follow one formula, (153 m + 2) / 5. These are the algorithms days_from_civil
   and civil_from_days of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms"; nothing in them is looked up or branches, so a
   loop over a column can be compiled to vectors. Tests go through every day of the years 1 to 9999, both ways.

   What people mostly do with days needs none of this: a day that stays in its month, or months added to one of the first 28 days, are
   sums of packed dates. */
#include "base/ascii.h"
#include "base/calendar.h"

enum { SHORTEST_MONTH = 28 };
enum {
    CYCLE_YEARS = 400,
    CYCLE_DAYS = 146097,
    EPOCH_DAYS = 719468, /* from 0000-03-01 to 1970-01-01 */
    MONTH_MIN = DATE_MIN >> 5,
    MONTH_MAX = DATE_MAX >> 5
};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int month_days(int year, int month)
{
    static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return days[month - 1] + (month == 2 && is_leap(year));
}

int year_days(int year)
{
    return is_leap(year) ? 366 : 365;
}

int date_day_of_year(Date date)
{
    static const int16_t before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
    int month = date_month(date);
    return before[month - 1] + (month > 2 && is_leap(date_year(date))) + date_day(date) - 1;
}

bool date_is_valid(int64_t year, int64_t month, int64_t day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= month_days((int) year, (int) month));
}

bool date_is_packed(int64_t number)
{
    if (number < DATE_MIN || number > DATE_MAX)
        return false;
    Date date = (Date) number;
    return date_is_valid(date_year(date), date_month(date), date_day(date));
}

int32_t date_to_day(Date date)
{
    int month = (date_month(date) + 9) % 12; /* March = 0 */
    int year = date_year(date) - (month >= 10);
    int cycle = year / CYCLE_YEARS, in_cycle = year % CYCLE_YEARS;
    int day_of_year = (153 * month + 2) / 5 + date_day(date) - 1;
    int day = in_cycle * 365 + in_cycle / 4 - in_cycle / 100 + day_of_year;
    return cycle * CYCLE_DAYS + day - EPOCH_DAYS;
}

Date date_of_day(int32_t day)
{
    int days = day + EPOCH_DAYS;
    int cycle = days / CYCLE_DAYS, in_cycle = days % CYCLE_DAYS;
    int year = (in_cycle - in_cycle / 1460 + in_cycle / 36524 - in_cycle / 146096) / 365;
    int day_of_year = in_cycle - (365 * year + year / 4 - year / 100);
    int month = (5 * day_of_year + 2) / 153;
    int day_of_month = day_of_year - (153 * month + 2) / 5 + 1;
    year += cycle * CYCLE_YEARS + (month >= 10);
    return date_pack(year, month < 10 ? month + 3 : month - 9, day_of_month);
}

/* 31 January and a month is the last day of February: a day that the month has not is its last. So months are not added one after the
   other: twice one month is not two months. */
bool date_add_months(Date date, int64_t months, Date *out)
{
    int64_t index = date >> 5;
    if (months < MONTH_MIN - index || months > MONTH_MAX - index)
        return false;
    int month = (int) (index + months);
    int day = date_day(date), last = day <= SHORTEST_MONTH ? day : month_days(month / 12, month % 12 + 1);
    *out = month << 5 | (day < last ? day : last);
    return true;
}

/* A few days on or back, which lead into this month or the one beside it; 0: farther. */
static Date days_near(Date date, int days)
{
    int month = date >> 5, day = date_day(date) + days, last = month_days(month / 12, month % 12 + 1);
    if (day >= 1 && day <= last)
        return date + days;
    month += day < 1 ? -1 : 1;
    if (month < MONTH_MIN || month > MONTH_MAX)
        return 0;
    day += day < 1 ? month_days(month / 12, month % 12 + 1) : -last;
    return day >= 1 && day <= SHORTEST_MONTH ? month << 5 | day : 0;
}

bool date_add_days(Date date, int64_t days, Date *out)
{
    enum { FEW = 2 * SHORTEST_MONTH };
    Date near = days >= -FEW && days <= FEW ? days_near(date, (int) days) : 0;
    if (near) {
        *out = near;
        return true;
    }
    int64_t day = date_to_day(date);
    if (days < DAY_MIN - day || days > DAY_MAX - day)
        return false;
    *out = date_of_day((int32_t) (day + days));
    return true;
}

/* The last day of the month counts as whatever day its month has not: from 31 January to 28 February a month has passed. */
int32_t months_between(Date a, Date b)
{
    if (b < a)
        return -months_between(b, a);
    int32_t months = (b >> 5) - (a >> 5);
    int last = month_days(date_year(b), date_month(b)), day = date_day(a);
    return months - ((day < last ? day : last) > date_day(b));
}

int date_weekday(Date date)
{
    return (date_to_day(date) - DAY_MIN) % 7 + 1; /* 0001-01-01 is a Monday */
}

/* ---- reading and writing */

/* Takes between `least` and `most` digits off the front; false where there are fewer. */
static bool calendar_take_digits(Str *s, size_t least, size_t most, int *out)
{
    int number = 0;
    size_t i = 0;
    for (; i < s->len && i < most && ascii_is_digit(s->at[i]); i++)
        number = number * 10 + (s->at[i] - '0');
    *s = str_slice(*s, i, s->len);
    *out = number;
    return i >= least;
}

static bool take_str(Str *s, Str expected)
{
    if (!str_starts_with(*s, expected))
        return false;
    *s = str_slice(*s, expected.len, s->len);
    return true;
}

static bool calendar_make(int year, int month, int day, Date *out)
{
    if (!date_is_valid(year, month, day))
        return false;
    *out = date_pack(year, month, day);
    return true;
}

/* How a date may be spelt: what stands after the year, the month and the day, and the least digits of the latter two. */
typedef struct {
    Str after_year, after_month, after_day;
    size_t least;
} Spelling;

static bool parse_as(Str s, const Spelling *spelling, Date *out)
{
    int year, month, day;
    return calendar_take_digits(&s, 4, 4, &year) && take_str(&s, spelling->after_year) &&
           calendar_take_digits(&s, spelling->least, 2, &month) && take_str(&s, spelling->after_month) &&
           calendar_take_digits(&s, spelling->least, 2, &day) && take_str(&s, spelling->after_day) && s.len == 0 &&
           calendar_make(year, month, day, out);
}

bool date_parse_iso(Str s, Date *out)
{
    static const Spelling iso = { { "-", 1 }, { "-", 1 }, { "", 0 }, 2 };
    return s.len == 10 && parse_as(s, &iso, out);
}

static int two_digits(const char *at)
{
    return (at[0] - '0') * 10 + at[1] - '0';
}

/* Whether the bytes of a word are digits: the upper half of each says 3, and still does when six are added. */
static bool are_digits(uint64_t word)
{
    return ((word & (word + 0x0606060606060606u)) & 0xF0F0F0F0F0F0F0F0u) == 0x3030303030303030u;
}

/* "2003-07-09", "2003/07/09", "2003.07.09": nearly all days are written so, and are read without a loop. False says nothing: date_parse
   goes on. The order of bytes in the words does not matter, since all of them are asked the same. */
static bool parse_usual(Str s, Date *out)
{
    if (s.len != 10 || s.at[4] != s.at[7] || (s.at[4] != '-' && s.at[4] != '/' && s.at[4] != '.'))
        return false;
    uint32_t year;
    uint16_t month, day;
    memcpy(&year, s.at, sizeof year);
    memcpy(&month, s.at + 5, sizeof month);
    memcpy(&day, s.at + 8, sizeof day);
    return are_digits((uint64_t) year << 32 | (uint64_t) month << 16 | day) &&
           calendar_make(two_digits(s.at) * 100 + two_digits(s.at + 2), two_digits(s.at + 5), two_digits(s.at + 8), out);
}

/* What stands behind the year tells the spelling. Four digits of a year are needed: 03-06-01 could be three days. */
bool date_parse(Str s, Date *out)
{
    static const Spelling dashes = { { "-", 1 }, { "-", 1 }, { "", 0 }, 1 };
    static const Spelling slashes = { { "/", 1 }, { "/", 1 }, { "", 0 }, 1 };
    static const Spelling dots = { { ".", 1 }, { ".", 1 }, { "", 0 }, 1 };
    static const Spelling words = { { "年", 3 }, { "月", 3 }, { "日", 3 }, 1 };
    static const Spelling digits = { { "", 0 }, { "", 0 }, { "", 0 }, 2 };
    if (parse_usual(s, out))
        return true;
    if (s.len < 8)
        return false;
    const Spelling *spelling = s.at[4] == '-'                    ? &dashes
                               : s.at[4] == '/'                  ? &slashes
                               : s.at[4] == '.'                  ? &dots
                               : (unsigned char) s.at[4] == 0xE5 ? &words
                                                                 : &digits;
    return parse_as(s, spelling, out);
}

bool date_parse_month(Str s, Date *first, Date *last)
{
    enum { OCTOBER = 10 };
    int year, month;
    static const struct {
        Str between, after;
        size_t least;
    } spellings[] = {
        { { "年", 3 }, { "月", 3 }, 1 }, { { "年", 3 }, { "月份", 6 }, 1 }, { { "-", 1 }, { "", 0 }, 1 },
        { { "/", 1 }, { "", 0 }, 1 },    { { ".", 1 }, { "", 0 }, 1 },      { { "", 0 }, { "", 0 }, 2 },
    };
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        Str rest = s;
        if (calendar_take_digits(&rest, 4, 4, &year) && take_str(&rest, spellings[i].between) &&
            calendar_take_digits(&rest, spellings[i].least, 2, &month) && take_str(&rest, spellings[i].after) && rest.len == 0 &&
            date_is_valid(year, month, 1)) {
            int until = str_ends_with(s, STR(".1")) ? OCTOBER : month;
            return calendar_make(year, month, 1, first) && calendar_make(year, until, month_days(year, until), last);
        }
    }
    return false;
}

/* ---- two days in one text */

/* What stands between two days: 至 到 - ~ – — ― － ～. Gives its length at the place; 0: none begins there. */
static size_t between_days(Str s, size_t at)
{
    static const char *const marks[] = { "至", "到", "-", "~", "–", "—", "―", "－", "～" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts_with(str_slice(s, at, s.len), str_of(marks[i])))
            return strlen(marks[i]);
    return 0;
}

/* "3月7日", "3.7", "0307", "7日", "7": what the first day has said already is left out. */
static bool parse_rest(Str s, Date first, Date *out)
{
    static const struct {
        size_t least;
        Str between, after;
    } spellings[] = { { 1, { "月", 3 }, { "日", 3 } },
                      { 1, { ".", 1 }, { "", 0 } },
                      { 1, { "/", 1 }, { "", 0 } },
                      { 1, { "-", 1 }, { "", 0 } },
                      { 2, { "", 0 }, { "", 0 } } };
    int month, day;
    Str rest;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        size_t least = spellings[i].least;
        rest = s;
        if (calendar_take_digits(&rest, least, 2, &month) && take_str(&rest, spellings[i].between) &&
            calendar_take_digits(&rest, least, 2, &day) && take_str(&rest, spellings[i].after) && rest.len == 0)
            return calendar_make(date_year(first), month, day, out);
    }
    rest = s;
    bool is_day = calendar_take_digits(&rest, 1, 2, &day) && (rest.len == 0 || str_equal(rest, STR("日")));
    return is_day && calendar_make(date_year(first), date_month(first), day, out);
}

static bool parse_parts(Str left, Str right, Date *first, Date *last)
{
    size_t mark;
    while (right.len && (mark = between_days(right, 0)) > 0) /* two dashes are one mark */
        right = str_trim(str_slice(right, mark, right.len));
    return date_parse(left, first) && (date_parse(right, last) || parse_rest(right, *first, last)) && *last >= *first;
}

bool date_parse_span(Str s, Date *first, Date *last)
{
    int ways = 0;
    for (size_t at = 0; at < s.len; at++) {
        size_t mark = between_days(s, at);
        Date begin, end;
        if (mark == 0 || !parse_parts(str_trim(str_slice(s, 0, at)), str_trim(str_slice(s, at + mark, s.len)), &begin, &end))
            continue;
        *first = begin;
        *last = end;
        ways++;
    }
    return ways == 1;
}

static void put_digits(char *at, int count, int number)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char) ('0' + number % 10);
        number /= 10;
    }
}

void date_print(Date date, char out[11])
{
    put_digits(out, 4, date_year(date));
    out[4] = '-';
    put_digits(out + 5, 2, date_month(date));
    out[7] = '-';
    put_digits(out + 8, 2, date_day(date));
    out[10] = 0;
}
