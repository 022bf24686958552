/* Records and packs that come from memory: the same is told as of files, and what a host cannot mean ends in a status. */
#include "told.h"

/* ---- what gives records */

/* Rows of texts, as many at once as `step` says. */
typedef struct {
    const duly_text *cells;
    size_t columns, rows, step, given;
    size_t fails_at; /* after so many rows; 0: never */
} Giver;

static bool give(void *context, duly_rows *rows)
{
    Giver *giver = context;
    assert_int_equal(rows->size, sizeof *rows);
    if (giver->fails_at && giver->given >= giver->fails_at) {
        rows->problem = (duly_text) { "the line went dead", 18 };
        return false;
    }
    rows->count = giver->rows - giver->given < giver->step ? giver->rows - giver->given : giver->step;
    rows->cells = giver->cells + giver->given * giver->columns;
    giver->given += rows->count;
    return true;
}

static const duly_text headings[] = { { "id", 2 }, { "name", 4 }, { "n", 1 }, { "code", 4 }, { "made_on", 7 }, { "sent_on", 7 } };
#define T(text)                   \
    {                             \
        "" text, sizeof(text) - 1 \
    }
static const duly_text cells[] = {
    T("a"), T("Ann"), T("7"),          T("10"),     T("2003-01-01"), T("2003-02-01"), T("b"),          T("Bob"),
    T("3"), T("10"),  T("2003-01-01"), { NULL, 0 }, T(""),           T(""),           T(" "),          T(""),
    T(""),  T(""),    T("b"),          T("Dan"),    T("x"),          T("0"),          T("2003-02-30"), T("2003-03-01"),
};
static const char told_of_cells[] =
    "item a '' line 1 ready\n"
    "item b '' line 2 blocked\n"
    "  enough violation 0: 3 of Bob; at least 5; n=3@3\n"
    "item b '' line 4 blocked\n"
    "  unreadable-value violation 0: Number: 'x' is not a whole number; made_on: '2003-02-30' is not a "
    "date; n=x@3; made_on=2003-02-30@5\n"
    "  duplicate-key violation 0: id 'b' stands on line 2 already; id=b@1\n"
    "  divides undecided 1: cannot be decided: 1000 cannot be divided by 0 in `1000 / item.code`; code=0@4\n";

static duly_source source_of(Giver *giver)
{
    return (duly_source) { .size = sizeof(duly_source),
                           .name = { "form", 4 },
                           .headings = headings,
                           .heading_count = giver->columns,
                           .next = give,
                           .context = giver };
}

/* ---- checking */

static duly_status check_with(const char *shop, const duly_source *sources, size_t count, Told *told)
{
    const duly_buffer file = { { "shop/pack.yaml", 14 }, str_of(shop) };
    const duly_pack_options opening = { .size = sizeof opening, .to_judge = true, .files = &file, .file_count = 1 };
    duly_sink sink = { .size = sizeof sink, .context = told, .problem = tell_problem, .finding = tell_finding, .record = tell_record };
    duly_pack *pack = duly_pack_open_as("shop", &opening, &sink);
    duly_check_options options = {
        .size = sizeof options, .sources = sources, .source_count = count, .as_of = { 2003, 12, 31 }, .jobs = 2
    };
    assert_non_null(pack);
    duly_status status = duly_check(pack, &options, &sink);
    duly_pack_close(pack);
    return status;
}

static void expect(const duly_source *source, duly_status status, const char *expected)
{
    Told told = { 0 };
    assert_int_equal(check_with(SHOP, source, 1, &told), status);
    assert_str(text_str(&told.out), expected);
    text_free(&told.out);
}

static void test_rows(void **state)
{
    (void) state;
    for (size_t step = 1; step <= 5; step++) {
        Giver giver = { cells, 6, 4, step, 0, 0 };
        duly_source source = source_of(&giver);
        expect(&source, DULY_FOUND, told_of_cells);
    }
}

static void test_bytes(void **state)
{
    (void) state;
    static const char csv[] = "id,name,n,code,made_on,sent_on\na,Ann,7,10,2003-01-01,2003-02-01\nb,Bob,3,10,2003-01-01,\n";
    duly_source source = { .size = sizeof source, .name = { "upload.csv", 10 }, .bytes = csv, .byte_count = sizeof csv - 1 };
    expect(&source, DULY_FOUND, "item a '' line 2 ready\nitem b '' line 3 blocked\n  enough violation 0: 3 of Bob; at least 5; n=3@3\n");
    source.name = (duly_text) { "upload", 6 };
    expect(&source, DULY_MISUSED,
           "problem 0  upload:0:0: files of this kind cannot be read; known are csv, tsv, tab, txt, ndjson, jsonl, json, yaml, yml, xlsx, "
           "xlsm, xls, ods, et ()\n");
}

/* A value of each type, and what it is as a text. */
static bool give_columns(void *context, duly_rows *rows)
{
    static const duly_text ids[] = { T("a"), T("b"), T("c") };
    static const double numbers[] = { 7, 3.5, 0.0 / 1.0 };
    static const int64_t codes[] = { 10, -9223372036854775807 - 1, 5 };
    static const int32_t days[] = { 12053, 12054, 2147483647 };
    static const uint8_t missing[] = { 0, 0, 1 };
    static duly_values columns[6];
    columns[0] = (duly_values) { DULY_TEXTS, ids, NULL };
    columns[1] = (duly_values) { DULY_BOOLS, missing, NULL };
    columns[2] = (duly_values) { DULY_DOUBLES, numbers, NULL };
    columns[3] = (duly_values) { DULY_INTS, codes, missing };
    columns[4] = (duly_values) { DULY_DAYS, days, NULL };
    columns[5] = (duly_values) { DULY_DAYS, days, missing };
    int *calls = context;
    rows->count = (*calls)++ ? 0 : 3;
    rows->columns = columns;
    return true;
}

static void test_columns(void **state)
{
    (void) state;
    int calls = 0;
    duly_source source = { .size = sizeof source,
                           .name = { "frame", 5 },
                           .table = { "item", 4 },
                           .headings = headings,
                           .heading_count = 6,
                           .next = give_columns,
                           .context = &calls };
    expect(&source, DULY_FOUND,
           "item a '' line 1 ready\n"
           "item b '' line 2 undecided\n"
           "  unreadable-value violation 0: Number: '3.5' is not a whole number; n=3.5@3\n"
           "  divides violation 1: Does not divide: code = -9223372036854775808; code=-9223372036854775808@4\n"
           "item c '' line 3 blocked\n"
           "  unreadable-value violation 0: made_on: '1970-01-01+2147483647d' is not a date; "
           "made_on=1970-01-01+2147483647d@5\n"
           "  enough violation 0: 0 of true; at least 5; n=0@3\n"
           "  divides undecided 1: cannot be decided: code is empty; code=-@4\n");
}

/* ---- what cannot be */

static void test_failing(void **state)
{
    (void) state;
    Giver giver = { cells, 6, 4, 1, 0, 1 };
    duly_source source = source_of(&giver);
    expect(&source, DULY_INCOMPLETE, "item a '' line 1 ready\nproblem 0  form:2:0: the line went dead ()\n");
}

static bool give_nothing(void *context, duly_rows *rows)
{
    rows->count = 1;
    rows->columns = context;
    return true;
}

static bool give_no_reason(void *context, duly_rows *rows)
{
    (void) context;
    (void) rows;
    return false;
}

static void test_mistakes(void **state)
{
    (void) state;
    Giver giver = { cells, 6, 4, 1, 0, 0 };
    duly_values columns[6] = { { DULY_TEXTS, NULL, NULL } };
    duly_source source = source_of(&giver);
    source.next = give_nothing;
    source.context = NULL;
    expect(&source, DULY_INCOMPLETE, "problem 0  form:1:0: rows were given without cells ()\nproblem 0  :0:0: no record was judged ()\n");
    source.context = columns;
    expect(&source, DULY_INCOMPLETE,
           "problem 0  form:1:0: the column 'id' was given without values ()\nproblem 0  :0:0: no record was judged ()\n");
    source.next = give_no_reason;
    expect(&source, DULY_INCOMPLETE,
           "problem 0  form:1:0: the program that gives the records failed, and does not say why ()\n"
           "problem 0  :0:0: no record was judged ()\n");
    source.next = NULL;
    expect(&source, DULY_MISUSED, "problem 0  form:0:0: records from memory come from a callback, a stream or bytes: one of them ()\n");
    source = source_of(&giver);
    source.heading_count = 0;
    expect(&source, DULY_MISUSED, "problem 0  form:0:0: records that come from memory name their columns first, and these have none ()\n");
    source = source_of(&giver);
    source.size = 0;
    expect(&source, DULY_MISUSED, "problem 0  :0:0: duly_source does not say its size: set its member `size` to sizeof(duly_source) ()\n");
    source = source_of(&giver);
    source.table = (duly_text) { "itme", 4 };
    expect(&source, DULY_MISUSED, "problem 0  :0:0: the pack has no table 'itme' (did you mean 'item'?)\n");
    expect(NULL, DULY_MISUSED, "problem 0  :0:0: the sources that were to be read were not given ()\n");
}

/* ---- two tables: what references lead to is read twice, and asked for once */

#define LIBRARY                                                                                                               \
    "pack: {name: library}\n"                                                                                                 \
    "tables:\n"                                                                                                               \
    "  reader: {file: readers, key: id, fields: {id: {type: string}, limit: {type: int}}}\n"                                  \
    "  loan:\n"                                                                                                               \
    "    file: loans\n"                                                                                                       \
    "    fields: {no: {type: string}, reader: {type: ref, table: reader}, books: {type: int}}\n"                              \
    "rules:\n"                                                                                                                \
    "  - {id: within, for: loan, require: loan.books <= loan.reader.limit, message: '{loan.books} of {loan.reader.limit}'}\n" \
    "  - {id: some, for: reader, require: reader.limit > 0}\n"

static void test_references(void **state)
{
    (void) state;
    static const duly_text of_readers[] = { T("id"), T("limit") }, of_loans[] = { T("no"), T("reader"), T("books") };
    static const duly_text reader_cells[] = { T("r1"), T("2"), T("r2"), T("0") };
    static const duly_text loan_cells[] = { T("1"), T("r1"), T("3"), T("2"), T("r2"), T("0"), T("3"), T("r3"), T("1") };
    Giver readers = { reader_cells, 2, 2, 1, 0, 0 }, loans = { loan_cells, 3, 3, 2, 0, 0 };
    duly_source sources[2] = { source_of(&loans), source_of(&readers) };
    sources[0].headings = of_loans;
    sources[1].headings = of_readers;
    sources[1].name = (duly_text) { "people", 6 };
    Told told = { 0 };
    assert_int_equal(check_with(LIBRARY, sources, 2, &told), DULY_FOUND);
    assert_str(text_str(&told.out), "reader r1 '' line 1 ready\n"
                                    "reader r2 '' line 2 blocked\n"
                                    "  some violation 0: some: limit = 0; limit=0@2\n"
                                    "loan  '' line 1 blocked\n"
                                    "  within violation 0: 3 of 2; reader=r1@2; books=3@3\n"
                                    "loan  '' line 2 ready\n"
                                    "loan  '' line 3 blocked\n"
                                    "  unknown-reference violation 0: reader: there is no reader 'r3'; reader=r3@2\n"
                                    "  within undecided 0: cannot be decided: there is no reader 'r3'; reader=r3@2; books=1@3\n");
    text_free(&told.out);
}

/* ---- packs */

static void test_unsaved_file(void **state)
{
    const Place *place = *state;
    put(place->pack, STR(SHOP));
    char more[128];
    snprintf(more, sizeof more, "%s/more/rules.yml", place->folder);
    duly_buffer files[] = { { str_of(place->pack), STR("pack: {name: shop}\nrules: [{id: a}]\n") },
                            { str_of(more), STR("rules:\n  - {id: added, for: item, require: item.n > 0}\n") } };
    duly_pack_options options = { .size = sizeof options, .files = files, .file_count = 1 };
    Told told = { 0 };
    duly_sink sink = { .size = sizeof sink, .context = &told, .problem = tell_problem };
    assert_null(duly_pack_open_as(place->folder, &options, &sink));
    assert_true(str_starts_with(text_str(&told.out), STR("problem 0 E101 pack.yaml:2:9: ")) || told.out.len > 0);
    text_clear(&told.out);

    options.files = files + 1;
    duly_pack *pack = duly_pack_open_as(place->folder, &options, &sink), *saved = duly_pack_open(place->folder, NULL, &sink);
    duly_pack_info info = { .size = sizeof info }, info_saved = { .size = sizeof info_saved };
    duly_pack_describe(pack, &info);
    duly_pack_describe(saved, &info_saved);
    assert_int_equal(info.rule_count, info_saved.rule_count + 1);
    assert_false(str_equal(info.sha256, info_saved.sha256));
    duly_pack_close(pack);

    files[0].text = STR(SHOP);
    options.files = files;
    pack = duly_pack_open_as(place->folder, &options, &sink);
    duly_pack_describe(pack, &info);
    assert_true(str_equal(info.sha256, info_saved.sha256));
    duly_pack_close(pack);
    duly_pack_close(saved);
    text_free(&told.out);
}

/* Packs that extend one another, none of them on the disk; paths may be written in several ways. */
static void test_pack_without_disk(void **state)
{
    (void) state;
    static const duly_buffer files[] = {
        { { "nowhere/base/./a/rules.yaml", 27 }, T("rules:\n  - {id: first, for: item, require: item.n > 0}\n") },
        { { "nowhere/base/pack.yaml", 22 }, T("pack: {name: base}\ntables:\n  item: {file: items, fields: {n: {type: int}}}\n") },
        { { "nowhere/top/pack.yaml", 21 },
          T("pack: {name: top, extends: ../base}\nrules:\n  - {id: second, for: item, require: item.n > 1}\n") },
        { { "nowhere/top/.hidden.yaml", 24 }, T("rules: 5\n") },
        { { "nowhere/top/readme.md", 21 }, T("no rules") },
        { { "nowhere/topping.yaml", 20 }, T("rules: 5\n") },
    };
    duly_pack_options options = { .size = sizeof options, .to_judge = true, .files = files, .file_count = COUNT(files) };
    Told told = { 0 };
    duly_sink sink = { .size = sizeof sink, .context = &told, .problem = tell_problem };
    static const char *const paths[] = { "nowhere/top", "./nowhere//top/", "nowhere/base/../top" };
    for (size_t i = 0; i < COUNT(paths); i++) {
        duly_pack *pack = duly_pack_open_as(paths[i], &options, &sink);
        duly_pack_info info = { .size = sizeof info };
        duly_pack_describe(pack, &info);
        assert_str(text_str(&told.out), "");
        assert_int_equal(info.rule_count, 2);
        duly_pack_close(pack);
    }
    duly_pack *pack = duly_pack_open_as("nowhere/base/pack.yaml", &options, &sink);
    assert_non_null(pack);
    duly_pack_close(pack);
    text_clear(&told.out);
    options.file_count = 0;
    assert_null(duly_pack_open_as("nowhere/top", &options, &sink));
    options.size = 0;
    text_clear(&told.out);
    assert_null(duly_pack_open_as("nowhere/top", &options, &sink));
    assert_str(text_str(&told.out),
               "problem 0  :0:0: duly_pack_options does not say its size: set its member `size` to sizeof(duly_pack_options) ()\n");
    text_free(&told.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),     cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_columns),  cmocka_unit_test(test_failing),
        cmocka_unit_test(test_mistakes), cmocka_unit_test(test_references),
        IN_PLACE(test_unsaved_file),     cmocka_unit_test(test_pack_without_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
