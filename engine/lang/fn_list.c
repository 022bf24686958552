/* Lists and maps: parts, order, and making longer ones. */
#include "lang/value_set.h"

static Value size_of_list(Call *call, const Value *args)
{
    (void) call;
    return value_int(args[0].list->count);
}

static Value size_of_map(Call *call, const Value *args)
{
    (void) call;
    return value_int(args[0].map->count);
}

static Value copy_of(Call *call, const Value *items, uint32_t count)
{
    return call_step(call, 1 + count / 8) ? call_list_of(call, items, count) : value_error();
}

static Value fn_list_run_add(Call *call, const Value *args)
{
    const List *a = args[0].list, *b = args[1].list;
    if (a->count == 0 || b->count == 0)
        return args[a->count == 0];
    if (a->count > UINT32_MAX - b->count)
        return call_fail(call, "the list would have too many elements");
    Value *items = fn_array(call, (uint64_t) a->count + b->count, sizeof *items);
    if (!items || !call_step(call, 1 + ((uint64_t) a->count + b->count) / 8))
        return value_error();
    memcpy(items, a->at, a->count * sizeof *items);
    memcpy(items + a->count, b->at, b->count * sizeof *items);
    return call_list_of(call, items, a->count + b->count);
}

static Value run_first(Call *call, const Value *args)
{
    const List *list = args[0].list;
    return list->count > 0 ? fn_optional_of(call, list->at[0]) : value_optional(NULL);
}

static Value run_last(Call *call, const Value *args)
{
    const List *list = args[0].list;
    return list->count > 0 ? fn_optional_of(call, list->at[list->count - 1]) : value_optional(NULL);
}

static Value run_slice(Call *call, const Value *args)
{
    const List *list = args[0].list;
    int64_t start = args[1].i, end = args[2].i;
    if (start < 0 || start > end || end > list->count) {
        const Value shown[] = { args[1], args[2], value_int(list->count) };
        return fn_fail(call, "$1 to $2 is no part of a list of $3", shown);
    }
    return copy_of(call, start < end ? list->at + start : NULL, (uint32_t) (end - start));
}

static Value fn_list_run_reverse(Call *call, const Value *args)
{
    const List *list = args[0].list;
    Value *items = fn_array(call, list->count, sizeof *items);
    if (!items || !call_step(call, 1 + list->count / 8))
        return value_error();
    for (uint32_t i = 0; i < list->count; i++)
        items[i] = list->at[list->count - 1 - i];
    return call_list_of(call, items, list->count);
}

static void flatten(GrowingList *out, const List *list, int64_t depth)
{
    for (uint32_t i = 0; i < list->count && !out->failed; i++) {
        if (list->at[i].kind != KIND_LIST || depth == 0) {
            grow_item(out, list->at[i]);
            continue;
        }
        out->failed |= !call_step(out->call, 1);
        flatten(out, list->at[i].list, depth - 1);
    }
}

static Value run_flatten(Call *call, const Value *args)
{
    GrowingList out = { .call = call };
    flatten(&out, args[0].list, 1);
    return grow_list_end(&out);
}

static Value run_flatten_deep(Call *call, const Value *args)
{
    GrowingList out = { .call = call };
    if (args[1].i < 0)
        return fn_fail(call, "a list cannot be flattened by $2 levels", args);
    flatten(&out, args[0].list, args[1].i);
    return grow_list_end(&out);
}

static Value run_distinct(Call *call, const Value *args)
{
    ValueSet set;
    GrowingList out = { .call = call };
    if (!value_set_init(&set, call, args[0].list))
        return value_error();
    for (uint32_t i = 0; i < args[0].list->count && !out.failed; i++) {
        Same seen = value_set_add(&set, i);
        out.failed |= seen == SAME_STOPPED;
        if (seen == SAME_NO)
            grow_item(&out, args[0].list->at[i]);
    }
    return grow_list_end(&out);
}

static Value run_range(Call *call, const Value *args)
{
    if (args[0].i < 0 || args[0].i > UINT32_MAX)
        return fn_fail(call, "a list cannot have $1 elements", args);
    Value *items = fn_array(call, (uint64_t) args[0].i, sizeof *items);
    if (!items || !call_step(call, 1 + (uint64_t) args[0].i / 8))
        return value_error();
    for (int64_t i = 0; i < args[0].i; i++)
        items[i] = value_int(i);
    return call_list_of(call, items, (uint32_t) args[0].i);
}

/* ---- sorting: indexes are merged, run by run, so that equal keys keep their places */

/* From the bottom up, so that nothing recurses. qsort() can neither be stopped nor relied upon for the order of equal keys. */
typedef struct {
    Call *call;
    const Value *keys;
    uint32_t count;
    bool failed;
} Sorter;

/* Whether all keys have one and the same kind, which has an order, and none is NaN. */
static bool keys_are_ordered(Call *call, const List *keys)
{
    for (uint32_t i = 0; i < keys->count; i++) {
        Order order;
        const Value pair[] = { keys->at[i], keys->at[0] };
        if (!call_step(call, 1))
            return false;
        bool alike = pair[0].kind == pair[1].kind && value_order(pair[0], pair[1], &order);
        if (alike && order != ORDER_NONE)
            continue;
        fn_fail(call, i == 0 || alike ? "$1 has no order: nothing can be sorted by it" : "$1 and $2 cannot be sorted together", pair);
        return false;
    }
    return true;
}

/* Whether the second index must come first. */
static bool is_after(Sorter *sorter, uint32_t first, uint32_t second)
{
    Order order = ORDER_SAME;
    Value a = sorter->keys[first], b = sorter->keys[second];
    bool text = a.kind == KIND_STRING || a.kind == KIND_BYTES;
    if (sorter->failed || !fn_walk(sorter->call, text ? (a.len < b.len ? a.len : b.len) : 0)) {
        sorter->failed = true;
        return false;
    }
    value_order(a, b, &order);
    return order == ORDER_MORE;
}

/* Merges from[start, middle) and from[middle, end) into `to`. */
static void merge(Sorter *sorter, const uint32_t *from, uint32_t *to, const uint32_t bounds[3])
{
    uint32_t left = bounds[0], right = bounds[1];
    for (uint32_t i = bounds[0]; i < bounds[2]; i++) {
        bool take_right = left == bounds[1] || (right < bounds[2] && is_after(sorter, from[left], from[right]));
        to[i] = take_right ? from[right++] : from[left++];
    }
}

static uint32_t bound(const Sorter *sorter, uint64_t index)
{
    return index < sorter->count ? (uint32_t) index : sorter->count;
}

/* Sorts the indexes in `order`, with as much memory again behind them; returns where the sorted ones
   stand. */
static const uint32_t *sort_indexes(Sorter *sorter, uint32_t *order)
{
    uint32_t *from = order, *to = order + sorter->count;
    for (uint32_t i = 0; i < sorter->count; i++)
        from[i] = i;
    for (uint64_t width = 1; width < sorter->count && !sorter->failed; width *= 2) {
        for (uint64_t start = 0; start < sorter->count; start += 2 * width) {
            const uint32_t bounds[] = { (uint32_t) start, bound(sorter, start + width), bound(sorter, start + 2 * width) };
            merge(sorter, from, to, bounds);
        }
        uint32_t *sorted = to;
        to = from;
        from = sorted;
    }
    return from;
}

Value list_sort_by(Call *call, const List *items, const List *keys)
{
    Sorter sorter = { .call = call, .keys = keys->at, .count = keys->count };
    if (!keys_are_ordered(call, keys))
        return value_error();
    uint32_t *order = fn_array(call, 2 * (uint64_t) items->count, sizeof *order);
    Value *sorted = fn_array(call, items->count, sizeof *sorted);
    if (!order || !sorted)
        return value_error();
    const uint32_t *indexes = sort_indexes(&sorter, order);
    for (uint32_t i = 0; i < items->count; i++)
        sorted[i] = items->at[indexes[i]];
    return sorter.failed ? value_error() : call_list_of(call, sorted, items->count);
}

static Value run_sort(Call *call, const Value *args)
{
    return list_sort_by(call, args[0].list, args[0].list);
}

/* clang-format off */
#define SORT(type, example) \
    { "sort", METHOD, PARAMS1(type), &TYPE_##type, run_sort, DEAR, example, "its elements in order" }

static const Overload rows[] = {
    { "+", FUNCTION, PARAMS2(LIST_A, LIST_A), &TYPE_LIST_A, fn_list_run_add, DEAR,
      "[1] + [2, 3] == [1, 2, 3]", "both lists, one after the other" },
    { "distinct", METHOD, PARAMS1(LIST_A), &TYPE_LIST_A, run_distinct, DEAR,
      "['b', 'a', 'b'].distinct() == ['b', 'a']", "its elements, each once, where it first stood" },
    { "first", METHOD, PARAMS1(LIST_A), &TYPE_OPTIONAL_A, run_first, DEAR,
      "[1, 2].first().value() == 1", "the first element, if there is one" },
    { "flatten", METHOD, PARAMS1(LIST_LIST_A), &TYPE_LIST_A, run_flatten, DEAR,
      "[[1], [2, 3]].flatten() == [1, 2, 3]", "the elements of its elements" },
    { "flatten", METHOD, PARAMS2(LIST_DYN, INT), &TYPE_LIST_DYN, run_flatten_deep, DEAR,
      "[1, [2, [3, [4]]]].flatten(2) == [1, 2, 3, [4]]", "the same, so many levels deep" },
    { "last", METHOD, PARAMS1(LIST_A), &TYPE_OPTIONAL_A, run_last, DEAR,
      "[1, 2].last().value() == 2", "the last element, if there is one" },
    { "lists.range", FUNCTION, PARAMS1(INT), &TYPE_LIST_INT, run_range, DEAR,
      "lists.range(3) == [0, 1, 2]", "the numbers from 0 up to one" },
    { "reverse", METHOD, PARAMS1(LIST_A), &TYPE_LIST_A, fn_list_run_reverse, DEAR,
      "[1, 2, 3].reverse() == [3, 2, 1]", "its elements, last first" },
    { "size", METHOD, PARAMS1(LIST_A), &TYPE_INT, size_of_list, PLAIN,
      "[1, 2].size() == 2", "the number of elements" },
    { "size", FUNCTION, PARAMS1(LIST_A), &TYPE_INT, size_of_list, PLAIN,
      "size([1, 2]) == 2", "the number of elements" },
    { "size", METHOD, PARAMS1(MAP_A_B), &TYPE_INT, size_of_map, PLAIN,
      "{'a': 1}.size() == 1", "the number of keys" },
    { "size", FUNCTION, PARAMS1(MAP_A_B), &TYPE_INT, size_of_map, PLAIN,
      "size({'a': 1}) == 1", "the number of keys" },
    { "slice", METHOD, PARAMS3(LIST_A, INT, INT), &TYPE_LIST_A, run_slice, DEAR,
      "[1, 2, 3, 4].slice(1, 3) == [2, 3]", "the elements from one position up to another" },
    SORT(LIST_INT, "[3, 1, 2].sort() == [1, 2, 3]"),
    SORT(LIST_UINT, "[3u, 1u].sort() == [1u, 3u]"),
    SORT(LIST_DOUBLE, "[2.5, 1.5].sort() == [1.5, 2.5]"),
    SORT(LIST_BOOL, "[true, false].sort() == [false, true]"),
    SORT(LIST_STRING, "['b', 'a'].sort() == ['a', 'b']"),
    SORT(LIST_BYTES, "[b'b', b'a'].sort() == [b'a', b'b']"),
    SORT(LIST_DATE, "[date('2003-06-02'), date('2003-06-01')].sort()[0] == date('2003-06-01')"),
    SORT(LIST_DURATION, "[duration('2s'), duration('1s')].sort()[0] == duration('1s')"),
    SORT(LIST_TIME, "[time('14:05'), time('09:30')].sort()[0] == time('09:30')"),
    SORT(LIST_TIMESTAMP, "[timestamp(2), timestamp(1)].sort()[0] == timestamp(1)"),
};
/* clang-format on */

const OverloadTable fn_list = OVERLOAD_TABLE(rows);
