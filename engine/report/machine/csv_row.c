#include "report/machine/csv_row.h"

#include "report/escape.h"

void csv_row(Output *out, Arena *scratch, const Str *cells, size_t count, uint64_t numbers)
{
    Text row = text_in(scratch);
    for (size_t i = 0; i < count; i++) {
        text_add(&row, i ? STR(",") : STR(""));
        if (numbers >> i & 1)
            text_add(&row, cells[i]);
        else
            escape_csv(&row, cells[i]);
    }
    text_add(&row, STR("\r\n"));
    output_add(out, text_str(&row));
}
