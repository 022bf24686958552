/* Kleene's logic over truth columns, and the choice between two columns. With false < missing < error < true, "or" is the larger
   of two bytes, and "and" the smaller, but for one pair: what is missing together with what failed is a failure, there as everywhere.
   (Otherwise `missing: pass` would pass what a cell that cannot be read may deny, and `!(a && b)` would accuse by it.) */
#include "lang/ops.h"

/* The `&` between two comparisons is meant: with && there would be a branch, and no vectors. */
WIDE static void loop_and(const uint8_t *restrict a, const uint8_t *restrict b, uint8_t *restrict out, size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        uint8_t less = a[row] < b[row] ? a[row] : b[row], more = a[row] < b[row] ? b[row] : a[row];
        out[row] = (less == TRUTH_MISSING) & (more == TRUTH_ERROR) ? TRUTH_ERROR : less;
    }
}

WIDE static void loop_and_all(const uint8_t *restrict a, const uint8_t *restrict b, uint8_t *restrict out, size_t rows)
{
    for (size_t row = 0; row < rows; row++)
        out[row] = a[row] < b[row] ? a[row] : b[row];
}

WIDE static void loop_or(const uint8_t *restrict a, const uint8_t *restrict b, uint8_t *restrict out, size_t rows)
{
    for (size_t row = 0; row < rows; row++)
        out[row] = a[row] > b[row] ? a[row] : b[row];
}

void run_and(Interp *interp, const Node *node, size_t rows)
{
    loop_and(interp_arg(interp, node, 0)->data, interp_arg(interp, node, 1)->data, interp_output(interp, node)->data, padded_rows(rows));
}

/* Conditions that must all hold, where a missing value already means that one does not: a failure beside it changes nothing. */
void run_and_all(Interp *interp, const Node *node, size_t rows)
{
    loop_and_all(interp_arg(interp, node, 0)->data, interp_arg(interp, node, 1)->data, interp_output(interp, node)->data,
                 padded_rows(rows));
}

void run_or(Interp *interp, const Node *node, size_t rows)
{
    loop_or(interp_arg(interp, node, 0)->data, interp_arg(interp, node, 1)->data, interp_output(interp, node)->data, padded_rows(rows));
}

/* false and true change places, missing and error stay. */
WIDE static void loop_not(const uint8_t *restrict a, uint8_t *restrict out, size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        uint8_t decided = a[row] == TRUTH_FALSE || a[row] == TRUTH_TRUE;
        out[row] = decided ? (uint8_t) (TRUTH_TRUE - a[row]) : a[row];
    }
}

void run_not(Interp *interp, const Node *node, size_t rows)
{
    loop_not(interp_arg(interp, node, 0)->data, interp_output(interp, node)->data, padded_rows(rows));
}

static bool decided(uint8_t truth)
{
    return truth == TRUTH_FALSE || truth == TRUTH_TRUE;
}

static void equal_bool(Interp *interp, const Node *node, size_t rows, bool wanted)
{
    const uint8_t *a = interp_arg(interp, node, 0)->data, *b = interp_arg(interp, node, 1)->data;
    uint8_t *out = interp_output(interp, node)->data;
    for (size_t row = 0; row < rows; row++) {
        bool both = decided(a[row]) && decided(b[row]);
        bool fault = a[row] == TRUTH_ERROR || b[row] == TRUTH_ERROR;
        uint8_t unknown = fault ? TRUTH_ERROR : TRUTH_MISSING;
        out[row] = both ? ((a[row] == b[row]) == wanted ? TRUTH_TRUE : TRUTH_FALSE) : unknown;
    }
}

void run_equal_bool(Interp *interp, const Node *node, size_t rows)
{
    equal_bool(interp, node, rows, true);
}

void run_not_equal_bool(Interp *interp, const Node *node, size_t rows)
{
    equal_bool(interp, node, rows, false);
}

/* Whether a value is there: missing is false, an error stays one. */
void run_present(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0);
    const uint8_t *truth = in->data, *status = in->status;
    uint8_t *out = interp_output(interp, node)->data;
    for (size_t row = 0; row < rows && !status; row++)
        out[row] = truth[row] == TRUTH_MISSING ? TRUTH_FALSE : truth[row] == TRUTH_ERROR ? TRUTH_ERROR : TRUTH_TRUE;
    for (size_t row = 0; row < rows && status; row++)
        out[row] = status[row] == STATUS_OK ? TRUTH_TRUE : status[row] == STATUS_MISSING ? TRUTH_FALSE : TRUTH_ERROR;
}

void run_truth(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0);
    uint8_t *out = interp_output(interp, node)->data;
    for (size_t row = 0; row < rows; row++) {
        Value value = column_get(in, row);
        if (value.kind == KIND_BOOL)
            out[row] = value.boolean ? TRUTH_TRUE : TRUTH_FALSE;
        else
            out[row] = value_is_error(value) && value.status == STATUS_MISSING ? TRUTH_MISSING : TRUTH_ERROR;
    }
}

void run_guard(Interp *interp, const Node *node, size_t rows)
{
    const uint8_t *outer = node->arg_count == 2 ? interp_arg(interp, node, 0)->data : NULL;
    const uint8_t *condition = interp_arg(interp, node, node->arg_count - 1)->data;
    uint8_t *out = interp_output(interp, node)->data;
    uint8_t truth = node->slot & 3;
    bool is = (node->slot & 4) != 0;
    for (size_t row = 0; row < rows; row++)
        out[row] = (condition[row] == truth) == is && (!outer || outer[row]);
}

/* The byte that a condition leads to when it decides nothing. */
static uint8_t undecided_status(uint8_t truth)
{
    return truth == TRUTH_MISSING ? STATUS_MISSING : STATUS_ERROR;
}

#define SELECT(name, T)                                                                                              \
    static void select_##name(const Column *yes, const Column *no, const uint8_t *c, const Column *out, size_t rows) \
    {                                                                                                                \
        const T *a = yes->data, *b = no->data;                                                                       \
        T *chosen = out->data;                                                                                       \
        for (size_t row = 0; row < rows; row++)                                                                      \
            chosen[row] = c[row] == TRUTH_TRUE ? a[row] : b[row];                                                    \
    }
SELECT(date, Date)
SELECT(wide, int64_t)
SELECT(str, Str)

static void select_bool(const Column *yes, const Column *no, const uint8_t *c, uint8_t *out, size_t rows)
{
    const uint8_t *a = yes->data, *b = no->data;
    for (size_t row = 0; row < rows; row++)
        out[row] = c[row] == TRUTH_TRUE ? a[row] : c[row] == TRUTH_FALSE ? b[row] : c[row];
}

/* Tagged values are no plain copies: one that is not there has its status in two places. */
static void select_value(const Column *yes, const Column *no, const uint8_t *c, const Column *out, size_t rows)
{
    for (size_t row = 0; row < rows; row++)
        if (decided(c[row]))
            column_set(out, row, column_get(c[row] == TRUTH_TRUE ? yes : no, row));
        else
            interp_set_status(out, row, undecided_status(c[row]));
}

static void select_status(const Column *yes, const Column *no, const uint8_t *c, const Column *out, size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        uint8_t chosen = c[row] == TRUTH_TRUE ? yes->status[row] : no->status[row];
        out->status[row] = decided(c[row]) ? chosen : undecided_status(c[row]);
    }
}

void run_select(Interp *interp, const Node *node, size_t rows)
{
    const uint8_t *condition = interp_arg(interp, node, 0)->data;
    const Column *yes = interp_arg(interp, node, 1), *no = interp_arg(interp, node, 2);
    const Column *out = interp_output(interp, node);
    if (node->kind == KIND_BOOL) {
        select_bool(yes, no, condition, out->data, rows);
        return;
    }
    if (node->kind == KIND_DYN) {
        select_value(yes, no, condition, out, rows);
        return;
    }
    if (node->kind == KIND_DATE)
        select_date(yes, no, condition, out, rows);
    else if (node->kind == KIND_STRING || node->kind == KIND_BYTES)
        select_str(yes, no, condition, out, rows);
    else
        select_wide(yes, no, condition, out, rows);
    select_status(yes, no, condition, out, rows);
}
