/* Arenas and the arrays that grow in them. */
#include "unit.h"

#include "base/array.h"

static bool is_zero(const char *at, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (at[i] != 0)
            return false;
    return true;
}

static void test_alloc(void **state)
{
    (void) state;
    Arena arena = { 0 };
    for (size_t size = 0; size < 300; size++) {
        char *at = arena_alloc(&arena, size);
        assert_non_null(at);
        assert_int_equal((uintptr_t) at % 16, 0);
        assert_true(is_zero(at, size));
        memset(at, 0xAA, size);
        char *column = arena_alloc_column(&arena, size);
        assert_int_equal((uintptr_t) column % 64, 0);
        memset(column, 0xBB, size);
    }
    arena_free(&arena);
}

static void test_pieces_do_not_overlap(void **state)
{
    (void) state;
    Arena arena = { 0 };
    unsigned char *pieces[500];
    uint64_t random = 3;
    size_t sizes[500];
    for (size_t i = 0; i < 500; i++) {
        sizes[i] = next_random(&random) % (i % 50 == 0 ? 100000 : 200);
        pieces[i] = arena_alloc(&arena, sizes[i]);
        memset(pieces[i], (int) (i & 0xFF), sizes[i]);
    }
    for (size_t i = 0; i < 500; i++)
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(pieces[i][j], i & 0xFF);
    arena_free(&arena);
}

static void test_reset_keeps_and_zeroes(void **state)
{
    (void) state;
    Arena arena = { 0 };
    memset(arena_alloc(&arena, 100000), 0xFF, 100000);
    assert_int_equal(arena.used_bytes, 100000);
    const ArenaBlock *block = arena.block;
    arena_reset(&arena);
    assert_int_equal(arena.used_bytes, 0);
    assert_ptr_equal(arena.block, block);
    assert_true(is_zero(arena_alloc(&arena, 100000), 100000));
    assert_ptr_equal(arena.block, block);
    arena_free(&arena);
    assert_null(arena.block);
    arena_free(&arena);
    arena_reset(&arena);
}

static void test_strings(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Str copy = arena_str(&arena, STR("ab\0c"));
    assert_int_equal(copy.len, 4);
    assert_memory_equal(copy.at, "ab\0c\0", 5);
    Str empty = arena_str(&arena, (Str) { NULL, 0 });
    assert_int_equal(empty.len, 0);
    assert_int_equal(empty.at[0], 0);
    assert_str(arena_format(&arena, "%s-%05d", "x", 42), "x-00042");
    assert_int_equal(arena_format(&arena, "%20000d", 1).len, 20000);
    arena_free(&arena);
}

typedef struct {
    Text *log;
    char letter;
} Mark;

static void add_mark(void *object)
{
    Mark *mark = object;
    text_add_char(mark->log, mark->letter);
}

static void test_defer(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text log = { 0 };
    Mark a = { &log, 'a' }, b = { &log, 'b' };
    arena_defer(&arena, add_mark, &a);
    arena_defer(&arena, add_mark, &b);
    arena_reset(&arena);
    assert_text(&log, "ba");
    arena_defer(&arena, add_mark, &a);
    arena_free(&arena);
    assert_text(&log, "a");
    text_free(&log);
}

static void test_array_on_the_heap(void **state)
{
    (void) state;
    ARRAY(int) numbers = { 0 };
    for (int i = 0; i < 1000; i++)
        array_push(&numbers, i);
    assert_int_equal(numbers.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers.at[i], i);
    array_free(&numbers);
    assert_null(numbers.at);
    assert_int_equal(numbers.capacity, 0);
}

static void test_array_in_an_arena(void **state)
{
    (void) state;
    Arena arena = { 0 };
    ARRAY(Str) names = { 0 };
    for (int i = 0; i < 1000; i++)
        arena_push(&arena, &names, arena_format(&arena, "%d", i));
    for (int i = 0; i < 1000; i++) {
        char expected[8];
        snprintf(expected, sizeof expected, "%d", i);
        assert_str(names.at[i], expected);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alloc),
        cmocka_unit_test(test_pieces_do_not_overlap),
        cmocka_unit_test(test_reset_keeps_and_zeroes),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_defer),
        cmocka_unit_test(test_array_on_the_heap),
        cmocka_unit_test(test_array_in_an_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
