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
    Str **columns;         /* of the current batch, by column; behind them CSV_SPARE. All that are not wanted are one */
    QuoteWatch quotes;
    RowNames names;
} CsvReader;

/* The first field with anything in it, or the last one. */
static Str first_filled(const CsvReader *state, const CsvRecord *record)
{
    uint32_t first = 0;
    if (record->fields) {
        while (first + 1 < record->count && record->fields[first].len == 0)
            first++;
        return record->fields[first];
    }
    char delimiter = csv_delimiter(state->csv);
    while (first + 1 < record->count && record->text.at[first] == delimiter)
        first++;
    const char *start = record->text.at + first;
    size_t left = record->text.len - first;
    const char *end = first + 1 < record->count ? memchr(start, delimiter, left) : start + left;
    return (Str) { start, (size_t) (end - start) };
}

/* Only delimiters and blanks, as at the end of a sheet that was saved with formatted but empty rows. */
static bool read_csv_is_blank(CsvReader *state, CsvRecord *record, Str first)
{
    if (cell_trim(first).len)
        return false;
    csv_cut(state->csv, record);
    for (uint32_t i = 0; i < record->count; i++)
        if (cell_trim(record->fields[i]).len)
            return false;
    return true;
}

/* ---- the heading */

static CsvRecord keep_record(Arena *arena, const CsvRecord *record)
{
    CsvRecord kept = *record;
    kept.text = (Str) { 0 };
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
        if (read_csv_is_blank(state, &record, first_filled(state, &record)))
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

static bool read_csv_match_heading(Reader *reader, CsvReader *state, const Headings *headings)
{
    size_t heading = columns_find(headings, state->ahead.at, state->ahead.count);
    if (heading == state->ahead.count)
        return stop_without_heading(reader, state, headings);
    HeadingBlock block = heading_block(reader->arena, headings, state->ahead.at, state->ahead.count, heading, NULL);
    state->field_of = columns_match(reader, headings, &block, state->ahead.at, state->ahead.count);
    state->width = block.count;
    state->columns = arena_array(reader->arena, Str *, block.count + CSV_SPARE);
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
        return read_csv_match_heading(reader, state, headings);
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

/* A record with more or fewer cells than the heading. */
static RaggedRow add_ragged(CsvReader *state, uint32_t row, CsvRecord *record)
{
    uint32_t width = state->width;
    for (uint32_t i = record->count; i < width; i++)
        state->columns[i][row] = (Str) { 0 };
    if (record->count > width)
        csv_cut(state->csv, record);
    return (RaggedRow) { row, record->count, width, has_more(record, width) };
}

static void read_csv_add_record(CsvReader *state, Batch *batch, CsvRecord *record, RaggedRows *ragged)
{
    uint32_t row = batch->rows++, width = state->width;
    batch->lines[row] = record->line;
    if (record->quotes || record->lines > 1)
        quotes_look(&state->quotes, batch, row, record);
    for (uint32_t i = 0; record->fields && i < record->count && i < width; i++)
        state->columns[i][row] = record->fields[i];
    if (record->count == width)
        return;
    arena_push(&batch->arena, ragged, add_ragged(state, row, record));
}

/* What was looked at to find the heading comes first. */
static bool next_record(CsvReader *state, uint32_t row, CsvRecord *record)
{
    if (state->given == state->ahead.count)
        return csv_next_into(state->csv, (CsvColumns) { state->columns, state->width }, row, record);
    *record = state->kept.at[state->given++];
    return true;
}

static RawRow read_csv_raw_row(Arena *arena, const CsvRecord *record)
{
    RawCell *cells = arena_array(arena, RawCell, record->count);
    RawRow row = { .line = record->line, .cells = cells };
    for (uint32_t i = 0; i < record->count; i++)
        if (record->fields[i].len)
            cells[row.count++] = (RawCell) { i, RAW_TEXT, record->fields[i] };
    return row;
}

/* Whether it is a record; what is none is passed over. */
static bool read_csv_keeps(Reader *reader, uint32_t at, CsvRecord *record, Str first)
{
    CsvReader *state = reader->state;
    const RowNames *names = &state->names;
    uint32_t column = names->name_column;
    if (column < record->count && row_is_named(names, first, record->fields ? record->fields[column] : state->columns[column][at]))
        return true;
    Arena scratch = { 0 };
    csv_cut(state->csv, record);
    RawRow row = read_csv_raw_row(&scratch, record);
    bool is_other = row_begins_other(names, row.cells, row.count), kept = !is_other && row_is_record(names, row.cells, row.count);
    if (is_other)
        row_stop_at_other(reader, row.line);
    else if (!kept)
        row_pass(reader, row.line, row.cells, row.count);
    arena_free(&scratch);
    return kept;
}

/* For those who want the rows as they came in. */
static void read_csv_tell_raw(Reader *reader, CsvRecord *record)
{
    const CsvReader *state = reader->state;
    Arena scratch = { 0 };
    csv_cut(state->csv, record);
    RawRow row = read_csv_raw_row(&scratch, record);
    reader->options->row(reader->options->context, &reader->mapping, &row);
    arena_free(&scratch);
}

/* The heading and what stands above it. */
static void tell_top(Reader *reader)
{
    CsvReader *state = reader->state;
    for (size_t i = 0; i < state->given; i++)
        read_csv_tell_raw(reader, &state->kept.at[i]);
}

static void add_columns(CsvReader *state, Batch *batch)
{
    Str *unwanted = arena_alloc_column(&batch->arena, batch->capacity * sizeof *unwanted);
    for (uint32_t i = 0; i < state->width + CSV_SPARE; i++) {
        bool is_wanted = i < state->width && state->field_of[i] != FIELD_NONE;
        state->columns[i] = is_wanted ? batch_add_cells(batch, state->field_of[i]) : unwanted;
    }
}

static void fill_csv(Reader *reader, Batch *batch)
{
    CsvReader *state = reader->state;
    add_columns(state, batch);
    RaggedRows ragged = { 0 };
    CsvRecord record;
    if (reader->options->row && batch->number == 0)
        tell_top(reader);
    quotes_begin(&state->quotes);
    csv_begin(state->csv, &batch->arena);
    while (batch->rows < batch->capacity && !reader->problem.len && next_record(state, batch->rows, &record)) {
        if (reader->options->row)
            read_csv_tell_raw(reader, &record);
        Str first = first_filled(state, &record);
        if (read_csv_is_blank(state, &record, first))
            reader->info.blank_rows++;
        else if (read_csv_keeps(reader, batch->rows, &record, first))
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
