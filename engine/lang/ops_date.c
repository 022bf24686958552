/* Instructions on civil dates. A row without a value may hold any bits: the loops below only run where there is one. */
#include "lang/ops.h"

#define DATE_PART(name, T, part) \
    void run_##name(Interp *interp, const Node *node, size_t rows) \
    { \
        const Column *in = interp_arg(interp, node, 0), *out = interp_output(interp, node); \
        const Date *date = in->data; \
        T *result = out->data; \
        for (size_t row = 0; row < rows; row++) \
            result[row] = part; \
        memcpy(out->status, in->status, rows); \
    }

DATE_PART(date_year, int64_t, date_year(date[row]))
DATE_PART(date_month, int64_t, date_month(date[row]))
DATE_PART(date_day, int64_t, date_day(date[row]))
DATE_PART(date_month_start, Date, (date[row] & ~31) | 1)

#define BETWEEN(name, count) \
    void run_##name(Interp *interp, const Node *node, size_t rows) \
    { \
        const Column *left = interp_arg(interp, node, 0), *right = interp_arg(interp, node, 1); \
        const Column *out = interp_output(interp, node); \
        const Date *a = left->data, *b = right->data; \
        int64_t *result = out->data; \
        for (size_t row = 0; row < rows; row++) { \
            uint8_t bad = left->status[row] | right->status[row]; \
            out->status[row] = bad; \
            result[row] = bad ? 0 : (count); \
        } \
    }

BETWEEN(days_between, (int64_t) date_to_day(b[row]) - date_to_day(a[row]))
BETWEEN(months_between, months_between(a[row], b[row]))

void run_add_months(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0), *out = interp_output(interp, node);
    const Date *date = in->data;
    Date *result = out->data;
    int32_t months = (int32_t) node->slot;
    for (size_t row = 0; row < rows; row++) {
        uint8_t bad = in->status[row];
        result[row] = DATE_MIN;
        if (!bad && !date_add_months(date[row], months, &result[row]))
            bad = STATUS_ERROR;
        out->status[row] = bad;
    }
}
