/* What functions over a group add up to, record by record: one row each in the table of aggregates.c. States of the batches are
   joined in the order of the batches, so that nothing depends on threads; nor does anything depend on where they were cut, for a state
   can be written down as bytes and joined later. */
#ifndef DULY_RUN_AGGREGATES_H
#define DULY_RUN_AGGREGATES_H

#include "base/bytes.h"
#include "lang/aggregate.h"

/* Hashes of different values. */
typedef struct {
    uint64_t *slots; /* 0: free */
    uint32_t count, capacity;
} Different;

/* Numbers, each with how often it came: what is kept grows with the different ones. */
typedef struct {
    struct SpreadSlot {
        double number;
        uint64_t times; /* 0: free */
    } * slots;
    uint32_t count, capacity;
} Spread;

/* The sum of doubles as doubles that do not overlap: exact, so that it is the same in whatever order and in however many parts it was
   added up. */
typedef struct {
    double *parts; /* the least first */
    uint32_t count, capacity;
    double beyond; /* what is no number, or infinite, added up */
} ExactSum;

typedef struct {
    uint8_t status; /* of the records whose argument is not there */
    uint64_t count; /* of the others */
    union {
        struct {
            uint64_t low;
            int64_t high;
        } whole;      /* of whole numbers: exact in any order */
        ExactSum sum; /* of doubles */
        Value best;
        Different different;
        Spread spread;
    };
} AggregateState;

/* What of a value, or an error value, an aggregate takes in: it outlives the record, in the arena. Of different values a hash will do. */
Value aggregate_take(Arena *arena, const Aggregate *aggregate, Value value);
/* Takes that in. What it keeps of it is copied to the arena; tables that grow are on the heap, till aggregate_free. */
void aggregate_add(Arena *arena, const Aggregate *aggregate, AggregateState *state, Value value);
/* The same of a count of all records, which asks nothing of them. */
static inline void aggregate_count_one(AggregateState *state)
{
    state->count++;
    state->whole.low++;
}
/* Fetches from memory, on the side, where a value would go that was taken of different ones. */
static inline void aggregate_fetch(const AggregateState *state, Value taken)
{
    if (state->different.capacity > 0)
        __builtin_prefetch(&state->different.slots[(uint32_t) taken.u & (state->different.capacity - 1)]);
}
bool aggregate_has_table(const Aggregate *aggregate);
void aggregate_free(const Aggregate *aggregate, AggregateState *state);
/* Takes in what a later batch came to. */
void aggregate_join(Arena *arena, const Aggregate *aggregate, AggregateState *state, const AggregateState *later);
/* As bytes, and taken in from such; false: they are none. */
void aggregate_write(Text *out, const Aggregate *aggregate, const AggregateState *state);
bool aggregate_join_written(Arena *arena, const Aggregate *aggregate, AggregateState *state, Bytes *bytes);
/* What it came to; an error value where an argument was not there, or where there is none. */
Value aggregate_value(const Aggregate *aggregate, const AggregateState *state);

/* Whether its value is too large to be told, though every record has what is added. */
bool aggregate_overflows(const Aggregate *aggregate, const AggregateState *state);

/* A text in it is copied to the arena. */
Value value_keep(Arena *arena, Value value);
/* Equal for values that group alike. */
uint64_t value_hash(uint64_t seed, Value value);

#endif
