/* Compiles the rules of a table into one program. What two rules have in common is one node, so a pack of two hundred rules asks for the
   day of a step once. Texts are apart (textplan.c).

   Which fields a rule reads is asked of the program and not of the tree: what constants decided is not read, and nobody is told that a
   column is lacking for it. */
#include "run/plan_compile.h"

#include "run/groupplan.h"
#include "run/textplan.h"

/* Whether a record has to keep an interval, over or not, or a first day. Before the step of its gate a rule says so whatever its
   `when`, which may ask for the day of that step. */
static NodeId concerns_node(Binding *binding)
{
    const Rule *rule = binding->rule;
    Compiler *compiler = binding->compiler;
    bool has_first_day = plan_tells_first_day(binding->options, rule);
    if (!binding->options->intervals || (!rule->interval && !has_first_day))
        return binding_constant(binding, true);
    NodeId node = binding_owed(binding, binding_effective(binding));
    if (!rule->when.expr)
        return node;
    NodeId when = compile_condition(compiler, rule->when.expr, NODE_NONE);
    return compile_and(compiler, node, has_first_day ? compile_or(compiler, when, binding_is_ahead(binding)) : when);
}

/* Whether an interval applies to whoever's case has not ended. */
static NodeId compile_unended(Binding *binding)
{
    NodeId ended = binding->ended, when;
    if (!binding->rule->interval || ended == NODE_NONE)
        return NODE_NONE;
    binding->ended = NODE_NONE;
    NodeId node = binding_applies(binding, &when);
    binding->ended = ended;
    return node;
}

static void compile_rule(Binding *binding, RulePlan *plan)
{
    Compiler *compiler = binding->compiler;
    const Rule *rule = binding->rule;
    plan->concerns = concerns_node(binding);
    plan->applies = binding_applies(binding, &plan->when);
    plan->unended = compile_unended(binding);
    NodeId guard = compile_guard(compiler, NODE_NONE, plan->applies, TRUTH_FALSE, false);
    plan->require = rule->missing == MISSING_VIOLATION ? compile_requirement(compiler, rule->require.expr, guard)
                                                       : compile_condition(compiler, rule->require.expr, guard);
    plan->day = binding->day; /* where somebody asked for it */
}

/* ---- how cases end */

/* An end whose condition lacks a value has not come about: every open case lacks the values of some. */
static NodeId compile_end(Binding *binding, const End *end, EndPlan *plan)
{
    Rule about = { .gate = INDEX_NONE, .day_of = INDEX_NONE, .file = end->file };
    binding_rule(binding, &about);
    plan->when = compile_condition(binding->compiler, end->when.expr, NODE_NONE);
    plan->on = compile_kind(binding->compiler, end->on.expr, KIND_DATE, NODE_NONE);
    binding->rule = NULL;
    return compile_and(binding->compiler, compile_present(binding->compiler, plan->when), plan->when);
}

static void compile_ends(Binding *binding)
{
    TablePlan *plan = binding->plan;
    binding->ended = NODE_NONE;
    for (uint32_t i = 0; i < plan_end_count(plan); i++) {
        NodeId ended = compile_end(binding, &plan->procedure->ends[i], &plan->ends[i]);
        binding->ended = i == 0 ? ended : compile_or(binding->compiler, binding->ended, ended);
    }
    plan->ended = binding->ended;
}

/* Of the step before which records are judged. */
static const PackExpr *candidates_of(const PlanOptions *options, const TablePlan *plan)
{
    bool has_gate = plan->gate_field != INDEX_NONE;
    const PackExpr *candidates = has_gate ? &plan->procedure->steps[options->gate_step].candidates : NULL;
    return candidates && candidates->expr ? candidates : NULL;
}

static void compile_candidates(Binding *binding)
{
    TablePlan *plan = binding->plan;
    const PackExpr *candidates = candidates_of(binding->options, plan);
    if (!candidates)
        return;
    Rule about = { .gate = INDEX_NONE, .day_of = INDEX_NONE, .file = plan->procedure->steps[binding->options->gate_step].file };
    binding_rule(binding, &about);
    plan->candidates = compile_condition(binding->compiler, candidates->expr, NODE_NONE);
    binding->rule = NULL;
}

static void hide_ends(const Binding *binding, TablePlan *plan)
{
    for (uint32_t i = 0; binding->options->redact && i < plan_end_count(plan); i++)
        plan->hides_end |= binding_reads_private(binding, plan->program, plan->ends[i].on);
}

static uint32_t list_ends(const TablePlan *plan, NodeId *roots)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < plan_end_count(plan); i++) {
        roots[count++] = plan->ends[i].when;
        roots[count++] = plan->ends[i].on;
    }
    if (plan->ended != NODE_NONE)
        roots[count++] = plan->ended;
    if (plan->candidates != NODE_NONE)
        roots[count++] = plan->candidates;
    return count;
}

/* ---- what was read */

enum { WHEN = 1, APPLIES = 2, REQUIRE = 4 };

/* The members among them that are fields of the record's own, as its file has them. */
static void list_fields(const Binding *binding, RulePlan *rule)
{
    const PackTable *table = binding->plan->table;
    rule->fields = arena_array(binding->arena, uint32_t, binding->reads.count);
    for (size_t i = 0; i < binding->reads.count; i++) {
        const MemberRead *read = &binding->reads.at[i];
        if (read->own & (WHEN | REQUIRE) && table->table.fields[read->member - table->record.first].kind != FIELD_MANY)
            rule->fields[rule->field_count++] = read->member - table->record.first;
    }
}

/* The date of the gate is not one of them when it only decided that the rule applies. */
static void plan_compile_find_fields(Binding *binding, RulePlan *rule)
{
    const Program *program = binding->plan->program;
    binding->reads.count = 0;
    binding_read(binding, program, rule->when, WHEN);
    binding_read(binding, program, rule->applies, APPLIES);
    binding_read(binding, program, rule->require, REQUIRE);
    binding_end_reading(binding);
    list_fields(binding, rule);
    rule->reads = binding_members(binding, APPLIES | REQUIRE, &rule->read_count);
    rule->asks = binding_members(binding, WHEN | REQUIRE, &rule->ask_count);
    rule->reads_private = binding_sees_private(binding, WHEN | REQUIRE);
}

/* All that the program has for an input must be there, also what decides nothing in this run: `when` of a rule whose gate is not
   asked about, parts that are kept for a trace. */
static void mark_inputs(const Binding *binding, TablePlan *plan)
{
    binding_mark_fields(binding, plan->program, NODE_NONE, plan->is_read);
    binding_reads_private(binding, plan->program, NODE_NONE);
}

/* ---- clauses */

static void compile_clauses(Binding *binding, RulePlan *plan)
{
    const Rule *rule = &binding->options->pack->rules[plan->rule];
    ClausePlan *clauses = &plan->clauses;
    NodeId roots[3];
    uint32_t count = 0;
    if (!binding->options->clauses || !plan->reported)
        return;
    binding_open(binding, &clauses->parts);
    binding_rule(binding, rule);
    if (rule->when.expr)
        roots[count++] = compile_condition(binding->compiler, rule->when.expr, NODE_NONE);
    roots[count++] = compile_condition(binding->compiler, rule->require.expr, NODE_NONE);
    clauses->day = roots[count++] = binding_day(binding);
    clauses->program = compiler_end(binding->compiler, roots, count);
    bool *read = arena_array(binding->arena, bool, binding->plan->slot_count);
    NodeId any = NODE_NONE; /* parts that no root needs are traced, too: a branch that constants never take */
    binding_mark_slots(binding, clauses->program, &any, 1, read);
    binding_reads_private(binding, clauses->program, NODE_NONE); /* the records that its parts look at have to be there */
    clauses->slots = binding_list_slots(binding, read, &clauses->slot_count);
    clauses->is_private = arena_array(binding->arena, bool, clauses->parts.count);
    for (size_t i = 0; binding->options->redact && i < clauses->parts.count; i++)
        clauses->is_private[i] = binding_reads_private(binding, clauses->program, clauses->parts.at[i].node);
}

/* ---- all of it */

static uint32_t first_written(const TablePlan *plan)
{
    uint32_t first = 0;
    while (first < plan->rule_count && plan->rules[first].rule < BUILTIN_COUNT)
        first++;
    return first;
}

enum { ROOTS = 6 }; /* of a rule: see compile_rule; NODE_NONE stands for one that it has not */

void plan_compile(Arena *arena, const PlanOptions *options, TablePlan *plan)
{
    Binding binding = { .arena = arena, .options = options, .plan = plan, .day = NODE_NONE, .ended = NODE_NONE };
    uint32_t first = first_written(plan), count = plan->rule_count - first, root_count = ROOTS * count;
    plan->ends = arena_array(arena, EndPlan, plan_end_count(plan));
    plan->ends_read = arena_array(arena, bool, plan->table->table.field_count);
    plan->ended = plan->candidates = NODE_NONE;
    if (count + plan->group_count + plan_end_count(plan) == 0)
        return;
    NodeId *roots = arena_array(arena, NodeId, root_count + groupplan_roots(plan) + 2 * plan_end_count(plan) + 2);
    /* Who traces asks for the rules of one table: the nodes of another one, which only has ends, have the same numbers. */
    binding_open(&binding, count + plan->group_count > 0 ? options->trace : NULL);
    compile_ends(&binding);
    compile_candidates(&binding);
    for (uint32_t i = 0; i < count; i++) {
        RulePlan *rule = &plan->rules[first + i];
        binding_rule(&binding, &options->pack->rules[rule->rule]);
        compile_rule(&binding, rule);
        roots[ROOTS * i] = rule->when;
        roots[ROOTS * i + 1] = rule->applies;
        roots[ROOTS * i + 2] = rule->require;
        roots[ROOTS * i + 3] = rule->concerns;
        roots[ROOTS * i + 4] = rule->day;
        roots[ROOTS * i + 5] = rule->unended;
    }
    for (uint32_t i = 0; i < plan->group_count; i++)
        root_count += groupplan_compile_record(&binding, &plan->groups[i], roots + root_count);
    root_count += list_ends(plan, roots + root_count);
    plan->program = compiler_end(binding.compiler, roots, root_count);
    mark_inputs(&binding, plan);
    hide_ends(&binding, plan);
    if (plan->ended != NODE_NONE)
        binding_mark_fields(&binding, plan->program, plan->ended, plan->ends_read);
    for (uint32_t i = 0; i < count; i++) {
        plan_compile_find_fields(&binding, &plan->rules[first + i]);
        textplan_make(&binding, &plan->rules[first + i]);
        compile_clauses(&binding, &plan->rules[first + i]);
    }
    for (uint32_t i = 0; i < plan->group_count; i++)
        groupplan_compile_group(&binding, &plan->groups[i]);
}
