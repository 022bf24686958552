/* Flat objects: what is read in place is what a reader of all JSON makes of it, and where that refuses, this one does. */
#include "unit.h"

#include "codec/json.h"
#include "codec/json_flat.h"

static const char *const pieces[] = {
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\"a\"",
    "\"key\"",
    "\"朱帆\"",
    "\"\"",
    "0",
    "-7",
    "-0",
    "12345",
    "007",
    "1.5",
    "2e3",
    "true",
    "false",
    "null",
    " ",
    "\t",
    "\\",
    "\\n",
    "\"x\\\"y\"",
    "\"\\u4e2d\"",
    "\xE4",
    "\"\x01\"",
    "\"\xEF\xBF\xBF\"",
    "nul",
    "\"a\":1",
    "\"b\": \"x\"",
    "123456789012345678901234567890",
    "-",
};

/* Mostly objects, some of them broken. */
static size_t make_line(char *out, uint64_t *random)
{
    static const char *const keys[] = { "\"a\"", "\"b\"", "\"名\"", "\"c d\"", "\"\"", "\"e\\u0066\"" };
    static const char *const values[] = { "1",
                                          "-20",
                                          "0",
                                          "-0",
                                          "01",
                                          "1.0",
                                          "1e2",
                                          "true",
                                          "false",
                                          "null",
                                          "\"\"",
                                          "\"x\"",
                                          "\"朱 帆\"",
                                          "\"a\\nb\"",
                                          "\"\\\"quoted\\\" and long, \\\\ \\t\\/\\r\"",
                                          "\"eight by\\bte\"",
                                          "\"ends so\\\"",
                                          "\"2003-01-02\"",
                                          "[]",
                                          "{}",
                                          "\"\x7F\"",
                                          "\"\xE2\x80\x8B\"",
                                          "\"\xED\xA0\x80\"",
                                          "999999999999999999",
                                          "9999999999999999999",
                                          "tru",
                                          "-" };
    size_t len = (size_t) sprintf(out, "%s{", next_random(random) % 4 ? "" : " ");
    uint64_t count = next_random(random) % 4;
    for (uint64_t i = 0; i < count; i++)
        len += (size_t) sprintf(out + len, "%s%s%s:%s%s", i ? "," : "", next_random(random) % 3 ? "" : " ",
                                keys[next_random(random) % COUNT(keys)], next_random(random) % 3 ? "" : " ",
                                values[next_random(random) % (next_random(random) % 2 ? 7 : COUNT(values))]);
    len += (size_t) sprintf(out + len, "}%s", next_random(random) % 4 ? "" : " \t");
    if (next_random(random) % 5 == 0) {
        const char *piece = pieces[next_random(random) % COUNT(pieces)];
        memcpy(out + next_random(random) % len, piece, 1);
    }
    return len;
}

static Str text_of(const FlatMember *member, char *room)
{
    if (!member->has_escapes)
        return member->text;
    memcpy(room, member->text.at, member->text.len);
    return json_flat_decode(room, member->text.len);
}

static void assert_member(const FlatMember *member, const char *key, json_t *value)
{
    char number[32], room[512];
    assert_str(member->key, key);
    switch (json_typeof(value)) {
    case JSON_STRING: assert_true(str_equal(text_of(member, room), (Str) { json_string_value(value), json_string_length(value) })); break;
    case JSON_INTEGER:
        snprintf(number, sizeof number, "%lld", (long long) json_integer_value(value));
        assert_str(member->text, number);
        break;
    case JSON_TRUE: assert_str(member->text, "true"); break;
    case JSON_FALSE: assert_str(member->text, "false"); break;
    case JSON_NULL: assert_int_equal(member->text.len, 0); break;
    default: fail_msg("a value of another kind was taken");
    }
}

static void assert_same(const FlatMembers *members, json_t *object)
{
    const char *key;
    json_t *value;
    size_t index = 0;
    assert_true(json_is_object(object));
    assert_int_equal(members->count, json_object_size(object));
    json_object_foreach(object, key, value) assert_member(&members->at[index++], key, value);
}

static void test_against_all_of_json(void **state)
{
    (void) state;
    Arena arena = { 0 };
    FlatMembers members = { 0 };
    uint64_t random = 29;
    size_t taken = 0, twice = 0, escaped = 0;
    static const Str known[] = { { "a", 1 }, { "b", 1 }, { "c d", 3 } };
    for (int round = 0; round < 200000; round++) {
        char line[512];
        Str text = { line, make_line(line, &random) };
        FlatKeys expected = { known, next_random(&random) % (COUNT(known) + 1) };
        if (!json_flat_read(text, expected, &members))
            continue;
        JsonProblem problem;
        size_t used;
        json_t *value = json_read(text, &used, &arena, &problem);
        bool is_twice = json_flat_has_twice(&members);
        if (!value != is_twice)
            fail_msg("only one of two takes %.*s", STR_ARG(text));
        if (value)
            assert_same(&members, value);
        for (size_t i = 0; i < members.count; i++) {
            escaped += members.at[i].has_escapes;
            assert_int_equal(members.at[i].is_expected, i < expected.count && str_equal(members.at[i].key, known[i]));
        }
        taken += value != NULL;
        twice += is_twice;
        json_decref(value);
        arena_reset(&arena);
    }
    assert_true(taken > 20000 && twice > 1000 && escaped > 1000);
    array_free(&members);
    arena_free(&arena);
}

static void test_usual_lines(void **state)
{
    (void) state;
    static const struct {
        const char *line;
        size_t count; /* 0: left to others */
    } cases[] = {
        { "{\"a\":1}", 1 },
        { " { \"a\" : \"x\" , \"b\" : null } \r", 2 },
        { "{\"a\":\"C:\\\\x\"}", 1 },
        { "{\"a\":\"\\u0041\"}", 0 },
        { "{\"a\\n\":1}", 0 },
        { "{\"a\":1.0}", 0 },
        { "{\"a\":1}{", 0 },
        { "{}", 0 },
        { "", 0 },
        { "{\"a\":1,}", 0 },
        { "[1]", 0 },
    };
    FlatMembers members = { 0 };
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool read = json_flat_read(str_of(cases[i].line), (FlatKeys) { NULL, 0 }, &members);
        assert_int_equal(read ? members.count : 0, cases[i].count);
    }
    array_free(&members);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_usual_lines),
        cmocka_unit_test(test_against_all_of_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
