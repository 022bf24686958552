/* Intervals become rules: their conditions are written here as expressions, and judged like any other. */
#include "pack/intervals.h"

#include "pack/expressions.h"
#include "pack/periods.h"
#include "pack/rules.h"
#include "pack/shapes.h"

typedef struct {
    RuleDraft rule; /* first: rows of the table below begin with it */
    const YamlNode *from, *to, *counted_from, *at_most, *at_least, *counting, *extended, *not_yet;
    RepeatedDraft repeated;
} IntervalDraft;

#define IN_RULE(member) offsetof(IntervalDraft, rule) + offsetof(RuleDraft, member)
#define IN_REPEATED(member) offsetof(IntervalDraft, repeated) + offsetof(RepeatedDraft, member)

static const Key interval_keys[] = {
    { "id", KEY_REQUIRED, shape_node, IN_RULE(id), "id", "its name, as for a rule" },
    { "title", KEY_OPTIONAL, shape_local_text, IN_RULE(rule) + offsetof(Rule, title), "local",
      "a few words for what is wrong when it is violated" },
    { "from", KEY_REQUIRED, shape_node, offsetof(IntervalDraft, from), "id", "the first of two steps" },
    { "to", KEY_REQUIRED, shape_node, offsetof(IntervalDraft, to), "id", "the second step, which is its gate" },
    { "counted_from", KEY_OPTIONAL, shape_node, offsetof(IntervalDraft, counted_from), "expression",
      "the day that the periods count from, where that is not the day of the first step" },
    { "at_most", KEY_OPTIONAL, shape_node, offsetof(IntervalDraft, at_most), "period",
      "the second step is taken on the last day of this period or earlier" },
    { "at_least", KEY_OPTIONAL, shape_node, offsetof(IntervalDraft, at_least), "period",
      "the second step is taken on the last day of this period or later" },
    { "counting", KEY_OPTIONAL, shape_node, offsetof(IntervalDraft, counting), "counting", "whether the day of the first step counts" },
    { "extended", KEY_OPTIONAL, shape_node, offsetof(IntervalDraft, extended), "extension", "a longer `at_most` for some records" },
    { "not_yet", KEY_OPTIONAL, shape_node, offsetof(IntervalDraft, not_yet), "expression",
      "the records whose second step counts as not taken, whatever day it has: it was only put off" },
    { "dates", KEY_OPTIONAL, shape_node, IN_REPEATED(dates), "name", "a field with a list of days: what is done again and again" },
    { "every", KEY_OPTIONAL, shape_node, IN_REPEATED(every), "period", "one day of the list in each such period" },
    { "no_gap_longer_than", KEY_OPTIONAL, shape_node, IN_REPEATED(no_gap), "period", "the longest time between two of them" },
    { "severity", KEY_OPTIONAL, shape_node, IN_RULE(severity), "severity", "an error blocks the record" },
    { "source", KEY_OPTIONAL, shape_local_text, IN_RULE(rule) + offsetof(Rule, cite), "local",
      "document and article, or that it is inferred" },
    { "effective", KEY_OPTIONAL, shape_node, IN_RULE(effective), "effective", "the days on which it is in force" },
    { "enabled", KEY_OPTIONAL, shape_bool, IN_RULE(enabled), "bool", "`false` switches it off" },
    { "when", KEY_OPTIONAL, shape_node, IN_RULE(when), "expression", "only records for which this is true are judged" },
    { "after", KEY_OPTIONAL, shape_node, IN_RULE(after), "id|id[]", "rules; where one of them is violated, this one is not applicable" },
    { "missing", KEY_OPTIONAL, shape_node, IN_RULE(missing), "missing", "what a missing value makes of it" },
    { "message", KEY_OPTIONAL, shape_node, IN_RULE(message), "local", "in place of the sentence that duly makes" },
    { "examples", KEY_OPTIONAL, shape_node, IN_RULE(examples), "example[]", "its tests" },
    { "equivalent", KEY_OPTIONAL, shape_node, IN_RULE(equivalent), "equivalent[]",
      "changes of the interval that make no difference, each with the reason" },
};
const Shape interval_shape = SHAPE("an interval", interval_keys);

typedef struct {
    const YamlNode *when, *at_most;
} ExtensionDraft;

static const Key extension_keys[] = {
    { "when", KEY_REQUIRED, shape_node, offsetof(ExtensionDraft, when), "expression", "for which records" },
    { "at_most", KEY_REQUIRED, shape_node, offsetof(ExtensionDraft, at_most), "period", "the longer period" },
};
const Shape extension_shape = SHAPE("an extension", extension_keys);

/* Stands for a day that is not known (told): a name of which nothing is known, so that the rest can be looked at all the same. */
#define UNKNOWN_DAY STR("procedure.day_of_step")

/* ---- bounds */

/* The day on which a period ends. Where the first day counts it ends a day earlier; but working days are counted from the
   day before, since the first day may not be one. */
static Str end_of(Loader *loader, const Making *making, const Period *period)
{
    static const char *const none[] = { "", "" }, *const behind[] = { "", " - days(1)" }, *const before[] = { " - days(1)", "" };
    const char *const *shift = !making->interval->inclusive ? none : period->unit == UNIT_WORKDAYS ? before : behind;
    Str made = period_expression(loader, period);
    return arena_format(loader->arena, "%.*s%s + %.*s%s", STR_ARG(making->counted), shift[0], STR_ARG(made), shift[1]);
}

void interval_name(Loader *loader, Making *making, const char *name, const PackExpr *expression)
{
    Symbol symbol = { .name = str_of(name), .kind = SYMBOL_EXPR, .type = expression->expr->type, .expr = expression->expr };
    env_add(loader->arena, making->env, symbol);
}

/* The day that a bound comes to stands at `day`, its count behind it; expressions call it `name`. False after complaining. */
static bool make_bound(Loader *loader, Making *making, IntervalPart day, const YamlNode *node, const char *name)
{
    Period period;
    Interval *interval = making->interval;
    if (!period_read(loader, node, &period))
        return false;
    Str text = end_of(loader, making, &period), count = period.count;
    interval->parts[day] = expression_make(loader, period.span, making->env, &TYPE_DATE, "%.*s", STR_ARG(text));
    interval->parts[day + 1] = expression_make(loader, period.span, making->env, &TYPE_INT, "%.*s", STR_ARG(count));
    interval->units[day + 1] = period.unit;
    interval->calendars[day + 1] = period.calendar;
    interval_name(loader, making, name, &interval->parts[day]);
    return true;
}

static bool make_start(Loader *loader, Making *making, const YamlNode *node)
{
    PackExpr *start = &making->interval->parts[INTERVAL_COUNTED];
    making->counted = making->from;
    if (!node)
        return true;
    *start = expression_read(loader, node, making->env, &TYPE_DATE);
    if (!start->expr || (start->expr->type->kind != KIND_DATE && start->expr->type->kind != KIND_DYN)) {
        making->counted = UNKNOWN_DAY;
        making->env->incomplete = true;
        return false;
    }
    interval_name(loader, making, "counted_from", start);
    making->counted = STR("counted_from");
    return true;
}

/* What is true of some records stands at `part`; expressions call it `name`. */
static bool make_truth(Loader *loader, Making *making, IntervalPart part, const YamlNode *node, const char *name)
{
    PackExpr *truth = &making->interval->parts[part];
    *truth = expression_read(loader, node, making->env, &TYPE_BOOL);
    if (!truth->expr || !truth->expr->type)
        return false;
    interval_name(loader, making, name, truth);
    return true;
}

static bool make_extension(Loader *loader, Making *making, const IntervalDraft *draft)
{
    ExtensionDraft extension = { 0 };
    if (!draft->at_most)
        return complain(loader, E_MISSING_KEY, draft->extended->span, "only an interval with 'at_most' can be extended");
    if (!shape_read(loader, draft->extended, &extension_shape, &extension, making->span) || !extension.when || !extension.at_most)
        return false;
    return make_truth(loader, making, INTERVAL_EXTENDED_WHEN, extension.when, "extended") &&
           make_bound(loader, making, INTERVAL_EXTENDED, extension.at_most, "extended_day");
}

static bool make_bounds(Loader *loader, Making *making, const IntervalDraft *draft)
{
    static const char *const words[] = { "exclusive", "inclusive" };
    if (draft->repeated.every || draft->repeated.no_gap)
        return complain(loader, E_MISSING_KEY, making->span, "an interval with 'every' or 'no_gap_longer_than' needs 'dates'");
    if (!draft->at_most && !draft->at_least)
        return complain(loader, E_MISSING_KEY, making->span, "an interval needs 'at_most', 'at_least', or both");
    if (draft->counting)
        making->interval->inclusive = shape_word(loader, draft->counting, "way of counting", words, 2) == 1;
    bool sound = make_start(loader, making, draft->counted_from);
    if (draft->not_yet)
        sound &= make_truth(loader, making, INTERVAL_NOT_YET, draft->not_yet, "not_yet");
    if (draft->at_most)
        sound &= make_bound(loader, making, INTERVAL_LAST, draft->at_most, "last_day");
    if (draft->extended)
        sound &= make_extension(loader, making, draft);
    if (draft->at_least)
        sound &= make_bound(loader, making, INTERVAL_FIRST, draft->at_least, "first_day");
    return sound;
}

/* ---- conditions */

/* Whether a day is in time. An extension that is not known only matters to a day that needs it. A limit that ended before the
   rule was in force was never owed: see binding_effective for one that has no first day beside it. */
static Str in_time(Loader *loader, const Making *making, Str day, Date in_force)
{
    char from[11];
    bool least = making->interval->parts[INTERVAL_FIRST].expr, extended = making->interval->parts[INTERVAL_EXTENDED].expr;
    date_print(in_force, from);
    Str owed = { 0 };
    if (!making->interval->parts[INTERVAL_LAST].expr)
        return STR("true");
    if (least && in_force > DATE_MIN)
        owed = arena_format(loader->arena, "%s < date('%s') || ", extended ? "(extended ? extended_day : last_day)" : "last_day", from);
    if (!extended)
        return arena_format(loader->arena, owed.len ? "(%.*s%.*s <= last_day)" : "%.*s%.*s <= last_day", STR_ARG(owed), STR_ARG(day));
    return arena_format(loader->arena, "(%.*s%.*s <= last_day || extended && %.*s <= extended_day)", STR_ARG(owed), STR_ARG(day),
                        STR_ARG(day));
}

/* An open interval that is overdue is violated whatever is missing; one that is not is as undecided as its second step. */
static void make_conditions(Loader *loader, const Making *making, Rule *rule)
{
    Str to = making->to, from = making->from, now = STR("as_of");
    Str kept = in_time(loader, making, to, rule->from), open = in_time(loader, making, now, rule->from);
    bool most = making->interval->parts[INTERVAL_LAST].expr, least = making->interval->parts[INTERVAL_FIRST].expr;
    const char *taken_form = making->interval->parts[INTERVAL_NOT_YET].expr ? "(has(%.*s) && !not_yet)" : "has(%.*s)";
    Str taken = arena_format(loader->arena, taken_form, STR_ARG(to));
    Str after = least ? arena_format(loader->arena, "%.*s >= first_day", STR_ARG(to)) : (Str) { 0 };
    Str before = !most ? (Str) { 0 } : arena_format(loader->arena, "(%.*s || %.*s) && %.*s", STR_ARG(taken), STR_ARG(open), STR_ARG(kept));
    rule->require = expression_make(loader, making->span, making->env, &TYPE_BOOL, "%.*s%s%.*s", STR_ARG(before),
                                    most && least ? " && " : "", STR_ARG(after));
    making->interval->judged = most ? expression_make(loader, making->span, making->env, &TYPE_BOOL, "%.*s || has(%.*s) && !(%.*s)",
                                                      STR_ARG(taken), STR_ARG(from), STR_ARG(open))
                                    : expression_make(loader, making->span, making->env, &TYPE_BOOL, "%.*s", STR_ARG(taken));
}

/* ---- the whole */

/* The day of a step as an expression; empty when the step cannot be used (told). */
static Str day_of_step(Loader *loader, const PackTable *table, uint32_t step)
{
    uint32_t field = step == INDEX_NONE ? INDEX_NONE : loader->pack->procedures[table->procedure].steps[step].field;
    if (field == INDEX_NONE || table->table.fields[field].kind != FIELD_DATE)
        return (Str) { 0 };
    return arena_format(loader->arena, "%.*s.%.*s", STR_ARG(table->table.name), STR_ARG(table->table.fields[field].name));
}

static uint32_t find_step(Loader *loader, const PackTable *table, const YamlNode *node, Making *making, Str *day)
{
    uint32_t step = node ? refer_to_step(loader, table, node) : INDEX_NONE;
    *day = day_of_step(loader, table, step);
    if (day->len > 0)
        return step;
    *day = UNKNOWN_DAY;
    making->env->incomplete = true;
    return step;
}

static void find_steps(Loader *loader, const PackTable *table, const IntervalDraft *draft, Making *making)
{
    Interval *interval = making->interval;
    interval->from = find_step(loader, table, draft->from, making, &making->from);
    interval->to = find_step(loader, table, draft->to, making, &making->to);
    if (interval->from != INDEX_NONE && interval->to != INDEX_NONE && interval->from >= interval->to)
        complain(loader, E_BAD_VALUE, draft->to->span, "the step '%.*s' does not come after '%.*s'", STR_ARG(draft->to->text),
                 STR_ARG(draft->from->text));
}

static void make_repeated(Loader *loader, Making *making, IntervalDraft *draft)
{
    if (draft->at_most || draft->at_least || draft->counting || draft->counted_from || draft->extended || draft->not_yet)
        complain(loader, E_BAD_VALUE, making->span,
                 "'dates' stands with 'every' and 'no_gap_longer_than' alone: write another interval for other bounds");
    else
        repeated_make(loader, making, &draft->repeated, &draft->rule.rule);
}

static void read_body(Loader *loader, const PackTable *table, IntervalDraft *draft)
{
    Rule *rule = &draft->rule.rule;
    Making making = { .interval = arena_new(loader->arena, Interval), .env = arena_new(loader->arena, Env), .span = rule->span };
    making.env->parent = &table->env;
    making.env->symbols.at = arena_array(loader->arena, Symbol, INTERVAL_NAMES);
    making.env->symbols.capacity = INTERVAL_NAMES;
    rule->interval = making.interval;
    making.interval->dates = INDEX_NONE;
    find_steps(loader, table, draft, &making);
    rule->gate = rule->day_of = making.interval->to;
    if (draft->repeated.dates)
        make_repeated(loader, &making, draft);
    else if (make_bounds(loader, &making, draft))
        make_conditions(loader, &making, rule);
    else
        making.env->incomplete = true; /* told: what would have been made of it may be named all the same */
    rule_read_expressions(loader, &draft->rule, making.env);
}

static void read_interval(Loader *loader, const YamlNode *node, const Procedure *procedure)
{
    Span at = node->kind == YAML_MAPPING && node->count ? node->pairs[0].key->span : node->span;
    IntervalDraft draft = { .rule = rule_draft(loader, at) };
    Rule *rule = &draft.rule.rule;
    if (!shape_read(loader, node, &interval_shape, &draft, at))
        return;
    bool named = rule_read_plain(loader, &draft.rule);
    override_draft(loader, &draft.rule);
    rule->table = procedure->table;
    rule->is_made = true;
    if (!override_unwanted(loader, rule->id, draft.rule.enabled))
        read_body(loader, table_or_nowhere(loader, procedure->table), &draft);
    if (named)
        rule_add(loader, &draft.rule);
}

static void read_intervals(Loader *loader, const ProcedureNodes *intervals)
{
    loader->source = intervals->source;
    for (uint32_t i = 0; i < intervals->node->count; i++) {
        const YamlNode *node = intervals->node->items[i];
        size_t count = loader->pack->rule_count - BUILTIN_COUNT + 1u;
        if (!within_limit(loader, node->span, count, PACK_MAX_RULES, "rules"))
            return;
        read_interval(loader, node, &loader->pack->procedures[intervals->procedure]);
    }
}

void link_procedures(Loader *loader)
{
    link_ends(loader);
    for (size_t i = 0; i < loader->intervals.count; i++)
        read_intervals(loader, &loader->intervals.at[i]);
    for (uint32_t i = 0; i < loader->pack->procedure_count; i++)
        if (loader->pack->procedures[i].checks_skipping)
            make_skipping_rule(loader, &loader->pack->procedures[i]);
}
