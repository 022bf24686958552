/* A table for the tests of readers, and everything that a reader gives as one text. */
#ifndef DULY_TESTS_RECORDS_H
#define DULY_TESTS_RECORDS_H

#include "base/text.h"
#include "read/reader.h"

static inline const Table *records_table(void)
{
    static Str id_headers[] = { { "\xE7\xBC\x96\xE5\x8F\xB7", 6 }, { "No.", 3 } };              /* 编号 */
    static Str born_headers[] = { { "\xE5\x87\xBA\xE7\x94\x9F\xE6\x97\xA5\xE6\x9C\x9F", 12 } }; /* 出生日期 */
    static struct TextEntry name_titles[] = {
        { { "en", 2 }, { "Full name", 9 }, { 0, 0 } }, { { "zh", 2 }, { "\xE5\xA7\x93\xE5\x90\x8D", 6 }, { 0, 0 } }, /* 姓名 */
    };
    static Field fields[] = {
        { .name = { "id", 2 }, .kind = FIELD_STRING, .headers = id_headers, .header_count = 2 },
        { .name = { "name", 4 }, .kind = FIELD_STRING, .title = { name_titles, 2 } },
        { .name = { "born", 4 }, .kind = FIELD_DATE, .headers = born_headers, .header_count = 1 },
        { .name = { "hours", 5 }, .kind = FIELD_DOUBLE },
        { .name = { "done", 4 }, .kind = FIELD_BOOL },
        { .name = { "tags", 4 }, .kind = FIELD_LIST, .of = FIELD_STRING, .separator = { ";", 1 } },
        { .name = { "parts", 5 }, .kind = FIELD_MANY },
    };
    static uint32_t key[] = { 0 };
    static KeyWay ways[] = { { key, 1 } };
    static const Table table = { .name = { "item", 4 },
                                 .file = { "items", 5 },
                                 .fields = fields,
                                 .field_count = 7,
                                 .ways = ways,
                                 .way_count = 1,
                                 .key = 0,
                                 .label = 1 };
    return &table;
}

static inline void records_show_row(Text *out, const Batch *batch, uint32_t row)
{
    text_format(out, "%llu:", (unsigned long long) batch->lines[row]);
    for (uint32_t field = 0; field < batch->mapping->table->field_count; field++) {
        if (!batch->cells[field])
            continue;
        text_add_char(out, '[');
        text_add(out, batch->cells[field][row]);
        text_add_char(out, ']');
    }
    for (uint32_t i = 0; i < batch->ragged_count; i++)
        if (batch->ragged[i].row == row)
            text_format(out, " %u of %u cells%s", batch->ragged[i].cells, batch->ragged[i].expected,
                        batch->ragged[i].extra_filled ? ", filled" : "");
    for (uint32_t i = 0; i < batch->bad_count; i++)
        if (batch->bad[i].row == row)
            text_format(out, " %d! %.*s", batch->bad[i].field == FIELD_NONE ? -1 : (int) batch->bad[i].field,
                        STR_ARG(batch->bad[i].problem));
    text_add_char(out, '\n');
}

static inline void records_show_end(Text *out, const Reader *reader)
{
    for (size_t i = 0; i < reader->unknown_count; i++) {
        const UnknownColumn *unknown = &reader->unknown[i];
        text_format(out, "? %.*s at %u, line %llu", STR_ARG(unknown->heading), unknown->column, (unsigned long long) unknown->line);
        if (unknown->suggestion.len)
            text_format(out, ", perhaps %.*s", STR_ARG(unknown->suggestion));
        if (unknown->repeats.len)
            text_format(out, ", again %.*s", STR_ARG(unknown->repeats));
        text_add_char(out, '\n');
    }
    for (size_t i = 0; i < reader->info.passed_kept; i++)
        text_format(out, "passed %llu: %.*s\n", (unsigned long long) reader->info.passed[i].line, STR_ARG(reader->info.passed[i].text));
    if (reader->problem.len)
        text_format(out, "! line %llu: %.*s\n", (unsigned long long) reader->problem_line, STR_ARG(reader->problem));
}

/* Reads all of it, `rows` records to a batch. */
static inline void records_show(Text *out, const ReaderFormat *format, Input *input, uint32_t rows)
{
    Arena arena = { 0 };
    Str problem = { 0 };
    Batch batch;
    batch_init(&batch, rows);
    Reader *reader = reader_open(&arena, input, format, records_table(), &(ReadOptions) { .hash = true }, &problem);
    if (!reader)
        text_format(out, "!! %.*s\n", STR_ARG(problem));
    while (reader && reader_next(reader, &batch))
        for (uint32_t row = 0; row < batch.rows; row++)
            records_show_row(out, &batch, row);
    if (reader) {
        records_show_end(out, reader);
        reader_close(reader);
    }
    batch_free(&batch);
    arena_free(&arena);
}

#endif
