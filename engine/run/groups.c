#include "run/groups.h"

#include <stdlib.h>

static size_t aggregate_count(const GroupPlan *plan)
{
    return plan->grouping->aggregates.list.count;
}

/* ---- finding */

static uint64_t hash_of(const Value *keys, uint32_t count)
{
    uint64_t hash = 0;
    for (uint32_t i = 0; i < count; i++)
        hash = value_hash(hash, keys[i]);
    return hash;
}

/* As keys, two values that are not there are the same. */
static bool same_key(Value a, Value b)
{
    if (a.kind == KIND_ERROR || b.kind == KIND_ERROR)
        return a.kind == b.kind;
    return value_equal(a, b) || (a.kind == KIND_DOUBLE && b.kind == KIND_DOUBLE && value_hash(0, a) == value_hash(0, b));
}

static bool has_keys(const Group *group, const Value *keys, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!same_key(group->keys[i], keys[i]))
            return false;
    return true;
}

static uint32_t *find_slot(const Groups *groups, uint64_t hash, const Value *keys, uint32_t count)
{
    size_t mask = groups->slot_count - 1;
    for (size_t at = (size_t) hash & mask;; at = (at + 1) & mask) {
        uint32_t number = groups->slots[at];
        if (!number || (groups->list.at[number - 1].hash == hash && has_keys(&groups->list.at[number - 1], keys, count)))
            return &groups->slots[at];
    }
}

static void make_room(Arena *arena, Groups *groups)
{
    if (groups->list.count * 4 < groups->slot_count * 3)
        return;
    groups->slot_count = groups->slot_count ? groups->slot_count * 2 : 16;
    groups->slots = arena_array(arena, uint32_t, groups->slot_count);
    for (size_t i = 0; i < groups->list.count; i++) {
        size_t at = (size_t) groups->list.at[i].hash & (groups->slot_count - 1);
        while (groups->slots[at])
            at = (at + 1) & (groups->slot_count - 1);
        groups->slots[at] = (uint32_t) i + 1;
    }
}

static Group group_new(Arena *arena, const GroupPlan *plan, const Value *keys, uint64_t hash)
{
    uint32_t count = plan->grouping->key_count;
    Value *kept = arena_array(arena, Value, count);
    for (uint32_t i = 0; i < count; i++)
        kept[i] = value_keep(arena, keys[i]);
    Group group = { .hash = hash, .keys = kept, .states = arena_array(arena, AggregateState, aggregate_count(plan)) };
    for (size_t i = 0; i < aggregate_count(plan); i++) {
        AggregateKind kind = plan->grouping->aggregates.list.at[i]->kind;
        if (kind == AGGREGATE_MIN || kind == AGGREGATE_MAX)
            group.states[i].best = value_missing();
    }
    return group;
}

Group *groups_at(Arena *arena, Groups *groups, const GroupPlan *plan, const Value *keys)
{
    uint32_t count = plan->grouping->key_count;
    uint64_t hash = hash_of(keys, count);
    make_room(arena, groups);
    uint32_t *slot = find_slot(groups, hash, keys, count);
    if (!*slot) {
        arena_push(arena, &groups->list, group_new(arena, plan, keys, hash));
        *slot = (uint32_t) groups->list.count;
    }
    return &groups->list.at[*slot - 1];
}

/* ---- records */

static bool is_full(uint32_t kept)
{
    return kept > 0 && (kept & (kept - 1)) == 0; /* room is made for 1, 2, 4, 8 ... */
}

static void keep_record(Arena *arena, Group *group, Str key)
{
    if (group->kept == GROUP_RECORDS)
        return;
    if (group->kept == 0 || is_full(group->kept)) {
        Str *wider = arena_array(arena, Str, group->kept ? 2 * group->kept : 1);
        if (group->kept)
            memcpy(wider, group->records, group->kept * sizeof *wider);
        group->records = wider;
    }
    group->records[group->kept++] = key.len ? arena_str(arena, key) : key;
}

void group_add_record(Arena *arena, Group *group, Str key, uint64_t line)
{
    if (group->line == 0)
        group->line = line;
    group->count++;
    keep_record(arena, group, key);
}

/* ---- joining */

void group_join(Arena *arena, Group *group, const GroupPlan *plan, const Group *later)
{
    if (group->line == 0)
        group->line = later->line;
    group->count += later->count;
    group->doubt |= later->doubt;
    if (group->trouble.len == 0 && later->trouble.len > 0)
        group->trouble = arena_str(arena, later->trouble);
    for (uint32_t i = 0; i < later->kept; i++)
        keep_record(arena, group, later->records[i]);
    for (size_t i = 0; i < aggregate_count(plan); i++)
        aggregate_join(arena, plan->grouping->aggregates.list.at[i], &group->states[i], &later->states[i]);
}

void groups_join(Arena *arena, Groups *groups, const GroupPlan *plan, const Groups *later)
{
    for (size_t i = 0; i < later->list.count; i++)
        group_join(arena, groups_at(arena, groups, plan, later->list.at[i].keys), plan, &later->list.at[i]);
}

/* ---- order */

typedef struct {
    const Value *keys;
    uint32_t count, number;
} Sorted;

static int compare_values(Value a, Value b)
{
    Order order;
    if (a.kind == KIND_ERROR || b.kind == KIND_ERROR)
        return (a.kind == KIND_ERROR) - (b.kind == KIND_ERROR);
    return value_order(a, b, &order) && order != ORDER_NONE ? (int) order : 0;
}

static int compare_groups(const void *left, const void *right)
{
    const Sorted *a = left, *b = right;
    int result = 0;
    for (uint32_t i = 0; i < a->count && result == 0; i++)
        result = compare_values(a->keys[i], b->keys[i]);
    return result ? result : a->number < b->number ? -1 : a->number > b->number;
}

uint32_t *groups_order(Arena *arena, const Groups *groups, const GroupPlan *plan)
{
    uint32_t *order = arena_array(arena, uint32_t, groups->list.count);
    Sorted *sorted = memory_alloc((groups->list.count + 1) * sizeof *sorted);
    for (uint32_t i = 0; i < groups->list.count; i++)
        sorted[i] = (Sorted) { groups->list.at[i].keys, plan->grouping->key_count, i };
    if (groups->list.count > 0)
        qsort(sorted, groups->list.count, sizeof *sorted, compare_groups);
    for (uint32_t i = 0; i < groups->list.count; i++)
        order[i] = sorted[i].number;
    free_(sorted);
    return order;
}
