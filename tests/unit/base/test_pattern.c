/* Regular expressions: what RE2's syntax has and means, what is refused and where, and that no search runs away. */
#include "unit.h"

#include "base/pattern.h"

typedef struct {
    Arena arena;
    Matcher *matcher;
} Tools;

static int make_tools(void **state)
{
    Tools *tools = calloc(1, sizeof *tools);
    if (!tools)
        return -1;
    tools->matcher = matcher_new(&tools->arena);
    *state = tools;
    return 0;
}

static int drop_tools(void **state)
{
    Tools *tools = *state;
    arena_free(&tools->arena);
    free(tools);
    return 0;
}

static const Pattern *compile(Tools *tools, Str text)
{
    Str problem = { 0 };
    size_t offset;
    const Pattern *pattern = pattern_compile(&tools->arena, text, &problem, &offset);
    if (!pattern)
        fail_msg("%.*s: %.*s at %zu", STR_ARG(text), STR_ARG(problem), offset);
    return pattern;
}

static Match search(Tools *tools, const char *pattern, Str subject)
{
    return pattern_search(compile(tools, str_of(pattern)), tools->matcher, subject, 0, NULL);
}

/* Whether all of a text fits. */
static Match fits(Tools *tools, const char *pattern, const char *text)
{
    Str problem = { 0 };
    size_t offset;
    const Pattern *compiled = pattern_compile_whole(&tools->arena, str_of(pattern), &problem, &offset);
    assert_non_null(compiled);
    return pattern_search(compiled, tools->matcher, str_of(text), 0, NULL);
}

static void test_matching(void **state)
{
    static const struct {
        const char *pattern, *subject;
        bool found;
    } cases[] = {
        { "", "", true },
        { "", "abc", true },
        { "b", "abc", true },
        { "^b", "abc", false },
        { "^A[0-9]{7}$", "A0000012", true },
        { "^A\\d{7}$", "A000001", false },
        { "a$", "ba", true },
        { "a$", "a\n", false }, /* the very end only */
        { "(?m)a$", "a\nb", true },
        { "(?m)^b", "a\nb", true },
        { "^b", "a\nb", false },
        { "(?m)^$", "a\n", true }, /* the empty line at the end is one */
        { "a\\z", "a\n", false },
        { "\\Aa", "ba", false },
        { "a.b", "a\nb", false },
        { "(?s)a.b", "a\nb", true },
        { "a.b", "a\rb", true },
        { "a[^x]b", "a\nb", true },
        { "(?i)ABC", "xabcx", true },
        { "(?i:A)b", "aB", false },
        { "(?i)é", "É", true },
        { "(?P<year>\\d+)", "2003", true },
        { "(?<year>\\d+)", "2003", true },
        { "a|b|", "", true },
        { "(a|b)+?c", "abac", true },
        { "x{2,3}$", "xx", true },
        { "x{,3}", "x{,3}", true },
        { "x{", "x{", true },
        { "x{a}", "x{a}", true },
        { "}", "}", true },
        { "]", "]", true },
        { "^.$", "中", true },
        { "^..$", "中", false },
        { "^\\p{Han}+$", "张三", true },
        { "^\\p{Han}+$", "张、三", false },
        { "\\pN", "５", true },
        { "^\\PN$", "5", false },
        { "^\\p{^Lu}$", "a", true },
        { "^\\P{^Lu}$", "a", false },
        { "^\\p{Any}$", "x", true },
        { "^[\\p{Han}a]+$", "中a文", true },
        { "\\d", "５", false },
        { "\\w", "é", false },
        { "\\bé", "é", false }, /* ASCII */
        { "\\s", "\v", false },
        { "\\S", "\v", true },
        { "^[\\s]$", "\v", false },
        { "^[\\S]$", "\v", true },
        { "^[^\\S]$", " ", true },
        { "^[\\s\\d]+$", " 1\t", true },
        { "\\v", "\v", true },
        { "\\v", "\n", false },
        { "^[\\v]$", "\v", true },
        { "\\x41\\x{4e2d}", "A中", true },
        { "^\\101$", "A", true },
        { "\\0", "a", false },
        { "^\\Qa.b*\\E+$", "a.b***", true },
        { "^\\Qa.b", "a.b", true },
        { "\\Q\\E", "", true },
        { "\\.\\*\\_\\/\\ ", ".*_/ ", true },
        { "^[]a]+$", "]a", true },
        { "^[^]a]$", "b", true },
        { "^[a\\]]+$", "a]", true },
        { "^[[a]+$", "[a", true },
        { "^[[:alpha:]-]+$", "a-b", true },
        { "[[:^digit:]]", "1", false },
        { "^[\\w-]+$", "a-b", true },
        { "^[\\d-z]+$", "1-z", true },
        { "[\\d-z]", "y", false },
        { "^[[:digit:]-z]+$", "5-z", true },
        { "^[a-]+$", "a-", true },
        { "^[中-文]$", "国", true },
        { "^[一-龥]+$", "国", true },
        { "[[:]", ":", true },
        { "[[.a.]]", ".]", true },
        { "(?U)a+", "aa", true },
        { "(?i-s:a)", "A", true },
        { "#x y", "#x y", true },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Match expected = cases[i].found ? MATCH_YES : MATCH_NO;
        Str subject = str_of(cases[i].subject);
        if (search(*state, cases[i].pattern, subject) != expected)
            fail_msg("%s on '%s' is not %d", cases[i].pattern, cases[i].subject, cases[i].found);
    }
}

static void test_fitting(void **state)
{
    static const struct {
        const char *pattern, *text;
        bool fits;
    } cases[] = {
        { "", "", true },
        { "", "a", false },
        { "b", "b", true },
        { "b", "abc", false },
        { "[0-9]+", "12", true },
        { "[0-9]+", "12a", false },
        { "[0-9]+", "a12", false },
        { "a|ab", "ab", true },
        { "ab|a", "ab", true },
        { "a|b", "ab", false },
        { "^a$", "a", true },
        { "a", "a\n", false },
        { "(?i)name\\(?2\\)?", "Name2", true },
        { "[\xe5\xa7\x93][\xe5\x90\x8d]", "\xe5\xa7\x93\xe5\x90\x8d", true },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (fits(*state, cases[i].pattern, cases[i].text) != (cases[i].fits ? MATCH_YES : MATCH_NO))
            fail_msg("that all of '%s' fits %s is not %d", cases[i].text, cases[i].pattern, cases[i].fits);
}

static void test_refusing(void **state)
{
    static const struct {
        const char *pattern;
        size_t offset;
        const char *problem;
    } cases[] = {
        { "a(?=b)", 1, "look-ahead (?=...) is not available: patterns use RE2's syntax" },
        { "a(?!b)", 1, "look-ahead (?!...) is not available" },
        { "(?<=a)b", 0, "look-behind (?<=...) is not available" },
        { "(?<!a)b", 0, "look-behind (?<!...) is not available" },
        { "(?>a)", 0, "an atomic group" },
        { "(?|a)", 0, "a branch reset" },
        { "(?#a)", 0, "a comment" },
        { "(a)(?(1)b)", 3, "a condition" },
        { "(?C1)", 0, "a callout" },
        { "(?R)", 0, "recursion" },
        { "(a)(?1)", 3, "recursion" },
        { "(a)(?-1)", 3, "recursion" },
        { "(?P<n>a)(?&n)", 8, "recursion" },
        { "(?P<n>a)(?P>n)", 8, "recursion" },
        { "(?P<n>a)(?P=n)", 8, "back references" },
        { "(a)\\1", 3, "back references are not available" },
        { "(a)\\9", 3, "back references" },
        { "(a)\\k<n>", 3, "back references" },
        { "(a)\\g1", 3, "back references" },
        { "(*UTF)a", 0, "(*...) is not available" },
        { "a(*SKIP)", 1, "(*...) is not available" },
        { "ab++", 3, "possessive repetition" },
        { "a*+", 2, "possessive" },
        { "a?+", 2, "possessive" },
        { "a{2}+", 4, "possessive" },
        { "a**", 2, "* follows another repetition" },
        { "a{2}{3}", 4, "{ follows another repetition" },
        { "a{1001}", 1, "1000 at most" },
        { "a{2,99999999999999999999}", 1, "1000 at most" },
        { "a{3,2}", 1, "wrong way round" },
        { "*a", 0, "nothing before *" },
        { "a|+", 2, "nothing before +" },
        { "(?:?)", 3, "nothing before ?" },
        { "{2}", 0, "nothing before {" },
        { "\\Ka", 0, "\\K is not available" },
        { "\\C", 0, "\\C is not available" },
        { "\\R", 0, "\\R is not available" },
        { "\\X", 0, "\\X is not available" },
        { "\\Z", 0, "\\Z is not available" },
        { "a\\h", 1, "\\h is not available" },
        { "\\E", 0, "\\E is not available" },
        { "[\\b]", 1, "\\b is not available" },
        { "[\\Qa\\E]", 1, "\\Q is not available" },
        { "\\中", 0, "needs none" },
        { "a\\", 1, "ends in a backslash" },
        { "[a\\", 2, "ends in a backslash" },
        { "a[bc", 1, "not closed" },
        { "[]", 0, "not closed" },
        { "[[:foo:]]", 1, "no such class" },
        { "[[:<:]]a", 1, "no such class" },
        { "\\p{Foo}", 0, "unknown" },
        { "\\p{Xan}", 0, "" },
        { "\\p{Alphabetic}", 0, "" },
        { "\\p{L&}", 0, "no such property" },
        { "\\p{Han", 0, "name in braces" },
        { "\\p", 0, "category" },
        { "\\x4", 0, "two hexadecimal digits" },
        { "\\x{110000}", 0, "hexadecimal" },
        { "\\x{d800}", 0, "hexadecimal" },
        { "\\x{}", 0, "hexadecimal" },
        { "(?x)a", 0, "flags of a group" },
        { "(?J)a", 0, "flags of a group" },
        { "(?i", 0, "flags of a group" },
        { "(?i-)a", 0, "no flag follows" },
        { "(?P<>a)", 0, "name of a group" },
        { "(?P<a-b>a)", 0, "name of a group" },
        { "(?'n'a)", 0, "flags of a group" },
        { "(a", 1, "missing closing parenthesis" },
        { "中a)", 4, "unmatched closing parenthesis" },
        { "[b-a]", 2, "range out of order" },
        { "\xFF", 0, "not UTF-8" },
    };
    Tools *tools = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Str problem = { 0 };
        size_t offset = 99;
        if (pattern_compile(&tools->arena, str_of(cases[i].pattern), &problem, &offset))
            fail_msg("%s compiles", cases[i].pattern);
        if (str_find(problem, str_of(cases[i].problem), 0) == SIZE_MAX || problem.len == 0)
            fail_msg("%s: %.*s", cases[i].pattern, STR_ARG(problem));
        if (offset > strlen(cases[i].pattern) || (offset != cases[i].offset && cases[i].problem[0]))
            fail_msg("%s: offset %zu is not %zu", cases[i].pattern, offset, cases[i].offset);
    }
}

static void test_large_patterns(void **state)
{
    Tools *tools = *state;
    Text text = { 0 };
    Str problem;
    size_t offset;
    text_add_repeat(&text, 'a', 16384);
    assert_non_null(pattern_compile(&tools->arena, text_str(&text), &problem, &offset));
    text_add_char(&text, 'a');
    assert_null(pattern_compile(&tools->arena, text_str(&text), &problem, &offset));
    assert_str(problem, "the pattern is longer than 16384 bytes");
    text_clear(&text);
    text_add_repeat(&text, '(', 5000);
    text_add_repeat(&text, ')', 5000);
    assert_null(pattern_compile(&tools->arena, text_str(&text), &problem, &offset));
    assert_null(pattern_compile(&tools->arena, STR("((((a{1000}){1000}){1000}){1000})"), &problem, &offset));
    text_free(&text);
}

static void test_groups(void **state)
{
    Tools *tools = *state;
    const Pattern *pattern = compile(tools, STR("(\\d+)-(x)?(中)"));
    assert_int_equal(pattern_groups(pattern), 3);
    assert_str(pattern_text(pattern), "(\\d+)-(x)?(中)");
    size_t groups[8];
    assert_int_equal(pattern_search(pattern, tools->matcher, STR("ab 12-中"), 0, groups), MATCH_YES);
    static const size_t expected[] = { 3, 9, 3, 5, SIZE_MAX, SIZE_MAX, 6, 9 };
    for (size_t i = 0; i < COUNT(expected); i++)
        assert_int_equal(groups[i], expected[i]);
}

static void test_many_groups(void **state)
{
    Tools *tools = *state;
    Text text = { 0 };
    for (int i = 0; i < 100; i++)
        text_add(&text, STR("(a)?"));
    const Pattern *pattern = compile(tools, text_str(&text));
    size_t *groups = arena_array(&tools->arena, size_t, 2 * (1 + (size_t) pattern_groups(pattern)));
    assert_int_equal(pattern_search(pattern, tools->matcher, STR("aaa"), 0, groups), MATCH_YES);
    assert_int_equal(groups[1], 3);
    assert_int_equal(groups[6], 2);
    assert_int_equal(groups[200], SIZE_MAX);
    text_free(&text);
}

static void test_searching_on(void **state)
{
    Tools *tools = *state;
    size_t groups[2];
    const Pattern *pattern = compile(tools, STR("中"));
    Str subject = STR("中a中");
    assert_int_equal(pattern_search(pattern, tools->matcher, subject, 1, groups), MATCH_YES); /* within a character */
    assert_int_equal(groups[0], 4);
    assert_int_equal(pattern_search(pattern, tools->matcher, subject, 5, groups), MATCH_NO);
    assert_int_equal(pattern_search(pattern, tools->matcher, subject, 7, groups), MATCH_NO);
    assert_int_equal(pattern_search(pattern, tools->matcher, subject, 8, groups), MATCH_NO);
    const Pattern *start = compile(tools, STR("^a"));
    assert_int_equal(pattern_search(start, tools->matcher, STR("aa"), 1, NULL), MATCH_NO);
    const Pattern *empty = compile(tools, STR(""));
    assert_int_equal(pattern_search(empty, tools->matcher, STR("aa"), 2, groups), MATCH_YES);
    assert_int_equal(groups[0], 2);
    assert_int_equal(pattern_search(empty, tools->matcher, (Str) { NULL, 0 }, 0, groups), MATCH_YES);
    assert_int_equal(pattern_search(empty, tools->matcher, STR("\xFF"), 0, groups), MATCH_NO); /* not UTF-8 */
    assert_int_equal(pattern_search(start, tools->matcher, STR("a\0b"), 0, groups), MATCH_YES);
    assert_int_equal(search(tools, "a\\x00b", STR("a\0b")), MATCH_YES);
}

/* Patterns that would backtrack for years give up instead. */
static void test_runaways(void **state)
{
    Tools *tools = *state;
    static const char *const patterns[] = {
        "^(a+)+$",          "(a+)+[bc]",
        "(a|aa)+[bc]",      "(a|a?)+[bc]",
        "^(\\w+\\s?)*$",    "(.*)(.*)(.*)(.*)(.*)[bc]",
        "a*a*a*a*a*a*[bc]", "(?:a?){30}a{30}[bc]",
        "((a*)*)*[bc]",     "^(([a-z])+.)+[A-Z]([a-z])+$",
    };
    Text text = { 0 };
    text_add_repeat(&text, 'a', 3000);
    text_add_char(&text, '!');
    for (size_t i = 0; i < COUNT(patterns); i++)
        assert_int_equal(search(tools, patterns[i], text_str(&text)), MATCH_LIMIT);
    text_free(&text);
}

/* What an honest pattern wants on an ordinary text is granted. */
static void test_honest_patterns_are_granted(void **state)
{
    Tools *tools = *state;
    Text text = { 0 };
    for (int i = 0; i < 300; i++)
        text_add(&text, STR("word 中文, "));
    assert_int_equal(search(tools, "w.*中.*z", text_str(&text)), MATCH_NO);
    assert_int_equal(search(tools, "^(\\w+ \\p{Han}+, )+$", text_str(&text)), MATCH_YES);
    assert_int_equal(search(tools, "[a-z]+[0-9]", text_str(&text)), MATCH_NO);
    text_clear(&text);
    text_add_repeat(&text, 'x', 1 << 20);
    assert_int_equal(search(tools, "needle", text_str(&text)), MATCH_NO);
    assert_int_equal(search(tools, "^[a-z]+$", text_str(&text)), MATCH_YES);
    assert_int_equal(search(tools, "xy", text_str(&text)), MATCH_NO);
    text_free(&text);
}

/* Which alternatives are tied to the ends. */
static void test_ends(void **state)
{
    (void) state;
    static const struct {
        const char *pattern;
        uint32_t alternatives, started, ended;
    } rows[] = {
        { "", 1, 0, 0 },
        { "a", 1, 0, 0 },
        { "^a$", 1, 1, 1 },
        { "^a|b$", 2, 1, 1 },
        { "^a$|^b$", 2, 2, 2 },
        { "^(a|b)$", 1, 1, 1 },
        { "(?:^a$)|(?P<n>^b)", 2, 2, 1 },
        { "(?i)^a|^b", 2, 2, 0 },
        { "\\Aa\\z|b", 2, 1, 1 },
        { "a\\||b\\$", 2, 0, 0 },
        { "[|$^]|[]|]$|[^]|]", 3, 0, 1 },
        { "[[:alpha:]|]$|\\Q|$\\E", 2, 0, 1 },
        { "a^|$b", 2, 0, 0 },
        { "|", 2, 0, 0 },
        { "(a|b)", 2, 0, 0 },
        { "(?:^a|(b)$)", 2, 1, 1 },
        { "((?P<n>^a|b))", 2, 1, 0 },
        { "(a|b)(c|d)", 1, 0, 0 },
        { "(a|b)+", 1, 0, 0 },
        { "()", 1, 0, 0 },
        { "(?i)", 1, 0, 0 },
        { "((", 1, 0, 0 },
        { "(a\\)", 1, 0, 0 },
        { "(", 1, 0, 0 },
        { "[", 1, 0, 0 },
        { "\\", 1, 0, 0 },
        { "(?", 1, 0, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        PatternEnds ends = pattern_ends(str_of(rows[i].pattern));
        if (ends.alternatives != rows[i].alternatives || ends.started != rows[i].started || ends.ended != rows[i].ended)
            fail_msg("%s: %u %u %u", rows[i].pattern, ends.alternatives, ends.started, ends.ended);
    }
}

/* ---- patterns that are shapes (pattern_shape.h): the same as when a pair of parentheses hides that from the reader of shapes */

static uint32_t seed = 20030601;

static uint32_t pick(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static void add_any(Text *out, const char *const *parts, size_t count, uint32_t most)
{
    for (uint32_t i = pick(most + 1); i > 0; i--)
        text_add(out, str_of(parts[pick((uint32_t) count)]));
}

static void test_shapes(void **state)
{
    static const char *const atoms[] = {
        "A",    "7",   "-",   " ",   "\\d",   "\\w", "\\.", "\\-", "[0-9]",    "[A-C]", "[A-C0-3_]", "[a b]", "[\\d.]", "[.$|]", "[^0-9]",
        "[a-]", "{2}", "{1}", "{3}", "{2,3}", "+",   "?",   ".",   "\xC3\xA9", "\\s",   "(B)",       "B|",    "$",      "^",
    };
    static const char *const pieces[] = { "A", "B",  "7",        "42",           "-",   ".", " ", "_", "a", "b", "$",
                                          "|", "\n", "\xC3\xA9", "\xE6\x9D\x8E", "\xFF" };
    Tools *tools = *state;
    int shapes = 0, hits = 0;
    for (int round = 0; round < 6000; round++) {
        Text text = { 0 }, hidden = { 0 };
        Str problem = { 0 };
        size_t offset;
        text_add_char(&text, '^');
        add_any(&text, atoms, COUNT(atoms), 4);
        text_add_char(&text, '$');
        text_format(&hidden, "(?:%.*s)", STR_ARG(text_str(&text)));
        const Pattern *pattern = pattern_compile(&tools->arena, text_str(&text), &problem, &offset);
        const Pattern *plain = pattern ? pattern_compile(&tools->arena, text_str(&hidden), &problem, &offset) : NULL;
        for (int i = 0; plain && pattern_shape(pattern) && i < 40; i++) {
            Text subject = { 0 };
            add_any(&subject, pieces, COUNT(pieces), 5);
            Match match = pattern_search(pattern, tools->matcher, text_str(&subject), 0, NULL);
            assert_null(pattern_shape(plain));
            if (match != pattern_search(plain, tools->matcher, text_str(&subject), 0, NULL))
                fail_msg("%.*s and '%.*s'", STR_ARG(text_str(&text)), STR_ARG(text_str(&subject)));
            hits += match == MATCH_YES;
            text_free(&subject);
        }
        shapes += pattern && pattern_shape(pattern);
        text_free(&text);
        text_free(&hidden);
    }
    assert_true(shapes > 500 && hits > 500);
}

static void test_what_is_a_shape(void **state)
{
    static const struct {
        const char *pattern;
        bool is_shape;
    } cases[] = {
        { "^A[0-9]{7}$", true },
        { "^$", true },
        { "^\\d{4}-\\d{2}$", true },
        { "^[A-Za-z_][\\w.]{3}$", true },
        { "^A{64}$", true },
        { "^A{65}$", false },
        { "A[0-9]{7}$", false },
        { "^A[0-9]{7}", false },
        { "^A+$", false },
        { "^A?$", false },
        { "^A{1,2}$", false },
        { "^[^A]$", false },
        { "^(A)$", false },
        { "^A|B$", false },
        { "^.$", false },
        { "^[A-]$", false },
        { "(?i)^A$", false },
        { "^\xC3\xA9$", false },
        { "^\\pL$", false },
        { "^[[:alpha:]]$", false },
        { "^A\\$", false },
        { "^\\bA$", false },
        { "^A{2}?$", false },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if ((pattern_shape(compile(*state, str_of(cases[i].pattern))) != NULL) != cases[i].is_shape)
            fail_msg("%s", cases[i].pattern);
}

int main(void)
{
#define WITH_TOOLS(test) cmocka_unit_test_setup_teardown(test, make_tools, drop_tools)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ends),     WITH_TOOLS(test_matching),
        WITH_TOOLS(test_fitting),        WITH_TOOLS(test_refusing),
        WITH_TOOLS(test_large_patterns), WITH_TOOLS(test_groups),
        WITH_TOOLS(test_many_groups),    WITH_TOOLS(test_searching_on),
        WITH_TOOLS(test_runaways),       WITH_TOOLS(test_honest_patterns_are_granted),
        WITH_TOOLS(test_shapes),         WITH_TOOLS(test_what_is_a_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
