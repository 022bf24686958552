/* One row a function in the table at the end; what it keeps of a group is a state that can be added to, joined, written and joined again.

   A result must not depend on threads, nor on where a batch or a share ends. Whole numbers are added in 128 bits, which no batch can
   fill. Doubles are kept as expansions, sums of doubles that do not overlap, to which others are added without loss: J. R. Shewchuk,
   Adaptive Precision Floating-Point Arithmetic (1997), as math.fsum of Python has them, with its last step to the even one of two.
   Different values are counted by 64 bits of a hash; medians keep each number with how often it came. */
#include "run/aggregates.h"

#include <math.h>
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

static uint64_t aggregates_word_of(Value value)
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
    uint64_t word = aggregates_word_of(value);
    Str text = value.kind == KIND_STRING ? value_as_str(value) : (Str) { (const char *) &word, sizeof word };
    return fingerprint_of((Fingerprint) { seed, value.kind }, text).low;
}

/* ---- sums */

static void aggregates_add_whole(AggregateState *state, uint64_t low, int64_t high)
{
    uint64_t before = state->whole.low;
    state->whole.low += low;
    state->whole.high += high + (state->whole.low < before);
}

/* ---- sums of doubles: Shewchuk's expansions, as Python's math.fsum has them */

static void push_part(Arena *arena, ExactSum *sum, uint32_t index, double part)
{
    if (index == sum->capacity) {
        double *wider = arena_array(arena, double, sum->capacity ? 2 * sum->capacity : 2);
        if (index > 0)
            memcpy(wider, sum->parts, index * sizeof *wider);
        sum->parts = wider;
        sum->capacity = sum->capacity ? 2 * sum->capacity : 2;
    }
    sum->parts[index] = part;
}

/* The rounded sum of two, and in *lost what rounding lost: exact where the greater comes first. `volatile` keeps a compiler from
   carrying more digits than a double has, or from seeing that it comes to nothing. */
static double add_two(double a, double b, double *lost)
{
    double great = fabs(a) < fabs(b) ? b : a, small = fabs(a) < fabs(b) ? a : b;
    volatile double sum = great + small, taken = sum - great;
    *lost = small - taken;
    return sum;
}

static void add_double(Arena *arena, ExactSum *sum, double number)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < sum->count && isfinite(number); i++) {
        double lost;
        number = add_two(number, sum->parts[i], &lost);
        if (lost != 0 && isfinite(number))
            push_part(arena, sum, kept++, lost);
    }
    sum->count = kept;
    if (!isfinite(number))
        sum->beyond += number;
    else if (number != 0)
        push_part(arena, sum, sum->count++, number);
}

/* The double that is nearest to all of them, the even one of two. */
static double sum_double(const ExactSum *sum)
{
    uint32_t at = sum->count;
    double total = at > 0 ? sum->parts[--at] : 0, lost = 0;
    if (sum->beyond != 0) /* not a number is none of them, either */
        return sum->beyond;
    while (at > 0 && lost == 0)
        total = add_two(total, sum->parts[--at], &lost);
    if (at > 0 && ((lost < 0 && sum->parts[at - 1] < 0) || (lost > 0 && sum->parts[at - 1] > 0))) {
        volatile double twice = lost * 2, moved = total + twice;
        if (moved - total == twice)
            total = moved;
    }
    return total;
}

static void add_to_sum(Arena *arena, AggregateState *state, Value value)
{
    if (value.kind == KIND_DOUBLE)
        add_double(arena, &state->sum, value.d);
    else
        aggregates_add_whole(state, value.u, value.kind != KIND_UINT && value.i < 0 ? -1 : 0);
}

static bool adds_doubles(const Aggregate *aggregate)
{
    return aggregate->arg->type->kind == KIND_DOUBLE;
}

static void write_sum(Text *out, const Aggregate *aggregate, const AggregateState *state)
{
    if (!adds_doubles(aggregate)) {
        bytes_word(out, state->whole.low);
        bytes_word(out, (uint64_t) state->whole.high);
        return;
    }
    bytes_double(out, state->sum.beyond);
    bytes_number(out, state->sum.count);
    for (uint32_t i = 0; i < state->sum.count; i++)
        bytes_double(out, state->sum.parts[i]);
}

static void join_written_sum(Arena *arena, const Aggregate *aggregate, AggregateState *state, Bytes *bytes)
{
    if (!adds_doubles(aggregate)) {
        uint64_t low = bytes_take_word(bytes);
        aggregates_add_whole(state, low, (int64_t) bytes_take_word(bytes));
        return;
    }
    state->sum.beyond += bytes_take_double(bytes);
    for (uint32_t left = bytes_take_count(bytes, sizeof(uint64_t)); left > 0 && !bytes->failed; left--)
        add_double(arena, &state->sum, bytes_take_double(bytes));
}

static void join_sums(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later)
{
    for (uint32_t i = 0; adds_doubles(aggregate) && i < later->sum.count; i++)
        add_double(arena, &state->sum, later->sum.parts[i]);
    if (adds_doubles(aggregate))
        state->sum.beyond += later->sum.beyond;
    else
        aggregates_add_whole(state, later->whole.low, later->whole.high);
}

/* Too large a sum is as one that cannot be worked out. */
static Value sum_value(const Aggregate *aggregate, const AggregateState *state)
{
    Kind kind = aggregate->arg->type->kind;
    int64_t sign = state->whole.low >> 63 ? -1 : 0;
    if (kind == KIND_DOUBLE)
        return value_double(sum_double(&state->sum));
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
                     ? sum_double(&state->sum)
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

static void write_count(Text *out, const Aggregate *aggregate, const AggregateState *state)
{
    (void) aggregate;
    bytes_number(out, state->whole.low);
}

static void join_written_count(Arena *arena, const Aggregate *aggregate, AggregateState *state, Bytes *bytes)
{
    (void) arena, (void) aggregate;
    state->whole.low += bytes_take_number(bytes);
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

static uint64_t word_as_it_is(Value value)
{
    return value.kind == KIND_DOUBLE ? value.u : aggregates_word_of(value);
}

static void aggregates_take_word(Bytes *bytes, Value *value)
{
    uint64_t word = bytes_take_word(bytes);
    value->u = word;
    if (value->kind == KIND_BOOL)
        *value = value_bool(word != 0);
    if (value->kind == KIND_DATE && !(word <= DATE_MAX && date_is_packed((int64_t) word)))
        bytes_fail(bytes);
    else if (value->kind == KIND_DATE)
        *value = value_date((Date) word);
}

static bool aggregates_is_written(Kind kind)
{
    return kind >= KIND_BOOL && kind <= KIND_DATE;
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

/* What there is an order of, and a record of nobody. */
static void write_best(Text *out, const Aggregate *aggregate, const AggregateState *state)
{
    const Value *best = &state->best;
    (void) aggregate;
    bytes_number(out, best->kind == KIND_ERROR ? 0 : best->kind);
    if (best->kind == KIND_STRING || best->kind == KIND_BYTES)
        bytes_text(out, value_as_str(*best));
    else if (best->kind != KIND_ERROR)
        bytes_word(out, word_as_it_is(*best));
    if (best->kind == KIND_TIMESTAMP)
        bytes_number(out, (uint32_t) best->nanos);
}

static void join_written_best(Arena *arena, const Aggregate *aggregate, AggregateState *state, Bytes *bytes)
{
    Kind kind = (Kind) bytes_take_below(bytes, KIND_DYN);
    Value value = { .kind = (uint8_t) kind };
    if (kind == 0 || bytes->failed)
        return;
    if (kind != aggregate->arg->type->kind || !aggregates_is_written(kind)) {
        bytes_fail(bytes);
        return;
    }
    if (kind == KIND_STRING || kind == KIND_BYTES) {
        Str text = bytes_take_text(bytes);
        value.len = (uint32_t) text.len;
        value.at = text.at;
    } else {
        aggregates_take_word(bytes, &value);
    }
    if (kind == KIND_TIMESTAMP)
        value.nanos = (int32_t) bytes_take_below(bytes, 1000000000);
    if (!bytes->failed)
        take_best(arena, state, value, aggregate->kind == AGGREGATE_MIN ? ORDER_LESS : ORDER_MORE);
}

static Value best_value(const Aggregate *aggregate, const AggregateState *state)
{
    (void) aggregate;
    return state->best.kind == KIND_ERROR ? value_missing() : state->best;
}

/* ---- different values */

static uint64_t *aggregates_find_slot(const Different *set, uint64_t hash)
{
    uint32_t mask = set->capacity - 1, at = (uint32_t) hash & mask;
    while (set->slots[at] && set->slots[at] != hash)
        at = (at + 1) & mask;
    return &set->slots[at];
}

/* On the heap: in an arena what a table grew out of would stay behind, as much as there is in use. */
static void *new_table(uint32_t capacity, size_t size)
{
    return memset(memory_alloc(capacity * size), 0, capacity * size);
}

static void aggregates_make_room(Different *set)
{
    Different wider = { .count = set->count, .capacity = set->capacity ? set->capacity * 2 : 8 };
    wider.slots = new_table(wider.capacity, sizeof *wider.slots);
    for (uint32_t i = 0; i < set->capacity; i++)
        if (set->slots[i])
            *aggregates_find_slot(&wider, set->slots[i]) = set->slots[i];
    free_(set->slots);
    *set = wider;
}

static void aggregates_add_hash(Different *set, uint64_t hash)
{
    if (set->count * 4 >= set->capacity * 3)
        aggregates_make_room(set);
    uint64_t *slot = aggregates_find_slot(set, hash);
    set->count += *slot == 0;
    *slot = hash;
}

static void add_to_different(Arena *arena, AggregateState *state, Value value)
{
    (void) arena;
    aggregates_add_hash(&state->different, value.u);
}

static void join_different(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later)
{
    (void) arena, (void) aggregate;
    for (uint32_t i = 0; i < later->different.capacity; i++)
        if (later->different.slots[i])
            aggregates_add_hash(&state->different, later->different.slots[i]);
}

static void write_different(Text *out, const Aggregate *aggregate, const AggregateState *state)
{
    (void) aggregate;
    bytes_number(out, state->different.count);
    for (uint32_t i = 0; i < state->different.capacity; i++)
        if (state->different.slots[i])
            bytes_word(out, state->different.slots[i]);
}

static void join_written_different(Arena *arena, const Aggregate *aggregate, AggregateState *state, Bytes *bytes)
{
    (void) arena, (void) aggregate;
    for (uint32_t left = bytes_take_count(bytes, sizeof(uint64_t)); left > 0 && !bytes->failed; left--) {
        uint64_t hash = bytes_take_word(bytes);
        if (hash)
            aggregates_add_hash(&state->different, hash);
        else
            bytes_fail(bytes);
    }
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

static void aggregates_widen(Spread *spread)
{
    Spread wider = { .count = spread->count, .capacity = spread->capacity ? spread->capacity * 2 : 8 };
    wider.slots = new_table(wider.capacity, sizeof *wider.slots);
    for (uint32_t i = 0; i < spread->capacity; i++)
        if (spread->slots[i].times)
            *find_number(&wider, spread->slots[i].number) = spread->slots[i];
    free_(spread->slots);
    *spread = wider;
}

static void aggregates_add_number(Spread *spread, double number, uint64_t times)
{
    if (spread->count * 4 >= spread->capacity * 3)
        aggregates_widen(spread);
    struct SpreadSlot *slot = find_number(spread, number);
    spread->count += slot->times == 0;
    slot->number = number == 0 ? 0 : number; /* whichever zero came last */
    slot->times += times;
}

static void add_to_spread(Arena *arena, AggregateState *state, Value value)
{
    (void) arena;
    aggregates_add_number(&state->spread, value_as_double(value), 1);
}

static void join_spreads(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later)
{
    (void) arena, (void) aggregate;
    for (uint32_t i = 0; i < later->spread.capacity; i++)
        if (later->spread.slots[i].times)
            aggregates_add_number(&state->spread, later->spread.slots[i].number, later->spread.slots[i].times);
}

static void write_spread(Text *out, const Aggregate *aggregate, const AggregateState *state)
{
    (void) aggregate;
    bytes_number(out, state->spread.count);
    for (uint32_t i = 0; i < state->spread.capacity; i++)
        if (state->spread.slots[i].times) {
            bytes_double(out, state->spread.slots[i].number);
            bytes_number(out, state->spread.slots[i].times);
        }
}

static void join_written_spread(Arena *arena, const Aggregate *aggregate, AggregateState *state, Bytes *bytes)
{
    (void) arena, (void) aggregate;
    for (uint32_t left = bytes_take_count(bytes, sizeof(uint64_t)); left > 0 && !bytes->failed; left--) {
        double number = bytes_take_double(bytes);
        uint64_t times = bytes_take_number(bytes);
        if (times)
            aggregates_add_number(&state->spread, number, times);
        else
            bytes_fail(bytes);
    }
}

static int aggregates_compare_numbers(const void *left, const void *right)
{
    double a = ((const struct SpreadSlot *) left)->number, b = ((const struct SpreadSlot *) right)->number;
    return (a > b) - (a < b);
}

/* The number at a place of their order, counted from 1. */
static double number_at(const struct SpreadSlot *sorted, uint64_t place)
{
    while (place > sorted->times) /* there are that many: aggregate_join_written looks */
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
    qsort(sorted, kept, sizeof *sorted, aggregates_compare_numbers);
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

static void write_nothing(Text *out, const Aggregate *aggregate, const AggregateState *state)
{
    (void) out, (void) aggregate, (void) state;
}

static void join_written_nothing(Arena *arena, const Aggregate *aggregate, AggregateState *state, Bytes *bytes)
{
    (void) arena, (void) aggregate, (void) state, (void) bytes;
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
    void (*write)(Text *out, const Aggregate *aggregate, const AggregateState *state);
    void (*join_written)(Arena *arena, const Aggregate *aggregate, AggregateState *state, Bytes *bytes);
} aggregates[AGGREGATE_KINDS] = {
    [AGGREGATE_COUNT] = { add_to_count, join_counts, count_value, write_count, join_written_count },
    [AGGREGATE_SUM] = { add_to_sum, join_sums, sum_value, write_sum, join_written_sum },
    [AGGREGATE_AVG] = { add_to_sum, join_sums, average_value, write_sum, join_written_sum },
    [AGGREGATE_MIN] = { add_to_min, join_bests, best_value, write_best, join_written_best },
    [AGGREGATE_MAX] = { add_to_max, join_bests, best_value, write_best, join_written_best },
    [AGGREGATE_DISTINCT] = { add_to_different, join_different, different_value, write_different, join_written_different },
    [AGGREGATE_MEDIAN] = { add_to_spread, join_spreads, spread_value, write_spread, join_written_spread },
    [AGGREGATE_PERCENTILE] = { add_to_spread, join_spreads, spread_value, write_spread, join_written_spread },
    [AGGREGATE_TOTAL] = { add_nothing, join_nothing, no_value, write_nothing, join_written_nothing },
};

Value aggregate_take(Arena *arena, const Aggregate *aggregate, Value value)
{
    if (aggregate->kind != AGGREGATE_DISTINCT || value_is_error(value))
        return value_keep(arena, value);
    if (value.kind == KIND_STRING && !identity_is_graphic(value_as_str(value)))
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

bool aggregate_has_table(const Aggregate *aggregate)
{
    return aggregate->kind == AGGREGATE_DISTINCT || aggregates[aggregate->kind].add == add_to_spread;
}

void aggregate_free(const Aggregate *aggregate, AggregateState *state)
{
    if (aggregate_has_table(aggregate))
        free_(aggregate->kind == AGGREGATE_DISTINCT ? (void *) state->different.slots : (void *) state->spread.slots);
}

void aggregate_join(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later)
{
    state->status |= later->status;
    state->count += later->count;
    aggregates[aggregate->kind].join(arena, aggregate, state, later);
}

void aggregate_write(Text *out, const Aggregate *aggregate, const AggregateState *state)
{
    bytes_number(out, state->status);
    bytes_number(out, state->count);
    aggregates[aggregate->kind].write(out, aggregate, state);
}

/* How many numbers are spread is what their count says. */
static bool is_spread(const Aggregate *aggregate)
{
    return aggregate->kind == AGGREGATE_MEDIAN || aggregate->kind == AGGREGATE_PERCENTILE;
}

static bool aggregates_is_whole(const Aggregate *aggregate, const AggregateState *state)
{
    uint64_t count = 0;
    if (!is_spread(aggregate))
        return true;
    for (uint32_t i = 0; i < state->spread.capacity; i++)
        count += state->spread.slots[i].times;
    return count == state->count;
}

bool aggregate_join_written(Arena *arena, const Aggregate *aggregate, AggregateState *state, Bytes *bytes)
{
    state->status |= (uint8_t) bytes_take_below(bytes, (STATUS_MISSING | STATUS_ERROR) + 1);
    state->count += bytes_take_number(bytes);
    aggregates[aggregate->kind].join_written(arena, aggregate, state, bytes);
    return !bytes->failed && aggregates_is_whole(aggregate, state);
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
