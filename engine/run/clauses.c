/* A condition is evaluated once more for the record of a finding, with every part kept; then its tree is walked: down through
   `&&` to the clauses that are as false, or as undecided, as the whole, and from those to their operands. */
#include "run/clauses.h"

#include "base/excerpt.h"
#include "run/compose.h"

enum { MOST_CLAUSES = 8, MOST_OPERANDS = 12 };

typedef struct {
    Sheet *sheet;
    const RulePlan *plan;
    Interp *interp;
    const Source *source; /* NULL: the engine made the condition */
    bool undecided;       /* clauses without a value are looked for, else false ones */
    FindingClause clauses[MOST_CLAUSES];
    uint32_t count;
    /* of the clause being worked on: */
    NamedText operands[MOST_OPERANDS];
    Mark marks[MOST_OPERANDS];
    uint32_t operand_count;
} Walk;

static Arena *memory_of(const Walk *walk)
{
    return &walk->sheet->result->arena;
}

/* ---- values of parts */

/* Its index among the parts that were kept; the count of them: it was not. */
static size_t part_of(const Walk *walk, const Expr *expr)
{
    const Trace *parts = &walk->plan->clauses.parts;
    for (size_t i = parts->count; i-- > 0;)
        if (parts->at[i].expr == expr)
            return i;
    return parts->count;
}

static bool clauses_is_kept(const Walk *walk, const Expr *expr)
{
    return part_of(walk, expr) < walk->plan->clauses.parts.count;
}

static Value clauses_value_of(const Walk *walk, const Expr *expr)
{
    const ClausePlan *clauses = &walk->plan->clauses;
    return clauses_is_kept(walk, expr) ? interp_value(walk->interp, clauses->parts.at[part_of(walk, expr)].node, 0) : value_error();
}

static bool clauses_is_hidden(const Walk *walk, const Expr *expr)
{
    return walk->sheet->plan->options.redact && (!clauses_is_kept(walk, expr) || walk->plan->clauses.is_private[part_of(walk, expr)]);
}

static Str clauses_show_value(const Walk *walk, const Expr *expr)
{
    Value value = clauses_value_of(walk, expr);
    Text text = { 0 };
    if (clauses_is_hidden(walk, expr))
        words_add(&text, walk->sheet->plan->options.language, WORDS_PRIVATE, NULL);
    else if (value_is_error(value))
        words_add(&text, walk->sheet->plan->options.language, value.status & STATUS_ERROR ? WORDS_FAILED : WORDS_MISSING, NULL);
    else
        value_show(&text, value);
    Str shown = compose_start(memory_of(walk), text_str(&text));
    text_free(&text);
    return shown;
}

static Str show_expr(const Walk *walk, const Expr *expr)
{
    Text text = { 0 };
    expr_print(&text, expr);
    Str shown = arena_str(memory_of(walk), text_str(&text));
    text_free(&text);
    return shown;
}

/* ---- operands */

static bool is_logical(const Expr *expr)
{
    return expr_is(expr, OPERATOR_AND) || expr_is(expr, OPERATOR_OR) || expr_is(expr, OPERATOR_NOT) || expr_is(expr, OPERATOR_CONDITIONAL);
}

static void add_operand(Walk *walk, const Expr *expr)
{
    if (expr->kind == EXPR_LITERAL || walk->operand_count == MOST_OPERANDS || !clauses_is_kept(walk, expr))
        return;
    NamedText operand = { .name = show_expr(walk, expr), .value = clauses_show_value(walk, expr) };
    for (uint32_t i = 0; i < walk->operand_count; i++)
        if (str_equal(walk->operands[i].name, operand.name))
            return;
    walk->marks[walk->operand_count] = (Mark) { expr->span, operand.value };
    walk->operands[walk->operand_count++] = operand;
}

static void add_operand_child(void *context, const Expr *child)
{
    add_operand(context, child);
}

/* What logic joins are the comparisons below it; what those compare are the operands. Of a choice only the side that was taken. */
static void add_operands(void *context, const Expr *expr)
{
    if (expr_is(expr, OPERATOR_CONDITIONAL) && !value_is_error(clauses_value_of(context, expr->call.args[0]))) {
        bool yes = clauses_value_of(context, expr->call.args[0]).boolean;
        add_operands(context, expr->call.args[0]);
        add_operands(context, expr->call.args[yes ? 1 : 2]);
    } else if (is_logical(expr)) {
        expr_children(expr, add_operands, context);
    } else if (expr->kind == EXPR_CALL) {
        expr_children(expr, add_operand_child, context);
    } else {
        add_operand(context, expr);
    }
}

/* ---- clauses */

/* What the engine made stands nowhere: then the operands are named beside the mark of the rule itself. */
static Str show_place(Walk *walk, const Rule *rule)
{
    Text text = { 0 };
    for (uint32_t i = 0; !walk->source && i < walk->operand_count; i++)
        walk->marks[i] = (Mark) { rule->span, arena_format(memory_of(walk), "%.*s = %.*s", STR_ARG(walk->operands[i].name),
                                                           STR_ARG(walk->operands[i].value)) };
    excerpt_add(&text, walk->source ? walk->source : rule->file, walk->marks, walk->operand_count);
    Str shown = arena_str(memory_of(walk), text_str(&text));
    text_free(&text);
    return shown;
}

static void add_clause(Walk *walk, const Expr *expr)
{
    const Rule *rule = &walk->sheet->plan->options.pack->rules[walk->plan->rule];
    if (walk->count == MOST_CLAUSES)
        return;
    walk->operand_count = 0;
    add_operands(walk, expr);
    NamedText *operands = arena_array(memory_of(walk), NamedText, walk->operand_count);
    memcpy(operands, walk->operands, walk->operand_count * sizeof *operands);
    FindingClause clause = { .size = sizeof clause,
                             .text = show_expr(walk, expr),
                             .value = clauses_show_value(walk, expr),
                             .operands = operands,
                             .operand_count = walk->operand_count,
                             .excerpt = show_place(walk, rule) };
    if (walk->source) {
        Place place = source_place(walk->source, expr->span.start);
        clause.file = walk->source->name;
        clause.line = place.line;
        clause.column = place.column;
    }
    walk->clauses[walk->count++] = clause;
}

static void find_clauses(void *context, const Expr *expr)
{
    Walk *walk = context;
    Value value = clauses_value_of(walk, expr);
    bool concerns = walk->undecided ? value_is_error(value) : value.kind == KIND_BOOL && !value.boolean;
    if (!concerns)
        return;
    if (expr_is(expr, OPERATOR_AND))
        expr_children(expr, find_clauses, walk);
    else
        add_clause(walk, expr);
}

/* ---- the record */

Interp *clauses_run(Sheet *sheet, uint32_t index, uint32_t row)
{
    const ClausePlan *plan = &sheet->table->rules[index].clauses;
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        uint32_t slot = plan->slots[i];
        if (slot < sheet->table->table->table.field_count)
            sheet_results(sheet, slot);
        sheet->views[slot] = column_from(&sheet->columns[slot], row);
        sheet->view_inputs[slot] = &sheet->views[slot];
    }
    if (!sheet->clauses[index])
        sheet->clauses[index] = sheet_interp(sheet, plan->program);
    interp_run(sheet->clauses[index], sheet->view_inputs, 1);
    return sheet->clauses[index];
}

/* What is undecided may be so already in whether the rule applies. */
static const PackExpr *condition_of(const Walk *walk, const Rule *rule)
{
    bool applies = !rule->when.expr || !value_is_error(clauses_value_of(walk, rule->when.expr));
    return applies ? &rule->require : &rule->when;
}

void clauses_add(Sheet *sheet, uint32_t index, uint32_t row, Finding *finding)
{
    const RulePlan *plan = &sheet->table->rules[index];
    const Rule *rule = &sheet->plan->options.pack->rules[plan->rule];
    if (!plan->clauses.program || sheet->plan->options.explain.len)
        return;
    Walk walk = { .sheet = sheet, .plan = plan, .interp = clauses_run(sheet, index, row) };
    const PackExpr *condition = condition_of(&walk, rule);
    walk.undecided = value_is_error(clauses_value_of(&walk, condition->expr));
    walk.source = rule->is_made && condition == &rule->require ? NULL : condition->text.source;
    find_clauses(&walk, condition->expr);
    FindingClause *clauses = arena_array(memory_of(&walk), FindingClause, walk.count);
    memcpy(clauses, walk.clauses, walk.count * sizeof *clauses);
    finding->clauses = clauses;
    finding->clause_count = walk.count;
}
