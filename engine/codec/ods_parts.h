/* What the files of the reader of OpenDocument share. */
#ifndef DULY_CODEC_ODS_PARTS_H
#define DULY_CODEC_ODS_PARTS_H

#include "codec/workbook_parts.h"

typedef struct Ods Ods;

enum { ODS_MAX_REPEATED = 16 << 20 }; /* cells that hold something and stand for several, all of a sheet together */

/* Elements that are not the content of a cell, though they stand in it: remarks, drawings. */
bool ods_is_aside(Str element);
/* A number that says how often something is repeated or how far it spans: 1 where there is none, or it is no number. */
uint64_t ods_count(const char **attributes, const char *name);

/* Those of the sheet with this number, from a part that begins at the start of content.xml. */
void *ods_rows_of(Arena *arena, Input *content, size_t sheet);
bool ods_next(void *rows, Arena *arena, XlsxRow *row);
Str ods_problem(const void *rows);
uint32_t ods_number(const void *rows);
void ods_close(void *rows);

/* ---- values (ods_value.c) */

/* What a cell says of itself, and the text that it shows. */
typedef struct {
    Str type;  /* float, percentage, currency, date, time, boolean, string; empty: it holds no value */
    Str value; /* of one that is no text */
    Str text;  /* that is shown */
    bool has_formula, is_error;
    bool is_shown; /* even if it shows nothing, as what a formula came to: LibreOffice leaves the type out then */
} OdsCell;
/* Its texts are made in the arena. A cell without text afterwards holds nothing. */
void ods_show(Arena *arena, const OdsCell *from, XlsxCell *cell);

#endif
