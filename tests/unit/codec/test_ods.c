/* OpenDocument workbooks: what cells show, what repeats, what is hidden or merged, and what is refused. */
#include "codec/workbook.h"
#include "support/workbook.h"
#include "unit.h"

static const char *const kinds[] = { "text", "number", "truth", "day", "month", "moment", "time", "bad" };

/* A workbook of this within <spreadsheet>, with these styles before it. */
static Str make(Arena *arena, const char *styles, const char *sheets)
{
    const char *content = "<c xmlns:t='t' xmlns:o='o' xmlns:calcext='calcext'>%s<body><spreadsheet>%s</spreadsheet></body></c>";
    Text xml = text_in(arena);
    for (; *content; content++) {
        bool is_hole = content[0] == '%';
        text_add(&xml, is_hole ? str_of(styles) : (Str) { content, 1 });
        content += is_hole;
        styles = is_hole ? sheets : styles;
    }
    const Part parts[] = { { "META-INF/manifest.xml", STR("<manifest/>") }, { "content.xml", text_str(&xml) } };
    return workbook_pack(arena, parts, COUNT(parts));
}

/* As a batch does that ends behind this row: what stood in its memory is overwritten. */
static void end_batch(Arena *batch)
{
    static const char others[1024];
    arena_reset(batch);
    arena_str(batch, (Str) { others, sizeof others });
    arena_reset(batch);
}

static void show_rows(Text *out, Workbook *book, const XlsxSheet *sheet, Arena *arena)
{
    Str problem = { 0 };
    XlsxRow row;
    Arena batch = { 0 };
    WorkbookRows *rows = workbook_rows_open(book, sheet, &problem);
    while (rows && workbook_next(rows, &batch, &row)) {
        text_format(out, " %u%s", row.number, row.hidden ? "h" : "");
        for (uint32_t i = 0; i < row.count; i++)
            text_format(out, "|%u %s %.*s", row.cells[i].column, kinds[row.cells[i].kind], STR_ARG(row.cells[i].text));
        end_batch(&batch);
    }
    arena_free(&batch);
    text_add(out, rows ? workbook_problem(rows) : problem);
    if (rows)
        workbook_rows_close(rows);
    XlsxMerges merges = workbook_merges(book, sheet, arena);
    for (size_t i = 0; i < merges.count; i++)
        text_format(out, " merged %u-%u,%u-%u", merges.at[i].first_row, merges.at[i].last_row, merges.at[i].first_column,
                    merges.at[i].last_column);
}

static void check_book(const char *styles, const char *sheets, const char *expected, int line)
{
    Arena arena = { 0 };
    Text out = text_in(&arena);
    Str problem = { 0 };
    Input *input = input_of_bytes(&arena, STR("book.ods"), make(&arena, styles, sheets), 0);
    Workbook *book = workbook_open(&arena, input, &problem);
    for (size_t i = 0; book && i < workbook_sheets(book).count; i++) {
        const XlsxSheet *sheet = &workbook_sheets(book).at[i];
        text_format(&out, "%s%.*s%s:", i ? "; " : "", STR_ARG(sheet->name), sheet->hidden ? " (hidden)" : "");
        show_rows(&out, book, sheet, &arena);
    }
    text_add(&out, problem);
    check_str(text_str(&out), str_of(expected), __FILE__, line);
    input_close(input);
    arena_free(&arena);
}

#define assert_sheets(styles, sheets, expected) check_book((styles), (sheets), (expected), __LINE__)
#define assert_cells(cells, expected) \
    check_book("", "<t:table t:name='s'><t:table-row>" cells "</t:table-row></t:table>", "s:" expected, __LINE__)
#define CELL(attributes, text) "<t:table-cell " attributes "><p>" text "</p></t:table-cell>"

/* ---- values */

static void test_values(void **state)
{
    (void) state;
    assert_cells(CELL("o:value-type='float' o:value='1234.5'", "1,234.50"), " 1|0 number 1,234.50");
    assert_cells(CELL("o:value-type='float' o:value='990101198207190021'", "9.9E+17"), " 1|0 number 9.9010119820719E+17");
    assert_cells(CELL("o:value-type='percentage' o:value='0.5'", "50%"), " 1|0 number 50%");
    assert_cells(CELL("o:value-type='date' o:date-value='2003-06-01'", "2003-06-01"), " 1|0 day 2003-06-01");
    assert_cells(CELL("o:value-type='date' o:date-value='2003-06-01'", "2003年6月"), " 1|0 month 2003年6月");
    assert_cells(CELL("o:value-type='date' o:date-value='2003-06-01T09:30:00'", "2003-06-01 09:30"), " 1|0 moment 2003-06-01T09:30:00");
    assert_cells(CELL("o:value-type='time' o:time-value='PT09H30M00S'", "09:30"), " 1|0 time 09:30:00");
    assert_cells(CELL("o:value-type='time' o:time-value='PT36H00M00S'", "36:00"), " 1|0 text 36:00");
    assert_cells(CELL("o:value-type='boolean' o:boolean-value='true'", "是"), " 1|0 truth TRUE");
    assert_cells(CELL("o:value-type='boolean' o:boolean-value='perhaps'", "?"),
                 " 1|0 bad the cell is to be TRUE or FALSE, and holds 'perhaps'");
    assert_cells("<t:table-cell o:value-type='string' o:string-value='given'/>", " 1|0 text given");
}

static void test_formulas(void **state)
{
    (void) state;
    assert_cells(CELL("t:formula='of:=1+1' o:value-type='float' o:value='2'", "2"), " 1|0 number 2");
    assert_cells(CELL("t:formula='of:=&quot;&quot;'", ""), "");
    assert_cells("<t:table-cell t:formula='of:=A1'/>",
                 " 1|0 bad the formula has no value yet: open the workbook in a spreadsheet program and save it");
    assert_cells(CELL("t:formula='of:=1/0' o:value-type='string' o:string-value='' calcext:value-type='error'", "#DIV/0!"),
                 " 1|0 bad the cell shows the error #DIV/0!");
}

static void test_texts(void **state)
{
    (void) state;
    assert_cells("<t:table-cell o:value-type='string'><p>a<s c='3'/>b<tab/>c</p><p>second</p></t:table-cell>",
                 " 1|0 text a   b\tc\nsecond");
    assert_cells("<t:table-cell o:value-type='string'><annotation><p>a remark</p></annotation><p>王伟</p></t:table-cell>",
                 " 1|0 text 王伟");
}

/* ---- rows and sheets */

static void test_rows(void **state)
{
    (void) state;
    assert_sheets("",
                  "<t:table t:name='s'><t:table-row t:number-rows-repeated='2'>" CELL(
                      "t:number-columns-repeated='2'",
                      "x") "</t:table-row>"
                           "<t:table-row t:number-rows-repeated='999'><t:table-cell t:number-columns-repeated='16384'/></t:table-row>"
                           "<t:table-row t:visibility='filter'><t:table-cell/>" CELL("", "y") "</t:table-row></t:table>",
                  "s: 1|0 text x|1 text x 2|0 text x|1 text x 1002h|1 text y");
    assert_sheets("",
                  "<t:table t:name='s'><t:table-row>" CELL(
                      "t:number-columns-spanned='2' t:number-rows-spanned='3'",
                      "x") "<t:covered-table-cell><p>nobody sees this</p></t:covered-table-cell></t:table-row></t:table>",
                  "s: 1|0 text x merged 1-3,0-1");
    assert_sheets("", "<t:table t:name='s'><t:table-row>" CELL("t:number-columns-repeated='16385'", "x") "</t:table-row></t:table>",
                  "s:content.xml, line 1: the sheet has more columns than any spreadsheet program reads");
}

static void test_sheets(void **state)
{
    (void) state;
    assert_sheets("<style t:name='off' t:family='table'><table-properties t:display='false'/></style>",
                  "<t:table t:name='one'/><t:table t:name='two' t:style-name='off'/>", "one:; two (hidden):");
    assert_sheets("", "", "the workbook has no sheet");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values), cmocka_unit_test(test_formulas), cmocka_unit_test(test_texts),
        cmocka_unit_test(test_rows),   cmocka_unit_test(test_sheets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
