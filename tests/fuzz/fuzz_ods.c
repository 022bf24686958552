/* Any bytes as the content of an OpenDocument workbook; an archive is put around them. */
#include "codec/ods_parts.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The rows of its first sheets, as far as a sheet of bombs may go. */
static void show_rows(Text *out, Str bytes, size_t step, size_t sheet)
{
    enum { ROWS = 5000 };
    Arena arena = { 0 }, texts = { 0 };
    XlsxRow row;
    Input *input = input_of_bytes(&arena, STR("content.xml"), bytes, step);
    void *rows = ods_rows_of(&arena, input, sheet);
    for (uint32_t count = 0; count < ROWS && ods_next(rows, &texts, &row); count++) {
        text_format(out, "%u%s", row.number, row.hidden ? "h" : "");
        for (uint32_t i = 0; i < row.count; i++)
            text_format(out, "%u:%d:%.*s", row.cells[i].column, (int) row.cells[i].kind, STR_ARG(row.cells[i].text));
    }
    text_add(out, ods_problem(rows));
    ods_close(rows);
    arena_free(&texts);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str bytes = { (const char *) data, size };
    for (size_t sheet = 0; sheet < 2; sheet++) {
        Text whole = { 0 }, cut = { 0 };
        show_rows(&whole, bytes, 0, sheet);
        show_rows(&cut, bytes, 1 + size % 61, sheet);
        if (!str_equal(text_str(&whole), text_str(&cut)))
            abort();
        text_free(&whole);
        text_free(&cut);
    }
    return 0;
}
