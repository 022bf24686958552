/* Groups have numbers, and what is kept of them stands by number. Of a rule that only counts, most groups have one record, and then one
   word is all that is known of them: a number of four bytes. Only a second record, or something that is missing, makes a group of it that
   takes room. So a key that nobody repeats costs 12 bytes where keys are alike (keyset.h), else some 30 beside its own, where it cost 250. */
#include "run/groups.h"

#include <stdlib.h>

#include "run/called.h"
#include "run/groupkey.h"

enum { SOME = 32 /* records, of which what is needed is fetched from memory together */ };

static size_t aggregate_count(const GroupPlan *plan)
{
    return plan->grouping->aggregates.list.count;
}

/* ---- memory: what grows without end is on the heap, so that nothing of it stays behind */

static void release_groups(void *object)
{
    Groups *groups = object;
    keyset_free(&groups->set);
    array_free(&groups->words);
    array_free(&groups->large);
    array_free(&groups->shown);
    array_free(&groups->called);
}

static void release_roll(void *object)
{
    roll_free(object);
}

Roll *roll_new(Arena *arena)
{
    Roll *roll = arena_new(arena, Roll);
    arena_defer(arena, release_roll, roll);
    return roll;
}

static bool groups_only_counts(const GroupPlan *plan)
{
    bool only = !plan->statistic;
    for (size_t i = 0; i < aggregate_count(plan); i++)
        only &= plan->args[i] == NODE_NONE && plan->grouping->aggregates.list.at[i]->kind == AGGREGATE_COUNT;
    return only;
}

static void open_groups(Arena *arena, Groups *groups, const GroupPlan *plan)
{
    if (groups->is_open)
        return;
    groups->is_open = true;
    groups->are_lone = groups_only_counts(plan);
    arena_defer(arena, release_groups, groups);
    if (!groups->roll)
        groups->roll = roll_new(arena);
}

/* ---- groups that have more to them than a record */

typedef struct {
    const GroupPlan *plan;
    AggregateState *states;
} States;

static void release_states(void *object)
{
    const States *of = object;
    for (size_t i = 0; i < aggregate_count(of->plan); i++)
        aggregate_free(of->plan->grouping->aggregates.list.at[i], &of->states[i]);
}

static AggregateState *new_states(Arena *arena, const GroupPlan *plan)
{
    States of = { plan, arena_array(arena, AggregateState, aggregate_count(plan)) };
    bool has_tables = false;
    for (size_t i = 0; i < aggregate_count(plan); i++)
        has_tables |= aggregate_has_table(plan->grouping->aggregates.list.at[i]);
    if (has_tables) {
        States *kept = arena_new(arena, States);
        *kept = of;
        arena_defer(arena, release_states, kept);
    }
    return of.states;
}

Group group_new(Arena *arena, const GroupPlan *plan)
{
    Group group = { .states = new_states(arena, plan) };
    for (size_t i = 0; i < aggregate_count(plan); i++) {
        AggregateKind kind = plan->grouping->aggregates.list.at[i]->kind;
        if (kind == AGGREGATE_MIN || kind == AGGREGATE_MAX)
            group.states[i].best = value_missing();
    }
    if (plan->condition_count > 0)
        group.holding = arena_array(arena, uint64_t, 1u << plan->condition_count);
    return group;
}

/* How many there is room for next: what was outgrown stays behind in the arena, so there are few steps to what most large groups keep. */
static uint32_t wider_room(uint32_t room)
{
    return room < 2 ? room + 1 : room == 2 ? 8 : room == 8 ? 32 : room == 32 ? GROUP_RECORDS : 2 * room;
}

static bool groups_is_full(uint32_t kept)
{
    uint32_t room = 0;
    while (room < kept)
        room = wider_room(room);
    return room == kept;
}

void group_keep(Arena *arena, Group *group, GroupRecord record)
{
    if (groups_is_full(group->kept)) {
        GroupRecord *wider = arena_array(arena, GroupRecord, wider_room(group->kept));
        if (group->kept)
            memcpy(wider, group->records, group->kept * sizeof *wider);
        group->records = wider;
    }
    group->records[group->kept++] = record;
}

/* Whether there is room for one more record for which these conditions hold. */
static bool groups_has_room(const Group *group, uint32_t holds)
{
    return (group->holding ? group->holding[holds] : group->kept) < GROUP_RECORDS;
}

static void groups_add_values(Arena *arena, Group *group, const GroupPlan *plan, const Gathered *gathered, uint32_t index)
{
    for (size_t i = 0; i < aggregate_count(plan); i++)
        if (gathered->values[i])
            aggregate_add(arena, plan->grouping->aggregates.list.at[i], &group->states[i], gathered->values[i][index]);
        else
            aggregate_count_one(&group->states[i]);
}

static void groups_add_record(Arena *arena, Groups *groups, Group *group, const GroupPlan *plan, const Gathered *gathered, uint32_t index)
{
    uint32_t holds = gathered->holds[index];
    group->count++;
    if (gathered->batch && groups_has_room(group, holds))
        group_keep(arena, group, (GroupRecord) { roll_keep(groups->roll, gathered->batch, gathered->rows[index]), holds });
    if (group->holding)
        group->holding[holds]++;
    group->doubt |= gathered->doubts[index];
    group->reasons |= gathered->reasons[index];
    if (!gathered->doubts[index])
        groups_add_values(arena, group, plan, gathered, index);
}

/* ---- groups of one record, of rules that only count */

static Group lone_group(Arena *arena, const GroupPlan *plan, uint32_t record)
{
    Group group = group_new(arena, plan);
    group.count = 1;
    group_keep(arena, &group, (GroupRecord) { record, 0 });
    for (size_t i = 0; i < aggregate_count(plan); i++)
        aggregate_add(arena, plan->grouping->aggregates.list.at[i], &group.states[i], value_bool(true));
    return group;
}

Group *groups_large(Arena *arena, Groups *groups, const GroupPlan *plan, uint32_t number)
{
    if (number == groups->words.count || groups_is_lone(groups, number)) {
        Group group = number == groups->words.count ? group_new(arena, plan) : lone_group(arena, plan, groups->words.at[number]);
        uint32_t word = (uint32_t) groups->large.count | GROUP_IS_LARGE;
        array_push(&groups->large, group);
        if (number == groups->words.count)
            array_push(&groups->words, word);
        else
            groups->words.at[number] = word;
    }
    return &groups->large.at[groups->words.at[number] & ~GROUP_IS_LARGE];
}

uint32_t groups_number(Arena *arena, Groups *groups, const GroupPlan *plan, uint32_t tag, Str key)
{
    open_groups(arena, groups, plan);
    groups->set.pages.is_closed = keyset_count(&groups->set) == 0 || groups->set.pages.is_closed;
    return keyset_add(&groups->set, tag, key);
}

void groups_add_lone(Groups *groups, uint32_t record)
{
    array_push(&groups->words, record);
}

void groups_add_shown(Arena *arena, Groups *groups, uint32_t number, Str keys)
{
    array_push(&groups->shown, ((struct GroupText) { number, arena_str(arena, keys) }));
}

void groups_add_called(Arena *arena, Groups *groups, uint32_t number, Str names)
{
    if (names.len > 0)
        array_push(&groups->called, ((struct GroupText) { number, arena_str(arena, names) }));
}

/* The roll is shared, and counted with each. */
size_t groups_size(const Groups *groups)
{
    return keyset_size(&groups->set) + groups->words.capacity * sizeof *groups->words.at +
           groups->large.capacity * sizeof *groups->large.at + (groups->roll ? roll_size(groups->roll) : 0);
}

/* ---- joining */

uint32_t groups_at(Arena *arena, Groups *groups, const GroupPlan *plan, const Value *keys)
{
    Text identity = { 0 }, shown = { 0 };
    open_groups(arena, groups, plan);
    bool differs = groupkey_identify(&identity, plan->grouping, keys, arena);
    uint32_t number = keyset_add(&groups->set, keyset_tag(text_str(&identity)), text_str(&identity));
    if (number == groups->words.count) {
        groups_large(arena, groups, plan, number);
        groupkey_show(&shown, plan->grouping, keys);
        if (differs)
            groups_add_shown(arena, groups, number, text_str(&shown));
    }
    text_free(&identity);
    text_free(&shown);
    return number;
}

/* Goes through what is told of a few of the records along with the records; NULL: nothing is of this one. */
static const Str *text_about(const GatheredText **at, size_t *left, uint32_t index)
{
    if (*left == 0 || (*at)->index != index)
        return NULL;
    --*left;
    return &(*at)++->text;
}

/* A record, its group already found; whether it is the first of it. */
static bool join_record(Arena *arena, Groups *groups, const GroupPlan *plan, const Gathered *later, uint32_t index, uint32_t number,
                        const Str *trouble)
{
    bool is_new = number == groups->words.count;
    if (is_new && !trouble && !later->doubts[index] && groups->are_lone) {
        array_push(&groups->words, roll_keep(groups->roll, later->batch, later->rows[index]));
        return true;
    }
    Group *group = groups_large(arena, groups, plan, number);
    groups_add_record(arena, groups, group, plan, later, index);
    if (trouble && group->trouble.len == 0)
        group->trouble = arena_str(arena, *trouble);
    return is_new;
}

/* Records some of which want something, or have keys that are shown otherwise. */
static void join_plainly(Arena *arena, Groups *groups, const GroupPlan *plan, const Gathered *later)
{
    const GatheredText *shown = later->shown.at, *trouble = later->troubles.at;
    size_t shown_left = later->shown.count, troubles_left = later->troubles.count;
    for (uint32_t i = 0; i < later->count; i++) {
        uint32_t number = keyset_add(&groups->set, gathered_tag(later, i), gathered_key(later, i));
        bool is_new = join_record(arena, groups, plan, later, i, number, text_about(&trouble, &troubles_left, i));
        const Str *keys = text_about(&shown, &shown_left, i);
        if (keys && is_new)
            groups_add_shown(arena, groups, number, *keys);
    }
}

/* What an aggregate will look at when the values of a record are added is fetched on the side. */
static void fetch_states(const Groups *groups, const GroupPlan *plan, const Gathered *later, uint32_t index, uint32_t number)
{
    if (number >= groups->words.count || groups_is_lone(groups, number))
        return;
    const Group *group = &groups->large.at[groups->words.at[number] & ~GROUP_IS_LARGE];
    for (size_t i = 0; i < aggregate_count(plan); i++)
        if (plan->grouping->aggregates.list.at[i]->kind == AGGREGATE_DISTINCT)
            aggregate_fetch(&group->states[i], later->values[i][index]);
}

/* Records of which all is there, some at a time: first their numbers are found, then what stands by number is fetched, and then it is there
   when it is needed. */
static void join_usual(Arena *arena, Groups *groups, const GroupPlan *plan, const Gathered *later)
{
    uint32_t numbers[SOME];
    KeyProbe probes[SOME];
    for (uint32_t from = 0; from < later->count; from += SOME) {
        uint32_t count = later->count - from < SOME ? later->count - from : SOME;
        for (uint32_t i = 0; i < count; i++)
            keyset_look(&groups->set, gathered_tag(later, from + i), gathered_key(later, from + i), &probes[i]);
        for (uint32_t i = 0; i < count; i++) {
            numbers[i] = keyset_put(&groups->set, &probes[i]);
            if (numbers[i] < groups->words.count)
                __builtin_prefetch(&groups->words.at[numbers[i]]);
        }
        for (uint32_t i = 0; i < count; i++)
            fetch_states(groups, plan, later, from + i, numbers[i]);
        for (uint32_t i = 0; i < count; i++)
            join_record(arena, groups, plan, later, from + i, numbers[i], NULL);
    }
}

/* Those that came with a batch: each as its first record has it. */
static void call_new(Arena *arena, Groups *groups, const GroupPlan *plan, const Sides *sides, uint32_t first)
{
    Arena scratch = { 0 };
    for (uint32_t number = first; number < groups_count(groups); number++) {
        Str names = called_find(arena, plan, sides, groups_key(groups, number, &scratch));
        if (names.len > 0)
            array_push(&groups->called, ((struct GroupText) { number, names }));
        arena_reset(&scratch);
    }
    arena_free(&scratch);
}

void groups_join(Arena *arena, Groups *groups, const GroupPlan *plan, const Gathered *later, const Sides *sides)
{
    open_groups(arena, groups, plan);
    uint32_t before = groups_count(groups);
    groups->not_asked |= later->not_asked;
    if (later->is_usual)
        join_usual(arena, groups, plan, later);
    else
        join_plainly(arena, groups, plan, later);
    if (sides && called_are_wanted(plan))
        call_new(arena, groups, plan, sides, before);
}

void group_join(Arena *arena, Group *group, const GroupPlan *plan, const Group *other)
{
    group->count += other->count;
    group->doubt |= other->doubt;
    group->reasons |= other->reasons;
    if (group->trouble.len == 0 && other->trouble.len > 0)
        group->trouble = arena_str(arena, other->trouble);
    for (size_t i = 0; i < aggregate_count(plan); i++)
        aggregate_join(arena, plan->grouping->aggregates.list.at[i], &group->states[i], &other->states[i]);
}

/* ---- looking at them */

static int groups_compare_numbers(const void *left, const void *right)
{
    uint32_t a = ((const struct GroupText *) left)->number, b = ((const struct GroupText *) right)->number;
    return a < b ? -1 : a > b;
}

static Str groups_said_of(const GroupTexts *texts, uint32_t number)
{
    const struct GroupText wanted = { .number = number }, *found = NULL;
    if (texts->count > 0)
        found = bsearch(&wanted, texts->at, texts->count, sizeof wanted, groups_compare_numbers);
    return found ? found->text : (Str) { 0 };
}

Str groups_shown(const Groups *groups, uint32_t number, Arena *arena)
{
    Str shown = groups_said_of(&groups->shown, number);
    return shown.at ? shown : groups_key(groups, number, arena);
}

Str groups_called(const Groups *groups, uint32_t number)
{
    return groups_said_of(&groups->called, number);
}

Str groups_key(const Groups *groups, uint32_t number, Arena *arena)
{
    return keyset_key(&groups->set, number, arena);
}

static const Value *groups_keys_of(Arena *arena, const Groups *groups, const GroupPlan *plan, uint32_t number)
{
    Value *keys = arena_array(arena, Value, plan->grouping->key_count);
    groupkey_read(groups_shown(groups, number, arena), keys, plan->grouping->key_count);
    return keys;
}

const Group *groups_look(Arena *arena, const Groups *groups, const GroupPlan *plan, uint32_t number)
{
    Group *group = arena_new(arena, Group);
    uint32_t word = groups->words.at[number];
    *group = word & GROUP_IS_LARGE ? groups->large.at[word & ~GROUP_IS_LARGE] : lone_group(arena, plan, word);
    group->keys = groups_keys_of(arena, groups, plan, number);
    group->called = groups_called(groups, number);
    return group;
}

/* ---- order */

typedef struct {
    const Value *keys;
    uint32_t count, number;
    Str bytes; /* by which they are known: of keys that are in no order, the same one always */
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
    return result ? result : str_compare(a->bytes, b->bytes);
}

void groups_sort(const Groups *groups, const GroupPlan *plan, uint32_t *numbers, size_t count)
{
    Arena arena = { 0 };
    Sorted *sorted = arena_array(&arena, Sorted, count);
    for (size_t i = 0; i < count; i++)
        sorted[i] = (Sorted) { groups_keys_of(&arena, groups, plan, numbers[i]), plan->grouping->key_count, numbers[i],
                               groups_key(groups, numbers[i], &arena) };
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, compare_groups);
    for (size_t i = 0; i < count; i++)
        numbers[i] = sorted[i].number;
    arena_free(&arena);
}
