/* Records from memory, of any shape: the first byte chooses whether a callback gives rows or a stream gives batches of Arrow whose types, lengths,
   offsets, gaps and pointers the input chooses. A producer can lie about anything but how much memory it has, which nobody can ask: buffers
   here have what their type needs for so many rows, and what is said of them may be wrong. Every structure must be released once. */
#include <stdlib.h>

#include "api/duly.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROWS = 64, COLUMNS = 3, BUFFER = ROWS * 16 + 16 };

typedef struct {
    const uint8_t *at, *end;
    char buffers[COLUMNS][3][BUFFER];
    const void *pointers[COLUMNS][3], *none[1];
    struct ArrowSchema schemas[COLUMNS], values, *names[COLUMNS];
    struct ArrowArray arrays[COLUMNS], dictionary, *children[COLUMNS];
    duly_text cells[ROWS * COLUMNS];
    int live, given;
} Host;

static uint8_t take(Host *host)
{
    return host->at < host->end ? *host->at++ : 0;
}

static void release_array(struct ArrowArray *array)
{
    --*(int *) array->private_data;
    array->release = NULL;
}

static void release_schema(struct ArrowSchema *schema)
{
    --*(int *) schema->private_data;
    schema->release = NULL;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    ((Host *) stream->private_data)->live--;
    stream->release = NULL;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    static const char *const formats[] = { "u",      "U",    "vu", "n",  "b",   "c",   "C",    "s",       "S",       "i",   "I",
                                           "l",      "L",    "f",  "g",  "tdD", "tdm", "tss:", "tsm:UTC", "tsn:UTC", "tts", "ttn",
                                           "d:19,2", "d:3,", "e",  "+l", "",    "t",   "ts",   "d",       "zz",      NULL };
    static const char *const headings[COLUMNS] = { "id", "n", "tags" };
    Host *host = stream->private_data;
    if (take(host) % 16 == 1)
        return 5;
    for (int i = 0; i < COLUMNS; i++) {
        uint8_t chosen = take(host);
        host->schemas[i] = (struct ArrowSchema) { .format = formats[chosen % 32], .name = headings[i] };
        if (chosen & 128)
            host->schemas[i].dictionary = &host->values;
        host->names[i] = &host->schemas[i];
    }
    host->values = (struct ArrowSchema) { .format = host->schemas[0].format }; /* the values are those of the first column */
    *out = (struct ArrowSchema) {
        .format = "+s", .n_children = COLUMNS, .children = host->names, .release = release_schema, .private_data = &host->live
    };
    host->live++;
    return 0;
}

/* So that offsets of texts stay in their buffer, but for those that are negative or go back. */
static void fill(Host *host, int column)
{
    for (int part = 0; part < 3; part++)
        for (int i = 0; i < BUFFER; i++)
            host->buffers[column][part][i] = 0;
    bool wide = host->schemas[column].format && host->schemas[column].format[0] == 'U';
    for (int row = 0; row <= ROWS; row++) {
        uint8_t byte = take(host);
        int64_t number = byte == 255 ? -1 : byte;
        int32_t small = (int32_t) number;
        memcpy(host->buffers[column][1] + row * (wide ? 8 : 4), wide ? (const void *) &number : &small, wide ? 8 : 4);
    }
    for (int i = 0; i < ROWS; i++)
        host->buffers[column][2][i] = (char) take(host);
    memset(host->buffers[column][0], take(host), ROWS / 8 + 1);
}

static void make_array(Host *host, int column, int64_t length)
{
    uint8_t lies = take(host);
    fill(host, column);
    for (int part = 0; part < 3; part++)
        host->pointers[column][part] = lies >> part & 1 ? NULL : host->buffers[column][part];
    host->arrays[column] = (struct ArrowArray) { .length = lies & 8 ? length - 1 : length,
                                                 .null_count = lies & 16 ? 3 : -1,
                                                 .offset = lies & 32 ? -1 : 0,
                                                 .n_buffers = lies & 64 ? 2 : 3,
                                                 .buffers = lies & 128 ? NULL : host->pointers[column],
                                                 .dictionary = take(host) & 1 ? &host->dictionary : NULL };
    const char *format = host->schemas[column].format;
    if (format && format[0] != 'u' && format[0] != 'U' && format[0] != 'v')
        host->arrays[column].n_buffers = lies & 64 ? 3 : 2;
    host->children[column] = take(host) == 7 ? NULL : &host->arrays[column];
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    Host *host = stream->private_data;
    memset(out, 0, sizeof *out);
    if (take(host) % 32 == 1)
        return 5;
    if (host->at >= host->end || host->given++ == 4)
        return 0;
    int64_t length = take(host) % ROWS;
    for (int i = 0; i < COLUMNS; i++)
        make_array(host, i, length);
    host->dictionary = host->arrays[0];
    host->dictionary.dictionary = NULL;
    uint8_t lies = take(host);
    *out = (struct ArrowArray) { .length = lies == 1 ? -1 : length,
                                 .offset = lies == 2 ? INT64_MAX : 0,
                                 .null_count = lies == 3,
                                 .n_buffers = 1,
                                 .n_children = lies == 4 ? 2 : COLUMNS,
                                 .buffers = host->none,
                                 .children = lies == 5 ? NULL : host->children,
                                 .release = release_array,
                                 .private_data = &host->live };
    host->live++;
    return 0;
}

static bool give_rows(void *context, duly_rows *rows)
{
    Host *host = context;
    rows->count = host->at < host->end ? take(host) % ROWS : 0;
    rows->cells = host->cells;
    for (size_t i = 0; i < rows->count * COLUMNS; i++) {
        size_t len = take(host) % 16, left = (size_t) (host->end - host->at);
        host->cells[i] = (duly_text) { take(host) == 1 ? NULL : (const char *) host->at, len < left ? len : left };
        host->at += len < left ? len : left;
    }
    return take(host) != 1;
}

static const duly_pack *open_pack(void)
{
    static duly_pack *pack;
    static const char text[] =
        "pack: {name: p}\ntables:\n  item: {file: items, key: id, fields: {id: {type: string}, n: {type: int}, tags: {type: list, of: "
        "string}}}\n"
        "rules:\n  - {id: a, for: item, require: item.n > 1 && item.tags.size() < 3, message: '{item.n} {item.tags}'}\n";
    const duly_buffer file = { { "p/pack.yaml", 11 }, { text, sizeof text - 1 } };
    const duly_pack_options options = { .size = sizeof options, .to_judge = true, .files = &file, .file_count = 1 };
    if (!pack)
        pack = duly_pack_open_as("p", &options, NULL);
    return pack;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Host host;
    static const duly_text headings[COLUMNS] = { { "id", 2 }, { "n", 1 }, { "tags", 4 } };
    if (size < 2)
        return 0;
    memset(&host, 0, sizeof host);
    host.at = data + 1;
    host.end = data + size;
    struct ArrowArrayStream stream = { get_schema, get_next, NULL, release_stream, &host }, verdicts, findings;
    duly_source source = { .size = sizeof source, .name = { "fuzz", 4 } };
    if (data[0] & 1) {
        host.live = 1;
        source.stream = &stream;
    } else {
        source.headings = headings;
        source.heading_count = COLUMNS;
        source.next = give_rows;
        source.context = &host;
    }
    duly_check_options options = { .size = sizeof options, .as_of = { 2003, 1, 1 }, .sources = &source, .source_count = 1 };
    duly_check_arrow(open_pack(), &options, &verdicts, &findings, NULL);
    if (verdicts.release)
        verdicts.release(&verdicts);
    if (findings.release)
        findings.release(&findings);
    if (host.live != 0)
        abort();
    return 0;
}
