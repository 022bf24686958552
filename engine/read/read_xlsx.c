/* Workbooks: a row at the top of a sheet names the columns, every one below it is a record. */
#include "codec/workbook.h"

#include "model/cell.h"
#include "read/above.h"
#include "read/columns.h"
#include "read/faults.h"
#include "read/formats.h"
#include "read/heading_block.h"
#include "read/row_kind.h"
#include "read/sheets.h"

typedef struct {
    XlsxMerge area;
    Str text; /* of its first cell, where that holds one */
} OpenMerge;

typedef struct {
    XlsxMerges all;
    size_t next;              /* of them, the first that is still to come */
    ARRAY(OpenMerge) current; /* that the row which is read is among */
} MergedRows;

typedef struct {
    Workbook *book;
    WorkbookRows *rows;
    uint32_t width;     /* columns that have a heading */
    uint32_t *field_of; /* by column; FIELD_NONE: none */
    MergedRows merged;
    RowNames names;
} XlsxReader;

static const XlsxCell *find_cell(const XlsxRow *row, uint32_t column)
{
    for (uint32_t i = 0; i < row->count && row->cells[i].column <= column; i++)
        if (row->cells[i].column == column)
            return &row->cells[i];
    return NULL;
}

/* ---- merged cells

   Of merged cells the first holds what is shown, and the others nothing, or what nobody sees. Where somebody belongs, a branch or a class, is
   a text that stands beside the rows of several, and is read for each of them. That one record was judged, counted or dated as its neighbour
   is likely, and not sure: so a person is asked. */

/* The next merges to come, and those that the current row is among; a merge whose first cell is empty hides nothing. */
static void enter_row(MergedRows *merged, Arena *arena, const XlsxRow *row)
{
    size_t kept = 0;
    for (size_t i = 0; i < merged->current.count; i++)
        if (merged->current.at[i].area.last_row >= row->number)
            merged->current.at[kept++] = merged->current.at[i];
    merged->current.count = kept;
    for (; merged->next < merged->all.count && merged->all.at[merged->next].first_row <= row->number; merged->next++) {
        const XlsxMerge *area = &merged->all.at[merged->next];
        const XlsxCell *first = area->first_row == row->number ? find_cell(row, area->first_column) : NULL;
        OpenMerge merge = { *area, first && first->kind == XLSX_TEXT ? arena_str(arena, first->text) : (Str) { 0 } };
        if (first)
            array_push(&merged->current, merge);
    }
}

/* The merged cells of which a cell of the row is one, and not the first; NULL: it stands for itself. */
static const OpenMerge *find_merge(const MergedRows *merged, uint32_t row, uint32_t column)
{
    for (size_t i = 0; i < merged->current.count; i++) {
        const XlsxMerge *area = &merged->current.at[i].area;
        bool is_first = row == area->first_row && column == area->first_column;
        if (!is_first && column >= area->first_column && column <= area->last_column)
            return &merged->current.at[i];
    }
    return NULL;
}

static bool says_who(const Table *table, uint32_t field)
{
    bool says = field == table->label;
    for (uint32_t i = 0; i < table->way_count; i++)
        for (uint32_t k = 0; k < table->ways[i].count; k++)
            says |= table->ways[i].fields[k] == field;
    return says;
}

/* Whether the text is that of every row that the cells were merged over. */
static bool is_of_all_rows(const Mapping *mapping, uint32_t field, const OpenMerge *merge)
{
    const Field *declared = &mapping->table->fields[field];
    bool is_plain = declared->kind == FIELD_STRING && !declared->pattern && !declared->is_private && !says_who(mapping->table, field);
    return is_plain && merge->text.len > 0 && merge->area.first_column == merge->area.last_column;
}

/* ---- opening */

static bool read_xlsx_fail(Reader *reader, Str problem)
{
    return reader_stop(reader, 0, problem);
}

/* Looks for the heading; the rows are then read anew from the first one on. */
static bool read_xlsx_match_heading(Reader *reader, const XlsxSheet *sheet)
{
    XlsxReader *state = reader->state;
    const Headings *headings = headings_new(reader->arena, reader->mapping.table);
    SheetTop top;
    Str problem = { 0 };
    if (!sheet_read_top(reader->arena, state->book, sheet, &top, &problem))
        return read_xlsx_fail(reader, problem);
    if (top.count == 0)
        return read_xlsx_fail(reader, arena_format(reader->arena, "the sheet '%.*s' is empty", STR_ARG(sheet->name)));
    size_t heading = columns_find(headings, top.rows, top.count);
    if (heading == top.count)
        return reader_stop(reader, top.rows[0].line, columns_problem(reader, top.count));
    state->merged.all = workbook_merges(state->book, sheet, reader->arena);
    HeadingBlock block = heading_block(reader->arena, headings, top.rows, top.count, heading, &state->merged.all);
    state->field_of = columns_match(reader, headings, &block, top.rows, top.count);
    state->width = block.count;
    if (!state->field_of)
        return false;
    above_read(reader, headings, top.rows, block.first);
    state->names = row_names(&reader->mapping, state->field_of, state->width);
    state->rows = workbook_rows_open(state->book, sheet, &problem);
    return state->rows ? true : read_xlsx_fail(reader, problem);
}

static bool open_book(Reader *reader)
{
    XlsxReader *state = arena_new(reader->arena, XlsxReader);
    Str problem = { 0 };
    reader->state = state;
    state->book = workbook_open(reader->arena, reader->input, &problem);
    if (!state->book)
        return read_xlsx_fail(reader, problem);
    const XlsxSheet *sheet = sheet_find(reader->arena, state->book, reader->mapping.table, reader->info.sheet, &problem);
    if (!sheet)
        return read_xlsx_fail(reader, problem);
    reader->mapping.sheet = reader->info.sheet = sheet->name;
    return read_xlsx_match_heading(reader, sheet);
}

/* ---- records */

typedef struct {
    Batch *batch;
    ARRAY(BadCell) bad;
    ARRAY(RaggedRow) ragged;
} Filling;

/* A workbook knows no zones: a moment is read as one of UTC where it names none. Of a moment that stands for a day the day is read,
   and of a number that is to be one the number, whatever words its format puts around it. */
static Str text_for(Arena *arena, const Field *field, const XlsxCell *cell)
{
    FieldKind kind = field_element_kind(field);
    if (field_kind_has(kind, TRAIT_NUMBER) && cell->kind == XLSX_NUMBER)
        return cell->exact;
    if (kind == FIELD_DATE && cell->kind == XLSX_MOMENT)
        return str_slice(cell->text, 0, 10);
    if (kind == FIELD_TIMESTAMP && cell->kind == XLSX_MOMENT && cell->text.len == 19)
        return arena_format(arena, "%.*sZ", STR_ARG(cell->text));
    if (kind == FIELD_TIMESTAMP && cell->kind == XLSX_DAY)
        return arena_format(arena, "%.*sT00:00:00Z", STR_ARG(cell->text));
    return cell->text;
}

static Str tell_shifted(Arena *arena, Str exact)
{
    Str day = str_slice(exact, 0, 10), time = str_slice(exact, 11, exact.len);
    return arena_format(arena,
                        "the cell holds %.*s with the time %.*s, which is what programs that shift times make of the day after: "
                        "enter the day alone",
                        STR_ARG(day), STR_ARG(time));
}

/* "2006.8", which a spreadsheet takes for a number. */
static bool read_xlsx_is_month(const Field *field, Str text)
{
    Date first, last;
    return field->month_only != MONTH_REFUSED && date_parse_month(text, &first, &last);
}

/* Why what a cell holds does not tell a value of this field, though it looks as if it did; empty: nothing is doubtful. */
static Str doubt(Arena *arena, const Field *field, const XlsxCell *cell)
{
    FieldKind kind = field_element_kind(field);
    bool is_day = cell->kind == XLSX_DAY || cell->kind == XLSX_MOMENT;
    if (cell->kind == XLSX_BAD)
        return cell->text;
    if (kind == FIELD_DATE && is_day && cell->exact.len)
        return tell_shifted(arena, cell->exact);
    if (cell->kind != XLSX_NUMBER)
        return (Str) { 0 };
    if (kind == FIELD_DATE && str_find(cell->exact, STR("."), 0) != SIZE_MAX && !read_xlsx_is_month(field, cell->text))
        return arena_format(arena, "the cell holds the number %.*s, which %s: enter a date, or the month as text", STR_ARG(cell->exact),
                            str_ends_with(cell->exact, STR(".1")) ? "may mean January (.1) or October (.10)" : "is no month and no day");
    if ((kind == FIELD_INT || kind == FIELD_DOUBLE) && str_ends_with(cell->text, STR("%")))
        return arena_format(arena,
                            "the cell shows %.*s and holds %.*s: enter the number alone, as the field counts it, without the format "
                            "of a percentage",
                            STR_ARG(cell->text), STR_ARG(cell->exact));
    return (Str) { 0 };
}

static void read_xlsx_add_bad(Filling *filling, uint32_t field, Str problem)
{
    BadCell bad = { filling->batch->rows - 1, field, problem };
    arena_push(&filling->batch->arena, &filling->bad, bad);
}

static void read_xlsx_put_cell(Reader *reader, Filling *filling, const XlsxCell *cell)
{
    const XlsxReader *state = reader->state;
    Batch *batch = filling->batch;
    uint32_t field = state->field_of[cell->column];
    if (field == FIELD_NONE)
        return;
    const Field *declared = &reader->mapping.table->fields[field];
    Str problem = doubt(&batch->arena, declared, cell);
    if (problem.len)
        read_xlsx_add_bad(filling, field, problem);
    else
        batch->cells[field][batch->rows - 1] = text_for(&batch->arena, declared, cell);
}

static void read_xlsx_merged(Reader *reader, Filling *filling, const OpenMerge *merge, uint32_t column)
{
    uint32_t field = ((const XlsxReader *) reader->state)->field_of[column];
    Batch *batch = filling->batch;
    const XlsxMerge *area = &merge->area;
    XlsxAddress first = xlsx_address(area->first_column, area->first_row), last = xlsx_address(area->last_column, area->last_row);
    if (field == FIELD_NONE)
        return;
    if (is_of_all_rows(&reader->mapping, field, merge))
        batch->cells[field][batch->rows - 1] = merge->text;
    else
        read_xlsx_add_bad(filling, field,
                          arena_format(&batch->arena,
                                       "the cell is one of the merged cells %s:%s, of which the first alone holds a value: "
                                       "divide them, and fill in each",
                                       first.text, last.text));
}

static bool read_xlsx_is_blank(const XlsxRow *row)
{
    for (uint32_t i = 0; i < row->count; i++)
        if (cell_trim(row->cells[i].text).len)
            return false;
    return true;
}

static void read_xlsx_put_cells(Reader *reader, Filling *filling, const XlsxRow *row)
{
    const XlsxReader *state = reader->state;
    uint32_t at = 0;
    bool merged = state->merged.current.count > 0;
    for (uint32_t column = merged ? 0 : row->cells[0].column; column < state->width; column++) {
        const OpenMerge *merge = merged ? find_merge(&state->merged, row->number, column) : NULL;
        while (at < row->count && row->cells[at].column < column)
            at++;
        if (merge)
            read_xlsx_merged(reader, filling, merge, column);
        else if (at < row->count && row->cells[at].column == column)
            read_xlsx_put_cell(reader, filling, &row->cells[at]);
    }
}

static void read_xlsx_add_record(Reader *reader, Filling *filling, const XlsxRow *row)
{
    const XlsxReader *state = reader->state;
    Batch *batch = filling->batch;
    uint32_t last = row->cells[row->count - 1].column;
    batch->lines[batch->rows++] = row->number;
    reader->info.hidden += row->hidden;
    read_xlsx_put_cells(reader, filling, row);
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

/* A number whose format shows more than it goes as what is shown, but where the field wants the number. */
static RawCell raw_cell(const Reader *reader, const XlsxCell *cell)
{
    static const RawKind kinds[] = { [XLSX_NUMBER] = RAW_NUMBER, [XLSX_DAY] = RAW_DAY, [XLSX_BAD] = RAW_TEXT };
    const XlsxReader *state = reader->state;
    RawCell raw = { cell->column, kinds[cell->kind], cell->kind == XLSX_BAD ? cell->shown : cell->text };
    uint32_t field = cell->column < state->width ? state->field_of[cell->column] : FIELD_NONE;
    if (cell->kind != XLSX_NUMBER || str_equal(cell->text, cell->exact))
        return raw;
    if (field != FIELD_NONE && field_kind_has(field_element_kind(&reader->mapping.table->fields[field]), TRAIT_NUMBER))
        raw.text = cell->exact;
    else
        raw.kind = RAW_TEXT;
    return raw;
}

static RawRow read_xlsx_raw_row(const Reader *reader, Arena *arena, const XlsxRow *from)
{
    RawCell *cells = arena_array(arena, RawCell, from->count);
    RawRow row = { .line = from->number, .is_hidden = from->hidden, .cells = cells };
    for (uint32_t i = 0; i < from->count; i++) {
        cells[row.count] = raw_cell(reader, &from->cells[i]);
        row.count += cells[row.count].text.len > 0;
    }
    return row;
}

/* For those who want the rows as they came in. */
static void read_xlsx_tell_raw(Reader *reader, const XlsxRow *from)
{
    Arena scratch = { 0 };
    RawRow row = read_xlsx_raw_row(reader, &scratch, from);
    reader->options->row(reader->options->context, &reader->mapping, &row);
    arena_free(&scratch);
}

/* Whether it is a record; what is none is passed over. */
static bool read_xlsx_keeps(Reader *reader, const XlsxRow *from)
{
    const RowNames *names = &((const XlsxReader *) reader->state)->names;
    const XlsxCell *name = find_cell(from, names->name_column);
    if (read_xlsx_is_blank(from))
        return false;
    if (name && name->kind != XLSX_BAD && row_is_named(names, from->cells[0].text, name->text))
        return true;
    Arena scratch = { 0 };
    RawRow row = read_xlsx_raw_row(reader, &scratch, from);
    bool is_other = row_begins_other(names, row.cells, row.count), kept = !is_other && row_is_record(names, row.cells, row.count);
    if (is_other)
        row_stop_at_other(reader, row.line);
    else if (!kept)
        row_pass(reader, row.line, row.cells, row.count);
    arena_free(&scratch);
    return kept;
}

static void fill_xlsx(Reader *reader, Batch *batch)
{
    XlsxReader *state = reader->state;
    Filling filling = { .batch = batch };
    XlsxRow row;
    empty_cells(state, batch);
    while (batch->rows < batch->capacity && !reader->problem.len && workbook_next(state->rows, &batch->arena, &row)) {
        if (reader->options->row)
            read_xlsx_tell_raw(reader, &row);
        enter_row(&state->merged, reader->arena, &row);
        if (row.number > reader->mapping.header_line && read_xlsx_keeps(reader, &row))
            read_xlsx_add_record(reader, &filling, &row);
    }
    batch->bad = filling.bad.at;
    batch->bad_count = (uint32_t) filling.bad.count;
    faults_find(batch);
    batch->ragged = filling.ragged.at;
    batch->ragged_count = (uint32_t) filling.ragged.count;
    if (workbook_problem(state->rows).len)
        reader_stop(reader, workbook_row_number(state->rows), workbook_problem(state->rows));
}

static void read_xlsx_close_xlsx(Reader *reader)
{
    XlsxReader *state = reader->state;
    if (!state)
        return;
    array_free(&state->merged.current);
    if (state->rows)
        workbook_rows_close(state->rows);
}

/* Of which kind a workbook is its bytes tell: what calls itself .xls or .et is often one of the new kind. */
const ReaderFormat format_xlsx = { "xlsx", "xlsx xlsm xls ods et", open_book, fill_xlsx, read_xlsx_close_xlsx, sheets_match };
