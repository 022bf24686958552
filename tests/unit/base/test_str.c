/* Slices and texts: comparing, finding, likeness, numbers in and out. */
#include "unit.h"

#include <float.h>
#include <math.h>

static void test_compare(void **state)
{
    (void) state;
    assert_int_equal(str_compare(STR(""), STR("")), 0);
    assert_int_equal(str_compare((Str) { NULL, 0 }, STR("")), 0);
    assert_true(str_compare(STR("a"), STR("ab")) < 0);
    assert_true(str_compare(STR("b"), STR("ab")) > 0);
    assert_true(str_compare(STR("\xFF"), STR("a")) > 0); /* bytes are not signed */
    assert_true(str_compare(STR("a\0b"), STR("a\0c")) < 0);
    assert_true(str_equal((Str) { NULL, 0 }, STR("")));
    assert_false(str_equal(STR("a"), STR("b")));
}

static void test_find(void **state)
{
    (void) state;
    assert_int_equal(str_find(STR("abcabc"), STR("bc"), 0), 1);
    assert_int_equal(str_find(STR("abcabc"), STR("bc"), 2), 4);
    assert_int_equal(str_find(STR("abcabc"), STR("bc"), 5), SIZE_MAX);
    assert_int_equal(str_find(STR("aab"), STR("ab"), 0), 1);
    assert_int_equal(str_find(STR("ab"), STR(""), 2), 2);
    assert_int_equal(str_find(STR("ab"), STR(""), 3), SIZE_MAX);
    assert_int_equal(str_find((Str) { NULL, 0 }, STR("a"), 0), SIZE_MAX);
    assert_int_equal(str_find((Str) { NULL, 0 }, (Str) { NULL, 0 }, 0), 0);
    assert_true(str_starts_with(STR("abc"), STR("ab")));
    assert_true(str_starts_with(STR("abc"), STR("")));
    assert_false(str_starts_with(STR("a"), STR("ab")));
    assert_true(str_ends_with(STR("abc"), STR("bc")));
    assert_false(str_ends_with(STR("abc"), STR("ab")));
    assert_true(str_ends_with((Str) { NULL, 0 }, (Str) { NULL, 0 }));
}

static void test_trim(void **state)
{
    (void) state;
    assert_str(str_trim(STR(" \t\r\n a b \n")), "a b");
    assert_int_equal(str_trim(STR(" \t ")).len, 0);
    assert_int_equal(str_trim((Str) { NULL, 0 }).len, 0);
    assert_int_equal(str_slice((Str) { NULL, 0 }, 0, 0).len, 0);
}

/* Fixed values: a hash that differs between machines or versions would change nothing silently. */
static void test_hash(void **state)
{
    (void) state;
    assert_true(str_hash((Str) { NULL, 0 }) == str_hash(STR("")));
    assert_true(str_hash(STR("a")) != str_hash(STR("a\0")));
    assert_true(str_hash(STR("12345678")) != str_hash(STR("123456789")));
    char text[64];
    uint64_t seen[1000];
    for (size_t i = 0; i < COUNT(seen); i++) {
        int len = snprintf(text, sizeof text, "A%07zu", i);
        seen[i] = str_hash((Str) { text, (size_t) len });
        for (size_t j = 0; j < i; j++)
            assert_true(seen[i] != seen[j]);
    }
}

static void test_hash_ignores_alignment(void **state)
{
    (void) state;
    char text[64] = { 0 };
    for (size_t shift = 0; shift < 16; shift++) {
        memcpy(text + shift, "a text of some length", 21);
        assert_true(str_hash((Str) { text + shift, 21 }) == str_hash(STR("a text of some length")));
    }
}

static size_t distance(const char *a, const char *b, size_t limit)
{
    return str_distance(str_of(a), str_of(b), limit);
}

static void test_distance(void **state)
{
    (void) state;
    assert_int_equal(distance("name", "name", 5), 0);
    assert_int_equal(distance("nane", "name", 5), 1);
    assert_int_equal(distance("nmae", "name", 5), 1); /* neighbours swapped */
    assert_int_equal(distance("nam", "name", 5), 1);
    assert_int_equal(distance("xname", "name", 5), 1);
    assert_int_equal(distance("kitten", "sitting", 5), 3);
    assert_int_equal(distance("kitten", "sitting", 2), 3); /* limit + 1 */
    assert_int_equal(distance("", "abc", 5), 3);
    assert_int_equal(distance("", "", 0), 0);
    assert_int_equal(distance("a", "b", 0), 1);
    assert_int_equal(distance("", "abcdef", 2), 3);
}

/* The plain definition, to compare with. */
static size_t slow_distance(const char *a, size_t m, const char *b, size_t n)
{
    if (m == 0 || n == 0)
        return m + n;
    size_t best = slow_distance(a, m - 1, b, n - 1) + (a[m - 1] != b[n - 1]);
    size_t other = slow_distance(a, m - 1, b, n) + 1;
    best = other < best ? other : best;
    other = slow_distance(a, m, b, n - 1) + 1;
    best = other < best ? other : best;
    if (m > 1 && n > 1 && a[m - 1] == b[n - 2] && a[m - 2] == b[n - 1]) {
        other = slow_distance(a, m - 2, b, n - 2) + 1;
        best = other < best ? other : best;
    }
    return best;
}

static void test_distance_property(void **state)
{
    (void) state;
    uint64_t random = 7;
    for (int round = 0; round < 2000; round++) {
        char a[6], b[6];
        size_t m = next_random(&random) % 6, n = next_random(&random) % 6;
        for (size_t i = 0; i < 6; i++) {
            a[i] = (char) ('a' + next_random(&random) % 3);
            b[i] = (char) ('a' + next_random(&random) % 3);
        }
        size_t exact = slow_distance(a, m, b, n), limit = next_random(&random) % 6;
        size_t found = str_distance((Str) { a, m }, (Str) { b, n }, limit);
        assert_int_equal(found, exact <= limit ? exact : limit + 1);
    }
}

static void test_distance_of_long_texts(void **state)
{
    (void) state;
    char long_text[600];
    memset(long_text, 'a', sizeof long_text);
    Str a = { long_text, 600 }, b = { long_text, 599 };
    assert_int_equal(str_distance(a, b, 3), 1); /* common ends do not count */
    char other[600];
    memset(other, 'b', sizeof other);
    assert_int_equal(str_distance(a, (Str) { other, 600 }, 600), 601); /* too long to compare */
}

static void test_near(void **state)
{
    (void) state;
    assert_true(str_is_near(STR("nane"), STR("name")));
    assert_true(str_is_near(STR("birthdate"), STR("birth_date")));
    assert_true(str_is_near(STR("NAME"), STR("name")));
    assert_true(str_is_near(STR("x"), STR("X")));
    assert_false(str_is_near(STR("x"), STR("y")));
    assert_false(str_is_near(STR("x"), STR("xy"))); /* otherwise one letter would be near to everything short */
    assert_true(str_is_near(STR("ids"), STR("id")));
    assert_false(str_is_near(STR("name"), STR("unit")));
    assert_false(str_is_near(STR("name"), STR("")));
    assert_false(str_is_near(STR(""), STR("name")));
    assert_true(str_is_near(STR("本科牲"), STR("本科生")));
}

/* ---- numbers */

static void test_int(void **state)
{
    (void) state;
    int64_t i;
    assert_true(str_to_int(STR("9223372036854775807"), &i) && i == INT64_MAX);
    assert_true(str_to_int(STR("-9223372036854775808"), &i) && i == INT64_MIN);
    assert_true(str_to_int(STR("+5"), &i) && i == 5);
    assert_true(str_to_int(STR("-0"), &i) && i == 0);
    assert_true(str_to_int(STR("000000000000000000000000007"), &i) && i == 7);
    static const char *const bad[] = {
        "",    "+",   "-",   "9223372036854775808",    "-9223372036854775809", " 1", "1 ", "1.0", "0x1", "1e3",
        "--1", "+-1", "1_0", "99999999999999999999999"
    };
    for (size_t k = 0; k < COUNT(bad); k++)
        assert_false(str_to_int(str_of(bad[k]), &i));
    assert_false(str_to_int((Str) { NULL, 0 }, &i));
    uint64_t u;
    assert_true(str_to_uint(STR("18446744073709551615"), &u) && u == UINT64_MAX);
    assert_false(str_to_uint(STR("18446744073709551616"), &u));
    assert_false(str_to_uint(STR("+1"), &u));
    assert_false(str_to_uint(STR("1\0"), &u));
}

static void test_double(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        double number;
    } good[] = {
        { "0", 0 },
        { "1.5", 1.5 },
        { "-1.5e3", -1500 },
        { ".5", 0.5 },
        { "5.", 5 },
        { "+2E-2", 0.02 },
        { "1e-400", 0 },
        { "4.9406564584124654e-324", 0x1p-1074 },
        { "1.7976931348623157e308", DBL_MAX },
        { "9007199254740993", 9007199254740992 },
    };
    double d;
    for (size_t i = 0; i < COUNT(good); i++)
        assert_true(str_to_double(str_of(good[i].text), &d) && d == good[i].number);
    static const char *const bad[] = { "",   ".",  "e5",    "1e",     "1e+",   "inf", "nan", "Infinity", "0x1p3",
                                       " 1", "1 ", "1e400", "-1e400", "1.2.3", "1,5", "+",   "1f",       "--1" };
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(str_to_double(str_of(bad[i]), &d));
    assert_false(str_to_double(STR("1\0"), &d));
    assert_false(str_to_double((Str) { NULL, 0 }, &d));
}

static void test_double_is_bounded(void **state)
{
    (void) state;
    char digits[5000];
    double d;
    memset(digits, '1', sizeof digits);
    assert_false(str_to_double((Str) { digits, sizeof digits }, &d));
    assert_false(str_to_double((Str) { digits, 400 }, &d)); /* overflows */
    digits[1] = '.';
    assert_true(str_to_double((Str) { digits, 1000 }, &d));
}

static void test_text(void **state)
{
    (void) state;
    Text text = { 0 };
    text_add(&text, (Str) { NULL, 0 });
    assert_null(text.at);
    text_add_repeat(&text, 'x', 3);
    text_add_code(&text, 0x4E2D);
    text_format(&text, "-%d-%s", 5, "five");
    text_add_char(&text, '.');
    assert_text(&text, "xxx中-5-five.");
    for (int i = 0; i < 10000; i++)
        text_format(&text, "%d,", i % 10);
    assert_int_equal(text.len, 20000);
    text_free(&text);
    assert_int_equal(text.capacity, 0);
}

static void test_text_of_doubles(void **state)
{
    (void) state;
    static const struct {
        double number;
        const char *text;
    } cases[] = {
        { 0, "0.0" },
        { -0.0, "-0.0" },
        { 1, "1.0" },
        { 0.1, "0.1" },
        { 1e22, "1e+22" },
        { 123456789012345, "123456789012345.0" },
        { 1.0 / 3, "0.3333333333333333" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { DBL_MAX, "1.7976931348623157e+308" },
        { 0x1p-1074, "5e-324" },
        { DBL_MIN, "2.2250738585072014e-308" },
        { -2.5e-7, "-2.5e-07" },
        { HUGE_VAL, "inf" },
        { -HUGE_VAL, "-inf" },
        { (double) NAN, "nan" },
        { 1e15, "1e+15" },
        { 5e-320, "5e-320" },
    };
    Text text = { 0 };
    for (size_t i = 0; i < COUNT(cases); i++) {
        text_add_double(&text, cases[i].number);
        assert_text(&text, cases[i].text);
    }
    text_free(&text);
}

static void test_doubles_read_back(void **state)
{
    (void) state;
    uint64_t random = 1;
    Text text = { 0 };
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = next_random(&random);
        double number, again;
        memcpy(&number, &bits, sizeof number);
        if (!isfinite(number))
            continue;
        text_add_double(&text, number);
        assert_true(str_to_double(text_str(&text), &again));
        assert_memory_equal(&number, &again, sizeof number);
        text_clear(&text);
    }
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_trim),
        cmocka_unit_test(test_hash),
        cmocka_unit_test(test_hash_ignores_alignment),
        cmocka_unit_test(test_distance),
        cmocka_unit_test(test_distance_property),
        cmocka_unit_test(test_distance_of_long_texts),
        cmocka_unit_test(test_near),
        cmocka_unit_test(test_int),
        cmocka_unit_test(test_double),
        cmocka_unit_test(test_double_is_bounded),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_text_of_doubles),
        cmocka_unit_test(test_doubles_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
