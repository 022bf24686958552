/* What all formats have in common: opening, counting, and the table of formats. */
#include "read/above.h"
#include "read/reader.h"

#include "base/said.h"
#include "model/identity.h"
#include "model/renames.h"
#include "read/formats.h"
#include "read/shares.h"
#include "read/span.h"
#include "read/stream.h"

static const ReaderFormat *const readers[] = { &format_csv,  &format_tsv,  &format_txt, &format_ndjson,
                                               &format_json, &format_yaml, &format_xlsx };

enum { READER_COUNT = sizeof readers / sizeof *readers };

const ReaderFormat *reader_format_at(size_t index)
{
    return index < READER_COUNT ? readers[index] : NULL;
}

static bool lists_word(Str words, Str extension)
{
    for (size_t start = 0; start < words.len;) {
        size_t end = str_find(words, STR(" "), start);
        if (end == SIZE_MAX)
            end = words.len;
        if (str_equal_but_for_case(extension, str_slice(words, start, end)))
            return true;
        start = end + 1;
    }
    return false;
}

const ReaderFormat *reader_format(Str extension)
{
    for (size_t i = 0; i < READER_COUNT; i++)
        if (lists_word(str_of(readers[i]->extensions), extension))
            return readers[i];
    return NULL;
}

Str reader_split_sheet(Arena *arena, Str written, Str *sheet)
{
    size_t mark = SIZE_MAX;
    for (size_t at = 0; (at = str_find(written, STR("#"), at)) != SIZE_MAX; at++) {
        const ReaderFormat *format = reader_format(path_extension(str_slice(written, 0, at)));
        if (mark == SIZE_MAX && format && format->find)
            mark = at;
    }
    *sheet = (Str) { 0 };
    if (mark == SIZE_MAX || path_kind(arena_str(arena, written).at) != PATH_MISSING)
        return written;
    *sheet = str_slice(written, mark + 1, written.len);
    return arena_str(arena, str_slice(written, 0, mark));
}

/* ---- reading */

bool reader_stop(Reader *reader, uint64_t line, Str sentence)
{
    if (reader->problem.len == 0) {
        reader->problem = arena_str(reader->arena, said_str(reader->arena->language, sentence));
        reader->problem_line = line;
    }
    return false;
}

static Reader *reader_fail(Input *input, Str *problem, Str sentence)
{
    *problem = sentence;
    input_close(input);
    return NULL;
}

static Str problem_with_line(const Reader *reader)
{
    if (reader->problem_line == 0)
        return reader->problem;
    return arena_format(reader->arena, "line %llu: %.*s", (unsigned long long) reader->problem_line, STR_ARG(reader->problem));
}

static Mapping empty_mapping(Arena *arena, const Table *table, Str path)
{
    return (Mapping) { .table = table,
                       .path = path,
                       .column_of = arena_array(arena, uint32_t, table->field_count),
                       .heading_of = arena_array(arena, Str, table->field_count),
                       .matched_of = arena_array(arena, Str, table->field_count) };
}

/* A heading beyond ASCII that is a field's was read in the right encoding. */
static bool has_foreign_heading(const Mapping *mapping)
{
    for (uint32_t i = 0; i < mapping->table->field_count; i++)
        for (size_t at = 0; at < mapping->heading_of[i].len; at++)
            if ((unsigned char) mapping->heading_of[i].at[at] >= 0x80)
                return true;
    return false;
}

Reader *reader_open(Arena *arena, Input *input, const ReaderFormat *format, const Table *table, const ReadOptions *options, Str *problem)
{
    if (!format)
        format = reader_format(path_extension(input->name));
    if (!format)
        return reader_fail(input, problem, STR("files with this extension cannot be read"));
    Str sentence = { 0 };
    bool is_text = !format->find && !options->source;
    Stream *stream = is_text ? stream_open(arena, input, options->hash, options->encoding, &sentence)
                             : stream_open_binary(arena, input, options->hash && !options->source);
    if (!stream)
        return reader_fail(input, problem, sentence);
    Reader *reader = arena_new(arena, Reader);
    *reader = (Reader) { .format = format, .arena = arena, .input = &stream->input };
    ReadOptions *kept = arena_new(arena, ReadOptions);
    *kept = *options;
    reader->options = kept;
    reader->mapping = empty_mapping(arena, table, input->name);
    reader->info.sheet = options->sheet;
    reader->info.path = input->name;
    if (is_text)
        reader->info.encoding = arena_format(arena, "%s%s", encoding_name(stream->encoding), stream->has_mark ? " with BOM" : "");
    reader->info.basis = stream->basis;
    reader->info.shown = stream->shown;
    reader->info.others = stream->others;
    reader->info.is_hopeless = stream->is_hopeless;
    reader->info.bytes = stream->bytes;
    if (format->open(reader)) {
        shares_map(&reader->mapping);
        if (has_foreign_heading(&reader->mapping))
            reader->info.others = (Str) { 0 };
        return reader;
    }
    format->close(reader);
    return reader_fail(input, problem, problem_with_line(reader));
}

/* The hash stands only for a whole file. */
static void reader_finish(Reader *reader, Stream *stream)
{
    if (!stream->hashed || !stream->ended || reader->problem.len || reader->info.sha256.len)
        return;
    char *digits = arena_alloc(reader->arena, 65);
    sha256_end(&stream->hash, digits);
    reader->info.sha256 = (Str) { digits, 64 };
}

static void empty_batch(Batch *batch)
{
    Arena arena = batch->arena;
    arena_reset(&arena);
    *batch = (Batch) { .capacity = batch->capacity, .arena = arena };
}

uint64_t reader_given(const Reader *reader)
{
    return ((const Stream *) reader->input->state)->given;
}

bool reader_has_bad_bytes(const Reader *reader, uint64_t from)
{
    return ((const Stream *) reader->input->state)->bad_until > from;
}

bool reader_may_be_damaged(const Reader *reader, uint64_t from)
{
    return ((const Stream *) reader->input->state)->damaged_until > from;
}

bool reader_next(Reader *reader, Batch *batch)
{
    Stream *stream = reader->input->state;
    empty_batch(batch);
    batch->arena.language = reader->arena->language;
    batch->mapping = &reader->mapping;
    batch->number = reader->batches;
    batch->first_record = reader->info.records;
    batch->cells = arena_array(&batch->arena, Str *, reader->mapping.table->field_count);
    batch->lines = arena_alloc_column(&batch->arena, batch->capacity * sizeof *batch->lines);
    reader->format->fill(reader, batch);
    above_fill(&reader->mapping, batch);
    shares_fill(batch);
    span_fill(&reader->mapping, batch);
    renames_apply(batch);
    batch_identify(batch, &batch->arena);
    reader->info.bytes = stream->bytes;
    reader->info.bad_bytes = stream_bad_bytes(stream);
    reader->info.records += batch->rows;
    if (batch->rows == 0) {
        reader_finish(reader, stream);
        return false;
    }
    reader->batches++;
    return true;
}

void reader_close(Reader *reader)
{
    Stream *stream = reader->input->state;
    reader->format->close(reader);
    input_close(stream->file);
}

/* ---- batches */

void batch_init(Batch *batch, uint32_t rows)
{
    *batch = (Batch) { .capacity = rows < BATCH_ROWS ? rows : BATCH_ROWS };
}

/* Columns a multiple of 4096 bytes apart would fall on the same lines of the cache and drive each other out. */
Str *batch_add_cells(Batch *batch, uint32_t field)
{
    enum { CACHE_LINE = 64 };
    size_t rows = (batch->capacity + ROW_PAD - 1) / ROW_PAD * ROW_PAD;
    batch->cells[field] = arena_alloc_column(&batch->arena, rows * sizeof(Str) + CACHE_LINE);
    return batch->cells[field];
}

void batch_fill_cells(Batch *batch, uint32_t field, Str text)
{
    Str *cells = batch_add_cells(batch, field);
    for (uint32_t row = 0; row < batch->rows; row++)
        cells[row] = text;
}

void batch_add_bad(Batch *batch, const BadCell *added, size_t count)
{
    size_t known = batch->bad_count, next = 0;
    if (count == 0)
        return;
    BadCell *all = arena_array(&batch->arena, BadCell, known + count);
    for (size_t i = 0, at = 0; i < known + count; i++) {
        bool is_known = next == count || (at < known && batch->bad[at].row <= added[next].row);
        all[i] = is_known ? batch->bad[at++] : added[next++];
    }
    batch->bad = all;
    batch->bad_count = (uint32_t) (known + count);
}

void batch_free(Batch *batch)
{
    arena_free(&batch->arena);
    *batch = (Batch) { 0 };
}
