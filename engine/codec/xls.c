/* Workbooks of Excel before 2007 (BIFF, .xls; .et of WPS), by libfreexl. It gives values, and days where a number is formatted as one; what
   else a workbook says (merged cells, hidden rows, other formats) it does not see. A sheet is held in memory as a whole: it has 65,536
   rows at most. */
#include <errno.h>
#include <freexl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/library.h"
#include "codec/workbook_parts.h"

/* clang-format off */
#define XLS_FUNCTIONS(USE) \
    USE(freexl_open) USE(freexl_close) USE(freexl_get_info) USE(freexl_get_worksheet_name) \
    USE(freexl_select_active_worksheet) USE(freexl_worksheet_dimensions) USE(freexl_get_cell_value)
/* clang-format on */

typedef struct {
    XLS_FUNCTIONS(LIBRARY_POINTER)
} XlsLibrary;

typedef struct {
    XlsLibrary library;
    Arena *arena;
    const void *handle;
    ARRAY(XlsxSheet) sheets;
} Xls;

typedef struct {
    Xls *book;
    uint32_t row, rows; /* the next to be looked at, from 0 */
    uint16_t sheet, columns;
    Str problem;
    ARRAY(XlsxCell) cells;
} XlsRows;

/* ---- opening */

static bool load_library(XlsLibrary *library, Arena *arena, Str *problem)
{
#ifdef LIBRARY_FREEXL
#define ROW(name) { #name, offsetof(XlsLibrary, name) },
    static const LibraryFunction functions[] = { XLS_FUNCTIONS(ROW) };
    return library_load(arena, LIBRARY_FREEXL, functions, sizeof functions / sizeof *functions, library, problem);
#else
    (void) arena;
    (void) problem;
    XLS_FUNCTIONS(LIBRARY_LINKED)
    return true;
#endif
}

static void close_book(void *object)
{
    Xls *book = object;
    if (book->handle)
        book->library.freexl_close(book->handle);
}

static bool copy_bytes(const WorkbookBytes *bytes, FILE *to)
{
    char chunk[64 << 10];
    if (!bytes->file)
        return fwrite(bytes->memory.at, 1, bytes->memory.len, to) == bytes->memory.len;
    rewind(bytes->file);
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, bytes->file)) > 0;)
        if (fwrite(chunk, 1, got, to) != got)
            return false;
    return !ferror(bytes->file);
}

/* The library opens files by their names: a temporary one, which is gone as soon as it is open. */
static int open_handle(Xls *book, const WorkbookBytes *bytes, Str *problem)
{
    const char *path = temporary_file(book->arena);
    FILE *copy = path ? fopen(path, "wb") : NULL;
    bool copied = copy && copy_bytes(bytes, copy);
    bool closed = copy && fclose(copy) == 0;
    int status = FREEXL_OK;
    if (copied && closed)
        status = book->library.freexl_open(path, &book->handle);
    else
        *problem = arena_format(book->arena, "cannot write a temporary file: %s", strerror(errno));
    if (path)
        file_remove(path);
    return status;
}

static Str explain(int status)
{
    switch (status) {
    case FREEXL_INSUFFICIENT_MEMORY: return STR("there is not enough memory for it");
    case FREEXL_UNSUPPORTED_CHARSET: return STR("the workbook is in an encoding that is not known; save it as .xlsx");
    case FREEXL_BIFF_WORKBOOK_NOT_FOUND:
    case FREEXL_BIFF_INVALID_BOF: return STR("this is a workbook of a kind that is too old or too odd to be read; save it as .xlsx");
    default: return STR("the workbook is damaged: open it in a spreadsheet program and save it as .xlsx");
    }
}

static bool is_encrypted(const Xls *book)
{
    unsigned info = 0;
    return book->library.freexl_get_info(book->handle, FREEXL_BIFF_PASSWORD, &info) == FREEXL_OK && info == FREEXL_BIFF_OBFUSCATED;
}

static void list_sheets(Xls *book)
{
    unsigned count = 0;
    book->library.freexl_get_info(book->handle, FREEXL_BIFF_SHEET_COUNT, &count);
    for (unsigned i = 0; i < count && i < XLSX_MAX_SHEETS; i++) {
        const char *name = NULL;
        book->library.freexl_get_worksheet_name(book->handle, (unsigned short) i, &name);
        XlsxSheet sheet = { .name = arena_str(book->arena, name ? str_of(name) : (Str) { 0 }) };
        arena_push(book->arena, &book->sheets, sheet);
    }
}

void *xls_of_bytes(Arena *arena, WorkbookBytes *bytes, Str *problem)
{
    Xls *book = arena_new(arena, Xls);
    book->arena = arena;
    if (!load_library(&book->library, arena, problem))
        return NULL;
    arena_defer(arena, close_book, book);
    int status = open_handle(book, bytes, problem);
    if (problem->len)
        return NULL;
    if (status != FREEXL_OK)
        *problem = explain(status);
    else if (is_encrypted(book))
        *problem = STR("the workbook is encrypted; open it with its password and save it without one");
    else
        list_sheets(book);
    if (problem->len == 0 && book->sheets.count == 0)
        *problem = STR("the workbook has no sheet");
    return problem->len ? NULL : book;
}

/* ---- cells */

static void show(XlsxCell *cell, XlsxKind kind, Str text)
{
    cell->kind = kind;
    cell->text = text;
}

static void show_number(Arena *arena, const char *format, double value, XlsxCell *cell)
{
    char digits[40];
    snprintf(digits, sizeof digits, format, value);
    xlsx_show_number(arena, str_of(digits), (XlsxFormat) { .shown = SHOWS_NUMBER }, false, cell);
}

static void show_cell(Arena *arena, const FreeXL_CellValue *value, XlsxCell *cell)
{
    switch (value->type) {
    case FREEXL_CELL_INT: show_number(arena, "%.0f", value->value.int_value, cell); break;
    case FREEXL_CELL_DOUBLE: show_number(arena, "%.17g", value->value.double_value, cell); break;
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME: xlsx_show_iso(arena, str_of(value->value.text_value), SHOWS_MOMENT, cell); break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT: show(cell, XLSX_TEXT, arena_str(arena, str_of(value->value.text_value))); break;
    default: break;
    }
}

/* ---- rows */

static bool select_sheet(XlsRows *rows, Str *problem)
{
    const XlsLibrary *library = &rows->book->library;
    unsigned count = 0;
    unsigned short columns = 0;
    int status = library->freexl_select_active_worksheet(rows->book->handle, rows->sheet);
    if (status == FREEXL_OK)
        status = library->freexl_worksheet_dimensions(rows->book->handle, &count, &columns);
    rows->rows = count;
    rows->columns = columns;
    if (status != FREEXL_OK)
        *problem = explain(status);
    return status == FREEXL_OK;
}

static void *rows_of(void *object, const XlsxSheet *sheet, Str *problem)
{
    Xls *book = object;
    XlsRows *rows = arena_new(book->arena, XlsRows);
    *rows = (XlsRows) { .book = book, .sheet = (uint16_t) (sheet - book->sheets.at) };
    return select_sheet(rows, problem) ? rows : NULL;
}

static void read_row(XlsRows *rows, Arena *arena)
{
    rows->cells.count = 0;
    for (uint16_t column = 0; column < rows->columns; column++) {
        FreeXL_CellValue value = { .type = FREEXL_CELL_NULL };
        XlsxCell cell = { .column = column };
        if (rows->book->library.freexl_get_cell_value(rows->book->handle, rows->row, column, &value) == FREEXL_OK)
            show_cell(arena, &value, &cell);
        if (cell.text.len)
            array_push(&rows->cells, cell);
    }
}

static bool next(void *of, Arena *arena, XlsxRow *row)
{
    XlsRows *rows = of;
    while (rows->row < rows->rows) {
        read_row(rows, arena);
        rows->row++;
        if (rows->cells.count == 0)
            continue;
        *row = (XlsxRow) { rows->row, false, rows->cells.at, (uint32_t) rows->cells.count };
        return true;
    }
    return false;
}

static Str problem_of(const void *rows)
{
    return ((const XlsRows *) rows)->problem;
}

static uint32_t number_of(const void *rows)
{
    return ((const XlsRows *) rows)->row;
}

static void close_rows(void *of)
{
    XlsRows *rows = of;
    array_free(&rows->cells);
}

static XlsxSheets sheets_of(const void *book)
{
    return (XlsxSheets) { ((const Xls *) book)->sheets.at, ((const Xls *) book)->sheets.count };
}

const WorkbookKind workbook_xls = {
    .is_bare = true,
    .sheets = sheets_of,
    .rows = rows_of,
    .next = next,
    .problem = problem_of,
    .number = number_of,
    .close = close_rows,
};
