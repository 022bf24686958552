/* What stands above the heading and holds for all records: words and values in every writing, and what is not one. */
#include "read/above.h"
#include "unit.h"

#define UNIT "\xE5\x8D\x95\xE4\xBD\x8D"               /* 单位 */
#define BRANCH "\xE6\x94\xAF\xE9\x83\xA8"             /* 支部 */
#define BY "\xE5\xA1\xAB\xE8\xA1\xA8\xE4\xBA\xBA"     /* 填表人 */
#define SCHOOL "\xE6\x96\x87\xE5\xAD\xA6\xE9\x99\xA2" /* 文学院 */
#define WIDE_COLON "\xEF\xBC\x9A"
#define SEAL "\xEF\xBC\x88\xE7\x9B\x96\xE7\xAB\xA0\xEF\xBC\x89" /* （盖章） */

static const Table *table(void)
{
    static Str units[] = { { UNIT, 6 } }, branches[] = { { BRANCH, 6 } }, day[] = { { "day", 3 } };
    static Field fields[] = {
        { .name = { "id", 2 }, .kind = FIELD_STRING },
        { .name = { "unit", 4 }, .kind = FIELD_STRING, .above = units, .above_count = 1 },
        { .name = { "branch", 6 }, .kind = FIELD_STRING, .above = branches, .above_count = 1 },
        { .name = { "day", 3 }, .kind = FIELD_DATE, .above = day, .above_count = 1 },
        { .name = { "kind", 4 }, .kind = FIELD_STRING },
    };
    static const Table table = { .name = { "item", 4 }, .fields = fields, .field_count = 5, .key = FIELD_NONE, .label = FIELD_NONE };
    return &table;
}

/* The fields that have a value above, those of the records, and what is told. */
static void expect(const char *rows, const char *expected, const char *file, int line)
{
    Arena arena = { 0 };
    Text bytes = text_in(&arena), out = text_in(&arena);
    Str problem = { 0 };
    Batch batch;
    batch_init(&batch, 8);
    text_format(&bytes, "%sid,kind\n1,a\n2,b\n", rows);
    Reader *reader = reader_open(&arena, input_of_bytes(&arena, STR("a.csv"), text_str(&bytes), 0), reader_format(STR("csv")), table(),
                                 &(ReadOptions) { 0 }, &problem);
    assert_non_null(reader);
    for (size_t i = 0; i < reader->above_count; i++) {
        const AboveValue *value = &reader->above[i];
        text_format(&out, "%s%.*s=%.*s@%llu%s%s", i > 0 ? " " : "", STR_ARG(table()->fields[value->field].name), STR_ARG(value->value),
                    (unsigned long long) value->line, value->has_column ? " column" : "", value->disagrees ? " disagrees" : "");
    }
    assert_true(reader_next(reader, &batch));
    assert_int_equal(batch.rows, 2);
    for (uint32_t field = 1; field < 4; field++)
        if (batch.cells[field] && batch.cells[field][1].len)
            text_format(&out, "; %.*s", STR_ARG(batch.cells[field][1]));
    for (size_t i = 0; i < reader->unknown_count; i++)
        if (reader->unknown[i].contradicts.len)
            text_format(&out, "; %.*s, but %.*s", STR_ARG(reader->unknown[i].heading), STR_ARG(reader->unknown[i].contradicts));
    check_str(text_str(&out), str_of(expected), file, line);
    batch_free(&batch);
    reader_close(reader);
    arena_free(&arena);
}

#define assert_above(rows, expected) expect((rows), (expected), __FILE__, __LINE__)

static void test_writings(void **state)
{
    (void) state;
    assert_above("", "");
    assert_above(UNIT ":A\n", "unit=A@1; A");
    assert_above(UNIT WIDE_COLON " " SCHOOL " \n", "unit=" SCHOOL "@1; " SCHOOL);
    assert_above("a title\n" UNIT WIDE_COLON ",A\n", "unit=A@2; A");
    assert_above(UNIT ",A\n", "unit=A@1; A");
    assert_above("\xE5\x8D\x95 \xE4\xBD\x8D:A\n", "unit=A@1; A");
    assert_above(UNIT ":____A____\n", "unit=A@1; A");
    assert_above(UNIT ":A" SEAL "\n", "unit=A@1; A");
    assert_above(UNIT ":A    2024-03-01\n", "unit=A@1; A");
}

/* Several in one line, and words that are no field's end a value all the same. */
static void test_several(void **state)
{
    (void) state;
    assert_above(UNIT ":A  " BRANCH ":B\n", "unit=A@1 branch=B@1; A; B");
    assert_above(UNIT ":A  " BY ":C\n", "unit=A@1; A");
    assert_above(BY ":C  " UNIT ":A\n", "unit=A@1; A");
    assert_above(UNIT ":A," BRANCH ":B\n", "unit=A@1 branch=B@1; A; B");
    assert_above(UNIT ":A\n" UNIT ":A\n", "unit=A@1; A");
}

/* What contradicts itself holds for nobody, and is told. */
static void test_contradictions(void **state)
{
    (void) state;
    assert_above(UNIT ":A\n" UNIT ":B\n", "unit=A@1 disagrees unit=B@2 disagrees; " UNIT WIDE_COLON "B, but " UNIT WIDE_COLON "A");
}

static void test_nothing(void **state)
{
    (void) state;
    assert_above(UNIT ":\n", "");
    assert_above(UNIT ":/\n", "");
    assert_above(UNIT ":" BRANCH ":B\n", "branch=B@1; B");
    assert_above(UNIT "," BRANCH ",B\n", "branch=B@1; B");
    assert_above("kind:x\n", "");
    assert_above("12:30\n", "");
}

/* A value is read as a cell of the field is. */
static void test_typed(void **state)
{
    (void) state;
    assert_above("day:2024-03-01\n", "day=2024-03-01@1; 2024-03-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writings), cmocka_unit_test(test_several), cmocka_unit_test(test_contradictions),
        cmocka_unit_test(test_nothing),  cmocka_unit_test(test_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
