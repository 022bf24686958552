/* What the records of one batch bring to their groups. A record that a rule about groups applies to makes a line: its key, what the
   functions ask of it, which conditions hold of it, and what it wants. The lines of a batch are joined to the groups of the table
   later, in the order of the batches (groups_join), by one thread at a time, while others gather the next ones: whatever needs only the
   record is done here.

   Of nearly every record all is there that a rule asks for, and its keys are known by what they are shown as. Which these are is found out
   column by column; then they are taken straight from the columns, without a value being put together for any of them. Only the others are
   looked at one by one. */
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
    const uint8_t *applies;           /* truths by row */
    const Column *columns[PACK_KEYS]; /* of its keys */
    const Type *types[PACK_KEYS];
    bool is_plain; /* every record is looked at */
    char *room;    /* for keys that are yet to be made */
    Value keys[PACK_KEYS];
    uint32_t troubled[TROUBLED]; /* index + 1 of a record with a trouble, by the tag of its key; 0: none */
    NodeId trouble;              /* what the record at hand wants first; NODE_NONE: nothing */
    uint8_t reasons;             /* REASON_ flags of all that it wants */
    Text bytes, shown;
} Gathering;

/* How far the keys of a row are made. */
enum {
    KEYS_NOT_MADE,
    KEYS_MADE,    /* and known by what they are shown as */
    KEYS_TAGGED,  /* and have their tags */
    KEYS_UNUSUAL, /* each rule has to look at them */
};

/* What is to be done with a row of the batch. */
enum { ROW_LEFT, ROW_USUAL, ROW_LOOKED_AT };

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
    uint32_t *place = &gathering->troubled[gathered_tag(gathered, index) % TROUBLED], before = *place;
    *place = index + 1;
    return before > 0 && str_equal(gathered_key(gathered, before - 1), gathered_key(gathered, index));
}

static void gather_add_trouble(Gathering *gathering, uint32_t index)
{
    if (gathering->trouble == NODE_NONE || gather_is_told(gathering, index))
        return;
    uint32_t row = gathering->gathered->rows[index];
    Str text = months_blur(gathering->sheet, gathering->trouble, row)
                   ? months_trouble(gathering->sheet, gathering->plan, row)
                   : compose_trouble(gathering->sheet, gathering->trouble, row, gathering->plan->reads_private);
    arena_push(memory_of(gathering), &gathering->gathered->troubles, ((GatheredText) { index, text }));
}

/* ---- a record that is looked at */

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

static void gather_add_keys(Gathering *gathering, uint32_t index, uint32_t row)
{
    Gathered *gathered = gathering->gathered;
    const Grouping *grouping = gathering->plan->grouping;
    text_clear(&gathering->bytes);
    bool differs = groupkey_identify(&gathering->bytes, grouping, gathering->keys, memory_of(gathering));
    gathered->keys->bytes[row] = arena_str(memory_of(gathering), text_str(&gathering->bytes));
    gathered->keys->tags[row] = keyset_tag(gathered->keys->bytes[row]);
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

static void gather_add_values(Gathering *gathering, uint32_t index, uint32_t row)
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

static void gather_look_at_row(Gathering *gathering, uint32_t row)
{
    Gathered *gathered = gathering->gathered;
    if (!find_keys(gathering, row))
        return;
    uint32_t index = gathered->count++;
    gathered->is_usual = false;
    gathered->rows[index] = row;
    gathered->holds[index] = find_holding(gathering, row);
    gathered->doubts[index] = 0;
    gather_add_keys(gathering, index, row);
    uint8_t applies = applies_at(gathering, row);
    if (applies == TRUTH_TRUE) {
        gather_add_values(gathering, index, row);
    } else {
        gathered->doubts[index] = applies == TRUTH_ERROR ? STATUS_ERROR : STATUS_MISSING;
        note_trouble(gathering, gathering->plan->applies, row);
    }
    gathered->reasons[index] = gathering->reasons;
    gather_add_trouble(gathering, index);
}

/* ---- a record of which all is there */

/* Makes the keys of a row, where no rule that asks for the same has made them. */
static bool make_usual_keys(Gathering *gathering, uint32_t row)
{
    GatheredKeys *keys = gathering->gathered->keys;
    if (keys->made[row] != KEYS_NOT_MADE)
        return keys->made[row] != KEYS_UNUSUAL;
    char *start = gathering->room;
    char *end = groupkey_put(start, gathering->columns, gathering->types, gathering->plan->grouping->key_count, row, memory_of(gathering));
    keys->made[row] = end ? KEYS_MADE : KEYS_UNUSUAL;
    if (!end)
        return false;
    gathering->room = end;
    keys->bytes[row] = (Str) { start, (size_t) (end - start) };
    return true;
}

/* Once the bytes of all are there: to read them whole right behind writing them in pieces makes the processor wait. */
static void make_usual_tags(GatheredKeys *keys, uint32_t rows)
{
    for (uint32_t row = 0; row < rows; row++)
        if (keys->made[row] == KEYS_MADE) {
            keys->tags[row] = keyset_tag(keys->bytes[row]);
            keys->made[row] = KEYS_TAGGED;
        }
}

static void add_usual_values(Gathering *gathering, uint32_t aggregate, uint32_t first)
{
    const Gathered *gathered = gathering->gathered;
    NodeId arg = gathering->plan->args[aggregate];
    for (uint32_t i = first; arg != NODE_NONE && i < gathered->count; i++)
        gathered->values[aggregate][i] = aggregate_take(memory_of(gathering), gathering->plan->grouping->aggregates.list.at[aggregate],
                                                        value_at(gathering, arg, gathered->rows[i]));
}

/* Those of some rows, column by column. */
static void add_usual_rows(Gathering *gathering, const uint8_t *ways, uint32_t from, uint32_t to)
{
    Gathered *gathered = gathering->gathered;
    uint32_t first = gathered->count;
    for (uint32_t row = from; row < to; row++) {
        gathered->rows[gathered->count] = row;
        gathered->count += ways[row] == ROW_USUAL;
    }
    uint32_t count = gathered->count - first;
    memset(gathered->doubts + first, 0, count);
    memset(gathered->reasons + first, 0, count);
    memset(gathered->holds + first, 0, count);
    for (uint32_t i = first; gathering->plan->condition_count > 0 && i < gathered->count; i++)
        gathered->holds[i] = find_holding(gathering, gathered->rows[i]);
    for (uint32_t i = 0; i < gathering->plan->grouping->aggregates.list.count; i++)
        add_usual_values(gathering, i, first);
}

/* ---- the batch */

/* The records that rules may gather: of one that could not be read nothing is known. */
static const uint8_t *find_readable(const Sheet *sheet)
{
    const Batch *batch = sheet->task.batch;
    uint8_t *readable = arena_alloc_column(&sheet->result->arena, sheet->rows);
    memcpy(readable, sheet->judged, sheet->rows);
    for (uint32_t i = 0; i < batch->bad_count; i++)
        if (batch->bad[i].field == FIELD_NONE && batch->bad[i].row < sheet->rows)
            readable[batch->bad[i].row] = 0;
    return readable;
}

/* Rows on which something is not there are looked at. */
static void sort_out(const Column *column, uint8_t *ways, uint32_t rows)
{
    const uint8_t *truth = column->data;
    for (uint32_t row = 0; row < rows; row++) {
        bool lacks =
            column->kind == KIND_BOOL ? truth[row] == TRUTH_MISSING || truth[row] == TRUTH_ERROR : column->status[row] != STATUS_OK;
        ways[row] = ways[row] == ROW_USUAL && lacks ? ROW_LOOKED_AT : ways[row];
    }
}

/* Room for the keys of all rows; false: some are of a kind that is looked at. */
static bool gather_make_room(Gathering *gathering)
{
    size_t room = 1;
    for (uint32_t i = 0; i < gathering->plan->grouping->key_count; i++) {
        size_t more = groupkey_room(gathering->columns[i], gathering->sheet->rows);
        if (more == 0)
            return false;
        room += more;
    }
    gathering->room = arena_alloc_bytes(memory_of(gathering), room);
    return true;
}

/* Of each row what `applies` says, where a day of its month may decide that. */
static const uint8_t *blurred_truths(const Gathering *gathering)
{
    uint32_t rows = gathering->sheet->rows;
    uint8_t *truths = arena_alloc_column(memory_of(gathering), rows);
    for (uint32_t row = 0; row < rows; row++)
        truths[row] = applies_at(gathering, row);
    return truths;
}

static void begin_ways(const uint8_t *restrict applies, const uint8_t *restrict readable, uint8_t usual, uint8_t *restrict ways,
                       uint32_t rows)
{
    for (uint32_t row = 0; row < rows; row++) {
        uint8_t way = applies[row] == TRUTH_TRUE ? usual : ROW_LOOKED_AT;
        ways[row] = applies[row] == TRUTH_FALSE || readable[row] == 0 ? ROW_LEFT : way;
    }
}

static void find_ways(Gathering *gathering, const uint8_t *readable, uint8_t *ways, uint32_t rows)
{
    const GroupPlan *plan = gathering->plan;
    bool is_blurred = gathering->sheet->has_months && gathering->sheet->month_blurs;
    bool is_plain = gathering->is_plain || is_blurred || !gather_make_room(gathering);
    begin_ways(is_blurred ? blurred_truths(gathering) : gathering->applies, readable, is_plain ? ROW_LOOKED_AT : ROW_USUAL, ways, rows);
    for (uint32_t i = 0; i < plan->grouping->aggregates.list.count && !is_plain; i++)
        if (plan->args[i] != NODE_NONE)
            sort_out(interp_column(gathering->sheet->interp, plan->args[i]), ways, rows);
}

static void gather_rows(Gathering *gathering, const uint8_t *readable)
{
    uint32_t rows = gathering->sheet->rows;
    uint8_t *ways = arena_alloc_column(memory_of(gathering), rows);
    find_ways(gathering, readable, ways, rows);
    for (uint32_t row = 0; row < rows; row++)
        if (ways[row] == ROW_USUAL && !make_usual_keys(gathering, row))
            ways[row] = ROW_LOOKED_AT;
    make_usual_tags(gathering->gathered->keys, rows);
    for (uint32_t from = 0, to; from < rows; from = to + 1) {
        const uint8_t *next = memchr(ways + from, ROW_LOOKED_AT, rows - from);
        to = next ? (uint32_t) (next - ways) : rows;
        add_usual_rows(gathering, ways, from, to);
        if (to < rows)
            gather_look_at_row(gathering, to);
    }
}

static GatheredKeys *new_keys(Arena *arena, uint32_t rows)
{
    GatheredKeys *keys = arena_new(arena, GatheredKeys);
    keys->bytes = arena_alloc_column(arena, rows * sizeof *keys->bytes);
    keys->tags = arena_alloc_column(arena, rows * sizeof *keys->tags);
    keys->made = memset(arena_alloc_column(arena, rows), KEYS_NOT_MADE, rows);
    return keys;
}

/* A rule before this one that groups by the same; the first one is the rule itself. */
static uint32_t find_alike(const TablePlan *table, uint32_t index)
{
    const GroupPlan *plan = &table->groups[index];
    uint32_t count = plan->grouping->key_count, first = 0;
    while (first < index && (table->groups[first].grouping->key_count != count ||
                             memcmp(table->groups[first].keys, plan->keys, count * sizeof *plan->keys) != 0))
        first++;
    return first;
}

static void gather_make_columns(Gathering *gathering, uint32_t rows)
{
    Gathered *gathered = gathering->gathered;
    Arena *arena = memory_of(gathering);
    const Grouping *grouping = gathering->plan->grouping;
    size_t aggregates = grouping->aggregates.list.count;
    gathered->rows = arena_alloc_column(arena, rows * sizeof *gathered->rows);
    gathered->doubts = arena_alloc_column(arena, rows);
    gathered->holds = arena_alloc_column(arena, rows);
    gathered->reasons = arena_alloc_column(arena, rows);
    gathered->values = arena_array(arena, Value *, aggregates);
    for (size_t i = 0; i < aggregates; i++)
        if (gathering->plan->args[i] != NODE_NONE)
            gathered->values[i] = arena_alloc_column(arena, rows * sizeof(Value));
    for (uint32_t i = 0; i < grouping->key_count; i++) {
        gathering->columns[i] = interp_column(gathering->sheet->interp, gathering->plan->keys[i]);
        gathering->types[i] = grouping->keys[i].value.expr->type;
    }
}

static RollBatch *gather_name_records(Sheet *sheet)
{
    Arena *arena = &sheet->result->arena;
    RollBatch *batch = arena_new(arena, RollBatch);
    *batch = (RollBatch) { .rows = sheet->rows,
                           .keys = compose_keys(sheet),
                           .lines = sheet->task.batch->lines,
                           .lines_before = sheet->task.lines_before,
                           .kept_as = arena_alloc_column(arena, sheet->rows * sizeof *batch->kept_as) };
    return batch;
}

/* Where a table has one rule about groups only, or each groups by something else, nothing is shared. */
static GatheredKeys *keys_of_rule(const Sheet *sheet, uint32_t index)
{
    uint32_t alike = find_alike(sheet->table, index);
    return alike < index ? sheet->result->groups[alike].keys : new_keys(&sheet->result->arena, sheet->rows);
}

static void gather_all(Sheet *sheet, bool is_plain)
{
    const TablePlan *table = sheet->table;
    if (table->group_count == 0)
        return;
    RollBatch *batch = gather_name_records(sheet);
    const uint8_t *readable = find_readable(sheet);
    sheet->result->groups = arena_array(&sheet->result->arena, Gathered, table->group_count);
    for (uint32_t i = 0; i < table->group_count; i++) {
        const GroupPlan *plan = &table->groups[i];
        Gathering gathering = { .sheet = sheet, .plan = plan, .gathered = &sheet->result->groups[i], .is_plain = is_plain };
        gathering.applies = interp_column(sheet->interp, plan->applies)->data;
        gathering.gathered->batch = plan->statistic ? NULL : batch;
        gathering.gathered->not_asked = sheet->group_not_asked[i];
        gathering.gathered->is_usual = true;
        gathering.gathered->keys = keys_of_rule(sheet, i);
        gather_make_columns(&gathering, sheet->rows);
        if (!sheet->group_not_asked[i])
            gather_rows(&gathering, readable);
        text_free(&gathering.bytes);
        text_free(&gathering.shown);
    }
}

void gather_groups(Sheet *sheet)
{
    gather_all(sheet, false);
}

void gather_groups_plainly(Sheet *sheet)
{
    gather_all(sheet, true);
}
