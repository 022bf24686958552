/* Coverage is measured on the trees as the author wrote them, not on the program that is compiled from them: the compiler makes one node
   of parts that are equal, and then nobody could say which of two equal clauses an example has seen. Clauses are found in the trees
   (conditions, and what && || ! ?: and the macros join), the examples are run once with a trace, and explain_expr reads off the columns
   that they left what each part came to.

   Columns hold more than was looked at: the right side of an && may have a value whatever the left one said, since another part of the
   rule needed it, and equal parts are one node. What did not count in the example must not count here, so that decisions are kept beside
   the clauses, and a part behind one that has decided is passed over with all that is below it (is_skipped).

   Clauses and comparisons lie in the order of the rules, and examples come in that order too: a watch goes on to those of the rule at
   hand (go_to_rule) and never back. */
#include "prove/coverage.h"

#include <limits.h>

#include "lang/explain.h"
#include "prove/examples.h"

/* ---- which clauses there are */

typedef struct {
    Arena *arena;
    const Rule *rule;
    uint32_t index; /* of the rule */
    ClausePlace place;
    Str name;
    bool *named;   /* by `let`: its clauses are listed */
    bool *counted; /* likewise by function over a group */
    bool silent;   /* what the engine wrote itself: only what && and its like decide counts */
    Coverage *coverage;
} Finder;

static void coverage_find_clauses(void *context, const Expr *expr);

/* What !x came to is known with x. */
static void coverage_add_clause(Finder *finder, const Expr *expr)
{
    Clause clause = { .rule = finder->index, .place = finder->place, .name = finder->name, .expr = expr, .span = expr->span };
    if (expr->kind != EXPR_LITERAL && !expr_is(expr, OPERATOR_NOT) && !finder->silent)
        arena_push(finder->arena, &finder->coverage->clauses, clause);
    coverage_find_clauses(finder, expr);
}

static bool coverage_is_condition(const Expr *expr)
{
    return expr->type->kind == KIND_BOOL;
}

/* A name of `let` is listed once, where it is first needed. */
static void find_in_name(Finder *finder, const Expr *expr)
{
    for (uint32_t i = 0; i < finder->rule->let_count; i++) {
        const Named *named = &finder->rule->lets[i];
        if (named->value.expr != expr->symbol->expr || finder->named[i])
            continue;
        Finder inside = *finder;
        finder->named[i] = true;
        inside.place = CLAUSE_LET;
        inside.name = named->name;
        (coverage_is_condition(named->value.expr) ? coverage_add_clause(&inside, named->value.expr)
                                                  : coverage_find_clauses(&inside, named->value.expr));
    }
}

static void find_in_macro(Finder *finder, const Expr *expr)
{
    MacroKind kind = expr->macro.kind;
    bool asks = kind == MACRO_ALL || kind == MACRO_EXISTS || kind == MACRO_EXISTS_ONE;
    coverage_find_clauses(finder, expr->macro.range);
    if (expr->macro.filter)
        coverage_add_clause(finder, expr->macro.filter);
    if (expr->macro.body)
        (asks ? coverage_add_clause(finder, expr->macro.body) : coverage_find_clauses(finder, expr->macro.body));
}

/* The argument of a function over a group is worked out for each record; where two are equal, only the first one is. */
static void find_in_aggregate(Finder *finder, const Expr *expr)
{
    const Aggregates *aggregates = &finder->rule->grouping->aggregates;
    for (size_t i = 0; i < aggregates->list.count; i++) {
        const Aggregate *aggregate = aggregates->list.at[i];
        if (&aggregate->symbol != expr->symbol || finder->counted[i] || !aggregate->arg)
            continue;
        finder->counted[i] = true;
        (coverage_is_condition(aggregate->arg) ? coverage_add_clause(finder, aggregate->arg)
                                               : coverage_find_clauses(finder, aggregate->arg));
    }
}

static void add_decision(Finder *finder, const Expr *left, const Expr *right, bool decisive)
{
    Deciding deciding = { .left = left, .right = right, .decisive = decisive };
    arena_push(finder->arena, &finder->coverage->decisions, deciding);
}

static void find_decisions(Finder *finder, const Expr *expr)
{
    Expr *const *args = expr->call.args;
    if (expr_is(expr, OPERATOR_AND) || expr_is(expr, OPERATOR_OR))
        add_decision(finder, args[0], args[1], expr_is(expr, OPERATOR_OR));
    if (!expr_is(expr, OPERATOR_CONDITIONAL))
        return;
    add_decision(finder, args[0], args[1], false);
    add_decision(finder, args[0], args[2], true);
}

static void find_in_call(Finder *finder, const Expr *expr)
{
    bool chooses = expr_is(expr, OPERATOR_CONDITIONAL);
    bool joins = expr_is(expr, OPERATOR_AND) || expr_is(expr, OPERATOR_OR) || expr_is(expr, OPERATOR_NOT);
    find_decisions(finder, expr);
    if (expr->call.target)
        coverage_find_clauses(finder, expr->call.target);
    for (uint32_t i = 0; i < expr->call.count; i++)
        (joins || (chooses && (i == 0 || coverage_is_condition(expr)))) ? coverage_add_clause(finder, expr->call.args[i])
                                                                        : coverage_find_clauses(finder, expr->call.args[i]);
}

static bool compares(const Expr *expr)
{
    return expr_is(expr, OPERATOR_LESS) || expr_is(expr, OPERATOR_LESS_EQUAL) || expr_is(expr, OPERATOR_GREATER) ||
           expr_is(expr, OPERATOR_GREATER_EQUAL);
}

static void coverage_find_clauses(void *context, const Expr *expr)
{
    Finder *finder = context;
    Comparing comparing = { .rule = finder->index, .expr = expr };
    if (compares(expr) && !finder->silent)
        arena_push(finder->arena, &finder->coverage->comparisons, comparing);
    if (expr->symbol && expr->symbol->kind == SYMBOL_EXPR)
        find_in_name(finder, expr);
    else if (expr->kind == EXPR_MACRO)
        find_in_macro(finder, expr);
    else if (expr->kind == EXPR_CALL && expr->symbol && finder->rule->grouping)
        find_in_aggregate(finder, expr);
    else if (expr->kind == EXPR_CALL)
        find_in_call(finder, expr);
    else
        expr_children(expr, coverage_find_clauses, finder);
}

static void find_at(Finder *finder, ClausePlace place, const Expr *expr)
{
    finder->place = place;
    if (expr)
        coverage_add_clause(finder, expr);
}

/* Of what `unique` means the engine wrote all but `when`. */
static bool is_unique(const Rule *rule)
{
    return rule->grouping && rule->grouping->skips_missing;
}

/* What the engine wrote of an interval is one clause: whether it is kept. */
static void find_in_rule(Finder *finder)
{
    const Rule *rule = finder->rule;
    finder->named = arena_array(finder->arena, bool, rule->let_count);
    finder->counted = arena_array(finder->arena, bool, rule->grouping ? rule->grouping->aggregates.list.count : 0);
    find_at(finder, CLAUSE_WHEN, rule->when.expr);
    if (is_unique(rule))
        return;
    if (!rule->interval) {
        find_at(finder, CLAUSE_REQUIRE, rule->require.expr);
        return;
    }
    Clause kept = { .rule = finder->index, .place = CLAUSE_KEPT, .expr = rule->require.expr, .span = rule->span };
    arena_push(finder->arena, &finder->coverage->clauses, kept);
    finder->silent = true;
    coverage_find_clauses(finder, rule->require.expr);
    finder->silent = false;
    find_at(finder, CLAUSE_EXTENDED, rule->interval->parts[INTERVAL_EXTENDED_WHEN].expr);
    find_at(finder, CLAUSE_NOT_YET, rule->interval->parts[INTERVAL_NOT_YET].expr);
}

static bool is_measured(const Rule *rule)
{
    return !rule->builtin && (!rule->is_made || rule->interval || rule->grouping);
}

/* ---- what the examples saw */

typedef struct {
    Coverage *coverage;
    size_t clause, comparison; /* the first of the rule at hand, or of a later one that has any */
    uint32_t rule;
    const Pack *pack;
    unsigned skipped; /* depth of a part that was not needed, and those below it; UINT_MAX: none */
} Watch;

static void coverage_count(Clause *clause, const ExplainedPart *part)
{
    bool known = !part->missing && !part->failed;
    if (part->left_out)
        return;
    clause->seen_true += known && part->value.boolean;
    clause->seen_false += known && !part->value.boolean;
    clause->seen_undecided += !known;
}

static Value side(const Expr *expr)
{
    return expr->kind == EXPR_LITERAL ? expr->literal : value_missing();
}

static Value coverage_value_of(const ExplainedPart *part)
{
    return part->missing || part->failed || part->left_out ? value_missing() : part->value;
}

/* The comparison is told before its sides, and its sides before another one is. */
static void coverage_compare(Comparing *comparing, const ExplainedPart *part)
{
    Expr *const *sides = comparing->expr->call.args;
    if (part->expr == comparing->expr) {
        comparing->left = side(sides[0]);
        comparing->right = side(sides[1]);
    } else if (part->expr == sides[0]) {
        comparing->left = coverage_value_of(part);
    } else if (part->expr == sides[1]) {
        comparing->right = coverage_value_of(part);
    } else {
        return;
    }
    if (!value_is_error(comparing->left) && !value_is_error(comparing->right))
        comparing->touched |= value_equal(comparing->left, comparing->right);
}

/* Whether a part was not needed, whatever its column holds: what stands before it decided. */
static bool is_skipped(Watch *watch, const ExplainedPart *part)
{
    if (part->depth > watch->skipped)
        return true;
    watch->skipped = UINT_MAX;
    for (size_t i = 0; i < watch->coverage->decisions.count; i++) {
        Deciding *deciding = &watch->coverage->decisions.at[i];
        if (part->expr == deciding->left)
            deciding->decided = part->value.kind == KIND_BOOL && part->value.boolean == deciding->decisive;
        else if (part->expr == deciding->right && deciding->decided)
            watch->skipped = part->depth;
    }
    return watch->skipped != UINT_MAX;
}

static void watch_part(void *context, const ExplainedPart *part)
{
    Watch *watch = context;
    Coverage *coverage = watch->coverage;
    if (is_skipped(watch, part) || !part->expr)
        return;
    for (size_t i = watch->clause; i < coverage->clauses.count && coverage->clauses.at[i].rule == watch->rule; i++)
        if (coverage->clauses.at[i].expr == part->expr)
            coverage_count(&coverage->clauses.at[i], part);
    for (size_t i = watch->comparison; i < coverage->comparisons.count && coverage->comparisons.at[i].rule == watch->rule; i++)
        coverage_compare(&coverage->comparisons.at[i], part);
}

static void go_to_rule(Watch *watch, uint32_t rule)
{
    const Coverage *coverage = watch->coverage;
    watch->rule = rule;
    while (watch->clause < coverage->clauses.count && coverage->clauses.at[watch->clause].rule < rule)
        watch->clause++;
    while (watch->comparison < coverage->comparisons.count && coverage->comparisons.at[watch->comparison].rule < rule)
        watch->comparison++;
}

static void watch_group(void *context, const GroupPlan *plan, Interp *interp, size_t row)
{
    Watch *watch = context;
    go_to_rule(watch, plan->rule);
    if (!is_unique(plan->about))
        explain_expr(interp, &plan->trace, plan->about->require.expr, row, watch_part, watch);
}

static const GroupPlan *group_plan(const ExampleResult *result)
{
    const GroupPlan *plan = result->sheet->table->groups;
    while (plan->rule != result->rule)
        plan++;
    return plan;
}

/* Of each record: whether it belongs to a group, and if so what functions ask of it. */
static void coverage_watch_records(Watch *watch, const ExampleResult *result)
{
    const GroupPlan *plan = group_plan(result);
    Interp *interp = result->sheet->interp;
    for (uint32_t row = 0; row < result->sheet->rows; row++) {
        if (plan->about->when.expr)
            explain_expr(interp, result->trace, plan->about->when.expr, row, watch_part, watch);
        bool applies = interp_value(interp, plan->applies, row).boolean;
        for (size_t i = 0; applies && i < plan->grouping->aggregates.list.count; i++)
            if (plan->grouping->aggregates.list.at[i]->arg)
                explain_expr(interp, result->trace, plan->grouping->aggregates.list.at[i]->arg, row, watch_part, watch);
    }
}

/* The condition of a rule that does not apply was not looked at, whatever its columns hold. */
static bool watch_example(void *context, const ExampleResult *result)
{
    Watch *watch = context;
    const Rule *rule = &watch->pack->rules[result->rule];
    Interp *interp = result->sheet->interp;
    go_to_rule(watch, result->rule);
    if (!is_measured(rule))
        return true;
    if (rule->grouping) {
        coverage_watch_records(watch, result);
        return true;
    }
    if (rule->when.expr)
        explain_expr(interp, result->trace, rule->when.expr, 0, watch_part, watch);
    if (result->actual != OUTCOME_NOT_APPLICABLE)
        explain_expr(interp, result->trace, rule->require.expr, 0, watch_part, watch);
    return true;
}

Coverage coverage_measure(Arena *arena, const Pack *pack, const bool *rules)
{
    Coverage coverage = { 0 };
    ExampleOptions options = { .pack = pack, .rules = rules, .trace = true, .group = watch_group };
    for (uint32_t i = BUILTIN_COUNT; i < pack->rule_count; i++) {
        Finder finder = { .arena = arena, .rule = &pack->rules[i], .index = i, .coverage = &coverage };
        if ((!rules || rules[i]) && is_measured(finder.rule))
            find_in_rule(&finder);
    }
    Watch watch = { .coverage = &coverage, .pack = pack, .skipped = UINT_MAX };
    examples_run(&options, watch_example, &watch);
    return coverage;
}
