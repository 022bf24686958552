#include "run/groupplan.h"

static uint32_t aggregate_count(const GroupPlan *plan)
{
    return (uint32_t) plan->grouping->aggregates.list.count;
}

size_t groupplan_roots(const TablePlan *plan)
{
    size_t count = 0;
    for (uint32_t i = 0; i < plan->group_count; i++)
        count += 1u + plan->groups[i].grouping->key_count + aggregate_count(&plan->groups[i]);
    return count;
}

/* ---- of each record */

static NodeId compile_argument(Binding *binding, const Aggregate *aggregate, NodeId guard)
{
    if (!aggregate->arg)
        return NODE_NONE;
    if (aggregate->kind == AGGREGATE_COUNT)
        return compile_condition(binding->compiler, aggregate->arg, guard);
    return compile_expr(binding->compiler, aggregate->arg, guard);
}

/* What is not there is in no count, and what a statistic counts accuses nobody. */
static void find_conditions(GroupPlan *plan)
{
    const Aggregates *aggregates = &plan->grouping->aggregates;
    for (uint32_t i = 0; i < aggregates->list.count && !plan->statistic && plan->condition_count < GROUP_CONDITIONS; i++)
        if (aggregates->list.at[i]->kind == AGGREGATE_COUNT && aggregates->list.at[i]->arg)
            plan->conditions[plan->condition_count++] = i;
}

static uint32_t find_called(const Binding *binding, const Expr *key)
{
    const Pack *pack = binding->options->pack;
    const Expr *reference = pack_reference_of(key);
    for (uint32_t i = 0; reference && i < pack->table_count; i++)
        if (&pack->tables[i].record == reference->type->record)
            return plan_label_of(binding->options, i) == INDEX_NONE ? INDEX_NONE : i;
    return INDEX_NONE;
}

uint32_t groupplan_compile_record(Binding *binding, GroupPlan *plan, NodeId *roots)
{
    const Grouping *grouping = plan->grouping;
    uint32_t count = 0;
    NodeId when;
    binding_rule(binding, plan->about);
    binding->compared = plan->compared ? plan->statistic : NULL;
    plan->applies = roots[count++] = binding_applies(binding, &when);
    NodeId guard = compile_guard(binding->compiler, NODE_NONE, plan->applies, TRUTH_FALSE, false);
    plan->keys = arena_array(binding->arena, NodeId, grouping->key_count);
    plan->args = arena_array(binding->arena, NodeId, aggregate_count(plan));
    plan->called = arena_array(binding->arena, uint32_t, grouping->key_count);
    for (uint32_t i = 0; i < grouping->key_count; i++) {
        plan->called[i] = find_called(binding, grouping->keys[i].value.expr);
        plan->keys[i] = roots[count++] = compile_expr(binding->compiler, grouping->keys[i].value.expr, guard);
    }
    for (uint32_t i = 0; i < aggregate_count(plan); i++) {
        plan->args[i] = compile_argument(binding, grouping->aggregates.list.at[i], guard);
        if (plan->args[i] != NODE_NONE)
            roots[count++] = plan->args[i];
    }
    find_conditions(plan);
    return count;
}

/* ---- of each group */

/* How many there are tells nothing of anybody. */
static bool shows_values(const Aggregate *aggregate)
{
    return aggregate->kind != AGGREGATE_COUNT && aggregate->kind != AGGREGATE_DISTINCT;
}

static bool groupplan_look_at(Binding *binding, NodeId node)
{
    return node != NODE_NONE && binding_reads_private(binding, binding->plan->program, node);
}

static void find_reads(Binding *binding, GroupPlan *plan)
{
    const Program *program = binding->plan->program;
    binding->reads.count = 0;
    binding_read(binding, program, plan->applies, 1);
    for (uint32_t i = 0; i < plan->grouping->key_count; i++)
        binding_read(binding, program, plan->keys[i], 1);
    for (uint32_t i = 0; i < aggregate_count(plan); i++)
        binding_read(binding, program, plan->args[i], 1);
    binding_end_reading(binding);
    plan->reads = binding_members(binding, 1, &plan->read_count);
}

static void find_private(Binding *binding, GroupPlan *plan)
{
    uint32_t keys = plan->grouping->key_count;
    find_reads(binding, plan);
    plan->is_private = arena_array(binding->arena, bool, keys + aggregate_count(plan));
    plan->reads_private = groupplan_look_at(binding, plan->applies);
    for (uint32_t i = 0; i < keys; i++) {
        plan->is_private[i] = groupplan_look_at(binding, plan->keys[i]);
        plan->reads_private |= plan->is_private[i];
    }
    for (uint32_t i = 0; i < aggregate_count(plan); i++) {
        const Aggregate *aggregate = plan->grouping->aggregates.list.at[i];
        bool is_private = aggregate->of ? plan->is_private[aggregate->of->symbol.slot] : groupplan_look_at(binding, plan->args[i]);
        plan->is_private[keys + i] = is_private && shows_values(aggregate);
        plan->reads_private |= is_private;
    }
}

/* Whether a node of the group's program shows something personal. */
static bool shows_private(const Binding *binding, const GroupPlan *plan, NodeId node)
{
    uint32_t inputs = plan->grouping->key_count + aggregate_count(plan);
    uint32_t *slots = arena_array(binding->arena, uint32_t, program_slots(plan->program));
    bool shows = false;
    size_t count = program_inputs_of(plan->program, node, slots);
    for (size_t s = 0; s < count; s++)
        shows |= slots[s] < inputs && plan->is_private[slots[s]];
    return shows;
}

static void find_hidden(const Binding *binding, GroupPlan *plan)
{
    uint32_t parts = plan->message ? plan->message->text.count : 0;
    plan->hides = arena_array(binding->arena, bool, parts);
    for (uint32_t i = 0; i < parts; i++)
        plan->hides[i] = plan->parts[i] != NODE_NONE && shows_private(binding, plan, plan->parts[i]);
}

static void compile_measures(Binding *binding, GroupPlan *plan)
{
    const Statistic *statistic = plan->statistic;
    plan->measures = arena_array(binding->arena, NodeId, statistic->measure_count);
    for (uint32_t i = 0; i < statistic->measure_count; i++)
        plan->measures[i] = compile_expr(binding->compiler, statistic->measures[i].value.expr, NODE_NONE);
    plan->program = compiler_end(binding->compiler, plan->measures, statistic->measure_count);
    binding->grouping = NULL;
    binding->compared = NULL;
    plan->hides = arena_array(binding->arena, bool, statistic->measure_count);
    for (uint32_t i = 0; i < statistic->measure_count; i++)
        plan->hides[i] = shows_private(binding, plan, plan->measures[i]);
}

void groupplan_compile_group(Binding *binding, GroupPlan *plan)
{
    const Rule *rule = plan->about;
    find_private(binding, plan);
    binding->grouping = plan->grouping;
    binding->compared = plan->compared ? plan->statistic : NULL;
    binding_open(binding, binding->options->trace && !plan->statistic ? &plan->trace : NULL);
    binding_rule(binding, rule);
    if (plan->statistic) {
        compile_measures(binding, plan);
        return;
    }
    plan->message = binding->options->outcomes_only ? NULL : rule_message(rule, binding->options->language);
    uint32_t parts = plan->message ? plan->message->text.count : 0, count = 0;
    NodeId *roots = arena_array(binding->arena, NodeId, parts + 1);
    plan->parts = arena_array(binding->arena, NodeId, parts);
    plan->require = roots[count++] = compile_condition(binding->compiler, rule->require.expr, NODE_NONE);
    for (uint32_t i = 0; i < parts; i++) {
        const Expr *expr = binding_part(binding, &plan->message->text.parts[i]);
        plan->parts[i] = expr ? compile_expr(binding->compiler, expr, NODE_NONE) : NODE_NONE;
        if (expr)
            roots[count++] = plan->parts[i];
    }
    plan->program = compiler_end(binding->compiler, roots, count);
    binding->grouping = NULL;
    find_hidden(binding, plan);
}
