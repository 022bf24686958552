/* Times of a day: what exact ones look like, what people write, what may mean two times. */
#include "unit.h"

#include "base/daytime.h"

enum { MINUTE = 60, HOUR = 3600 };

static void reads_exact_times(void **state)
{
    static const struct {
        const char *text;
        DaytimeResult result;
        int64_t second;
    } cases[] = {
        { "00:00", DAYTIME_OK, 0 },
        { "09:30", DAYTIME_OK, 9 * HOUR + 30 * MINUTE },
        { "9:30", DAYTIME_OK, 9 * HOUR + 30 * MINUTE },
        { "23:59:59", DAYTIME_OK, 24 * HOUR - 1 },
        { "24:00", DAYTIME_NO_SUCH, 0 },
        { "25:00", DAYTIME_NO_SUCH, 0 },
        { "9:60", DAYTIME_NO_SUCH, 0 },
        { "9:30:60", DAYTIME_NO_SUCH, 0 },
        { "9:3", DAYTIME_MALFORMED, 0 },
        { "109:30", DAYTIME_MALFORMED, 0 },
        { "9", DAYTIME_MALFORMED, 0 },
        { "", DAYTIME_MALFORMED, 0 },
        { "9:30 ", DAYTIME_MALFORMED, 0 },
        { " 9:30", DAYTIME_MALFORMED, 0 },
        { "9:30AM", DAYTIME_MALFORMED, 0 },
        { "9:30:", DAYTIME_MALFORMED, 0 },
        { "9:30:15.", DAYTIME_MALFORMED, 0 },
        { "-9:30", DAYTIME_MALFORMED, 0 },
        { "9：30", DAYTIME_MALFORMED, 0 },
    };
    (void) state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t nanos = -1;
        assert_int_equal(daytime_parse_exact(str_of(cases[i].text), &nanos), cases[i].result);
        assert_int_equal(nanos, cases[i].result == DAYTIME_OK ? cases[i].second * DAYTIME_SECOND : -1);
    }
}

static void reads_what_people_write(void **state)
{
    static const struct {
        const char *text, *time;
    } cases[] = {
        { "9:30", "09:30" },         { "09:30:15", "09:30:15" }, { "9:30 AM", "09:30" },
        { "9:30AM", "09:30" },       { "9:30 a.m.", "09:30" },   { "2:05 pm", "14:05" },
        { "PM 2:05", "14:05" },      { "12:30 AM", "00:30" },    { "12:30 PM", "12:30" },
        { "9 AM", "09:00" },         { "14:05 PM", "14:05" },    { "上午9:30", "09:30" },
        { "上午 9:30", "09:30" },    { "下午2:05", "14:05" },    { "下午12:30", "12:30" },
        { "下午14:05", "14:05" },    { "9时30分", "09:30" },     { "09时05分20秒", "09:05:20" },
        { "9点半", "09:30" },        { "9点一刻", "09:15" },     { "9点三刻", "09:45" },
        { "9点", "09:00" },          { "9点整", "09:00" },       { "9点钟", "09:00" },
        { "9点30", "09:30" },        { "9点 05", "09:05" },      { "9点5分", "09:05" },
        { "下午3点半", "15:30" },    { "9：30", "09:30" },       { "9∶30", "09:30" },
        { "9︰30︰15", "09:30:15" }, { "凌晨1:30", "01:30" },    { "凌晨12:30", "00:30" },
        { "早上8点", "08:00" },      { "中午11:30", "11:30" },   { "中午12点", "12:00" },
        { "中午1:30", "13:30" },     { "傍晚6点", "18:00" },     { "晚上8点半", "20:30" },
        { "晚上20:30", "20:30" },    { "午後0:30", "12:30" },    { "09:30:15.250", "09:30:15.25" },
        { "9 : 30", "09:30" },
    };
    (void) state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t nanos = -1;
        Text shown = { 0 };
        assert_int_equal(daytime_parse(str_of(cases[i].text), &nanos), DAYTIME_OK);
        daytime_print(&shown, nanos);
        assert_str(text_str(&shown), cases[i].time);
        text_free(&shown);
    }
}

static void refuses_what_is_no_time(void **state)
{
    static const struct {
        const char *text;
        DaytimeResult result;
    } cases[] = {
        { "上午12:30", DAYTIME_UNCLEAR },    { "上午13:30", DAYTIME_UNCLEAR },
        { "13:30 AM", DAYTIME_UNCLEAR },     { "0:30 PM", DAYTIME_UNCLEAR },
        { "晚上2:00", DAYTIME_UNCLEAR },     { "晚上12点", DAYTIME_UNCLEAR },
        { "凌晨9点", DAYTIME_UNCLEAR },      { "中午9点", DAYTIME_UNCLEAR },
        { "24:00", DAYTIME_NO_SUCH },        { "9点75分", DAYTIME_NO_SUCH },
        { "9", DAYTIME_MALFORMED },          { "0930", DAYTIME_MALFORMED },
        { "9:5", DAYTIME_MALFORMED },        { "9点5", DAYTIME_MALFORMED },
        { "9点 5", DAYTIME_MALFORMED },      { "9:30-10:00", DAYTIME_MALFORMED },
        { "9:30 AM PM", DAYTIME_MALFORMED }, { "上午9:30 AM", DAYTIME_MALFORMED },
        { "AM", DAYTIME_MALFORMED },         { "9:", DAYTIME_MALFORMED },
        { "9.30", DAYTIME_MALFORMED },       { "2003-06-01 9:30", DAYTIME_MALFORMED },
        { "9:30 x", DAYTIME_MALFORMED },     { "9点30分15", DAYTIME_MALFORMED },
    };
    (void) state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t nanos = -1;
        assert_int_equal(daytime_parse(str_of(cases[i].text), &nanos), cases[i].result);
        assert_int_equal(nanos, -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_exact_times),
        cmocka_unit_test(reads_what_people_write),
        cmocka_unit_test(refuses_what_is_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
