/* The rule that no step is left out: made of the steps of a procedure that says `skipping`. */
#include "pack/expressions.h"
#include "pack/rules.h"

/* The last step that was taken, from 1; 0: none. */
static PackExpr make_reached(Loader *loader, const Procedure *procedure, const Env *env)
{
    const Table *table = &loader->pack->tables[procedure->table].table;
    Text text = { 0 };
    for (uint32_t i = procedure->step_count; i > 0; i--)
        text_format(&text, "has(%.*s.%.*s) ? %u : ", STR_ARG(table->name),
                    STR_ARG(table->fields[procedure->steps[i - 1].field].name), i);
    text_add_char(&text, '0');
    PackExpr reached = expression_make(loader, procedure->span, env, &TYPE_INT, "%.*s", STR_ARG(text_str(&text)));
    text_free(&text);
    return reached;
}

/* The titles of the steps that were left out, as a list; titles are constants, which no quote can break. */
static PackExpr make_skipped(Loader *loader, const Procedure *procedure, Env *env, const char *language)
{
    const Table *table = &loader->pack->tables[procedure->table].table;
    Text text = { 0 };
    for (uint32_t i = 0; i < procedure->step_count; i++) {
        const Step *step = &procedure->steps[i];
        Str title = local_text(&step->title, str_of(language));
        Str name = arena_format(loader->arena, "step_%s_%u", language, i);
        if (step->is_optional)
            continue;
        env_add(loader->arena, env,
                (Symbol) { .name = name, .kind = SYMBOL_CONSTANT, .type = &TYPE_STRING,
                           .constant = value_str(title.len ? title : step->id) });
        text_format(&text, "%sreached > %u && !has(%.*s.%.*s) ? %.*s : ''", text.len ? ", " : "", i + 1, STR_ARG(table->name),
                    STR_ARG(table->fields[step->field].name), STR_ARG(name));
    }
    PackExpr skipped = expression_make(loader, procedure->span, env, NULL, "[%.*s].filter(title, title != '')",
                                       STR_ARG(text_str(&text)));
    text_free(&text);
    return skipped;
}

static void add_name(Loader *loader, Env *env, const char *name, const PackExpr *expression)
{
    env_add(loader->arena, env, (Symbol) { .name = str_of(name), .kind = SYMBOL_EXPR, .type = expression->expr->type,
                                           .expr = expression->expr });
}

static bool has_all_days(const Loader *loader, const Procedure *procedure)
{
    const Table *table = &loader->pack->tables[procedure->table].table;
    bool mandatory = false;
    for (uint32_t i = 0; i < procedure->step_count; i++) {
        uint32_t field = procedure->steps[i].field;
        if (field == INDEX_NONE || table->fields[field].kind != FIELD_DATE)
            return false; /* told */
        mandatory |= !procedure->steps[i].is_optional;
    }
    return mandatory;
}

/* The first procedure has the plain id, further ones their own behind it. */
static Str find_id(Loader *loader, const Procedure *procedure)
{
    Str id = STR("step-skipped");
    if (map_get(&loader->rule_ids, id) != MAP_NONE)
        id = arena_format(loader->arena, "step-skipped-%.*s", STR_ARG(procedure->id));
    return map_add(&loader->rule_ids, id, loader->pack->rule_count) == loader->pack->rule_count ? id : (Str) { 0 };
}

static void read_texts(Loader *loader, const Procedure *procedure, Env *env, Rule *rule)
{
    rule->messages = arena_array(loader->arena, Message, 2);
    rule->message_count = 2;
    rule->messages[0] = message_make(loader, procedure->span, "en", env,
                                     "no day on record for {skipped.join(', ')}, although a later step has one");
    rule->messages[1] = message_make(loader, procedure->span, "zh", env,
                                     "后面的步骤已有日期，但{skipped_zh.join('、')}没有日期");
}

static void make_condition(Loader *loader, const Procedure *procedure, Rule *rule)
{
    Env *env = arena_new(loader->arena, Env);
    env->parent = &loader->pack->tables[procedure->table].env;
    env->symbols.capacity = 2 * procedure->step_count + 3; /* the checker points at symbols: they may not move */
    env->symbols.at = arena_array(loader->arena, Symbol, env->symbols.capacity);
    PackExpr reached = make_reached(loader, procedure, env);
    add_name(loader, env, "reached", &reached);
    PackExpr skipped = make_skipped(loader, procedure, env, "en"), skipped_zh = make_skipped(loader, procedure, env, "zh");
    add_name(loader, env, "skipped", &skipped);
    add_name(loader, env, "skipped_zh", &skipped_zh);
    rule->require = expression_make(loader, procedure->span, env, &TYPE_BOOL, "size(skipped) == 0");
    read_texts(loader, procedure, env, rule);
}

void make_skipping_rule(Loader *loader, const Procedure *procedure)
{
    loader->source = procedure->file;
    if (procedure->table == INDEX_NONE || !has_all_days(loader, procedure))
        return;
    RuleDraft draft = rule_draft(loader, procedure->span);
    Rule *rule = &draft.rule;
    rule->id = find_id(loader, procedure);
    rule->table = procedure->table;
    rule->severity = procedure->skipping;
    rule->is_made = true;
    rule->title = local_words(loader->arena, WORDS_TITLE_STEP_SKIPPED);
    if (!override_unwanted(loader, rule->id, true))
        make_condition(loader, procedure, rule);
    if (rule->id.len)
        rule_add(loader, &draft);
    else
        complain(loader, E_DUPLICATE_NAME, procedure->span, "the rule that no step is skipped finds its id taken");
}
