/* CSV records: quoting, line ends, bounds, and that nothing depends on how the stream is cut. */
#include "base/text.h"
#include "codec/csv.h"
#include "unit.h"

/* Writes a record as "1:[a][b]": its line and its fields. */
static void show_record(Text *out, const CsvRecord *record)
{
    text_format(out, "%llu:", (unsigned long long) record->line);
    for (uint32_t i = 0; i < record->count; i++) {
        text_add_char(out, '[');
        text_add(out, record->fields[i]);
        text_add_char(out, ']');
    }
    text_add_char(out, ' ');
}

/* The next record by way of two columns, which have what is cut out of it otherwise; what it has too many of goes elsewhere. */
static bool next_into(Csv *csv, CsvRecord *record)
{
    enum { WIDTH = 2, ROWS = 3 };
    Str room[WIDTH][ROWS], elsewhere[ROWS], *columns[WIDTH + CSV_SPARE];
    for (size_t i = 0; i < COUNT(columns); i++)
        columns[i] = i < WIDTH ? room[i] : elsewhere;
    for (uint32_t row = 0; row < ROWS; row++)
        room[0][row] = room[1][row] = STR("left as it is");
    if (!csv_next_into(csv, (CsvColumns) { columns, WIDTH }, 1, record))
        return false;
    bool is_in_columns = !record->fields;
    csv_cut(csv, record);
    for (uint32_t i = 0; i < WIDTH; i++) {
        assert_true(str_is(room[i][0], "left as it is") && str_is(room[i][2], "left as it is"));
        assert_true(!is_in_columns || i >= record->count || str_equal(room[i][1], record->fields[i]));
    }
    return true;
}

/* Reads everything, `at_once` records to an arena and each other one by way of columns, and writes the problem behind it. */
static void show(Text *out, Input *input, char delimiter, unsigned at_once)
{
    Arena arena = { 0 };
    Csv *csv = csv_open(input, delimiter);
    bool more = true;
    while (more) {
        csv_begin(csv, &arena);
        CsvRecord record;
        for (unsigned i = 0; i < at_once && (more = i % 2 ? next_into(csv, &record) : csv_next(csv, &record)); i++)
            show_record(out, &record);
        csv_end(csv);
        arena_reset(&arena);
    }
    uint64_t line;
    Str problem = csv_problem(csv, &line);
    if (problem.len)
        text_format(out, "%llu!%.*s", (unsigned long long) line, STR_ARG(problem));
    csv_close(csv);
    arena_free(&arena);
}

static void show_bytes(Text *out, Str bytes, char delimiter, size_t step, unsigned at_once)
{
    Arena arena = { 0 };
    Input *input = input_of_bytes(&arena, STR("test.csv"), bytes, step);
    show(out, input, delimiter, at_once);
    input_close(input);
    arena_free(&arena);
}

/* The same whether read at once, byte by byte, or a record an arena. */
static void expect_bytes(Str bytes, char delimiter, const char *expected)
{
    static const struct {
        size_t step;
        unsigned at_once;
    } ways[] = { { 0, 1024 }, { 1, 1024 }, { 0, 1 }, { 3, 2 } };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        Text shown = { 0 };
        show_bytes(&shown, bytes, delimiter, ways[i].step, ways[i].at_once);
        text_add_char(&shown, 0);
        assert_string_equal(shown.at, expected);
        text_free(&shown);
    }
}

static void expect(const char *text, const char *expected)
{
    expect_bytes(str_of(text), ',', expected);
}

static void test_plain(void **state)
{
    (void) state;
    expect("", "");
    expect("a", "1:[a] ");
    expect("a,b\n1,2\n", "1:[a][b] 2:[1][2] ");
    expect("a,b\n1,2", "1:[a][b] 2:[1][2] ");
    expect(",", "1:[][] ");
    expect("a,\n,b\n", "1:[a][] 2:[][b] ");
    expect(" a , b \n", "1:[ a ][ b ] ");
    expect("a;b\tc\n", "1:[a;b\tc] ");
}

static void test_line_ends(void **state)
{
    (void) state;
    expect("a,b\r\nc,d\r\n", "1:[a][b] 2:[c][d] ");
    expect("a,b\rc,d\r", "1:[a][b] 2:[c][d] ");
    expect("a\r\n\r\nb\r\n", "1:[a] 3:[b] ");
    expect("\n\n\na\n\n", "4:[a] ");
    expect("\r\ra\r\r", "3:[a] ");
    expect("a\n\rb", "1:[a] 3:[b] ");
    expect("a\r", "1:[a] ");
    expect("a,\r\n", "1:[a][] ");
    expect("\n", "");
    expect("\r", "");
}

static void test_quotes(void **state)
{
    (void) state;
    expect("\"a\",\"b,c\"\n", "1:[a][b,c] ");
    expect("\"a \"\"b\"\" c\"\n", "1:[a \"b\" c] ");
    expect("\"\"\n", "1:[] ");
    expect("\"\"\"\"\n", "1:[\"] ");
    expect("\"\"\"a\"\"\"", "1:[\"a\"] ");
    expect("\"a\nb\",c\nd\n", "1:[a\nb][c] 3:[d] ");
    expect("\"a\r\nb\rc\"\r\nd\r\n", "1:[a\r\nb\rc] 4:[d] ");
    expect("x,\"\n\n\"\ny\n", "1:[x][\n\n] 4:[y] ");
    expect("\"\",\"\"\n", "1:[][] ");
    expect("\"a\"", "1:[a] ");
    expect("1,\"a\"", "1:[1][a] ");
}

static void test_stray_quotes_are_literal(void **state)
{
    (void) state;
    expect("a\"b,c\"\n", "1:[a\"b][c\"] ");
    expect("\"a\"b,c\n", "1:[ab][c] ");
    expect("\"a\" \"b\",c\n", "1:[a \"b\"][c] ");
    expect(" \"a,b\"\n", "1:[ \"a][b\"] ");
    expect("\"a\"\"", "1!the quote opened on line 1 is never closed");
    expect("5\" pipe,6\"\"\n", "1:[5\" pipe][6\"\"] ");
}

static void test_unclosed_quote(void **state)
{
    (void) state;
    expect("\"", "1!the quote opened on line 1 is never closed");
    expect("a\nb,\"c\nd\ne", "1:[a] 2!the quote opened on line 2 is never closed");
    expect("a\n\"x\ny\",\"c\nd", "1:[a] 3!the quote opened on line 3 is never closed");
}

static void test_byte_order_mark(void **state)
{
    (void) state;
    expect("\xEF\xBB\xBF"
           "a,b\n",
           "1:[a][b] ");
    expect("\xEF\xBB\xBF\"a\",b\n", "1:[a][b] ");
    expect("\xEF\xBB\xBF", "");
    expect("\xEF\xBB"
           "a\n",
           "1:[\xEF\xBB"
           "a] ");
    expect("a,\xEF\xBB\xBF"
           "b\n",
           "1:[a][\xEF\xBB\xBF"
           "b] ");
}

static void test_delimiters(void **state)
{
    (void) state;
    expect_bytes(STR("a\tb,c\n"), '\t', "1:[a][b,c] ");
    expect_bytes(STR("a;b,c\n1;2,3;4\n"), 0, "1:[a;b][c] 2:[1;2][3;4] ");
    expect_bytes(STR("a;b;c,d\n1;2;3\n"), 0, "1:[a][b][c,d] 2:[1][2][3] ");
    expect_bytes(STR("a;b\n1,2,3;4\n"), 0, "1:[a][b] 2:[1,2,3][4] ");
    expect_bytes(STR("\"a;b;c\",d\n"), 0, "1:[a;b;c][d] ");
    expect_bytes(STR("a\tb\n"), 0, "1:[a][b] ");
    /* A title above the table tells nothing. */
    expect_bytes(STR("abc\n1;2\n"), 0, "1:[abc] 2:[1][2] ");
    expect_bytes(STR("\"a;b\n;\"\n1\t2\n1;2;3\n"), 0, "1:[a;b\n;] 3:[1][2] 4:[1;2;3] ");
}

static void test_zero_bytes_are_kept(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Csv *csv = csv_open(input_of_bytes(&arena, STR("zero"), STR("a\0b,\0\n\0"), 0), ',');
    CsvRecord record;
    csv_begin(csv, &arena);
    assert_true(csv_next(csv, &record));
    assert_int_equal(record.count, 2);
    assert_true(str_equal(record.fields[0], STR("a\0b")));
    assert_true(str_equal(record.fields[1], STR("\0")));
    assert_true(csv_next(csv, &record));
    assert_true(str_equal(record.fields[0], STR("\0")));
    assert_false(csv_next(csv, &record));
    csv_end(csv);
    csv_close(csv);
    arena_free(&arena);
}

/* Fields of every length around the 64 bytes that are looked at together. */
static void test_block_edges(void **state)
{
    (void) state;
    for (size_t len = 0; len < 200; len++) {
        Text bytes = { 0 }, expected = { 0 };
        text_add_repeat(&bytes, 'x', len);
        text_add(&bytes, STR(",y,\""));
        text_add_repeat(&bytes, ',', len);
        text_add(&bytes, STR("\"\r\nz"));
        text_add(&expected, STR("1:["));
        text_add_repeat(&expected, 'x', len);
        text_add(&expected, STR("][y]["));
        text_add_repeat(&expected, ',', len);
        text_add(&expected, STR("] 2:[z] "));
        text_add_char(&expected, 0);
        expect_bytes(text_str(&bytes), ',', expected.at);
        text_free(&bytes);
        text_free(&expected);
    }
}

/* A table of some size with records that straddle the ends of windows. */
static void test_long_table(void **state)
{
    (void) state;
    Text bytes = { 0 };
    for (unsigned i = 0; i < 20000; i++)
        text_format(&bytes, "A%05u,\"row %u, \"\"%u\"\"\",%s\n", i, i, i % 7, i % 3 ? "" : "x\"y");
    Arena arena = { 0 };
    Csv *csv = csv_open(input_of_bytes(&arena, STR("long"), text_str(&bytes), 999), ',');
    bool more = true;
    unsigned rows = 0;
    while (more) {
        Arena batch = { 0 };
        CsvRecord record;
        csv_begin(csv, &batch);
        for (unsigned i = 0; i < 1000 && (more = csv_next(csv, &record)); i++, rows++) {
            char id[16], name[40];
            snprintf(id, sizeof id, "A%05u", rows);
            snprintf(name, sizeof name, "row %u, \"%u\"", rows, rows % 7);
            assert_int_equal(record.count, 3);
            assert_int_equal(record.line, rows + 1);
            assert_true(str_is(record.fields[0], id));
            assert_true(str_is(record.fields[1], name));
            assert_true(str_is(record.fields[2], rows % 3 ? "" : "x\"y"));
        }
        csv_end(csv);
        arena_free(&batch);
    }
    assert_int_equal(rows, 20000);
    csv_close(csv);
    arena_free(&arena);
    text_free(&bytes);
}

/* ---- beside a reader that goes byte by byte */

/* Takes a field off the text as the header says: quotes count where it begins, a doubled one within stands for one. False: it is never
   closed. */
static bool take_field(Text *out, Str text, size_t *at)
{
    bool quoted = *at < text.len && text.at[*at] == '"', open = quoted;
    for (*at += quoted; *at < text.len; ++*at) {
        char c = text.at[*at];
        if (!open && (c == ',' || c == '\n' || c == '\r'))
            break;
        if (open && c == '"') {
            open = *at + 1 < text.len && text.at[*at + 1] == '"';
            *at += open;
            if (!open)
                continue;
        }
        text_add_char(out, c);
    }
    return !open;
}

/* Shows all records as show() does; false: a quote is never closed. */
static bool show_plainly(Text *out, Str text)
{
    uint64_t line = 1;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        Text record = { 0 };
        uint64_t fields = 0;
        bool closed = true, more = true;
        for (; closed && more; fields++) {
            text_add_char(&record, '[');
            closed = take_field(&record, text, &at);
            text_add_char(&record, ']');
            more = closed && at < text.len && text.at[at] == ',';
            at += more;
        }
        if (closed && (fields > 1 || record.len > 2 || at > start)) /* else a blank line */
            text_format(out, "%llu:%.*s ", (unsigned long long) line, STR_ARG(text_str(&record)));
        text_free(&record);
        if (!closed)
            return false;
        if (at < text.len)
            at += text.at[at] == '\r' && at + 1 < text.len && text.at[at + 1] == '\n' ? 2 : 1;
        for (size_t i = start; i < at; i++)
            line += text.at[i] == '\n' || (text.at[i] == '\r' && !(i + 1 < at && text.at[i + 1] == '\n'));
    }
    return true;
}

/* Quotes well and badly placed, at every place of a block, with line ends and delimiters between them. */
static void test_beside_a_plain_reader(void **state)
{
    (void) state;
    static const char *const pieces[] = { "\"",    "\"\"",      ",",        "\n", "\r\n", "\r",  "a", "bcdefgh",
                                          "\"x\"", ",\"y,z\",", "\"p\nq\"", " ",  "\",",  ",\"", "甲" };
    uint64_t random = 5;
    uint32_t compared = 0;
    for (int round = 0; round < 20000; round++) {
        char bytes[1024];
        size_t len = next_random(&random) % 70, most = 1 + next_random(&random) % 40;
        memset(bytes, 'w', len);
        bool is_good = next_random(&random) % 2; /* mostly as quotes are meant */
        for (size_t i = 0; i < most; i++) {
            const char *piece =
                is_good ? (const char *[]) { ",\"s\"\"t\"", ",\"u,v\"", ",w", ",\"x\r\ny\"", "\n\"z\"" }[next_random(&random) % 5]
                        : pieces[next_random(&random) % COUNT(pieces)];
            memcpy(bytes + len, piece, strlen(piece));
            len += strlen(piece);
        }
        Text expected = { 0 }, shown = { 0 };
        Str text = { bytes, len };
        if (show_plainly(&expected, text)) {
            show_bytes(&shown, text, ',', next_random(&random) % 2 * 3, (unsigned) (1 + next_random(&random) % 3));
            assert_true(str_equal(text_str(&shown), text_str(&expected)));
            compared++;
        }
        text_free(&expected);
        text_free(&shown);
    }
    assert_true(compared > 10000);
}

static void test_bounds(void **state)
{
    (void) state;
    Text bytes = { 0 }, shown = { 0 };
    text_add(&bytes, STR("a\n"));
    text_add_repeat(&bytes, ',', CSV_MAX_FIELDS - 1);
    text_add_char(&bytes, '\n');
    size_t allowed = bytes.len;
    text_add_repeat(&bytes, ',', CSV_MAX_FIELDS);
    show_bytes(&shown, str_slice(text_str(&bytes), 0, allowed), ',', 0, 10);
    assert_false(str_ends_with(text_str(&shown), STR("fields")));
    text_clear(&shown);
    show_bytes(&shown, text_str(&bytes), ',', 0, 10);
    assert_true(str_ends_with(text_str(&shown), STR(" 3!the record on line 3 has more than 4096 fields")));
    text_clear(&bytes);
    text_clear(&shown);
    text_add(&bytes, STR("a\n\n"));
    text_add_repeat(&bytes, 'b', CSV_MAX_RECORD_BYTES + 1);
    show_bytes(&shown, text_str(&bytes), ',', 0, 10);
    assert_true(str_equal(text_str(&shown), STR("1:[a] 3!the record on line 3 is larger than 16 MiB")));
    text_free(&bytes);
    text_free(&shown);
}

/* An unclosed quote ends at the bound, not at the end of a stream that may have none. */
static long read_without_end(Input *input, char *buffer, size_t size)
{
    memset(buffer, 'x', size);
    if (input->done_bytes == 0)
        memcpy(buffer, "a\n\"", 3);
    input->done_bytes += size;
    return (long) size;
}

static void test_unclosed_quote_in_an_endless_stream(void **state)
{
    (void) state;
    Text shown = { 0 };
    Input input = { .read = read_without_end, .name = STR("endless") };
    show(&shown, &input, ',', 10);
    assert_true(str_equal(text_str(&shown), STR("1:[a] 2!the quote opened on line 2 is never closed")));
    assert_true(input.done_bytes < 3 * CSV_MAX_RECORD_BYTES);
    text_free(&shown);
}

/* Gives some bytes, then fails. */
static long read_and_fail(Input *input, char *buffer, size_t size)
{
    const Str *bytes = input->state;
    if (input->done_bytes) {
        memcpy(input->problem, "the disk is gone", 17);
        return -1;
    }
    assert_true(size >= bytes->len);
    memcpy(buffer, bytes->at, bytes->len);
    input->done_bytes = bytes->len;
    return (long) bytes->len;
}

static void test_failing_stream(void **state)
{
    (void) state;
    static const struct {
        const char *bytes, *expected;
    } cases[] = {
        { "a,b\nc,d\n", "1:[a][b] 2:[c][d] 0!the disk is gone" },
        { "a,b\nc,d", "1:[a][b] 0!the disk is gone" },
        { "a,b\n\"c", "1:[a][b] 0!the disk is gone" },
        { "a,b\n\"c\"", "1:[a][b] 0!the disk is gone" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text shown = { 0 };
        Str bytes = str_of(cases[i].bytes);
        Input input = { .read = read_and_fail, .name = STR("failing"), .state = &bytes };
        show(&shown, &input, ',', 10);
        text_add_char(&shown, 0);
        assert_string_equal(shown.at, cases[i].expected);
        text_free(&shown);
    }
}

/* What a batch leaves unread must not make the next one's window larger: memory would grow with the file. */
static void test_memory_does_not_grow(void **state)
{
    enum { LINES = 400000, AT_ONCE = 100, ENOUGH = 200 << 10 };
    (void) state;
    Text bytes = { 0 };
    for (unsigned i = 0; i < LINES; i++)
        text_add(&bytes, STR("a,b\n"));
    Arena inputs = { 0 }, arena = { 0 };
    Csv *csv = csv_open(input_of_bytes(&inputs, STR("short"), text_str(&bytes), 0), ',');
    unsigned records = 0;
    for (bool more = true; more;) {
        CsvRecord record;
        csv_begin(csv, &arena);
        for (unsigned i = 0; i < AT_ONCE && (more = csv_next(csv, &record)); i++)
            records++;
        csv_end(csv);
        assert_true(arena.used_bytes < ENOUGH);
        assert_true(csv_ahead(csv) < ENOUGH);
        arena_reset(&arena);
    }
    assert_int_equal(records, LINES);
    csv_close(csv);
    arena_free(&arena);
    arena_free(&inputs);
    text_free(&bytes);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_stray_quotes_are_literal),
        cmocka_unit_test(test_unclosed_quote),
        cmocka_unit_test(test_byte_order_mark),
        cmocka_unit_test(test_delimiters),
        cmocka_unit_test(test_zero_bytes_are_kept),
        cmocka_unit_test(test_block_edges),
        cmocka_unit_test(test_long_table),
        cmocka_unit_test(test_beside_a_plain_reader),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_unclosed_quote_in_an_endless_stream),
        cmocka_unit_test(test_failing_stream),
        cmocka_unit_test(test_memory_does_not_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
