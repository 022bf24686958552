/* What a heading means that several fields claim: by the cells below it, by the columns before it, or not at all. */
#include "pack/pack.h"
#include "read/claims.h"
#include "unit.h"

static const char dictionary[] = "pack: {name: p}\n"
                                 "tables:\n"
                                 "  person:\n"
                                 "    fields:\n"
                                 "      id: {type: string}\n"
                                 "      stage: {type: enum, values: {asked: Asked, chosen: Chosen}, header: ['/state/']}\n"
                                 "      began: {type: date, header: ['/when/', '/first/']}\n"
                                 "      place: {type: enum, values: {here: Here, gone: Gone}, header: ['/state/']}\n"
                                 "      ended: {type: date, header: ['/when/', '/last/']}\n"
                                 "      hours: {type: double, header: ['/when/']}\n";

static const Table *load(Arena *arena)
{
    Diags diags = { .arena = arena };
    Source source = { STR("pack.yaml"), str_of(dictionary) };
    const Pack *pack = pack_load_source(arena, &source, &diags);
    assert_non_null(pack);
    return &pack->tables[0].table;
}

/* The field of each column but the first, "-" where it is none; the bytes are those of a roster. */
static void expect(const char *bytes, const char *expected, const char *file, int line)
{
    Arena arena = { 0 };
    Text out = text_in(&arena);
    Str problem = { 0 };
    const Table *table = load(&arena);
    Reader *reader = reader_open(&arena, input_of_bytes(&arena, STR("a.csv"), str_of(bytes), 0), reader_format(STR("csv")), table,
                                 &(ReadOptions) { 0 }, &problem);
    assert_non_null(reader);
    for (uint32_t column = 2; column < 6; column++)
        for (uint32_t field = 0; field < table->field_count; field++)
            if (reader->mapping.column_of[field] == column)
                text_format(&out, "%s%u %.*s", out.len > 0 ? ", " : "", column, STR_ARG(table->fields[field].name));
    for (size_t i = 0; i < reader->unknown_count; i++)
        text_format(&out, "; %.*s%s", STR_ARG(reader->unknown[i].heading), reader->unknown[i].repeats.len ? " again" : " is none");
    check_str(text_str(&out), str_of(expected), file, line);
    reader_close(reader);
    arena_free(&arena);
}

#define assert_fields(bytes, expected) expect((bytes), (expected), __FILE__, __LINE__)

static void test_cells(void **state)
{
    (void) state;
    assert_fields("id,state\n1,Asked\n2,Chosen\n", "2 stage");
    assert_fields("id,state\n1,Here\n2,Gone\n", "2 place");
    assert_fields("id,state\n1,\n2,Gone\n", "2 place");
    assert_fields("id,state,state\n1,Here,Asked\n", "2 place, 3 stage");
    assert_fields("id,when\n1,2024-03-01\n", "2 began");
    assert_fields("id,when\n1,12.5\n", "2 hours");
}

/* One cell among many may be wrong, and is told as such. */
static void test_few_that_do_not_fit(void **state)
{
    (void) state;
    assert_fields("id,state\n1,Here\n2,Her\n3,Gone\n", "2 place");
    assert_fields("id,state\n1,Here\n2,Asked\n3,Gone\n", "2 place");
}

/* What fits neither is no field, rather than a fault in every record. */
static void test_none(void **state)
{
    (void) state;
    assert_fields("id,state,first\n1,good,\n2,good,\n", "3 began; state is none");
    assert_fields("id,state,first\n1,good,\n2,Here,\n3,good,\n", "3 began; state is none");
}

/* Cells that say nothing leave it to the columns before: fields that belong together follow one another. */
static void test_place(void **state)
{
    (void) state;
    assert_fields("id,state\n1,\n", "2 stage");
    assert_fields("id,first,state\n1,,\n", "2 began, 3 place");
    assert_fields("id,first,when\n1,2024-01-01,2024-02-01\n", "2 began, 3 ended");
    assert_fields("id,when,when\n1,2024-01-01,2024-02-01\n", "2 began, 3 ended");
    assert_fields("id,first,last,state,state\n1,,,,\n", "2 began, 3 ended, 4 stage, 5 place");
}

/* Only what was read of the file before its heading was understood: the rows below are read as ever. */
static void test_rows_are_kept(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text bytes = text_in(&arena);
    Str problem = { 0 };
    Batch batch;
    uint64_t rows = 0;
    batch_init(&batch, 7);
    text_add(&bytes, STR("id,state\n"));
    for (int i = 1; i <= 100; i++)
        text_format(&bytes, "%d,%s\n", i, i % 2 ? "Here" : "Gone");
    Reader *reader = reader_open(&arena, input_of_bytes(&arena, STR("a.csv"), text_str(&bytes), 3), reader_format(STR("csv")), load(&arena),
                                 &(ReadOptions) { 0 }, &problem);
    assert_non_null(reader);
    while (reader_next(reader, &batch))
        for (uint32_t row = 0; row < batch.rows; row++, rows++) {
            assert_int_equal(batch.lines[row], rows + 2);
            assert_str(batch.cells[3][row], rows % 2 ? "Gone" : "Here");
        }
    assert_int_equal(rows, 100);
    batch_free(&batch);
    reader_close(reader);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells), cmocka_unit_test(test_few_that_do_not_fit), cmocka_unit_test(test_none),
        cmocka_unit_test(test_place), cmocka_unit_test(test_rows_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
