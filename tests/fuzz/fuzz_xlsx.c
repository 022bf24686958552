/* Any bytes as a workbook: every sheet of it, hidden or not, to its end; the same whether its bytes come at once or piece by
   piece. */
#include <stdlib.h>

#include "codec/workbook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void show_sheet(Text *out, Workbook *book, const XlsxSheet *sheet)
{
    Arena texts = { 0 };
    Str problem = { 0 };
    XlsxRow row;
    WorkbookRows *rows = workbook_rows_open(book, sheet, &problem);
    while (rows && workbook_next(rows, &texts, &row)) {
        text_format(out, "%u%s", row.number, row.hidden ? "h" : "");
        for (uint32_t i = 0; i < row.count; i++)
            text_format(out, "%u:%d:%.*s", row.cells[i].column, (int) row.cells[i].kind, STR_ARG(row.cells[i].text));
        arena_reset(&texts);
    }
    text_add(out, rows ? workbook_problem(rows) : problem);
    text_format(out, "%zu", workbook_merges(book, sheet, &texts).count);
    if (rows)
        workbook_rows_close(rows);
    arena_free(&texts);
}

static void show(Text *out, Str bytes, size_t step)
{
    enum { SHEETS = 8 };
    Arena arena = { 0 };
    Str problem = { 0 };
    Input *input = input_of_bytes(&arena, STR("fuzz"), bytes, step);
    Workbook *book = workbook_open(&arena, input, &problem);
    for (size_t i = 0; book && i < workbook_sheets(book).count && i < SHEETS; i++)
        show_sheet(out, book, &workbook_sheets(book).at[i]);
    text_add(out, problem);
    input_close(input);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str bytes = { (const char *) data, size };
    Text whole = { 0 }, cut = { 0 };
    show(&whole, bytes, 0);
    show(&cut, bytes, 1 + size % 61);
    if (!str_equal(text_str(&whole), text_str(&cut)))
        abort();
    text_free(&whole);
    text_free(&cut);
    return 0;
}
