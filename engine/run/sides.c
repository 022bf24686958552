/* Side tables: gathered as text, then turned into columns, then tied to one another. It takes these three steps since a reference can only
   be looked up when all keys are there, and the records that refer to one (a field of type many) only when all references are.

   Nothing is kept that no rule reads: want_member follows what programs look at, through references and back, from member to member. Texts
   of days and whole numbers are given back once they are columns (`staged`); all others are slices that columns hold, and stay. A file of
   a table may lack another column than the next one: `stretches` say from which record on.

   Records of one key: the first is meant, and the others are told where they stand. A table that was not read to its end counts as not
   there, for half of it proves nothing. */
#include "run/sides.h"

#include "base/map.h"
#include "model/identity.h"
#include "model/parts.h"

typedef ARRAY(Str) Cells;

typedef ARRAY(BadCell) BadCells;

/* Records of one file: the first, and by field whether the file has no column for it. */
typedef struct {
    uint32_t first;
    bool *absent;
} Stretch;

/* The records of a table. */
typedef struct {
    const PackTable *table;
    bool wanted, needed, whole;
    bool *fields;             /* those that are kept */
    bool *absent;             /* those that no file of it has a column for */
    ARRAY(Stretch) stretches; /* of records of one file each, where files differ in that */
    BadCells bad;             /* cells that the format could not give */
    Cells *cells;             /* by field, until linked */
    ARRAY(RecordKey) keys;
    Cells identities; /* of the keys */
    uint32_t count;
    Column *columns; /* by field */
    uint8_t **results;
    Map index; /* by identity */
} Side;

/* Of a field of type many: which records refer to a key. */
typedef struct {
    bool wanted;
    Map index;
    List *lists;
} Inverse;

struct Sides {
    const Plan *plan;
    const Pack *pack;
    const bool *present; /* by table: the batch has a file for it */
    Side *tables;
    Inverse *inverses; /* by member */
    Member *members;
    Arena fixed;  /* as long as all of it */
    Arena memory; /* as long as the records */
    Arena staged; /* until they are linked */
    Matcher *matcher;
};

static const List no_records = { 0, NULL };

static Side *side_at(const Sides *sides, uint32_t table)
{
    return &sides->tables[table];
}

/* ---- what is wanted */

static void want_member(Sides *sides, uint32_t table, uint32_t field, bool needed);

static void want_table(Sides *sides, uint32_t table, bool needed)
{
    side_at(sides, table)->wanted = true;
    side_at(sides, table)->needed |= needed;
}

/* A field of type many is found through the field of the other table that points here. `wanted` is set before what it leads to is
   asked, for two tables may lead to one another. */
static void want_field(Sides *sides, uint32_t table, uint32_t field)
{
    const PackTable *of = &sides->pack->tables[table];
    const Field *declared = &of->table.fields[field];
    Inverse *inverse = &sides->inverses[of->record.first + field];
    if (declared->kind != FIELD_MANY || inverse->wanted)
        return;
    inverse->wanted = true;
    want_member(sides, declared->table, declared->by, true);
}

static void want_member(Sides *sides, uint32_t table, uint32_t field, bool needed)
{
    want_table(sides, table, needed);
    if (side_at(sides, table)->fields[field])
        return;
    side_at(sides, table)->fields[field] = true;
    want_field(sides, table, field);
}

static void want_for_rules(Sides *sides, const TablePlan *plan)
{
    for (uint32_t field = 0; field < plan->table->table.field_count; field++)
        if (plan->is_read[field])
            want_field(sides, plan->index, field);
    for (uint32_t member = 0; member < sides->pack->member_count; member++) {
        uint32_t table = plan_table_of(sides->pack, member);
        if (plan->members[member])
            want_member(sides, table, member - sides->pack->tables[table].record.first, true);
    }
}

static void want_label(Sides *sides, uint32_t table)
{
    uint32_t label = plan_label_of(&sides->plan->options, table);
    if (label != INDEX_NONE)
        want_member(sides, table, label, false);
}

/* What groups, and the sections of a report, are called decides nothing. */
static void want_labels(Sides *sides, const TablePlan *plan)
{
    for (uint32_t i = 0; i < plan->group_count; i++)
        for (uint32_t k = 0; k < plan->groups[i].grouping->key_count; k++)
            if (plan->groups[i].called[k] != INDEX_NONE)
                want_label(sides, plan->groups[i].called[k]);
    uint32_t section = plan->table->section;
    if (section != INDEX_NONE && plan->table->table.fields[section].kind == FIELD_REF)
        want_label(sides, plan->table->table.fields[section].table);
}

static void want_for_references(Sides *sides, const TablePlan *plan)
{
    bool checks = false;
    for (uint32_t i = 0; i < plan->rule_count; i++)
        checks |= plan->rules[i].rule == BUILTIN_UNKNOWN_REFERENCE;
    for (uint32_t i = 0; checks && i < plan->table->table.field_count; i++)
        if (field_refers(&plan->table->table.fields[i]))
            want_table(sides, plan->table->table.fields[i].table, false);
}

Sides *sides_new(const Plan *plan, const bool *present)
{
    const Pack *pack = plan->options.pack;
    Sides *sides = memory_alloc(sizeof *sides);
    *sides = (Sides) { .plan = plan, .pack = pack, .present = present };
    sides->tables = arena_array(&sides->fixed, Side, pack->table_count);
    sides->inverses = arena_array(&sides->fixed, Inverse, pack->member_count);
    sides->members = arena_array(&sides->fixed, Member, pack->member_count);
    sides->matcher = matcher_new(&sides->fixed);
    for (uint32_t i = 0; i < pack->table_count; i++) {
        Side *side = side_at(sides, i);
        uint32_t fields = pack->tables[i].table.field_count;
        *side = (Side) { .table = &pack->tables[i],
                         .fields = arena_array(&sides->fixed, bool, fields),
                         .absent = arena_array(&sides->fixed, bool, fields),
                         .cells = arena_array(&sides->fixed, Cells, fields) };
    }
    for (uint32_t i = 0; i < pack->table_count; i++) {
        if (!present[i])
            continue;
        want_for_rules(sides, &plan->tables[i]);
        want_for_references(sides, &plan->tables[i]);
        want_labels(sides, &plan->tables[i]);
    }
    return sides;
}

bool sides_want(const Sides *sides, uint32_t table)
{
    return side_at(sides, table)->wanted;
}

bool sides_need(const Sides *sides, uint32_t table)
{
    return side_at(sides, table)->needed;
}

/* ---- records as text */

void sides_clear(Sides *sides)
{
    for (uint32_t i = 0; i < sides->pack->table_count; i++) {
        Side *side = side_at(sides, i);
        for (uint32_t field = 0; field < side->table->table.field_count; field++)
            array_free(&side->cells[field]);
        array_free(&side->keys);
        array_free(&side->identities);
        array_free(&side->bad);
        side->stretches.count = 0;
        side->stretches.at = NULL;
        side->stretches.capacity = 0;
        map_free(&side->index);
        side->count = 0;
        side->whole = false;
    }
    for (uint32_t i = 0; i < sides->pack->member_count; i++) {
        map_free(&sides->inverses[i].index);
        sides->members[i] = (Member) { NULL, 0 };
    }
    arena_reset(&sides->memory);
    arena_reset(&sides->staged);
}

void sides_free(Sides *sides)
{
    if (!sides)
        return;
    sides_clear(sides);
    arena_free(&sides->staged);
    arena_free(&sides->memory);
    arena_free(&sides->fixed);
    free_(sides);
}

static uint32_t table_of_batch(const Sides *sides, const Batch *batch)
{
    uint32_t table = 0;
    while (&sides->pack->tables[table].table != batch->mapping->table)
        table++;
    return table;
}

static void add_cells(Arena *arena, Cells *to, const Str *cells, uint32_t rows)
{
    for (uint32_t row = 0; row < rows; row++) {
        Str text = cells ? cell_trim(cells[row]) : (Str) { 0 };
        array_push(to, text.len ? arena_str(arena, text) : text);
    }
}

/* A key as expressions see it: where it fits its pattern in plain characters only, in these. */
static Str sides_key_text(Sides *sides, const Field *field, Str cell)
{
    Value value;
    if (!field->pattern || cell_read(field, cell, &sides->memory, sides->matcher, &value) == CELL_UNREADABLE)
        return cell_trim(cell);
    return value.kind == KIND_STRING ? value_as_str(value) : cell_trim(cell);
}

static void add_keys(Sides *sides, Side *side, const Batch *batch)
{
    const Table *table = &side->table->table;
    bool is_meant = batch->identities && table->key != FIELD_NONE && batch->cells[table->key];
    for (uint32_t row = 0; row < batch->rows; row++) {
        RecordKey key = { { NULL, 0 }, { NULL, 0 } };
        if (is_meant && identity_is_referred_to(table, identity_way_of(batch, row))) {
            Str text = sides_key_text(sides, &table->fields[table->key], batch->cells[table->key][row]), identity = batch->identities[row];
            key.text = text.len ? arena_str(&sides->memory, text) : text;
            key.identity = str_equal(identity, text) ? key.text : arena_str(&sides->memory, identity);
        }
        array_push(&side->keys, key);
        array_push(&side->identities, key.identity);
    }
}

/* Of a record that could not be read at all no cell is known. */
static void sides_add_bad(Side *side, const Batch *batch)
{
    for (uint32_t i = 0; i < batch->bad_count; i++) {
        BadCell bad = batch->bad[i];
        bad.row += side->count;
        array_push(&side->bad, bad);
    }
}

/* A new stretch where a file lacks other columns than the one before. */
static void note_absent(Sides *sides, Side *side, const Batch *batch)
{
    uint32_t fields = side->table->table.field_count;
    bool is_first = side->stretches.count == 0, differs = is_first;
    bool *absent = arena_array(&sides->memory, bool, fields);
    for (uint32_t field = 0; field < fields; field++) {
        absent[field] = !mapping_has(batch->mapping, field);
        side->absent[field] = absent[field] && (is_first || side->absent[field]);
        differs = differs || absent[field] != side->stretches.at[side->stretches.count - 1].absent[field];
    }
    if (differs)
        arena_push(&sides->memory, &side->stretches, ((Stretch) { side->count, absent }));
}

void sides_add(Sides *sides, const Batch *batch)
{
    Side *side = side_at(sides, table_of_batch(sides, batch));
    const Table *table = &side->table->table;
    note_absent(sides, side, batch);
    sides_add_bad(side, batch);
    add_keys(sides, side, batch);
    for (uint32_t field = 0; field < table->field_count; field++) {
        bool is_text = table->fields[field].kind != FIELD_DATE && table->fields[field].kind != FIELD_INT;
        if (side->fields[field] && table->fields[field].kind != FIELD_MANY)
            add_cells(is_text ? &sides->memory : &sides->staged, &side->cells[field], batch->cells[field], batch->rows);
    }
    side->count += batch->rows;
}

void sides_end(Sides *sides, uint32_t table, bool whole)
{
    side_at(sides, table)->whole = whole;
}

bool sides_have(const Sides *sides, uint32_t table)
{
    return side_at(sides, table)->whole;
}

bool sides_has_file(const Sides *sides, uint32_t table)
{
    return sides->present[table];
}

bool sides_lack(const Sides *sides, uint32_t member)
{
    const Side *side = side_at(sides, plan_table_of(sides->pack, member));
    return !side->whole || side->absent[member - side->table->record.first];
}

const Member *sides_members(const Sides *sides)
{
    return sides->members;
}

CellResult sides_result(const Sides *sides, uint32_t member, uint32_t row)
{
    const Side *side = side_at(sides, plan_table_of(sides->pack, member));
    const uint8_t *results = side->results[member - side->table->record.first];
    return results ? (CellResult) results[row] : CELL_EMPTY;
}

/* ---- references */

/* Of records with one key the first is meant; the others were told where they stand. */
static Value reference_to(const Sides *sides, const Field *field, Str key, Arena *arena, Matcher *matcher)
{
    const Side *side = side_at(sides, field->table);
    Str identity = field->refers_to ? identity_of_cell(field->refers_to, key, arena, matcher) : key;
    uint32_t row = side->whole && identity.len ? map_get(&side->index, identity) : (uint32_t) MAP_NONE;
    if (row != MAP_NONE)
        return value_record(row, &side->keys.at[row]);
    RecordKey *unknown = arena_new(arena, RecordKey);
    *unknown = (RecordKey) { key, identity };
    return value_record(side->whole ? ROW_NONE : ROW_ABSENT, unknown);
}

typedef ARRAY(Value) References;

/* Blanks part keys where every piece is one, and the whole is none. */
static bool sides_add_words(const Sides *sides, const Field *field, Str text, Arena *arena, Matcher *matcher, References *items)
{
    size_t before = items->count;
    if (field->separator.len || reference_to(sides, field, text, arena, matcher).row < ROW_ABSENT)
        return false;
    for (Str word; part_next_word(&text, &word);) {
        Value reference = reference_to(sides, field, word, arena, matcher);
        if (reference.row < ROW_ABSENT) {
            arena_push(arena, items, reference);
            continue;
        }
        items->count = before;
        return false;
    }
    return true;
}

static Value as_reference(const Sides *sides, const Field *field, Value text, Arena *arena, Matcher *matcher)
{
    if (text.kind == KIND_STRING)
        return reference_to(sides, field, value_as_str(text), arena, matcher);
    if (text.kind != KIND_LIST)
        return text;
    References items = { 0 };
    for (uint32_t i = 0; i < text.list->count; i++) {
        Str key = value_as_str(text.list->at[i]);
        if (!sides_add_words(sides, field, key, arena, matcher, &items)) {
            Value reference = reference_to(sides, field, key, arena, matcher);
            arena_push(arena, &items, reference);
        }
    }
    List *list = arena_new(arena, List);
    *list = (List) { (uint32_t) items.count, items.at };
    return value_list(list);
}

void sides_read_references(const Sides *sides, const Field *field, const Str *cells, size_t rows, Arena *arena, Matcher *matcher,
                           const Column *out, uint8_t *results)
{
    for (size_t row = 0; row < rows; row++) {
        Value value;
        results[row] = (uint8_t) cell_read(field, cells[row], arena, matcher, &value);
        column_set(out, row, as_reference(sides, field, value, arena, matcher));
    }
}

const RecordKey *sides_unknown(Value value)
{
    if (value.kind == KIND_RECORD)
        return value.row == ROW_NONE ? value.key : NULL;
    const RecordKey *found = NULL;
    for (uint32_t i = 0; value.kind == KIND_LIST && i < value.list->count && !found; i++)
        found = sides_unknown(value.list->at[i]);
    return found;
}

/* ---- and back: who refers to a key */

static void add_reference(Inverse *inverse, Value to, uint32_t *counts)
{
    uint32_t slot = map_add(&inverse->index, to.key->identity, inverse->index.count);
    counts[slot]++;
}

static void each_reference(Value value, Inverse *inverse, uint32_t *counts)
{
    if (value.kind == KIND_RECORD)
        add_reference(inverse, value, counts);
    for (uint32_t i = 0; value.kind == KIND_LIST && i < value.list->count; i++)
        add_reference(inverse, value.list->at[i], counts);
}

/* A record that names another one twice belongs to it once. */
static void put_record(List *list, uint32_t row, const RecordKey *key)
{
    Value *items = (Value *) list->at;
    if (list->count == 0 || items[list->count - 1].row != row)
        items[list->count++] = value_record(row, key);
}

static void put_references(Inverse *inverse, Value value, uint32_t row, const RecordKey *key)
{
    if (value.kind == KIND_RECORD)
        put_record(&inverse->lists[map_get(&inverse->index, value.key->identity)], row, key);
    for (uint32_t i = 0; value.kind == KIND_LIST && i < value.list->count; i++)
        put_record(&inverse->lists[map_get(&inverse->index, value.list->at[i].key->identity)], row, key);
}

static size_t count_references(const Column *column, uint32_t rows)
{
    size_t count = 0;
    for (uint32_t row = 0; row < rows; row++) {
        Value value = column_get(column, row);
        count += value.kind == KIND_LIST ? value.list->count : 1;
    }
    return count;
}

static void link_inverse(Sides *sides, uint32_t member)
{
    const Field *field = plan_field_of(sides->pack, member);
    const Side *other = side_at(sides, field->table);
    Inverse *inverse = &sides->inverses[member];
    if (!other->whole)
        return;
    const Column *column = &other->columns[field->by];
    uint32_t *counts = arena_array(&sides->staged, uint32_t, count_references(column, other->count));
    for (uint32_t row = 0; row < other->count; row++)
        each_reference(column_get(column, row), inverse, counts);
    inverse->lists = arena_array(&sides->memory, List, inverse->index.count);
    for (uint32_t i = 0; i < inverse->index.count; i++)
        inverse->lists[i].at = arena_array(&sides->memory, Value, counts[i]);
    for (uint32_t row = 0; row < other->count; row++)
        put_references(inverse, column_get(column, row), row, &other->keys.at[row]);
}

void sides_read_many(const Sides *sides, uint32_t member, const Str *identities, size_t rows, const Column *out, uint8_t *results)
{
    const Field *field = plan_field_of(sides->pack, member);
    const Inverse *inverse = &sides->inverses[member];
    bool there = sides_have(sides, field->table);
    for (size_t row = 0; row < rows; row++) {
        bool known = there && identities && identities[row].len > 0;
        uint32_t slot = known ? map_get(&inverse->index, identities[row]) : (uint32_t) MAP_NONE;
        results[row] = known ? CELL_OK : there ? CELL_EMPTY : CELL_ABSENT;
        column_set(out, row,
                   !known ? cell_no_value((CellResult) results[row]) : value_list(slot == MAP_NONE ? &no_records : &inverse->lists[slot]));
    }
}

/* ---- columns */

static void sides_fill_rows(const Sides *sides, Side *side, uint32_t field, uint32_t first, uint32_t end)
{
    const bool *elsewhere = sides->plan->options.elsewhere;
    bool is_empty = side->table->table.fields[field].absent_is_empty || (elsewhere && elsewhere[side->table->record.first + field]);
    CellResult result = is_empty ? CELL_EMPTY : CELL_ABSENT;
    for (uint32_t row = first; row < end; row++) {
        column_set(&side->columns[field], row, cell_no_value(result));
        side->results[field][row] = (uint8_t) result;
    }
}

/* Those records of which `wanted`, a field, has no column in their file. */
static void fill_absent(const Sides *sides, Side *side, uint32_t field, uint32_t wanted)
{
    for (size_t i = 0; i < side->stretches.count; i++)
        if (side->stretches.at[i].absent[wanted])
            sides_fill_rows(sides, side, field, side->stretches.at[i].first,
                            i + 1 < side->stretches.count ? side->stretches.at[i + 1].first : side->count);
}

Value sides_label(const Sides *sides, uint32_t table, Str identity)
{
    const Side *side = side_at(sides, table);
    uint32_t label = side->table->label;
    uint32_t row = side->whole && side->fields[label] && identity.len ? map_get(&side->index, identity) : (uint32_t) MAP_NONE;
    return row == MAP_NONE ? value_missing() : column_get(&side->columns[label], row);
}

static void mark_bad(Side *side, uint32_t field)
{
    for (size_t i = 0; i < side->bad.count; i++) {
        const BadCell *bad = &side->bad.at[i];
        if (bad->field != field && bad->field != FIELD_NONE)
            continue;
        column_set(&side->columns[field], bad->row, value_error());
        side->results[field][bad->row] = CELL_UNREADABLE;
    }
}

/* A month that may be any of its days decides nothing where other records look at it. */
static void mark_months(Side *side, uint32_t field)
{
    for (uint32_t row = 0; row < side->count; row++) {
        if (side->results[field][row] != CELL_MONTH)
            continue;
        column_set(&side->columns[field], row, value_error());
        side->results[field][row] = CELL_UNREADABLE;
    }
}

static void sides_make_column(Sides *sides, Side *side, uint32_t field)
{
    const Field *declared = &side->table->table.fields[field];
    Column *column = &side->columns[field];
    *column = column_new(&sides->memory, column_kind(declared->type), side->count + 1);
    side->results[field] = arena_array(&sides->memory, uint8_t, side->count);
    if (declared->kind == FIELD_MANY)
        return;
    if (side->absent[field])
        sides_fill_rows(sides, side, field, 0, side->count);
    else if (field_refers(declared))
        sides_read_references(sides, declared, side->cells[field].at, side->count, &sides->memory, sides->matcher, column,
                              side->results[field]);
    else
        cells_read(declared, (CellTexts) { side->cells[field].at, side->count, false }, &sides->memory, sides->matcher, column,
                   side->results[field]);
    if (!side->absent[field])
        fill_absent(sides, side, field, field);
    mark_months(side, field);
    mark_bad(side, field);
    array_free(&side->cells[field]);
}

static void sides_index_keys(Side *side)
{
    for (uint32_t row = 0; row < side->count; row++)
        if (side->identities.at[row].len > 0)
            map_add(&side->index, side->identities.at[row], row);
}

static void each_column(Sides *sides, void (*visit)(Sides *sides, Side *side, uint32_t field))
{
    for (uint32_t i = 0; i < sides->pack->table_count; i++) {
        Side *side = side_at(sides, i);
        for (uint32_t field = 0; side->whole && field < side->table->table.field_count; field++)
            if (side->fields[field])
                visit(sides, side, field);
    }
}

static void fill_many(Sides *sides, Side *side, uint32_t field)
{
    if (side->table->table.fields[field].kind != FIELD_MANY)
        return;
    sides_read_many(sides, side->table->record.first + field, side->identities.at, side->count, &side->columns[field],
                    side->results[field]);
    fill_absent(sides, side, field, side->table->table.key);
}

static void show_member(Sides *sides, Side *side, uint32_t field)
{
    sides->members[side->table->record.first + field] = (Member) { &side->columns[field], side->count };
}

/* Columns of references need the index of keys; inverses need these columns; fields of type many need the inverses. */
void sides_link(Sides *sides)
{
    for (uint32_t i = 0; i < sides->pack->table_count; i++) {
        Side *side = side_at(sides, i);
        side->columns = arena_array(&sides->memory, Column, side->table->table.field_count);
        side->results = arena_array(&sides->memory, uint8_t *, side->table->table.field_count);
        if (side->whole)
            sides_index_keys(side);
    }
    each_column(sides, sides_make_column);
    for (uint32_t member = 0; member < sides->pack->member_count; member++)
        if (sides->inverses[member].wanted)
            link_inverse(sides, member);
    each_column(sides, fill_many);
    each_column(sides, show_member);
    arena_reset(&sides->staged);
}
