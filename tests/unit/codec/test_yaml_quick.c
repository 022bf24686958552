/* The quick reader beside libyaml: where it reads a file at all, the trees are the same, place for place. */
#include "codec/yaml_quick.h"

#include "base/io.h"
#include "unit.h"

#ifndef ROUNDS
#define ROUNDS 2000 /* of changes to each pack */
#endif

static bool is_same(const YamlNode *a, const YamlNode *b);

static bool is_same_scalar(const YamlNode *a, const YamlNode *b)
{
    bool same = a->style == b->style && a->base == b->base && str_equal(a->text, b->text);
    for (size_t i = 0; same && i <= a->text.len; i++)
        same = yaml_origin(a, i) == yaml_origin(b, i);
    return same;
}

static bool are_same_pairs(const YamlNode *a, const YamlNode *b)
{
    bool same = true;
    for (uint32_t i = 0; same && i < a->count; i++)
        same = is_same(a->pairs[i].key, b->pairs[i].key) && is_same(a->pairs[i].value, b->pairs[i].value);
    return same;
}

static bool is_same(const YamlNode *a, const YamlNode *b)
{
    bool same =
        a->kind == b->kind && a->flow == b->flow && a->count == b->count && a->span.start == b->span.start && a->span.end == b->span.end;
    if (!same || a->kind == YAML_MAPPING)
        return same && are_same_pairs(a, b);
    if (a->kind == YAML_SCALAR)
        return is_same_scalar(a, b);
    for (uint32_t i = 0; same && i < a->count; i++)
        same = is_same(a->items[i], b->items[i]);
    return same;
}

typedef struct {
    size_t read, refused;
} Tally;

/* Reads the text both ways. What is read over may hold mistakes that only libyaml sees. Nothing lies behind the bytes. */
static void compare(Str text, const char *left_out, Tally *tally)
{
    Arena arena = { 0 };
    char *bytes = memory_alloc(text.len ? text.len : 1);
    if (text.len)
        memcpy(bytes, text.at, text.len);
    Source source = { STR("pack.yaml"), { bytes, text.len } };
    Diags diags = { .arena = &arena };
    const YamlNode *quick = yaml_read_quickly(&arena, &source, left_out);
    const YamlNode *full = quick ? yaml_read_fully(&arena, &source, left_out, &diags) : NULL;
    bool same = !quick || (left_out && !full) || (full && diags.errors == 0 && is_same(quick, full));
    if (!same)
        print_error("%.*s\n", STR_ARG(text));
    assert_true(same);
    *(quick ? &tally->read : &tally->refused) += 1;
    arena_free(&arena);
    memory_free(bytes);
}

static void expect_read(const char *text)
{
    Tally tally = { 0 };
    compare(str_of(text), NULL, &tally);
    if (tally.read == 0)
        fail_msg("refused: %s", text);
}

static void expect_refused(const char *text)
{
    Tally tally = { 0 };
    compare(str_of(text), NULL, &tally);
    if (tally.read > 0)
        fail_msg("read: %s", text);
}

static void test_plain_forms(void **state)
{
    (void) state;
    expect_read("a: b");
    expect_read("# c\n\na: b # c\n  # c\nc d: e f\n'g': h\n\"i\": 'j'\n");
    expect_read("a:\n  b: 'it''s'\n  c: \"x\\ty\\n\\\\\\\"\\/\"\nd: ''\n");
    expect_read("a:\n- b\n- c\nd:\n  - e: f\n    g: h\n\n  -\n    i: j\n  - k\n");
    expect_read("a: {b: c, d: [e, 'f', \"g\"], h: {}, i: []} # j\nk: [{l: m},\n  {n: o}]\n");
    expect_read("a: |\n  b\n    c\n\n  d\n\n\ne: >-\n  f\n  g\n\n  h\n   i\n  j\nk: >+\n  l\n\n\nm: |+\n\n  n\n");
    expect_read("a: |-\n  b");
    expect_read("a:\nb:\n  c:\n  d: # e\n");
    expect_read("a:\n  - b:\n    c: d\n  - e\n");
    expect_read("a: b#c, d [e] {f} - g? h:i\nb: {c: d:e, f: -1}\n");
    expect_read("\xE5\xA7\x93: \xE5\x90\x8D \xE5\xAD\x97 # \xE4\xB8\xAD\nb: {\xE4\xB8\xAD: '\xE5\x9B\xBD'}\n");
}

static void test_what_is_for_libyaml(void **state)
{
    (void) state;
    static const char *const texts[] = {
        "",
        "# c\n",
        "a",
        " a: b",
        "a: b\n  c\n",
        "a: 'b\n  c'\n",
        "a: \"\\x41\"\n",
        "a: \"b\\\n  c\"\n",
        "a:\tb\n",
        "a: b\r\n",
        "a: &b c\n",
        "a: !b c\n",
        "a: *b\n",
        "? a\n: b\n",
        "--- \na: b\n",
        "a: b\n...\n",
        "a: b\n--- c\n",
        "%YAML 1.1\n",
        "a: b: c\n",
        "a: - b\n",
        "- - a\n",
        "-\n- a\n",
        "a: b\n c: d\n",
        "a:\n  b: c\n d: e\n",
        "a: [b: c]\n",
        "a: {b}\n",
        "a: {b: }\n",
        "a: [b,]\n",
        "a: [b\n",
        "a: {b:[c]}\n",
        "a: 'b' c\n",
        "a: 'b'#c\n",
        "a: 1\na: 2\n",
        "<<: {a: b}\n",
        "a: |2\n    b\n",
        "a: |\nb: c\n",
        "a: |\n    \n  b\n",
        "a: >\n  b\n   \n  c\n",
        "a: b\xC2\x85\n",
        "\xEF\xBB\xBF"
        "a: b\n",
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        expect_refused(texts[i]);
}

/* ---- values that are read over */

static uint32_t count_keys(const char *text)
{
    Arena arena = { 0 };
    Tally tally = { 0 };
    Source source = { STR("pack.yaml"), str_of(text) };
    const YamlNode *root = yaml_read_quickly(&arena, &source, "x"), *list = root ? yaml_get(root, "a") : NULL;
    uint32_t count = list ? list->items[0]->count : 0;
    compare(source.text, "x", &tally);
    arena_free(&arena);
    return count;
}

static void test_reading_over(void **state)
{
    (void) state;
    assert_int_equal(count_keys("a:\n  - x: [1, {b: '[', c: \"}\"}] # ]\n    d: e\n"), 1);
    assert_int_equal(count_keys("a:\n  - x:\n      - b: c\n        d: >-\n          e\n      # f\n    d: e\n"), 1);
    assert_int_equal(count_keys("a:\n- d: e\n  x:\n  - b\n  - c\n  f: g\n"), 2);
    assert_int_equal(count_keys("a: [{x: [b], c: d}]\n"), 1);
    assert_int_equal(count_keys("a:\n  - x: [1,\n 2]\n    d: e\n"), 0); /* its lines say nothing of where it ends */
    assert_int_equal(count_keys("a:\n  - x: 'b'' c\n d: '\n    d: e\n"), 0);
    assert_int_equal(count_keys("a:\n  - x: b\n    x: c\n"), 0); /* twice */
    Tally tally = { 0 };
    compare(STR("a: [b]\nc: {x: d}\ne:\n  - f\ng:\n  x: h\n"), "x", &tally); /* behind a list, but of none */
    assert_int_equal(tally.read, 1);
}

/* ---- packs that are changed at random */

/* Signs that mean something, and what packs are made of. */
static const char *const snippets[] = {
    " ", "  ", "\n", "\n  ", "\n    ", "- ",       ": ",           ":",    "#",    " #",   "'",  "''",   "\"", "\\", "[", "]",   "{",
    "}", ",",  ", ", "|\n",  ">-",     ">+\n",     "|-\n",         "a: b", "?",    "\n\n", "\t", "\r\n", "&",  "*",  "!", "---", "%",
    "@", "a",  "0",  "x:",   "-",      "\xC2\x85", "\xE4\xB8\xAD", "<<: ", "\n- ", "a:\n"
};

/* Takes some bytes out, puts some in, or takes them from elsewhere. */
static void change(Text *out, Str text, uint64_t *random)
{
    size_t at = next_random(random) % (text.len + 1), rest = text.len - at;
    size_t out_of = next_random(random) % 3 ? next_random(random) % 4 : next_random(random) % 60;
    size_t from = next_random(random) % (text.len + 1), size = next_random(random) % 40;
    text_clear(out);
    text_add(out, str_slice(text, 0, at));
    if (next_random(random) % 4)
        text_add(out, str_of(snippets[next_random(random) % COUNT(snippets)]));
    else
        text_add(out, str_slice(text, from, from + (size < text.len - from ? size : text.len - from)));
    text_add(out, str_slice(text, at + (out_of < rest ? out_of : rest), text.len));
}

static void compare_changed(Str text, uint64_t *random, Tally *tally)
{
    static const char *const left_out[] = { NULL, NULL, "examples", "en" };
    Text a = { 0 }, b = { 0 };
    text_add(&a, text);
    for (size_t changes = 1 + next_random(random) % 3; changes; changes--) {
        change(&b, text_str(&a), random);
        Text swap = a;
        a = b;
        b = swap;
    }
    Arena arena = { 0 };
    Source source = { STR("pack.yaml"), text_str(&a) };
    Diags diags = { .arena = &arena };
    yaml_parse(&arena, &source, &diags); /* tells bytes that are no UTF-8, which neither reader looks for */
    if (diags.list.count == 0 || diags.list.at[0].code != E_UTF8)
        compare(text_str(&a), left_out[next_random(random) % COUNT(left_out)], tally);
    arena_free(&arena);
    text_free(&a);
    text_free(&b);
}

/* Some lines, moved to the left by the indentation of the first. */
static void take_piece(Text *out, Str text, uint64_t *random)
{
    size_t start = next_random(random) % (text.len + 1), size = 50 + next_random(random) % 800, indent = 0;
    while (start > 0 && text.at[start - 1] != '\n')
        start--;
    while (start + indent < text.len && text.at[start + indent] == ' ')
        indent++;
    text_clear(out);
    for (size_t at = start, end; at < text.len && at < start + size; at = end) {
        size_t line_end = str_find(text, STR("\n"), at), blanks = 0;
        end = line_end == SIZE_MAX ? text.len : line_end + 1;
        while (blanks < indent && text.at[at + blanks] == ' ')
            blanks++;
        text_add(out, str_slice(text, at + blanks, end));
    }
}

static void test_changed_packs(void **state)
{
    (void) state;
    static const char *const paths[] = { "rules/core/rules.yaml", "rules/core/tables.yaml", "rules/core/procedure.yaml",
                                         "rules/university-2003/rules-pre-review.yaml", "rules/university-year/statistics.yaml" };
    Arena arena = { 0 };
    Tally whole = { 0 }, changed = { 0 };
    uint64_t random = 2003;
    Text piece = { 0 };
    for (size_t i = 0; i < COUNT(paths); i++) {
        Str text, problem;
        assert_true(file_read(&arena, paths[i], YAML_MAX_BYTES, &text, &problem));
        compare(text, NULL, &whole);
        compare(text, "examples", &whole);
        for (int n = 0; n < ROUNDS; n++) {
            take_piece(&piece, text, &random);
            compare_changed(text_str(&piece), &random, &changed);
        }
    }
    assert_int_equal(whole.refused, 0);
    assert_true(changed.read > COUNT(paths) * ROUNDS / 10 && changed.refused > COUNT(paths) * ROUNDS / 10);
    text_free(&piece);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_forms),
        cmocka_unit_test(test_what_is_for_libyaml),
        cmocka_unit_test(test_reading_over),
        cmocka_unit_test(test_changed_packs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
