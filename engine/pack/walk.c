/* All expressions of a pack, whoever they belong to: for who wants to know what they speak of. What is missing here is not looked at by
   any of them: an expression that is added to a pack has to be added here, and in trial.c. */
#include "pack/loader.h"

typedef struct {
    PackVisit *visit;
    void *context;
    const Source *file;
} Walk;

static void see_tree(Walk *walk, const Expr *expr)
{
    if (expr)
        walk->visit(walk->context, walk->file, expr);
}

static void walk_see(Walk *walk, const PackExpr *expression)
{
    see_tree(walk, expression->expr);
}

static void see_named(Walk *walk, const Named *named, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        walk_see(walk, &named[i].value);
}

static void see_interval(Walk *walk, const Interval *interval)
{
    walk_see(walk, &interval->judged);
    for (uint32_t i = 0; i < INTERVAL_PARTS; i++)
        walk_see(walk, &interval->parts[i]);
}

static void see_grouping(Walk *walk, const Grouping *grouping)
{
    see_named(walk, grouping->keys, grouping->key_count);
    for (size_t i = 0; i < grouping->aggregates.list.count; i++)
        see_tree(walk, grouping->aggregates.list.at[i]->arg);
}

static void see_rule(Walk *walk, const Rule *rule)
{
    walk->file = rule->file;
    walk_see(walk, &rule->when);
    walk_see(walk, &rule->require);
    walk_see(walk, &rule->clears_on);
    see_named(walk, rule->lets, rule->let_count);
    if (rule->interval)
        see_interval(walk, rule->interval);
    if (rule->grouping)
        see_grouping(walk, rule->grouping);
    for (uint32_t i = 0; i < rule->message_count; i++)
        for (uint32_t j = 0; j < rule->messages[i].text.count; j++)
            see_tree(walk, rule->messages[i].text.parts[j].expr);
}

static void see_procedure(Walk *walk, const Procedure *procedure)
{
    for (uint32_t i = 0; i < procedure->step_count; i++) {
        walk->file = procedure->steps[i].file;
        walk_see(walk, &procedure->steps[i].candidates);
    }
    for (uint32_t i = 0; i < procedure->end_count; i++) {
        walk->file = procedure->ends[i].file;
        walk_see(walk, &procedure->ends[i].when);
        walk_see(walk, &procedure->ends[i].on);
    }
}

void pack_walk(const Pack *pack, PackVisit *visit, void *context)
{
    Walk walk = { visit, context, NULL };
    for (uint32_t i = 0; i < pack->table_count; i++) {
        walk.file = pack->tables[i].table.source;
        see_named(&walk, pack->tables[i].derived, pack->tables[i].derived_count);
    }
    for (uint32_t i = 0; i < pack->procedure_count; i++)
        see_procedure(&walk, &pack->procedures[i]);
    for (uint32_t i = 0; i < pack->rule_count; i++)
        see_rule(&walk, &pack->rules[i]);
    for (uint32_t i = 0; i < pack->statistic_count; i++) {
        see_rule(&walk, &pack->statistics[i].rule);
        for (uint32_t j = 0; j < pack->statistics[i].measure_count; j++)
            walk_see(&walk, &pack->statistics[i].measures[j].value);
    }
}
