/* Warnings about what expressions count with: calendars by which nothing counts, and whole numbers divided as if they had a
   fraction. */
#include "pack/loader.h"

/* ---- calendars */

typedef struct {
    const Pack *pack;
    bool *used;                   /* per calendar */
    bool computed;                /* a name is put together: any may be meant */
    ARRAY(const Expr *) followed; /* named expressions: each once, they may build on one another */
} Counting;

/* The argument of a function of working days that names a calendar; NULL: there is none. */
static const Expr *calendar_of(const Expr *call)
{
    static const struct {
        const char *function;
        uint32_t arg; /* behind the target of a method */
    } functions[] = { { "workdays", 1 }, { "workdaysIn", 2 }, { "isWorkday", 0 } };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (str_is(call->call.function, functions[i].function) && call->call.count == functions[i].arg + 1)
            return call->call.args[functions[i].arg];
    return NULL;
}

static void note_calendar(Counting *counting, const Expr *call)
{
    const Expr *name = calendar_of(call);
    if (!name)
        return;
    bool written = name->kind == EXPR_LITERAL && name->literal.kind == KIND_STRING;
    uint32_t index = written ? pack_find_calendar(counting->pack, value_as_str(name->literal)) : INDEX_NONE;
    counting->computed |= !written;
    if (index != INDEX_NONE)
        counting->used[index] = true;
}

static bool advice_values_is_followed(const Counting *counting, const Expr *expr)
{
    for (size_t i = 0; i < counting->followed.count; i++)
        if (counting->followed.at[i] == expr)
            return true;
    return false;
}

static void note_part(void *context, const Expr *expr)
{
    Counting *counting = context;
    const Symbol *symbol = expr->symbol;
    if (expr->kind == EXPR_CALL && !symbol)
        note_calendar(counting, expr);
    if (symbol && symbol->kind == SYMBOL_EXPR && !advice_values_is_followed(counting, symbol->expr)) {
        array_push(&counting->followed, symbol->expr);
        note_part(counting, symbol->expr);
    }
    expr_children(expr, note_part, counting);
}

static void note_expression(void *context, const Source *file, const Expr *expr)
{
    (void) file;
    note_part(context, expr);
}

/* The standard one is counted by where none is named. */
void advise_calendars(Loader *loader)
{
    const Pack *pack = loader->pack;
    Counting counting = { .pack = pack, .used = arena_array(loader->arena, bool, pack->calendar_count) };
    if (pack->calendar_count < 2)
        return;
    pack_walk(pack, note_expression, &counting);
    array_free(&counting.followed);
    for (uint32_t i = 0; i < pack->calendar_count && !counting.computed; i++) {
        Str name = pack->calendars[i].name;
        if (counting.used[i] || i == pack->calendar)
            continue;
        loader->source = pack->calendars[i].file;
        complain(loader, W_IDLE_CALENDAR, pack->calendars[i].span, "nothing counts by the calendar '%.*s'", STR_ARG(name));
        diag_hint(loader->diags, "write `40 workdays of %.*s`, or workdays(40, '%.*s'); where none is named, '%.*s' counts", STR_ARG(name),
                  STR_ARG(name), STR_ARG(pack->calendars[pack->calendar].name));
    }
}

/* ---- divisions */

typedef struct {
    Loader *loader;
} Advice;

static bool advice_values_is_whole(const Type *type)
{
    return type && (type->kind == KIND_INT || type->kind == KIND_UINT);
}

/* A division of two whole numbers, and where to tell it: what stands under a name may be in another file, and rightly there. */
typedef struct {
    const Expr *call, *at;
} Division;

/* The division that a value is, or is a part of a sum of. A product is left alone: 100 * (a / b) is told elsewhere, and a * (b / c) may
   mean it. */
static Division division_in(const Expr *expr)
{
    Division found = { NULL };
    if (expr->symbol && expr->symbol->kind == SYMBOL_EXPR)
        return (Division) { division_in(expr->symbol->expr).call, expr };
    if (expr->kind != EXPR_CALL || expr->call.target)
        return found;
    if (expr_is(expr, OPERATOR_DIVIDE))
        return (Division) { advice_values_is_whole(expr->type) ? expr : NULL, expr };
    bool sum = expr_is(expr, OPERATOR_ADD) || expr_is(expr, OPERATOR_SUBTRACT) || expr_is(expr, OPERATOR_NEGATE) ||
               expr_is(expr, OPERATOR_CONDITIONAL);
    for (uint32_t i = expr_is(expr, OPERATOR_CONDITIONAL); i < expr->call.count && sum && !found.call; i++)
        found = division_in(expr->call.args[i]);
    return found;
}

static bool is_fraction(const Expr *expr)
{
    if (expr_is(expr, OPERATOR_NEGATE) && expr->call.count == 1)
        return is_fraction(expr->call.args[0]);
    bool number = expr->kind == EXPR_LITERAL && expr->literal.kind == KIND_DOUBLE;
    return number && expr->literal.d > -1e15 && expr->literal.d < 1e15 && expr->literal.d != (double) (int64_t) expr->literal.d;
}

static bool has_fraction(const Expr *expr)
{
    bool found = is_fraction(expr);
    for (uint32_t i = 0; expr->kind == EXPR_LIST && i < expr->list.count && !found; i++)
        found = is_fraction(expr->list.items[i]);
    return found;
}

/* dyn(a / b) >= 0.5, dyn(n / 2) in [0.5, 1.5] */
static Division compared_with_fraction(const Expr *expr)
{
    for (int side = 0; side < 2 && expr_relates(expr); side++) {
        const Expr *value = expr->call.args[side];
        if (expr_calls(value, "dyn") && has_fraction(expr->call.args[1 - side]))
            return division_in(value->call.args[0]);
    }
    return (Division) { NULL };
}

static bool is_hundred(const Expr *expr)
{
    bool number = expr->kind == EXPR_LITERAL && advice_values_is_whole(expr->type);
    return number && (expr->literal.i == 100 || expr->literal.i == 1000 || expr->literal.i == 10000);
}

/* a / b * 100; but n / 100 * 100 rounds down. */
static Division made_percent(const Expr *expr)
{
    for (int side = 0; side < 2 && expr_is(expr, OPERATOR_MULTIPLY); side++) {
        Division division = division_in(expr->call.args[side]);
        if (division.call && is_hundred(expr->call.args[1 - side]) && division.call->call.args[1]->kind != EXPR_LITERAL)
            return division;
    }
    return (Division) { NULL };
}

/* 1 / 2, which is 0: nobody writes that for its own sake. */
static Division lost_fraction(const Expr *expr)
{
    Division none = { NULL };
    if (!expr_is(expr, OPERATOR_DIVIDE) || !advice_values_is_whole(expr->type))
        return none;
    const Expr *a = expr->call.args[0], *b = expr->call.args[1];
    bool written = a->kind == EXPR_LITERAL && b->kind == EXPR_LITERAL && a->literal.kind == KIND_INT && b->literal.kind == KIND_INT;
    return written && b->literal.i > 0 && a->literal.i % b->literal.i != 0 ? (Division) { expr, expr } : none;
}

static void complain_of(const Advice *advice, Division division)
{
    complain(advice->loader, W_NO_FRACTION, division.at->span, "whole numbers are divided without a fraction: 7 / 2 is 3");
    diag_hint(advice->loader->diags, "write double(a) / double(b), or percent(a, b), or multiply first: 100 * a / b");
}

static void advice_values_advise_part(void *context, const Expr *expr)
{
    Division division =
        expr_calls(expr, "double") && expr->call.count == 1 ? division_in(expr->call.args[0]) : compared_with_fraction(expr);
    if (!division.call)
        division = made_percent(expr);
    if (!division.call)
        division = lost_fraction(expr);
    if (division.call)
        complain_of(context, division);
    expr_children(expr, advice_values_advise_part, context);
}

/* A figure that is shown with places behind the point has a fraction, or should have. */
static void advise_measures(const Advice *advice, const Statistic *statistic)
{
    advice->loader->source = statistic->rule.file;
    for (uint32_t i = 0; i < statistic->measure_count; i++) {
        const Measure *measure = &statistic->measures[i];
        Division division = measure->digits > 0 && measure->value.expr ? division_in(measure->value.expr) : (Division) { NULL };
        if (division.call)
            complain_of(advice, division);
    }
}

static void advise_expression(void *context, const Source *file, const Expr *expr)
{
    const Advice *advice = context;
    advice->loader->source = file;
    advice_values_advise_part(context, expr);
}

void advise_divisions(Loader *loader)
{
    Advice advice = { loader };
    pack_walk(loader->pack, advise_expression, &advice);
    for (uint32_t i = 0; i < loader->pack->statistic_count; i++)
        advise_measures(&advice, &loader->pack->statistics[i]);
}
