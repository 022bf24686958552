/* Workbooks as they are written: what a cell, a sheet and a name can hold, and faults. Parts are taken out with libzip. */
#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

#include "base/utf8.h"
#include "report/book/book.h"

typedef struct {
    Arena arena;
    Book book;
    char path[64];
} Bench;

static int set_up(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    book_open(&bench->book, &bench->arena);
    snprintf(bench->path, sizeof bench->path, "/tmp/duly_test_book.%d.xlsx", (int) getpid());
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    Bench *bench = *state;
    unlink(bench->path);
    arena_free(&bench->arena);
    free(bench);
    return 0;
}

static void finish(Bench *bench)
{
    Str problem = { 0 };
    Output *out = output_to_file(&bench->arena, bench->path, &problem);
    assert_non_null(out);
    book_finish(&bench->book, out, (duly_date) { 2024, 6, 1 });
    assert_true(output_close(out));
}

/* The whole of a part, in the arena. */
static Str part(Bench *bench, const char *name)
{
    zip_t *zip = zip_open(bench->path, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
    assert_non_null(zip);
    zip_stat_t status;
    assert_int_equal(zip_stat(zip, name, 0, &status), 0);
    zip_file_t *file = zip_fopen(zip, name, 0);
    char *bytes = arena_alloc(&bench->arena, status.size + 1);
    assert_int_equal(zip_fread(file, bytes, status.size), status.size);
    assert_int_equal(zip_fclose(file), 0); /* the checksum is looked at */
    zip_close(zip);
    return (Str) { bytes, status.size };
}

static bool has(Str text, const char *piece)
{
    return str_find(text, str_of(piece), 0) != SIZE_MAX;
}

static void puts_texts(Bench *bench, BookSheet *sheet, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        book_text(&bench->book, (BookCell) { sheet, 0, (uint32_t) i }, str_of(texts[i]), BOOK_PLAIN);
}

static void test_characters(void **state)
{
    Bench *bench = *state;
    static const char *const texts[] = { "a\xEF\xBF\xBE\xEF\xBF\xBF"
                                         "b",
                                         "_x0041_x0042_ _x41_ _X0041_",
                                         "1\r\n2\n3\t4",
                                         "\x01\x1B",
                                         "a\xFF\xED\xA0\x80z",
                                         "\"<&>'",
                                         " at both ends ",
                                         "=1+1" };
    BookSheet *sheet = book_sheet(&bench->book, STR("a"));
    puts_texts(bench, sheet, texts, sizeof texts / sizeof *texts);
    book_comment(&bench->book, (BookCell) { sheet, 0, 0 }, str_of(texts[0]));
    book_comment(&bench->book, (BookCell) { sheet, 0, 1 }, str_of(texts[1]));
    finish(bench);
    Str xml = part(bench, "xl/worksheets/sheet1.xml"), comments = part(bench, "xl/comments1.xml");
    static const char *const expected[] = { ">a\xEF\xBF\xBD\xEF\xBF\xBD"
                                            "b<",
                                            ">_x005F_x0041_x005F_x0042_ _x41_ _X0041_<",
                                            ">1&#10;2&#10;3&#9;4<",
                                            ">\xE2\x90\x81\xE2\x90\x9B<",
                                            ">a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz<",
                                            "&quot;&lt;&amp;&gt;",
                                            "xml:space=\"preserve\"> at both ends <",
                                            "t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1<" };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_true(has(xml, expected[i]));
    assert_true(has(comments, expected[0]) && has(comments, expected[1]));
    assert_int_equal(utf8_valid_len(xml), xml.len);
}

static void test_numbers(void **state)
{
    Bench *bench = *state;
    static const struct {
        const char *text;
        bool is_number;
        unsigned style; /* decimals that are shown */
    } cases[] = { { "0", true, 0 },
                  { "123", true, 0 },
                  { "-4.25", true, 0 },
                  { "25.0", true, 1 },
                  { "12.50", true, 2 },
                  { "0.00", true, 2 },
                  { "00000123", false, 0 },
                  { "007.5", false, 0 },
                  { "-0", false, 0 },
                  { "1e9", false, 0 },
                  { "+5", false, 0 },
                  { ".5", false, 0 },
                  { "5.", false, 0 },
                  { "", false, 0 },
                  { "-", false, 0 },
                  { "1,5", false, 0 },
                  { "123456789012345", true, 0 },
                  { "1234567890123456", false, 0 },
                  { "85 %", false, 0 },
                  { "1.00000000000000", true, 14 },
                  { "12.00000000000000", false, 0 } };
    BookSheet *sheet = book_sheet(&bench->book, STR("a"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(book_number(&bench->book, (BookCell) { sheet, (uint32_t) i, 0 }, str_of(cases[i].text), BOOK_ERROR),
                         cases[i].is_number);
    finish(bench);
    Str xml = part(bench, "xl/worksheets/sheet1.xml");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str cell = arena_format(&bench->arena, "<c r=\"A%zu\" s=\"%u\"><v>%s</v></c>", i + 1,
                                cases[i].style * BOOK_FORMAT_COUNT + (unsigned) BOOK_ERROR, cases[i].text);
        assert_int_equal(has(xml, cell.at), cases[i].is_number);
    }
    assert_true(has(part(bench, "xl/styles.xml"), "numFmtId=\"166\" formatCode=\"0.00\""));
}

static void test_days(void **state)
{
    Bench *bench = *state;
    BookSheet *sheet = book_sheet(&bench->book, STR("a"));
    book_day(&bench->book, (BookCell) { sheet, 0, 0 }, (duly_date) { 1900, 12, 31 }, BOOK_DAY);
    book_day(&bench->book, (BookCell) { sheet, 1, 0 }, (duly_date) { 1901, 1, 1 }, BOOK_DAY);
    book_day(&bench->book, (BookCell) { sheet, 2, 0 }, (duly_date) { 2003, 6, 1 }, BOOK_DAY);
    finish(bench);
    Str xml = part(bench, "xl/worksheets/sheet1.xml");
    assert_true(!has(xml, "A1") && has(xml, "<v>367</v>") && has(xml, "<v>37773</v>"));
}

/* ---- bounds */

static void test_long_texts(void **state)
{
    Bench *bench = *state;
    Text text = { 0 };
    BookSheet *sheet = book_sheet(&bench->book, STR("a"));
    text_add_repeat(&text, 'x', BOOK_CELL_UNITS - 2);
    text_add(&text, STR("\xF0\x9F\x98\x80")); /* two units */
    book_text(&bench->book, (BookCell) { sheet, 0, 0 }, text_str(&text), BOOK_PLAIN);
    assert_int_equal(bench->book.cut, 0);
    text_add_char(&text, 'y');
    book_text(&bench->book, (BookCell) { sheet, 1, 0 }, text_str(&text), BOOK_PLAIN);
    assert_int_equal(bench->book.cut, 1);
    text_free(&text);
    finish(bench);
    Str xml = part(bench, "xl/worksheets/sheet1.xml");
    assert_true(has(xml, "xx\xF0\x9F\x98\x80</t>"));
    assert_true(has(xml, "xx\xE2\x80\xA6</t>")); /* no half of a pair */
    Text sentence = { 0 };
    text_add(&sentence, book_limits(&bench->book, &(Voice) { &bench->arena, STR("en") }));
    assert_true(has(text_str(&sentence), "1 text is longer than a cell can hold"));
    text_free(&sentence);
}

static void test_edges(void **state)
{
    Bench *bench = *state;
    BookSheet *sheet = book_sheet(&bench->book, STR("a"));
    book_text(&bench->book, (BookCell) { sheet, 0, BOOK_COLUMNS - 1 }, STR("last"), BOOK_PLAIN);
    book_text(&bench->book, (BookCell) { sheet, 0, BOOK_COLUMNS }, STR("beyond"), BOOK_PLAIN);
    book_link(&bench->book, (BookCell) { sheet, 0, BOOK_COLUMNS }, (BookCell) { sheet, 0, 0 }, STR("beyond"), BOOK_LINK);
    book_text(&bench->book, (BookCell) { sheet, BOOK_ROWS - 1, 0 }, STR("last"), BOOK_PLAIN);
    book_comment(&bench->book, (BookCell) { sheet, BOOK_ROWS - 1, BOOK_COLUMNS - 1 }, STR("corner"));
    book_blank(&bench->book, (BookCell) { sheet, BOOK_ROWS, 0 }, BOOK_ERROR);
    assert_int_equal(bench->book.lost, 3);
    finish(bench);
    Str xml = part(bench, "xl/worksheets/sheet1.xml");
    assert_true(has(xml, "r=\"XFD1\"") && has(xml, "r=\"A1048576\"") && !has(xml, "beyond") && !has(xml, "1048577") && !has(xml, "XFE"));
    Text sentence = { 0 };
    text_add(&sentence, book_limits(&bench->book, &(Voice) { &bench->arena, STR("zh") }));
    assert_true(has(text_str(&sentence), "有3个单元格"));
    text_free(&sentence);
}

static void test_cells_in_any_order(void **state)
{
    Bench *bench = *state;
    BookSheet *sheet = book_sheet(&bench->book, STR("a"));
    for (uint32_t column = 3; column-- > 0;)
        book_count(&bench->book, (BookCell) { sheet, 4, column }, column, BOOK_PLAIN);
    finish(bench);
    assert_true(has(part(bench, "xl/worksheets/sheet1.xml"),
                    "<row r=\"5\"><c r=\"A5\"><v>0</v></c><c r=\"B5\"><v>1</v></c><c r=\"C5\"><v>2</v></c></row></sheetData>"));
}

static void test_names(void **state)
{
    Bench *bench = *state;
    static const struct {
        const char *asked, *made;
    } cases[] = { { "list", "list" },
                  { "List", "List (2)" },
                  { "LIST", "LIST (3)" },
                  { "History", "History (2)" },
                  { "", "Sheet" },
                  { "a[b]:*?/\\'c", "a_b_______c" },
                  { "ÉTÉ", "ÉTÉ" },
                  { "été", "été (2)" },
                  { "Ж", "Ж" },
                  { "ж", "ж (2)" },
                  { "0123456789012345678901234567890", "0123456789012345678901234567890" },
                  { "0123456789012345678901234567890x", "012345678901234567890123456 (2)" },
                  { "012345678901234567890123456789\xF0\x9F\x98\x80", "012345678901234567890123456789" },
                  { "a\xFF\xEF\xBF\xBF"
                    "b\n",
                    "a__b_" },
                  { "名单", "名单" },
                  { "名单", "名单 (2)" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        book_sheet(&bench->book, str_of(cases[i].asked));
    finish(bench);
    Str xml = part(bench, "xl/workbook.xml");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(has(xml, arena_format(&bench->arena, "<sheet name=\"%s\" sheetId=\"%zu\"", cases[i].made, i + 1).at));
}

static void test_many_links(void **state)
{
    Bench *bench = *state;
    BookSheet *sheet = book_sheet(&bench->book, STR("a&b"));
    enum { LINKS = 65530 };
    for (uint32_t row = 0; row < LINKS + 5; row++)
        book_link(&bench->book, (BookCell) { sheet, row, 0 }, (BookCell) { sheet, 0, 0 }, STR("x"), BOOK_LINK);
    finish(bench);
    Str xml = part(bench, "xl/worksheets/sheet1.xml");
    assert_true(has(xml, "<hyperlink ref=\"A65530\" location=\"'a&amp;b'!A1\"/></hyperlinks>") && has(xml, "r=\"A65535\""));
}

/* Boxes of comments have numbers of their own over all sheets. */
static void test_many_comments(void **state)
{
    Bench *bench = *state;
    BookSheet *one = book_sheet(&bench->book, STR("a")), *other = book_sheet(&bench->book, STR("b"));
    for (uint32_t row = 0; row < 1024; row++)
        book_comment(&bench->book, (BookCell) { one, row, 0 }, STR("x"));
    book_comment(&bench->book, (BookCell) { other, 0, 0 }, STR("y"));
    finish(bench);
    Str first = part(bench, "xl/drawings/vmlDrawing1.vml"), second = part(bench, "xl/drawings/vmlDrawing2.vml");
    assert_true(has(first, "data=\"1,2\"") && has(first, "_x0000_s1025\"") && has(first, "_x0000_s2048\""));
    assert_true(has(second, "data=\"3\"") && has(second, "_x0000_s3073\""));
    assert_true(has(part(bench, "[Content_Types].xml"), "/xl/comments2.xml"));
}

/* ---- faults */

static void test_full_disk(void **state)
{
    Bench *bench = *state;
    int full = open("/dev/full", O_WRONLY);
    assert_true(full > 2);
    Output *out = output_to_descriptor(&bench->arena, full, STR("report"));
    book_sheet(&bench->book, STR("a"));
    book_finish(&bench->book, out, (duly_date) { 2024, 6, 1 });
    assert_false(output_close(out));
    assert_true(has(output_problem(out), "No space left on device"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(characters),         TEST(numbers), TEST(days),       TEST(long_texts),    TEST(edges),
        TEST(cells_in_any_order), TEST(names),   TEST(many_links), TEST(many_comments), TEST(full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
