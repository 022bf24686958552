/* Text into tokens: blanks, names, symbols. Literals are in literal.c, strange characters in foreign.c.

   It reads on after every mistake and says what was meant: who writes rules for the first time writes `=`, `AND` and full-width commas,
   and a sentence about each, with the rest of the expression looked at as well, is worth more than strictness. The expression is refused
   all the same. */
#include "lang/lexer.h"

#include "lang/parser.h"

/* Symbols: the commonest first, and of those that begin alike the longest; those with a sentence are foreign and taken for what they
   mean. */
static const struct {
    const char *text;
    TokenKind kind;
    const char *sentence;
} symbols[] = {
    { ".", TOK_DOT, NULL },
    { "(", TOK_LEFT_PAREN, NULL },
    { ")", TOK_RIGHT_PAREN, NULL },
    { ",", TOK_COMMA, NULL },
    { "===", TOK_EQUAL, "'===' is written '=='" },
    { "!==", TOK_NOT_EQUAL, "'!==' is written '!='" },
    { "==", TOK_EQUAL, NULL },
    { "!=", TOK_NOT_EQUAL, NULL },
    { "<>", TOK_NOT_EQUAL, "'<>' is written '!='" },
    { "<=", TOK_LESS_EQUAL, NULL },
    { "=<", TOK_LESS_EQUAL, "'=<' is written '<='" },
    { ">=", TOK_GREATER_EQUAL, NULL },
    { "=>", TOK_GREATER_EQUAL, "'=>' is written '>='" },
    { "&&", TOK_AND, NULL },
    { "||", TOK_OR, NULL },
    { "=", TOK_EQUAL, "'=' compares nothing: equality is written '=='" },
    { "&", TOK_AND, "'&' is written '&&'" },
    { "|", TOK_OR, "'|' is written '||'" },
    { "<", TOK_LESS, NULL },
    { ">", TOK_GREATER, NULL },
    { "!", TOK_NOT, NULL },
    { "+", TOK_PLUS, NULL },
    { "-", TOK_MINUS, NULL },
    { "*", TOK_STAR, NULL },
    { "/", TOK_SLASH, NULL },
    { "%", TOK_PERCENT, NULL },
    { "?", TOK_QUESTION, NULL },
    { ":", TOK_COLON, NULL },
    { "[", TOK_LEFT_BRACKET, NULL },
    { "]", TOK_RIGHT_BRACKET, NULL },
    { "{", TOK_LEFT_BRACE, NULL },
    { "}", TOK_RIGHT_BRACE, NULL },
};

static const struct {
    const char *text;
    TokenKind kind;
} words[] = {
    { "true", TOK_TRUE },          { "false", TOK_FALSE },     { "null", TOK_NULL },         { "in", TOK_IN },
    { "as", TOK_RESERVED },        { "break", TOK_RESERVED },  { "const", TOK_RESERVED },    { "continue", TOK_RESERVED },
    { "else", TOK_RESERVED },      { "for", TOK_RESERVED },    { "function", TOK_RESERVED }, { "if", TOK_RESERVED },
    { "import", TOK_RESERVED },    { "let", TOK_RESERVED },    { "loop", TOK_RESERVED },     { "package", TOK_RESERVED },
    { "namespace", TOK_RESERVED }, { "return", TOK_RESERVED }, { "var", TOK_RESERVED },      { "void", TOK_RESERVED },
    { "while", TOK_RESERVED },
};

enum { SYMBOL_COUNT = sizeof symbols / sizeof *symbols, WORD_COUNT = sizeof words / sizeof *words };

Token lexer_token(const Lexer *lexer, TokenKind kind, size_t start)
{
    return (Token) {
        .kind = kind, .start = (uint32_t) start, .end = (uint32_t) lexer->at, .text = str_slice(lexer->text->text, start, lexer->at)
    };
}

void lexer_complain(Lexer *lexer, size_t start, size_t end, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str sentence = arena_vformat(lexer->arena, format, args);
    va_end(args);
    /* A hint that follows belongs to this sentence, which is not said. */
    if (lexer->errors++ >= EXPR_MAX_SYNTAX_ERRORS) {
        lexer->diags->newest_kept = false;
        return;
    }
    Span span = expr_text_span(lexer->text, start, end);
    diag_add(lexer->diags, E_SYNTAX, lexer->text->source, span, "%.*s", STR_ARG(sentence));
}

TokenKind lexer_symbol(char c)
{
    for (size_t i = 0; i < SYMBOL_COUNT; i++)
        if (symbols[i].text[0] == c && symbols[i].text[1] == 0)
            return symbols[i].kind;
    return TOK_BAD;
}

static void skip_comment(Lexer *lexer)
{
    while (lexer->at < lexer->text->text.len && lexer_peek(lexer, 0) != '\n')
        lexer->at++;
}

static bool lexer_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static void lexer_skip_blanks(Lexer *lexer)
{
    for (;;) {
        if (lexer_is_blank(lexer_peek(lexer, 0)))
            lexer->at++;
        else if (lexer_peek(lexer, 0) == '/' && lexer_peek(lexer, 1) == '/')
            skip_comment(lexer);
        else if (!lexer_skip_foreign_blanks(lexer))
            return;
    }
}

static TokenKind word_kind(Str word)
{
    for (size_t i = 0; i < WORD_COUNT && word.len > 1; i++)
        if (words[i].text[0] == word.at[0] && str_is(word, words[i].text))
            return words[i].kind;
    return TOK_NAME;
}

bool lexer_is_name(Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!begins_name(text.at[i]) && (i == 0 || !ascii_is_digit(text.at[i])))
            return false;
    TokenKind kind = word_kind(text);
    return text.len > 0 && (kind == TOK_NAME || kind == TOK_RESERVED);
}

static Token lex_word(Lexer *lexer)
{
    Str text = lexer->text->text;
    size_t start = lexer->at, end = start;
    while (end < text.len && (begins_name(text.at[end]) || ascii_is_digit(text.at[end])))
        end++;
    lexer->at = end;
    return lexer_token(lexer, word_kind(str_slice(lexer->text->text, start, lexer->at)), start);
}

static bool may_be_quoted(char c)
{
    return begins_name(c) || ascii_is_digit(c) || c == '.' || c == '/' || c == ' ' || c == '-';
}

/* CEL's way to select a field whose name is no identifier: r.`a-b`. */
static Token lex_quoted_name(Lexer *lexer)
{
    size_t start = lexer->at++;
    while (may_be_quoted(lexer_peek(lexer, 0)))
        lexer->at++;
    bool closed = lexer_peek(lexer, 0) == '`';
    if (closed && lexer->at > start + 1) {
        lexer->at++;
        return lexer_token(lexer, TOK_QUOTED_NAME, start);
    }
    lexer_complain(lexer, start, closed ? lexer->at + 1 : lexer->at,
                   closed ? "a name is missing between the back quotes" : "this quoted name is never closed");
    diag_hint(lexer->diags, "a name in back quotes is made of letters, digits, blanks and _ . / -");
    lexer->at += closed;
    return lexer_token(lexer, TOK_BAD, start);
}

static Token lex_symbol(Lexer *lexer)
{
    Str rest = str_slice(lexer->text->text, lexer->at, lexer->text->text.len);
    for (size_t i = 0; i < SYMBOL_COUNT; i++) {
        if (symbols[i].text[0] != rest.at[0] || !str_starts_with(rest, str_of(symbols[i].text)))
            continue;
        Str symbol = str_of(symbols[i].text);
        size_t start = lexer->at;
        lexer->at += symbol.len;
        if (symbols[i].sentence)
            lexer_complain(lexer, start, lexer->at, "%s", symbols[i].sentence);
        return lexer_token(lexer, symbols[i].kind, start);
    }
    return lexer_foreign(lexer);
}

/* The text may be NULL when it is empty, so that there is nothing to slice. */
static Token end_token(uint32_t at)
{
    return (Token) { .kind = TOK_END, .start = at, .end = at, .text = STR("") };
}

Token lexer_next(Lexer *lexer)
{
    lexer_skip_blanks(lexer);
    if (lexer->at >= lexer->text->text.len)
        return end_token((uint32_t) lexer->at);
    char c = lexer_peek(lexer, 0);
    if (lexer_at_string(lexer))
        return lexer_string(lexer);
    if (begins_name(c))
        return lex_word(lexer);
    if (ascii_is_digit(c) || (c == '.' && ascii_is_digit(lexer_peek(lexer, 1))))
        return lexer_number(lexer);
    if (c == '`')
        return lex_quoted_name(lexer);
    return lex_symbol(lexer);
}
