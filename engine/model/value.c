/* Comparing values as CEL does, and maps with their keys in order. value_print.c spells values.

   Numbers of different kinds lie on one line, though not without loss: see order_int_double. A map keeps its pairs as they were written,
   for that is how people see it again, and above LINEAR_MAX pairs an order by key beside them, which finds a key by halving and a key that
   stands twice by its neighbour. */
#include "model/value.h"

#include <math.h>
#include <stdlib.h>

/* ---- ordering */

static Order value_order_of(int difference)
{
    return difference < 0 ? ORDER_LESS : difference > 0 ? ORDER_MORE : ORDER_SAME;
}

static Order reverse(Order order)
{
    return order == ORDER_NONE ? ORDER_NONE : (Order) - (int) order;
}

static Order order_int(int64_t a, int64_t b)
{
    return value_order_of((a > b) - (a < b));
}

static Order order_uint(uint64_t a, uint64_t b)
{
    return value_order_of((a > b) - (a < b));
}

static Order order_double(double a, double b)
{
    if (isnan(a) || isnan(b))
        return ORDER_NONE;
    return value_order_of((a > b) - (a < b));
}

static Order order_int_uint(int64_t a, uint64_t b)
{
    return a < 0 ? ORDER_LESS : order_uint((uint64_t) a, b);
}

/* The lossy rule: a double beyond the integer's range decides by its size, else the integer becomes a double. */
/* CEL compares an int with a double after making a double of it, though above 2^53 that loses digits; its conformance suite holds
   implementations to that. */
static Order order_int_double(int64_t a, double b)
{
    if (b < -0x1p63)
        return ORDER_MORE;
    if (b > 0x1p63)
        return ORDER_LESS;
    return order_double((double) a, b);
}

static Order order_uint_double(uint64_t a, double b)
{
    if (b < 0)
        return ORDER_MORE;
    if (b > 0x1p64)
        return ORDER_LESS;
    return order_double((double) a, b);
}

/* Of two numbers, the kinds in the order int, uint, double. */
static Order order_mixed(Value a, Value b)
{
    if (a.kind == KIND_UINT)
        return order_uint_double(a.u, b.d);
    return b.kind == KIND_UINT ? order_int_uint(a.i, b.u) : order_int_double(a.i, b.d);
}

static Order order_timestamp(Value a, Value b)
{
    return a.i != b.i ? order_int(a.i, b.i) : order_int(a.nanos, b.nanos);
}

bool value_order(Value a, Value b, Order *order)
{
    if (value_is_number(a) && value_is_number(b) && a.kind != b.kind) {
        *order = a.kind < b.kind ? order_mixed(a, b) : reverse(order_mixed(b, a));
        return true;
    }
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case KIND_BOOL: *order = value_order_of(a.boolean - b.boolean); return true;
    case KIND_INT:
    case KIND_DURATION:
    case KIND_TIME: *order = order_int(a.i, b.i); return true;
    case KIND_UINT: *order = order_uint(a.u, b.u); return true;
    case KIND_DOUBLE: *order = order_double(a.d, b.d); return true;
    case KIND_STRING:
    case KIND_BYTES: *order = value_order_of(str_compare(value_as_str(a), value_as_str(b))); return true;
    case KIND_TIMESTAMP: *order = order_timestamp(a, b); return true;
    case KIND_DATE: *order = order_int(a.date, b.date); return true;
    default: return false;
    }
}

/* ---- equality */

static bool lists_equal(const List *a, const List *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!value_equal(a->at[i], b->at[i]))
            return false;
    return true;
}

static bool maps_equal(const MapValue *a, const MapValue *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++) {
        const MapPair *pair = map_value_find(b, a->at[i].key);
        if (!pair || !value_equal(a->at[i].value, pair->value))
            return false;
    }
    return true;
}

static bool types_equal(const Type *a, const Type *b)
{
    return a->kind == b->kind && (a->kind != KIND_OPAQUE || str_equal(a->name, b->name));
}

static bool periods_equal(Value a, Value b)
{
    PeriodParts left = value_as_period(a), right = value_as_period(b);
    bool one_calendar =
        left.calendar && right.calendar ? str_equal(left.calendar->name, right.calendar->name) : left.calendar == right.calendar;
    return left.months == right.months && left.days == right.days && left.workdays == right.workdays && one_calendar;
}

static bool optionals_equal(const Value *a, const Value *b)
{
    return a && b ? value_equal(*a, *b) : a == b;
}

bool value_equal(Value a, Value b)
{
    Order order;
    if (a.kind == b.kind && (a.kind == KIND_STRING || a.kind == KIND_BYTES))
        return str_equal(value_as_str(a), value_as_str(b));
    if (value_order(a, b, &order))
        return order == ORDER_SAME;
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case KIND_NULL: return true;
    case KIND_PERIOD: return periods_equal(a, b);
    case KIND_IP:
    case KIND_CIDR: return str_equal(value_as_str(a), value_as_str(b));
    case KIND_TYPE: return types_equal(a.type, b.type);
    case KIND_LIST: return lists_equal(a.list, b.list);
    case KIND_MAP: return maps_equal(a.map, b.map);
    case KIND_OPTIONAL: return optionals_equal(a.optional, b.optional);
    case KIND_RECORD: return a.row == b.row && str_equal(a.key->identity, b.key->identity);
    default: return false; /* failures equal nothing */
    }
}

/* ---- maps */

enum { LINEAR_MAX = 8 }; /* maps up to this size are searched pair by pair */

static bool can_be_key(Value key)
{
    return key.kind == KIND_INT || key.kind == KIND_UINT || key.kind == KIND_BOOL || key.kind == KIND_STRING;
}

static int key_class(Value key)
{
    return value_is_number(key) ? KIND_INT : key.kind;
}

/* A total order of keys in which equal keys are neighbours. */
static int value_compare_keys(Value a, Value b)
{
    Order order = ORDER_SAME;
    if (key_class(a) != key_class(b))
        return key_class(a) - key_class(b);
    value_order(a, b, &order);
    return (int) order;
}

/* By key; equal keys in the order in which they stand in the map. */
static int compare_pairs(const void *left, const void *right)
{
    const MapPair *a = *(const MapPair *const *) left, *b = *(const MapPair *const *) right;
    int order = value_compare_keys(a->key, b->key);
    return order ? order : (a > b) - (a < b);
}

static bool find_bad_key(const MapPair *pairs, uint32_t count, uint32_t *bad)
{
    for (*bad = 0; *bad < count; ++*bad)
        if (!can_be_key(pairs[*bad].key))
            return true;
    return false;
}

static bool find_repeat_linear(const MapPair *pairs, uint32_t count, uint32_t *bad)
{
    for (*bad = 1; *bad < count; ++*bad)
        for (uint32_t i = 0; i < *bad; i++)
            if (value_equal(pairs[i].key, pairs[*bad].key))
                return true;
    return false;
}

/* The first pair, in written order, whose key stood before. */
static bool find_repeat_sorted(const MapPair *pairs, const uint32_t *sorted, uint32_t count, uint32_t *bad)
{
    *bad = count;
    for (uint32_t i = 1; i < count; i++) {
        bool repeats = value_compare_keys(pairs[sorted[i - 1]].key, pairs[sorted[i]].key) == 0;
        if (repeats && sorted[i] < *bad)
            *bad = sorted[i];
    }
    return *bad < count;
}

static const uint32_t *sort_pairs(Arena *arena, const MapPair *pairs, uint32_t count)
{
    const MapPair **order = memory_alloc(count * sizeof *order);
    for (uint32_t i = 0; i < count; i++)
        order[i] = &pairs[i];
    qsort(order, count, sizeof *order, compare_pairs);
    uint32_t *sorted = arena_array(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = (uint32_t) (order[i] - pairs);
    memory_free((void *) order);
    return sorted;
}

const MapValue *map_value_new(Arena *arena, const MapPair *pairs, uint32_t count, uint32_t *bad)
{
    if (find_bad_key(pairs, count, bad))
        return NULL;
    const uint32_t *sorted = NULL;
    if (count > LINEAR_MAX) {
        sorted = sort_pairs(arena, pairs, count);
        if (find_repeat_sorted(pairs, sorted, count, bad))
            return NULL;
    } else if (find_repeat_linear(pairs, count, bad)) {
        return NULL;
    }
    MapValue *map = arena_new(arena, MapValue);
    *map = (MapValue) { count, pairs, sorted };
    return map;
}

/* A double that is a whole number is looked up as that number; false: no key can equal it. */
static bool exact_key(Value *key)
{
    if (key->kind != KIND_DOUBLE)
        return can_be_key(*key);
    double d = key->d;
    if (!(d >= -0x1p63 && d < 0x1p64) || d != floor(d))
        return false;
    *key = d < 0 ? value_int((int64_t) d) : value_uint((uint64_t) d);
    return true;
}

const MapPair *map_value_find(const MapValue *map, Value key)
{
    if (!exact_key(&key))
        return NULL;
    if (!map->sorted) {
        for (uint32_t i = 0; i < map->count; i++)
            if (value_equal(map->at[i].key, key))
                return &map->at[i];
        return NULL;
    }
    uint32_t low = 0, high = map->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const MapPair *pair = &map->at[map->sorted[middle]];
        int order = value_compare_keys(pair->key, key);
        if (order == 0)
            return pair;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
