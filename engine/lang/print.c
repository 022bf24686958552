/* Expressions in canonical form: one blank around operators, single quotes, as few parentheses as can be.

   It is what is told of an expression that nobody wrote, and what changes of a rule are called by in `duly test --mutate`; so what is
   printed has to be parsed to the same tree again, which a test holds it to. A place has a floor, how tightly what stands there must
   bind: whatever binds less gets parentheses. */
#include "lang/expr.h"

#include <math.h>

#include "lang/lexer.h"

/* How tightly things bind; what binds less than its place asks for gets parentheses. */
enum { BIND_CHOICE = 0, BIND_UNARY = 6, BIND_MEMBER = 7 };

static void print_expr(Text *out, const Expr *expr, int floor);

/* ---- literals */

static void print_escape(Text *out, char c, bool bytes)
{
    static const char letters[] = "nrtabfv", meanings[] = "\n\r\t\a\b\f\v";
    unsigned char byte = (unsigned char) c;
    const char *known = c ? strchr(meanings, c) : NULL;
    if (known)
        text_format(out, "\\%c", letters[known - meanings]);
    else if (c == '\\' || c == '\'')
        text_format(out, "\\%c", c);
    else if (byte < ' ' || byte == 0x7F || (bytes && byte >= 0x80))
        text_format(out, "\\x%02x", byte);
    else
        text_add_char(out, c);
}

static void print_quoted(Text *out, Str content, bool bytes)
{
    text_add(out, bytes ? STR("b'") : STR("'"));
    for (size_t i = 0; i < content.len; i++)
        print_escape(out, content.at[i], bytes);
    text_add_char(out, '\'');
}

static void print_literal(Text *out, Value value)
{
    switch (value.kind) {
    case KIND_BOOL: text_add(out, value.boolean ? STR("true") : STR("false")); break;
    case KIND_INT: text_format(out, "%lld", (long long) value.i); break;
    case KIND_UINT: text_format(out, "%lluu", (unsigned long long) value.u); break;
    case KIND_DOUBLE: text_add_double(out, value.d); break;
    case KIND_STRING:
    case KIND_BYTES: print_quoted(out, value_as_str(value), value.kind == KIND_BYTES); break;
    default: text_add(out, STR("null")); break;
    }
}

static bool is_signed_number(const Expr *expr)
{
    return expr->kind == EXPR_LITERAL && (expr->literal.kind == KIND_INT || expr->literal.kind == KIND_DOUBLE);
}

static bool print_is_negative(const Expr *expr)
{
    if (!is_signed_number(expr))
        return false;
    return expr->literal.kind == KIND_INT ? expr->literal.i < 0 : signbit(expr->literal.d) != 0;
}

/* ---- names */

static void print_field(Text *out, Str name)
{
    bool plain = lexer_is_name(name);
    text_add(out, plain ? STR("") : STR("`"));
    text_add(out, name);
    text_add(out, plain ? STR("") : STR("`"));
}

static void print_select(Text *out, const Expr *expr)
{
    text_add(out, expr->select.test ? STR("has(") : STR(""));
    print_expr(out, expr->select.operand, BIND_MEMBER);
    text_add(out, expr->select.optional ? STR(".?") : STR("."));
    print_field(out, expr->select.field);
    text_add(out, expr->select.test ? STR(")") : STR(""));
}

/* ---- lists, maps, arguments */

static void print_separator(Text *out, uint32_t index, const bool *optional)
{
    text_add(out, index ? STR(", ") : STR(""));
    text_add(out, optional && optional[index] ? STR("?") : STR(""));
}

static void print_items(Text *out, Expr *const *items, const bool *optional, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        print_separator(out, i, optional);
        print_expr(out, items[i], BIND_CHOICE);
    }
}

static void print_map(Text *out, const Expr *expr)
{
    text_add(out, expr->kind == EXPR_STRUCT ? expr->map.name : STR(""));
    text_add_char(out, '{');
    for (uint32_t i = 0; i < expr->map.count; i++) {
        const Expr *key = expr->map.keys[i];
        print_separator(out, i, expr->map.optional);
        if (expr->kind == EXPR_STRUCT && key->kind == EXPR_LITERAL)
            print_field(out, value_as_str(key->literal));
        else
            print_expr(out, key, BIND_CHOICE);
        text_add(out, STR(": "));
        print_expr(out, expr->map.values[i], BIND_CHOICE);
    }
    text_add_char(out, '}');
}

/* ---- calls */

static bool is_index(const Expr *expr)
{
    return expr_is(expr, OPERATOR_INDEX) || expr_is(expr, OPERATOR_OPTIONAL_INDEX);
}

static bool print_is_unary(const Expr *expr)
{
    return expr_is(expr, OPERATOR_NOT) || expr_is(expr, OPERATOR_NEGATE);
}

static int print_binding(const Expr *expr)
{
    if (print_is_negative(expr))
        return BIND_UNARY;
    if (expr->kind != EXPR_CALL)
        return BIND_MEMBER;
    if (expr_is(expr, OPERATOR_CONDITIONAL))
        return BIND_CHOICE;
    if (print_is_unary(expr))
        return BIND_UNARY;
    int power = operator_power(expr->call.operator);
    return power ? power : BIND_MEMBER;
}

static void print_choice(Text *out, const Expr *expr)
{
    print_expr(out, expr->call.args[0], BIND_CHOICE + 1);
    text_add(out, STR(" ? "));
    print_expr(out, expr->call.args[1], BIND_CHOICE + 1);
    text_add(out, STR(" : "));
    print_expr(out, expr->call.args[2], BIND_CHOICE);
}

static void print_binary(Text *out, const Expr *expr, int power)
{
    print_expr(out, expr->call.args[0], power);
    text_format(out, " %.*s ", STR_ARG(expr->call.function));
    print_expr(out, expr->call.args[1], power + 1);
}

/* What is printed first of an expression that is a chain of members: the 1 of 1.f()[0].g. */
static const Expr *first_of_chain(const Expr *expr)
{
    for (;;) {
        const Expr *first = NULL;
        if (expr->kind == EXPR_SELECT && !expr->select.test)
            first = expr->select.operand;
        else if (expr->kind == EXPR_CALL)
            first = is_index(expr) ? expr->call.args[0] : expr->call.target;
        else if (expr->kind == EXPR_MACRO && expr->macro.kind != MACRO_BIND)
            first = expr->macro.range;
        if (!first || print_binding(first) < BIND_MEMBER)
            return expr;
        expr = first;
    }
}

/* A minus before a number would become part of it; only runs of the same sign need no parentheses. */
static void print_unary(Text *out, const Expr *expr)
{
    const Expr *operand = expr->call.args[0];
    bool negates = expr->call.operator== OPERATOR_NEGATE;
    bool run = expr_is(operand, expr->call.operator);
    bool number = negates && is_signed_number(first_of_chain(operand));
    text_add_char(out, negates ? '-' : '!');
    text_add(out, number ? STR("(") : STR(""));
    print_expr(out, operand, run || number ? BIND_UNARY : BIND_MEMBER);
    text_add(out, number ? STR(")") : STR(""));
}

static void print_index(Text *out, const Expr *expr)
{
    print_expr(out, expr->call.args[0], BIND_MEMBER);
    text_add(out, expr_is(expr, OPERATOR_OPTIONAL_INDEX) ? STR("[?") : STR("["));
    print_expr(out, expr->call.args[1], BIND_CHOICE);
    text_add_char(out, ']');
}

static void print_function(Text *out, const Expr *expr)
{
    if (expr->call.target) {
        print_expr(out, expr->call.target, BIND_MEMBER);
        text_add_char(out, '.');
    }
    text_add(out, expr->call.function);
    text_add_char(out, '(');
    print_items(out, expr->call.args, NULL, expr->call.count);
    text_add_char(out, ')');
}

static void print_call(Text *out, const Expr *expr)
{
    int power = operator_power(expr->call.operator);
    if (power)
        print_binary(out, expr, power);
    else if (expr_is(expr, OPERATOR_CONDITIONAL))
        print_choice(out, expr);
    else if (print_is_unary(expr))
        print_unary(out, expr);
    else if (is_index(expr))
        print_index(out, expr);
    else
        print_function(out, expr);
}

/* ---- macros */

static void print_macro(Text *out, const Expr *expr)
{
    bool bind = expr->macro.kind == MACRO_BIND;
    if (!bind) {
        print_expr(out, expr->macro.range, BIND_MEMBER);
        text_add_char(out, '.');
    }
    text_format(out, "%s(%.*s", macro_name(expr->macro.kind), STR_ARG(expr->macro.first->name));
    if (expr->macro.second)
        text_format(out, ", %.*s", STR_ARG(expr->macro.second->name));
    const Expr *rest[] = { bind ? expr->macro.range : NULL, expr->macro.filter, expr->macro.body };
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
        if (!rest[i])
            continue;
        text_add(out, STR(", "));
        print_expr(out, rest[i], BIND_CHOICE);
    }
    text_add_char(out, ')');
}

static void print_plain(Text *out, const Expr *expr)
{
    switch (expr->kind) {
    case EXPR_BAD: text_add(out, STR("???")); break;
    case EXPR_LITERAL: print_literal(out, expr->literal); break;
    case EXPR_NAME:
        text_add(out, expr->name.rooted ? STR(".") : STR(""));
        text_add(out, expr->name.name);
        break;
    case EXPR_SELECT: print_select(out, expr); break;
    case EXPR_CALL: print_call(out, expr); break;
    case EXPR_LIST:
        text_add_char(out, '[');
        print_items(out, expr->list.items, expr->list.optional, expr->list.count);
        text_add_char(out, ']');
        break;
    case EXPR_MAP:
    case EXPR_STRUCT: print_map(out, expr); break;
    case EXPR_MACRO: print_macro(out, expr); break;
    }
}

static void print_expr(Text *out, const Expr *expr, int floor)
{
    bool parens = print_binding(expr) < floor;
    text_add(out, parens ? STR("(") : STR(""));
    print_plain(out, expr);
    text_add(out, parens ? STR(")") : STR(""));
}

void expr_print(Text *out, const Expr *expr)
{
    print_expr(out, expr, BIND_CHOICE);
}
