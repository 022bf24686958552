/* A finding about such a record is made where all findings are: by judging it once more, with nothing but the cells of its key, by the one
   rule about keys. */
#include "run/repeats.h"

#include "model/identity.h"
#include "run/part.h"

/* The first record with a key. */
typedef struct {
    uint64_t high; /* of the hash */
    uint64_t file, line;
} FirstRecord;

struct Repeats {
    Run *run;
    PartFields fields;
    uint64_t number; /* of the hash at hand */
    ARRAY(FirstRecord) firsts;
    Text text;
    Sorter sorter;
    Merged merged;
    Thing next;
    bool has_next, is_bad;
    const Plan *plan; /* of the rule about keys alone */
    Sides *sides;
    Sheet *sheet;
    Batch batch; /* records with a key that stood before in this file */
    uint64_t lines[BATCH_ROWS], first_lines[BATCH_ROWS];
    uint32_t rows[BATCH_ROWS]; /* of the batch that they are of */
    BatchResult result;
    Arena memory; /* as long as a batch */
};

/* What is found is sorted once more, by where it is told: the number of a file among those of its table, then that of the record in it,
   which FILE_BITS leave room for (PART_LINES). */
enum { MOST_IN_MEMORY = 32 << 20, FILE_BITS = 40 };

Repeats *repeats_new(Run *run)
{
    Repeats *repeats = memory_alloc(sizeof *repeats);
    *repeats = (Repeats) { .run = run };
    repeats->fields = part_key_fields(&run->arena, &run->table->table->table);
    sorter_init(&repeats->sorter, MOST_IN_MEMORY);
    return repeats;
}

static FirstRecord *find_first(Repeats *repeats, uint64_t number, uint64_t high)
{
    if (number != repeats->number)
        repeats->firsts.count = 0;
    repeats->number = number;
    for (size_t i = 0; i < repeats->firsts.count; i++)
        if (repeats->firsts.at[i].high == high)
            return &repeats->firsts.at[i];
    return NULL;
}

void repeats_take(Repeats *repeats, const Thing *key, uint64_t files_before)
{
    Bytes bytes = { key->bytes, false };
    uint64_t high = bytes_take_word(&bytes), file = bytes_take_number(&bytes) + files_before;
    uint64_t record = bytes_take_number(&bytes), line = bytes_take_number(&bytes);
    repeats->is_bad |= bytes.failed || record >= PART_LINES || file >= 1u << (64 - FILE_BITS);
    if (repeats->is_bad)
        return;
    const FirstRecord *first = find_first(repeats, key->number, high);
    if (!first) {
        array_push(&repeats->firsts, ((FirstRecord) { high, file, line }));
        return;
    }
    text_clear(&repeats->text);
    bytes_number(&repeats->text, first->file);
    bytes_number(&repeats->text, first->line);
    bytes_number(&repeats->text, line);
    text_add(&repeats->text, bytes.rest);
    sorter_add(&repeats->sorter, file << FILE_BITS | record, text_str(&repeats->text));
}

Str repeats_sort(Repeats *repeats)
{
    if (repeats->is_bad)
        return STR("the part is damaged, or not whole: check this share again");
    if (!sorter_read(&repeats->sorter, &repeats->merged))
        return arena_str(&repeats->run->arena, repeats->sorter.problem);
    repeats->has_next = merged_next(&repeats->merged, &repeats->next);
    return (Str) { 0 };
}

/* ---- judging them */

/* Whoever they are of, and whatever else is asked of them. */
static void repeats_make_plan(Repeats *repeats)
{
    Run *run = repeats->run;
    PlanOptions options = run->plan->options;
    bool *selected = arena_array(&run->arena, bool, run->pack->rule_count);
    selected[BUILTIN_DUPLICATE_KEY] = true;
    options.selected = selected;
    options.gate_procedure = options.gate_step = INDEX_NONE;
    options.intervals = options.steps = options.clauses = options.statistics = false;
    options.ahead = NULL;
    repeats->plan = plan_new(&run->arena, &options);
    const TablePlan *whole = &run->plan->tables[run->table->index], *own = &repeats->plan->tables[run->table->index];
    for (size_t i = 0; i < repeats->fields.count; i++) /* what is hashed of a cell depends on whether it was understood */
        own->is_read[repeats->fields.at[i]] |= sheet_converts(whole, repeats->fields.at[i], true);
    repeats->sides = sides_new(repeats->plan, run->present);
    sides_link(repeats->sides);
    repeats->sheet = sheet_new(repeats->plan, &repeats->plan->tables[run->table->index], repeats->sides, BATCH_ROWS);
}

/* Nothing but the fields of its key is known of a record. */
static Mapping *keys_only(Repeats *repeats)
{
    const Mapping *mapping = &repeats->run->reader->mapping;
    Mapping *keys = arena_new(&repeats->memory, Mapping);
    bool *absent = arena_array(&repeats->memory, bool, mapping->table->field_count);
    *keys = *mapping;
    memset(absent, true, mapping->table->field_count);
    for (size_t i = 0; i < repeats->fields.count; i++)
        absent[repeats->fields.at[i]] = mapping->absent && mapping->absent[repeats->fields.at[i]];
    keys->absent = absent;
    return keys;
}

static void begin_batch(Repeats *repeats)
{
    uint32_t fields = repeats->run->table->table->table.field_count;
    repeats->batch =
        (Batch) { .mapping = keys_only(repeats), .capacity = BATCH_ROWS, .lines = repeats->lines, .arena = repeats->batch.arena };
    repeats->batch.cells = arena_array(&repeats->memory, Str *, fields);
    for (size_t i = 0; i < repeats->fields.count; i++)
        if (mapping_has(repeats->batch.mapping, repeats->fields.at[i]))
            repeats->batch.cells[repeats->fields.at[i]] = arena_array(&repeats->memory, Str, BATCH_ROWS + ROW_PAD);
}

static void repeats_add_row(Repeats *repeats, Bytes *cells, uint64_t line, uint64_t first_line, uint32_t of)
{
    uint32_t row = repeats->batch.rows++;
    repeats->lines[row] = line;
    repeats->first_lines[row] = first_line;
    repeats->rows[row] = of;
    for (size_t i = 0; i < repeats->fields.count; i++) {
        Str text = arena_str(&repeats->memory, bytes_take_text(cells));
        if (repeats->batch.cells[repeats->fields.at[i]])
            repeats->batch.cells[repeats->fields.at[i]][row] = text;
    }
}

/* In an earlier file of the table: that is told of the two files. */
static void repeats_note_same(Repeats *repeats, Bytes *cells, uint64_t file, uint64_t line, uint64_t first_line)
{
    Run *run = repeats->run;
    bool has_key = run->table->table->table.key != FIELD_NONE;
    size_t place = places_find(&run->places[run->table->index], file * PART_LINES + first_line);
    Str key = has_key ? bytes_take_text(cells) : (Str) { 0 };
    run_note_same(run, place, (SameRecord) { key, line, first_line });
}

static void repeats_take_next(Repeats *repeats, uint64_t file, uint64_t first)
{
    Bytes bytes = { repeats->next.bytes, false };
    uint64_t first_file = bytes_take_number(&bytes), first_line = bytes_take_number(&bytes), line = bytes_take_number(&bytes);
    if (first_file == file)
        repeats_add_row(repeats, &bytes, line, first_line, (uint32_t) ((repeats->next.number & (PART_LINES - 1)) - first));
    else if (first_file < file)
        repeats_note_same(repeats, &bytes, first_file, line, first_line);
    repeats->has_next = merged_next(&repeats->merged, &repeats->next);
}

/* ---- putting it in */

static void repeats_put_finding(RecordResult *record, const Finding *finding, Arena *arena)
{
    Finding *findings = arena_array(arena, Finding, record->finding_count + 1);
    uint32_t at = 0;
    while (at < record->finding_count && record->findings[at].rule < finding->rule)
        at++;
    if (at > 0)
        memcpy(findings, record->findings, at * sizeof *findings);
    findings[at] = *finding;
    findings[at].key = record->key;
    if (at < record->finding_count)
        memcpy(findings + at + 1, record->findings + at, (record->finding_count - at) * sizeof *findings);
    record->findings = findings;
    record->finding_count++;
}

/* One that blocks, and for good. */
static void repeats_block(Run *run, RecordResult *record)
{
    if (record->verdict == VERDICT_NONE)
        return;
    run->summary.verdicts[record->verdict]--;
    run->summary.verdicts[VERDICT_BLOCKED]++;
    run->summary.wants_columns -= record->wants_columns;
    record->verdict = VERDICT_BLOCKED;
    record->wants_columns = false;
    record->earliest = record->closed_on = 0;
}

static void put_in(Repeats *repeats, RecordResult *record, const RecordResult *judged)
{
    Run *run = repeats->run;
    for (uint32_t i = 0; i < judged->finding_count; i++) {
        const Finding *finding = &judged->findings[i];
        run->summary.counts[BUILTIN_DUPLICATE_KEY][OUTCOME_PASS]--;
        run->summary.counts[BUILTIN_DUPLICATE_KEY][finding->outcome]++;
        repeats_put_finding(record, finding, &repeats->memory);
        if (finding->outcome == OUTCOME_VIOLATION && finding->severity == SEVERITY_ERROR)
            repeats_block(run, record);
    }
}

static RecordResult *record_at(BatchResult *result, uint32_t row)
{
    for (uint32_t i = 0; i < result->record_count; i++)
        if (result->records[i].row == row)
            return &result->records[i];
    return NULL;
}

static void judge(Repeats *repeats, BatchResult *result)
{
    if (!repeats->sheet)
        repeats_make_plan(repeats);
    Task task = { .batch = &repeats->batch, .first_lines = repeats->first_lines };
    batch_identify(&repeats->batch, &repeats->memory);
    evaluate(repeats->sheet, &task, &repeats->result);
    bool is_any = false;
    for (uint32_t i = 0; i < repeats->result.record_count; i++) {
        RecordResult *record = record_at(result, repeats->rows[repeats->result.records[i].row]);
        if (record)
            put_in(repeats, record, &repeats->result.records[i]);
        is_any |= record != NULL;
    }
    if (is_any)
        run_keep_uses(repeats->run, &repeats->result);
}

void repeats_apply(Repeats *repeats, uint64_t file, uint64_t first, uint64_t rows, BatchResult *result)
{
    uint64_t low = file << FILE_BITS | first, end = low + rows;
    if (!repeats->has_next || repeats->next.number >= end)
        return;
    begin_batch(repeats);
    while (repeats->has_next && repeats->next.number < end && repeats->batch.rows < BATCH_ROWS)
        repeats_take_next(repeats, file, first);
    if (repeats->batch.rows > 0)
        judge(repeats, result);
}

void repeats_told(Repeats *repeats)
{
    arena_reset(&repeats->memory);
}

void repeats_free(Repeats *repeats)
{
    result_free(&repeats->result);
    if (repeats->sheet)
        sheet_free(repeats->sheet);
    if (repeats->sides)
        sides_free(repeats->sides);
    merged_free(&repeats->merged);
    sorter_free(&repeats->sorter);
    text_free(&repeats->text);
    array_free(&repeats->firsts);
    arena_free(&repeats->memory);
    free_(repeats);
}
