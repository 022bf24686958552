/* Warnings about conditions: those that decide nothing, count wrongly, or say what another rule says.

   All are about the shape of trees: nothing is evaluated. Two conditions are the same where their trees are (expr_equal), and one is the
   same for every record where nothing in it names anything of a record. */
#include "base/pattern.h"
#include "pack/loader.h"

typedef struct {
    Loader *loader;
    const Rule *rule;
} Advice;

/* ---- walking */

/* What an expression speaks of. Names that were followed are followed once: they may build on one another. */
typedef struct {
    bool fields, parameters, as_of;
    ARRAY(const Expr *) followed;
} Mentions;

static void note_mention(void *context, const Expr *expr);

static void follow(Mentions *mentions, const Expr *expr)
{
    for (size_t i = 0; i < mentions->followed.count; i++)
        if (mentions->followed.at[i] == expr)
            return;
    array_push(&mentions->followed, expr);
    note_mention(mentions, expr);
}

static void note_mention(void *context, const Expr *expr)
{
    Mentions *mentions = context;
    const Symbol *symbol = expr->symbol;
    if (symbol && symbol->kind == SYMBOL_HOST) {
        mentions->as_of |= symbol->slot == HOST_AS_OF;
        mentions->parameters |= symbol->slot >= HOST_FIRST_PARAMETER;
    } else if (symbol && symbol->kind == SYMBOL_EXPR) {
        follow(mentions, symbol->expr);
    } else if (symbol && symbol->kind != SYMBOL_CONSTANT) {
        mentions->fields = true;
    }
    mentions->fields |= expr_calls(expr, "count"); /* of the records of a group */
    if (!symbol)
        expr_children(expr, note_mention, context);
}

static Mentions mentions_of(const Expr *expr)
{
    Mentions mentions = { 0 };
    if (expr)
        note_mention(&mentions, expr);
    array_free(&mentions.followed);
    return mentions;
}

/* ---- days where months are meant */

enum { SECONDS_OF_28_DAYS = 28 * 24 * 3600 };

static bool is_a_year(const Expr *expr)
{
    int64_t days = expr->kind == EXPR_LITERAL && expr->literal.kind == KIND_INT ? expr->literal.i : 0;
    return days == 365 || days == 366 || days == 730 || days == 731;
}

static bool is_long_duration(const Expr *expr)
{
    const Expr *text = expr_calls(expr, "duration") && expr->call.count == 1 ? expr->call.args[0] : NULL;
    int64_t hours;
    if (!text || text->kind != EXPR_LITERAL || text->literal.kind != KIND_STRING)
        return false;
    Str written = value_as_str(text->literal);
    return str_ends_with(written, STR("h")) && str_to_int(str_slice(written, 0, written.len - 1), &hours) &&
           hours >= SECONDS_OF_28_DAYS / 3600;
}

static bool counts_days(const Expr *expr)
{
    return expr_relates(expr) && ((expr_calls(expr->call.args[0], "daysBetween") && is_a_year(expr->call.args[1])) ||
                                  (expr_calls(expr->call.args[1], "daysBetween") && is_a_year(expr->call.args[0])));
}

static void advise_days(Advice *advice, const Expr *expr)
{
    bool year = expr_calls(expr, "days") && expr->call.count == 1 && is_a_year(expr->call.args[0]);
    if (!year && !counts_days(expr) && !is_long_duration(expr))
        return;
    complain(advice->loader, W_DAYS_FOR_MONTHS, expr->span, "this is no month or year: those are not always of the same length");
    diag_hint(advice->loader->diags, "say months(n) or years(n), or count with monthsBetween or yearsBetween");
}

/* ---- comparisons of a thing with itself */

static void advise_same(Advice *advice, const Expr *expr)
{
    bool judges = expr_relates(expr) || expr_is(expr, OPERATOR_AND) || expr_is(expr, OPERATOR_OR);
    if (judges && !expr_is(expr, OPERATOR_IN) && expr_equal(expr->call.args[0], expr->call.args[1]))
        complain(advice->loader, W_CONSTANT_CONDITION, expr->span, "both sides of %s are the same", operator_name(expr->call.operator));
}

/* ---- patterns whose alternatives are tied to the ends in part */

static void advice_conditions_advise_pattern(Advice *advice, const Expr *expr)
{
    const Expr *pattern = expr_calls(expr, "matches") && expr->call.count > 0 ? expr->call.args[expr->call.count - 1] : NULL;
    if (!pattern || pattern->kind != EXPR_LITERAL || pattern->literal.kind != KIND_STRING)
        return;
    PatternEnds ends = pattern_ends(value_as_str(pattern->literal));
    bool starts = ends.started > 0 && ends.started < ends.alternatives;
    bool stops = ends.ended > 0 && ends.ended < ends.alternatives;
    if (!starts && !stops)
        return;
    complain(advice->loader, W_LOOSE_PATTERN, pattern->span, "%s ties %s of the alternatives to the %s of the text, and not the others",
             starts ? "^" : "$", (starts ? ends.started : ends.ended) > 1 ? "some" : "one", starts ? "beginning" : "end");
    diag_hint(advice->loader->diags, "put the alternatives in brackets: ^(?:a|b)$");
}

static void advice_conditions_advise_part(void *context, const Expr *expr)
{
    advise_days(context, expr);
    advise_same(context, expr);
    advice_conditions_advise_pattern(context, expr);
    expr_children(expr, advice_conditions_advise_part, context);
}

static void advise_condition(Advice *advice, const PackExpr *condition)
{
    if (condition->expr)
        advice_conditions_advise_part(advice, condition->expr);
}

/* ---- conditions that come out the same for all */

static void advise_constant(Advice *advice)
{
    const Rule *rule = advice->rule;
    Mentions when = mentions_of(rule->when.expr), require = mentions_of(rule->require.expr);
    if (rule->when.expr && !when.fields && !when.parameters && !when.as_of)
        complain(advice->loader, W_CONSTANT_CONDITION, rule->when.span, "`when` of '%.*s' is the same for every record", STR_ARG(rule->id));
    if (!require.fields)
        complain(advice->loader, W_CONSTANT_CONDITION, rule->require.span, "`require` of '%.*s' does not look at the record",
                 STR_ARG(rule->id));
}

/* In `when` it only tells from which day on the rule applies; and records that take no steps have no gates. */
static void advise_as_of(Advice *advice)
{
    const Rule *rule = advice->rule;
    bool takes_steps = advice->loader->pack->tables[rule->table].procedure != INDEX_NONE;
    bool uses = takes_steps && mentions_of(rule->require.expr).as_of;
    if (uses && rule->gate == INDEX_NONE && !rule->clears_on.expr)
        complain(advice->loader, W_AS_OF, rule->span, "'%.*s' depends on the day of the check, and no gate ends that", STR_ARG(rule->id));
}

/* ---- `when` that no value of an enum satisfies */

typedef enum { NEVER, PERHAPS, ALWAYS } Chance;

typedef struct {
    const Symbol *field;
    Str value;
} Guess;

static Chance chance(const Guess *guess, const Expr *expr);

static Chance advice_conditions_turn(Chance of)
{
    return of == NEVER ? ALWAYS : of == ALWAYS ? NEVER : PERHAPS;
}

/* Of the record itself: one that a reference leads to, of the same table perhaps, has a value of its own. */
static bool advice_conditions_is_field(const Guess *guess, const Expr *expr)
{
    if (expr->kind != EXPR_SELECT || expr->symbol != guess->field || expr->select.test || expr->select.optional)
        return false;
    const Symbol *record = expr->select.operand->symbol;
    return record && record->kind == SYMBOL_RECORD;
}

static Chance advice_equals(const Guess *guess, const Expr *left, const Expr *right)
{
    const Expr *text = advice_conditions_is_field(guess, left) ? right : advice_conditions_is_field(guess, right) ? left : NULL;
    if (!text || text->kind != EXPR_LITERAL || text->literal.kind != KIND_STRING)
        return PERHAPS;
    return str_equal(value_as_str(text->literal), guess->value) ? ALWAYS : NEVER;
}

static Chance advice_conditions_is_among(const Guess *guess, const Expr *left, const Expr *list)
{
    Chance best = NEVER;
    if (!advice_conditions_is_field(guess, left) || list->kind != EXPR_LIST || list->list.optional)
        return PERHAPS;
    for (uint32_t i = 0; i < list->list.count; i++) {
        Chance one = advice_equals(guess, left, list->list.items[i]);
        best = one > best ? one : best;
    }
    return best;
}

/* Whether an expression is true where the field has this value; whatever it does not understand may be. */
static Chance chance(const Guess *guess, const Expr *expr)
{
    if (expr->kind != EXPR_CALL || expr->call.target)
        return PERHAPS;
    Expr *const *args = expr->call.args;
    if (expr_is(expr, OPERATOR_NOT))
        return advice_conditions_turn(chance(guess, args[0]));
    if (expr_is(expr, OPERATOR_EQUAL))
        return advice_equals(guess, args[0], args[1]);
    if (expr_is(expr, OPERATOR_NOT_EQUAL))
        return advice_conditions_turn(advice_equals(guess, args[0], args[1]));
    if (expr_is(expr, OPERATOR_IN))
        return advice_conditions_is_among(guess, args[0], args[1]);
    bool both = expr_is(expr, OPERATOR_AND);
    if (!both && !expr_is(expr, OPERATOR_OR))
        return PERHAPS;
    Chance left = chance(guess, args[0]), right = chance(guess, args[1]);
    return both == (left < right) ? left : right;
}

static bool is_excluded(const Symbol *field, const Expr *when)
{
    const EnumValues *values = field->type->values;
    for (size_t i = 0; i < values->count; i++)
        if (chance(&(Guess) { field, values->at[i].id }, when) != NEVER)
            return false;
    return values->count > 0;
}

/* An example that the author expects to be judged says that `when` can hold: `duly test` tells whether it does. */
static bool is_judged_in_example(const Rule *rule)
{
    for (uint32_t i = 0; i < rule->example_count; i++)
        if (rule->examples[i].expected == OUTCOME_PASS || rule->examples[i].expected == OUTCOME_VIOLATION)
            return true;
    return false;
}

static void advise_enums(Advice *advice)
{
    const Rule *rule = advice->rule;
    const PackTable *table = &advice->loader->pack->tables[rule->table];
    if (!rule->when.expr || is_judged_in_example(rule))
        return;
    for (uint32_t i = 0; i < table->table.field_count; i++) {
        const Symbol *field = &table->record.members[i];
        if (field->type->kind == KIND_STRING && field->type->values && is_excluded(field, rule->when.expr))
            complain(advice->loader, W_NEVER_APPLIES, rule->when.span, "`when` of '%.*s' holds for no value of %.*s", STR_ARG(rule->id),
                     STR_ARG(field->name));
    }
}

/* ---- rules that another one contains */

static bool has_conjunct(const Expr *expr, const Expr *wanted)
{
    if (expr_equal(expr, wanted))
        return true;
    return expr_is(expr, OPERATOR_AND) && (has_conjunct(expr->call.args[0], wanted) || has_conjunct(expr->call.args[1], wanted));
}

static bool has_all_conjuncts(const Expr *expr, const Expr *of)
{
    if (expr_is(of, OPERATOR_AND))
        return has_all_conjuncts(expr, of->call.args[0]) && has_all_conjuncts(expr, of->call.args[1]);
    return has_conjunct(expr, of);
}

static bool has_same_when(const Rule *a, const Rule *b)
{
    return a->when.expr && b->when.expr ? expr_equal(a->when.expr, b->when.expr) : a->when.expr == b->when.expr;
}

static bool stands_after(const Loader *loader, const Rule *rule, const Rule *other)
{
    for (uint32_t i = 0; i < rule->after_count; i++)
        if (&loader->pack->rules[rule->after[i]] == other)
            return true;
    return false;
}

enum { IMPLIED_RULES = 2000 }; /* each is compared with all others: in packs with more rules nobody looks */

/* Sound, not complete: names of `let` and the keys of groups mean something else in each rule, so rules that have some are left alone. */
static bool is_comparable(const Loader *loader, uint32_t index)
{
    const Rule *rule = &loader->pack->rules[index];
    return !rule->is_made && !rule->grouping && rule->let_count == 0 && !loader->switched_off[index] && rule->require.expr;
}

static bool contains(const Loader *loader, const Rule *rule, const Rule *other)
{
    return rule->table == other->table && rule->gate == other->gate && rule->day_of == other->day_of && rule->from <= other->from &&
           rule->to >= other->to && rule->missing == other->missing && rule->severity == other->severity && rule->after_count == 0 &&
           !stands_after(loader, rule, other) && has_same_when(rule, other) && has_all_conjuncts(rule->require.expr, other->require.expr);
}

static void advise_implied(Advice *advice, uint32_t index)
{
    const Loader *loader = advice->loader;
    const Rule *rule = advice->rule;
    if (!is_comparable(loader, index) || loader->pack->rule_count > IMPLIED_RULES)
        return;
    for (uint32_t i = BUILTIN_COUNT; i < loader->pack->rule_count; i++) {
        const Rule *other = &loader->pack->rules[i];
        bool twins = i > index && expr_equal(other->require.expr, rule->require.expr); /* told once, of the second */
        if (i == index || !is_comparable(loader, i) || twins || !contains(loader, other, rule))
            continue;
        complain(advice->loader, W_IMPLIED, rule->span, "whatever violates '%.*s' violates '%.*s' too", STR_ARG(rule->id),
                 STR_ARG(other->id));
        return;
    }
}

/* ---- all of it */

/* `grouping`: NULL where there are no groups. */
static void advise_groups(Advice *advice, const Grouping *grouping)
{
    for (uint32_t i = 0; grouping && i < grouping->key_count; i++)
        advise_condition(advice, &grouping->keys[i].value);
}

void advise_conditions(Loader *loader, uint32_t index)
{
    Advice advice = { loader, &loader->pack->rules[index] };
    const Rule *rule = advice.rule;
    if (rule->is_made && !rule->interval)
        return;
    advise_condition(&advice, &rule->when);
    if (rule->interval) {
        advise_condition(&advice, &rule->interval->parts[INTERVAL_COUNTED]);
        advise_condition(&advice, &rule->interval->parts[INTERVAL_EXTENDED_WHEN]);
        advise_condition(&advice, &rule->interval->parts[INTERVAL_NOT_YET]);
    }
    advise_groups(&advice, rule->grouping);
    for (uint32_t i = 0; i < rule->let_count; i++)
        advise_condition(&advice, &rule->lets[i].value);
    advise_enums(&advice);
    if (rule->is_made)
        return;
    advise_condition(&advice, &rule->require);
    advise_condition(&advice, &rule->clears_on);
    advise_constant(&advice);
    advise_as_of(&advice);
    advise_implied(&advice, index);
}

static void advise_procedure(Advice *advice, const Procedure *procedure)
{
    for (uint32_t i = 0; i < procedure->step_count; i++) {
        advice->loader->source = procedure->steps[i].file;
        advise_condition(advice, &procedure->steps[i].candidates);
    }
    for (uint32_t i = 0; i < procedure->end_count; i++) {
        advice->loader->source = procedure->ends[i].file;
        advise_condition(advice, &procedure->ends[i].when);
        advise_condition(advice, &procedure->ends[i].on);
    }
}

static void advise_statistic(Advice *advice, const Statistic *statistic)
{
    advice->loader->source = statistic->rule.file;
    advise_condition(advice, &statistic->rule.when);
    advise_groups(advice, statistic->rule.grouping);
    for (uint32_t i = 0; i < statistic->measure_count; i++)
        advise_condition(advice, &statistic->measures[i].value);
}

void advise_other_conditions(Loader *loader)
{
    Advice advice = { loader, NULL };
    const Pack *pack = loader->pack;
    for (uint32_t i = 0; i < pack->table_count; i++) {
        loader->source = pack->tables[i].table.source;
        for (uint32_t j = 0; j < pack->tables[i].derived_count; j++)
            advise_condition(&advice, &pack->tables[i].derived[j].value);
    }
    for (uint32_t i = 0; i < pack->procedure_count; i++)
        advise_procedure(&advice, &pack->procedures[i]);
    for (uint32_t i = 0; i < pack->statistic_count; i++)
        advise_statistic(&advice, &pack->statistics[i]);
}
