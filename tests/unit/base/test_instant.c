/* Instants, offsets and durations as text. */
#include "unit.h"

#include "base/calendar.h"
#include "base/instant.h"

static void test_instants(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        int64_t seconds;
        int32_t nanos;
    } facts[] = {
        { "1970-01-01T00:00:00Z", 0, 0 },
        { "1970-01-01T01:00:00+01:00", 0, 0 },
        { "1969-12-31T23:59:59Z", -1, 0 },
        { "1969-12-31T23:59:59.5Z", -1, 500000000 },
        { "2003-06-01T12:30:00-02:30", 1054479600, 0 },
        { "2003-06-01T12:30:00.000000001Z", 1054470600, 1 },
        { "2003-06-01T12:30:00.1234567899999Z", 1054470600, 123456789 },
        { "0001-01-01T00:00:00Z", INSTANT_MIN, 0 },
        { "9999-12-31T23:59:59.999999999Z", INSTANT_MAX, 999999999 },
        { "0001-01-01T00:00:00-23:59", INSTANT_MIN + 86340, 0 },
    };
    for (size_t i = 0; i < COUNT(facts); i++) {
        int64_t seconds;
        int32_t nanos;
        assert_int_equal(instant_parse(str_of(facts[i].text), &seconds, &nanos), INSTANT_OK);
        assert_int_equal(seconds, facts[i].seconds);
        assert_int_equal(nanos, facts[i].nanos);
    }
}

static void test_no_instants(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        InstantResult result;
    } facts[] = {
        { "", INSTANT_MALFORMED },
        { "2003-06-01", INSTANT_MALFORMED },
        { "2003-06-01T12:30:00", INSTANT_MALFORMED },
        { "2003-06-01T12:30:00z", INSTANT_MALFORMED },
        { "2003-06-01T12:30:00.Z", INSTANT_MALFORMED },
        { "2003-06-01T12:30:00ZZ", INSTANT_MALFORMED },
        { "2003-06-01T12:30:00+24:00", INSTANT_MALFORMED },
        { "2003-06-01T12:30:00+08:60", INSTANT_MALFORMED },
        { "2003-06-01T12:30:00+08:000", INSTANT_MALFORMED },
        { "2003-06-01T12:30:00 08:00", INSTANT_MALFORMED },
        { "2003-06-01T12:30:0-08:00", INSTANT_MALFORMED },
        { "2003-0a-01T12:30:00Z", INSTANT_MALFORMED },
        { "-003-06-01T12:30:00Z", INSTANT_MALFORMED },
        { "2003-02-29T00:00:00Z", INSTANT_NO_SUCH_TIME },
        { "2003-06-01T24:00:00Z", INSTANT_NO_SUCH_TIME },
        { "2003-06-01T23:60:00Z", INSTANT_NO_SUCH_TIME },
        { "2003-06-30T23:59:60Z", INSTANT_NO_SUCH_TIME },
        { "2003-00-01T00:00:00Z", INSTANT_NO_SUCH_TIME },
        { "0000-06-01T00:00:00Z", INSTANT_OUT_OF_RANGE },
        { "0001-01-01T00:00:00+00:01", INSTANT_OUT_OF_RANGE },
        { "9999-12-31T23:59:59-00:01", INSTANT_OUT_OF_RANGE },
    };
    for (size_t i = 0; i < COUNT(facts); i++) {
        int64_t seconds;
        int32_t nanos;
        assert_int_equal(instant_parse(str_of(facts[i].text), &seconds, &nanos), facts[i].result);
    }
}

static void test_durations(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        int64_t nanos;
    } facts[] = {
        { "0", 0 },
        { "-0", 0 },
        { "0s", 0 },
        { "1ns", 1 },
        { "1us", 1000 },
        { "1\xC2\xB5s", 1000 },
        { "1\xCE\xBCs", 1000 },
        { "1ms", 1000000 },
        { "1s", 1000000000 },
        { "1m", 60000000000 },
        { "1h", 3600000000000 },
        { "1h1m1s1ms1us1ns", 3661001001001 },
        { "-1.5s", -1500000000 },
        { "+.5s", 500000000 },
        { "1.s", 1000000000 },
        { "0.0000000019s", 1 },
        { "0.000000000000000000000000000000001h", 0 },
        { "0.123456789123456789h", 444444440844 },
        { "9223372036854775807ns", INT64_MAX },
        { "-9223372036854775808ns", INT64_MIN },
        { "9223372036.854775807s", INT64_MAX },
    };
    for (size_t i = 0; i < COUNT(facts); i++) {
        int64_t nanos;
        assert_int_equal(duration_parse(str_of(facts[i].text), &nanos), INSTANT_OK);
        assert_int_equal(nanos, facts[i].nanos);
    }
}

static void test_no_durations(void **state)
{
    (void) state;
    static const char *const malformed[] = {
        "",
        "-",
        "+",
        "1",
        "s",
        ".s",
        "-.h",
        "1d",
        "1w",
        "1 s",
        " 1s",
        "1s ",
        "1s2",
        "1h-1m",
        "--1s",
        "1e3s",
        "1..5s",
        "1S",
        "99999999999999999999h1x",
        "00",
    };
    static const char *const too_long[] = {
        "9223372036854775808ns", "-9223372036854775809ns", "9223372037s",   "2562048h",
        "99999999999999999999s", "18446744073709551615h",  "9223372036s1s",
    };
    int64_t nanos;
    for (size_t i = 0; i < COUNT(malformed); i++)
        assert_int_equal(duration_parse(str_of(malformed[i]), &nanos), INSTANT_MALFORMED);
    for (size_t i = 0; i < COUNT(too_long); i++)
        assert_int_equal(duration_parse(str_of(too_long[i]), &nanos), INSTANT_OUT_OF_RANGE);
}

static void test_days(void **state)
{
    (void) state;
    int32_t second;
    assert_int_equal(instant_day(0, &second), 0);
    assert_int_equal(instant_day(-1, &second), -1);
    assert_int_equal(second, 86399);
    assert_int_equal(instant_day(86400, &second), 1);
    assert_int_equal(second, 0);
    assert_int_equal(instant_day(INSTANT_MIN, &second), DAY_MIN);
    assert_int_equal(instant_day(INSTANT_MAX, &second), DAY_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_instants),     cmocka_unit_test(test_no_instants), cmocka_unit_test(test_durations),
        cmocka_unit_test(test_no_durations), cmocka_unit_test(test_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
