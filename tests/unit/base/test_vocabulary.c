/* Every value has a word, and every list ends where its values do. */
#include "unit.h"

#include "base/vocabulary.h"

static void assert_list(const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_non_null(words[i]);
        for (size_t other = 0; other < i; other++)
            assert_string_not_equal(words[i], words[other]);
    }
    assert_null(words[count]);
}

static void test_lists_are_whole(void **state)
{
    (void) state;
    assert_list(severity_words, SEVERITY_COUNT);
    assert_list(outcome_words, OUTCOME_COUNT);
    assert_list(outcome_keys, OUTCOME_COUNT);
    assert_list(verdict_keys, VERDICT_COUNT);
    assert_list(missing_words, MISSING_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_lists_are_whole) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
