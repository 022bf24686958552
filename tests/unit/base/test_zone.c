/* Time zones: those of the system, and made-up files that show each form of the rule and every way to be broken. */
#include "unit.h"

#include "base/zone.h"

static void check(const char *name, int64_t at, int32_t expected)
{
    Arena arena = { 0 };
    Str problem = { 0 };
    const Zone *zone = zone_new(&arena, str_of(name), &problem);
    assert_str(problem, "");
    assert_non_null(zone);
    assert_int_equal(zone_offset(zone, at), expected);
    arena_free(&arena);
}

static void check_none(const char *name, const char *expected)
{
    Arena arena = { 0 };
    Str problem = { 0 };
    assert_null(zone_new(&arena, str_of(name), &problem));
    assert_str(problem, expected);
    arena_free(&arena);
}

static void test_transitions(void **state)
{
    (void) state;
    /* Berlin, spring and autumn of 2003. */
    check("Europe/Berlin", 1048985999, 3600);
    check("Europe/Berlin", 1048986000, 7200);
    check("Europe/Berlin", 1067129999, 7200);
    check("Europe/Berlin", 1067130000, 3600);
    /* Sydney, autumn and spring. */
    check("Australia/Sydney", 1048953599, 39600);
    check("Australia/Sydney", 1048953600, 36000);
    check("Australia/Sydney", 1067097599, 36000);
    check("Australia/Sydney", 1067097600, 39600);
    check("Asia/Shanghai", 583718400, 32400); /* summer time of 1988 */
    check("Asia/Shanghai", 1057017600, 28800);
    check("Asia/Kathmandu", 1041379200, 20700);
    check("Etc/GMT+5", 1041379200, -18000);
}

static void test_long_ago(void **state)
{
    (void) state;
    check("Europe/Berlin", -5364662400, 3208); /* local mean time */
    check("Asia/Shanghai", -62135596800, 29143);
    check("UTC", -62135596800, 0);
}

static void test_far_future(void **state)
{
    (void) state;
    check("Europe/Berlin", 16732659599, 3600); /* March 2500 */
    check("Europe/Berlin", 16732659600, 7200);
    check("Europe/Berlin", 253386403200, 7200); /* July 9999 */
    check("Australia/Sydney", 16725225600, 39600);
    check("Australia/Sydney", 16740864000, 36000);
    check("America/St_Johns", 16740864000, -9000);
    check("Europe/Dublin", 16740864000, 3600); /* where winter is what is told apart */
    check("Europe/Dublin", 16725225600, 0);
    check("Asia/Shanghai", 253402300799, 28800);
    check("UTC", 253402300799, 0);
}

static void test_fixed_offsets(void **state)
{
    (void) state;
    check("UTC", 0, 0);
    check("+08:00", 0, 28800);
    check("-02:30", 0, -9000);
    check("02:00", 0, 7200);
    check("-00:00", 0, 0);
    check("+23:59", 0, 86340);
    check("-23:59", 253402300799, -86340);
}

static void test_no_such_zone(void **state)
{
    (void) state;
    static const char *const names[] = {
        "",
        "Nowhere/Town",
        "Europe",
        "Europe/",
        "/Europe/Berlin",
        "Europe//Berlin",
        "./UTC",
        "../zoneinfo/UTC",
        "Europe/../UTC",
        "/etc/passwd",
        "localtime",
        "posixrules",
        "right/UTC",
        "tzdata.zi",
        "zone.tab",
        "Europe/Berlin ",
        "+8",
        "+08",
        "+0800",
        "+24:00",
        "+08:60",
        "+08:0",
        "08:000",
        "+-8:00",
        "-",
        "+",
        "8",
        "1",
        "%s",
        "UTC\n",
    };
    for (size_t i = 0; i < COUNT(names); i++) {
        char expected[100];
        snprintf(expected, sizeof expected, "there is no time zone '%s'", names[i]);
        check_none(names[i], expected);
    }
    char long_name[300];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    check_none(long_name, "names of time zones are not that long");
}

/* ---- files of our own: one transition at second 1000 from 0 to 1 hour, then the footer */

static void add_32(Text *file, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        text_add_char(file, (char) (number >> shift & 0xFF));
}

static void add_header(Text *file, char version, uint32_t times, uint32_t types)
{
    text_add(file, STR("TZif"));
    text_add_char(file, version);
    text_add_repeat(file, '\0', 15);
    for (int i = 0; i < 3; i++)
        add_32(file, 0);
    add_32(file, times);
    add_32(file, types);
    add_32(file, 4);
}

static void add_type(Text *file, int32_t offset)
{
    add_32(file, (uint32_t) offset);
    text_add_repeat(file, '\0', 2);
}

static void make_file(Text *file, const char *footer)
{
    text_clear(file);
    add_header(file, '2', 0, 0);
    text_add(file, STR("ABC\0"));
    add_header(file, '2', 1, 2);
    add_32(file, 0);
    add_32(file, 1000);
    text_add_char(file, 1);
    add_type(file, 0);
    add_type(file, 3600);
    text_add(file, STR("ABC\0"));
    text_format(file, "\n%s\n", footer);
}

static const Zone *read_file(Arena *arena, Str bytes)
{
    Str problem = { 0 };
    const Zone *zone = zone_of_bytes(arena, STR("Test/Zone"), bytes, &problem);
    if (!zone)
        assert_str(problem, "the system's data on the time zone 'Test/Zone' cannot be read");
    return zone;
}

static void check_footer(const char *footer, int64_t at, int32_t expected)
{
    Arena arena = { 0 };
    Text file = { 0 };
    make_file(&file, footer);
    const Zone *zone = read_file(&arena, text_str(&file));
    assert_non_null(zone);
    assert_int_equal(zone_offset(zone, 999), 0);
    assert_int_equal(zone_offset(zone, at), expected);
    text_free(&file);
    arena_free(&arena);
}

enum { JANUARY_2003 = 1041379200, JULY_2003 = 1057017600, DAY = 86400 };

static void test_rules(void **state)
{
    (void) state;
    check_footer("", 1000, 3600); /* no rule: the last transition holds */
    check_footer("", JULY_2003, 3600);
    check_footer("XXX5", JULY_2003, -18000);
    check_footer("<+0530>-5:30", JULY_2003, 19800);
    check_footer("XXX-1:02:03", JULY_2003, 3723);
    check_footer("AAA0BBB,M3.5.0,M10.5.0", JANUARY_2003, 0);
    check_footer("AAA0BBB,M3.5.0,M10.5.0", JULY_2003, 3600);
    check_footer("AAA0BBB-2,M3.5.0,M10.5.0", JULY_2003, 7200);
    check_footer("AAA0BBB,M3.5.0,M10.5.0", 1067129999, 3600); /* ends at two by summer's clocks */
    check_footer("AAA0BBB,M3.5.0,M10.5.0", 1067130000, 0);
    /* Day 59 of 2003 is 1 March; J60 is 1 March in every year. */
    check_footer("AAA0BBB,59/0,300", JANUARY_2003 + 59 * DAY - 1, 0);
    check_footer("AAA0BBB,59/0,300", JANUARY_2003 + 59 * DAY, 3600);
    check_footer("AAA0BBB,J60/0,J300", 1078099199, 0);    /* 29 February 2004 */
    check_footer("AAA0BBB,J60/0,J300", 1078099200, 3600); /* 1 March 2004 */
    check_footer("AAA0BBB,59/0,300", 1078012800, 3600);   /* counting it, day 59 is 29 February */
    /* Times before midnight and days later. */
    check_footer("AAA0BBB,J60/-1,J300", JANUARY_2003 + 59 * DAY - 3600, 3600);
    check_footer("AAA0BBB,J60/-1,J300", JANUARY_2003 + 59 * DAY - 3601, 0);
    check_footer("AAA0BBB,J60/50,J300", JANUARY_2003 + 61 * DAY + 7199, 0);
    check_footer("AAA0BBB,J60/50,J300", JANUARY_2003 + 61 * DAY + 7200, 3600);
    /* Summer over the turn of the year. */
    check_footer("AAA0BBB,J300,J60", JANUARY_2003, 3600);
    check_footer("AAA0BBB,J300,J60", JULY_2003, 0);
    check_footer("AAA0BBB,M1.1.1/0,M12.1.1", JANUARY_2003 + 5 * DAY - 1, 0); /* first Monday of January 2003: the 6th */
    check_footer("AAA0BBB,M1.1.1/0,M12.1.1", JANUARY_2003 + 5 * DAY, 3600);
}

static void test_broken_rules(void **state)
{
    (void) state;
    static const char *const footers[] = {
        "5",
        "XXX",
        "<XX5",
        "XXX5,",
        "XXX168",
        "XXX5:60",
        "AAA0BBB",
        "AAA0BBB,M3.5.0",
        "AAA0BBB,M3.5.0,",
        "AAA0BBB,M0.1.0,M3.1.0",
        "AAA0BBB,M13.1.0,M3.1.0",
        "AAA0BBB,M3.0.0,M4.1.0",
        "AAA0BBB,M3.6.0,M4.1.0",
        "AAA0BBB,M3.1.7,M4.1.0",
        "AAA0BBB,J0,J10",
        "AAA0BBB,J366,J10",
        "AAA0BBB,366,10",
        "AAA0BBB,J1/168,J10",
        "AAA0BBB,J1,J10x",
        "AAA0BBB,99999999999999,10",
        "\n",
    };
    for (size_t i = 0; i < COUNT(footers); i++) {
        Arena arena = { 0 };
        Text file = { 0 };
        make_file(&file, footers[i]);
        if (read_file(&arena, text_str(&file)))
            fail_msg("the rule '%s' was accepted", footers[i]);
        text_free(&file);
        arena_free(&arena);
    }
}

/* A file cut anywhere is refused, and one with any byte changed is refused or gives some offset within a day. */
static void test_broken_files(void **state)
{
    (void) state;
    Text file = { 0 };
    make_file(&file, "AAA0BBB,M3.5.0,M10.5.0");
    for (size_t len = 0; len < file.len; len++) {
        Arena arena = { 0 };
        char *exact = memory_alloc(len); /* so that reading past its end is noticed */
        memcpy(exact, file.at, len);
        assert_null(read_file(&arena, (Str) { exact, len }));
        memory_free(exact);
        arena_free(&arena);
    }
    for (size_t i = 0; i < file.len; i++)
        for (int change = 1; change < 256; change += 36) {
            Arena arena = { 0 };
            char before = file.at[i];
            file.at[i] = (char) (before ^ change);
            const Zone *zone = read_file(&arena, text_str(&file));
            if (zone)
                assert_in_range(zone_offset(zone, JULY_2003) + 8 * DAY, DAY, 15 * DAY);
            file.at[i] = before;
            arena_free(&arena);
        }
    text_free(&file);
}

static void test_old_and_odd_files(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text file = { 0 };
    add_header(&file, '\0', 0, 1); /* version 1 */
    add_type(&file, 0);
    text_add(&file, STR("ABC\0"));
    assert_null(read_file(&arena, text_str(&file)));
    assert_null(read_file(&arena, STR("")));
    assert_null(read_file(&arena, (Str) { 0 }));
    text_clear(&file);
    add_header(&file, '2', UINT32_MAX, UINT32_MAX);
    assert_null(read_file(&arena, text_str(&file)));
    text_free(&file);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_transitions),   cmocka_unit_test(test_long_ago),     cmocka_unit_test(test_far_future),
        cmocka_unit_test(test_fixed_offsets), cmocka_unit_test(test_no_such_zone), cmocka_unit_test(test_rules),
        cmocka_unit_test(test_broken_rules),  cmocka_unit_test(test_broken_files), cmocka_unit_test(test_old_and_odd_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
