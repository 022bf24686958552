#include "run/groups.h"

#include <stdlib.h>

#include "model/identity.h"

static size_t aggregate_count(const GroupPlan *plan)
{
    return plan->grouping->aggregates.list.count;
}

/* ---- finding */

static const Type *key_type(const GroupPlan *plan, uint32_t index)
{
    return plan->grouping->keys[index].value.expr->type;
}

static uint64_t hash_of(Arena *arena, const GroupPlan *plan, const Value *keys)
{
    uint64_t hash = 0;
    for (uint32_t i = 0; i < plan->grouping->key_count; i++) {
        bool is_text = keys[i].kind == KIND_STRING;
        hash = value_hash(hash, is_text ? value_str(identity_of_value(key_type(plan, i), keys[i], arena)) : keys[i]);
    }
    return hash;
}

static bool has_keys(Arena *arena, const GroupPlan *plan, const Group *group, const Value *keys)
{
    for (uint32_t i = 0; i < plan->grouping->key_count; i++)
        if (!identity_is_same(key_type(plan, i), group->keys[i], keys[i], arena))
            return false;
    return true;
}

static uint32_t *find_slot(Arena *arena, const Groups *groups, const GroupPlan *plan, uint64_t hash, const Value *keys)
{
    size_t mask = groups->slot_count - 1;
    for (size_t at = (size_t) hash & mask;; at = (at + 1) & mask) {
        uint32_t number = groups->slots[at];
        if (!number || (groups->list.at[number - 1].hash == hash && has_keys(arena, plan, &groups->list.at[number - 1], keys)))
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
    if (plan->condition_count > 0)
        group.holding = arena_array(arena, uint64_t, 1u << plan->condition_count);
    return group;
}

static Group *find_group(Arena *arena, Groups *groups, const GroupPlan *plan, const Value *keys, uint64_t hash)
{
    make_room(arena, groups);
    uint32_t *slot = find_slot(arena, groups, plan, hash, keys);
    if (!*slot) {
        arena_push(arena, &groups->list, group_new(arena, plan, keys, hash));
        *slot = (uint32_t) groups->list.count;
    }
    return &groups->list.at[*slot - 1];
}

Group *groups_at(Arena *arena, Groups *groups, const GroupPlan *plan, const Value *keys)
{
    return find_group(arena, groups, plan, keys, hash_of(arena, plan, keys));
}

/* ---- records */

static bool is_full(uint32_t kept)
{
    return kept > 0 && (kept & (kept - 1)) == 0; /* room is made for 1, 2, 4, 8 ... */
}

static bool is_kept(const Group *group, const GroupRecord *record)
{
    return (group->holding ? group->holding[record->holds] : group->kept) < GROUP_RECORDS;
}

static void keep_record(Arena *arena, Group *group, const GroupRecord *record)
{
    if (group->kept == 0 || is_full(group->kept)) {
        GroupRecord *wider = arena_array(arena, GroupRecord, group->kept ? 2 * group->kept : 1);
        if (group->kept)
            memcpy(wider, group->records, group->kept * sizeof *wider);
        group->records = wider;
    }
    GroupRecord *kept = &group->records[group->kept++];
    *kept = *record;
    kept->key = record->key.len ? arena_str(arena, record->key) : record->key;
}

void group_add_record(Arena *arena, Group *group, const GroupRecord *record)
{
    group->count++;
    if (is_kept(group, record))
        keep_record(arena, group, record);
    if (group->holding)
        group->holding[record->holds]++;
}

/* Those that were kept of a later batch are its first ones, so that the first of both are among them. */
static void join_records(Arena *arena, Group *group, const GroupPlan *plan, const Group *later)
{
    uint32_t ways = group->holding ? 1u << plan->condition_count : 0;
    uint64_t before[1 << GROUP_CONDITIONS];
    for (uint32_t i = 0; i < ways; i++)
        before[i] = group->holding[i];
    for (uint32_t i = 0; i < later->kept; i++) {
        const GroupRecord *record = &later->records[i];
        if (is_kept(group, record))
            keep_record(arena, group, record);
        if (group->holding)
            group->holding[record->holds]++;
    }
    for (uint32_t i = 0; i < ways; i++)
        group->holding[i] = before[i] + later->holding[i];
}

/* ---- joining */

void group_join(Arena *arena, Group *group, const GroupPlan *plan, const Group *later)
{
    group->count += later->count;
    group->doubt |= later->doubt;
    group->reasons |= later->reasons;
    if (group->trouble.len == 0 && later->trouble.len > 0)
        group->trouble = arena_str(arena, later->trouble);
    join_records(arena, group, plan, later);
    for (size_t i = 0; i < aggregate_count(plan); i++)
        aggregate_join(arena, plan->grouping->aggregates.list.at[i], &group->states[i], &later->states[i]);
}

void groups_join(Arena *arena, Groups *groups, const GroupPlan *plan, const Groups *later)
{
    groups->not_asked |= later->not_asked;
    for (size_t i = 0; i < later->list.count; i++) {
        const Group *group = &later->list.at[i];
        group_join(arena, find_group(arena, groups, plan, group->keys, group->hash), plan, group);
    }
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
