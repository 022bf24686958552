/* What the files of the workbook reader share. */
#ifndef DULY_CODEC_XLSX_PARTS_H
#define DULY_CODEC_XLSX_PARTS_H

#include <expat.h>

#include "base/array.h"
#include "codec/xlsx.h"

/* ---- the archive (xlsx_zip.c) */

typedef struct XlsxZip XlsxZip;
struct WorkbookBytes; /* workbook_parts.h */

/* Takes the bytes, which the arena then frees. NULL with a sentence. */
XlsxZip *xlsx_zip_open(Arena *arena, struct WorkbookBytes *bytes, Str *problem);
bool xlsx_zip_has(XlsxZip *zip, Str part);
/* What an archive is that is surely no workbook, as a sentence; else empty. */
Str xlsx_zip_other(XlsxZip *zip, Arena *arena);
/* A part as a stream of bytes, with the limits of xlsx.h. NULL with a sentence. input_close when done. */
Input *xlsx_zip_part(XlsxZip *zip, Arena *arena, Str part, Str *problem);

/* An entry as the archive holds it: what is copied from one archive to another without being unpacked. */
typedef struct {
    Str name; /* its bytes, as they are */
    uint32_t checksum;
    unsigned method;
    uint64_t size, packed_size;
    bool is_old_name; /* the archive does not say that it is UTF-8 */
} XlsxEntry;
size_t xlsx_zip_count(XlsxZip *zip);
/* False with a sentence. */
bool xlsx_zip_entry(XlsxZip *zip, Arena *arena, size_t index, XlsxEntry *entry, Str *problem);
/* Its packed bytes. NULL with a sentence. */
Input *xlsx_zip_packed(XlsxZip *zip, Arena *arena, size_t index, Str *problem);
/* Whether a name of a part is that of an entry. */
bool xlsx_part_is(Str part, Str entry);

/* ---- XML (xlsx_xml.c) */

/* A part on its way through expat. Names are without prefixes. Document types, and with them entities, are refused. */
typedef struct Xml Xml;
struct Xml {
    void *context;
    void (*start)(Xml *xml, Str name, const char **attributes); /* name, value, name, value, ..., NULL */
    void (*end)(Xml *xml, Str name);
    void (*text)(Xml *xml, Str text); /* NULL: not wanted */
    /* NULL: not wanted; else `text` must be NULL. It is given every byte of the part, in UTF-8, whatever it belongs to. Those of a tag come
       before `start` or `end` is called for it, and is_tag is set meanwhile; an empty element has all of its bytes in its start. */
    void (*raw)(Xml *xml, Str bytes);
    Input *input;
    XML_Parser parser;
    Arena *arena; /* of the problem */
    Str problem;
    uint64_t fed_bytes;
    bool paused, ended, is_tag;
};

void xml_open(Xml *xml, Arena *arena, Input *input);
/* Goes on until a handler pauses it (true), or to the end or a problem (false). */
bool xml_go_on(Xml *xml);
void xml_pause(Xml *xml);
/* The first problem counts. */
void xml_fail(Xml *xml, Str sentence);
void xml_close(Xml *xml);
/* Reads all of it, without pauses; false with the problem. Closes it. */
bool xml_read_all(Xml *xml);
/* The value of an attribute, by its name without a prefix; empty: there is none. */
Str xml_attribute(const char **attributes, const char *name);

/* ---- the workbook (xlsx.c) */

XlsxZip *xlsx_archive(const Xlsx *book);
/* The part that lists the sheets; and the one with the styles, empty where there is none. */
Str xlsx_list_part(const Xlsx *book);
Str xlsx_styles_part(const Xlsx *book);
/* The part that tells to what another part refers: xl/_rels/workbook.xml.rels of xl/workbook.xml. */
Str xlsx_relations_part(Arena *arena, Str part);
/* What a part calls a target, as the name of a part. */
Str xlsx_target_part(Arena *arena, Str part, Str target);

/* ---- texts (xlsx_strings.c) */

/* Collects the text of a shared or inline string: its runs, without the phonetic ones. */
typedef struct {
    Text text;
    uint32_t phonetic; /* depth of rPh */
    bool in_text;
} XlsxRuns;
void xlsx_runs_start(XlsxRuns *runs, Str name);
void xlsx_runs_end(XlsxRuns *runs, Str name);
/* False: it has become longer than a text of a cell may be. */
bool xlsx_runs_add(XlsxRuns *runs, Str text);
void xlsx_runs_clear(XlsxRuns *runs);
/* With _x000D_ and its like decoded, in the arena; then they are clear. */
Str xlsx_runs_take(XlsxRuns *runs, Arena *arena);
/* The same for a text that is there as a whole. */
Str xlsx_unescape(Arena *arena, Str text);

typedef struct {
    ARRAY(Str) list; /* in the arena */
} XlsxStrings;
bool xlsx_strings_read(Arena *arena, Input *input, XlsxStrings *strings, Str *problem);

/* ---- number formats (xlsx_styles.c) */

typedef enum { SHOWS_NUMBER, SHOWS_DAY, SHOWS_MONTH, SHOWS_MOMENT, SHOWS_TIME, SHOWS_LENGTH } XlsxShown;

typedef struct {
    XlsxShown shown;
    Str code; /* of a number: as the file or ECMA-376 has it; empty: it is shown plainly */
} XlsxFormat;

typedef struct {
    ARRAY(XlsxFormat) list; /* by the index that cells give; in the arena */
} XlsxStyles;
bool xlsx_styles_read(Arena *arena, Input *input, XlsxStyles *styles, Str *problem);
/* What a code makes of numbers; its bytes are kept. */
XlsxFormat xlsx_format_of_code(Str code);
/* What a number of a format stands for that is not written out in the file. */
XlsxFormat xlsx_format_of_number(uint64_t number);
/* "General" in one of its spellings: how many bytes of it stand here; 0: something else. */
size_t xlsx_general_at(Str code, size_t at);

/* ---- numbers as formats show them (xlsx_format.c) */

/* `plain` is the number without a format; it is what is shown where the code is empty, cannot be followed, or shows nothing. */
Str xlsx_format_number(Arena *arena, Str code, Str plain, double value);

/* ---- values (xlsx_value.c) */

/* What a number in a cell shows. `is_1904`: days are counted from 1904. */
void xlsx_show_number(Arena *arena, Str number, XlsxFormat format, bool is_1904, XlsxCell *cell);
/* A day or moment that is written out: 2003-06-01T00:00:00; and how much of it the cell shows. */
void xlsx_show_iso(Arena *arena, Str text, XlsxShown shown, XlsxCell *cell);

/* ---- the rows of a sheet (xlsx_sheet.c) */

typedef struct {
    const XlsxStrings *strings;
    const XlsxStyles *styles;
    bool is_1904;
    bool is_uncalculated; /* it was written by a program that left the formulas to the next that opens it */
} XlsxContext;
/* The arena holds the rows' state; the input is closed by xlsx_rows_close. */
XlsxRows *xlsx_rows_of(Arena *arena, Input *input, const XlsxContext *context);
/* "F13" or "$F$13"; false when it is no address. */
bool xlsx_read_address(Str address, uint32_t *column, uint32_t *row);

/* ---- merged cells (xlsx_merges.c) */

/* Reads the part of a sheet, and closes it. */
XlsxMerges xlsx_merges_of(Arena *arena, Input *sheet);
/* By their first row, as xlsx.h has them. */
void xlsx_merges_sort(XlsxMerges *merges);

#endif
