/* Calls: which function a name means, which of its overloads take the arguments, and what comes out.

   All overloads that fit stay in the tree. With types that are known that is one, and the compiler takes an instruction or calls its
   function without looking; with a dyn among the arguments several stay, and each row chooses by the kinds of its values (OP_DISPATCH). */
#include "lang/checking.h"

/* ---- which function */

static void add_candidate(void *context, const Overload *overload)
{
    Checking *c = context;
    array_push(&c->candidates, overload);
}

static bool check_call_find_candidates(Checking *c, Str name, void *context)
{
    (void) context;
    c->candidates.count = 0;
    if (name.len > c->longest)
        return false;
    builtin_find(name, add_candidate, c);
    for (const Env *env = c->checker->env; env; env = env->parent)
        for (size_t i = 0; i < env->overloads.count; i++)
            if (str_is(name, env->overloads.at[i]->name))
                array_push(&c->candidates, env->overloads.at[i]);
    return c->candidates.count > 0;
}

bool call_candidates(Checking *c, Str name)
{
    return name_in_scopes(c, name, check_call_find_candidates, NULL);
}

static bool has_functions(Checking *c, Str name, void *context)
{
    Str *found = context;
    if (!check_call_find_candidates(c, name, NULL))
        return false;
    *found = str_of(c->candidates.at[0]->name);
    return true;
}

static bool check_call_is_within(Str name, Str namespace)
{
    return name.len > namespace.len && name.at[namespace.len] == '.' && str_starts_with(name, namespace);
}

bool call_is_namespace(const Checking *c, Str name)
{
    const Overload *overload;
    for (size_t i = 0; (overload = builtin_at(i)) != NULL; i++)
        if (check_call_is_within(str_of(overload->name), name))
            return true;
    for (const Env *env = c->checker->env; env; env = env->parent)
        for (size_t i = 0; i < env->overloads.count; i++)
            if (check_call_is_within(str_of(env->overloads.at[i]->name), name))
                return true;
    return false;
}

/* math.abx(1), where math is nothing but the beginning of functions' names: an unknown function, not an
   unknown variable. */
static bool is_misspelt(Checking *c, const Expr *target)
{
    return target->kind == EXPR_NAME && !c->checker->lenient && !name_is_local(c, target->name.name) &&
           !name_is_declared(c, target->name.name) && call_is_namespace(c, target->name.name);
}

/* a.b.c(x): if there is a function of this name, a.b is no target but part of it. */
static void resolve_qualified(Checking *c, Expr *expr)
{
    Str function = { 0 };
    Expr *target = expr->call.target;
    if (!target)
        return;
    if (name_is_dotted(c, target, expr->call.function) && name_in_scopes(c, text_str(&c->name), has_functions, &function)) {
        expr->call.function = function;
        expr->call.target = NULL;
    } else if (is_misspelt(c, target)) {
        expr->call.function = arena_format(c->checker->arena, "%.*s.%.*s", STR_ARG(target->name.name), STR_ARG(expr->call.function));
        expr->call.target = NULL;
    }
}

/* ---- which overloads */

typedef enum { FIT_YES, FIT_NO_STYLE /* method or function */, FIT_NO_COUNT /* of arguments */ } Fit;

static Fit keep_fitting(Checking *c, const Expr *expr)
{
    bool method = expr->call.target != NULL;
    size_t kept = 0, with_style = 0;
    for (size_t i = 0; i < c->candidates.count; i++)
        with_style += c->candidates.at[i]->method == method;
    for (size_t i = 0; i < c->candidates.count; i++) {
        const Overload *overload = c->candidates.at[i];
        if (overload->method == method && overload->count == expr->call.count + method)
            c->candidates.at[kept++] = overload;
    }
    if (kept == 0)
        return with_style ? FIT_NO_COUNT : FIT_NO_STYLE;
    c->candidates.count = kept;
    return FIT_YES;
}

static bool check_call_is_open(Checking *c, const CallArgs *args)
{
    for (uint32_t i = 0; i < args->count; i++)
        if (infer_head(&c->infer, args->types[i])->kind == KIND_PARAM)
            return true;
    return false;
}

static bool stands_before(const Overload *a, const Overload *b)
{
    return str_compare(kind_name(a->params[0]->kind), kind_name(b->params[0]->kind)) < 0;
}

/* Where nothing is known of an operand, the first overload that would take it decides what it is. CEL's
   checkers have them in the order of the names of types. */
static void sort_candidates(Checking *c)
{
    const Overload **at = c->candidates.at;
    for (size_t i = 1; i < c->candidates.count; i++)
        for (size_t k = i; k > 0 && stands_before(at[k], at[k - 1]); k--) {
            const Overload *later = at[k - 1];
            at[k - 1] = at[k];
            at[k] = later;
        }
}

/* Whether a type takes, or is taken for, nothing but its own kind. */
static bool is_of_one_kind(const Type *type)
{
    return type->kind != KIND_DYN && type->kind != KIND_ERROR && type->kind != KIND_PARAM && type->kind != KIND_NULL &&
           type->kind != KIND_WRAPPER;
}

/* Whether kinds alone say that an overload does not fit, as of most that an operator has: then nothing is inferred for it. */
static bool is_of_other_kinds(const Type *const *heads, const Overload *overload, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (heads[i]->kind != overload->params[i]->kind && is_of_one_kind(heads[i]) && is_of_one_kind(overload->params[i]))
            return true;
    return false;
}

/* Keeps those that take the arguments; what they give, dyn if they disagree, NULL if there is none. */
/* Each overload that fits teaches its variables something, one after the other, as in cel-go; what does not fit teaches nothing. */
static const Type *check_call_resolve(Checking *c, const CallArgs *args, const Overload **kept, uint32_t *count)
{
    const Type *result = NULL, *heads[OVERLOAD_MAX_ARGS];
    *count = 0;
    for (uint32_t i = 0; i < args->count; i++)
        heads[i] = infer_head(&c->infer, args->types[i]);
    for (size_t i = 0; i < c->candidates.count; i++) {
        if (is_of_other_kinds(heads, c->candidates.at[i], args->count))
            continue;
        Instance instance = infer_instance(&c->infer, c->candidates.at[i]);
        if (!infer_assign_all(&c->infer, args->types, &instance, args->count))
            continue;
        kept[(*count)++] = c->candidates.at[i];
        const Type *type = infer_resolve(&c->infer, instance.result, false);
        if (!result)
            result = type;
        else if (!infer_same(&c->infer, result, type))
            result = &TYPE_DYN;
    }
    return result;
}

/* ---- enums: a text compared with an enum must be one of its values */

static bool is_value_of(const EnumValues *values, Str text)
{
    for (size_t i = 0; i < values->count; i++)
        if (str_equal(values->at[i].id, text))
            return true;
    return false;
}

/* Looks into what is written down (literals, lists, the arms of a choice) and no further: what is computed may be anything. */
static void check_values(Checking *c, const Expr *expr, const Type *type)
{
    type = infer_head(&c->infer, type);
    if (type->kind == KIND_OPTIONAL || type->kind == KIND_WRAPPER)
        type = infer_head(&c->infer, type->param[0]);
    if (expr_is(expr, OPERATOR_CONDITIONAL)) {
        check_values(c, expr->call.args[1], type);
        check_values(c, expr->call.args[2], type);
    }
    if (expr->kind == EXPR_LIST && type->kind == KIND_LIST)
        for (uint32_t i = 0; i < expr->list.count; i++)
            check_values(c, expr->list.items[i], type->param[0]);
    if (type->kind == KIND_STRING && type->values && expr->kind == EXPR_LITERAL && expr->literal.kind == KIND_STRING &&
        !is_value_of(type->values, value_as_str(expr->literal)))
        problem_enum_value(c, expr, type);
}

static void check_enums(Checking *c, const Expr *expr, const CallArgs *args)
{
    bool in = expr_is(expr, OPERATOR_IN);
    if (!in && !expr_is(expr, OPERATOR_EQUAL) && !expr_is(expr, OPERATOR_NOT_EQUAL))
        return;
    const Type *left = args->types[0], *right = infer_head(&c->infer, args->types[1]);
    if (!in) {
        check_values(c, args->args[1], left);
        check_values(c, args->args[0], right);
        return;
    }
    check_values(c, args->args[1], type_list(c->checker->arena, left));
    if (right->kind == KIND_LIST || right->kind == KIND_MAP)
        check_values(c, args->args[0], right->param[0]);
}

/* ---- calls */

static bool check_call_is_error(const CallArgs *args)
{
    for (uint32_t i = 0; i < args->count; i++)
        if (args->types[i]->kind == KIND_ERROR)
            return true;
    return false;
}

static void put_arg(CallArgs *args, const Expr *arg, const Type *type)
{
    if (args->count == OVERLOAD_MAX_ARGS)
        return;
    args->args[args->count] = arg;
    args->types[args->count++] = type;
}

/* Arguments from `first` on. */
static void check_args(Checking *c, Expr *expr, uint32_t first, CallArgs *args)
{
    if (expr->call.target)
        put_arg(args, expr->call.target, check_value(c, expr->call.target));
    for (uint32_t i = first; i < expr->call.count; i++)
        put_arg(args, expr->call.args[i], check_value(c, expr->call.args[i]));
}

static const Type *check_overloads(Checking *c, Expr *expr, const CallArgs *args)
{
    if (!call_candidates(c, expr->call.function))
        return problem_unknown_function(c, expr);
    switch (keep_fitting(c, expr)) {
    case FIT_NO_STYLE: return problem_wrong_style(c, expr);
    case FIT_NO_COUNT: return problem_wrong_count(c, expr);
    case FIT_YES: break;
    }
    if (check_call_is_open(c, args))
        sort_candidates(c);
    const Overload **kept = arena_array(c->checker->arena, const Overload *, c->candidates.count);
    const Type *result = check_call_resolve(c, args, kept, &expr->call.overload_count);
    expr->call.overloads = kept;
    if (!result)
        return problem_misfit(c, args);
    check_enums(c, expr, args);
    /* A comparison of something wrong is still true or false, and the conditions around it can be looked at. */
    return check_call_is_error(args) && result->kind != KIND_BOOL ? &TYPE_ERROR : result;
}

/* Every operand is looked at by itself, so that each has a sentence of its own. */
static const Type *check_logic(Checking *c, Expr *expr)
{
    CallArgs args = { .call = expr };
    bool both = expr_is(expr, OPERATOR_AND);
    for (uint32_t i = 0; i < expr->call.count; i++) {
        check_truth(c, expr->call.args[i], both ? "an operand of '&&'" : "an operand of '||'");
        put_arg(&args, expr->call.args[i], &TYPE_BOOL);
    }
    return check_overloads(c, expr, &args);
}

static const Type *check_conditional(Checking *c, Expr *expr)
{
    CallArgs args = { .call = expr };
    check_truth(c, expr->call.args[0], "the condition of '?:'");
    put_arg(&args, expr->call.args[0], &TYPE_BOOL);
    check_args(c, expr, 1, &args);
    return check_overloads(c, expr, &args);
}

static bool is_record(Checking *c, const Type *type)
{
    type = infer_head(&c->infer, type);
    if (type->kind == KIND_OPTIONAL)
        type = infer_head(&c->infer, type->param[0]);
    return type->kind == KIND_RECORD;
}

static const Type *check_index(Checking *c, Expr *expr)
{
    CallArgs args = { .call = expr };
    const Type *type = check_part(c, expr->call.args[0]);
    if (is_record(c, type))
        return check_index_of_record(c, expr);
    put_arg(&args, expr->call.args[0], c->checker->lenient ? &TYPE_DYN : type);
    check_args(c, expr, 1, &args);
    return check_overloads(c, expr, &args);
}

/* ---- math.greatest and math.least: numbers, as many as one likes, or a list of them */

static bool is_extreme(Str function)
{
    return str_is(function, "math.greatest") || str_is(function, "math.least");
}

/* math.least(a, b, c) means math.least([a, b, c]): the tree is rewritten, and the compiler has no case for it. */
static void gather_args(Checking *c, Expr *expr)
{
    if (!is_extreme(expr->call.function) || expr->call.count <= 2)
        return;
    Expr *list = arena_new(c->checker->arena, Expr), **args = arena_new(c->checker->arena, Expr *);
    *list = (Expr) { .kind = EXPR_LIST, .id = expr->id, .height = expr->height };
    list->span = span_join(expr->call.args[0]->span, expr->call.args[expr->call.count - 1]->span);
    list->at = list->span;
    list->list.items = expr->call.args;
    list->list.count = expr->call.count;
    args[0] = list;
    expr->call.args = args;
    expr->call.count = 1;
}

static bool check_call_is_number(Checking *c, const Type *type)
{
    type = infer_head(&c->infer, type);
    Kind kind = type->kind == KIND_WRAPPER ? type->param[0]->kind : type->kind;
    return (kind >= KIND_INT && kind <= KIND_DOUBLE) || kind == KIND_DYN || kind == KIND_ERROR || kind == KIND_PARAM;
}

/* Numbers of several types make a list of anything: so each element of one that is written down is looked at by itself. */
static bool accept_numbers(Checking *c, const Expr *expr)
{
    const Expr *list = expr->call.args[0];
    const Type *type = infer_head(&c->infer, list->type);
    if (type->kind != KIND_LIST || c->checker->lenient)
        return true;
    if (list->kind != EXPR_LIST || list->list.optional)
        return check_call_is_number(c, type->param[0]) || !problem_no_number(c, expr, list);
    for (uint32_t i = 0; i < list->list.count; i++)
        if (!check_call_is_number(c, list->list.items[i]->type))
            return !problem_no_number(c, expr, list->list.items[i]);
    return true;
}

static const Type *check_function(Checking *c, Expr *expr)
{
    CallArgs args = { .call = expr };
    const Type *type;
    if (check_aggregate(c, expr, &type))
        return type;
    resolve_qualified(c, expr);
    gather_args(c, expr);
    check_args(c, expr, 0, &args);
    if (is_extreme(expr->call.function) && expr->call.count == 1 && !accept_numbers(c, expr))
        return &TYPE_ERROR;
    return check_overloads(c, expr, &args);
}

const Type *check_call(Checking *c, Expr *expr)
{
    switch (expr->call.operator) {
    case OPERATOR_AND:
    case OPERATOR_OR: return check_logic(c, expr);
    case OPERATOR_CONDITIONAL: return check_conditional(c, expr);
    case OPERATOR_INDEX:
    case OPERATOR_OPTIONAL_INDEX: return check_index(c, expr);
    default: return check_function(c, expr);
    }
}
