/* JSON in and out: what is refused, with which sentence and where; where values end; how values are written. */
#include <float.h>
#include <math.h>

#include "base/text.h"
#include "codec/json.h"
#include "unit.h"

/* ---- reading */

static void test_values(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        json_type type;
        size_t used;
    } cases[] = {
        { "null", JSON_NULL, 4 },         { "true rest", JSON_TRUE, 4 },
        { "0", JSON_INTEGER, 1 },         { "-12 ", JSON_INTEGER, 3 },
        { "1.5e3,", JSON_REAL, 5 },       { "\"a\\u4e2d\\n\"", JSON_STRING, 11 },
        { " [1, [2]] x", JSON_ARRAY, 9 }, { "\n{\"a\": {}}\n", JSON_OBJECT, 10 },
    };
    Arena arena = { 0 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        JsonProblem problem;
        size_t used;
        json_t *value = json_read(str_of(cases[i].text), &used, &arena, &problem);
        assert_non_null(value);
        assert_int_equal(json_typeof(value), cases[i].type);
        assert_int_equal(used, cases[i].used);
        assert_int_equal(problem.sentence.len, 0);
        json_decref(value);
    }
    arena_free(&arena);
}

static void test_zero_character_in_a_text(void **state)
{
    (void) state;
    Arena arena = { 0 };
    JsonProblem problem;
    size_t used;
    json_t *value = json_read(STR("\"a\\u0000b\""), &used, &arena, &problem);
    assert_int_equal(json_string_length(value), 3);
    assert_memory_equal(json_string_value(value), "a\0b", 3);
    json_decref(value);
    arena_free(&arena);
}

static void expect_problem(const char *text, unsigned line, unsigned column, const char *sentence)
{
    Arena arena = { 0 };
    JsonProblem problem;
    size_t used;
    assert_null(json_read(str_of(text), &used, &arena, &problem));
    assert_string_equal(problem.sentence.at, sentence);
    assert_int_equal(problem.line, line);
    assert_int_equal(problem.column, column);
    assert_int_equal(used, 0);
    arena_free(&arena);
}

static void test_problems(void **state)
{
    (void) state;
    expect_problem("", 1, 1, "the text ends before the value does");
    expect_problem("{\"a\": 1", 1, 8, "the text ends before the value does");
    expect_problem("[1,\n 2", 2, 3, "the text ends before the value does");
    expect_problem("\"abc", 1, 1, "the quotes are never closed (at '\"abc')");
    expect_problem("[1 2]", 1, 4, "a comma or ] is missing (at '2')");
    expect_problem("{\"a\" 5}", 1, 6, "a colon is missing after the key (at '5')");
    expect_problem("{\"a\": 5 \"b\": 6}", 1, 9, "a comma or } is missing (at '\"b\"')");
    expect_problem("{a: 5}", 1, 2, "a key in double quotes or } is missing (at 'a')");
    expect_problem("{\"a\": 5,}", 1, 9, "a key in double quotes or } is missing (at '}')");
    expect_problem("[1,]", 1, 4, "a value is missing (at ']')");
    expect_problem("{\"\xE5\xA7\x93\xE5\x90\x8D\": \xE4\xB8\xAD}", 1, 8,
                   "this is no JSON value; texts and keys stand in double quotes (at '\xE4\xB8\xAD')");
    expect_problem("[True]", 1, 2, "this is no JSON value; texts and keys stand in double quotes (at 'True')");
    expect_problem("[\n\n 'a']", 3, 2, "this is no JSON value; texts and keys stand in double quotes (at ''')");
    expect_problem("{\"a\": 1, \"a\": 2}", 1, 10, "the key stands twice in its object (at '\"a\"')");
    expect_problem("123456789012345678901", 1, 22, "the number is too large; write it as a text");
    expect_problem("1e999", 1, 1, "the number is too large; write it as a text (at '1e999')");
    expect_problem("\"a\tb\"", 1, 1, "a control character in a text is written \\n, \\t or \\u0001 (at '\"a')");
    expect_problem("\"a\nb\"", 1, 1, "the text is not closed on its line (at '\"a')");
    expect_problem("\"a\\x\"", 1, 1, "no such escape; a backslash in a text is written \\\\ (at '\"a\\x')");
    expect_problem("\"\\ud800\"", 1, 1, "a \\u escape that is no character (at '\"\\ud800\"')");
    expect_problem("\"a\xFF\"", 1, 1, "bytes that are not UTF-8 (at '\"a')");
    expect_problem("\xFF", 1, 1, "bytes that are not UTF-8");
    expect_problem("[1}", 1, 3, "a comma or ] is missing (at '}')");
    expect_problem("01", 1, 1, "this is no JSON value; texts and keys stand in double quotes (at '0')");
    expect_problem("{\"a\\u0000\": 1}", 1, 2, "a key holds the character U+0000 (at '\"a\\u0000\"')");
}

static void test_zero_bytes(void **state)
{
    (void) state;
    static const Str texts[] = { { "[null\0]", 7 }, { "[1\0]", 4 }, { "{\"a\":1\0 }", 9 }, { "\0", 1 }, { "\"\0\"", 3 } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Arena arena = { 0 };
        JsonProblem problem;
        size_t used;
        assert_null(json_read(texts[i], &used, &arena, &problem));
        assert_true(str_is(problem.sentence, "a zero byte"));
        assert_int_equal(texts[i].at[problem.offset], 0);
        arena_free(&arena);
    }
}

static void test_depth(void **state)
{
    (void) state;
    Text text = { 0 };
    text_add_repeat(&text, '[', JSON_MAX_DEPTH);
    text_add_repeat(&text, ']', JSON_MAX_DEPTH);
    Arena arena = { 0 };
    JsonProblem problem;
    size_t used;
    json_t *value = json_read(text_str(&text), &used, &arena, &problem);
    assert_non_null(value);
    json_decref(value);
    text_clear(&text);
    text_add_repeat(&text, '[', 1 << 20);
    assert_null(json_read(text_str(&text), &used, &arena, &problem));
    assert_string_equal(problem.sentence.at, "more than 64 levels");
    assert_int_equal(problem.column, JSON_MAX_DEPTH + 1);
    /* Brackets within texts are no levels. */
    text_clear(&text);
    text_add(&text, STR("\"\\\""));
    text_add_repeat(&text, '[', 100);
    text_add_char(&text, '"');
    value = json_read(text_str(&text), &used, &arena, &problem);
    assert_int_equal(json_string_length(value), 101);
    json_decref(value);
    text_free(&text);
    arena_free(&arena);
}

static void test_extent(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        size_t end;
    } cases[] = {
        { "", SIZE_MAX },
        { "  ", SIZE_MAX },
        { "{}", 2 },
        { " {} {}", 3 },
        { "{\"a\": \"}\"}, 1", 10 },
        { "{\"a\": \"\\\"}\"}, 1", 12 },
        { "[[1], [2]", SIZE_MAX },
        { "[[1], [2]]", 10 },
        { "\"a]\\\\\" ]", 6 },
        { "\"a", SIZE_MAX },
        { "\"a\\", SIZE_MAX },
        { "12", SIZE_MAX }, /* more digits may follow */
        { "12 ", 2 },
        { "12,", 2 },
        { "12]", 2 },
        { "nonsense,", 8 },
        { "]", 1 },
        /* Brackets that do not match still end the value: the parser then tells what is wrong. */
        { "{]", 2 },
        { "[}", 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(json_extent(str_of(cases[i].text)), cases[i].end);
}

/* ---- writing */

typedef struct {
    Arena arena;
    FILE *file;
    JsonWriter json;
} Sheet;

static void sheet_init(Sheet *sheet, bool indent)
{
    *sheet = (Sheet) { .file = tmpfile() };
    assert_non_null(sheet->file);
    sheet->json.out = output_to_descriptor(&sheet->arena, fileno(sheet->file), STR("test"));
    sheet->json.indent = indent;
}

static void sheet_expect(Sheet *sheet, const char *expected)
{
    char written[4096];
    assert_true(output_flush(sheet->json.out));
    rewind(sheet->file);
    size_t len = fread(written, 1, sizeof written - 1, sheet->file);
    written[len] = 0;
    assert_string_equal(written, expected);
    output_close(sheet->json.out);
    fclose(sheet->file);
    arena_free(&sheet->arena);
}

static void write_sample(JsonWriter *json)
{
    json_open_object(json);
    json_key(json, "name");
    json_str(json, STR("a \"b\"\\\n\t\x01"));
    json_key(json, "empty");
    json_open_object(json);
    json_close_object(json);
    json_key(json, "list");
    json_open_array(json);
    json_int(json, -3);
    json_open_object_inline(json);
    json_key_str(json, STR("x"));
    json_uint(json, UINT64_MAX);
    json_key(json, "y");
    json_open_array(json);
    json_bool(json, true);
    json_none(json);
    json_close_array(json);
    json_close_object(json);
    json_open_array(json);
    json_close_array(json);
    json_close_array(json);
    json_key(json, "half");
    json_double(json, 0.5);
    json_close_object(json);
}

static void test_write_compact(void **state)
{
    (void) state;
    Sheet sheet;
    sheet_init(&sheet, false);
    write_sample(&sheet.json);
    sheet_expect(&sheet, "{\"name\":\"a \\\"b\\\"\\\\\\n\\t\\u0001\",\"empty\":{},\"list\":[-3,"
                         "{\"x\":18446744073709551615,\"y\":[true,null]},[]],\"half\":0.5}");
}

static void test_write_indented(void **state)
{
    (void) state;
    Sheet sheet;
    sheet_init(&sheet, true);
    write_sample(&sheet.json);
    sheet_expect(&sheet, "{\n"
                         "  \"name\": \"a \\\"b\\\"\\\\\\n\\t\\u0001\",\n"
                         "  \"empty\": {},\n"
                         "  \"list\": [\n"
                         "    -3,\n"
                         "    {\"x\": 18446744073709551615, \"y\": [true, null]},\n"
                         "    []\n"
                         "  ],\n"
                         "  \"half\": 0.5\n"
                         "}\n");
}

static void test_write_numbers(void **state)
{
    (void) state;
    Sheet sheet;
    sheet_init(&sheet, false);
    json_open_array(&sheet.json);
    json_double(&sheet.json, 1);
    json_double(&sheet.json, 0.1);
    json_double(&sheet.json, -0.0);
    json_double(&sheet.json, INFINITY);
    json_double(&sheet.json, NAN);
    json_int(&sheet.json, INT64_MIN);
    json_close_array(&sheet.json);
    sheet_expect(&sheet, "[1.0,0.1,-0.0,null,null,-9223372036854775808]");
}

static void test_write_texts(void **state)
{
    (void) state;
    Sheet sheet;
    sheet_init(&sheet, false);
    json_open_array(&sheet.json);
    json_str(&sheet.json, STR(""));
    json_str(&sheet.json, (Str) { NULL, 0 });
    json_str(&sheet.json, STR("\xE4\xB8\xAD\x7F\xC2\x9B\xE2\x80\xAE\xC2\xA9\xF3\xA0\x80\x81"));
    json_str(&sheet.json, STR("a\xFF\xFE"
                              "b"));
    json_str(&sheet.json, STR("\xE4\xB8"));
    json_str(&sheet.json, STR("\0\b\f\r/"));
    json_close_array(&sheet.json);
    sheet_expect(&sheet, "[\"\",\"\",\"\xE4\xB8\xAD\\u007f\\u009b\\u202e\xC2\xA9\\udb40\\udc01\",\"a\xEF\xBF\xBD\xEF\xBF\xBD"
                         "b\","
                         "\"\xEF\xBF\xBD\xEF\xBF\xBD\",\"\\u0000\\b\\f\\r/\"]");
}

/* Any double and any text read back as they were written. */
static void test_round_trip(void **state)
{
    (void) state;
    static const double numbers[] = { 0.1, 1e22, 1e-7, DBL_MAX, DBL_MIN, 5e-324, 123456789.123456789, -2.5 };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        Arena arena = { 0 };
        Text text = { 0 };
        text_add_double(&text, numbers[i]);
        JsonProblem problem;
        size_t used;
        json_t *value = json_read(text_str(&text), &used, &arena, &problem);
        assert_true(json_is_real(value));
        assert_true(json_real_value(value) == numbers[i]);
        json_decref(value);
        text_free(&text);
        arena_free(&arena);
    }
}

static bool keep_written(void *context, const char *bytes, size_t len)
{
    text_add(context, (Str) { bytes, len });
    return true;
}

/* A text of ASCII is written as it stands exactly where nothing in it has to be escaped, whatever its length. */
static void test_plain_texts(void **state)
{
    (void) state;
    static const char signs[] = "abcXYZ0189 ,._:;/|%~!#$&()*+<=>?@[]^`{}'-\"\\\t\n\x7F\x01";
    uint64_t random = 29;
    size_t plain = 0;
    for (int round = 0; round < 50000; round++) {
        char bytes[24], quoted[26] = "\"";
        size_t len = next_random(&random) % sizeof bytes, few = next_random(&random) % 2 ? sizeof signs - 1 : 40;
        bool stands = true;
        for (size_t i = 0; i < len; i++) {
            bytes[i] = signs[next_random(&random) % few];
            stands &= bytes[i] >= ' ' && bytes[i] < 0x7F && bytes[i] != '"' && bytes[i] != '\\';
        }
        memcpy(quoted + 1, bytes, len);
        quoted[len + 1] = '"';
        Arena arena = { 0 };
        Text out = { 0 };
        JsonWriter json = { .out = output_to_host(&arena, keep_written, &out, STR("text")) };
        json_str(&json, (Str) { bytes, len });
        output_close(json.out);
        assert_int_equal(str_equal(text_str(&out), (Str) { quoted, len + 2 }), stands);
        text_free(&out);
        arena_free(&arena);
        plain += stands;
    }
    assert_in_range(plain, 20000, 45000);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_texts),   cmocka_unit_test(test_values),        cmocka_unit_test(test_zero_character_in_a_text),
        cmocka_unit_test(test_problems),      cmocka_unit_test(test_zero_bytes),    cmocka_unit_test(test_depth),
        cmocka_unit_test(test_extent),        cmocka_unit_test(test_write_compact), cmocka_unit_test(test_write_indented),
        cmocka_unit_test(test_write_numbers), cmocka_unit_test(test_write_texts),   cmocka_unit_test(test_round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
