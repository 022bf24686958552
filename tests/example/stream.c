/* Columns as Arrow passes them, out and in: the verdicts on a batch leave as a stream, and are the records of another pack. Any other producer of
   streams (GDAL, DuckDB, Polars) stands in the same place. stream PACK BATCH PACK-OF-VERDICTS */
#include <duly.h>
#include <stdio.h>

static bool count_rows(struct ArrowArrayStream *stream, int *rows)
{
    struct ArrowArray batch;
    int failed;
    while ((failed = stream->get_next(stream, &batch)) == 0 && batch.release) {
        *rows += (int) batch.length;
        batch.release(&batch);
    }
    stream->release(stream);
    return !failed;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    const char *batch[] = { argv[2] };
    struct ArrowArrayStream verdicts = { .release = NULL }, findings = { .release = NULL };
    duly_pack *pack = duly_pack_open(argv[1], NULL, NULL), *second = duly_pack_open(argv[3], NULL, NULL);
    const duly_check_options first = { .size = sizeof first, .as_of = { 2003, 12, 20 }, .batch = batch, .batch_count = 1 };
    duly_status status = duly_check_arrow(pack, &first, &verdicts, NULL, NULL);
    const duly_source source = { .size = sizeof source, .name = DULY_TEXT("verdicts"), .stream = &verdicts };
    const duly_check_options then = { .size = sizeof then, .as_of = { 2003, 12, 20 }, .sources = &source, .source_count = 1 };
    status = status <= DULY_FOUND ? duly_check_arrow(second, &then, NULL, &findings, NULL) : status;
    if (verdicts.release) /* it was not moved */
        verdicts.release(&verdicts);
    int rows = 0;
    bool is_told = findings.release && count_rows(&findings, &rows) && printf("%d findings\n", rows) > 0;
    duly_pack_close(pack);
    duly_pack_close(second);
    return is_told && status <= DULY_FOUND ? 0 : 1;
}
