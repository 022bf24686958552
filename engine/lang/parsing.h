/* What the files of the parser share: parser.c knows the operators, operand.c what stands
   between them, recover.c what to do when the text does not follow it,
   macro.c which calls are macros. */
#ifndef DULY_LANG_PARSING_H
#define DULY_LANG_PARSING_H

#include "base/array.h"
#include "lang/lexer.h"
#include "lang/parser.h"

/* The parser, and all that it knows: the token that is looked at, and the one before it, whose end is the end of what was read. */
typedef struct {
    Arena *arena;
    Diags *diags;
    const ExprText *text;
    Lexer lexer;
    Token token, previous;
    uint32_t depth, nodes, locals;
    uint32_t open[TOK_COUNT]; /* brackets that wait to be closed, by their closing token */
    uint32_t silence;         /* tokens until problems are told again: they would follow from the last one */
    bool stopped;             /* a bound was met: nothing is read any more */
} Parser;

typedef ARRAY(Expr *) ExprArray;

/* ---- nodes */

Expr *parser_node(Parser *p, ExprKind kind, Span at);
/* Gives a node its span, from the start of a token to the token before this one, and its height. Too high a
   tree becomes a bad node. */
Expr *parser_finish(Parser *p, Expr *expr, uint32_t start);
Expr *parser_bad(Parser *p);
/* Enters one more level of nesting; false beyond EXPR_MAX_DEPTH. */
bool parser_enter(Parser *p);

/* An operator or a call without arguments yet, and up to three arguments for it (the last ones NULL). */
Expr *parser_operator(Parser *p, Span at, Operator operator);
Expr *parser_call(Parser *p, Span at, Str function, Expr *target);
void parser_set_args(Parser *p, Expr *call, Expr *first, Expr *second, Expr *third);

/* ---- the grammar; start is the offset at which the operand begins */

Expr *parse_expression(Parser *p);
Expr *parse_primary(Parser *p);
/* The fields, methods and indexes that follow an operand. */
Expr *parse_member(Parser *p, uint32_t start, Expr *operand);
/* An int or double whose minus, if it has one, was read already; start is where that stands. */
Expr *parse_number(Parser *p, uint32_t start, bool negative);

/* ---- recover.c */

void parser_advance(Parser *p);
Span parser_span(const Parser *p, Token token);
/* Says a problem and falls silent for a few tokens. Whether it was said: then it may get a hint. */
bool parser_complain(Parser *p, DiagCode code, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
void parser_hint(Parser *p, bool said, const char *hint);
/* Says that a bound was met and stops reading. */
void parser_stop(Parser *p, Span span, const char *what, unsigned limit);
/* The token as people are shown it: "'&&'", "the end". */
Str parser_shown(const Parser *p, Token token);

void parser_missing_operand(Parser *p);
/* Stands before an operand where an operator should be; left is the operand before it. */
void parser_missing_operator(Parser *p, const Expr *left);
bool parser_starts_operand(TokenKind kind);

/* A bracket and the items in it, separated by commas:
   bracket_open, one item each time that bracket_more holds, bracket_close. */
typedef struct {
    Token opener;
    TokenKind closer;
    bool trailing; /* a comma may follow the last item */
    uint32_t count;
} Bracket;
Bracket bracket_open(Parser *p, bool trailing);
bool bracket_more(Parser *p, Bracket *bracket);
void bracket_close(Parser *p, const Bracket *bracket);

/* ---- macro.c */

/* The macro that a call means, else the call itself. The arguments are complete; what is returned is not finished. */
Expr *macro_recognise(Parser *p, Expr *call, uint32_t start);

#endif
