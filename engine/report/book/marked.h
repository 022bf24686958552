/* The workbook that came, with remarks on some of its cells. What is written is the archive that was read: entries are copied without
   being unpacked, but for those that the remarks concern. Of the sheets these are the styles of cells, and cells that were not there;
   their comments, with the boxes of those; one sheet is added, the last. */
#ifndef DULY_REPORT_BOOK_MARKED_H
#define DULY_REPORT_BOOK_MARKED_H

#include "codec/xlsx.h"
#include "report/book/book.h"

typedef struct Original Original;

/* A cell, from 0, how it is coloured, and what is said of it. */
typedef struct {
    uint32_t row, column;
    BookFormat format;
    Str comment;
    bool is_said;  /* in a comment that was there */
    bool is_reply; /* in the conversation that the cell has */
} CellRemark;
typedef ARRAY(CellRemark) CellRemarks;

/* Opens the workbook at a path. NULL: it is of a kind that is not marked like this, or cannot be read now: then with a sentence. */
Original *marked_open(Arena *arena, Str path, Str *problem);
XlsxSheets marked_sheets(const Original *original);
XlsxMerges marked_merges(Original *original, const XlsxSheet *sheet, Arena *arena);
bool marked_has_macros(const Original *original);
/* Where a cell has a conversation, a remark is a reply: what stands before it in a comment that tells the conversation ("Reply:"), and
   when it is made, as 2003-12-31T00:00:00.00. */
typedef struct {
    Str heading, moment;
} MarkedReply;
/* The sheet that is added is written into the book that this opens. */
void marked_begin(Original *original, Book *book, MarkedReply reply);
/* The remarks are sorted by row and column, one a cell. */
void marked_sheet(Original *original, const XlsxSheet *sheet, CellRemarks *remarks);
/* Adds the sheet: to be begun behind all that are marked. */
BookSheet *marked_add_sheet(Original *original, Str name);
/* Writes all of it; a sentence where that is impossible, else empty. */
Str marked_finish(Original *original, Output *out);

#endif
