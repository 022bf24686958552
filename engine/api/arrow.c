/* Verdicts and findings as streams of Arrow record batches, by Arrow's C data interface: structures that a consumer in the same process
   reads where they lie, and releases when it is done. A run is told record by record, so they are gathered while it goes on and handed out
   afterwards; what was gathered is shared by both streams, their batches and whatever a consumer takes out of these, and goes with the
   last of them. Nothing is allocated behind the run but what a batch hangs on.

   What a batch hangs on comes from calloc, not from the ledger of the run: it is made when the consumer asks, behind the edge, and
   released by the consumer on whatever thread it likes. For the same reason the count of users is atomic; nothing else of what is
   shared is written any more. */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "api/inside.h"
#include "api/internal.h"
#include "base/calendar.h"
#include "base/vocabulary.h"

/* Arrow's text (format "u") has offsets of 32 bits: a chunk ends once all its texts together pass BYTES_A_BATCH: with 256 MiB there is
   room for one row more of well over a gigabyte. MOST_COLUMNS is only room: no table here has as many. */
enum { ROWS_A_BATCH = 16384, BYTES_A_BATCH = 1 << 28, MOST_COLUMNS = 20 };

typedef enum { COLUMN_TEXT, COLUMN_DAY, COLUMN_COUNT } ColumnKind;

typedef struct {
    const char *name;
    ColumnKind kind;
} ColumnName;

static const ColumnName verdict_columns[] = {
    { "table", COLUMN_TEXT },    { "key", COLUMN_TEXT },         { "label", COLUMN_TEXT },   { "section", COLUMN_TEXT },
    { "verdict", COLUMN_TEXT },  { "for_want_of", COLUMN_TEXT }, { "earliest", COLUMN_DAY }, { "earliest_step", COLUMN_TEXT },
    { "closed_on", COLUMN_DAY }, { "file", COLUMN_TEXT },        { "line", COLUMN_COUNT },   { "sheet", COLUMN_TEXT },
};
static const ColumnName finding_columns[] = {
    { "rule", COLUMN_TEXT },        { "severity", COLUMN_TEXT }, { "outcome", COLUMN_TEXT }, { "title", COLUMN_TEXT },
    { "message", COLUMN_TEXT },     { "table", COLUMN_TEXT },    { "key", COLUMN_TEXT },     { "group", COLUMN_TEXT },
    { "fields", COLUMN_TEXT },      { "file", COLUMN_TEXT },     { "line", COLUMN_COUNT },   { "sheet", COLUMN_TEXT },
    { "a1", COLUMN_TEXT },          { "clears_on", COLUMN_DAY }, { "gate", COLUMN_TEXT },    { "source", COLUMN_TEXT },
    { "fingerprint", COLUMN_TEXT },
};
enum {
    VERDICT_COLUMNS = sizeof verdict_columns / sizeof *verdict_columns,
    FINDING_COLUMNS = sizeof finding_columns / sizeof *finding_columns
};

/* ---- what is gathered */

typedef struct {
    ColumnKind kind;
    Text bytes;    /* of texts */
    int32_t *ends; /* of texts: where each ends; the first is 0 */
    int32_t *days;
    uint64_t *counts;
    uint8_t *valid; /* bits */
    int64_t nulls;
} OutColumn;

typedef struct {
    int64_t rows;
    int64_t *nulls;        /* by column */
    const void ***buffers; /* by column: validity, values, bytes */
} Chunk;

typedef struct {
    const ColumnName *names;
    size_t count;
    OutColumn *columns; /* of the chunk at hand */
    int64_t rows;
    ARRAY(Chunk) chunks;
} TableOut;

/* All that a run leaves behind. Users are the call itself, each stream, and each column that a consumer has not released. */
typedef struct {
    atomic_long users;
    Ledger ledger;
    Arena arena;
    TableOut verdicts, findings;
} Gathered;

static void arrow_leave(Gathered *gathered)
{
    if (atomic_fetch_sub(&gathered->users, 1) > 1)
        return;
    ledger_end(&gathered->ledger);
    free(gathered);
}

static void begin_chunk(Arena *arena, TableOut *table)
{
    table->columns = arena_array(arena, OutColumn, table->count);
    table->rows = 0;
    for (size_t i = 0; i < table->count; i++) {
        OutColumn *column = &table->columns[i];
        column->kind = table->names[i].kind;
        column->valid = arena_array(arena, uint8_t, ROWS_A_BATCH / 8);
        if (column->kind == COLUMN_TEXT)
            column->ends = arena_array(arena, int32_t, ROWS_A_BATCH + 1);
        else if (column->kind == COLUMN_DAY)
            column->days = arena_array(arena, int32_t, ROWS_A_BATCH);
        else
            column->counts = arena_array(arena, uint64_t, ROWS_A_BATCH);
    }
}

static void end_chunk(Arena *arena, TableOut *table)
{
    Chunk chunk = { .rows = table->rows };
    if (table->rows == 0)
        return;
    chunk.nulls = arena_array(arena, int64_t, table->count);
    chunk.buffers = arena_array(arena, const void **, table->count);
    for (size_t i = 0; i < table->count; i++) {
        OutColumn *column = &table->columns[i];
        const void **buffers = chunk.buffers[i] = arena_array(arena, const void *, 3);
        buffers[0] = column->valid;
        buffers[1] = column->kind == COLUMN_TEXT  ? (const void *) column->ends
                     : column->kind == COLUMN_DAY ? (const void *) column->days
                                                  : column->counts;
        buffers[2] = column->kind == COLUMN_TEXT ? arena_str(arena, text_str(&column->bytes)).at : NULL;
        chunk.nulls[i] = column->nulls;
        text_free(&column->bytes);
    }
    arena_push(arena, &table->chunks, chunk);
    table->columns = NULL;
}

static OutColumn *arrow_begin_row(Arena *arena, TableOut *table)
{
    size_t bytes = 0;
    for (size_t i = 0; table->columns && i < table->count; i++)
        bytes += table->columns[i].bytes.len;
    if (table->columns && (table->rows == ROWS_A_BATCH || bytes >= BYTES_A_BATCH))
        end_chunk(arena, table);
    if (!table->columns)
        begin_chunk(arena, table);
    table->rows++;
    return table->columns;
}

static void put_valid(OutColumn *column, int64_t row, bool is_valid)
{
    column->nulls += !is_valid;
    if (is_valid)
        column->valid[row / 8] |= (uint8_t) (1u << row % 8);
}

/* What is empty is not there. */
static void arrow_put_text(OutColumn **column, int64_t row, duly_text text)
{
    put_valid(*column, row, text.len > 0);
    text_add(&(*column)->bytes, text);
    (*column)->ends[row + 1] = (int32_t) (*column)->bytes.len;
    ++*column;
}

static void arrow_put_day(OutColumn **column, int64_t row, duly_date date)
{
    put_valid(*column, row, date.year != 0);
    (*column)->days[row] = date.year ? date_to_day(date_pack(date.year, date.month, date.day)) : 0;
    ++*column;
}

static void put_count(OutColumn **column, int64_t row, uint64_t count)
{
    put_valid(*column, row, count > 0);
    (*column)->counts[row] = count;
    ++*column;
}

/* ---- a run */

/* What a run tells is gathered where somebody wants it, and handed on to the sink of the host. The run is one inside (inside.h): what
   is gathered is kept in the ledger of the streams, and a host that is called stands outside of the edge, here as everywhere. */
typedef struct {
    const duly_pack *pack;
    const duly_check_options *options;
    const duly_sink *sink; /* the host's */
    Gathered *gathered;
    bool wants_verdicts, wants_findings;
    duly_status status;
} ArrowRun;

static Str join_pairs(Arena *arena, const duly_pair *pairs, size_t count)
{
    Text text = { 0 };
    for (size_t i = 0; i < count; i++) {
        text_add(&text, i ? STR("; ") : STR(""));
        text_add(&text, pairs[i].name);
        text_add(&text, STR("="));
        text_add(&text, pairs[i].value);
    }
    Str joined = arena_str(arena, text_str(&text));
    text_free(&text);
    return joined;
}

static Str join_fields(Arena *arena, const duly_finding *finding)
{
    Text text = { 0 };
    for (size_t i = 0; i < finding->cell_count; i++) {
        text_add(&text, i ? STR("; ") : STR(""));
        text_add(&text, finding->cells[i].field);
    }
    Str joined = arena_str(arena, text_str(&text));
    text_free(&text);
    return joined;
}

static void arrow_add_finding(const ArrowRun *run, const duly_finding *finding)
{
    Arena *arena = &run->gathered->arena, scratch = { 0 };
    TableOut *table = &run->gathered->findings;
    OutColumn *column = arrow_begin_row(arena, table);
    int64_t row = table->rows - 1;
    arrow_put_text(&column, row, finding->id);
    arrow_put_text(&column, row, str_of(severity_words[finding->severity]));
    arrow_put_text(&column, row, str_of(outcome_words[finding->outcome]));
    arrow_put_text(&column, row, finding->title);
    arrow_put_text(&column, row, finding->message);
    arrow_put_text(&column, row, finding->table);
    arrow_put_text(&column, row, finding->key);
    arrow_put_text(&column, row, join_pairs(&scratch, finding->group, finding->group_count));
    arrow_put_text(&column, row, join_fields(&scratch, finding));
    arrow_put_text(&column, row, finding->file);
    put_count(&column, row, finding->line);
    arrow_put_text(&column, row, finding->sheet);
    arrow_put_text(&column, row, finding->a1);
    arrow_put_day(&column, row, finding->clears_on);
    arrow_put_text(&column, row, finding->gate);
    arrow_put_text(&column, row, finding->source);
    arrow_put_text(&column, row, finding->fingerprint);
    arena_free(&scratch);
}

static void arrow_add_verdict(const ArrowRun *run, const duly_record *record)
{
    TableOut *table = &run->gathered->verdicts;
    OutColumn *column = arrow_begin_row(&run->gathered->arena, table);
    int64_t row = table->rows - 1;
    arrow_put_text(&column, row, record->table);
    arrow_put_text(&column, row, record->key);
    arrow_put_text(&column, row, record->label);
    arrow_put_text(&column, row, record->section);
    arrow_put_text(&column, row, str_of(verdict_keys[record->verdict]));
    arrow_put_text(&column, row, record->wants_columns ? STR("columns") : (Str) { 0 });
    arrow_put_day(&column, row, record->earliest);
    arrow_put_text(&column, row, record->earliest_step);
    arrow_put_day(&column, row, record->closed_on);
    arrow_put_text(&column, row, record->file);
    put_count(&column, row, record->line);
    arrow_put_text(&column, row, record->sheet);
}

static void hear_finding(void *context, const duly_finding *finding)
{
    const ArrowRun *run = context;
    if (run->wants_findings)
        arrow_add_finding(run, finding);
    if (run->sink->finding)
        MEMORY_OUTSIDE(run->sink->finding(run->sink->context, finding));
}

static void hear_record(void *context, const duly_record *record)
{
    const ArrowRun *run = context;
    if (run->wants_verdicts && record->verdict != DULY_NOT_JUDGED)
        arrow_add_verdict(run, record);
    for (size_t i = 0; run->wants_findings && i < record->finding_count; i++)
        arrow_add_finding(run, &record->findings[i]);
    if (run->sink->record)
        MEMORY_OUTSIDE(run->sink->record(run->sink->context, record));
}

static void arrow_hear_problem(void *context, const duly_problem *problem)
{
    const ArrowRun *run = context;
    if (run->sink->problem)
        MEMORY_OUTSIDE(run->sink->problem(run->sink->context, problem));
}

static void hear_begin(void *context, const duly_run *told)
{
    const ArrowRun *run = context;
    if (run->sink->begin)
        MEMORY_OUTSIDE(run->sink->begin(run->sink->context, told));
}

static void hear_end(void *context, const duly_run *told, const duly_summary *summary)
{
    const ArrowRun *run = context;
    if (run->sink->end)
        MEMORY_OUTSIDE(run->sink->end(run->sink->context, told, summary));
}

static void hear_progress(void *context, uint64_t done, uint64_t total, uint64_t records)
{
    const ArrowRun *run = context;
    if (run->sink->progress)
        MEMORY_OUTSIDE(run->sink->progress(run->sink->context, done, total, records));
}

static void arrow_check(void *context)
{
    ArrowRun *run = context;
    Gathered *gathered = run->gathered;
    const duly_sink sink = { .size = sizeof sink,
                             .context = run,
                             .problem = arrow_hear_problem,
                             .begin = hear_begin,
                             .finding = hear_finding,
                             .record = hear_record,
                             .end = hear_end,
                             .progress = hear_progress,
                             .found_only = !run->wants_verdicts && (!run->sink->record || run->sink->found_only) };
    gathered->verdicts = (TableOut) { .names = verdict_columns, .count = VERDICT_COLUMNS };
    gathered->findings = (TableOut) { .names = finding_columns, .count = FINDING_COLUMNS };
    run->status = check_inside(run->pack, run->options, &sink);
    if (gathered->verdicts.columns)
        end_chunk(&gathered->arena, &gathered->verdicts);
    if (gathered->findings.columns)
        end_chunk(&gathered->arena, &gathered->findings);
}

/* ---- what is handed out: each structure holds on to all that was gathered, so that a consumer may keep a column longer than its batch */

typedef struct {
    Gathered *gathered;
    const TableOut *table;
    size_t given;
} StreamOut;

static void release_column(struct ArrowArray *array)
{
    arrow_leave(array->private_data);
    array->release = NULL;
}

static void arrow_release_batch(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
    free(array->private_data);
    array->release = NULL;
}

static void release_child_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void arrow_release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
    free(schema->private_data);
    schema->release = NULL;
}

typedef struct {
    struct ArrowSchema *children[MOST_COLUMNS];
    struct ArrowSchema schemas[MOST_COLUMNS];
} SchemaRoom;

typedef struct {
    const void *buffers[1];
    struct ArrowArray *children[MOST_COLUMNS];
    struct ArrowArray arrays[MOST_COLUMNS];
} BatchRoom;

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    static const char *const formats[] = { [COLUMN_TEXT] = "u", [COLUMN_DAY] = "tdD", [COLUMN_COUNT] = "L" };
    const StreamOut *state = stream->private_data;
    SchemaRoom *room = calloc(1, sizeof *room);
    if (!room)
        return ENOMEM;
    for (size_t i = 0; i < state->table->count; i++) {
        const ColumnName *name = &state->table->names[i];
        room->schemas[i] = (struct ArrowSchema) {
            .format = formats[name->kind], .name = name->name, .flags = ARROW_FLAG_NULLABLE, .release = release_child_schema
        };
        room->children[i] = &room->schemas[i];
    }
    *out = (struct ArrowSchema) { .format = "+s",
                                  .name = "",
                                  .n_children = (int64_t) state->table->count,
                                  .children = room->children,
                                  .release = arrow_release_schema,
                                  .private_data = room };
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    StreamOut *state = stream->private_data;
    *out = (struct ArrowArray) { .release = NULL };
    if (state->given == state->table->chunks.count)
        return 0;
    BatchRoom *room = calloc(1, sizeof *room);
    if (!room)
        return ENOMEM;
    const Chunk *chunk = &state->table->chunks.at[state->given++];
    for (size_t i = 0; i < state->table->count; i++) {
        atomic_fetch_add(&state->gathered->users, 1);
        room->arrays[i] = (struct ArrowArray) { .length = chunk->rows,
                                                .null_count = chunk->nulls[i],
                                                .n_buffers = state->table->names[i].kind == COLUMN_TEXT ? 3 : 2,
                                                .buffers = chunk->buffers[i],
                                                .release = release_column,
                                                .private_data = state->gathered };
        room->children[i] = &room->arrays[i];
    }
    *out = (struct ArrowArray) { .length = chunk->rows,
                                 .n_buffers = 1,
                                 .n_children = (int64_t) state->table->count,
                                 .buffers = room->buffers,
                                 .children = room->children,
                                 .release = arrow_release_batch,
                                 .private_data = room };
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    (void) stream;
    return strerror(ENOMEM);
}

static void release_out(struct ArrowArrayStream *stream)
{
    StreamOut *state = stream->private_data;
    arrow_leave(state->gathered);
    free(state);
    stream->release = NULL;
}

static bool open_stream(Gathered *gathered, const TableOut *table, struct ArrowArrayStream *out)
{
    if (!out)
        return true;
    StreamOut *state = malloc(sizeof *state);
    if (!state)
        return false;
    *state = (StreamOut) { gathered, table, 0 };
    atomic_fetch_add(&gathered->users, 1);
    *out = (struct ArrowArrayStream) { get_schema, get_next, get_last_error, release_out, state };
    return true;
}

static void arrow_close_stream(struct ArrowArrayStream *stream)
{
    if (stream && stream->release)
        stream->release(stream);
}

duly_status duly_check_arrow(const duly_pack *pack, const duly_check_options *options, struct ArrowArrayStream *verdicts,
                             struct ArrowArrayStream *findings, const duly_sink *given)
{
    duly_sink own = { 0 };
    ArrowRun run = { pack, options, &own, NULL, verdicts, findings, DULY_NO_MEMORY };
    if (verdicts)
        *verdicts = (struct ArrowArrayStream) { .release = NULL };
    if (findings)
        *findings = (struct ArrowArrayStream) { .release = NULL };
    if (!SIZED_SINK(&own, given))
        return DULY_MISUSED;
    if (!pack || !options)
        return duly_check(pack, options, given); /* which says so */
    Gathered *gathered = run.gathered = calloc(1, sizeof *gathered);
    if (!gathered)
        return api_no_memory(run.sink->problem, run.sink->context);
    gathered->users = 1;
    ledger_init(&gathered->ledger);
    bool done = api_call_in(&gathered->ledger, arrow_check, &run, run.sink->problem, run.sink->context);
    duly_status status = done ? run.status : DULY_NO_MEMORY;
    bool is_told = status != DULY_NO_MEMORY && status != DULY_MISUSED;
    if (is_told && !(open_stream(gathered, &gathered->verdicts, verdicts) && open_stream(gathered, &gathered->findings, findings))) {
        arrow_close_stream(verdicts);
        arrow_close_stream(findings);
        status = api_no_memory(run.sink->problem, run.sink->context);
    }
    arrow_leave(gathered);
    return status;
}
