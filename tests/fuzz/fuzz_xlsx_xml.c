/* Any bytes as a part of a workbook: a sheet, its shared texts, its styles or its merged cells, as the first byte chooses. What is read is the same
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
    for (size_t i = 0; i < styles.list.count; i++) {
        static const char *const numbers[] = { "1234.5", "-7", "0", "123456789012345678" };
        text_format(out, "%d", (int) styles.list.at[i].shown);
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
            XlsxCell cell = { 0 };
            xlsx_show_number(arena, str_of(numbers[k]), styles.list.at[i], false, &cell);
            text_format(out, ".%.*s", STR_ARG(cell.text));
        }
    }
    text_add(out, problem);
    array_free(&styles.list);
}

static void show_sheet(Text *out, Arena *arena, Input *input)
{
    static XlsxFormat formats[] = { { .shown = SHOWS_NUMBER }, { .shown = SHOWS_DAY },  { .shown = SHOWS_MONTH },
                                    { .shown = SHOWS_MOMENT }, { .shown = SHOWS_TIME }, { SHOWS_NUMBER, { "\"A\"000-00", 9 } } };
    static Str texts[] = { { "a", 1 }, { "b", 1 } };
    XlsxStrings strings = { .list = { texts, 2, 2 } };
    XlsxStyles styles = { .list = { formats, 6, 6 } };
    XlsxContext context = { &strings, &styles, false, true };
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

static void show_merges(Text *out, Arena *arena, Input *input)
{
    XlsxMerges merges = xlsx_merges_of(arena, input);
    for (size_t i = 0; i < merges.count; i++)
        text_format(out, "%u-%u,%u-%u ", merges.at[i].first_row, merges.at[i].last_row, merges.at[i].first_column,
                    merges.at[i].last_column);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const shows[])(Text *, Arena *, Input *) = { show_sheet, show_strings, show_styles, show_merges };
    Text texts[2] = { { 0 }, { 0 } };
    if (size < 2)
        return 0;
    for (size_t i = 0; i < 2; i++) {
        Arena arena = { 0 };
        Input *input = input_of_bytes(&arena, STR("fuzz"), (Str) { (const char *) data + 2, size - 2 }, i ? 1 + data[1] % 32 : 0);
        shows[data[0] % 4](&texts[i], &arena, input);
        arena_free(&arena);
    }
    if (!str_equal(text_str(&texts[0]), text_str(&texts[1])))
        abort();
    text_free(&texts[0]);
    text_free(&texts[1]);
    return 0;
}
