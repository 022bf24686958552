/* The writer of HTML: nothing that comes in as text leaves it as markup. */
#include "unit.h"

#include <math.h>
#include <unistd.h>

#include "base/utf8.h"
#include "report/escape.h"
#include "report/html/html_parts.h"

/* ---- what was written */

typedef struct {
    Arena arena;
    int ends[2];
    Output *out;
    Html *html;
} Written;

static void begin_writing(Written *written, const char *language)
{
    *written = (Written) { 0 };
    assert_int_equal(pipe(written->ends), 0);
    written->out = output_to_descriptor(&written->arena, written->ends[1], STR("a pipe"));
    written->html = html_open(&written->arena, written->out, (Voice) { &written->arena, str_of(language) });
}

static void expect_written(Written *written, const char *expected)
{
    char buffer[8192];
    assert_true(output_close(written->out));
    ssize_t count = read(written->ends[0], buffer, sizeof buffer);
    assert_true(count >= 0);
    close(written->ends[0]);
    assert_str(((Str) { buffer, (size_t) count }), expected);
    arena_free(&written->arena);
}

static void expect_text(Str s, const char *expected)
{
    Written written;
    begin_writing(&written, "en");
    html_text(written.html, s);
    expect_written(&written, expected);
}

static void test_text(void **state)
{
    (void) state;
    expect_text(STR(""), "");
    expect_text(STR("plain 文字"), "plain 文字");
    expect_text(STR("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;");
    expect_text(STR("&lt; &#60; &"), "&amp;lt; &amp;#60; &amp;");
    expect_text(STR("\" onload=\"x"), "&quot; onload=&quot;x");
    expect_text(STR("-->]]></style>"), "--&gt;]]&gt;&lt;/style&gt;");
    expect_text(STR("a\0b\033[2J\x7F"), "a␀b␛[2J␡");
    expect_text(STR("\xE2\x80\xAE"
                    "abc\xE2\x81\xA9"),
                "&lt;U+202E&gt;abc&lt;U+2069&gt;");
    expect_text(STR("\xFF\xE4\xBD"), "\uFFFD\uFFFD\uFFFD");
    expect_text(STR("a\r\nb\tc"), "a␍␊b␉c");
}

static void test_values(void **state)
{
    (void) state;
    Written written;
    begin_writing(&written, "en");
    PUT(written.html, card, .number = STR("1\"><b a='1'>\n&"), .name = MADE(written.html, record_name, .key = STR("<i>")));
    html_value(written.html, STR("</bdi><i>"));
    html_number(written.html, 18446744073709551615u);
    html_lines(written.html, STR("a <\n\tb\n"));
    expect_written(&written,
                   "<article id=\"c1&quot;&gt;&lt;b a='1'&gt;␊&amp;\" class=\"card \" data-unit=\"\" data-key=\"\"><header><h3>"
                   "<span class=\"key\"><bdi>&lt;i&gt;</bdi></span></h3><p class=\"line\"></p></header><ul class=\"reasons\">\n</ul>"
                   "<bdi>&lt;/bdi&gt;&lt;i&gt;</bdi>18446744073709551615a &lt;\n␉b\n");
}

static void test_phrases(void **state)
{
    (void) state;
    Written english, chinese;
    begin_writing(&english, "en");
    begin_writing(&chinese, "zh");
    html_phrase(english.html, WORDS_ABOUT, (Str[]) { STR("<a>"), STR("{0}&") });
    html_phrase(english.html, WORDS_RECORDS, (Str[]) { STR("1") });
    html_phrase(chinese.html, WORDS_ABOUT, (Str[]) { STR("<a>"), STR("b") });
    expect_written(&english, "&lt;a&gt;: {0}&amp;1 record");
    expect_written(&chinese, "&lt;a&gt;：b");
}

/* Whatever the bytes are: no mark of HTML, no control character, and UTF-8. */
static void test_text_always(void **state)
{
    (void) state;
    uint64_t random = 7;
    for (int round = 0; round < 500; round++) {
        char bytes[24], buffer[1024];
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = round % 2 ? (char) next_random(&random) : "<>&\"'\\/=\0\n{}"[next_random(&random) % 12];
        Written written;
        begin_writing(&written, "en");
        html_text(written.html, (Str) { bytes, sizeof bytes });
        assert_true(output_close(written.out));
        ssize_t count = read(written.ends[0], buffer, sizeof buffer);
        assert_true(count > 0);
        Str text = { buffer, (size_t) count };
        assert_int_equal(utf8_valid_len(text), text.len);
        for (size_t i = 0; i < text.len; i++)
            assert_true((unsigned char) text.at[i] >= ' ' && !strchr("<>\"", text.at[i]));
        close(written.ends[0]);
        arena_free(&written.arena);
    }
}

/* ---- statistics */

#define GIVEN(text)              \
    {                            \
        (text), sizeof(text) - 1 \
    }

typedef struct {
    duly_text keys[1];
    duly_pair pairs[2];
    duly_measure measure;
    duly_figure figures[3];
    duly_text shown[2];
    duly_statistic_row rows[3];
    duly_statistic statistic;
} Counted;

/* Two groups and a total, all of it as whoever wrote the batch would have it. */
static void count_two(Counted *counted, double first, double second)
{
    *counted = (Counted) {
        .keys = { GIVEN("<key>") },
        .pairs = { { GIVEN("k"), GIVEN("</svg><a>") }, { GIVEN("k"), GIVEN("\"b\"") } },
        .shown = { GIVEN("</svg><a>"), GIVEN("\"b\"") },
        .measure = { .name = GIVEN("m"), .title = GIVEN("<m>") },
        .figures = { { .known = true, .is_number = true, .number = first, .text = GIVEN("<1>") },
                     { .known = true, .is_number = true, .number = second, .text = GIVEN("&2") },
                     { .known = false, .is_number = true } },
        .rows = { { .key_count = 1, .trouble = GIVEN("<why>") }, { .key_count = 1 }, { .is_total = true } },
        .statistic = { .id = GIVEN("i\"d"),
                       .title = GIVEN("<script>"),
                       .source = GIVEN("<s>"),
                       .key_count = 1,
                       .measure_count = 1,
                       .row_count = 3 },
    };
    for (size_t i = 0; i < 3; i++) {
        counted->rows[i].keys = i < 2 ? &counted->pairs[i] : NULL;
        counted->rows[i].shown = i < 2 ? &counted->shown[i] : NULL;
        counted->rows[i].figures = &counted->figures[i];
    }
    counted->statistic.keys = counted->keys;
    counted->statistic.measures = &counted->measure;
    counted->statistic.rows = counted->rows;
}

static const char counted_table[] =
    "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"statistic-i&quot;d\"><table class=\"statistic\">"
    "<caption><h3 id=\"statistic-i&quot;d\"><bdi>&lt;script&gt;</bdi></h3><p>source: &lt;s&gt;</p></caption>\n"
    "<thead><tr><th scope=\"col\"><bdi>&lt;key&gt;</bdi></th><th scope=\"col\" class=\"number\"><bdi>&lt;m&gt;</bdi></th></tr></thead>\n"
    "<tbody>\n<tr><th scope=\"row\"><bdi>&lt;/svg&gt;&lt;a&gt;</bdi></th><td class=\"number\">&lt;1&gt;</td></tr>\n"
    "<tr><th scope=\"row\"><bdi>&quot;b&quot;</bdi></th><td class=\"number\">&amp;2</td></tr>\n</tbody>"
    "<tfoot>\n<tr><th scope=\"row\">total</th><td class=\"number\">–</td></tr>\n</tfoot></table></div>\n"
    "<p class=\"why\">&lt;/svg&gt;&lt;a&gt;: not known: &lt;why&gt;</p>\n";

static void expect_statistic(const Counted *counted, const char *chart)
{
    Written written;
    begin_writing(&written, "en");
    Text expected = { 0 };
    text_format(&expected, "%s%s", counted_table, chart);
    text_add_char(&expected, '\0');
    html_statistic(written.html, &counted->statistic);
    expect_written(&written, text_str(&expected).at);
    text_free(&expected);
}

static void test_statistic(void **state)
{
    (void) state;
    Counted counted;
    count_two(&counted, 4, 1);
    expect_statistic(&counted, "<figure><svg class=\"chart\" role=\"img\" "
                               "aria-label=\"&lt;m&gt;; &lt;/svg&gt;&lt;a&gt;: &lt;1&gt;; &quot;b&quot;: &amp;2\" viewBox=\"0 0 760 56\">\n"
                               "<text class=\"end\" x=\"300\" y=\"16\">&lt;/svg&gt;&lt;a&gt;</text>"
                               "<rect class=\"now\" x=\"310\" y=\"4\" width=\"360\" height=\"15\"/>"
                               "<text class=\"count\" x=\"678\" y=\"16\">&lt;1&gt;</text>"
                               "<text class=\"end\" x=\"300\" y=\"42\">&quot;b&quot;</text>"
                               "<rect class=\"now\" x=\"310\" y=\"30\" width=\"90\" height=\"15\"/>"
                               "<text class=\"count\" x=\"408\" y=\"42\">&amp;2</text>"
                               "</svg><figcaption><bdi>&lt;m&gt;</bdi></figcaption></figure>\n");
}

/* No bars where they would say nothing, or something else. */
static void test_no_chart(void **state)
{
    (void) state;
    static const double numbers[][2] = { { 0, 0 }, { 4, -1 }, { 4, 1e16 }, { 4, INFINITY }, { NAN, 4 } };
    Counted counted;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        count_two(&counted, numbers[i][0], numbers[i][1]);
        expect_statistic(&counted, "");
    }
    count_two(&counted, 4, 1);
    counted.figures[1].is_number = false;
    expect_statistic(&counted, "");
}

/* ---- style sheets, and what the policy lets in */

static void test_css(void **state)
{
    (void) state;
    Text text = { 0 };
    escape_css(&text, STR("aZ09"));
    assert_text(&text, "\"aZ09\"");
    escape_css(&text, STR("\"}</style>\\"));
    assert_text(&text, "\"\\000022\\00007D\\00003C\\00002Fstyle\\00003E\\00005C\"");
    escape_css(&text, STR("文 \0\xFF"));
    assert_text(&text, "\"\\006587\\000020\\00FFFD\\00FFFD\"");
    text_free(&text);
}

static void test_hash(void **state)
{
    (void) state;
    char hash[45];
    html_hash((Markup) { STR("abc") }, hash);
    assert_string_equal(hash, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

/* Neither can end its element. */
static void test_assets(void **state)
{
    (void) state;
    assert_true(str_starts_with(html_asset(HTML_STYLE).html, STR("/* The page")));
    assert_true(str_ends_with(html_asset(HTML_SCRIPT).html, STR("})();\n")));
    assert_int_equal(str_find(html_asset(HTML_STYLE).html, STR("<"), 0), SIZE_MAX);
    assert_int_equal(str_find(html_asset(HTML_SCRIPT).html, STR("</"), 0), SIZE_MAX);
    assert_int_equal(str_find(html_asset(HTML_SCRIPT).html, STR("innerHTML"), 0), SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),   cmocka_unit_test(test_values),      cmocka_unit_test(test_phrases),
        cmocka_unit_test(test_css),    cmocka_unit_test(test_text_always), cmocka_unit_test(test_hash),
        cmocka_unit_test(test_assets), cmocka_unit_test(test_statistic),   cmocka_unit_test(test_no_chart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
