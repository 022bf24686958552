/* Expressions and messages: from a scalar of YAML to a checked tree. */
#include "pack/expressions.h"

#include "pack/shape.h"

static ExprText text_of(const Loader *loader, const YamlNode *node)
{
    return (ExprText) {
        .source = loader->source, .text = node->text, .origin = node->origin, .base = node->span.start
    };
}

PackExpr expression_parse(Loader *loader, const YamlNode *node)
{
    PackExpr expression = { .text = text_of(loader, node), .span = node->span };
    bool sound;
    if (shape_expect(loader, node, YAML_SCALAR, "an expression"))
        expression.expr = expr_parse(loader->arena, &expression.text, loader->diags, &sound);
    return expression;
}

static void check(Loader *loader, Expr *expr, const Env *env, const Type *expected)
{
    Checker checker = {
        .arena = loader->arena, .env = env, .source = loader->source, .diags = loader->diags
    };
    if (!loader->partial)
        check_expr(&checker, expr, expected);
}

void expression_check(Loader *loader, const PackExpr *expression, const Env *env, const Type *expected)
{
    if (expression->expr)
        check(loader, expression->expr, env, expected);
}

PackExpr expression_read(Loader *loader, const YamlNode *node, const Env *env, const Type *expected)
{
    PackExpr expression = expression_parse(loader, node);
    expression_check(loader, &expression, env, expected);
    return expression;
}

PackExpr expression_make(Loader *loader, Span span, const Env *env, const Type *expected, const char *format, ...)
{
    PackExpr expression = { .text = { .source = loader->source, .base = span.start }, .span = span };
    va_list args;
    va_start(args, format);
    Str text = arena_vformat(loader->arena, format, args);
    va_end(args);
    uint32_t *origin = arena_array(loader->arena, uint32_t, text.len + 1);
    for (size_t i = 0; i <= text.len; i++)
        origin[i] = i == text.len ? span.end : span.start;
    expression.text.text = text;
    expression.text.origin = origin;
    bool sound;
    expression.expr = expr_parse(loader->arena, &expression.text, loader->diags, &sound);
    expression_check(loader, &expression, env, expected);
    return expression;
}

Message message_read(Loader *loader, const YamlNode *node, Str language, const Env *env)
{
    Message message = { .language = language, .origin = text_of(loader, node) };
    bool sound;
    message.text = template_parse(loader->arena, &message.origin, loader->diags, &sound);
    for (uint32_t i = 0; i < message.text.count; i++)
        if (message.text.parts[i].expr)
            check(loader, message.text.parts[i].expr, env, NULL);
    return message;
}
