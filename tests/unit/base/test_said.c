/* Sentences that stand in C, in another language: found, with their values where that language wants them. */
#include "base/said.h"
#include "base/arena.h"

#include "unit.h"

static const Str chinese = { "zh", 2 };

static void test_finding(void **state)
{
    (void) state;
    assert_string_equal(said(chinese, "the file is empty"), "文件是空的");
    assert_string_equal(said(STR("zh-Hans"), "the file is empty"), "文件是空的");
    assert_string_equal(said(STR("zh_CN.UTF-8"), "the file is empty"), "文件是空的");
    static const char *const others[] = { "", "en", "zhx", "fr" };
    for (size_t i = 0; i < COUNT(others); i++)
        assert_string_equal(said(str_of(others[i]), "the file is empty"), "the file is empty");
    assert_string_equal(said(chinese, "nobody says this"), "nobody says this");
    assert_true(str_is(said_str(chinese, STR("the file is empty")), "文件是空的"));
    assert_true(str_is(said_str(chinese, STR("the file is empty!")), "the file is empty!"));
}

static void assert_formatted(Text *text, const char *expected)
{
    text_add_char(text, 0);
    assert_string_equal(text->at, expected);
    text_free(text);
}

static void test_values_may_change_places(void **state)
{
    (void) state;
    Text english = { 0 }, text = { .language = chinese };
    Str name = STR("stock-taking");
    text_format(&english, "%s is missing after %.*s", "an operand", 5, name.at);
    assert_formatted(&english, "an operand is missing after stock");
    text_format(&text, "%s is missing after %.*s", "an operand", 5, name.at);
    assert_formatted(&text, "stock之后缺少运算对象");
}

static void test_numbers(void **state)
{
    (void) state;
    Text text = { .language = chinese };
    text_format(&text, "the byte 0x%02X is not UTF-8 here", 0xAu);
    assert_formatted(&text, "此处的字节0x0A不是UTF-8");
    text = (Text) { .language = chinese };
    text_format(&text, "  rows %llu to %llu are the heading", 3ULL, 18446744073709551615ULL);
    assert_formatted(&text, "  第3至18446744073709551615行为表头");
    text = (Text) { .language = chinese };
    text_format(&text, "'\\%c' wants %d hexadecimal digits", 'u', -4);
    assert_formatted(&text, "“\\u”之后须有-4位十六进制数字");
    text = (Text) { .language = chinese };
    text_format(&text, "%llu of %llu %s (%llu.%llu %%)\n", 1ULL, 2ULL, "changes were noticed", 50ULL, 0ULL);
    assert_formatted(&text, "2项中有1项改动被发现（50.0 %）\n");
}

/* What English bends is left out elsewhere. */
static void test_values_may_be_left_out(void **state)
{
    (void) state;
    Text text = { .language = chinese };
    text_format(&text, "'%.*s' takes %.*s argument%s, %u %s given", 1, "f", 1, "2", "s", 1u, "is");
    assert_formatted(&text, "“f”接受2个参数，却给出了1个");
}

/* A word of duly is translated with its sentence; the same word from a file stays as it is. */
static void test_words_of_files_stay(void **state)
{
    (void) state;
    Text text = { .language = chinese };
    text_format(&text, "%s cannot be called '%.*s'", "a table", 7, "a table");
    assert_formatted(&text, "表不能叫“a table”");
}

static void test_what_is_no_sentence(void **state)
{
    (void) state;
    Text text = { .language = chinese };
    text_format(&text, "%s, %d, %.*s", "a table", 3, 2, "abc");
    text_say(&text, "nobody says this");
    assert_formatted(&text, "a table, 3, abnobody says this");
}

static void test_arenas_know_their_language(void **state)
{
    (void) state;
    Arena arena = { .language = chinese };
    assert_true(str_is(arena_format(&arena, "cannot write %s: it is a folder", "x"), "无法写入x：这是文件夹"));
    arena_reset(&arena);
    assert_true(str_is(arena_format(&arena, "cannot write %s: it is a folder", "y"), "无法写入y：这是文件夹"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finding),
        cmocka_unit_test(test_values_may_change_places),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_values_may_be_left_out),
        cmocka_unit_test(test_words_of_files_stay),
        cmocka_unit_test(test_what_is_no_sentence),
        cmocka_unit_test(test_arenas_know_their_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
