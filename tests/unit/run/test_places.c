/* Which file of a table a line is in, counted on over all of them. */
#include "run/places.h"
#include "unit.h"

static Places places_of(const uint64_t *lines, size_t count)
{
    Places places = { 0 };
    uint64_t before = 0;
    for (size_t i = 0; i < count; i++) {
        FilePlace place = { .before = before };
        array_push(&places.list, place);
        before += lines[i];
    }
    return places;
}

/* The last line of a file is its own, and the next is the first of the one behind it. */
static void test_edges(void **state)
{
    (void) state;
    static const uint64_t lines[] = { 3, 1, 10 };
    static const size_t file_of[] = { 0, 0, 0, 1, 2, 2 };
    Places places = places_of(lines, COUNT(lines));
    for (size_t i = 0; i < COUNT(file_of); i++)
        assert_int_equal(places_find(&places, i + 1), file_of[i]);
    assert_int_equal(places_find(&places, 14), 2);
    assert_int_equal(places_find(&places, UINT64_MAX), 2);
    array_free(&places.list);
}

static void test_one_file(void **state)
{
    (void) state;
    static const uint64_t lines[] = { 5 };
    Places places = places_of(lines, 1);
    assert_int_equal(places_find(&places, 0), 0);
    assert_int_equal(places_find(&places, 1), 0);
    assert_int_equal(places_find(&places, 1000), 0);
    array_free(&places.list);
}

/* A file without lines holds none: what stands behind it is of the next. */
static void test_empty_file(void **state)
{
    (void) state;
    static const uint64_t lines[] = { 2, 0, 0, 2, 0 };
    Places places = places_of(lines, COUNT(lines));
    assert_int_equal(places_find(&places, 2), 0);
    assert_int_equal(places_find(&places, 3), 3);
    assert_int_equal(places_find(&places, 4), 3);
    array_free(&places.list);
}

/* Beside looking at one file after the other. */
static void test_many_files(void **state)
{
    (void) state;
    uint64_t seed = 7, lines[200], total = 0;
    for (size_t i = 0; i < COUNT(lines); i++)
        total += lines[i] = next_random(&seed) % 9;
    Places places = places_of(lines, COUNT(lines));
    for (uint64_t line = 1; line <= total; line++) {
        uint64_t left = line;
        size_t file = 0;
        while (left > lines[file])
            left -= lines[file++];
        assert_int_equal(places_find(&places, line), file);
    }
    array_free(&places.list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_one_file),
        cmocka_unit_test(test_empty_file),
        cmocka_unit_test(test_many_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
