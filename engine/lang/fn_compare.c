/* Comparing, membership and indexing. Numbers of different types lie on one line, but only at run time:
   for the checker the two sides of a comparison are of one type. */
#include "lang/fn.h"

#include <math.h>

static const Type TYPE_OPTIONAL_LIST_A = { .kind = KIND_OPTIONAL, .param = { &TYPE_LIST_A } };
static const Type TYPE_OPTIONAL_MAP_A_B = { .kind = KIND_OPTIONAL, .param = { &TYPE_MAP_A_B } };
static const Type TYPE_OPTIONAL_B = { .kind = KIND_OPTIONAL, .param = { &TYPE_B } };

/* ---- equality */

static Value run_equal(Call *call, const Value *args)
{
    Same same = fn_equal(call, args[0], args[1]);
    return same == SAME_STOPPED ? value_error() : value_bool(same == SAME_YES);
}

static Value run_not_equal(Call *call, const Value *args)
{
    Same same = fn_equal(call, args[0], args[1]);
    return same == SAME_STOPPED ? value_error() : value_bool(same == SAME_NO);
}

/* ---- order */

/* How many units stand for a period if it has only one unit, which is put into *unit. */
static bool fn_compare_period_count(Value period, int *unit, int64_t *count)
{
    PeriodParts parts = value_as_period(period);
    int32_t counts[3] = { parts.months, parts.days, parts.workdays };
    *unit = -1;
    *count = 0;
    for (int i = 0; i < 3; i++) {
        if (counts[i] == 0)
            continue;
        if (*unit >= 0)
            return false;
        *unit = i;
        *count = counts[i];
    }
    return true;
}

/* Periods are ordered within one unit: how many days a month has depends on where it begins. No time at
   all fits every unit. */
static bool period_order(Value a, Value b, Order *order)
{
    int unit_a, unit_b;
    int64_t count_a, count_b;
    if (!fn_compare_period_count(a, &unit_a, &count_a) || !fn_compare_period_count(b, &unit_b, &count_b))
        return false;
    if (unit_a != unit_b && unit_a >= 0 && unit_b >= 0)
        return false;
    const NamedCalendar *by_a = value_as_period(a).calendar, *by_b = value_as_period(b).calendar;
    if (unit_a == unit_b && by_a != by_b && !(by_a && by_b && str_equal(by_a->name, by_b->name)))
        return false;
    *order = count_a < count_b ? ORDER_LESS : count_a > count_b ? ORDER_MORE : ORDER_SAME;
    return true;
}

static bool fn_compare_order_of(Value a, Value b, Order *order)
{
    if (a.kind == KIND_PERIOD && b.kind == KIND_PERIOD)
        return period_order(a, b, order);
    return value_order(a, b, order);
}

static bool holds(Comparison comparison, Order order)
{
    switch (comparison) {
    case COMPARE_LESS: return order == ORDER_LESS;
    case COMPARE_LESS_EQUAL: return order == ORDER_LESS || order == ORDER_SAME;
    case COMPARE_GREATER: return order == ORDER_MORE;
    case COMPARE_GREATER_EQUAL: return order == ORDER_MORE || order == ORDER_SAME;
    }
    return false;
}

static size_t text_len(Value v)
{
    return v.kind == KIND_STRING || v.kind == KIND_BYTES ? v.len : 0;
}

Value compare_any(Call *call, Comparison comparison, Value a, Value b)
{
    Order order;
    if (!fn_walk(call, text_len(a) < text_len(b) ? text_len(a) : text_len(b)))
        return value_error();
    if (!fn_compare_order_of(a, b, &order))
        return fn_fail(call, "$1 and $2 have no order", (const Value[]) { a, b });
    return value_bool(holds(comparison, order));
}

static Value run_less(Call *call, const Value *args)
{
    return compare_any(call, COMPARE_LESS, args[0], args[1]);
}

static Value run_less_equal(Call *call, const Value *args)
{
    return compare_any(call, COMPARE_LESS_EQUAL, args[0], args[1]);
}

static Value run_greater(Call *call, const Value *args)
{
    return compare_any(call, COMPARE_GREATER, args[0], args[1]);
}

static Value run_greater_equal(Call *call, const Value *args)
{
    return compare_any(call, COMPARE_GREATER_EQUAL, args[0], args[1]);
}

/* ---- membership */

static Value in_list(Call *call, const Value *args)
{
    const List *list = args[1].list;
    Same same = SAME_NO;
    for (uint32_t i = 0; i < list->count && same == SAME_NO; i++)
        same = fn_equal(call, args[0], list->at[i]);
    return same == SAME_STOPPED ? value_error() : value_bool(same == SAME_YES);
}

static Value in_map(Call *call, const Value *args)
{
    if (!fn_walk(call, text_len(args[0])))
        return value_error();
    return value_bool(map_value_find(args[1].map, args[0]) != NULL);
}

/* ---- indexing */

/* INDEX_WRONG: a key that can be none here, or something that has no elements. */
typedef enum { INDEX_FOUND, INDEX_ABSENT, INDEX_WRONG } IndexResult;

/* A whole number as an index; anything at or past the end of all lists is UINT64_MAX. */
/* UINT64_MAX rather than "no": 5.0 and 99999999999 are positions, at which no list has anything. */
static bool list_position(Value key, uint64_t *position)
{
    *position = UINT64_MAX;
    if (key.kind == KIND_DOUBLE) {
        if (!(floor(key.d) == key.d))
            return false;
        if (key.d >= 0 && key.d <= UINT32_MAX)
            *position = (uint64_t) key.d;
        return true;
    }
    if (key.kind == KIND_UINT || (key.kind == KIND_INT && key.i >= 0))
        *position = key.u;
    return key.kind == KIND_UINT || key.kind == KIND_INT;
}

static IndexResult fn_compare_look_up(Call *call, Value of, Value key, Value *out)
{
    uint64_t position;
    if (of.kind == KIND_LIST) {
        if (!list_position(key, &position))
            return INDEX_WRONG;
        if (position >= of.list->count)
            return INDEX_ABSENT;
        *out = of.list->at[position];
        return INDEX_FOUND;
    }
    if (of.kind != KIND_MAP || !fn_walk(call, text_len(key)))
        return INDEX_WRONG;
    const MapPair *pair = map_value_find(of.map, key);
    if (pair)
        *out = pair->value;
    return pair ? INDEX_FOUND : INDEX_ABSENT;
}

static Value fail_to_index(Call *call, IndexResult result, Value of, Value key)
{
    const Value args[] = { key, of };
    if (of.kind == KIND_MAP)
        return fn_fail(call, "there is no key $1 in the map", args);
    if (of.kind != KIND_LIST)
        return fn_fail(call, "$2 has no elements", args);
    if (result == INDEX_WRONG)
        return fn_fail(call, "$1 is no position in a list", args);
    const Value counted[] = { key, value_int(of.list->count) };
    return fn_fail(call, "position $1 lies outside a list of $2", counted);
}

Value index_any(Call *call, Value of, Value key)
{
    if (of.kind == KIND_OPTIONAL)
        return optional_index_any(call, of, key);
    Value found;
    IndexResult result = fn_compare_look_up(call, of, key, &found);
    return result == INDEX_FOUND ? found : fail_to_index(call, result, of, key);
}

Value optional_index_any(Call *call, Value of, Value key)
{
    if (of.kind == KIND_OPTIONAL) {
        if (!of.optional)
            return of;
        of = *of.optional;
    }
    Value found;
    IndexResult result = fn_compare_look_up(call, of, key, &found);
    if (result == INDEX_WRONG)
        return fail_to_index(call, result, of, key);
    return result == INDEX_FOUND ? fn_optional_of(call, found) : value_optional(NULL);
}

static Value run_index(Call *call, const Value *args)
{
    return index_any(call, args[0], args[1]);
}

static Value run_optional_index(Call *call, const Value *args)
{
    return optional_index_any(call, args[0], args[1]);
}

/* clang-format off */
#define ORDERED(name, run, type, example, doc) \
    { name, FUNCTION, PARAMS2(type, type), &TYPE_BOOL, run, PLAIN, example, doc }

static const Overload rows[] = {
    { "!=", FUNCTION, PARAMS2(A, A), &TYPE_BOOL, run_not_equal, PLAIN,
      "'a' != 'b'", "whether they are not equal" },
    ORDERED("<", run_less, BOOL, "false < true", "whether the first is false and the second true"),
    ORDERED("<", run_less, INT, "1 < 2", "whether the first is smaller"),
    ORDERED("<", run_less, UINT, "1u < 2u", "whether the first is smaller"),
    ORDERED("<", run_less, DOUBLE, "1.0 < 1.5", "whether the first is smaller"),
    ORDERED("<", run_less, STRING, "'abc' < 'abd'",
            "whether the first stands before the second, by code points"),
    ORDERED("<", run_less, BYTES, "b'a' < b'ab'", "whether the first stands before the second, byte by byte"),
    ORDERED("<", run_less, TIMESTAMP, "timestamp(0) < timestamp(1)", "whether the first is earlier"),
    ORDERED("<", run_less, DURATION, "duration('59m') < duration('1h')", "whether the first is shorter"),
    ORDERED("<", run_less, TIME, "time('09:30') < time('14:05')", "whether the first is earlier"),
    ORDERED("<", run_less, DATE, "date('2003-06-01') < date('2003-06-02')", "whether the first is earlier"),
    ORDERED("<", run_less, PERIOD, "days(6) < weeks(1)", "whether the first is shorter; both in one unit"),
    ORDERED("<=", run_less_equal, BOOL, "false <= false", "whether the first is false or the second true"),
    ORDERED("<=", run_less_equal, INT, "2 <= 2", "whether the first is not larger"),
    ORDERED("<=", run_less_equal, UINT, "1u <= 2u", "whether the first is not larger"),
    ORDERED("<=", run_less_equal, DOUBLE, "1.5 <= 1.5", "whether the first is not larger"),
    ORDERED("<=", run_less_equal, STRING, "'' <= 'a'", "whether the first does not stand after the second"),
    ORDERED("<=", run_less_equal, BYTES, "b'a' <= b'a'", "whether the first does not stand after the second"),
    ORDERED("<=", run_less_equal, TIMESTAMP, "timestamp(0) <= timestamp(0)",
            "whether the first is not later"),
    ORDERED("<=", run_less_equal, DURATION, "duration('1m') <= duration('60s')",
            "whether the first is not longer"),
    ORDERED("<=", run_less_equal, TIME, "time('09:30') <= time('9:30')", "whether the first is not later"),
    ORDERED("<=", run_less_equal, DATE, "date('2003-06-01') <= date('2003-06-01')",
            "whether the first is not later"),
    ORDERED("<=", run_less_equal, PERIOD, "date('2003-06-30') - date('2003-06-01') <= days(29)",
            "whether the first is not longer; both in one unit"),
    { "==", FUNCTION, PARAMS2(A, A), &TYPE_BOOL, run_equal, PLAIN,
      "[1, 2] == [1, 2]", "whether they are equal" },
    ORDERED(">", run_greater, BOOL, "true > false", "whether the first is true and the second false"),
    ORDERED(">", run_greater, INT, "2 > 1", "whether the first is larger"),
    ORDERED(">", run_greater, UINT, "2u > 1u", "whether the first is larger"),
    ORDERED(">", run_greater, DOUBLE, "1.5 > 1.0", "whether the first is larger"),
    ORDERED(">", run_greater, STRING, "'b' > 'a'",
            "whether the first stands after the second, by code points"),
    ORDERED(">", run_greater, BYTES, "b'b' > b'a'",
            "whether the first stands after the second, byte by byte"),
    ORDERED(">", run_greater, TIMESTAMP, "timestamp(1) > timestamp(0)", "whether the first is later"),
    ORDERED(">", run_greater, DURATION, "duration('1h') > duration('59m')", "whether the first is longer"),
    ORDERED(">", run_greater, TIME, "time('14:05') > time('09:30')", "whether the first is later"),
    ORDERED(">", run_greater, DATE, "date('2003-06-02') > date('2003-06-01')", "whether the first is later"),
    ORDERED(">", run_greater, PERIOD, "years(1) > months(11)",
            "whether the first is longer; both in one unit"),
    ORDERED(">=", run_greater_equal, BOOL, "true >= true", "whether the first is true or the second false"),
    ORDERED(">=", run_greater_equal, INT, "2 >= 2", "whether the first is not smaller"),
    ORDERED(">=", run_greater_equal, UINT, "2u >= 1u", "whether the first is not smaller"),
    ORDERED(">=", run_greater_equal, DOUBLE, "1.5 >= 1.5", "whether the first is not smaller"),
    ORDERED(">=", run_greater_equal, STRING, "'a' >= ''",
            "whether the first does not stand before the second"),
    ORDERED(">=", run_greater_equal, BYTES, "b'a' >= b'a'",
            "whether the first does not stand before the second"),
    ORDERED(">=", run_greater_equal, TIMESTAMP, "timestamp(0) >= timestamp(0)",
            "whether the first is not earlier"),
    ORDERED(">=", run_greater_equal, DURATION, "duration('60s') >= duration('1m')",
            "whether the first is not shorter"),
    ORDERED(">=", run_greater_equal, TIME, "time('09:30') >= time('9:30')", "whether the first is not earlier"),
    ORDERED(">=", run_greater_equal, DATE, "date('2003-06-01') >= date('2003-06-01')",
            "whether the first is not earlier"),
    ORDERED(">=", run_greater_equal, PERIOD, "weeks(1) >= days(7)",
            "whether the first is not shorter; both in one unit"),
    { "[?]", FUNCTION, PARAMS2(LIST_A, INT), &TYPE_OPTIONAL_A, run_optional_index, DEAR,
      "!['a'][?1].hasValue()", "the element at a position, if there is one" },
    { "[?]", FUNCTION, PARAMS2(MAP_A_B, A), &TYPE_OPTIONAL_B, run_optional_index, DEAR,
      "{'a': 1}[?'a'].value() == 1", "the value of a key, if it is there" },
    { "[?]", FUNCTION, PARAMS2(OPTIONAL_LIST_A, INT), &TYPE_OPTIONAL_A, run_optional_index, DEAR,
      "optional.of(['a'])[?0].value() == 'a'", "the element at a position, if all is there" },
    { "[?]", FUNCTION, PARAMS2(OPTIONAL_MAP_A_B, A), &TYPE_OPTIONAL_B, run_optional_index, DEAR,
      "!optional.of({'a': 1})[?'b'].hasValue()", "the value of a key, if all is there" },
    { "[]", FUNCTION, PARAMS2(LIST_A, INT), &TYPE_A, run_index, PLAIN,
      "['a', 'b'][1] == 'b'", "the element at a position, from 0" },
    { "[]", FUNCTION, PARAMS2(MAP_A_B, A), &TYPE_B, run_index, PLAIN,
      "{'a': 1}['a'] == 1", "the value of a key" },
    { "[]", FUNCTION, PARAMS2(OPTIONAL_LIST_A, INT), &TYPE_OPTIONAL_A, run_index, DEAR,
      "optional.of(['a'])[0].value() == 'a'", "the element at a position, if all is there" },
    { "[]", FUNCTION, PARAMS2(OPTIONAL_MAP_A_B, A), &TYPE_OPTIONAL_B, run_index, DEAR,
      "optional.of({'a': 1})['a'].value() == 1", "the value of a key, if all is there" },
    { "in", FUNCTION, PARAMS2(A, LIST_A), &TYPE_BOOL, in_list, DEAR,
      "2 in [1, 2, 3]", "whether an element equals it" },
    { "in", FUNCTION, PARAMS2(A, MAP_A_B), &TYPE_BOOL, in_map, DEAR,
      "'a' in {'a': 1}", "whether it is a key" },
};
/* clang-format on */

const OverloadTable fn_compare = OVERLOAD_TABLE(rows);
