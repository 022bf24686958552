/* Pages: wrapping by columns, padding, and that nothing in a file steers the terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "report/text/page.h"
#include "report/printable.h"

/* ---- printable */

static void expect_printable(const char *raw, size_t len, const char *expected)
{
    Text text = { 0 };
    printable_add(&text, (Str) { raw, len });
    text_add_char(&text, '\0');
    assert_string_equal(text.at, expected);
    text_free(&text);
}

#define PRINTABLE(raw, expected) expect_printable(raw, sizeof(raw) - 1, expected)

static void test_printable(void **state)
{
    (void) state;
    PRINTABLE("", "");
    PRINTABLE("plain 文字 é", "plain 文字 é");
    PRINTABLE("a\033[31mb", "a␛[31mb");
    PRINTABLE("a\nb\tc\r", "a␊b␉c␍");
    PRINTABLE("\0\177", "␀␡");
    PRINTABLE("\xC2\x9B", "<U+009B>"); /* an escape sequence in one character */
    PRINTABLE("\xE2\x80\xAE"
              "abc",
              "<U+202E>abc"); /* turns the direction */
    PRINTABLE("\xE2\x81\xA6", "<U+2066>");
    PRINTABLE("\xE2\x80\xA8", "<U+2028>");
    PRINTABLE("\xEF\xBB\xBF", "<U+FEFF>");
    PRINTABLE("\xF3\xA0\x81\x81", "<U+E0041>");
    PRINTABLE("a\xFF\xC3", "a\xEF\xBF\xBD\xEF\xBF\xBD");
    PRINTABLE("\xE6\x96", "\xEF\xBF\xBD\xEF\xBF\xBD"); /* a character cut off */
}

/* Whatever the bytes are, what comes out is UTF-8 without controls, and stays what it is when it is done again. */
static void test_printable_always(void **state)
{
    (void) state;
    uint32_t random = 12345;
    for (int round = 0; round < 2000; round++) {
        char bytes[24];
        for (size_t i = 0; i < sizeof bytes; i++) {
            random = random * 1664525u + 1013904223u;
            bytes[i] = (char) (random >> 24);
        }
        Text once = { 0 }, twice = { 0 };
        printable_add(&once, (Str) { bytes, sizeof bytes });
        printable_add(&twice, text_str(&once));
        assert_int_equal(utf8_valid_len(text_str(&once)), once.len);
        for (size_t i = 0; i < once.len; i++)
            assert_true((unsigned char) once.at[i] >= ' ' && once.at[i] != 0x7F);
        assert_true(str_equal(text_str(&once), text_str(&twice)));
        text_free(&once);
        text_free(&twice);
    }
}

static void expect_cut(const char *raw, size_t columns, const char *expected)
{
    Text text = { 0 };
    printable_add_cut(&text, str_of(raw), columns);
    text_add_char(&text, '\0');
    assert_string_equal(text.at, expected);
    text_free(&text);
}

static void test_cut(void **state)
{
    (void) state;
    expect_cut("abcdef", 6, "abcdef");
    expect_cut("abcdefg", 6, "abcde…");
    expect_cut("文字文字", 8, "文字文字");
    expect_cut("文字文字", 7, "文字文…");
    expect_cut("文字文字", 6, "文字…");
    expect_cut("", 0, "");
}

static void test_width(void **state)
{
    (void) state;
    assert_int_equal(printable_width(STR("")), 0);
    assert_int_equal(printable_width(STR("ab文")), 4);
    assert_int_equal(printable_width(STR("\033[1;31mab\033[0m文\033[2m")), 4);
    assert_int_equal(printable_width(STR("\033[1")), 0);
}

/* ---- paragraphs */

/* What a paragraph looks like on a page of 12 columns, the first line behind two blanks, the others behind four. */
static void expect_paragraph(const char *text, const char *expected)
{
    Arena arena = { 0 };
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    Output *out = output_to_descriptor(&arena, ends[1], STR("a pipe"));
    Page page = { .width = 12 };
    page_paragraph(&page, out, 2, 4, str_of(text));
    assert_true(output_close(out));
    char buffer[512];
    ssize_t count = read(ends[0], buffer, sizeof buffer - 1);
    close(ends[0]);
    assert_true(count >= 0);
    buffer[count] = '\0';
    assert_string_equal(buffer, expected);
    arena_free(&arena);
}

static void test_paragraph_words(void **state)
{
    (void) state;
    expect_paragraph("", "  \n");
    expect_paragraph("one", "  one\n");
    expect_paragraph("one two", "  one two\n");
    expect_paragraph("one two thr", "  one two\n    thr\n");
    expect_paragraph("0123456789", "  0123456789\n");
    expect_paragraph("01234567890 x", "  01234567890\n    x\n"); /* too long: on a line of its own */
    expect_paragraph("a 01234567890 x", "  a\n    01234567890\n    x\n");
    expect_paragraph("a  b", "  a  b\n");
    expect_paragraph("one two three four", "  one two\n    three\n    four\n");
}

static void test_paragraph_wide(void **state)
{
    (void) state;
    expect_paragraph("一二三四五", "  一二三四五\n");
    expect_paragraph("一二三四五六", "  一二三四五\n    六\n");
    expect_paragraph("一二三四五，六", "  一二三四\n    五，六\n"); /* no line begins with a comma */
    expect_paragraph("一二三四（五", "  一二三四\n    （五\n");     /* nor ends with a bracket */
    expect_paragraph("一二三2003-01", "  一二三\n    2003-01\n");   /* a number is a word */
    expect_paragraph("ab一二三四五", "  ab一二三四\n    五\n");
    expect_paragraph("一二三 四五", "  一二三 四\n    五\n");
}

/* Colours are on no column, and are not torn apart. */
static void test_paragraph_colour(void **state)
{
    (void) state;
    expect_paragraph("\033[2mone two\033[0m", "  \033[2mone two\033[0m\n");
    expect_paragraph("\033[1;31mone two\033[0m three", "  \033[1;31mone two\033[0m\n    three\n");
}

static void test_pad(void **state)
{
    (void) state;
    Page plain = { .width = 80 }, coloured = { .width = 80, .colour = true };
    Text text = { 0 };
    page_add(&plain, &text, RED, STR("文"));
    page_pad(&text, 0, 4);
    page_add(&plain, &text, RED, STR(""));
    assert_true(str_is(text_str(&text), "文  "));
    text_clear(&text);
    page_add(&coloured, &text, DIM, STR("文"));
    page_pad(&text, 0, 4);
    page_add(&coloured, &text, RED, STR(""));
    assert_true(str_is(text_str(&text), "\033[2m文\033[0m  "));
    page_pad(&text, 0, 2);
    assert_true(str_is(text_str(&text), "\033[2m文\033[0m  "));
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_printable),
        cmocka_unit_test(test_printable_always),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_width),
        cmocka_unit_test(test_paragraph_words),
        cmocka_unit_test(test_paragraph_wide),
        cmocka_unit_test(test_paragraph_colour),
        cmocka_unit_test(test_pad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
