/* CellTexts: every kind of field, what is read, what is not, and what people are told. Also the dictionary's look-ups. */
#include "unit.h"

#include "model/cell.h"

typedef struct {
    Arena arena;
    Matcher *matcher;
} Tools;

static int make_tools(void **state)
{
    Tools *tools = calloc(1, sizeof *tools);
    if (!tools)
        return -1;
    tools->matcher = matcher_new(&tools->arena);
    *state = tools;
    return 0;
}

static int drop_tools(void **state)
{
    Tools *tools = *state;
    arena_free(&tools->arena);
    free(tools);
    return 0;
}

static struct TextEntry staff_labels[] = { { STR("en"), STR("Staff"), { 0, 0 } }, { STR("zh"), STR("教职工"), { 0, 0 } } };
static struct TextEntry graduate_labels[] = { { STR(""), STR("研究生"), { 0, 0 } } };
static struct TextEntry odd_labels[] = { { STR(""), STR("staff"), { 0, 0 } } };
static struct Spelling staff_spellings[] = { { STR("教工"), { 0, 0 } }, { STR("教师(1)"), { 0, 0 } } };
static struct TextEntry yes_labels[] = { { STR("zh"), STR("是"), { 0, 0 } } }, no_labels[] = { { STR("zh"), STR("否"), { 0, 0 } } };
static EnumValue categories[] = {
    { .id = STR("staff"), .label = { staff_labels, 2 }, .also = staff_spellings, .also_count = 2 },
    { .id = STR("graduate"), .label = { graduate_labels, 1 } },
    { .id = STR("odd"), .label = { odd_labels, 1 } }, /* its label is another's name */
};

static const Field fields[] = {
    [FIELD_STRING] = { .kind = FIELD_STRING, .type = &TYPE_STRING },
    [FIELD_NAME] = { .kind = FIELD_NAME, .type = &TYPE_NAME },
    [FIELD_INT] = { .kind = FIELD_INT, .type = &TYPE_INT },
    [FIELD_DOUBLE] = { .kind = FIELD_DOUBLE, .type = &TYPE_DOUBLE },
    [FIELD_BOOL] = { .kind = FIELD_BOOL, .type = &TYPE_BOOL },
    [FIELD_DATE] = { .kind = FIELD_DATE, .type = &TYPE_DATE },
    [FIELD_TIMESTAMP] = { .kind = FIELD_TIMESTAMP, .type = &TYPE_TIMESTAMP },
    [FIELD_TIME] = { .kind = FIELD_TIME, .type = &TYPE_TIME },
    [FIELD_ENUM] = { .kind = FIELD_ENUM, .type = &TYPE_STRING, .values = { categories, 3 } },
    [FIELD_REF] = { .kind = FIELD_REF, .type = &TYPE_STRING },
    [FIELD_LIST] = { .kind = FIELD_LIST, .of = FIELD_DATE, .type = &TYPE_LIST_DATE },
    [FIELD_MANY] = { .kind = FIELD_MANY, .type = &TYPE_LIST_DYN },
};

/* Reads a cell and says its value as an author would write it. */
static void assert_cell(Tools *tools, const Field *field, Str text, CellResult result, const char *printed)
{
    Value value;
    CellResult actual = cell_read(field, text, &tools->arena, tools->matcher, &value);
    if (actual != result)
        fail_msg("'%.*s' gives %d", STR_ARG(text), (int) actual);
    Text out = { 0 };
    value_print(&out, value, 0);
    assert_text(&out, printed);
    text_free(&out);
}

static void test_blanks(void **state)
{
    (void) state;
    assert_str(cell_trim(STR(" \t\r\n　 a 　b　\v\f ")), "a 　b");
    assert_int_equal(cell_trim(STR(" 　\t")).len, 0);
    assert_int_equal(cell_trim((Str) { NULL, 0 }).len, 0);
    assert_str(cell_trim(STR("\x80")), "\x80");
    for (int kind = 0; kind < FIELD_KIND_COUNT; kind++) {
        assert_cell(*state, &fields[kind], STR(""), CELL_EMPTY, "missing");
        assert_cell(*state, &fields[kind], (Str) { NULL, 0 }, CELL_EMPTY, "missing");
        assert_cell(*state, &fields[kind], STR(" 　\r\n"), CELL_EMPTY, "missing");
    }
}

/* What the first and the last byte say is what a look at all blanks finds. */
static void test_trimming_fast(void **state)
{
    (void) state;
    static const char *const pieces[] = {
        " ",    "a",        "\t", "'", "7",    "朱",       "　",       "\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF",
        "\xC2", "\xE3\x80", "é",  "ｱ", "\x80", "\xC2\xAD", "\xCD\x8F",
    };
    uint64_t random = 23;
    for (int round = 0; round < 100000; round++) {
        char bytes[64];
        size_t len = 0;
        for (uint64_t left = next_random(&random) % 6; left > 0; left--) {
            const char *piece = pieces[next_random(&random) % COUNT(pieces)];
            memcpy(bytes + len, piece, strlen(piece));
            len += strlen(piece);
        }
        Str fast = cell_trim((Str) { bytes, len }), slow = cell_trim_ends((Str) { bytes, len });
        assert_true(fast.at == slow.at && fast.len == slow.len);
    }
}

static void test_readable_cells(void **state)
{
    static const struct {
        FieldKind kind;
        const char *text, *printed;
    } cases[] = {
        { FIELD_STRING, " a\tb\nc ", "'a\\tb\\nc'" },
        { FIELD_STRING, "张　三", "'张　三'" },
        { FIELD_REF, " U7 ", "'U7'" },
        { FIELD_INT, "-42", "-42" },
        { FIELD_INT, "+007", "7" },
        { FIELD_INT, "　9223372036854775807　", "9223372036854775807" },
        { FIELD_DOUBLE, "39.5", "39.5" },
        { FIELD_DOUBLE, "40", "40.0" },
        { FIELD_DOUBLE, "-1e3", "-1000.0" },
        { FIELD_DATE, "2003-06-01", "date('2003-06-01')" },
        { FIELD_DATE, " 2003/6/1 ", "date('2003-06-01')" },
        { FIELD_DATE, "2003.6.1", "date('2003-06-01')" },
        { FIELD_DATE, "20030601", "date('2003-06-01')" },
        { FIELD_DATE, "2003年6月1日", "date('2003-06-01')" },
        { FIELD_DATE, "２００３－０６－０１", "date('2003-06-01')" },
        { FIELD_DATE, "２００３年６月１日", "date('2003-06-01')" },
        { FIELD_DATE,
          "\xC2\xA0"
          "2003 年 6 月 1 日\xE2\x80\x8B",
          "date('2003-06-01')" },
        { FIELD_DATE, "'2003-6-1", "date('2003-06-01')" },
        { FIELD_DATE, "2003-06-01 00:00:00", "date('2003-06-01')" },
        { FIELD_DATE, "2003/6/1 0:00", "date('2003-06-01')" },
        { FIELD_DATE, "2003-06-01T00:00:00.000", "date('2003-06-01')" },
        { FIELD_INT, "'007", "7" },
        { FIELD_INT, "24.0", "24" },
        { FIELD_INT, "24.", "24" },
        { FIELD_INT, "-2.4e1", "-24" },
        { FIELD_INT, "２４．０", "24" },
        { FIELD_INT, "1,024.00", "1024" },
        { FIELD_INT, "16人", "16" },
        { FIELD_INT, "１６ 名", "16" },
        { FIELD_INT, "1,024票", "1024" },
        { FIELD_INT, "9007199254740991.0", "9007199254740991" },
        { FIELD_INT,
          "2\xE2\x80\x8E"
          "4\xE2\x80\xAC",
          "24" },
        { FIELD_DOUBLE, "1.2E+05", "120000.0" },
        { FIELD_DATE,
          "\xE2\x80\xAD"
          "2003-06\xE2\x80\x8E-01\xEF\xBB\xBF",
          "date('2003-06-01')" },
        { FIELD_BOOL, "完成", "true" },
        { FIELD_BOOL, "未完成", "false" },
        { FIELD_BOOL, "\xE2\x80\xAA是\xE2\x80\xAC", "true" },
        { FIELD_ENUM, "研\xE2\x80\x8B究生", "'graduate'" },
        { FIELD_STRING,
          "\xE2\x80\x8E"
          "李\xEF\xB8\x8F",
          "'李'" },
        { FIELD_STRING, "#1 of #2", "'#1 of #2'" },
        { FIELD_STRING, "B12E+05", "'B12E+05'" },
        { FIELD_STRING, "##", "'##'" },
        { FIELD_STRING, "\xE2\x9D\xA4\xEF\xB8\x8F ok", "'\xE2\x9D\xA4\xEF\xB8\x8F ok'" },
        { FIELD_INT, "－４２", "-42" },
        { FIELD_INT, "1,234", "1234" },
        { FIELD_INT, "-12,345,678", "-12345678" },
        { FIELD_DOUBLE, "3９．５", "39.5" },
        { FIELD_DOUBLE, "1，234.5", "1234.5" },
        { FIELD_DOUBLE, "1,234,567", "1234567.0" },
        { FIELD_ENUM, "ｓｔａｆｆ", "'staff'" },
        { FIELD_ENUM, "研 究　生", "'graduate'" },
        { FIELD_STRING, "'0123", "'0123'" },
        { FIELD_STRING, "'tis", "'\\'tis'" },
        { FIELD_STRING, "1E+5", "'1E+5'" },
        { FIELD_STRING, "a.5E+17", "'a.5E+17'" },
        { FIELD_TIMESTAMP, "2003-06-01T09:30:00+08:00", "timestamp('2003-06-01T01:30:00Z')" },
        { FIELD_TIME, "9:30", "time('09:30')" },
        { FIELD_TIME, " 09:30:15 ", "time('09:30:15')" },
        { FIELD_TIME, "９：３０", "time('09:30')" },
        { FIELD_TIME, "９：３０　ＰＭ", "time('21:30')" },
        { FIELD_TIME, "下 午 2：05", "time('14:05')" },
        { FIELD_TIME, "'9:30", "time('09:30')" },
        { FIELD_TIME, "1899-12-30 09:30:00", "time('09:30')" },
        { FIELD_TIME, "1899-12-31T09:30:00", "time('09:30')" },
        { FIELD_TIME,
          "\xE2\x80\xAA"
          "9:30\xE2\x80\xAC",
          "time('09:30')" },
        { FIELD_ENUM, "staff", "'staff'" },
        { FIELD_ENUM, "Staff", "'staff'" },
        { FIELD_ENUM, "教职工", "'staff'" },
        { FIELD_ENUM, " 研究生 ", "'graduate'" },
        { FIELD_ENUM, "odd", "'odd'" },
        { FIELD_LIST, "2003-06-01", "[date('2003-06-01')]" },
        { FIELD_LIST, "{2003-06-01,NULL,\"2003/6/2\"}", "[date('2003-06-01'), date('2003-06-02')]" },
        { FIELD_TIMESTAMP, "2003-06-01 09:30:00.5+08", "timestamp('2003-06-01T01:30:00.5Z')" },
        { FIELD_TIMESTAMP, "2003-06-01 09:30:00-03:30", "timestamp('2003-06-01T13:00:00Z')" },
        { FIELD_LIST, ";2003-06-01; 2003/6/2 ;;", "[date('2003-06-01'), date('2003-06-02')]" },
        { FIELD_LIST, "2003-06-01 2003.6.2　2003年6月3日", "[date('2003-06-01'), date('2003-06-02'), date('2003-06-03')]" },
        { FIELD_LIST, "2003年 6月 1日", "[date('2003-06-01')]" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_cell(*state, &fields[cases[i].kind], str_of(cases[i].text), CELL_OK, cases[i].printed);
    assert_cell(*state, &fields[FIELD_LIST], STR(" ; ;"), CELL_EMPTY, "missing");
}

static void test_truths(void **state)
{
    static const char *const yes[] = { "true", "TRUE", "True", "yes", "Yes", "1", "是", "有", "√", "Y", "t", "✓", "✔", "ｙ", "１" };
    static const char *const no[] = { "false", "FALSE", "no", "NO", "0", "否", "无", "×", "N", "f", "✗", "✘", "ＦＡＬＳＥ", "'0" };
    static const char *const neither[] = { "x", "ye", "2", "tru", "truee", "10", "-1", "否否", "1 0" };
    for (size_t i = 0; i < COUNT(yes); i++)
        assert_cell(*state, &fields[FIELD_BOOL], str_of(yes[i]), CELL_OK, "true");
    for (size_t i = 0; i < COUNT(no); i++)
        assert_cell(*state, &fields[FIELD_BOOL], str_of(no[i]), CELL_OK, "false");
    for (size_t i = 0; i < COUNT(neither); i++)
        assert_cell(*state, &fields[FIELD_BOOL], str_of(neither[i]), CELL_UNREADABLE, "error");
}

/* Where the dictionary allows a month alone, its last day counts. */
static void test_months(void **state)
{
    static const struct {
        const char *text, *printed;
    } cases[] = {
        { "2003年6月", "date('2003-06-30')" }, { "2004-2", "date('2004-02-29')" },          { "2003/02", "date('2003-02-28')" },
        { "2003.12", "date('2003-12-31')" },   { "２００３年 ６月", "date('2003-06-30')" }, { "2003-06-01", "date('2003-06-01')" },
    };
    Field field = fields[FIELD_DATE];
    field.month_only = MONTH_LAST_DAY;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_cell(*state, &field, str_of(cases[i].text), CELL_OK, cases[i].printed);
    assert_cell(*state, &field, STR("2004.1"), CELL_UNREADABLE, "error");
    assert_cell(*state, &field, STR("2003-13"), CELL_UNREADABLE, "error");
    assert_cell(*state, &field, STR("2003"), CELL_UNREADABLE, "error");
    assert_cell(*state, &field, STR("03年6月"), CELL_UNREADABLE, "error");
}

/* Where any of its days may be meant, it is told apart from a day, and every one of them can be had. */
static void test_months_of_any_day(void **state)
{
    static const struct {
        const char *text;
        int day;
        const char *printed;
    } cases[] = {
        { "2003-02", 0, "date('2003-02-28')" },    { "2003-02", 1, "date('2003-02-01')" },      { "2003.2", 17, "date('2003-02-17')" },
        { "2003年2月", 31, "date('2003-02-28')" }, { "2004年2月份", 0, "date('2004-02-29')" },  { "200407", 0, "date('2004-07-31')" },
        { "2004.10", 1, "date('2004-10-01')" },    { "2004.1", 1, "date('2004-01-01')" },       { "2004.1", 0, "date('2004-10-31')" },
        { "2004-1", 0, "date('2004-01-31')" },     { "２００４．７", 1, "date('2004-07-01')" }, { "2004/07", 31, "date('2004-07-31')" },
    };
    Field field = fields[FIELD_DATE];
    field.month_only = MONTH_ANY_DAY;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Value value;
        assert_int_equal(cell_read_on(&field, str_of(cases[i].text), cases[i].day, *state, NULL, &value), CELL_MONTH);
        Text printed = { 0 };
        value_print(&printed, value, 0);
        assert_string_equal(arena_str(*state, text_str(&printed)).at, cases[i].printed);
        text_free(&printed);
    }
    assert_cell(*state, &field, STR("2003-06-01"), CELL_OK, "date('2003-06-01')");
    assert_cell(*state, &field, STR("20040701"), CELL_OK, "date('2004-07-01')");
    assert_cell(*state, &field, STR("200413"), CELL_UNREADABLE, "error");
    assert_cell(*state, &field, STR("2004"), CELL_UNREADABLE, "error");
}

static void test_unreadable_cells(void **state)
{
    static const struct {
        FieldKind kind;
        const char *text, *problem;
    } cases[] = {
        { FIELD_STRING, "a\xFF", "'a�' holds the byte 0xFF, which is no text in the file's encoding" },
        { FIELD_STRING, "a\x01", "'a�' holds a control character" },
        { FIELD_STRING, "a\x7F", "'a�' holds a control character" },
        { FIELD_REF, "\xE4\xB8", "'��' holds the byte 0xE4, which is no text in the file's encoding" },
        { FIELD_INT, "abc", "'abc' is not a whole number" },
        { FIELD_INT, "人", "'人' is not a whole number" },
        { FIELD_INT, "16.5人", "'16.5人' is not a whole number" },
        { FIELD_INT, "6个月", "'6个月' is not a whole number" },
        { FIELD_INT, "24学时", "'24学时' is not a whole number" },
        { FIELD_INT, "1.5", "'1.5' is not a whole number" },
        { FIELD_INT, "1e-1", "'1e-1' is not a whole number" },
        { FIELD_INT, "9007199254740993.0", "'9007199254740993.0' is not a whole number" },
        { FIELD_INT, "1e300", "'1e300' is not a whole number" },
        { FIELD_STRING, "a\xC2\x80", "'a\xC2\x80' holds a control character" },
        { FIELD_STRING, "李\xEF\xBF\xBD",
          "'李\xEF\xBF\xBD' holds a sign (U+FFFD) that a program wrote in place of a character it could not "
          "read: enter the text again" },
        { FIELD_INT, "9223372036854775808", "'9223372036854775808' is not a whole number" },
        { FIELD_INT, "1 000", "'1 000' is not a whole number" },
        { FIELD_DOUBLE, "1e999", "'1e999' is not a number" },
        { FIELD_DOUBLE, "inf", "'inf' is not a number" },
        { FIELD_DOUBLE, "1,5", "'1,5' has a comma that may divide thousands or decimals: write the number without it" },
        { FIELD_DOUBLE, "1,234", "'1,234' has a comma that may divide thousands or decimals: write the number without it" },
        { FIELD_INT, "12,34", "'12,34' has a comma that may divide thousands or decimals: write the number without it" },
        { FIELD_INT, "1234,567", "'1234,567' has a comma that may divide thousands or decimals: write the number without it" },
        { FIELD_INT, ",123", "',123' has a comma that may divide thousands or decimals: write the number without it" },
        { FIELD_DOUBLE, "85%", "'85%' is a percentage: write the number alone, as the field counts it" },
        { FIELD_DOUBLE, "８５％", "'８５％' is a percentage: write the number alone, as the field counts it" },
        { FIELD_STRING, "3.70E+17",
          "'3.70E+17' is what a spreadsheet left of a long number: its digits are lost; format the column as "
          "text and enter it again" },
        { FIELD_REF, "9e+14",
          "'9e+14' is what a spreadsheet left of a long number: its digits are lost; format the column as text "
          "and enter it again" },
#define ROUNDED " is what a spreadsheet left of a long number: its digits are lost; format the column as text and enter it again"
        { FIELD_STRING, "3,70E+17", "'3,70E+17'" ROUNDED },
        { FIELD_STRING, "3.70E+017", "'3.70E+017'" ROUNDED },
        { FIELD_STRING, " -370.1e+15 ", "'-370.1e+15'" ROUNDED },
        { FIELD_INT, "1.2E+05", "'1.2E+05'" ROUNDED },
        { FIELD_ENUM, "4E+11", "'4E+11'" ROUNDED },
#define SHOWN \
    " is what a spreadsheet shows where it has no value or no room for it: correct the formula or widen the column, and save again"
        { FIELD_STRING, "#N/A", "'#N/A'" SHOWN },
        { FIELD_STRING, "#n/a", "'#n/a'" SHOWN },
        { FIELD_INT, "#DIV/0!", "'#DIV/0!'" SHOWN },
        { FIELD_DATE, " ######## ", "'########'" SHOWN },
        { FIELD_ENUM, "#REF!", "'#REF!'" SHOWN },
        { FIELD_REF, "#VALUE!", "'#VALUE!'" SHOWN },
        { FIELD_BOOL, "Err:502", "'Err:502'" SHOWN },
        { FIELD_DOUBLE, "###", "'###'" SHOWN },
        { FIELD_REF,
          "U\xE2\x80\x8E"
          "7",
          "'U\xE2\x80\x8E"
          "7' holds a mark that nobody sees (U+200E): type the text anew" },
        { FIELD_REF, "葛\xEF\xB8\x80城", "'葛\xEF\xB8\x80城' holds a mark that nobody sees (U+FE00): type the text anew" },
        { FIELD_STRING, "王\xE2\x80\xA8五", "'王\xE2\x80\xA8五' holds a mark that nobody sees (U+2028): type the text anew" },
#define COUNTED " is a count, not a day: the column may be about how many or how long, not about when"
        { FIELD_DATE, "3", "'3'" COUNTED },
        { FIELD_DATE, "40", "'40'" COUNTED },
        { FIELD_DATE, "2次", "'2次'" COUNTED },
        { FIELD_DATE, "2023级", "'2023级' names a year alone, not a day" },
        { FIELD_DATE, "2023", "'2023' names a year alone, not a day" },
        { FIELD_DATE, "03-6-1", "'03-6-1' has a year of two digits, which may be of either century: write all four" },
        { FIELD_DATE, "82.07.19", "'82.07.19' has a year of two digits, which may be of either century: write all four" },
        { FIELD_DATE, "82年7月19日", "'82年7月19日' has a year of two digits, which may be of either century: write all four" },
        { FIELD_DATE, "6/1/2003", "'6/1/2003' may mean two days: write the year first, then the month, then the day" },
        { FIELD_DATE, "37773", "'37773' is a spreadsheet's number of a day, not a date: give the column a date format and save it again" },
        { FIELD_DATE, "2003年6月", "'2003年6月' names a month but no day, which this field does not allow (month_only)" },
        { FIELD_DATE, "2003.1", "'2003.1' may mean January (.1) or October (.10): write 01 or 10" },
        { FIELD_DATE, "2003-06-01 09:30", "'2003-06-01 09:30' is not a date alone: a time of day follows it" },
        { FIELD_DATE, "2003-1 1-1", "'2003-1 1-1' is not a date" },
        { FIELD_DATE, "2003年13月", "'2003年13月' is not a date" },
        { FIELD_BOOL, "maybe", "'maybe' is neither true nor false (yes or no, 1 or 0, 是 or 否)" },
        { FIELD_DATE, " 2003-02-30 ", "'2003-02-30' is not a date" },
        { FIELD_DATE, "2003-06", "'2003-06' names a month but no day, which this field does not allow (month_only)" },
        { FIELD_TIMESTAMP, "noon", "'noon' is not a time such as 2003-06-01T09:30:00Z" },
        { FIELD_TIMESTAMP, "2003-06-01", "'2003-06-01' is a day without a time: write both, as in 2003-06-01T09:30:00Z" },
        { FIELD_TIMESTAMP, "2003-06-01T09:30:00",
          "'2003-06-01T09:30:00' has no time zone: write 2003-06-01T09:30:00Z for UTC, or "
          "+08:00 and the like in place of Z" },
        { FIELD_TIMESTAMP, "2003-06-01 09:30",
          "'2003-06-01 09:30' has no time zone: write 2003-06-01T09:30:00Z for UTC, or +08:00 and "
          "the like in place of Z" },
        { FIELD_TIMESTAMP, "2003-06-01T09:30:00.25",
          "'2003-06-01T09:30:00.25' has no time zone: write 2003-06-01T09:30:00Z for UTC, "
          "or +08:00 and the like in place of Z" },
        { FIELD_TIMESTAMP, "2003-06-01T09:30+08:00", "'2003-06-01T09:30+08:00' has no seconds: write them, as in 2003-06-01T09:30:00Z" },
        { FIELD_TIMESTAMP, "2003-06-01 09:30:00+8", "'2003-06-01 09:30:00+8' is not a time such as 2003-06-01T09:30:00Z" },
        { FIELD_TIME, "noon", "'noon' is not a time of day such as 09:30" },
        { FIELD_TIME, "25:00", "'25:00' is no time of a day, which has 24 hours of 60 minutes: from 00:00 to 23:59" },
        { FIELD_TIME, "24:00", "'24:00' is no time of a day, which has 24 hours of 60 minutes: from 00:00 to 23:59" },
        { FIELD_TIME, "上午12:30",
          "'上午12:30' has a half of the day that does not tell which hour is meant: write the hours from 0 to 23, such as 14:05" },
        { FIELD_TIME, "0.395833",
          "'0.395833' is a spreadsheet's number of a time, not a time: give the column a time format and save it again" },
        { FIELD_TIME, "930", "'930' is a number, not a time of day: write hours and minutes with a colon, such as 09:30" },
        { FIELD_TIME, "9.30", "'9.30' is a number, not a time of day: write hours and minutes with a colon, such as 09:30" },
        { FIELD_TIME, "9:5", "'9:5' has one digit for the minutes, which may be 05 or 50: write both" },
        { FIELD_TIME, "2003-06-01 9:30", "'2003-06-01 9:30' holds a day as well: write the time of day alone, such as 09:30" },
        { FIELD_TIME, "2003年6月1日9点半", "'2003年6月1日9点半' holds a day as well: write the time of day alone, such as 09:30" },
        { FIELD_TIME, "2003/6/1", "'2003/6/1' is a day, not a time of day such as 09:30" },
        { FIELD_TIME, "9:30-10:00", "'9:30-10:00' is a span: write when it begins and when it ends in fields of their own" },
        { FIELD_TIME, "上午9点至10点", "'上午9点至10点' is a span: write when it begins and when it ends in fields of their own" },
        { FIELD_TIME, "90分钟", "'90分钟' is a length of time, not a time of day such as 09:30" },
        { FIELD_ENUM, "x\xFF", "'x�' holds the byte 0xFF, which is no text in the file's encoding" },
        { FIELD_LIST, "2003-06-01;2003-02-30;x", "'2003-02-30' is not a date" },
        { FIELD_LIST, "2003-06-01 2003-02-30", "'2003-06-01 2003-02-30' is not a date" },
        { FIELD_LIST, "2003-06-01 2003年7月", "'2003-06-01 2003年7月' is not a date" },
    };
    Tools *tools = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const Field *field = &fields[cases[i].kind];
        Str text = str_of(cases[i].text);
        assert_cell(tools, field, text, CELL_UNREADABLE, "error");
        assert_str(cell_problem(field, text, &tools->arena, tools->matcher), cases[i].problem);
    }
    assert_cell(tools, &fields[FIELD_STRING], STR("a\0b"), CELL_UNREADABLE, "error");
}

static void assert_not_allowed(Tools *tools, const Field *field, const char *text, const char *printed, const char *problem)
{
    assert_cell(tools, field, str_of(text), CELL_NOT_ALLOWED, printed);
    assert_str(cell_problem(field, str_of(text), &tools->arena, tools->matcher), problem);
}

/* Of an enum nobody knows which value is meant. */
static void assert_unknown(Tools *tools, const Field *field, const char *text, const char *problem)
{
    assert_cell(tools, field, str_of(text), CELL_UNKNOWN, "error");
    assert_str(cell_problem(field, str_of(text), &tools->arena, tools->matcher), problem);
}

static void test_bounds(void **state)
{
    Field whole = { .kind = FIELD_INT, .has_min = true, .min = value_int(1), .has_max = true, .max = value_int(6) };
    assert_cell(*state, &whole, STR("1"), CELL_OK, "1");
    assert_cell(*state, &whole, STR("6"), CELL_OK, "6");
    assert_not_allowed(*state, &whole, "0", "0", "0 is less than 1");
    assert_not_allowed(*state, &whole, "7", "7", "7 is more than 6");
    Field real = { .kind = FIELD_DOUBLE, .has_max = true, .max = value_double(400) };
    assert_cell(*state, &real, STR("-1e9"), CELL_OK, "-1000000000.0");
    assert_not_allowed(*state, &real, "400.5", "400.5", "400.5 is more than 400");
    Field day = { .kind = FIELD_DATE,
                  .has_min = true,
                  .min = value_date(date_pack(1949, 10, 1)),
                  .has_max = true,
                  .max = value_date(date_pack(2003, 1, 1)) };
    assert_not_allowed(*state, &day, "1949/9/30", "date('1949-09-30')", "1949-09-30 is earlier than 1949-10-01");
    assert_not_allowed(*state, &day, "2003-01-02", "date('2003-01-02')", "2003-01-02 is later than 2003-01-01");
}

/* Other ways of writing a value are read as its labels are; what is near one of them is suggested. */
static void test_spellings(void **state)
{
    static const Field category = { .kind = FIELD_ENUM, .type = &TYPE_STRING, .values = { categories, 3 } };
    assert_cell(*state, &category, STR("教工"), CELL_OK, "'staff'");
    assert_cell(*state, &category, STR(" 教师（１） "), CELL_OK, "'staff'");
    assert_unknown(*state, &category, "√", "'√' is none of staff, graduate, odd");
    assert_unknown(*state, &category, "教师(11)", "'教师(11)' is none of staff, graduate, odd; did you mean '教师(1)'?");
}

/* A tick is 是 where that is a spelling of a value, and a cross 否. */
static void test_ticks(void **state)
{
    static EnumValue outcomes[] = { { .id = STR("passed"), .label = { yes_labels, 1 } },
                                    { .id = STR("failed"), .label = { no_labels, 1 } } };
    static const Field outcome = { .kind = FIELD_ENUM, .type = &TYPE_STRING, .values = { outcomes, 2 } };
    static const char *const ticks[] = { "是", "√", "✓", "✔" }, *const crosses[] = { "否", "×", "✗", "✘" };
    for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++) {
        assert_cell(*state, &outcome, str_of(ticks[i]), CELL_OK, "'passed'");
        assert_cell(*state, &outcome, str_of(crosses[i]), CELL_OK, "'failed'");
    }
}

/* People part names with strokes, and with blanks where each piece is a name by itself. */
static void test_lists_of_names(void **state)
{
    static const struct {
        const char *text, *names;
    } lists[] = {
        { "王伟", "['王伟']" },
        { "王伟、李小明", "['王伟', '李小明']" },
        { "王伟 李小明", "['王伟', '李小明']" },
        { "王伟　李小明  欧阳思敏", "['王伟', '李小明', '欧阳思敏']" },
        { "王伟/李小明", "['王伟', '李小明']" },
        { "王伟／李小明", "['王伟', '李小明']" },
        { "王伟|李小明｜高山", "['王伟', '李小明', '高山']" },
        { "王伟 李小明、高山", "['王伟', '李小明', '高山']" },
        { "阿里·买买提 王伟", "['阿里·买买提', '王伟']" },
        /* other signs, each piece being a name */
        { "王伟+李小明＋高山", "['王伟', '李小明', '高山']" },
        { "王伟&李小明＆高山", "['王伟', '李小明', '高山']" },
        { "王伟\\李小明＼高山", "['王伟', '李小明', '高山']" },
        { "王伟-李小明－高山—欧阳思敏", "['王伟', '李小明', '高山', '欧阳思敏']" },
        { "王伟。李小明。", "['王伟', '李小明']" },
        { "王伟-Smith", "['王伟-Smith']" },
        /* words that join, and that stand in names */
        { "王伟和李小明", "['王伟', '李小明']" },
        { "王伟、李小明和高山", "['王伟', '李小明', '高山']" },
        { "王伟与李小明及高山", "['王伟', '李小明', '高山']" },
        { "王伟以及李小明", "['王伟', '李小明']" },
        { "李和平", "['李和平']" },
        { "欧阳和平", "['欧阳和平']" },
        { "张和平和李及第", "['张和平', '李及第']" },
        { "由支部指定的和联系人", "['由支部指定的和联系人']" },
        /* numbers of a list */
        { "1.王伟 2.李小明 3.高山", "['王伟', '李小明', '高山']" },
        { "1.王伟2.李小明", "['王伟', '李小明']" },
        { "1、王伟；2、李小明", "['王伟', '李小明']" },
        { "①王伟②李小明", "['王伟', '李小明']" },
        { "（1）王伟（2）李小明", "['王伟', '李小明']" },
        { "(1) 王伟 (2) 李小明", "['王伟', '李小明']" },
        { "1王伟 2李小明", "['王伟', '李小明']" },
        { "1.王伟", "['王伟']" },
        { "王伟1、王伟2", "['王伟1', '王伟2']" },
        { "王伟（1）、王伟（2）", "['王伟（1）', '王伟（2）']" },
        { "王伟 1", "['王伟 1']" },
        /* what brackets say of somebody */
        { "王伟（书记）、李小明（委员，教授）", "['王伟（书记）', '李小明（委员，教授）']" },
        { "王伟(书记) 李小明(委员) 高山", "['王伟(书记)', '李小明(委员)', '高山']" },
        { "王伟（书记）李小明（委员）", "['王伟（书记）', '李小明（委员）']" },
        { "王伟 （书记） 李小明", "['王伟 （书记）', '李小明']" },
        { "王伟（书记）和李小明（委员）", "['王伟（书记）', '李小明（委员）']" },
        { "王伟（书记、李小明", "['王伟（书记', '李小明']" },
        { "王伟（书记）", "['王伟（书记）']" },
        /* set apart to line up with longer names, and what is no Chinese name */
        { "王 伟", "['王 伟']" },
        { "王　伟、李小明", "['王　伟', '李小明']" },
        { "王 李小明", "['王 李小明']" },
        { "John Smith", "['John Smith']" },
        { "王伟 Smith", "['王伟 Smith']" },
        { "由支部指定的 联系人", "['由支部指定的 联系人']" },
    };
    static const Field names = { .kind = FIELD_LIST, .of = FIELD_NAME }, texts = { .kind = FIELD_LIST, .of = FIELD_STRING };
    static const Field parted = { .kind = FIELD_LIST, .of = FIELD_NAME, .separator = STR("+") };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        assert_cell(*state, &names, str_of(lists[i].text), CELL_OK, lists[i].names);
    assert_cell(*state, &texts, STR("王伟 李小明/高山"), CELL_OK, "['王伟 李小明/高山']");
    assert_cell(*state, &parted, STR("王伟 李小明/高山"), CELL_OK, "['王伟 李小明/高山']");
}

static void test_years(void **state)
{
    static const struct {
        const char *text, *year;
    } years[] = {
        { "2023级", "2023" }, { "2023届", "2023" }, { "2023年", "2023" }, { "2023", "2023" }, { "２０２３级", "2023" },
        { " 23级 ", "2023" }, { "23", "2023" },     { "06级", "2006" },   { "69", "2069" },   { "70", "1970" },
        { "3", "3" },         { "06", "6" },        { "10", "2010" },     { "23.0", "23" },
    };
    static const char *const others[] = { "三年级", "级", "2023级1", "203级", "-3级", "+3级", "2023级级", "２级" };
    static const Field year = { .kind = FIELD_INT, .type = &TYPE_INT, .is_year = true }, number = { .kind = FIELD_INT, .type = &TYPE_INT };
    for (size_t i = 0; i < sizeof years / sizeof *years; i++)
        assert_cell(*state, &year, str_of(years[i].text), CELL_OK, years[i].year);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_cell(*state, &year, str_of(others[i]), CELL_UNREADABLE, "error");
    assert_cell(*state, &number, STR("2023级"), CELL_UNREADABLE, "error");
    assert_cell(*state, &number, STR("23"), CELL_OK, "23");
}

static void test_patterns(void **state)
{
    Tools *tools = *state;
    Str problem;
    size_t offset;
    Field field = { .kind = FIELD_STRING, .pattern_text = STR("^A\\d{7}$") };
    field.pattern = pattern_compile(&tools->arena, field.pattern_text, &problem, &offset);
    assert_cell(tools, &field, STR(" A0000012 "), CELL_OK, "'A0000012'");
    assert_not_allowed(tools, &field, "A12", "'A12'", "'A12' does not fit the pattern ^A\\d{7}$");
    Text text = { 0 };
    text_add_repeat(&text, 'a', 100);
    text_add_char(&text, '!');
    Field costly = { .kind = FIELD_STRING, .pattern_text = STR("^(a+)+$") };
    costly.pattern = pattern_compile(&tools->arena, costly.pattern_text, &problem, &offset);
    Value value;
    assert_int_equal(cell_read(&costly, text_str(&text), &tools->arena, tools->matcher, &value), CELL_NOT_ALLOWED);
    problem = cell_problem(&costly, text_str(&text), &tools->arena, tools->matcher);
    assert_true(str_find(problem, STR("takes too long to compare with the pattern ^(a+)+$"), 0) != SIZE_MAX);
    assert_true(str_find(problem, STR("aaa…'"), 0) != SIZE_MAX);
    text_free(&text);
}

static void test_unknown_values(void **state)
{
    Tools *tools = *state;
    const Field *field = &fields[FIELD_ENUM];
    assert_unknown(tools, field, "phd", "'phd' is none of staff, graduate, odd");
    assert_unknown(tools, field, "gradute", "'gradute' is none of staff, graduate, odd; did you mean 'graduate'?");
    assert_unknown(tools, field, "教职功", "'教职功' is none of staff, graduate, odd; did you mean '教职工'?");
    EnumValue many[20];
    for (int i = 0; i < 20; i++)
        many[i] = (EnumValue) { .id = arena_format(&tools->arena, "v%d", i) };
    Field large = { .kind = FIELD_ENUM, .values = { many, 20 } };
    assert_unknown(tools, &large, "xx", "'xx' is none of v0, v1, v2, v3, v4, v5, v6, v7, … (20 values)");
    Field list = { .kind = FIELD_LIST, .of = FIELD_ENUM, .values = { categories, 3 }, .separator = STR("、") };
    assert_cell(tools, &list, STR("教职工、 研究生"), CELL_OK, "['staff', 'graduate']");
    assert_unknown(tools, &list, "staff、phd", "'phd' is none of staff, graduate, odd");
}

/* Lists as PostgreSQL writes arrays; what only looks like one is parted by its marks. */
static void test_arrays(void **state)
{
    static const char *const lists[][2] = {
        { "{a,b}", "['a', 'b']" },
        { "{a,\"b, c\",\"\"}", "['a', 'b, c']" },
        { "{\"say \\\"yes\\\"\",\"back\\\\slash\"}", "['say \"yes\"', 'back\\\\slash']" },
        { "{NULL,a}", "['a']" },
        { "{\"a\"b,c}", "['{\"a\"b', 'c}']" },
        { "{\"a,b}", "['{\"a', 'b}']" },
        { "{{a,b},{c}}", "['{{a', 'b}', '{c}}']" },
        { "{a", "['{a']" },
    };
    Field list = { .kind = FIELD_LIST, .of = FIELD_STRING, .type = &TYPE_LIST_STRING };
    Field parted = { .kind = FIELD_LIST, .of = FIELD_STRING, .type = &TYPE_LIST_STRING, .separator = STR(";") };
    for (size_t i = 0; i < COUNT(lists); i++)
        assert_cell(*state, &list, str_of(lists[i][0]), CELL_OK, lists[i][1]);
    assert_cell(*state, &parted, STR("{a,\"b;c\"}"), CELL_OK, "['a', 'b;c']");
    assert_cell(*state, &list, STR("{}"), CELL_EMPTY, "missing");
    assert_cell(*state, &list, STR("{NULL}"), CELL_EMPTY, "missing");
}

static void test_problems_of_good_cells(void **state)
{
    Tools *tools = *state;
    assert_str(cell_problem(&fields[FIELD_INT], STR("5"), &tools->arena, tools->matcher), "'5' is fine");
    assert_str(cell_problem(&fields[FIELD_INT], STR(" "), &tools->arena, tools->matcher), "the cell is empty");
    assert_str(cell_problem(&fields[FIELD_LIST], STR(";"), &tools->arena, tools->matcher), "the cell is empty");
}

static const Str mixed_cells[] = {
    STR(" 2003-06-01 "),
    STR(""),
    STR("42"),
    STR("1"),
    STR("是"),
    STR("教职工"),
    STR("\xFF"),
    STR("20030601;2003-02-30"),
    STR("2003-06-01T00:00:00Z"),
    STR("2003-06-02;2003-06-03"),
    { NULL, 0 },
    STR("x"),
    STR("0.5"),
    STR("-7"),
};

/* A column holds what its cells give one by one. */
static void test_columns(void **state)
{
    Tools *tools = *state;
    for (int kind = 0; kind < FIELD_KIND_COUNT; kind++) {
        Field field = fields[kind];
        field.has_min = kind == FIELD_INT;
        field.min = value_int(0);
        Column column = column_new(&tools->arena, column_kind(field.type), COUNT(mixed_cells));
        uint8_t results[COUNT(mixed_cells)];
        cells_read(&field, (CellTexts) { mixed_cells, COUNT(mixed_cells), false }, &tools->arena, tools->matcher, &column, results);
        for (size_t row = 0; row < COUNT(mixed_cells); row++) {
            Value value, held = column_get(&column, row);
            CellResult result = cell_read(&field, mixed_cells[row], &tools->arena, tools->matcher, &value);
            assert_int_equal(results[row], result);
            if (value_is_error(value))
                assert_true(value_is_error(held) && held.status == value.status);
            else
                assert_true(held.kind == value.kind && value_equal(held, value));
        }
    }
}

/* ---- the dictionary */

static void test_dictionary(void **state)
{
    (void) state;
    LocalText label = { staff_labels, 2 }, plain = { graduate_labels, 1 }, none = { NULL, 0 };
    assert_str(local_text(&label, STR("zh")), "教职工");
    assert_str(local_text(&label, STR("fr")), "Staff");
    assert_str(local_text(&plain, STR("fr")), "研究生");
    assert_str(local_text(&none, STR("en")), "");
    Field named[] = { { .name = STR("id") }, { .name = STR("name") } };
    Table table = { .fields = named, .field_count = 2 };
    assert_int_equal(table_find(&table, STR("name")), 1);
    assert_int_equal(table_find(&table, STR("nam")), FIELD_NONE);
    assert_str(field_kind_name(FIELD_TIMESTAMP), "timestamp");
    for (int kind = 0; kind < FIELD_KIND_COUNT; kind++)
        assert_true(field_kind_name((FieldKind) kind).len > 0);
}

int main(void)
{
#define WITH_TOOLS(test) cmocka_unit_test_setup_teardown(test, make_tools, drop_tools)
    const struct CMUnitTest tests[] = {
        WITH_TOOLS(test_blanks),
        cmocka_unit_test(test_trimming_fast),
        WITH_TOOLS(test_readable_cells),
        WITH_TOOLS(test_truths),
        WITH_TOOLS(test_months),
        WITH_TOOLS(test_months_of_any_day),
        WITH_TOOLS(test_unreadable_cells),
        WITH_TOOLS(test_bounds),
        WITH_TOOLS(test_patterns),
        WITH_TOOLS(test_spellings),
        WITH_TOOLS(test_ticks),
        WITH_TOOLS(test_lists_of_names),
        WITH_TOOLS(test_years),
        WITH_TOOLS(test_unknown_values),
        WITH_TOOLS(test_arrays),
        WITH_TOOLS(test_problems_of_good_cells),
        WITH_TOOLS(test_columns),
        cmocka_unit_test(test_dictionary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
