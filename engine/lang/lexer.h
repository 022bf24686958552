/* Text into tokens (semantics of CEL's lexis). Literals are decoded here. */
#ifndef DULY_LANG_LEXER_H
#define DULY_LANG_LEXER_H

#include "base/diag.h"
#include "lang/expr.h"

typedef enum {
    TOK_END, TOK_BAD /* already complained about */,
    TOK_INT, TOK_UINT, TOK_DOUBLE, TOK_STRING, TOK_BYTES, TOK_NAME, TOK_QUOTED_NAME /* `a-b` */,
    TOK_TRUE, TOK_FALSE, TOK_NULL, TOK_IN, TOK_RESERVED /* a reserved word; a name after a dot */,
    TOK_PLUS, TOK_MINUS, TOK_STAR, TOK_SLASH, TOK_PERCENT, TOK_NOT,
    TOK_EQUAL, TOK_NOT_EQUAL, TOK_LESS, TOK_LESS_EQUAL, TOK_GREATER, TOK_GREATER_EQUAL, TOK_AND, TOK_OR,
    TOK_QUESTION, TOK_COLON, TOK_COMMA, TOK_DOT, TOK_LEFT_PAREN, TOK_RIGHT_PAREN, TOK_LEFT_BRACKET, TOK_RIGHT_BRACKET,
    TOK_LEFT_BRACE, TOK_RIGHT_BRACE,
    TOK_COUNT
} TokenKind;

typedef struct {
    TokenKind kind;
    uint32_t start, end; /* in the text of the expression, not the file */
    Str text;            /* as written */
    Value value;         /* of literals; an int literal keeps its magnitude as a uint until the parser knows its sign */
} Token;

typedef struct {
    const ExprText *text;
    Arena *arena;
    Diags *diags;
    size_t at;
} Lexer;

Token lexer_next(Lexer *lexer);

#endif
