/* Libraries that are loaded when they are needed: what there is to say where one is not there, or is another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/library.h"

#ifdef __APPLE__
#define SOME_LIBRARY "libSystem.B.dylib"
#else
#define SOME_LIBRARY "libc.so.6"
#endif

typedef struct {
    size_t (*length)(const char *text);
    int (*other)(void);
} Functions;

static bool load(Arena *arena, const char *file, const char *second, Functions *functions, Str *problem)
{
    const LibraryFunction wanted[] = { { "strlen", offsetof(Functions, length) }, { second, offsetof(Functions, other) } };
    return library_load(arena, file, wanted, 2, functions, problem);
}

static void test_library(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Functions functions = { 0 };
    Str problem = { 0 };
    assert_true(load(&arena, SOME_LIBRARY, "getchar", &functions, &problem));
    assert_int_equal(functions.length("four"), 4);
    assert_non_null(functions.other);
    assert_false(load(&arena, "libnothing.so.77", "getchar", &functions, &problem));
    assert_true(str_is(problem, "this needs the library libnothing.so.77, which cannot be loaded"));
    assert_false(load(&arena, SOME_LIBRARY, "no_such_function", &functions, &problem));
    assert_true(str_is(problem, "the library " SOME_LIBRARY " has no no_such_function: it is of another version"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_library) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
