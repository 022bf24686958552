/* CSV and TSV: the first line names the columns, every other one is a record. */
#include "base/utf8.h"
#include "codec/csv.h"
#include "read/formats.h"
#include "read/headings.h"

typedef struct {
    Csv *csv;
    uint32_t width;     /* columns that have a heading */
    uint32_t *field_of; /* by column; FIELD_NONE: none */
    Str **cells;        /* by column, of the current batch; NULL: not wanted */
} CsvReader;

/* ---- the heading */

static void add_unknown(Reader *reader, const UnknownColumn *unknown)
{
    reader->unknown[reader->unknown_count] = *unknown;
    reader->unknown[reader->unknown_count++].heading = arena_str(reader->arena, unknown->heading);
}

/* Spreadsheets leave columns without a heading behind: nobody needs to hear of them. */
static uint32_t match_column(Reader *reader, const Headings *headings, Str heading, uint32_t column)
{
    Mapping *mapping = &reader->mapping;
    uint32_t field = headings_find(headings, heading);
    UnknownColumn unknown = { .heading = heading, .column = column + 1, .line = mapping->header_line };
    if (field != FIELD_NONE && mapping->column_of[field] == 0) {
        mapping->column_of[field] = column + 1;
        mapping->heading_of[field] = arena_str(reader->arena, str_trim(heading));
        return field;
    }
    if (field != FIELD_NONE)
        unknown.repeats = mapping->table->fields[field].name;
    else
        unknown.suggestion = headings_suggest(headings, heading);
    if (str_trim(heading).len)
        add_unknown(reader, &unknown);
    return FIELD_NONE;
}

static bool check_encoding(Reader *reader, const CsvRecord *heading)
{
    for (uint32_t i = 0; i < heading->count; i++)
        if (utf8_valid_len(heading->fields[i]) < heading->fields[i].len)
            return reader_stop(reader, heading->line,
                               STR("the heading is not UTF-8; a file in another encoding (GBK, Latin-1) has to be "
                                   "converted"));
    return true;
}

static bool match_heading(Reader *reader, CsvReader *state, const CsvRecord *heading)
{
    if (!check_encoding(reader, heading))
        return false;
    const Headings *headings = headings_new(reader->arena, reader->mapping.table);
    reader->mapping.header_line = (uint32_t) heading->line;
    reader->unknown = arena_array(reader->arena, UnknownColumn, heading->count);
    state->width = heading->count;
    state->field_of = arena_array(reader->arena, uint32_t, heading->count);
    state->cells = arena_array(reader->arena, Str *, heading->count);
    uint32_t known = 0;
    for (uint32_t i = 0; i < heading->count; i++) {
        state->field_of[i] = match_column(reader, headings, heading->fields[i], i);
        known += state->field_of[i] != FIELD_NONE;
    }
    if (known == 0)
        return reader_stop(reader, heading->line,
                           arena_format(reader->arena, "no heading is a field of '%.*s': the first line must name the "
                                        "columns", STR_ARG(reader->mapping.table->name)));
    return true;
}

static bool open_delimited(Reader *reader, char delimiter)
{
    CsvReader *state = arena_new(reader->arena, CsvReader);
    reader->state = state;
    state->csv = csv_open(reader->input, delimiter);
    Arena memory = { 0 };
    csv_begin(state->csv, &memory);
    CsvRecord heading;
    bool found = csv_next(state->csv, &heading);
    uint64_t line;
    Str problem = csv_problem(state->csv, &line);
    if (!found)
        reader_stop(reader, line, problem.len ? problem : STR("the file is empty"));
    else
        found = match_heading(reader, state, &heading);
    csv_end(state->csv);
    arena_free(&memory);
    return found;
}

static bool open_csv(Reader *reader)
{
    return open_delimited(reader, 0);
}

static bool open_tsv(Reader *reader)
{
    return open_delimited(reader, '\t');
}

/* ---- records */

/* Only delimiters and blanks, as at the end of a sheet that was saved with formatted but empty rows. */
static bool is_blank(const CsvRecord *record)
{
    for (uint32_t i = 0; i < record->count; i++)
        if (str_trim(record->fields[i]).len)
            return false;
    return true;
}

static bool has_more(const CsvRecord *record, uint32_t from)
{
    for (uint32_t i = from; i < record->count; i++)
        if (str_trim(record->fields[i]).len)
            return true;
    return false;
}

typedef ARRAY(RaggedRow) RaggedRows;

static void add_record(const CsvReader *state, Batch *batch, const CsvRecord *record, RaggedRows *ragged)
{
    uint32_t row = batch->rows++, width = state->width;
    uint32_t shared = record->count < width ? record->count : width;
    batch->lines[row] = record->line;
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

static void fill_csv(Reader *reader, Batch *batch)
{
    CsvReader *state = reader->state;
    for (uint32_t i = 0; i < state->width; i++)
        if (state->field_of[i] != FIELD_NONE)
            state->cells[i] = batch_add_cells(batch, state->field_of[i]);
    RaggedRows ragged = { 0 };
    CsvRecord record;
    csv_begin(state->csv, &batch->arena);
    while (batch->rows < batch->capacity && csv_next(state->csv, &record))
        if (!is_blank(&record))
            add_record(state, batch, &record, &ragged);
    csv_end(state->csv);
    batch->ragged = ragged.at;
    batch->ragged_count = (uint32_t) ragged.count;
    uint64_t line;
    Str problem = csv_problem(state->csv, &line);
    if (problem.len)
        reader_stop(reader, line, problem);
}

static void close_csv(Reader *reader)
{
    CsvReader *state = reader->state;
    if (state)
        csv_close(state->csv);
}

const ReaderFormat format_csv = { "csv", "csv", open_csv, fill_csv, close_csv };
const ReaderFormat format_tsv = { "tsv", "tsv tab", open_tsv, fill_csv, close_csv };
