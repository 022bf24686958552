#include "run/aggregates.h"

#include <stdlib.h>

#include "base/array.h"

#include "model/identity.h"
#include "run/fingerprint.h"

Value value_keep(Arena *arena, Value value)
{
    return value.kind == KIND_STRING ? value_str(arena_str(arena, value_as_str(value))) : value;
}

static uint64_t bits_of(double number)
{
    uint64_t bits;
    number = number == 0 ? 0 : number; /* -0.0 */
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static uint64_t word_of(Value value)
{
    switch (value.kind) {
    case KIND_BOOL: return value.boolean;
    case KIND_DATE: return (uint64_t) value.date;
    case KIND_DOUBLE: return bits_of(value.d);
    case KIND_TIMESTAMP: return value.u * 1000003u + (uint64_t) value.nanos;
    case KIND_ERROR: return 0;
    default: return value.u;
    }
}

uint64_t value_hash(uint64_t seed, Value value)
{
    uint64_t word = word_of(value);
    Str text = value.kind == KIND_STRING ? value_as_str(value) : (Str) { (const char *) &word, sizeof word };
    return fingerprint_of((Fingerprint) { seed, value.kind }, text).low;
}

/* ---- sums */

static void add_whole(AggregateState *state, uint64_t low, int64_t high)
{
    uint64_t before = state->whole.low;
    state->whole.low += low;
    state->whole.high += high + (state->whole.low < before);
}

static void add_to_sum(Arena *arena, AggregateState *state, Value value)
{
    (void) arena;
    if (value.kind == KIND_DOUBLE)
        state->sum += value.d;
    else
        add_whole(state, value.u, value.kind != KIND_UINT && value.i < 0 ? -1 : 0);
}

static void join_sums(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later)
{
    (void) arena;
    if (aggregate->arg->type->kind == KIND_DOUBLE)
        state->sum += later->sum;
    else
        add_whole(state, later->whole.low, later->whole.high);
}

/* Too large a sum is as one that cannot be worked out. */
static Value sum_value(const Aggregate *aggregate, const AggregateState *state)
{
    Kind kind = aggregate->arg->type->kind;
    int64_t sign = state->whole.low >> 63 ? -1 : 0;
    if (kind == KIND_DOUBLE)
        return value_double(state->sum);
    if (kind == KIND_UINT)
        return state->whole.high ? value_error() : value_uint(state->whole.low);
    if (state->whole.high != sign)
        return value_error();
    return kind == KIND_INT ? value_int((int64_t) state->whole.low) : value_duration((int64_t) state->whole.low);
}

static Value average_value(const Aggregate *aggregate, const AggregateState *state)
{
    if (state->count == 0)
        return value_missing();
    double sum = aggregate->arg->type->kind == KIND_DOUBLE
                     ? state->sum
                     : (double) state->whole.high * 18446744073709551616.0 + (double) state->whole.low;
    return value_double(sum / (double) state->count);
}

/* ---- counts */

static void add_to_count(Arena *arena, AggregateState *state, Value value)
{
    (void) arena;
    if (value.kind == KIND_BOOL && value.boolean)
        state->whole.low++;
}

static void join_counts(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later)
{
    (void) arena, (void) aggregate;
    state->whole.low += later->whole.low;
}

static Value count_value(const Aggregate *aggregate, const AggregateState *state)
{
    (void) aggregate;
    return value_int((int64_t) state->whole.low);
}

/* ---- the least and the greatest */

static bool goes_before(Value a, Value b, Order wanted)
{
    Order order;
    return value_order(a, b, &order) && order == wanted;
}

static void take_best(Arena *arena, AggregateState *state, Value value, Order wanted)
{
    if (state->best.kind == KIND_ERROR || goes_before(value, state->best, wanted))
        state->best = value_keep(arena, value);
}

static void add_to_min(Arena *arena, AggregateState *state, Value value)
{
    take_best(arena, state, value, ORDER_LESS);
}

static void add_to_max(Arena *arena, AggregateState *state, Value value)
{
    take_best(arena, state, value, ORDER_MORE);
}

static void join_bests(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later)
{
    if (later->best.kind != KIND_ERROR)
        take_best(arena, state, later->best, aggregate->kind == AGGREGATE_MIN ? ORDER_LESS : ORDER_MORE);
}

static Value best_value(const Aggregate *aggregate, const AggregateState *state)
{
    (void) aggregate;
    return state->best.kind == KIND_ERROR ? value_missing() : state->best;
}

/* ---- different values */

static uint64_t *find_slot(const Different *set, uint64_t hash)
{
    uint32_t mask = set->capacity - 1, at = (uint32_t) hash & mask;
    while (set->slots[at] && set->slots[at] != hash)
        at = (at + 1) & mask;
    return &set->slots[at];
}

static void make_room(Arena *arena, Different *set)
{
    Different wider = { .count = set->count, .capacity = set->capacity ? set->capacity * 2 : 8 };
    wider.slots = arena_array(arena, uint64_t, wider.capacity);
    for (uint32_t i = 0; i < set->capacity; i++)
        if (set->slots[i])
            *find_slot(&wider, set->slots[i]) = set->slots[i];
    *set = wider;
}

static void add_hash(Arena *arena, Different *set, uint64_t hash)
{
    if (set->count * 4 >= set->capacity * 3)
        make_room(arena, set);
    uint64_t *slot = find_slot(set, hash);
    set->count += *slot == 0;
    *slot = hash;
}

static void add_to_different(Arena *arena, AggregateState *state, Value value)
{
    add_hash(arena, &state->different, value.u);
}

static void join_different(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later)
{
    (void) aggregate;
    for (uint32_t i = 0; i < later->different.capacity; i++)
        if (later->different.slots[i])
            add_hash(arena, &state->different, later->different.slots[i]);
}

static Value different_value(const Aggregate *aggregate, const AggregateState *state)
{
    (void) aggregate;
    return value_int(state->different.count);
}

/* ---- numbers in their order */

static struct SpreadSlot *find_number(const Spread *spread, double number)
{
    uint32_t mask = spread->capacity - 1, at = (uint32_t) value_hash(0, value_double(number)) & mask;
    while (spread->slots[at].times && bits_of(spread->slots[at].number) != bits_of(number))
        at = (at + 1) & mask;
    return &spread->slots[at];
}

static void widen(Arena *arena, Spread *spread)
{
    Spread wider = { .count = spread->count, .capacity = spread->capacity ? spread->capacity * 2 : 8 };
    wider.slots = arena_array(arena, struct SpreadSlot, wider.capacity);
    for (uint32_t i = 0; i < spread->capacity; i++)
        if (spread->slots[i].times)
            *find_number(&wider, spread->slots[i].number) = spread->slots[i];
    *spread = wider;
}

static void add_number(Arena *arena, Spread *spread, double number, uint64_t times)
{
    if (spread->count * 4 >= spread->capacity * 3)
        widen(arena, spread);
    struct SpreadSlot *slot = find_number(spread, number);
    spread->count += slot->times == 0;
    slot->number = number;
    slot->times += times;
}

static void add_to_spread(Arena *arena, AggregateState *state, Value value)
{
    double number = value.kind == KIND_DOUBLE ? value.d : value.kind == KIND_UINT ? (double) value.u : (double) value.i;
    add_number(arena, &state->spread, number, 1);
}

static void join_spreads(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later)
{
    (void) aggregate;
    for (uint32_t i = 0; i < later->spread.capacity; i++)
        if (later->spread.slots[i].times)
            add_number(arena, &state->spread, later->spread.slots[i].number, later->spread.slots[i].times);
}

static int compare_numbers(const void *left, const void *right)
{
    double a = ((const struct SpreadSlot *) left)->number, b = ((const struct SpreadSlot *) right)->number;
    return (a > b) - (a < b);
}

/* The number at a place of their order, counted from 1. */
static double number_at(const struct SpreadSlot *sorted, uint64_t place)
{
    while (place > sorted->times)
        place -= sorted++->times;
    return sorted->number;
}

/* Of an even number the mean of the two in the middle. A percentile is the least number that so many percent do not exceed (the
   nearest rank). */
static Value spread_value(const Aggregate *aggregate, const AggregateState *state)
{
    uint64_t count = state->count;
    if (count == 0)
        return value_missing();
    struct SpreadSlot *sorted = memory_alloc(state->spread.count * sizeof *sorted);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < state->spread.capacity; i++)
        if (state->spread.slots[i].times)
            sorted[kept++] = state->spread.slots[i];
    qsort(sorted, kept, sizeof *sorted, compare_numbers);
    double number = aggregate->kind == AGGREGATE_PERCENTILE ? number_at(sorted, (count * aggregate->percent + 99) / 100)
                                                            : (number_at(sorted, (count + 1) / 2) + number_at(sorted, count / 2 + 1)) / 2;
    free_(sorted);
    return value_double(number);
}

/* ---- of all groups: whoever has them all sets it */

static void add_nothing(Arena *arena, AggregateState *state, Value value)
{
    (void) arena, (void) state, (void) value;
}

static void join_nothing(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later)
{
    (void) arena, (void) aggregate, (void) state, (void) later;
}

static Value no_value(const Aggregate *aggregate, const AggregateState *state)
{
    (void) aggregate, (void) state;
    return value_missing();
}

/* ---- the table of them */

static const struct {
    void (*add)(Arena *arena, AggregateState *state, Value value);
    void (*join)(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later);
    Value (*value)(const Aggregate *aggregate, const AggregateState *state);
} aggregates[AGGREGATE_KINDS] = {
    [AGGREGATE_COUNT] = { add_to_count, join_counts, count_value },
    [AGGREGATE_SUM] = { add_to_sum, join_sums, sum_value },
    [AGGREGATE_AVG] = { add_to_sum, join_sums, average_value },
    [AGGREGATE_MIN] = { add_to_min, join_bests, best_value },
    [AGGREGATE_MAX] = { add_to_max, join_bests, best_value },
    [AGGREGATE_DISTINCT] = { add_to_different, join_different, different_value },
    [AGGREGATE_MEDIAN] = { add_to_spread, join_spreads, spread_value },
    [AGGREGATE_PERCENTILE] = { add_to_spread, join_spreads, spread_value },
    [AGGREGATE_TOTAL] = { add_nothing, join_nothing, no_value },
};

Value aggregate_take(Arena *arena, const Aggregate *aggregate, Value value)
{
    if (aggregate->kind != AGGREGATE_DISTINCT || value_is_error(value))
        return value_keep(arena, value);
    if (value.kind == KIND_STRING)
        value = value_str(identity_of_value(aggregate->arg->type, value, arena));
    uint64_t hash = value_hash(0, value);
    return value_uint(hash ? hash : 1);
}

void aggregate_add(Arena *arena, const Aggregate *aggregate, AggregateState *state, Value value)
{
    if (value_is_error(value)) {
        state->status |= value.status;
        return;
    }
    state->count++;
    aggregates[aggregate->kind].add(arena, state, value);
}

void aggregate_join(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later)
{
    state->status |= later->status;
    state->count += later->count;
    aggregates[aggregate->kind].join(arena, aggregate, state, later);
}

Value aggregate_value(const Aggregate *aggregate, const AggregateState *state)
{
    if (state->status)
        return state->status & STATUS_ERROR ? value_error() : value_missing();
    return aggregates[aggregate->kind].value(aggregate, state);
}

bool aggregate_overflows(const Aggregate *aggregate, const AggregateState *state)
{
    Value value = aggregate_value(aggregate, state);
    return state->status == 0 && value_is_error(value) && value.status & STATUS_ERROR;
}
