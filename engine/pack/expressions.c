/* Expressions and messages: from a scalar of YAML to a checked tree.

   What an author wrote is told where it stands: the text keeps the way from its bytes to those of the file (ExprText.origin, or base
   where they run along). What the engine made has one place for all of it, that of what it was made of (MadeText); the text of such an
   expression is printed from its tree, since nobody wrote one. */
#include "pack/expressions.h"

#include "lang/tree.h"
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

/* Makes the tree of a name: the record stands in it as often as a field of it is asked for. */
typedef struct {
    Loader *loader;
    TreeMaker maker;
    Str record; /* as the author wrote it */
} Naming;

static Expr *naming_record(const Naming *naming)
{
    const MadeText made = { .span = naming->maker.span };
    ExprText text = { .source = naming->loader->source, .text = naming->record, .made = &made };
    bool sound;
    return expr_parse(naming->loader->arena, &text, naming->loader->diags, &sound);
}

static bool leads_to_key(const Field *field)
{
    return field->kind == FIELD_REF && field->refers_to;
}

/* Whether the field is there; of a reference, the key of the record that it leads to. */
static Expr *naming_has(const Naming *naming, const Field *field)
{
    const TreeMaker *maker = &naming->maker;
    Expr *has = tree_has(maker, naming_record(naming), field->name);
    if (!leads_to_key(field))
        return has;
    Expr *key = tree_has(maker, tree_select(maker, naming_record(naming), field->name), field->refers_to->name);
    return tree_binary(maker, OPERATOR_AND, has, key);
}

static Expr *naming_string(const Naming *naming, const Field *field)
{
    const TreeMaker *maker = &naming->maker;
    Expr *value = tree_select(maker, naming_record(naming), field->name);
    if (leads_to_key(field))
        value = tree_select(maker, value, field->refers_to->name);
    return tree_call(maker, STR("string"), value);
}

static Expr *naming_any(const Naming *naming, const Table *table, const KeyWay *way)
{
    Expr *any = naming_has(naming, &table->fields[way->fields[0]]);
    for (uint32_t i = 1; i < way->count; i++)
        any = tree_binary(&naming->maker, OPERATOR_OR, any, naming_has(naming, &table->fields[way->fields[i]]));
    return any;
}

/* What of a way is there, with blanks between. */
static Expr *naming_words(const Naming *naming, const Table *table, const KeyWay *way)
{
    const TreeMaker *maker = &naming->maker;
    if (way->count == 1)
        return naming_string(naming, &table->fields[way->fields[0]]);
    Expr **words = arena_array(maker->arena, Expr *, way->count);
    for (uint32_t i = 0; i < way->count; i++) {
        const Field *field = &table->fields[way->fields[i]];
        words[i] = tree_choice(maker, naming_has(naming, field), naming_string(naming, field), tree_string(maker, STR("")));
    }
    Expr *joined = tree_method(maker, tree_list(maker, words, way->count), STR("join"), tree_string(maker, STR(" ")));
    return tree_method(maker, joined, STR("trim"), NULL);
}

/* By what of the first way is there; else the next, of which nothing was found to be missing before. */
static Expr *naming_ways(const Naming *naming, const Table *table, const KeyWay *ways, uint32_t count)
{
    Expr *name = tree_string(&naming->maker, STR(""));
    for (uint32_t i = count; i-- > 0;)
        name = tree_choice(&naming->maker, naming_any(naming, table, &ways[i]), naming_words(naming, table, &ways[i]), name);
    tree_number(name);
    return name;
}

/* What of a way was not tried alone before: where that was there, nobody asks for this way. */
static KeyWay naming_untried(Arena *arena, const KeyWay *way, bool *tried)
{
    uint32_t *fields = arena_array(arena, uint32_t, way->count);
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

/* `open`: by the label and the ways alone that tell nothing private; NULL: all of them are. Plain choices: an optional value would be a
   macro a way, in every message. */
static Expr *expressions_make_name(Loader *loader, const TemplatePart *part, const PackTable *called, bool open, const Env *env)
{
    const Table *table = &called->table;
    const bool has_label = called->label != INDEX_NONE;
    bool *tried = arena_array(loader->arena, bool, table->field_count), is_passed = false;
    KeyWay *ways = arena_array(loader->arena, KeyWay, table->way_count + 1);
    uint32_t count = 0, fields = 0;
    for (uint32_t i = has_label ? 0 : 1; i <= table->way_count; i++) {
        KeyWay way = i == 0 ? (KeyWay) { (uint32_t *) &called->label, 1 } : table->ways[i - 1];
        bool is_private = open && tells_private(loader, table, way.fields, way.count);
        is_passed |= is_private;
        ways[count] = is_private ? (KeyWay) { 0 } : naming_untried(loader->arena, &way, tried);
        fields += ways[count].count;
        count += ways[count].count > 0;
    }
    const MadeText made = { .span = part->expr->span };
    bool is_same = open && !is_passed;
    if (is_same || !within_limit(loader, made.span, fields, EXPR_MAX_DEPTH, "fields by which a sentence names a record"))
        return is_same ? NULL : part->expr;
    const Naming naming = { loader, { loader->arena, made.span }, part->text };
    return expression_of(loader, &made, naming_ways(&naming, table, ways, count), env, &TYPE_STRING).expr;
}

/* Nearly every message names the record that its rule is about, by a variable that means the same in each of them: such a name is made and
   checked once. One that stands for another record is of its rule alone, which may have named it itself. */
static Expr *name_record(Loader *loader, const TemplatePart *part, const PackTable *called, bool open, const Env *env)
{
    const Symbol *symbol = part->expr->kind == EXPR_NAME ? part->expr->symbol : NULL;
    if (!symbol || symbol->kind != SYMBOL_RECORD)
        return expressions_make_name(loader, part, called, open, env);
    for (size_t i = 0; i < loader->record_names.count; i++)
        if (loader->record_names.at[i].symbol == symbol && loader->record_names.at[i].open == open)
            return loader->record_names.at[i].name;
    RecordName name = { symbol, open, expressions_make_name(loader, part, called, open, env) };
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
