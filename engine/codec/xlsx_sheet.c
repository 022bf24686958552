/* The rows of a sheet, one after another: the parser pauses at the end of each, so that a sheet of a million rows takes no more memory
   than its widest row. A cell that holds nothing is left out; a row of such cells is passed over.

   The parser's events come as flat calls, and the state between them is a few flags: in_data, in_row, in_cell, and what is open within a
   cell. Elements that are not known are passed over with all that is in them, for programs put in their own. */
#include "codec/xlsx_parts.h"
#include "base/ascii.h"

#include <stdio.h>

/* How a cell says what its value is: its attribute t. */
typedef enum { VALUE_NUMBER, VALUE_SHARED, VALUE_TEXT, VALUE_INLINE, VALUE_TRUTH, VALUE_ERROR, VALUE_DAY } ValueKind;

struct XlsxRows {
    Xml xml;
    XlsxContext context;
    Arena *texts; /* of the caller, for the row that is read */
    ARRAY(XlsxCell) cells;
    uint32_t row, next_column; /* the row from 1, the column from 0 */
    bool is_hidden, in_row, in_data;
    /* the cell that is read: */
    uint32_t column;
    ValueKind kind;
    XlsxFormat format;
    XlsxRuns runs; /* of an inline text */
    Text value;
    Str formula; /* its beginning, in `opening` */
    char opening[64];
    bool in_cell, in_value, in_inline, in_formula;
    bool has_value, has_inline, has_formula; /* in the cell: the elements v, is, f */
};

/* ---- places */

bool xlsx_read_address(Str address, uint32_t *column, uint32_t *row)
{
    size_t at = address.len && address.at[0] == '$';
    uint32_t letters = 0, digits = 0;
    for (; at < address.len && ascii_is_upper(address.at[at]) && letters <= XLSX_MAX_COLUMN; at++)
        letters = letters * 26 + (uint32_t) (address.at[at] - 'A' + 1);
    at += at < address.len && address.at[at] == '$';
    for (; at < address.len && ascii_is_digit(address.at[at]) && digits <= XLSX_MAX_ROW; at++)
        digits = digits * 10 + (uint32_t) (address.at[at] - '0');
    *column = letters - 1;
    *row = digits;
    return at == address.len && letters > 0 && digits > 0;
}

XlsxAddress xlsx_address(uint32_t column, uint64_t row)
{
    char letters[8];
    size_t at = sizeof letters;
    XlsxAddress address;
    letters[--at] = 0;
    for (uint64_t rest = (uint64_t) column + 1; rest > 0; rest = (rest - 1) / 26)
        letters[--at] = (char) ('A' + (rest - 1) % 26);
    snprintf(address.text, sizeof address.text, "%s%llu", letters + at, (unsigned long long) row);
    return address;
}

/* ---- cells */

static ValueKind xlsx_sheet_kind_of(Str type)
{
    static const struct {
        const char *type;
        ValueKind kind;
    } kinds[] = {
        { "s", VALUE_SHARED }, { "str", VALUE_TEXT }, { "inlineStr", VALUE_INLINE },
        { "b", VALUE_TRUTH },  { "e", VALUE_ERROR },  { "d", VALUE_DAY },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(type, kinds[i].type))
            return kinds[i].kind;
    return VALUE_NUMBER;
}

static XlsxFormat xlsx_sheet_format_of(const XlsxRows *rows, Str style)
{
    /* No style, or one that is not there, is the plain one. */
    uint64_t index = 0;
    str_to_uint(style, &index);
    return index < rows->context.styles->list.count ? rows->context.styles->list.at[index] : (XlsxFormat) { .shown = SHOWS_NUMBER };
}

static void xlsx_sheet_start_cell(XlsxRows *rows, const char **attributes)
{
    uint32_t row = rows->row;
    Str address = xml_attribute(attributes, "r");
    rows->column = rows->next_column;
    if (address.len && (!xlsx_read_address(address, &rows->column, &row) || row != rows->row))
        xml_fail(&rows->xml, arena_format(rows->xml.arena, "a cell of row %u says that it is '%.*s'", rows->row,
                                          STR_ARG(str_slice(address, 0, address.len < 20 ? address.len : 20))));
    else if (rows->column < rows->next_column || rows->column >= XLSX_MAX_COLUMN)
        xml_fail(&rows->xml, STR("the cells of a row do not stand in the order of their columns"));
    rows->kind = xlsx_sheet_kind_of(xml_attribute(attributes, "t"));
    rows->format = xlsx_sheet_format_of(rows, xml_attribute(attributes, "s"));
    rows->next_column = rows->column + 1;
    rows->in_cell = true;
    rows->has_value = rows->has_inline = rows->has_formula = false;
    rows->formula.len = 0;
    text_clear(&rows->value);
    xlsx_runs_clear(&rows->runs);
}

static void xlsx_sheet_show(XlsxCell *cell, XlsxKind kind, Str text)
{
    cell->kind = kind;
    cell->text = text;
}

static void xlsx_sheet_show_shared(XlsxRows *rows, Str value, XlsxCell *cell)
{
    uint64_t index;
    if (str_to_uint(value, &index) && index < rows->context.strings->list.count)
        xlsx_sheet_show(cell, XLSX_TEXT, rows->context.strings->list.at[index]);
    else
        xlsx_sheet_show(cell, XLSX_BAD, STR("the cell refers to a text that the workbook does not have"));
}

static void show_error(XlsxRows *rows, Str value, XlsxCell *cell)
{
    xlsx_sheet_show(
        cell, XLSX_BAD,
        arena_format(rows->texts, "the cell shows the error %.*s", STR_ARG(str_slice(value, 0, value.len < 20 ? value.len : 20))));
    cell->shown = arena_str(rows->texts, value);
}

static void show_truth(XlsxRows *rows, Str value, XlsxCell *cell)
{
    static const char *const words[] = { "0", "false", "FALSE", "False", "1", "true", "TRUE", "True" };
    enum { WORDS = sizeof words / sizeof *words };
    size_t word = 0;
    while (word < WORDS && !str_is(value, words[word]))
        word++;
    if (word < WORDS) {
        xlsx_sheet_show(cell, XLSX_TRUTH, word < WORDS / 2 ? STR("FALSE") : STR("TRUE"));
        return;
    }
    cell->shown = arena_str(rows->texts, value);
    xlsx_sheet_show(cell, XLSX_BAD,
                    arena_format(rows->texts, "the cell is to be TRUE or FALSE, and holds '%.*s'",
                                 STR_ARG(str_slice(value, 0, value.len < 40 ? value.len : 40))));
}

static void xlsx_sheet_show_value(XlsxRows *rows, Str value, XlsxCell *cell)
{
    switch (rows->kind) {
    case VALUE_NUMBER: xlsx_show_number(rows->texts, value, rows->format, rows->context.is_1904, cell); break;
    case VALUE_SHARED: xlsx_sheet_show_shared(rows, value, cell); break;
    case VALUE_TEXT:
    case VALUE_INLINE: xlsx_sheet_show(cell, XLSX_TEXT, xlsx_unescape(rows->texts, value)); break;
    case VALUE_TRUTH: show_truth(rows, value, cell); break;
    case VALUE_ERROR: show_error(rows, value, cell); break;
    case VALUE_DAY: xlsx_show_iso(rows->texts, value, SHOWS_MOMENT, cell); break;
    }
}

/* Whether a formula without a value can have come to nothing: it must hold a text or call something. One that others share is not
   looked up, and may have. */
static bool may_be_nothing(Str formula)
{
    return formula.len == 0 || str_find(formula, STR("\""), 0) != SIZE_MAX || str_find(formula, STR("("), 0) != SIZE_MAX;
}

/* Of a formula the value counts that it had when the workbook was saved. A program that does not calculate leaves it out, or
   writes 0 behind every formula and asks the next one to calculate. */
static bool lacks_value(const XlsxRows *rows, Str value)
{
    double number;
    if (!rows->has_formula)
        return false;
    if (value.len == 0)
        return rows->kind != VALUE_TEXT || !rows->has_value || rows->context.is_uncalculated || !may_be_nothing(rows->formula);
    return rows->context.is_uncalculated && rows->kind == VALUE_NUMBER && str_to_double(value, &number) && number == 0;
}

static void xlsx_sheet_end_cell(XlsxRows *rows)
{
    XlsxCell cell = { .column = rows->column };
    Str value = text_str(&rows->value), written = xlsx_runs_take(&rows->runs, rows->texts);
    if (rows->kind != VALUE_TEXT && rows->kind != VALUE_INLINE)
        value = str_trim(value);
    rows->in_cell = false;
    if (rows->has_inline && (written.len || value.len == 0))
        xlsx_sheet_show(&cell, XLSX_TEXT, written);
    else if (lacks_value(rows, value))
        xlsx_sheet_show(&cell, XLSX_BAD, STR("the formula has no value yet: open the workbook in a spreadsheet program and save it"));
    else if (value.len)
        xlsx_sheet_show_value(rows, value, &cell);
    if (cell.text.len)
        array_push(&rows->cells, cell);
}

/* ---- rows */

static void xlsx_sheet_start_row(XlsxRows *rows, const char **attributes)
{
    uint64_t number = (uint64_t) rows->row + 1;
    Str written = xml_attribute(attributes, "r"), hidden = xml_attribute(attributes, "hidden");
    if (written.len && !str_to_uint(written, &number))
        number = 0;
    if (number <= rows->row || number > XLSX_MAX_ROW) {
        xml_fail(&rows->xml, number > XLSX_MAX_ROW ? STR("the sheet has more rows than any spreadsheet program reads")
                                                   : STR("the rows do not stand in the order of their numbers"));
        return;
    }
    rows->row = (uint32_t) number;
    rows->next_column = 0;
    rows->cells.count = 0;
    rows->is_hidden = str_is(hidden, "1") || str_is(hidden, "true");
    rows->in_row = true;
}

static void xlsx_sheet_end_row(XlsxRows *rows)
{
    rows->in_row = false;
    if (rows->cells.count)
        xml_pause(&rows->xml);
}

/* ---- the parser's events */

static void xlsx_sheet_start_within_cell(XlsxRows *rows, Str name)
{
    bool value = str_is(name, "v"), written = str_is(name, "is"), formula = str_is(name, "f");
    rows->in_value |= value;
    rows->has_value |= value;
    rows->in_inline |= written;
    rows->has_inline |= written;
    rows->in_formula |= formula;
    rows->has_formula |= formula;
    if (rows->in_inline)
        xlsx_runs_start(&rows->runs, name);
}

static void xlsx_sheet_start(Xml *xml, Str name, const char **attributes)
{
    XlsxRows *rows = xml->context;
    if (rows->in_cell) {
        xlsx_sheet_start_within_cell(rows, name);
    } else if (rows->in_row) {
        if (str_is(name, "c"))
            xlsx_sheet_start_cell(rows, attributes);
    } else if (str_is(name, "row") && rows->in_data) {
        xlsx_sheet_start_row(rows, attributes);
    } else if (str_is(name, "sheetData")) {
        rows->in_data = true;
    }
}

static void xlsx_sheet_end_within_cell(XlsxRows *rows, Str name)
{
    if (rows->in_inline)
        xlsx_runs_end(&rows->runs, name);
    if (str_is(name, "v"))
        rows->in_value = false;
    else if (str_is(name, "is"))
        rows->in_inline = false;
    else if (str_is(name, "f"))
        rows->in_formula = false;
    else if (str_is(name, "c"))
        xlsx_sheet_end_cell(rows);
}

static void xlsx_sheet_end(Xml *xml, Str name)
{
    XlsxRows *rows = xml->context;
    if (rows->in_cell)
        xlsx_sheet_end_within_cell(rows, name);
    else if (rows->in_row && str_is(name, "row"))
        xlsx_sheet_end_row(rows);
    else if (str_is(name, "sheetData"))
        rows->in_data = false;
}

static void keep_opening(XlsxRows *rows, Str text)
{
    size_t room = sizeof rows->opening - rows->formula.len, len = text.len < room ? text.len : room;
    memcpy(rows->opening + rows->formula.len, text.at, len);
    rows->formula = (Str) { rows->opening, rows->formula.len + len };
}

static void xlsx_sheet_text(Xml *xml, Str text)
{
    XlsxRows *rows = xml->context;
    bool fits = true;
    if (rows->in_value) {
        fits = rows->value.len + text.len <= XLSX_MAX_CELL_BYTES;
        if (fits)
            text_add(&rows->value, text);
    } else if (rows->in_inline) {
        fits = xlsx_runs_add(&rows->runs, text);
    } else if (rows->in_formula) {
        keep_opening(rows, text);
    }
    if (!fits)
        xml_fail(xml, STR("a text is longer than 1 MiB"));
}

/* ---- reading */

XlsxRows *xlsx_rows_of(Arena *arena, Input *input, const XlsxContext *context)
{
    XlsxRows *rows = arena_new(arena, XlsxRows);
    *rows = (XlsxRows) { .xml = { .context = rows, .start = xlsx_sheet_start, .end = xlsx_sheet_end, .text = xlsx_sheet_text },
                         .context = *context };
    xml_open(&rows->xml, arena, input);
    return rows;
}

bool xlsx_next(XlsxRows *rows, Arena *arena, XlsxRow *row)
{
    rows->texts = arena;
    if (!xml_go_on(&rows->xml))
        return false;
    *row = (XlsxRow) { rows->row, rows->is_hidden, rows->cells.at, (uint32_t) rows->cells.count };
    return true;
}

Str xlsx_problem(const XlsxRows *rows)
{
    return rows->xml.problem;
}

uint32_t xlsx_row_number(const XlsxRows *rows)
{
    return rows->row;
}

void xlsx_rows_close(XlsxRows *rows)
{
    xml_close(&rows->xml);
    array_free(&rows->cells);
    text_free(&rows->runs.text);
    text_free(&rows->value);
}
