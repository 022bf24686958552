/* Evaluating a compiled expression: a row of values for each variable in, one value out.

   An evaluator is an interpreter with a ledger of its own, which outlives the calls that use it. Only what the expression reads has a
   column; what a host sets for another variable is looked at and forgotten. After memory has run out there is nothing left of it but that
   (is_spent), and later calls give nothing. */
#include "api/expr.h"

struct duly_expr_evaluator {
    Ledger ledger; /* of everything below */
    bool is_spent; /* memory ran out: nothing below is there any more */
    const duly_expr *expr;
    Interp *interp;
    Arena memory;            /* columns: as long as the evaluator */
    Arena values;            /* lists and maps that were set: until they are cleared */
    Call setting;            /* what those may still take */
    duly_expr_limits limits; /* none is 0 */
    Column *columns;         /* by variable; data NULL: the expression does not read it */
    const Column **inputs;
    size_t variables, evaluated;
};

/* What a host leaves out, or does not know of yet, is what is usual. */
static duly_expr_limits usual_limits(duly_expr_limits limits)
{
    limits.rows = limits.rows ? limits.rows : 1;
    limits.rows = limits.rows < DULY_EXPR_ROWS ? limits.rows : DULY_EXPR_ROWS;
    limits.steps = limits.steps ? limits.steps : INTERP_STEPS;
    limits.bytes = limits.bytes ? limits.bytes : INTERP_BYTES;
    /* The interpreter has so many for each row. */
    if (limits.steps > UINT64_MAX / DULY_EXPR_ROWS)
        limits.steps = UINT64_MAX / DULY_EXPR_ROWS;
    return limits;
}

static void expr_evaluate_allow(duly_expr_evaluator *evaluator)
{
    evaluator->setting = (Call) { .arena = &evaluator->values, .steps_left = UINT64_MAX, .bytes_most = evaluator->limits.bytes };
}

static void expr_evaluate_make_columns(duly_expr_evaluator *evaluator)
{
    const duly_expr *expr = evaluator->expr;
    uint32_t slots = program_slots(expr->program);
    uint32_t *read = arena_array(&evaluator->memory, uint32_t, slots + 1);
    size_t count = program_inputs_of(expr->program, expr->root, read);
    evaluator->variables = expr->env.symbols.count;
    evaluator->columns = arena_array(&evaluator->memory, Column, evaluator->variables + 1);
    evaluator->inputs = arena_array(&evaluator->memory, const Column *, evaluator->variables + 1);
    for (size_t i = 0; i < count; i++) {
        Column *column = &evaluator->columns[read[i]];
        *column = column_new(&evaluator->memory, column_kind(expr->env.symbols.at[read[i]].type), evaluator->limits.rows);
        evaluator->inputs[read[i]] = column;
        column_fill(column, 0, (evaluator->limits.rows + ROW_PAD - 1) / ROW_PAD * ROW_PAD, value_missing());
    }
}

/* What it has then is in no order: all of it was given back. */
static bool work_in(duly_expr_evaluator *evaluator, void (*work)(void *call), void *call)
{
    if (!evaluator->is_spent)
        evaluator->is_spent = !memory_run(&evaluator->ledger, work, call);
    return !evaluator->is_spent;
}

static void expr_evaluate_make(void *call)
{
    duly_expr_evaluator *evaluator = call;
    InterpOptions options = { .limit_steps = evaluator->limits.steps, .limit_bytes = evaluator->limits.bytes };
    evaluator->interp = interp_new(evaluator->expr->program, &options);
    expr_evaluate_allow(evaluator);
    expr_evaluate_make_columns(evaluator);
}

duly_expr_evaluator *duly_expr_evaluator_open(const duly_expr *expr, const duly_expr_limits *limits)
{
    duly_expr_limits own = { 0 };
    bool fits = expr && (!limits || sized_take(&own, SIZED(duly_expr_limits, rows), limits).len == 0);
    duly_expr_evaluator *evaluator = fits ? memory_ask(sizeof *evaluator) : NULL;
    if (!evaluator)
        return NULL;
    *evaluator = (duly_expr_evaluator) { .expr = expr, .limits = usual_limits(own) };
    ledger_init(&evaluator->ledger);
    if (work_in(evaluator, expr_evaluate_make, evaluator))
        return evaluator;
    duly_expr_evaluator_close(evaluator);
    return NULL;
}

void duly_expr_evaluator_close(duly_expr_evaluator *evaluator)
{
    if (!evaluator)
        return;
    ledger_end(&evaluator->ledger);
    memory_free(evaluator);
}

duly_status duly_expr_evaluator_status(const duly_expr_evaluator *evaluator)
{
    return !evaluator ? DULY_MISUSED : evaluator->is_spent ? DULY_NO_MEMORY : DULY_CLEAN;
}

/* ---- variables */

typedef struct {
    duly_expr_evaluator *evaluator;
    size_t variable, row;
    duly_expr_value value;
    bool fits;
} SetCall;

static void set(void *context)
{
    SetCall *call = context;
    duly_expr_evaluator *evaluator = call->evaluator;
    const Type *type = evaluator->expr->env.symbols.at[call->variable].type;
    bool known = call->value.kind != DULY_EXPR_MISSING;
    Value inner = known ? expr_value_in(&evaluator->setting, &call->value, type, true) : value_missing();
    call->fits = !known || !value_is_error(inner);
    column_set(&evaluator->columns[call->variable], call->row, call->fits ? inner : value_missing());
}

bool duly_expr_set(duly_expr_evaluator *evaluator, size_t variable, size_t row, duly_expr_value value)
{
    if (!evaluator || evaluator->is_spent || variable >= evaluator->variables || row >= evaluator->limits.rows)
        return false;
    if (!evaluator->columns[variable].data)
        return true;
    SetCall call = { evaluator, variable, row, value, false };
    return work_in(evaluator, set, &call) && call.fits;
}

void duly_expr_clear(duly_expr_evaluator *evaluator)
{
    if (!evaluator || evaluator->is_spent)
        return;
    for (size_t i = 0; i < evaluator->variables; i++)
        if (evaluator->columns[i].data)
            column_fill(&evaluator->columns[i], 0, evaluator->limits.rows, value_missing());
    arena_reset(&evaluator->values);
    expr_evaluate_allow(evaluator);
}

/* ---- results */

static void expr_evaluate_run(void *call)
{
    duly_expr_evaluator *evaluator = call;
    interp_run(evaluator->interp, evaluator->inputs, evaluator->evaluated);
}

size_t duly_expr_evaluate(duly_expr_evaluator *evaluator, size_t rows)
{
    size_t there = 0;
    if (!evaluator)
        return 0;
    evaluator->evaluated = rows < evaluator->limits.rows ? rows : evaluator->limits.rows;
    if (!work_in(evaluator, expr_evaluate_run, evaluator))
        return 0;
    const Column *column = interp_column(evaluator->interp, evaluator->expr->root);
    for (size_t row = 0; row < evaluator->evaluated; row++)
        there += column_status(column, row) == STATUS_OK;
    return there;
}

duly_expr_value duly_expr_get(const duly_expr_evaluator *evaluator, size_t row)
{
    if (!evaluator || row >= evaluator->evaluated)
        return (duly_expr_value) { .kind = DULY_EXPR_MISSING };
    if (evaluator->is_spent)
        return (duly_expr_value) { .kind = DULY_EXPR_ERROR };
    return expr_value_out(interp_value(evaluator->interp, evaluator->expr->root, row));
}

/* ---- why there is none */

typedef struct {
    const duly_expr *expr;
    const duly_sink *sink;
    Arena *arena;
    uint32_t slot;     /* of a missing variable, */
    const Expr *found; /* and where it is read */
} Telling;

static void find_variable(void *context, const Expr *expr)
{
    Telling *telling = context;
    if (telling->found)
        return;
    if (expr->symbol && expr->symbol->kind == SYMBOL_INPUT && expr->symbol->slot == telling->slot)
        telling->found = expr;
    else
        expr_children(expr, find_variable, telling);
}

static void expr_evaluate_tell_cause(void *context, const Cause *cause)
{
    Telling *telling = context;
    const duly_expr *expr = telling->expr;
    Str message = cause->message;
    telling->found = cause->expr;
    if (cause->missing) {
        Str name = expr->env.symbols.at[cause->slot].name;
        telling->slot = cause->slot;
        find_variable(telling, expr->tree);
        message = arena_format(telling->arena, "'%.*s' is missing", STR_ARG(name));
    }
    Text excerpt = { 0 };
    Diag diag = { .source = &expr->source, .message = message, .span = telling->found ? telling->found->span : expr->tree->span };
    Place place = source_place(diag.source, diag.span.start);
    diag_excerpt(&excerpt, &diag);
    duly_problem problem = { .size = sizeof problem,
                             .severity = DULY_ERROR,
                             .path = expr->source.name,
                             .line = place.line,
                             .column = place.column,
                             .message = message,
                             .excerpt = text_str(&excerpt) };
    MEMORY_OUTSIDE(telling->sink->problem(telling->sink->context, &problem));
    text_free(&excerpt);
}

typedef struct {
    duly_expr_evaluator *evaluator;
    size_t row;
    const duly_sink *sink;
} ProblemsCall;

static void tell_causes(void *context)
{
    const ProblemsCall *call = context;
    Arena arena = { 0 };
    Telling telling = { .expr = call->evaluator->expr, .sink = call->sink, .arena = &arena };
    interp_causes(call->evaluator->interp, call->evaluator->expr->root, call->row, &arena, expr_evaluate_tell_cause, &telling);
    arena_free(&arena);
}

duly_status duly_expr_problems(duly_expr_evaluator *evaluator, size_t row, const duly_sink *given)
{
    duly_sink own = { 0 }, *sink = &own;
    if (!SIZED_SINK(sink, given))
        return DULY_MISUSED;
    if (!evaluator || row >= evaluator->evaluated)
        return DULY_MISUSED;
    if (!sink->problem)
        return duly_expr_evaluator_status(evaluator);
    ProblemsCall call = { evaluator, row, sink };
    return work_in(evaluator, tell_causes, &call) ? DULY_CLEAN : api_no_memory(sink->problem, sink->context);
}
