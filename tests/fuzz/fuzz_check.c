/* Any bytes as an expression, checked strictly and leniently: both end, a strict check is true iff it says
   nothing, a lenient one never says anything, and what passes has no type left open. */
#include <stdlib.h>

#include "lang/check.h"
#include "lang/parser.h"
#include "support/sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool holds)
{
    if (!holds)
        abort();
}

/* Parts of dotted names have no type of their own. */
static void look_at_types(void *context, const Expr *expr)
{
    insist(expr->type && expr->type->kind != KIND_PARAM && expr->type->kind != KIND_ERROR);
    if (expr->kind == EXPR_CALL)
        insist(expr->call.overload_count > 0);
    if (expr->kind != EXPR_SELECT || !expr->symbol)
        expr_children(expr, look_at_types, context);
}

static void check(Str text, bool lenient)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Source source = { STR("fuzz"), text };
    ExprText written = { .source = &source, .text = text };
    bool parsed;
    Expr *expr = expr_parse(&arena, &written, &diags, &parsed);
    size_t before = diags.list.count + diags.left_out;
    Checker checker = { .arena = &arena, .env = sample_env(&arena), .source = &source, .diags = &diags, .lenient = lenient };
    bool ok = check_expr(&checker, expr, NULL);
    size_t said = diags.list.count + diags.left_out - before;
    insist(!lenient || (ok && said == 0));
    insist(!ok || said == 0);
    if (ok && parsed && !lenient)
        look_at_types(NULL, expr);
    if (parsed)
        type_text(&arena, expr->type);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str text = { (const char *) data, size };
    check(text, false);
    check(text, true);
    return 0;
}
