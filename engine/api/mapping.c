/* How headings are matched with fields: what the readers decide before any record is judged. Each file is opened by the same readers as
   in a run, and asked what they made of it. Some records are read on for two reasons: where records name their fields themselves (JSON)
   each of them may bring a new one, and of columns that nobody recognises the first cells may say what they are (likeness.h). */
#include <stdlib.h>

#include "api/internal.h"
#include "read/headings.h"
#include "read/likeness.h"
#include "run/batchfiles.h"
#include "run/renaming.h"

/* Some cells of a column. */
typedef ARRAY(Str) Sample;

typedef struct {
    const Pack *pack;
    duly_mapping_sink mapping;
    void *context;
    const duly_sink *sink;
    Complaints complaints;
    Encoding encoding;
    Arena arena;  /* as long as the call */
    Arena memory; /* as long as a file */
    ARRAY(duly_passed_row) passed;
    ARRAY(Sample) samples; /* by column */
    const volatile int *stop;
    bool redact;
    bool failed;
} Telling;

static bool mapping_is_stopped(const Telling *telling)
{
    return telling->stop && *telling->stop;
}

static void mapping_tell_complaints(Telling *telling)
{
    for (size_t i = 0; i < telling->complaints.list.count; i++)
        api_tell_complaint(&telling->complaints.list.at[i], telling->sink->problem, telling->sink->context);
    telling->complaints.list.count = 0;
}

static void mapping_fail(Telling *telling, Str path, uint64_t line, Str problem)
{
    telling->failed = true;
    if (mapping_is_stopped(telling))
        return;
    complaint_add(&telling->complaints, SEVERITY_ERROR, path, "%.*s", STR_ARG(problem));
    telling->complaints.list.at[telling->complaints.list.count - 1].line = line;
    mapping_tell_complaints(telling);
}

/* ---- one file */

static void keep_cells(Telling *telling, const RawRow *row)
{
    for (uint32_t i = 0; i < row->count; i++) {
        while (telling->samples.count <= row->cells[i].column)
            arena_push(&telling->memory, &telling->samples, ((Sample) { 0 }));
        Sample *sample = &telling->samples.at[row->cells[i].column];
        if (sample->count < LIKENESS_CELLS)
            arena_push(&telling->memory, sample, arena_str(&telling->memory, row->cells[i].text));
    }
}

static void mapping_keep_row(void *context, const Mapping *mapping, const RawRow *row)
{
    Telling *telling = context;
    if (row->line > mapping->header_line)
        keep_cells(telling, row);
    if (row->line >= mapping->header_first || row->count == 0)
        return;
    Str text = telling->redact ? (Str) { 0 } : arena_str(&telling->memory, str_trim(row->cells[0].text));
    duly_passed_row passed = { sizeof passed, row->line, text };
    arena_push(&telling->memory, &telling->passed, passed);
}

/* The rows above the heading come with the first records; keys may come with any. */
static void read_on(const Telling *telling, Reader *reader)
{
    Batch batch;
    batch_init(&batch, BATCH_ROWS);
    while (!mapping_is_stopped(telling) && reader_next(reader, &batch) && reader->mapping.keyed)
        ;
    batch_free(&batch);
}

static duly_texts rivals_of(Telling *telling, const Mapping *mapping, const Headings *headings, uint32_t field, Str matched)
{
    const HeadingClaims *claims = headings_claims(headings, matched);
    size_t count = 0;
    duly_text *names = arena_array(&telling->memory, duly_text, claims ? claims->fields.count : 0);
    for (size_t i = 0; claims && i < claims->fields.count; i++)
        if (claims->fields.at[i] != field)
            names[count++] = mapping->table->fields[claims->fields.at[i]].name;
    return (duly_texts) { names, count };
}

static duly_mapped_column matched_column(Telling *telling, const Mapping *mapping, const Headings *headings, uint32_t field)
{
    Str heading = mapping->heading_of[field];
    Str matched = mapping->matched_of[field].len ? mapping->matched_of[field] : heading;
    HeadingMatch match = headings_explain(headings, field, matched);
    return (duly_mapped_column) { .size = sizeof(duly_mapped_column),
                                  .column = mapping->column_of[field],
                                  .heading = heading,
                                  .field = mapping->table->fields[field].name,
                                  .basis = (duly_heading_basis) match.basis,
                                  .declared = match.declared,
                                  .folded = match.folded,
                                  .rivals = rivals_of(telling, mapping, headings, field, matched) };
}

static int by_column(const void *a, const void *b)
{
    uint32_t left = ((const duly_mapped_column *) a)->column, right = ((const duly_mapped_column *) b)->column;
    if (left != right)
        return left < right ? -1 : 1;
    return str_compare(api_str(((const duly_mapped_column *) a)->field), api_str(((const duly_mapped_column *) b)->field));
}

static uint32_t mapping_field_before(const Mapping *mapping, uint32_t column)
{
    uint32_t best = FIELD_NONE, nearest = 0;
    for (uint32_t field = 0; field < mapping->table->field_count; field++)
        if (mapping->column_of[field] > nearest && mapping->column_of[field] < column) {
            best = field;
            nearest = mapping->column_of[field];
        }
    return best;
}

/* Where the heading says nothing the cells may. */
static void look_at_cells(Telling *telling, const Mapping *mapping, duly_mapped_column *column)
{
    if (column->column == 0 || column->column > telling->samples.count || column->repeats.len || column->left_out)
        return;
    const Sample *sample = &telling->samples.at[column->column - 1];
    Likeness likeness =
        likeness_of(mapping, api_str(column->heading), sample->at, sample->count, mapping_field_before(mapping, column->column));
    duly_text *names = arena_array(&telling->memory, duly_text, likeness.field_count);
    for (uint32_t i = 0; i < likeness.field_count; i++)
        names[i] = mapping->table->fields[likeness.fields[i]].name;
    column->looks = likeness.what;
    column->likely = (duly_texts) { names, likeness.field_count };
}

/* Keys have no columns and stay in the order of the fields. */
static void mapping_give_columns(Telling *telling, const Reader *reader, duly_mapping *told)
{
    const Mapping *mapping = &reader->mapping;
    const Headings *headings = headings_new(&telling->memory, mapping->table);
    size_t room = mapping->table->field_count + reader->unknown_count;
    duly_mapped_column *columns = arena_array(&telling->memory, duly_mapped_column, room);
    size_t count = 0;
    for (uint32_t field = 0; field < mapping->table->field_count; field++)
        if (mapping->heading_of[field].len)
            columns[count++] = matched_column(telling, mapping, headings, field);
    for (size_t i = 0; i < reader->unknown_count; i++) {
        const UnknownColumn *unknown = &reader->unknown[i];
        if (unknown->contradicts.len)
            continue;
        columns[count++] = (duly_mapped_column) { .size = sizeof(duly_mapped_column),
                                                  .column = unknown->column,
                                                  .heading = telling->redact ? (Str) { 0 } : unknown->heading,
                                                  .suggestion = unknown->suggestion,
                                                  .repeats = unknown->repeats,
                                                  .left_out = unknown->is_left_out };
        look_at_cells(telling, mapping, &columns[count - 1]);
    }
    if (!mapping->keyed && count > 0)
        qsort(columns, count, sizeof *columns, by_column);
    told->columns = columns;
    told->column_count = count;
}

static void mapping_give_lacking(Telling *telling, const Mapping *mapping, Str language, duly_mapping *told)
{
    duly_lacking_field *lacking = arena_array(&telling->memory, duly_lacking_field, mapping->table->field_count);
    for (uint32_t i = 0; i < mapping->table->field_count; i++) {
        const Field *field = &mapping->table->fields[i];
        Str title = local_text(&field->title, language);
        bool is_above = mapping->above_of && mapping->above_of[i].len > 0;
        if (field->kind != FIELD_MANY && mapping->heading_of[i].len == 0 && !is_above)
            lacking[told->lacking_count++] = (duly_lacking_field) { sizeof(duly_lacking_field), field->name, title, field->required };
    }
    told->lacking = lacking;
}

static void give_above(Telling *telling, const Reader *reader, duly_mapping *told)
{
    duly_above *above = arena_array(&telling->memory, duly_above, reader->above_count);
    for (size_t i = 0; i < reader->above_count; i++) {
        const AboveValue *value = &reader->above[i];
        const Field *field = &reader->mapping.table->fields[value->field];
        bool is_hidden = telling->redact && field->is_private;
        above[i] = (duly_above) { .size = sizeof(duly_above),
                                  .line = value->line,
                                  .words = value->label,
                                  .value = is_hidden ? (Str) { 0 } : value->value,
                                  .field = field->name,
                                  .has_column = value->has_column,
                                  .disagrees = value->disagrees };
    }
    told->above = above;
    told->above_count = reader->above_count;
}

static void tell_mapping(Telling *telling, const Reader *reader, Str language)
{
    const FileInfo *info = &reader->info;
    duly_file file = { .size = sizeof file,
                       .path = info->path,
                       .table = reader->mapping.table->name,
                       .encoding = info->encoding,
                       .encoding_by = (duly_encoding_basis) info->basis,
                       .sheet = info->sheet };
    duly_mapping told = { .size = sizeof told,
                          .file = &file,
                          .line = reader->mapping.header_line,
                          .first_line = reader->mapping.header_first,
                          .passed = telling->passed.at,
                          .passed_count = telling->passed.count };
    mapping_give_columns(telling, reader, &told);
    mapping_give_lacking(telling, &reader->mapping, language, &told);
    give_above(telling, reader, &told);
    if (telling->mapping)
        MEMORY_OUTSIDE(telling->mapping(telling->context, &told));
}

static void map_file(Telling *telling, const BatchFile *file, Str language)
{
    Str problem = { 0 };
    ReadOptions options = { .redact = telling->redact,
                            .encoding = telling->encoding,
                            .sheet = file->sheet,
                            .source = file->source,
                            .row = mapping_keep_row,
                            .context = telling };
    const Table *table = &telling->pack->tables[file->table].table;
    Input *input = batchfile_open(&telling->memory, file, &problem);
    if (input)
        input->stop = telling->stop;
    Reader *reader = input ? reader_open(&telling->memory, input, file->format, table, &options, &problem) : NULL;
    telling->passed.at = NULL;
    telling->passed.count = telling->passed.capacity = 0;
    telling->samples.at = NULL;
    telling->samples.count = telling->samples.capacity = 0;
    if (!reader) {
        mapping_fail(telling, file->path, 0, problem);
        return;
    }
    read_on(telling, reader);
    if (!mapping_is_stopped(telling))
        tell_mapping(telling, reader, language);
    if (reader->problem.len)
        mapping_fail(telling, file->path, reader->problem_line, reader->problem);
    reader_close(reader);
}

/* ---- all files */

static void take_encoding(Telling *telling, const char *name)
{
    telling->encoding = name ? encoding_named(str_of(name)) : ENCODING_AUTO;
    if (telling->encoding == ENCODING_COUNT)
        complaint_add(&telling->complaints, SEVERITY_ERROR, (Str) { 0 }, "there is no encoding '%s'", name);
}

typedef struct {
    const duly_pack *pack;
    duly_check_options options;
    duly_mapping_sink mapping;
    void *context;
    const duly_sink *sink;
    duly_status status;
} MapCall;

static void map_files(void *context)
{
    MapCall *call = context;
    duly_check_options given = call->options;
    const duly_source *sources;
    Telling telling = { .pack = call->pack->pack,
                        .mapping = call->mapping,
                        .context = call->context,
                        .sink = call->sink,
                        .stop = given.stop,
                        .redact = given.redact };
    telling.arena.language = telling.memory.language = call->pack->arena.language;
    telling.complaints.arena = &telling.arena;
    call->status = DULY_MISUSED;
    if (!api_sources(&telling.arena, &given, &sources, call->sink)) {
        arena_free(&telling.arena);
        return;
    }
    RunOptions run = { .batch = api_strs(&telling.arena, given.batch, given.batch_count),
                       .table_files = api_strs(&telling.arena, given.table_files, given.table_file_count),
                       .sources = sources,
                       .source_count = given.source_count,
                       .mapping = str_of(given.mapping),
                       .encoding = str_of(given.encoding),
                       .language = call->pack->language,
                       .redact = given.redact };
    Renaming renaming;
    telling.pack = renaming_take(&telling.arena, call->pack->pack, &run, &renaming, &telling.complaints);
    take_encoding(&telling, given.encoding);
    BatchFiles files = batchfiles_find(&telling.arena, telling.pack, &run, NULL, &telling.complaints);
    bool misused = telling.complaints.errors > 0;
    mapping_tell_complaints(&telling);
    for (size_t i = 0; !misused && !mapping_is_stopped(&telling) && i < files.count; i++) {
        map_file(&telling, &files.at[i], call->pack->language);
        arena_reset(&telling.memory);
    }
    if (!misused && !telling.failed && !mapping_is_stopped(&telling))
        renaming_end(&renaming, &telling.complaints);
    mapping_tell_complaints(&telling);
    arena_free(&telling.memory);
    arena_free(&telling.arena);
    call->status = misused ? DULY_MISUSED : mapping_is_stopped(&telling) ? DULY_INTERRUPTED : telling.failed ? DULY_INCOMPLETE : DULY_CLEAN;
}

duly_status duly_map(const duly_pack *pack, const duly_check_options *options, duly_mapping_sink mapping, void *context,
                     const duly_sink *given)
{
    duly_sink own = { 0 }, *sink = &own;
    MapCall call = { .pack = pack, .mapping = mapping, .context = context, .sink = sink };
    if (!SIZED_SINK(sink, given))
        return DULY_MISUSED;
    Str refused = pack ? api_take_options(options, &call.options) : STR("no pack was given");
    if (refused.len > 0)
        return api_refuse(refused, sink->problem, sink->context);
    return api_call(map_files, &call, sink->problem, sink->context) ? call.status : DULY_NO_MEMORY;
}
