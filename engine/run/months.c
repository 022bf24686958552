/* The ends of a month decide almost all there is to ask, comparisons and limits: they are tried in every combination for up to six such
   days of a record; for more, the first so many on one end and the rest on the other, which has every two of them on all their ends. What
   looks at single days (a weekday, a holiday) is met by trying each day of the month, the same in all. Days of lists move together.

   So a batch with such days is judged anew for each way of placing them, all of it each time: 63 ways for six days of a record (that of the
   first is known), twice as many ways as days for more, and 29 for the days between the ends of a month. Most batches have none.

   What a record gives to a group or a statistic is held against the same trials (`came`): where it differs it is not known, and
   gather.c asks months_blur. */
#include "run/months.h"

#include "run/compose.h"
#include "run/fingerprint.h"

enum { MOST_COMBINED = 6, LAST_DAY = 0, FIRST_DAY = 1, MONTH_DAYS = 31 };

/* One way of placing the days: by the number of a month among those of its record. */
typedef struct {
    uint32_t last;  /* bits: these on the last day, the others on the first; */
    uint32_t first; /* where there are too many for bits: so many on the first, the others on the last; */
    bool mirrored;  /* or the other way round */
    int day;        /* not 0: all on that day */
} Placing;

typedef struct {
    Sheet *sheet;
    uint32_t *fields; /* those with months in this batch */
    uint32_t count, most;
    uint8_t *seen;   /* by row: how many of its months were placed */
    uint8_t **first; /* by rule: the outcomes as they were found first */
    uint64_t **came; /* by node that groups are made of: a hash of what it came to first; NULL: it is none */
} Doubting;

/* Of a rule about groups, and of a statistic, what each record gives: whether it belongs to a group, its keys, what is counted. */
static uint32_t list_given(const GroupPlan *group, NodeId *nodes)
{
    uint32_t count = 0;
    nodes[count++] = group->applies;
    for (uint32_t i = 0; i < group->grouping->key_count; i++)
        nodes[count++] = group->keys[i];
    for (size_t i = 0; i < group->grouping->aggregates.list.count; i++)
        if (group->args[i] != NODE_NONE)
            nodes[count++] = group->args[i];
    return count;
}

static void each_given(Doubting *doubting, void (*visit)(Doubting *doubting, NodeId node))
{
    const TablePlan *table = doubting->sheet->table;
    for (uint32_t i = 0; i < table->group_count; i++) {
        const Grouping *grouping = table->groups[i].grouping;
        NodeId *nodes = arena_array(&doubting->sheet->scratch, NodeId, 1 + grouping->key_count + grouping->aggregates.list.count);
        uint32_t count = list_given(&table->groups[i], nodes);
        for (uint32_t k = 0; k < count; k++)
            visit(doubting, nodes[k]);
    }
}

/* Values of all kinds, lists too, live no longer than the next run of the program: what they print is kept, hashed. */
static uint64_t hash_of(const Doubting *doubting, NodeId node, uint32_t row)
{
    Text *text = &doubting->sheet->text;
    Value value = interp_value(doubting->sheet->interp, node, row);
    text_clear(text);
    if (!value_is_error(value))
        value_print(text, value, 0);
    return fingerprint_of((Fingerprint) { value.kind, value_is_error(value) ? value.status : 0 }, text_str(text)).low;
}

/* `seen` is how many months a row has, whenever they have all been placed. */
static void remember_given(Doubting *doubting, NodeId node)
{
    Sheet *sheet = doubting->sheet;
    if (doubting->came[node])
        return;
    doubting->came[node] = arena_array(&sheet->scratch, uint64_t, sheet->rows);
    if (!sheet->month_blurs[node])
        sheet->month_blurs[node] = arena_array(&sheet->memory, uint8_t, sheet->capacity);
    memset(sheet->month_blurs[node], 0, sheet->rows);
    for (uint32_t row = 0; row < sheet->rows; row++)
        if (doubting->seen[row])
            doubting->came[node][row] = hash_of(doubting, node, row);
}

static void compare_given(Doubting *doubting, NodeId node)
{
    uint8_t *blurs = doubting->sheet->month_blurs[node];
    for (uint32_t row = 0; row < doubting->sheet->rows; row++)
        if (doubting->seen[row] && !blurs[row])
            blurs[row] = hash_of(doubting, node, row) != doubting->came[node][row];
}

static bool months_is_month(const Doubting *doubting, uint32_t field, uint32_t row)
{
    return doubting->sheet->results[field][row] == CELL_MONTH;
}

static void months_find_fields(Doubting *doubting)
{
    Sheet *sheet = doubting->sheet;
    uint32_t fields = sheet->table->table->table.field_count;
    doubting->fields = arena_array(&sheet->scratch, uint32_t, fields);
    doubting->seen = arena_array(&sheet->scratch, uint8_t, sheet->rows);
    for (uint32_t field = 0; field < fields; field++) {
        if (!sheet->is_converted[field] || !memchr(sheet->results[field], CELL_MONTH, sheet->rows))
            continue;
        doubting->fields[doubting->count++] = field;
        for (uint32_t row = 0; row < sheet->rows; row++)
            doubting->seen[row] = (uint8_t) (doubting->seen[row] + months_is_month(doubting, field, row));
    }
    for (uint32_t row = 0; row < sheet->rows; row++)
        doubting->most = doubting->seen[row] > doubting->most ? doubting->seen[row] : doubting->most;
}

static int day_for(const Placing *placing, uint32_t number)
{
    if (placing->day)
        return placing->day;
    bool is_last = placing->first ? (number < placing->first) == placing->mirrored : placing->last >> number & 1;
    return is_last ? LAST_DAY : FIRST_DAY;
}

static void place(Doubting *doubting, const Placing *placing)
{
    Sheet *sheet = doubting->sheet;
    memset(doubting->seen, 0, sheet->rows);
    for (uint32_t i = 0; i < doubting->count; i++) {
        uint32_t field = doubting->fields[i];
        for (uint32_t row = 0; row < sheet->rows; row++) {
            Value value;
            if (!months_is_month(doubting, field, row))
                continue;
            cell_read_on(&sheet->table->table->table.fields[field], sheet_cell(sheet, field, row), day_for(placing, doubting->seen[row]++),
                         &sheet->scratch, sheet->matcher, &value);
            column_set(&sheet->columns[field], row, value);
        }
    }
    sheet_infer_steps(sheet);
}

/* Rows without months come out the same anyway. */
static void months_compare(Doubting *doubting)
{
    Sheet *sheet = doubting->sheet;
    each_given(doubting, compare_given);
    for (uint32_t i = 0; i < sheet->table->rule_count; i++)
        for (uint32_t row = 0; row < sheet->rows; row++)
            sheet->month_doubts[i][row] |= sheet->outcomes[i][row] != doubting->first[i][row];
}

static void try_placing(Doubting *doubting, Placing placing, void (*judge)(Sheet *sheet))
{
    place(doubting, &placing);
    judge(doubting->sheet);
    months_compare(doubting);
}

static void try_all(Doubting *doubting, void (*judge)(Sheet *sheet))
{
    uint32_t combined = doubting->most <= MOST_COMBINED ? (1u << doubting->most) - 1 : 0;
    for (uint32_t last = 0; last < combined; last++) /* all on the last day was tried first */
        try_placing(doubting, (Placing) { .last = last }, judge);
    for (uint32_t first = 1; combined == 0 && first <= doubting->most; first++) {
        try_placing(doubting, (Placing) { .first = first }, judge);
        try_placing(doubting, (Placing) { .first = first, .mirrored = true }, judge);
    }
    for (int day = FIRST_DAY + 1; day < MONTH_DAYS; day++)
        try_placing(doubting, (Placing) { .day = day }, judge);
}

static void months_remember(Doubting *doubting)
{
    Sheet *sheet = doubting->sheet;
    uint32_t rules = sheet->table->rule_count;
    doubting->first = arena_array(&sheet->scratch, uint8_t *, rules);
    for (uint32_t i = 0; i < rules; i++) {
        doubting->first[i] = arena_array(&sheet->scratch, uint8_t, sheet->rows);
        memcpy(doubting->first[i], sheet->outcomes[i], sheet->rows);
        if (!sheet->month_doubts[i])
            sheet->month_doubts[i] = arena_array(&sheet->memory, uint8_t, sheet->capacity);
        memset(sheet->month_doubts[i], 0, sheet->rows);
    }
    if (sheet->table->group_count == 0)
        return;
    uint32_t nodes = program_size(sheet->table->program);
    doubting->came = arena_array(&sheet->scratch, uint64_t *, nodes);
    if (!sheet->month_blurs)
        sheet->month_blurs = arena_array(&sheet->memory, uint8_t *, nodes);
    each_given(doubting, remember_given);
}

/* The columns, and what the program made of them, are put back as they were found first, with every day the last of its month:
   messages, groups and intervals are made of that. */
static void months_settle(Doubting *doubting, void (*judge)(Sheet *sheet))
{
    Sheet *sheet = doubting->sheet;
    place(doubting, &(Placing) { .day = LAST_DAY, .last = UINT32_MAX });
    judge(sheet);
    for (uint32_t i = 0; i < sheet->table->rule_count; i++)
        for (uint32_t row = 0; row < sheet->rows; row++)
            if (sheet->month_doubts[i][row])
                sheet->outcomes[i][row] = OUTCOME_UNDECIDED;
}

void months_doubt(Sheet *sheet, void (*judge)(Sheet *sheet))
{
    Doubting doubting = { .sheet = sheet };
    if (!sheet->has_months)
        return;
    months_find_fields(&doubting);
    months_remember(&doubting);
    try_all(&doubting, judge);
    months_settle(&doubting, judge);
}

bool months_are_doubted(const Sheet *sheet, uint32_t index, uint32_t row)
{
    return sheet->has_months && sheet->month_doubts[index] && sheet->month_doubts[index][row];
}

bool months_blur(const Sheet *sheet, NodeId node, uint32_t row)
{
    return sheet->has_months && sheet->month_blurs && sheet->month_blurs[node] && sheet->month_blurs[node][row];
}

/* ---- in words */

static bool months_is_among(const Sheet *sheet, const uint32_t *members, uint32_t count, uint32_t field)
{
    for (uint32_t i = 0; i < count; i++)
        if (members[i] == sheet->table->table->record.first + field)
            return true;
    return false;
}

/* Of the built-in rules two look at days, those of all steps. */
static bool looks_at(const Sheet *sheet, const RulePlan *plan, uint32_t field)
{
    if (months_is_among(sheet, plan->reads, plan->read_count, field))
        return true;
    const Procedure *procedure = sheet->table->procedure;
    bool is_about_steps = plan->rule == BUILTIN_STEP_ORDER || plan->rule == BUILTIN_STEP_AFTER_END;
    for (uint32_t step = 0; is_about_steps && procedure && step < procedure->step_count; step++)
        if (procedure->steps[step].field == field)
            return true;
    return false;
}

static uint32_t list_days(Sheet *sheet, uint32_t index, uint32_t row)
{
    uint32_t count = 0;
    for (uint32_t field = 0; field < sheet->table->table->table.field_count; field++)
        if (sheet->is_converted[field] && sheet->results[field][row] == CELL_MONTH && looks_at(sheet, &sheet->table->rules[index], field))
            sheet->fields[count++] = field;
    return count;
}

/* A sentence about days: "Activist since 2023-10; Listed on 2024-10". */
static void months_say(Sheet *sheet, WordsId sentence, uint32_t count, uint32_t row)
{
    Str language = sheet->plan->options.language;
    Text days = { 0 };
    for (uint32_t i = 0; i < count; i++) {
        Str day[2] = { compose_field(sheet, sheet->fields[i]),
                       compose_guarded(sheet, sheet->fields[i], cell_trim(sheet_cell(sheet, sheet->fields[i], row))) };
        if (i > 0)
            words_add(&days, language, WORDS_AND_MONTH, NULL);
        words_add(&days, language, WORDS_MONTH_OF, day);
    }
    Str said = text_str(&days);
    compose_words(sheet, sentence, &said);
    text_free(&days);
}

uint32_t months_describe(Sheet *sheet, uint32_t index, uint32_t row)
{
    uint32_t count = list_days(sheet, index, row);
    months_say(sheet, WORDS_MONTHS_DIFFER, count, row);
    return count;
}

void months_mention(Sheet *sheet, uint32_t index, uint32_t row)
{
    uint32_t count = sheet->has_months ? list_days(sheet, index, row) : 0;
    if (count > 0)
        months_say(sheet, WORDS_MONTHS_AGREE, count, row);
}

Str months_trouble(Sheet *sheet, const GroupPlan *group, uint32_t row)
{
    uint32_t count = 0;
    for (uint32_t field = 0; field < sheet->table->table->table.field_count; field++)
        if (sheet->is_converted[field] && sheet->results[field][row] == CELL_MONTH &&
            months_is_among(sheet, group->reads, group->read_count, field))
            sheet->fields[count++] = field;
    Str values[2] = { compose_key(sheet, row), { NULL, 0 } };
    text_clear(&sheet->text);
    if (values[0].len)
        compose_words(sheet, WORDS_ABOUT, values);
    months_say(sheet, WORDS_MONTHS_ONLY, count, row);
    return arena_str(&sheet->result->arena, text_str(&sheet->text));
}
