/* YAML trees: values, places byte for byte, and what is refused with which sentence where. */
#include "codec/yaml.h"
#include "unit.h"

typedef struct {
    Arena arena;
    Source source;
    Diags diags;
    YamlNode *root;
} Parsed;

static Parsed *parse_bytes(Str text)
{
    Parsed *parsed = memory_alloc(sizeof *parsed);
    *parsed = (Parsed) { .source = { STR("test.yaml"), text } };
    parsed->diags.arena = &parsed->arena;
    parsed->root = yaml_parse(&parsed->arena, &parsed->source, &parsed->diags);
    return parsed;
}

static Parsed *parse(const char *text)
{
    return parse_bytes(str_of(text));
}

static void done(Parsed *parsed)
{
    arena_free(&parsed->arena);
    free_(parsed);
}

/* ---- the tree in one line: {a: b, c: [d, e]} */

static void show(Text *out, const YamlNode *node)
{
    static const char *const brackets[] = { [YAML_SEQUENCE] = "[]", [YAML_MAPPING] = "{}" };
    if (node->kind == YAML_SCALAR) {
        text_add(out, node->text);
        return;
    }
    text_add_char(out, brackets[node->kind][0]);
    for (uint32_t i = 0; i < node->count; i++) {
        if (i)
            text_add(out, STR(", "));
        if (node->kind == YAML_MAPPING) {
            show(out, node->pairs[i].key);
            text_add(out, STR(": "));
        }
        show(out, node->kind == YAML_MAPPING ? node->pairs[i].value : node->items[i]);
    }
    text_add_char(out, brackets[node->kind][1]);
}

/* ---- what holds for the origins of every scalar */

/* Blanks, line ends, and the first byte of a line end of Unicode. */
static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\xC2';
}

static void check_scalar(const Source *source, const YamlNode *node)
{
    assert_true(node->span.start <= node->span.end && node->span.end <= source->text.len);
    uint32_t before = node->span.start;
    for (size_t i = 0; i <= node->text.len; i++) {
        uint32_t origin = yaml_origin(node, i);
        assert_true(before <= origin && origin <= node->span.end);
        before = origin;
        if (i == node->text.len)
            break;
        char c = node->text.at[i];
        assert_true(origin < node->span.end);
        char raw = source->text.at[origin];
        if (raw == '\\' && node->style == YAML_QUOTED)
            continue; /* an escape, or a backslash */
        if (is_white(c))
            assert_true(is_white(raw));
        else
            assert_int_equal(raw, c);
    }
}

static void check_places(const Source *source, const YamlNode *node)
{
    if (node->kind == YAML_SCALAR)
        check_scalar(source, node);
    for (uint32_t i = 0; node->kind == YAML_SEQUENCE && i < node->count; i++)
        check_places(source, node->items[i]);
    for (uint32_t i = 0; node->kind == YAML_MAPPING && i < node->count; i++) {
        check_places(source, node->pairs[i].key);
        check_places(source, node->pairs[i].value);
    }
}

static void expect(const char *text, const char *expected)
{
    Parsed *parsed = parse(text);
    for (size_t i = 0; i < parsed->diags.list.count; i++)
        fail_msg("%.*s", STR_ARG(parsed->diags.list.at[i].message));
    Text shown = { 0 };
    show(&shown, parsed->root);
    text_add_char(&shown, 0);
    assert_string_equal(shown.at, expected);
    check_places(&parsed->source, parsed->root);
    text_free(&shown);
    done(parsed);
}

static void test_structures(void **state)
{
    (void) state;
    expect("", "{}");
    expect("# only a comment\n", "{}");
    expect("---\n", "{}");
    expect("---\na: 1\n...\n", "{a: 1}");
    expect("a: 1\nb: two words\nc:\n  - x\n  - y: z\n    w: v\n", "{a: 1, b: two words, c: [x, {y: z, w: v}]}");
    expect("a:\nb: ~\n", "{a: , b: ~}");
    expect("a: {b: c, 'd': [e, \"f\"]} # comment\n", "{a: {b: c, d: [e, f]}}");
    expect("- - a\n  - b\n- c\n", "[[a, b], c]");
    expect("a:\n- b\n- c\n", "{a: [b, c]}");
    expect("[a, b: c, {}]", "[a, {b: c}, {}]");
    expect("? a\n: b\n", "{a: b}");
    expect("just text", "just text");
    expect("a: yes\nb: 012\nc: 2003-06-01\n", "{a: yes, b: 012, c: 2003-06-01}");
    expect("\xEF\xBB\xBF"
           "a: b\n",
           "{a: b}");
    expect("a: b\r\nc:\r\n  - d\r\n", "{a: b, c: [d]}");
}

static void test_scalars(void **state)
{
    (void) state;
    expect("a: b\n  c\n\n  d\n", "{a: b c\nd}");
    expect("a: 'it''s'\n", "{a: it's}");
    expect("a: 'b\n\n   c\n  d'\n", "{a: b\nc d}");
    expect("a: \"x\\ty\\n\\x41\\u4e2d\\U0001F600\\\\\\\"\\/\"\n", "{a: x\ty\nA\xE4\xB8\xAD\xF0\x9F\x98\x80\\\"/}");
    expect("a: \"b \\\n   c\\\n   \\ d\n   e\"\n", "{a: b c d e}");
    expect("a: \"b  \n\n  \\n\n  c\"\n", "{a: b\n\n c}");
    expect("a: |\n  b\n    c\n\n  d\n\n\ne: f\n", "{a: b\n  c\n\nd\n, e: f}");
    expect("a: |-\n  b\n\n", "{a: b}");
    expect("a: |+\n  b\n\n\nc: d\n", "{a: b\n\n\n, c: d}");
    expect("a: >\n  b\n  c\n\n  d\n   e\n  f\n", "{a: b c\nd\n e\nf\n}");
    expect("a: >-  # comment\n  b &&\n  c\nd: e\n", "{a: b && c, d: e}");
    expect("a: >+\n  b\n\nc: d\n", "{a: b\n\n, c: d}");
    expect("a: |2\n    b\n   c\n", "{a:   b\n c\n}");
    expect("a: >1-\n   b\n  c\n", "{a:   b\n c}");
    expect("a: |\n\n\n  b\n", "{a: \n\nb\n}");
    expect("a: |\n  b", "{a: b}");
    expect("a: |\nb: c\n", "{a: , b: c}");
    expect("a: |\n  b \t \n   c\n", "{a: b \t \n c\n}");
    expect("a: >-\r\n  b\r\n  c\r\n\r\n  d\r\n", "{a: b c\nd}");
    expect("\xE5\xA7\x93: \xE5\x90\x8D \xE5\xAD\x97 # \xE4\xB8\xAD\nb: {\xE4\xB8\xAD: '\xE5\x9B\xBD'}\n",
           "{\xE5\xA7\x93: \xE5\x90\x8D \xE5\xAD\x97, b: {\xE4\xB8\xAD: \xE5\x9B\xBD}}");
    expect("a: |2\n     \n  b\n", "{a:    \nb\n}");
    expect("a: b\xC2\x85  c\n", "{a: b c}");
    expect("a: \"\"\nb: ''\n", "{a: , b: }");
}

/* ---- places */

/* Each byte of the value of `a` stands where the marks below the text say: marks[i] is the text's byte that comes from there. */
static void expect_origins(const char *text, const char *const *parts, size_t count)
{
    Parsed *parsed = parse(text);
    const YamlNode *node = yaml_get(parsed->root, "a");
    for (size_t i = 0; i < count; i += 2) {
        size_t in_text = str_find(node->text, str_of(parts[i]), 0);
        size_t in_file = str_find(parsed->source.text, str_of(parts[i + 1]), 0);
        assert_true(in_text != SIZE_MAX && in_file != SIZE_MAX);
        assert_int_equal(yaml_origin(node, in_text), in_file);
    }
    check_places(&parsed->source, parsed->root);
    done(parsed);
}

#define ORIGINS(text, ...)                                         \
    do {                                                           \
        static const char *const parts[] = { __VA_ARGS__ };        \
        expect_origins(text, parts, sizeof parts / sizeof *parts); \
    } while (0)

static void test_origins(void **state)
{
    (void) state;
    ORIGINS("# \xE4\xB8\xAD\n\xE4\xB8\xAD: 1\na: has(x)\n", "has", "has", "(x)", "(x)");
    ORIGINS("{\xE4\xB8\xAD\xE5\x9B\xBD: 1, a: 'p ''q'' r'}", "p", "p ''", "'q", "''q", "q", "q''", "' r", "'' r");
    ORIGINS("a: \"p\\tq\\u4e2dr\\x41s\"", "\t", "\\tq", "q", "q\\u", "\xE4\xB8\xAD", "\\u4e", "\xAD", "\\u4e", "r", "r\\x", "A", "\\x41",
            "s", "s\"");
    ORIGINS("a: p  \n\n   q\n  r", "\n", "\n   q", "q", "q\n", " r", "\n  r", "r", "r");
    ORIGINS("a: >-\n    p &&\n    q ||\n\n    r\n", "p", "p &&", " q", "\n    q", "q", "q ||", "\n", "\n\n", "r", "r\n");
    ORIGINS("a: |\r\n   p\r\n     q\r\n", "p", "p\r", "\n", "\r\n     q", "  q", "  q\r");
    ORIGINS("a: |\n\n  p\n\n  q\n", "\n", "\n  p", "p", "p\n", "q", "q\n");
    ORIGINS("\xEF\xBB\xBF"
            "a: bc",
            "bc", "bc");
    ORIGINS("a: \"p \\\n  q\"", "p", "p \\", " ", " \\", "q", "q\"");
    ORIGINS("a: \"p \\\n\n \n \\  q\"", "\n", "\n \n", "\n  ", "\n \\", "q", "q\"");
    ORIGINS("a: \xF0\x9F\x98\x80 p\n", "\xF0", "\xF0", "\x80", "\x80", "p", "p");
}

static void test_spans(void **state)
{
    (void) state;
    static const struct {
        const char *text, *spanned;
    } cases[] = {
        { "a: b c  # d\n", "b c" },
        { "a: 'b' \n", "'b'" },
        { "a: \"b\" \n", "\"b\"" },
        { "a: [b, c] \n", "[b, c]" },
        { "a: {b: c} # d\n", "{b: c}" },
        { "a: b\n  c\nd: e\n", "b\n  c" },
        { "a:\n  - b\n  - c\n\nd: e\n", "- b\n  - c" },
        { "a:\n  b: c\n  d: e # f\n\ng: h\n", "b: c\n  d: e" },
        { "a: |\n  b\n\n\nd: e\n", "|\n  b\n" },
        { "a: |-\n  b\n\n\nd: e\n", "|-\n  b" },
        { "a: |+\n  b\n\nd: e\n", "|+\n  b\n\n" },
        { "a: >-   # c\n\nd: e\n", ">-   # c" },
        { "\xE4\xB8\xAD: \xE5\x9B\xBD\na: \xE5\xA7\x93\xE5\x90\x8D\n", "\xE5\xA7\x93\xE5\x90\x8D" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Parsed *parsed = parse(cases[i].text);
        Span span = yaml_get(parsed->root, "a")->span;
        Str spanned = str_slice(parsed->source.text, span.start, span.end);
        char shown[100];
        snprintf(shown, sizeof shown, "%.*s", STR_ARG(spanned));
        assert_string_equal(shown, cases[i].spanned);
        done(parsed);
    }
}

static void test_styles(void **state)
{
    (void) state;
    Parsed *parsed = parse("a: p\nb: 'q'\nc: \"r\"\nd: |\n  s\ne: >\n  t\nf: [u]\n");
    static const YamlStyle styles[] = { YAML_PLAIN, YAML_QUOTED, YAML_QUOTED, YAML_BLOCK, YAML_BLOCK };
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(parsed->root->pairs[i].value->style, styles[i]);
        assert_false(parsed->root->pairs[i].value->flow);
        assert_false(parsed->root->pairs[i].key->flow);
    }
    const YamlNode *list = yaml_get(parsed->root, "f");
    assert_true(list->flow && list->items[0]->flow);
    assert_false(parsed->root->flow);
    assert_null(yaml_get(parsed->root, "g"));
    assert_null(yaml_get(list, "u"));
    done(parsed);
}

/* ---- problems: "code line:column message | hint" */

static void expect_problem(const char *text, const char *expected)
{
    Parsed *parsed = parse(text);
    Text shown = { 0 };
    for (size_t i = 0; i < parsed->diags.list.count; i++) {
        const Diag *diag = &parsed->diags.list.at[i];
        Place place = source_place(&parsed->source, diag->span.start);
        text_format(&shown, "%s%s %u:%u %.*s", i ? "\n" : "", diag_info(diag->code)->id, place.line, place.column, STR_ARG(diag->message));
        if (diag->hint.len)
            text_format(&shown, " | %.*s", STR_ARG(diag->hint));
    }
    text_add_char(&shown, 0);
    assert_string_equal(shown.at, expected);
    if (parsed->root)
        check_places(&parsed->source, parsed->root);
    text_free(&shown);
    done(parsed);
}

#define QUOTE "put quotes around the text, or write it after >- on the next line"
#define QUOTE_EXPRESSION "an expression that begins with this sign needs quotes around it, or is written after >- on the next line"
#define READ_AS "a text that begins with { or [ is read as a mapping or a list: "

static void test_syntax_problems(void **state)
{
    (void) state;
    expect_problem("message: this: is wrong\n", "E103 1:14 a colon followed by a blank stands within a text | " QUOTE);
    expect_problem("a:\n\tb: c\n", "E103 2:1 a tab cannot indent | use blanks");
    expect_problem("a: @b\n", "E103 1:4 a text cannot begin with %, @ or ` | " QUOTE);
    expect_problem("a: `b`\n", "E103 1:4 a text cannot begin with %, @ or ` | " QUOTE);
    expect_problem("a: %b\n", "E103 1:4 a text cannot begin with %, @ or ` | " QUOTE);
    expect_problem("%b\n", "E103 1:1 a line cannot begin with % | " QUOTE);
    expect_problem("a: 1\nb: 'c\nd: e\n", "E103 2:4 the quote is never closed");
    expect_problem("a: \"c\nd: e\n", "E103 1:4 the quote is never closed");
    expect_problem("a: 'x' == b\n", "E103 1:8 something stands behind the end of the value | put other quotes around the whole "
                                    "text, or write it after >- on the next line");
    expect_problem("a: [1, 2].all(x, x > 0)\n", "E103 1:10 something stands behind the end of the value | " QUOTE);
    expect_problem("a: {count()} of them\nb: c\n", "E103 1:14 something stands behind the end of the value | " QUOTE);
    expect_problem("a: \"\\d+\"\n", "E103 1:5 no such escape after the backslash | in double quotes a backslash begins an escape; "
                                    "in single quotes it stands for itself");
    expect_problem("a: [b,\n  c\nd: e\n",
                   "E103 3:2 a comma or ] is missing, in the list in brackets that began on line 1 | " READ_AS QUOTE);
    expect_problem("a: [b c\n", "E103 2:1 a comma or ] is missing, in the list in brackets that began on line 1 | " READ_AS QUOTE);
    expect_problem("a: {b: c d: e}\n", "E103 1:11 a comma or } is missing | " READ_AS QUOTE);
    expect_problem("a: b\nc d\ne: f\n", "E103 2:1 this line is no key: no colon follows it | a text over several lines is indented "
                                        "deeper than its key");
    expect_problem("a:\n  b: c\n d: e\n", "E103 3:2 a key should stand here, in the mapping that began on line 1 | keys of one mapping "
                                          "stand in one column");
    expect_problem("- a\nb: c\n", "E103 2:1 an item beginning with - should stand here, in the list that began on line 1 | items of "
                                  "one list stand in one column");
    expect_problem("a: - b\n", "E103 1:4 no list can begin here | a list begins on the line below its key");
    expect_problem("a: b\x07\n", "E103 1:5 the character U+0007 is not allowed in YAML | in double quotes it can be written \\u0007");
    expect_problem("\xEF\xBB\xBF\xE4\xB8\xAD: b\x7F\n",
                   "E103 1:6 the character U+007F is not allowed in YAML | in double quotes it can be written \\u007F");
    expect_problem("a: |0\n  b\n", "E103 1:5 the indentation after | or > is 1 to 9");
    expect_problem("a: && b\n", "E103 1:4 a text cannot begin with & or * | " QUOTE);
    expect_problem("a: !a!b c\n", "E103 1:4 a text cannot begin with ! | " QUOTE);
}

static void test_features(void **state)
{
    (void) state;
    expect_problem("a: !has(x)\nb: 1\n", "E104 1:4 tags are not allowed | " QUOTE_EXPRESSION);
    expect_problem("a: ! has(x)\n", "E104 1:4 tags are not allowed | " QUOTE_EXPRESSION);
    expect_problem("a: !!str 1\n", "E104 1:4 tags are not allowed | " QUOTE_EXPRESSION);
    expect_problem("a: &x 1\nb: *x\n", "E104 1:4 anchors are not allowed | " QUOTE_EXPRESSION "\n"
                                       "E104 2:4 aliases are not allowed | " QUOTE_EXPRESSION);
    expect_problem("a: &x !y [1]\n", "E104 1:4 anchors are not allowed | " QUOTE_EXPRESSION "\n"
                                     "E104 1:7 tags are not allowed | " QUOTE_EXPRESSION);
    expect_problem("&x a: 1\n", "E104 1:1 anchors are not allowed | " QUOTE_EXPRESSION);
    expect_problem("a: {<<: {b: c}}\n", "E104 1:5 merge keys are not allowed");
    expect_problem("a: {'<<': b}\n", "");
    expect_problem("a: 1\n---\nb: 2\n", "E104 2:1 a file holds one document, and a second one begins here");
    expect_problem("%YAML 1.1\n---\na: 1\n", "E104 1:1 directives (%YAML, %TAG) are not allowed");
    expect_problem("? [a, b]\n: c\n", "E104 1:3 a key is a plain text, no list and no mapping");
    expect_problem("? {a: b}\n: {c: d}\ne: f\n", "E104 1:3 a key is a plain text, no list and no mapping");
}

static void test_trees_without_what_is_not_allowed(void **state)
{
    (void) state;
    static const struct {
        const char *text, *tree;
    } cases[] = {
        { "a: 1\nb: 2\na: 3\n", "{a: 1, b: 2}" }, { "a: !!int 1\nb: &x 2\nc: *x\nd: [*x, 3]\n", "{a: 1, b: 2, d: [3]}" },
        { "<<: {a: b}\nc: d\n", "{c: d}" },       { "a: 1\n---\nb: 2\n", "{a: 1}" },
        { "? [a]\n: b\nc: d\n", "{c: d}" },       { "*x\n", "{}" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Parsed *parsed = parse(cases[i].text);
        assert_true(parsed->diags.errors > 0);
        Text shown = { 0 };
        show(&shown, parsed->root);
        text_add_char(&shown, 0);
        assert_string_equal(shown.at, cases[i].tree);
        check_places(&parsed->source, parsed->root);
        text_free(&shown);
        done(parsed);
    }
}

static void test_duplicate_keys(void **state)
{
    (void) state;
    expect_problem("a: 1\nb: 2\n\na: 3\n'a': 4\n", "E106 4:1 the key 'a' already stands on line 1\n"
                                                   "E106 5:1 the key 'a' already stands on line 1");
    expect_problem("x: {p: 1, q: 2, p: 3}\ny: {p: 1}\n", "E106 1:17 the key 'p' already stands on line 1");
    expect_problem("a: 1\nA: 2\n", "");
}

static void test_bytes(void **state)
{
    (void) state;
    expect_problem("a: b\nc: \xB1\xB1\n", "E102 2:4 the byte 0xB1 is not UTF-8 here");
    expect_problem("\xFF\xFE"
                   "a",
                   "E102 1:1 the file is UTF-16; save it as UTF-8");
    expect_problem("a: \xED\xA0\x80\n", "E102 1:4 the byte 0xED is not UTF-8 here");
    Parsed *parsed = parse_bytes((Str) { "\xFE\xFF\0a", 4 });
    assert_null(parsed->root);
    assert_int_equal(parsed->diags.list.at[0].code, E_UTF8);
    done(parsed);
    parsed = parse_bytes((Str) { NULL, 0 });
    assert_int_equal(parsed->root->kind, YAML_MAPPING);
    done(parsed);
}

static void expect_limit(const Text *text, const char *message)
{
    Parsed *parsed = parse_bytes(text_str(text));
    assert_null(parsed->root);
    assert_int_equal(parsed->diags.list.count, 1);
    assert_int_equal(parsed->diags.list.at[0].code, E_YAML_LIMIT);
    assert_true(str_is(parsed->diags.list.at[0].message, message));
    done(parsed);
}

static void test_limits(void **state)
{
    (void) state;
    Text text = { 0 };
    text_add_repeat(&text, '[', YAML_MAX_DEPTH);
    text_add_repeat(&text, ']', YAML_MAX_DEPTH);
    Parsed *parsed = parse_bytes(text_str(&text));
    assert_non_null(parsed->root);
    done(parsed);
    text_clear(&text);
    text_add_repeat(&text, '[', 1 << 20);
    expect_limit(&text, "more than 64 levels");
    text_clear(&text);
    for (unsigned i = 0; i < 100000; i++)
        text_add(&text, STR("- "));
    expect_limit(&text, "more than 64 levels");
    text_clear(&text);
    text_add_repeat(&text, 'x', YAML_MAX_BYTES + 1);
    expect_limit(&text, "the file is larger than 16 MiB");
    text_clear(&text);
    for (unsigned i = 0; i <= YAML_MAX_NODES; i++)
        text_add(&text, STR("- a\n"));
    expect_limit(&text, "more than about a million keys and values");
    text_free(&text);
}

/* Many problems in one file are found in reasonable time. */
static void test_many_problems(void **state)
{
    (void) state;
    Text text = { 0 };
    for (unsigned i = 0; i < 100000; i++)
        text_add(&text, STR("a: !x 1\n"));
    Parsed *parsed = parse_bytes(text_str(&text));
    assert_int_equal(parsed->diags.list.count, DIAG_LIMIT);
    assert_int_equal(parsed->root->count, 1);
    done(parsed);
    text_free(&text);
}

static void expect_without(const char *text, const char *expected)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Source source = { STR("t.yaml"), str_of(text) };
    Text shown = { 0 };
    const YamlNode *root = yaml_parse_without(&arena, &source, "left", &diags);
    assert_non_null(root);
    show(&shown, root);
    text_add_char(&shown, 0);
    assert_string_equal(shown.at, expected);
    assert_int_equal(diags.list.count, 0);
    text_free(&shown);
    arena_free(&arena);
}

static void test_what_is_left_out(void **state)
{
    (void) state;
    expect_without("- {a: 1, left: {b: [2, {c: 3}]}, d: 4}\n- left: x\n- left: [y]\n  e: 5\n", "[{a: 1, d: 4}, {}, {e: 5}]");
    expect_without("left: 1\na: {left: 2}\nb: [{left: 3, c: {left: 4}}, left, [left]]\n",
                   "{left: 1, a: {left: 2}, b: [{c: {left: 4}}, left, [left]]}");
    expect_without("- left:\n    - &x !tag {a: 1, a: 2}\n    - *x\n  b: 6\n", "[{b: 6}]"); /* nobody looks at it */
}

/* Many keys are looked up in another way than few. */
static void test_many_keys(void **state)
{
    (void) state;
    Text text = { 0 };
    for (int i = 0; i < 40; i++)
        text_format(&text, "key-%d: %d\n", i, i);
    text_format(&text, "key-3: again\nkey-39: again\nkey-40: *nothing\nkey-40: 1\n");
    Parsed *parsed = parse_bytes(text_str(&text));
    assert_int_equal(parsed->root->count, 40);
    assert_int_equal(parsed->diags.list.count, 4);
    static const char *const told[] = { "the key 'key-3' already stands on line 4", "the key 'key-39' already stands on line 40",
                                        "aliases are not allowed", "the key 'key-40' already stands on line 43" };
    for (size_t i = 0; i < 4; i++)
        assert_true(str_is(parsed->diags.list.at[i].message, told[i]));
    done(parsed);
    text_free(&text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_structures),     cmocka_unit_test(test_scalars),
        cmocka_unit_test(test_origins),        cmocka_unit_test(test_spans),
        cmocka_unit_test(test_styles),         cmocka_unit_test(test_syntax_problems),
        cmocka_unit_test(test_features),       cmocka_unit_test(test_trees_without_what_is_not_allowed),
        cmocka_unit_test(test_duplicate_keys), cmocka_unit_test(test_what_is_left_out),
        cmocka_unit_test(test_many_keys),      cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_limits),         cmocka_unit_test(test_many_problems),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
