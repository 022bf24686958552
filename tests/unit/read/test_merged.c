/* Cells merged downwards beside several records: where they belong is read for each of them, and what each of them did is asked. */
#include "read/reader.h"
#include "support/workbook.h"
#include "unit.h"

static const Table *table(void)
{
    static uint32_t key[] = { 0 };
    static KeyWay ways[] = { { key, 1 } };
    static Field fields[] = {
        { .name = { "id", 2 }, .kind = FIELD_STRING },     { .name = { "name", 4 }, .kind = FIELD_NAME },
        { .name = { "branch", 6 }, .kind = FIELD_STRING }, { .name = { "phone", 5 }, .kind = FIELD_STRING, .is_private = true },
        { .name = { "met", 3 }, .kind = FIELD_DATE },
    };
    static const Table table = {
        .name = { "item", 4 }, .fields = fields, .field_count = 5, .ways = ways, .way_count = 1, .key = 0, .label = 1
    };
    return &table;
}

#define CELL(ref, text) "<c r=\"" ref "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"

/* The cells of each record, "!" for one that is asked about. */
static void expect(const char *rows, const char *merges, uint32_t at_once, const char *expected, const char *file, int line)
{
    Arena arena = { 0 };
    Text sheet = text_in(&arena), out = text_in(&arena);
    Str problem = { 0 };
    Batch batch;
    batch_init(&batch, at_once);
    text_format(&sheet,
                "<sheetData><row r=\"1\">" CELL("A1", "id") CELL("B1", "name") CELL("C1", "branch") CELL("D1", "phone")
                    CELL("E1", "met") "</row>%s</sheetData><mergeCells>%s</mergeCells>",
                rows, merges);
    const char *const worksheets[] = { arena_str(&arena, text_str(&sheet)).at, NULL };
    TestBook book = { "<sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/></sheets>", NULL, NULL, worksheets };
    Reader *reader = reader_open(&arena, input_of_bytes(&arena, STR("a.xlsx"), workbook_make(&arena, &book), 0), reader_format(STR("xlsx")),
                                 table(), &(ReadOptions) { 0 }, &problem);
    assert_non_null(reader);
    while (reader_next(reader, &batch))
        for (uint32_t row = 0; row < batch.rows; row++) {
            text_format(&out, "%s", out.len > 0 ? "; " : "");
            for (uint32_t field = 0; field < 5; field++) {
                bool is_bad = false;
                for (uint32_t i = 0; i < batch.bad_count; i++)
                    is_bad |= batch.bad[i].row == row && batch.bad[i].field == field;
                text_format(&out, "%s%.*s", field > 0 ? "," : "", is_bad ? 1 : (int) batch.cells[field][row].len,
                            is_bad ? "!" : batch.cells[field][row].at);
            }
        }
    check_str(text_str(&out), str_of(expected), file, line);
    batch_free(&batch);
    reader_close(reader);
    arena_free(&arena);
}

#define assert_records(rows, merges, expected) \
    (expect((rows), (merges), 8, (expected), __FILE__, __LINE__), expect((rows), (merges), 1, (expected), __FILE__, __LINE__))

#define TWO                                                                                \
    "<row r=\"2\">" CELL("A2", "1") CELL("B2", "Ann") CELL("C2", "North") CELL("D2", "12") \
        CELL("E2", "2024-01-01") "</row>"                                                  \
                                 "<row r=\"3\">" CELL("A3", "2") CELL("B3", "Bob") "</row>"

static void test_where_they_belong(void **state)
{
    (void) state;
    assert_records(TWO, "<mergeCell ref=\"C2:C3\"/>", "1,Ann,North,12,2024-01-01; 2,Bob,North,,");
    assert_records(TWO "<row r=\"4\">" CELL("A4", "3") "</row>", "<mergeCell ref=\"C2:C3\"/>",
                   "1,Ann,North,12,2024-01-01; 2,Bob,North,,; 3,,,,");
    assert_records(TWO, "", "1,Ann,North,12,2024-01-01; 2,Bob,,,");
}

/* A day, what is personal, and who it is are one's own. */
static void test_what_is_ones_own(void **state)
{
    (void) state;
    assert_records(TWO, "<mergeCell ref=\"E2:E3\"/>", "1,Ann,North,12,2024-01-01; 2,Bob,,,!");
    assert_records(TWO, "<mergeCell ref=\"D2:D3\"/>", "1,Ann,North,12,2024-01-01; 2,Bob,,!,");
    assert_records(TWO, "<mergeCell ref=\"B2:B3\"/>", "1,Ann,North,12,2024-01-01; 2,!,,,");
    assert_records(TWO, "<mergeCell ref=\"C2:D3\"/>", "1,Ann,North,!,2024-01-01; 2,Bob,!,!,");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_where_they_belong),
        cmocka_unit_test(test_what_is_ones_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
