/* Workbooks of Excel before 2007 ([MS-XLS], .xls; .et of WPS): what the records before those of the sheets say, which is where the sheets
   begin, how days are counted, the formats, and the texts that cells share. Of Excel 5 and later; programs that write workbooks without
   having Excel often write those of Excel 5, and a sheet without anything before it. */
#include "codec/xls_parts.h"

enum { MOST_STYLES = 1 << 16, MOST_CODES = 1 << 12, VERSION_97 = 0x600, KIND_SHEET = 0x10 };

/* The build of Excel that programs say they are which are none, such as LibreOffice. It matters for formulas: Excel writes what they
   came to, these may write 0 for all of them. */
enum { BUILD_OF_OTHERS = 0x0DBB };

#define TOO_MANY_SHEETS STR("there are more than 4096 sheets")
#define ENCRYPTED STR("the workbook is encrypted; open it with its password and save it without one")

typedef struct {
    uint32_t number;
    XlsxFormat format;
} Code;

typedef struct {
    Xls *book;
    Str problem;
    bool is_listed;         /* the sheets are */
    ARRAY(Code) codes;      /* of formats that are written out; these two on the heap */
    ARRAY(uint32_t) cells;  /* numbers of formats, by the index that cells give */
    ARRAY(uint32_t) starts; /* of all sheets, of charts and modules too; in the arena */
} Reading;

/* ---- records */

/* Encodings by the numbers that Windows has for them. */
/* 0x8001 is another number for 1252, in old files. 1200, UTF-16, stands in all files of Excel 97, whose texts say themselves how they
   are written. */
static Decoder *decoder_of_page(Arena *arena, uint32_t page)
{
    static const struct {
        uint32_t page;
        Encoding encoding;
    } pages[] = { { 936, ENCODING_GB18030 }, { 54936, ENCODING_GB18030 },     { 950, ENCODING_BIG5 },           { 932, ENCODING_SHIFT_JIS },
                  { 949, ENCODING_EUC_KR },  { 1252, ENCODING_WINDOWS_1252 }, { 0x8001, ENCODING_WINDOWS_1252 } };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (pages[i].page == page)
            return decoder_open(arena, pages[i].encoding);
    return NULL;
}

static void xls_read_code(Reading *reading, const XlsRecord *record)
{
    enum { LONGEST_CODE = 1024 };
    XlsWriting writing = reading->book->writing;
    XlsCursor cursor = xls_cursor(reading->book->stream, record, 0);
    uint32_t number = xls_take(&cursor, 2);
    Str code = xls_take_text(&cursor, reading->book->arena, writing, writing.is_wide ? 2 : 1);
    Code known = { number, xlsx_format_of_code(str_slice(code, 0, code.len < LONGEST_CODE ? code.len : LONGEST_CODE)) };
    if (!cursor.is_broken && reading->codes.count < MOST_CODES)
        array_push(&reading->codes, known);
}

static void read_style(Reading *reading, const XlsRecord *record)
{
    XlsCursor cursor = xls_cursor(reading->book->stream, record, 2);
    uint32_t number = xls_take(&cursor, 2);
    if (reading->cells.count < MOST_STYLES)
        array_push(&reading->cells, number);
}

/* Where the list ends early, cells that refer to what is missing say so. */
static void xls_read_texts(Reading *reading, const XlsRecord *record)
{
    Xls *book = reading->book;
    XlsCursor cursor = xls_cursor(book->stream, record, 4);
    for (uint32_t count = xls_take(&cursor, 4); count > 0; count--) {
        Str text = xls_take_text(&cursor, book->arena, book->writing, 2);
        if (cursor.is_broken)
            return;
        if (book->strings.list.count == XLSX_MAX_SHARED) {
            reading->problem = STR("the cells share more texts than fit into 256 MiB");
            return;
        }
        arena_push(book->arena, &book->strings.list, text);
    }
}

static void xls_add_sheet(Reading *reading, Str name, bool hidden, uint32_t start)
{
    Xls *book = reading->book;
    XlsxSheet sheet = { .name = name, .hidden = hidden };
    XlsPlace place = { start, book->stream.len };
    arena_push(book->arena, &book->sheets, sheet);
    arena_push(book->arena, &book->places, place);
}

static void read_sheet(Reading *reading, const XlsRecord *record)
{
    enum { STATE = 3, TABLE = 0 };
    Xls *book = reading->book;
    XlsCursor cursor = xls_cursor(book->stream, record, 0);
    uint32_t start = xls_take(&cursor, 4), state = xls_take(&cursor, 1), kind = xls_take(&cursor, 1);
    Str name = xls_take_text(&cursor, book->arena, book->writing, 1);
    if (cursor.is_broken)
        reading->problem = XLS_DAMAGED;
    else if (reading->starts.count == XLSX_MAX_SHEETS)
        reading->problem = TOO_MANY_SHEETS;
    else
        arena_push(book->arena, &reading->starts, start);
    if (reading->problem.len == 0 && kind == TABLE)
        xls_add_sheet(reading, name, (state & STATE) != 0, start);
}

static void xls_read_record(Reading *reading, const XlsRecord *record)
{
    Xls *book = reading->book;
    switch (record->type) {
    case XLS_FILE_PASS: reading->problem = ENCRYPTED; break;
    case XLS_DATE_1904: book->is_1904 = record->body.len >= 2 && xls_u16(record->body, 0) == 1; break;
    case XLS_CODE_PAGE:
        if (record->body.len >= 2 && !book->writing.is_wide)
            book->writing.decoder = decoder_of_page(book->arena, xls_u16(record->body, 0));
        break;
    case XLS_FORMAT: xls_read_code(reading, record); break;
    case XLS_XF: read_style(reading, record); break;
    case XLS_SST: xls_read_texts(reading, record); break;
    case XLS_BOUND_SHEET: read_sheet(reading, record); break;
    default: break;
    }
}

/* ---- all of them */

/* A sheet ends where the next one begins at the latest, so that no record is of two sheets. */
static void end_sheets(Reading *reading)
{
    Xls *book = reading->book;
    for (size_t i = 0; i < book->places.count; i++) {
        XlsPlace *place = &book->places.at[i];
        size_t same = 0;
        for (size_t k = 0; k < reading->starts.count; k++) {
            size_t start = reading->starts.at[k];
            same += start == place->start;
            if (start > place->start && start < place->end)
                place->end = start;
        }
        if (same > 1 || place->start >= place->end)
            reading->problem = XLS_DAMAGED;
    }
}

static void resolve_styles(Reading *reading)
{
    Xls *book = reading->book;
    for (size_t i = 0; i < reading->cells.count; i++) {
        XlsxFormat format = xlsx_format_of_number(reading->cells.at[i]);
        for (size_t k = 0; k < reading->codes.count; k++)
            if (reading->codes.at[k].number == reading->cells.at[i])
                format = reading->codes.at[k].format;
        arena_push(book->arena, &book->styles.list, format);
    }
}

/* The first record says which Excel it is for, and whether a sheet begins here at once. */
static void read_beginning(Reading *reading, const XlsRecord *record)
{
    Xls *book = reading->book;
    bool is_97 = record->body.len >= 2 && xls_u16(record->body, 0) >= VERSION_97;
    book->writing = (XlsWriting) { .is_wide = is_97 };
    if (!is_97)
        book->writing.decoder =
            decoder_open(book->arena, ENCODING_GB18030); /* until it says otherwise: those who leave it out are Chinese */
    book->is_calculated = record->body.len < 6 || xls_u16(record->body, 4) != BUILD_OF_OTHERS;
    if (record->body.len < 4 || xls_u16(record->body, 2) != KIND_SHEET)
        return;
    arena_push(book->arena, &reading->starts, 0);
    xls_add_sheet(reading, STR("Sheet1"), false, 0);
}

static void xls_read_records(Reading *reading)
{
    XlsRecord record = { 0 };
    size_t at = 0;
    for (bool first = true; reading->problem.len == 0 && record.type != XLS_EOF; first = false) {
        if (!xls_next_record(reading->book->stream, &at, &record))
            reading->problem = XLS_DAMAGED;
        else if (first)
            read_beginning(reading, &record);
        else
            xls_read_record(reading, &record);
    }
    if (reading->problem.len == 0)
        end_sheets(reading);
    if (reading->problem.len == 0 && reading->book->sheets.count == 0)
        reading->problem = STR("the workbook has no sheet");
}

void *xls_of_bytes(Arena *arena, WorkbookBytes *bytes, Str *problem)
{
    Xls *book = arena_new(arena, Xls);
    Reading reading = { .book = book };
    book->arena = arena;
    book->stream = xls_stream(arena, bytes, problem);
    if (problem->len)
        return NULL;
    xls_read_records(&reading);
    resolve_styles(&reading);
    array_free(&reading.codes);
    array_free(&reading.cells);
    *problem = reading.problem;
    return problem->len ? NULL : book;
}

/* ---- what it can do */

static XlsxSheets xls_sheets_of(const void *book)
{
    return (XlsxSheets) { ((const Xls *) book)->sheets.at, ((const Xls *) book)->sheets.count };
}

static XlsPlace xls_place_of(const Xls *book, const XlsxSheet *sheet)
{
    return book->places.at[sheet - book->sheets.at];
}

static void *codec_xls_rows_of(void *book, const XlsxSheet *sheet, Str *problem)
{
    return xls_rows_of(book, xls_place_of(book, sheet), problem);
}

static bool next(void *rows, Arena *arena, XlsxRow *row)
{
    return xls_next(rows, arena, row);
}

/* What is wrong with a sheet is found before the first of its rows is given. */
static Str problem_of(const void *rows)
{
    (void) rows;
    return (Str) { 0 };
}

static uint32_t xls_number_of(const void *rows)
{
    return xls_number(rows);
}

static void xls_close_rows(void *rows)
{
    xls_close(rows);
}

static XlsxMerges xls_merges_of(void *book, const XlsxSheet *sheet, Arena *arena)
{
    return xls_merges(book, xls_place_of(book, sheet), arena);
}

const WorkbookKind workbook_xls = {
    .sheets = xls_sheets_of,
    .rows = codec_xls_rows_of,
    .next = next,
    .problem = problem_of,
    .number = xls_number_of,
    .close = xls_close_rows,
    .merges = xls_merges_of,
};
