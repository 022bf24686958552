/* Any bytes as a part of a workbook: a sheet, its shared texts or its styles, as the first byte chooses. What is read is the same
   however the stream is cut, as the second byte says. */
#include <stdlib.h>

#include "codec/xlsx_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void show_strings(Text *out, Arena *arena, Input *input)
{
    XlsxStrings strings = { 0 };
    Str problem = { 0 };
    xlsx_strings_read(arena, input, &strings, &problem);
    for (size_t i = 0; i < strings.list.count; i++)
        text_format(out, "[%.*s]", STR_ARG(strings.list.at[i]));
    text_add(out, problem);
    array_free(&strings.list);
}

static void show_styles(Text *out, Arena *arena, Input *input)
{
    XlsxStyles styles = { 0 };
    Str problem = { 0 };
    xlsx_styles_read(arena, input, &styles, &problem);
    for (size_t i = 0; i < styles.list.count; i++)
        text_format(out, "%d.%d ", (int) styles.list.at[i].shown, styles.list.at[i].digits);
    text_add(out, problem);
    array_free(&styles.list);
}

static void show_sheet(Text *out, Arena *arena, Input *input)
{
    static XlsxFormat formats[] = { { SHOWS_NUMBER, 0 }, { SHOWS_DAY, 0 }, { SHOWS_MONTH, 0 }, { SHOWS_MOMENT, 0 },
                                    { SHOWS_TIME, 0 }, { SHOWS_NUMBER, 9 } };
    static Str texts[] = { { "a", 1 }, { "b", 1 } };
    XlsxStrings strings = { .list = { texts, 2, 2 } };
    XlsxStyles styles = { .list = { formats, 6, 6 } };
    XlsxContext context = { &strings, &styles, false };
    XlsxRows *rows = xlsx_rows_of(arena, input, &context);
    XlsxRow row;
    while (xlsx_next(rows, arena, &row)) {
        text_format(out, "%u%s", row.number, row.hidden ? "h" : "");
        for (uint32_t i = 0; i < row.count; i++)
            text_format(out, "%u:%d:%.*s", row.cells[i].column, (int) row.cells[i].kind, STR_ARG(row.cells[i].text));
    }
    text_add(out, xlsx_problem(rows));
    xlsx_rows_close(rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const shows[])(Text *, Arena *, Input *) = { show_sheet, show_strings, show_styles };
    Text texts[2] = { { 0 }, { 0 } };
    if (size < 2)
        return 0;
    for (size_t i = 0; i < 2; i++) {
        Arena arena = { 0 };
        Input *input = input_of_bytes(&arena, STR("fuzz"), (Str) { (const char *) data + 2, size - 2 }, i ? 1 + data[1] % 32 : 0);
        shows[data[0] % 3](&texts[i], &arena, input);
        arena_free(&arena);
    }
    if (!str_equal(text_str(&texts[0]), text_str(&texts[1])))
        abort();
    text_free(&texts[0]);
    text_free(&texts[1]);
    return 0;
}
