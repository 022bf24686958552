/* What makes groups of records, for rules, statistics and `unique`: the keys, and what expressions about a group may say.

   Two environments stand one in the other. Keys are expressions about a record, and read in that of the table. The condition is about a
   group: it may name the keys, and fields only inside of a function that makes one value of many, whose argument is read in that of the
   table again (Aggregates.rows). The symbols of keys lie in a room of PACK_KEYS and two: params and as_of come first. */
#include "pack/grouping.h"

#include "pack/prelude.h"
#include "pack/shape.h"

/* ---- keys */

/* What a key is called that has no name of its own: the last field it names, or the reference before a record's key. */
static Str grouping_name_of(const Loader *loader, const Expr *expr)
{
    if (!expr || expr->kind != EXPR_SELECT)
        return STR("value");
    const Expr *reference = pack_reference_of(expr);
    return arena_str(loader->arena, reference ? reference->select.field : expr->select.field);
}

static bool grouping_is_single(const Type *type)
{
    const Type *result;
    return type->kind == KIND_ERROR || !aggregate_takes(AGGREGATE_DISTINCT, type, &result);
}

static void add_key(Loader *loader, Grouping *grouping, const YamlNode *name, const YamlNode *value)
{
    if (name && !shape_identifier(loader, name, "a key of a group"))
        return;
    PackExpr expression = expression_read(loader, value, grouping->aggregates.rows, NULL);
    const Type *type = expression.expr && expression.expr->type ? expression.expr->type : &TYPE_ERROR;
    if (!grouping_is_single(type))
        complain(loader, E_TYPE, value->span, "records are grouped by single values: texts, numbers, days, true or false");
    Str called = name ? name->text : grouping_name_of(loader, expression.expr);
    if (env_find(&grouping->env, called)) {
        complain(loader, E_DUPLICATE_NAME, value->span, "a key of a group cannot be called '%.*s': the name is taken", STR_ARG(called));
        return;
    }
    Symbol symbol = {
        .name = called, .kind = SYMBOL_INPUT, .type = grouping_is_single(type) ? type : &TYPE_ERROR, .slot = grouping->key_count
    };
    grouping->keys[grouping->key_count++] = (Named) { called, expression };
    env_add(loader->arena, &grouping->env, symbol);
}

static void grouping_read_keys(Loader *loader, const YamlNode *node, Grouping *grouping)
{
    size_t count = node->kind == YAML_SCALAR ? 1 : node->count;
    if (!within_limit(loader, node->span, count, PACK_KEYS, "keys of a group"))
        return;
    grouping->keys = arena_array(loader->arena, Named, count);
    for (uint32_t i = 0; i < count; i++) {
        if (node->kind == YAML_MAPPING)
            add_key(loader, grouping, node->pairs[i].key, node->pairs[i].value);
        else
            add_key(loader, grouping, NULL, node->kind == YAML_SCALAR ? node : node->items[i]);
    }
}

/* ---- what expressions about a group may name; symbols do not move once the checker points at them */

static void open_env(Loader *loader, const PackTable *table, Grouping *grouping)
{
    Env *env = &grouping->env;
    env->symbols.capacity = PACK_KEYS + 2;
    env->symbols.at = arena_array(loader->arena, Symbol, env->symbols.capacity);
    env_add(loader->arena, env, *env_find(&table->env, STR("params")));
    env_add(loader->arena, env, *env_find(&table->env, STR("as_of")));
    grouping->aggregates.arena = loader->arena;
    grouping->aggregates.rows = &table->env;
}

static void grouping_refuse(Loader *loader, const YamlNode *node, const char *what)
{
    if (node)
        complain(loader, E_BAD_VALUE, node->span, "%s", what);
}

static void check_draft(Loader *loader, const RuleDraft *draft)
{
    grouping_refuse(loader, draft->clears_on, "'clears_on' is for rules about single records");
    grouping_refuse(loader, draft->after, "'after' is for rules about single records");
    if (draft->unique) {
        grouping_refuse(loader, draft->group_by, "'unique' makes groups itself: 'group_by' does not go with it");
        grouping_refuse(loader, draft->require, "'unique' is the condition: 'require' does not go with it");
    }
}

Env *grouping_read(Loader *loader, RuleDraft *draft)
{
    const YamlNode *node = draft->unique ? draft->unique : draft->group_by;
    if (!node)
        return NULL;
    const PackTable *table = table_or_nowhere(loader, draft->rule.table);
    Grouping *grouping = arena_new(loader->arena, Grouping);
    check_draft(loader, draft);
    open_env(loader, table, grouping);
    grouping_read_keys(loader, node, grouping);
    if (draft->unique && node->kind != YAML_SCALAR && node->count == 0)
        complain(loader, E_BAD_VALUE, node->span, "'unique' names at least one value");
    grouping->skips_missing = draft->unique != NULL;
    grouping->aggregates.first = grouping->key_count;
    draft->rule.grouping = grouping;
    Env *env = arena_new(loader->arena, Env);
    env->parent = &grouping->env;
    env->aggregates = &grouping->aggregates;
    return env;
}

/* ---- unique */

static Str keys_in_braces(Loader *loader, const Grouping *grouping)
{
    Text text = { 0 };
    for (uint32_t i = 0; i < grouping->key_count; i++)
        text_format(&text, "%s{%.*s}", i > 0 ? ", " : "", STR_ARG(grouping->keys[i].name));
    Str copy = arena_str(loader->arena, text_str(&text));
    text_free(&text);
    return copy;
}

void grouping_complete(Loader *loader, RuleDraft *draft, Env *env)
{
    Rule *rule = &draft->rule;
    if (!draft->unique || !rule->grouping)
        return;
    Making making = { .loader = loader, .env = env, .made = { .span = draft->unique->span } };
    const Str values[] = { STR("{count()}"), keys_in_braces(loader, rule->grouping) };
    rule->require = making_expression(&making, PRELUDE_UNIQUE, &TYPE_BOOL);
    messages_make(loader, &making.made, env, rule, WORDS_IN_COMMON, values);
}
