/* Identity: what reads the same is the same, whatever was typed, and nothing else is. */
#include "unit.h"

#include "base/utf8.h"
#include "model/identity.h"

static void test_texts(void **state)
{
    (void) state;
    static const struct {
        const char *text, *identity;
    } cases[] = {
        { "", "" },
        { "A1", "A1" },
        { "a1", "a1" },
        { "A1 ", "A1" },
        { " A1", "A1" },
        { "\tA1\n", "A1" },
        { "\xC2\xA0"
          "A1\xE3\x80\x80",
          "A1" },
        { "A\xC2\xA0"
          "1",
          "A 1" },
        { "A  1", "A 1" },
        { "A 1", "A 1" },
        { "   ", "" },
        { "Ａ１", "A1" },
        { "ａ－１", "a-1" },
        { "A（1）", "A(1)" },
        { "A1\xE2\x80\x8B", "A1" },
        { "A\xC2\xAD"
          "1",
          "A1" },
        { "\xE2\x80\x8E"
          "A1\xE2\x80\x8F",
          "A1" },
        { "\xEF\xBB\xBF"
          "A1",
          "A1" },
        { "A1\xEF\xB8\x8F", "A1" },
        { "\xC2\xAD", "" },
        { "￥5", "¥5" },
        { "王伟", "王伟" },
        { "王 伟", "王 伟" },
        { "王　伟", "王 伟" },
        { "ｶﾞｷﾞﾊﾟｳﾞﾜ", "ガギパヴワ" },
        { "ｱﾞ", "ア\xE3\x82\x99" },
        { "A·1", "A·1" },
        { "longer than eight bytes", "longer than eight bytes" },
        { "longer than eight  bytes", "longer than eight bytes" },
        { "exactly8", "exactly8" },
        { "exactly8 ", "exactly8" },
        { "\xFF"
          "A ",
          "\xFF"
          "A " },
    };
    Arena arena = { 0 };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_str(identity_of_text(str_of(cases[i].text), &arena), cases[i].identity);
    arena_free(&arena);
}

static void test_names(void **state)
{
    (void) state;
    static const struct {
        const char *text, *identity;
    } cases[] = {
        { "王伟", "王伟" },
        { "王 伟", "王伟" },
        { "王　伟", "王伟" },
        { " 王 \xC2\xA0伟 ", "王伟" },
        { "阿里·买买提", "阿里.买买提" },
        { "阿里•买买提", "阿里.买买提" },
        { "阿里・买买提", "阿里.买买提" },
        { "阿里･买买提", "阿里.买买提" },
        { "阿里．买买提", "阿里.买买提" },
        { "阿里 · 买买提", "阿里.买买提" },
        { "阿里‧买买提", "阿里.买买提" },
        { "阿里∙买买提", "阿里.买买提" },
        { "John Smith", "John Smith" },
        { "John  Smith", "John Smith" },
        { "Ｊohn Smith", "John Smith" },
        { "JohnSmith", "JohnSmith" },
        { "王 John", "王John" },
        { "𠮷 田", "𠮷田" },
        { "佐々 木", "佐々木" },
        { "王伟2", "王伟2" },
    };
    Arena arena = { 0 };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_str(identity_of_name(str_of(cases[i].text), &arena), cases[i].identity);
    arena_free(&arena);
}

/* Folding is done once and for all, and never needs more room than the text. */
static void test_any_text(void **state)
{
    (void) state;
    static const uint32_t signs[] = { 'A',    '1',    ' ',    ' ',     '.',    0xA0,   0xAD,   0xB7,   0x200B,
                                      0x3000, 0x3001, 0x4E00, 0xFF21,  0xFF65, 0xFF76, 0xFF8A, 0xFF9E, 0xFF9F,
                                      0xFFE5, 0xFFE6, 0xFE0F, 0x20000, 0x30A6, '\t',   0x7F,   0xE0100 };
    Arena arena = { 0 };
    uint64_t seed = 7;
    for (int round = 0; round < 20000; round++) {
        char bytes[64];
        size_t len = 0, count = next_random(&seed) % 12;
        for (size_t i = 0; i < count; i++)
            len += utf8_encode(signs[next_random(&seed) % COUNT(signs)], bytes + len);
        Str text = { bytes, len };
        Str once = identity_of_text(text, &arena), name = identity_of_name(text, &arena);
        assert_true(once.len <= len && name.len <= len && utf8_valid_len(once) == once.len);
        assert_true(str_equal(identity_of_text(once, &arena), once));
        assert_true(str_equal(identity_of_name(name, &arena), name));
        assert_true(str_equal(identity_of_name(once, &arena), name));
        arena_reset(&arena);
    }
    arena_free(&arena);
}

static Str id_label = { "甲", 3 };

static void test_cells(void **state)
{
    (void) state;
    struct TextEntry label = { .text = id_label };
    EnumValue values[] = { { .id = STR("a"), .label = { &label, 1 } } };
    Str problem = { 0 };
    size_t offset = 0;
    Arena arena = { 0 };
    Field string = { .kind = FIELD_STRING, .type = &TYPE_STRING }, name = { .kind = FIELD_NAME, .type = &TYPE_NAME };
    Field whole = { .kind = FIELD_INT, .type = &TYPE_INT }, number = { .kind = FIELD_DOUBLE, .type = &TYPE_DOUBLE };
    Field day = { .kind = FIELD_DATE, .type = &TYPE_DATE }, moment = { .kind = FIELD_TIMESTAMP, .type = &TYPE_TIMESTAMP };
    Field word = { .kind = FIELD_ENUM, .type = &TYPE_STRING, .values = { values, 1 } };
    Field patterned = { .kind = FIELD_STRING, .type = &TYPE_STRING };
    patterned.pattern = pattern_compile(&arena, STR("^A\\d{3}$"), &problem, &offset);
    Field reference = { .kind = FIELD_REF, .refers_to = &patterned }, further = { .kind = FIELD_REF, .refers_to = &reference };
    Field circle = { .kind = FIELD_REF };
    circle.refers_to = &circle;
    const struct {
        const Field *field;
        const char *cell, *identity;
    } cases[] = {
        { &string, " A1 ", "A1" },
        { &string, "'0012", "0012" },
        { &string, "", "" },
        { &string, "　", "" },
        { &string, "0012", "0012" },
        { &string, "3.70E+17", "" },
        { &string, "A\xFF", "" },
        { &string, "A\001", "" },
        { &string, "A\x7F", "" },
        { &string, "A 1", "A 1" },
        { &patterned, "A001", "A001" },
        { &patterned, "Ａ００１", "A001" },
        { &patterned, "A 001", "A001" },
        { &patterned, "B 1", "B 1" },
        { &name, "王 伟", "王伟" },
        { &whole, "7", "7" },
        { &whole, "07", "7" },
        { &whole, "+7", "7" },
        { &whole, "-07", "-7" },
        { &whole, "０", "0" },
        { &whole, "0", "0" },
        { &whole, "-0", "0" },
        { &whole, "1,234", "1234" },
        { &whole, "abc", "" },
        { &whole, "999999999999999999", "999999999999999999" },
        { &whole, "99999999999999999999", "" },
        { &number, "24", "24.0" },
        { &number, "24.0", "24.0" },
        { &number, "-0", "0.0" },
        { &number, "2.4e1", "24.0" },
        { &day, "2003-06-01", "2003-06-01" },
        { &day, "2003/6/1", "2003-06-01" },
        { &day, "2003年6月1日", "2003-06-01" },
        { &day, "2003-02-30", "" },
        { &moment, "2003-06-01T08:00:00+08:00", "2003-06-01T00:00:00Z" },
        { &word, "a", "a" },
        { &word, "甲", "a" },
        { &word, " ａ", "a" },
        { &word, "Ｂ", "B" },
        { &reference, "Ａ００１", "A001" },
        { &further, "Ａ００１", "A001" },
        { &circle, "Ａ", "A" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_str(identity_of_cell(cases[i].field, str_of(cases[i].cell), &arena, NULL), cases[i].identity);
    arena_free(&arena);
}

static void test_values(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Value narrow = value_str(STR("A1")), wide = value_str(STR("Ａ１")), spaced = value_str(STR("王 伟")), joined = value_str(STR("王伟"));
    double no_number = strtod("nan", NULL);
    assert_true(identity_is_same(&TYPE_STRING, narrow, wide, &arena));
    assert_false(identity_is_same(&TYPE_STRING, spaced, joined, &arena));
    assert_true(identity_is_same(&TYPE_NAME, spaced, joined, &arena));
    assert_true(identity_is_same(&TYPE_STRING, value_missing(), value_error(), &arena));
    assert_false(identity_is_same(&TYPE_STRING, value_missing(), value_str(STR("")), &arena));
    assert_true(identity_is_same(&TYPE_DOUBLE, value_double(no_number), value_double(no_number), &arena));
    assert_false(identity_is_same(&TYPE_INT, value_int(1), value_int(2), &arena));
    assert_str(identity_of_value(NULL, value_double(-0.0), &arena), "0.0");
    assert_str(identity_of_value(NULL, value_double(0.1 + 0.2), &arena), "0.30000000000000004");
    assert_str(identity_of_value(&TYPE_NAME, spaced, &arena), "王伟");
    assert_str(identity_of_value(&TYPE_INT, value_missing(), &arena), "");
    assert_str(identity_of_written(&TYPE_INT, STR("007"), &arena), "7");
    assert_str(identity_of_written(&TYPE_DATE, STR("2003.6.1"), &arena), "2003-06-01");
    assert_str(identity_of_written(&TYPE_BOOL, STR("是"), &arena), "true");
    assert_str(identity_of_written(&TYPE_INT, STR("ａ"), &arena), "a");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts), cmocka_unit_test(test_names),  cmocka_unit_test(test_any_text),
        cmocka_unit_test(test_cells), cmocka_unit_test(test_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
