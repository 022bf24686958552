/* A file of a batch once more: its rows as they came in, for those who show them (reports that show a sheet, or write into it). A run
   keeps no rows, so the file is read a second time, with the encoding and the sheet that the run settled on, and its size and its records
   are compared with what the run told: cells that are shown beside findings must be those that the findings are about.

   Each cell is told whether it is private, so that whoever redacts need not know the pack. In doubt it is. */
#include "api/internal.h"
#include "read/reader.h"

typedef struct {
    const Table *table;
    duly_row_sink row;
    void *context;
    Reader *reader; /* NULL until the heading is known */
    Arena told;     /* as long as a row */
} Reading;

static bool rows_is_field(const Reading *reading, const Mapping *mapping, uint32_t column, bool is_private)
{
    for (uint32_t field = 0; field < reading->table->field_count; field++)
        if (mapping->column_of[field] == column && reading->table->fields[field].is_private >= is_private)
            return true;
    return false;
}

/* Of a column that is no field nobody knows what it holds. Headings that are known tell of nobody; what stands above them may. */
static bool is_private(const Reading *reading, const Mapping *mapping, const RawRow *row, uint32_t column)
{
    bool is_record = row->line > mapping->header_line, is_above = row->line < mapping->header_first;
    return is_above || !rows_is_field(reading, mapping, column, false) || (is_record && rows_is_field(reading, mapping, column, true));
}

static void rows_tell_row(void *context, const Mapping *mapping, const RawRow *row)
{
    Reading *reading = context;
    duly_row_cell *cells = arena_array(&reading->told, duly_row_cell, row->count);
    for (uint32_t i = 0; i < row->count; i++) {
        const RawCell *cell = &row->cells[i];
        cells[i] = (duly_row_cell) { sizeof(duly_row_cell), cell->column + 1, (duly_cell_kind) cell->kind, cell->text,
                                     is_private(reading, mapping, row, cell->column + 1) };
    }
    duly_row told = { .size = sizeof told,
                      .line = row->line,
                      .is_heading = row->line == mapping->header_line,
                      .is_hidden = row->is_hidden,
                      .cells = cells,
                      .cell_count = row->count };
    MEMORY_OUTSIDE(reading->row(reading->context, &told));
    arena_reset(&reading->told);
}

/* ---- files whose records name their fields: each field is a column, in the order of the dictionary */

static void rows_tell_names(Reading *reading)
{
    duly_row_cell *cells = arena_array(&reading->told, duly_row_cell, reading->table->field_count);
    size_t count = 0;
    for (uint32_t field = 0; field < reading->table->field_count; field++)
        if (reading->table->fields[field].kind != FIELD_MANY)
            cells[count++] =
                (duly_row_cell) { sizeof(duly_row_cell), field + 1, DULY_CELL_TEXT, reading->table->fields[field].name, false };
    duly_row told = { .size = sizeof told, .is_heading = true, .cells = cells, .cell_count = count };
    MEMORY_OUTSIDE(reading->row(reading->context, &told));
    arena_reset(&reading->told);
}

static void rows_tell_record(Reading *reading, const Batch *batch, uint32_t row)
{
    duly_row_cell *cells = arena_array(&reading->told, duly_row_cell, reading->table->field_count);
    size_t count = 0;
    for (uint32_t field = 0; field < reading->table->field_count; field++)
        if (batch->cells[field] && batch->cells[field][row].len)
            cells[count++] = (duly_row_cell) { sizeof(duly_row_cell), field + 1, DULY_CELL_TEXT, batch->cells[field][row],
                                               reading->table->fields[field].is_private };
    duly_row told = { .size = sizeof told, .line = batch->lines[row], .cells = cells, .cell_count = count };
    MEMORY_OUTSIDE(reading->row(reading->context, &told));
    arena_reset(&reading->told);
}

/* ---- reading */

static void rows_read_records(Reading *reading, Reader *reader)
{
    Batch batch;
    batch_init(&batch, BATCH_ROWS);
    if (reader->mapping.keyed)
        rows_tell_names(reading);
    while (reader_next(reader, &batch))
        for (uint32_t row = 0; reader->mapping.keyed && row < batch.rows; row++)
            rows_tell_record(reading, &batch, row);
    batch_free(&batch);
}

static void rows_tell_problem(const duly_sink *sink, duly_text path, Str sentence)
{
    Complaint complaint = { .severity = SEVERITY_ERROR, .path = path, .message = sentence };
    if (sentence.len)
        api_tell_complaint(&complaint, sink->problem, sink->context);
}

/* What the file was read as before: "gb18030", "utf-8 with BOM". */
static Encoding rows_encoding_of(const duly_file *file)
{
    Str name = { file->encoding.at, file->encoding.len };
    size_t blank = str_find(name, STR(" "), 0);
    Encoding encoding = encoding_named(str_slice(name, 0, blank == SIZE_MAX ? name.len : blank));
    return encoding == ENCODING_COUNT ? ENCODING_AUTO : encoding;
}

/* Whether a run told something else of the file; of one that nobody read before there is nothing to compare. */
static bool has_changed(const duly_file *file, const FileInfo *info)
{
    return file->bytes > 0 && (info->bytes != file->bytes || info->records != file->records);
}

static Str rows_read_file(Reading *reading, Arena *arena, const duly_file *file)
{
    Str problem = { 0 }, path = arena_str(arena, (Str) { file->path.at, file->path.len });
    if (str_is(path, "-"))
        return STR("standard input cannot be read twice");
    Input *input = input_open(arena, path.at, &problem);
    if (!input)
        return problem;
    ReadOptions options = { .redact = true,
                            .encoding = rows_encoding_of(file),
                            .sheet = { file->sheet.at, file->sheet.len },
                            .row = rows_tell_row,
                            .context = reading };
    Reader *reader = reader_open(arena, input, NULL, reading->table, &options, &problem);
    if (!reader)
        return problem;
    rows_read_records(reading, reader);
    problem = reader->problem.len > 0            ? reader->problem
              : has_changed(file, &reader->info) ? STR("the file has changed since it was checked")
                                                 : (Str) { 0 };
    reader_close(reader);
    return problem;
}

typedef struct {
    const duly_pack *pack;
    const duly_file *file;
    duly_row_sink row;
    void *context;
    const duly_sink *sink;
    duly_status status;
} ReadCall;

static void read_rows(void *context)
{
    ReadCall *call = context;
    const duly_file *file = call->file;
    Arena arena = { .language = call->pack->arena.language };
    uint32_t table = pack_find_table(call->pack->pack, (Str) { file->table.at, file->table.len });
    call->status = DULY_MISUSED;
    if (table == INDEX_NONE) {
        rows_tell_problem(call->sink, file->path, STR("the pack has no table of this name"));
        return;
    }
    Reading reading = { .table = &call->pack->pack->tables[table].table, .row = call->row, .context = call->context };
    Str problem = rows_read_file(&reading, &arena, file);
    call->status = problem.len > 0 ? DULY_INCOMPLETE : DULY_CLEAN;
    rows_tell_problem(call->sink, file->path, problem);
    arena_free(&reading.told);
    arena_free(&arena);
}

duly_status duly_read(const duly_pack *pack, const duly_file *file, duly_row_sink row, void *context, const duly_sink *given)
{
    duly_sink own = { 0 }, *sink = &own;
    duly_file known;
    ReadCall call = { pack, &known, row, context, sink, DULY_NO_MEMORY };
    if (!SIZED_SINK(sink, given))
        return DULY_MISUSED;
    Str refused = !pack  ? STR("no pack was given")
                  : !row ? STR("nobody is there to take the rows")
                  : file ? sized_take(&known, SIZED(duly_file, table), file)
                         : STR("no file was given");
    if (refused.len > 0)
        return api_refuse(refused, sink->problem, sink->context);
    return api_call(read_rows, &call, sink->problem, sink->context) ? call.status : DULY_NO_MEMORY;
}
