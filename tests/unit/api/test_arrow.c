/* Streams of Arrow, in and out: a producer of ours with every layout that is read, slices and gaps among them, and producers that say what
   cannot be. */
#include "told.h"

#include <errno.h>

/* ---- a producer: batches that stand as they are, and count what is released */

typedef struct {
    struct ArrowSchema schema;
    struct ArrowArray *batches;
    size_t count, given, fails_at; /* fails_at: the batch, from 1, in place of which it fails; 0: never */
    int schema_status;
    const char *error;
    int live; /* structures that are out */
    bool over;
} Producer;

static void release_schema(struct ArrowSchema *schema)
{
    --*(int *) schema->private_data;
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    --*(int *) array->private_data;
    array->release = NULL;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    Producer *producer = stream->private_data;
    if (producer->schema_status)
        return producer->schema_status;
    *out = producer->schema;
    out->release = release_schema;
    out->private_data = &producer->live;
    producer->live++;
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    Producer *producer = stream->private_data;
    assert_false(producer->over);
    memset(out, 0, sizeof *out);
    if (producer->fails_at && producer->given + 1 == producer->fails_at)
        return EIO;
    if (producer->given == producer->count)
        return 0;
    *out = producer->batches[producer->given++];
    out->release = release_array;
    out->private_data = &producer->live;
    producer->live++;
    return 0;
}

static const char *get_error(struct ArrowArrayStream *stream)
{
    return ((Producer *) stream->private_data)->error;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    Producer *producer = stream->private_data;
    assert_false(producer->over);
    producer->over = true;
    stream->release = NULL;
}

static struct ArrowArrayStream stream_of(Producer *producer)
{
    return (struct ArrowArrayStream) { get_schema, get_next, get_error, release_stream, producer };
}

/* ---- checking one */

#define THINGS                                              \
    "pack: {name: things}\n"                                \
    "tables:\n"                                             \
    "  thing:\n"                                            \
    "    file: things\n"                                    \
    "    key: id\n"                                         \
    "    fields: {id: {type: string}, v: {type: string}}\n" \
    "rules:\n"                                              \
    "  - {id: told, for: thing, severity: info, require: false, missing: pass, message: '{thing.v}'}\n"

static duly_status check_stream(Producer *producer, Told *told, struct ArrowArrayStream *verdicts, struct ArrowArrayStream *findings)
{
    const duly_buffer file = { { "things/pack.yaml", 16 }, STR(THINGS) };
    const duly_pack_options opening = { .size = sizeof opening, .to_judge = true, .files = &file, .file_count = 1 };
    duly_sink sink = { .size = sizeof sink, .context = told, .problem = tell_problem, .record = tell_record };
    duly_pack *pack = duly_pack_open_as("things", &opening, &sink);
    struct ArrowArrayStream stream = stream_of(producer);
    duly_source source = { .size = sizeof source, .name = { "stream", 6 }, .stream = &stream };
    duly_check_options options = { .size = sizeof options, .as_of = { 2003, 12, 31 }, .sources = &source, .source_count = 1 };
    assert_non_null(pack);
    duly_status status = duly_check_arrow(pack, &options, verdicts, findings, &sink);
    duly_pack_close(pack);
    assert_null(stream.release);
    assert_true(producer->over);
    assert_int_equal(producer->live, 0);
    return status;
}

/* Of each row of one column the text that duly makes of it, each in brackets. */
static void expect_texts(Producer *producer, const char *expected)
{
    Told told = { 0 };
    Text seen = { 0 };
    assert_int_equal(check_stream(producer, &told, NULL, NULL), DULY_CLEAN);
    Str all = text_str(&told.out);
    for (size_t at = 0; (at = str_find(all, STR("told violation 2: "), at)) != SIZE_MAX;) {
        at += strlen("told violation 2: ");
        size_t end = str_find(all, STR("; id="), at);
        end = end == SIZE_MAX ? str_find(all, STR("\n"), at) : end;
        size_t semicolon = str_find(all, STR("; v="), at);
        end = semicolon < end ? semicolon : end;
        text_format(&seen, "[%.*s]", STR_ARG(str_slice(all, at, end)));
    }
    assert_str(text_str(&seen), expected);
    text_free(&seen);
    text_free(&told.out);
}

static const int32_t id_ends[] = { 0, 1, 2, 3, 4, 5, 6 };
static const void *id_buffers[] = { NULL, id_ends, "abcdef" };

/* Rows a, b, c, … whose second column is the array. */
static void expect_column(const char *format, struct ArrowArray values, struct ArrowSchema *dictionary, const char *expected)
{
    struct ArrowSchema id = { .format = "u", .name = "id" }, v = { .format = format, .name = "v", .dictionary = dictionary };
    struct ArrowSchema *columns[] = { &id, &v };
    struct ArrowArray ids = { .length = 6, .n_buffers = 3, .buffers = id_buffers }, *children[] = { &ids, &values };
    const void *none[] = { NULL };
    struct ArrowArray empty = { .n_buffers = 1, .n_children = 2, .buffers = none, .children = children };
    struct ArrowArray batch = { .length = values.length, .n_buffers = 1, .n_children = 2, .buffers = none, .children = children };
    struct ArrowArray batches[] = { empty, batch, empty };
    Producer producer = { .schema = { .format = "+s", .n_children = 2, .children = columns }, .batches = batches, .count = 3 };
    expect_texts(&producer, expected);
}

static struct ArrowArray fixed(const void **buffers, int64_t length, const void *values)
{
    buffers[0] = NULL;
    buffers[1] = values;
    return (struct ArrowArray) { .length = length, .n_buffers = 2, .buffers = buffers };
}

static void test_numbers(void **state)
{
    (void) state;
    const void *buffers[2];
    expect_column("c", fixed(buffers, 2, (int8_t[]) { -128, 127 }), NULL, "[-128][127]");
    expect_column("C", fixed(buffers, 2, (uint8_t[]) { 0, 255 }), NULL, "[0][255]");
    expect_column("s", fixed(buffers, 1, (int16_t[]) { -32768 }), NULL, "[-32768]");
    expect_column("S", fixed(buffers, 1, (uint16_t[]) { 65535 }), NULL, "[65535]");
    expect_column("i", fixed(buffers, 1, (int32_t[]) { -2147483647 - 1 }), NULL, "[-2147483648]");
    expect_column("I", fixed(buffers, 1, (uint32_t[]) { 4294967295u }), NULL, "[4294967295]");
    expect_column("l", fixed(buffers, 2, (int64_t[]) { INT64_MIN, INT64_MAX }), NULL, "[-9223372036854775808][9223372036854775807]");
    expect_column("L", fixed(buffers, 1, (uint64_t[]) { UINT64_MAX }), NULL, "[18446744073709551615]");
    expect_column("f", fixed(buffers, 2, (float[]) { 0.1f, 24.0f }), NULL, "[0.1][24]");
    expect_column("g", fixed(buffers, 3, (double[]) { 0.1, -24.0, 1.5 }), NULL, "[0.1][-24][1.5]");
    expect_column("b", fixed(buffers, 3, (uint8_t[]) { 5 }), NULL, "[true][false][true]");
    expect_column("d:10,2", fixed(buffers, 3, (int64_t[]) { 1250, 0, -5, -1, 0, 0 }), NULL, "[12.50][-0.05][0.00]");
    expect_column("d:10,0", fixed(buffers, 1, (int64_t[]) { 7, 0 }), NULL, "[7]");
}

static void test_times(void **state)
{
    (void) state;
    const void *buffers[2];
    expect_column("tdD", fixed(buffers, 2, (int32_t[]) { 12053, -1 }), NULL, "[2003-01-01][1969-12-31]");
    expect_column("tdm", fixed(buffers, 1, (int64_t[]) { INT64_C(12053) * 86400000 }), NULL, "[2003-01-01]");
    expect_column("tss:", fixed(buffers, 2, (int64_t[]) { INT64_C(12053) * 86400, INT64_C(12053) * 86400 + 1 }), NULL,
                  "[2003-01-01][2003-01-01T00:00:01]");
    expect_column("tsm:UTC", fixed(buffers, 2, (int64_t[]) { -1, 250 }), NULL, "[1969-12-31T23:59:59.999Z][1970-01-01T00:00:00.25Z]");
    expect_column("tsu:Asia/Shanghai", fixed(buffers, 1, (int64_t[]) { 1 }), NULL, "[1970-01-01T00:00:00.000001Z]");
    expect_column("tsn:", fixed(buffers, 1, (int64_t[]) { 1 }), NULL, "[1970-01-01T00:00:00.000000001]");
    expect_column("tss:UTC", fixed(buffers, 1, (int64_t[]) { INT64_MIN }), NULL, "[1970-01-01-9223372036854775808s]");
    expect_column("tsm:UTC", fixed(buffers, 1, (int64_t[]) { INT64_MIN }), NULL, "[1970-01-01-9223372036854776s]");
    expect_column("tsn:UTC", fixed(buffers, 1, (int64_t[]) { INT64_MIN }), NULL, "[1677-09-21T00:12:43.145224192Z]");
    expect_column("tts", fixed(buffers, 2, (int32_t[]) { 34200, 86400 }), NULL, "[09:30:00][00:00+86400s]");
    expect_column("ttu", fixed(buffers, 1, (int64_t[]) { 34200500000 }), NULL, "[09:30:00.5]");
}

static void test_texts(void **state)
{
    (void) state;
    const void *small[] = { NULL, (int32_t[]) { 0, 2, 2, 3 }, "abc" }, *large[] = { NULL, (int64_t[]) { 0, 2, 3 }, "abc" };
    expect_column("u", (struct ArrowArray) { .length = 3, .n_buffers = 3, .buffers = small }, NULL, "[ab][(missing)][c]");
    expect_column("U", (struct ArrowArray) { .length = 2, .n_buffers = 3, .buffers = large }, NULL, "[ab][c]");
    char views[32] = { 3, 0, 0, 0, 'a', 'b', 'c' };
    const int32_t far[] = { 13, 0, 0, 2 };
    memcpy(views + 16, far, sizeof far);
    const void *viewed[] = { NULL, views, "__thirteen-long", (int64_t[]) { 15 } };
    expect_column("vu", (struct ArrowArray) { .length = 2, .n_buffers = 4, .buffers = viewed }, NULL, "[abc][thirteen-long]");
}

/* The values begin at an offset, and some are not there. */
static void test_gaps_and_slices(void **state)
{
    (void) state;
    const uint8_t valid[] = { 0x2c }; /* rows 2, 3 and 5 */
    const void *buffers[] = { valid, (int32_t[]) { 10, 11, 12, 13, 14, 15 } }, *none[] = { NULL };
    struct ArrowArray sliced = { .length = 4, .null_count = -1, .offset = 2, .n_buffers = 2, .buffers = buffers };
    expect_column("i", sliced, NULL, "[12][13][(missing)][15]");
    expect_column("n", (struct ArrowArray) { .length = 3, .null_count = 3, .buffers = none }, NULL, "[(missing)][(missing)][(missing)]");

    /* The batch itself is a slice of longer columns. */
    struct ArrowSchema id = { .format = "u", .name = "id" }, v = { .format = "i", .name = "v" }, *columns[] = { &id, &v };
    struct ArrowArray ids = { .length = 6, .n_buffers = 3, .buffers = id_buffers };
    struct ArrowArray all = { .length = 6, .null_count = 3, .n_buffers = 2, .buffers = buffers }, *children[] = { &ids, &all };
    struct ArrowArray batch = { .length = 2, .offset = 3, .n_buffers = 1, .n_children = 2, .buffers = none, .children = children };
    Producer producer = { .schema = { .format = "+s", .n_children = 2, .children = columns }, .batches = &batch, .count = 1 };
    expect_texts(&producer, "[13][(missing)]");
}

static void test_dictionary(void **state)
{
    (void) state;
    struct ArrowSchema texts = { .format = "u" }, numbers = { .format = "l" };
    const void *text_buffers[] = { (uint8_t[]) { 0x5 }, (int32_t[]) { 0, 3, 3, 6 }, "redtan" }, *indices[2], *number_buffers[2];
    struct ArrowArray values = { .length = 3, .null_count = 1, .n_buffers = 3, .buffers = text_buffers };
    struct ArrowArray column = fixed(indices, 4, (int8_t[]) { 2, 0, 1, 2 });
    column.dictionary = &values;
    expect_column("c", column, &texts, "[tan][red][(missing)][tan]");
    struct ArrowArray other = fixed(number_buffers, 3, (int64_t[]) { 7, 8, 9 });
    other.offset = 1;
    other.length = 2;
    column.dictionary = &other;
    column.length = 1;
    indices[1] = (int8_t[]) { 1 };
    expect_column("c", column, &numbers, "[9]");
}

/* ---- what cannot be */

static void expect_problem(Producer *producer, duly_status status, const char *problem)
{
    Told told = { 0 };
    struct ArrowArrayStream verdicts, findings;
    assert_int_equal(check_stream(producer, &told, &verdicts, &findings), status);
    if (str_find(text_str(&told.out), str_of(problem), 0) == SIZE_MAX)
        print_error("%.*s\n", STR_ARG(text_str(&told.out)));
    assert_true(str_find(text_str(&told.out), str_of(problem), 0) != SIZE_MAX);
    assert_true((verdicts.release != NULL) == (status != DULY_MISUSED));
    if (verdicts.release)
        verdicts.release(&verdicts);
    if (findings.release)
        findings.release(&findings);
    text_free(&told.out);
}

static void expect_no_batch(struct ArrowArray batch, const char *format, struct ArrowSchema *dictionary, const char *problem)
{
    struct ArrowSchema id = { .format = "u", .name = "id" }, v = { .format = format, .name = "v", .dictionary = dictionary };
    struct ArrowSchema *columns[] = { &id, &v };
    Producer producer = { .schema = { .format = "+s", .n_children = 2, .children = columns }, .batches = &batch, .count = 1 };
    expect_problem(&producer, DULY_INCOMPLETE, problem);
}

static void test_hostile_schemas(void **state)
{
    (void) state;
    struct ArrowSchema child = { .format = NULL, .name = NULL }, *columns[] = { &child, NULL };
    static const char no_columns[] = "its schema is not a structure of columns";
    const struct ArrowSchema schemas[] = { { .format = NULL },
                                           { .format = "u" },
                                           { .format = "+s", .n_children = -1 },
                                           { .format = "+s", .n_children = INT64_MAX },
                                           { .format = "+s", .n_children = 1 },
                                           { .format = "+s", .n_children = 1, .children = columns },
                                           { .format = "+s", .n_children = 1, .children = columns + 1 } };
    for (size_t i = 0; i < COUNT(schemas); i++)
        expect_problem(&(Producer) { .schema = schemas[i] }, DULY_MISUSED, no_columns);
    expect_problem(&(Producer) { .schema_status = EINVAL, .error = "no such table" }, DULY_MISUSED,
                   "the stream of records fails before it begins: no such table");
    expect_problem(&(Producer) { .schema_status = EINVAL }, DULY_MISUSED, "the stream of records fails before it begins");
    child.format = "+l";
    child.name = "v";
    expect_problem(&(Producer) { .schema = { .format = "+s", .n_children = 1, .children = columns } }, DULY_INCOMPLETE,
                   "the column 'v' is of a type that cannot be read, Arrow's +l");
    child.name = "w";
    expect_problem(&(Producer) { .schema = { .format = "+s", .n_children = 1, .children = columns } }, DULY_INCOMPLETE, "");
}

static void test_hostile_batches(void **state)
{
    (void) state;
    static const char wrong[] = "a batch of the stream is not what its schema says", contradicts[] = "contradicts itself";
    const void *none[] = { NULL }, *bad[] = { NULL, NULL, NULL }, *backwards[] = { NULL, (int32_t[]) { 0, 3, 1 }, "abc" };
    const void *below[] = { NULL, (int32_t[]) { -5, 3, 4 }, "abc" }, *nowhere[] = { NULL, (int32_t[]) { 0, 3, 4 }, NULL };
    struct ArrowArray ids = { .length = 2, .n_buffers = 3, .buffers = id_buffers }, v = ids, *children[] = { &ids, &v };
    struct ArrowArray batch = { .length = 2, .n_buffers = 1, .n_children = 2, .buffers = none, .children = children }, other = batch;
    other.length = -1;
    expect_no_batch(other, "u", NULL, wrong);
    other.length = 3;
    expect_no_batch(other, "u", NULL, wrong);
    other = batch;
    other.offset = INT64_MAX;
    expect_no_batch(other, "u", NULL, wrong);
    other = batch;
    other.n_children = 1;
    expect_no_batch(other, "u", NULL, wrong);
    other = batch;
    other.children = NULL;
    expect_no_batch(other, "u", NULL, wrong);
    other = batch;
    other.null_count = 1;
    expect_no_batch(other, "u", NULL, wrong);
    struct ArrowArray *gap[] = { &ids, NULL };
    other = batch;
    other.children = gap;
    expect_no_batch(other, "u", NULL, wrong);
    v.buffers = NULL;
    expect_no_batch(batch, "u", NULL, wrong);
    v.buffers = bad;
    expect_no_batch(batch, "u", NULL, wrong);
    v = ids;
    v.n_buffers = 2;
    expect_no_batch(batch, "u", NULL, wrong);
    v = ids;
    v.offset = -1;
    expect_no_batch(batch, "u", NULL, wrong);
    v = ids;
    v.null_count = 2;
    expect_no_batch(batch, "u", NULL, wrong);
    v = ids;
    v.buffers = backwards;
    expect_no_batch(batch, "u", NULL, contradicts);
    v.buffers = below;
    expect_no_batch(batch, "u", NULL, contradicts);
    v.buffers = nowhere;
    expect_no_batch(batch, "u", NULL, contradicts);
    struct ArrowSchema texts = { .format = "u" };
    const void *indices[2];
    v = fixed(indices, 2, (int8_t[]) { 0, 9 });
    expect_no_batch(batch, "c", &texts, wrong);
    v.dictionary = &ids;
    expect_no_batch(batch, "c", &texts, contradicts);
    indices[1] = (int8_t[]) { -1, 0 };
    expect_no_batch(batch, "c", &texts, contradicts);
}

static void test_failing_streams(void **state)
{
    (void) state;
    struct ArrowSchema id = { .format = "u", .name = "id" }, *columns[] = { &id };
    const void *none[] = { NULL };
    struct ArrowArray ids = { .length = 2, .n_buffers = 3, .buffers = id_buffers }, *children[] = { &ids };
    struct ArrowArray batch = { .length = 2, .n_buffers = 1, .n_children = 1, .buffers = none, .children = children };
    Producer producer = {
        .schema = { .format = "+s", .n_children = 1, .children = columns }, .batches = &batch, .count = 1, .fails_at = 2, .error = "gone"
    };
    expect_problem(&producer, DULY_INCOMPLETE, "stream:3:0: the stream of records failed: gone");
    Told told = { 0 };
    const duly_buffer file = { { "things/pack.yaml", 16 }, STR(THINGS) };
    const duly_pack_options opening = { .size = sizeof opening, .to_judge = true, .files = &file, .file_count = 1 };
    duly_sink sink = { .size = sizeof sink, .context = &told, .problem = tell_problem };
    duly_pack *pack = duly_pack_open_as("things", &opening, &sink);
    Producer unused = { .count = 0 };
    struct ArrowArrayStream stream = stream_of(&unused);
    duly_source source = { .size = sizeof source, .name = { "stream", 6 }, .stream = &stream };
    duly_check_options options = { .size = 0, .sources = &source, .source_count = 1 };
    assert_int_equal(duly_check(pack, &options, &sink), DULY_MISUSED);
    assert_non_null(stream.release); /* the call was refused: it is the host's still */
    options = (duly_check_options) { .size = sizeof options, .as_of = { 2003, 1, 1 }, .sources = &source, .source_count = 1 };
    stream.get_next = NULL;
    assert_int_equal(duly_check(pack, &options, &sink), DULY_MISUSED);
    assert_null(stream.release);
    assert_true(unused.over);
    assert_int_equal(duly_check(pack, &options, &sink), DULY_MISUSED);
    assert_true(str_find(text_str(&told.out), STR("was released before it was read"), 0) != SIZE_MAX);
    duly_pack_close(pack);
    text_free(&told.out);
}

/* ---- out */

static Str text_in_batch(const struct ArrowArray *column, int64_t row)
{
    const int32_t *ends = column->buffers[1];
    return (Str) { (const char *) column->buffers[2] + ends[row], (size_t) (ends[row + 1] - ends[row]) };
}

static void test_out(void **state)
{
    (void) state;
    enum { ROWS = 20000 };
    struct ArrowSchema id = { .format = "l", .name = "id" }, v = { .format = "l", .name = "v" }, *columns[] = { &id, &v }, schema;
    static int64_t numbers[ROWS];
    for (int i = 0; i < ROWS; i++)
        numbers[i] = i;
    const void *none[] = { NULL }, *buffers[2];
    struct ArrowArray ids = fixed(buffers, ROWS, numbers), *children[] = { &ids, &ids };
    struct ArrowArray batch = { .length = ROWS, .n_buffers = 1, .n_children = 2, .buffers = none, .children = children }, out, kept;
    Producer producer = { .schema = { .format = "+s", .n_children = 2, .children = columns }, .batches = &batch, .count = 1 };
    struct ArrowArrayStream verdicts, findings;
    Told told = { 0 };
    assert_int_equal(check_stream(&producer, &told, &verdicts, &findings), DULY_CLEAN);
    assert_int_equal(verdicts.get_schema(&verdicts, &schema), 0);
    assert_string_equal(schema.children[4]->name, "verdict");
    schema.release(&schema);
    assert_null(schema.release);
    int64_t rows = 0;
    while (verdicts.get_next(&verdicts, &out) == 0 && out.release) {
        assert_str(text_in_batch(out.children[4], out.length - 1), "ready");
        rows += out.length;
        out.release(&out);
    }
    assert_int_equal(rows, ROWS);
    verdicts.release(&verdicts);

    /* A column outlives its batch, and its stream. */
    assert_int_equal(findings.get_next(&findings, &out), 0);
    kept = *out.children[6];
    out.children[6]->release = NULL;
    out.release(&out);
    findings.release(&findings);
    assert_str(text_in_batch(&kept, 7), "7");
    assert_int_equal(kept.null_count, 0);
    kept.release(&kept);
    text_free(&told.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),         cmocka_unit_test(test_times),           cmocka_unit_test(test_texts),
        cmocka_unit_test(test_gaps_and_slices), cmocka_unit_test(test_dictionary),      cmocka_unit_test(test_hostile_schemas),
        cmocka_unit_test(test_hostile_batches), cmocka_unit_test(test_failing_streams), cmocka_unit_test(test_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
