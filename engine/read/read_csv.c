/* CSV and TSV: a row at the top names the columns, every one below it is a record. */
#include "codec/csv.h"
#include "model/cell.h"
#include "read/above.h"
#include "read/columns.h"
#include "read/delimiter.h"
#include "read/faults.h"
#include "read/formats.h"
#include "read/heading_block.h"
#include "read/quotes.h"
#include "read/row_kind.h"

typedef ARRAY(TopRow) TopRows;

typedef struct {
    Csv *csv;
    TopRows ahead;         /* rows below the heading that were looked at to find it: the first records */
    ARRAY(CsvRecord) kept; /* the same rows */
    size_t given;          /* of them */
    uint64_t passed;       /* bytes of text that records were taken from, before the current batch */
    uint32_t width;        /* cells of the heading */
    uint32_t *field_of;    /* by column; FIELD_NONE: none */
    Str **cells;           /* by column, of the current batch; NULL: not wanted */
    QuoteWatch quotes;
    RowNames names;
} CsvReader;

/* Only delimiters and blanks, as at the end of a sheet that was saved with formatted but empty rows. */
static bool read_csv_is_blank(const CsvRecord *record)
{
    for (uint32_t i = 0; i < record->count; i++)
        if (cell_trim(record->fields[i]).len)
            return false;
    return true;
}

/* ---- the heading */

static CsvRecord keep_record(Arena *arena, const CsvRecord *record)
{
    CsvRecord kept = *record;
    kept.fields = arena_array(arena, Str, record->count);
    for (uint32_t i = 0; i < record->count; i++)
        kept.fields[i] = arena_str(arena, record->fields[i]);
    if (record->quotes)
        kept.quotes = (const uint8_t *) arena_str(arena, (Str) { (const char *) record->quotes, record->count }).at;
    return kept;
}

/* Of a name of a column behind a blank and a quote it is clear what is meant; in the cells below the same is told. */
static Str *heading_cells(Arena *arena, const CsvRecord *kept)
{
    Str *cells = arena_array(arena, Str, kept->count);
    for (uint32_t i = 0; i < kept->count; i++) {
        bool is_behind_blank = kept->quotes && kept->quotes[i] == QUOTES_BLANK_BEFORE;
        Str cell = is_behind_blank ? cell_trim(kept->fields[i]) : kept->fields[i];
        bool is_closed = is_behind_blank && cell.len > 1 && cell.at[cell.len - 1] == '"';
        cells[i] = is_closed ? str_slice(cell, 1, cell.len - 1) : kept->fields[i];
    }
    return cells;
}

/* Rows up to one that is sure to be the heading, and those that may belong to it. */
static void read_top(Reader *reader, CsvReader *state, const Headings *headings)
{
    CsvRecord record;
    size_t wanted = TOP_ROWS;
    while (state->ahead.count < wanted && csv_next(state->csv, &record)) {
        if (read_csv_is_blank(&record))
            continue;
        CsvRecord kept = keep_record(reader->arena, &record);
        TopRow row = { heading_cells(reader->arena, &kept), kept.count, kept.line };
        arena_push(reader->arena, &state->kept, kept);
        arena_push(reader->arena, &state->ahead, row);
        if (wanted == TOP_ROWS && columns_settle(headings, &row))
            wanted = state->ahead.count + (columns_is_claimed(headings, &row) ? CLAIM_ROWS : HEADING_ROWS - 1);
    }
}

/* Rows that are divided by a sign that divides nothing have one cell. */
static bool stop_without_heading(Reader *reader, const CsvReader *state, const Headings *headings)
{
    for (size_t i = 0; i < state->ahead.count; i++) {
        const TopRow *row = &state->ahead.at[i];
        const char *name = delimiter_mistaken(headings, row->cells[0]);
        if (name)
            return reader_stop(reader, row->line,
                               arena_format(reader->arena,
                                            "%s divides the names of the columns: a comma, a semicolon, a "
                                            "tab or | divides cells",
                                            name));
    }
    return reader_stop(reader, state->ahead.at[0].line, columns_problem(reader, state->ahead.count));
}

static bool match_heading(Reader *reader, CsvReader *state, const Headings *headings)
{
    size_t heading = columns_find(headings, state->ahead.at, state->ahead.count);
    if (heading == state->ahead.count)
        return stop_without_heading(reader, state, headings);
    HeadingBlock block = heading_block(reader->arena, headings, state->ahead.at, state->ahead.count, heading, NULL);
    state->field_of = columns_match(reader, headings, &block, state->ahead.at, state->ahead.count);
    state->width = block.count;
    state->cells = arena_array(reader->arena, Str *, block.count);
    state->quotes = quotes_watch(state->field_of, block.count, csv_delimiter(state->csv));
    state->given = block.last + 1;
    if (state->field_of)
        above_read(reader, headings, state->ahead.at, block.first);
    if (state->field_of)
        state->names = row_names(&reader->mapping, state->field_of, state->width);
    return state->field_of != NULL;
}

static bool open_delimited(Reader *reader, char delimiter, bool is_sure)
{
    CsvReader *state = arena_new(reader->arena, CsvReader);
    const Headings *headings = headings_new(reader->arena, reader->mapping.table);
    reader->state = state;
    state->csv = csv_open(reader->input, delimiter);
    Arena memory = { 0 };
    csv_begin(state->csv, &memory);
    if (!is_sure)
        csv_set_delimiter(state->csv, delimiter_find(headings, csv_unread(state->csv), csv_delimiter(state->csv)));
    read_top(reader, state, headings);
    csv_end(state->csv);
    arena_free(&memory);
    uint64_t line;
    Str problem = csv_problem_in(state->csv, reader->arena, &line);
    if (state->ahead.count)
        return match_heading(reader, state, headings);
    return reader_stop(reader, line, problem.len ? problem : STR("the file is empty"));
}

static bool open_csv(Reader *reader)
{
    return open_delimited(reader, 0, false);
}

static bool open_tsv(Reader *reader)
{
    return open_delimited(reader, '\t', false);
}

/* What spreadsheets save as "Unicode text". Any other text may bear this ending, with lists in it that look like headings: a tab it is. */
static bool open_txt(Reader *reader)
{
    return open_delimited(reader, '\t', true);
}

/* ---- records */

static bool has_more(const CsvRecord *record, uint32_t from)
{
    for (uint32_t i = from; i < record->count; i++)
        if (cell_trim(record->fields[i]).len)
            return true;
    return false;
}

typedef ARRAY(RaggedRow) RaggedRows;

static void read_csv_add_record(CsvReader *state, Batch *batch, const CsvRecord *record, RaggedRows *ragged)
{
    uint32_t row = batch->rows++, width = state->width;
    uint32_t shared = record->count < width ? record->count : width;
    batch->lines[row] = record->line;
    if (record->quotes || record->lines > 1)
        quotes_look(&state->quotes, batch, row, record);
    for (uint32_t i = 0; i < shared; i++)
        if (state->cells[i])
            state->cells[i][row] = record->fields[i];
    if (record->count == width)
        return;
    for (uint32_t i = shared; i < width; i++)
        if (state->cells[i])
            state->cells[i][row] = (Str) { 0 };
    RaggedRow odd = { row, record->count, width, has_more(record, width) };
    arena_push(&batch->arena, ragged, odd);
}

/* What was looked at to find the heading comes first. */
static bool next_record(CsvReader *state, CsvRecord *record)
{
    if (state->given == state->ahead.count)
        return csv_next(state->csv, record);
    *record = state->kept.at[state->given++];
    return true;
}

static RawRow raw_row(Arena *arena, const CsvRecord *record)
{
    RawCell *cells = arena_array(arena, RawCell, record->count);
    RawRow row = { .line = record->line, .cells = cells };
    for (uint32_t i = 0; i < record->count; i++)
        if (record->fields[i].len)
            cells[row.count++] = (RawCell) { i, RAW_TEXT, record->fields[i] };
    return row;
}

/* Whether it is a record; what is none is passed over. */
static bool keeps(Reader *reader, const CsvRecord *record)
{
    const RowNames *names = &((const CsvReader *) reader->state)->names;
    uint32_t first = 0;
    while (first + 1 < record->count && record->fields[first].len == 0)
        first++;
    if (names->name_column < record->count && row_is_named(names, record->fields[first], record->fields[names->name_column]))
        return true;
    Arena scratch = { 0 };
    RawRow row = raw_row(&scratch, record);
    bool is_other = row_begins_other(names, row.cells, row.count), kept = !is_other && row_is_record(names, row.cells, row.count);
    if (is_other)
        row_stop_at_other(reader, row.line);
    else if (!kept)
        row_pass(reader, row.line, row.cells, row.count);
    arena_free(&scratch);
    return kept;
}

/* For those who want the rows as they came in. */
static void tell_raw(Reader *reader, const CsvRecord *record)
{
    Arena scratch = { 0 };
    RawRow row = raw_row(&scratch, record);
    reader->options->row(reader->options->context, &reader->mapping, &row);
    arena_free(&scratch);
}

/* The heading and what stands above it. */
static void tell_top(Reader *reader)
{
    CsvReader *state = reader->state;
    for (size_t i = 0; i < state->given; i++)
        tell_raw(reader, &state->kept.at[i]);
}

static void fill_csv(Reader *reader, Batch *batch)
{
    CsvReader *state = reader->state;
    for (uint32_t i = 0; i < state->width; i++)
        if (state->field_of[i] != FIELD_NONE)
            state->cells[i] = batch_add_cells(batch, state->field_of[i]);
    RaggedRows ragged = { 0 };
    CsvRecord record;
    if (reader->options->row && batch->number == 0)
        tell_top(reader);
    quotes_begin(&state->quotes);
    csv_begin(state->csv, &batch->arena);
    while (batch->rows < batch->capacity && !reader->problem.len && next_record(state, &record)) {
        if (reader->options->row)
            tell_raw(reader, &record);
        if (read_csv_is_blank(&record))
            reader->info.blank_rows++;
        else if (keeps(reader, &record))
            read_csv_add_record(state, batch, &record, &ragged);
    }
    csv_end(state->csv);
    quotes_end(&state->quotes, batch);
    bool may_be_damaged = reader_may_be_damaged(reader, state->passed);
    batch->is_sound = !may_be_damaged && batch->bad_count == 0; /* what a closing quote cut in two may be damage */
    if (may_be_damaged)
        faults_find(batch);
    if (state->given == state->ahead.count)
        state->passed = reader_given(reader) - csv_ahead(state->csv);
    reader->taken = state->passed;
    batch->ragged = ragged.at;
    batch->ragged_count = (uint32_t) ragged.count;
    uint64_t line;
    Str problem = csv_problem_in(state->csv, reader->arena, &line);
    if (problem.len)
        reader_stop(reader, line, problem);
}

static void close_csv(Reader *reader)
{
    CsvReader *state = reader->state;
    if (state)
        csv_close(state->csv);
}

const ReaderFormat format_csv = { "csv", "csv", open_csv, fill_csv, close_csv, NULL };
const ReaderFormat format_tsv = { "tsv", "tsv tab", open_tsv, fill_csv, close_csv, NULL };
const ReaderFormat format_txt = { "txt", "txt", open_txt, fill_csv, close_csv, NULL };
