/* Tokens: what they are, where they stand, what literals decode to, and that no text is lost between them. */
#include "lang/lexer.h"
#include "unit.h"

typedef struct {
    Arena arena;
    Diags diags;
    Source source;
    ExprText text;
    Lexer lexer;
} Fixture;

static void start(Fixture *fixture, Str text)
{
    *fixture = (Fixture) { 0 };
    fixture->diags.arena = &fixture->arena;
    fixture->source = (Source) { STR("test"), text };
    fixture->text = (ExprText) { .source = &fixture->source, .text = text };
    fixture->lexer = (Lexer) { .text = &fixture->text, .arena = &fixture->arena, .diags = &fixture->diags };
}

static void check_kinds(const char *text, const TokenKind *kinds)
{
    Fixture fixture;
    start(&fixture, str_of(text));
    for (size_t i = 0;; i++) {
        Token token = lexer_next(&fixture.lexer);
        assert_int_equal(token.kind, kinds[i]);
        if (token.kind == TOK_END)
            break;
    }
    assert_int_equal(fixture.lexer.errors, fixture.diags.errors);
    arena_free(&fixture.arena);
}

static void knows_every_symbol(void **state)
{
    (void) state;
    static const TokenKind kinds[] = { TOK_PLUS,         TOK_MINUS,         TOK_STAR,       TOK_SLASH,       TOK_PERCENT,
                                       TOK_NOT,          TOK_EQUAL,         TOK_NOT_EQUAL,  TOK_LESS,        TOK_LESS_EQUAL,
                                       TOK_GREATER,      TOK_GREATER_EQUAL, TOK_AND,        TOK_OR,          TOK_QUESTION,
                                       TOK_COLON,        TOK_COMMA,         TOK_DOT,        TOK_LEFT_PAREN,  TOK_RIGHT_PAREN,
                                       TOK_LEFT_BRACKET, TOK_RIGHT_BRACKET, TOK_LEFT_BRACE, TOK_RIGHT_BRACE, TOK_END };
    check_kinds("+-*/%! == != < <= > >=&&||?:,.()[]{}", kinds);
}

static void tells_words_apart(void **state)
{
    (void) state;
    static const TokenKind kinds[] = { TOK_TRUE, TOK_FALSE, TOK_NULL, TOK_IN,          TOK_RESERVED, TOK_RESERVED,
                                       TOK_NAME, TOK_NAME,  TOK_NAME, TOK_QUOTED_NAME, TOK_NAME,     TOK_END };
    check_kinds("true false null in namespace while whilst True _ `a b` b1 // in", kinds);
}

static void tells_numbers_apart(void **state)
{
    (void) state;
    static const TokenKind kinds[] = { TOK_INT,  TOK_UINT, TOK_DOUBLE, TOK_DOUBLE, TOK_DOUBLE, TOK_INT, TOK_DOT,
                                       TOK_NAME, TOK_INT,  TOK_DOT,    TOK_DOUBLE, TOK_INT,    TOK_IN,  TOK_END };
    check_kinds("1 2u 1.5 .5 1e3 1.e3 1. .5 1in", kinds);
}

static void prefixes_belong_to_strings(void **state)
{
    (void) state;
    static const TokenKind kinds[] = { TOK_STRING, TOK_STRING, TOK_BYTES, TOK_BYTES, TOK_STRING, TOK_NAME, TOK_NAME, TOK_STRING, TOK_END };
    check_kinds("'a' r'a' b\"a\" BR'''a''' '' b r_ ''''''", kinds);
}

static void mistakes_are_taken_for_what_was_meant(void **state)
{
    (void) state;
    static const TokenKind kinds[] = { TOK_NAME, TOK_EQUAL, TOK_NAME,          TOK_AND,    TOK_NAME, TOK_NOT_EQUAL,
                                       TOK_INT,  TOK_COMMA, TOK_GREATER_EQUAL, TOK_STRING, TOK_BAD,  TOK_END };
    check_kinds("a = b & c <> 1， ≥ “x” 姓名", kinds);
}

static Value value_of(Fixture *fixture, const char *text)
{
    start(fixture, str_of(text));
    Token token = lexer_next(&fixture->lexer);
    assert_int_equal(fixture->diags.errors, 0);
    assert_int_equal(lexer_next(&fixture->lexer).kind, TOK_END);
    return token.value;
}

static void line_ends_in_strings_are_lf(void **state)
{
    (void) state;
    Fixture fixture;
    assert_str(value_as_str(value_of(&fixture, "'''a\r\nb\rc\nd'''")), "a\nb\nc\nd");
    arena_free(&fixture.arena);
    assert_str(value_as_str(value_of(&fixture, "r\"\"\"a\r\n\\n\"\"\"")), "a\n\\n");
    arena_free(&fixture.arena);
    assert_str(value_as_str(value_of(&fixture, "'''\\r\\n'''")), "\r\n");
    arena_free(&fixture.arena);
}

static void strings_may_hold_zero(void **state)
{
    (void) state;
    Fixture fixture;
    Str text = value_as_str(value_of(&fixture, "'a\\000b'"));
    assert_int_equal(text.len, 3);
    assert_memory_equal(text.at, "a\0b", 3);
    arena_free(&fixture.arena);
    start(&fixture, (Str) { "'\0'", 3 });
    assert_int_equal(lexer_next(&fixture.lexer).value.len, 1);
    assert_int_equal(fixture.diags.errors, 0);
    arena_free(&fixture.arena);
}

static void plain_strings_are_not_copied(void **state)
{
    (void) state;
    Fixture fixture;
    const char *text = "r'a\\b'";
    assert_ptr_equal(value_of(&fixture, text).at, text + 2);
    arena_free(&fixture.arena);
}

static void an_int_keeps_its_magnitude(void **state)
{
    (void) state;
    Fixture fixture;
    assert_true(value_of(&fixture, "9223372036854775808").u == (uint64_t) 1 << 63);
    arena_free(&fixture.arena);
    assert_true(value_of(&fixture, "0xFFFFFFFFFFFFFFFF").u == UINT64_MAX);
    arena_free(&fixture.arena);
}

/* Tokens follow one another, carry the text they stand on, and leave out only blanks and comments. */
static void check_cover(Str text)
{
    Fixture fixture;
    start(&fixture, text);
    size_t at = 0;
    for (Token token = lexer_next(&fixture.lexer); token.kind != TOK_END; token = lexer_next(&fixture.lexer)) {
        assert_true(token.start >= at && token.end > token.start && token.end <= text.len);
        assert_true(str_equal(token.text, str_slice(text, token.start, token.end)));
        Str between = str_trim(str_slice(text, at, token.start));
        assert_true(between.len == 0 || str_starts_with(between, STR("//")));
        at = token.end;
    }
    Str rest = str_trim(str_slice(text, at, text.len));
    assert_true(rest.len == 0 || str_starts_with(rest, STR("//")));
    arena_free(&fixture.arena);
}

static void nothing_is_lost_between_tokens(void **state)
{
    (void) state;
    static const char *const pieces[] = { "a",  " ",  "1",    "'",  "\"", "'''", "\\",  ".",  "`", "=", "==", "&",  "，", "“", "”",
                                          "名", "\n", "//\n", "0x", "e5", "r'",  "b\"", "\t", "#", "{", "}",  "[?", ")",  "u", "\x01" };
    uint64_t seed = 1;
    for (size_t round = 0; round < 20000; round++) {
        Text text = { 0 };
        for (size_t i = next_random(&seed) % 12; i > 0; i--)
            text_add(&text, str_of(pieces[next_random(&seed) % COUNT(pieces)]));
        if (text.len > 0)
            check_cover(text_str(&text));
        text_free(&text);
    }
}

static void bad_escapes_of_a_string_are_told_once(void **state)
{
    (void) state;
    Fixture fixture;
    Text text = { 0 };
    text_add_char(&text, '\'');
    for (size_t i = 0; i < 1000; i++)
        text_add(&text, STR("\\q"));
    text_add_char(&text, '\'');
    start(&fixture, text_str(&text));
    lexer_next(&fixture.lexer);
    assert_int_equal(fixture.lexer.errors, 1);
    assert_int_equal(fixture.diags.list.count, 1);
    assert_true(str_find(fixture.diags.list.at[0].hint, STR("999 more like it here"), 0) == 0);
    arena_free(&fixture.arena);
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_every_symbol),
        cmocka_unit_test(tells_words_apart),
        cmocka_unit_test(tells_numbers_apart),
        cmocka_unit_test(prefixes_belong_to_strings),
        cmocka_unit_test(mistakes_are_taken_for_what_was_meant),
        cmocka_unit_test(line_ends_in_strings_are_lf),
        cmocka_unit_test(strings_may_hold_zero),
        cmocka_unit_test(plain_strings_are_not_copied),
        cmocka_unit_test(an_int_keeps_its_magnitude),
        cmocka_unit_test(nothing_is_lost_between_tokens),
        cmocka_unit_test(bad_escapes_of_a_string_are_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
