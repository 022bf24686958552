/* A workbook of any kind, by its bytes and not by its name: of Excel since 2007 (.xlsx), of Excel before (.xls, and .et of WPS), of
   LibreOffice (.ods). What comes out is the same for all: sheets, and the rows of a sheet one after another, as xlsx.h has them. */
#ifndef DULY_CODEC_WORKBOOK_H
#define DULY_CODEC_WORKBOOK_H

#include "codec/xlsx.h"

typedef struct Workbook Workbook;
typedef struct WorkbookRows WorkbookRows;

/* Reads the input to its end. The arena owns all of it, and closes what must be closed. NULL with a sentence in *problem. */
Workbook *workbook_open(Arena *arena, Input *input, Str *problem);
XlsxSheets workbook_sheets(const Workbook *book);
/* The program that wrote it last, as it says itself; empty: it does not say. */
Str workbook_program(Workbook *book);

/* As the functions of xlsx.h. */
WorkbookRows *workbook_rows_open(Workbook *book, const XlsxSheet *sheet, Str *problem);
bool workbook_next(WorkbookRows *rows, Arena *arena, XlsxRow *row);
Str workbook_problem(const WorkbookRows *rows);
uint32_t workbook_row_number(const WorkbookRows *rows);
void workbook_rows_close(WorkbookRows *rows);
XlsxMerges workbook_merges(Workbook *book, const XlsxSheet *sheet, Arena *arena);

#endif
