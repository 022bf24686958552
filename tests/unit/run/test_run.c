/* The parts of a run: outcomes, keys, patterns, options, files of a batch, and that the size of batches does not show. */
#include "rounds.h"

#include <unistd.h>

#include "run/batchfiles.h"
#include "run/fingerprint.h"
#include "run/judge.h"

#define AS_OF date_pack(2003, 12, 31)

/* ---- outcomes */

static void test_truth_table(void **state)
{
    (void) state;
    enum { F = TRUTH_FALSE, M = TRUTH_MISSING, E = TRUTH_ERROR, T = TRUTH_TRUE };
    static const struct {
        uint8_t applies, require;
        Outcome outcome;
        bool lacks;
    } table[16] = {
        { F, F, OUTCOME_NOT_APPLICABLE, false },
        { F, M, OUTCOME_NOT_APPLICABLE, false },
        { F, E, OUTCOME_NOT_APPLICABLE, false },
        { F, T, OUTCOME_NOT_APPLICABLE, false },
        { M, F, OUTCOME_PASS, true },
        { M, M, OUTCOME_PASS, true },
        { M, E, OUTCOME_UNDECIDED, false },
        { M, T, OUTCOME_PASS, true },
        { E, F, OUTCOME_UNDECIDED, false },
        { E, M, OUTCOME_UNDECIDED, false },
        { E, E, OUTCOME_UNDECIDED, false },
        { E, T, OUTCOME_UNDECIDED, false },
        { T, F, OUTCOME_VIOLATION, false },
        { T, M, OUTCOME_PASS, true },
        { T, E, OUTCOME_UNDECIDED, false },
        { T, T, OUTCOME_PASS, false },
    };
    static const Outcome policies[] = { OUTCOME_UNDECIDED, OUTCOME_VIOLATION, OUTCOME_PASS };
    uint8_t applies[16], require[16], out[16];
    for (size_t i = 0; i < 16; i++) {
        applies[i] = table[i].applies;
        require[i] = table[i].require;
    }
    for (size_t p = 0; p < COUNT(policies); p++) {
        judge_rows(NULL, applies, require, policies[p], out, 16);
        for (size_t i = 0; i < 16; i++)
            assert_int_equal(out[i], table[i].lacks ? policies[p] : table[i].outcome);
    }
}

static void test_count(void **state)
{
    (void) state;
    const uint8_t outcomes[] = { OUTCOME_PASS, OUTCOME_VIOLATION, OUTCOME_COUNT, OUTCOME_PASS, OUTCOME_NOT_APPLICABLE };
    uint32_t counts[OUTCOME_COUNT] = { 0 };
    judge_count(outcomes, COUNT(outcomes), counts);
    assert_int_equal(counts[OUTCOME_PASS], 2);
    assert_int_equal(counts[OUTCOME_VIOLATION], 1);
    assert_int_equal(counts[OUTCOME_UNDECIDED], 0);
    assert_int_equal(counts[OUTCOME_NOT_APPLICABLE], 1);
}

/* ---- keys and identities */

static void test_keys(void **state)
{
    (void) state;
    enum { MANY = 20000 };
    Keys keys = { 0 };
    char key[16];
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(key, sizeof key, "A%07u", i);
        assert_int_equal(keys_add(&keys, str_of(key), i + 2), 0);
    }
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(key, sizeof key, "A%07u", i);
        assert_int_equal(keys_add(&keys, str_of(key), 99999), i + 2);
    }
    assert_int_equal(keys.count + keys.pages.words, MANY);
    keys_free(&keys);
}

/* Texts that share their words, their lengths or their ends are different ones. */
static void test_identity(void **state)
{
    (void) state;
    static const char *const texts[] = {
        "", "a", "b", "aa", "aaaaaaaa", "aaaaaaaaa", "aaaaaaab", "baaaaaaa", "aaaaaaaabbbbbbbb", "bbbbbbbbaaaaaaaa"
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        for (size_t j = 0; j < i; j++) {
            Fingerprint a = fingerprint_of((Fingerprint) { 0 }, str_of(texts[i])),
                        b = fingerprint_of((Fingerprint) { 0 }, str_of(texts[j]));
            assert_true(a.low != b.low && a.high != b.high);
        }
    assert_true(fingerprint_of((Fingerprint) { 0 }, (Str) { "a\0", 2 }).low != fingerprint_of((Fingerprint) { 0 }, STR("a")).low);
    Fingerprint ab = fingerprint_of(fingerprint_of((Fingerprint) { 0 }, STR("a")), STR("bc"));
    Fingerprint ba = fingerprint_of(fingerprint_of((Fingerprint) { 0 }, STR("ab")), STR("c"));
    assert_true(ab.low != ba.low);
}

/* Reports of earlier runs are compared with: the hash never changes. */
static void test_identity_is_stable(void **state)
{
    (void) state;
    Arena arena = { 0 };
    assert_str(fingerprint_print(&arena, fingerprint_of((Fingerprint) { 0 }, STR("training-period"))), "2412f1f6e335fdf4f2b315cf0abb237f");
    arena_free(&arena);
}

/* ---- patterns */

static void test_globs(void **state)
{
    (void) state;
    static const struct {
        const char *pattern, *text;
        bool matches;
    } cases[] = {
        { "a", "a", true },
        { "a", "ab", false },
        { "", "", true },
        { "", "a", false },
        { "*", "", true },
        { "*", "any", true },
        { "a*", "a", true },
        { "a*", "abc", true },
        { "a*c", "abc", true },
        { "a*c", "abcd", false },
        { "*b*", "abc", true },
        { "*bc", "abbc", true },
        { "a**c", "ac", true },
        { "*-in-*", "talk-in-time", true },
        { "*-in-*", "talk-at-time", false },
        { "a.c", "abc", false },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(glob_matches(str_of(cases[i].pattern), str_of(cases[i].text)), cases[i].matches);
}

/* ---- options */

static const char *const shop = "pack: {name: shop}\n"
                                "tables:\n"
                                "  item:\n"
                                "    file: items\n"
                                "    key: id\n"
                                "    fields:\n"
                                "      id: {type: string, required: true}\n"
                                "      n: {type: int}\n"
                                "      name: {type: string}\n"
                                "      made_on: {type: date}\n"
                                "      sent_on: {type: date}\n"
                                "  buyer:\n"
                                "    file: buyers\n"
                                "    fields: {id: {type: string}}\n"
                                "parameters:\n"
                                "  least: {value: 5}\n"
                                "procedures:\n"
                                "  order: {for: item, steps: [{id: made, date: made_on}, {id: sent, date: sent_on}]}\n"
                                "rules:\n"
                                "  - {id: enough, title: Too few, for: item, require: item.n >= params.least,\n"
                                "     message: '{item.n} of {item.name}; at least {params.least}'}\n"
                                "  - {id: in-time, title: Late, for: item, gate: sent, require: item.sent_on <= item.made_on + months(1),\n"
                                "     clears_on: item.sent_on + days(1)}\n"
                                "  - {id: divides, title: Does not divide, for: item, severity: warning, require: 12 % item.n == 0}\n";

/* All complaints, one a line. */
static Str complaints_text(Arena *arena, const Complaints *complaints)
{
    Text out = { 0 };
    for (size_t i = 0; i < complaints->list.count; i++) {
        const Complaint *complaint = &complaints->list.at[i];
        text_format(&out, "%.*s|%.*s|%.*s\n", STR_ARG(complaint->path), STR_ARG(complaint->message), STR_ARG(complaint->hint));
    }
    Str result = arena_str(arena, text_str(&out));
    text_free(&out);
    return result;
}

static void expect_complaints(const RunOptions *options, const char *expected)
{
    Arena arena = { 0 };
    Complaints complaints = { .arena = &arena };
    selection_make(&arena, load_pack(&arena, shop), options, &complaints);
    assert_str(complaints_text(&arena, &complaints), expected);
    arena_free(&arena);
}

static void test_wrong_options_all_at_once(void **state)
{
    (void) state;
    const Str only[] = { STR("enuogh"), STR("in-*") }, set[] = { STR("leest=3"), STR("least=many"), STR("least") };
    RunOptions options = { .as_of = AS_OF, .has_gate = true, .gate = STR("snet"), .only = { only, 2 }, .set = { set, 3 } };
    expect_complaints(&options, "|no procedure of the pack has a step 'snet'|did you mean 'sent'?\n"
                                "|no rule of the pack is called 'enuogh'|did you mean 'enough'?\n"
                                "|the pack has no parameter 'leest'|did you mean 'least'?\n"
                                "|the parameter 'least' is of type int, which 'many' is not|\n"
                                "|'least' sets no parameter: write name=value|\n");
}

static void test_days(void **state)
{
    (void) state;
    expect_complaints(&(RunOptions) { 0 }, "|the day on which the batch is judged must be given|\n");
    expect_complaints(&(RunOptions) { .as_of = -1 }, "|the day on which the batch is judged is not a day of the calendar|\n");
    expect_complaints(&(RunOptions) { .as_of = AS_OF, .on = AS_OF }, "|a day for a step was given, but not which step|\n");
}

static void test_selection(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, shop);
    Complaints complaints = { .arena = &arena };
    const Str only[] = { STR("*-*"), STR("enough") }, skip[] = { STR("in-*") }, set[] = { STR("least = 9") };
    RunOptions options = {
        .as_of = AS_OF, .only = { only, 2 }, .skip = { skip, 1 }, .set = { set, 1 }, .has_gate = true, .gate = STR("sent")
    };
    Selection selection = selection_make(&arena, pack, &options, &complaints);
    assert_int_equal(complaints.errors, 0);
    assert_true(selection.selected[pack_find_rule(pack, STR("enough"))]);
    assert_true(selection.selected[BUILTIN_DUPLICATE_KEY]);
    assert_false(selection.selected[pack_find_rule(pack, STR("in-time"))]);
    assert_false(selection.selected[pack_find_rule(pack, STR("divides"))]);
    assert_int_equal(selection.set[0].i, 9);
    assert_int_equal(selection.gate_step, 1);
    assert_int_equal(selection.on, AS_OF);
    arena_free(&arena);
}

/* ---- files of a batch */

typedef struct {
    char folder[64];
} Folder;

static int make_folder(void **state)
{
    Folder *folder = malloc(sizeof *folder);
    snprintf(folder->folder, sizeof folder->folder, "/tmp/duly-run-XXXXXX");
    *state = folder;
    return mkdtemp(folder->folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    Arena arena = { 0 };
    Folder *folder = *state;
    Names names = { 0 };
    Str problem = { 0 };
    folder_names(&arena, folder->folder, &names, &problem);
    for (size_t i = 0; i < names.count; i++)
        unlink(path_join(&arena, str_of(folder->folder), names.at[i]).at);
    rmdir(folder->folder);
    arena_free(&arena);
    free(folder);
    return 0;
}

static Str add_file(Arena *arena, const Folder *folder, const char *name)
{
    Str path = path_join(arena, str_of(folder->folder), str_of(name));
    FILE *file = fopen(path.at, "w");
    assert_non_null(file);
    fputs("id\na\n", file);
    fclose(file);
    return path;
}

/* The files found, as "table=name" without the folder, and the complaints, the folder written as @. */
static void expect_files(Arena *arena, const Folder *folder, const RunOptions *options, const char *expected)
{
    Complaints complaints = { .arena = arena };
    BatchFiles files = batchfiles_find(arena, load_pack(arena, shop), options, NULL, &complaints);
    Text out = { 0 };
    for (size_t i = 0; i < files.count; i++)
        text_format(&out, "%u=%.*s\n", files.at[i].table, STR_ARG(files.at[i].path));
    text_add(&out, complaints_text(arena, &complaints));
    Text shown = { 0 };
    Str all = text_str(&out), name = str_of(folder->folder);
    for (size_t at = 0; at < all.len;) {
        bool here = str_starts_with(str_slice(all, at, all.len), name);
        text_add(&shown, here ? STR("@") : str_slice(all, at, at + 1));
        at += here ? name.len : 1;
    }
    assert_text(&shown, expected);
    text_free(&shown);
    text_free(&out);
}

static void test_folder(void **state)
{
    Arena arena = { 0 };
    const Folder *folder = *state;
    add_file(&arena, folder, "items.csv");
    add_file(&arena, folder, ".items.json");
    add_file(&arena, folder, "notes.md");
    Str batch = str_of(folder->folder);
    RunOptions options = { .batch = { &batch, 1 } };
    expect_files(&arena, folder, &options, "0=@/items.csv\n");
    add_file(&arena, folder, "buyers.ndjson");
    expect_files(&arena, folder, &options, "0=@/items.csv\n1=@/buyers.ndjson\n");
    add_file(&arena, folder, "items.json");
    expect_files(&arena, folder, &options, "0=@/items.csv\n0=@/items.json\n1=@/buyers.ndjson\n");
    Str named = arena_format(&arena, "item=%s/items.json", folder->folder);
    options.table_files = (Strs) { &named, 1 };
    expect_files(&arena, folder, &options, "0=@/items.json\n1=@/buyers.ndjson\n");
    arena_free(&arena);
}

static void test_folder_without_files(void **state)
{
    Arena arena = { 0 };
    const Folder *folder = *state;
    add_file(&arena, folder, "item.csv");
    Str batch = str_of(folder->folder);
    RunOptions options = { .batch = { &batch, 1 } };
    Complaints complaints = { .arena = &arena };
    batchfiles_find(&arena, load_pack(&arena, shop), &options, NULL, &complaints);
    assert_int_equal(complaints.errors, 1);
    Str message = complaints.list.at[0].message;
    assert_int_not_equal(str_find(message, STR("the folder holds no table's file (items, buyers"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(message, STR("there is: item.csv"), 0), SIZE_MAX);
    assert_str(complaints.list.at[0].hint, "'item.csv' is there: did you mean 'items.csv'?");
    arena_free(&arena);
}

static void test_files(void **state)
{
    Arena arena = { 0 };
    const Folder *folder = *state;
    Str batch[] = { add_file(&arena, folder, "buyer.CSV"), add_file(&arena, folder, "items.tsv") };
    RunOptions options = { .batch = { batch, 2 } };
    expect_files(&arena, folder, &options, "0=@/items.tsv\n1=@/buyer.CSV\n");
    batch[0] = add_file(&arena, folder, "autumn.csv");
    expect_files(&arena, folder, &options,
                 "0=@/items.tsv\n"
                 "@/autumn.csv|neither its name nor its headings tell which table it holds|say so: --table NAME=@/autumn.csv, where NAME "
                 "is one of item, "
                 "buyer\n");
    batch[0] = STR("/nowhere/items.csv");
    expect_files(&arena, folder, &options, "0=@/items.tsv\n/nowhere/items.csv|there is no such file or folder|\n");
    Str tables[] = { STR("itme=x.csv"), STR("item") };
    options = (RunOptions) { .table_files = { tables, 2 } };
    expect_files(&arena, folder, &options,
                 "|the pack has no table 'itme'|did you mean 'item'?\n"
                 "x.csv|there is no such file or folder|\n"
                 "|'item' names no table's file: write table=path|\n");
    arena_free(&arena);
}

static void test_absent_table_is_told(void **state)
{
    Arena arena = { 0 };
    const Folder *folder = *state;
    Str batch = add_file(&arena, folder, "buyers.csv");
    RunOptions options = { .batch = { &batch, 1 } };
    expect_files(&arena, folder, &options,
                 "1=@/buyers.csv\n|the batch has no file for the table 'item' (items): its rules are judged on nothing|\n");
    expect_files(&arena, folder, &(RunOptions) { 0 }, "|no batch was named: give a folder or files|\n");
    arena_free(&arena);
}

/* ---- the size of batches */

static void add_record(Text *out, const RecordResult *record)
{
    text_format(out, "%.*s %d %d", STR_ARG(record->key), (int) record->verdict, record->earliest);
    for (uint32_t i = 0; i < record->finding_count; i++) {
        const Finding *finding = &record->findings[i];
        text_format(out, " [%u %d %llu %d %.*s|%.*s", finding->rule, (int) finding->outcome, (unsigned long long) finding->line,
                    finding->clears_on, STR_ARG(finding->message), STR_ARG(finding->fingerprint));
        for (uint32_t c = 0; c < finding->cell_count; c++)
            text_format(out, "|%u=%.*s@%u", finding->cells[c].field, STR_ARG(finding->cells[c].value), finding->cells[c].column);
        text_add_char(out, ']');
    }
    text_add_char(out, '\n');
}

static void add_batch(void *context, const Sheet *sheet)
{
    for (uint32_t i = 0; i < sheet->result->record_count; i++)
        add_record(context, &sheet->result->records[i]);
}

/* A roster in which every kind of outcome comes up, not in step with any size of batch. */
static void write_roster(Text *out, unsigned rows)
{
    uint64_t state = 7;
    text_add(out, STR("id,n,name,made_on,sent_on\n"));
    for (unsigned i = 0; i < rows; i++) {
        unsigned n = (unsigned) (next_random(&state) % 14);
        text_format(out, "K%u,", i);
        if (n < 12)
            text_format(out, "%u", n);
        text_format(out, "%s,name of some length %u,2003-01-15,", n == 13 ? "x" : "", i);
        unsigned sent = (unsigned) (next_random(&state) % 6);
        if (sent > 0)
            text_format(out, "2003-0%u-%02u", sent, sent == 1 ? 99 : sent * 5);
        text_add_char(out, '\n');
    }
}

static void test_batch_sizes(void **state)
{
    (void) state;
    static const uint32_t sizes[] = { 1024, 1, 7, 64, 1000 };
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, shop);
    PlanOptions options = audit(pack, AS_OF);
    const Plan *plan = plan_new(&arena, &options);
    Text csv = { 0 }, first = { 0 }, other = { 0 };
    write_roster(&csv, 2500);
    text_add_char(&csv, '\0');
    judge_csv(plan, csv.at, sizes[0], add_batch, &first);
    assert_true(first.len > 100000);
    for (size_t i = 1; i < COUNT(sizes); i++) {
        judge_csv(plan, csv.at, sizes[i], add_batch, &other);
        assert_true(str_equal(text_str(&first), text_str(&other)));
        text_clear(&other);
    }
    text_free(&csv);
    text_free(&first);
    text_free(&other);
    arena_free(&arena);
}

/* ---- labels */

static void add_messages(void *context, const Sheet *sheet)
{
    for (uint32_t i = 0; i < sheet->result->record_count; i++)
        for (uint32_t f = 0; f < sheet->result->records[i].finding_count; f++)
            text_format(context, "%.*s\n", STR_ARG(sheet->result->records[i].findings[f].message));
}

/* Values of an enum are told by their label, also where a message says what stands in place of an empty cell. */
static void test_labels(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Text out = { 0 };
    const Pack *pack = load_pack(
        &arena, "pack: {name: shop}\n"
                "tables: {item: {file: items, key: id, fields: {id: {type: string}, kind: {type: enum, values: {a: {en: first, zh: 甲},"
                " b: {en: second, zh: 乙}}}}}}\n"
                "rules: [{id: it, for: item, require: \"item.kind == 'a' && item.id == ''\", missing: violation,"
                " message: \"{item.kind} {item.?kind.orValue('无')}\"}]\n");
    PlanOptions options = audit(pack, date_pack(2003, 12, 31));
    options.language = STR("zh");
    judge_csv(plan_new(&arena, &options), "id,kind\n1,a\n2,b\n3,\n", BATCH_ROWS, add_messages, &out);
    assert_text(&out, "甲 甲\n乙 乙\n（缺） 无\n");
    text_free(&out);
    arena_free(&arena);
}

/* Many at once are what they are one by one. */
static void test_many_keys(void **state)
{
    (void) state;
    enum { MANY = 5000, DIFFERENT = 1500 };
    static Str texts[MANY];
    static uint64_t lines[MANY], firsts[MANY];
    Arena arena = { 0 };
    Keys plain = { 0 }, fast = { 0 };
    uint64_t random = 3;
    for (uint32_t i = 0; i < MANY; i++) {
        uint64_t number = next_random(&random) % DIFFERENT;
        texts[i] = number ? arena_format(&arena, "A%llu", (unsigned long long) number) : (Str) { 0 };
        lines[i] = i + 2;
    }
    for (uint32_t i = 0, some = 1; i < MANY; i += some, some = 1 + (uint32_t) (next_random(&random) % 100))
        keys_add_all(&fast, texts + i, lines + i, some < MANY - i ? some : MANY - i, firsts + i);
    for (uint32_t i = 0; i < MANY; i++)
        assert_int_equal(firsts[i], texts[i].len ? keys_add(&plain, texts[i], lines[i]) : 0);
    assert_int_equal(fast.count + fast.pages.words, plain.count + plain.pages.words);
    keys_free(&plain);
    keys_free(&fast);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_truth_table),
        cmocka_unit_test(test_count),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_many_keys),
        cmocka_unit_test(test_identity),
        cmocka_unit_test(test_identity_is_stable),
        cmocka_unit_test(test_globs),
        cmocka_unit_test(test_wrong_options_all_at_once),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_selection),
        cmocka_unit_test_setup_teardown(test_folder, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(test_folder_without_files, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(test_files, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(test_absent_table_is_told, make_folder, drop_folder),
        cmocka_unit_test(test_batch_sizes),
        cmocka_unit_test(test_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
