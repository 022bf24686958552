/* A text that grows. */
#include "unit.h"

#include "base/text.h"

static void test_digits_of_a_count(void **state)
{
    (void) state;
    Text text = { 0 };
    const uint64_t counts[] = { 0, 9, 10, 1048576, UINT64_MAX };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        text_add_count(&text, counts[i]);
        text_add_char(&text, ' ');
    }
    assert_true(str_equal(text_str(&text), STR("0 9 10 1048576 18446744073709551615 ")));
    text_free(&text);
}

/* What is printed may have just room enough with its end, one byte too little, or none at all. */
static void test_room_and_none(void **state)
{
    (void) state;
    for (size_t before = 0; before < 200; before++) {
        Text text = { 0 };
        text_add_repeat(&text, 'x', before);
        text_format(&text, "%s", "");
        assert_int_equal(text.len, before);
        text_format(&text, "%d-%s", 42, "what follows is of some length, so that it ends everywhere");
        text_add(&text, STR("|"));
        assert_true(str_ends_with(text_str(&text), STR("42-what follows is of some length, so that it ends everywhere|")));
        assert_int_equal(text.len, before + 62);
        text_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digits_of_a_count),
        cmocka_unit_test(test_room_and_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
