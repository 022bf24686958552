/* Any bytes as a part of a workbook that is marked: a sheet, its relations, the styles, the list of sheets, the types of parts, the comments that
   are there, their boxes, conversations or who takes part in them, as the first byte chooses; the second says where the remarks stand. What is handed over has the cells that came. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "codec/workbook.h"
#include "report/book/marked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define THREADS "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
#define RELATED(id, type, target) "<Relationship Id=\"" id "\" Type=\"" RELATIONS "/" type "\" Target=\"" target "\"/>"
#define LIST(relations) \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" relations "</Relationships>"

static const char *const usual[][2] = {
    { "xl/worksheets/sheet1.xml",
      "<worksheet xmlns=\"" MAIN "\" xmlns:r=\"" RELATIONS "\"><sheetData><row r=\"2\"><c r=\"B2\" s=\"1\"><v>1</v></c></row>"
      "</sheetData><legacyDrawing r:id=\"b\"/></worksheet>" },
    { "xl/worksheets/_rels/sheet1.xml.rels",
      LIST(RELATED("a", "comments", "../comments1.xml") RELATED("b", "vmlDrawing", "../drawings/d.vml")
               RELATED("c", "threadedComment", "../threads.xml")) },
    { "xl/styles.xml", "<styleSheet xmlns=\"" MAIN "\"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>"
                       "<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs></styleSheet>" },
    { "xl/workbook.xml",
      "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELATIONS "\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>" },
    { "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>" },
    { "xl/comments1.xml",
      "<comments xmlns=\"" MAIN "\"><authors><author>x</author></authors><commentList><comment ref=\"B2\" authorId=\"0\"><text>"
      "<t>said</t></text></comment></commentList></comments>" },
    { "xl/drawings/d.vml", "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:shape id=\"s\"/></xml>" },
    { "xl/threads.xml", "<ThreadedComments xmlns=\"" THREADS
                        "\"><threadedComment ref=\"B2\" dT=\"2003-01-01T00:00:00.00\" personId=\"{1}\" id=\"{2}\" done=\"1\">"
                        "<text>said</text></threadedComment></ThreadedComments>" },
    { "xl/people.xml", "<personList xmlns=\"" THREADS "\"><person displayName=\"x\" id=\"{1}\"/></personList>" },
    { "_rels/.rels", LIST(RELATED("a", "officeDocument", "xl/workbook.xml")) },
    { "xl/_rels/workbook.xml.rels",
      LIST(RELATED("a", "worksheet", "worksheets/sheet1.xml") RELATED("b", "styles", "styles.xml") RELATED("c", "person", "people.xml")) },
};
enum { PARTS = sizeof usual / sizeof *usual, CHOSEN = 9 };

/* A file without a name, and the path that leads to it. */
static int open_file(char path[32])
{
    int descriptor = temporary_open();
    if (descriptor < 0)
        abort();
    snprintf(path, 32, "/proc/self/fd/%d", descriptor);
    return descriptor;
}

static void make(Arena *arena, int descriptor, size_t chosen, Str bytes)
{
    Package *package = package_open(arena);
    for (size_t i = 0; i < PARTS; i++)
        part_add(package_part(package, str_of(usual[i][0])), i == chosen ? bytes : str_of(usual[i][1]));
    Output *out = output_to_descriptor(arena, dup(descriptor), STR("fuzz"));
    package_write(package, out);
    if (!output_close(out))
        abort();
}

/* Sheets and cells that are not empty, as our reader reads them; what is behind `sheets` of them was added. */
static void show(Text *out, const char *path, size_t sheets)
{
    enum { ROWS = 2000 };
    Arena arena = { 0 };
    Str problem = { 0 };
    Input *input = input_open(&arena, path, &problem);
    Workbook *book = input ? workbook_open(&arena, input, &problem) : NULL;
    XlsxSheets list = book ? workbook_sheets(book) : (XlsxSheets) { 0 };
    for (size_t i = 0; i < list.count && i < sheets; i++) {
        WorkbookRows *rows = workbook_rows_open(book, &list.at[i], &problem);
        XlsxRow row;
        for (uint32_t count = 0; rows && count < ROWS && workbook_next(rows, &arena, &row); count++)
            for (uint32_t c = 0; c < row.count; c++)
                if (row.cells[c].text.len)
                    text_format(out, "%zu!%u:%u=%.*s\n", i, row.number, row.cells[c].column, STR_ARG(row.cells[c].text));
        if (rows)
            workbook_rows_close(rows);
    }
    if (input)
        input_close(input);
    arena_free(&arena);
}

/* Marks every sheet; the number of them, 0: it is not marked. */
static size_t mark(Arena *arena, const char *came, int marked, uint8_t where)
{
    Str problem = { 0 };
    Original *original = marked_open(arena, str_of(came), &problem);
    if (!original)
        return 0;
    Book book;
    marked_begin(original, &book, (MarkedReply) { STR("Reply:"), STR("2003-12-31T00:00:00.00") });
    XlsxSheets sheets = marked_sheets(original);
    for (size_t i = 0; i < sheets.count; i++) {
        CellRemarks remarks = { 0 };
        uint32_t step = 1 + where % 5;
        for (uint32_t row = where % 3, k = 0; k < 4; k++, row += step)
            arena_push(arena, &remarks, ((CellRemark) { row, where / 16u + k, BOOK_WARNING, STR("a <remark>"), k == 2, false }));
        book_sheet_there(&book, sheets.at[i].name);
        marked_sheet(original, &sheets.at[i], &remarks);
    }
    book_text(&book, (BookCell) { marked_add_sheet(original, STR("Findings")), 0, 0 }, STR("x"), BOOK_PLAIN);
    Output *out = output_to_descriptor(arena, dup(marked), STR("fuzz"));
    problem = marked_finish(original, out);
    return output_close(out) && problem.len == 0 ? sheets.count : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char came[32], marked[32];
    if (size < 2)
        return 0;
    Arena arena = { 0 };
    int in = open_file(came), out = open_file(marked);
    make(&arena, in, data[0] % CHOSEN, (Str) { (const char *) data + 2, size - 2 });
    size_t sheets = mark(&arena, came, out, data[1]);
    if (sheets > 0) {
        Text before = { 0 }, after = { 0 };
        show(&before, came, sheets);
        show(&after, marked, sheets);
        if (!str_equal(text_str(&before), text_str(&after)))
            abort();
        text_free(&before);
        text_free(&after);
    }
    arena_free(&arena);
    close(in);
    close(out);
    return 0;
}
