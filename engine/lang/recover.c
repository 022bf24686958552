/* What the parser says and does where the text does not follow the grammar.

   One mistake leads to others that are none: after a sentence the next few tokens are passed in silence. Where a bracket is closed by
   one of another kind, those that are still open say which is wrong: `f(a]` ends with the wrong one, and in `[f(a]` the parenthesis was
   never closed.

   The parser must come to an end whatever it is given. Every loop over tokens takes one in each turn or ends; when a bound is met the
   token is made the end of the text (parser_stop), which every loop stops at. */
#include "lang/parsing.h"

#include "base/said.h"

enum { SILENT_TOKENS = 3 };

static const TokenKind closer_of[TOK_COUNT] = {
    [TOK_LEFT_PAREN] = TOK_RIGHT_PAREN,
    [TOK_LEFT_BRACKET] = TOK_RIGHT_BRACKET,
    [TOK_LEFT_BRACE] = TOK_RIGHT_BRACE,
};

static const char *const symbol_of[TOK_COUNT] = {
    [TOK_RIGHT_PAREN] = ")",
    [TOK_RIGHT_BRACKET] = "]",
    [TOK_RIGHT_BRACE] = "}",
};

Span parser_span(const Parser *p, Token token)
{
    return expr_text_span(p->text, token.start, token.end);
}

/* What a token that the lexer complained about leads to need not be told as well. */
void parser_advance(Parser *p)
{
    p->previous = p->token;
    if (p->stopped)
        p->token = (Token) { .kind = TOK_END, .start = p->token.start, .end = p->token.start };
    else
        p->token = lexer_next(&p->lexer);
    if (p->token.kind == TOK_BAD)
        p->silence = SILENT_TOKENS;
    else if (p->silence > 0)
        p->silence--;
    if (p->lexer.errors >= EXPR_MAX_SYNTAX_ERRORS)
        p->stopped = true;
}

bool parser_complain(Parser *p, DiagCode code, Span span, const char *format, ...)
{
    bool silent = p->silence > 0 || p->stopped;
    p->silence = SILENT_TOKENS;
    if (silent)
        return false;
    va_list args;
    va_start(args, format);
    Str sentence = arena_vformat(p->arena, format, args);
    va_end(args);
    diag_add(p->diags, code, p->text->source, span, "%.*s", STR_ARG(sentence));
    p->lexer.errors++;
    return true;
}

void parser_hint(Parser *p, bool said, const char *hint)
{
    if (said)
        diag_hint(p->diags, "%s", hint);
}

void parser_stop(Parser *p, Span span, const char *what, unsigned limit)
{
    /* Also where enough had been said before: a token that stayed would be looked at again and again. */
    p->token.kind = TOK_END;
    if (p->stopped)
        return;
    diag_add(p->diags, E_LIMIT, p->text->source, span, "the expression %s; the limit is %u", what, limit);
    p->lexer.errors++;
    p->stopped = true;
}

Str parser_shown(const Parser *p, Token token)
{
    if (token.kind == TOK_END)
        return said_str(p->arena->language, STR("the end"));
    bool has_quotes = token.kind == TOK_STRING || token.kind == TOK_BYTES || token.kind == TOK_QUOTED_NAME;
    Str excerpt = lexer_excerpt(token.text);
    const char *rest = excerpt.len < token.text.len ? "..." : "";
    return has_quotes ? arena_format(p->arena, "%.*s%s", STR_ARG(excerpt), rest)
                      : arena_format(p->arena, "'%.*s%s'", STR_ARG(excerpt), rest);
}

static bool is_closer(TokenKind kind)
{
    return symbol_of[kind] != NULL;
}

/* ---- operands and operators */

bool parser_starts_operand(TokenKind kind)
{
    return (kind >= TOK_BAD && kind <= TOK_NULL) || kind == TOK_RESERVED || kind == TOK_NOT || kind == TOK_LEFT_PAREN ||
           kind == TOK_LEFT_BRACE;
}

static bool separates(TokenKind kind)
{
    return kind == TOK_COMMA || kind == TOK_LEFT_PAREN || kind == TOK_LEFT_BRACKET || kind == TOK_LEFT_BRACE || kind == TOK_COLON ||
           kind == TOK_QUESTION;
}

void parser_missing_operand(Parser *p)
{
    Token token = p->token, before = p->previous;
    const char *what = separates(before.kind) ? "an expression" : "an operand";
    if (before.kind != TOK_END)
        parser_complain(p, E_SYNTAX, parser_span(p, before), "%s is missing after %.*s", what, STR_ARG(parser_shown(p, before)));
    else if (token.kind == TOK_END)
        parser_complain(p, E_SYNTAX, parser_span(p, token), "the expression is empty");
    else if (is_closer(token.kind))
        parser_complain(p, E_SYNTAX, parser_span(p, token), "this '%s' closes nothing", symbol_of[token.kind]);
    else
        parser_complain(p, E_SYNTAX, parser_span(p, token), "an operand is missing before %.*s", STR_ARG(parser_shown(p, token)));
}

static bool recover_is_word(const Expr *expr, const char *small, const char *capital)
{
    return expr->kind == EXPR_NAME && !expr->grouped && (str_is(expr->name.name, small) || str_is(expr->name.name, capital));
}

void parser_missing_operator(Parser *p, const Expr *left)
{
    if (recover_is_word(left, "not", "NOT")) {
        parser_complain(p, E_SYNTAX, left->span, "'not' is written '!'");
        return;
    }
    bool said =
        parser_complain(p, E_SYNTAX, parser_span(p, p->token), "an operator is missing before %.*s", STR_ARG(parser_shown(p, p->token)));
    if (str_is(p->token.text, "not"))
        parser_hint(p, said, "'not in' is written !(a in b)");
    else if (p->token.text.at[0] == '.')
        parser_hint(p, said, "an element of a list is written list[0]");
    else if (str_is(p->token.text, "if") || str_is(p->token.text, "else"))
        parser_hint(p, said, "a choice is written condition ? this : that");
}

/* ---- brackets */

Bracket bracket_open(Parser *p, bool trailing)
{
    Bracket bracket = { .opener = p->token, .closer = closer_of[p->token.kind], .trailing = trailing };
    p->open[bracket.closer]++;
    parser_advance(p);
    return bracket;
}

/* A comma before the first item: all there is in [,], else something is missing before it. */
static bool leading_comma(Parser *p, const Bracket *bracket)
{
    Token comma = p->token;
    parser_advance(p);
    if (bracket->trailing && p->token.kind == bracket->closer)
        return false;
    parser_complain(p, E_SYNTAX, parser_span(p, comma), "an expression is missing before ','");
    return !is_closer(p->token.kind) && p->token.kind != TOK_END;
}

static bool next_after_comma(Parser *p, const Bracket *bracket)
{
    Token comma = p->token;
    parser_advance(p);
    if (p->token.kind == bracket->closer && !bracket->trailing)
        parser_complain(p, E_SYNTAX, parser_span(p, comma), "an argument is missing after ','");
    return !is_closer(p->token.kind) && p->token.kind != TOK_END;
}

bool bracket_more(Parser *p, Bracket *bracket)
{
    if (is_closer(p->token.kind) || p->token.kind == TOK_END)
        return false;
    bool first = bracket->count++ == 0;
    if (p->token.kind == TOK_COMMA)
        return first ? leading_comma(p, bracket) : next_after_comma(p, bracket);
    if (!first) {
        parser_complain(p, E_SYNTAX, parser_span(p, p->token), "',' or '%s' is needed before %.*s", symbol_of[bracket->closer],
                        STR_ARG(parser_shown(p, p->token)));
        parser_advance(p);
    }
    return true;
}

/* At another closing bracket: where its own opened further out, it is left to that, else it is taken for the
   right one. */
static void close_wrongly(Parser *p, const Bracket *bracket)
{
    bool closes_outer = p->open[p->token.kind] > 0;
    if (closes_outer || p->token.kind == TOK_END) {
        parser_complain(p, E_SYNTAX, parser_span(p, bracket->opener), "this '%.*s' is never closed", STR_ARG(bracket->opener.text));
        return;
    }
    parser_complain(p, E_SYNTAX, parser_span(p, p->token), "'%.*s' is closed by '%s', not by %.*s", STR_ARG(bracket->opener.text),
                    symbol_of[bracket->closer], STR_ARG(parser_shown(p, p->token)));
    parser_advance(p);
}

void bracket_close(Parser *p, const Bracket *bracket)
{
    p->open[bracket->closer]--;
    if (p->token.kind == bracket->closer)
        parser_advance(p);
    else
        close_wrongly(p, bracket);
}
