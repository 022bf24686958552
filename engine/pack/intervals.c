/* Intervals become rules: their conditions are definitions of the prelude, and judged like any other.

   The second step is the gate of the rule: before it, its day is the one that somebody wants to take it on. What the definitions name is
   made in the order in which they need it: the days of the steps are filled in, the day that is counted from becomes `start`, each bound
   becomes a day that is worked out once and has a name (last_day, extended_day, first_day), and the condition is written with these.
   Messages of the author's are read last, since they may say the names, too.

   Each day and its count stay beside the rule (Interval.parts): reports tell until when a step has to be taken, which a condition that
   is true or false does not say.

   Where something of it is wrong, the environment becomes incomplete: a name that is missing there is of any type. Else each name that
   could not be made would be told again in every message that says it. */
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

/* The day that a bound comes to stands at `day`, its count behind it; expressions call it `name`. False after complaining. */
static bool make_bound(Making *making, IntervalPart day, const YamlNode *node, const char *name)
{
    Period period;
    Interval *interval = making->interval;
    if (!period_read(making->loader, node, &period))
        return false;
    bool workdays = period.unit == UNIT_WORKDAYS;
    PreludeId end = !interval->inclusive ? PRELUDE_END : workdays ? PRELUDE_END_INCLUSIVE_WORKDAYS : PRELUDE_END_INCLUSIVE;
    Span whole = making->made.span;
    making->made.span = period.span;
    period_fill(making, "length", &period);
    making_fill(making, "number", period.count);
    interval->parts[day] = making_expression(making, end, &TYPE_DATE);
    interval->parts[day + 1] = making_expression(making, PRELUDE_COUNT, &TYPE_INT);
    making->made.span = whole;
    interval->units[day + 1] = period.unit;
    interval->calendars[day + 1] = period.calendar;
    making_name(making, name, &interval->parts[day]);
    return true;
}

static bool make_start(Making *making, const YamlNode *node)
{
    PackExpr *start = &making->interval->parts[INTERVAL_COUNTED];
    making_fill(making, "start", STR("from"));
    if (!node)
        return true;
    *start = expression_read(making->loader, node, making->env, &TYPE_DATE);
    if (!start->expr || (start->expr->type->kind != KIND_DATE && start->expr->type->kind != KIND_DYN)) {
        making_fill(making, "start", UNKNOWN_DAY);
        making->env->incomplete = true;
        return false;
    }
    making_name(making, "counted_from", start);
    making_fill(making, "start", STR("counted_from"));
    return true;
}

/* What is true of some records stands at `part`; expressions call it `name`. */
static bool make_truth(Making *making, IntervalPart part, const YamlNode *node, const char *name)
{
    PackExpr *truth = &making->interval->parts[part];
    *truth = expression_read(making->loader, node, making->env, &TYPE_BOOL);
    if (!truth->expr || !truth->expr->type)
        return false;
    making_name(making, name, truth);
    return true;
}

static bool make_extension(Making *making, const IntervalDraft *draft)
{
    Loader *loader = making->loader;
    ExtensionDraft extension = { 0 };
    if (!draft->at_most)
        return complain(loader, E_MISSING_KEY, draft->extended->span, "only an interval with 'at_most' can be extended");
    if (!shape_read(loader, draft->extended, &extension_shape, &extension, making->made.span) || !extension.when || !extension.at_most)
        return false;
    return make_truth(making, INTERVAL_EXTENDED_WHEN, extension.when, "extended") &&
           make_bound(making, INTERVAL_EXTENDED, extension.at_most, "extended_day");
}

static bool make_bounds(Making *making, const IntervalDraft *draft)
{
    static const char *const words[] = { "exclusive", "inclusive" };
    Loader *loader = making->loader;
    if (draft->repeated.every || draft->repeated.no_gap)
        return complain(loader, E_MISSING_KEY, making->made.span, "an interval with 'every' or 'no_gap_longer_than' needs 'dates'");
    if (!draft->at_most && !draft->at_least)
        return complain(loader, E_MISSING_KEY, making->made.span, "an interval needs 'at_most', 'at_least', or both");
    if (draft->counting)
        making->interval->inclusive = shape_word(loader, draft->counting, "way of counting", words, 2) == 1;
    bool sound = make_start(making, draft->counted_from);
    if (draft->not_yet)
        sound &= make_truth(making, INTERVAL_NOT_YET, draft->not_yet, "not_yet");
    if (draft->at_most)
        sound &= make_bound(making, INTERVAL_LAST, draft->at_most, "last_day");
    if (draft->extended)
        sound &= make_extension(making, draft);
    if (draft->at_least)
        sound &= make_bound(making, INTERVAL_FIRST, draft->at_least, "first_day");
    return sound;
}

/* ---- conditions */

/* A limit that ended before the rule was in force was never owed: see binding_effective for one that has no first day beside it. */
static void intervals_make_conditions(Making *making, Rule *rule)
{
    static const PreludeId in_time[2][2] = { { PRELUDE_BY_LAST, PRELUDE_BY_LAST_OWED }, { PRELUDE_BY_EXTENDED, PRELUDE_BY_EXTENDED_OWED } };
    Interval *interval = making->interval;
    bool most = interval->parts[INTERVAL_LAST].expr, least = interval->parts[INTERVAL_FIRST].expr;
    bool extended = interval->parts[INTERVAL_EXTENDED].expr, owed = least && rule->from > DATE_MIN;
    making_choose(making, "in_time", in_time[extended][owed]);
    making_choose(making, "is_taken", interval->parts[INTERVAL_NOT_YET].expr ? PRELUDE_TAKEN_UNLESS_PUT_OFF : PRELUDE_TAKEN_BY_ITS_DAY);
    making_fill_value(making, "in_force", value_date(rule->from));
    rule->require = making_expression(making,
                                      !most   ? PRELUDE_REQUIRE_FIRST
                                      : least ? PRELUDE_REQUIRE_BOTH
                                              : PRELUDE_REQUIRE_LAST,
                                      &TYPE_BOOL);
    interval->judged = making_expression(making, most ? PRELUDE_JUDGED_LAST : PRELUDE_JUDGED_FIRST, &TYPE_BOOL);
}

/* ---- the whole */

/* The day of a step as an expression; empty when the step cannot be used (told). */
static Str intervals_day_of_step(Loader *loader, const PackTable *table, uint32_t step)
{
    uint32_t field = step == INDEX_NONE ? INDEX_NONE : loader->pack->procedures[table->procedure].steps[step].field;
    if (field == INDEX_NONE || table->table.fields[field].kind != FIELD_DATE)
        return (Str) { 0 };
    return table_path(loader->arena, &table->table, field);
}

static uint32_t find_step(Making *making, const PackTable *table, const YamlNode *node, const char *name)
{
    uint32_t step = node ? refer_to_step(making->loader, table, node) : INDEX_NONE;
    Str day = intervals_day_of_step(making->loader, table, step);
    making_fill(making, name, day.len > 0 ? day : UNKNOWN_DAY);
    making->env->incomplete |= day.len == 0;
    return step;
}

static void find_steps(Making *making, const PackTable *table, const IntervalDraft *draft)
{
    Interval *interval = making->interval;
    interval->from = find_step(making, table, draft->from, "from");
    interval->to = find_step(making, table, draft->to, "to");
    if (interval->from != INDEX_NONE && interval->to != INDEX_NONE && interval->from >= interval->to)
        complain(making->loader, E_BAD_VALUE, draft->to->span, "the step '%.*s' does not come after '%.*s'", STR_ARG(draft->to->text),
                 STR_ARG(draft->from->text));
}

static void make_repeated(Making *making, IntervalDraft *draft)
{
    if (draft->at_most || draft->at_least || draft->counting || draft->counted_from || draft->extended || draft->not_yet)
        complain(making->loader, E_BAD_VALUE, making->made.span,
                 "'dates' stands with 'every' and 'no_gap_longer_than' alone: write another interval for other bounds");
    else
        repeated_make(making, &draft->repeated, &draft->rule.rule);
}

static void intervals_read_body(Loader *loader, const PackTable *table, IntervalDraft *draft)
{
    Rule *rule = &draft->rule.rule;
    Making making;
    making_begin(&making, loader, &table->env, INTERVAL_NAMES + INTERVAL_TEXTS * words_language_count(), rule->span);
    rule->interval = making.interval = arena_new(loader->arena, Interval);
    making.interval->dates = INDEX_NONE;
    find_steps(&making, table, draft);
    rule->gate = rule->day_of = making.interval->to;
    if (draft->repeated.dates)
        make_repeated(&making, draft);
    else if (make_bounds(&making, draft))
        intervals_make_conditions(&making, rule);
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
        intervals_read_body(loader, table_or_nowhere(loader, procedure->table), &draft);
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
