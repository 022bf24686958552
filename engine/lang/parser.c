/* Tokens into a tree: recursive descent, binary operators by binding power.

   The tree is whole whatever the text was: where it makes no sense stands a bad node, and the checker looks at the rest. Nesting
   (EXPR_MAX_DEPTH) keeps the parser's own recursion within bounds, the height of the tree (EXPR_MAX_HEIGHT) that of all who walk it
   later: a + b + c + … is not nested, but each sum is one higher than the last. */
#include "lang/parsing.h"

#include "base/utf8.h"
#include "lang/tree.h"

/* All binary operators associate to the left. */
static const Operator operators[TOK_COUNT] = {
    [TOK_OR] = OPERATOR_OR,           [TOK_AND] = OPERATOR_AND,
    [TOK_EQUAL] = OPERATOR_EQUAL,     [TOK_NOT_EQUAL] = OPERATOR_NOT_EQUAL,
    [TOK_LESS] = OPERATOR_LESS,       [TOK_LESS_EQUAL] = OPERATOR_LESS_EQUAL,
    [TOK_GREATER] = OPERATOR_GREATER, [TOK_GREATER_EQUAL] = OPERATOR_GREATER_EQUAL,
    [TOK_IN] = OPERATOR_IN,           [TOK_PLUS] = OPERATOR_ADD,
    [TOK_MINUS] = OPERATOR_SUBTRACT,  [TOK_STAR] = OPERATOR_MULTIPLY,
    [TOK_SLASH] = OPERATOR_DIVIDE,    [TOK_PERCENT] = OPERATOR_MODULO,
};

/* Words that are operators elsewhere. */
static const struct {
    const char *small, *capital;
    TokenKind kind;
    const char *symbol;
} word_operators[] = {
    { "and", "AND", TOK_AND, "&&" },
    { "or", "OR", TOK_OR, "||" },
    { "is", "IS", TOK_EQUAL, "==" },
    { "mod", "MOD", TOK_PERCENT, "%" },
};

static Expr *parse_unary(Parser *p);

/* ---- nodes */

Expr *parser_node(Parser *p, ExprKind kind, Span at)
{
    if (++p->nodes > EXPR_MAX_NODES)
        parser_stop(p, at, "has too many parts", EXPR_MAX_NODES);
    Expr *expr = arena_new(p->arena, Expr);
    *expr = (Expr) { .kind = kind, .height = 1, .span = at, .at = at };
    return expr;
}

Expr *parser_bad(Parser *p)
{
    return parser_node(p, EXPR_BAD, parser_span(p, p->token));
}

Expr *parser_finish(Parser *p, Expr *expr, uint32_t start)
{
    uint32_t end = p->previous.end > start ? p->previous.end : start;
    expr->span = expr_text_span(p->text, start, end);
    tree_raise(expr);
    if (expr->height <= EXPR_MAX_HEIGHT)
        return expr;
    parser_stop(p, expr->at, "chains too many operations", EXPR_MAX_HEIGHT);
    return parser_node(p, EXPR_BAD, expr->span);
}

bool parser_enter(Parser *p)
{
    if (++p->depth <= EXPR_MAX_DEPTH)
        return true;
    parser_stop(p, parser_span(p, p->token), "is nested too deeply", EXPR_MAX_DEPTH);
    return false;
}

Expr *parser_operator(Parser *p, Span at, Operator operator)
{
    Expr *call = parser_call(p, at, str_of(operator_name(operator)), NULL);
    call->call.operator= operator;
    return call;
}

Expr *parser_call(Parser *p, Span at, Str function, Expr *target)
{
    Expr *call = parser_node(p, EXPR_CALL, at);
    call->call.function = function;
    call->call.target = target;
    return call;
}

void parser_set_args(Parser *p, Expr *call, Expr *first, Expr *second, Expr *third)
{
    Expr *args[] = { first, second, third };
    call->call.count = 1u + (second != NULL) + (third != NULL);
    call->call.args = arena_array(p->arena, Expr *, call->call.count);
    memcpy(call->call.args, args, call->call.count * sizeof *args);
}

/* ---- operators */

static bool parser_is_unary(const Expr *expr)
{
    return !expr->grouped && (expr_is(expr, OPERATOR_NOT) || expr_is(expr, OPERATOR_NEGATE));
}

/* ! or -: runs of one of them are fine, both need parentheses between them. */
static Expr *parse_prefix(Parser *p)
{
    Token symbol = p->token;
    bool negates = symbol.kind == TOK_MINUS;
    parser_advance(p);
    if (negates && (p->token.kind == TOK_INT || p->token.kind == TOK_DOUBLE))
        return parse_member(p, symbol.start, parse_number(p, symbol.start, true));
    Expr *operand = parse_unary(p);
    Operator operator= negates ? OPERATOR_NEGATE : OPERATOR_NOT;
    if (parser_is_unary(operand) && operand->call.operator!= operator)
        parser_complain(p, E_SYNTAX, span_join(parser_span(p, symbol), operand->at),
                        negates ? "'-!' needs parentheses: -(!x)" : "'!-' needs parentheses: !(-x)");
    Expr *call = parser_operator(p, parser_span(p, symbol), operator);
    parser_set_args(p, call, operand, NULL, NULL);
    return parser_finish(p, call, symbol.start);
}

static Expr *parse_unary(Parser *p)
{
    uint32_t start = p->token.start;
    if (p->token.kind != TOK_NOT && p->token.kind != TOK_MINUS)
        return parse_member(p, start, parse_primary(p));
    Expr *expr = parser_enter(p) ? parse_prefix(p) : parser_bad(p);
    p->depth--;
    return expr;
}

/* Takes a word such as `and` between operands for the operator. */
static void take_word_operator(Parser *p)
{
    for (size_t i = 0; p->token.kind == TOK_NAME && i < sizeof word_operators / sizeof *word_operators; i++) {
        if (!str_is(p->token.text, word_operators[i].small) && !str_is(p->token.text, word_operators[i].capital))
            continue;
        parser_complain(p, E_SYNTAX, parser_span(p, p->token), "'%.*s' is written '%s'", STR_ARG(p->token.text), word_operators[i].symbol);
        p->token.kind = word_operators[i].kind;
    }
}

/* Takes in all operators that bind more tightly than `floor`. One of the same power ends the right side and is taken by the loop of who
   called, which is why all of them associate to the left. */
static Expr *parse_binary(Parser *p, int floor)
{
    uint32_t start = p->token.start;
    Expr *left = parse_unary(p);
    for (;;) {
        take_word_operator(p);
        Token symbol = p->token;
        int power = operator_power(operators[symbol.kind]);
        if (power <= floor)
            return left;
        parser_advance(p);
        Expr *right = parse_binary(p, power);
        Expr *call = parser_operator(p, parser_span(p, symbol), operators[symbol.kind]);
        parser_set_args(p, call, left, right, NULL);
        left = parser_finish(p, call, start);
    }
}

/* An operand stands where an operator should: all up to the next one is read, for its own mistakes. */
static Expr *parse_conditions(Parser *p)
{
    Expr *expr = parse_binary(p, 0);
    while (parser_starts_operand(p->token.kind)) {
        parser_missing_operator(p, expr);
        expr = parser_node(p, EXPR_BAD, parser_span(p, p->token));
        parse_binary(p, 0);
    }
    return expr;
}

static Expr *parse_choice(Parser *p, uint32_t start, Expr *condition);

/* The middle of a choice holds no choice of its own without parentheses. */
static Expr *parse_middle(Parser *p)
{
    uint32_t start = p->token.start;
    Expr *middle = parse_conditions(p);
    if (p->token.kind != TOK_QUESTION)
        return middle;
    bool said = parser_complain(p, E_SYNTAX, parser_span(p, p->token), "a choice within the middle of a choice needs parentheses");
    parser_hint(p, said, "a ? (b ? 1 : 2) : 3");
    middle = parser_enter(p) ? parse_choice(p, start, middle) : parser_bad(p);
    p->depth--;
    return middle;
}

static Expr *parse_choice(Parser *p, uint32_t start, Expr *condition)
{
    Token symbol = p->token;
    parser_advance(p);
    Expr *middle = parse_middle(p), *otherwise;
    if (p->token.kind == TOK_COLON) {
        parser_advance(p);
        otherwise = parse_expression(p);
    } else {
        parser_complain(p, E_SYNTAX, parser_span(p, symbol), "this '?' has no ':': a choice is written condition ? this : that");
        otherwise = parser_bad(p);
    }
    Expr *call = parser_operator(p, parser_span(p, symbol), OPERATOR_CONDITIONAL);
    parser_set_args(p, call, condition, middle, otherwise);
    return parser_finish(p, call, start);
}

Expr *parse_expression(Parser *p)
{
    uint32_t start = p->token.start;
    Expr *expr;
    if (parser_enter(p)) {
        expr = parse_conditions(p);
        if (p->token.kind == TOK_QUESTION)
            expr = parse_choice(p, start, expr);
    } else
        expr = parser_bad(p);
    p->depth--;
    return expr;
}

/* ---- the whole */

static Expr *parse_whole(Parser *p)
{
    Expr *expr = parse_expression(p);
    while (p->token.kind != TOK_END) {
        parser_complain(p, E_SYNTAX, parser_span(p, p->token), "%.*s does not belong here", STR_ARG(parser_shown(p, p->token)));
        parser_advance(p);
        if (p->token.kind != TOK_END)
            parse_expression(p);
    }
    return expr;
}

static bool parser_may_be_read(Parser *p)
{
    Str text = p->text->text;
    size_t valid = utf8_valid_len(text);
    if (text.len > EXPR_MAX_BYTES)
        parser_stop(p, expr_text_span(p->text, 0, 1), "has too many bytes", EXPR_MAX_BYTES);
    else if (valid < text.len)
        lexer_complain(&p->lexer, valid, valid + 1, "this byte is not UTF-8");
    return p->lexer.errors == 0;
}

Expr *expr_parse(Arena *arena, const ExprText *text, Diags *diags, bool *ok)
{
    Parser p = { .arena = arena, .diags = diags, .text = text, .lexer = { .text = text, .arena = arena, .diags = diags } };
    Expr *expr;
    if (parser_may_be_read(&p)) {
        parser_advance(&p);
        expr = parse_whole(&p);
    } else
        expr = parser_bad(&p);
    tree_number(expr);
    *ok = p.lexer.errors == 0;
    return expr;
}
