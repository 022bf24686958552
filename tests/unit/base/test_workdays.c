/* Working days of 2003 with holidays and working weekends, and of 2004 from Monday to Friday; other years are unknown. */
#include "unit.h"

#include "base/workdays.h"

static void set(WorkYear *year, int month, int day, bool works)
{
    int index = date_to_day(date_pack(year->year, month, day)) - date_to_day(date_pack(year->year, 1, 1));
    uint64_t bit = UINT64_C(1) << index % 64;
    year->works[index / 64] = works ? year->works[index / 64] | bit : year->works[index / 64] & ~bit;
}

static WorkYear working_weeks(int number)
{
    WorkYear year = { .year = number };
    for (int month = 1; month <= 12; month++)
        for (int day = 1; day <= month_days(number, month); day++)
            set(&year, month, day, date_weekday(date_pack(number, month, day)) <= 5);
    return year;
}

static WorkYear years[2];
static const WorkCalendar calendar = { years, 2 };

static int fill(void **state)
{
    (void) state;
    static const struct {
        int month, first, last;
        bool works;
    } others[] = {
        { 1, 1, 1, false }, { 2, 3, 7, false }, { 2, 8, 9, true }, { 4, 26, 27, true }, { 5, 1, 7, false },
    };
    years[0] = working_weeks(2003);
    years[1] = working_weeks(2004);
    for (size_t i = 0; i < COUNT(others); i++)
        for (int day = others[i].first; day <= others[i].last; day++)
            set(&years[0], others[i].month, day, others[i].works);
    return 0;
}

static Date day(const char *text)
{
    Date date;
    assert_true(date_parse_iso(str_of(text), &date));
    return date;
}

static void check_add(const char *from, int64_t n, const char *expected)
{
    Date date = 0;
    int year;
    char text[11];
    assert_true(workdays_add(&calendar, day(from), n, &date, &year));
    date_print(date, text);
    assert_string_equal(text, expected);
}

static void check_unknown(const char *from, int64_t n, int expected)
{
    Date date;
    int year = 0;
    assert_false(workdays_add(&calendar, day(from), n, &date, &year));
    assert_int_equal(year, expected);
}

static int64_t count(const char *from, const char *to)
{
    int64_t number = -1;
    int year;
    assert_true(workdays_in(&calendar, day(from), day(to), &number, &year));
    return number;
}

static void test_is(void **state)
{
    (void) state;
    static const struct {
        const char *date;
        bool works;
    } facts[] = {
        { "2003-01-01", false }, { "2003-01-02", true },  { "2003-02-07", false }, { "2003-02-08", true },
        { "2003-04-27", true },  { "2003-05-01", false }, { "2003-05-08", true },  { "2003-12-31", true },
        { "2004-01-01", true },  { "2004-02-29", false }, { "2004-12-31", true },
    };
    for (size_t i = 0; i < COUNT(facts); i++) {
        bool works;
        int year;
        assert_true(workdays_is(&calendar, day(facts[i].date), &works, &year));
        assert_int_equal(works, facts[i].works);
    }
}

static void test_unknown_years(void **state)
{
    (void) state;
    bool works;
    int year;
    int64_t number;
    assert_false(workdays_is(&calendar, day("2002-12-31"), &works, &year));
    assert_int_equal(year, 2002);
    assert_false(workdays_is(NULL, day("2003-06-02"), &works, &year));
    assert_int_equal(year, 2003);
    assert_false(workdays_in(&calendar, day("2003-12-01"), day("2005-01-01"), &number, &year));
    assert_int_equal(year, 2005);
    assert_false(workdays_in(&calendar, day("0001-01-01"), day("9999-12-31"), &number, &year));
    assert_int_equal(year, 1);
    check_unknown("2004-12-31", 1, 2005);
    check_unknown("2003-01-02", -1, 2002);
    check_unknown("2003-06-01", INT64_MAX, 2005);
    check_unknown("2003-06-01", INT64_MIN, 2002);
    check_unknown("9999-12-31", 1, 10000);
    check_unknown("0001-01-01", -1, 0);
}

static void test_add(void **state)
{
    (void) state;
    check_add("2003-06-06", 0, "2003-06-06");
    check_add("2003-06-07", 0, "2003-06-07");
    check_add("1850-01-01", 0, "1850-01-01"); /* no working day is asked for, so none need be known */
    check_add("2003-06-06", 1, "2003-06-09");
    check_add("2003-06-07", 1, "2003-06-09");
    check_add("2003-06-08", -1, "2003-06-06");
    check_add("2003-04-25", 1, "2003-04-26");
    check_add("2003-04-30", 1, "2003-05-08");
    check_add("2003-05-08", -1, "2003-04-30");
    check_add("2003-12-31", 1, "2004-01-01");
    check_add("2004-01-01", -1, "2003-12-31");
    check_add("2002-12-31", 1, "2003-01-02"); /* the day itself is not counted: its year need not be known */
    check_add("2005-01-01", -1, "2004-12-31");
    check_add("2004-02-27", 1, "2004-03-01");
}

static void test_count(void **state)
{
    (void) state;
    assert_int_equal(count("2003-06-02", "2003-06-02"), 1);
    assert_int_equal(count("2003-06-01", "2003-06-01"), 0);
    assert_int_equal(count("2003-06-02", "2003-06-08"), 5);
    assert_int_equal(count("2003-06-08", "2003-06-02"), -5);
    assert_int_equal(count("2003-04-25", "2003-05-08"), 7);
    assert_int_equal(count("2004-01-01", "2004-12-31"), 262);
    assert_int_equal(count("2003-12-29", "2004-01-02"), 5);
}

/* From every day, the n-th working day after it ends a span of n working days, and leads back again. */
static void test_adding_agrees_with_counting(void **state)
{
    (void) state;
    for (Date from = day("2003-02-01"); from < day("2004-10-01"); date_add_days(from, 1, &from))
        for (int64_t n = 1; n <= 40; n += 13) {
            Date to, next, back;
            int year;
            int64_t number;
            bool works;
            assert_true(workdays_add(&calendar, from, n, &to, &year));
            date_add_days(from, 1, &next);
            assert_true(workdays_in(&calendar, next, to, &number, &year));
            assert_int_equal(number, n);
            assert_true(workdays_is(&calendar, from, &works, &year));
            if (!works)
                continue;
            assert_true(workdays_add(&calendar, to, -n, &back, &year));
            assert_int_equal(back, from);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is),
        cmocka_unit_test(test_unknown_years),
        cmocka_unit_test(test_add),
        cmocka_unit_test(test_count),
        cmocka_unit_test(test_adding_agrees_with_counting),
    };
    return cmocka_run_group_tests(tests, fill, NULL);
}
