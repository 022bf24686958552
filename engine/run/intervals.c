/* Intervals: their days are worked out by the programs of their texts, which are run for the whole batch at once (intervals_run) or,
   for a sentence, for the rows that are told (`view_row`). Whether one is kept the rule's own condition says, like any other; what
   stands here is what people are told of it: since when, until when, which day was missed. */
#include "run/intervals.h"

#include "pack/periods.h"
#include "run/compose.h"
#include "run/elsewhere.h"

/* What is known of an interval of one record; days are 0 where they are not known. */
typedef struct {
    const Interval *interval;
    Date from_on, to_on, last, first;
    Date counted; /* where periods do not count from the first step */
    int64_t last_count, first_count;
    PeriodUnit last_unit, first_unit;
    const Calendar *last_calendar, *first_calendar;
} Facts;

static const Rule *intervals_rule_at(const Sheet *sheet, uint32_t index)
{
    return &sheet->plan->options.pack->rules[sheet->table->rules[index].rule];
}

static Value intervals_value_of(Sheet *sheet, uint32_t index, IntervalPart part, size_t view_row)
{
    NodeId node = sheet_text(sheet, index)->interval[part];
    return node == NODE_NONE ? value_missing() : interp_value(sheet->texts[index], node, view_row);
}

static Date date_or_none(Value value)
{
    return value.kind == KIND_DATE && !value_is_error(value) ? value.date : 0;
}

static int64_t int_or_none(Value value)
{
    return value.kind == KIND_INT && !value_is_error(value) ? value.i : 0;
}

static bool intervals_is_true(Value value)
{
    return value.kind == KIND_BOOL && !value_is_error(value) && value.boolean;
}

static Date intervals_step_day(Sheet *sheet, uint32_t step, uint32_t row)
{
    uint32_t field = sheet->table->procedure->steps[step].field;
    sheet_results(sheet, field);
    return date_or_none(column_get(&sheet->columns[field], row));
}

static Facts intervals_facts_of(Sheet *sheet, uint32_t index, uint32_t row, size_t view_row)
{
    const Interval *interval = intervals_rule_at(sheet, index)->interval;
    bool is_extended = intervals_is_true(intervals_value_of(sheet, index, INTERVAL_EXTENDED_WHEN, view_row));
    bool not_yet = intervals_is_true(intervals_value_of(sheet, index, INTERVAL_NOT_YET, view_row));
    IntervalPart last = is_extended ? INTERVAL_EXTENDED : INTERVAL_LAST;
    return (Facts) {
        .interval = interval,
        .from_on = intervals_step_day(sheet, interval->from, row),
        .to_on = not_yet ? 0 : intervals_step_day(sheet, interval->to, row),
        .counted = date_or_none(intervals_value_of(sheet, index, INTERVAL_COUNTED, view_row)),
        .last = date_or_none(intervals_value_of(sheet, index, last, view_row)),
        .last_count = int_or_none(intervals_value_of(sheet, index, last + 1, view_row)),
        .last_unit = interval->units[last + 1],
        .last_calendar = interval->calendars[last + 1],
        .first = date_or_none(intervals_value_of(sheet, index, INTERVAL_FIRST, view_row)),
        .first_count = int_or_none(intervals_value_of(sheet, index, INTERVAL_FIRST_COUNT, view_row)),
        .first_unit = interval->units[INTERVAL_FIRST_COUNT],
        .first_calendar = interval->calendars[INTERVAL_FIRST_COUNT],
    };
}

/* The first day of a rule that is no interval. */
static Facts first_day_of(Sheet *sheet, uint32_t index, uint32_t row)
{
    NodeId node = sheet_text(sheet, index)->clears_on;
    Value day = node == NODE_NONE ? value_missing() : interp_value(sheet->texts[index], node, row);
    return (Facts) { .to_on = intervals_step_day(sheet, intervals_rule_at(sheet, index)->gate, row), .first = date_or_none(day) };
}

static bool is_late(const Facts *facts)
{
    return facts->to_on && facts->last && facts->to_on > facts->last;
}

static bool is_early(const Facts *facts)
{
    return facts->to_on && facts->first && facts->to_on < facts->first;
}

/* ---- sentences */

static Str intervals_say(Sheet *sheet, WordsId id, const Str *values)
{
    Text text = { 0 };
    words_add(&text, sheet->plan->options.language, id, values);
    Str said = arena_str(&sheet->scratch, text_str(&text));
    text_free(&text);
    return said;
}

static Str say_day(Sheet *sheet, Date date)
{
    return compose_said_day(&sheet->scratch, sheet->plan->options.language, date);
}

static Str say_count(Sheet *sheet, int64_t count, PeriodUnit unit)
{
    Str number = arena_format(&sheet->scratch, "%lld", (long long) count);
    return intervals_say(sheet, period_words(unit), &number);
}

/* The length of a bound, and the calendar by which its author says that it is counted. */
static Str say_bound(Sheet *sheet, int64_t count, PeriodUnit unit, const Calendar *calendar)
{
    Str length = say_count(sheet, count, unit);
    if (!calendar)
        return length;
    Str title = local_text(&calendar->title, sheet->plan->options.language);
    return intervals_say(sheet, WORDS_BY_CALENDAR, (const Str[]) { length, title.len ? title : calendar->name });
}

static Str say_days_between(Sheet *sheet, Date a, Date b)
{
    return say_count(sheet, date_to_day(b) - date_to_day(a), UNIT_DAYS);
}

/* "1 month after application on 2003-01-31"; or after a day that is no step's */
static Str say_period(Sheet *sheet, const Facts *facts, Str length)
{
    if (facts->counted && facts->counted != facts->from_on) {
        Str values[2] = { length, say_day(sheet, facts->counted) };
        return intervals_say(sheet, facts->interval->inclusive ? WORDS_COUNTED_DAY : WORDS_AFTER_DAY, values);
    }
    Str values[3] = { length, compose_step(sheet, facts->interval->from), say_day(sheet, facts->from_on) };
    return intervals_say(sheet, facts->interval->inclusive ? WORDS_COUNTED : WORDS_AFTER, values);
}

static Str say_last(Sheet *sheet, const Facts *facts)
{
    return say_bound(sheet, facts->last_count, facts->last_unit, facts->last_calendar);
}

static void add_late(Sheet *sheet, const Facts *facts)
{
    Str values[5] = { compose_step(sheet, facts->interval->to), say_day(sheet, facts->to_on),
                      say_days_between(sheet, facts->last, facts->to_on), say_day(sheet, facts->last),
                      say_period(sheet, facts, say_last(sheet, facts)) };
    compose_words(sheet, WORDS_TOO_LATE, values);
}

static void add_early(Sheet *sheet, const Facts *facts)
{
    Str values[5] = { compose_step(sheet, facts->interval->to), say_day(sheet, facts->to_on),
                      say_days_between(sheet, facts->to_on, facts->first), say_day(sheet, facts->first),
                      say_period(sheet, facts, say_bound(sheet, facts->first_count, facts->first_unit, facts->first_calendar)) };
    compose_words(sheet, WORDS_TOO_EARLY, values);
}

static void add_overdue(Sheet *sheet, const Facts *facts, Date as_of)
{
    Str values[5] = { compose_step(sheet, facts->interval->to), say_day(sheet, facts->last), say_days_between(sheet, facts->last, as_of),
                      say_day(sheet, as_of), say_period(sheet, facts, say_last(sheet, facts)) };
    compose_words(sheet, WORDS_OVERDUE, values);
}

bool interval_describe(Sheet *sheet, uint32_t index, uint32_t row, size_t view_row)
{
    const Rule *rule = intervals_rule_at(sheet, index);
    if (!rule->interval || (sheet->plan->options.redact && sheet->table->rules[index].reads_private))
        return false;
    Facts facts = intervals_facts_of(sheet, index, row, view_row);
    Date as_of = sheet->plan->options.as_of ? sheet->plan->options.as_of : sheet->task.as_of;
    bool late = is_late(&facts), early = is_early(&facts);
    bool overdue = !facts.to_on && facts.last && facts.last < as_of;
    if (!facts.from_on || (!late && !early && !overdue))
        return false;
    compose_title(sheet, rule);
    if (late)
        add_late(sheet, &facts);
    else if (early)
        add_early(sheet, &facts);
    else
        add_overdue(sheet, &facts, as_of);
    return true;
}

Date interval_clears_on(Sheet *sheet, uint32_t index, uint32_t row, size_t view_row)
{
    if (!intervals_rule_at(sheet, index)->interval)
        return 0;
    Facts facts = intervals_facts_of(sheet, index, row, view_row);
    return is_early(&facts) && !is_late(&facts) ? facts.first : 0;
}

/* ---- due days */

static bool intervals_is_listed(const Sheet *sheet, uint32_t index)
{
    const Rule *rule = intervals_rule_at(sheet, index);
    return sheet->table->rules[index].reported && (rule->interval || plan_tells_first_day(&sheet->plan->options, rule));
}

void intervals_run(Sheet *sheet)
{
    for (uint32_t i = 0; sheet->rows > 0 && i < sheet->table->rule_count; i++)
        if (intervals_is_listed(sheet, i))
            compose_run(sheet, i, 0, sheet->rows, NULL);
}

static bool concerns(const Sheet *sheet, uint32_t index, uint32_t row)
{
    const uint8_t *truth = interp_column(sheet->interp, sheet->table->rules[index].concerns)->data;
    return truth[row] != TRUTH_FALSE;
}

/* A step that the file has no column for may have been taken: the interval is not open. */
static bool lacks_step(const Sheet *sheet, const Interval *interval)
{
    const Step *steps = sheet->table->procedure->steps;
    return interval && (!sheet_has_column(sheet, steps[interval->from].field) || !sheet_has_column(sheet, steps[interval->to].field));
}

static IntervalResult intervals_result_of(Sheet *sheet, uint32_t index, uint32_t row, const Facts *facts)
{
    const RulePlan *plan = &sheet->table->rules[index];
    const Interval *interval = facts->interval;
    IntervalResult result = { .rule = plan->rule,
                              .from_on = facts->from_on,
                              .to_on = facts->to_on,
                              .due = facts->last,
                              .earliest = facts->first,
                              .is_unknown = interval && interval->parts[INTERVAL_LAST].expr && !facts->last };
    if (interval && !facts->to_on && sheet->outcomes[index][row] == OUTCOME_UNDECIDED) {
        result.due = 0; /* a last day that a check does not hold against anybody is none */
        result.is_unknown = true;
    }
    if (sheet->plan->options.redact && (plan->reads_private || (!interval && sheet_text(sheet, index)->hides_day)))
        result = (IntervalResult) { .rule = plan->rule, .is_private = true };
    Finding finding = { .rule = plan->rule, .table = sheet->table->index };
    result.fingerprint = compose_fingerprint_of(sheet, &finding, row);
    return result;
}

void intervals_list(Sheet *sheet, uint32_t row, RecordResult *record)
{
    Arena *arena = &sheet->result->arena;
    uint32_t count = 0;
    for (uint32_t i = 0; i < sheet->table->rule_count; i++)
        count += intervals_is_listed(sheet, i);
    if (count == 0)
        return;
    record->intervals = arena_array(arena, IntervalResult, count);
    for (uint32_t i = 0; i < sheet->table->rule_count; i++) {
        if (!intervals_is_listed(sheet, i) || !elsewhere_asks(sheet, i, row) || !concerns(sheet, i, row) ||
            lacks_step(sheet, intervals_rule_at(sheet, i)->interval))
            continue;
        Facts facts = intervals_rule_at(sheet, i)->interval ? intervals_facts_of(sheet, i, row, row) : first_day_of(sheet, i, row);
        if (facts.from_on || (!facts.interval && facts.first))
            record->intervals[record->interval_count++] = intervals_result_of(sheet, i, row, &facts);
    }
}

/* ---- steps */

/* The step of the gate was taken by nobody: its day is only supposed. */
void steps_list(Sheet *sheet, uint32_t row, RecordResult *record)
{
    const Procedure *procedure = sheet->table->procedure;
    if (!procedure)
        return;
    record->steps = arena_array(&sheet->result->arena, StepDay, procedure->step_count);
    record->step_count = procedure->step_count;
    for (uint32_t step = 0; step < procedure->step_count; step++) {
        uint32_t field = procedure->steps[step].field;
        bool is_supposed = field == sheet->table->gate_field && sheet->judged[row];
        Date on = is_supposed ? 0 : intervals_step_day(sheet, step, row);
        bool is_hidden = sheet->plan->options.redact && sheet->table->table->table.fields[field].is_private;
        bool is_unknown = !is_supposed && column_status(&sheet->columns[field], row) & STATUS_ERROR;
        record->steps[step] = (StepDay) { .taken = on != 0, .unknown = is_unknown, .on = is_hidden ? 0 : on };
    }
}
