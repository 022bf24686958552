/* This room holds what is opened in a program for spreadsheets. Writing a workbook: parts of our own in a package, so that no cell is ever
   lost in silence. Rows of a sheet are written from the first to the last and not kept; only where links and comments stand is. */
#ifndef DULY_REPORT_BOOK_BOOK_H
#define DULY_REPORT_BOOK_BOOK_H

#include "base/array.h"
#include "base/map.h"
#include "report/book/package.h"
#include "report/report.h"
#include "report/voice.h"

typedef enum {
    BOOK_PLAIN,
    BOOK_HEAD, /* of a column */
    BOOK_TITLE,
    BOOK_WRAP, /* several lines */
    BOOK_LINK,
    BOOK_DAY,
    BOOK_TEXT, /* what is typed stays as it is: 007, and numbers of more than 15 digits */
    /* what is coloured; the same for days follows each */
    BOOK_ERROR,
    BOOK_ERROR_DAY,
    BOOK_WARNING,
    BOOK_WARNING_DAY,
    BOOK_INFO,
    BOOK_INFO_DAY,
    BOOK_WAIVED,
    BOOK_WAIVED_DAY,
    BOOK_GOOD,
    BOOK_FORMAT_COUNT
} BookFormat;

/* What a sheet holds in every program for spreadsheets. */
enum { BOOK_ROWS = 1048576, BOOK_COLUMNS = 16384, BOOK_CELL_UNITS = 32767 /* of UTF-16 */ };

typedef struct BookSheet BookSheet;

typedef struct {
    Arena *arena;
    Package *package;
    Part *types;               /* of the parts */
    ARRAY(BookSheet *) sheets; /* these live in the arena */
    Map *names;                /* of the sheets, as they are compared */
    Text clean, xml;           /* of the cell or comment at hand */
    duly_date made;            /* the day on which it says it was made; no year: it does not say */
    bool is_strict;            /* in the strict form of the standard, as the workbook is that a sheet is added to */
    unsigned first_style;      /* what the looks of its cells are counted from */
    const char *program;       /* what says it has written the workbook; NULL: duly, which does not read its own reports */
    uint64_t cut, lost;        /* texts that were too long for a cell; cells that had no place on a sheet */
} Book;

/* A cell: its sheet, row and column, both from 0. */
typedef struct {
    BookSheet *sheet;
    uint32_t row, column;
} BookCell;

/* All of it goes with the arena. */
void book_open(Book *book, Arena *arena);
/* Sheets that are added to a workbook of somebody else, in its package; its styles get ours from `first_style` on. */
void book_open_within(Book *book, Arena *arena, Package *package, unsigned first_style);
/* A sheet that is there already: its name is taken, and links may lead to it. */
BookSheet *book_sheet_there(Book *book, Str name);
/* Writes a sheet into the part of that name. The book must be one within another, and the sheet its only one. */
BookSheet *book_sheet_in(Book *book, Str name, Str part);
/* A sheet of that name, or one like it that a workbook may have: "list (2)" where there is "List". */
BookSheet *book_sheet(Book *book, Str name);

/* Texts are made harmless, and cut where no cell could hold them: book->cut counts that. Cells of a row may come in any order, rows
   only from the first to the last. What is behind the last row or column is counted in book->lost. */
void book_text(Book *book, BookCell cell, Str text, BookFormat format);
void book_phrase(Book *book, BookCell cell, const Voice *voice, WordsId phrase, BookFormat format);
/* Several of one row. */
typedef struct {
    uint32_t column;
    Str text;
    BookFormat format;
} BookText;
void book_texts(Book *book, BookSheet *sheet, uint32_t row, const BookText *texts, size_t count);
/* An empty cell, for its colour. */
void book_blank(Book *book, BookCell cell, BookFormat format);
void book_count(Book *book, BookCell cell, uint64_t count, BookFormat format);
/* A number, as the text of a decimal: it is shown like that. False where no number would be, and nothing is written then: 007, 1e9,
   more than 15 digits. */
bool book_number(Book *book, BookCell cell, Str decimal, BookFormat format);
/* Nothing where there is no day that spreadsheets know. */
void book_day(Book *book, BookCell cell, duly_date day, BookFormat format);
/* A text that leads to a cell of this workbook. A sheet has so many links and no more; then it is a text only. */
void book_link(Book *book, BookCell cell, BookCell to, Str text, BookFormat format);
/* A comment on a cell, of several lines. */
void book_comment(Book *book, BookCell cell, Str text);

/* The width of columns, from left to right; the rows and columns that stay when a sheet is scrolled: both while its first rows are
   written. The arrows for choosing, from a cell of headings to the last row and column: at any time. */
void book_width(BookSheet *sheet, uint32_t first, uint32_t last, double width);
/* The same, and how cells look there that are typed. */
void book_column(Book *book, BookSheet *sheet, uint32_t column, double width, BookFormat format);
/* Headings beside one another, from the first column on, and the widths of what stands below; 0: it stays as it is. */
typedef struct {
    WordsId phrase;
    double width;
} BookHeading;
void book_headings(Book *book, BookSheet *sheet, uint32_t row, const Voice *voice, const BookHeading *headings, size_t count);
/* What may be typed in a column below its heading, in the words of the format: type="list" and so on, and the formulas. Where it is
   something else, the program asks whether it is meant. */
void book_validate(BookSheet *sheet, uint32_t column, Str attributes, Str formulas);
/* A sheet that is there for others alone, such as one with what a list offers. */
void book_hide(BookSheet *sheet);
void book_freeze(BookSheet *sheet, uint32_t rows, uint32_t columns);
void book_filter(BookCell from, uint32_t row, uint32_t column);

BookFormat book_severity(const duly_finding *finding);

/* A sentence on what the workbook could not take; empty where it took all. */
Str book_limits(const Book *book, const Voice *voice);

/* Ends the sheets of a book within another. */
void book_end_sheets(Book *book);
Str book_sheet_name(const BookSheet *sheet);
/* Writes all of it to the output, which fails where that is impossible. The day is the one that the workbook says it was made on; no
   year: it does not say. */
void book_finish(Book *book, Output *out, duly_date made);

#endif
