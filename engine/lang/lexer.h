/* Text into tokens (semantics of CEL's lexis). Literals are decoded here. What people write from habit (=, and full-width
   punctuation) is complained about and then taken for what was meant. */
#ifndef DULY_LANG_LEXER_H
#define DULY_LANG_LEXER_H

#include "base/ascii.h"
#include "base/diag.h"
#include "lang/expr.h"

typedef enum {
    TOK_END,
    TOK_BAD /* already complained about */,
    TOK_INT,
    TOK_UINT,
    TOK_DOUBLE,
    TOK_STRING,
    TOK_BYTES,
    TOK_NAME,
    TOK_QUOTED_NAME /* `a-b` */,
    TOK_TRUE,
    TOK_FALSE,
    TOK_NULL,
    TOK_IN,
    TOK_RESERVED /* a reserved word; a name after a dot */,
    TOK_PLUS,
    TOK_MINUS,
    TOK_STAR,
    TOK_SLASH,
    TOK_PERCENT,
    TOK_NOT,
    TOK_EQUAL,
    TOK_NOT_EQUAL,
    TOK_LESS,
    TOK_LESS_EQUAL,
    TOK_GREATER,
    TOK_GREATER_EQUAL,
    TOK_AND,
    TOK_OR,
    TOK_QUESTION,
    TOK_COLON,
    TOK_COMMA,
    TOK_DOT,
    TOK_LEFT_PAREN,
    TOK_RIGHT_PAREN,
    TOK_LEFT_BRACKET,
    TOK_RIGHT_BRACKET,
    TOK_LEFT_BRACE,
    TOK_RIGHT_BRACE,
    TOK_COUNT
} TokenKind;

typedef struct {
    TokenKind kind;
    uint32_t start, end; /* in the text of the expression, not the file */
    Str text;            /* as written */
    Value value;         /* of literals; an int literal keeps its magnitude as a uint until the parser knows its sign */
} Token;

typedef struct {
    const ExprText *text; /* valid UTF-8 */
    Arena *arena;
    Diags *diags;
    size_t at;
    uint32_t errors; /* problems found so far */
} Lexer;

Token lexer_next(Lexer *lexer);

/* Whether a field of this name is written without back quotes. */
bool lexer_is_name(Str text);

/* ---- for the files of the lexer and the parser */

static inline bool begins_name(char c)
{
    return ascii_is_letter(c) || c == '_';
}
/* The byte so far ahead, 0 at the end. */
static inline char lexer_peek(const Lexer *lexer, size_t ahead)
{
    return ahead < lexer->text->text.len - lexer->at ? lexer->text->text.at[lexer->at + ahead] : 0;
}

/* The token from `start` to where the lexer stands. */
Token lexer_token(const Lexer *lexer, TokenKind kind, size_t start);
/* Says E_SYNTAX from start to end of the text. */
void lexer_complain(Lexer *lexer, size_t start, size_t end, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The symbol of one ASCII character, TOK_BAD if there is none; '=' and '&' count as what they stand for when doubled. */
TokenKind lexer_symbol(char c);

/* literal.c: the lexer stands at the first digit or point, or at the prefix or quote of a string. */
Token lexer_number(Lexer *lexer);
bool lexer_at_string(const Lexer *lexer);
Token lexer_string(Lexer *lexer);

/* foreign.c: characters that are none of the language's. The first one skips blanks of other alphabets. */
bool lexer_skip_foreign_blanks(Lexer *lexer);
Token lexer_foreign(Lexer *lexer);
/* The start of a text that people are shown, at most about 30 bytes. */
Str lexer_excerpt(Str text);

#endif
