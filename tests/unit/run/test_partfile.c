/* The file of a part: what was written is read again; and whatever byte is another one, or is not there, is noticed. */
#include "unit.h"

#include "run/partfile.h"

static void collect(void *context, Str bytes)
{
    text_add(context, bytes);
}

static void write_part(Text *bytes)
{
    PartOut out = { bytes, collect, 0 };
    part_start(&out);
    assert_int_equal(out.offset, PART_FIRST_BLOCK);
    part_put(&out, BLOCK_HEAD, STR("the head"));
    part_put(&out, BLOCK_RUN, STR("one"));
    part_put(&out, BLOCK_RUN, (Str) { 0 });
    part_put(&out, BLOCK_BATCH, STR("records"));
    part_close(&out, STR("the tail"));
    assert_int_equal(out.offset, bytes->len);
}

/* Every block from front to back, as far as that goes: kind and payload. */
static bool show(Arena *arena, Str bytes, size_t step, Text *shown, Str *problem)
{
    PartFile part;
    Text payload = { 0 };
    BlockKind kind = BLOCK_KINDS;
    uint64_t at = PART_FIRST_BLOCK, tail = 0;
    bool good = part_open(arena, input_of_bytes(arena, STR("a part"), bytes, step), &part, problem);
    while (good && kind != BLOCK_TAIL) {
        tail = at;
        good = part_read(arena, &part, &at, &kind, &payload, problem);
        if (good)
            text_format(shown, "%d:%.*s ", (int) kind, STR_ARG(text_str(&payload)));
    }
    good = good && tail == part.tail && at == part.blocks_end;
    text_free(&payload);
    return good;
}

static void test_read(void **state)
{
    (void) state;
    for (size_t step = 0; step < 20; step++) {
        Arena arena = { 0 };
        Text bytes = { 0 }, shown = { 0 };
        Str problem = { 0 };
        write_part(&bytes);
        assert_true(show(&arena, text_str(&bytes), step, &shown, &problem));
        assert_text(&shown, "0:the head 4:one 4: 2:records 5:the tail ");
        text_free(&bytes);
        text_free(&shown);
        arena_free(&arena);
    }
}

static void check_noticed(Str bytes)
{
    Arena arena = { 0 };
    Text shown = { 0 };
    Str problem = { 0 };
    assert_false(show(&arena, bytes, 0, &shown, &problem));
    text_free(&shown);
    arena_free(&arena);
}

static void test_damaged(void **state)
{
    (void) state;
    Text bytes = { 0 };
    write_part(&bytes);
    for (size_t len = 0; len < bytes.len; len++)
        check_noticed(str_slice(text_str(&bytes), 0, len));
    for (size_t i = 0; i < bytes.len; i++)
        for (int bit = 0; bit < 8; bit++) {
            bytes.at[i] = (char) (bytes.at[i] ^ 1 << bit);
            check_noticed(text_str(&bytes));
            bytes.at[i] = (char) (bytes.at[i] ^ 1 << bit);
        }
    text_free(&bytes);
}

/* A place beside a block, and far from all, is none. */
static void test_places(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text bytes = { 0 }, payload = { 0 };
    Str problem = { 0 };
    PartFile part;
    BlockKind kind;
    write_part(&bytes);
    uint64_t places[] = {
        0, 1, PART_FIRST_BLOCK - 1, PART_FIRST_BLOCK + 1, bytes.len - 8, bytes.len - 9, bytes.len, UINT64_MAX, INT64_MAX
    };
    assert_true(part_open(&arena, input_of_bytes(&arena, STR("a part"), text_str(&bytes), 0), &part, &problem));
    for (size_t i = 0; i < COUNT(places); i++) {
        uint64_t at = places[i];
        problem = (Str) { 0 };
        assert_false(part_read(&arena, &part, &at, &kind, &payload, &problem));
        assert_true(problem.len > 0 && at == places[i]);
    }
    text_free(&bytes);
    text_free(&payload);
    arena_free(&arena);
}

static void test_skip(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text bytes = { 0 }, payload = { 0 };
    Str problem = { 0 };
    PartFile part;
    BlockKind kind;
    bool is_run = true;
    uint64_t at = PART_FIRST_BLOCK, runs = 0;
    write_part(&bytes);
    assert_true(part_open(&arena, input_of_bytes(&arena, STR("a part"), text_str(&bytes), 0), &part, &problem));
    assert_true(part_read(&arena, &part, &at, &kind, &payload, &problem));
    while (part_skip_run(&arena, &part, &at, &is_run, &problem) && is_run)
        runs++;
    assert_int_equal(runs, 2);
    assert_true(part_read(&arena, &part, &at, &kind, &payload, &problem) && kind == BLOCK_BATCH);
    assert_text(&payload, "records");
    text_free(&bytes);
    text_free(&payload);
    arena_free(&arena);
}

static void test_no_part(void **state)
{
    (void) state;
    check_noticed(STR(""));
    check_noticed(STR("duly part 2\nof a later version, perhaps; it is long enough to be one"));
    Arena arena = { 0 };
    Str problem = { 0 };
    PartFile part;
    Input *stream = input_of_bytes(&arena, STR("a pipe"), STR("duly part 1\n"), 0);
    stream->seek = NULL;
    assert_false(part_open(&arena, stream, &part, &problem));
    assert_str(problem, "a part must be a file: it is not read from front to back");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_read), cmocka_unit_test(test_damaged), cmocka_unit_test(test_places),
                                        cmocka_unit_test(test_skip), cmocka_unit_test(test_no_part) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
