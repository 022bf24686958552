/* Instructions on civil dates. A row without a value may hold any bits: the loops below only run where there is one.

   Deadlines are most of what rules about procedures ask: a day and a period, working days between two days. As calls they went row
   by row through tagged values, and a period of a field was made only to be taken apart again. */
#include "lang/ops.h"

#define DATE_PART(name, T, part)                                                            \
    void run_##name(Interp *interp, const Node *node, size_t rows)                          \
    {                                                                                       \
        const Column *in = interp_arg(interp, node, 0), *out = interp_output(interp, node); \
        const Date *date = in->data;                                                        \
        T *result = out->data;                                                              \
        for (size_t row = 0; row < rows; row++)                                             \
            result[row] = part;                                                             \
        memcpy(out->status, in->status, rows);                                              \
    }

DATE_PART(date_year, int64_t, date_year(date[row]))
DATE_PART(date_month, int64_t, date_month(date[row]))
DATE_PART(date_day, int64_t, date_day(date[row]))
DATE_PART(date_month_start, Date, (date[row] & ~31) | 1)

#define BETWEEN(name, count)                                                                    \
    void run_##name(Interp *interp, const Node *node, size_t rows)                              \
    {                                                                                           \
        const Column *left = interp_arg(interp, node, 0), *right = interp_arg(interp, node, 1); \
        const Column *out = interp_output(interp, node);                                        \
        const Date *a = left->data, *b = right->data;                                           \
        int64_t *result = out->data;                                                            \
        for (size_t row = 0; row < rows; row++) {                                               \
            uint8_t bad = left->status[row] | right->status[row];                               \
            out->status[row] = bad;                                                             \
            result[row] = bad ? 0 : (count);                                                    \
        }                                                                                       \
    }

BETWEEN(days_between, (int64_t) date_to_day(b[row]) - date_to_day(a[row]))
BETWEEN(months_between, months_between(a[row], b[row]))

/* ---- working days: of the years that a batch speaks of, how many come before each word of days is counted once */

typedef struct {
    const WorkYear *year;
    int32_t before[6]; /* working days before word n */
} CountedYear;

enum { COUNTED_YEARS = 8 };

static const CountedYear *count_year(CountedYear *counted, const WorkCalendar *calendar, int number)
{
    CountedYear *slot = &counted[number % COUNTED_YEARS];
    if (slot->year && slot->year->year == number)
        return slot;
    *slot = (CountedYear) { .year = workdays_year(calendar, number) };
    for (int word = 1; slot->year && word < 6; word++)
        slot->before[word] = slot->before[word - 1] + workdays_bits(slot->year->works[word - 1]);
    return slot->year ? slot : NULL;
}

static int64_t ops_date_works_before(const CountedYear *counted, int days)
{
    uint64_t rest = days % 64 ? counted->year->works[days / 64] & ((UINT64_C(1) << days % 64) - 1) : 0;
    return counted->before[days / 64] + workdays_bits(rest);
}

/* As workdays_in, which counts what spans more years than are remembered, and says which one is not covered. */
static bool ops_date_count_workdays(CountedYear *counted, const WorkCalendar *calendar, Date a, Date b, int64_t *count)
{
    Date first = a <= b ? a : b, last = a <= b ? b : a;
    int from = date_year(first), to = date_year(last);
    *count = 0;
    for (int year = from; year <= to; year++) {
        const CountedYear *found = to - from < COUNTED_YEARS ? count_year(counted, calendar, year) : NULL;
        if (!found)
            return workdays_in(calendar, a, b, count, &year);
        *count += ops_date_works_before(found, year == to ? date_day_of_year(last) + 1 : year_days(year)) -
                  ops_date_works_before(found, year == from ? date_day_of_year(first) : 0);
    }
    *count = b < a ? -*count : *count;
    return true;
}

void run_workdays_in(Interp *interp, const Node *node, size_t rows)
{
    const Column *left = interp_arg(interp, node, 0), *right = interp_arg(interp, node, 1);
    const Column *out = interp_output(interp, node);
    const WorkCalendars *calendars = interp->call.calendars;
    const WorkCalendar *calendar = calendars && calendars->standard ? &calendars->standard->days : NULL;
    const Date *a = left->data, *b = right->data;
    int64_t *result = out->data;
    CountedYear counted[COUNTED_YEARS] = { 0 };
    for (size_t row = 0; row < rows; row++) {
        uint8_t bad = left->status[row] | right->status[row];
        result[row] = 0;
        if (!bad && !ops_date_count_workdays(counted, calendar, a[row], b[row], &result[row]))
            bad = STATUS_ERROR;
        out->status[row] = bad;
    }
}

/* ---- going from day to day */

#define ADD_CONSTANT(name, add)                                                             \
    void run_##name(Interp *interp, const Node *node, size_t rows)                          \
    {                                                                                       \
        const Column *in = interp_arg(interp, node, 0), *out = interp_output(interp, node); \
        const Date *date = in->data;                                                        \
        Date *result = out->data;                                                           \
        int32_t count = (int32_t) node->slot;                                               \
        for (size_t row = 0; row < rows; row++) {                                           \
            uint8_t bad = in->status[row];                                                  \
            result[row] = DATE_MIN;                                                         \
            if (!bad && !add(date[row], count, &result[row]))                               \
                bad = STATUS_ERROR;                                                         \
            out->status[row] = bad;                                                         \
        }                                                                                   \
    }

ADD_CONSTANT(add_days, date_add_days)

enum { MONTHS_NEAR = 1 << 20 /* so many fit into a packed day */ };

/* Days up to the 28th are in every month. */
static inline bool add_months_inline(Date date, int32_t months, Date *result)
{
    bool is_near = months >= -MONTHS_NEAR && months <= MONTHS_NEAR;
    Date sum = is_near ? date + months * 32 : 0;
    if (sum < DATE_MIN || sum > DATE_MAX || date_day(date) > 28)
        return date_add_months(date, months, result);
    *result = sum;
    return true;
}

ADD_CONSTANT(add_months, add_months_inline)

/* As periods are made: none may be longer than a period can be. */
static bool ops_date_count_units(int64_t count, uint32_t slot, int64_t *product)
{
    return !__builtin_mul_overflow(count, (int64_t) (slot / COUNTED_UNIT), product) && *product >= -INT32_MAX && *product <= INT32_MAX;
}

static bool add_units(Date date, int64_t count, uint32_t slot, Date *result)
{
    count = slot & COUNTED_BACK ? -count : count;
    return slot & COUNTED_MONTHS ? date_add_months(date, count, result) : date_add_days(date, count, result);
}

void run_add_counted(Interp *interp, const Node *node, size_t rows)
{
    const Column *days = interp_arg(interp, node, 0), *counts = interp_arg(interp, node, 1), *out = interp_output(interp, node);
    const Date *date = days->data;
    const int64_t *count = counts->data;
    Date *result = out->data;
    for (size_t row = 0; row < rows; row++) {
        uint8_t bad = days->status[row] | counts->status[row];
        int64_t units = 0;
        result[row] = DATE_MIN;
        if (!counts->status[row] && !ops_date_count_units(count[row], node->slot, &units))
            bad |= STATUS_ERROR; /* the period fails, whether there is a day or not */
        if (!bad && !add_units(date[row], units, node->slot, &result[row]))
            bad = STATUS_ERROR;
        out->status[row] = bad;
    }
}
