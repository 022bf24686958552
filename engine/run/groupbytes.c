#include "run/groupbytes.h"

#include "run/called.h"
#include "run/groupkey.h"

enum { IS_LONE = 1, IS_SHOWN_SO = 2, IS_CALLED = 4, WRITTEN_FLAGS = 8 };

static void write_record(Text *out, const Groups *groups, uint32_t number, Arena *arena)
{
    RollRecord record = roll_record(groups->roll, number, arena);
    bytes_number(out, record.line);
    bytes_text(out, record.key);
}

static void write_large(Text *out, const Groups *groups, const GroupPlan *plan, const Group *group, Arena *arena)
{
    bytes_number(out, group->count);
    bytes_number(out, group->doubt);
    bytes_number(out, group->reasons);
    bytes_text(out, group->trouble);
    for (uint32_t i = 0; group->holding && i < 1u << plan->condition_count; i++)
        bytes_number(out, group->holding[i]);
    bytes_number(out, group->kept);
    for (uint32_t i = 0; i < group->kept; i++) {
        bytes_number(out, group->records[i].holds);
        write_record(out, groups, group->records[i].number, arena);
    }
    for (size_t i = 0; i < plan->grouping->aggregates.list.count; i++)
        aggregate_write(out, plan->grouping->aggregates.list.at[i], &group->states[i]);
}

void groups_write(Text *out, const Groups *groups, const GroupPlan *plan, uint32_t number)
{
    Arena arena = { 0 };
    Str key = groups_key(groups, number, &arena), shown = groups_shown(groups, number, &arena), called = groups_called(groups, number);
    bool is_lone = groups_is_lone(groups, number), differs = !str_equal(shown, key);
    bytes_text(out, key);
    bytes_number(out, (is_lone ? IS_LONE : 0) | (differs ? 0 : IS_SHOWN_SO) | (called.len > 0 ? IS_CALLED : 0));
    if (differs)
        bytes_text(out, shown);
    if (called.len > 0)
        bytes_text(out, called);
    const Group *group = groups_look(&arena, groups, plan, number);
    if (is_lone)
        write_record(out, groups, group->records[0].number, &arena);
    else
        write_large(out, groups, plan, group, &arena);
    arena_free(&arena);
}

/* ---- taking in */

typedef struct {
    Arena *arena;
    Groups *groups;
    const GroupPlan *plan;
    Bytes bytes;
    uint64_t lines;
} Taking;

static uint32_t groupbytes_take_record(Taking *taking)
{
    uint64_t line = bytes_take_number(&taking->bytes);
    Str key = bytes_take_text(&taking->bytes);
    return taking->bytes.failed ? 0 : roll_add(taking->groups->roll, key, line + taking->lines);
}

/* So many records are kept already for which these conditions hold. */
static uint32_t kept_of(const Group *group, uint32_t holds)
{
    uint32_t count = 0;
    for (uint32_t i = 0; group->holding && i < group->kept; i++)
        count += group->records[i].holds == holds;
    return group->holding ? count : group->kept;
}

static void groupbytes_take_records(Taking *taking, Group *group)
{
    uint32_t conditions = 1u << taking->plan->condition_count;
    for (uint32_t left = bytes_take_count(&taking->bytes, 3); left > 0 && !taking->bytes.failed; left--) {
        uint32_t holds = bytes_take_below(&taking->bytes, conditions);
        bool is_kept = kept_of(group, holds) < GROUP_RECORDS;
        if (!is_kept) {
            bytes_take_number(&taking->bytes);
            bytes_take_text(&taking->bytes);
            continue;
        }
        uint32_t number = groupbytes_take_record(taking);
        if (!taking->bytes.failed)
            group_keep(taking->arena, group, (GroupRecord) { number, holds });
    }
}

static void take_large(Taking *taking, Group *group)
{
    Bytes *bytes = &taking->bytes;
    group->count += bytes_take_number(bytes);
    group->doubt |= (uint8_t) bytes_take_below(bytes, (STATUS_MISSING | STATUS_ERROR) + 1);
    group->reasons |= (uint8_t) bytes_take_below(bytes, 1 << 8);
    Str trouble = bytes_take_text(bytes);
    if (group->trouble.len == 0 && trouble.len > 0)
        group->trouble = arena_str(taking->arena, trouble);
    for (uint32_t i = 0; group->holding && i < 1u << taking->plan->condition_count; i++)
        group->holding[i] += bytes_take_number(bytes);
    groupbytes_take_records(taking, group);
    for (size_t i = 0; i < taking->plan->grouping->aggregates.list.count && !bytes->failed; i++)
        if (!aggregate_join_written(taking->arena, taking->plan->grouping->aggregates.list.at[i], &group->states[i], bytes))
            bytes_fail(bytes);
}

/* One record, of which nothing else is to be said. */
static void take_lone(Taking *taking, uint32_t number, bool is_new)
{
    const Aggregates *aggregates = &taking->plan->grouping->aggregates;
    uint32_t record = groupbytes_take_record(taking);
    if (taking->bytes.failed)
        return;
    if (is_new) {
        groups_add_lone(taking->groups, record);
        return;
    }
    Group *group = groups_large(taking->arena, taking->groups, taking->plan, number);
    if (kept_of(group, 0) < GROUP_RECORDS)
        group_keep(taking->arena, group, (GroupRecord) { record, 0 });
    group->count++;
    for (size_t i = 0; i < aggregates->list.count; i++)
        aggregate_add(taking->arena, aggregates->list.at[i], &group->states[i], value_bool(true));
}

/* Only then is one word all that is known of a group (groups.c). */
static bool groupbytes_only_counts(const GroupPlan *plan)
{
    bool only = !plan->statistic;
    for (size_t i = 0; i < plan->grouping->aggregates.list.count; i++)
        only &= plan->args[i] == NODE_NONE && plan->grouping->aggregates.list.at[i]->kind == AGGREGATE_COUNT;
    return only;
}

bool groups_take(Arena *arena, Groups *groups, const GroupPlan *plan, Str bytes, uint64_t lines)
{
    Taking taking = { arena, groups, plan, { bytes, false }, lines };
    Str key = bytes_take_text(&taking.bytes);
    uint32_t flags = bytes_take_below(&taking.bytes, WRITTEN_FLAGS);
    Str shown = flags & IS_SHOWN_SO ? key : bytes_take_text(&taking.bytes);
    Str called = flags & IS_CALLED ? bytes_take_text(&taking.bytes) : (Str) { 0 };
    if (taking.bytes.failed || !groupkey_is(key, plan->grouping) || !groupkey_is(shown, plan->grouping) || !called_are(called, plan) ||
        (flags & IS_LONE && !groupbytes_only_counts(plan)))
        return false;
    uint32_t before = groups_count(groups), number = groups_number(arena, groups, plan, keyset_tag(key), key);
    bool is_new = number == before;
    if (flags & IS_LONE)
        take_lone(&taking, number, is_new);
    else
        take_large(&taking, groups_large(arena, groups, plan, number));
    if (is_new && !(flags & IS_SHOWN_SO))
        groups_add_shown(arena, groups, number, shown);
    if (is_new)
        groups_add_called(arena, groups, number, called);
    return bytes_are_done(&taking.bytes);
}
