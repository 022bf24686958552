/* Periods: a count, or a parameter that holds one, and a unit. */
#include "pack/periods.h"

#include "pack/shape.h"

static const struct {
    const char *one, *many;
} units[UNIT_COUNT] = {
    [UNIT_DAYS] = { "day", "days" },       [UNIT_WORKDAYS] = { "workday", "workdays" }, [UNIT_WEEKS] = { "week", "weeks" },
    [UNIT_MONTHS] = { "month", "months" }, [UNIT_YEARS] = { "year", "years" },
};

enum { MAX_COUNT = 100000 };

const char *period_function(PeriodUnit unit)
{
    return units[unit].many;
}

static PeriodUnit find_unit(Str word)
{
    for (PeriodUnit unit = UNIT_DAYS; unit < UNIT_COUNT; unit++)
        if (str_is(word, units[unit].one) || str_is(word, units[unit].many))
            return unit;
    return UNIT_COUNT;
}

static bool refuse(Loader *loader, const YamlNode *node)
{
    complain(loader, E_BAD_VALUE, node->span, "'%.*s' is no period", STR_ARG(node->text));
    diag_hint(loader->diags, "write a number and days, workdays, weeks, months or years: 12 months; or params.NAME in place of "
                             "the number");
    return false;
}

static bool take_parameter(Loader *loader, const YamlNode *node, Str name, Str unit, Period *out)
{
    uint32_t index = refer_to_parameter(loader, name, node->span, "");
    const Parameter *parameter = index == INDEX_NONE ? NULL : &loader->pack->parameters[index];
    if (!parameter || parameter->type->kind == KIND_ERROR)
        return false;
    if (parameter->type->kind != KIND_INT)
        return complain(loader, E_BAD_VALUE, node->span, "the parameter '%.*s' is no whole number", STR_ARG(name));
    out->unit = find_unit(unit.len ? unit : parameter->unit);
    if (out->unit != UNIT_COUNT)
        return true;
    if (unit.len)
        return refuse(loader, node);
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
        return take_parameter(loader, node, str_slice(count, prefix.len, count.len), unit, out);
    int64_t number;
    out->unit = find_unit(unit);
    if (out->unit == UNIT_COUNT || !str_to_int(count, &number) || count.at[0] == '+' || number < 0)
        return refuse(loader, node);
    if (number > MAX_COUNT)
        return complain(loader, E_BAD_VALUE, node->span, "a period may have at most %d units", MAX_COUNT);
    out->count = arena_format(loader->arena, "%lld", (long long) number);
    return true;
}
