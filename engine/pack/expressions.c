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

PackExpr expression_of(Loader *loader, const MadeText *made, Expr *expr, const Env *env, const Type *expected)
{
    Text printed = { 0 };
    expr_print(&printed, expr);
    PackExpr expression = { .expr = expr, .span = made->span };
    expression.text = (ExprText) { .source = loader->source, .text = arena_str(loader->arena, text_str(&printed)) };
    text_free(&printed);
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

Message message_make(Loader *loader, const MadeText *made, const Env *env, Str language, WordsId sentence, const Str *values)
{
    Text text = { 0 };
    words_add(&text, language, sentence, values);
    ExprText origin = { .source = loader->source, .text = arena_str(loader->arena, text_str(&text)), .made = made };
    text_free(&text);
    Message message = read_message(loader, origin, language, env);
    MadeText *place = arena_new(loader->arena, MadeText); /* the names were the caller's */
    *place = (MadeText) { .span = made->span };
    message.origin.made = place;
    message.is_made = true;
    return message;
}

void messages_make(Loader *loader, const MadeText *made, const Env *env, Rule *rule, WordsId sentence, const Str *values)
{
    rule->message_count = (uint32_t) words_language_count();
    rule->messages = arena_array(loader->arena, Message, rule->message_count);
    for (uint32_t i = 0; i < rule->message_count; i++)
        rule->messages[i] = message_make(loader, made, env, words_language(i), sentence, values);
}

Message message_read(Loader *loader, const YamlNode *node, Str language, const Env *env)
{
    return read_message(loader, text_of(loader, node), language, env);
}
