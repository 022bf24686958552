/* Workbooks, by libxlsxwriter in constant memory. */
#include "report/book.h"

#include <errno.h>
#include <stdio.h>

#include "base/calendar.h"
#include "base/utf8.h"
#include "report/printable.h"

enum { CELL_BYTES = 32000, COMMENT_BYTES = 4000, SHEET_CODES = 31, CHUNK = 1 << 16 };

/* ---- opening */

static bool load_library(BookLibrary *library, Arena *arena, Str *problem)
{
#ifdef LIBRARY_XLSXWRITER
#define ROW(name) { #name, offsetof(BookLibrary, name) },
    static const LibraryFunction functions[] = { BOOK_FUNCTIONS(ROW) };
    return library_load(arena, LIBRARY_XLSXWRITER, functions, sizeof functions / sizeof *functions, library, problem);
#else
    (void) arena;
    (void) problem;
    BOOK_FUNCTIONS(LIBRARY_LINKED)
    return true;
#endif
}

static void make_formats(Book *book)
{
    static const struct {
        BookFormat format;
        uint32_t back, front;
    } colours[] = {
        { BOOK_ERROR, 0xFFC7CE, 0x9C0006 }, { BOOK_WARNING, 0xFFEB9C, 0x7F6000 }, { BOOK_INFO, 0xDDEBF7, 0x1F4E78 },
        { BOOK_WAIVED, 0xE7E6E6, 0x3F3F3F }, { BOOK_GOOD, 0xE2EFDA, 0x375623 },
    };
    for (int i = 0; i < BOOK_FORMAT_COUNT; i++)
        book->formats[i] = book->library.workbook_add_format(book->workbook);
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++) {
        unsigned kinds = colours[i].format != BOOK_GOOD ? 2 : 1;
        for (unsigned as_day = 0; as_day < kinds; as_day++) {
            lxw_format *format = book->formats[colours[i].format + as_day];
            book->library.format_set_bg_color(format, colours[i].back);
            book->library.format_set_font_color(format, colours[i].front);
            if (as_day)
                book->library.format_set_num_format(format, "yyyy-mm-dd");
        }
    }
    book->library.format_set_bold(book->formats[BOOK_HEAD]);
    book->library.format_set_bg_color(book->formats[BOOK_HEAD], 0xD9D9D9);
    book->library.format_set_bottom(book->formats[BOOK_HEAD], LXW_BORDER_THIN);
    book->library.format_set_bold(book->formats[BOOK_TITLE]);
    book->library.format_set_font_size(book->formats[BOOK_TITLE], 14);
    book->library.format_set_text_wrap(book->formats[BOOK_WRAP]);
    book->library.format_set_align(book->formats[BOOK_WRAP], LXW_ALIGN_VERTICAL_TOP);
    book->library.format_set_font_color(book->formats[BOOK_LINK], 0x0563C1);
    book->library.format_set_underline(book->formats[BOOK_LINK], LXW_UNDERLINE_SINGLE);
    book->library.format_set_num_format(book->formats[BOOK_DAY], "yyyy-mm-dd");
}

void book_open(Book *book, Arena *arena)
{
    *book = (Book) { .arena = arena, .path = temporary_file(arena) };
    if (!book->path) {
        book->problem = arena_format(arena, "cannot make a temporary file: %s", strerror(errno));
        return;
    }
    if (!load_library(&book->library, arena, &book->problem))
        return;
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    book->workbook = book->library.workbook_new_opt(book->path, &options);
    if (book->workbook)
        make_formats(book);
    else
        book->problem = STR("there is not enough memory for a workbook");
}

/* Sheets have names of at most 31 characters, without []:*?/\ and no apostrophe at either end. */
static void add_name(Text *out, Str name)
{
    size_t codes = 0;
    for (size_t at = 0, size; at < name.len && codes < SHEET_CODES && utf8_valid_len(str_slice(name, at, name.len)); at += size) {
        uint32_t code = utf8_decode(name.at + at, &size);
        bool is_bad = code < 0x20 || (code < 0x80 && strchr("[]:*?/\\'", (int) code));
        codes += code > 0xFFFF ? 2 : 1;
        text_add_code(out, is_bad ? '_' : code);
    }
    if (out->len == 0)
        text_add(out, STR("Sheet"));
}

lxw_worksheet *book_sheet(Book *book, Str name)
{
    lxw_worksheet *sheet = NULL;
    Text text = { 0 };
    if (!book->workbook)
        return NULL;
    add_name(&text, name);
    Str safe = arena_str(book->arena, text_str(&text));
    text_free(&text);
    if (book->library.workbook_validate_sheet_name(book->workbook, safe.at) == LXW_NO_ERROR)
        sheet = book->library.workbook_add_worksheet(book->workbook, safe.at);
    return sheet ? sheet : book->library.workbook_add_worksheet(book->workbook, NULL);
}

/* ---- cells */

static bool can_write(const Book *book, const BookCell *cell)
{
    return book->workbook && cell->sheet && cell->row < LXW_ROW_MAX && cell->column < LXW_COL_MAX;
}

/* Lines stay lines. */
static void add_clean(Text *out, Str s, size_t most)
{
    for (size_t start = 0; start <= s.len;) {
        size_t end = str_find(s, STR("\n"), start);
        if (end == SIZE_MAX)
            end = s.len;
        if (start > 0)
            text_add_char(out, '\n');
        printable_add(out, str_slice(s, start, end));
        start = end + 1;
    }
    if (out->len > most) {
        out->len = utf8_valid_len((Str) { out->at, most });
        text_add(out, STR("…"));
    }
    text_add_char(out, 0);
}

void book_text(Book *book, BookCell cell, Str s, BookFormat format)
{
    Text text = { 0 };
    if (!can_write(book, &cell) || s.len == 0)
        return;
    add_clean(&text, s, CELL_BYTES);
    book->library.worksheet_write_string(cell.sheet, cell.row, cell.column, text.at, book->formats[format]);
    text_free(&text);
}

void book_blank(Book *book, BookCell cell, BookFormat format)
{
    if (can_write(book, &cell))
        book->library.worksheet_write_blank(cell.sheet, cell.row, cell.column, book->formats[format]);
}

void book_number(Book *book, BookCell cell, double number, BookFormat format)
{
    if (can_write(book, &cell))
        book->library.worksheet_write_number(cell.sheet, cell.row, cell.column, number, book->formats[format]);
}

/* Spreadsheets begin with 1900, and are wrong until its March. */
void book_day(Book *book, BookCell cell, duly_date day, BookFormat format)
{
    lxw_datetime at = { .year = day.year, .month = day.month, .day = day.day };
    if (can_write(book, &cell) && day.year > 1900)
        book->library.worksheet_write_datetime(cell.sheet, cell.row, cell.column, &at, book->formats[format]);
}

/* Within a link the apostrophes of a sheet's name are doubled; book_sheet leaves none in it. */
void book_link(Book *book, BookCell cell, BookCell to, Str s, BookFormat format)
{
    char address[LXW_MAX_CELL_NAME_LENGTH];
    if (!can_write(book, &cell) || !to.sheet)
        return;
    book->library.lxw_rowcol_to_cell(address, to.row, to.column);
    Text url = { 0 }, text = { 0 };
    text_format(&url, "internal:'%s'!%s%c", to.sheet->name, address, 0);
    add_clean(&text, s, CELL_BYTES);
    lxw_error error = book->library.worksheet_write_url_opt(cell.sheet, cell.row, cell.column, url.at, book->formats[format], text.at, NULL);
    if (error != LXW_NO_ERROR)
        book->library.worksheet_write_string(cell.sheet, cell.row, cell.column, text.at, book->formats[BOOK_PLAIN]);
    text_free(&url);
    text_free(&text);
}

static uint16_t height_of(Str text)
{
    enum { LINE = 18, LINES = 24, BYTES = 60 };
    size_t lines = 1 + text.len / BYTES;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    return (uint16_t) (LINE * (lines < LINES ? lines + 1 : LINES));
}

void book_comment(Book *book, BookCell cell, Str s)
{
    if (!can_write(book, &cell) || s.len == 0)
        return;
    Text text = { 0 };
    add_clean(&text, s, COMMENT_BYTES);
    lxw_comment_options options = { .author = "duly", .width = 320, .height = height_of(text_str(&text)) };
    book->library.worksheet_write_comment_opt(cell.sheet, cell.row, cell.column, text.at, &options);
    text_free(&text);
}

void book_width(Book *book, lxw_worksheet *sheet, lxw_col_t first, lxw_col_t last, double width)
{
    book->library.worksheet_set_column(sheet, first, last, width, NULL);
}

void book_freeze(Book *book, lxw_worksheet *sheet, lxw_row_t rows, lxw_col_t columns)
{
    book->library.worksheet_freeze_panes(sheet, rows, columns);
}

void book_filter(Book *book, BookCell from, lxw_row_t row, lxw_col_t column)
{
    book->library.worksheet_autofilter(from.sheet, from.row, from.column, row, column);
}

BookFormat book_severity(const duly_finding *finding)
{
    static const BookFormat formats[] = { [DULY_ERROR] = BOOK_ERROR, [DULY_WARNING] = BOOK_WARNING, [DULY_INFO] = BOOK_INFO };
    return finding->outcome == DULY_WAIVED ? BOOK_WAIVED : formats[finding->severity];
}

/* ---- closing */

static void copy(Book *book, Output *out)
{
    char *chunk = arena_alloc(book->arena, CHUNK);
    Str problem = { 0 };
    Input *input = input_open(book->arena, book->path, &problem);
    for (long got; input && (got = input->read(input, chunk, CHUNK)) != 0;) {
        if (got < 0) {
            problem = str_of(input->problem);
            break;
        }
        output_add(out, (Str) { chunk, (size_t) got });
    }
    if (problem.len)
        output_refuse(out, problem);
    if (input)
        input_close(input);
}

void book_finish(Book *book, Output *out, duly_date made)
{
    if (!book->workbook) {
        output_refuse(out, book->problem);
        return;
    }
    Date date = date_pack(made.year, made.month, made.day);
    lxw_doc_properties properties = { .created = (time_t) date_to_day(date) * 86400 };
    book->library.workbook_set_properties(book->workbook, &properties);
    lxw_error error = book->library.workbook_close(book->workbook);
    book->workbook = NULL;
    if (error == LXW_NO_ERROR)
        copy(book, out);
    else
        output_refuse(out, str_of(book->library.lxw_strerror(error)));
}

void book_close(Book *book)
{
    if (book->workbook)
        book->library.lxw_workbook_free(book->workbook);
    if (book->path)
        file_remove(book->path);
    book->workbook = NULL;
    book->path = NULL;
}
