/* Macros: what their variables are, what their bodies must be, and what comes out. */
#include "lang/checking.h"

typedef struct {
    const Type *first, *second; /* of the elements: value; index or key, and value */
} Elements;

static bool check_macro_is_open(const Type *type)
{
    return type->kind == KIND_DYN || type->kind == KIND_ERROR || type->kind == KIND_PARAM;
}

static bool wants_list(MacroKind kind)
{
    return kind == MACRO_SORT_BY;
}

/* What the variables see depends on how many there are: of a list the items, or index and item; of a map the keys, or key and value. */
static Elements elements_of(Checking *c, const Expr *expr, const Type *range)
{
    range = infer_head(&c->infer, range);
    bool two = expr->macro.second != NULL;
    if (range->kind == KIND_LIST)
        return (Elements) { two ? &TYPE_INT : range->param[0], range->param[0] };
    if (range->kind == KIND_MAP && !wants_list(expr->macro.kind))
        return (Elements) { range->param[0], range->param[1] };
    if (range->kind == KIND_PARAM)
        infer_assign(&c->infer, &TYPE_DYN, range); /* else it might become something without elements later */
    if (check_macro_is_open(range))
        return (Elements) { &TYPE_DYN, &TYPE_DYN };
    const Type *error = problem_range(c, expr, range);
    return (Elements) { error, error };
}

/* The value that an optional holds. */
static const Type *held_by(Checking *c, const Expr *expr, const Type *range)
{
    range = infer_head(&c->infer, range);
    if (range->kind == KIND_OPTIONAL)
        return range->param[0];
    if (range->kind == KIND_PARAM)
        infer_assign(&c->infer, &TYPE_DYN, range);
    return check_macro_is_open(range) ? &TYPE_DYN : problem_range(c, expr, range);
}

static void declare(Checking *c, Local *local, const Type *type)
{
    if (!local)
        return;
    local->type = type;
    array_push(&c->locals, local);
}

/* ---- bodies */

/* Filter and predicates: "the condition of 'all'". */
static void check_condition(Checking *c, const Expr *macro, Expr *condition)
{
    const char *name = macro_name(macro->macro.kind);
    check_truth(c, condition, arena_format(c->checker->arena, "the condition of '%s'", name).at);
}

static const Type *body_of_map_entry(Checking *c, const Expr *expr, const Type *type)
{
    const Type *head = infer_head(&c->infer, type);
    if (head->kind == KIND_MAP)
        return type;
    return check_macro_is_open(head) ? &TYPE_MAP_DYN : problem_body(c, expr, "a map such as {key: value}");
}

static const Type *body_of_flat_map(Checking *c, const Expr *expr, const Type *type)
{
    const Type *optional = type_optional(c->checker->arena, infer_fresh(&c->infer));
    return infer_assign(&c->infer, optional, type) ? type : problem_body(c, expr, "an optional value");
}

/* As sort() has it: a month is neither more nor less than 30 days. */
static bool is_ordered(Kind kind)
{
    return (kind >= KIND_BOOL && kind <= KIND_DATE) || kind == KIND_DYN || kind == KIND_ERROR || kind == KIND_PARAM;
}

static void check_sort_key(Checking *c, const Expr *expr, const Type *type)
{
    const Type *head = infer_head(&c->infer, type);
    if (head->kind == KIND_WRAPPER)
        head = head->param[0];
    if (!is_ordered(head->kind))
        problem_body(c, expr, "something that has an order");
}

static const Type *check_body(Checking *c, Expr *expr)
{
    if (expr->macro.filter)
        check_condition(c, expr, expr->macro.filter);
    if (!expr->macro.body)
        return NULL;
    if (expr->macro.kind > MACRO_EXISTS_ONE)
        return check_value(c, expr->macro.body);
    check_condition(c, expr, expr->macro.body);
    return &TYPE_BOOL;
}

/* ---- macros */

static const Type *check_macro_result_of(Checking *c, const Expr *expr, Elements elements, const Type *body)
{
    Arena *arena = c->checker->arena;
    switch (expr->macro.kind) {
    case MACRO_ALL:
    case MACRO_EXISTS:
    case MACRO_EXISTS_ONE: return &TYPE_BOOL;
    case MACRO_MAP:
    case MACRO_TRANSFORM_LIST: return type_list(arena, body);
    case MACRO_FILTER: return type_list(arena, elements.first);
    case MACRO_TRANSFORM_MAP: return type_map(arena, elements.first, body);
    case MACRO_TRANSFORM_MAP_ENTRY: return body_of_map_entry(c, expr, body);
    case MACRO_SORT_BY: check_sort_key(c, expr, body); return type_list(arena, elements.first);
    case MACRO_BIND: return body;
    case MACRO_OPT_MAP: return type_optional(arena, body);
    case MACRO_OPT_FLAT_MAP: return body_of_flat_map(c, expr, body);
    case MACRO_COUNT: break;
    }
    return &TYPE_ERROR;
}

static Elements check_macro_range_of(Checking *c, Expr *expr)
{
    const Type *range = check_value(c, expr->macro.range), *held;
    switch (expr->macro.kind) {
    case MACRO_BIND: return (Elements) { range, NULL };
    case MACRO_OPT_MAP:
    case MACRO_OPT_FLAT_MAP: held = held_by(c, expr, range); return (Elements) { held, NULL };
    default: return elements_of(c, expr, range);
    }
}

const Type *check_macro(Checking *c, Expr *expr)
{
    Elements elements = check_macro_range_of(c, expr);
    Scope scope = { c->scope, expr->macro.first, expr->macro.second };
    declare(c, expr->macro.first, elements.first);
    declare(c, expr->macro.second, elements.second);
    c->scope = &scope;
    const Type *body = check_body(c, expr);
    c->scope = scope.outer;
    if (body && body->kind == KIND_ERROR)
        return &TYPE_ERROR;
    return check_macro_result_of(c, expr, elements, body);
}
