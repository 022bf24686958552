/* What the cells of an OpenDocument workbook hold. The file has each value twice, for programs and as it is shown; how a day is shown
   tells whether a day was meant, or a month. */
#include "codec/ods_parts.h"

#include "base/ascii.h"
#include "base/calendar.h"

#include <stdio.h>

static void ods_value_show(XlsxCell *cell, XlsxKind kind, Str text)
{
    cell->kind = kind;
    cell->text = text;
}

static Str beginning(Str text)
{
    return str_slice(text, 0, text.len < 40 ? text.len : 40);
}

/* ---- numbers */

/* Spreadsheets show a number that is too long as 1.1E+17: that is the number itself, not a format that somebody chose. */
static bool is_shortened(Str shown)
{
    double value;
    return str_to_double(shown, &value) && (str_find(shown, STR("E"), 0) != SIZE_MAX || str_find(shown, STR("e"), 0) != SIZE_MAX);
}

static void ods_value_show_number(Arena *arena, const OdsCell *from, XlsxCell *cell)
{
    xlsx_show_number(arena, from->value, (XlsxFormat) { .shown = SHOWS_NUMBER }, false, cell);
    if (cell->kind == XLSX_NUMBER && from->text.len && !is_shortened(from->text))
        cell->text = arena_str(arena, from->text);
}

/* ---- days */

/* "2003-06-01" has three numbers, "1 June" one and letters, "2003年6月" two. */
static bool shows_day(Str shown)
{
    unsigned numbers = 0;
    bool letters = false;
    for (size_t i = 0; i < shown.len; i++) {
        numbers += ascii_is_digit(shown.at[i]) && (i == 0 || !ascii_is_digit(shown.at[i - 1]));
        letters |= ascii_is_letter(shown.at[i]);
    }
    return shown.len == 0 || numbers >= 3 || (numbers == 2 && letters) || (numbers == 1 && shown.len == 8) ||
           str_find(shown, STR("\xE6\x97\xA5" /* day */), 0) != SIZE_MAX;
}

static bool shows_time(Str shown)
{
    return str_find(shown, STR(":"), 0) != SIZE_MAX || str_find(shown, STR("\xE6\x97\xB6" /* hour */), 0) != SIZE_MAX;
}

static void ods_value_show_day(Arena *arena, const OdsCell *from, XlsxCell *cell)
{
    XlsxShown shown = shows_time(from->text) ? SHOWS_MOMENT : shows_day(from->text) ? SHOWS_DAY : SHOWS_MONTH;
    xlsx_show_iso(arena, from->value, shown, cell);
}

/* "PT09H30M00S", with a fraction of seconds perhaps. */
static bool take_part(Str *rest, char unit, uint64_t *out)
{
    size_t digits = 0;
    while (digits < rest->len && (ascii_is_digit(rest->at[digits]) || (rest->at[digits] == '.' && unit == 'S')))
        digits++;
    size_t whole = str_find(str_slice(*rest, 0, digits), STR("."), 0);
    if (digits == rest->len || rest->at[digits] != unit || !str_to_uint(str_slice(*rest, 0, whole == SIZE_MAX ? digits : whole), out))
        return false;
    *rest = str_slice(*rest, digits + 1, rest->len);
    return true;
}

static void show_time(Arena *arena, const OdsCell *from, XlsxCell *cell)
{
    uint64_t hours = 0, minutes = 0, seconds = 0;
    Str rest = from->value;
    bool starts = str_starts_with(rest, STR("PT"));
    if (starts)
        rest = str_slice(rest, 2, rest.len);
    take_part(&rest, 'H', &hours);
    take_part(&rest, 'M', &minutes);
    take_part(&rest, 'S', &seconds);
    if (starts && rest.len == 0 && hours < 24 && minutes < 60 && seconds < 60)
        ods_value_show(cell, XLSX_TIME, arena_format(arena, "%02d:%02d:%02d", (int) hours, (int) minutes, (int) seconds));
    else
        ods_value_show(cell, XLSX_TEXT, arena_str(arena, from->text.len ? from->text : from->value));
}

/* ---- all kinds */

static void ods_value_show_error(Arena *arena, const OdsCell *from, XlsxCell *cell)
{
    cell->shown = arena_str(arena, beginning(from->text));
    ods_value_show(cell, XLSX_BAD, arena_format(arena, "the cell shows the error %.*s", STR_ARG(cell->shown)));
}

static void ods_value_show_truth(Arena *arena, const OdsCell *from, XlsxCell *cell)
{
    bool is_true = str_is(from->value, "true"), is_false = str_is(from->value, "false");
    if (is_true || is_false) {
        ods_value_show(cell, XLSX_TRUTH, is_true ? STR("TRUE") : STR("FALSE"));
        return;
    }
    cell->shown = arena_str(arena, beginning(from->value));
    ods_value_show(cell, XLSX_BAD, arena_format(arena, "the cell is to be TRUE or FALSE, and holds '%.*s'", STR_ARG(cell->shown)));
}

void ods_show(Arena *arena, const OdsCell *from, XlsxCell *cell)
{
    bool is_empty = from->type.len == 0 && from->text.len == 0;
    if (from->is_error)
        ods_value_show_error(arena, from, cell);
    else if (from->has_formula && is_empty && !from->is_shown)
        ods_value_show(cell, XLSX_BAD, STR("the formula has no value yet: open the workbook in a spreadsheet program and save it"));
    else if (str_is(from->type, "float") || str_is(from->type, "percentage") || str_is(from->type, "currency"))
        ods_value_show_number(arena, from, cell);
    else if (str_is(from->type, "date"))
        ods_value_show_day(arena, from, cell);
    else if (str_is(from->type, "time"))
        show_time(arena, from, cell);
    else if (str_is(from->type, "boolean"))
        ods_value_show_truth(arena, from, cell);
    else
        ods_value_show(cell, XLSX_TEXT, arena_str(arena, from->text.len || !str_is(from->type, "string") ? from->text : from->value));
}
