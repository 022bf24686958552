/* Numbers, days and times as a cell shows them. */
#include "codec/xlsx_parts.h"

#include <math.h>
#include <stdio.h>

#include "base/calendar.h"

enum { DAY_SECONDS = 86400, MOST_DIGITS = 15, LEAP_DAY = 60, LAST_SERIAL = 2958465 };

static void show(XlsxCell *cell, XlsxKind kind, Str text)
{
    cell->kind = kind;
    cell->text = text;
}

/* ---- numbers */

/* A whole number whose digits are all there. Longer ones have lost theirs: spreadsheets keep fifteen. */
static bool is_plain(Str number)
{
    bool minus = str_starts_with(number, STR("-"));
    size_t digits = number.len - minus;
    if (digits == 0 || digits > MOST_DIGITS || (digits > 1 && number.at[minus] == '0'))
        return false;
    for (size_t i = minus; i < number.len; i++)
        if (number.at[i] < '0' || number.at[i] > '9')
            return false;
    return !(minus && number.at[1] == '0');
}

static Str pad(Arena *arena, Str number, uint8_t digits)
{
    bool minus = str_starts_with(number, STR("-"));
    size_t len = number.len - minus;
    if (len >= digits)
        return number;
    Text text = { 0 };
    text_add(&text, str_slice(number, 0, minus));
    text_add_repeat(&text, '0', digits - len);
    text_add(&text, str_slice(number, minus, number.len));
    Str padded = arena_str(arena, text_str(&text));
    text_free(&text);
    return padded;
}

static void show_plain(Arena *arena, Str number, double value, uint8_t digits, XlsxCell *cell)
{
    char buffer[40];
    if (!is_plain(number)) {
        int len = snprintf(buffer, sizeof buffer, "%.*G", MOST_DIGITS, value == 0 ? 0.0 : value);
        number = (Str) { buffer, (size_t) len };
    }
    show(cell, XLSX_NUMBER, arena_str(arena, digits && is_plain(number) ? pad(arena, number, digits) : number));
}

/* ---- days */

static Str print_day(Arena *arena, int32_t day, bool as_month, XlsxKind *kind)
{
    Date date = date_of_day(day);
    char text[11];
    date_print(date, text);
    *kind = as_month && date_day(date) == 1 ? XLSX_MONTH : XLSX_DAY;
    return *kind == XLSX_MONTH ? arena_format(arena, "%d年%d月", date_year(date), date_month(date))
                               : arena_str(arena, str_of(text));
}

/* 1900 was no leap year, but for the first spreadsheets, and all since, its day 60 was the 29th of February. */
static bool find_day(Arena *arena, int64_t serial, bool is_1904, int32_t *day, XlsxCell *cell)
{
    enum { EPOCH_1900 = 25569, EPOCH_1904 = 24107 };
    *day = (int32_t) (serial - (is_1904 ? EPOCH_1904 : serial < LEAP_DAY ? EPOCH_1900 - 1 : EPOCH_1900));
    if (is_1904 || (serial > 0 && serial != LEAP_DAY))
        return true;
    show(cell, XLSX_BAD, serial == LEAP_DAY ? STR("the cell shows 1900-02-29, a day that there never was")
                                            : arena_str(arena, STR("the cell shows day 0 of 1900, which is no day")));
    return false;
}

static Str print_time(Arena *arena, int64_t seconds)
{
    return arena_format(arena, "%02d:%02d:%02d", (int) (seconds / 3600), (int) (seconds / 60 % 60), (int) (seconds % 60));
}

static void show_day(Arena *arena, double value, XlsxFormat format, bool is_1904, XlsxCell *cell)
{
    int64_t seconds = llround(value * DAY_SECONDS);
    int32_t day;
    XlsxKind kind;
    if (format.shown == SHOWS_TIME) {
        show(cell, XLSX_TIME, print_time(arena, seconds));
        return;
    }
    if (!find_day(arena, seconds / DAY_SECONDS, is_1904, &day, cell))
        return;
    Str text = print_day(arena, day, format.shown == SHOWS_MONTH, &kind);
    if (format.shown == SHOWS_MOMENT && seconds % DAY_SECONDS)
        show(cell, XLSX_MOMENT, arena_format(arena, "%.*sT%.*s", STR_ARG(text),
                                             STR_ARG(print_time(arena, seconds % DAY_SECONDS))));
    else
        show(cell, kind, text);
}

/* "9e+07 is no day": spreadsheets show such a cell as #####. */
static void refuse_day(Arena *arena, Str number, XlsxCell *cell)
{
    show(cell, XLSX_BAD, arena_format(arena, "the number %.*s is formatted as a day or a time, and is none", STR_ARG(number)));
}

void xlsx_show_number(Arena *arena, Str number, XlsxFormat format, bool is_1904, XlsxCell *cell)
{
    double value;
    number = str_trim(number);
    cell->shown = arena_str(arena, number);
    if (number.len > 64 || !str_to_double(number, &value))
        show(cell, XLSX_BAD, STR("the cell holds a number that cannot be read"));
    else if (format.shown == SHOWS_NUMBER)
        show_plain(arena, number, value, format.digits, cell);
    else if (!(value >= 0 && floor(value + 0.5 / DAY_SECONDS) <= LAST_SERIAL - (is_1904 ? 1462 : 0)))
        refuse_day(arena, number, cell);
    else
        show_day(arena, value, format, is_1904, cell);
}

void xlsx_show_iso(Arena *arena, Str text, XlsxCell *cell)
{
    Date date;
    text = str_trim(text);
    Str day = str_slice(text, 0, text.len < 10 ? text.len : 10), time = str_slice(text, day.len, text.len);
    bool is_time = time.len >= 9 && time.at[0] == 'T' && time.at[3] == ':' && time.at[6] == ':';
    if (!date_parse_iso(day, &date) || (time.len && !is_time))
        show(cell, XLSX_BAD, arena_format(arena, "the cell holds '%.*s', which is no day", STR_ARG(str_slice(text, 0,
                             text.len < 40 ? text.len : 40))));
    else if (time.len == 0 || str_starts_with(time, STR("T00:00:00")))
        show(cell, XLSX_DAY, arena_str(arena, day));
    else
        show(cell, XLSX_MOMENT, arena_str(arena, str_slice(text, 0, 19)));
}
