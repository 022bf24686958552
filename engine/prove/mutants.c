/* Which changes there are. They are made on checked trees: a part is exchanged for another of the same type, and the rest of the rule is
   shared, so that a mutant costs a few nodes and is compiled without being parsed or checked again. What would not be of the right types
   has no overload (call), and is not made.

   The changes are mistakes that people make in rules, not all that could be made: the next comparison, && for ||, one side left out, a
   figure or a day one off, a field for another of its type, `when` always true. Each must be worth a sentence to a reader, since each
   survivor is one (`hint`): a sum of days is shifted once and not again in its first summand, a field is exchanged for one other field and
   not for all, and what stands in `let` is changed once, wherever it is used.

   A change is named by its text, which is how an author names it under `equivalent`. A part that may stand in the rule more than once
   is therefore named with what it stands in. */
#include "prove/mutants.h"

#include "base/utf8.h"

typedef struct {
    Arena *arena;
    const Pack *pack;
    const Rule *rule;
    uint32_t index; /* of the rule */
    Mutants *mutants;
    size_t first;        /* of the rule's mutants */
    bool *named;         /* by `let`: done */
    bool *fields;        /* of the table, that the rule or its examples speak of */
    const Expr *summand; /* of a sum of days that was shifted as a whole */
    const Expr *around;  /* what the part stands in; NULL: in nothing */
} Maker;

static void change(void *context, const Expr *expr);

/* ---- making parts */

static Expr *copy(const Maker *maker, const Expr *expr)
{
    Expr *twin = arena_new(maker->arena, Expr);
    *twin = *expr;
    return twin;
}

static Expr *literal(const Maker *maker, const Expr *at, Value value, const Type *type)
{
    Expr *expr = arena_new(maker->arena, Expr);
    *expr = (Expr) { .kind = EXPR_LITERAL, .span = at->span, .at = at->at, .height = 1, .type = type, .literal = value };
    return expr;
}

typedef struct {
    Expr **args;
    uint32_t count;
    const Overload *found;
} Search;

static void try_overload(void *context, const Overload *overload)
{
    Search *search = context;
    if (search->found || overload->method || overload->count != search->count)
        return;
    for (uint32_t i = 0; i < search->count; i++)
        if (overload->params[i]->kind != KIND_PARAM && !type_equal(overload->params[i], search->args[i]->type))
            return;
    search->found = overload;
}

/* A call of a built-in function or operator; NULL when it does not take such arguments. */
static Expr *call(const Maker *maker, const Expr *at, const char *function, Expr *first, Expr *second)
{
    Expr **args = arena_array(maker->arena, Expr *, 2);
    const Overload **overloads = arena_array(maker->arena, const Overload *, 1);
    Search search = { .args = args, .count = second ? 2 : 1 };
    args[0] = first;
    args[1] = second;
    builtin_find(str_of(function), try_overload, &search);
    if (!search.found)
        return NULL;
    overloads[0] = search.found;
    Expr *expr = arena_new(maker->arena, Expr);
    *expr = (Expr) { .kind = EXPR_CALL, .span = at->span, .at = at->at, .height = at->height, .type = search.found->result };
    expr->call.operator= operator_find(str_of(function));
    expr->call.function = str_of(function);
    expr->call.args = args;
    expr->call.count = search.count;
    expr->call.overloads = overloads;
    expr->call.overload_count = 1;
    return expr;
}

static Expr *operation(const Maker *maker, const Expr *at, Operator operator, Expr * first, Expr *second)
{
    return call(maker, at, operator_name(operator), first, second);
}

/* ---- mutants */

static Str printed(const Maker *maker, const Expr *expr)
{
    Text text = { 0 };
    expr_print(&text, expr);
    size_t cut = utf8_offset(text_str(&text), MUTANT_CODES);
    Str copied = cut >= text.len ? arena_str(maker->arena, text_str(&text)) : arena_format(maker->arena, "%.*s...", (int) cut, text.at);
    text_free(&text);
    return copied;
}

/* A part that may well stand in a rule more than once is named with what it stands in. */
static bool mutants_is_small(const Expr *part)
{
    return part->kind == EXPR_LITERAL || part->kind == EXPR_SELECT;
}

static void prove_mutants_add(Maker *maker, const Expr *part, const Expr *instead, Span span, Str hint)
{
    if (!instead || maker->mutants->count - maker->first > MUTANTS_MAX)
        return;
    if (maker->mutants->count - maker->first == MUTANTS_MAX) {
        Mutant rest = { .rule = maker->index, .span = maker->rule->span, .change = STR("and more") };
        arena_push(maker->arena, maker->mutants, rest);
        return;
    }
    Str before = printed(maker, part), after = printed(maker, instead);
    Mutant mutant = { .rule = maker->index, .substitute = { part, instead }, .span = span, .hint = hint };
    mutant.change = arena_format(maker->arena, "%.*s -> %.*s", STR_ARG(before), STR_ARG(after));
    if (mutants_is_small(part) && maker->around)
        mutant.change = arena_format(maker->arena, "%.*s in %.*s", STR_ARG(mutant.change), STR_ARG(printed(maker, maker->around)));
    arena_push(maker->arena, maker->mutants, mutant);
}

#define BOUNDARY STR("an example exactly on the boundary, or next to it, would notice")

/* ---- operators */

static void change_comparison(Maker *maker, const Expr *expr, Operator other)
{
    Expr *const *args = expr->call.args;
    Str left = printed(maker, args[0]), right = printed(maker, args[1]);
    bool equality = expr_is(expr, OPERATOR_EQUAL) || expr_is(expr, OPERATOR_NOT_EQUAL);
    Str hint = arena_format(maker->arena, "an example with %.*s equal to %.*s%s would notice", STR_ARG(left), STR_ARG(right),
                            equality ? ", or one with another value," : "");
    prove_mutants_add(maker, expr, operation(maker, expr, other, args[0], args[1]), expr->at, hint);
}

static void change_join(Maker *maker, const Expr *expr, Operator other)
{
    Expr *const *args = expr->call.args;
    Str left = printed(maker, args[0]), right = printed(maker, args[1]);
    bool both = expr_is(expr, OPERATOR_AND);
    static const char format[] = "an example in which `%.*s` %s and `%.*s` %s would notice";
    Str hint =
        arena_format(maker->arena, "an example in which only one of `%.*s` and `%.*s` holds would notice", STR_ARG(left), STR_ARG(right));
    prove_mutants_add(maker, expr, operation(maker, expr, other, args[0], args[1]), expr->at, hint);
    hint = arena_format(maker->arena, format, STR_ARG(left), both ? "holds" : "fails", STR_ARG(right), both ? "fails" : "holds");
    prove_mutants_add(maker, expr, args[0], args[1]->span, hint);
    hint = arena_format(maker->arena, format, STR_ARG(left), both ? "fails" : "holds", STR_ARG(right), both ? "holds" : "fails");
    prove_mutants_add(maker, expr, args[1], args[0]->span, hint);
}

static const struct {
    Operator other;
    void (*change)(Maker *maker, const Expr *expr, Operator other);
} changes[OPERATOR_COUNT] = {
    [OPERATOR_LESS] = { OPERATOR_LESS_EQUAL, change_comparison },
    [OPERATOR_LESS_EQUAL] = { OPERATOR_LESS, change_comparison },
    [OPERATOR_GREATER] = { OPERATOR_GREATER_EQUAL, change_comparison },
    [OPERATOR_GREATER_EQUAL] = { OPERATOR_GREATER, change_comparison },
    [OPERATOR_EQUAL] = { OPERATOR_NOT_EQUAL, change_comparison },
    [OPERATOR_NOT_EQUAL] = { OPERATOR_EQUAL, change_comparison },
    [OPERATOR_AND] = { OPERATOR_OR, change_join },
    [OPERATOR_OR] = { OPERATOR_AND, change_join },
};

static void change_operator(Maker *maker, const Expr *expr)
{
    Operator operator= expr->call.operator;
    if (changes[operator].change)
        changes[operator].change(maker, expr, changes[operator].other);
    if (operator!= OPERATOR_NOT)
        return;
    Str inner = printed(maker, expr->call.args[0]);
    prove_mutants_add(maker, expr, expr->call.args[0], expr->at,
                      arena_format(maker->arena, "an example in which `%.*s` decides would notice", STR_ARG(inner)));
}

/* ---- figures and days */

static Expr *one_day(const Maker *maker, const Expr *at)
{
    return call(maker, at, "days", literal(maker, at, value_int(1), &TYPE_INT), NULL);
}

static Expr *one_minute(const Maker *maker, const Expr *at)
{
    return call(maker, at, "duration", literal(maker, at, value_str(STR("1m")), &TYPE_STRING), NULL);
}

static void mutants_shift(Maker *maker, const Expr *expr, Expr *by)
{
    if (!by)
        return;
    prove_mutants_add(maker, expr, operation(maker, expr, OPERATOR_ADD, copy(maker, expr), by), expr->span, BOUNDARY);
    prove_mutants_add(maker, expr, operation(maker, expr, OPERATOR_SUBTRACT, copy(maker, expr), by), expr->span, BOUNDARY);
}

static void change_literal(Maker *maker, const Expr *expr)
{
    Value value = expr->literal;
    for (int step = 1; step >= -1; step -= 2) {
        Value other = value;
        if (value.kind == KIND_INT && value.i > INT64_MIN && value.i < INT64_MAX)
            other.i += step;
        else if (value.kind == KIND_DOUBLE)
            other.d += step;
        else
            return;
        prove_mutants_add(maker, expr, literal(maker, expr, other, expr->type), expr->span, BOUNDARY);
    }
}

static void change_parameter(Maker *maker, const Expr *expr)
{
    switch (expr->type->kind) {
    case KIND_INT: mutants_shift(maker, expr, literal(maker, expr, value_int(1), &TYPE_INT)); break;
    case KIND_DOUBLE: mutants_shift(maker, expr, literal(maker, expr, value_double(1.0), &TYPE_DOUBLE)); break;
    case KIND_DATE: mutants_shift(maker, expr, one_day(maker, expr)); break;
    case KIND_TIME: mutants_shift(maker, expr, one_minute(maker, expr)); break;
    case KIND_BOOL:
        prove_mutants_add(maker, expr, operation(maker, expr, OPERATOR_NOT, copy(maker, expr), NULL), expr->span,
                          STR("an example that sets the parameter the other way would notice"));
        break;
    default: break;
    }
}

/* date('2003-06-01'), date(2003, 6, 1): shifted by a day, and that is all. */
static bool is_given_day(const Expr *expr)
{
    for (uint32_t i = 0; expr_calls(expr, "date") && i < expr->call.count; i++)
        if (expr->call.args[i]->kind != EXPR_LITERAL)
            return false;
    return expr_calls(expr, "date");
}

static bool mutants_is_day(const Expr *expr)
{
    bool made = expr_is(expr, OPERATOR_ADD) || expr_is(expr, OPERATOR_SUBTRACT) || expr_calls(expr, "date");
    return made && expr->type->kind == KIND_DATE;
}

static void mutants_change_day(Maker *maker, const Expr *expr)
{
    if (!mutants_is_day(expr))
        return;
    if (expr != maker->summand)
        mutants_shift(maker, expr, one_day(maker, expr));
    maker->summand = expr->call.args[0];
}

/* ---- fields */

static bool is_own_field(const Maker *maker, const Expr *expr)
{
    const Expr *operand = expr->kind == EXPR_SELECT ? expr->select.operand : NULL;
    const Record *own = &maker->pack->tables[maker->rule->table].record;
    return operand && operand->kind == EXPR_NAME && operand->symbol && operand->symbol->kind == SYMBOL_RECORD &&
           operand->symbol->record == own && expr->symbol && expr->symbol->kind == SYMBOL_INPUT;
}

static Expr *with_field(const Maker *maker, const Expr *expr, const Symbol *field)
{
    Expr *other = copy(maker, expr);
    other->select.field = field->name;
    other->symbol = field;
    if (!expr->select.test && !expr->select.optional)
        other->type = field->type;
    return other;
}

static bool is_exchangeable(const Maker *maker, uint32_t field, const Symbol *own)
{
    const Type *type = maker->pack->tables[maker->rule->table].record.members[field].type;
    return maker->fields[field] && field != own->slot && type_equal(type, own->type) && type->values == own->type->values;
}

/* One other is enough: the next of its type in the dictionary, round and round. Where the rule speaks of a dozen days, all pairs
   would be too many to read. */
static void change_field(Maker *maker, const Expr *expr)
{
    const PackTable *table = &maker->pack->tables[maker->rule->table];
    const Symbol *own = expr->symbol;
    uint32_t count = table->table.field_count, other = own->slot;
    do
        other = (other + 1) % count;
    while (other != own->slot && !is_exchangeable(maker, other, own));
    if (other == own->slot)
        return;
    const Symbol *field = &table->record.members[other];
    Str hint =
        arena_format(maker->arena, "an example in which %.*s and %.*s differ would notice", STR_ARG(own->name), STR_ARG(field->name));
    prove_mutants_add(maker, expr, with_field(maker, expr, field), expr->span, hint);
}

static void change_select(Maker *maker, const Expr *expr)
{
    if (expr->select.test)
        prove_mutants_add(maker, expr, operation(maker, expr, OPERATOR_NOT, copy(maker, expr), NULL), expr->span,
                          arena_format(maker->arena, "an example with, or one without %.*s would notice", STR_ARG(expr->select.field)));
    if (is_own_field(maker, expr))
        change_field(maker, expr);
    else if (expr->symbol && expr->symbol->kind == SYMBOL_HOST && expr->symbol->slot >= HOST_FIRST_PARAMETER)
        change_parameter(maker, expr);
}

/* ---- the walk */

static void change_name(Maker *maker, const Expr *expr)
{
    for (uint32_t i = 0; i < maker->rule->let_count; i++) {
        if (maker->rule->lets[i].value.expr != expr->symbol->expr || maker->named[i])
            continue;
        const Expr *around = maker->around;
        maker->named[i] = true;
        maker->around = NULL;
        change(maker, expr->symbol->expr);
        maker->around = around;
    }
}

static void change(void *context, const Expr *expr)
{
    Maker *maker = context;
    if (expr->symbol && expr->symbol->kind == SYMBOL_EXPR && !(expr->kind == EXPR_SELECT && expr->select.test)) {
        change_name(maker, expr);
        return;
    }
    if (expr->kind == EXPR_LITERAL)
        change_literal(maker, expr);
    else if (expr->kind == EXPR_SELECT)
        change_select(maker, expr);
    else if (expr->kind == EXPR_CALL)
        change_operator(maker, expr);
    mutants_change_day(maker, expr);
    if (expr->symbol || is_given_day(expr))
        return;
    const Expr *around = maker->around;
    maker->around = expr;
    expr_children(expr, change, maker);
    maker->around = around;
}

/* ---- intervals: what the author said of them is changed, not what the engine makes of that */

/* The period in the day that a bound comes to; see end_of in pack/intervals.c. */
static const Expr *period_of(const Interval *interval, const Expr *day, PeriodUnit unit)
{
    bool behind = interval->inclusive && unit != UNIT_WORKDAYS; /* (from + period) - days(1) */
    const Expr *sum = behind ? day->call.args[0] : day;
    return sum->call.args[1];
}

static void change_bound(Maker *maker, IntervalPart part)
{
    const Interval *interval = maker->rule->interval;
    const Expr *day = interval->parts[part].expr;
    if (!day || !interval->parts[part + 1].expr)
        return;
    mutants_shift(maker, day, one_day(maker, day));
    change(maker, period_of(interval, day, interval->units[part + 1]));
}

typedef struct {
    Maker *maker;
    bool gap, wanted; /* were changed */
} Made;

/* "at most" becomes "at least". What is asked of the as-of date stays. */
static void turn_around(Maker *maker, const Expr *expr)
{
    Expr *const *args = expr->call.args;
    bool most = expr_is(expr, OPERATOR_LESS_EQUAL), least = expr_is(expr, OPERATOR_GREATER_EQUAL);
    if ((!most && !least) || args[1]->kind != EXPR_NAME || args[0]->kind != EXPR_SELECT)
        return;
    const PackExpr *parts = maker->rule->interval->parts;
    const Expr *bound = args[1]->symbol && args[1]->symbol->kind == SYMBOL_EXPR ? args[1]->symbol->expr : NULL;
    if (bound && (bound == parts[INTERVAL_LAST].expr || bound == parts[INTERVAL_FIRST].expr))
        prove_mutants_add(maker, expr, operation(maker, expr, most ? OPERATOR_GREATER_EQUAL : OPERATOR_LESS_EQUAL, args[0], args[1]),
                          expr->at, STR("an example in time and one too late or too early would notice"));
}

/* completed / every, completed / (7 * every) */
static const Expr *mutants_count_of(const Expr *wanted)
{
    const Expr *every = wanted->call.args[1];
    return expr_is(every, OPERATOR_MULTIPLY) ? every->call.args[1] : every;
}

static void change_made(void *context, const Expr *expr)
{
    Made *made = context;
    bool named = expr->kind == EXPR_NAME && expr->symbol && expr->symbol->kind == SYMBOL_EXPR;
    if (named && !made->gap && str_is(expr->symbol->name, "gap")) {
        made->gap = true;
        change(made->maker, expr->symbol->expr);
    } else if (named && !made->wanted && str_is(expr->symbol->name, "wanted")) {
        made->wanted = true;
        made->maker->around = expr->symbol->expr;
        change(made->maker, mutants_count_of(expr->symbol->expr));
        made->maker->around = NULL;
    }
    if (expr->kind == EXPR_CALL)
        turn_around(made->maker, expr);
    expr_children(expr, change_made, made);
}

static void change_interval(Maker *maker)
{
    const Interval *interval = maker->rule->interval;
    Made made = { .maker = maker };
    change_bound(maker, INTERVAL_LAST);
    change_bound(maker, INTERVAL_EXTENDED);
    change_bound(maker, INTERVAL_FIRST);
    if (interval->parts[INTERVAL_EXTENDED_WHEN].expr)
        change(maker, interval->parts[INTERVAL_EXTENDED_WHEN].expr);
    if (interval->parts[INTERVAL_NOT_YET].expr)
        change(maker, interval->parts[INTERVAL_NOT_YET].expr);
    change_made(&made, maker->rule->require.expr);
}

/* ---- a rule */

static void note_field(void *context, const Expr *expr)
{
    Maker *maker = context;
    if (is_own_field(maker, expr))
        maker->fields[expr->symbol->slot] = true;
    for (uint32_t i = 0; expr->symbol && i < maker->rule->let_count; i++) {
        if (!expr->symbol->expr || maker->rule->lets[i].value.expr != expr->symbol->expr || maker->named[i])
            continue;
        maker->named[i] = true;
        note_field(maker, expr->symbol->expr);
    }
    expr_children(expr, note_field, maker);
}

/* Other fields cannot be mistaken for one of these: the rule is not about them. */
static void note_fields(Maker *maker)
{
    const Rule *rule = maker->rule;
    maker->fields = arena_array(maker->arena, bool, maker->pack->tables[rule->table].table.field_count);
    if (rule->when.expr)
        note_field(maker, rule->when.expr);
    note_field(maker, rule->require.expr);
    for (uint32_t i = 0; i < rule->example_count; i++)
        for (uint32_t c = 0; c < rule->examples[i].cell_count; c++)
            maker->fields[rule->examples[i].cells[c].field] = true;
}

void mutants_add(Arena *arena, const Pack *pack, uint32_t rule, Mutants *mutants)
{
    Maker maker = { .arena = arena, .pack = pack, .rule = &pack->rules[rule], .index = rule, .mutants = mutants };
    const Expr *when = maker.rule->when.expr;
    if (maker.rule->builtin || (maker.rule->is_made && !maker.rule->interval))
        return;
    maker.first = mutants->count;
    maker.named = arena_array(arena, bool, maker.rule->let_count); /* for finding fields, then for changes */
    note_fields(&maker);
    maker.named = arena_array(arena, bool, maker.rule->let_count);
    if (when) {
        prove_mutants_add(&maker, when, literal(&maker, when, value_bool(true), &TYPE_BOOL), when->span,
                          STR("an example that is not-applicable because of `when` would notice"));
        change(&maker, when);
    }
    if (maker.rule->interval)
        change_interval(&maker);
    else
        change(&maker, maker.rule->require.expr);
}
