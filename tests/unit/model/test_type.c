/* Static types: how they are spelt and when they are the same. */
#include "unit.h"

#include "model/type.h"

static void test_spelling(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Type *map = type_map(&arena, &TYPE_STRING, &TYPE_INT);
    const Type *const params[] = { &TYPE_DYN, &TYPE_DYN, &TYPE_DYN };
    const struct EnumValues *values = NULL;
    Type enumeration = { .kind = KIND_STRING, .values = values };
    const struct {
        const Type *type;
        const char *text;
    } cases[] = {
        { &TYPE_NULL, "null_type" },
        { &TYPE_TIMESTAMP, "timestamp" },
        { &TYPE_DURATION, "duration" },
        { &TYPE_DATE, "date" },
        { &TYPE_TYPE, "type(dyn)" },
        { type_type(&arena, &TYPE_INT), "type(int)" },
        { type_type(&arena, NULL), "type" },
        { type_type(&arena, type_type(&arena, type_type(&arena, NULL))), "type(type(type))" },
        { type_list(&arena, map), "list(map(string, int))" },
        { type_optional(&arena, &TYPE_DYN), "optional_type(dyn)" },
        { type_wrapper(&arena, &TYPE_INT), "wrapper(int)" },
        { type_opaque(&arena, STR("tuple"), params, 3), "tuple(dyn, dyn, dyn)" },
        { type_opaque(&arena, STR("net.IP"), NULL, 0), "net.IP" },
        { type_record(&arena, NULL, STR("student")), "student" },
        { &TYPE_LIST_A, "list(A)" },
        { &TYPE_MAP_A_B, "map(A, B)" },
        { &TYPE_LIST_LIST_A, "list(list(A))" },
        { &TYPE_MAP_STRING_DYN, "map(string, dyn)" },
        { &TYPE_LIST_OPTIONAL_A, "list(optional_type(A))" },
        { &enumeration, "string" },
        { &(Type) { .kind = KIND_PARAM, .variable = 7 }, "dyn" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_str(type_text(&arena, cases[i].type), cases[i].text);
    arena_free(&arena);
}

static void test_equality(void **state)
{
    (void) state;
    Arena arena = { 0 };
    assert_true(type_equal(&TYPE_INT, &TYPE_INT));
    assert_false(type_equal(&TYPE_INT, &TYPE_UINT));
    assert_true(type_equal(type_list(&arena, &TYPE_INT), &TYPE_LIST_INT));
    assert_false(type_equal(type_list(&arena, &TYPE_INT), &TYPE_LIST_DYN));
    assert_true(type_equal(type_map(&arena, &TYPE_A, &TYPE_B), &TYPE_MAP_A_B));
    assert_false(type_equal(&TYPE_A, &TYPE_B));
    assert_false(type_equal(&TYPE_A, &(Type) { .kind = KIND_PARAM, .name = STR("A"), .variable = 1 }));
    const Type *const params[] = { &TYPE_INT };
    const Type *a = type_opaque(&arena, STR("box"), params, 1), *b = type_opaque(&arena, STR("box"), NULL, 0);
    assert_false(type_equal(a, b));
    assert_true(type_equal(b, type_opaque(&arena, STR("box"), NULL, 0)));
    assert_false(type_equal(b, type_opaque(&arena, STR("bag"), NULL, 0)));
    Type enumeration = { .kind = KIND_STRING, .values = (const EnumValues *) &arena };
    assert_true(type_equal(&enumeration, &TYPE_STRING)); /* values aside */
    const Record *one = (const Record *) &arena, *two = (const Record *) &enumeration;
    assert_true(type_equal(type_record(&arena, one, STR("a")), type_record(&arena, one, STR("b"))));
    assert_false(type_equal(type_record(&arena, one, STR("a")), type_record(&arena, two, STR("a"))));
    arena_free(&arena);
}

static void test_names_at_run_time(void **state)
{
    (void) state;
    assert_str(kind_name(KIND_TIMESTAMP), "google.protobuf.Timestamp");
    assert_str(kind_name(KIND_DURATION), "google.protobuf.Duration");
    assert_str(kind_name(KIND_NULL), "null_type");
    assert_str(kind_name(KIND_LIST), "list");
    assert_str(kind_name(KIND_OPTIONAL), "optional_type");
    for (int kind = 0; kind < KIND_COUNT; kind++)
        assert_true(kind_name((Kind) kind).len > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spelling),
        cmocka_unit_test(test_equality),
        cmocka_unit_test(test_names_at_run_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
