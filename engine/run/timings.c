/* How long what took (`--timings`). Programs note the time of each node for a whole batch. The nodes that a rule alone needs are that
   rule's own; those that several need, such as a name in the dictionary or a condition that two rules share, are told as shared:
   whichever rule came first would otherwise seem dear. */
#include "run/timings.h"

SheetTimes *sheet_times_new(Arena *arena, const Plan *plan, const TablePlan *table)
{
    SheetTimes *times = arena_new(arena, SheetTimes);
    times->clock = plan->options.clock;
    times->rules = arena_array(arena, RuleTime, table->rule_count);
    if (table->program)
        times->nodes = arena_array(arena, uint64_t, program_size(table->program));
    return times;
}

static bool timings_is_written(const RulePlan *rule)
{
    return rule->rule >= BUILTIN_COUNT;
}

enum { NOBODY = UINT32_MAX, SEVERAL = UINT32_MAX - 1 };

typedef struct {
    uint32_t *owners;
    uint32_t rule; /* that is asked what it needs */
} OwnerWalk;

static void take_node(void *context, NodeId node)
{
    OwnerWalk *walk = context;
    uint32_t *owner = &walk->owners[node];
    *owner = *owner == NOBODY || *owner == walk->rule ? walk->rule : SEVERAL;
}

/* Which rule of the plan alone needs each node. */
static void find_owners(const TablePlan *plan, uint32_t *owners)
{
    uint32_t size = program_size(plan->program);
    for (uint32_t node = 0; node < size; node++)
        owners[node] = NOBODY;
    for (uint32_t i = 0; i < plan->rule_count; i++) {
        OwnerWalk walk = { owners, i };
        NodeId roots[] = { plan->rules[i].applies, plan->rules[i].require };
        for (int root = 0; timings_is_written(&plan->rules[i]) && root < 2; root++)
            if (roots[root] != NODE_NONE)
                program_visit_needed(plan->program, roots[root], take_node, &walk);
    }
}

/* The program notes the time of each node; a node that rules share belongs to none of them. */
static void add_conditions(Timings *timings, const TablePlan *plan, const SheetTimes *times)
{
    uint32_t size = program_size(plan->program);
    uint32_t *owners = memory_alloc(((size_t) size + 1) * sizeof *owners);
    find_owners(plan, owners);
    for (uint32_t node = 0; node < size; node++) {
        bool owned = owners[node] < SEVERAL;
        *(owned ? &timings->rules[plan->rules[owners[node]].rule].condition : &timings->shared) += times->nodes[node];
    }
    free_(owners);
}

void timings_add(Timings *timings, const TablePlan *plan, const SheetTimes *times)
{
    timings->cells += times->cells;
    timings->groups += times->groups;
    timings->rest += times->all;
    for (uint32_t i = 0; i < plan->rule_count; i++) {
        timings->rules[plan->rules[i].rule].condition += times->rules[i].condition;
        timings->rules[plan->rules[i].rule].findings += times->rules[i].findings;
    }
    if (plan->program)
        add_conditions(timings, plan, times);
}

void timings_end(Timings *timings, uint32_t pack_rules)
{
    uint64_t named = timings->shared + timings->cells + timings->reading + timings->groups + timings->telling;
    for (uint32_t i = 0; i < pack_rules; i++)
        named += timings->rules[i].condition + timings->rules[i].findings;
    timings->rest -= named < timings->rest ? named : timings->rest;
}
