/* Calendars of packs: days off and worked, later notices, and the calendar that ships with the rules. */
#include "rounds.h"

#include "base/workdays.h"

static const Pack *load_shipped(Arena *arena)
{
    Diags diags = { .arena = arena };
    const Pack *pack = pack_load(arena, "rules/national", &diags);
    assert_non_null(pack);
    return pack;
}

static Date day_of(const char *text)
{
    Date date;
    assert_true(date_parse_iso(str_of(text), &date));
    return date;
}

static const WorkCalendar *standard_days(const Pack *pack, Date as_of)
{
    const WorkCalendars *calendars = pack_calendars(pack, as_of);
    assert_non_null(calendars);
    assert_non_null(calendars->standard);
    return &calendars->standard->days;
}

static int64_t count_days(const WorkCalendar *days, const char *from, const char *to)
{
    int64_t count;
    int year;
    assert_true(workdays_in(days, day_of(from), day_of(to), &count, &year));
    return count;
}

static void expect_day(const WorkCalendar *days, const char *from, int64_t n, const char *expected)
{
    Date date;
    char text[11];
    int year;
    assert_true(workdays_add(days, day_of(from), n, &date, &year));
    date_print(date, text);
    assert_string_equal(text, expected);
}

/* ---- what ships */

static void test_days_of_each_year(void **state)
{
    (void) state;
    static const struct {
        const char *from, *to;
        int64_t days;
    } years[] = {
        { "2002-01-01", "2002-12-31", 249 }, { "2003-01-01", "2003-12-31", 251 }, { "2004-01-01", "2004-12-31", 252 },
        { "2005-01-01", "2005-12-31", 251 }, { "2006-01-01", "2006-12-31", 251 }, { "2007-01-01", "2007-12-31", 249 },
        { "2008-01-01", "2008-12-31", 251 }, { "2009-01-01", "2009-12-31", 250 }, { "2010-01-01", "2010-12-31", 250 },
        { "2011-01-01", "2011-12-31", 250 }, { "2012-01-01", "2012-12-31", 249 }, { "2013-01-01", "2013-12-31", 250 },
        { "2014-01-01", "2014-12-31", 250 }, { "2015-01-01", "2015-12-31", 250 }, { "2016-01-01", "2016-12-31", 250 },
        { "2017-01-01", "2017-12-31", 249 }, { "2018-01-01", "2018-12-31", 250 }, { "2019-01-01", "2019-12-31", 250 },
        { "2020-01-01", "2020-12-31", 251 }, { "2021-01-01", "2021-12-31", 250 }, { "2022-01-01", "2022-12-31", 249 },
        { "2023-01-01", "2023-12-31", 249 }, { "2024-01-01", "2024-12-31", 251 }, { "2025-01-01", "2025-12-31", 248 },
        { "2026-01-01", "2026-12-31", 248 },
    };
    Arena arena = { 0 };
    const Pack *pack = load_shipped(&arena);
    const WorkCalendar *plan = standard_days(pack, day_of("2003-04-20")), *amended = standard_days(pack, day_of("2003-04-21"));
    assert_ptr_not_equal(plan, amended);
    for (size_t i = 0; i < COUNT(years); i++) {
        assert_int_equal(count_days(plan, years[i].from, years[i].to), years[i].days);
        assert_int_equal(count_days(amended, years[i].from, years[i].to), years[i].days);
    }
    int64_t count;
    int year;
    assert_false(workdays_in(amended, day_of("2026-12-31"), day_of("2027-01-01"), &count, &year));
    assert_int_equal(year, 2027);
    /* notices that came later changed three of them */
    static const struct {
        const char *known_on, *from, *to;
        int64_t days;
    } later[] = {
        { "2015-05-12", "2015-09-01", "2015-09-06", 4 }, { "2015-05-13", "2015-09-01", "2015-09-06", 3 },
        { "2019-03-21", "2019-04-28", "2019-05-05", 4 }, { "2019-03-22", "2019-04-28", "2019-05-05", 4 },
        { "2019-03-21", "2019-05-02", "2019-05-03", 2 }, { "2019-03-22", "2019-05-02", "2019-05-03", 0 },
        { "2020-01-25", "2020-01-31", "2020-02-02", 2 }, { "2020-01-26", "2020-01-31", "2020-02-02", 0 },
    };
    for (size_t i = 0; i < COUNT(later); i++)
        assert_int_equal(count_days(standard_days(pack, day_of(later[i].known_on)), later[i].from, later[i].to), later[i].days);
    arena_free(&arena);
}

/* Five working days: the first day counted, and not counted. */
static void test_worked_windows(void **state)
{
    (void) state;
    static const struct {
        const char *as_of, *start, *with, *without;
    } windows[] = {
        { "2003-09-25", "2003-09-25", "2003-09-29", "2003-09-30" }, { "2003-04-20", "2003-04-25", "2003-04-29", "2003-04-30" },
        { "2003-04-21", "2003-04-25", "2003-05-06", "2003-05-07" }, { "2003-04-20", "2003-04-28", "2003-05-09", "2003-05-12" },
        { "2003-12-31", "2003-04-28", "2003-05-07", "2003-05-08" }, { "2004-05-01", "2004-04-29", "2004-05-10", "2004-05-11" },
        { "2024-12-31", "2024-09-27", "2024-10-09", "2024-10-10" }, { "2025-12-31", "2025-04-25", "2025-04-30", "2025-05-06" },
        { "2026-12-31", "2026-02-12", "2026-02-25", "2026-02-26" }, { "2026-12-31", "2026-09-18", "2026-09-23", "2026-09-24" },
    };
    Arena arena = { 0 };
    const Pack *pack = load_shipped(&arena);
    for (size_t i = 0; i < COUNT(windows); i++) {
        const WorkCalendar *days = standard_days(pack, day_of(windows[i].as_of));
        expect_day(days, windows[i].start, 4, windows[i].with);
        expect_day(days, windows[i].start, 5, windows[i].without);
        assert_int_equal(count_days(days, windows[i].start, windows[i].with), 5);
    }
    arena_free(&arena);
}

static void test_days_said_one_by_one(void **state)
{
    (void) state;
    static const struct {
        const char *as_of, *day;
        bool works;
    } days[] = {
        { "2003-04-20", "2003-04-26", true }, { "2003-04-21", "2003-04-26", false }, { "2003-04-20", "2003-05-06", false },
        { "2003-04-21", "2003-05-06", true }, { "2003-04-21", "2003-05-05", false }, { "2003-04-21", "2003-05-04", false },
        { "2003-04-21", "2003-09-27", true }, { "2003-04-21", "2003-10-07", false }, { "2024-02-09", "2024-02-09", true },
        { "2026-02-14", "2026-02-14", true }, { "2002-02-16", "2002-02-16", false }, { "2003-01-02", "2003-01-02", true },
    };
    Arena arena = { 0 };
    const Pack *pack = load_shipped(&arena);
    for (size_t i = 0; i < COUNT(days); i++) {
        bool works;
        int year;
        assert_true(workdays_is(standard_days(pack, day_of(days[i].as_of)), day_of(days[i].day), &works, &year));
        assert_int_equal(works, days[i].works);
    }
    arena_free(&arena);
}

/* A month later is the same day of the month, or the month's last. */
static void test_ends_of_months(void **state)
{
    (void) state;
    static const struct {
        const char *from;
        int64_t months;
        const char *to;
    } cases[] = {
        { "2003-01-31", 1, "2003-02-28" }, { "2003-08-31", 6, "2004-02-29" },  { "2003-11-30", 3, "2004-02-29" },
        { "2003-11-30", 6, "2004-05-30" }, { "2003-03-01", 12, "2004-03-01" }, { "2004-02-29", 12, "2005-02-28" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Date date;
        char text[11];
        assert_true(date_add_months(day_of(cases[i].from), cases[i].months, &date));
        date_print(date, text);
        assert_string_equal(text, cases[i].to);
    }
}

/* ---- calendars made for a test */

#define HEAD                                                                                                       \
    "pack: {name: shop}\n"                                                                                         \
    "tables:\n"                                                                                                    \
    "  item: {file: items, key: id, fields: {id: {type: string}, sent_on: {type: date}, paid_on: {type: date}}}\n" \
    "rules:\n"                                                                                                     \
    "  - {id: soon, title: Late, for: item, require: item.paid_on <= item.sent_on + workdays(2)}\n"

static const char *const noticed =
    HEAD "calendars:\n"
         "  ours:\n"
         "    week: [mon, tue, wed, thu, fri, sat]\n"
         "    years:\n"
         "      2003:\n"
         "        amended:\n"
         "          - {on: 2003-03-10, replaces: 2003-03-17..2003-03-23, work: [2003-03-23], off: [2003-03-17]}\n"
         "          - {on: 2003-03-01, replaces: 2003-03-17..2003-03-22, off: [2003-03-17..2003-03-22]}\n"
         "        off: [2003-03-20, 2003-06-02]\n"
         "      2002: {}\n";

static void add_outcome(void *context, const Sheet *sheet)
{
    for (uint32_t row = 0; row < sheet->rows; row++)
        text_add_char(context, "PVU-W"[sheet->outcomes[sheet->table->rule_count - 1][row]]);
}

static void expect_outcomes(const Pack *pack, const char *as_of, const char *csv, const char *expected)
{
    Arena arena = { 0 };
    Text out = { 0 };
    PlanOptions options = audit(pack, day_of(as_of));
    judge_csv(plan_new(&arena, &options), csv, BATCH_ROWS, add_outcome, &out);
    assert_text(&out, expected);
    text_free(&out);
    arena_free(&arena);
}

/* A later notice says everything anew about its span; what was said before holds outside of it. */
static void test_later_notices(void **state)
{
    (void) state;
    static const struct {
        const char *as_of, *from, *expected;
        int64_t n;
    } cases[] = {
        { "2003-02-28", "2003-03-15", "2003-03-17", 1 },  { "2003-02-28", "2003-03-19", "2003-03-21", 1 },
        { "2003-03-01", "2003-03-15", "2003-03-24", 1 },  { "2003-03-09", "2003-03-15", "2003-03-24", 1 },
        { "2003-03-10", "2003-03-15", "2003-03-18", 1 },  { "2003-03-10", "2003-03-22", "2003-03-23", 1 },
        { "2003-03-10", "2003-03-19", "2003-03-20", 1 },  { "2003-12-31", "2003-05-31", "2003-06-03", 1 },
        { "2003-12-31", "2003-01-01", "2002-12-31", -1 },
    };
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, noticed);
    assert_int_equal(pack->calendars[0].version_count, 3);
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_day(standard_days(pack, day_of(cases[i].as_of)), cases[i].from, cases[i].n, cases[i].expected);
    arena_free(&arena);
}

/* The rules count by what was known on the as-of date; in a year that nobody described they cannot count. */
static void test_rules_count_by_the_calendar(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, noticed);
    const char *csv = "id,sent_on,paid_on\n"
                      "a,2003-03-15,2003-03-18\n"
                      "b,2003-03-15,2003-03-19\n"
                      "c,2003-12-29,2003-12-31\n"
                      "d,2003-12-31,2003-12-31\n"
                      "e,2004-02-02,2004-02-03\n";
    expect_outcomes(pack, "2003-02-28", csv, "PVPUU");
    expect_outcomes(pack, "2003-03-05", csv, "PPPUU");
    expect_outcomes(pack, "2003-03-10", csv, "PPPUU");
    arena_free(&arena);
}

#define TWO_CALENDARS                                                                 \
    "calendars:\n"                                                                    \
    "  office: {default: true, week: [mon, tue, wed, thu, fri], years: {2003: {}}}\n" \
    "  school:\n"                                                                     \
    "    week: [mon, tue, wed, thu, fri]\n"                                           \
    "    years:\n"                                                                    \
    "      2003: {off: [2003-03-17], amended: [{on: 2003-04-01, replaces: 2003-03-18..2003-03-18, off: [2003-03-18]}]}\n"

static const char *const named =
    "pack: {name: shop}\n"
    "tables:\n"
    "  item: {file: items, key: id, fields: {id: {type: string}, sent_on: {type: date}, paid_on: {type: date}}}\n"
    "rules:\n"
    "  - {id: soon, title: Late, for: item, require: \"item.paid_on <= item.sent_on + workdays(1, 'school')\"}\n" TWO_CALENDARS;

/* A rule may name another calendar than the standard one, as it was known on the as-of date. */
static void test_named_calendar(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, named);
    const char *csv = "id,sent_on,paid_on\n"
                      "a,2003-03-14,2003-03-17\n"
                      "b,2003-03-14,2003-03-18\n"
                      "c,2003-03-14,2003-03-19\n"
                      "d,2003-12-31,2004-01-01\n";
    expect_outcomes(pack, "2003-03-31", csv, "PPVU");
    expect_outcomes(pack, "2003-04-01", csv, "PPPU");
    assert_int_equal(pack_calendar_version(pack, day_of("2003-03-31")), 0);
    assert_int_equal(pack_calendar_version(pack, day_of("2003-04-01")), 1);
    arena_free(&arena);
}

static void test_no_calendar(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, HEAD);
    assert_null(pack_calendars(pack, DATE_MAX));
    assert_int_equal(pack_calendar_version(pack, DATE_MAX), 0);
    expect_outcomes(pack, "2003-12-31", "id,sent_on,paid_on\na,2003-03-15,2003-03-18\n", "U");
    arena_free(&arena);
}

static void test_default_calendar(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, HEAD "calendars:\n"
                                              "  first: {week: [mon], years: {2003: {}}}\n"
                                              "  second: {default: true, week: [mon, tue], years: {2003: {}}}\n");
    assert_int_equal(pack->calendar, 1);
    expect_day(standard_days(pack, DATE_MAX), "2003-03-17", 1, "2003-03-18");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_of_each_year), cmocka_unit_test(test_worked_windows), cmocka_unit_test(test_days_said_one_by_one),
        cmocka_unit_test(test_ends_of_months),    cmocka_unit_test(test_later_notices),  cmocka_unit_test(test_rules_count_by_the_calendar),
        cmocka_unit_test(test_named_calendar),    cmocka_unit_test(test_no_calendar),    cmocka_unit_test(test_default_calendar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
