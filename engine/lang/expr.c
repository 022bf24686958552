/* Syntax trees: their operators and macros by name, walking and comparing them. */
#include "lang/expr.h"

/* ---- operators */

static const struct {
    const char *name;
    int power;
} operators[OPERATOR_COUNT] = {
#define OPERATOR(name, text, power) [OPERATOR_##name] = { text, power },
    OPERATORS(OPERATOR)
#undef OPERATOR
};

const char *operator_name(Operator operator)
{
    return operators[operator].name;
}

int operator_power(Operator operator)
{
    return operators[operator].power;
}

Operator operator_find(Str name)
{
    for (Operator operator= OPERATOR_NONE + 1; operator<OPERATOR_COUNT; operator++)
        if (str_is(name, operators[operator].name))
            return operator;
    return OPERATOR_NONE;
}

/* ---- macros */

static const char *const macro_names[MACRO_COUNT] = {
    [MACRO_ALL] = "all",
    [MACRO_EXISTS] = "exists",
    [MACRO_EXISTS_ONE] = "exists_one",
    [MACRO_MAP] = "map",
    [MACRO_FILTER] = "filter",
    [MACRO_TRANSFORM_LIST] = "transformList",
    [MACRO_TRANSFORM_MAP] = "transformMap",
    [MACRO_TRANSFORM_MAP_ENTRY] = "transformMapEntry",
    [MACRO_SORT_BY] = "sortBy",
    [MACRO_BIND] = "cel.bind",
    [MACRO_OPT_MAP] = "optMap",
    [MACRO_OPT_FLAT_MAP] = "optFlatMap",
};

const char *macro_name(MacroKind kind)
{
    return macro_names[kind];
}

/* ---- walking */

typedef void (*Visit)(void *context, const Expr *child);

static void visit_if(Visit visit, void *context, const Expr *child)
{
    if (child)
        visit(context, child);
}

static void visit_array(Visit visit, void *context, Expr *const *children, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        visit(context, children[i]);
}

void expr_children(const Expr *expr, void (*visit)(void *context, const Expr *child), void *context)
{
    switch (expr->kind) {
    case EXPR_BAD:
    case EXPR_LITERAL:
    case EXPR_NAME: break;
    case EXPR_SELECT: visit(context, expr->select.operand); break;
    case EXPR_CALL:
        visit_if(visit, context, expr->call.target);
        visit_array(visit, context, expr->call.args, expr->call.count);
        break;
    case EXPR_LIST: visit_array(visit, context, expr->list.items, expr->list.count); break;
    case EXPR_MAP:
    case EXPR_STRUCT:
        for (uint32_t i = 0; i < expr->map.count; i++) {
            visit(context, expr->map.keys[i]);
            visit(context, expr->map.values[i]);
        }
        break;
    case EXPR_MACRO:
        visit(context, expr->macro.range);
        visit_if(visit, context, expr->macro.filter);
        visit_if(visit, context, expr->macro.body);
        break;
    }
}

/* ---- equality */

/* Doubles by their bits: -0.0 is another literal than 0.0. */
static bool equal_literals(Value a, Value b)
{
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case KIND_BOOL: return a.boolean == b.boolean;
    case KIND_INT: return a.i == b.i;
    case KIND_UINT: return a.u == b.u;
    case KIND_DOUBLE: return memcmp(&a.d, &b.d, sizeof a.d) == 0;
    case KIND_STRING:
    case KIND_BYTES: return str_equal(value_as_str(a), value_as_str(b));
    default: return a.kind == KIND_NULL;
    }
}

static bool equal_if(const Expr *a, const Expr *b)
{
    return a && b ? expr_equal(a, b) : a == b;
}

static bool equal_arrays(Expr *const *a, Expr *const *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!expr_equal(a[i], b[i]))
            return false;
    return true;
}

static bool equal_flags(const bool *a, const bool *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if ((a && a[i]) != (b && b[i]))
            return false;
    return true;
}

static bool equal_locals(const Local *a, const Local *b)
{
    return a && b ? str_equal(a->name, b->name) : a == b;
}

static bool equal_calls(const Expr *a, const Expr *b)
{
    return str_equal(a->call.function, b->call.function) && a->call.count == b->call.count && equal_if(a->call.target, b->call.target) &&
           equal_arrays(a->call.args, b->call.args, a->call.count);
}

static bool equal_selects(const Expr *a, const Expr *b)
{
    return a->select.test == b->select.test && a->select.optional == b->select.optional && str_equal(a->select.field, b->select.field) &&
           expr_equal(a->select.operand, b->select.operand);
}

static bool expr_equal_lists(const Expr *a, const Expr *b)
{
    return a->list.count == b->list.count && equal_flags(a->list.optional, b->list.optional, a->list.count) &&
           equal_arrays(a->list.items, b->list.items, a->list.count);
}

static bool expr_equal_maps(const Expr *a, const Expr *b)
{
    return a->map.count == b->map.count && str_equal(a->map.name, b->map.name) &&
           equal_flags(a->map.optional, b->map.optional, a->map.count) && equal_arrays(a->map.keys, b->map.keys, a->map.count) &&
           equal_arrays(a->map.values, b->map.values, a->map.count);
}

static bool equal_macros(const Expr *a, const Expr *b)
{
    return a->macro.kind == b->macro.kind && equal_locals(a->macro.first, b->macro.first) &&
           equal_locals(a->macro.second, b->macro.second) && expr_equal(a->macro.range, b->macro.range) &&
           equal_if(a->macro.filter, b->macro.filter) && equal_if(a->macro.body, b->macro.body);
}

bool expr_equal(const Expr *a, const Expr *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case EXPR_BAD: return true;
    case EXPR_LITERAL: return equal_literals(a->literal, b->literal);
    case EXPR_NAME: return a->name.rooted == b->name.rooted && str_equal(a->name.name, b->name.name);
    case EXPR_SELECT: return equal_selects(a, b);
    case EXPR_CALL: return equal_calls(a, b);
    case EXPR_LIST: return expr_equal_lists(a, b);
    case EXPR_MAP:
    case EXPR_STRUCT: return expr_equal_maps(a, b);
    case EXPR_MACRO: return equal_macros(a, b);
    }
    return false;
}
