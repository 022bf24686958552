/* Instructions on strings. */
#include "lang/ops.h"

#include "base/eight.h"
#include "base/utf8.h"

static uint8_t truth_of(uint8_t bad, bool value)
{
    if (bad)
        return bad == STATUS_MISSING ? TRUTH_MISSING : TRUTH_ERROR;
    return value ? TRUTH_TRUE : TRUTH_FALSE;
}

#define COMPARE_TEXT(name, condition)                                                           \
    void run_##name(Interp *interp, const Node *node, size_t rows)                              \
    {                                                                                           \
        const Column *left = interp_arg(interp, node, 0), *right = interp_arg(interp, node, 1); \
        const Str *a = left->data, *b = right->data;                                            \
        uint8_t *out = interp_output(interp, node)->data;                                       \
        for (size_t row = 0; row < rows; row++) {                                               \
            uint8_t bad = left->status[row] | right->status[row];                               \
            out[row] = truth_of(bad, !bad && (condition));                                      \
        }                                                                                       \
    }

COMPARE_TEXT(equal_string, eight_same(a[row], b[row]))
COMPARE_TEXT(not_equal_string, !eight_same(a[row], b[row]))
COMPARE_TEXT(less_string, str_compare(a[row], b[row]) < 0)
COMPARE_TEXT(less_equal_string, str_compare(a[row], b[row]) <= 0)
COMPARE_TEXT(greater_string, str_compare(a[row], b[row]) > 0)
COMPARE_TEXT(greater_equal_string, str_compare(a[row], b[row]) >= 0)

static bool ops_text_is_among(const List *list, Str text)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (eight_same(value_as_str(list->at[i]), text))
            return true;
    return false;
}

void run_in_strings(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0);
    const Str *text = in->data;
    uint8_t *out = interp_output(interp, node)->data;
    for (size_t row = 0; row < rows; row++) {
        uint8_t bad = in->status[row];
        out[row] = truth_of(bad, !bad && ops_text_is_among(node->constant.list, text[row]));
    }
}

void run_size_string(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0), *out = interp_output(interp, node);
    const Str *text = in->data;
    int64_t *result = out->data;
    for (size_t row = 0; row < rows; row++)
        result[row] = in->status[row] ? 0 : (int64_t) utf8_count(text[row]);
    memcpy(out->status, in->status, rows);
}

/* No more than a look at a few bytes: no steps are taken, and no row is left out. */
void run_matches_shape(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0);
    const TextShape *shape = pattern_shape(node->call->prepared);
    const Str *text = in->data;
    uint8_t *out = interp_output(interp, node)->data;
    for (size_t row = 0; row < rows; row++) {
        uint8_t bad = in->status[row];
        out[row] = truth_of(bad, !bad && shape_fits(shape, text[row]));
    }
}
