/* Each rule's texts are compiled into a small program. They are apart from the conditions since they are wanted for few rows: an input,
   SLOT_NEEDED, says for which, and guards all else.

   Of a pack's rules few find something in one roster, so texts wait until somebody tells a violation, and a short run is not spent on
   texts that nobody sees. What they read must be known before a file is opened, though. Those that stay with the record's own cells are
   seen to do so in their trees; other ones (of records that references lead to) are compiled at once, and their programs asked. */
#include "run/textplan.h"

/* ---- whether they may wait */

enum { MOST_PARTS = 500 /* of a tree that is looked through: named expressions may stand in one another again and again */ };

typedef struct {
    const Binding *binding;
    uint32_t seen;
    bool stays;    /* with the cells of the record itself */
    bool asks_day; /* which day it is decides of a parameter */
} Reading;

static bool leads_away(const Type *type)
{
    bool leads = type->kind == KIND_RECORD;
    for (int i = 0; i < 3 && !leads && type->param[i]; i++)
        leads = leads_away(type->param[i]);
    return leads;
}

static bool has_versions(const Binding *binding, uint32_t index)
{
    const PlanOptions *options = binding->options;
    bool is_set = options->set && !value_is_error(options->set[index]);
    return !is_set && options->pack->parameters[index].versions[options->pack->parameters[index].version_count - 1].from > DATE_MIN;
}

static void read_tree(void *context, const Expr *expr)
{
    Reading *reading = context;
    const Symbol *symbol = expr->symbol;
    reading->stays &= ++reading->seen < MOST_PARTS;
    if (!reading->stays)
        return;
    if (symbol && symbol->kind == SYMBOL_INPUT)
        reading->stays = !leads_away(symbol->type);
    if (symbol && symbol->kind == SYMBOL_HOST && symbol->slot >= HOST_FIRST_PARAMETER)
        reading->asks_day |= has_versions(reading->binding, symbol->slot - HOST_FIRST_PARAMETER);
    if (symbol && symbol->kind == SYMBOL_EXPR)
        read_tree(reading, symbol->expr);
    expr_children(expr, read_tree, reading);
}

static void read_if_any(Reading *reading, const Expr *expr)
{
    if (expr)
        read_tree(reading, expr);
}

/* The steps whose days such texts ask for are known as well, so they are noted here. */
static bool may_wait(const Binding *binding, const TextPlan *text)
{
    const Rule *rule = binding->rule;
    Reading reading = { .binding = binding, .stays = true };
    for (uint32_t i = 0; text->message && i < text->message->text.count; i++)
        read_if_any(&reading, binding_part(binding, &text->message->text.parts[i]));
    for (uint32_t i = 0; rule->interval && i < INTERVAL_PARTS; i++)
        read_if_any(&reading, rule->interval->parts[i].expr);
    read_if_any(&reading, rule->clears_on.expr);
    if (reading.stays && reading.asks_day)
        binding_mark_steps(binding);
    return reading.stays;
}

/* ---- compiling */

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
        const Expr *expr = binding_part(binding, &text->message->text.parts[i]);
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

static void end_text(Binding *binding, TextPlan *text)
{
    uint32_t parts = text->message ? text->message->text.count : 0;
    NodeId *root = arena_array(binding->arena, NodeId, parts + INTERVAL_PARTS + 1);
    uint32_t roots = roots_of(text, parts, root);
    text->program = compiler_end(binding->compiler, root, roots);
    bool *read = arena_array(binding->arena, bool, binding->plan->slot_count);
    binding_mark_slots(binding, text->program, root, roots, read);
    read[plan_slot(binding->plan, SLOT_NEEDED)] = true;
    text->slots = binding_list_slots(binding, read, &text->slot_count);
    /* Asked for each of the roots, since the members that they look at are marked by it. */
    text->hides_day = text->clears_on != NODE_NONE && binding_reads_private(binding, text->program, text->clears_on);
    for (uint32_t i = 0; i < INTERVAL_PARTS; i++)
        text->hides_day |= text->interval[i] != NODE_NONE && binding_reads_private(binding, text->program, text->interval[i]);
    for (uint32_t i = 0; i < parts; i++)
        text->is_private[i] = text->parts[i] != NODE_NONE && binding_reads_private(binding, text->program, text->parts[i]);
}

static void compile_text(Binding *binding, const Rule *rule, TextPlan *text)
{
    binding_open(binding, NULL);
    binding_rule(binding, rule);
    NodeId needed = compile_input(binding->compiler, plan_slot(binding->plan, SLOT_NEEDED), &TYPE_BOOL);
    NodeId guard = compile_guard(binding->compiler, NODE_NONE, needed, TRUTH_TRUE, true);
    compile_parts(binding, text, guard);
    compile_interval(binding, text, guard);
    if (rule->clears_on.expr)
        text->clears_on = compile_kind(binding->compiler, rule->clears_on.expr, KIND_DATE, guard);
    end_text(binding, text);
}

void textplan_make(Binding *binding, RulePlan *plan)
{
    const Rule *rule = &binding->options->pack->rules[plan->rule];
    TextPlan *text = &plan->text;
    text->message = rule_message(rule, binding->options->language);
    text->clears_on = NODE_NONE;
    if (binding->options->outcomes_only)
        return;
    if (!rule->clears_on.expr && !rule->interval && !has_placeholder(text->message))
        return;
    binding->rule = rule;
    text->waits = may_wait(binding, text);
    if (!text->waits)
        compile_text(binding, rule, text);
}

/* What is marked while it is compiled was marked before: here it goes to a copy. */
const TextPlan *textplan_late(Arena *arena, const PlanOptions *options, const TablePlan *table, const RulePlan *plan)
{
    TablePlan own = *table;
    TextPlan *text = arena_new(arena, TextPlan);
    own.is_gate = arena_array(arena, bool, own.procedure ? own.procedure->step_count : 0);
    Binding binding = { .arena = arena, .options = options, .plan = &own, .day = NODE_NONE, .ended = NODE_NONE };
    *text = (TextPlan) { .message = plan->text.message, .clears_on = NODE_NONE };
    compile_text(&binding, &options->pack->rules[plan->rule], text);
    return text;
}
