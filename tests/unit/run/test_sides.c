/* References: what expressions find through them, what is missing there, and what is told of it. */
#include "rounds.h"

#define TABLES                                                                                            \
    "pack: {name: library}\n"                                                                             \
    "parameters:\n"                                                                                       \
    "  grace: [{from: 2000-01-01, value: 1}, {from: 2003-06-01, value: 5}]\n"                             \
    "tables:\n"                                                                                           \
    "  loan:\n"                                                                                           \
    "    key: id\n"                                                                                       \
    "    fields:\n"                                                                                       \
    "      id: {type: string}\n"                                                                          \
    "      book: {type: ref, table: book}\n"                                                              \
    "      readers: {type: list, of: ref, table: reader}\n"                                               \
    "      lent_on: {type: date}\n"                                                                       \
    "      reminders: {type: many, table: reminder, by: loan}\n"                                          \
    "      mentions: {type: many, table: reminder, by: others}\n"                                         \
    "      again: {type: ref, table: loan}\n"                                                             \
    "    derived:\n"                                                                                      \
    "      is_dear: loan.book.is_dear\n"                                                                  \
    "      chain: loan.again.is_dear\n"                                                                   \
    "  book:\n"                                                                                           \
    "    title: {en: Book, zh: 图书}\n"                                                                 \
    "    key: id\n"                                                                                       \
    "    fields:\n"                                                                                       \
    "      id: {type: string}\n"                                                                          \
    "      shelf: {type: ref, table: shelf}\n"                                                            \
    "      price: {type: double, title: {en: Price, zh: 价格}}\n"                                       \
    "      bought_on: {type: date}\n"                                                                     \
    "      pages: {type: int}\n"                                                                          \
    "      kept: {type: bool}\n"                                                                          \
    "      read_at: {type: timestamp}\n"                                                                  \
    "      name: {type: string, private: true}\n"                                                         \
    "      tags: {type: list, of: string}\n"                                                              \
    "      loans: {type: many, table: loan, by: book}\n"                                                  \
    "    derived:\n"                                                                                      \
    "      is_dear: book.price > limit_of\n"                                                              \
    "  shelf:\n"                                                                                          \
    "    key: id\n"                                                                                       \
    "    fields: {id: {type: string}, floor: {type: int}, books: {type: many, table: book, by: shelf}}\n" \
    "  reader:\n"                                                                                         \
    "    key: id\n"                                                                                       \
    "    fields: {id: {type: string}, status: {type: enum, values: [full, guest]}}\n"                     \
    "  reminder:\n"                                                                                       \
    "    fields: {loan: {type: ref, table: loan}, others: {type: list, of: ref, table: loan}, code: {type: string}}\n"

static const char *const library[] = {
    /* loan */
    "id,book,readers,lent_on,again\n"
    "L1,B1,R1,2003-05-01,L2\n"
    "L2,B2,R1;R2,2003-07-01,L1\n"
    "L3,B9,R1;R9,,L9\n"
    "L4,,,2003-07-01,\n"
    ",B3,R2,,L3\n",
    /* book */
    "id,shelf,price,bought_on,pages,kept,read_at,name,tags\n"
    "B1,S1,10,2001-02-03,100,yes,2003-06-01T09:30:00Z,One,a;b\n"
    "B2,S2,200,,abc,no,,Two,\n"
    "B3,S9,,2001-02-03,,,,,c\n"
    "B2,S1,1,,,,,Second,\n",
    /* shelf */
    "id,floor\nS1,1\nS2,3\nS3,\n",
    /* reader */
    "id,status\nR1,full\nR2,guest\n",
    /* reminder */
    "loan,others,code\nL1,L2;L2,FIRST\nL1,L1;L2,SECOND\nL2,,FIRST\nL7,,FIRST\n,,LOST\n",
};

typedef struct {
    uint32_t rule;
    Text outcomes, messages;
} Told;

static void look(void *context, const Sheet *sheet)
{
    Told *told = context;
    for (uint32_t i = 0; i < sheet->table->rule_count; i++)
        for (uint32_t row = 0; sheet->table->rules[i].rule == told->rule && row < sheet->rows; row++)
            text_add_char(&told->outcomes, "PVU-W."[sheet->outcomes[i][row]]);
    for (uint32_t i = 0; i < sheet->result->record_count; i++)
        for (uint32_t f = 0; f < sheet->result->records[i].finding_count; f++) {
            const Finding *finding = &sheet->result->records[i].findings[f];
            if (finding->rule == told->rule)
                text_format(&told->messages, "%.*s\n", STR_ARG(finding->message));
        }
}

typedef struct {
    const char *rule; /* its id; NULL: r */
    const char *message;
    const char *const *csv; /* NULL: the library */
    const char *language;
    bool redact;
} Given;

static Told judge(Arena *arena, const char *require, const Given *given)
{
    Text pack_text = { 0 };
    Str tables = str_of(TABLES);
    size_t limit = str_find(tables, STR("limit_of"), 0);
    text_add(&pack_text, str_slice(tables, 0, limit));
    text_add(&pack_text, STR("double(params.grace) * 20.0"));
    text_add(&pack_text, str_slice(tables, limit + 8, tables.len));
    text_format(&pack_text, "rules:\n- id: r\n  for: loan\n  require: |-\n    %s\n", require);
    if (given->message)
        text_format(&pack_text, "  message: \"%s\"\n", given->message);
    const Pack *pack = load_pack(arena, arena_str(arena, text_str(&pack_text)).at);
    PlanOptions options = audit(pack, date_pack(2003, 12, 31));
    options.language = str_of(given->language ? given->language : "en");
    options.redact = given->redact;
    Told told = { .rule = pack_find_rule(pack, str_of(given->rule ? given->rule : "r")) };
    judge_csvs(plan_new(arena, &options), given->csv ? given->csv : library, 2, look, &told);
    text_free(&pack_text);
    return told;
}

static void expect_in(const char *const *csv, const char *require, const char *outcomes)
{
    Arena arena = { 0 };
    Given given = { .csv = csv };
    Told told = judge(&arena, require, &given);
    if (!str_is(text_str(&told.outcomes), outcomes))
        print_error("%s\n", require);
    assert_text(&told.outcomes, outcomes);
    text_free(&told.outcomes);
    text_free(&told.messages);
    arena_free(&arena);
}

static void expect(const char *require, const char *outcomes)
{
    expect_in(NULL, require, outcomes);
}

static void expect_messages(const char *require, const Given *given, const char *messages)
{
    Arena arena = { 0 };
    Told told = judge(&arena, require, given);
    assert_text(&told.messages, messages);
    text_free(&told.outcomes);
    text_free(&told.messages);
    arena_free(&arena);
}

/* ---- what is found */

static void test_one_reference(void **state)
{
    (void) state;
    expect("loan.book.price < 100.0", "PVUUU");
    expect("loan.book.pages == 100", "PUUUU");
    expect("loan.book.bought_on < loan.lent_on", "PUUUU");
    expect("loan.book.kept", "PVUUU");
    expect("loan.book.read_at > timestamp('2003-01-01T00:00:00Z')", "PUUUU");
    expect("loan.book.name == 'One'", "PVUUU");
    expect("'a' in loan.book.tags", "PUUUV");
    expect("loan.book.shelf.floor == 1", "PVUUU");
    expect("loan.again.book.shelf.floor == 3", "PVUUU");
    expect("loan['book']['price'] < 100.0", "PVUUU");
}

/* The key is what stands in the cell, whether or not there is such a record. */
static void test_key(void **state)
{
    (void) state;
    expect("loan.book.id == 'B9'", "VVPUV");
    expect("loan.book.shelf.id == 'S9'", "VVUUP");
    expect("loan.book.id in ['B1', 'B9']", "PVPUV");
    expect("has(loan.book.id)", "PPPVP");
    expect("loan.readers.map(r, r.id) == ['R1', 'R9']", "VVPUV");
}

static void test_presence(void **state)
{
    (void) state;
    expect("has(loan.book)", "PPVVP");
    expect("has(loan.book.price)", "PPVVV");
    expect("has(loan.book.shelf)", "PPVVV");
    expect("has(loan.book.shelf.floor)", "PPVVV");
    expect("has(loan.reminders)", "PPPPV");
    expect("loan.?book.?price.orValue(0.0) == 0.0", "VVPPP");
    expect("loan.?book.price.orValue(0.0) == 0.0", "VVPPP");
    expect("loan.book.?price.hasValue()", "PPVVV");
    expect("loan.?book.?shelf.?floor.optMap(f, f > 1).orValue(true)", "VPPPP");
    expect("loan.?book.?id.orValue('none') == 'none'", "VVVPV");
    expect("has(loan.again.book.price) || loan.id == 'L3'", "PPPVU");
}

static void test_lists(void **state)
{
    (void) state;
    expect("loan.readers.all(r, r.status == 'full')", "PVUUV");
    expect("loan.readers.exists(r, r.status == 'full')", "PPPUV");
    expect("loan.readers.exists(r, !has(r.status))", "VVPUV");
    expect("loan.readers.filter(r, r.id != 'R1').size() == 0", "PVVUV");
    expect("loan.readers[0].status == 'full'", "PPPUV");
    expect("loan.readers[?1].?status.orValue('none') == 'none'", "PVPPP");
    expect("loan.readers.map(r, r.status).size() == 1", "PVUUP");
    expect("size(loan.readers) == 1", "PVVUP");
    expect("loan.readers.sortBy(r, r.id)[0].id == 'R1'", "PPPUV");
}

static void test_many(void **state)
{
    (void) state;
    expect("size(loan.reminders) == 2", "PVVVU");
    expect("loan.reminders.exists(r, r.code == 'SECOND')", "PVVVU");
    expect("loan.reminders.all(r, r.code != 'LOST')", "PPPPU");
    expect("loan.reminders.all(r, r.loan.book.id == loan.book.id)", "PPPPU");
    expect("size(loan.mentions) == 2", "VPVVU");
    expect("size(loan.book.loans) == 1", "PPUUP");
    expect("loan.book.shelf.books.map(b, b.id).join('+') == 'B1+B2'", "PVUUU");
    expect("loan.book.shelf.books.exists(b, b.loans.exists(l, l.id == loan.id))", "PPUUU");
    expect("loan.reminders == loan.reminders", "PPPPU");
    expect("loan.reminders == loan.mentions", "VVPPU");
}

/* Derived fields see the parameters of the rule's day, whichever record they belong to. */
static void test_derived(void **state)
{
    (void) state;
    expect("loan.book.is_dear", "VPUUU");
    expect("loan.is_dear", "VPUUU");
    expect("loan.chain", "PVUUU");
    expect("loan.again.chain", "VPUUU");
    expect("loan.book.loans.all(l, l.is_dear == loan.is_dear)", "PPUUU");
    expect("loan.book.shelf.books.exists_one(b, b.is_dear)", "VPUUU");
}

static void test_dynamic_values(void **state)
{
    (void) state;
    expect("dyn(loan.readers)[0].status == 'full'", "UUUUU");
    expect("(loan.readers + [dyn(1)])[size(loan.readers)].status == 'full'", "UUUUU");
    expect("(loan.readers + dyn(loan.reminders))[0].status == 'full'", "PPPUU");
}

/* ---- what is not there */

static void test_no_table(void **state)
{
    (void) state;
    const char *const lone[] = { library[0], NULL, NULL, NULL, NULL };
    Given given = { .csv = lone };
    expect_in(lone, "loan.book.price < 100.0", "UUUUU");
    expect_in(lone, "loan.book.id == 'B1'", "PVVUV");
    expect_in(lone, "size(loan.reminders) == 0", "UUUUU");
    expect_in(lone, "has(loan.book)", "UUUVU");
    /* what a file that is not there keeps open is told once, and an empty key beside it decides nothing */
    expect_messages("size(loan.reminders) == 0 && loan.id != ''", &given, "");
    expect_messages("loan.id != ''", &given, "cannot be decided: id is empty\n");
}

static void test_causes(void **state)
{
    (void) state;
    Given english = { .message = "{loan.book.name} {loan.readers}" }, chinese = { .language = "zh" },
          private = { .redact = true, .message = "{loan.book.name} {loan.readers}" };
    expect_messages("loan.book.price < 100.0", &english,
                    "Two R1, R2\n"
                    "cannot be decided: there is no Book 'B9'\n"
                    "cannot be decided: book is empty\n"
                    "cannot be decided: Price of Book 'B3' is empty\n");
    expect_messages("loan.book.pages < 10", &english,
                    "One R1\n"
                    "cannot be decided: there is no Book 'B9'\n"
                    "cannot be decided: book is empty\n"
                    "cannot be decided: pages of Book 'B3' is empty\n");
    expect_messages("loan.book.price < 100.0", &chinese,
                    "r：book＝B2\n"
                    "无法判定：没有图书“B9”\n"
                    "无法判定：book为空\n"
                    "无法判定：图书“B3”的价格为空\n");
    expect_messages("loan.readers.all(r, r.status == 'full')", &english,
                    "Two R1, R2\n"
                    "cannot be decided: there is no reader 'R9'\n"
                    "cannot be decided: readers is empty\n"
                    "(missing) R2\n");
    expect_messages("loan.book.name == 'One' && loan.book.price < 100.0", &private,
                    "[private] R1, R2\n"
                    "cannot be decided: there is no Book '[private]'\n"
                    "cannot be decided: book is empty\n"
                    "cannot be decided: name of Book '[private]' is empty; Price of Book '[private]' is empty\n");
}

static void test_unknown_references(void **state)
{
    (void) state;
    Given given = { .rule = "unknown-reference" };
    const char *const no_books[] = { library[0], NULL, NULL, library[3], NULL };
    Given without = { .rule = "unknown-reference", .csv = no_books };
    expect_messages("true", &given, "book: there is no Book 'B9'; readers: there is no reader 'R9'; again: there is no loan 'L9'\n");
    expect_messages("true", &without, "readers: there is no reader 'R9'; again: there is no loan 'L9'\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_reference),  cmocka_unit_test(test_key),
        cmocka_unit_test(test_presence),       cmocka_unit_test(test_lists),
        cmocka_unit_test(test_many),           cmocka_unit_test(test_derived),
        cmocka_unit_test(test_dynamic_values), cmocka_unit_test(test_no_table),
        cmocka_unit_test(test_causes),         cmocka_unit_test(test_unknown_references),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
