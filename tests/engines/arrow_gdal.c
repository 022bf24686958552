/* Checks a CSV twice, as a file and as GDAL's Arrow stream of it: arrow_gdal PACK CSV TABLE DAY [GATE]. Every finding of the one must be one of the
   other, in the same order; only lines are counted from elsewhere. What duly gives back as streams is compared as well. */
#include <duly.h>
#include <gdal.h>
#include <ogr_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *text;
    size_t len, size, findings, records;
} Heard;

static void add(Heard *heard, const char *at, size_t len)
{
    if (heard->len + len + 2 > heard->size) {
        heard->size = 2 * heard->size + len + 4096;
        heard->text = realloc(heard->text, heard->size);
    }
    memcpy(heard->text + heard->len, at ? at : "", len);
    heard->len += len;
    heard->text[heard->len++] = '|';
    heard->text[heard->len] = 0;
}

static void hear_finding(void *context, const duly_finding *finding)
{
    Heard *heard = context;
    heard->findings++;
    add(heard, finding->id.at, finding->id.len);
    add(heard, finding->key.at, finding->key.len);
    /* Another one names a line of the file. */
    if (strncmp(finding->id.at, "duplicate-key", 13) != 0)
        add(heard, finding->message.at, finding->message.len);
    add(heard, finding->fingerprint.at, finding->fingerprint.len);
    for (size_t i = 0; i < finding->cell_count; i++)
        add(heard, finding->cells[i].value.at, finding->cells[i].value.len);
    add(heard, "\n", 1);
}

static void hear_record(void *context, const duly_record *record)
{
    Heard *heard = context;
    heard->records += record->verdict != DULY_NOT_JUDGED;
    char verdict = (char) ('0' + record->verdict);
    add(heard, record->key.at, record->key.len);
    add(heard, &verdict, 1);
    for (size_t i = 0; i < record->finding_count; i++)
        hear_finding(context, &record->findings[i]);
}

static void hear_problem(void *context, const duly_problem *problem)
{
    (void) context;
    if (problem->severity == DULY_ERROR)
        fprintf(stderr, "%.*s: %.*s\n", (int) problem->path.len, problem->path.at, (int) problem->message.len, problem->message.at);
}

static int open_stream(const char *path, struct ArrowArrayStream *stream, GDALDatasetH *data)
{
    GDALAllRegister();
    *data = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    OGRLayerH layer = *data ? GDALDatasetGetLayer(*data, 0) : NULL;
    char *options[] = { "INCLUDE_FID=NO", "MAX_FEATURES_IN_BATCH=700", NULL };
    return layer && OGR_L_GetArrowStream(layer, stream, options);
}

/* So many rows come out of a stream. */
static size_t count_rows(struct ArrowArrayStream *stream)
{
    size_t rows = 0;
    struct ArrowArray batch;
    while (stream->get_next(stream, &batch) == 0 && batch.release) {
        rows += (size_t) batch.length;
        batch.release(&batch);
    }
    stream->release(stream);
    return rows;
}

static const char *difference(const Heard *file, const Heard *stream)
{
    size_t i = 0;
    while (file->text[i] && file->text[i] == stream->text[i])
        i++;
    return stream->text + (i > 80 ? i - 80 : 0);
}

int main(int argc, char **argv)
{
    Heard file = { 0 }, arrow = { 0 };
    int year, month, day;
    duly_sink sink = { .size = sizeof sink, .context = &file, .problem = hear_problem, .finding = hear_finding, .record = hear_record };
    if (argc < 5 || sscanf(argv[4], "%d-%d-%d", &year, &month, &day) != 3)
        return 2;
    duly_pack *pack = duly_pack_open_to_judge(argv[1], NULL, &sink);
    const char *const batch[] = { argv[2] };
    duly_check_options options = { .size = sizeof options, .as_of = { year, month, day }, .gate = argc > 5 ? argv[5] : NULL, .jobs = 2 };
    options.batch = batch;
    options.batch_count = 1;
    duly_status of_file = duly_check(pack, &options, &sink);

    struct ArrowArrayStream stream, verdicts, findings;
    GDALDatasetH data;
    if (!open_stream(argv[2], &stream, &data))
        return 2;
    duly_source source = { .size = sizeof source, .name = { "gdal", 4 }, .table = { argv[3], strlen(argv[3]) }, .stream = &stream };
    options.batch_count = 0;
    options.sources = &source;
    options.source_count = 1;
    sink.context = &arrow;
    duly_status of_stream = duly_check_arrow(pack, &options, &verdicts, &findings, &sink);
    GDALClose(data);
    duly_pack_close(pack);

    if (of_file > DULY_FOUND || of_stream != of_file || file.len != arrow.len || strcmp(file.text, arrow.text) != 0) {
        printf("status %d and %d; the stream says from here on otherwise: %.200s\n", (int) of_file, (int) of_stream,
               difference(&file, &arrow));
        return 1;
    }
    size_t verdict_rows = count_rows(&verdicts), finding_rows = count_rows(&findings);
    printf("%zu records, %zu findings\n", file.records, file.findings);
    free(file.text);
    free(arrow.text);
    return stream.release == NULL && verdict_rows == arrow.records && finding_rows == arrow.findings ? 0 : 1;
}
