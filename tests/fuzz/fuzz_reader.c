/* Any bytes as a file of any format: what comes out is the same however the stream is cut and the batches are sized. The
   first byte chooses the format, the second the cuts. */
#include <stdlib.h>

#include "support/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void show(Text *out, const ReaderFormat *format, Str bytes, size_t step, uint32_t rows)
{
    Arena arena = { 0 };
    records_show(out, format, input_of_bytes(&arena, STR("fuzz"), bytes, step), rows);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t formats = 0;
    while (reader_format_at(formats))
        formats++;
    if (size < 2)
        return 0;
    const ReaderFormat *format = reader_format_at(data[0] % formats);
    Str bytes = { (const char *) data + 2, size - 2 };
    Text whole = { 0 }, cut = { 0 };
    show(&whole, format, bytes, 0, BATCH_ROWS);
    show(&cut, format, bytes, 1 + data[1] % 16, 1 + data[1] / 16);
    if (!str_equal(text_str(&whole), text_str(&cut)))
        abort();
    text_free(&whole);
    text_free(&cut);
    return 0;
}
