/* Warnings about intervals that nobody can keep: the first day on which the second step may be taken lies behind the last.

   How long a period is depends on figures that have versions: so it is asked on each day on which some figure begins. Counts that are
   anything else than a number or a parameter are not looked at. */
#include "pack/loader.h"

typedef struct {
    int64_t count;
    PeriodUnit unit;
    const Calendar *calendar;
} Length;

/* What a parameter is on a day; false before its first version. */
static bool parameter_on(const Parameter *parameter, Date day, int64_t *out)
{
    bool found = false;
    for (uint32_t i = 0; i < parameter->version_count && (i == 0 || parameter->versions[i].from <= day); i++) {
        found = parameter->versions[i].from <= day && parameter->type->kind == KIND_INT;
        *out = parameter->versions[i].value.i;
    }
    return found;
}

/* A count as it is written: a number, or a parameter. */
static bool count_on(const Pack *pack, const Expr *count, Date day, int64_t *out)
{
    if (count->kind == EXPR_LITERAL && count->literal.kind == KIND_INT) {
        *out = count->literal.i;
        return true;
    }
    const Symbol *symbol = count->kind == EXPR_NAME || count->kind == EXPR_SELECT ? count->symbol : NULL;
    if (!symbol || symbol->kind != SYMBOL_HOST || symbol->slot < HOST_FIRST_PARAMETER)
        return false;
    return parameter_on(&pack->parameters[symbol->slot - HOST_FIRST_PARAMETER], day, out);
}

static bool length_on(const Pack *pack, const Interval *interval, IntervalPart part, Date day, Length *out)
{
    const Expr *count = interval->parts[part].expr;
    *out = (Length) { 0, interval->units[part], interval->calendars[part] };
    return count && count_on(pack, count, day, &out->count) && out->count >= 0 && out->count < 10000;
}

static bool in_months(PeriodUnit unit)
{
    return unit == UNIT_MONTHS || unit == UNIT_YEARS;
}

static int64_t advice_intervals_scaled(const Length *length)
{
    return length->count * (length->unit == UNIT_YEARS ? 12 : length->unit == UNIT_WEEKS ? 7 : 1);
}

/* Whether `a` ends behind `b` wherever both begin. Months have 28 to 31 days: three days beside the average are enough for any number of
   them. Working days are days at least; that many days are fewer working days, and how many depends on the day on which they begin,
   which is no reason to warn. */
static bool always_longer(const Length *a, const Length *b)
{
    bool a_months = in_months(a->unit), b_months = in_months(b->unit);
    if (b->unit == UNIT_WORKDAYS)
        return a->unit == UNIT_WORKDAYS && a->calendar == b->calendar && a->count > b->count;
    if (a_months == b_months)
        return advice_intervals_scaled(a) > advice_intervals_scaled(b);
    return a_months ? advice_intervals_scaled(a) * 365 / 12 - 3 > advice_intervals_scaled(b)
                    : advice_intervals_scaled(a) > advice_intervals_scaled(b) * 366 / 12 + 3;
}

static void advice_intervals_tell(Loader *loader, const Rule *rule, Date from, const char *what)
{
    char day[11];
    bool later = from > DATE_MIN;
    date_print(from, day);
    loader->source = rule->file;
    complain(loader, W_CROSSED_BOUNDS, rule->span, "%s%s%s", what, later ? ", from the version on that is in force on " : "",
             later ? day : "");
}

/* What holds on a day on which one of its figures, or the rule itself, begins. True after complaining. */
static bool advise_day(Loader *loader, const Rule *rule, Date day)
{
    const Interval *interval = rule->interval;
    Length least, most, extended;
    if (day < rule->from || day > rule->to || !length_on(loader->pack, interval, INTERVAL_LAST_COUNT, day, &most))
        return false;
    bool is_extended = length_on(loader->pack, interval, INTERVAL_EXTENDED_COUNT, day, &extended);
    bool has_least = length_on(loader->pack, interval, INTERVAL_FIRST_COUNT, day, &least);
    if (has_least && always_longer(&least, &most) && (!is_extended || always_longer(&least, &extended)))
        advice_intervals_tell(loader, rule, day, "'at_least' is longer than 'at_most': no day is in time");
    else if (is_extended && always_longer(&most, &extended))
        advice_intervals_tell(loader, rule, day, "the extended 'at_most' is shorter than the other: it extends nothing");
    else
        return false;
    return true;
}

static void advise_interval(Loader *loader, const Rule *rule)
{
    const Pack *pack = loader->pack;
    if (advise_day(loader, rule, rule->from))
        return;
    for (uint32_t i = 0; i < pack->parameter_count; i++)
        for (uint32_t v = 0; v < pack->parameters[i].version_count; v++)
            if (advise_day(loader, rule, pack->parameters[i].versions[v].from))
                return;
}

void advise_intervals(Loader *loader)
{
    for (uint32_t i = BUILTIN_COUNT; i < loader->pack->rule_count; i++)
        if (loader->pack->rules[i].interval && loader->pack->rules[i].interval->dates == INDEX_NONE)
            advise_interval(loader, &loader->pack->rules[i]);
}
