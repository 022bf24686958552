/* Open addressing; equal values have equal hashes: numbers by their double, maps whatever the order of their keys.

   The number of slots is settled when the set is made, at twice the items that may come: nothing is moved later. Steps are taken for
   every look at a slot, so that values chosen to collide run out of steps and not of time. */
#include "lang/value_set.h"

static uint64_t value_set_mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

/* 1, 1u and 1.0 are equal and must meet. Above 2^53 several ints have one double; they share a hash and are told apart by fn_equal. */
static uint64_t hash_double(double number)
{
    uint64_t bits;
    number = number == 0 ? 0 : number; /* no negative zero */
    memcpy(&bits, &number, sizeof bits);
    return value_set_mix(KIND_DOUBLE, bits);
}

static bool hash_value(Call *call, Value value, uint64_t *hash);

static bool hash_list(Call *call, const List *list, uint64_t *hash)
{
    *hash = value_set_mix(KIND_LIST, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        uint64_t item;
        if (!hash_value(call, list->at[i], &item))
            return false;
        *hash = value_set_mix(*hash, item);
    }
    return true;
}

static bool hash_map(Call *call, const MapValue *map, uint64_t *hash)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < map->count; i++) {
        uint64_t key, value;
        if (!hash_value(call, map->at[i].key, &key) || !hash_value(call, map->at[i].value, &value))
            return false;
        sum += value_set_mix(key, value);
    }
    *hash = value_set_mix(KIND_MAP, sum);
    return true;
}

static bool hash_value(Call *call, Value value, uint64_t *hash)
{
    bool text = value.kind == KIND_STRING || value.kind == KIND_BYTES;
    if (!fn_walk(call, text ? value.len : 0))
        return false;
    *hash = value.kind;
    switch (value.kind) {
    case KIND_BOOL: *hash = value_set_mix(*hash, value.boolean); break;
    case KIND_INT: *hash = hash_double((double) value.i); break;
    case KIND_UINT: *hash = hash_double((double) value.u); break;
    case KIND_DOUBLE: *hash = hash_double(value.d); break;
    case KIND_STRING:
    case KIND_BYTES:
    case KIND_IP:
    case KIND_CIDR: *hash = value_set_mix(*hash, str_hash(fn_str(value))); break;
    case KIND_TIMESTAMP:
    case KIND_DURATION:
    case KIND_TIME: *hash = value_set_mix(*hash, value.u); break;
    case KIND_RECORD: *hash = value_set_mix(*hash, str_hash(value.key->identity)); break;
    case KIND_DATE: *hash = value_set_mix(*hash, (uint64_t) value.date); break;
    case KIND_LIST: return hash_list(call, value.list, hash);
    case KIND_MAP: return hash_map(call, value.map, hash);
    default: break; /* null, types, optionals, periods: few of them differ */
    }
    return true;
}

bool value_set_init(ValueSet *set, Call *call, const List *items)
{
    uint64_t slots = 8;
    while (slots < 2 * (uint64_t) items->count && slots <= UINT32_MAX / 2)
        slots *= 2;
    *set = (ValueSet) { .call = call, .items = items->at, .slot_count = (uint32_t) slots };
    if (!call_step(call, slots / 8))
        return false;
    set->slots = fn_array(call, slots, sizeof *set->slots);
    set->hashes = fn_array(call, items->count, sizeof *set->hashes);
    if (!set->slots || !set->hashes)
        return false;
    memset(set->slots, 0, (size_t) slots * sizeof *set->slots);
    return true;
}

/* The slot of an equal value, or the empty one where it would stand. */
static Same value_set_find(const ValueSet *set, Value value, uint64_t hash, uint32_t *slot)
{
    const uint32_t mask = set->slot_count - 1;
    for (*slot = (uint32_t) (hash >> 8) & mask;; *slot = (*slot + 1) & mask) {
        uint32_t entry = set->slots[*slot];
        if (entry == 0)
            return SAME_NO;
        if (!call_step(set->call, 1))
            return SAME_STOPPED;
        Same same = set->hashes[entry - 1] == hash ? fn_equal(set->call, set->items[entry - 1], value) : SAME_NO;
        if (same != SAME_NO)
            return same;
    }
}

Same value_set_add(ValueSet *set, uint32_t index)
{
    uint64_t hash;
    uint32_t slot;
    if (!hash_value(set->call, set->items[index], &hash))
        return SAME_STOPPED;
    Same same = value_set_find(set, set->items[index], hash, &slot);
    if (same != SAME_NO)
        return same;
    set->slots[slot] = index + 1;
    set->hashes[index] = hash;
    return SAME_NO;
}

Same value_set_has(const ValueSet *set, Value value)
{
    uint64_t hash;
    uint32_t slot;
    return hash_value(set->call, value, &hash) ? value_set_find(set, value, hash, &slot) : SAME_STOPPED;
}
