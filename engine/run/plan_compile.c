/* Compiles the rules of a table into one program, and each rule's texts into a small one. What a rule sees of the day, of
   parameters and of its gate is settled here. */
#include "run/plan_compile.h"

typedef struct {
    Arena *arena;
    const PlanOptions *options;
    TablePlan *plan;
    const Rule *rule;  /* whose expressions are being compiled */
    Compiler *compiler;
    NodeId day;        /* the day the rule looks at; NODE_NONE: not worked out yet */
} Binding;

/* ---- the day */

static NodeId as_of_node(const Binding *binding)
{
    if (binding->options->as_of)
        return compile_constant(binding->compiler, value_date(binding->options->as_of), &TYPE_DATE);
    return compile_input(binding->compiler, plan_slot(binding->plan, SLOT_AS_OF), &TYPE_DATE);
}

static bool has_gate(const Binding *binding)
{
    return binding->rule->gate != INDEX_NONE && binding->plan->procedure;
}

static NodeId gate_date(const Binding *binding)
{
    return compile_input(binding->compiler, binding->plan->procedure->steps[binding->rule->gate].field, &TYPE_DATE);
}

/* Where a step is asked about in advance, a rule of an earlier step may apply although that step has no date; an interval may
   be judged while it is open. */
static bool may_lack_gate(const Binding *binding)
{
    return binding->plan->gate_field != INDEX_NONE || binding->rule->interval;
}

static NodeId day_node(Binding *binding)
{
    if (binding->day != NODE_NONE)
        return binding->day;
    if (!has_gate(binding)) {
        binding->day = as_of_node(binding);
    } else {
        NodeId gate = gate_date(binding);
        binding->day = !may_lack_gate(binding) ? gate :
            compile_select(binding->compiler, compile_present(binding->compiler, gate), gate, as_of_node(binding));
    }
    return binding->day;
}

static NodeId compare_day(Binding *binding, const char *operator_name, Date date)
{
    NodeId constant = compile_constant(binding->compiler, value_date(date), &TYPE_DATE);
    return compile_compare(binding->compiler, operator_name, day_node(binding), constant);
}

/* ---- parameters */

/* The value in force on the rule's day; before the first version there is none: an input that never holds a value. */
static NodeId parameter_versions(Binding *binding, uint32_t index)
{
    const Parameter *parameter = &binding->options->pack->parameters[index];
    Compiler *compiler = binding->compiler;
    NodeId node = NODE_NONE;
    for (uint32_t i = 0; i < parameter->version_count; i++) {
        const ParameterVersion *version = &parameter->versions[i];
        NodeId value = compile_constant(compiler, version->value, parameter->type);
        if (version->from <= DATE_MIN) {
            node = value;
            continue;
        }
        if (node == NODE_NONE)
            node = compile_input(compiler, plan_slot(binding->plan, SLOT_PARAMETER + index), parameter->type);
        node = compile_select(compiler, compare_day(binding, ">=", version->from), value, node);
    }
    return node;
}

static NodeId parameter_node(Binding *binding, uint32_t index)
{
    const PlanOptions *options = binding->options;
    const Parameter *parameter = &options->pack->parameters[index];
    if (options->open_parameters)
        return compile_input(binding->compiler, plan_slot(binding->plan, SLOT_PARAMETER + index), parameter->type);
    if (options->set && !value_is_error(options->set[index]))
        return compile_constant(binding->compiler, options->set[index], parameter->type);
    return parameter_versions(binding, index);
}

static NodeId resolve(void *host, Compiler *compiler, const Symbol *symbol)
{
    Binding *binding = host;
    (void) compiler;
    if (symbol->kind != SYMBOL_HOST)
        return NODE_NONE;
    return symbol->slot == HOST_AS_OF ? as_of_node(binding) : parameter_node(binding, symbol->slot - HOST_FIRST_PARAMETER);
}

static const WorkCalendar *workdays(const PlanOptions *options)
{
    Date day = options->as_of ? options->as_of : options->known_on;
    return pack_workdays(options->pack, day ? day : DATE_MAX);
}

/* `trace` NULL: parts are not kept. */
static void binding_open(Binding *binding, Trace *trace)
{
    CompileOptions options = { .resolve = resolve, .host = binding, .diags = binding->options->diags,
                               .workdays = workdays(binding->options), .trace = trace,
                               .substitute = binding->options->substitute };
    binding->compiler = compiler_new(binding->arena, &options);
}

static void bind_rule(Binding *binding, const Rule *rule)
{
    binding->rule = rule;
    binding->day = NODE_NONE;
    compiler_source(binding->compiler, rule->file);
}

/* ---- whether a rule applies */

static NodeId yes_or_no(const Binding *binding, bool value)
{
    return compile_constant(binding->compiler, value_bool(value), &TYPE_BOOL);
}

/* Audit: the step was taken, or should have been. In advance of a step: rules of that step and of earlier ones. */
static NodeId gate_node(const Binding *binding)
{
    if (!has_gate(binding))
        return yes_or_no(binding, true);
    if (binding->plan->gate_field != INDEX_NONE)
        return yes_or_no(binding, binding->rule->gate <= binding->options->gate_step);
    if (binding->rule->interval)
        return compile_condition(binding->compiler, binding->rule->interval->judged.expr, NODE_NONE);
    return compile_present(binding->compiler, gate_date(binding));
}

static NodeId effective_node(Binding *binding)
{
    NodeId node = yes_or_no(binding, true);
    if (binding->rule->from > DATE_MIN)
        node = compile_and(binding->compiler, node, compare_day(binding, ">=", binding->rule->from));
    if (binding->rule->to < DATE_MAX)
        node = compile_and(binding->compiler, node, compare_day(binding, "<=", binding->rule->to));
    return node;
}

/* Whether a record has to keep an interval, over or not. */
static NodeId concerns_node(Binding *binding)
{
    const Rule *rule = binding->rule;
    if (!rule->interval || !binding->options->intervals)
        return yes_or_no(binding, true);
    NodeId node = effective_node(binding);
    if (rule->when.expr)
        node = compile_and(binding->compiler, node, compile_condition(binding->compiler, rule->when.expr, NODE_NONE));
    return node;
}

static void compile_rule(Binding *binding, RulePlan *plan)
{
    Compiler *compiler = binding->compiler;
    const Rule *rule = binding->rule;
    plan->when = NODE_NONE;
    plan->concerns = concerns_node(binding);
    plan->applies = compile_and(compiler, gate_node(binding), effective_node(binding));
    if (rule->when.expr) {
        NodeId guard = compile_guard(compiler, NODE_NONE, plan->applies, TRUTH_TRUE, true);
        plan->when = compile_condition(compiler, rule->when.expr, guard);
        plan->applies = compile_and(compiler, plan->applies, plan->when);
    }
    NodeId guard = compile_guard(compiler, NODE_NONE, plan->applies, TRUTH_FALSE, false);
    plan->require = compile_condition(compiler, rule->require.expr, guard);
}

/* ---- what was read */

static bool is_private(const Binding *binding, uint32_t slot)
{
    const Table *table = &binding->plan->table->table;
    return slot < table->field_count && plan_is_private(binding->options->pack, &table->fields[slot]);
}

typedef struct {
    uint32_t *at;
    size_t count;
} Slots;

static Slots inputs_of(const Binding *binding, const Program *program, NodeId node)
{
    Slots slots = { arena_array(binding->arena, uint32_t, binding->plan->slot_count), 0 };
    slots.count = program_inputs_of(program, node, slots.at, binding->plan->slot_count);
    return slots;
}

typedef struct {
    const Binding *binding;
    bool is_private;
} MemberWalk;

static void take_member(void *context, uint32_t member, bool looks)
{
    MemberWalk *walk = context;
    walk->is_private |= plan_is_private(walk->binding->options->pack, plan_field_of(walk->binding->options->pack, member));
    walk->binding->plan->members[member] |= looks;
}

/* Marks the members that it looks at. */
static bool reads_private(const Binding *binding, const Program *program, NodeId node)
{
    Slots slots = inputs_of(binding, program, node);
    MemberWalk walk = { binding, false };
    for (size_t i = 0; i < slots.count; i++)
        walk.is_private |= is_private(binding, slots.at[i]);
    program_members_of(program, node, take_member, &walk);
    return walk.is_private;
}

static void mark_fields(const Binding *binding, NodeId node, bool *read)
{
    Slots slots = inputs_of(binding, binding->plan->program, node);
    for (size_t i = 0; i < slots.count; i++)
        if (slots.at[i] < binding->plan->table->table.field_count)
            read[slots.at[i]] = true;
}

/* The date of the gate is not one of them when it only decided that the rule applies. */
static void find_fields(const Binding *binding, RulePlan *rule)
{
    TablePlan *plan = binding->plan;
    uint32_t count = plan->table->table.field_count;
    bool *read = arena_array(binding->arena, bool, count);
    if (rule->when != NODE_NONE)
        mark_fields(binding, rule->when, read);
    mark_fields(binding, rule->require, read);
    rule->fields = arena_array(binding->arena, uint32_t, count);
    for (uint32_t field = 0; field < count; field++)
        if (read[field] && plan->table->table.fields[field].kind != FIELD_MANY)
            rule->fields[rule->field_count++] = field;
    rule->reads_private = rule->when != NODE_NONE && reads_private(binding, plan->program, rule->when);
    rule->reads_private |= reads_private(binding, plan->program, rule->require);
    reads_private(binding, plan->program, rule->applies);
    reads_private(binding, plan->program, rule->concerns);
    mark_fields(binding, rule->applies, plan->is_read);
    mark_fields(binding, rule->concerns, plan->is_read);
    mark_fields(binding, rule->require, plan->is_read);
}

/* ---- texts */

static bool has_placeholder(const Message *message)
{
    for (uint32_t i = 0; message && i < message->text.count; i++)
        if (message->text.parts[i].expr)
            return true;
    return false;
}

static void compile_parts(Binding *binding, TextPlan *text, NodeId guard)
{
    uint32_t count = text->message ? text->message->text.count : 0;
    text->parts = arena_array(binding->arena, NodeId, count);
    text->is_private = arena_array(binding->arena, bool, count);
    for (uint32_t i = 0; i < count; i++) {
        const Expr *expr = text->message->text.parts[i].expr;
        text->parts[i] = expr ? compile_expr(binding->compiler, expr, guard) : NODE_NONE;
    }
}

static void compile_interval(Binding *binding, TextPlan *text, NodeId guard)
{
    for (uint32_t i = 0; i < INTERVAL_PARTS; i++) {
        const Expr *expr = binding->rule->interval ? binding->rule->interval->parts[i].expr : NULL;
        text->interval[i] = expr ? compile_expr(binding->compiler, expr, guard) : NODE_NONE;
    }
}

/* The nodes that a text needs; `roots` has room for them all. */
static uint32_t roots_of(const TextPlan *text, uint32_t parts, NodeId *roots)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < parts; i++)
        if (text->parts[i] != NODE_NONE)
            roots[count++] = text->parts[i];
    for (uint32_t i = 0; i < INTERVAL_PARTS; i++)
        if (text->interval[i] != NODE_NONE)
            roots[count++] = text->interval[i];
    if (text->clears_on != NODE_NONE)
        roots[count++] = text->clears_on;
    return count;
}

static void mark_slots(const Binding *binding, const Program *program, const NodeId *roots, uint32_t count, bool *read)
{
    for (uint32_t i = 0; i < count; i++) {
        Slots slots = inputs_of(binding, program, roots[i]);
        for (size_t s = 0; s < slots.count; s++)
            read[slots.at[s]] = true;
    }
}

static uint32_t *list_slots(const Binding *binding, const bool *read, uint32_t *count)
{
    const Table *table = &binding->plan->table->table;
    uint32_t *slots = arena_array(binding->arena, uint32_t, binding->plan->slot_count);
    for (uint32_t slot = 0; slot < binding->plan->slot_count; slot++) {
        if (!read[slot])
            continue;
        slots[(*count)++] = slot;
        if (slot < table->field_count && table->fields[slot].kind == FIELD_MANY)
            binding->plan->is_read[slot] = true; /* its records have to be there */
    }
    return slots;
}

static void end_text(Binding *binding, TextPlan *text)
{
    uint32_t parts = text->message ? text->message->text.count : 0;
    NodeId *root = arena_array(binding->arena, NodeId, parts + INTERVAL_PARTS + 1);
    uint32_t roots = roots_of(text, parts, root);
    text->program = compiler_end(binding->compiler, root, roots);
    bool *read = arena_array(binding->arena, bool, binding->plan->slot_count);
    mark_slots(binding, text->program, root, roots, read);
    read[plan_slot(binding->plan, SLOT_NEEDED)] = true;
    text->slots = list_slots(binding, read, &text->slot_count);
    for (uint32_t i = 0; i < roots; i++)
        reads_private(binding, text->program, root[i]);
    text->hides_day = text->clears_on != NODE_NONE && reads_private(binding, text->program, text->clears_on);
    for (uint32_t i = 0; i < INTERVAL_PARTS; i++)
        text->hides_day |= text->interval[i] != NODE_NONE && reads_private(binding, text->program, text->interval[i]);
    for (uint32_t i = 0; i < parts; i++)
        text->is_private[i] = text->parts[i] != NODE_NONE && reads_private(binding, text->program, text->parts[i]);
}

static void compile_text(Binding *binding, RulePlan *plan)
{
    const Rule *rule = &binding->options->pack->rules[plan->rule];
    TextPlan *text = &plan->text;
    text->message = rule_message(rule, binding->options->language);
    text->clears_on = NODE_NONE;
    if (binding->options->outcomes_only)
        return;
    if (!rule->clears_on.expr && !rule->interval && !has_placeholder(text->message))
        return;
    binding_open(binding, NULL);
    bind_rule(binding, rule);
    NodeId needed = compile_input(binding->compiler, plan_slot(binding->plan, SLOT_NEEDED), &TYPE_BOOL);
    NodeId guard = compile_guard(binding->compiler, NODE_NONE, needed, TRUTH_TRUE, true);
    compile_parts(binding, text, guard);
    compile_interval(binding, text, guard);
    if (rule->clears_on.expr)
        text->clears_on = compile_kind(binding->compiler, rule->clears_on.expr, KIND_DATE, guard);
    end_text(binding, text);
}

/* ---- clauses */

static void compile_clauses(Binding *binding, RulePlan *plan)
{
    const Rule *rule = &binding->options->pack->rules[plan->rule];
    ClausePlan *clauses = &plan->clauses;
    NodeId roots[2];
    uint32_t count = 0;
    if (!binding->options->clauses || !plan->reported)
        return;
    binding_open(binding, &clauses->parts);
    bind_rule(binding, rule);
    if (rule->when.expr)
        roots[count++] = compile_condition(binding->compiler, rule->when.expr, NODE_NONE);
    roots[count++] = compile_condition(binding->compiler, rule->require.expr, NODE_NONE);
    clauses->program = compiler_end(binding->compiler, roots, count);
    bool *read = arena_array(binding->arena, bool, binding->plan->slot_count);
    mark_slots(binding, clauses->program, roots, count, read);
    clauses->slots = list_slots(binding, read, &clauses->slot_count);
    clauses->is_private = arena_array(binding->arena, bool, clauses->parts.count);
    for (size_t i = 0; binding->options->redact && i < clauses->parts.count; i++)
        clauses->is_private[i] = reads_private(binding, clauses->program, clauses->parts.at[i].node);
}

/* ---- all of it */

static uint32_t first_written(const TablePlan *plan)
{
    uint32_t first = 0;
    while (first < plan->rule_count && plan->rules[first].rule < BUILTIN_COUNT)
        first++;
    return first;
}

enum { ROOTS = 4 }; /* of a rule */

void plan_compile(Arena *arena, const PlanOptions *options, TablePlan *plan)
{
    Binding binding = { .arena = arena, .options = options, .plan = plan, .day = NODE_NONE };
    uint32_t first = first_written(plan), count = plan->rule_count - first;
    if (count == 0)
        return;
    NodeId *roots = arena_array(arena, NodeId, ROOTS * count);
    binding_open(&binding, options->trace);
    for (uint32_t i = 0; i < count; i++) {
        RulePlan *rule = &plan->rules[first + i];
        bind_rule(&binding, &options->pack->rules[rule->rule]);
        compile_rule(&binding, rule);
        roots[ROOTS * i] = rule->when;
        roots[ROOTS * i + 1] = rule->applies;
        roots[ROOTS * i + 2] = rule->require;
        roots[ROOTS * i + 3] = rule->concerns;
    }
    plan->program = compiler_end(binding.compiler, roots, ROOTS * count);
    if (options->trace)
        mark_fields(&binding, NODE_NONE, plan->is_read); /* parts that are kept may read what decides nothing */
    for (uint32_t i = 0; i < count; i++) {
        find_fields(&binding, &plan->rules[first + i]);
        compile_text(&binding, &plan->rules[first + i]);
        compile_clauses(&binding, &plan->rules[first + i]);
    }
}
