/* Readers: the same records from every format, headings, odd rows, odd values, and what stops the reading. */
#include "read/columns.h"
#include "read/stream.h"
#include "support/records.h"
#include "support/workbook.h"
#include "unit.h"

static void show(Text *out, const char *name, Str bytes, size_t step, uint32_t rows)
{
    Arena arena = { 0 };
    records_show(out, NULL, input_of_bytes(&arena, str_of(name), bytes, step), rows);
    arena_free(&arena);
}

/* What a reader gives, whether read at once, byte by byte, or a record a batch. */
static void expect(const char *name, const char *bytes, const char *expected)
{
    static const struct {
        size_t step;
        uint32_t rows;
    } ways[] = { { 0, BATCH_ROWS }, { 1, BATCH_ROWS }, { 7, 1 }, { 0, 2 } };
    for (size_t i = 0; i < COUNT(ways); i++) {
        Text shown = { 0 };
        show(&shown, name, str_of(bytes), ways[i].step, ways[i].rows);
        assert_text(&shown, expected);
        text_free(&shown);
    }
}

/* ---- one table, five formats */

static void test_formats_agree(void **state)
{
    (void) state;
    static const char expected[] = "[A1][Ann \"B\"][2003-06-01][7.5][true][x;y]\n[A2][\xE6\x9D\x8E][][][][]\n[A3][a, b][2003/6/1][40]"
                                   "[false][z]\n";
    static const struct {
        const char *name, *bytes;
    } files[] = {
        { "items.csv", "id,name,born,hours,done,tags\r\nA1,\"Ann \"\"B\"\"\",2003-06-01,7.5,true,x;y\r\nA2,\xE6\x9D\x8E,,,,\r\n"
                       "A3,\"a, b\",2003/6/1,40,false,z\r\n" },
        { "items.tsv", "id\tname\tborn\thours\tdone\ttags\nA1\tAnn \"B\"\t2003-06-01\t7.5\ttrue\tx;y\nA2\t\xE6\x9D\x8E\t\t\t\t\n"
                       "A3\ta, b\t2003/6/1\t40\tfalse\tz\n" },
        { "items.ndjson",
          "{\"id\": \"A1\", \"name\": \"Ann \\\"B\\\"\", \"born\": \"2003-06-01\", \"hours\": 7.5, \"done\": true, "
          "\"tags\": [\"x\", \"y\"]}\n{\"id\": \"A2\", \"name\": \"\\u674e\", \"born\": null}\n"
          "{\"id\": \"A3\", \"name\": \"a, b\", \"born\": \"2003/6/1\", \"hours\": 40, \"done\": false, \"tags\": \"z\"}\n" },
        { "items.json",
          "[{\"id\": \"A1\", \"name\": \"Ann \\\"B\\\"\", \"born\": \"2003-06-01\", \"hours\": 7.5, \"done\": true,\n"
          "\"tags\": [\"x\", \"y\"]},\n{\"id\": \"A2\", \"name\": \"\xE6\x9D\x8E\", \"tags\": []}\n,"
          "{\"name\": \"a, b\", \"id\": \"A3\", \"born\": \"2003/6/1\", \"hours\": 40, \"done\": false, \"tags\": [\"z\"]}]\n" },
        { "items.yaml", "- {id: A1, name: 'Ann \"B\"', born: 2003-06-01, hours: 7.5, done: true, tags: [x, y]}\n"
                        "- id: A2\n  name: \xE6\x9D\x8E\n  born:\n  hours: ~\n  done: null\n"
                        "- id: A3\n  name: a, b\n  born: 2003/6/1\n  hours: 40\n  done: false\n  tags:\n  - z\n" },
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        Text shown = { 0 }, cells = { 0 };
        show(&shown, files[i].name, str_of(files[i].bytes), 5, 2);
        /* Lines differ from format to format. */
        Str rest = text_str(&shown);
        while (rest.len) {
            size_t end = str_find(rest, STR("\n"), 0) + 1;
            text_add(&cells, str_slice(rest, str_find(rest, STR(":"), 0) + 1, end));
            rest = str_slice(rest, end, rest.len);
        }
        assert_text(&cells, expected);
        text_free(&shown);
        text_free(&cells);
    }
}

static void test_format_table(void **state)
{
    (void) state;
    static const struct {
        const char *extension, *format;
    } known[] = {
        { "csv", "csv" },       { "CSV", "csv" },   { "tsv", "tsv" },   { "tab", "tsv" },  { "jsonl", "ndjson" },
        { "ndjson", "ndjson" }, { "json", "json" }, { "yaml", "yaml" }, { "Yml", "yaml" }, { "xlsx", "xlsx" },
        { "XLSM", "xlsx" },     { "xls", "xlsx" },  { "ods", "xlsx" },  { "ET", "xlsx" },  { "txt", "txt" },
    };
    for (size_t i = 0; i < COUNT(known); i++)
        assert_string_equal(reader_format(str_of(known[i].extension))->name, known[i].format);
    static const char *const unknown[] = { "", "cs", "csvx", "yaml yml", " ", "fods" };
    for (size_t i = 0; i < COUNT(unknown); i++)
        assert_null(reader_format(str_of(unknown[i])));
    size_t count = 0;
    while (reader_format_at(count))
        count++;
    assert_int_equal(count, 7);
    expect("items.docx", "id\n1\n", "!! files with this extension cannot be read\n");
}

/* ---- workbooks */

#define CELL(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define ROW(cells) "<row>" cells "</row>"

static void expect_book(const TestBook *book, const char *expected)
{
    Arena arena = { 0 };
    Str bytes = workbook_make(&arena, book);
    for (uint32_t rows = 1; rows <= BATCH_ROWS; rows *= 32) {
        Text shown = { 0 };
        show(&shown, "book.xlsx", bytes, 0, rows);
        assert_text(&shown, expected);
        text_free(&shown);
    }
    arena_free(&arena);
}

/* Titles above, gaps, a hidden row, a cell that shows an error, a moment for a day, cells beyond the heading. */
static void test_workbook(void **state)
{
    (void) state;
    static const char *const sheets[] = {
        "<sheetData>" ROW(CELL("A list")) ROW() ROW(CELL("ID") CELL("name") "<c/>" CELL("born") CELL("hours"))
            ROW(CELL("A1") CELL("Ann") CELL("note") "<c s=\"1\"><v>37773.5</v></c><c><v>12.0</v></c>") "<row r=\"7\" hidden=\"1\">" CELL(
                "A2") "<c/><c/><c t=\"e\"><v>#N/A</v></c></row>" ROW(CELL(" ")) ROW(CELL("A3") "<c r=\"F9\"><v>1</v></c>") "</sheetData>",
        NULL
    };
    expect_book(&(TestBook) { "<sheets><sheet name=\"S\" r:id=\"r1\"/></sheets>", NULL,
                              "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs>", sheets },
                "4:[A1][Ann][2003-06-01][12]\n7:[A2][][][] 2! the cell shows the error #N/A\n9:[A3][][][] 6 of 5 cells, filled\n");
}

/* What the same cells are to fields of other types. */
static void test_workbook_values(void **state)
{
    (void) state;
    static const char *const sheets[] = {
        "<sheetData>" ROW(CELL("id") CELL("name") CELL("born") CELL("hours") CELL("done") CELL("tags")) ROW(
            "<c s=\"1\"><v>17</v></c><c s=\"2\"><v>24</v></c><c s=\"3\"><v>20030601</v></c><c s=\"2\"><v>24</v></c><c s=\"4\"><v>1</v></c>")
            ROW("<c><v>18</v></c><c s=\"5\"><v>0.85</v></c><c s=\"6\"><v>2003.1</v></c><c s=\"5\"><v>0.85</v></c><c "
                "t=\"b\"><v>false</v></c>") ROW("<c><v>19</v></c><c/><c s=\"7\"><v>37772.999502314815</v></c><c s=\"6\"><v>39.456</v></c>")
                ROW("<c><v>20</v></c><c/><c><v>2003.12</v></c>") ROW(CELL("\xE3\x80\x80") CELL("\xC2\xA0") CELL(" \xE2\x80\x83"))
                    ROW("<c><v>21</v></c><c/><c t=\"d\"><v>2003-05-31T23:59:17</v></c>") "</sheetData>",
        NULL
    };
    expect_book(
        &(TestBook) {
            "<sheets><sheet name=\"S\" r:id=\"r1\"/></sheets>", NULL,
            "<numFmts><numFmt numFmtId=\"164\" formatCode=\"&quot;A&quot;0000\"/><numFmt numFmtId=\"165\" formatCode=\"0&quot;h&quot;\"/>"
            "<numFmt numFmtId=\"166\" formatCode=\"0000\\-00\\-00\"/><numFmt numFmtId=\"167\" "
            "formatCode=\"[=1]&quot;yes&quot;;0\"/></numFmts>"
            "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/>"
            "<xf numFmtId=\"167\"/><xf numFmtId=\"9\"/><xf numFmtId=\"2\"/><xf numFmtId=\"14\"/></cellXfs>",
            sheets },
        "2:[A0017][24h][2003-06-01][24][1][]\n"
        "3:[18][85%][][][FALSE][] 2! the cell holds the number 2003.1, which may mean January (.1) or October (.10): enter a date, or "
        "the month as text 3! the cell shows 85% and holds 0.85: enter the number alone, as the field counts it, without the format "
        "of a percentage\n"
        "4:[19][][][39.456][][] 2! the cell holds 2003-05-31 with the time 23:59:17, which is what programs that shift times make of "
        "the day after: enter the day alone\n"
        "5:[20][][][][][] 2! the cell holds the number 2003.12, which is no month and no day: enter a date, or the month as text\n"
        "7:[21][][][][][] 2! the cell holds 2003-05-31 with the time 23:59:17, which is what programs that shift times make of "
        "the day after: enter the day alone\n");
}

#define MERGED "the cell is one of the merged cells "
#define DIVIDE ", of which the first alone holds a value: divide them, and fill in each"

/* Cells below and beside the first of merged ones; what nobody sees in them; merged cells of which none holds anything. */
static void test_merged_cells(void **state)
{
    (void) state;
    static const char *const sheets[] = { "<sheetData>" ROW(CELL("A list")) ROW(CELL("id") CELL("name") CELL("born") CELL("hours"))
                                              ROW(CELL("1") CELL("Ann")) ROW(CELL("2"))
                                                  ROW(CELL("3") CELL("hidden") "<c><v>20030601</v></c>") ROW(CELL("4") CELL(
                                                      "Ben")) "</sheetData><mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"B3:B5\"/>"
                                                              "<mergeCell ref=\"D3:D4\"/><mergeCell ref=\"C5:D5\"/></mergeCells>",
                                          NULL };
    expect_book(&(TestBook) { "<sheets><sheet name=\"S\" r:id=\"r1\"/></sheets>", NULL, NULL, sheets },
                "3:[1][Ann][][]\n4:[2][][][] 1! " MERGED "B3:B5" DIVIDE "\n5:[3][][20030601][] 1! " MERGED "B3:B5" DIVIDE " 3! " MERGED
                "C5:D5" DIVIDE "\n6:[4][Ben][][]\n");
}

/* Up to three rows: cells merged downwards, groups above their parts, a part that says it only together with its group, parts that
   are numbered, an empty row below that the merged cells take. */
static void test_heading_rows(void **state)
{
    (void) state;
    static const char *const sheets[] = {
        "<sheetData>" ROW(CELL("A list")) ROW(CELL("id") CELL("Who") "<c/>" CELL("Other") "<c/>" CELL("hours"))
            ROW("<c/>" CELL("Full") CELL("born") CELL("name") CELL("x")) ROW("<c/>" CELL("name"))
                ROW(CELL("1") CELL("Ann") CELL("2003-06-01") CELL("Ben") "<c/>" CELL(
                    "7")) "</sheetData><mergeCells><mergeCell ref=\"A1:F1\"/>"
                          "<mergeCell ref=\"A2:A4\"/><mergeCell ref=\"B2:C2\"/><mergeCell ref=\"D2:E2\"/><mergeCell ref=\"C3:C4\"/>"
                          "<mergeCell ref=\"D3:D4\"/><mergeCell ref=\"E3:E4\"/><mergeCell ref=\"F2:F4\"/></mergeCells>",
        NULL
    };
    static const char *const below[] = { "<sheetData>" ROW(CELL("id") CELL("name") CELL("tags") "<c/>") ROW("<c/><c/>" CELL("1") CELL("2"))
                                             ROW(CELL("1") CELL("Ann") CELL("x") CELL(
                                                 "y")) "</sheetData><mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:B2\"/>"
                                                       "<mergeCell ref=\"C1:D1\"/></mergeCells>",
                                         NULL };
    static const char *const empty[] = { "<sheetData>" ROW(CELL("id") CELL("name")) ROW()
                                             ROW(CELL("1") CELL("Ann")) "</sheetData><mergeCells><mergeCell ref=\"A1:A2\"/>"
                                                                        "<mergeCell ref=\"B1:B2\"/></mergeCells>",
                                         NULL };
    expect_book(&(TestBook) { "<sheets><sheet name=\"S\" r:id=\"r1\"/></sheets>", NULL, NULL, sheets },
                "5:[1][Ann][2003-06-01][7]\n? Other/name at 4, line 4, again name\n? Other/x at 5, line 4\n");
    expect_book(&(TestBook) { "<sheets><sheet name=\"S\" r:id=\"r1\"/></sheets>", NULL, NULL, below },
                "3:[1][Ann][x]\n? tags/2 at 4, line 2\n");
    expect_book(&(TestBook) { "<sheets><sheet name=\"S\" r:id=\"r1\"/></sheets>", NULL, NULL, empty }, "3:[1][Ann]\n");
}

/* Where cells are not merged, a row that fills only what its upper row left open is a part of the heading. */
static void test_heading_rows_by_position(void **state)
{
    (void) state;
    expect("a.csv", "id,name,When,,hours\n,,born,done,\n1,Ann,2003-06-01,yes,7\n", "3:[1][Ann][2003-06-01][7][yes]\n");
    expect("a.csv", "A list,,,\nid,When,,\n,born,done,x\n1,2003-06-01,yes,\n", "4:[1][2003-06-01][yes]\n? When/x at 4, line 3\n");
    /* A note below is no part, nor a record that begins as records do. */
    expect("a.csv", "id,name,tags,\n1,Ann,,\n2,,x,\n", "2:[1][Ann][]\n3:[2][][x]\n");
    expect("a.csv", "id,name,tags,\n,,a note,\n2,Ben,x,\n", "3:[2][Ben][x]\npassed 2: a note\n");
}

/* Below the records: totals, notes, the heading again, rows that name nobody. Who may be somebody stays. */
static void test_passed_rows(void **state)
{
    (void) state;
    expect("a.csv",
           "No,id,name,born,hours\n1,A1,Ann,2003-06-01,7\n合　计,,1人,,7\nTotal:,,,,7\n填表人：王某,,审核：李某,,日期：2003-12-20\n",
           "2:[A1][Ann][2003-06-01][7]\n? No at 1, line 1\npassed 3: 合　计 1人 7\npassed 4: Total: 7\n"
           "passed 5: 填表人：王某 审核：李某 日期：2003-12-20\n");
    expect(
        "a.csv", "id,name,born,hours\nA1,Ann,,\n 编号 , 姓名,born,hours\nid,name,born,hours\nA2,Ben,,\nNote: one is missing,,,\n",
        "2:[A1][Ann][][]\n3:[ 编号 ][ 姓名][born][hours]\n5:[A2][Ben][][]\npassed 4: id name born hours\npassed 6: Note: one is missing\n");
    /* With a day, with a key, with most fields, with a name that begins like a word of totals. */
    expect("a.csv", "id,name,born,hours\n,,2003-06-01,\nTotal,,2003-06-01,\nA2,,,\n,Totalis,,\n,Ben,,\n",
           "2:[][][2003-06-01][]\n3:[Total][][2003-06-01][]\n4:[A2][][][]\n5:[][Totalis][][]\n6:[][Ben][][]\n");
    expect("a.csv", "hours,id,name\n合计,A1,Ann\n7,,\n7,,x\n", "2:[A1][Ann][合计]\n4:[][x][7]\npassed 3: 7\n");
    /* A file that names nobody is not asked for names. */
    expect("a.csv", "born,hours\n,7\n", "2:[][7]\n");
}

/* The same heading twice: in a workbook places are addresses. */
static void test_repeated_headings(void **state)
{
    (void) state;
    static const char *const sheets[] = { "<sheetData>" ROW(CELL("ID") CELL("name") CELL("id") CELL("name")) ROW(CELL("1")) "</sheetData>",
                                          NULL };
    expect_book(&(TestBook) { "<sheets><sheet name=\"S\" r:id=\"r1\"/></sheets>", NULL, NULL, sheets },
                "!! line 1: 'ID' in A1 and 'id' in C1 are the same field (id): two lists stand side by side, and the second would not be "
                "read; put one below the other\n");
    expect("a.csv", "id,hours,name,Hours \n1,2,3,4\n",
           "!! line 1: 'hours' in column 2 and 'Hours' in column 4 are the same field (hours): nobody can tell which of the two is meant; "
           "rename or remove one\n");
}

/* The sheet called like the table, the one whose headings fit, one that is hidden, two that fit alike. */
static void test_sheets(void **state)
{
    (void) state;
    static const char one[] = "<sheetData>" ROW(CELL("id")) ROW(CELL("one")) "</sheetData>";
    static const char more[] = "<sheetData>" ROW(CELL("id") CELL("name")) ROW(CELL("more")) "</sheetData>";
    static const char *const sheets[] = { one, more, more, NULL };
    static const struct {
        const char *names, *expected;
    } facts[] = {
        { "<sheet name=\"items\" r:id=\"r1\"/><sheet name=\"B\" r:id=\"r2\"/>", "2:[one]\n" },
        { "<sheet name=\"A\" r:id=\"r1\"/><sheet name=\"B\" r:id=\"r2\"/>", "2:[more][]\n" },
        { "<sheet name=\"A\" r:id=\"r1\"/><sheet name=\"B\" state=\"hidden\" r:id=\"r2\"/>", "2:[one]\n" },
        { "<sheet name=\"A\" r:id=\"r1\"/><sheet name=\"B\" r:id=\"r2\"/><sheet name=\"C\" r:id=\"r3\"/>",
          "!! the sheets 'B' and 'C' may both be the table 'item'; name the one that is meant behind the file: #B\n" },
    };
    for (size_t i = 0; i < COUNT(facts); i++) {
        Arena arena = { 0 };
        Str names = arena_format(&arena, "<sheets>%s</sheets>", facts[i].names);
        expect_book(&(TestBook) { names.at, NULL, NULL, sheets }, facts[i].expected);
        arena_free(&arena);
    }
}

/* ---- headings */

static void test_headings(void **state)
{
    (void) state;
    expect("a.csv", " ID ,\xE5\xA7\x93\xE5\x90\x8D\n1,x\n", "2:[1][x]\n"); /* 姓名 */
    expect("a.csv", "\xE7\xBC\x96\xE5\x8F\xB7,FULL NAME\n1,x\n", "2:[1][x]\n");
    /* Full-width letters and blanks. */
    expect("a.csv", "\xEF\xBC\xA9\xEF\xBC\xA4,\xE3\x80\x80name\xE3\x80\x80\n1,x\n", "2:[1][x]\n");
    expect("a.csv", "no.;born\n1;x\n", "2:[1][x]\n");
    expect("a.csv", "id\n", "");
    expect("a.csv", "id,,name,\n1,2,3,4\n", "2:[1][3]\n");
    expect("a.ndjson", "{\"\xE7\xBC\x96\xE5\x8F\xB7\": 1, \"Full Name\": \"x\"}\n", "1:[1][x][][][][]\n");
}

/* What people put into a heading beside the word. */
static void test_headings_as_written(void **state)
{
    (void) state;
    expect("a.csv", "*编 号：,姓　名,出生\xC2\xA0日期\n1,x,y\n", "2:[1][x][y]\n");
    expect("a.csv", "\"编\n号\",\"Full\r\nname \",\"出生日期\n（年月日）\"\n1,x,y\n", "5:[1][x][y]\n");
    expect("a.csv", "id,Hours（ｈ）,出生日期[YYYY-MM-DD],done(是/否)*\n1,2,3,4\n", "2:[1][3][2][4]\n");
    expect("a.csv", "i_d,full_name,hours ( Hours ) :\n1,2,3\n", "2:[1][2][3]\n");
    /* What stands in brackets does not matter, unless it makes another thing of it; what says it without brackets goes before. */
    expect("a.csv", "id,hours（计划）,name()\n1,2,3\n", "2:[1][3]\n? hours（计划） at 2, line 1, perhaps hours\n");
    expect("a.csv", "编号【本校】,(必填)姓名《全称》,hours {planned}\n1,x,2\n",
           "2:[1][x]\n? hours {planned} at 3, line 1, perhaps hours\n");
    expect("a.csv", "id,name(of the office),name\n1,x,y\n", "2:[1][y]\n? name(of the office) at 2, line 1, again name\n");
    expect("a.csv", "id,name(x\n1,2\n", "2:[1]\n? name(x at 2, line 1, perhaps name\n");
    expect("a.csv", "id,(h),()\n1,2,3\n", "2:[1]\n? (h) at 2, line 1\n? () at 3, line 1\n");
    expect("a.csv", "id,huors(h),出身日期（年月日）\n1,2,3\n",
           "2:[1]\n? huors(h) at 2, line 1, perhaps hours\n? 出身日期（年月日） at 3, line 1, perhaps 出生日期\n");
}

/* What stands above the heading is passed over. */
static void test_titles(void **state)
{
    (void) state;
    expect("a.csv", "2003年名册,,\n\n制表单位：,机电,日期：2003-12-20\n , ,\n编号,姓名,出生日期\n1,x,y\n", "6:[1][x][y]\n");
    expect("a.csv", "\"a\nb\",,\n编号,姓名,出生日期\n1,x,y\n2,z,\n", "4:[1][x][y]\n5:[2][z][]\n");
    /* Without delimiters, and with a word that is a heading by itself. */
    expect("a.csv", "2003年名册\n姓名：\nid;name;born\n1;x;y\n", "4:[1][x][y]\n");
    expect("a.tsv", "2003年名册\nname\tof the list\nid\tname\tborn\n1\tx\ty\n", "4:[1][x][y]\n");
    /* The row with most fields, the first of equals; what follows are records, however far one had to look. */
    expect("a.csv", "name,of,this,list\nid,xx,born,yy,zz\n1,2,3,4,5\nid,6,7,8,9\n",
           "3:[1][3]\n4:[id][7]\n? xx at 2, line 2\n? yy at 4, line 2\n? zz at 5, line 2\n");
    expect("a.csv", "id\nname\nborn\n", "2:[name]\n3:[born]\n");
    expect("a.csv", "id\n1\n2\n\n3\n", "2:[1]\n3:[2]\n5:[3]\n");
    expect("a.csv", "title\nid\n1\n\"2\n", "3:[1]\n! line 4: the quote opened on line 4 is never closed\n");
}

/* A heading below more rows than are looked at is not found. */
static void test_title_bound(void **state)
{
    (void) state;
    for (unsigned titles = TOP_ROWS - 1; titles <= TOP_ROWS; titles++) {
        Text bytes = { 0 };
        for (unsigned i = 0; i < titles; i++)
            text_add(&bytes, STR("title\n\n"));
        text_add(&bytes, STR("id,name\n1,x\n"));
        text_add_char(&bytes, 0);
        expect("a.csv", bytes.at,
               titles < TOP_ROWS ? "64:[1][x]\n"
                                 : "!! line 1: no heading is a field of 'item': one of the "
                                   "first 32 rows must name the columns\n");
        text_free(&bytes);
    }
}

static void test_unknown_headings(void **state)
{
    (void) state;
    expect("a.csv", "id,nmae,xyzzy\n1,2,3\n", "2:[1]\n? nmae at 2, line 1, perhaps name\n? xyzzy at 3, line 1\n");
    /* 出身日期, one character of 出生日期 is another. */
    expect("a.csv", "id,\xE5\x87\xBA\xE8\xBA\xAB\xE6\x97\xA5\xE6\x9C\x9F\n1,2\n",
           "2:[1]\n? \xE5\x87\xBA\xE8\xBA\xAB\xE6\x97\xA5\xE6\x9C\x9F at 2, line 1, perhaps "
           "\xE5\x87\xBA\xE7\x94\x9F\xE6\x97\xA5\xE6\x9C\x9F\n");
    /* 性名 for 姓名; 单位 is near nothing. */
    expect("a.csv", "id,\xE6\x80\xA7\xE5\x90\x8D,\xE5\x8D\x95\xE4\xBD\x8D\n1,2,3\n",
           "2:[1]\n? \xE6\x80\xA7\xE5\x90\x8D at 2, line 1, perhaps \xE5\xA7\x93\xE5\x90\x8D\n? \xE5\x8D\x95\xE4\xBD\x8D at 3, line 1\n");
    expect("a.csv", "id,No.,\xE7\xBC\x96\xE5\x8F\xB7\n1,2,3\n",
           "2:[1]\n? No. at 2, line 1, again id\n? \xE7\xBC\x96\xE5\x8F\xB7 at 3, line 1, again id\n");
    expect("a.csv", "id,parts\n1,2\n", "2:[1]\n? parts at 2, line 1\n");
    expect("a.yaml", "- {id: 1, nmae: x}\n- {id: 2, nmae: y, w: z}\n",
           "1:[1][][][][][]\n2:[2][][][][][]\n? nmae at 0, line 1, perhaps name\n? w at 0, line 2\n");
}

static void test_mapping(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Str problem = { 0 }, bytes = STR("\xEF\xBB\xBF"
                                     "junk,\xE7\xBC\x96\xE5\x8F\xB7,born\n1,2,3\n");
    Reader *reader = reader_open(&arena, input_of_bytes(&arena, STR("x/a.csv"), bytes, 0), NULL, records_table(),
                                 &(ReadOptions) { .hash = true }, &problem);
    assert_non_null(reader);
    assert_int_equal(reader->mapping.column_of[0], 2);
    assert_int_equal(reader->mapping.column_of[1], 0);
    assert_int_equal(reader->mapping.column_of[2], 3);
    assert_str(reader->mapping.heading_of[0], "\xE7\xBC\x96\xE5\x8F\xB7");
    assert_int_equal(reader->mapping.heading_of[1].len, 0);
    assert_int_equal(reader->mapping.header_line, 1);
    assert_false(reader->mapping.keyed);
    assert_str(reader->mapping.path, "x/a.csv");
    Batch batch;
    batch_init(&batch, 10);
    assert_true(reader_next(reader, &batch));
    assert_int_equal(batch.rows, 1);
    assert_null(batch.cells[1]);
    assert_str(batch.cells[2][0], "3");
    assert_int_equal(reader->info.sha256.len, 0);
    assert_false(reader_next(reader, &batch));
    assert_int_equal(reader->info.records, 1);
    assert_int_equal(reader->info.bytes, bytes.len);
    assert_str(reader->info.encoding, "utf-8 with BOM");
    assert_str(reader->info.sha256, "8fcc20997cb9a632715812bad280320cdc14371e8a1ad4723da5d72742d13b1b");
    batch_free(&batch);
    reader_close(reader);
    arena_free(&arena);
}

/* ---- CSV */

static void test_odd_rows(void **state)
{
    (void) state;
    expect("a.csv", "id,name,born\n1\n2,b\n3,c,d,\n4,e,f,g\n\n , ,\n,,,,,\n5,h,i\n",
           "2:[1][][] 1 of 3 cells\n3:[2][b][] 2 of 3 cells\n4:[3][c][d] 4 of 3 cells\n5:[4][e][f] 4 of 3 cells, filled\n"
           "9:[5][h][i]\n");
    expect("a.csv", "\n\nid\n\n1\n", "5:[1]\n");
    expect("a.csv", "id,name\n1,\"a\nb\"\n2,c\n", "2:[1][a\nb]\n4:[2][c]\n");
}

static void test_csv_problems(void **state)
{
    (void) state;
    expect("a.csv", "", "!! the file is empty\n");
    expect("a.csv", "\xEF\xBB\xBF", "!! the file is empty\n");
    expect("a.csv", "\n\r\n", "!! the file is empty\n");
    expect("a.csv", "A1,Ann\nA2,Bob\n",
           "!! line 1: no heading is a field of 'item': one of the first 2 rows must name the "
           "columns\n");
    expect("a.csv", "A1,Ann\n", "!! line 1: no heading is a field of 'item': a row must name the columns\n");
    expect("a.csv", "\"id\n1\n", "!! line 1: the quote opened on line 1 is never closed\n");
    expect("a.csv", "id,name\n1,\"x\n2,y\n", "! line 2: the quote opened on line 2 is never closed\n");
    expect("a.csv", "id,name\n1,x\n2,\"y\n3,z\n", "2:[1][x]\n! line 3: the quote opened on line 3 is never closed\n");
    expect("a.csv", "PK\x03\x04xyz",
           "!! the file is a workbook or an archive, not text, whatever its name says: a workbook is read from a file whose name ends in "
           ".xlsx\n");
}

/* ---- encodings */

#define GBK_HEADING "\xB1\xE0\xBA\xC5,\xD0\xD5\xC3\xFB" /* 编号,姓名 */

static void test_encodings(void **state)
{
    (void) state;
    static const char expected[] = "2:[1][李雷]\n3:[2][,\"\n]\n";
    expect("a.csv", GBK_HEADING "\r\n1,\xC0\xEE\xC0\xD7\r\n2,\",\"\"\n\"\r\n", expected);
    static const struct {
        const char *bytes;
        size_t len;
    } files[] = {
#define FILE_OF(literal) { literal, sizeof(literal) - 1 }
        FILE_OF("\xFF\xFE\x16\x7F\xF7\x53,\0\xD3\x59\x0D\x54\n\0"
                "1\0,\0\x4E\x67\xF7\x96\n\0"
                "2\0,\0\"\0,\0\"\0\"\0\n\0\"\0\n\0"),
        FILE_OF("\xFE\xFF\x7F\x16\x53\xF7\0,\x59\xD3\x54\x0D\0\n\0"
                "1\0,\x67\x4E\x96\xF7\0\n\0"
                "2\0,\0\"\0,\0\"\0\"\0\n\0\"\0\n"),
        FILE_OF("\x16\x7F\xF7\x53,\0\xD3\x59\x0D\x54\n\0"
                "1\0,\0\x4E\x67\xF7\x96\n\0"
                "2\0,\0\"\0,\0\"\0\"\0\n\0\"\0\n\0"),
        FILE_OF("\x84\x31\x95\x33" GBK_HEADING "\n1,\xC0\xEE\xC0\xD7\n2,\",\"\"\n\"\n"),
        FILE_OF("\xEF\xBB\xBF编号,姓名\n1,李雷\n2,\",\"\"\n\"\n"),
    };
    for (size_t i = 0; i < COUNT(files); i++)
        for (size_t step = 0; step < 8; step++) {
            Text shown = { 0 };
            show(&shown, "a.csv", (Str) { files[i].bytes, files[i].len }, step, 1);
            assert_text(&shown, expected);
            text_free(&shown);
        }
}

/* Bytes that are no text cost their cell, also in columns that nobody reads. */
static void test_bad_bytes(void **state)
{
    (void) state;
    expect("a.csv", "id,name\n1,\xB1\n2,x\n",
           "2:[1][\xB1] 1! '\xEF\xBF\xBD' holds the byte 0xB1, which is no "
           "text in the file's encoding\n3:[2][x]\n");
    expect("a.csv", "\xFF\xFEi",
           "!! line 1: no heading is a field of 'item', and the file has bytes that are no utf-16le with BOM: "
           "name its encoding (--encoding)\n");
    Text shown = { 0 };
    show(&shown, "a.csv",
         STR("i\0d\0,\0n\0a\0m\0e\0\n\0"
             "1\0,\0a\0\x3D\xD8\n\0"
             "2\0,\0b\0c"),
         0, 1);
    assert_text(&shown, "2:[1][a\xED\xA0\xBD] 1! 'a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD' holds half of a character, which is no text\n"
                        "3:[2][b\xED\xA1\xA3] 1! 'b\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD' holds half of a character, which is no text\n");
    text_free(&shown);
}

/* What may as well be meant is told, and what would settle it. */
static void expect_doubt(const char *bytes, const char *encoding, const char *shown, const char *others, bool is_hopeless)
{
    Arena arena = { 0 };
    Str problem = { 0 };
    Reader *reader =
        reader_open(&arena, input_of_bytes(&arena, STR("a.csv"), str_of(bytes), 0), NULL, records_table(), &(ReadOptions) { 0 }, &problem);
    assert_non_null(reader);
    assert_str(reader->info.encoding, encoding);
    assert_str(reader->info.shown, shown);
    assert_str(reader->info.others, others);
    assert_int_equal(reader->info.is_hopeless, is_hopeless);
    reader_close(reader);
    arena_free(&arena);
}

static void test_doubts(void **state)
{
    (void) state;
    expect_doubt("id,name\n1,\xB1\xE8\xC3\xB6\xBC\xF6\n2,\xC0\xCC\xBF\xB5\xC8\xF1\n", "gb18030", "辫枚荐", "euc-kr ('김철수')", false);
    expect_doubt("id,name\n1,\xCD\xF5\xD0\xA1\xC3\xF7\n", "gb18030", "王小明", "", false);
    expect_doubt("id,\xD0\xD5\xC3\xFB\n1,\xB8\xDF\xC3\xF7\n", "gb18030", "姓名", "", false); /* the heading is known: no doubt */
    expect_doubt("id,name\n1,\xC4\xA3\xC4\xB3\n", "utf-8", "ģĳ", "gb18030 ('模某')", false);
    expect_doubt("id,name\n1,M\xC3\xBCller\n", "utf-8", "Müller", "", false);
    expect_doubt("id,name\n1,\xC3\xA9\n", "utf-8", "é", "", false);
    expect_doubt("id,name\n1,Иван\n", "utf-8", "Иван", "", false);
    expect_doubt("id,name\n1,Jos\xE9 M\xFCller\n", "utf-8", "Jos", "windows-1252 ('José Müller')", false);
    expect_doubt("id,name\n1,\x8ER\x93"
                 "c\x91\xBE\x98Y\n",
                 "utf-8", "", "shift-jis ('山田太郎')", false);
    expect_doubt("id,name\n1,\xB3\xAF\xA4j\xA4\xE5\n2,\xB6\xC0\xA4p\xA9\xFA\n", "utf-8", "", "big5 ('陳大文')", false);
    expect_doubt("id,name\n1,王五\n2,\xB1\xFF\xB1\n", "utf-8", "王五", "", true);
    expect_doubt("id,name\n1,x\n", "utf-8", "", "", false);
    expect("a.csv", "\xBDs\xB8\xB9,\xA9m\xA6W\n1,\xB3\xAF\n",
           "!! line 1: no heading is a field of 'item', and the file has bytes that are no utf-8; it may be big5 ('編號'), shift-jis "
           "('ｽsｸｹ'): name its encoding "
           "(--encoding)\n");
}

static void test_named_encodings(void **state)
{
    (void) state;
    static const struct {
        const char *name, *bytes, *text;
    } cases[] = {
        { "big5", "\xB3\xAF\xA4j\xA4\xE5", "陳大文" },
        { "shift-jis",
          "\x8ER\x93"
          "c\xB1",
          "山田ｱ" },
        { "euc-kr", "\xB1\xE8\xC3\xB6\xBC\xF6", "김철수" },
        { "windows-1252", "Jos\xE9 \x80", "José €" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Arena arena = { 0 };
        Str problem = { 0 }, bytes = arena_format(&arena, "id,name\n1,%s\n", cases[i].bytes);
        Encoding encoding = encoding_named(str_of(cases[i].name));
        Reader *reader = reader_open(&arena, input_of_bytes(&arena, STR("a.csv"), bytes, 1), NULL, records_table(),
                                     &(ReadOptions) { .encoding = encoding }, &problem);
        assert_non_null(reader);
        assert_str(reader->info.encoding, cases[i].name);
        Batch batch;
        batch_init(&batch, 4);
        assert_true(reader_next(reader, &batch));
        assert_str(batch.cells[1][0], cases[i].text);
        assert_int_equal(batch.bad_count, 0);
        batch_free(&batch);
        reader_close(reader);
        arena_free(&arena);
    }
}

static bool refuse_seek(Input *input, uint64_t at)
{
    (void) input, (void) at;
    return false;
}

/* What is decided of a file of ASCII lines, with Chinese in one encoding behind so many of them, and perhaps in another later. */
static void expect_decided(Str late, size_t lines, bool can_seek, const char *encoding, EncodingBasis basis, uint64_t bad)
{
    Arena arena = { 0 };
    Text bytes = { 0 };
    text_add(&bytes, STR("id,name\n"));
    for (size_t i = 0; i < lines; i++)
        text_add(&bytes, STR("1,abcdefghijklm\n"));
    text_add(&bytes, late);
    Input *input = input_of_bytes(&arena, STR("a.csv"), text_str(&bytes), 1000);
    if (!can_seek)
        input->seek = refuse_seek;
    Str problem;
    Reader *reader = reader_open(&arena, input, NULL, records_table(), &(ReadOptions) { .hash = true }, &problem);
    assert_non_null(reader);
    Batch batch;
    batch_init(&batch, BATCH_ROWS);
    while (reader_next(reader, &batch))
        ;
    assert_str(reader->info.encoding, encoding);
    assert_int_equal(reader->info.basis, basis);
    assert_int_equal(reader->info.bad_bytes, bad);
    assert_int_equal(reader->info.bytes, bytes.len);
    assert_int_equal(reader->info.records, lines + 1);
    assert_int_equal(reader->info.sha256.len, 64);
    batch_free(&batch);
    reader_close(reader);
    arena_free(&arena);
    text_free(&bytes);
}

/* However late the first character comes, a file that can be read twice is known; of a pipe, a mebibyte is looked at. */
static void test_late_characters(void **state)
{
    (void) state;
    static const size_t lines[] = { 0, 4000, 5000, 40000, 80000 };
    for (size_t i = 0; i < COUNT(lines); i++) {
        bool beyond = lines[i] * 16 > STREAM_PIPE_BYTES;
        expect_decided(STR("2,\xC0\xEE\xC0\xD7"), lines[i], true, "gb18030", BASIS_FITS, 0);
        expect_decided(STR("2,\xC0\xEE\xC0\xD7"), lines[i], false, beyond ? "utf-8" : "gb18030", BASIS_FITS, beyond ? 4 : 0);
        expect_decided(STR("2,\xE6\x9D\x8E"), lines[i], true, "utf-8", BASIS_FITS, 0);
        expect_decided(STR("2,\xE6\x9D"), lines[i], false, "utf-8", beyond ? BASIS_FITS : BASIS_MOSTLY, 2);
    }
}

/* ---- JSON */

static void test_json_values(void **state)
{
    (void) state;
    expect("a.ndjson",
           "{\"id\": 1, \"hours\": 1.0, \"name\": \"\"}\n{\"id\": 9223372036854775807, \"hours\": 1e300, \"name\": \"a\\nb\"}\n",
           "1:[1][][][1][][]\n2:[9223372036854775807][a\nb][][1e300][][]\n");
    /* Numbers are read as they are written; a whole one written with a point is no text. */
    expect("a.json", "[{\"x\": [1.0, {\"y\": \"2.5\\\"\"}], \"name\": 1.10, \"id\": 0.50, \"done\": 1.0, \"hours\": -2.4E1}]",
           "1:[0.50][1.10][][-24][1][]\n? x at 0, line 1\n");
    expect("a.json", "[{\"id\": 1.0, \"hours\": 24.0, \"tags\": [1.5, 2e0]}, {\"id\": 3.7e17, \"tags\": [[1.0], 2.5], \"hours\": 1.5}]",
           "1:[][][][24][][] 0! 1.0 stands here as a number, and may have been another text: write it in quotes "
           "5! 2e0 stands here as a number, and may have been another text: write it in quotes\n"
           "1:[][][][1.5][][] 0! 3.7e17 stands here as a number, and may have been another text: write it in quotes "
           "5! a list of lists or objects is no value of a field\n");
    /* What an escape brings in. */
    expect("a.ndjson", "{\"id\": \"a\\u0001b\", \"hours\": \"x\"}\n{\"id\": \"3.7E+17\"}\n",
           "1:[a\x01"
           "b][][][x][][] 0! 'a\xEF\xBF\xBD"
           "b' holds a control character\n2:[3.7E+17][][][][][] 0! '3.7E+17' is what a spreadsheet left of a "
           "long number: its digits are lost; format the column as text and enter it again\n");
    expect("a.ndjson", "{\"id\": {\"a\": 1}, \"name\": [1], \"tags\": [1, true, null, \"x\"]}\n",
           "1:[][][][][][1;true;;x] 0! an object is no value of a field 1! a list stands where one value is wanted\n");
    expect("a.ndjson", "{\"id\": 1, \"tags\": [\"a\", \"b;c\"]}\n{\"id\": 2, \"tags\": [[1]]}\n",
           "1:[1][][][][][] 5! item 2 of the list holds the separator ';'\n"
           "2:[2][][][][][] 5! a list of lists or objects is no value of a field\n");
    expect("a.json", "[{\"id\": 1, \"No.\": 2}]", "1:[][][][][][] 0! two keys of the record mean this field\n");
    expect("a.json", "[{\"No.\": 2}, {\"id\": 1}, {}]", "1:[2][][][][][]\n1:[1][][][][][]\n1:[][][][][][]\n");
}

/* A line of some keys in some order, now and then one twice, one that is unknown, or two that mean one field. With `slow` a member behind
   them holds a list, which makes all of it one for the reader of all of JSON; the field is none. */
static void add_flat_line(Text *out, uint64_t random, bool slow)
{
    static const char *const keys[] = { "id", "name", "born", "hours", "done", "Full Name", "other" };
    static const char *const values[] = { "1",  "\"A2\"",   "null",        "true", "\"2003-06-01\"", "\"#N/A\"", "\"a\xE2\x80\x8B\"",
                                          "-7", "\"  x \"", "\"3.7E+17\"", "7.5" };
    uint64_t count = 1 + next_random(&random) % 5, turn = next_random(&random) % (next_random(&random) % 4 ? 1 : COUNT(keys));
    for (uint64_t i = 0; i < count; i++) {
        uint64_t key = next_random(&random) % 30 ? (i + turn) % COUNT(keys) : next_random(&random) % COUNT(keys);
        text_format(out, "%s\"%s\": %s", i ? ", " : "{", keys[key], values[next_random(&random) % COUNT(values)]);
    }
    text_format(out, ", \"spare\": %s}\n", slow ? "[]" : "0");
}

/* What the first has where they begin to differ. */
static const char *first_difference(Text *one, const Text *other)
{
    size_t at = 0;
    while (at < one->len && at < other->len && one->at[at] == other->at[at])
        at++;
    at -= at < 40 ? at : 40;
    text_add_char(one, 0);
    return one->at + at;
}

static void test_flat_lines(void **state)
{
    (void) state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        Text lines[2] = { 0 }, shown[2] = { 0 };
        uint64_t random = seed;
        for (int i = 0; i < 40; i++) {
            uint64_t line = next_random(&random);
            add_flat_line(&lines[0], line, false);
            add_flat_line(&lines[1], line, true);
        }
        for (int i = 0; i < 2; i++)
            show(&shown[i], "a.ndjson", text_str(&lines[i]), seed % 2 ? 0 : 50, seed % 3 ? BATCH_ROWS : 3);
        if (!str_equal(text_str(&shown[0]), text_str(&shown[1])))
            fail_msg("seed %llu differs from %s", (unsigned long long) seed, first_difference(&shown[0], &shown[1]));
        for (int i = 0; i < 2; i++) {
            text_free(&lines[i]);
            text_free(&shown[i]);
        }
    }
}

static void test_ndjson_lines(void **state)
{
    (void) state;
    expect("a.ndjson", "\n{\"id\": 1}\r\n\n  \n{\"id\": 2}", "2:[1][][][][][]\n5:[2][][][][][]\n");
    expect("a.ndjson", "{\"id\": 1}\n{\"id\": \n[1]\n5\n{\"id\": 2} x\n{\"id\": 3}\n",
           "1:[1][][][][][]\n2:[][][][][][] -1! column 8: the text ends before the value does\n"
           "3:[][][][][][] -1! a record is a JSON object: {\"field\": value, ...}\n"
           "4:[][][][][][] -1! a record is a JSON object: {\"field\": value, ...}\n"
           "5:[][][][][][] -1! something stands behind the object\n6:[3][][][][][]\n");
    expect("a.ndjson", "", "!! the file is empty\n");
    expect("a.ndjson", " \n\n", "!! the file is empty\n");
    expect("a.ndjson", "[\n{\"id\": 1}\n]", "!! line 1: this is one JSON list, not an object a line: name the file .json\n");
    expect("a.ndjson", "{\"id\": 1, \"id\": 2}\n{\"id\": 3}",
           "1:[][][][][][] -1! column 11: the key stands twice in its object (at '\"id\"')\n2:[3][][][][][]\n");
}

static void test_json_lists(void **state)
{
    (void) state;
    expect("a.json", "[]", "");
    expect("a.json", " [ ] \n", "");
    expect("x/a.json", "{\"item\": [{\"id\": 1}]}", "1:[1][][][][][]\n");
    expect("x/a.json", "{\"items\": [\n{\"id\": 1}\n,\n{\"id\": 2}]\n}\n", "2:[1][][][][][]\n4:[2][][][][][]\n");
    expect("x/a.json", "{\"a\":[]}", "");
    expect("a.json", "[{\"id\": 1}, 5, {\"id\": 2}]",
           "1:[1][][][][][]\n1:[][][][][][] -1! a record is a JSON object: {\"field\": value, ...}\n1:[2][][][][][]\n");
    expect("a.json", "", "!! the file is empty\n");
    expect("a.json", "{\"id\": 1}", "1:[1][][][][][]\n");
    expect("a.json", "\n{ \"id\": 1}\n{\"id\": 2}{\"id\": 3}\n\n", "2:[1][][][][][]\n3:[2][][][][][]\n3:[3][][][][][]\n");
    expect(
        "a.json", "{\"id\": 1},\n{\"id\": 2}\n",
        "1:[1][][][][][]\n! line 1: an object should begin here: records follow each other with nothing between them, or stand in a list, "
        "with [ before the first and ] behind the last\n");
    expect("a.json", "{\"id\": 1}\n{\"id\": 2", "1:[1][][][][][]\n! line 2: the text ends before the value does\n");
    expect("a.json", "{\"data\": [{\"id\": 1}]}",
           "!! line 1: records stand in a list of objects, or in an object whose one key is the table's name\n");
    expect("a.json", "5", "!! line 1: records stand in a list of objects, or in an object whose one key is the table's name\n");
    expect("a.json", "{", "!! line 1: the file ends before the list does\n");
    expect("a.json", "[{\"id\": 1},\n{\"id\" 2}]", "1:[1][][][][][]\n! line 2: a colon is missing after the key (at '2')\n");
    expect("a.json", "[{\"id\": 1},\n", "1:[1][][][][][]\n! line 2: the file ends before the list does\n");
    expect("a.json", "[{\"id\": 1}", "1:[1][][][][][]\n! line 1: the file ends before the list does\n");
    expect("a.json", "[{\"id\": 1}\n{\"id\": 2}]", "1:[1][][][][][]\n! line 2: a comma or ] is missing\n");
    expect("a.json", "[{\"id\": 1},]", "1:[1][][][][][]\n! line 1: a value is missing (at ']')\n");
    expect("a.json", "[{\"id\": 1}] []", "1:[1][][][][][]\n! line 1: something stands behind the end of the list\n");
    expect("a.json", "{\"a\": [{\"id\": 1}], \"b\": 2}", "1:[1][][][][][]\n! line 1: the object around the list has one key\n");
    expect("a.json", "[{\"id\":\n \"\xFF\"}]", "! line 2: bytes that are not UTF-8 (at '\"')\n");
}

/* ---- YAML */

static void test_yaml_files(void **state)
{
    (void) state;
    expect("a.yaml", "[]", "");
    expect("a.yaml", "items:\n  - id: 1\n  - id: 2\n", "2:[1][][][][][]\n3:[2][][][][][]\n");
    expect("a.yml", "a: [{id: 012, name: 'null', born: null, done: yes}]", "1:[012][null][][][yes][]\n");
    expect("a.yaml", "- id: 1\n  tags: [a, 'b', ~]\n  name: {x: y}\n  hours: [1]\n- 5\n- id: >-\n    a\n    b\n",
           "1:[1][][][][][a;b;] 1! a mapping is no value of a field 3! a list stands where one value is wanted\n"
           "5:[][][][][][] -1! a record is a mapping: field: value\n6:[a b][][][][][]\n");
    expect("a.yaml", "- id: 1\n  id: 2\n- id: 3\n- {id: 4, name: &x y}\n- id: 5\n",
           "1:[][][][][][] -1! the key 'id' already stands on line 1\n3:[3][][][][][]\n4:[][][][][][] -1! anchors are not allowed\n"
           "5:[5][][][][][]\n");
    expect("a.yaml", "- id: 1\n---\n- id: 2\n", "1:[1][][][][][]\n! line 2: a file holds one document, and a second one begins here\n");
    expect("a.yaml", "", "!! the file is empty\n");
    expect("a.yaml", "id: 1\n", "!! line 1: records stand in a list of mappings, or in a mapping whose one key is the table's name\n");
    expect("a.yaml", "- id: 1\n- id: 'x\n", "!! line 2: the quote is never closed\n");
    expect("a.yaml", "- id: a: b\n",
           "!! line 1: a colon followed by a blank stands within a text; put quotes around the text, or write it "
           "after >- on the next line\n");
}

static void test_yaml_signs(void **state)
{
    (void) state;
    expect(
        "a.yaml", "- id： 1\n  hours： 24\n",
        "1:[][][][][][] -1! a record is a mapping: field: value; a full-width colon (：, U+FF1A) stands where YAML has a sign of its own: "
        "write ':' and a blank\n");
    expect("a.yaml", "- id:1\n", "1:[][][][][][] -1! a record is a mapping: field: value, with a blank behind the colon\n");
    expect("a.yaml", "－ id: 1\n",
           "!! line 1: records stand in a list of mappings, or in a mapping whose one key is the table's name; a full-width hyphen (－, "
           "U+FF0D) stands where YAML has a sign of its own: write '-' and a blank\n");
#define NO_ITEM "an item beginning with - should stand here, in the list that began on line 1; "
#define OWN " stands on line 2 where YAML has a sign of its own: "
    expect("a.yaml", "- id: 1\n\xC2\xA0 hours: 2\n", "!! line 2: " NO_ITEM "a no-break space (U+00A0)" OWN "use a plain blank\n");
    expect("a.yaml", "- id: 1\n　hours: 2\n", "!! line 2: " NO_ITEM "an ideographic space (U+3000)" OWN "use a plain blank\n");
    expect("a.yaml", "- id: 1\n  hours： 2\n  name: x\n",
           "!! line 2: this line is no key: no colon follows it; a full-width colon (：, U+FF1A)" OWN "write ':' and a blank\n");
    expect("a.yaml", "- id: 1\n  name: “a: b”\n",
           "!! line 2: a colon followed by a blank stands within a text; a round quote (U+201C or U+201D)" OWN "write straight quotes\n");
    expect("a.yaml",
           "- id: 1\n  name: a\xE2\x80\xA8"
           "b\n",
           "!! line 2: this line is no key: no colon follows it; a line end that nobody sees (U+2028 or U+2029)" OWN "delete it\n");
    /* What is no mistake of YAML is one all the same. */
    expect("a.yaml", "- id: 1\n  name: a\n    hours： 2\n",
           "1:[1][][][][][] 1! a full-width colon (：, U+FF1A) stands in it on line 3: write ':' and a blank\n");
    expect("a.yaml", "- id: 1\n  tags: ［a, b］\n",
           "1:[1][][][][][] 5! a full-width bracket (［, U+FF3B) stands in it on line 2: write '['\n");
    /* Within texts they are texts. */
    expect("a.yaml", "- id: 1 # 说明：x\n  name: 说明：“a”，b\n- id: 2\n  name: >-\n    提示：a\n    说明：b\n",
           "1:[1][说明：“a”，b][][][][]\n3:[2][提示：a 说明：b][][][][]\n");
    expect("a.yaml", "- {id: 1.0, name: 1.10, hours: 24.0, done: 1.0, tags: [1.5, 2.0]}\n- {id: '1.0', hours: 2.4e1}\n",
           "1:[][1.10][][24][1][] 0! 1.0 stands here as a number, and may have been another text: write it in quotes "
           "5! 2.0 stands here as a number, and may have been another text: write it in quotes\n2:[1.0][][][24][][]\n");
}

/* ---- delimiters and quotes */

static void test_delimiters(void **state)
{
    (void) state;
    expect("a.csv", "Items, new, first list, of two\nid\tname\thours\n1\tx\t2\n", "3:[1][x][2]\n");
    expect("a.csv", "名单;第一批;2003\nid,name\n1,x\n", "3:[1][x]\n");
    expect("a.csv", "a|b|c|d\nid;name\n1;x|y\n", "3:[1][x|y]\n");
    expect("a.csv", "id|name\n1|x,y\n", "2:[1][x,y]\n");
    expect("a.csv", "sep=|\nid|name\n1|x\n", "3:[1][x]\n");
    expect("a.csv", "\"sep=;\"\nid;name\n1;x\n", "3:[1][x]\n");
    expect("a.csv", "sep=^\r\nid^name\r\n1^x,y\r\n", "3:[1][x,y]\n");
    expect("a.csv", "sep=;\nid,name\n1,x\n", "3:[1][x]\n");
    expect("a.csv", "sep=\nid,name\n1,x\n", "3:[1][x]\n");
    expect("a.tsv", "id,name\n1,x\ty\n", "2:[1][x\ty]\n");
    expect("a.tsv", "id\tname, full\n1\tx,y\n", "2:[1]\n? name, full at 2, line 1\n");
    expect("a.csv", "id\n1\n", "2:[1]\n");
#define DIVIDES " divides the names of the columns: a comma, a semicolon, a tab or | divides cells\n"
    expect("a.csv", "id，name\n1，x\n", "!! line 1: a full-width comma (，)" DIVIDES);
    expect("a.csv", "title\n编号、姓名、出生日期\n1、x、y\n", "!! line 2: an enumeration comma (、)" DIVIDES);
    expect("a.csv", "id；name\n", "!! line 1: a full-width semicolon (；)" DIVIDES);
    expect("a.csv", "id   name   born\n1  x  y\n", "!! line 1: blanks" DIVIDES);
    expect("a.csv", "idxname\n", "!! line 1: no heading is a field of 'item': a row must name the columns\n");
}

/* A quote that is never closed takes in what follows up to the next one. */
static void test_quotes(void **state)
{
    (void) state;
#define BEHIND "text stands behind the closing quote: a quote within a quoted cell is written twice"
#define BEFORE "a blank stands before the opening quote, which therefore does not count as one: delete the blank"
    expect("a.csv", "id,name\n1,\"x\"y\n2,\"x\" \n3,\"x\"\n", "2:[1][xy] 1! " BEHIND "\n3:[2][x ]\n4:[3][x]\n");
    expect("a.csv", "id,what,name\n1,\"x\"y,z\n", "2:[1][z] -1! column 2: " BEHIND "\n? what at 2, line 1\n");
    expect("a.csv", "id, name\n1, \"x, y\"\n2,\xC2\xA0\"x\"\n3, x \"y\"\n",
           "2:[1][ \"x] 3 of 2 cells, filled 1! " BEFORE "\n3:[2][\xC2\xA0\"x\"] 1! " BEFORE "\n4:[3][ x \"y\"]\n");
    expect("a.csv", "id,what,name\n1, \"x\",z\n", "2:[1][z]\n? what at 2, line 1\n");
    expect("a.csv", "title\nid\n\"1\"2\n\"3\"\n", "3:[12] 0! " BEHIND "\n4:[3]\n");
#define TAKEN(column, below)                                                                                            \
    "the quote that opens in column " column " is closed " below " below, and what stands between looks like records: " \
    "delete or double the quote if it is a slip"
    expect("a.csv", "id,name,born,hours\nA1,\"x,y,2\nA22,x\",y,3\nA3,x,y,4\n",
           "2:[A1][x,y,2\nA22,x][y][3] -1! " TAKEN("2", "1 line") "\n4:[A3][x][y][4]\n");
    expect("a.csv", "id,name\nA1,\"x\nA2,y\r\nA3,\"\nA4,z\n", "2:[A1][x\nA2,y\r\nA3,] -1! " TAKEN("2", "2 lines") "\n5:[A4][z]\n");
    expect("a.tsv", "id\tname\nA1\t\"x\nA2\t\"y\"\nA3\tz\n", "2:[A1][x\nA2\ty\"] 1! " BEHIND " -1! " TAKEN("2", "1 line") "\n4:[A3][z]\n");
    /* Long texts are believed. */
    expect("a.csv", "id,name,born\nA1,\"first, part\nsecond\",y\n", "2:[A1][first, part\nsecond][y]\n");
    expect("a.csv", "id,name\nA1,\"one, two\nthree\"\n", "2:[A1][one, two\nthree]\n");
    expect("a.csv", "id,name\nA1,\"x\nA2\"\n", "2:[A1][x\nA2]\n");
    expect("a.csv", "id,name,born,hours\nA9,\"x,y\nA10,x,y,2\nA11,x\",y,3\n",
           "2:[A9][x,y\nA10,x,y,2\nA11,x][y][3] -1! " TAKEN("2", "2 lines") "\n");
}

/* ---- damage, and what ends a file */

/* Told in columns that nobody reads, in every format. */
static void test_damage(void **state)
{
    (void) state;
#define LOST_DIGITS " is what a spreadsheet left of a long number: its digits are lost; format the column as text and enter it again"
    expect("a.csv", "id,name,hours\n1,3.7E+17,1.2E+05\n2,\"3,70E+17\",2\n3,3.70E+017,3\n4,1+1,4\n",
           "2:[1][3.7E+17][1.2E+05] 1! '3.7E+17'" LOST_DIGITS "\n3:[2][3,70E+17][2] 1! '3,70E+17'" LOST_DIGITS
           "\n4:[3][3.70E+017][3] 1! '3.70E+017'" LOST_DIGITS "\n5:[4][1+1][4]\n");
    expect("a.yaml", "- {id: 1, name: '#REF!', hours: \"a\\x01\"}\n",
           "1:[1][#REF!][][a\x01][][] 1! '#REF!' is what a spreadsheet shows where it has no value or no room for it: correct the formula "
           "or widen "
           "the column, and save again 3! 'a\xEF\xBF\xBD' holds a control character\n");
    expect("a.csv",
           "id,name\n1,a\x01"
           "b\n2,\xC2\x80\n3,\x7F\n",
           "2:[1][a\x01"
           "b] 1! 'a\xEF\xBF\xBD"
           "b' holds a control character\n3:[2][\xC2\x80] 1! '\xC2\x80' holds a control character\n"
           "4:[3][\x7F] 1! '\xEF\xBF\xBD' holds a control character\n");
    Text shown = { 0 };
    show(&shown, "a.csv", STR("id,name\n1,a\0b\n"), 0, 2);
    assert_true(str_ends_with(text_str(&shown), STR("' holds a control character\n")));
    text_free(&shown);
    expect("a.csv", "id,name\n1,x\n,\n　,\xC2\xA0\n \xE2\x80\x8B,\t\n2,y\n", "2:[1][x]\n6:[2][y]\n");
}

static void test_end_marks(void **state)
{
    (void) state;
    expect("a.csv", "id,name\r\n1,x\r\n\x1A", "2:[1][x]\n");
    expect("a.csv", "id,name\n1,x\x1A\x1A\x1A", "2:[1][x]\n");
    expect("a.tsv", "id\tname\n1\tx\n\x1A", "2:[1][x]\n");
    expect("a.json", "[{\"id\": 1}]\x1A", "1:[1][][][][][]\n");
    expect("a.ndjson", "{\"id\": 1}\n\x1A\x1A", "1:[1][][][][][]\n");
    expect("a.yaml", "- id: 1\n\x1A", "1:[1][][][][][]\n");
    expect("a.csv", "id,name\n1,x\x1A\x1Ay\n2,z\x1A",
           "2:[1][x\x1A\x1Ay] 1! 'x\xEF\xBF\xBD\xEF\xBF\xBDy' holds a control character\n3:[2][z]\n");
}

/* ---- long files and failing ones */

/* Many records of every streaming format: nothing is lost where batches and windows meet. */
static void expect_long(const char *name, const char *before, const char *record, const char *between, const char *after)
{
    enum { RECORDS = 5000 };
    Text bytes = { 0 };
    text_add(&bytes, str_of(before));
    for (unsigned i = 0; i < RECORDS; i++) {
        text_add(&bytes, i ? str_of(between) : STR(""));
        char id[16];
        snprintf(id, sizeof id, "%06u", i);
        for (const char *at = record; *at; at++)
            text_add(&bytes, *at == '#' ? str_of(id) : (Str) { at, 1 });
    }
    text_add(&bytes, str_of(after));
    Arena arena = { 0 };
    Str problem = { 0 };
    Batch batch;
    batch_init(&batch, BATCH_ROWS);
    Reader *reader = reader_open(&arena, input_of_bytes(&arena, str_of(name), text_str(&bytes), 1000), NULL, records_table(),
                                 &(ReadOptions) { 0 }, &problem);
    unsigned count = 0;
    for (uint64_t number = 0; reader_next(reader, &batch); number++) {
        assert_int_equal(batch.number, number);
        assert_int_equal(batch.first_record, count);
        for (uint32_t row = 0; row < batch.rows; row++, count++) {
            char id[16];
            snprintf(id, sizeof id, "%06u", count);
            assert_str(batch.cells[0][row], id);
            assert_int_equal(batch.lines[row], count + 2);
        }
    }
    assert_int_equal(count, RECORDS);
    assert_int_equal(reader->problem.len, 0);
    assert_int_equal(reader->info.sha256.len, 0);
    assert_true(arena.used_bytes < 100000);
    reader_close(reader);
    batch_free(&batch);
    arena_free(&arena);
    text_free(&bytes);
}

static void test_long_files(void **state)
{
    (void) state;
    expect_long("a.csv", "id,name,born\n", "#,\"a, \"\"b\"\"\",2003-06-01\n", "", "");
    expect_long("a.ndjson", "\n", "{\"id\": \"#\", \"name\": \"a long name to fill the lines\"}\n", "", "");
    expect_long("a.json", "[\n", "{\"id\": \"#\", \"name\": \"a long name to fill the lines\"}", ",\n", "]");
}

static long read_and_fail(Input *input, char *buffer, size_t size)
{
    const Str *bytes = input->state;
    size_t left = bytes->len - (size_t) input->done_bytes;
    if (left == 0) {
        memcpy(input->problem, "the disk is gone", 17);
        return -1;
    }
    if (left > size)
        left = size;
    memcpy(buffer, bytes->at + input->done_bytes, left);
    input->done_bytes += left;
    return (long) left;
}

static void ignore_close(Input *input)
{
    input->size_bytes = 1;
}

/* A stream that fails at any byte ends with its problem, and what came whole before is given. */
static void test_failing_streams(void **state)
{
    (void) state;
    static const struct {
        const char *name, *bytes;
    } files[] = {
        { "a.csv", "id,name\n1,x\n2,\"y\"\n3,z\n" },
        { "a.ndjson", "{\"id\": 1}\n{\"id\": 2}\n{\"id\": 3}\n" },
        { "a.json", "{\"item\": [{\"id\": 1}, {\"id\": 2}, {\"id\": 3}]}" },
        { "a.yaml", "- id: 1\n- id: 2\n" },
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        for (size_t len = 0; len <= strlen(files[i].bytes); len++) {
            Str bytes = { files[i].bytes, len };
            Input input = { .read = read_and_fail, .close = ignore_close, .name = str_of(files[i].name), .state = &bytes };
            Text shown = { 0 };
            records_show(&shown, NULL, &input, 2);
            assert_true(str_ends_with(text_str(&shown), STR(" the disk is gone\n")));
            assert_int_equal(input.size_bytes, 1);
            text_free(&shown);
        }
    }
}

static long read_spaces(Input *input, char *buffer, size_t size)
{
    memset(buffer, ' ', size);
    const char *start = input->state;
    if (input->done_bytes == 0)
        memcpy(buffer, start, strlen(start));
    input->done_bytes += size;
    return (long) size;
}

/* Records without end stop the reading at a bound, however long the stream is. */
static void test_endless_records(void **state)
{
    (void) state;
    static const struct {
        const char *name, *start, *expected;
    } files[] = {
        { "a.csv", "id\n1\n\"", "2:[1]\n! line 3: the quote opened on line 3 is never closed\n" },
        { "a.json", "[{\"id\": 1}, {\"id\": \"", "1:[1][][][][][]\n! line 1: the record that begins here is larger than 16 MiB\n" },
        { "a.yaml", "- id: \"", "!! the file is larger than 16 MiB: split it, or write it as CSV or NDJSON\n" },
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        Input input = { .read = read_spaces, .close = ignore_close, .name = str_of(files[i].name), .state = (void *) files[i].start };
        Text shown = { 0 };
        records_show(&shown, NULL, &input, 10);
        assert_text(&shown, files[i].expected);
        assert_true(input.done_bytes < 64 << 20);
        text_free(&shown);
    }
}

/* A line that is too long costs one record of NDJSON. */
static void test_long_line(void **state)
{
    (void) state;
    static const struct {
        const char *between, *expected;
    } cases[] = {
        { "\"}\n{\"id\": 2}\n", "1:[1][][][][][]\n2:[][][][][][] -1! the line is larger than 16 MiB\n3:[2][][][][][]\n" },
        { "", "1:[1][][][][][]\n2:[][][][][][] -1! the line is larger than 16 MiB\n" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Text bytes = { 0 }, shown = { 0 };
        text_add(&bytes, STR("{\"id\": 1}\n{\"id\": \""));
        text_add_repeat(&bytes, 'x', 40 << 20);
        text_add(&bytes, str_of(cases[i].between));
        show(&shown, "a.ndjson", text_str(&bytes), 100000, 2);
        assert_text(&shown, cases[i].expected);
        text_free(&bytes);
        text_free(&shown);
    }
}

/* Keys without end are not remembered without end. */
static void test_many_keys(void **state)
{
    (void) state;
    Text bytes = { 0 };
    for (unsigned i = 0; i < 50000; i++)
        text_format(&bytes, "{\"id\": %u, \"key%u\": 1}\n", i, i);
    Arena arena = { 0 };
    Str problem = { 0 };
    Batch batch;
    batch_init(&batch, BATCH_ROWS);
    Reader *reader = reader_open(&arena, input_of_bytes(&arena, STR("a.ndjson"), text_str(&bytes), 0), NULL, records_table(),
                                 &(ReadOptions) { 0 }, &problem);
    unsigned count = 0;
    while (reader_next(reader, &batch))
        count += batch.rows;
    assert_int_equal(count, 50000);
    assert_int_equal(reader->unknown_count, 256);
    assert_true(arena.used_bytes < 200000);
    reader_close(reader);
    batch_free(&batch);
    arena_free(&arena);
    text_free(&bytes);
}

/* Whoever finds bad cells puts them among those that are there: the rows ascend, and what was known of a row stands first. */
static void test_bad_cells_in_order(void **state)
{
    (void) state;
    static const BadCell first[] = { { 1, 0, STR("a") }, { 3, 0, STR("b") } };
    static const BadCell added[] = { { 0, 1, STR("c") }, { 1, 1, STR("d") }, { 3, 2, STR("e") }, { 4, 1, STR("f") } };
    Batch batch;
    Text order = { 0 };
    batch_init(&batch, 4);
    batch_add_bad(&batch, NULL, 0);
    assert_int_equal(batch.bad_count, 0);
    batch_add_bad(&batch, first, 2);
    batch_add_bad(&batch, added, 4);
    for (uint32_t i = 0; i < batch.bad_count; i++)
        text_format(&order, "%u%.*s ", batch.bad[i].row, STR_ARG(batch.bad[i].problem));
    assert_str(text_str(&order), "0c 1a 1d 3b 3e 4f ");
    text_free(&order);
    batch_free(&batch);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats_agree),
        cmocka_unit_test(test_format_table),
        cmocka_unit_test(test_workbook),
        cmocka_unit_test(test_sheets),
        cmocka_unit_test(test_headings),
        cmocka_unit_test(test_headings_as_written),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_title_bound),
        cmocka_unit_test(test_workbook_values),
        cmocka_unit_test(test_merged_cells),
        cmocka_unit_test(test_repeated_headings),
        cmocka_unit_test(test_heading_rows),
        cmocka_unit_test(test_heading_rows_by_position),
        cmocka_unit_test(test_passed_rows),
        cmocka_unit_test(test_unknown_headings),
        cmocka_unit_test(test_mapping),
        cmocka_unit_test(test_odd_rows),
        cmocka_unit_test(test_csv_problems),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_doubts),
        cmocka_unit_test(test_named_encodings),
        cmocka_unit_test(test_bad_bytes),
        cmocka_unit_test(test_late_characters),
        cmocka_unit_test(test_json_values),
        cmocka_unit_test(test_ndjson_lines),
        cmocka_unit_test(test_flat_lines),
        cmocka_unit_test(test_json_lists),
        cmocka_unit_test(test_yaml_files),
        cmocka_unit_test(test_yaml_signs),
        cmocka_unit_test(test_delimiters),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_end_marks),
        cmocka_unit_test(test_long_files),
        cmocka_unit_test(test_failing_streams),
        cmocka_unit_test(test_endless_records),
        cmocka_unit_test(test_long_line),
        cmocka_unit_test(test_many_keys),
        cmocka_unit_test(test_bad_cells_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
