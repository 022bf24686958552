/* Compiling an expression for a host. */
#include "api/expr.h"
#include "lang/check.h"
#include "lang/parser.h"

/* The type that is wanted, NULL for any; false where it is none. */
static bool read_result(duly_expr *expr, const char *text, const Type **type, const duly_sink *sink)
{
    TypeProblem problem = { 0 };
    *type = text ? expr_type_read(&expr->arena, str_of(text), &problem) : NULL;
    if (!text || *type)
        return true;
    Complaint complaint = { .severity = SEVERITY_ERROR, .path = STR("<scope>"), .message = problem.message, .hint = problem.hint };
    api_tell_complaint(&complaint, sink->problem, sink->context);
    return false;
}

static void expr_compile(duly_expr *expr, Diags *diags)
{
    CompileOptions options = { .source = &expr->source, .diags = diags };
    Compiler *compiler = compiler_new(&expr->arena, &options);
    expr->root = compile_expr(compiler, expr->tree, NODE_NONE);
    expr->program = compiler_end(compiler, &expr->root, 1);
}

static bool build(duly_expr *expr, const duly_expr_scope *scope, const duly_sink *sink)
{
    const Type *result;
    bool ok = read_result(expr, scope->result, &result, sink);
    if (!expr_scope_declare(expr, scope, sink->problem, sink->context) || !ok)
        return false;
    Diags diags = { .arena = &expr->arena };
    ExprText text = { .source = &expr->source, .text = expr->source.text };
    Checker checker = { .arena = &expr->arena, .env = &expr->env, .source = &expr->source, .diags = &diags };
    Expr *tree = expr_parse(&expr->arena, &text, &diags, &ok);
    ok = ok && check_expr(&checker, tree, result);
    expr->tree = tree;
    if (ok)
        expr_compile(expr, &diags);
    api_tell_diags(&diags, sink->problem, sink->context);
    expr->type = ok ? type_text(&expr->arena, tree->type) : STR("");
    return ok && diags.errors == 0;
}

typedef struct {
    duly_expr *expr;
    duly_text text;
    duly_expr_scope scope;
    const duly_sink *sink;
    bool built;
} OpenCall;

static void open_expr(void *context)
{
    OpenCall *call = context;
    call->expr->source = (Source) { STR("<expression>"), arena_str(&call->expr->arena, api_str(call->text)) };
    call->built = build(call->expr, &call->scope, call->sink);
}

duly_expr *duly_expr_open(duly_text expression, const duly_expr_scope *scope, const duly_sink *given)
{
    duly_sink own = { 0 }, *sink = &own;
    OpenCall call = { .text = expression, .sink = sink };
    if (!SIZED_SINK(sink, given))
        return NULL;
    Str refused = scope ? sized_take(&call.scope, SIZED(duly_expr_scope, variable_count), scope) : (Str) { 0 };
    if (refused.len > 0) {
        api_refuse(refused, sink->problem, sink->context);
        return NULL;
    }
    duly_expr *expr = call.expr = memory_ask(sizeof *expr);
    if (!expr) {
        api_no_memory(sink->problem, sink->context);
        return NULL;
    }
    *expr = (duly_expr) { .root = NODE_NONE };
    ledger_init(&expr->ledger);
    if (api_call_in(&expr->ledger, open_expr, &call, sink->problem, sink->context) && call.built)
        return expr;
    duly_expr_close(expr);
    return NULL;
}

void duly_expr_close(duly_expr *expr)
{
    if (!expr)
        return;
    ledger_end(&expr->ledger);
    memory_free(expr);
}

duly_text duly_expr_type(const duly_expr *expr)
{
    return expr ? expr->type : (duly_text) { 0 };
}
