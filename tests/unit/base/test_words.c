/* The catalogue of sentences: every language says everything, with the same values, and C finds the sentence that it asks for. */
#include "base/words.h"

#include "unit.h"

static void assert_said(Str language, WordsId id, const char *expected)
{
    Text out = { 0 };
    Str values[WORDS_VALUES] = { STR("b"), STR("2003-01-01"), STR("a"), STR("2003-02-01"), STR("c") };
    words_add(&out, language, id, values);
    text_add_char(&out, 0);
    assert_string_equal(out.at, expected);
    text_free(&out);
}

static void test_values_go_where_the_language_wants_them(void **state)
{
    (void) state;
    assert_said(STR("en"), WORDS_STEP_ORDER, "b on 2003-01-01 lies before a on 2003-02-01");
    assert_said(STR("zh"), WORDS_STEP_ORDER, "b（2003-01-01）早于a（2003-02-01）");
}

static void expect_days(const char *language, const char *text, const char *expected)
{
    Text out = { 0 };
    words_add_days(&out, str_of(language), str_of(text));
    text_add_char(&out, 0);
    assert_string_equal(out.at, expected);
    text_free(&out);
}

/* Days alone: what only looks like one at its beginning, its end or in its middle is a number of something. */
static void test_days_are_said_as_people_write_them(void **state)
{
    (void) state;
    expect_days("zh", "2003-06-01", "2003年6月1日");
    expect_days("zh-Hans", "自2003-12-09至2003-10-14（2003-01-20）", "自2003年12月9日至2003年10月14日（2003年1月20日）");
    expect_days("zh", "", "");
    expect_days("zh", "2003-06", "2003-06");
    expect_days("zh", "2003-06-0", "2003-06-0");
    expect_days("zh", "12003-06-01 2003-06-012 A2003-06-01 2003-06-01T08:00:00Z 2003-06-01-2 -2003-06-01 2003/06/01",
                "12003-06-01 2003-06-012 A2003-06-01 2003-06-01T08:00:00Z 2003-06-01-2 -2003-06-01 2003/06/01");
    expect_days("en", "on 2003-06-01", "on 2003-06-01");
    expect_days("nope", "2003-06-01", "2003-06-01");
}

static void test_tags(void **state)
{
    (void) state;
    static const struct {
        const char *tag, *language;
        bool known;
    } cases[] = {
        { "en", "en", true },   { "en-GB", "en", true }, { "zh", "zh", true },  { "zh-Hans", "zh", true }, { "zh_CN", "zh", true },
        { "zhx", "en", false }, { "z", "en", false },    { "fr", "en", false }, { "", "en", false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(str_is(words_language_of(str_of(cases[i].tag)), cases[i].language));
        assert_int_equal(words_knows(str_of(cases[i].tag)), cases[i].known);
    }
    assert_said(STR("fr"), WORDS_EMPTY, "b is empty");
    assert_said(STR("zh-CN"), WORDS_EMPTY, "b为空");
}

static void test_one_and_many(void **state)
{
    (void) state;
    Text out = { 0 };
    static const struct {
        const char *language, *number, *said;
    } cases[] = {
        { "en", "1", "1 record" },
        { "en", "0", "0 records" },
        { "en", "11", "11 records" },
        { "zh", "1", "1条记录" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        words_add(&out, str_of(cases[i].language), WORDS_RECORDS, (Str[]) { str_of(cases[i].number) });
        assert_true(str_is(text_str(&out), cases[i].said));
        text_clear(&out);
    }
    text_free(&out);
}

/* Bit n: the sentence has a place for value n. */
static unsigned places_of(Str sentence)
{
    unsigned places = 0;
    for (size_t at = str_find(sentence, STR("{"), 0); at != SIZE_MAX; at = str_find(sentence, STR("{"), at + 1))
        places |= 1u << (sentence.at[at + 1] - '0');
    return places;
}

static void test_every_language_says_everything(void **state)
{
    (void) state;
    size_t wrong = 0;
    for (size_t language = 0; language < words_language_count(); language++)
        for (int id = 0; id < WORDS_COUNT; id++) {
            Str tag = words_language(language), sentence = words_get(tag, (WordsId) id);
            bool agrees = places_of(sentence) == places_of(words_get(STR("en"), (WordsId) id));
            if (words_has(language, (WordsId) id) && sentence.len > 0 && agrees)
                continue;
            print_error("%.*s: '%.*s' is missing, empty or has other values than in English\n", STR_ARG(tag), STR_ARG(sentence));
            wrong++;
        }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_go_where_the_language_wants_them),
        cmocka_unit_test(test_days_are_said_as_people_write_them),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_one_and_many),
        cmocka_unit_test(test_every_language_says_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
