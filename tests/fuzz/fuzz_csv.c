/* CSV of any bytes: the records are the same however the stream is cut and however many go to one arena. The first byte
   chooses the delimiter and the second the cuts. */
#include <stdlib.h>

#include "base/text.h"
#include "codec/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every record as numbers and bytes, so that equal texts mean equal records. */
static void write_records(Text *out, Str bytes, char delimiter, size_t step, unsigned at_once)
{
    Arena arena = { 0 }, batch = { 0 };
    Input *input = input_of_bytes(&arena, STR("fuzz"), bytes, step);
    Csv *csv = csv_open(input, delimiter);
    bool more = true;
    while (more) {
        csv_begin(csv, &batch);
        CsvRecord record;
        for (unsigned row = 0; row < at_once && (more = csv_next(csv, &record)); row++) {
            text_format(out, "%llu %llu %u ", (unsigned long long) record.line, (unsigned long long) record.lines, record.count);
            for (uint32_t i = 0; i < record.count; i++) {
                text_format(out, "%zu/%d:", record.fields[i].len, record.quotes ? record.quotes[i] : QUOTES_FINE);
                text_add(out, record.fields[i]);
            }
        }
        csv_end(csv);
        arena_reset(&batch);
    }
    uint64_t line;
    text_add(out, csv_problem(csv, &line));
    text_format(out, " %llu", (unsigned long long) line);
    csv_close(csv);
    input_close(input);
    arena_free(&batch);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = { ',', '\t', ';', '|', '^', 0 };
    if (size < 2)
        return 0;
    char delimiter = delimiters[data[0] % sizeof delimiters];
    Str bytes = { (const char *) data + 2, size - 2 };
    Text whole = { 0 }, cut = { 0 };
    write_records(&whole, bytes, delimiter, 0, 1024);
    write_records(&cut, bytes, delimiter, 1 + data[1] % 16, 1 + data[1] / 16);
    if (!str_equal(text_str(&whole), text_str(&cut)))
        abort();
    text_free(&whole);
    text_free(&cut);
    return 0;
}
