/* Calls of functions over the records of a group, in expressions about the group. */
#include "lang/aggregate.h"
#include "lang/checking.h"

static Aggregates *aggregates_of(const Env *env)
{
    while (env && !env->aggregates)
        env = env->parent;
    return env ? env->aggregates : NULL;
}

static Aggregate *find(const Aggregates *aggregates, AggregateKind kind, const Expr *arg)
{
    for (size_t i = 0; i < aggregates->list.count; i++) {
        Aggregate *known = aggregates->list.at[i];
        if (known->kind == kind && (known->arg && arg ? expr_equal(known->arg, arg) : known->arg == arg))
            return known;
    }
    return NULL;
}

static Str text_of(Arena *arena, const Expr *call)
{
    Text text = { 0 };
    expr_print(&text, call);
    Str copy = arena_str(arena, text_str(&text));
    text_free(&text);
    return copy;
}

static const Symbol *symbol_of(Aggregates *aggregates, AggregateKind kind, const Expr *call, const Type *type)
{
    const Expr *arg = call->call.count ? call->call.args[0] : NULL;
    Aggregate *aggregate = find(aggregates, kind, arg);
    if (aggregate)
        return &aggregate->symbol;
    aggregate = arena_new(aggregates->arena, Aggregate);
    *aggregate = (Aggregate) { .kind = kind, .arg = arg, .text = text_of(aggregates->arena, call) };
    aggregate->symbol = (Symbol) { .name = aggregate->text, .kind = SYMBOL_INPUT, .type = type,
                                   .slot = aggregates->first + (uint32_t) aggregates->list.count };
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
    const char *wants = aggregate_takes(kind, arg->type, &result);
    if (!wants)
        return result;
    check_say(c, E_TYPE, arg->span, "'%s' %s; this is %.*s", aggregate_name(kind), wants, STR_ARG(words_of(c, arg->type)));
    return &TYPE_ERROR;
}

bool check_aggregate(Checking *c, Expr *call, const Type **type)
{
    Aggregates *aggregates = aggregates_of(c->checker->env);
    AggregateKind kind = call->call.target || !aggregates ? AGGREGATE_KINDS : aggregate_find(call->call.function);
    if (kind == AGGREGATE_KINDS)
        return false;
    *type = &TYPE_INT;
    uint32_t least = kind == AGGREGATE_COUNT ? 0 : 1;
    if (call->call.count < least || call->call.count > 1) {
        check_say(c, E_TYPE, call->at, "'%s' takes %s argument, %u are given", aggregate_name(kind), least ? "1" : "at most 1",
                  (unsigned) call->call.count);
        *type = &TYPE_ERROR;
    } else if (call->call.count == 1) {
        *type = check_argument(c, aggregates, kind, call->call.args[0]);
    }
    if ((*type)->kind != KIND_ERROR)
        call->symbol = symbol_of(aggregates, kind, call, *type);
    return true;
}
