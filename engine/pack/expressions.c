/* Expressions and messages: from a scalar of YAML to a checked tree.

   What an author wrote is told where it stands: the text keeps the way from its bytes to those of the file (ExprText.origin, or base
   where they run along). What the engine made has one place for all of it, that of what it was made of (MadeText); the text of such an
   expression is printed from its tree, since nobody wrote one. */
#include "pack/expressions.h"

#include "pack/shape.h"

static ExprText expressions_text_of(const Loader *loader, const YamlNode *node)
{
    return (ExprText) { .source = loader->source, .text = node->text, .origin = node->origin, .base = node->base };
}

PackExpr expression_parse(Loader *loader, const YamlNode *node)
{
    PackExpr expression = { .text = expressions_text_of(loader, node), .span = node->span };
    bool sound;
    if (shape_expect(loader, node, YAML_SCALAR, "an expression"))
        expression.expr = expr_parse(loader->arena, &expression.text, loader->diags, &sound);
    return expression;
}

static void expressions_check(Loader *loader, Expr *expr, const Env *env, const Type *expected)
{
    Checker checker = { .arena = loader->arena, .env = env, .source = loader->source, .diags = loader->diags };
    check_expr(&checker, expr, expected);
}

void expression_check(Loader *loader, const PackExpr *expression, const Env *env, const Type *expected)
{
    if (expression->expr)
        expressions_check(loader, expression->expr, env, expected);
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

/* ---- what a record is called in a sentence: by its label, else by its key, as far as these are there */

static const PackTable *expressions_table_of(const Loader *loader, const Type *type)
{
    for (uint32_t i = 0; type->kind == KIND_RECORD && i < loader->pack->table_count; i++)
        if (type->record == &loader->pack->tables[i].record)
            return &loader->pack->tables[i];
    return NULL;
}

/* Whether the field is there; of a reference, the key of the record that it leads to. */
static void add_has(Text *out, Str record, const Field *field)
{
    text_format(out, "has((%.*s).%.*s)", STR_ARG(record), STR_ARG(field->name));
    if (field->kind == FIELD_REF && field->refers_to)
        text_format(out, " && has((%.*s).%.*s.%.*s)", STR_ARG(record), STR_ARG(field->name), STR_ARG(field->refers_to->name));
}

static void add_string(Text *out, Str record, const Field *field)
{
    text_format(out, "string((%.*s).%.*s", STR_ARG(record), STR_ARG(field->name));
    if (field->kind == FIELD_REF && field->refers_to)
        text_format(out, ".%.*s", STR_ARG(field->refers_to->name));
    text_add(out, STR(")"));
}

/* By what of a way is there; nothing of it was found to be missing before. */
static void add_way(Text *out, Str record, const Table *table, const KeyWay *way)
{
    for (uint32_t i = 0; i < way->count; i++) {
        text_add(out, i > 0 ? STR(" || ") : (Str) { 0 });
        add_has(out, record, &table->fields[way->fields[i]]);
    }
    text_add(out, way->count > 1 ? STR(" ? [") : STR(" ? "));
    for (uint32_t i = 0; i < way->count; i++) {
        text_add(out, i > 0 ? STR(", ") : (Str) { 0 });
        if (way->count > 1) {
            add_has(out, record, &table->fields[way->fields[i]]);
            text_add(out, STR(" ? "));
        }
        add_string(out, record, &table->fields[way->fields[i]]);
        text_add(out, way->count > 1 ? STR(" : ''") : (Str) { 0 });
    }
    text_add(out, way->count > 1 ? STR("].join(' ').trim() : ") : STR(" : "));
}

/* What of a way was not tried alone before: where that was there, nobody asks for this way. */
static KeyWay untried(const KeyWay *way, bool *tried, uint32_t *fields)
{
    KeyWay left = { fields, 0 };
    for (uint32_t i = 0; i < way->count; i++)
        if (!tried[way->fields[i]])
            fields[left.count++] = way->fields[i];
    if (left.count == 1)
        tried[fields[0]] = true;
    return left;
}

static bool tells_private(const Loader *loader, const Table *table, const uint32_t *fields, uint32_t count)
{
    bool tells = false;
    for (uint32_t i = 0; i < count; i++)
        tells |= pack_is_private(loader->pack, &table->fields[fields[i]]);
    return tells;
}

/* The text names records by what stands in the placeholder, in brackets: that may be any expression. */
static Expr *read_made(Loader *loader, Span span, Str text, const Env *env)
{
    MadeText made = { .span = span };
    ExprText whole = { .source = loader->source, .text = arena_str(loader->arena, text), .made = &made };
    bool sound;
    return expression_of(loader, &made, expr_parse(loader->arena, &whole, loader->diags, &sound), env, &TYPE_STRING).expr;
}

/* `open`: by the label and the ways alone that tell nothing private; NULL: all of them are. Plain choices: an optional value would be a
   macro a way, in every message. */
static Expr *make_name(Loader *loader, const TemplatePart *part, const PackTable *called, bool open, const Env *env)
{
    const Table *table = &called->table;
    const bool has_label = called->label != INDEX_NONE;
    bool *tried = arena_array(loader->arena, bool, table->field_count), is_passed = false;
    uint32_t *fields = arena_array(loader->arena, uint32_t, table->field_count);
    Text out = { 0 };
    for (uint32_t i = has_label ? 0 : 1; i <= table->way_count; i++) {
        KeyWay way = i == 0 ? (KeyWay) { (uint32_t *) &called->label, 1 } : table->ways[i - 1];
        bool is_private = open && tells_private(loader, table, way.fields, way.count);
        is_passed |= is_private;
        KeyWay left = is_private ? (KeyWay) { 0 } : untried(&way, tried, fields);
        if (left.count > 0)
            add_way(&out, part->text, table, &left);
    }
    text_add(&out, STR("''"));
    Expr *name = open && !is_passed ? NULL : read_made(loader, part->expr->span, text_str(&out), env);
    text_free(&out);
    return name;
}

/* Nearly every message names the record that its rule is about, by a variable that means the same in each of them: such a name is made and
   checked once. One that stands for another record is of its rule alone, which may have named it itself. */
static Expr *name_record(Loader *loader, const TemplatePart *part, const PackTable *called, bool open, const Env *env)
{
    const Symbol *symbol = part->expr->kind == EXPR_NAME ? part->expr->symbol : NULL;
    if (!symbol || symbol->kind != SYMBOL_RECORD)
        return make_name(loader, part, called, open, env);
    for (size_t i = 0; i < loader->record_names.count; i++)
        if (loader->record_names.at[i].symbol == symbol && loader->record_names.at[i].open == open)
            return loader->record_names.at[i].name;
    RecordName name = { symbol, open, make_name(loader, part, called, open, env) };
    arena_push(loader->arena, &loader->record_names, name);
    return name.name;
}

static void check_placeholder(Loader *loader, TemplatePart *part, const Env *env)
{
    Checker checker = { .arena = loader->arena, .env = env, .source = loader->source, .diags = loader->diags, .whole = true };
    check_expr(&checker, part->expr, NULL);
    const PackTable *called = expressions_table_of(loader, part->expr->type);
    if (!called)
        return;
    part->names = true;
    part->kept = name_record(loader, part, called, true, env);
    part->expr = name_record(loader, part, called, false, env);
}

static Message read_message(Loader *loader, ExprText text, Str language, const Env *env)
{
    Message message = { .language = language, .origin = text };
    bool sound;
    message.text = template_parse(loader->arena, &message.origin, loader->diags, &sound);
    for (uint32_t i = 0; i < message.text.count; i++)
        if (message.text.parts[i].expr)
            check_placeholder(loader, &message.text.parts[i], env);
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
    return read_message(loader, expressions_text_of(loader, node), language, env);
}
