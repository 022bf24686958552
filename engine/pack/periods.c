/* Periods: a count, or a parameter that holds one, and a unit: `12 months`, `params.talk_days workdays of school`.

   A period stays in words (a count, a unit) until it becomes an expression: how long it is depends on the day that it starts from, and
   on the version of the parameter. Where no unit is written it is that of the parameter, in English. */
#include "pack/periods.h"

#include "pack/shape.h"

static const struct {
    const char *one, *many;
    WordsId words;
} units[UNIT_COUNT] = {
    [UNIT_DAYS] = { "day", "days", WORDS_DAYS },     [UNIT_WORKDAYS] = { "workday", "workdays", WORDS_WORKDAYS },
    [UNIT_WEEKS] = { "week", "weeks", WORDS_WEEKS }, [UNIT_MONTHS] = { "month", "months", WORDS_MONTHS },
    [UNIT_YEARS] = { "year", "years", WORDS_YEARS },
};

enum { MAX_COUNT = 100000 };

const char *period_function(PeriodUnit unit)
{
    return units[unit].many;
}

WordsId period_words(PeriodUnit unit)
{
    return units[unit].words;
}

void period_fill(Making *making, const char *name, const Period *period)
{
    making_fill(making, "period_unit", str_of(period_function(period->unit)));
    making_fill(making, "period_number", period->count);
    if (period->calendar)
        making_fill_value(making, "period_calendar", value_str(period->calendar->name));
    making_choose(making, name, period->calendar ? PRELUDE_LASTING_BY_CALENDAR : PRELUDE_LASTING);
}

static PeriodUnit find_unit(Str word)
{
    for (PeriodUnit unit = UNIT_DAYS; unit < UNIT_COUNT; unit++)
        if (str_is(word, units[unit].one) || str_is(word, units[unit].many))
            return unit;
    return UNIT_COUNT;
}

static bool periods_refuse(Loader *loader, const YamlNode *node)
{
    complain(loader, E_BAD_VALUE, node->span, "'%.*s' is no period", STR_ARG(node->text));
    diag_hint(loader->diags, "write a number and days, workdays, weeks, months or years: 12 months; or params.NAME in place of "
                             "the number");
    return false;
}

static bool refer_to_calendar(Loader *loader, const YamlNode *node, Str name, const Calendar **out)
{
    const Pack *pack = loader->pack;
    uint32_t index = pack_find_calendar(pack, name);
    *out = index == INDEX_NONE ? NULL : &pack->calendars[index];
    if (*out)
        return true;
    if (loader->partial || loader->diags->left_out)
        return false;
    complain(loader, E_REFERENCE, node->span, "there is no calendar '%.*s'", STR_ARG(name));
    Choice choice = choice_of(name);
    for (uint32_t i = 0; i < pack->calendar_count; i++)
        choice_add(&choice, pack->calendars[i].name);
    choice_hint(loader, &choice);
    return false;
}

/* Takes " of school" off a unit. False after complaining: there is no such calendar, or the unit is no working days. */
static bool take_calendar(Loader *loader, const YamlNode *node, Str *unit, Period *out)
{
    size_t of = str_find(*unit, STR(" of "), 0);
    if (of == SIZE_MAX)
        return true;
    Str name = str_trim(str_slice(*unit, of + 4, unit->len));
    *unit = str_trim(str_slice(*unit, 0, of));
    if (find_unit(*unit) != UNIT_WORKDAYS)
        return complain(loader, E_BAD_VALUE, node->span, "only working days are counted by a calendar: '%.*s' is no period",
                        STR_ARG(node->text));
    return refer_to_calendar(loader, node, name, &out->calendar);
}

static bool periods_take_parameter(Loader *loader, const YamlNode *node, Str name, Str unit, Period *out)
{
    uint32_t index = refer_to_parameter(loader, name, node->span, "");
    const Parameter *parameter = index == INDEX_NONE ? NULL : &loader->pack->parameters[index];
    if (!parameter || parameter->type->kind == KIND_ERROR)
        return false;
    if (parameter->type->kind != KIND_INT)
        return complain(loader, E_BAD_VALUE, node->span, "the parameter '%.*s' is no whole number", STR_ARG(name));
    Str written = unit.len ? unit : parameter_unit(parameter);
    if (!take_calendar(loader, node, &written, out))
        return false;
    out->unit = find_unit(written);
    if (out->unit != UNIT_COUNT)
        return true;
    if (unit.len)
        return periods_refuse(loader, node);
    complain(loader, E_BAD_VALUE, node->span, "the unit of the parameter '%.*s' is not one of time", STR_ARG(name));
    diag_hint(loader->diags, "say it here: params.%.*s months", STR_ARG(name));
    return false;
}

bool period_read(Loader *loader, const YamlNode *node, Period *out)
{
    if (!shape_expect(loader, node, YAML_SCALAR, "a period such as 12 months"))
        return false;
    Str text = str_trim(node->text), prefix = STR("params.");
    size_t blank = str_find(text, STR(" "), 0);
    Str count = blank == SIZE_MAX ? text : str_slice(text, 0, blank);
    Str unit = blank == SIZE_MAX ? (Str) { 0 } : str_trim(str_slice(text, blank, text.len));
    *out = (Period) { .count = count, .span = node->span };
    if (str_starts_with(count, prefix))
        return periods_take_parameter(loader, node, str_slice(count, prefix.len, count.len), unit, out);
    int64_t number;
    if (!take_calendar(loader, node, &unit, out))
        return false;
    out->unit = find_unit(unit);
    if (out->unit == UNIT_COUNT || !str_to_int(count, &number) || count.at[0] == '+' || number < 0)
        return periods_refuse(loader, node);
    if (number > MAX_COUNT)
        return complain(loader, E_BAD_VALUE, node->span, "a period may have at most %d units", MAX_COUNT);
    out->count = arena_format(loader->arena, "%lld", (long long) number);
    return true;
}
