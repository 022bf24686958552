/* The calendar against every day there is, and against a plain count of days. */
#include "unit.h"

#include "base/calendar.h"

static Date day(const char *text)
{
    Date date = 0;
    assert_true(date_parse_iso(str_of(text), &date));
    return date;
}

static void test_known_days(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        int32_t day;
        int weekday;
    } cases[] = {
        { "1970-01-01", 0, 4 },  { "0001-01-01", DAY_MIN, 1 }, { "9999-12-31", DAY_MAX, 5 }, { "2000-02-29", 11016, 2 },
        { "1969-12-31", -1, 3 }, { "2003-09-25", 12320, 4 },   { "2026-02-12", 20496, 4 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(date_to_day(day(cases[i].text)), cases[i].day);
        assert_int_equal(date_weekday(day(cases[i].text)), cases[i].weekday);
    }
    assert_int_equal(day("0001-01-01"), DATE_MIN);
    assert_int_equal(day("9999-12-31"), DATE_MAX);
}

/* Every day of the years 1 to 9999, in order. */
static void test_every_day(void **state)
{
    (void) state;
    int32_t number = DAY_MIN;
    Date before = 0;
    for (int year = 1; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int d = 1; d <= month_days(year, month); d++, number++) {
                Date date = date_pack(year, month, d);
                bool same = date_to_day(date) == number && date_of_day(number) == date && date > before;
                bool parts = date_year(date) == year && date_month(date) == month && date_day(date) == d;
                bool week = date_weekday(date) == (number - DAY_MIN) % 7 + 1;
                if (!same || !parts || !week || !date_is_valid(year, month, d))
                    fail_msg("%04d-%02d-%02d", year, month, d);
                before = date;
            }
            assert_false(date_is_valid(year, month, month_days(year, month) + 1));
        }
    }
    assert_int_equal(number, DAY_MAX + 1);
}

static void test_validity(void **state)
{
    (void) state;
    assert_true(date_is_valid(2004, 2, 29));
    assert_false(date_is_valid(2003, 2, 29));
    assert_false(date_is_valid(1900, 2, 29));
    assert_true(date_is_valid(2000, 2, 29));
    assert_false(date_is_valid(0, 1, 1));
    assert_false(date_is_valid(10000, 1, 1));
    assert_false(date_is_valid(2003, 0, 1));
    assert_false(date_is_valid(2003, 13, 1));
    assert_false(date_is_valid(2003, 1, 0));
    assert_false(date_is_valid(INT64_MAX, INT64_MIN, INT64_MAX));
    assert_false(date_is_valid(2003, INT64_C(1) << 32 | 1, 1));
}

static void test_adding_months(void **state)
{
    (void) state;
    static const struct {
        const char *from;
        int64_t months;
        const char *to;
    } cases[] = {
        { "2003-01-31", 1, "2003-02-28" },      { "2003-08-31", 6, "2004-02-29" },       { "2003-11-30", 3, "2004-02-29" },
        { "2003-11-30", 6, "2004-05-30" },      { "2003-03-01", 12, "2004-03-01" },      { "2004-02-29", 12, "2005-02-28" },
        { "2003-03-31", -1, "2003-02-28" },     { "2003-01-15", -1, "2002-12-15" },      { "2003-05-05", 0, "2003-05-05" },
        { "0001-01-31", 119987, "9999-12-31" }, { "9999-12-31", -119987, "0001-01-31" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Date date;
        assert_true(date_add_months(day(cases[i].from), cases[i].months, &date));
        assert_int_equal(date, day(cases[i].to));
    }
    Date date;
    assert_false(date_add_months(DATE_MAX, 1, &date));
    assert_false(date_add_months(DATE_MIN, -1, &date));
    assert_false(date_add_months(day("2003-01-01"), INT64_MAX, &date));
    assert_false(date_add_months(day("2003-01-01"), INT64_MIN, &date));
}

static void test_adding_days(void **state)
{
    (void) state;
    Date date;
    assert_true(date_add_days(day("2003-02-28"), 1, &date) && date == day("2003-03-01"));
    assert_true(date_add_days(day("2004-01-01"), -1, &date) && date == day("2003-12-31"));
    assert_true(date_add_days(DATE_MIN, DAY_MAX - DAY_MIN, &date) && date == DATE_MAX);
    assert_false(date_add_days(DATE_MAX, 1, &date));
    assert_false(date_add_days(DATE_MIN, -1, &date));
    assert_false(date_add_days(DATE_MIN, INT64_MAX, &date));
    assert_false(date_add_days(DATE_MAX, INT64_MIN, &date));
}

static void test_months_between(void **state)
{
    (void) state;
    static const struct {
        const char *a, *b;
        int32_t months;
    } cases[] = {
        { "2004-02-29", "2005-02-28", 12 },     { "2004-02-29", "2005-02-27", 11 },  { "2003-01-31", "2003-02-28", 1 },
        { "2003-01-31", "2003-02-27", 0 },      { "2003-06-15", "2003-07-14", 0 },   { "2003-06-15", "2003-07-15", 1 },
        { "2003-06-15", "2003-06-15", 0 },      { "2005-02-28", "2004-02-29", -12 }, { "2003-07-14", "2003-06-15", 0 },
        { "0001-01-01", "9999-12-31", 119987 },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(months_between(day(cases[i].a), day(cases[i].b)), cases[i].months);
}

/* months_between is the largest n with a + n months <= b, and the mirror for b < a. */
static void test_months_mirror(void **state)
{
    (void) state;
    uint64_t random = 11;
    for (int round = 0; round < 200000; round++) {
        Date a = date_of_day((int32_t) (next_random(&random) % (DAY_MAX - DAY_MIN + 1)) + DAY_MIN), b;
        if (!date_add_days(a, (int64_t) (next_random(&random) % 3000), &b))
            continue;
        int32_t months = months_between(a, b);
        Date reached, beyond;
        assert_true(date_add_months(a, months, &reached) && reached <= b);
        assert_true(!date_add_months(a, months + 1, &beyond) || beyond > b);
        assert_int_equal(months_between(b, a), -months);
    }
}

static void test_spellings(void **state)
{
    (void) state;
    static const char *const good[] = { "2003-06-01", "2003/6/1",     "2003/06/01",     "2003.6.1", "2003.06.01",
                                        "20030601",   "2003年6月1日", "2003年06月01日", "2003-6-1" };
    Date date;
    for (size_t i = 0; i < COUNT(good); i++)
        assert_true(date_parse(str_of(good[i]), &date) && date == date_pack(2003, 6, 1));
    static const char *const bad[] = { "",
                                       "2003",
                                       "2003-06",
                                       "2003-06-01 ",
                                       " 2003-06-01",
                                       "2003-06/01",
                                       "2003-006-01",
                                       "2003-06-001",
                                       "03-06-01",
                                       "2003061",
                                       "200306011",
                                       "2003-02-30",
                                       "2003-13-01",
                                       "2003-00-10",
                                       "0000-01-01",
                                       "2003年6月1",
                                       "2003年6月1号",
                                       "2003-06-01T00:00:00",
                                       "10000-01-01",
                                       "-003-06-01",
                                       "+003-06-01",
                                       "2003--6-1",
                                       "2003.6.",
                                       "２００３-06-01",
                                       "2003-1-",
                                       "99999999" };
    for (size_t i = 0; i < COUNT(bad); i++)
        if (date_parse(str_of(bad[i]), &date))
            fail_msg("'%s' is a date", bad[i]);
    assert_false(date_parse((Str) { NULL, 0 }, &date));
    assert_false(date_parse_iso(STR("2003/06/01"), &date));
    assert_false(date_parse_iso(STR("2003-6-01"), &date));
    assert_false(date_parse_iso(STR("20030601"), &date));
    assert_false(date_parse_iso(STR("2003-02-30"), &date));
}

static void test_print_and_parse(void **state)
{
    (void) state;
    for (int32_t number = DAY_MIN; number <= DAY_MAX; number += 97) {
        char text[11];
        Date again;
        date_print(date_of_day(number), text);
        assert_true(date_parse_iso(str_of(text), &again) && again == date_of_day(number));
        assert_true(date_parse(str_of(text), &again) && again == date_of_day(number));
    }
}

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits in ten places, two signs of a kind between them. */
static bool parse_slowly(const char *at, Date *out)
{
    static const int8_t value_of[10] = { 3, 2, 1, 0, -1, 1, 0, -1, 1, 0 };
    int parts[3] = { 0 }, part = 0;
    for (int i = 0; i < 10; i++) {
        if (value_of[i] < 0)
            part++;
        else if (!is_figure(at[i]))
            return false;
        else
            parts[part] = parts[part] * 10 + at[i] - '0';
    }
    bool divided = at[4] == at[7] && (at[4] == '-' || at[4] == '/' || at[4] == '.');
    if (!divided || !date_is_valid(parts[0], parts[1], parts[2]))
        return false;
    *out = date_pack(parts[0], parts[1], parts[2]);
    return true;
}

static void test_ten_bytes(void **state)
{
    (void) state;
    uint64_t random = 17;
    size_t days = 0;
    for (int round = 0; round < 300000; round++) {
        char text[11];
        date_print(date_of_day((int32_t) (next_random(&random) % (DAY_MAX - DAY_MIN + 1)) + DAY_MIN), text);
        text[4] = text[7] = "-/."[round % 3];
        for (uint64_t changes = next_random(&random) % 3; changes > 0; changes--)
            text[next_random(&random) % 10] = "0123456789-/.:@ \xB1\x75"[next_random(&random) % 18];
        Date fast = 0, slow = 0;
        bool is_day = parse_slowly(text, &slow);
        assert_true(date_parse((Str) { text, 10 }, &fast) == is_day && (!is_day || fast == slow));
        days += is_day;
    }
    assert_true(days > 100000);
}

static void test_spans(void **state)
{
    (void) state;
    static const struct {
        const char *text, *first, *last; /* NULL: it is none */
    } cases[] = {
        { "2024-03-01至2024-03-07", "2024-03-01", "2024-03-07" },
        { "2024-03-01-2024-03-07", "2024-03-01", "2024-03-07" },
        { "2024-03-01-03-07", "2024-03-01", "2024-03-07" },
        { "2024-03-01-07", "2024-03-01", "2024-03-07" },
        { "2024.3.1-3.7", "2024-03-01", "2024-03-07" },
        { "2024.3.1 —— 2024.3.7", "2024-03-01", "2024-03-07" },
        { "2024.12.30～2025.1.6", "2024-12-30", "2025-01-06" },
        { "2024/2/28~29", "2024-02-28", "2024-02-29" },
        { "20240301-0307", "2024-03-01", "2024-03-07" },
        { "2024年3月1日至7日", "2024-03-01", "2024-03-07" },
        { "2024年3月1日到3月7日", "2024-03-01", "2024-03-07" },
        { "2024.3.1-2024.3.1", "2024-03-01", "2024-03-01" },
        { "2023.2.28-29", NULL, NULL },
        { "2024.3.7-3.1", NULL, NULL },
        { "2024.12.30-1.6", NULL, NULL }, /* of which year the sixth is, nobody says */
        { "2024.3.1", NULL, NULL },
        { "2024-03-01", NULL, NULL },
        { "2024.3.1-", NULL, NULL },
        { "-2024.3.7", NULL, NULL },
        { "2024.3-2024.5", NULL, NULL },
        { "3.1-3.7", NULL, NULL },
        { "2024.3.1-3.7-3.9", NULL, NULL },
        { "至", NULL, NULL },
        { "", NULL, NULL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Date first = 0, last = 0;
        bool found = date_parse_span(str_of(cases[i].text), &first, &last);
        if (found != (cases[i].first != NULL) || (found && (first != day(cases[i].first) || last != day(cases[i].last))))
            fail_msg("'%s'", cases[i].text);
    }
}

/* A few days on and back from each day of years of all kinds, by way of the count of days; at the ends of the calendar as well. */
static void test_few_days(void **state)
{
    (void) state;
    static const int years[] = { 1, 1899, 1900, 1999, 2000, 2003, 2004, 9999 };
    for (size_t i = 0; i < sizeof years / sizeof *years; i++)
        for (int32_t from = date_to_day(date_pack(years[i], 1, 1)), day = from; day < from + 365; day++)
            for (int32_t few = -70; few <= 70; few++) {
                Date sum = 0;
                bool exists = day + few >= DAY_MIN && day + few <= DAY_MAX;
                assert_int_equal(date_add_days(date_of_day(day), few, &sum), exists);
                assert_true(!exists || sum == date_of_day(day + few));
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_few_days),        cmocka_unit_test(test_known_days),    cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_validity),        cmocka_unit_test(test_adding_months), cmocka_unit_test(test_adding_days),
        cmocka_unit_test(test_months_between),  cmocka_unit_test(test_months_mirror), cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_print_and_parse), cmocka_unit_test(test_ten_bytes),     cmocka_unit_test(test_spans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
