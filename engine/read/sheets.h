/* Which sheet of a workbook holds the records of a table: the one that is called like it, else the one whose headings are its
   fields. Hidden sheets are not looked at unless they are named. */
#ifndef DULY_READ_SHEETS_H
#define DULY_READ_SHEETS_H

#include "codec/workbook.h"
#include "read/reader.h"

/* The first rows of a sheet that are not blank, at most TOP_ROWS of them, as the search for headings wants them. */
typedef struct TopRow TopRow;
typedef struct {
    const TopRow *rows;
    size_t count;
} SheetTop;
bool sheet_read_top(Arena *arena, Workbook *book, const XlsxSheet *sheet, SheetTop *top, Str *problem);

/* The sheet of a table: the named one, or where `name` is empty the one that fits. NULL with a sentence. */
const XlsxSheet *sheet_find(Arena *arena, Workbook *book, const Table *table, Str name, Str *problem);

/* ReaderFormat.find of workbooks. */
bool sheets_match(Arena *arena, Input *input, const TableList *tables, SheetTables *sheets, Str *problem);

#endif
