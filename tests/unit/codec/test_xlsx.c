/* Workbooks: what cells show, where they stand, and what is refused. */
#include "codec/xlsx_parts.h"
#include "codec/workbook.h"
#include "support/workbook.h"
#include "unit.h"

/* ---- number formats */

static void test_formats(void **state)
{
    (void) state;
    static const struct {
        const char *code;
        XlsxShown shown;
    } facts[] = {
        { "General", SHOWS_NUMBER },
        { "G/通用格式", SHOWS_NUMBER },
        { "0", SHOWS_NUMBER },
        { "0.00", SHOWS_NUMBER },
        { "0000000", SHOWS_NUMBER },
        { "0.00E+00", SHOWS_NUMBER },
        { "##0.0e-0", SHOWS_NUMBER },
        { "#,##0.00;[Red]-#,##0.00", SHOWS_NUMBER },
        { "_-* #,##0.00\\ \"days\"_-", SHOWS_NUMBER },
        { "[>=100]0;[<0]\"y\"0", SHOWS_NUMBER },
        { "@", SHOWS_NUMBER },
        { "\"yyyy\"0", SHOWS_NUMBER },
        { "yyyy-mm-dd", SHOWS_DAY },
        { "YYYY/M/D", SHOWS_DAY },
        { "[$-804]yyyy\"年\"m\"月\"d\"日\";@", SHOWS_DAY },
        { "yyyy\\-mm\\-dd", SHOWS_DAY },
        { "m\"月\"d\"日\"", SHOWS_DAY },
        { "mmm\\-yy", SHOWS_MONTH },
        { "yyyy\"年\"m\"月\";@", SHOWS_MONTH },
        { "yyyy", SHOWS_DAY },
        { "h:mm", SHOWS_TIME },
        { "mm:ss.0", SHOWS_TIME },
        { "[h]:mm:ss", SHOWS_LENGTH },
        { "[mm]:ss", SHOWS_LENGTH },
        { "上午/下午h\"时\"mm\"分\"", SHOWS_TIME },
        { "h:mm AM/PM", SHOWS_TIME },
        { "m/d/yy h:mm", SHOWS_MOMENT },
        { "yyyy-mm-dd hh:mm:ss", SHOWS_MOMENT },
        { "[Red]yyyy-mm-dd", SHOWS_DAY },
        { "[Red]General", SHOWS_NUMBER },
        { "[DBNum1][$-804]General", SHOWS_NUMBER },
        { "[>=60]General;[Red]GENERAL", SHOWS_NUMBER },
        { "\"about \"general", SHOWS_NUMBER },
        { "[$-804]G/通用格式\"学时\"", SHOWS_NUMBER },
        { "G/標準", SHOWS_NUMBER },
        { "Standard", SHOWS_NUMBER },
        { "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", SHOWS_DAY },
        { "[$-F400]h:mm:ss\\ AM/PM", SHOWS_TIME },
        { "aaaa", SHOWS_DAY },
        { "[$-411]ge.m.d", SHOWS_DAY },
        { "d/m/yyyy\\ h:mm\\ a/p", SHOWS_MOMENT },
        { "\"unclosed", SHOWS_NUMBER },
        { "[unclosed", SHOWS_NUMBER },
        { "\\", SHOWS_NUMBER },
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        XlsxFormat format = xlsx_format_of_code(str_of(facts[i].code));
        if (format.shown != facts[i].shown)
            fail_msg("%s: shows %d", facts[i].code, format.shown);
    }
}

/* What a person sees in the cell. */
static void test_shown_numbers(void **state)
{
    (void) state;
    static const struct {
        const char *code, *number, *shown;
    } facts[] = {
        { "General", "38", "38" },
        { "[Red]General", "38", "38" },
        { "[DBNum1][$-804]General", "38", "38" },
        { "[>=60]General;[Red]General", "41", "41" },
        { "\"about \"General", "42", "about 42" },
        { "General\"h\"", "-43", "-43h" },
        { "G/通用格式\"学时\"", "43", "43学时" },
        { "[$-804]g/\"通用格式\"", "43", "43" },
        { "0", "39.5", "40" },
        { "0", "-0.2", "0" },
        { "0.00", "2003.1", "2003.10" },
        { "0.00_ ", "2003.1", "2003.10" },
        { "0.00", "1.005", "1.01" },
        { "0.0", "9.95", "10.0" },
        { "0.0", "99.95", "100.0" },
        { "0.##", "5.25", "5.25" },
        { "#.##", "0.5", ".5" },
        { "#,##0", "1234567", "1,234,567" },
        { "#,##0.00", "-1234.5", "-1,234.50" },
        { "#,##0.00_);(#,##0.00)", "-1234.5", "(1,234.50)" },
        { "0,000", "12", "0,012" },
        { "0,", "1234567", "1235" },
        { "0%", "0.85", "85%" },
        { "0.0%", "0.8549", "85.5%" },
        { "0000000", "42", "0000042" },
        { "0000", "-42", "-0042" },
        { "\"A\"0000000", "17", "A0000017" },
        { "\\A\\-000", "7", "A-007" },
        { "\\学000", "7", "学007" },
        { "000-00-0000", "123456789", "123-45-6789" },
        { "0000-00-00", "20030601", "2003-06-01" },
        { "0000\"年\"00\"月\"00\"日\"", "20030601", "2003年06月01日" },
        { "(000) 000", "12345678", "(12345) 678" },
        { "[=1]\"male\";[=2]\"female\";General", "1", "male" },
        { "[=1]\"male\";[=2]\"female\";General", "2", "female" },
        { "[=1]\"male\";[=2]\"female\";General", "3", "3" },
        { "[<=1]0.0;[<>5]0.00;0", "5", "5" },
        { "0;-0;\"none\"", "0", "none" },
        { ";;;", "5", "5" },
        { "[$¥-804]#,##0", "1200", "¥1,200" },
        { "[Blue]0", "7", "7" },
        { "# ?/?", "0.5", "0.5" },
        { "0.00E+00", "123456789012", "123456789012" },
        { "0", "370106198505121234", "3.70106198505121E+17" },
        { "0.000000000000000000000000000000", "0.1", "0.100000000000000000000000000000" },
        { "\"", "5", "5" },
        { "[", "5", "5" },
        { "\\", "5", "5" },
        { "_", "5", "5" },
        { "0*", "5", "5" },
    };
    Arena arena = { 0 };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        XlsxCell cell = { 0 };
        xlsx_show_number(&arena, str_of(facts[i].number), xlsx_format_of_code(str_of(facts[i].code)), false, &cell);
        if (!str_is(cell.text, facts[i].shown))
            fail_msg("%s as %s shows '%.*s', not '%s'", facts[i].number, facts[i].code, STR_ARG(cell.text), facts[i].shown);
    }
    arena_free(&arena);
}

/* ---- numbers, days, times */

static void test_values(void **state)
{
    (void) state;
    static const struct {
        const char *number;
        XlsxFormat format;
        bool is_1904;
        XlsxKind kind;
        const char *text;
    } facts[] = {
        { "0", { .shown = SHOWS_NUMBER }, false, XLSX_NUMBER, "0" },
        { "-0", { .shown = SHOWS_NUMBER }, false, XLSX_NUMBER, "0" },
        { "12", { .shown = SHOWS_NUMBER }, false, XLSX_NUMBER, "12" },
        { "12.0", { .shown = SHOWS_NUMBER }, false, XLSX_NUMBER, "12" },
        { "1.2E1", { .shown = SHOWS_NUMBER }, false, XLSX_NUMBER, "12" },
        { "39.5", { .shown = SHOWS_NUMBER }, false, XLSX_NUMBER, "39.5" },
        { "0.30000000000000004", { .shown = SHOWS_NUMBER }, false, XLSX_NUMBER, "0.3" },
        { "59.999999999999993", { .shown = SHOWS_NUMBER }, false, XLSX_NUMBER, "60" },
        { "990101820719002", { .shown = SHOWS_NUMBER }, false, XLSX_NUMBER, "990101820719002" },
        { "370104199001011000", { .shown = SHOWS_NUMBER }, false, XLSX_NUMBER, "3.70104199001011E+17" },
        { "3.7010419900101101E+17", { .shown = SHOWS_NUMBER }, false, XLSX_NUMBER, "3.70104199001011E+17" },
        { "1234567890123456", { .shown = SHOWS_NUMBER }, false, XLSX_NUMBER, "1.23456789012346E+15" },
        { "42", { SHOWS_NUMBER, { "0000000", 7 } }, false, XLSX_NUMBER, "0000042" },
        { "-42", { SHOWS_NUMBER, { "0000", 4 } }, false, XLSX_NUMBER, "-0042" },
        { "37773", { .shown = SHOWS_DAY }, false, XLSX_DAY, "2003-06-01" },
        { "36311", { .shown = SHOWS_DAY }, true, XLSX_DAY, "2003-06-01" },
        { "37773.99999999", { .shown = SHOWS_DAY }, false, XLSX_DAY, "2003-06-02" },
        { "37773.5", { .shown = SHOWS_DAY }, false, XLSX_DAY, "2003-06-01" },
        { "1", { .shown = SHOWS_DAY }, false, XLSX_DAY, "1900-01-01" },
        { "59", { .shown = SHOWS_DAY }, false, XLSX_DAY, "1900-02-28" },
        { "60", { .shown = SHOWS_DAY }, false, XLSX_BAD, "the cell shows 1900-02-29, a day that there never was" },
        { "61", { .shown = SHOWS_DAY }, false, XLSX_DAY, "1900-03-01" },
        { "0", { .shown = SHOWS_DAY }, false, XLSX_BAD, "the cell shows day 0 of 1900, which is no day" },
        { "0", { .shown = SHOWS_DAY }, true, XLSX_DAY, "1904-01-01" },
        { "60", { .shown = SHOWS_DAY }, true, XLSX_DAY, "1904-03-01" },
        { "2958465", { .shown = SHOWS_DAY }, false, XLSX_DAY, "9999-12-31" },
        { "2958466", { .shown = SHOWS_DAY }, false, XLSX_BAD, "the number 2958466 is formatted as a day or a time, and is none" },
        { "2957004", { .shown = SHOWS_DAY }, true, XLSX_BAD, "the number 2957004 is formatted as a day or a time, and is none" },
        { "-1", { .shown = SHOWS_DAY }, false, XLSX_BAD, "the number -1 is formatted as a day or a time, and is none" },
        { "2958465.999999",
          { .shown = SHOWS_MOMENT },
          false,
          XLSX_BAD,
          "the number 2958465.999999 is formatted as a day or a time, and is none" },
        { "37773", { .shown = SHOWS_MONTH }, false, XLSX_MONTH, "2003年6月" },
        { "37774", { .shown = SHOWS_MONTH }, false, XLSX_DAY, "2003-06-02" },
        { "37773", { .shown = SHOWS_MOMENT }, false, XLSX_DAY, "2003-06-01" },
        { "37773.395833333336", { .shown = SHOWS_MOMENT }, false, XLSX_MOMENT, "2003-06-01T09:30:00" },
        { "0.395833333333333", { .shown = SHOWS_TIME }, false, XLSX_TIME, "09:30:00" },
        { "1.5", { .shown = SHOWS_TIME }, false, XLSX_TIME, "12:00:00" },
        { "1.5", { .shown = SHOWS_LENGTH }, false, XLSX_TIME, "36:00:00" },
        { "abc", { .shown = SHOWS_NUMBER }, false, XLSX_BAD, "the cell holds a number that cannot be read" },
        { "nan", { .shown = SHOWS_DAY }, false, XLSX_BAD, "the cell holds a number that cannot be read" },
        { "1e300", { .shown = SHOWS_DAY }, false, XLSX_BAD, "the number 1e300 is formatted as a day or a time, and is none" },
    };
    Arena arena = { 0 };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        XlsxCell cell = { 0 };
        xlsx_show_number(&arena, str_of(facts[i].number), facts[i].format, facts[i].is_1904, &cell);
        assert_str(cell.text, facts[i].text);
        assert_int_equal(cell.kind, facts[i].kind);
    }
    arena_free(&arena);
}

/* Days that a program may have shifted into the one before, and days as ISO 8601 has them. */
static void test_doubtful_days(void **state)
{
    (void) state;
    static const struct {
        const char *number;
        XlsxShown shown;
        const char *exact;
    } facts[] = {
        { "37772.999502314815", SHOWS_DAY, "2003-05-31T23:59:17" },
        { "37772.999502314815", SHOWS_MOMENT, "2003-05-31T23:59:17" },
        { "37772.666666666664", SHOWS_DAY, "2003-05-31T16:00:00" },
        { "37772.666666666664", SHOWS_MOMENT, "" },
        { "37772.958333333336", SHOWS_DAY, "2003-05-31T23:00:00" },
        { "37772.5", SHOWS_DAY, "" },
        { "37772.99999999", SHOWS_DAY, "" },
        { "37773", SHOWS_DAY, "" },
    };
    static const struct {
        const char *written, *exact;
    } zoned[] = {
        { "2003-05-31T16:00:00Z", "2003-05-31T16:00:00" },
        { "2003-05-31T16:00:00", "" },
        { "2003-05-31T15:00:00Z", "" },
        { "2003-05-31T23:59:17", "2003-05-31T23:59:17" },
    };
    static const struct {
        const char *written, *shown;
        XlsxKind kind;
    } iso[] = {
        { "2003-06-01", "2003-06-01", XLSX_DAY },
        { "2003-06-01T00:00", "2003-06-01", XLSX_DAY },
        { "2003-06-01T00:00:00.000Z", "2003-06-01", XLSX_DAY },
        { "2003-06-01 00:00:00", "2003-06-01", XLSX_DAY },
        { "20030601", "2003-06-01", XLSX_DAY },
        { "20030601T093000", "2003-06-01T09:30:00", XLSX_MOMENT },
        { "2003-06-01T09:30", "2003-06-01T09:30:00", XLSX_MOMENT },
        { "2003-06-01T09:30:00.5+08:00", "2003-06-01T09:30:00+08:00", XLSX_MOMENT },
        { "2003-06", "2003年6月", XLSX_MONTH },
        { "09:30", "09:30:00", XLSX_TIME },
        { "T09:30:15", "09:30:15", XLSX_TIME },
        { "2003-06-31", "the cell holds '2003-06-31', which is no day", XLSX_BAD },
        { "2003-06-01T24:00", "the cell holds '2003-06-01T24:00', which is no day", XLSX_BAD },
        { "2003-06-01T09:30 x", "the cell holds '2003-06-01T09:30 x', which is no day", XLSX_BAD },
        { "2003-06-01x", "the cell holds '2003-06-01x', which is no day", XLSX_BAD },
        { "2003-13", "the cell holds '2003-13', which is no day", XLSX_BAD },
    };
    Arena arena = { 0 };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        XlsxCell cell = { 0 };
        xlsx_show_number(&arena, str_of(facts[i].number), (XlsxFormat) { .shown = facts[i].shown }, false, &cell);
        assert_str(cell.exact, facts[i].exact);
    }
    for (size_t i = 0; i < sizeof zoned / sizeof *zoned; i++) {
        XlsxCell cell = { 0 };
        xlsx_show_iso(&arena, str_of(zoned[i].written), SHOWS_MOMENT, &cell);
        assert_str(cell.exact, zoned[i].exact);
    }
    for (size_t i = 0; i < sizeof iso / sizeof *iso; i++) {
        XlsxCell cell = { 0 };
        xlsx_show_iso(&arena, str_of(iso[i].written), SHOWS_MOMENT, &cell);
        assert_str(cell.text, iso[i].shown);
        assert_int_equal(cell.kind, iso[i].kind);
    }
    arena_free(&arena);
}

static void test_addresses(void **state)
{
    (void) state;
    static const struct {
        uint32_t column;
        uint64_t row;
        const char *text;
    } facts[] = {
        { 0, 1, "A1" },
        { 5, 13, "F13" },
        { 25, 2, "Z2" },
        { 26, 2, "AA2" },
        { 701, 9, "ZZ9" },
        { 702, 9, "AAA9" },
        { 16383, 1048576, "XFD1048576" },
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        assert_string_equal(xlsx_address(facts[i].column, facts[i].row).text, facts[i].text);
}

/* ---- sheets */

static const char strings[] = "<si><t>plain</t></si><si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r></si>"
                              "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh><phoneticPr/></si><si><t/></si>"
                              "<si><t>a_x000A_b _x0041_ _xD800_ _x00</t></si>";
static const char styles[] = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
                             "<numFmt numFmtId=\"165\" formatCode=\"000000\"/></numFmts>"
                             "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
                             "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"31\"/></cellXfs>";

static void show_row(Text *out, const XlsxRow *row)
{
    for (uint32_t i = 0; i < row->count; i++)
        text_format(out, "%s=%s%.*s|", xlsx_address(row->cells[i].column, row->number).text, row->cells[i].kind == XLSX_BAD ? "!" : "",
                    STR_ARG(row->cells[i].text));
    text_add(out, row->hidden ? STR("hidden\n") : STR("\n"));
}

static void show_sheet(Text *out, Workbook *book, const XlsxSheet *sheet)
{
    Arena arena = { 0 };
    Str problem = { 0 };
    XlsxRow row;
    WorkbookRows *rows = workbook_rows_open(book, sheet, &problem);
    if (!rows) {
        text_add(out, problem);
        return;
    }
    while (workbook_next(rows, &arena, &row))
        show_row(out, &row);
    text_add(out, workbook_problem(rows));
    workbook_rows_close(rows);
    arena_free(&arena);
}

/* All its sheets, or why it is none; the same however the bytes come. */
static void show_book(Text *out, Str bytes, size_t step)
{
    Arena arena = { 0 };
    Str problem = { 0 };
    Input *input = input_of_bytes(&arena, STR("book.xlsx"), bytes, step);
    Workbook *book = workbook_open(&arena, input, &problem);
    for (size_t i = 0; book && i < workbook_sheets(book).count; i++) {
        const XlsxSheet *sheet = &workbook_sheets(book).at[i];
        if (workbook_sheets(book).count > 1)
            text_format(out, "[%.*s%s]\n", STR_ARG(sheet->name), sheet->hidden ? ", hidden" : "");
        show_sheet(out, book, sheet);
    }
    if (!book)
        text_add(out, problem);
    input_close(input);
    arena_free(&arena);
}

static void expect_book(Str bytes, const char *expected)
{
    for (size_t step = 0; step < 8; step += 7) {
        Text shown = { 0 };
        show_book(&shown, bytes, step);
        assert_text(&shown, expected);
        text_free(&shown);
    }
}

static void expect_sheet(const char *sheet, const char *expected)
{
    Arena arena = { 0 };
    const char *const worksheets[] = { sheet, NULL };
    TestBook book = { "<sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"r1\"/></sheets>", strings, styles, worksheets };
    expect_book(workbook_make(&arena, &book), expected);
    arena_free(&arena);
}

#define DATA(rows) "<dimension ref=\"A1\"/><sheetData>" rows "</sheetData>"

static void test_cells(void **state)
{
    (void) state;
    expect_sheet(DATA("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>"
                      "<c r=\"D1\" t=\"s\"><v>3</v></c><c r=\"E1\" t=\"s\"><v>4</v></c><c r=\"F1\" t=\"s\"><v>99</v></c></row>"),
                 "A1=plain|B1=rich text|C1=東京|E1=a\nb A _xD800_ _x00|"
                 "F1=!the cell refers to a text that the workbook does not have|\n");
    expect_sheet(DATA("<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>x</t></rPh></is></c>"
                      "<c r=\"B2\" t=\"b\"><v>1</v></c><c r=\"C2\" t=\"b\"><v>0</v></c><c r=\"D2\" t=\"e\"><v>#N/A</v></c>"
                      "<c r=\"E2\" t=\"d\"><v>2003-06-01T00:00:00</v></c><c r=\"F2\" t=\"d\"><v>2003-06-01T09:30:00.5</v></c>"
                      "<c r=\"G2\" t=\"d\"><v>2003-02-30</v></c></row>"),
                 "A2=inline|B2=TRUE|C2=FALSE|D2=!the cell shows the error #N/A|E2=2003-06-01|F2=2003-06-01T09:30:00|"
                 "G2=!the cell holds '2003-02-30', which is no day|\n");
    expect_sheet(DATA("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>37773</v></c><c r=\"B1\" s=\"2\"><v>37773</v></c>"
                      "<c r=\"C1\" s=\"3\"><v>42</v></c><c r=\"D1\" s=\"4\"><v>37773</v></c><c r=\"E1\" s=\"77\"><v>37773</v></c></row>"),
                 "A1=2003-06-01|B1=2003-06-01|C1=000042|D1=2003-06-01|E1=37773|\n");
}

static void test_formulas(void **state)
{
    (void) state;
    expect_sheet(DATA("<row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c><c r=\"B1\" t=\"str\"><f>T(1)</f><v></v></c>"
                      "<c r=\"C1\"><f>1+1</f></c><c r=\"D1\" t=\"str\"><f>\"x\"</f><v>x_x0041_</v></c>"
                      "<c r=\"E1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>"),
                 "A1=2|C1=!the formula has no value yet: open the workbook in a spreadsheet program and save it|D1=xA|"
                 "E1=!the cell shows the error #DIV/0!|\n");
}

/* A program that does not calculate writes 0 behind every formula, and says so. */
static void test_uncalculated(void **state)
{
    (void) state;
    Arena arena = { 0 };
    static const char *const worksheets[] = {
        DATA("<row><c><f>SUM(B1)</f><v>0</v></c><c><v>0</v></c><c><f>1+1</f><v>2</v></c><c t=\"str\"><f>T(\"\")</f><v></v></c></row>"), NULL
    };
    TestBook book = { "<sheets><sheet name=\"One\" r:id=\"r1\"/></sheets><calcPr fullCalcOnLoad=\"1\"/>", NULL, NULL, worksheets };
    TestBook calculated = { "<sheets><sheet name=\"One\" r:id=\"r1\"/></sheets><calcPr fullCalcOnLoad=\"0\"/>", NULL, NULL, worksheets };
    expect_book(workbook_make(&arena, &book),
                "A1=!the formula has no value yet: open the workbook in a spreadsheet program and save it|B1=0|C1=2|"
                "D1=!the formula has no value yet: open the workbook in a spreadsheet program and save it|\n");
    expect_book(workbook_make(&arena, &calculated), "A1=0|B1=0|C1=2|\n");
    arena_free(&arena);
}

static void test_text_formulas(void **state)
{
    (void) state;
    expect_sheet(DATA("<row r=\"1\"><c r=\"A1\" t=\"str\"><f>B1</f><v></v></c><c r=\"B1\" t=\"str\"><f>T(1)</f></c>"
                      "<c r=\"C1\" t=\"str\"><f t=\"shared\" si=\"0\"/><v></v></c><c r=\"D1\" t=\"str\"><f>E1&amp;\"\"</f><v/></c></row>"),
                 "A1=!the formula has no value yet: open the workbook in a spreadsheet program and save it|"
                 "B1=!the formula has no value yet: open the workbook in a spreadsheet program and save it|\n");
}

/* An inline text counts whatever the type of its cell is, and stays in its cell. */
static void test_inline_texts(void **state)
{
    (void) state;
    expect_sheet(
        DATA("<row r=\"1\"><c r=\"A1\"><is><t>one</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>two</t></is></c>"
             "<c r=\"C1\" t=\"s\"><is><t>three</t></is></c><c r=\"D1\" t=\"inlineStr\"/><c r=\"E1\" t=\"n\"><is><t>five</t></is></c>"
             "<c r=\"F1\" t=\"inlineStr\"><v>six</v></c><c r=\"G1\"><is><t/></is><v>7</v></c></row>"),
        "A1=one|B1=two|C1=three|E1=five|F1=six|G1=7|\n");
}

static void test_truths(void **state)
{
    (void) state;
    expect_sheet(DATA("<row r=\"1\"><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"b\"><v>true</v></c><c t=\"b\"><v>FALSE</v></c>"
                      "<c t=\"b\"><v>banana</v></c><c t=\"b\"><v>2</v></c><c t=\"b\"><v/></c></row>"),
                 "A1=TRUE|B1=FALSE|C1=TRUE|D1=FALSE|E1=!the cell is to be TRUE or FALSE, and holds 'banana'|"
                 "F1=!the cell is to be TRUE or FALSE, and holds '2'|\n");
}

static void expect_merges(const char *sheet, const char *expected)
{
    for (size_t step = 0; step < 8; step += 7) {
        Arena arena = { 0 };
        Text shown = { 0 };
        XlsxMerges merges = xlsx_merges_of(&arena, input_of_bytes(&arena, STR("sheet"), str_of(sheet), step));
        for (size_t i = 0; i < merges.count; i++)
            text_format(&shown, "%u-%u,%u-%u ", merges.at[i].first_row, merges.at[i].last_row, merges.at[i].first_column,
                        merges.at[i].last_column);
        assert_text(&shown, expected);
        text_free(&shown);
        arena_free(&arena);
    }
}

static void test_merges(void **state)
{
    (void) state;
    expect_merges("<worksheet><sheetData><row/></sheetData><mergeCells><mergeCell ref=\"B9:C9\"/><mergeCell ref=\"$A$1:A2\"/>"
                  "<mergeCell ref=\"C3:B2\"/><mergeCell ref=\"A1\"/><mergeCell/></mergeCells></worksheet>",
                  "1-2,0-0 9-9,1-2 ");
    expect_merges("<x:worksheet><x:sheetData></x:sheetData ><x:mergeCells/></x:worksheet>", "");
    expect_merges("<x:worksheet><x:sheetData>sheetData></x:sheetData><x:mergeCells><x:mergeCell ref='A1:B1'/></x:mergeCells></x:worksheet>",
                  "1-1,0-1 ");
    expect_merges("<worksheet><sheetData>", "");
    expect_merges("", "");
}

static void test_gaps(void **state)
{
    (void) state;
    expect_sheet(DATA("<row r=\"3\" hidden=\"1\"><c r=\"C3\"><v>1</v></c><c r=\"E3\"><v>2</v></c></row><row r=\"4\"/>"
                      "<row r=\"5\"><c r=\"A5\" s=\"1\"/></row><row r=\"9\"><c><v>3</v></c><c><v>4</v></c></row>"
                      "<row><c><v>5</v></c></row>") "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>",
                 "C3=1|E3=2|hidden\nA9=3|B9=4|\nA10=5|\n");
    expect_sheet("<sheetData/>", "");
}

static void test_prefixes(void **state)
{
    (void) state;
    expect_sheet("<x:sheetData xmlns:x=\"x\"><x:row r=\"1\"><x:c r=\"A1\"><x:v>1</x:v></x:c></x:row></x:sheetData>", "A1=1|\n");
}

static void test_broken_sheets(void **state)
{
    (void) state;
    static const char one[] = "xl/worksheets/sheet1.xml, line 2: ";
    static const struct {
        const char *sheet, *problem;
    } facts[] = {
        { DATA("<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>2</v></c></row>"),
          "the rows do not stand in the order of their numbers" },
        { DATA("<row r=\"0\"/>"), "the rows do not stand in the order of their numbers" },
        { DATA("<row r=\"1048577\"/>"), "the sheet has more rows than any spreadsheet program reads" },
        { DATA("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>"),
          "the cells of a row do not stand in the order of their columns" },
        { DATA("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>"), "the cells of a row do not stand in the order of their columns" },
        { DATA("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>"), "a cell of row 1 says that it is 'A2'" },
        { DATA("<row r=\"1\"><c r=\"ZZZZZZZZZZ1\"><v>1</v></c></row>"), "a cell of row 1 says that it is 'ZZZZZZZZZZ1'" },
        { "<sheetData><row></sheetData>", "broken XML (mismatched tag)" },
        { "&bomb;", "broken XML (undefined entity)" },
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        Arena arena = { 0 };
        Text shown = { 0 };
        const char *const worksheets[] = { facts[i].sheet, NULL };
        TestBook book = { "<sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"r1\"/></sheets>", NULL, NULL, worksheets };
        show_book(&shown, workbook_make(&arena, &book), 0);
        size_t start = str_find(text_str(&shown), str_of(one), 0);
        assert_true(start != SIZE_MAX);
        assert_str(str_slice(text_str(&shown), start + strlen(one), shown.len), facts[i].problem);
        text_free(&shown);
        arena_free(&arena);
    }
}

static void test_several_sheets(void **state)
{
    (void) state;
    Arena arena = { 0 };
    static const char *const worksheets[] = { DATA("<row><c><v>1</v></c></row>"), DATA("<row><c s=\"1\"><v>0</v></c></row>"), NULL };
    TestBook book = { "<workbookPr date1904=\"true\"/><sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"r1\"/>"
                      "<sheet name=\"Old\" sheetId=\"2\" state=\"veryHidden\" r:id=\"r2\"/>"
                      "<sheet name=\"Lost\" sheetId=\"3\" r:id=\"r9\"/></sheets>",
                      NULL, styles, worksheets };
    expect_book(workbook_make(&arena, &book), "[名单]\nA1=1|\n[Old, hidden]\nA1=1904-01-01|\n");
    arena_free(&arena);
}

/* ---- what is no workbook */

static void test_other_files(void **state)
{
    (void) state;
    expect_book(STR(""), "the file is empty");
    expect_book(STR("PK\x03\x04 and then nothing"), "the workbook is damaged: Not a zip archive");
    expect_book(STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..W\0o\0r\0k\0b\0o\0o\0k\0.."),
                "the workbook is damaged: open it in a spreadsheet program and save it as .xlsx");
    expect_book(STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0.."),
                "the workbook is encrypted; open it with its password and save it without one");
    expect_book(STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..W\0o\0r\0d\0"),
                "this is neither a workbook (.xlsx) nor one of the old kind, but another document of Microsoft Office");
}

static void test_other_archives(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Part note = { "note.txt", STR("hello") };
    Part document = { "_rels/.rels", STR("<Relationships/>") };
    Part lost = { "_rels/.rels", STR("<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"/xl/w.xml\"/>"
                                     "</Relationships>") };
    Part typed = { "_rels/.rels", STR("<!DOCTYPE a [<!ENTITY b \"c\">]><Relationships/>") };
    expect_book(workbook_pack(&arena, &note, 1), "this is an archive, but no workbook");
    expect_book(workbook_pack(&arena, &document, 1), "this is an archive, but no workbook");
    expect_book(workbook_pack(&arena, &lost, 1), "the workbook is damaged: it has no part xl/w.xml");
    expect_book(workbook_pack(&arena, &typed, 1), "_rels/.rels, line 1: it has a document type, which a workbook never has");
    arena_free(&arena);
}

/* Names and targets as programs write them, all of the same sheet; and parts that are named and not there. */
static void test_part_names(void **state)
{
    (void) state;
    static const struct {
        const char *relations, *list, *list_relations, *sheet, *target;
    } facts[] = {
        { "_rels\\.rels", "xl\\workbook.xml", "xl\\_rels\\workbook.xml.rels", "xl\\worksheets\\sheet1.xml", "worksheets/sheet1.xml" },
        { "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "worksheets\\sheet1.xml" },
        { "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "./worksheets/./sheet1.xml" },
        { "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml" },
        { "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "../xl/x/../worksheets/sheet1.xml" },
        { "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet 1.xml", "worksheets/sheet%201.xml" },
        { "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet%201.xml", "worksheets/sheet 1.xml" },
        { "/_rels/.rels", "/xl/workbook.xml", "./xl/_rels/workbook.xml.rels", "/xl/worksheets/sheet1.xml", "worksheets/sheet1.xml" },
        { "_RELS/.rels", "xl/Workbook.xml", "xl/_rels/workbook.xml.RELS", "XL/worksheets/Sheet1.xml", "worksheets/sheet1.xml" },
        { "docProps/none.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "worksheets/sheet1.xml" },
    };
    Arena arena = { 0 };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        Part parts[] = {
            { facts[i].relations, STR("<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/>"
                                      "</Relationships>") },
            { facts[i].list, STR("<workbook xmlns:r=\"r\"><sheets><sheet name=\"One\" r:id=\"s\"/></sheets></workbook>") },
            { facts[i].list_relations, arena_format(&arena,
                                                    "<Relationships><Relationship Id=\"s\" Type=\"x/worksheet\" Target=\"%s\"/>"
                                                    "<Relationship Id=\"t\" Type=\"x/sharedStrings\" Target=\"lost.xml\"/>"
                                                    "<Relationship Id=\"u\" Type=\"x/styles\" Target=\"lost.xml\"/></Relationships>",
                                                    facts[i].target) },
            { facts[i].sheet, STR("<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>x</t></is></c><c t=\"s\"><v>0</v></c></row>"
                                  "</sheetData></worksheet>") },
        };
        expect_book(workbook_pack(&arena, parts, 4), "A1=x|B1=!the cell refers to a text that the workbook does not have|\n");
    }
    arena_free(&arena);
}

static void test_archive_kinds(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Part roster = { "in/Roster.xlsx", STR("PK") },
         binary[] = { { "xl/workbook.bin", STR("x") }, { "_rels/.rels", STR("<Relationships/>") } };
    Part document[] = { { "_rels/.rels",
                          STR("<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/>"
                              "</Relationships>") },
                        { "word/document.xml", STR("<document/>") } };
    expect_book(workbook_pack(&arena, &roster, 1),
                "this is an archive, no workbook, with in/roster.xlsx in it: unpack it and name that file");
    expect_book(workbook_pack(&arena, binary, 2),
                "this is a binary workbook (.xlsb); open it in a spreadsheet program and save it as .xlsx");
    expect_book(workbook_pack(&arena, document, 2),
                "this is a document of Microsoft Word (.docx), not a workbook; save its table in a workbook (.xlsx)");
    arena_free(&arena);
}

/* A byte of the packed sheet is changed: the checksum tells. */
static void test_damaged(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text shown = { 0 };
    static const char *const worksheets[] = { DATA("<row><c t=\"inlineStr\"><is><t>abcdefghijklmnopqrstuvwxyz</t></is></c></row>"), NULL };
    TestBook book = { "<sheets><sheet name=\"One\" r:id=\"r1\"/></sheets>", NULL, NULL, worksheets };
    Str bytes = workbook_make(&arena, &book);
    size_t sheet = str_find(bytes, STR("sheet1.xml"), 0);
    ((char *) bytes.at)[sheet + 80] ^= 0x40;
    show_book(&shown, bytes, 0);
    assert_true(str_find(text_str(&shown), STR("xl/worksheets/sheet1.xml"), 0) != SIZE_MAX);
    text_free(&shown);
    arena_free(&arena);
}

/* ---- limits */

static Str repeated(Arena *arena, const char *before, char c, size_t times, const char *after)
{
    Text text = { 0 };
    text_add(&text, str_of(before));
    text_add_repeat(&text, c, times);
    text_add(&text, str_of(after));
    Str result = arena_str(arena, text_str(&text));
    text_free(&text);
    return result;
}

static void expect_refused(Arena *arena, Str sheet, const char *problem)
{
    Text shown = { 0 };
    const char *const worksheets[] = { sheet.at, NULL };
    TestBook book = { "<sheets><sheet name=\"One\" r:id=\"r1\"/></sheets>", NULL, NULL, worksheets };
    show_book(&shown, workbook_make(arena, &book), 0);
    assert_text(&shown, problem);
    text_free(&shown);
}

static void test_limits(void **state)
{
    (void) state;
    Arena arena = { 0 };
    expect_refused(
        &arena,
        repeated(&arena, "<sheetData><row><c t=\"inlineStr\"><is><t>", 'x', XLSX_MAX_CELL_BYTES + 1, "</t></is></c></row></sheetData>"),
        "xl/worksheets/sheet1.xml, line 2: a text is longer than 1 MiB");
    expect_refused(&arena, repeated(&arena, "<sheetData a=\"", 'x', 9 << 20, "\"/>"), "xl/worksheets/sheet1.xml, line 2: a tag has no end");
    expect_refused(&arena, repeated(&arena, "<sheetData/>", ' ', XLSX_RATIO_FROM + (1 << 20), ""),
                   "xl/worksheets/sheet1.xml unpacks to far more than any sheet holds: this is not read");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),       cmocka_unit_test(test_values),         cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_cells),         cmocka_unit_test(test_formulas),       cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_prefixes),      cmocka_unit_test(test_broken_sheets),  cmocka_unit_test(test_several_sheets),
        cmocka_unit_test(test_other_files),   cmocka_unit_test(test_other_archives), cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_shown_numbers), cmocka_unit_test(test_doubtful_days),  cmocka_unit_test(test_uncalculated),
        cmocka_unit_test(test_text_formulas), cmocka_unit_test(test_inline_texts),   cmocka_unit_test(test_truths),
        cmocka_unit_test(test_merges),        cmocka_unit_test(test_limits),         cmocka_unit_test(test_part_names),
        cmocka_unit_test(test_archive_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
