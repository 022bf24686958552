/* Makes plans: which rules, in which order. A rule that was not asked for is evaluated all the same where another one stands after it,
   and not told (`reported`). The order is that of the pack but for this: each rule behind those it stands after; the pack has seen to
   it that none goes round (pack/link.c). */
#include "run/plan.h"

#include "model/identity.h"
#include "run/plan_compile.h"

/* ---- which rules are evaluated: those selected, and those they stand after */

static void need_rule(const Pack *pack, uint32_t rule, bool *needed)
{
    if (needed[rule])
        return;
    needed[rule] = true;
    for (uint32_t i = 0; i < pack->rules[rule].after_count; i++)
        need_rule(pack, pack->rules[rule].after[i], needed);
}

static bool is_for(const Rule *rule, uint32_t table)
{
    return rule->builtin || rule->table == table;
}

static void plan_add_rules(Arena *arena, const PlanOptions *options, const bool *needed, TablePlan *plan)
{
    const Pack *pack = options->pack;
    uint32_t records = 0, groups = 2 * pack->statistic_count;
    for (uint32_t rule = 0; rule < pack->rule_count; rule++) {
        bool is_in = needed[rule] && is_for(&pack->rules[rule], plan->index), is_group = pack->rules[rule].grouping != NULL;
        records += is_in && !is_group;
        groups += is_in && is_group;
    }
    plan->rules = arena_array(arena, RulePlan, records);
    plan->groups = arena_array(arena, GroupPlan, groups);
    plan->is_judged = pack_is_dictionary(pack);
    for (uint32_t rule = 0; rule < pack->rule_count; rule++) {
        plan->is_judged |= !pack->rules[rule].builtin && pack->rules[rule].table == plan->index;
        if (!needed[rule] || !is_for(&pack->rules[rule], plan->index))
            continue;
        if (pack->rules[rule].grouping) {
            plan->groups[plan->group_count++] =
                (GroupPlan) { .rule = rule, .about = &pack->rules[rule], .grouping = pack->rules[rule].grouping };
            continue;
        }
        bool reported = !options->selected || options->selected[rule];
        plan->rules[plan->rule_count++] = (RulePlan) { .rule = rule, .reported = reported };
    }
}

static void add_statistics(const PlanOptions *options, TablePlan *plan)
{
    const Pack *pack = options->pack;
    for (uint32_t i = 0; options->statistics && i < pack->statistic_count; i++) {
        const Statistic *statistic = &pack->statistics[i];
        GroupPlan group = { .rule = INDEX_NONE, .about = &statistic->rule, .statistic = statistic, .grouping = statistic->rule.grouping };
        if (statistic->rule.table != plan->index)
            continue;
        plan->groups[plan->group_count++] = group;
        group.compared = true;
        if (statistic->compared != INDEX_NONE)
            plan->groups[plan->group_count++] = group;
    }
}

/* ---- in which order */

static uint32_t plan_find(const TablePlan *plan, uint32_t rule)
{
    for (uint32_t i = 0; i < plan->rule_count; i++)
        if (plan->rules[i].rule == rule)
            return i;
    return INDEX_NONE;
}

static void link_after(Arena *arena, const Pack *pack, const TablePlan *plan, RulePlan *rule)
{
    const Rule *written = &pack->rules[rule->rule];
    rule->after = arena_array(arena, uint32_t, written->after_count);
    for (uint32_t i = 0; i < written->after_count; i++) {
        uint32_t other = plan_find(plan, written->after[i]);
        if (other != INDEX_NONE)
            rule->after[rule->after_count++] = other;
    }
}

static void order_rule(TablePlan *plan, uint32_t rule, bool *placed, uint32_t *count)
{
    if (placed[rule])
        return;
    placed[rule] = true;
    for (uint32_t i = 0; i < plan->rules[rule].after_count; i++)
        order_rule(plan, plan->rules[rule].after[i], placed, count);
    plan->order[(*count)++] = rule;
}

static void order_rules(Arena *arena, const Pack *pack, TablePlan *plan)
{
    uint32_t count = 0;
    bool *placed = arena_array(arena, bool, plan->rule_count);
    plan->order = arena_array(arena, uint32_t, plan->rule_count);
    for (uint32_t i = 0; i < plan->rule_count; i++)
        link_after(arena, pack, plan, &plan->rules[i]);
    for (uint32_t i = 0; i < plan->rule_count; i++)
        order_rule(plan, i, placed, &count);
}

/* ---- members */

uint32_t plan_table_of(const Pack *pack, uint32_t member)
{
    uint32_t table = pack->table_count - 1;
    while (table > 0 && pack->tables[table].record.first > member)
        table--;
    return table;
}

const Field *plan_field_of(const Pack *pack, uint32_t member)
{
    const PackTable *table = &pack->tables[plan_table_of(pack, member)];
    return &table->table.fields[member - table->record.first];
}

uint32_t plan_label_of(const PlanOptions *options, uint32_t table)
{
    const PackTable *of = &options->pack->tables[table];
    bool is_kept_back = of->label != INDEX_NONE && options->redact && pack_is_private(options->pack, &of->table.fields[of->label]);
    return is_kept_back ? INDEX_NONE : of->label;
}

/* ---- tables */

static void plan_procedure(const PlanOptions *options, TablePlan *plan)
{
    plan->gate_field = INDEX_NONE;
    if (plan->table->procedure == INDEX_NONE)
        return;
    plan->procedure = &options->pack->procedures[plan->table->procedure];
    plan->last_step = plan->procedure->step_count;
    if (options->gate_procedure != plan->table->procedure)
        return;
    plan->gate_field = plan->procedure->steps[options->gate_step].field;
    plan->last_step = options->gate_step + 1;
}

static void plan_table(Arena *arena, const PlanOptions *options, const bool *needed, TablePlan *plan)
{
    plan->is_read = arena_array(arena, bool, plan->table->table.field_count);
    plan->members = arena_array(arena, bool, options->pack->member_count);
    const Table *table = &plan->table->table;
    plan->explained = arena_array(arena, Str, table->way_count);
    for (uint32_t i = 0; options->explain.len > 0 && i < table->way_count; i++)
        plan->explained[i] = identity_of_key(table, &table->ways[i], options->explain, arena);
    if (options->explain.len > 0 && table->label != FIELD_NONE)
        plan->explained_label = identity_of_cell(&table->fields[table->label], options->explain, arena, NULL);
    plan_procedure(options, plan);
    uint32_t steps = plan->procedure ? plan->procedure->step_count : 0;
    plan->is_gate = arena_array(arena, bool, steps);
    plan->first_passed = plan_slot(plan, SLOT_PARAMETER + options->pack->parameter_count);
    plan->slot_count = plan->first_passed + steps;
    plan_add_rules(arena, options, needed, plan);
    add_statistics(options, plan);
    order_rules(arena, options->pack, plan);
    plan_compile(arena, options, plan);
}

/* What rules find wrong with a cell through a reference is told where the record stands: as grave as they are. */
static void plan_look_at(const Pack *pack, Plan *plan, Severity severity, uint32_t own, const uint32_t *reads, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t table = plan_table_of(pack, reads[i]), field = reads[i] - pack->tables[table].record.first;
        TablePlan *other = &plan->tables[table];
        if (table == own)
            continue;
        bool graver = !other->is_looked_at[field] || severity < other->looked_at_for[field];
        other->looked_at_for[field] = graver ? severity : other->looked_at_for[field];
        other->is_looked_at[field] = true;
    }
}

static void look_at_others(const Pack *pack, Plan *plan, const TablePlan *table)
{
    for (uint32_t i = 0; i < table->rule_count; i++)
        if (table->rules[i].reported)
            plan_look_at(pack, plan, pack->rules[table->rules[i].rule].severity, table->index, table->rules[i].reads,
                         table->rules[i].read_count);
    for (uint32_t i = 0; i < table->group_count; i++)
        if (!table->groups[i].statistic)
            plan_look_at(pack, plan, table->groups[i].about->severity, table->index, table->groups[i].reads, table->groups[i].read_count);
}

const Plan *plan_new(Arena *arena, const PlanOptions *options)
{
    const Pack *pack = options->pack;
    Plan *plan = arena_new(arena, Plan);
    bool *needed = arena_array(arena, bool, pack->rule_count);
    for (uint32_t rule = 0; rule < pack->rule_count; rule++)
        if (!options->selected || options->selected[rule])
            need_rule(pack, rule, needed);
    plan->options = *options;
    plan->tables = arena_array(arena, TablePlan, pack->table_count);
    for (uint32_t i = 0; i < pack->table_count; i++) {
        plan->tables[i].table = &pack->tables[i];
        plan->tables[i].index = i;
        plan->tables[i].is_looked_at = arena_array(arena, bool, pack->tables[i].table.field_count);
        plan->tables[i].looked_at_for = arena_array(arena, Severity, pack->tables[i].table.field_count);
        plan_table(arena, options, needed, &plan->tables[i]);
    }
    for (uint32_t i = 0; i < pack->table_count; i++)
        look_at_others(pack, plan, &plan->tables[i]);
    return plan;
}
