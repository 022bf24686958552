#include "run/gather.h"

#include "run/compose.h"
#include "run/groups.h"
#include "run/reasons.h"

typedef struct {
    Sheet *sheet;
    const GroupPlan *plan;
    Groups *groups;
    const uint8_t *applies;
    Value keys[PACK_KEYS];
} Gathering;

static Value value_at(const Gathering *gathering, NodeId node, uint32_t row)
{
    return interp_value(gathering->sheet->interp, node, row);
}

/* Only the first trouble of a group is told. */
static void note_trouble(Gathering *gathering, Group *group, NodeId node, uint32_t row)
{
    if (!gathering->plan->statistic)
        group->reasons |= reasons_of(gathering->sheet, gathering->plan->rule, node, row);
    if (group->trouble.len == 0)
        group->trouble = compose_trouble(gathering->sheet, node, row, gathering->plan->reads_private);
}

/* False: it belongs to no group. Where a key cannot be known, because its column is not there or its cell cannot be read, nobody can say
   that. */
static bool find_keys(Gathering *gathering, uint32_t row)
{
    const Grouping *grouping = gathering->plan->grouping;
    for (uint32_t i = 0; i < grouping->key_count; i++) {
        gathering->keys[i] = value_at(gathering, gathering->plan->keys[i], row);
        if (value_is_error(gathering->keys[i]) && gathering->keys[i].status == STATUS_MISSING && grouping->skips_missing)
            return false;
    }
    return true;
}

/* Which of the conditions hold that the rule counts by. */
static uint32_t find_holding(const Gathering *gathering, uint32_t row)
{
    uint32_t holds = 0;
    for (uint32_t i = 0; i < gathering->plan->condition_count; i++) {
        Value value = value_at(gathering, gathering->plan->args[gathering->plan->conditions[i]], row);
        holds |= (uint32_t) (value.kind == KIND_BOOL && value.boolean) << i;
    }
    return holds;
}

static void add_values(Gathering *gathering, Group *group, uint32_t row)
{
    const Aggregates *aggregates = &gathering->plan->grouping->aggregates;
    for (uint32_t i = 0; i < aggregates->list.count; i++) {
        NodeId arg = gathering->plan->args[i];
        Value value = arg == NODE_NONE ? value_bool(true) : value_at(gathering, arg, row);
        aggregate_add(&gathering->sheet->result->arena, aggregates->list.at[i], &group->states[i], value);
        if (value_is_error(value))
            note_trouble(gathering, group, arg, row);
    }
}

static void add_row(Gathering *gathering, uint32_t row)
{
    Sheet *sheet = gathering->sheet;
    Arena *arena = &sheet->result->arena;
    if (!find_keys(gathering, row))
        return;
    Group *group = groups_at(arena, gathering->groups, gathering->plan, gathering->keys);
    for (uint32_t i = 0; i < gathering->plan->grouping->key_count; i++)
        if (value_is_error(gathering->keys[i]))
            note_trouble(gathering, group, gathering->plan->keys[i], row);
    if (!gathering->plan->statistic) {
        GroupRecord record = { compose_key(sheet, row), sheet->task.batch->lines[row], find_holding(gathering, row) };
        group_add_record(arena, group, &record);
    } else {
        group->count++;
    }
    if (gathering->applies[row] == TRUTH_TRUE) {
        add_values(gathering, group, row);
        return;
    }
    group->doubt |= gathering->applies[row] == TRUTH_ERROR ? STATUS_ERROR : STATUS_MISSING;
    note_trouble(gathering, group, gathering->plan->applies, row);
}

/* Of a record that could not be read nothing is known. */
static bool is_unreadable(const Batch *batch, uint32_t row)
{
    for (uint32_t i = 0; i < batch->bad_count; i++)
        if (batch->bad[i].row == row && batch->bad[i].field == FIELD_NONE)
            return true;
    return false;
}

void gather_groups(Sheet *sheet)
{
    const TablePlan *table = sheet->table;
    sheet->result->groups = arena_array(&sheet->result->arena, Groups, table->group_count);
    for (uint32_t i = 0; i < table->group_count; i++) {
        const GroupPlan *plan = &table->groups[i];
        sheet->result->groups[i].not_asked = sheet->group_not_asked[i];
        Gathering gathering = { .sheet = sheet, .plan = plan, .groups = &sheet->result->groups[i] };
        gathering.applies = interp_column(sheet->interp, plan->applies)->data;
        for (uint32_t row = 0; row < sheet->rows; row++)
            if (!sheet->group_not_asked[i] && gathering.applies[row] != TRUTH_FALSE && sheet->judged[row] && !is_unreadable(sheet->task.batch, row))
                add_row(&gathering, row);
    }
}
