/* The walk over a tree: literals, lists, maps, and everybody else's turn.

   What went wrong once is told once: a part that was complained about has the type error, which fits everywhere, so that what follows
   from a mistake gives no second sentence. What is not known is dyn, which fits everywhere as well: without knowledge nobody is blamed.

   Types are written into the tree while variables in them may still be unknown; when all has been seen they are put in (check_settle). */
#include "lang/check.h"

#include "lang/checking.h"

static const Type *const literal_types[KIND_COUNT] = {
    [KIND_NULL] = &TYPE_NULL,     [KIND_BOOL] = &TYPE_BOOL,     [KIND_INT] = &TYPE_INT,     [KIND_UINT] = &TYPE_UINT,
    [KIND_DOUBLE] = &TYPE_DOUBLE, [KIND_STRING] = &TYPE_STRING, [KIND_BYTES] = &TYPE_BYTES,
};

/* ---- lists and maps */

/* The type that all elements so far have in common with the next one. */
/* Elements of different types make a list of dyn, as in CEL: [1, 'a'] is no mistake. */
const Type *check_join(Checking *c, const Type *before, const Type *next)
{
    if (!before || before->kind == KIND_ERROR)
        return next;
    if (next->kind == KIND_ERROR)
        return before;
    return infer_assign(&c->infer, before, next) ? infer_general(&c->infer, before, next) : &TYPE_DYN;
}

/* The type of what an optional element [?e] gives if it is there. */
static const Type *check_optional(Checking *c, Expr *item)
{
    const Type *type = infer_head(&c->infer, check_value(c, item));
    if (type->kind == KIND_OPTIONAL)
        return type->param[0];
    return type->kind == KIND_DYN || type->kind == KIND_ERROR ? type : problem_not_optional(c, item);
}

static const Type *check_item(Checking *c, Expr *item, const bool *optional, uint32_t i)
{
    return optional && optional[i] ? check_optional(c, item) : check_value(c, item);
}

static const Type *check_list(Checking *c, const Expr *expr)
{
    const Type *element = NULL;
    for (uint32_t i = 0; i < expr->list.count; i++)
        element = check_join(c, element, check_item(c, expr->list.items[i], expr->list.optional, i));
    return type_list(c->checker->arena, element ? element : infer_fresh(&c->infer));
}

static const Type *check_map(Checking *c, const Expr *expr)
{
    const Type *key = NULL, *value = NULL;
    for (uint32_t i = 0; i < expr->map.count; i++) {
        key = check_join(c, key, check_value(c, expr->map.keys[i]));
        value = check_join(c, value, check_item(c, expr->map.values[i], expr->map.optional, i));
    }
    if (!key) {
        key = infer_fresh(&c->infer);
        value = infer_fresh(&c->infer);
    }
    return type_map(c->checker->arena, key, value);
}

static const Type *check_struct(Checking *c, const Expr *expr)
{
    const Type *type = problem_message_type(c, expr);
    for (uint32_t i = 0; i < expr->map.count; i++) {
        check_value(c, expr->map.keys[i]);
        check_value(c, expr->map.values[i]);
    }
    return type;
}

/* ---- any node */

static const Type *check_kind(Checking *c, Expr *expr)
{
    switch (expr->kind) {
    case EXPR_BAD: return &TYPE_ERROR;
    case EXPR_LITERAL: return literal_types[expr->literal.kind];
    case EXPR_NAME: return check_name(c, expr);
    case EXPR_SELECT: return check_select(c, expr);
    case EXPR_CALL: return check_call(c, expr);
    case EXPR_LIST: return check_list(c, expr);
    case EXPR_MAP: return check_map(c, expr);
    case EXPR_STRUCT: return check_struct(c, expr);
    case EXPR_MACRO: return check_macro(c, expr);
    }
    return &TYPE_ERROR;
}

const Type *check_part(Checking *c, Expr *expr)
{
    expr->type = check_kind(c, expr);
    array_push(&c->typed, expr);
    return expr->type;
}

const Type *check_value(Checking *c, Expr *expr)
{
    const Type *type = check_part(c, expr);
    if (infer_head(&c->infer, type)->kind == KIND_RECORD)
        expr->type = problem_whole_record(c, expr, infer_head(&c->infer, type));
    return c->checker->lenient ? &TYPE_DYN : expr->type;
}

void check_truth(Checking *c, Expr *expr, const char *what)
{
    if (!infer_assign(&c->infer, check_value(c, expr), &TYPE_BOOL))
        problem_not_true_or_false(c, expr, what);
}

/* ---- the whole */

static void make_longer(void *context, Str name)
{
    size_t *longest = context;
    if (name.len > *longest)
        *longest = name.len;
}

/* How long a name may be that anything is called, in bytes. A chain of selections a.b.c.… may be one declared name, and each of its
   beginnings too; that is only put together and looked up as far as some name goes, else a chain of n would cost n² bytes. */
static size_t longest_name(const Env *env)
{
    size_t longest = BUILTIN_NAME_MAX;
    env_names(env, make_longer, &longest);
    for (size_t i = 0; name_of_type(i); i++)
        make_longer(&longest, name_of_type(i)->name);
    for (; env; env = env->parent)
        for (size_t i = 0; i < env->overloads.count; i++)
            make_longer(&longest, str_of(env->overloads.at[i]->name));
    return longest;
}

static void check_settle(Checking *c)
{
    for (size_t i = 0; i < c->typed.count; i++)
        c->typed.at[i]->type = infer_resolve(&c->infer, c->typed.at[i]->type, true);
    for (size_t i = 0; i < c->locals.count; i++)
        c->locals.at[i]->type = infer_resolve(&c->infer, c->locals.at[i]->type, true);
}

static const Type *check_root(Checking *c, Expr *expr)
{
    if (!c->checker->whole)
        return check_value(c, expr);
    const Type *type = infer_head(&c->infer, check_part(c, expr));
    return type->kind == KIND_RECORD && !type->record->is_called ? (expr->type = problem_whole_record(c, expr, type)) : type;
}

bool check_expr(Checker *checker, Expr *expr, const Type *expected)
{
    Checking c = { .checker = checker, .infer = { .arena = checker->arena }, .longest = longest_name(checker->env) };
    const Type *type = check_root(&c, expr);
    if (expected && !infer_assign(&c.infer, type, expected))
        problem_expected(&c, expr, expected);
    check_settle(&c);
    if (infer_exhausted(&c.infer))
        problem_limit(&c, expr);
    infer_free(&c.infer);
    text_free(&c.name);
    array_free(&c.typed);
    array_free(&c.locals);
    array_free(&c.candidates);
    return c.problems == 0;
}
