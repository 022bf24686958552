/* The archive is made by libzip, in memory. */
#include "support/workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <zip.h>

#include "base/text.h"

Str workbook_pack(Arena *arena, const Part *parts, size_t count)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    if (!zip)
        abort();
    for (size_t i = 0; i < count; i++) {
        zip_source_t *bytes = zip_source_buffer(zip, parts[i].bytes.at, parts[i].bytes.len, 0);
        if (zip_file_add(zip, parts[i].name, bytes, ZIP_FL_ENC_UTF_8) < 0)
            abort();
        zip_file_set_mtime(zip, i, 1000000000, 0);
    }
    if (zip_close(zip) != 0 || zip_source_open(source) != 0)
        abort();
    zip_stat_t status;
    zip_source_stat(source, &status);
    char *packed = arena_alloc(arena, status.size + 1);
    zip_int64_t got = zip_source_read(source, packed, status.size);
    zip_source_close(source);
    zip_source_free(source);
    zip_error_fini(&error);
    return (Str) { packed, (size_t) got };
}

static Str wrap(Arena *arena, const char *name, const char *content)
{
    return arena_format(arena, "<?xml version=\"1.0\"?>\n<%s xmlns:r=\"r\">%s</%s>", name, content, name);
}

#define TYPE(name) "http://schemas.openxmlformats.org/officeDocument/2006/relationships/" name

Str workbook_make(Arena *arena, const TestBook *book)
{
    Part parts[16];
    size_t count = 0;
    Text relations = { 0 };
    parts[count++] =
        (Part) { "_rels/.rels", wrap(arena, "Relationships",
                                     "<Relationship Id=\"rId1\" Type=\"" TYPE("officeDocument") "\" Target=\"xl/workbook.xml\"/>") };
    parts[count++] = (Part) { "xl/workbook.xml", wrap(arena, "workbook", book->sheets) };
    for (size_t i = 0; book->worksheets[i]; i++) {
        text_format(&relations, "<Relationship Id=\"r%zu\" Type=\"" TYPE("worksheet") "\" Target=\"worksheets/sheet%zu.xml\"/>", i + 1,
                    i + 1);
        parts[count++] =
            (Part) { arena_format(arena, "xl/worksheets/sheet%zu.xml", i + 1).at, wrap(arena, "worksheet", book->worksheets[i]) };
    }
    if (book->strings) {
        text_add(&relations, STR("<Relationship Id=\"s\" Type=\"" TYPE("sharedStrings") "\" Target=\"/xl/sharedStrings.xml\"/>"));
        parts[count++] = (Part) { "xl/sharedStrings.xml", wrap(arena, "sst", book->strings) };
    }
    if (book->styles) {
        text_add(&relations, STR("<Relationship Id=\"t\" Type=\"" TYPE("styles") "\" Target=\"styles.xml\"/>"));
        parts[count++] = (Part) { "xl/styles.xml", wrap(arena, "styleSheet", book->styles) };
    }
    text_add_char(&relations, 0);
    parts[count++] = (Part) { "xl/_rels/workbook.xml.rels", wrap(arena, "Relationships", relations.at) };
    text_free(&relations);
    return workbook_pack(arena, parts, count);
}
