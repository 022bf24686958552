/* What the files of the reader of old workbooks share. */
#ifndef DULY_CODEC_XLS_PARTS_H
#define DULY_CODEC_XLS_PARTS_H

#include "codec/decoder.h"
#include "codec/workbook_parts.h"

/* All numbers in such a file are little endian. Whoever asks knows that the bytes are there. */
static inline uint32_t xls_u8(Str bytes, size_t at)
{
    return (unsigned char) bytes.at[at];
}

static inline uint32_t xls_u16(Str bytes, size_t at)
{
    return xls_u8(bytes, at) | xls_u8(bytes, at + 1) << 8;
}

static inline uint32_t xls_u32(Str bytes, size_t at)
{
    return xls_u16(bytes, at) | xls_u16(bytes, at + 2) << 16;
}

/* ---- the file (xls_container.c) */

/* The stream of records in it, which lives as long as the arena and the bytes. Empty, with a sentence: there is none. */
Str xls_stream(Arena *arena, WorkbookBytes *bytes, Str *problem);

/* ---- records (xls_record.c) */

/* Those that are looked at; [MS-XLS] 2.3. */
enum {
    XLS_FORMULA = 0x06,
    XLS_EOF = 0x0A,
    XLS_DATE_1904 = 0x22,
    XLS_FILE_PASS = 0x2F,
    XLS_CONTINUE = 0x3C,
    XLS_CODE_PAGE = 0x42,
    XLS_UNCALCULATED = 0x5E,
    XLS_BOUND_SHEET = 0x85,
    XLS_MUL_RK = 0xBD,
    XLS_RSTRING = 0xD6,
    XLS_XF = 0xE0,
    XLS_MERGED_CELLS = 0xE5,
    XLS_SST = 0xFC,
    XLS_LABEL_SST = 0xFD,
    XLS_NUMBER = 0x203,
    XLS_LABEL = 0x204,
    XLS_BOOL_ERR = 0x205,
    XLS_STRING = 0x207,
    XLS_ROW = 0x208,
    XLS_RK = 0x27E,
    XLS_FORMAT = 0x41E,
    XLS_BOF = 0x809,
};

typedef struct {
    uint32_t type;
    Str body;
    size_t at; /* where the body begins in the stream */
} XlsRecord;

/* The record at a place, which is passed. False: the stream ends there, or within the record. */
bool xls_next_record(Str stream, size_t *at, XlsRecord *record);

/* How texts are written in a workbook. */
typedef struct {
    bool is_wide;     /* Excel 97 and later: UTF-16, of which the upper halves are left out where all are zero */
    Decoder *decoder; /* else, of the code page; NULL: ASCII, UTF-8, or one that is not known */
} XlsWriting;

/* Reads on from a place within a record, over the borders of those that continue it. */
typedef struct {
    Str stream;
    size_t at, end; /* of the record */
    bool is_broken; /* something was asked for that is not there */
} XlsCursor;

XlsCursor xls_cursor(Str stream, const XlsRecord *record, size_t offset);
/* A number of so many bytes, at most 4; 0 where there is none. */
uint32_t xls_take(XlsCursor *cursor, unsigned bytes);
/* A text whose length stands before it in so many bytes, 1 or 2. */
Str xls_take_text(XlsCursor *cursor, Arena *arena, XlsWriting writing, unsigned length_bytes);

/* ---- what the workbook says of itself (xls.c) */

/* The records of a sheet. */
typedef struct {
    size_t start, end;
} XlsPlace;

typedef struct {
    Arena *arena;
    Str stream;
    bool is_1904;
    bool is_calculated; /* what formulas hold was worked out, and not left to the next program by one of those that do so */
    XlsWriting writing;
    XlsxStrings strings;
    XlsxStyles styles;
    ARRAY(XlsxSheet) sheets;
    ARRAY(XlsPlace) places; /* of the sheets, in the same order */
} Xls;

/* ---- the cells of a sheet (xls_sheet.c) */

typedef struct XlsRows XlsRows;
/* NULL with a sentence. */
XlsRows *xls_rows_of(const Xls *book, XlsPlace place, Str *problem);
bool xls_next(XlsRows *rows, Arena *arena, XlsxRow *row);
uint32_t xls_number(const XlsRows *rows);
void xls_close(XlsRows *rows);
XlsxMerges xls_merges(const Xls *book, XlsPlace place, Arena *arena);

#define XLS_DAMAGED STR("the workbook is damaged: open it in a spreadsheet program and save it as .xlsx")

#endif
