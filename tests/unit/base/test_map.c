/* Hash tables from strings to numbers. */
#include "unit.h"

#include "base/arena.h"
#include "base/map.h"

static void test_empty(void **state)
{
    (void) state;
    Map map = { 0 };
    assert_int_equal(map_get(&map, STR("a")), MAP_NONE);
    assert_int_equal(map_get(&map, STR("")), MAP_NONE);
    map_clear(&map);
    map_free(&map);
}

static void test_add_keeps_the_first(void **state)
{
    (void) state;
    Map map = { 0 };
    assert_int_equal(map_add(&map, STR("a"), 1), 1);
    assert_int_equal(map_add(&map, STR("b"), 2), 2);
    assert_int_equal(map_add(&map, STR("a"), 3), 1);
    assert_int_equal(map_add(&map, STR(""), 4), 4);
    assert_int_equal(map.count, 3);
    assert_int_equal(map_get(&map, STR("a")), 1);
    assert_int_equal(map_get(&map, (Str) { NULL, 0 }), 4);
    assert_int_equal(map_get(&map, STR("a\0")), MAP_NONE);
    map_clear(&map);
    assert_int_equal(map_get(&map, STR("a")), MAP_NONE);
    assert_int_equal(map_add(&map, STR("a"), 9), 9);
    map_free(&map);
}

static void test_many_in_order(void **state)
{
    (void) state;
    enum { MANY = 20000 };
    Arena arena = { 0 };
    Map map = { 0 };
    for (uint32_t i = 0; i < MANY; i++)
        assert_int_equal(map_add(&map, arena_format(&arena, "key %u", i * 7), i), i);
    assert_int_equal(map.count, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_int_equal(map_get(&map, map.entries[i].key), i);
        assert_int_equal(map.entries[i].value, i);
        assert_int_equal(map_get(&map, arena_format(&arena, "key %u", i * 7 + 1)), MAP_NONE);
    }
    map_free(&map);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_add_keeps_the_first),
        cmocka_unit_test(test_many_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
