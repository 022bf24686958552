/* The rule that no step is left out: made of the steps of a procedure that says `skipping`.

   Whether a step behind one was taken is worked out from the last step on: later_3 is whether step 4 was taken, or later_4. So the
   condition grows with the number of steps, not with its square, and what compiles it goes down as many names as there are steps: at
   most PACK_MAX_STEPS. */
#include "lang/tree.h"
#include "pack/prelude.h"
#include "pack/rules.h"

static Str later_name(const Making *making, uint32_t step)
{
    return arena_format(making->loader->arena, "later_%u", (unsigned) step);
}

/* Whether a step behind it was taken, as an expression named `later_N` for each. A step that the file has no column for says neither:
   then only days that are there decide. */
static void name_later(Making *making, const Procedure *procedure, const Table *table)
{
    for (uint32_t i = procedure->step_count; i-- > 0;) {
        bool is_last = i + 1 == procedure->step_count;
        PackExpr later = making_expression(making, is_last ? PRELUDE_LATER_NONE : PRELUDE_LATER, &TYPE_BOOL);
        Str name = later_name(making, i);
        making_name(making, name.at, &later);
        making_fill(making, "later_behind", name);
        making_fill(making, "step_behind", table_path(making->loader->arena, table, procedure->steps[i].field));
    }
}

/* Every mandatory step was taken, or none behind it was. */
static PackExpr make_require(Making *making, const Procedure *procedure, const Table *table)
{
    Expr **each = arena_array(making->loader->arena, Expr *, procedure->step_count);
    size_t count = 0;
    for (uint32_t i = 0; i < procedure->step_count; i++)
        if (!procedure->steps[i].is_optional) {
            making_fill(making, "step", table_path(making->loader->arena, table, procedure->steps[i].field));
            making_fill(making, "later_step", later_name(making, i));
            each[count++] = making_tree(making, PRELUDE_NOT_SKIPPED);
        }
    const TreeMaker maker = { making->loader->arena, making->made.span };
    Expr *all = tree_all(&maker, each, count);
    tree_number(all);
    return expression_of(making->loader, &making->made, all, making->env, &TYPE_BOOL);
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
static Str skipping_find_id(Loader *loader, const Procedure *procedure)
{
    Str id = STR("step-skipped");
    if (map_get(&loader->rule_ids, id) != MAP_NONE)
        id = arena_format(loader->arena, "step-skipped-%.*s", STR_ARG(procedure->id));
    return map_add(&loader->rule_ids, id, loader->pack->rule_count) == loader->pack->rule_count ? id : (Str) { 0 };
}

static void make_condition(Loader *loader, const Procedure *procedure, Rule *rule)
{
    const PackTable *table = &loader->pack->tables[procedure->table];
    Making making;
    making_begin(&making, loader, &table->env, procedure->step_count, procedure->span);
    name_later(&making, procedure, &table->table);
    rule->require = make_require(&making, procedure, &table->table);
}

void make_skipping_rule(Loader *loader, const Procedure *procedure)
{
    loader->source = procedure->file;
    if (procedure->table == INDEX_NONE || !has_all_days(loader, procedure))
        return;
    RuleDraft draft = rule_draft(loader, procedure->span);
    Rule *rule = &draft.rule;
    rule->id = skipping_find_id(loader, procedure);
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
