/* Writing a workbook: into a temporary file, whose bytes then go to the report's output. Rows of a sheet are written from the first
   to the last, so that none is kept. */
#ifndef DULY_REPORT_BOOK_H
#define DULY_REPORT_BOOK_H

#include <xlsxwriter.h>

#include "base/library.h"
#include "report/report.h"

typedef enum {
    BOOK_PLAIN,
    BOOK_HEAD,     /* of a column */
    BOOK_TITLE,
    BOOK_WRAP,     /* several lines */
    BOOK_LINK,
    BOOK_DAY,
    /* what is coloured; the same for days follows each */
    BOOK_ERROR, BOOK_ERROR_DAY,
    BOOK_WARNING, BOOK_WARNING_DAY,
    BOOK_INFO, BOOK_INFO_DAY,
    BOOK_WAIVED, BOOK_WAIVED_DAY,
    BOOK_GOOD,
    BOOK_FORMAT_COUNT
} BookFormat;

#define BOOK_FUNCTIONS(USE) \
    USE(format_set_align) USE(format_set_bg_color) USE(format_set_bold) USE(format_set_bottom) USE(format_set_font_color) \
    USE(format_set_font_size) USE(format_set_num_format) USE(format_set_text_wrap) USE(format_set_underline) \
    USE(lxw_rowcol_to_cell) USE(lxw_strerror) USE(lxw_workbook_free) USE(workbook_add_format) USE(workbook_add_worksheet) \
    USE(workbook_close) USE(workbook_new_opt) USE(workbook_set_properties) USE(workbook_validate_sheet_name) \
    USE(worksheet_autofilter) USE(worksheet_freeze_panes) USE(worksheet_set_column) USE(worksheet_write_blank) \
    USE(worksheet_write_comment_opt) USE(worksheet_write_datetime) USE(worksheet_write_number) USE(worksheet_write_string) \
    USE(worksheet_write_url_opt)

typedef struct {
    BOOK_FUNCTIONS(LIBRARY_POINTER)
} BookLibrary;

typedef struct {
    Arena *arena;
    BookLibrary library;
    lxw_workbook *workbook; /* NULL: it cannot be written, and `problem` says why */
    const char *path;       /* of the temporary file */
    Str problem;
    lxw_format *formats[BOOK_FORMAT_COUNT];
} Book;

/* A cell: its sheet, row and column, both from 0. */
typedef struct {
    lxw_worksheet *sheet;
    lxw_row_t row;
    lxw_col_t column;
} BookCell;

enum { BOOK_ROWS = LXW_ROW_MAX };

void book_open(Book *book, Arena *arena);
/* A sheet of that name, or one like it that a workbook may have. NULL when there can be none. */
lxw_worksheet *book_sheet(Book *book, Str name);

/* Texts are made harmless, and cut where no cell could hold them. */
void book_text(Book *book, BookCell cell, Str text, BookFormat format);
/* An empty cell, for its colour. */
void book_blank(Book *book, BookCell cell, BookFormat format);
void book_number(Book *book, BookCell cell, double number, BookFormat format);
/* Nothing where there is no day. */
void book_day(Book *book, BookCell cell, duly_date day, BookFormat format);
/* A text that leads to a cell of this workbook. A sheet has so many links and no more; then it is a text only. */
void book_link(Book *book, BookCell cell, BookCell to, Str text, BookFormat format);
/* A comment on a cell, of several lines. */
void book_comment(Book *book, BookCell cell, Str text);

/* The width of columns; the rows and columns that stay when a sheet is scrolled; the arrows for choosing, from a cell of headings
   to the last row and column. */
void book_width(Book *book, lxw_worksheet *sheet, lxw_col_t first, lxw_col_t last, double width);
void book_freeze(Book *book, lxw_worksheet *sheet, lxw_row_t rows, lxw_col_t columns);
void book_filter(Book *book, BookCell from, lxw_row_t row, lxw_col_t column);

BookFormat book_severity(const duly_finding *finding);

/* Writes all of it to the output, which fails where that is impossible. The day is the one that the workbook says it was made on. */
void book_finish(Book *book, Output *out, duly_date made);
/* Takes away what is left; also after book_finish. */
void book_close(Book *book);

#endif
