#include "report/machine/csv_row.h"

#include "report/escape.h"

/* Most cells stand there as they are: room for a row of such is made at once. */
static Text row_of(Arena *scratch, const Str *cells, size_t count)
{
    Text row = text_in(scratch);
    size_t room = 2;
    for (size_t i = 0; i < count; i++)
        room += cells[i].len + 3;
    text_room(&row, room);
    return row;
}

void csv_row(Output *out, Arena *scratch, const Str *cells, size_t count, uint64_t numbers)
{
    Text row = row_of(scratch, cells, count);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            text_add_char(&row, ',');
        if (numbers >> i & 1)
            text_add(&row, cells[i]);
        else
            escape_csv(&row, cells[i]);
    }
    text_add(&row, STR("\r\n"));
    output_add(out, text_str(&row));
}
