/* The columns that are read many cells at a time, beside the readers of single texts. */
#include "model/cell_usual.h"

#include "model/cell.h"
#include "model/damage.h"

#include "unit.h"

enum { CELLS = 150 };

static Date parse(Str text, bool *found)
{
    Date date = 0;
    *found = date_parse(text, &date);
    return date;
}

/* Every year, month and day of as many digits, those that do not exist as well. February 29th may be left to the other reader. */
static void test_all_days(void **state)
{
    (void) state;
    static char texts[CELLS * 10];
    static Str cells[CELLS];
    Date days[CELLS], expected[CELLS];
    uint8_t taken[CELLS];
    bool valid[CELLS];
    size_t count = 0;
    for (int year = 0; year <= 9999; year += year < 2100 ? 1 : 37)
        for (int month = 0; month <= 13; month++)
            for (int day = 0; day <= 32; day++) {
                char text[32];
                snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
                memcpy(texts + count * 10, text, 10);
                cells[count] = (Str) { texts + count * 10, 10 };
                valid[count] = date_is_valid(year, month, day);
                expected[count] = valid[count] ? date_pack(year, month, day) : 0;
                if (++count < CELLS)
                    continue;
                usual_dates(cells, count, days, taken);
                for (size_t i = 0; i < count; i++) {
                    bool is_leap_day = valid[i] && date_month(expected[i]) == 2 && date_day(expected[i]) == 29;
                    assert_int_equal(taken[i], valid[i] && !is_leap_day);
                    assert_true(!taken[i] || days[i] == expected[i]);
                }
                count = 0;
            }
}

/* Texts near to those that are read: some bytes are changed, left out or added. Each stands at the end of its memory. */
static Str near_to(const char *usual, char *room, uint64_t *random)
{
    static const char signs[] = "0123456789-/.: +\xE5\x00Ee";
    size_t len = strlen(usual);
    memcpy(room, usual, len);
    for (size_t changes = next_random(random) % 3; changes > 0; changes--)
        room[next_random(random) % len] = signs[next_random(random) % (sizeof signs - 1)];
    if (next_random(random) % 4 == 0)
        len = next_random(random) % (len + 1);
    return (Str) { room, len };
}

static void test_days_beside_single_ones(void **state)
{
    (void) state;
    static const char *const usual[] = { "2003-07-09", "2003/07/09", "1999.12.31", "2004-02-29", "2003-7-9", "20030709" };
    static char rooms[CELLS][16];
    Str cells[CELLS];
    Date days[CELLS];
    uint8_t taken[CELLS];
    uint64_t random = 7;
    size_t read = 0;
    for (int round = 0; round < 2000; round++) {
        size_t count = 1 + next_random(&random) % CELLS;
        for (size_t i = 0; i < count; i++)
            cells[i] = near_to(usual[next_random(&random) % COUNT(usual)], rooms[i], &random);
        usual_dates(cells, count, days, taken);
        for (size_t i = 0; i < count; i++) {
            bool found;
            Date expected = parse(cells[i], &found);
            assert_true(!taken[i] || (found && days[i] == expected));
            read += taken[i];
        }
    }
    assert_true(read > 10000);
}

static void test_numbers_beside_single_ones(void **state)
{
    (void) state;
    static const char *const usual[] = { "0", "7", "42", "007", "12345678", "99999999", "123456789", "+1", "-1" };
    static char rooms[CELLS][16];
    Str cells[CELLS];
    int64_t numbers[CELLS];
    uint8_t taken[CELLS];
    uint64_t random = 11;
    for (int round = 0; round < 2000; round++) {
        size_t count = 1 + next_random(&random) % CELLS;
        for (size_t i = 0; i < count; i++)
            cells[i] = near_to(usual[next_random(&random) % COUNT(usual)], rooms[i], &random);
        usual_ints(cells, count, numbers, taken);
        for (size_t i = 0; i < count; i++) {
            int64_t expected = 0;
            bool is_number = str_to_int(cells[i], &expected), signs = cells[i].len && (cells[i].at[0] == '-' || cells[i].at[0] == '+');
            assert_int_equal(taken[i], is_number && !signs && cells[i].len <= 8);
            assert_true(!taken[i] || numbers[i] == expected);
        }
    }
}

static void test_truths_beside_single_ones(void **state)
{
    (void) state;
    static const char *const usual[] = { "true", "false", "是", "否", "True", "yes", "无", "1" };
    static const Field field = { .name = STR("truth"), .kind = FIELD_BOOL, .type = &TYPE_BOOL };
    static char rooms[CELLS][16];
    Str cells[CELLS];
    uint8_t truths[CELLS], taken[CELLS];
    uint64_t random = 17;
    size_t read = 0;
    Arena arena = { 0 };
    for (int round = 0; round < 300; round++) {
        for (size_t i = 0; i < CELLS; i++)
            cells[i] = near_to(usual[next_random(&random) % COUNT(usual)], rooms[i], &random);
        usual_truths(cells, CELLS, truths, taken);
        for (size_t i = 0; i < CELLS; i++) {
            Value value;
            CellResult result = cell_read(&field, cells[i], &arena, NULL, &value);
            assert_true(!taken[i] || (result == CELL_OK && value.boolean == (truths[i] == TRUTH_TRUE)));
            read += taken[i];
        }
    }
    assert_true(read > 1000);
    arena_free(&arena);
}

/* Whatever stands at the ends of a text: where it is taken, the reader of single cells takes it as it is. */
static void test_texts_beside_single_ones(void **state)
{
    (void) state;
    static const char *const ends[] = { "",
                                        " ",
                                        "\t",
                                        "\n",
                                        "'",
                                        "a",
                                        "N",
                                        "n",
                                        "/",
                                        "-",
                                        "\\",
                                        "\xC2\xA0",
                                        "\xE3\x80\x80",
                                        "甲",
                                        "无",
                                        "暂",
                                        "李",
                                        "—",
                                        "－",
                                        "\xE2\x80\x8B",
                                        "\xEF\xBB\xBF",
                                        "é",
                                        "ü",
                                        "9",
                                        "N/A",
                                        "n/a",
                                        "NULL",
                                        "--" };
    static const Field field = { .name = STR("text"), .kind = FIELD_STRING, .type = &TYPE_STRING };
    static char rooms[CELLS][64];
    Str cells[CELLS], texts[CELLS];
    uint8_t taken[CELLS];
    uint64_t random = 13;
    size_t read = 0;
    Arena arena = { 0 };
    Matcher *matcher = matcher_new(&arena);
    for (int round = 0; round < 300; round++) {
        for (size_t i = 0; i < CELLS; i++) {
            const char *first = ends[next_random(&random) % COUNT(ends)], *last = ends[next_random(&random) % COUNT(ends)];
            const char *middle = ends[next_random(&random) % COUNT(ends)];
            int len = snprintf(rooms[i], sizeof rooms[i], "%s%s%s", first, middle, last);
            cells[i] = (Str) { rooms[i], (size_t) len };
        }
        usual_texts(cells, CELLS, texts, taken);
        for (size_t i = 0; i < CELLS; i++) {
            Value value;
            if (damage_in(&field, cell_trim(cells[i])) != DAMAGE_NONE)
                continue;
            CellResult result = cell_read(&field, cells[i], &arena, matcher, &value);
            assert_true(!taken[i] || (result == CELL_OK && str_equal(value_as_str(value), texts[i])));
            read += taken[i];
        }
    }
    assert_true(read > 1000);
    arena_free(&arena);
}

static void test_no_text(void **state)
{
    (void) state;
    Str cells[] = { { NULL, 0 } };
    Date day;
    int64_t number;
    uint8_t truth, taken = 1;
    usual_dates(cells, 1, &day, &taken);
    assert_int_equal(taken, 0);
    usual_ints(cells, 1, &number, &taken);
    assert_int_equal(taken, 0);
    usual_truths(cells, 1, &truth, &taken);
    assert_int_equal(taken, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_days),
        cmocka_unit_test(test_days_beside_single_ones),
        cmocka_unit_test(test_numbers_beside_single_ones),
        cmocka_unit_test(test_truths_beside_single_ones),
        cmocka_unit_test(test_texts_beside_single_ones),
        cmocka_unit_test(test_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
