/* Workbooks: a row at the top of a sheet names the columns, every one below it is a record. */
#include "codec/xlsx.h"

#include "read/columns.h"
#include "read/formats.h"
#include "read/sheets.h"

typedef struct {
    Xlsx *book;
    XlsxRows *rows;
    uint32_t width;     /* columns that have a heading */
    uint32_t *field_of; /* by column; FIELD_NONE: none */
} XlsxReader;

/* ---- opening */

static bool fail(Reader *reader, Str problem)
{
    return reader_stop(reader, 0, problem);
}

/* Looks for the heading; the rows are then read anew from the first one on. */
static bool match_heading(Reader *reader, const XlsxSheet *sheet)
{
    XlsxReader *state = reader->state;
    const Headings *headings = headings_new(reader->arena, reader->mapping.table);
    SheetTop top;
    Str problem = { 0 };
    if (!sheet_read_top(reader->arena, state->book, sheet, &top, &problem))
        return fail(reader, problem);
    if (top.count == 0)
        return fail(reader, arena_format(reader->arena, "the sheet '%.*s' is empty", STR_ARG(sheet->name)));
    size_t heading = columns_find(headings, top.rows, top.count);
    if (heading == top.count)
        return reader_stop(reader, top.rows[0].line, columns_problem(reader, top.count));
    state->field_of = columns_match(reader, headings, &top.rows[heading]);
    state->width = top.rows[heading].count;
    state->rows = xlsx_rows_open(state->book, sheet, &problem);
    return state->rows ? true : fail(reader, problem);
}

static bool open_xlsx(Reader *reader)
{
    XlsxReader *state = arena_new(reader->arena, XlsxReader);
    Str problem = { 0 };
    reader->state = state;
    state->book = xlsx_open(reader->arena, reader->input, &problem);
    if (!state->book)
        return fail(reader, problem);
    const XlsxSheet *sheet = sheet_find(reader->arena, state->book, reader->mapping.table, reader->info.sheet, &problem);
    if (!sheet)
        return fail(reader, problem);
    reader->mapping.sheet = reader->info.sheet = sheet->name;
    return match_heading(reader, sheet);
}

/* ---- records */

typedef struct {
    Batch *batch;
    ARRAY(BadCell) bad;
    ARRAY(RaggedRow) ragged;
} Filling;

/* A workbook knows no zones: a moment is read as one of UTC. Of a moment that stands for a day the day is read. */
static Str text_for(Arena *arena, const Field *field, const XlsxCell *cell)
{
    FieldKind kind = field->kind == FIELD_LIST ? field->of : field->kind;
    if (kind == FIELD_DATE && cell->kind == XLSX_MOMENT)
        return str_slice(cell->text, 0, 10);
    if (kind == FIELD_TIMESTAMP && cell->kind == XLSX_MOMENT)
        return arena_format(arena, "%.*sZ", STR_ARG(cell->text));
    if (kind == FIELD_TIMESTAMP && cell->kind == XLSX_DAY)
        return arena_format(arena, "%.*sT00:00:00Z", STR_ARG(cell->text));
    return cell->text;
}

static void put_cell(Reader *reader, Filling *filling, const XlsxCell *cell)
{
    const XlsxReader *state = reader->state;
    Batch *batch = filling->batch;
    uint32_t field = state->field_of[cell->column], row = batch->rows - 1;
    if (field == FIELD_NONE)
        return;
    if (cell->kind == XLSX_BAD) {
        BadCell bad = { row, field, cell->text };
        arena_push(&batch->arena, &filling->bad, bad);
    } else {
        batch->cells[field][row] = text_for(&batch->arena, &reader->mapping.table->fields[field], cell);
    }
}

static bool is_blank(const XlsxRow *row)
{
    for (uint32_t i = 0; i < row->count; i++)
        if (str_trim(row->cells[i].text).len)
            return false;
    return true;
}

static void add_record(Reader *reader, Filling *filling, const XlsxRow *row)
{
    const XlsxReader *state = reader->state;
    Batch *batch = filling->batch;
    uint32_t last = row->cells[row->count - 1].column;
    batch->lines[batch->rows++] = row->number;
    reader->info.hidden += row->hidden;
    for (uint32_t i = 0; i < row->count && row->cells[i].column < state->width; i++)
        put_cell(reader, filling, &row->cells[i]);
    if (last < state->width)
        return;
    RaggedRow odd = { batch->rows - 1, last + 1, state->width, true };
    arena_push(&batch->arena, &filling->ragged, odd);
}

static void empty_cells(const XlsxReader *state, Batch *batch)
{
    for (uint32_t i = 0; i < state->width; i++) {
        if (state->field_of[i] == FIELD_NONE)
            continue;
        Str *cells = batch_add_cells(batch, state->field_of[i]);
        memset(cells, 0, batch->capacity * sizeof *cells);
    }
}

/* For those who want the rows as they came in. */
static void tell_raw(Reader *reader, const XlsxRow *from)
{
    static const RawKind kinds[] = { [XLSX_NUMBER] = RAW_NUMBER, [XLSX_DAY] = RAW_DAY, [XLSX_BAD] = RAW_TEXT };
    Arena scratch = { 0 };
    RawCell *cells = arena_array(&scratch, RawCell, from->count);
    RawRow row = { .line = from->number, .is_hidden = from->hidden, .cells = cells };
    for (uint32_t i = 0; i < from->count; i++) {
        const XlsxCell *cell = &from->cells[i];
        Str shown = cell->kind == XLSX_BAD ? cell->shown : cell->text;
        if (shown.len)
            cells[row.count++] = (RawCell) { cell->column, kinds[cell->kind], shown };
    }
    reader->options->row(reader->options->context, &reader->mapping, &row);
    arena_free(&scratch);
}

static void fill_xlsx(Reader *reader, Batch *batch)
{
    XlsxReader *state = reader->state;
    Filling filling = { .batch = batch };
    XlsxRow row;
    empty_cells(state, batch);
    while (batch->rows < batch->capacity && xlsx_next(state->rows, &batch->arena, &row)) {
        if (reader->options->row)
            tell_raw(reader, &row);
        if (row.number > reader->mapping.header_line && !is_blank(&row))
            add_record(reader, &filling, &row);
    }
    batch->bad = filling.bad.at;
    batch->bad_count = (uint32_t) filling.bad.count;
    batch->ragged = filling.ragged.at;
    batch->ragged_count = (uint32_t) filling.ragged.count;
    if (xlsx_problem(state->rows).len)
        reader_stop(reader, xlsx_row_number(state->rows), xlsx_problem(state->rows));
}

static void close_xlsx(Reader *reader)
{
    XlsxReader *state = reader->state;
    if (state && state->rows)
        xlsx_rows_close(state->rows);
}

/* What calls itself .xls is often a workbook of the new kind; where it is not, a sentence says so. */
const ReaderFormat format_xlsx = { "xlsx", "xlsx xlsm xls", open_xlsx, fill_xlsx, close_xlsx, sheets_match };
