/* The cells of a sheet of an old workbook. Programs write its records in any order, and rows say behind or before their cells that they
   are hidden: so where each value stands is written down first, and put in order; values are looked up when their row is given. A sheet
   has 65,536 rows at most. */
#include "codec/xls_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 1 << 16, MOST_CELLS = 1 << 24, MOST_MERGES = 1 << 20 };

typedef enum {
    CELL_RK,          /* a number in four bytes */
    CELL_NUMBER,      /* in eight */
    CELL_SHARED,      /* the number of a text */
    CELL_LABEL,       /* a text of its own */
    CELL_TRUTH,       /* TRUE, FALSE or an error */
    CELL_RESULT,      /* of a formula */
    CELL_RESULT_TEXT, /* the same, where it is a text */
} CellKind;

typedef struct {
    uint32_t at; /* where the value stands, or the record of a text; 0: a text that is missing */
    uint16_t row, column, style;
    uint8_t kind;
} Cell;

struct XlsRows {
    const Xls *book;
    ARRAY(Cell) cells;
    size_t next;
    uint8_t hidden[ROWS / 8]; /* a bit a row */
    bool in_disorder, asks_for_calculation, has_formula, has_result;
    uint32_t number; /* of the row that was given last, from 1 */
    Arena *texts;
    ARRAY(XlsxCell) shown;
    Str problem;
};

/* ---- the records of a sheet, without those of charts that stand in it */

typedef struct {
    Str stream; /* to the end of the sheet */
    size_t at;
    unsigned depth;
    bool has_ended;
} Walk;

/* A chart in a sheet is a stream of records of its own, between a beginning and an end, which are passed over by counting them. */
static bool xls_sheet_walk(Walk *at, XlsRecord *record)
{
    while (!at->has_ended && xls_next_record(at->stream, &at->at, record)) {
        if (record->type == XLS_BOF)
            at->depth++;
        else if (record->type == XLS_EOF && at->depth > 0)
            at->has_ended = --at->depth == 0;
        else if (at->depth == 1)
            return true;
        else if (at->depth == 0)
            return false;
    }
    return false;
}

static Walk walk_from(const Xls *book, XlsPlace place)
{
    return (Walk) { .stream = str_slice(book->stream, 0, place.end), .at = place.start };
}

/* ---- writing down what stands where */

static bool xls_sheet_comes_before(const Cell *one, const Cell *other)
{
    if (one->row != other->row)
        return one->row < other->row;
    return one->column != other->column ? one->column < other->column : one->at < other->at;
}

static int xls_sheet_compare(const void *a, const void *b)
{
    return xls_sheet_comes_before(a, b) ? -1 : xls_sheet_comes_before(b, a);
}

static void xls_sheet_add_cell(XlsRows *rows, CellKind kind, const XlsRecord *record, uint32_t column, uint32_t style, size_t at)
{
    Cell cell = { (uint32_t) at, (uint16_t) xls_u16(record->body, 0), (uint16_t) column, (uint16_t) style, (uint8_t) kind };
    if (column >= XLSX_MAX_COLUMN || rows->cells.count == MOST_CELLS) {
        rows->problem = XLS_DAMAGED;
        return;
    }
    rows->in_disorder |= rows->cells.count > 0 && !xls_sheet_comes_before(&rows->cells.at[rows->cells.count - 1], &cell);
    array_push(&rows->cells, cell);
}

/* Numbers side by side: row, first column, a style and a number each, last column. */
static void note_numbers(XlsRows *rows, const XlsRecord *record)
{
    enum { FIRST = 4, EACH = 6 };
    uint32_t column = xls_u16(record->body, 2);
    for (size_t at = FIRST; at + EACH + 2 <= record->body.len; at += EACH)
        xls_sheet_add_cell(rows, CELL_RK, record, column++, xls_u16(record->body, at), record->at + at + 2);
}

/* Numbers that begin with this are none, and say what the result is instead. */
enum { RESULT_TEXT = 0, RESULT_TRUTH = 1, RESULT_ERROR = 2, RESULT_NOTHING = 3, NO_NUMBER = 0xFFFF };

static void note_formula(XlsRows *rows, const XlsRecord *record)
{
    Str result = str_slice(record->body, 6, 14);
    uint32_t kind = xls_u16(result, 6) == NO_NUMBER ? xls_u8(result, 0) : NO_NUMBER;
    bool is_text = kind == RESULT_TEXT;
    rows->has_formula = true;
    rows->has_result |= kind != RESULT_NOTHING;
    xls_sheet_add_cell(rows, is_text ? CELL_RESULT_TEXT : CELL_RESULT, record, xls_u16(record->body, 2), xls_u16(record->body, 4),
                       is_text ? 0 : record->at + 6);
}

/* The text stands in a record behind that of its formula. */
static void note_result(XlsRows *rows, const XlsRecord *record)
{
    Cell *last = rows->cells.count ? &rows->cells.at[rows->cells.count - 1] : NULL;
    if (last && last->kind == CELL_RESULT_TEXT && last->at == 0)
        last->at = (uint32_t) (record->at - 4);
}

static void note_row(XlsRows *rows, const XlsRecord *record)
{
    enum { FLAGS = 12, IS_HIDDEN = 0x20 };
    uint32_t row = xls_u16(record->body, 0);
    if (xls_u16(record->body, FLAGS) & IS_HIDDEN)
        rows->hidden[row / 8] |= (uint8_t) (1u << row % 8);
}

static void note_number(XlsRows *rows, const XlsRecord *record)
{
    static const struct {
        uint32_t type;
        CellKind kind;
    } kinds[] = { { XLS_RK, CELL_RK },       { XLS_NUMBER, CELL_NUMBER }, { XLS_LABEL_SST, CELL_SHARED },
                  { XLS_LABEL, CELL_LABEL }, { XLS_RSTRING, CELL_LABEL }, { XLS_BOOL_ERR, CELL_TRUTH } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].type == record->type)
            xls_sheet_add_cell(rows, kinds[i].kind, record, xls_u16(record->body, 2), xls_u16(record->body, 4),
                               kinds[i].kind == CELL_LABEL ? record->at - 4 : record->at + 6);
}

static void note_asking(XlsRows *rows, const XlsRecord *record)
{
    (void) record;
    rows->asks_for_calculation = true;
}

static void note_record(XlsRows *rows, const XlsRecord *record)
{
    static const struct {
        uint32_t type;
        size_t least; /* bytes that are looked at */
        void (*note)(XlsRows *rows, const XlsRecord *record);
    } notes[] = { { XLS_RK, 10, note_number },      { XLS_NUMBER, 14, note_number },     { XLS_LABEL_SST, 10, note_number },
                  { XLS_LABEL, 8, note_number },    { XLS_RSTRING, 8, note_number },     { XLS_BOOL_ERR, 8, note_number },
                  { XLS_MUL_RK, 12, note_numbers }, { XLS_FORMULA, 16, note_formula },   { XLS_STRING, 2, note_result },
                  { XLS_ROW, 14, note_row },        { XLS_UNCALCULATED, 0, note_asking } };
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (notes[i].type == record->type && record->body.len < notes[i].least)
            rows->problem = XLS_DAMAGED;
        else if (notes[i].type == record->type)
            notes[i].note(rows, record);
}

static void free_rows(void *of)
{
    XlsRows *rows = of;
    array_free(&rows->cells);
    array_free(&rows->shown);
}

XlsRows *xls_rows_of(const Xls *book, XlsPlace place, Str *problem)
{
    XlsRows *rows = arena_new(book->arena, XlsRows);
    Walk at = walk_from(book, place);
    rows->book = book;
    for (XlsRecord record; rows->problem.len == 0 && xls_sheet_walk(&at, &record);)
        note_record(rows, &record);
    if (rows->problem.len == 0 && !at.has_ended)
        rows->problem = XLS_DAMAGED;
    if (rows->in_disorder)
        qsort(rows->cells.at, rows->cells.count, sizeof *rows->cells.at, xls_sheet_compare);
    /* a program that does not calculate gives no result to any formula */
    rows->asks_for_calculation |= rows->has_formula && !rows->has_result && !book->is_calculated;
    *problem = rows->problem;
    if (problem->len)
        free_rows(rows);
    return problem->len ? NULL : rows;
}

/* ---- values */

static void xls_sheet_show(XlsxCell *cell, XlsxKind kind, Str text)
{
    cell->kind = kind;
    cell->text = text;
}

/* Seventeen digits give every double back; from here on it goes the way of the numbers of .xlsx, which stand there as text. */
static void xls_sheet_show_number(const XlsRows *rows, const Cell *from, double value, XlsxCell *cell)
{
    char digits[40];
    const XlsxStyles *styles = &rows->book->styles;
    XlsxFormat format = from->style < styles->list.count ? styles->list.at[from->style] : (XlsxFormat) { .shown = SHOWS_NUMBER };
    snprintf(digits, sizeof digits, "%.17g", value);
    if (isfinite(value))
        xlsx_show_number(rows->texts, str_of(digits), format, rows->book->is_1904, cell);
    else
        xls_sheet_show(cell, XLSX_BAD, STR("the cell holds a number that cannot be read"));
}

static double double_of(uint32_t low, uint32_t high)
{
    double value;
    uint64_t bits = (uint64_t) high << 32 | low;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static double xls_sheet_number_at(const XlsRows *rows, size_t at)
{
    return double_of(xls_u32(rows->book->stream, at), xls_u32(rows->book->stream, at + 4));
}

/* Thirty bits: a whole number, or the upper half of another; a hundred times too large perhaps (RkNumber of [MS-XLS]). The shift of a
   negative number is done by hand, since C leaves open what >> does to its sign. */
static double short_number_at(const XlsRows *rows, size_t at)
{
    enum { IS_HUNDREDFOLD = 1, IS_WHOLE = 2 };
    uint32_t bits = xls_u32(rows->book->stream, at);
    int32_t whole = (int32_t) (bits >> 2) - (bits >> 31 ? 1 << 30 : 0);
    double value = bits & IS_WHOLE ? whole : double_of(0, bits & ~3u);
    return bits & IS_HUNDREDFOLD ? value / 100 : value;
}

static void xls_sheet_show_shared(const XlsRows *rows, uint32_t index, XlsxCell *cell)
{
    const XlsxStrings *strings = &rows->book->strings;
    if (index < strings->list.count)
        xls_sheet_show(cell, XLSX_TEXT, strings->list.at[index]);
    else
        xls_sheet_show(cell, XLSX_BAD, STR("the cell refers to a text that the workbook does not have"));
}

static void show_text(const XlsRows *rows, size_t at, size_t offset, XlsxCell *cell)
{
    XlsRecord record;
    Str stream = rows->book->stream;
    if (!xls_next_record(stream, &at, &record))
        return;
    XlsCursor cursor = xls_cursor(stream, &record, offset);
    Str text = xls_take_text(&cursor, rows->texts, rows->book->writing, 2);
    if (cursor.is_broken)
        xls_sheet_show(cell, XLSX_BAD, STR("the cell holds a text that is cut off: the workbook is damaged"));
    else
        xls_sheet_show(cell, XLSX_TEXT, text);
}

static void xls_sheet_show_error(const XlsRows *rows, uint32_t code, XlsxCell *cell)
{
    static const struct {
        uint8_t code;
        const char *name;
    } errors[] = { { 0x00, "#NULL!" }, { 0x07, "#DIV/0!" }, { 0x0F, "#VALUE!" }, { 0x17, "#REF!" },
                   { 0x1D, "#NAME?" }, { 0x24, "#NUM!" },   { 0x2A, "#N/A" } };
    cell->shown = arena_format(rows->texts, "#%u", code);
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].code == code)
            cell->shown = str_of(errors[i].name);
    xls_sheet_show(cell, XLSX_BAD, arena_format(rows->texts, "the cell shows the error %.*s", STR_ARG(cell->shown)));
}

static void xls_sheet_show_truth(uint32_t value, XlsxCell *cell)
{
    xls_sheet_show(cell, XLSX_TRUTH, value ? STR("TRUE") : STR("FALSE"));
}

static void show_no_value(XlsxCell *cell)
{
    xls_sheet_show(cell, XLSX_BAD, STR("the formula has no value yet: open the workbook in a spreadsheet program and save it"));
}

/* LibreOffice writes 0 for a text that it has not worked out anew, and does not say so; whoever opens the workbook sees the text. */
static void show_doubt(XlsxCell *cell)
{
    cell->shown = STR("0");
    xls_sheet_show(
        cell, XLSX_BAD,
        STR("the formula holds 0, as programs write it that have not worked it out: look at it in a spreadsheet program, and save the "
            "workbook as .xlsx"));
}

/* As in workbooks of the new kind: 0 of a program that leaves formulas to the next one is no value. */
static void show_result(const XlsRows *rows, const Cell *from, XlsxCell *cell)
{
    enum { CALCULATE_ON_LOAD = 2 };
    Str stream = rows->book->stream;
    double number = xls_sheet_number_at(rows, from->at);
    bool is_number = xls_u16(stream, from->at + 6) != NO_NUMBER;
    uint32_t kind = xls_u8(stream, from->at), value = xls_u8(stream, from->at + 2);
    bool asks = rows->asks_for_calculation || (xls_u16(stream, from->at + 8) & CALCULATE_ON_LOAD);
    if (asks && (is_number ? number == 0 : kind == RESULT_NOTHING))
        show_no_value(cell);
    else if (is_number && number == 0 && !rows->book->is_calculated)
        show_doubt(cell);
    else if (is_number)
        xls_sheet_show_number(rows, from, number, cell);
    else if (kind == RESULT_TRUTH)
        xls_sheet_show_truth(value, cell);
    else if (kind == RESULT_ERROR)
        xls_sheet_show_error(rows, value, cell);
}

static void show_cell(const XlsRows *rows, const Cell *from, XlsxCell *cell)
{
    Str stream = rows->book->stream;
    switch ((CellKind) from->kind) {
    case CELL_RK: xls_sheet_show_number(rows, from, short_number_at(rows, from->at), cell); break;
    case CELL_NUMBER: xls_sheet_show_number(rows, from, xls_sheet_number_at(rows, from->at), cell); break;
    case CELL_SHARED: xls_sheet_show_shared(rows, xls_u32(stream, from->at), cell); break;
    case CELL_LABEL: show_text(rows, from->at, 6, cell); break;
    case CELL_TRUTH:
        if (xls_u8(stream, from->at + 1))
            xls_sheet_show_error(rows, xls_u8(stream, from->at), cell);
        else
            xls_sheet_show_truth(xls_u8(stream, from->at), cell);
        break;
    case CELL_RESULT: show_result(rows, from, cell); break;
    case CELL_RESULT_TEXT:
        if (from->at)
            show_text(rows, from->at, 0, cell);
        else
            show_no_value(cell);
        break;
    }
}

/* ---- rows */

/* Of a cell that is written twice the last counts. */
static void show_row(XlsRows *rows, uint32_t row)
{
    rows->shown.count = 0;
    for (; rows->next < rows->cells.count && rows->cells.at[rows->next].row == row; rows->next++) {
        const Cell *from = &rows->cells.at[rows->next];
        XlsxCell cell = { .column = from->column };
        if (rows->next + 1 < rows->cells.count && from[1].row == row && from[1].column == from->column)
            continue;
        show_cell(rows, from, &cell);
        if (cell.text.len)
            array_push(&rows->shown, cell);
    }
}

bool xls_next(XlsRows *rows, Arena *arena, XlsxRow *row)
{
    rows->texts = arena;
    while (rows->next < rows->cells.count) {
        uint32_t number = rows->cells.at[rows->next].row;
        show_row(rows, number);
        rows->number = number + 1;
        if (rows->shown.count == 0)
            continue;
        *row = (XlsxRow) { rows->number, rows->hidden[number / 8] >> number % 8 & 1, rows->shown.at, (uint32_t) rows->shown.count };
        return true;
    }
    return false;
}

uint32_t xls_number(const XlsRows *rows)
{
    return rows->number;
}

void xls_close(XlsRows *rows)
{
    free_rows(rows);
}

/* ---- merged cells */

/* A number of ranges: first and last row, first and last column. */
static void add_merges(XlsxMerges *merges, Arena *arena, Str body)
{
    enum { EACH = 8 };
    for (size_t at = 2; at + EACH <= body.len && merges->count < MOST_MERGES; at += EACH) {
        XlsxMerge merge = { xls_u16(body, at) + 1, xls_u16(body, at + 2) + 1, xls_u16(body, at + 4), xls_u16(body, at + 6) };
        bool is_range = merge.first_row != merge.last_row || merge.first_column != merge.last_column;
        if (is_range && merge.first_row <= merge.last_row && merge.first_column <= merge.last_column)
            arena_push(arena, merges, merge);
    }
}

XlsxMerges xls_merges(const Xls *book, XlsPlace place, Arena *arena)
{
    XlsxMerges merges = { 0 };
    Walk at = walk_from(book, place);
    for (XlsRecord record; xls_sheet_walk(&at, &record);)
        if (record.type == XLS_MERGED_CELLS)
            add_merges(&merges, arena, record.body);
    xlsx_merges_sort(&merges);
    return merges;
}
