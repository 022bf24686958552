#include "run/gather.h"

#include "run/aggregates.h"
#include "run/compose.h"
#include "run/groupkey.h"
#include "run/keyset.h"
#include "run/months.h"
#include "run/reasons.h"

enum { TROUBLED = 64 /* keys of which it is remembered that a trouble was told */ };

typedef struct {
    Sheet *sheet;
    const GroupPlan *plan;
    Gathered *gathered;
    const uint8_t *applies;
    Value keys[PACK_KEYS];
    uint32_t troubled[TROUBLED]; /* index + 1 of a record with a trouble, by the tag of its key; 0: none */
    NodeId trouble;              /* what the record at hand wants first; NODE_NONE: nothing */
    uint8_t reasons;             /* REASON_ flags of all that it wants */
    Text shown;
} Gathering;

/* What a day of its month decides is not known, as what cannot be read is not. */
static Value value_at(const Gathering *gathering, NodeId node, uint32_t row)
{
    return months_blur(gathering->sheet, node, row) ? value_error() : interp_value(gathering->sheet->interp, node, row);
}

static uint8_t applies_at(const Gathering *gathering, uint32_t row)
{
    return months_blur(gathering->sheet, gathering->plan->applies, row) ? TRUTH_ERROR : gathering->applies[row];
}

static Arena *memory_of(const Gathering *gathering)
{
    return &gathering->sheet->result->arena;
}

/* ---- what is missing */

/* Only the first trouble of a group is told. */
static void note_trouble(Gathering *gathering, NodeId node, uint32_t row)
{
    if (months_blur(gathering->sheet, node, row))
        gathering->reasons |= REASON_OTHER;
    else if (!gathering->plan->statistic)
        gathering->reasons |= reasons_of(gathering->sheet, gathering->plan->rule, node, row);
    if (gathering->trouble == NODE_NONE)
        gathering->trouble = node;
}

/* Whether an earlier record of this batch has told a trouble of the same group. Not to remember it costs time alone. */
static bool gather_is_told(Gathering *gathering, uint32_t index)
{
    const Gathered *gathered = gathering->gathered;
    uint32_t *place = &gathering->troubled[gathered->tags[index] % TROUBLED], before = *place;
    *place = index + 1;
    return before > 0 && str_equal(gathered_key(gathered, before - 1), gathered_key(gathered, index));
}

static void add_trouble(Gathering *gathering, uint32_t index)
{
    if (gathering->trouble == NODE_NONE || gather_is_told(gathering, index))
        return;
    uint32_t row = gathering->gathered->rows[index];
    Str text = months_blur(gathering->sheet, gathering->trouble, row)
                   ? months_trouble(gathering->sheet, gathering->plan, row)
                   : compose_trouble(gathering->sheet, gathering->trouble, row, gathering->plan->reads_private);
    arena_push(memory_of(gathering), &gathering->gathered->troubles, ((GatheredText) { index, text }));
}

/* ---- a record */

/* False: it belongs to no group. Where a key cannot be known, because its column is not there or its cell cannot be read, nobody can say
   that. */
static bool find_keys(Gathering *gathering, uint32_t row)
{
    const Grouping *grouping = gathering->plan->grouping;
    gathering->trouble = NODE_NONE;
    gathering->reasons = 0;
    for (uint32_t i = 0; i < grouping->key_count; i++) {
        gathering->keys[i] = value_at(gathering, gathering->plan->keys[i], row);
        if (value_is_error(gathering->keys[i]) && gathering->keys[i].status == STATUS_MISSING && grouping->skips_missing)
            return false;
        if (value_is_error(gathering->keys[i]))
            note_trouble(gathering, gathering->plan->keys[i], row);
    }
    return true;
}

static void add_keys(Gathering *gathering, uint32_t index)
{
    Gathered *gathered = gathering->gathered;
    const Grouping *grouping = gathering->plan->grouping;
    bool differs = groupkey_identify(&gathered->keys, grouping, gathering->keys, memory_of(gathering));
    gathered->ends[index] = (uint32_t) gathered->keys.len;
    gathered->tags[index] = keyset_tag(gathered_key(gathered, index));
    if (!differs)
        return;
    text_clear(&gathering->shown);
    groupkey_show(&gathering->shown, grouping, gathering->keys);
    arena_push(memory_of(gathering), &gathered->shown,
               ((GatheredText) { index, arena_str(memory_of(gathering), text_str(&gathering->shown)) }));
}

/* Which of the conditions hold that the rule counts by. */
static uint8_t find_holding(const Gathering *gathering, uint32_t row)
{
    uint32_t holds = 0;
    for (uint32_t i = 0; i < gathering->plan->condition_count; i++) {
        Value value = value_at(gathering, gathering->plan->args[gathering->plan->conditions[i]], row);
        holds |= (uint32_t) (value.kind == KIND_BOOL && value.boolean) << i;
    }
    return (uint8_t) holds;
}

static void add_values(Gathering *gathering, uint32_t index, uint32_t row)
{
    const Aggregates *aggregates = &gathering->plan->grouping->aggregates;
    for (uint32_t i = 0; i < aggregates->list.count; i++) {
        NodeId arg = gathering->plan->args[i];
        if (arg == NODE_NONE)
            continue;
        Value value = value_at(gathering, arg, row);
        gathering->gathered->values[i][index] = aggregate_take(memory_of(gathering), aggregates->list.at[i], value);
        if (value_is_error(value))
            note_trouble(gathering, arg, row);
    }
}

static void gather_add_row(Gathering *gathering, uint32_t row)
{
    Gathered *gathered = gathering->gathered;
    if (!find_keys(gathering, row))
        return;
    uint32_t index = gathered->count++;
    gathered->rows[index] = row;
    gathered->holds[index] = find_holding(gathering, row);
    gathered->doubts[index] = 0;
    add_keys(gathering, index);
    uint8_t applies = applies_at(gathering, row);
    if (applies == TRUTH_TRUE) {
        add_values(gathering, index, row);
    } else {
        gathered->doubts[index] = applies == TRUTH_ERROR ? STATUS_ERROR : STATUS_MISSING;
        note_trouble(gathering, gathering->plan->applies, row);
    }
    gathered->reasons[index] = gathering->reasons;
    add_trouble(gathering, index);
}

/* ---- the batch */

/* Of a record that could not be read nothing is known. The rows of a batch come in order, as its bad cells do: `next` is the first of
   these that has not been passed. */
static bool is_unreadable(const Batch *batch, uint32_t row, uint32_t *next)
{
    while (*next < batch->bad_count && batch->bad[*next].row < row)
        ++*next;
    for (uint32_t i = *next; i < batch->bad_count && batch->bad[i].row == row; i++)
        if (batch->bad[i].field == FIELD_NONE)
            return true;
    return false;
}

static void make_columns(const Gathering *gathering, Arena *arena, uint32_t rows)
{
    Gathered *gathered = gathering->gathered;
    size_t aggregates = gathering->plan->grouping->aggregates.list.count;
    gathered->rows = arena_alloc_column(arena, rows * sizeof *gathered->rows);
    gathered->ends = arena_alloc_column(arena, rows * sizeof *gathered->ends);
    gathered->tags = arena_alloc_column(arena, rows * sizeof *gathered->tags);
    gathered->doubts = arena_alloc_column(arena, rows);
    gathered->holds = arena_alloc_column(arena, rows);
    gathered->reasons = arena_alloc_column(arena, rows);
    gathered->values = arena_array(arena, Value *, aggregates);
    for (size_t i = 0; i < aggregates; i++)
        if (gathering->plan->args[i] != NODE_NONE)
            gathered->values[i] = arena_alloc_column(arena, rows * sizeof(Value));
}

static RollBatch *name_records(const Sheet *sheet)
{
    Arena *arena = &sheet->result->arena;
    RollBatch *batch = arena_new(arena, RollBatch);
    Str *keys = arena_alloc_column(arena, sheet->rows * sizeof *keys);
    for (uint32_t row = 0; row < sheet->rows; row++)
        keys[row] = sheet->judged[row] ? compose_key(sheet, row) : (Str) { 0 };
    *batch = (RollBatch) { .rows = sheet->rows,
                           .keys = keys,
                           .lines = sheet->task.batch->lines,
                           .lines_before = sheet->task.lines_before,
                           .kept_as = arena_alloc_column(arena, sheet->rows * sizeof *batch->kept_as) };
    return batch;
}

static void release_keys(void *text)
{
    text_free(text);
}

void gather_groups(Sheet *sheet)
{
    const TablePlan *table = sheet->table;
    Arena *arena = &sheet->result->arena;
    RollBatch *batch = table->group_count > 0 ? name_records(sheet) : NULL;
    sheet->result->groups = arena_array(arena, Gathered, table->group_count);
    for (uint32_t i = 0; i < table->group_count; i++) {
        const GroupPlan *plan = &table->groups[i];
        Gathering gathering = { .sheet = sheet, .plan = plan, .gathered = &sheet->result->groups[i] };
        gathering.applies = interp_column(sheet->interp, plan->applies)->data;
        gathering.gathered->batch = plan->statistic ? NULL : batch;
        gathering.gathered->not_asked = sheet->group_not_asked[i];
        make_columns(&gathering, arena, sheet->rows);
        arena_defer(arena, release_keys, &gathering.gathered->keys);
        uint32_t next_bad = 0;
        for (uint32_t row = 0; row < sheet->rows && !sheet->group_not_asked[i]; row++)
            if (applies_at(&gathering, row) != TRUTH_FALSE && sheet->judged[row] && !is_unreadable(sheet->task.batch, row, &next_bad))
                gather_add_row(&gathering, row);
        text_free(&gathering.shown);
    }
}
