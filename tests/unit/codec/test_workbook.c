/* Which kind of workbook some bytes are, whatever they are called; and that all kinds tell the same of the same cells. */
#include "codec/workbook.h"

#include "support/old_book.h"
#include "support/workbook.h"
#include "unit.h"

static Str new_book(Arena *arena)
{
    const char *const worksheets[] = { "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c><c r=\"B1\" "
                                       "t=\"inlineStr\"><is><t>n</t></is></c></row><row r=\"3\"><c r=\"B3\"><v>7</v></c></row></sheetData>",
                                       NULL };
    TestBook book = { "<sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/></sheets>", NULL, NULL, worksheets };
    return workbook_make(arena, &book);
}

static Str open_book(Arena *arena)
{
    const Part parts[] = {
        { "META-INF/manifest.xml", STR("<manifest/>") },
        { "content.xml",
          STR("<c xmlns:t='t' xmlns:o='o'><body><spreadsheet><t:table t:name='s'><t:table-row><t:table-cell o:value-type='string'>"
              "<p>id</p></t:table-cell><t:table-cell o:value-type='string'><p>n</p></t:table-cell></t:table-row><t:table-row/>"
              "<t:table-row><t:table-cell/><t:table-cell o:value-type='float' o:value='7'><p>7</p></t:table-cell></t:table-row>"
              "</t:table></spreadsheet></body></c>") },
    };
    return workbook_pack(arena, parts, COUNT(parts));
}

static Str label(Arena *arena, const char *ascii)
{
    Text out = text_in(arena);
    old_narrow(&out, str_of(ascii));
    return text_str(&out);
}

/* The records of a sheet of Excel 97; LABEL is 0x204, a number among four bytes (RK) 0x27E. */
static Str old_book(Arena *arena)
{
    Text records = text_in(arena), number = text_in(arena);
    old_put(&number, 7u << 2 | 2, 4);
    old_cell(&records, 0x204, 0, 0, 0, label(arena, "id"));
    old_cell(&records, 0x204, 0, 1, 0, label(arena, "n"));
    old_cell(&records, 0x27E, 2, 1, 0, text_str(&number));
    OldSheet sheet = { "s", 0, 0, text_str(&records) };
    return old_container(arena, "Workbook", old_stream(arena, (Str) { 0 }, &sheet, 1));
}

static Workbook *open_bytes(Arena *arena, const char *name, Str bytes, Str *problem)
{
    Input *input = input_of_bytes(arena, str_of(name), bytes, 0);
    Workbook *book = workbook_open(arena, input, problem);
    input_close(input);
    return book;
}

static void show(Text *out, Arena *arena, Workbook *book)
{
    XlsxSheets sheets = workbook_sheets(book);
    Str problem = { 0 };
    XlsxRow row;
    text_format(out, "%zu %.*s:", sheets.count, STR_ARG(sheets.at[0].name));
    WorkbookRows *rows = workbook_rows_open(book, &sheets.at[0], &problem);
    while (rows && workbook_next(rows, arena, &row)) {
        text_format(out, " %u", row.number);
        assert_int_equal(workbook_row_number(rows), row.number);
        for (uint32_t i = 0; i < row.count; i++)
            text_format(out, "|%u %.*s", row.cells[i].column, STR_ARG(row.cells[i].text));
    }
    text_add(out, rows ? workbook_problem(rows) : problem);
    if (rows)
        workbook_rows_close(rows);
    text_format(out, " merged %zu", workbook_merges(book, &sheets.at[0], arena).count);
}

/* WPS calls what is an .xls of Excel 97 an .et, and offices rename what they are sent. */
static void test_kinds_agree(void **state)
{
    (void) state;
    static const char *const names[] = { "a.xlsx", "a.xls", "a.et", "a.ods", "a.csv", "a" };
    Str (*const books[])(Arena *) = { new_book, open_book, old_book };
    for (size_t kind = 0; kind < COUNT(books); kind++)
        for (size_t name = 0; name < COUNT(names); name++) {
            Arena arena = { 0 };
            Text out = text_in(&arena);
            Str problem = { 0 };
            Workbook *book = open_bytes(&arena, names[name], books[kind](&arena), &problem);
            assert_str(problem, "");
            assert_non_null(book);
            assert_int_equal(workbook_xlsx_of(book) != NULL, kind == 0);
            assert_false(workbook_is_marked(book));
            show(&out, &arena, book);
            assert_str(text_str(&out), "1 s: 1|0 id|1 n 3|1 7 merged 0");
            arena_free(&arena);
        }
}

/* A sentence each, which says what it is where that is known. */
static void test_no_workbook(void **state)
{
    (void) state;
    static const char *const bytes[] = {
        "", "PK", "PK\x03\x04", "%PDF-1.7", "id,name\n1,a\n", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "<html>"
    };
    for (size_t i = 0; i < COUNT(bytes); i++) {
        Arena arena = { 0 };
        Str problem = { 0 };
        assert_null(open_bytes(&arena, "a.xlsx", str_of(bytes[i]), &problem));
        assert_true(problem.len > 0);
        arena_free(&arena);
    }
}

/* Every place at which a workbook may have been cut off: refused, or told behind the rows that are there. */
static void test_cut_off(void **state)
{
    (void) state;
    Str (*const books[])(Arena *) = { new_book, open_book, old_book };
    for (size_t kind = 0; kind < COUNT(books); kind++) {
        Arena whole = { 0 };
        Str bytes = books[kind](&whole);
        for (size_t len = 0; len < bytes.len; len += 1 + bytes.len / 97) {
            Arena arena = { 0 };
            Text out = text_in(&arena);
            Str problem = { 0 };
            Workbook *book = open_bytes(&arena, "a", (Str) { bytes.at, len }, &problem);
            if (book)
                show(&out, &arena, book);
            assert_true(book || problem.len > 0);
            arena_free(&arena);
        }
        arena_free(&whole);
    }
}

/* Duly marks workbooks of Excel since 2007 alone: another part of that name in them says so. */
static void test_marked(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Str problem = { 0 };
    const Part parts[] = { { "META-INF/manifest.xml", STR("<manifest/>") },
                           { "content.xml", STR("<c xmlns:t='t'><body><spreadsheet><t:table t:name='s'/></spreadsheet></body></c>") },
                           { XLSX_FOUND_PART ".xml", STR("<x/>") } };
    Workbook *book = open_bytes(&arena, "a.ods", workbook_pack(&arena, parts, COUNT(parts)), &problem);
    assert_non_null(book);
    assert_false(workbook_is_marked(book));
    assert_str(workbook_program(open_bytes(&arena, "a.xls", old_book(&arena), &problem)), "");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds_agree),
        cmocka_unit_test(test_no_workbook),
        cmocka_unit_test(test_cut_off),
        cmocka_unit_test(test_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
