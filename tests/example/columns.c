/* Columns as Arrow passes them: a batch of two columns is checked, and what was found comes back as a stream of batches. */
#include <duly.h>
#include <stdio.h>
#include <string.h>

static const void *ids[] = { NULL, (const int32_t[]) { 0, 1, 2, 3 }, "abc" }, *ages[] = { NULL, (const int64_t[]) { 17, 18, 40 } },
                  *none[1];
static struct ArrowArray arrays[] = { { .length = 3, .n_buffers = 3, .buffers = ids }, { .length = 3, .n_buffers = 2, .buffers = ages } };
static struct ArrowSchema schemas[] = { { .format = "u", .name = "no" }, { .format = "l", .name = "age" } };
static struct ArrowArray *children[] = { &arrays[0], &arrays[1] };
static struct ArrowSchema *names[] = { &schemas[0], &schemas[1] };

static void drop_array(struct ArrowArray *array)
{
    array->release = NULL;
}
static void drop_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}
static void drop_stream(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
}

static int give_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    (void) stream;
    *out = (struct ArrowSchema) { .format = "+s", .n_children = 2, .children = names, .release = drop_schema };
    return 0;
}

static int give_batch(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    static const struct ArrowArray batch = {
        .length = 3, .n_buffers = 1, .n_children = 2, .buffers = none, .children = children, .release = drop_array
    };
    memset(out, 0, sizeof *out);
    if (!stream->private_data)
        *out = batch;
    stream->private_data = stream; /* once */
    return 0;
}

int main(int argc, char **argv)
{
    struct ArrowArrayStream stream = { .get_schema = give_schema, .get_next = give_batch, .release = drop_stream }, findings;
    const duly_source guests = { .size = sizeof guests, .name = { "guests", 6 }, .stream = &stream };
    const duly_check_options options = { .size = sizeof options, .as_of = { 2003, 12, 20 }, .sources = &guests, .source_count = 1 };
    duly_pack *pack = duly_pack_open(argc > 1 ? argv[1] : "", NULL, NULL);
    if (duly_check_arrow(pack, &options, NULL, &findings, NULL) != DULY_FOUND)
        return 1;
    duly_pack_close(pack);
    struct ArrowArray batch;
    while (findings.get_next(&findings, &batch) == 0 && batch.release) {
        printf("%lld found: %.4s\n", (long long) batch.length, (const char *) batch.children[4]->buffers[2]);
        batch.release(&batch);
    }
    findings.release(&findings);
    return 0;
}
