/* What the yardstick knows of values: text, dates, numbers and words, as they stand in cells. */
#ifndef DULY_BENCH_VALUES_H
#define DULY_BENCH_VALUES_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/split.h"

/* ---- text */

static inline bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool is_wide_blank(const char *at)
{
    return memcmp(at, "\xE3\x80\x80", 3) == 0;
}

static Cell trim_slowly(Cell cell)
{
    for (size_t blank = 1; blank && cell.len; cell.at += blank, cell.len -= blank)
        blank = is_blank(*cell.at) ? 1 : cell.len >= 3 && is_wide_blank(cell.at) ? 3 : 0;
    for (size_t blank = 1; blank && cell.len; cell.len -= blank)
        blank = is_blank(cell.at[cell.len - 1]) ? 1 : cell.len >= 3 && is_wide_blank(cell.at + cell.len - 3) ? 3 : 0;
    return cell;
}

static inline Cell trim(Cell cell)
{
    if (cell.len == 0)
        return cell;
    unsigned char first = (unsigned char) cell.at[0], last = (unsigned char) cell.at[cell.len - 1];
    bool is_plain = first > ' ' && first != 0xE3 && last > ' ' && last != 0x80;
    return is_plain ? cell : trim_slowly(cell);
}

/* The length of a character of several bytes; 0: this is none. */
static size_t wide_length(const unsigned char *at, size_t len)
{
    size_t size = at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;
    if (at[0] < 0xC2 || at[0] > 0xF4 || len < size)
        return 0;
    for (size_t i = 1; i < size; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    bool is_out = (at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xED && at[1] > 0x9F) || (at[0] == 0xF0 && at[1] < 0x90) ||
                  (at[0] == 0xF4 && at[1] > 0x8F);
    return is_out ? 0 : size;
}

/* UTF-8 without control characters. */
static bool is_readable(Cell cell)
{
    const unsigned char *text = (const unsigned char *) cell.at;
    for (size_t i = 0, size; i < cell.len; i += size) {
        size = text[i] < 0x80 ? 1 : wide_length(text + i, cell.len - i);
        bool is_control = (text[i] < ' ' && text[i] != '\t' && text[i] != '\n' && text[i] != '\r') || text[i] == 0x7F;
        if (size == 0 || is_control)
            return false;
    }
    return true;
}

static bool are_digits(const char *at, size_t count)
{
    bool fine = true;
    for (size_t i = 0; i < count; i++)
        fine &= at[i] >= '0' && at[i] <= '9';
    return fine;
}

/* ---- dates: (year * 12 + month - 1) * 32 + day, 0 where there is none */

typedef int32_t Date;

static int month_length(int year, int month)
{
    static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return days[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static Date date_of(int year, int month, int day)
{
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > month_length(year, month))
        return 0;
    return (year * 12 + month - 1) << 5 | day;
}

static bool take_number(Cell *cell, size_t least, size_t most, int *out)
{
    size_t i = 0;
    for (*out = 0; i < cell->len && i < most && are_digits(cell->at + i, 1); i++)
        *out = *out * 10 + (cell->at[i] - '0');
    *cell = (Cell) { cell->at + i, cell->len - i };
    return i >= least;
}

static bool take_text(Cell *cell, const char *text)
{
    size_t len = strlen(text);
    if (len == 0)
        return true;
    if (cell->len < len || *cell->at != *text || memcmp(cell->at, text, len) != 0)
        return false;
    *cell = (Cell) { cell->at + len, cell->len - len };
    return true;
}

static Date date_parse_slowly(Cell cell)
{
    static const struct {
        const char *year, *month, *day;
        size_t digits;
    } spellings[] = { { "-", "-", "", 1 }, { "/", "/", "", 1 }, { ".", ".", "", 1 }, { "", "", "", 2 }, { "年", "月", "日", 1 } };
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        Cell rest = cell;
        int year, month, day;
        if (take_number(&rest, 4, 4, &year) && take_text(&rest, spellings[i].year) && take_number(&rest, spellings[i].digits, 2, &month) &&
            take_text(&rest, spellings[i].month) && take_number(&rest, spellings[i].digits, 2, &day) &&
            take_text(&rest, spellings[i].day) && rest.len == 0)
            return date_of(year, month, day);
    }
    return 0;
}

static inline Date date_parse(Cell cell)
{
    const char *c = cell.at;
    bool is_iso = cell.len == 10 && c[4] == '-' && c[7] == '-' && are_digits(c, 4) && are_digits(c + 5, 2) && are_digits(c + 8, 2);
    if (!is_iso)
        return date_parse_slowly(cell);
    int year = (c[0] - '0') * 1000 + (c[1] - '0') * 100 + (c[2] - '0') * 10 + (c[3] - '0');
    return date_of(year, (c[5] - '0') * 10 + (c[6] - '0'), (c[8] - '0') * 10 + (c[9] - '0'));
}

static Date add_months(Date date, int months)
{
    int month = (date >> 5) + months, day = date & 31, last = month_length(month / 12, month % 12 + 1);
    return month << 5 | (day < last ? day : last);
}

/* Completed months. */
static int months_between(Date from, Date to)
{
    if (to < from)
        return -months_between(to, from);
    int months = (to >> 5) - (from >> 5);
    return months - (add_months(from, months) > to);
}

static int day_number(Date date)
{
    int month = ((date >> 5) % 12 + 10) % 12, year = (date >> 5) / 12 - (month >= 10);
    return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + (date & 31);
}

/* ---- numbers */

/* At most 18 digits: no count of people has more. */
static bool int_parse(Cell cell, int64_t *out)
{
    bool is_negative = cell.len > 0 && cell.at[0] == '-';
    size_t i = is_negative || (cell.len > 0 && cell.at[0] == '+');
    if (i == cell.len || cell.len > 18 || !are_digits(cell.at + i, cell.len - i))
        return false;
    int64_t number = 0;
    for (; i < cell.len; i++)
        number = number * 10 + (cell.at[i] - '0');
    *out = is_negative ? -number : number;
    return true;
}

static bool double_parse_slowly(Cell cell, double *out)
{
    char text[64], *end;
    if (cell.len >= sizeof text || strspn(cell.at, "+-.eE0123456789") < cell.len)
        return false;
    memcpy(text, cell.at, cell.len);
    text[cell.len] = 0;
    *out = strtod(text, &end);
    return *end == 0;
}

/* Up to three digits and one more behind the point are enough for nearly all of them. */
static bool double_parse(Cell cell, double *out)
{
    size_t whole = cell.len > 2 && cell.at[cell.len - 2] == '.' ? cell.len - 2 : cell.len;
    if (whole > 3 || !are_digits(cell.at, whole) || (whole < cell.len && !are_digits(cell.at + whole + 1, 1)))
        return double_parse_slowly(cell, out);
    int number = 0;
    for (size_t i = 0; i < whole; i++)
        number = number * 10 + (cell.at[i] - '0');
    *out = whole < cell.len ? (number * 10 + (cell.at[whole + 1] - '0')) / 10.0 : number;
    return true;
}

/* ---- words */

typedef struct {
    const char *text;
    size_t len;
} Word;

#define WORD(text)             \
    {                          \
        text, sizeof(text) - 1 \
    }

/* The index of the word, `count` where it is none of them. */
static inline size_t word_find(Cell cell, const Word *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (words[i].len == cell.len && *words[i].text == *cell.at && memcmp(words[i].text, cell.at, cell.len) == 0)
            return i;
    return count;
}

/* In small letters; longer texts stay as they are. */
static inline Cell lower(Cell cell, char room[8])
{
    if (cell.len > 8)
        return cell;
    for (size_t i = 0; i < cell.len; i++)
        room[i] = (char) (cell.at[i] >= 'A' && cell.at[i] <= 'Z' ? cell.at[i] + 'a' - 'A' : cell.at[i]);
    return (Cell) { room, cell.len };
}

#endif
