/* Intervals in which something is done again and again: so often, and without gaps. Their conditions count the days of a list
   up to the second step, or up to the as-of date while that is open. */
#include "pack/expressions.h"
#include "pack/intervals.h"
#include "pack/periods.h"
#include "pack/shape.h"

/* Completed units between two days. */
static const struct {
    const char *function, *factor, *chinese;
} units[UNIT_COUNT] = {
    [UNIT_DAYS] = { "daysBetween", "", "天" },      [UNIT_WORKDAYS] = { NULL, NULL, "个工作日" },
    [UNIT_WEEKS] = { "daysBetween", "7 * ", "周" }, [UNIT_MONTHS] = { "monthsBetween", "", "个月" },
    [UNIT_YEARS] = { "yearsBetween", "", "年" },
};

static void name_list(Loader *loader, Making *making, const char *name, Str text)
{
    PackExpr expression = expression_make(loader, making->span, making->env, NULL, "%.*s", STR_ARG(text));
    interval_name(loader, making, name, &expression);
}

#define NAME(name, ...) name_list(loader, making, name, arena_format(loader->arena, __VA_ARGS__))

/* ---- how often */

static bool read_every(Loader *loader, const YamlNode *node, Period *every)
{
    if (!period_read(loader, node, every))
        return false;
    if (every->unit == UNIT_WORKDAYS)
        return complain(loader, E_BAD_VALUE, node->span, "what is due again and again cannot be counted in working days");
    return !str_is(every->count, "0") || complain(loader, E_BAD_VALUE, node->span, "'%.*s' is no period", STR_ARG(node->text));
}

/* The last day of the period that another expression numbers. */
static Str period_end(Loader *loader, const Making *making, const Period *every, const char *number)
{
    return arena_format(loader->arena, "%.*s + %s(%.*s * (%s + 1))", STR_ARG(making->from), period_function(every->unit),
                        STR_ARG(every->count), number);
}

/* Periods are numbered from 0. Those that ended before the interval was in force ask for nothing. */
static void make_periods(Loader *loader, Making *making, const Period *every, Date in_force)
{
    Str count = every->count, from = making->from, end = period_end(loader, making, every, "period");
    const char *between = units[every->unit].function, *factor = units[every->unit].factor;
    char day[11];
    date_print(in_force, day);
    NAME("wanted", "%s(%.*s, until) / (%s%.*s)", between, STR_ARG(from), factor, STR_ARG(count));
    if (in_force > DATE_MIN)
        NAME("passed_over", "size(lists.range(wanted).filter(period, %.*s < date('%s')))", STR_ARG(end), day);
    else
        NAME("passed_over", "0");
    NAME("covered", "taken.map(day, %s(%.*s, day - days(1)) / (%s%.*s)).distinct().filter(period, period >= passed_over)", between,
         STR_ARG(from), factor, STR_ARG(count));
}

static void make_every(Loader *loader, Making *making, const Period *every, Date in_force)
{
    Str count = every->count, end = period_end(loader, making, every, "period");
    make_periods(loader, making, every, in_force);
    NAME("empty", "lists.range(wanted).filter(period, period >= passed_over && !(period in covered)).map(period, %.*s)", STR_ARG(end));
    NAME("every_note",
         "'one is due in every ' + string(%.*s) + ' %s, none lies in ' + (size(empty) == 1 ? 'the period' : 'the periods')"
         " + ' up to ' + empty.map(day, string(day)).join(', ')",
         STR_ARG(count), period_function(every->unit));
    NAME("every_note_zh",
         "'每' + string(%.*s) + '%s应有一次，截至' + empty.map(day, string(day)).join('、') + '的' + "
         "(size(empty) == 1 ? '' : '各') + '期内没有'",
         STR_ARG(count), units[every->unit].chinese);
}

static void make_gaps(Loader *loader, Making *making, const Period *gap)
{
    Str count = gap->count, from = making->from;
    const char *unit = period_function(gap->unit), *of = gap->calendar ? " of " : "";
    Str made = period_expression(loader, gap), calendar = gap->calendar ? gap->calendar->name : (Str) { 0 };
    NAME("gap", "%.*s", STR_ARG(made));
    NAME("gaps", "([%.*s] + taken).filter(day, day + gap < until && !taken.exists(next, next > day && next <= day + gap))", STR_ARG(from));
    NAME("gap_note", "'none within ' + string(%.*s) + ' %s%s%.*s after ' + gaps.map(day, string(day)).join(', ')", STR_ARG(count), unit, of,
         STR_ARG(calendar));
    NAME("gap_note_zh", "gaps.map(day, string(day)).join('、') + '之后' + string(%.*s) + '%s内没有'", STR_ARG(count),
         units[gap->unit].chinese);
}

/* ---- conditions and texts */

/* Nothing is asked before the first day on which something is due, even where the list is empty. */
static void make_conditions(Loader *loader, Making *making, const RepeatedDraft *draft, Rule *rule)
{
    Str from = making->from, to = making->to;
    const char *often =
        draft->every ? "(wanted == passed_over || size(covered.filter(period, period < wanted)) >= wanted - passed_over)" : "";
    Str close = draft->no_gap ? arena_format(loader->arena, "(%.*s + gap >= until || size(gaps) == 0)", STR_ARG(from)) : (Str) { 0 };
    const char *and = draft->every && draft->no_gap ? " && " : "";
    rule->require = expression_make(loader, making->span, making->env, &TYPE_BOOL, "%s%s%.*s", often, and, STR_ARG(close));
    making->interval->judged = expression_make(loader, making->span, making->env, &TYPE_BOOL, "has(%.*s) || has(%.*s) && !(%s%s%.*s)",
                                               STR_ARG(to), STR_ARG(from), often, and, STR_ARG(close));
}

/* The last day of the first period that has none, and the day on which the gap gets too long: the earlier of them. */
static void make_due(Loader *loader, Making *making, Str dates, const Period *every, const Period *gap)
{
    Str from = making->from, next = { 0 }, latest = { 0 };
    if (every) {
        Str first = arena_format(loader->arena,
                                 "(has(%.*s) ? lists.range(passed_over + size(covered) + 1).filter(period, "
                                 "period >= passed_over && !(period in covered)).first().value() : passed_over)",
                                 STR_ARG(dates));
        next = period_end(loader, making, every, first.at);
    }
    Str longest = gap ? period_expression(loader, gap) : (Str) { 0 };
    if (gap)
        latest = arena_format(loader->arena, "(has(%.*s) ? ([%.*s] + taken).sort().last().value() : %.*s) + %.*s", STR_ARG(dates),
                              STR_ARG(from), STR_ARG(from), STR_ARG(longest));
    if (every && gap)
        next = arena_format(loader->arena, "[%.*s, %.*s].sort().first().value()", STR_ARG(next), STR_ARG(latest));
    making->interval->parts[INTERVAL_LAST] =
        expression_make(loader, making->span, making->env, &TYPE_DATE, "%.*s", STR_ARG(every ? next : latest));
}

static void make_messages(Loader *loader, const Making *making, const RepeatedDraft *draft, const Field *field, Rule *rule)
{
    const char *gap = draft->every ? "{size(gaps) == 0 ? '' : '; ' + gap_note}" : "; {gap_note}";
    const char *gap_zh = draft->every ? "{size(gaps) == 0 ? '' : '；' + gap_note_zh}" : "；{gap_note_zh}";
    const char *every = draft->no_gap ? "{size(empty) == 0 ? '' : '; ' + every_note}" : "; {every_note}";
    const char *every_zh = draft->no_gap ? "{size(empty) == 0 ? '' : '；' + every_note_zh}" : "；{every_note_zh}";
    Str english = local_text(&field->title, STR("en")), chinese = local_text(&field->title, STR("zh"));
    env_add(loader->arena, making->env,
            (Symbol) { .name = STR("listed"),
                       .kind = SYMBOL_CONSTANT,
                       .type = &TYPE_STRING,
                       .constant = value_str(english.len ? english : field->name) });
    env_add(loader->arena, making->env,
            (Symbol) { .name = STR("listed_zh"),
                       .kind = SYMBOL_CONSTANT,
                       .type = &TYPE_STRING,
                       .constant = value_str(chinese.len ? chinese : field->name) });
    rule->messages = arena_array(loader->arena, Message, 2);
    rule->message_count = 2;
    Str text = arena_format(loader->arena, "{listed}: {size(taken)} after {%.*s} and up to {until}%s%s", STR_ARG(making->from),
                            draft->every ? every : "", draft->no_gap ? gap : "");
    rule->messages[0] = message_make(loader, making->span, "en", making->env, text.at);
    text = arena_format(loader->arena, "{listed_zh}：{%.*s}之后至{until}共{size(taken)}次%s%s", STR_ARG(making->from),
                        draft->every ? every_zh : "", draft->no_gap ? gap_zh : "");
    rule->messages[1] = message_make(loader, making->span, "zh", making->env, text.at);
}

static const Field *list_field(Loader *loader, const Table *table, const YamlNode *node)
{
    uint32_t field = refer_to_field(loader, table, node);
    if (field == INDEX_NONE)
        return NULL;
    const Type *type = table->fields[field].type;
    if (type->kind == KIND_LIST && type->param[0]->kind == KIND_DATE)
        return &table->fields[field];
    if (type->kind != KIND_ERROR)
        complain(loader, E_BAD_VALUE, node->span, "'%.*s' is no list of dates", STR_ARG(node->text));
    return NULL;
}

bool repeated_make(Loader *loader, Making *making, const RepeatedDraft *draft, Rule *rule)
{
    const Table *table = &table_or_nowhere(loader, rule->table)->table;
    const Field *field = list_field(loader, table, draft->dates);
    Period every = { 0 }, gap = { 0 };
    if (!draft->every && !draft->no_gap)
        return complain(loader, E_MISSING_KEY, making->span, "'dates' needs 'every', 'no_gap_longer_than', or both");
    bool sound = !draft->every || read_every(loader, draft->every, &every);
    sound &= !draft->no_gap || period_read(loader, draft->no_gap, &gap);
    if (!sound || !field)
        return false;
    Str dates = arena_format(loader->arena, "%.*s.%.*s", STR_ARG(table->name), STR_ARG(field->name));
    making->interval->dates = (uint32_t) (field - table->fields);
    if (draft->every)
        making->interval->every = draft->every->text;
    if (draft->no_gap)
        making->interval->no_gap = draft->no_gap->text;
    NAME("until", "has(%.*s) ? %.*s : as_of", STR_ARG(making->to), STR_ARG(making->to));
    NAME("taken", "%.*s.filter(day, day > %.*s && day <= until).distinct()", STR_ARG(dates), STR_ARG(making->from));
    if (draft->every)
        make_every(loader, making, &every, rule->from);
    if (draft->no_gap)
        make_gaps(loader, making, &gap);
    make_conditions(loader, making, draft, rule);
    make_due(loader, making, dates, draft->every ? &every : NULL, draft->no_gap ? &gap : NULL);
    make_messages(loader, making, draft, field, rule);
    return true;
}
