/* What a host declares: its variables, and functions that the interpreter calls like built-in ones. All of a scope is looked at and every
   mistake told, in one go, before the expression itself is compiled.

   A function of the host runs outside of the edge (run_host), and may ask for memory from there: duly_expr_alloc goes back inside for
   as long as that takes. When there is none it must not jump over the host's frames, so it only notes that, and the evaluation is given
   up when the function has returned. */
#include "api/expr.h"
#include "base/ascii.h"
#include "lang/parser.h"

typedef struct {
    duly_expr *expr;
    ApiProblem problem;
    void *context;
    bool ok;
} Declaring;

static void expr_scope_tell(Declaring *declaring, Str message, Str hint)
{
    declaring->ok = false;
    Complaint complaint = { .severity = SEVERITY_ERROR, .path = STR("<scope>"), .message = message, .hint = hint };
    api_tell_complaint(&complaint, declaring->problem, declaring->context);
}

static void tell_type(Declaring *declaring, const char *what, const char *name, const TypeProblem *problem)
{
    Arena *arena = &declaring->expr->arena;
    expr_scope_tell(declaring, arena_format(arena, "%s '%s': %.*s", what, name, STR_ARG(problem->message)), problem->hint);
}

/* ---- names */

static bool is_name_byte(char c)
{
    return ascii_is_letter_or_digit(c) || c == '_' || c == '.';
}

/* A name, or several with dots between them, as an expression could write it: reserved words are none. */
static bool expr_scope_is_name(Declaring *declaring, Str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!is_name_byte(name.at[i]))
            return false;
    if (!name.len || *name.at == '.')
        return false;
    Source source = { STR("<scope>"), name };
    ExprText text = { .source = &source, .text = name };
    Diags diags = { .arena = &declaring->expr->arena };
    bool ok;
    const Expr *expr = expr_parse(&declaring->expr->arena, &text, &diags, &ok);
    return ok && (expr->kind == EXPR_NAME || expr->kind == EXPR_SELECT);
}

static bool expr_scope_check_name(Declaring *declaring, const char *what, const char *name)
{
    if (expr_scope_is_name(declaring, str_of(name)))
        return true;
    expr_scope_tell(declaring, arena_format(&declaring->expr->arena, "%s '%s' is not named as the language can write it", what, name),
                    STR(""));
    return false;
}

/* ---- variables */

static void declare_variable(Declaring *declaring, const duly_expr_variable *variable, size_t slot)
{
    duly_expr *expr = declaring->expr;
    TypeProblem problem = { 0 };
    const Type *type = expr_type_read(&expr->arena, arena_str(&expr->arena, str_of(variable->type)), &problem);
    if (!type)
        tell_type(declaring, "variable", variable->name, &problem);
    if (!expr_scope_check_name(declaring, "variable", variable->name) || !type)
        return;
    Str name = arena_str(&expr->arena, str_of(variable->name));
    if (env_find(&expr->env, name))
        expr_scope_tell(declaring, arena_format(&expr->arena, "there are two variables '%s'", variable->name), STR(""));
    env_add(&expr->arena, &expr->env, (Symbol) { .name = name, .kind = SYMBOL_INPUT, .type = type, .slot = (uint32_t) slot });
}

/* ---- functions */

static Value run_host(Call *call, const Value *args)
{
    const Overload *overload = call->overload;
    const duly_expr_function *function = overload->host;
    duly_expr_value given[OVERLOAD_MAX_ARGS];
    for (uint32_t i = 0; i < overload->count; i++)
        given[i] = expr_value_out(args[i]);
    call->edge = memory_leave();
    duly_expr_value result = function->body(function->context, (duly_expr_call *) call, given);
    memory_return(call->edge);
    if (call->no_memory)
        memory_fault();
    if (call->exhausted)
        return value_error();
    if (result.kind == DULY_EXPR_MISSING)
        return call_fail(call, "'%s' gave no value", overload->name);
    if (result.kind != DULY_EXPR_ERROR)
        return expr_value_in(call, &result, overload->result, false);
    Str why = result.text.len ? api_str(result.text) : STR("the function failed");
    return call_fail(call, "%.*s", STR_ARG(why));
}

typedef struct {
    Call *call;
    size_t size;
    void *at;
} AllocCall;

static void allocate(void *context)
{
    AllocCall *alloc = context;
    alloc->at = call_alloc(alloc->call, alloc->size);
}

/* Nobody jumps over the body of the host's function, which asks from outside: what is missing ends the evaluation when it has returned. */
void *duly_expr_alloc(duly_expr_call *call, size_t size)
{
    if (!call)
        return NULL;
    AllocCall alloc = { (Call *) call, size, NULL };
    Edge *outside = memory_leave();
    memory_return(alloc.call->edge);
    if (!memory_try(memory_ledger(), allocate, &alloc))
        alloc.call->no_memory = true;
    memory_leave();
    memory_return(outside);
    return alloc.at;
}

typedef struct {
    const Overload *overload;
    bool found;
} Same;

/* Two functions of one name are told apart by the kinds of what they take. */
static void expr_scope_compare(void *context, const Overload *other)
{
    Same *same = context;
    const Overload *overload = same->overload;
    bool alike = overload->method == other->method && overload->count == other->count;
    for (uint32_t i = 0; alike && i < overload->count; i++)
        alike = overload->params[i]->kind == other->params[i]->kind;
    same->found |= alike;
}

static bool exists(const Declaring *declaring, const Overload *overload)
{
    Same same = { overload, false };
    const Env *env = &declaring->expr->env;
    builtin_find(str_of(overload->name), expr_scope_compare, &same);
    for (size_t i = 0; i < env->overloads.count; i++)
        if (str_is(str_of(overload->name), env->overloads.at[i]->name))
            expr_scope_compare(&same, env->overloads.at[i]);
    return same.found;
}

static bool read_signature(Declaring *declaring, const duly_expr_function *function, Overload *overload)
{
    Arena *arena = &declaring->expr->arena;
    TypeProblem problem = { 0 };
    bool ok = expr_types_read(arena, arena_str(arena, str_of(function->params)), overload->params, &overload->count, &problem);
    if (ok)
        overload->result = expr_type_read(arena, arena_str(arena, str_of(function->result)), &problem);
    if (ok && overload->result && function->member && overload->count == 0)
        problem.message = STR("a member needs a target: its first parameter");
    if (problem.message.len)
        tell_type(declaring, "function", function->name, &problem);
    return problem.message.len == 0;
}

static void declare_function(Declaring *declaring, const duly_expr_function *function)
{
    Arena *arena = &declaring->expr->arena;
    Overload *overload = arena_new(arena, Overload);
    duly_expr_function *host = arena_new(arena, duly_expr_function);
    if (!read_signature(declaring, function, overload) || !expr_scope_check_name(declaring, "function", function->name))
        return;
    if (!function->body)
        expr_scope_tell(declaring, arena_format(arena, "function '%s' has no body", function->name), STR(""));
    *host = *function;
    overload->name = arena_str(arena, str_of(function->name)).at;
    overload->method = function->member;
    overload->run = run_host;
    overload->host = host;
    overload->dear = true;
    if (exists(declaring, overload))
        expr_scope_tell(declaring, arena_format(arena, "there is a function '%s' that takes the same types", function->name), STR(""));
    arena_push(arena, &declaring->expr->env.overloads, overload);
}

/* One that does not say its size ends the list: nobody knows where the next one stands. */
static bool declare_next(Declaring *declaring, const char **at)
{
    duly_expr_function function;
    Str fault = sized_take_next(&function, SIZED(duly_expr_function, context), at);
    if (fault.len > 0)
        expr_scope_tell(declaring, fault, STR(""));
    else
        declare_function(declaring, &function);
    return fault.len == 0;
}

/* ---- all */

bool expr_scope_declare(duly_expr *expr, const duly_expr_scope *scope, ApiProblem problem, void *context)
{
    Declaring declaring = { expr, problem, context, true };
    if (scope->container)
        expr->env.container = arena_str(&expr->arena, str_of(scope->container));
    if ((scope->variable_count > 0 && !scope->variables) || (scope->function_count > 0 && !scope->functions)) {
        expr_scope_tell(&declaring, STR("a list of the scope has not as many members as it is said to have"), STR(""));
        return false;
    }
    for (size_t i = 0; i < scope->variable_count; i++)
        declare_variable(&declaring, &scope->variables[i], i);
    const char *at = (const char *) scope->functions;
    for (size_t i = 0; i < scope->function_count && declare_next(&declaring, &at); i++) {
    }
    return declaring.ok;
}
