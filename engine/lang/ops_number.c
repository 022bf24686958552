/* Instructions on numbers and on dates as numbers: arithmetic and comparison. Each is one plain loop that the
   compiler vectorises; rows without a value compute something harmless and get their status from the arguments. */
#include "lang/ops.h"

WIDE void status_join(const uint8_t *restrict a, const uint8_t *restrict b, uint8_t *restrict out, size_t rows)
{
    for (size_t row = 0; row < rows; row++)
        out[row] = a[row] | b[row];
}

/* The status of a row: 0 keeps the comparison, missing alone is missing, everything else an error. */
WIDE void truth_join(const uint8_t *restrict a, const uint8_t *restrict b, uint8_t *restrict out, size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        uint8_t bad = a[row] | b[row];
        uint8_t truth = (uint8_t) (out[row] * TRUTH_TRUE);
        uint8_t unknown = bad == STATUS_MISSING ? TRUTH_MISSING : TRUTH_ERROR;
        out[row] = bad ? unknown : truth;
    }
}

#define COMPARE(name, T, operator)                                                                             \
    WIDE static void loop_##name(const T *restrict a, const T *restrict b, uint8_t *restrict out, size_t rows) \
    {                                                                                                          \
        for (size_t row = 0; row < rows; row++)                                                                \
            out[row] = a[row] operator b[row];                                                                 \
    }                                                                                                          \
    void run_##name(Interp *interp, const Node *node, size_t rows)                                             \
    {                                                                                                          \
        const Column *a = interp_arg(interp, node, 0), *b = interp_arg(interp, node, 1);                       \
        uint8_t *out = interp_output(interp, node)->data;                                                      \
        size_t padded = padded_rows(rows);                                                                     \
        loop_##name(a->data, b->data, out, padded);                                                            \
        truth_join(a->status, b->status, out, padded);                                                         \
    }

#define COMPARISONS(suffix, T)          \
    COMPARE(equal_##suffix, T, ==)      \
    COMPARE(not_equal_##suffix, T, !=)  \
    COMPARE(less_##suffix, T, <)        \
    COMPARE(less_equal_##suffix, T, <=) \
    COMPARE(greater_##suffix, T, >)     \
    COMPARE(greater_equal_##suffix, T, >=)

COMPARISONS(int, int64_t)
COMPARISONS(uint, uint64_t)
COMPARISONS(double, double)
COMPARISONS(date, Date)

#define ARITHMETIC(name, T, result)                                                                      \
    WIDE static void loop_##name(const T *restrict a, const T *restrict b, T *restrict out, size_t rows) \
    {                                                                                                    \
        for (size_t row = 0; row < rows; row++)                                                          \
            out[row] = result;                                                                           \
    }                                                                                                    \
    void run_##name(Interp *interp, const Node *node, size_t rows)                                       \
    {                                                                                                    \
        const Column *a = interp_arg(interp, node, 0), *b = interp_arg(interp, node, 1);                 \
        const Column *out = interp_output(interp, node);                                                 \
        size_t padded = padded_rows(rows);                                                               \
        loop_##name(a->data, b->data, out->data, padded);                                                \
        status_join(a->status, b->status, out->status, padded);                                          \
    }

ARITHMETIC(add_double, double, a[row] + b[row])
ARITHMETIC(subtract_double, double, a[row] - b[row])
ARITHMETIC(multiply_double, double, a[row] * b[row])
ARITHMETIC(divide_double, double, a[row] / b[row])

/* Sum and difference wrap, and `overflow` (negative where it happened) tells from the signs: a sum overflows where both operands have
   the sign that the result has not, a difference where they have different ones and the result not that of the first. */
#define CHECKED(name, operator, overflow)                                                                                               \
    WIDE static void loop_##name(const int64_t *restrict a, const int64_t *restrict b, int64_t *restrict out, uint8_t *restrict status, \
                                 size_t rows)                                                                                           \
    {                                                                                                                                   \
        for (size_t row = 0; row < rows; row++) {                                                                                       \
            uint64_t x = (uint64_t) a[row], y = (uint64_t) b[row], r = x operator y;                                                    \
            out[row] = (int64_t) r;                                                                                                     \
            status[row] |= (uint8_t) ((overflow) >> 63) * STATUS_ERROR;                                                                 \
        }                                                                                                                               \
    }                                                                                                                                   \
    void run_##name(Interp *interp, const Node *node, size_t rows)                                                                      \
    {                                                                                                                                   \
        const Column *a = interp_arg(interp, node, 0), *b = interp_arg(interp, node, 1);                                                \
        const Column *out = interp_output(interp, node);                                                                                \
        size_t padded = padded_rows(rows);                                                                                              \
        status_join(a->status, b->status, out->status, padded);                                                                         \
        loop_##name(a->data, b->data, out->data, out->status, padded);                                                                  \
    }

CHECKED(add_int, +, (x ^ r) & (y ^ r))
CHECKED(subtract_int, -, (x ^ y) & (x ^ r))

void run_multiply_int(Interp *interp, const Node *node, size_t rows)
{
    const Column *left = interp_arg(interp, node, 0), *right = interp_arg(interp, node, 1);
    const Column *out = interp_output(interp, node);
    const int64_t *a = left->data, *b = right->data;
    int64_t *product = out->data;
    for (size_t row = 0; row < rows; row++) {
        bool overflow = __builtin_mul_overflow(a[row], b[row], &product[row]);
        out->status[row] = left->status[row] | right->status[row] | (overflow ? STATUS_ERROR : 0);
    }
}

void run_negate_int(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0), *out = interp_output(interp, node);
    const int64_t *a = in->data;
    int64_t *negative = out->data;
    for (size_t row = 0; row < rows; row++) {
        bool overflow = a[row] == INT64_MIN;
        negative[row] = overflow ? 0 : -a[row];
        out->status[row] = in->status[row] | (overflow ? STATUS_ERROR : 0);
    }
}

void run_negate_double(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0), *out = interp_output(interp, node);
    const double *a = in->data;
    double *negative = out->data;
    for (size_t row = 0; row < rows; row++)
        negative[row] = -a[row];
    memcpy(out->status, in->status, rows);
}
