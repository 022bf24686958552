/* Type inference: what is assignable to what, what variables come to stand for, and that failing leaves no trace. */
#include "unit.h"

#include "lang/infer.h"

static Type optional_int = { .kind = KIND_OPTIONAL, .param = { &TYPE_INT } };
static Type wrapper_int = { .kind = KIND_WRAPPER, .param = { &TYPE_INT } };
static Type wrapper_string = { .kind = KIND_WRAPPER, .param = { &TYPE_STRING } };
static Type pair_int = { .kind = KIND_OPAQUE, .name = { "pair", 4 }, .param = { &TYPE_INT, &TYPE_INT } };
static Type pair_dyn = { .kind = KIND_OPAQUE, .name = { "pair", 4 }, .param = { &TYPE_DYN, &TYPE_DYN } };
static Type other_int = { .kind = KIND_OPAQUE, .name = { "other", 5 }, .param = { &TYPE_INT, &TYPE_INT } };
static Type type_int = { .kind = KIND_TYPE, .param = { &TYPE_INT } };
static Type map_int = { .kind = KIND_MAP, .param = { &TYPE_STRING, &TYPE_INT } };

static void test_assignable(void **state)
{
    (void) state;
    static const struct {
        const Type *from, *to;
        bool fits;
    } cases[] = {
        { &TYPE_INT, &TYPE_INT, true },           { &TYPE_INT, &TYPE_UINT, false },         { &TYPE_INT, &TYPE_DOUBLE, false },
        { &TYPE_DYN, &TYPE_INT, true },           { &TYPE_INT, &TYPE_DYN, true },           { &TYPE_ERROR, &TYPE_INT, true },
        { &TYPE_NULL, &TYPE_NULL, true },         { &TYPE_NULL, &TYPE_STRING, false },      { &TYPE_NULL, &TYPE_DATE, false },
        { &TYPE_NULL, &TYPE_TIMESTAMP, true },    { &TYPE_NULL, &TYPE_DURATION, true },     { &TYPE_NULL, &TYPE_LIST_INT, false },
        { &TYPE_NULL, &map_int, false },          { &TYPE_NULL, &optional_int, true },      { &TYPE_NULL, &pair_int, true },
        { &TYPE_NULL, &wrapper_int, true },       { &wrapper_int, &TYPE_INT, true },        { &TYPE_INT, &wrapper_int, true },
        { &wrapper_int, &wrapper_int, true },     { &wrapper_int, &wrapper_string, false }, { &TYPE_STRING, &wrapper_int, false },
        { &TYPE_DATE, &TYPE_TIMESTAMP, false },   { &TYPE_LIST_INT, &TYPE_LIST_INT, true }, { &TYPE_LIST_INT, &TYPE_LIST_STRING, false },
        { &TYPE_LIST_INT, &TYPE_LIST_DYN, true }, { &TYPE_LIST_DYN, &TYPE_LIST_INT, true }, { &TYPE_LIST_INT, &map_int, false },
        { &map_int, &TYPE_MAP_DYN, true },        { &pair_int, &pair_dyn, true },           { &pair_int, &other_int, false },
        { &type_int, &TYPE_TYPE, true },          { &optional_int, &TYPE_INT, false },
    };
    Arena arena = { 0 };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Infer infer = { .arena = &arena };
        for (int turn = 0; turn < 2; turn++) {
            const Type *from = turn ? cases[i].to : cases[i].from, *to = turn ? cases[i].from : cases[i].to;
            if (infer_assign(&infer, from, to) != cases[i].fits)
                fail_msg("%.*s to %.*s", STR_ARG(type_text(&arena, from)), STR_ARG(type_text(&arena, to)));
        }
        infer_free(&infer);
    }
    arena_free(&arena);
}

static void test_variables(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Infer infer = { .arena = &arena };
    const Type *a = infer_fresh(&infer), *b = infer_fresh(&infer);
    assert_ptr_equal(infer_head(&infer, a), a);
    assert_ptr_equal(infer_resolve(&infer, a, true), &TYPE_DYN);
    assert_ptr_equal(infer_resolve(&infer, a, false), a);
    assert_true(infer_assign(&infer, a, b)); /* one of them stands for the other now */
    assert_true(infer_assign(&infer, &TYPE_INT, a));
    assert_ptr_equal(infer_head(&infer, a), &TYPE_INT);
    assert_ptr_equal(infer_head(&infer, b), &TYPE_INT);
    assert_false(infer_assign(&infer, &TYPE_STRING, b));
    assert_true(infer_assign(&infer, &TYPE_DYN, b)); /* wider from then on */
    assert_true(infer_assign(&infer, &TYPE_STRING, b));
    infer_free(&infer);
    arena_free(&arena);
}

static void test_a_type_never_holds_itself(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Infer infer = { .arena = &arena };
    const Type *a = infer_fresh(&infer), *b = infer_fresh(&infer);
    assert_false(infer_assign(&infer, a, type_list(&arena, a)));
    assert_false(infer_assign(&infer, type_list(&arena, a), a));
    assert_true(infer_assign(&infer, type_list(&arena, a), b));
    assert_false(infer_assign(&infer, type_map(&arena, &TYPE_INT, b), a));
    assert_str(type_text(&arena, infer_resolve(&infer, b, true)), "list(dyn)");
    infer_free(&infer);
    arena_free(&arena);
}

static void test_failing_leaves_no_trace(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Infer infer = { .arena = &arena };
    const Type *a = infer_fresh(&infer);
    const Type *from = type_map(&arena, &TYPE_INT, &TYPE_STRING), *to = type_map(&arena, a, &TYPE_INT);
    assert_false(infer_assign(&infer, from, to));
    assert_ptr_equal(infer_head(&infer, a), a);
    size_t mark = infer_mark(&infer);
    assert_true(infer_assign(&infer, &TYPE_INT, a));
    infer_back(&infer, mark);
    assert_ptr_equal(infer_head(&infer, a), a);
    infer_free(&infer);
    arena_free(&arena);
}

static void test_instances(void **state)
{
    (void) state;
    static const Overload index = { .name = "at", .count = 2, .params = { &TYPE_MAP_A_B, &TYPE_A }, .result = &TYPE_B };
    Arena arena = { 0 };
    Infer infer = { .arena = &arena };
    Instance instance = infer_instance(&infer, &index);
    const Type *args[] = { &map_int, &TYPE_STRING };
    assert_true(infer_assign_all(&infer, args, &instance, 2));
    assert_ptr_equal(infer_resolve(&infer, instance.result, false), &TYPE_INT);
    instance = infer_instance(&infer, &index); /* its parameters know nothing of the last use */
    args[1] = &TYPE_INT;
    assert_false(infer_assign_all(&infer, args, &instance, 2));
    instance = infer_instance(&infer, &index);
    args[0] = &TYPE_DYN; /* what a dyn holds is not found out later: it is dyn */
    assert_true(infer_assign_all(&infer, args, &instance, 2));
    assert_ptr_equal(infer_resolve(&infer, instance.result, false), &TYPE_DYN);
    infer_free(&infer);
    arena_free(&arena);
}

static void test_more_general(void **state)
{
    (void) state;
    EnumValues *first = (EnumValues *) &optional_int, *second = (EnumValues *) &wrapper_int; /* only their places count */
    Type mode = { .kind = KIND_STRING, .values = first }, colour = { .kind = KIND_STRING, .values = second };
    Arena arena = { 0 };
    Infer infer = { .arena = &arena };
    assert_ptr_equal(infer_general(&infer, &TYPE_DYN, &TYPE_INT), &TYPE_DYN);
    assert_ptr_equal(infer_general(&infer, &TYPE_INT, &TYPE_DYN), &TYPE_DYN);
    assert_ptr_equal(infer_general(&infer, &TYPE_NULL, &optional_int), &optional_int);
    assert_ptr_equal(infer_general(&infer, &optional_int, &TYPE_NULL), &optional_int);
    assert_ptr_equal(infer_general(&infer, &TYPE_INT, &wrapper_int), &wrapper_int);
    assert_ptr_equal(infer_general(&infer, &wrapper_int, &TYPE_INT), &wrapper_int);
    assert_ptr_equal(infer_general(&infer, &pair_int, &pair_dyn), &pair_dyn);
    assert_ptr_equal(infer_general(&infer, &mode, &mode), &mode);
    assert_ptr_equal(infer_general(&infer, &mode, &TYPE_STRING), &TYPE_STRING);
    assert_null(infer_general(&infer, &mode, &colour)->values);
    const Type *modes = type_list(&arena, &mode), *colours = type_list(&arena, &colour);
    assert_null(infer_general(&infer, modes, colours)->param[0]->values);
    infer_free(&infer);
    arena_free(&arena);
}

/* Assigning is reflexive, and a type is assignable to what is more general than it. */
static const Type *random_type(Arena *arena, uint64_t *seed, int depth)
{
    static const Type *const plain[] = { &TYPE_INT, &TYPE_UINT, &TYPE_STRING, &TYPE_DYN, &TYPE_DATE, &TYPE_BOOL, &TYPE_TIMESTAMP };
    uint64_t choice = next_random(seed) % (depth > 0 ? 11 : 7);
    switch (choice) {
    case 7: return type_list(arena, random_type(arena, seed, depth - 1));
    case 8: return type_optional(arena, random_type(arena, seed, depth - 1));
    case 9: return type_type(arena, random_type(arena, seed, depth - 1));
    case 10: return type_map(arena, random_type(arena, seed, 0), random_type(arena, seed, depth - 1));
    default: return plain[choice];
    }
}

static void test_properties(void **state)
{
    (void) state;
    uint64_t seed = 7;
    for (int i = 0; i < 2000; i++) {
        Arena arena = { 0 };
        Infer infer = { .arena = &arena };
        const Type *a = random_type(&arena, &seed, 3), *b = random_type(&arena, &seed, 3), *v = infer_fresh(&infer);
        assert_true(infer_assign(&infer, a, a));
        assert_true(infer_assign(&infer, a, v));
        assert_true(type_equal(infer_resolve(&infer, v, true), a));
        if (infer_assign(&infer, a, b)) {
            assert_true(infer_assign(&infer, b, a));
            const Type *general = infer_general(&infer, a, b);
            assert_true(infer_assign(&infer, a, general) && infer_assign(&infer, b, general));
        }
        infer_free(&infer);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_assignable),
        cmocka_unit_test(test_variables),
        cmocka_unit_test(test_a_type_never_holds_itself),
        cmocka_unit_test(test_failing_leaves_no_trace),
        cmocka_unit_test(test_instances),
        cmocka_unit_test(test_more_general),
        cmocka_unit_test(test_properties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
