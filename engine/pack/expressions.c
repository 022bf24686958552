/* Expressions and messages: from a scalar of YAML to a checked tree. */
#include "pack/expressions.h"

#include "pack/shape.h"

static ExprText text_of(const Loader *loader, const YamlNode *node)
{
    return (ExprText) { .source = loader->source, .text = node->text, .origin = node->origin, .base = node->base };
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
    Checker checker = { .arena = loader->arena, .env = env, .source = loader->source, .diags = loader->diags };
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

/* Every byte of a text that the author did not write stands for the same place. */
static ExprText made_text(const Loader *loader, Span span, Str text)
{
    uint32_t *origin = arena_array(loader->arena, uint32_t, text.len + 1);
    for (size_t i = 0; i <= text.len; i++)
        origin[i] = i == text.len ? span.end : span.start;
    return (ExprText) { .source = loader->source, .text = text, .origin = origin, .base = span.start };
}

PackExpr expression_make(Loader *loader, Span span, const Env *env, const Type *expected, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    PackExpr expression = { .text = made_text(loader, span, arena_vformat(loader->arena, format, args)), .span = span };
    va_end(args);
    bool sound;
    expression.expr = expr_parse(loader->arena, &expression.text, loader->diags, &sound);
    expression_check(loader, &expression, env, expected);
    return expression;
}

static Message read_message(Loader *loader, ExprText text, Str language, const Env *env)
{
    Message message = { .language = language, .origin = text };
    bool sound;
    message.text = template_parse(loader->arena, &message.origin, loader->diags, &sound);
    for (uint32_t i = 0; i < message.text.count; i++)
        if (message.text.parts[i].expr)
            check(loader, message.text.parts[i].expr, env, NULL);
    return message;
}

Message message_make(Loader *loader, Span span, const char *language, const Env *env, const char *text)
{
    Message message = read_message(loader, made_text(loader, span, str_of(text)), str_of(language), env);
    message.is_made = true;
    return message;
}

Message message_read(Loader *loader, const YamlNode *node, Str language, const Env *env)
{
    return read_message(loader, text_of(loader, node), language, env);
}
