/* What the kinds of workbooks share. */
#ifndef DULY_CODEC_WORKBOOK_PARTS_H
#define DULY_CODEC_WORKBOOK_PARTS_H

#include <stdio.h>

#include "codec/workbook.h"
#include "codec/xlsx_parts.h"

/* What one kind of workbook can do; `book` and `rows` are its own. */
typedef struct {
    XlsxSheets (*sheets)(const void *book);
    Str (*program)(void *book); /* NULL: it never says */
    void *(*rows)(void *book, const XlsxSheet *sheet, Str *problem);
    bool (*next)(void *rows, Arena *arena, XlsxRow *row);
    Str (*problem)(const void *rows);
    uint32_t (*number)(const void *rows);
    void (*close)(void *rows);
    XlsxMerges (*merges)(void *book, const XlsxSheet *sheet, Arena *arena);
} WorkbookKind;

extern const WorkbookKind workbook_ods, workbook_xls;

/* ---- the bytes of a file: small ones in memory, larger ones in a temporary file that has no name (workbook_bytes.c) */

typedef struct WorkbookBytes {
    Text memory; /* all of them, or none */
    FILE *file;  /* NULL: in memory */
} WorkbookBytes;

/* False with a sentence. What was read is the caller's to free. */
bool workbook_read_bytes(Arena *arena, Input *input, WorkbookBytes *bytes, Str *problem);
/* The first of them, FILE_KIND_BYTES or fewer. */
Str workbook_head(Arena *arena, const WorkbookBytes *bytes);
void workbook_bytes_free(WorkbookBytes *bytes);

/* ---- what each kind makes of them: NULL with a sentence */

bool ods_is(XlsxZip *zip);
void *ods_of_zip(Arena *arena, XlsxZip *zip, Str *problem);
void *xls_of_bytes(Arena *arena, WorkbookBytes *bytes, Str *problem);

#endif
