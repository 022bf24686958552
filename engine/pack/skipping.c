/* The rule that no step is left out: made of the steps of a procedure that says `skipping`. */
#include "pack/expressions.h"
#include "pack/rules.h"

static void add_name(Loader *loader, Env *env, Str name, const PackExpr *expression)
{
    env_add(loader->arena, env, (Symbol) { .name = name, .kind = SYMBOL_EXPR, .type = expression->expr->type, .expr = expression->expr });
}

/* Whether a step behind it was taken, as an expression named `later_N` for each. A step that the file has no column for says neither:
   then only days that are there decide. */
static void name_later(Loader *loader, const Procedure *procedure, Env *env)
{
    const Table *table = &loader->pack->tables[procedure->table].table;
    for (uint32_t i = procedure->step_count; i-- > 0;) {
        bool is_last = i + 1 == procedure->step_count;
        Str next = is_last ? (Str) { 0 } : table->fields[procedure->steps[i + 1].field].name;
        PackExpr later = is_last ? expression_make(loader, procedure->span, env, &TYPE_BOOL, "false")
                                 : expression_make(loader, procedure->span, env, &TYPE_BOOL, "has(%.*s.%.*s) || later_%u",
                                                   STR_ARG(table->name), STR_ARG(next), (unsigned) (i + 1));
        add_name(loader, env, arena_format(loader->arena, "later_%u", (unsigned) i), &later);
    }
}

/* Every mandatory step was taken, or none behind it was. */
static PackExpr make_require(Loader *loader, const Procedure *procedure, Env *env)
{
    const Table *table = &loader->pack->tables[procedure->table].table;
    Text text = { 0 };
    for (uint32_t i = 0; i < procedure->step_count; i++)
        if (!procedure->steps[i].is_optional)
            text_format(&text, "%s(has(%.*s.%.*s) || !later_%u)", text.len ? " && " : "", STR_ARG(table->name),
                        STR_ARG(table->fields[procedure->steps[i].field].name), (unsigned) i);
    PackExpr require = expression_make(loader, procedure->span, env, &TYPE_BOOL, "%.*s", STR_ARG(text_str(&text)));
    text_free(&text);
    return require;
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

static void make_condition(Loader *loader, const Procedure *procedure, Rule *rule)
{
    Env *env = arena_new(loader->arena, Env);
    env->parent = &loader->pack->tables[procedure->table].env;
    env->symbols.capacity = procedure->step_count; /* the checker points at symbols: they may not move */
    env->symbols.at = arena_array(loader->arena, Symbol, env->symbols.capacity);
    name_later(loader, procedure, env);
    rule->require = make_require(loader, procedure, env);
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
    rule->tells_skipped = true;
    rule->title = local_words(loader->arena, WORDS_TITLE_STEP_SKIPPED);
    if (!override_unwanted(loader, rule->id, true))
        make_condition(loader, procedure, rule);
    if (rule->id.len)
        rule_add(loader, &draft);
    else
        complain(loader, E_DUPLICATE_NAME, procedure->span, "the rule that no step is skipped finds its id taken");
}
