/* Workbooks of the old kind: every kind of value, where it stands, and what is refused. */
#include "codec/workbook.h"
#include "codec/xls_parts.h"
#include "support/old_book.h"
#include "unit.h"

/* ---- all that a workbook holds, on a line */

static const char *const kinds[] = { "text", "number", "truth", "day", "month", "moment", "time", "bad" };

static void show_rows(Text *out, Workbook *book, const XlsxSheet *sheet, Arena *arena)
{
    Str problem = { 0 };
    XlsxRow row;
    WorkbookRows *rows = workbook_rows_open(book, sheet, &problem);
    while (rows && workbook_next(rows, arena, &row)) {
        text_format(out, " %u%s", row.number, row.hidden ? "h" : "");
        for (uint32_t i = 0; i < row.count; i++)
            text_format(out, "|%u %s %.*s", row.cells[i].column, kinds[row.cells[i].kind], STR_ARG(row.cells[i].text));
    }
    text_add(out, rows ? workbook_problem(rows) : problem);
    if (rows)
        workbook_rows_close(rows);
    XlsxMerges merges = workbook_merges(book, sheet, arena);
    for (size_t i = 0; i < merges.count; i++)
        text_format(out, " merged %u-%u,%u-%u", merges.at[i].first_row, merges.at[i].last_row, merges.at[i].first_column,
                    merges.at[i].last_column);
}

static Str show_book(Arena *arena, Str bytes)
{
    Text out = text_in(arena);
    Str problem = { 0 };
    Input *input = input_of_bytes(arena, STR("book.xls"), bytes, 0);
    Workbook *book = workbook_open(arena, input, &problem);
    for (size_t i = 0; book && i < workbook_sheets(book).count; i++) {
        const XlsxSheet *sheet = &workbook_sheets(book).at[i];
        text_format(&out, "%s%.*s%s:", i ? "; " : "", STR_ARG(sheet->name), sheet->hidden ? " (hidden)" : "");
        show_rows(&out, book, sheet, arena);
    }
    text_add(&out, problem);
    input_close(input);
    return text_str(&out);
}

#define assert_book(arena, bytes, expected) assert_str(show_book((arena), (bytes)), (expected))

/* A workbook with one sheet, "s", of these records. */
static Str sheet_of(Arena *arena, Str globals, const Text *records)
{
    OldSheet sheet = { "s", 0, 0, text_str(records) };
    return old_stream(arena, globals, &sheet, 1);
}

static Str number_bytes(Arena *arena, double number, unsigned bytes)
{
    Text out = text_in(arena);
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    old_put(&out, bits, bytes);
    return text_str(&out);
}

static Str bytes_of(Arena *arena, uint64_t number, unsigned bytes)
{
    Text out = text_in(arena);
    old_put(&out, number, bytes);
    return text_str(&out);
}

static Str narrow(Arena *arena, const char *ascii)
{
    Text out = text_in(arena);
    old_narrow(&out, str_of(ascii));
    return text_str(&out);
}

/* A formula with its result; flags 2: it asks to be calculated. */
static void put_formula(Text *out, uint16_t row, uint16_t column, Str result, unsigned flags)
{
    Text body = { 0 };
    text_add(&body, result);
    old_put(&body, flags, 2);
    old_put(&body, 0, 6);
    old_cell(out, XLS_FORMULA, row, column, 0, text_str(&body));
    text_free(&body);
}

#define RESULT(kind, value) STR(kind "\0" value "\0\0\0\xFF\xFF")

/* ---- values */

static void test_numbers(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text records = text_in(&arena);
    old_cell(&records, XLS_NUMBER, 0, 0, 0, number_bytes(&arena, 77.5, 8));
    old_cell(&records, XLS_RK, 0, 1, 0, bytes_of(&arena, 42 << 2 | 2, 4));
    old_cell(&records, XLS_RK, 0, 2, 0, bytes_of(&arena, (uint32_t) -3 << 2 | 2, 4));
    old_cell(&records, XLS_RK, 0, 3, 0, bytes_of(&arena, 1234 << 2 | 3, 4));
    old_cell(&records, XLS_RK, 0, 4, 0, bytes_of(&arena, 0x3FF80000, 4));
    OLD_NUMBERS(&records, XLS_MUL_RK, 1, 5, 0, 7 << 2 | 2, 0, 0, 8 << 2 | 2, 0, 6);
    old_cell(&records, XLS_NUMBER, 2, 0, 0, bytes_of(&arena, 0x7FF0000000000000, 8));
    assert_book(&arena, sheet_of(&arena, (Str) { 0 }, &records),
                "s: 1|0 number 77.5|1 number 42|2 number -3|3 number 12.34|4 number 1.5 2|5 number 7|6 number 8 "
                "3|0 bad the cell holds a number that cannot be read");
    arena_free(&arena);
}

/* The index of a style leads to the number of a format, which is written out or known. */
static void test_days(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text globals = text_in(&arena), records = text_in(&arena), code = text_in(&arena);
    old_put(&code, 164, 2);
    old_narrow(&code, STR("yyyy\\-mm"));
    old_record(&globals, XLS_FORMAT, text_str(&code));
    OLD_NUMBERS(&globals, XLS_XF, 0, 0);
    OLD_NUMBERS(&globals, XLS_XF, 0, 14);
    OLD_NUMBERS(&globals, XLS_XF, 0, 164);
    for (uint16_t style = 0; style < 4; style++)
        old_cell(&records, XLS_NUMBER, 0, style, style, number_bytes(&arena, 37773, 8));
    assert_book(&arena, sheet_of(&arena, text_str(&globals), &records),
                "s: 1|0 number 37773|1 day 2003-06-01|2 month 2003年6月|3 number 37773");
    OLD_NUMBERS(&globals, XLS_DATE_1904, 1);
    assert_book(&arena, sheet_of(&arena, text_str(&globals), &records),
                "s: 1|0 number 37773|1 day 2007-06-02|2 day 2007-06-02|3 number 37773");
    arena_free(&arena);
}

static void test_truth(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text records = text_in(&arena);
    old_cell(&records, XLS_BOOL_ERR, 0, 0, 0, STR("\1\0"));
    old_cell(&records, XLS_BOOL_ERR, 0, 1, 0, STR("\0\0"));
    old_cell(&records, XLS_BOOL_ERR, 0, 2, 0, STR("\x2A\1"));
    old_cell(&records, XLS_BOOL_ERR, 0, 3, 0, STR("\x63\1"));
    assert_book(&arena, sheet_of(&arena, (Str) { 0 }, &records),
                "s: 1|0 truth TRUE|1 truth FALSE|2 bad the cell shows the error #N/A|3 bad the cell shows the error #99");
    arena_free(&arena);
}

/* Of a formula the value counts that it had; a formula that came to nothing is an empty cell. */
static void test_formulas(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text records = text_in(&arena);
    put_formula(&records, 0, 0, number_bytes(&arena, 0, 8), 0);
    put_formula(&records, 0, 1, RESULT("\0", "\0"), 0);
    old_record(&records, 0x4BC, STR("shared by others"));
    old_record(&records, XLS_STRING, narrow(&arena, "passed"));
    put_formula(&records, 0, 2, RESULT("\1", "\1"), 0);
    put_formula(&records, 0, 3, RESULT("\2", "\7"), 0);
    put_formula(&records, 0, 4, RESULT("\3", "\0"), 0);
    put_formula(&records, 0, 5, RESULT("\0", "\0"), 0);
    put_formula(&records, 0, 6, RESULT("\0", "\0"), 0);
    old_record(&records, XLS_STRING, narrow(&arena, ""));
    assert_book(&arena, sheet_of(&arena, (Str) { 0 }, &records),
                "s: 1|0 number 0|1 text passed|2 truth TRUE|3 bad the cell shows the error #DIV/0!"
                "|5 bad the formula has no value yet: open the workbook in a spreadsheet program and save it");
    arena_free(&arena);
}

/* Programs that do not calculate: one says so of a formula, one of the sheet; others say nothing but which Excel they claim to be, and
   give no result to any formula, or 0 for a text that they have not worked out anew. */
static void test_uncalculated(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text records = text_in(&arena), other = text_in(&arena);
    const char *none = "s: 1|0 bad the formula has no value yet: open the workbook in a spreadsheet program and save it";
    put_formula(&records, 0, 0, number_bytes(&arena, 0, 8), 2);
    assert_book(&arena, sheet_of(&arena, (Str) { 0 }, &records), none);
    text_clear(&records);
    old_record(&records, XLS_UNCALCULATED, STR("\0\0"));
    put_formula(&records, 0, 0, number_bytes(&arena, 0, 8), 0);
    put_formula(&records, 1, 0, number_bytes(&arena, 3, 8), 0);
    assert_book(&arena, sheet_of(&arena, (Str) { 0 }, &records),
                "s: 1|0 bad the formula has no value yet: open the workbook in a spreadsheet program and save it 2|0 number 3");
    put_formula(&other, 0, 0, RESULT("\3", "\0"), 0);
    OldSheet sheet = { "s", 0, 0, text_str(&other) };
    assert_book(&arena, old_stream_of(&arena, OLD_BUILD_OF_OTHERS, (Str) { 0 }, &sheet, 1), none);
    put_formula(&other, 1, 0, number_bytes(&arena, 0, 8), 0);
    put_formula(&other, 2, 0, number_bytes(&arena, 3, 8), 0);
    sheet.records = text_str(&other);
    assert_book(&arena, old_stream_of(&arena, OLD_BUILD_OF_OTHERS, (Str) { 0 }, &sheet, 1),
                "s: 2|0 bad the formula holds 0, as programs write it that have not worked it out: look at it in a spreadsheet program, "
                "and save the workbook as .xlsx 3|0 number 3");
    assert_book(&arena, sheet_of(&arena, (Str) { 0 }, &other), "s: 2|0 number 0 3|0 number 3");
    arena_free(&arena);
}

/* ---- texts */

static void test_texts(void **state)
{
    (void) state;
    static const uint16_t name[] = { 0x738B, 0x4F1F, 0xD842, 0xDFB7, 0xD842, 0x0041, 0 };
    Arena arena = { 0 };
    Text records = text_in(&arena), rich = text_in(&arena), wide = text_in(&arena);
    old_wide(&wide, name, COUNT(name));
    old_cell(&records, XLS_LABEL, 0, 0, 0, text_str(&wide));
    text_add(&rich, STR("\2\0\x0C\1\0\3\0\0\0"));
    text_add(&rich, STR("\xFC"
                        "b"
                        "runs"
                        "kan"));
    old_cell(&records, XLS_LABEL, 0, 1, 0, text_str(&rich));
    old_cell(&records, XLS_RSTRING, 0, 2, 0, narrow(&arena, "runs behind"));
    old_cell(&records, XLS_LABEL, 0, 3, 0, STR("\x09\0\0cut"));
    old_cell(&records, XLS_LABEL_SST, 0, 4, 0, bytes_of(&arena, 0, 4));
    assert_book(&arena, sheet_of(&arena, (Str) { 0 }, &records),
                "s: 1|0 text 王伟𠮷\xEF\xBF\xBD"
                "A|1 text üb|2 text runs behind|3 bad the cell holds a text that is cut off: the workbook is damaged"
                "|4 bad the cell refers to a text that the workbook does not have");
    arena_free(&arena);
}

/* Shared texts go on in further records, cut between two characters or within what stands behind a text. */
static void test_shared(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text globals = text_in(&arena), records = text_in(&arena);
    old_record(&globals, XLS_SST, STR("\4\0\0\0\4\0\0\0\3\0\0one\4\0\0ab"));
    old_record(&globals, XLS_CONTINUE, STR("\1\x8B\x73"));
    old_record(&globals, XLS_CONTINUE, STR("\0d\2\0\x08\2\0xyruns"));
    old_record(&globals, XLS_CONTINUE, STR("runs\4\0\0end"));
    for (uint16_t i = 0; i < 4; i++)
        old_cell(&records, XLS_LABEL_SST, 0, i, 0, bytes_of(&arena, i, 4));
    assert_book(&arena, sheet_of(&arena, text_str(&globals), &records),
                "s: 1|0 text one|1 text ab王d|2 text xy|3 bad the cell refers to a text that the workbook does not have");
    arena_free(&arena);
}

/* ---- rows and sheets */

static void test_rows(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text records = text_in(&arena), globals = text_in(&arena);
    OLD_NUMBERS(&records, XLS_ROW, 2, 0, 1, 255, 0, 0, 0x20, 0);
    old_cell(&records, XLS_LABEL, 2, 1, 0, narrow(&arena, "c"));
    old_cell(&records, XLS_LABEL, 2, 0, 0, narrow(&arena, "b"));
    OLD_NUMBERS(&records, XLS_BOF, 0x600, 0x20); /* a chart with its own numbers */
    old_cell(&records, XLS_LABEL, 0, 5, 0, narrow(&arena, "of the chart"));
    old_record(&records, XLS_EOF, (Str) { 0 });
    old_cell(&records, XLS_LABEL, 0, 0, 0, narrow(&arena, "old"));
    old_cell(&records, XLS_LABEL, 0, 0, 0, narrow(&arena, "new"));
    OLD_NUMBERS(&records, XLS_ROW, 0, 0, 1, 255, 0, 0, 0x40, 0);
    OLD_NUMBERS(&records, XLS_MERGED_CELLS, 4, 3, 4, 1, 1, 0, 0, 0, 3, 7, 7, 7, 7, 9, 8, 0, 0);
    assert_book(&arena, sheet_of(&arena, (Str) { 0 }, &records), "s: 1|0 text new 3h|0 text b|1 text c merged 1-1,0-3 merged 4-5,1-1");
    Text other = text_in(&arena);
    old_cell(&other, XLS_LABEL, 0, 0, 0, narrow(&arena, "x"));
    OldSheet sheets[] = { { "first", 0, 0, text_str(&other) },
                          { "away", 1, 0, text_str(&other) },
                          { "chart", 0, 2, text_str(&other) },
                          { "deep", 2, 0, { 0 } } };
    assert_book(&arena, old_stream(&arena, text_str(&globals), sheets, COUNT(sheets)),
                "first: 1|0 text x; away (hidden): 1|0 text x; deep (hidden):");
    arena_free(&arena);
}

/* What programs write that do not have Excel: a sheet alone, with bytes of a code page. */
static void test_excel_5(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text out = text_in(&arena);
    OLD_NUMBERS(&out, XLS_BOF, 0, 0x10, 0, 0);
    old_cell(&out, XLS_LABEL, 0, 0, 0, STR("\4\0\xCD\xF5\xCE\xB0"));
    old_cell(&out, XLS_LABEL, 0, 1, 0, STR("\2\0\xCD "));
    old_cell(&out, XLS_NUMBER, 1, 0, 0, number_bytes(&arena, 3, 8));
    old_record(&out, XLS_EOF, (Str) { 0 });
    assert_book(&arena, text_str(&out), "Sheet1: 1|0 text 王伟|1 text \xCD  2|0 number 3");
    text_clear(&out);
    OLD_NUMBERS(&out, XLS_BOF, 0x500, 0x10, 0, 0);
    OLD_NUMBERS(&out, XLS_CODE_PAGE, 1252);
    old_record(&out, XLS_FORMAT, STR("\xA4\0\x0Ayyyy-mm-dd"));
    OLD_NUMBERS(&out, XLS_XF, 0, 164);
    old_cell(&out, XLS_LABEL, 0, 0, 0,
             STR("\2\0\xFC"
                 "b"));
    old_cell(&out, XLS_NUMBER, 0, 1, 0, number_bytes(&arena, 37773, 8));
    old_record(&out, XLS_EOF, (Str) { 0 });
    assert_book(&arena, text_str(&out), "Sheet1: 1|0 text üb|1 day 2003-06-01");
    arena_free(&arena);
}

/* ---- what is refused */

#define DAMAGED "the workbook is damaged: open it in a spreadsheet program and save it as .xlsx"

static void test_broken_records(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text records = text_in(&arena), globals = text_in(&arena);
    old_cell(&records, XLS_NUMBER, 0, 0, 0, STR("\0\0\0\0"));
    assert_book(&arena, sheet_of(&arena, (Str) { 0 }, &records), "s:" DAMAGED);
    text_clear(&records);
    old_cell(&records, XLS_LABEL, 0, XLSX_MAX_COLUMN, 0, narrow(&arena, "x"));
    assert_book(&arena, sheet_of(&arena, (Str) { 0 }, &records), "s:" DAMAGED);
    text_clear(&records);
    Str whole = sheet_of(&arena, (Str) { 0 }, &records);
    assert_book(&arena, str_slice(whole, 0, whole.len - 1), "s:" DAMAGED);
    assert_book(&arena, str_slice(whole, 0, 20), DAMAGED);
    assert_book(&arena, STR("\x09\x08\x10\0"), DAMAGED);
    assert_book(&arena, STR("\x09\0\x04\0\2\0\x10\0\x0A\0\0\0"),
                "this is a workbook of a kind before Excel 5; open it in a spreadsheet program and save it as .xlsx");
    OLD_NUMBERS(&globals, XLS_FILE_PASS, 1, 1, 1);
    assert_book(&arena, sheet_of(&arena, text_str(&globals), &records),
                "the workbook is encrypted; open it with its password and save it without one");
    assert_book(&arena, old_stream(&arena, (Str) { 0 }, NULL, 0), "the workbook has no sheet");
    arena_free(&arena);
}

/* Two sheets that begin in the same place would be read twice as often as there is anything to read. */
static void test_shared_sheets(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text globals = text_in(&arena), records = text_in(&arena);
    Str sheet = STR("\x40\0\0\0\0\0\1\0t");
    old_record(&globals, XLS_BOUND_SHEET, sheet);
    old_record(&globals, XLS_BOUND_SHEET, sheet);
    assert_book(&arena, sheet_of(&arena, text_str(&globals), &records), DAMAGED);
    arena_free(&arena);
}

/* ---- the container */

static Str one_cell(Arena *arena, size_t padding)
{
    Text records = text_in(arena), blank = text_in(arena);
    text_add_repeat(&blank, 'x', padding);
    old_cell(&records, XLS_LABEL, 0, 0, 0, narrow(arena, "here"));
    old_record(&records, 0x1C0, text_str(&blank));
    return sheet_of(arena, (Str) { 0 }, &records);
}

static void test_container(void **state)
{
    (void) state;
    Arena arena = { 0 };
    assert_book(&arena, old_container(&arena, "Workbook", one_cell(&arena, 0)), "s: 1|0 text here");
    assert_book(&arena, old_container(&arena, "WORKBOOK", one_cell(&arena, 5000)), "s: 1|0 text here");
    assert_book(&arena, old_container(&arena, "Book", one_cell(&arena, 5000)), "s: 1|0 text here");
    assert_book(&arena, old_container(&arena, "WordDocument", one_cell(&arena, 5000)),
                "this is a document of Microsoft Word (.doc), not a workbook; save its table in a workbook (.xlsx)");
    assert_book(&arena, old_container(&arena, "EncryptedPackage", one_cell(&arena, 5000)),
                "the workbook is encrypted; open it with its password and save it without one");
    arena_free(&arena);
}

/* A byte somewhere in a container that is otherwise whole. */
static Str changed(Arena *arena, Str bytes, size_t at, const char *word, size_t len)
{
    char *copy = arena_alloc(arena, bytes.len);
    memcpy(copy, bytes.at, bytes.len);
    memcpy(copy + at, word, len);
    return (Str) { copy, bytes.len };
}

static void test_broken_containers(void **state)
{
    (void) state;
    Arena arena = { 0 };
    enum { TABLE = 512, DIRECTORY = 1024, SMALL_TABLE = 1536 };
    Str large = old_container(&arena, "Workbook", one_cell(&arena, 5000)), small = old_container(&arena, "Workbook", one_cell(&arena, 0));
    assert_book(&arena, changed(&arena, large, TABLE + 4 * 4, "\3\0\0\0", 4), DAMAGED);     /* the stream goes in a circle */
    assert_book(&arena, changed(&arena, large, TABLE + 4 * 4, "\xFF\xFF\0\0", 4), DAMAGED); /* beyond the end of the file */
    assert_book(&arena, changed(&arena, large, TABLE + 1 * 4, "\1\0\0\0", 4), DAMAGED);     /* the directory in a circle */
    assert_book(&arena, changed(&arena, large, DIRECTORY + 128 + 120, "\0\0\0\x7F", 4),     /* longer than anything */
                "the workbook is larger than any of its kind (.xls) should be; save it as .xlsx");
    assert_book(&arena, changed(&arena, large, DIRECTORY + 128 + 120, "\0\0\1\0", 4), DAMAGED); /* longer than its chain */
    assert_book(&arena, changed(&arena, large, 30, "\x1F", 1), DAMAGED);                        /* sectors of 2 GiB */
    assert_book(&arena, changed(&arena, large, 68, "\0\0\0\0\1\0\0\0", 8),
                "s: 1|0 text here");                                                    /* a list of lists that nothing is wanted of */
    assert_book(&arena, changed(&arena, small, SMALL_TABLE, "\0\0\0\0", 4), DAMAGED);   /* small sectors in a circle */
    assert_book(&arena, changed(&arena, small, SMALL_TABLE, "\x70\0\0\0", 4), DAMAGED); /* beyond their stream */
    assert_book(&arena, str_slice(large, 0, large.len - 600), DAMAGED);
    assert_book(&arena, str_slice(large, 0, 100), DAMAGED);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_truth),
        cmocka_unit_test(test_formulas),
        cmocka_unit_test(test_uncalculated),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_shared),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_excel_5),
        cmocka_unit_test(test_broken_records),
        cmocka_unit_test(test_shared_sheets),
        cmocka_unit_test(test_container),
        cmocka_unit_test(test_broken_containers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
