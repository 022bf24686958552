/* Measures are worked out as rules about groups are judged: groups as rows of columns, as many at a time as a batch has, by a program over
   keys and aggregates; the total of all groups is one more row. What is shown is made at once, in the language of the run and with private
   figures left out, so that formats cannot differ.

   Compared is with the same statistic whose parameter has its other value (a year before): that has a plan and groups of its own,
   filled in the same pass over the records, and both are given the groups of the other before they are put in order (pair_up), so that
   rows stand side by side. */
#include "run/statistics.h"

#include <math.h>

#include "base/map.h"
#include "lang/interp.h"
#include "run/called.h"
#include "run/compose.h"
#include "run/groupcause.h"

/* The groups of a plan as rows of columns, one round of a batch's size after another. */
typedef struct {
    Arena *arena;
    const StatisticJob *job;
    const GroupPlan *plan;
    const Group *const *groups; /* by row, */
    const Group *total;         /* all together the last */
    Arena memory;
    Column *columns; /* by slot of the program */
    const Column **inputs;
    uint32_t slots;
    Interp *interp;
} Counting;

static const Aggregates *statistics_aggregates_of(const GroupPlan *plan)
{
    return &plan->grouping->aggregates;
}

/* ---- columns */

static void statistics_make_column(Counting *counting, uint32_t slot, const Type *type, Value value)
{
    if (slot >= counting->slots)
        return;
    counting->columns[slot] = column_new(&counting->memory, column_kind(type), BATCH_ROWS + ROW_PAD);
    counting->inputs[slot] = &counting->columns[slot];
    column_fill(&counting->columns[slot], 0, BATCH_ROWS + ROW_PAD, value);
}

static void statistics_make_columns(Counting *counting)
{
    const Pack *pack = counting->job->plan->options.pack;
    const Grouping *grouping = counting->plan->grouping;
    uint32_t aggregates = (uint32_t) grouping->aggregates.list.count, first = grouping->key_count + aggregates;
    counting->columns = arena_array(&counting->memory, Column, counting->slots);
    counting->inputs = arena_array(&counting->memory, const Column *, counting->slots);
    for (uint32_t i = 0; i < grouping->key_count; i++)
        statistics_make_column(counting, i, grouping->keys[i].value.expr->type, value_missing());
    for (uint32_t i = 0; i < aggregates; i++)
        statistics_make_column(counting, grouping->key_count + i, grouping->aggregates.list.at[i]->symbol.type, value_missing());
    statistics_make_column(counting, first + SLOT_AS_OF, &TYPE_DATE, value_missing());
    for (uint32_t i = 0; i < pack->parameter_count; i++)
        statistics_make_column(counting, first + SLOT_PARAMETER + i, pack->parameters[i].type, value_error());
}

/* A group without records stands here because it has some in the statistic beside: it is counted as 0, and nothing more is known of
   it. */
static Value statistics_value_of(const Counting *counting, const Group *group, uint32_t index)
{
    const Aggregate *aggregate = statistics_aggregates_of(counting->plan)->list.at[index];
    if (group->count == 0 && counting->job->beside && aggregate->kind != AGGREGATE_COUNT && !aggregate->of)
        return value_missing();
    if (!aggregate->of)
        return aggregate_value(aggregate, &group->states[index]);
    uint32_t of = aggregate->of->symbol.slot - statistics_aggregates_of(counting->plan)->first;
    return aggregate_value(aggregate->of, &counting->total->states[of]);
}

static void statistics_put_group(Counting *counting, const Group *group, uint32_t row)
{
    uint32_t keys = counting->plan->grouping->key_count;
    for (uint32_t i = 0; i < keys && i < counting->slots; i++)
        column_set(&counting->columns[i], row, group == counting->total ? value_missing() : group->keys[i]);
    for (uint32_t i = 0; i < statistics_aggregates_of(counting->plan)->list.count && keys + i < counting->slots; i++)
        column_set(&counting->columns[keys + i], row, statistics_value_of(counting, group, i));
}

/* ---- measuring */

/* Calls `visit` with the values of each group, in the order given; `groups` ends with the total. */
static void statistics_measure(Counting *counting, const Group *const *groups, size_t count,
                               void (*visit)(void *context, size_t index, const Counting *counting, uint32_t row), void *context)
{
    counting->slots = program_slots(counting->plan->program);
    counting->groups = groups;
    counting->total = groups[count - 1];
    InterpOptions options = { .limit_steps = counting->job->plan->options.pack->limits.steps,
                              .limit_bytes = counting->job->plan->options.pack->limits.bytes,
                              .is_many = true };
    counting->interp = interp_new(counting->plan->program, &options);
    statistics_make_columns(counting);
    for (size_t first = 0; first < count; first += BATCH_ROWS) {
        uint32_t rows = (uint32_t) (count - first < BATCH_ROWS ? count - first : BATCH_ROWS);
        for (uint32_t row = 0; row < rows; row++)
            statistics_put_group(counting, groups[first + row], row);
        interp_run(counting->interp, counting->inputs, rows);
        for (uint32_t row = 0; row < rows; row++)
            visit(context, first + row, counting, row);
    }
    interp_free(counting->interp);
    arena_free(&counting->memory);
}

/* All groups, and behind them what they are together. */
static const Group **in_order(Arena *arena, const Groups *groups, const GroupPlan *plan, size_t *count)
{
    uint32_t all = groups_count(groups), *order = arena_array(arena, uint32_t, all);
    Group *total = arena_new(arena, Group);
    const Group **list = arena_array(arena, const Group *, all + 1);
    *total = group_new(arena, plan);
    for (uint32_t i = 0; i < all; i++)
        order[i] = i;
    groups_sort(groups, plan, order, all);
    for (uint32_t i = 0; i < all; i++) {
        list[i] = groups_look(arena, groups, plan, order[i]);
        group_join(arena, total, plan, list[i]);
    }
    list[all] = total;
    *count = all + 1;
    return list;
}

/* ---- rows */

typedef struct {
    Arena *arena;
    const Plan *plan;
    const Statistic *statistic;
    StatisticRow *rows;
    Text text;
} Rows;

static Str statistics_take_text(Rows *rows)
{
    Str taken = arena_str(rows->arena, text_str(&rows->text));
    text_clear(&rows->text);
    return taken;
}

/* Halves of the last place go as the exact binary value says: what printf does. */
static void statistics_add_number(Text *out, const Measure *measure, Value value)
{
    if (!measure->has_format)
        value_show(out, value);
    else
        text_format(out, "%.*f", measure->digits, value_as_double(value));
    text_add(out, measure->suffix);
}

static Str show(Rows *rows, const Measure *measure, Value value, bool hidden)
{
    if (value_is_error(value))
        return (Str) { 0 };
    if (hidden)
        return words_get(rows->plan->options.language, WORDS_PRIVATE);
    if (value_is_number(value))
        statistics_add_number(&rows->text, measure, value);
    else
        compose_value(&rows->text, rows->plan->options.language, measure->value.expr->type, value);
    return statistics_take_text(rows);
}

/* A figure as it is kept, and as people see it. */
static Value take_figure(Rows *rows, const Counting *counting, uint32_t measure, uint32_t row, Str *text)
{
    bool hidden = rows->plan->options.redact && counting->plan->hides[measure];
    Value value = interp_value(counting->interp, counting->plan->measures[measure], row);
    *text = show(rows, &rows->statistic->measures[measure], value, hidden);
    return hidden && !value_is_error(value) ? value_missing() : value_keep(counting->arena, value);
}

/* ---- why a figure is not known, where nothing is missing in the records */

typedef struct {
    GroupCause about;
    bool more;
} Reasons;

static void statistics_add_reason(void *context, const Cause *cause)
{
    Reasons *reasons = context;
    if (reasons->more)
        words_add(reasons->about.out, reasons->about.language, WORDS_ALSO, NULL);
    reasons->more = true;
    groupcause_add(&reasons->about, cause);
}

static void find_trouble(Rows *rows, size_t index, const Counting *counting, uint32_t measure, uint32_t row)
{
    const Group *group = counting->groups[index];
    Arena scratch = { .language = rows->arena->language };
    if (rows->rows[index].trouble.len > 0 || group->count == 0)
        return;
    Reasons reasons = { .about = { .out = &rows->text,
                                   .language = rows->plan->options.language,
                                   .pack = rows->plan->options.pack,
                                   .plan = counting->plan,
                                   .group = group,
                                   .scratch = &scratch,
                                   .hides = rows->plan->options.redact && counting->plan->reads_private } };
    interp_causes(counting->interp, counting->plan->measures[measure], row, &scratch, statistics_add_reason, &reasons);
    rows->rows[index].trouble = statistics_take_text(rows);
    arena_free(&scratch);
}

static void statistics_take_row(void *context, size_t index, const Counting *counting, uint32_t row)
{
    Rows *rows = context;
    for (uint32_t i = 0; i < rows->statistic->measure_count; i++) {
        StatisticFigure *figure = &rows->rows[index].figures[i];
        figure->value = take_figure(rows, counting, i, row, &figure->text);
        if (value_is_error(interp_value(counting->interp, counting->plan->measures[i], row)))
            find_trouble(rows, index, counting, i, row);
    }
}

static void take_before(void *context, size_t index, const Counting *counting, uint32_t row)
{
    Rows *rows = context;
    for (uint32_t i = 0; i < rows->statistic->measure_count; i++) {
        StatisticFigure *figure = &rows->rows[index].figures[i];
        figure->before = take_figure(rows, counting, i, row, &figure->before_text);
    }
}

static const NamedText *statistics_keys_of(Rows *rows, const GroupPlan *plan, const Group *group)
{
    NamedText *keys = arena_array(rows->arena, NamedText, plan->grouping->key_count);
    for (uint32_t i = 0; i < plan->grouping->key_count; i++) {
        const Named *key = &plan->grouping->keys[i];
        bool hidden = rows->plan->options.redact && plan->is_private[i] && !value_is_error(group->keys[i]);
        if (hidden)
            words_add(&rows->text, rows->plan->options.language, WORDS_PRIVATE, NULL);
        else
            compose_value(&rows->text, rows->plan->options.language, key->value.expr->type, group->keys[i]);
        keys[i] = (NamedText) { key->name, statistics_take_text(rows), value_is_error(group->keys[i]) };
    }
    return keys;
}

/* Authors may have said already what people call it, in a key of its own. */
static bool is_said(const NamedText *keys, uint32_t count, Str called)
{
    uint32_t i = 0;
    while (i < count && !str_equal(keys[i].value, called))
        i++;
    return i < count;
}

static const Str *called_of(Rows *rows, const GroupPlan *plan, const Group *group, const NamedText *keys)
{
    const uint32_t count = plan->grouping->key_count;
    Str *called = arena_array(rows->arena, Str, count);
    Bytes bytes = { group->called, false };
    for (uint32_t i = 0; i < count; i++) {
        Str name = called_next(&bytes);
        bool hidden = rows->plan->options.redact && plan->is_private[i];
        called[i] = hidden || is_said(keys, count, name) ? (Str) { 0 } : name;
    }
    return called;
}

static void begin_row(Rows *rows, const GroupPlan *plan, const Group *group, bool is_total, StatisticRow *row)
{
    *row = (StatisticRow) { .is_total = is_total,
                            .records = group->count,
                            .score = NAN,
                            .trouble = group->trouble,
                            .figures = arena_array(rows->arena, StatisticFigure, rows->statistic->measure_count) };
    for (uint32_t i = 0; i < rows->statistic->measure_count; i++)
        row->figures[i].value = row->figures[i].before = value_missing();
    if (is_total)
        return;
    row->keys = statistics_keys_of(rows, plan, group);
    row->called = called_of(rows, plan, group, row->keys);
}

/* The mean of the measures that have a weight, each kept between 0 and 100. */
static void score_row(const Statistic *statistic, StatisticRow *row)
{
    double sum = 0, weights = 0;
    for (uint32_t i = 0; i < statistic->measure_count; i++) {
        Value value = row->figures[i].value;
        if (statistic->measures[i].weight <= 0)
            continue;
        if (!value_is_number(value))
            return;
        sum += statistic->measures[i].weight * fmin(fmax(value_as_double(value), 0), 100);
        weights += statistic->measures[i].weight;
    }
    if (weights > 0)
        row->score = sum / weights;
}

/* ---- the whole */

static void add_keys_of(Arena *arena, Groups *groups, const GroupPlan *plan, const Groups *others, const GroupPlan *other_plan)
{
    for (uint32_t i = 0; i < groups_count(others); i++)
        groups_at(arena, groups, plan, groups_look(arena, others, other_plan, i)->keys);
}

/* Every group stands in both, so that one without a counterpart is compared with nothing, which counts as 0. */
static void pair_up(Arena *arena, const StatisticJob *job)
{
    add_keys_of(arena, job->groups, job->group, job->groups_beside, job->beside);
    add_keys_of(arena, job->groups_beside, job->beside, job->groups, job->group);
}

static int64_t compared_value(const StatisticJob *job)
{
    const Pack *pack = job->plan->options.pack;
    const Value *set = job->plan->options.set;
    uint32_t index = job->group->statistic->compared;
    const Parameter *parameter = &pack->parameters[index];
    if (set && !value_is_error(set[index]))
        return set[index].i;
    uint32_t version = parameter->version_count - 1;
    while (version > 0 && parameter->versions[version].from > job->plan->options.as_of)
        version--;
    return parameter->versions[version].value.i;
}

StatisticResult statistic_result(Arena *arena, const StatisticJob *job)
{
    const Statistic *statistic = job->group->statistic;
    StatisticResult result = { .statistic = statistic };
    Rows rows = { .arena = arena, .plan = job->plan, .statistic = statistic };
    Counting counting = { .arena = arena, .job = job, .plan = job->group };
    size_t count, shown;
    bool compares = job->beside && !__builtin_add_overflow(compared_value(job), statistic->offset, &result.before);
    if (compares)
        pair_up(arena, job);
    const Group **groups = in_order(arena, job->groups, job->group, &count);
    rows.rows = arena_array(arena, StatisticRow, count);
    for (size_t i = 0; i < count; i++)
        begin_row(&rows, job->group, groups[i], i + 1 == count, &rows.rows[i]);
    statistics_measure(&counting, groups, count, statistics_take_row, &rows);
    if (compares) {
        counting = (Counting) { .arena = arena, .job = job, .plan = job->beside };
        groups = in_order(arena, job->groups_beside, job->beside, &count);
        statistics_measure(&counting, groups, count, take_before, &rows);
        result.value = compared_value(job);
    }
    shown = count - !(statistic->total && job->group->grouping->key_count > 0);
    for (size_t i = 0; i < shown; i++)
        score_row(statistic, &rows.rows[i]);
    result.rows = rows.rows;
    result.row_count = shown;
    text_free(&rows.text);
    return result;
}
