/* Numbers, days and times as a cell shows them. */
#include "codec/xlsx_parts.h"

#include <math.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/calendar.h"

enum { DAY_SECONDS = 86400, MOST_DIGITS = 15, LEAP_DAY = 60, LAST_SERIAL = 2958465 };

static void xlsx_value_show(XlsxCell *cell, XlsxKind kind, Str text)
{
    cell->kind = kind;
    cell->text = text;
}

/* ---- numbers */

/* A whole number whose digits are all there. Longer ones have lost theirs: spreadsheets keep fifteen. */
static bool xlsx_value_is_plain(Str number)
{
    bool minus = str_starts_with(number, STR("-"));
    size_t digits = number.len - minus;
    if (digits == 0 || digits > MOST_DIGITS || (digits > 1 && number.at[minus] == '0'))
        return false;
    for (size_t i = minus; i < number.len; i++)
        if (!ascii_is_digit(number.at[i]))
            return false;
    return !(minus && number.at[1] == '0');
}

/* Fifteen digits are what every spreadsheet program shows at most: 0.1 + 0.2 is 0.3 in a cell, and 0.30000000000000004 in the file. */
static void show_plain(Arena *arena, Str number, double value, Str code, XlsxCell *cell)
{
    char buffer[40];
    if (!xlsx_value_is_plain(number)) {
        int len = snprintf(buffer, sizeof buffer, "%.*G", MOST_DIGITS, value == 0 ? 0.0 : value);
        number = (Str) { buffer, (size_t) len };
    }
    cell->exact = arena_str(arena, number);
    xlsx_value_show(cell, XLSX_NUMBER, xlsx_format_number(arena, code, cell->exact, value));
}

/* ---- days */

static Str print_day(Arena *arena, int32_t day, bool as_month, XlsxKind *kind)
{
    Date date = date_of_day(day);
    char text[11];
    date_print(date, text);
    *kind = as_month && date_day(date) == 1 ? XLSX_MONTH : XLSX_DAY;
    return *kind == XLSX_MONTH ? arena_format(arena, "%d年%d月", date_year(date), date_month(date)) : arena_str(arena, str_of(text));
}

/* 1900 was no leap year, but for the first spreadsheets, and all since, its day 60 was the 29th of February. Days after it are counted
   from 1899-12-30 (25569 days before 1970), those before it from a day later; workbooks of the first Macs count from 1904-01-01. */
static bool xlsx_value_find_day(int64_t serial, bool is_1904, int32_t *day, XlsxCell *cell)
{
    enum { EPOCH_1900 = 25569, EPOCH_1904 = 24107 };
    *day = (int32_t) (serial - (is_1904 ? EPOCH_1904 : serial < LEAP_DAY ? EPOCH_1900 - 1 : EPOCH_1900));
    if (is_1904 || (serial > 0 && serial != LEAP_DAY))
        return true;
    xlsx_value_show(cell, XLSX_BAD,
                    serial == LEAP_DAY ? STR("the cell shows 1900-02-29, a day that there never was")
                                       : STR("the cell shows day 0 of 1900, which is no day"));
    return false;
}

static Str print_time(Arena *arena, int64_t seconds)
{
    return arena_format(arena, "%02d:%02d:%02d", (int) (seconds / 3600), (int) (seconds / 60 % 60), (int) (seconds % 60));
}

/* Programs that reckon days as moments of one zone and write them as those of another put a day into the last minute of the one
   before (23:59:17 is midnight in the Shanghai of 1900), or to 16:00 (midnight there as UTC has it) or 23:00 (summer time). Where
   somebody sees the time, the latter two are what they say. */
static bool may_be_next_day(int64_t second, bool is_shown)
{
    enum { LAST_MINUTE = DAY_SECONDS - 60, MIDNIGHT_IN_CHINA = 16 * 3600, SUMMER_MIDNIGHT = 23 * 3600 };
    return second >= LAST_MINUTE || (!is_shown && (second == MIDNIGHT_IN_CHINA || second == SUMMER_MIDNIGHT));
}

/* What a cell shows that holds a day and a second of it. */
static void show_moment(Arena *arena, int32_t day, int64_t second, XlsxShown shown, XlsxCell *cell)
{
    XlsxKind kind;
    Str text = print_day(arena, day, shown == SHOWS_MONTH, &kind);
    bool is_shown = shown == SHOWS_MOMENT;
    Str full = second ? arena_format(arena, "%.*sT%.*s", STR_ARG(print_day(arena, day, false, &(XlsxKind) { 0 })),
                                     STR_ARG(print_time(arena, second)))
                      : text;
    if (may_be_next_day(second, is_shown))
        cell->exact = full;
    xlsx_value_show(cell, is_shown && second ? XLSX_MOMENT : kind, is_shown ? full : text);
}

static void xlsx_value_show_day(Arena *arena, double value, XlsxFormat format, bool is_1904, XlsxCell *cell)
{
    /* The fraction of a day is a double, so 09:30 may lie a hair before 9:30: it is rounded to seconds, and not cut. */
    int64_t seconds = llround(value * DAY_SECONDS);
    int32_t day;
    if (format.shown == SHOWS_TIME || format.shown == SHOWS_LENGTH) /* h:mm hides the day, [h]:mm counts its hours */
        xlsx_value_show(cell, XLSX_TIME, print_time(arena, format.shown == SHOWS_TIME ? seconds % DAY_SECONDS : seconds));
    else if (xlsx_value_find_day(seconds / DAY_SECONDS, is_1904, &day, cell))
        show_moment(arena, day, seconds % DAY_SECONDS, format.shown, cell);
}

/* "9e+07 is no day": spreadsheets show such a cell as #####. */
static void refuse_day(Arena *arena, Str number, XlsxCell *cell)
{
    xlsx_value_show(cell, XLSX_BAD, arena_format(arena, "the number %.*s is formatted as a day or a time, and is none", STR_ARG(number)));
}

void xlsx_show_number(Arena *arena, Str number, XlsxFormat format, bool is_1904, XlsxCell *cell)
{
    double value;
    number = str_trim(number);
    cell->shown = arena_str(arena, number);
    if (number.len > 64 || !str_to_double(number, &value))
        xlsx_value_show(cell, XLSX_BAD, STR("the cell holds a number that cannot be read"));
    else if (format.shown == SHOWS_NUMBER)
        show_plain(arena, number, value, format.code, cell);
    else if (!(value >= 0 && floor(value + 0.5 / DAY_SECONDS) <= LAST_SERIAL - (is_1904 ? 1462 : 0)))
        refuse_day(arena, number, cell);
    else
        xlsx_value_show_day(arena, value, format, is_1904, cell);
}

/* ---- days that are written out (ISO 8601) */

static bool take_two(Str *rest, int64_t *out)
{
    if (rest->len < 2 || !ascii_is_digit(rest->at[0]) || !ascii_is_digit(rest->at[1]))
        return false;
    *out = (rest->at[0] - '0') * 10 + rest->at[1] - '0';
    *rest = str_slice(*rest, 2, rest->len);
    return true;
}

static bool take_char(Str *rest, char c)
{
    bool taken = rest->len > 0 && rest->at[0] == c;
    if (taken)
        *rest = str_slice(*rest, 1, rest->len);
    return taken;
}

/* "09:30", "09:30:00.5", "0930": the second of the day. What stands behind it is left. */
static bool take_time(Str *rest, int64_t *second)
{
    int64_t hour, minute, seconds = 0;
    if (!take_two(rest, &hour))
        return false;
    take_char(rest, ':');
    if (!take_two(rest, &minute))
        return false;
    take_char(rest, ':');
    take_two(rest, &seconds);
    if (take_char(rest, '.') || take_char(rest, ','))
        while (rest->len && ascii_is_digit(rest->at[0]))
            *rest = str_slice(*rest, 1, rest->len);
    *second = hour * 3600 + minute * 60 + seconds;
    return hour < 24 && minute < 60 && seconds < 60;
}

/* Nothing, Z, +08:00, +0800 or +08. */
static bool is_zone(Str zone)
{
    int64_t hour, minute = 0;
    if (zone.len == 0 || str_is(zone, "Z"))
        return true;
    if ((!take_char(&zone, '+') && !take_char(&zone, '-')) || !take_two(&zone, &hour))
        return false;
    take_char(&zone, ':');
    take_two(&zone, &minute);
    return zone.len == 0 && hour < 24 && minute < 60;
}

/* "2003-06-01", "20030601"; what stands behind it is left. */
static bool xlsx_value_take_date(Str *rest, Date *date)
{
    bool dashed = rest->len > 4 && rest->at[4] == '-';
    size_t len = dashed ? 10 : 8;
    if (rest->len < len || !(dashed ? date_parse_iso : date_parse)(str_slice(*rest, 0, len), date))
        return false;
    *rest = str_slice(*rest, len, rest->len);
    return true;
}

static bool show_iso_month(Arena *arena, Str text, XlsxCell *cell)
{
    Date date;
    Str first = arena_format(arena, "%.*s-01", STR_ARG(text));
    if (text.len != 7 || !date_parse_iso(first, &date))
        return false;
    xlsx_value_show(cell, XLSX_MONTH, arena_format(arena, "%d年%d月", date_year(date), date_month(date)));
    return true;
}

/* A moment keeps its zone, where it has one. */
static bool show_iso_moment(Arena *arena, Str text, XlsxShown shown, XlsxCell *cell)
{
    Date date;
    Str rest = text;
    int64_t second = 0;
    if (!xlsx_value_take_date(&rest, &date))
        return false;
    bool has_time = take_char(&rest, 'T') || take_char(&rest, ' ');
    if (has_time ? !take_time(&rest, &second) || !is_zone(rest) : rest.len > 0)
        return false;
    show_moment(arena, date_to_day(date), second, shown, cell);
    if (rest.len && may_be_next_day(second, false)) /* a zone tells that programs wrote it, not a person */
        cell->exact = cell->text;
    if (cell->kind == XLSX_MOMENT)
        cell->text = arena_format(arena, "%.*s%.*s", STR_ARG(cell->text), STR_ARG(rest));
    return true;
}

static bool show_iso_time(Arena *arena, Str text, XlsxCell *cell)
{
    int64_t second;
    take_char(&text, 'T');
    if (str_find(text, STR(":"), 0) != 2 || !take_time(&text, &second) || !is_zone(text))
        return false;
    xlsx_value_show(cell, XLSX_TIME, print_time(arena, second));
    return true;
}

void xlsx_show_iso(Arena *arena, Str text, XlsxShown shown, XlsxCell *cell)
{
    text = str_trim(text);
    if (show_iso_month(arena, text, cell) || show_iso_moment(arena, text, shown, cell) || show_iso_time(arena, text, cell))
        return;
    cell->shown = arena_str(arena, text);
    xlsx_value_show(
        cell, XLSX_BAD,
        arena_format(arena, "the cell holds '%.*s', which is no day", STR_ARG(str_slice(text, 0, text.len < 40 ? text.len : 40))));
}
