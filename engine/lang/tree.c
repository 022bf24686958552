/* Nodes without a text.

   Hosts wrote expressions with printf once, and had them parsed: then a name that is no identifier, or an operator that binds tighter
   than the writer thought, is a fault that only some pack shows. What has a fixed form is written as an expression and parsed once
   (pack/prelude.cel); what grows with the pack (so many steps, so many ways to a key) is put together here. */
#include "lang/tree.h"

static void raise_above(void *context, const Expr *child)
{
    uint16_t *height = context;
    if (child->height >= *height)
        *height = (uint16_t) (child->height + 1);
}

void tree_raise(Expr *expr)
{
    expr_children(expr, raise_above, &expr->height);
}

static void tree_number_node(void *context, const Expr *expr)
{
    uint32_t *next = context;
    expr_children(expr, tree_number_node, next);
    ((Expr *) expr)->id = (*next)++;
}

void tree_number(Expr *whole)
{
    uint32_t next = 0;
    tree_number_node(&next, whole);
}

static Expr *tree_node(const TreeMaker *maker, ExprKind kind)
{
    Expr *expr = arena_new(maker->arena, Expr);
    *expr = (Expr) { .kind = kind, .height = 1, .span = maker->span, .at = maker->span };
    return expr;
}

Expr *tree_string(const TreeMaker *maker, Str text)
{
    Expr *literal = tree_node(maker, EXPR_LITERAL);
    literal->literal = value_str(text);
    return literal;
}

Expr *tree_select(const TreeMaker *maker, Expr *operand, Str field)
{
    Expr *select = tree_node(maker, EXPR_SELECT);
    select->select.operand = operand;
    select->select.field = field;
    tree_raise(select);
    return select;
}

Expr *tree_has(const TreeMaker *maker, Expr *operand, Str field)
{
    Expr *has = tree_select(maker, operand, field);
    has->select.test = true;
    return has;
}

static Expr **copy_items(const TreeMaker *maker, Expr *const *items, size_t count)
{
    Expr **copy = arena_array(maker->arena, Expr *, count);
    for (size_t i = 0; i < count; i++)
        copy[i] = items[i];
    return copy;
}

Expr *tree_list(const TreeMaker *maker, Expr *const *items, uint32_t count)
{
    Expr *list = tree_node(maker, EXPR_LIST);
    list->list.items = copy_items(maker, items, count);
    list->list.count = count;
    tree_raise(list);
    return list;
}

Expr *tree_method(const TreeMaker *maker, Expr *target, Str method, Expr *argument)
{
    Expr *call = tree_node(maker, EXPR_CALL);
    call->call.function = method;
    call->call.target = target;
    call->call.count = argument != NULL;
    call->call.args = copy_items(maker, &argument, call->call.count);
    tree_raise(call);
    return call;
}

Expr *tree_call(const TreeMaker *maker, Str function, Expr *argument)
{
    return tree_method(maker, NULL, function, argument);
}

static Expr *tree_operator(const TreeMaker *maker, Operator operator, Expr * const * operands, uint32_t count)
{
    Expr *call = tree_node(maker, EXPR_CALL);
    call->call.operator= operator;
    call->call.function = str_of(operator_name(operator));
    call->call.args = copy_items(maker, operands, count);
    call->call.count = count;
    tree_raise(call);
    return call;
}

Expr *tree_choice(const TreeMaker *maker, Expr *condition, Expr *then, Expr *otherwise)
{
    return tree_operator(maker, OPERATOR_CONDITIONAL, (Expr *[]) { condition, then, otherwise }, 3);
}

Expr *tree_binary(const TreeMaker *maker, Operator operator, Expr * left, Expr *right)
{
    return tree_operator(maker, operator,(Expr *[]) { left, right }, 2);
}

Expr *tree_all(const TreeMaker *maker, Expr *const *exprs, size_t count)
{
    if (count == 0) {
        Expr *always = tree_node(maker, EXPR_LITERAL);
        always->literal = (Value) { .kind = KIND_BOOL, .boolean = true };
        return always;
    }
    Expr *all = exprs[0];
    for (size_t i = 1; i < count; i++)
        all = tree_binary(maker, OPERATOR_AND, all, exprs[i]);
    return all;
}
