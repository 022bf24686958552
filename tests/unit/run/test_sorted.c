/* Things in the order of their numbers, beside a plain sort: in memory, in many runs, in runs of several files; and what is no run. */
#include "unit.h"

#include "run/sorted.h"

static void collect(void *context, Str bytes)
{
    text_add(context, bytes);
}

/* ---- a sorter */

/* Of equal numbers what came first is given first, however often it was written out in between. */
static void check_sorter(uint32_t count, uint64_t numbers, size_t most)
{
    Sorter sorter;
    Merged merged;
    Thing thing;
    bool *seen = calloc(count + 1, sizeof *seen);
    uint64_t random = 1, before = 0;
    uint32_t given = 0, last = 0;
    sorter_init(&sorter, most);
    for (uint32_t i = 0; i < count; i++) {
        char text[64];
        int len = snprintf(text, sizeof text, "%u", (unsigned) i);
        sorter_add(&sorter, next_random(&random) % numbers, (Str) { text, (size_t) len });
    }
    assert_true(sorter_read(&sorter, &merged));
    for (; merged_next(&merged, &thing); given++) {
        uint32_t number = (uint32_t) strtoul(arena_str(&sorter.arena, thing.bytes).at, NULL, 10);
        assert_true(number < count && !seen[number]);
        assert_true(given == 0 || thing.number > before || (thing.number == before && number > last));
        seen[number] = true;
        before = thing.number;
        last = number;
    }
    assert_int_equal(given, count);
    assert_int_equal(merged.problem.len, 0);
    assert_true(count == 0 || most > 1 || sorter.runs.count > 1);
    merged_free(&merged);
    sorter_free(&sorter);
    free(seen);
}

static void test_sorter(void **state)
{
    (void) state;
    check_sorter(0, 1, 1);
    check_sorter(1, 1, 1 << 20);
    check_sorter(300, 7, 1);           /* a run each */
    check_sorter(20000, 100, 1 << 14); /* many runs */
    check_sorter(20000, UINT64_MAX, 1 << 26);
}

/* ---- runs of files */

typedef struct {
    Arena arena;
    Text bytes;
    SortedRuns runs;
    PartFile file;
} Written;

/* One run a kind, of these numbers; each thing is a text of one letter. */
static void write_file(Written *written, const uint64_t *numbers, size_t count, char letter)
{
    Unsorted unsorted = { 0 };
    PartOut out = { &written->bytes, collect, 0 };
    Str problem = { 0 };
    part_start(&out);
    for (size_t i = 0; i < count; i++)
        unsorted_add(&unsorted, (uint32_t) (i % 2), numbers[i], (Str) { &letter, 1 });
    assert_true(count == 0 || unsorted_size(&unsorted) > 0);
    unsorted_write(&unsorted, &out, &written->runs);
    part_close(&out, (Str) { 0 });
    unsorted_free(&unsorted);
    Input *input = input_of_bytes(&written->arena, STR("a part"), text_str(&written->bytes), 3);
    assert_true(part_open(&written->arena, input, &written->file, &problem));
}

static void release(Written *written)
{
    text_free(&written->bytes);
    array_free(&written->runs);
    arena_free(&written->arena);
}

static void test_files(void **state)
{
    (void) state;
    static const uint64_t first[] = { 9, 100, 5, 100, 5, 100, UINT64_MAX }, second[] = { 7, 100, 5 };
    Written a = { 0 }, b = { 0 };
    Merged merged = { .arena = &a.arena };
    Text text = { 0 };
    Thing thing;
    write_file(&a, first, COUNT(first), 'a');
    write_file(&b, second, COUNT(second), 'b');
    assert_int_equal(a.runs.count, 2);
    assert_int_equal(a.runs.at[0].kind, 0);
    assert_int_equal(a.runs.at[1].kind, 1);
    merged_add(&merged, &b.file, &b.runs.at[0], 1);
    merged_add(&merged, &a.file, &a.runs.at[0], 4);
    while (merged_next(&merged, &thing))
        text_format(&text, "%llu%.*s%u ", (unsigned long long) thing.number, STR_ARG(thing.bytes), (unsigned) thing.source);
    assert_text(&text, "5b1 5a4 5a4 7b1 9a4 18446744073709551615a4 ");
    assert_false(merged_next(&merged, &thing));
    assert_int_equal(merged.problem.len, 0);
    merged_free(&merged);
    text_free(&text);
    release(&a);
    release(&b);
}

/* ---- what is no run */

static void check_refused(Str payload, BlockKind kind, uint64_t blocks)
{
    Arena arena = { 0 };
    Text bytes = { 0 };
    PartOut out = { &bytes, collect, 0 };
    PartFile file;
    Str problem = { 0 };
    Thing thing;
    Merged merged = { .arena = &arena };
    part_start(&out);
    part_put(&out, kind, payload);
    part_close(&out, (Str) { 0 });
    assert_true(part_open(&arena, input_of_bytes(&arena, STR("a part"), text_str(&bytes), 0), &file, &problem));
    merged_add(&merged, &file, &(SortedRun) { 0, PART_FIRST_BLOCK, blocks }, 0);
    while (merged_next(&merged, &thing))
        ;
    assert_true(merged.problem.len > 0);
    merged_free(&merged);
    text_free(&bytes);
    arena_free(&arena);
}

static void test_refused(void **state)
{
    (void) state;
    Text good = { 0 }, back = { 0 };
    bytes_word(&good, 8);
    bytes_text(&good, STR("a"));
    text_add(&back, text_str(&good));
    bytes_word(&back, 7);
    bytes_text(&back, STR("b"));
    check_refused(text_str(&back), BLOCK_RUN, 1);                             /* in no order */
    check_refused(str_slice(text_str(&good), 0, good.len - 1), BLOCK_RUN, 1); /* cut */
    check_refused(text_str(&good), BLOCK_BATCH, 1);                           /* of another kind */
    check_refused(text_str(&good), BLOCK_RUN, 2);                             /* the tail is none of its blocks */
    check_refused(text_str(&good), BLOCK_RUN, UINT64_MAX);
    text_free(&good);
    text_free(&back);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_sorter), cmocka_unit_test(test_files), cmocka_unit_test(test_refused) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
