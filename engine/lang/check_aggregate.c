/* Calls of functions over the records of a group, in expressions about the group.

   sum(loan.fee) is two worlds: its argument is about one record and is checked against the names of a record, by a checker of its own;
   its value is about the group, and for the expression around it is an input like a field. The host fills that input. Equal calls are
   one input, however they are spaced, since their trees are compared. */
#include "lang/aggregate.h"
#include "lang/checking.h"

static Aggregates *check_aggregate_aggregates_of(const Env *env)
{
    while (env && !env->aggregates)
        env = env->parent;
    return env ? env->aggregates : NULL;
}

static bool same(const Aggregate *a, const Aggregate *b)
{
    return a->kind == b->kind && a->of == b->of && a->percent == b->percent &&
           (a->arg && b->arg ? expr_equal(a->arg, b->arg) : a->arg == b->arg);
}

static Aggregate *check_aggregate_find(const Aggregates *aggregates, const Aggregate *wanted)
{
    for (size_t i = 0; i < aggregates->list.count; i++)
        if (same(aggregates->list.at[i], wanted))
            return aggregates->list.at[i];
    return NULL;
}

static Str check_aggregate_text_of(Arena *arena, const Expr *call)
{
    Text text = { 0 };
    expr_print(&text, call);
    Str copy = arena_str(arena, text_str(&text));
    text_free(&text);
    return copy;
}

static const Symbol *symbol_of(Aggregates *aggregates, const Aggregate *wanted, const Expr *call, const Type *type)
{
    Aggregate *aggregate = check_aggregate_find(aggregates, wanted);
    if (aggregate)
        return &aggregate->symbol;
    aggregate = arena_new(aggregates->arena, Aggregate);
    *aggregate = *wanted;
    aggregate->text = check_aggregate_text_of(aggregates->arena, call);
    aggregate->symbol = (Symbol) {
        .name = aggregate->text, .kind = SYMBOL_INPUT, .type = type, .slot = aggregates->first + (uint32_t) aggregates->list.count
    };
    arena_push(aggregates->arena, &aggregates->list, aggregate);
    return &aggregate->symbol;
}

/* The argument is about one record: a world of its own. */
static const Type *check_argument(Checking *c, const Aggregates *aggregates, AggregateKind kind, Expr *arg)
{
    const Type *result;
    Checker checker = *c->checker;
    checker.env = aggregates->rows;
    checker.lenient = false;
    if (!check_expr(&checker, arg, NULL)) {
        c->problems++;
        return &TYPE_ERROR;
    }
    if (arg->type->kind == KIND_ERROR)
        return &TYPE_ERROR;
    const char *wants = aggregate_takes(kind, arg->type, &result);
    if (!wants)
        return result;
    check_say(c, E_TYPE, arg->span, "'%s' %s; this is %.*s", aggregate_name(kind), wants, STR_ARG(words_of(c, arg->type)));
    return &TYPE_ERROR;
}

/* How many arguments each takes. */
static bool accept_count(Checking *c, AggregateKind kind, const Expr *call)
{
    uint32_t least = kind == AGGREGATE_COUNT ? 0 : kind == AGGREGATE_PERCENTILE ? 2 : 1;
    uint32_t most = kind == AGGREGATE_PERCENTILE ? 2 : 1;
    if (call->call.count >= least && call->call.count <= most)
        return true;
    check_say(c, E_TYPE, call->at, "'%s' takes %s, %u are given", aggregate_name(kind),
              most == 2 ? "2 arguments"
              : least   ? "1 argument"
                        : "at most 1 argument",
              (unsigned) call->call.count);
    return false;
}

/* The second argument of percentile: a number that stands there. */
static bool read_percent(Checking *c, Expr *arg, uint32_t *percent)
{
    bool fits = arg->kind == EXPR_LITERAL && arg->literal.kind == KIND_INT && arg->literal.i >= 1 && arg->literal.i <= 99;
    if (fits)
        *percent = (uint32_t) arg->literal.i;
    else
        check_say(c, E_TYPE, arg->span, "the second argument of 'percentile' is a whole number from 1 to 99");
    return fits;
}

static const Aggregate *check_aggregate_find_symbol(const Aggregates *aggregates, const Symbol *symbol)
{
    for (size_t i = 0; symbol && i < aggregates->list.count; i++)
        if (&aggregates->list.at[i]->symbol == symbol)
            return aggregates->list.at[i];
    return NULL;
}

/* Of all groups together: of what is asked of each. Its argument is looked at as a call of its own first, which makes it an input too:
   the total is put together of that. */
static const Type *check_total(Checking *c, Aggregates *aggregates, Expr *call, Aggregate *wanted)
{
    Expr *arg = call->call.args[0];
    const Type *type = &TYPE_ERROR;
    bool is_call = arg->kind == EXPR_CALL && check_aggregate(c, arg, &type);
    if (!aggregates->allows_total)
        check_say(c, E_TYPE, call->at, "'total' is for statistics: a rule looks at one group at a time");
    else if (!is_call)
        check_say(c, E_TYPE, arg->span, "'total' takes count(), sum(…) or another function over the group");
    wanted->of = check_aggregate_find_symbol(aggregates, arg->kind == EXPR_CALL ? arg->symbol : NULL);
    arg->type = type;
    return wanted->of && aggregates->allows_total ? type : &TYPE_ERROR;
}

bool check_aggregate(Checking *c, Expr *call, const Type **type)
{
    Aggregates *aggregates = check_aggregate_aggregates_of(c->checker->env);
    Aggregate wanted = { .kind = call->call.target || !aggregates ? AGGREGATE_KINDS : aggregate_find(call->call.function) };
    if (wanted.kind == AGGREGATE_KINDS)
        return false;
    *type = &TYPE_INT;
    if (!accept_count(c, wanted.kind, call)) {
        *type = &TYPE_ERROR;
    } else if (wanted.kind == AGGREGATE_TOTAL) {
        *type = check_total(c, aggregates, call, &wanted);
    } else if (call->call.count > 0) {
        wanted.arg = call->call.args[0];
        *type = check_argument(c, aggregates, wanted.kind, call->call.args[0]);
        if (call->call.count == 2 && !read_percent(c, call->call.args[1], &wanted.percent))
            *type = &TYPE_ERROR;
    }
    if ((*type)->kind != KIND_ERROR)
        call->symbol = symbol_of(aggregates, &wanted, call, *type);
    return true;
}
