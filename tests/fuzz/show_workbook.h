/* All that a workbook of any kind holds, as text: for harnesses. */
#ifndef DULY_FUZZ_SHOW_WORKBOOK_H
#define DULY_FUZZ_SHOW_WORKBOOK_H

#include <stdlib.h>

#include "codec/workbook.h"

static void show_sheet(Text *out, Workbook *book, const XlsxSheet *sheet)
{
    enum { ROWS = 5000 };
    Arena texts = { 0 };
    Str problem = { 0 };
    XlsxRow row;
    WorkbookRows *rows = workbook_rows_open(book, sheet, &problem);
    for (uint32_t count = 0; rows && count < ROWS && workbook_next(rows, &texts, &row); count++) {
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

static void show_workbook(Text *out, Str bytes, size_t step)
{
    enum { SHEETS = 8 };
    Arena arena = { 0 };
    Str problem = { 0 };
    Input *input = input_of_bytes(&arena, STR("fuzz"), bytes, step);
    Workbook *book = workbook_open(&arena, input, &problem);
    for (size_t i = 0; book && i < workbook_sheets(book).count && i < SHEETS; i++)
        show_sheet(out, book, &workbook_sheets(book).at[i]);
    if (book)
        text_add(out, workbook_program(book));
    text_add(out, problem);
    input_close(input);
    arena_free(&arena);
}

/* The same whether its bytes come at once or piece by piece. */
static void show_twice(Str bytes)
{
    Text whole = { 0 }, cut = { 0 };
    show_workbook(&whole, bytes, 0);
    show_workbook(&cut, bytes, 1 + bytes.len % 61);
    if (!str_equal(text_str(&whole), text_str(&cut)))
        abort();
    text_free(&whole);
    text_free(&cut);
}

#endif
