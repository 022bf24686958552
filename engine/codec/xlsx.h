/* Workbooks (ECMA-376: .xlsx, .xlsm): their sheets, and the rows of a sheet one after another. Of a workbook only the texts that
   its cells share and the number formats are kept; rows stream. What is shown in a cell is what counts: the value that a formula
   gave when the workbook was saved, a number as its format shows it and with the fifteen digits that spreadsheets have, a day where
   the format shows one. Everything that is hostile or broken ends the reading with a sentence. */
#ifndef DULY_CODEC_XLSX_H
#define DULY_CODEC_XLSX_H

#include "base/array.h"
#include "base/io.h"

typedef struct Xlsx Xlsx;

enum {
    XLSX_MAX_ROW = 1 << 20, /* as spreadsheets have it */
    XLSX_MAX_COLUMN = 1 << 14,
    XLSX_MAX_SHEETS = 4096,
    XLSX_MAX_CELL_BYTES = 1 << 20,     /* of one text */
    XLSX_MAX_SHARED = 4 << 20,         /* texts that cells share */
    XLSX_MAX_SHARED_BYTES = 256 << 20, /* all of them */
    XLSX_MAX_RATIO = 250,              /* how far a part may have been compressed, once it is larger than ... */
    XLSX_RATIO_FROM = 64 << 20,
};

typedef struct {
    Str name;
    bool hidden;
    Str part; /* the entry of the archive that holds it */
} XlsxSheet;

typedef struct {
    const XlsxSheet *at;
    size_t count;
} XlsxSheets;

typedef enum {
    XLSX_TEXT,
    XLSX_NUMBER,
    XLSX_TRUTH,  /* TRUE or FALSE */
    XLSX_DAY,    /* 2003-06-01 */
    XLSX_MONTH,  /* 2003年6月: the format shows no day, and the day is the first */
    XLSX_MOMENT, /* 2003-06-01T09:30:00 */
    XLSX_TIME,   /* 09:30:00 */
    XLSX_BAD     /* cannot be read; the text is a sentence that says why */
} XlsxKind;

/* A cell that holds something. */
typedef struct {
    uint32_t column; /* from 0 */
    XlsxKind kind;
    Str text;
    Str shown; /* of a bad one: what stands in it (#N/A), may be empty */
    Str exact; /* of a number: the number itself, whatever its format makes of it; of a day whose time of day
                        makes it likely that the next was meant: both, 2003-05-31T23:59:17; else empty */
} XlsxCell;

typedef struct {
    uint32_t number; /* from 1 */
    bool hidden;
    const XlsxCell *cells; /* from left to right, without the empty ones */
    uint32_t count;        /* at least 1 */
} XlsxRow;

/* The part, without its ending, of the sheet that a marked workbook gets: by it one is known. */
#define XLSX_FOUND_PART "xl/worksheets/duly"

/* The arena owns all of it, and closes what must be closed. NULL with a sentence in *problem. Workbooks of any kind are opened by
   workbook_open (workbook.h), which looks at what they are. */
struct XlsxZip;
Xlsx *xlsx_of_zip(Arena *arena, struct XlsxZip *zip, Str *problem);
XlsxSheets xlsx_sheets(const Xlsx *book);
/* The program that wrote it last, as it says itself; empty: it does not say. */
Str xlsx_program(Xlsx *book);

/* The rows of a sheet. It must be one of xlsx_sheets(book). NULL with a sentence. */
typedef struct XlsxRows XlsxRows;
XlsxRows *xlsx_rows_open(Xlsx *book, const XlsxSheet *sheet, Str *problem);
/* The next row that holds something; its texts live in the arena given or as long as the workbook, the array of its cells until
   the next call. False at the end, or when xlsx_problem says why there are no more. */
bool xlsx_next(XlsxRows *rows, Arena *arena, XlsxRow *row);
Str xlsx_problem(const XlsxRows *rows);
/* The row that was read last, or in which reading stopped. */
uint32_t xlsx_row_number(const XlsxRows *rows);
void xlsx_rows_close(XlsxRows *rows);

/* The merged cells of a sheet, by their first row, in the arena: rows from 1, columns from 0. */
typedef struct {
    uint32_t first_row, last_row, first_column, last_column;
} XlsxMerge;
typedef ARRAY(XlsxMerge) XlsxMerges;
XlsxMerges xlsx_merges(Xlsx *book, const XlsxSheet *sheet, Arena *arena);

/* "F13": of a column from 0 and a row from 1. */
typedef struct {
    char text[16];
} XlsxAddress;
XlsxAddress xlsx_address(uint32_t column, uint64_t row);

#endif
