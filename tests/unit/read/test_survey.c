/* What the columns of a file can be read as, when nobody has said. */
#include "unit.h"

#include <unistd.h>

#include "base/io.h"
#include "read/survey.h"

typedef struct {
    Arena arena;
    Survey survey;
    Str problem;
    bool read;
} Surveyed;

static Surveyed survey_text(const char *extension, const char *text)
{
    Surveyed result = { 0 };
    char path[] = "/tmp/duly-survey-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    const char *file = arena_format(&result.arena, "%s.%s", path, extension).at;
    Output *out = output_to_file(&result.arena, file, &result.problem);
    assert_non_null(out);
    output_add(out, str_of(text));
    assert_true(output_close(out));
    result.read = survey_file(&result.arena, file, (Str) { 0 }, ENCODING_AUTO, NULL, &result.survey, &result.problem);
    unlink(file);
    unlink(path);
    return result;
}

/* The type of a column named "c" that holds these cells, one a line. */
static void assert_type(const char *cells, const char *type)
{
    Text text = { 0 };
    text_format(&text, "c,d\n%s", cells);
    text_add_char(&text, '\0');
    Surveyed result = survey_text("csv", text.at);
    assert_true(result.read);
    if (!str_is(field_kind_name(result.survey.columns[0].kind), type))
        fail_msg("%s is read as %s, not as %s", cells, field_types[result.survey.columns[0].kind].word, type);
    text_free(&text);
    arena_free(&result.arena);
}

static void test_types(void **state)
{
    (void) state;
    assert_type("2003-01-31,x\n2003.2.1,x\n", "date");
    assert_type("2003-01,x\n2003.2.1,x\n", "date");
    assert_type("2003-02-30,x\n2003-02-01,x\n", "string");
    assert_type("1,x\n-20,x\n,x\n", "int");
    assert_type("1,x\n007,x\n", "string");
    assert_type("1234567890,x\n1234567891,x\n", "string");
    assert_type("1.5,x\n2,x\n", "double");
    assert_type("2003级,x\n2004级,x\n", "int");
    assert_type("yes,x\nno,x\n", "bool");
    assert_type("0,x\n1,x\n", "int");
    assert_type("09:30,x\n10:15,x\n", "time");
    assert_type("2003-06-01T09:30:00Z,x\n", "timestamp");
    assert_type("red,x\nblue,x\nred,x\nblue,x\n", "enum");
    assert_type("red,x\nblue,x\nred,x\n", "string");
    assert_type("red,x\nred,x\nred,x\nred,x\n", "string");
    assert_type("甲、乙,x\n丙,x\n", "list");
    assert_type(",x\n,x\n", "string");
    assert_type("无,x\n2003-01-01,x\n", "date");
}

static void test_key(void **state)
{
    (void) state;
    Surveyed result = survey_text("csv", "序号,姓名,编号,班\n1,王伟,7,甲\n2,李娜,8,甲\n");
    assert_true(result.read);
    assert_int_equal(result.survey.key, 2);
    assert_true(result.survey.columns[0].is_serial);
    assert_int_equal(result.survey.columns[1].kind, FIELD_NAME);
    arena_free(&result.arena);
    result = survey_text("csv", "编号,班\n7 ,甲\n７,乙\n"); /* one number, written twice */
    assert_true(result.read);
    assert_int_equal(result.survey.key, 1);
    arena_free(&result.arena);
    result = survey_text("csv", "序号,on\n1,2003-01-01\n2,2003-01-02\n"); /* neither says who it is */
    assert_true(result.read);
    assert_int_equal(result.survey.key, FIELD_NONE);
    arena_free(&result.arena);
}

static void test_orders(void **state)
{
    (void) state;
    Surveyed result = survey_text("csv", "a,b,c\n2003-01-01,2003-01-01,2002-01-01\n2003-01-01,2003-02,2004-01-01\n");
    assert_true(result.read);
    assert_int_equal(result.survey.order_count, 1); /* c is before b once */
    assert_int_equal(result.survey.orders[0].earlier, 0);
    assert_int_equal(result.survey.orders[0].later, 1);
    arena_free(&result.arena);
    result = survey_text("csv", "a,b\n2003-02-15,2003-02\n"); /* a month may be before a day of it */
    assert_true(result.read);
    assert_int_equal(result.survey.order_count, 0);
    arena_free(&result.arena);
}

static void test_headings(void **state)
{
    (void) state;
    Surveyed result = survey_text("csv", "名单,,\n\na,b,b\n1,2,3\n");
    assert_true(result.read);
    assert_int_equal(result.survey.count, 1);
    assert_int_equal(result.survey.repeated_count, 2);
    arena_free(&result.arena);
    result = survey_text("json", "[{\"a\": 1}, {\"b\": [\"x\", \"y\"]}]");
    assert_true(result.read);
    assert_int_equal(result.survey.count, 2);
    assert_int_equal(result.survey.columns[1].kind, FIELD_LIST);
    arena_free(&result.arena);
    result = survey_text("csv", "1,2\n3,4\n");
    assert_false(result.read);
    assert_true(result.problem.len > 0);
    arena_free(&result.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_key),
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_headings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
