/* What a rule sees of the day, of parameters and of its gate: the part of a condition that its author did not write. All of it becomes
   nodes of the table's program, shared with other rules as any part is.

   The day of a rule is that of its gate, where the step was taken; else the as-of date, where the rule may be asked about a step to
   come; `day_of` names another step. Of the versions of a parameter, and of a rule itself, it picks the one in force: a chain of
   choices, oldest first. */
#include "run/binding.h"

#include <stdlib.h>

/* ---- the day */

static uint32_t host_slot(const Binding *binding, uint32_t slot)
{
    return (binding->grouping ? binding->grouping->aggregates.first + (uint32_t) binding->grouping->aggregates.list.count
                              : binding->plan->table->table.field_count) +
           slot;
}

/* A constant where the day is known when rules are compiled, so that versions of parameters fold away; a column where days are tried
   (forecast.c) or each example has its own. */
static NodeId as_of_node(const Binding *binding)
{
    if (binding->options->as_of)
        return compile_constant(binding->compiler, value_date(binding->options->as_of), &TYPE_DATE);
    return compile_input(binding->compiler, host_slot(binding, SLOT_AS_OF), &TYPE_DATE);
}

static bool binding_has_gate(const Binding *binding)
{
    return binding->rule->gate != INDEX_NONE && binding->plan->procedure && !binding->grouping;
}

static NodeId step_date(const Binding *binding, uint32_t step)
{
    return compile_input(binding->compiler, binding->plan->procedure->steps[step].field, &TYPE_DATE);
}

/* Where the file has no column for a step, the day of the one behind it stands for that of the step. */
static NodeId passed_date(const Binding *binding, uint32_t step)
{
    binding->plan->is_gate[step] = true;
    return compile_input(binding->compiler, plan_passed_slot(binding->plan, step), &TYPE_DATE);
}

static NodeId gate_date(const Binding *binding)
{
    return step_date(binding, binding->rule->gate);
}

static NodeId binding_is_taken(const Binding *binding, uint32_t step)
{
    NodeId passed = compile_present(binding->compiler, passed_date(binding, step));
    return compile_or(binding->compiler, compile_present(binding->compiler, step_date(binding, step)), passed);
}

static NodeId binding_day_of_step(const Binding *binding, uint32_t step)
{
    NodeId passed = passed_date(binding, step);
    return compile_select(binding->compiler, compile_present(binding->compiler, passed), passed, step_date(binding, step));
}

static NodeId first_of(const Binding *binding, NodeId day, NodeId otherwise)
{
    return compile_select(binding->compiler, compile_present(binding->compiler, day), day, otherwise);
}

/* Where a step is asked about in advance, a rule of an earlier step may apply although that step has no date; an interval may
   be judged while it is open, and who explains a record tells the first day of steps to come. */
static bool may_lack_gate(const Binding *binding)
{
    return binding->plan->gate_field != INDEX_NONE || binding->rule->interval || binding->options->explain.len > 0;
}

NodeId binding_day(Binding *binding)
{
    if (binding->day != NODE_NONE)
        return binding->day;
    if (!binding_has_gate(binding)) {
        binding->day = as_of_node(binding);
    } else {
        NodeId gate = binding_day_of_step(binding, binding->rule->gate);
        binding->day = may_lack_gate(binding) ? first_of(binding, gate, as_of_node(binding)) : gate;
        if (binding->rule->day_of != binding->rule->gate)
            binding->day = first_of(binding, binding_day_of_step(binding, binding->rule->day_of), binding->day);
    }
    return binding->day;
}

/* Those that binding_day asks for. */
void binding_mark_steps(const Binding *binding)
{
    if (!binding_has_gate(binding))
        return;
    binding->plan->is_gate[binding->rule->gate] = true;
    if (binding->rule->day_of != binding->rule->gate)
        binding->plan->is_gate[binding->rule->day_of] = true;
}

static NodeId compare_day(Binding *binding, const char *operator_name, Date date)
{
    NodeId constant = compile_constant(binding->compiler, value_date(date), &TYPE_DATE);
    return compile_compare(binding->compiler, operator_name, binding_day(binding), constant);
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
            node = compile_input(compiler, host_slot(binding, SLOT_PARAMETER + index), parameter->type);
        node = compile_select(compiler, compare_day(binding, ">=", version->from), value, node);
    }
    return node;
}

/* The value of a parameter for one run, without looking at records. */
static NodeId plain_parameter(Binding *binding, uint32_t index)
{
    const PlanOptions *options = binding->options;
    const Parameter *parameter = &options->pack->parameters[index];
    if (options->set && !value_is_error(options->set[index]))
        return compile_constant(binding->compiler, options->set[index], parameter->type);
    return parameter_versions(binding, index);
}

/* In the statistic beside, a year for example is the one before. */
static NodeId parameter_node(Binding *binding, uint32_t index)
{
    NodeId node = plain_parameter(binding, index);
    if (!binding->compared || binding->compared->compared != index)
        return node;
    NodeId offset = compile_constant(binding->compiler, value_int(binding->compared->offset), &TYPE_INT);
    return compile_sum(binding->compiler, node, offset);
}

static NodeId resolve(void *host, Compiler *compiler, const Symbol *symbol)
{
    Binding *binding = host;
    (void) compiler;
    if (symbol->kind != SYMBOL_HOST)
        return NODE_NONE;
    return symbol->slot == HOST_AS_OF ? as_of_node(binding) : parameter_node(binding, symbol->slot - HOST_FIRST_PARAMETER);
}

static const WorkCalendars *calendars(const PlanOptions *options)
{
    Date day = options->as_of ? options->as_of : options->known_on;
    return pack_calendars(options->pack, day ? day : DATE_MAX);
}

void binding_open(Binding *binding, Trace *trace)
{
    CompileOptions options = { .resolve = resolve,
                               .host = binding,
                               .calendars = calendars(binding->options),
                               .trace = trace,
                               .substitute = binding->options->substitute };
    binding->compiler = compiler_new(binding->arena, &options);
}

void binding_rule(Binding *binding, const Rule *rule)
{
    binding->rule = rule;
    binding->day = NODE_NONE;
    compiler_source(binding->compiler, rule->file);
}

/* ---- whether a rule applies */

NodeId binding_constant(const Binding *binding, bool value)
{
    return compile_constant(binding->compiler, value_bool(value), &TYPE_BOOL);
}

NodeId binding_owed(const Binding *binding, NodeId node)
{
    Compiler *compiler = binding->compiler;
    if (binding->ended == NODE_NONE || !binding->rule->interval)
        return node;
    NodeId taken = compile_present(compiler, gate_date(binding));
    const PackExpr *not_yet = &binding->rule->interval->parts[INTERVAL_NOT_YET];
    if (not_yet->expr)
        taken = compile_and(compiler, taken, compile_not(compiler, compile_condition(compiler, not_yet->expr, NODE_NONE)));
    return compile_and(compiler, node, compile_or(compiler, taken, compile_not(compiler, binding->ended)));
}

/* Audit: the step was taken, or should have been. In advance of a step: rules of that step and of earlier ones. */
NodeId binding_gate(const Binding *binding)
{
    if (!binding_has_gate(binding))
        return binding_constant(binding, true);
    if (binding->plan->gate_field != INDEX_NONE)
        return binding_constant(binding, binding->rule->gate <= binding->options->gate_step);
    if (binding->rule->interval)
        return binding_owed(binding, compile_condition(binding->compiler, binding->rule->interval->judged.expr, NODE_NONE));
    return binding_is_taken(binding, binding->rule->gate);
}

NodeId binding_is_ahead(const Binding *binding)
{
    return compile_not(binding->compiler, compile_present(binding->compiler, gate_date(binding)));
}

/* A limit whose last day lies before it was in force was never owed. Where the interval has a first day, too, that remains. */
static NodeId limit_in_force(Binding *binding)
{
    const Interval *interval = binding->rule->interval;
    Compiler *compiler = binding->compiler;
    NodeId last = compile_kind(compiler, interval->parts[INTERVAL_LAST].expr, KIND_DATE, NODE_NONE);
    if (interval->parts[INTERVAL_EXTENDED].expr) {
        NodeId extended = compile_kind(compiler, interval->parts[INTERVAL_EXTENDED].expr, KIND_DATE, NODE_NONE);
        last =
            compile_select(compiler, compile_condition(compiler, interval->parts[INTERVAL_EXTENDED_WHEN].expr, NODE_NONE), extended, last);
    }
    NodeId from = compile_constant(compiler, value_date(binding->rule->from), &TYPE_DATE);
    return compile_compare(compiler, ">=", last, from);
}

static bool has_limit_alone(const Rule *rule)
{
    return rule->interval && rule->interval->dates == INDEX_NONE && rule->interval->parts[INTERVAL_LAST].expr &&
           !rule->interval->parts[INTERVAL_FIRST].expr;
}

NodeId binding_effective(Binding *binding)
{
    NodeId node = binding_constant(binding, true);
    if (binding->rule->from > DATE_MIN && has_limit_alone(binding->rule))
        node = limit_in_force(binding);
    if (binding->rule->from > DATE_MIN)
        node = compile_and(binding->compiler, node, compare_day(binding, ">=", binding->rule->from));
    if (binding->rule->to < DATE_MAX)
        node = compile_and(binding->compiler, node, compare_day(binding, "<=", binding->rule->to));
    return node;
}

NodeId binding_applies(Binding *binding, NodeId *when)
{
    Compiler *compiler = binding->compiler;
    NodeId applies = compile_and(compiler, binding_gate(binding), binding_effective(binding));
    *when = NODE_NONE;
    if (!binding->rule->when.expr)
        return applies;
    NodeId guard = compile_guard(compiler, NODE_NONE, applies, TRUTH_TRUE, true);
    *when = compile_condition(compiler, binding->rule->when.expr, guard);
    return compile_and(compiler, applies, *when);
}

/* ---- what was read */

const Expr *binding_part(const Binding *binding, const TemplatePart *part)
{
    return binding->options->redact && part->kept ? part->kept : part->expr;
}

typedef struct {
    const Binding *binding;
    bool *marks;
    bool is_private;
} ReadWalk;

static bool is_private_member(const Pack *pack, uint32_t member)
{
    return pack_is_private(pack, plan_field_of(pack, member));
}

static void take_private(void *context, ReadKind kind, uint32_t number)
{
    ReadWalk *walk = context;
    const Binding *binding = walk->binding;
    const Table *table = &binding->plan->table->table;
    if (kind == READ_INPUT)
        walk->is_private |= number < table->field_count && pack_is_private(binding->options->pack, &table->fields[number]);
    else
        walk->is_private |= is_private_member(binding->options->pack, number);
    if (kind == READ_MEMBER)
        binding->plan->members[number] = true;
}

bool binding_reads_private(const Binding *binding, const Program *program, NodeId node)
{
    ReadWalk walk = { .binding = binding };
    program_reads(program, node, take_private, &walk);
    return walk.is_private;
}

static void take_slot(void *context, ReadKind kind, uint32_t number)
{
    const ReadWalk *walk = context;
    if (kind == READ_INPUT)
        walk->marks[number] = true;
}

void binding_mark_slots(const Binding *binding, const Program *program, const NodeId *nodes, uint32_t count, bool *read)
{
    ReadWalk walk = { binding, read, false };
    for (uint32_t i = 0; i < count; i++)
        program_reads(program, nodes[i], take_slot, &walk);
}

uint32_t *binding_list_slots(const Binding *binding, const bool *read, uint32_t *count)
{
    const Table *table = &binding->plan->table->table;
    uint32_t all = 0;
    for (uint32_t slot = 0; slot < binding->plan->slot_count; slot++)
        all += read[slot];
    uint32_t *slots = arena_array(binding->arena, uint32_t, all);
    for (uint32_t slot = 0; slot < binding->plan->slot_count; slot++) {
        if (!read[slot])
            continue;
        slots[(*count)++] = slot;
        if (slot < table->field_count && table->fields[slot].kind == FIELD_MANY)
            binding->plan->is_read[slot] = true; /* its records have to be there */
    }
    return slots;
}

static void binding_take_field(void *context, ReadKind kind, uint32_t number)
{
    const ReadWalk *walk = context;
    if (kind == READ_INPUT && number < walk->binding->plan->table->table.field_count)
        walk->marks[number] = true;
}

void binding_mark_fields(const Binding *binding, const Program *program, NodeId node, bool *read)
{
    ReadWalk walk = { binding, read, false };
    program_reads(program, node, binding_take_field, &walk);
}

/* ---- by whom */

typedef struct {
    Binding *binding;
    uint8_t reader;
} MemberWalk;

static MemberRead *read_of(Binding *binding, uint32_t member)
{
    if (!binding->places)
        binding->places = arena_array(binding->arena, uint32_t, binding->options->pack->member_count);
    if (binding->places[member] == 0) {
        MemberRead read = { .member = member };
        arena_push(binding->arena, &binding->reads, read);
        binding->places[member] = (uint32_t) binding->reads.count;
    }
    return &binding->reads.at[binding->places[member] - 1];
}

static void take_member(void *context, ReadKind kind, uint32_t number)
{
    const MemberWalk *walk = context;
    const PackTable *table = walk->binding->plan->table;
    if (kind == READ_INPUT && number >= table->table.field_count)
        return;
    MemberRead *read = read_of(walk->binding, kind == READ_INPUT ? table->record.first + number : number);
    *(kind == READ_INPUT ? &read->own : kind == READ_MEMBER ? &read->looked_at : &read->held) |= walk->reader;
}

void binding_read(Binding *binding, const Program *program, NodeId node, uint8_t reader)
{
    MemberWalk walk = { binding, reader };
    if (node != NODE_NONE)
        program_reads(program, node, take_member, &walk);
}

static int by_member(const void *a, const void *b)
{
    uint32_t left = ((const MemberRead *) a)->member, right = ((const MemberRead *) b)->member;
    return left < right ? -1 : left > right;
}

void binding_end_reading(Binding *binding)
{
    for (size_t i = 0; i < binding->reads.count; i++)
        binding->places[binding->reads.at[i].member] = 0;
    if (binding->reads.count > 1)
        qsort(binding->reads.at, binding->reads.count, sizeof *binding->reads.at, by_member);
}

uint32_t *binding_members(const Binding *binding, uint8_t readers, uint32_t *count)
{
    uint32_t *members = arena_array(binding->arena, uint32_t, binding->reads.count);
    *count = 0;
    for (size_t i = 0; i < binding->reads.count; i++)
        if ((binding->reads.at[i].own | binding->reads.at[i].looked_at) & readers)
            members[(*count)++] = binding->reads.at[i].member;
    return members;
}

bool binding_sees_private(const Binding *binding, uint8_t readers)
{
    bool sees = false;
    for (size_t i = 0; i < binding->reads.count; i++) {
        const MemberRead *read = &binding->reads.at[i];
        sees |= ((read->own | read->looked_at | read->held) & readers) && is_private_member(binding->options->pack, read->member);
        binding->plan->members[read->member] |= (read->looked_at & readers) != 0;
    }
    return sees;
}
