/* Rules about groups: what functions come to, which records belong to a group, what is told, and that batches do not show. */
#include "rounds.h"

#include "run/groupbytes.h"
#include "run/groupjudge.h"

#define TABLE                                                                                 \
    "pack: {name: library}\n"                                                                 \
    "parameters:\n"                                                                           \
    "  most: [{from: 2003-06-01, value: 2}]\n"                                                \
    "tables:\n"                                                                               \
    "  loan:\n"                                                                               \
    "    key: id\n"                                                                           \
    "    fields:\n"                                                                           \
    "      id: {type: string}\n"                                                              \
    "      reader: {type: ref, table: reader}\n"                                              \
    "      kind: {type: enum, values: {a: {en: first, zh: 甲}, b: {en: second, zh: 乙}}}\n" \
    "      fee: {type: double}\n"                                                             \
    "      pages: {type: int}\n"                                                              \
    "      lent_on: {type: date}\n"                                                           \
    "      out: {type: bool}\n"                                                               \
    "      secret: {type: string, private: true}\n"                                           \
    "  reader:\n"                                                                             \
    "    key: id\n"                                                                           \
    "    fields: {id: {type: string}, limit: {type: int}}\n"                                  \
    "rules:\n"

static const char *const library[] = {
    "id,reader,kind,fee,pages,lent_on,out,secret\n"
    "L1,R1,a,1.5,10,2003-11-03,yes,x\n"
    "L2,R2,b,2,20,2003-11-04,no,y\n"
    "L3,R1,a,0.25,-5,2003-12-03,no,x\n"
    "L4,R1,b,,30,2003-11-05,yes,z\n"
    "L5,,a,1,40,2003-11-06,,x\n"
    "L6,R2,a,4,20,2003-11-07,no,\n"
    ",R3,a,8,9223372036854775807,2003-11-08,no,y\n"
    "L8,R3,b,16,1,2003-11-09,no,x\n",
    "id,limit\nR1,1\nR2,\n",
};

typedef struct {
    const Plan *plan;
    Arena arena;
    Groups groups;
    Text out;
    bool in_pieces; /* the groups of each batch are written down, and joined with those before it */
} Told;

/* The last group first: in which order they are written is nobody's business. */
static void join_written(Told *told, const Sheet *sheet)
{
    const GroupPlan *plan = &sheet->table->groups[0];
    Groups *piece = arena_new(&told->arena, Groups);
    groups_join(&told->arena, piece, plan, &sheet->result->groups[0], sheet->sides);
    for (uint32_t number = groups_count(piece); number-- > 0;) {
        Text bytes = { 0 };
        groups_write(&bytes, piece, plan, number);
        assert_true(groups_take(&told->arena, &told->groups, plan, text_str(&bytes), 0));
        for (size_t len = 0; len < bytes.len; len++) {
            Arena arena = { 0 };
            Groups cut = { 0 };
            assert_false(groups_take(&arena, &cut, plan, str_slice(text_str(&bytes), 0, len), 0));
            arena_free(&arena);
        }
        text_free(&bytes);
    }
}

static void join(void *context, const Sheet *sheet)
{
    Told *told = context;
    if (told->in_pieces) {
        join_written(told, sheet);
        return;
    }
    groups_join(&told->arena, &told->groups, &sheet->table->groups[0], &sheet->result->groups[0], sheet->sides);
}

static void add_record(Text *out, const FindingRecord *record, bool more)
{
    text_format(out, "%s%.*s", more ? " " : "", STR_ARG(record->key));
    if (record->by_place)
        text_format(out, ":%llu", (unsigned long long) record->line);
}

/* "reader=R1 V [L1 L3]: message"; a record that its key does not tell stands with its line: "L2:3". */
static void add_finding(void *context, const Finding *finding)
{
    Told *told = context;
    for (uint32_t i = 0; i < finding->group_count; i++)
        text_format(&told->out, "%.*s=%.*s ", STR_ARG(finding->group[i].name), STR_ARG(finding->group[i].value));
    text_format(&told->out, "%c [", "PVU-W"[finding->outcome]);
    for (uint32_t i = 0; i < finding->record_count; i++)
        add_record(&told->out, &finding->records[i], i > 0);
    text_format(&told->out, "]: %.*s\n", STR_ARG(finding->message));
}

static void judge(const PlanOptions *options, const char *const *csv, uint32_t batch_rows, Told *told)
{
    static const char *const names[] = { "P", "V", "U", "-", "W" };
    told->plan = plan_new(&told->arena, options);
    const TablePlan *table = &told->plan->tables[0];
    uint64_t counts[OUTCOME_COUNT] = { 0 };
    assert_int_equal(table->group_count, 1);
    judge_csvs(told->plan, csv, batch_rows, join, told);
    if (table->groups[0].grouping->key_count == 0)
        groups_at(&told->arena, &told->groups, &table->groups[0], NULL);
    GroupJudge groups = {
        .plan = told->plan, .table = table, .rule = &table->groups[0], .groups = &told->groups, .context = told, .finding = add_finding
    };
    groups_judge(&groups, counts);
    for (Outcome outcome = 0; outcome < OUTCOME_COUNT; outcome++)
        if (counts[outcome])
            text_format(&told->out, "%s%llu", names[outcome], (unsigned long long) counts[outcome]);
}

/* What is told of a rule, and the numbers of outcomes behind it; the same whatever the size of batches. */
static void expect_with(const PlanOptions *changed, const char *const *csv, const char *rule, const char *expected)
{
    static const uint32_t sizes[] = { 1, 3, BATCH_ROWS };
    for (size_t i = 0; i < 2 * COUNT(sizes); i++) {
        Told told = { .in_pieces = i >= COUNT(sizes) };
        const char *text = arena_format(&told.arena, "%s- id: r\n  for: loan\n  %s\n", TABLE, rule).at;
        PlanOptions options = audit(load_pack(&told.arena, text), date_pack(2003, 12, 31));
        options.language = changed ? changed->language : STR("en");
        options.redact = changed && changed->redact;
        options.as_of = changed && changed->as_of ? changed->as_of : options.as_of;
        judge(&options, csv, sizes[i % COUNT(sizes)], &told);
        assert_text(&told.out, expected);
        text_free(&told.out);
        arena_free(&told.arena);
    }
}

static void expect(const char *rule, const char *expected)
{
    expect_with(NULL, library, rule, expected);
}

/* ---- functions */

/* The value of an expression about the whole table, or why it has none. */
static void comes_to(const char *expression, const char *value)
{
    Arena arena = { 0 };
    const char *rule =
        arena_format(&arena, "group_by: {}\n  require: \"string(%s) == ''\"\n  message: \"{%s}\"", expression, expression).at;
    const char *out = arena_format(&arena, "V [L1 L2 L3 L4 L5 L6 :8 L8]: %s\nV1", value).at;
    expect(rule, out);
    arena_free(&arena);
}

static void test_functions(void **state)
{
    (void) state;
    comes_to("count()", "8");
    comes_to("count(loan.kind == 'a')", "5");
    comes_to("count(has(loan.fee))", "7");
    comes_to("sum(loan.?fee.orValue(0.0))", "32.75");
    comes_to("avg(loan.kind == 'a' ? 1 : 3)", "1.75");
    comes_to("avg(loan.?fee.orValue(0.0))", "4.09375");
    comes_to("min(loan.lent_on)", "2003-11-03");
    comes_to("max(loan.lent_on)", "2003-12-03");
    comes_to("min(loan.pages)", "-5");
    comes_to("max(loan.?secret.orValue(''))", "z");
    comes_to("min(loan.kind)", "a");
    comes_to("distinct(loan.kind)", "2");
    comes_to("distinct(loan.lent_on.month())", "2");
    comes_to("distinct(loan.?fee.orValue(-0.0) * 0.0)", "1");
    comes_to("sum(loan.pages / 1000)", "9223372036854775");
    comes_to("sum(uint(loan.pages < 0 ? 0 : 1))", "7");
    comes_to("sum(duration('1s'))", "8s");
    comes_to("count() * 100 / count(loan.kind == 'b')", "266");
    comes_to("max(loan.lent_on) - min(loan.lent_on)", "30 days");
}

/* Sums are exact on the way: only what they come to must fit. */
static void test_large_sums(void **state)
{
    (void) state;
    expect("group_by: {}\n  require: sum(loan.pages) > 0",
           "U [L1 L2 L3 L4 L5 L6 :8 L8]: cannot be decided: sum(loan.pages) overflows: it lies outside the range of whole numbers\nU1");
    comes_to("sum(loan.pages > 100 ? loan.pages : loan.pages - 17)", "9223372036854775804");
    comes_to("avg(loan.pages > 100 ? 1 : 0)", "0.125");
}

/* ---- groups */

static void test_groups(void **state)
{
    (void) state;
    expect("group_by: {reader: loan.reader.id}\n  require: count() < 3\n  message: \"{reader} {count()} {sum(loan.pages)}\"",
           "reader=R1 V [L1 L3 L4]: R1 3 35\n"
           "reader=(missing) U [L5]: cannot be decided: L5: reader is empty\n"
           "P2V1U1");
    expect("group_by: {kind: loan.kind, month: loan.lent_on.monthStart()}\n  require: count() < 3",
           "kind=a month=2003-11-01 V [L1 L5 L6 :8]: r: count() = 4\n"
           "kind=b month=2003-11-01 V [L2 L4 L8]: r: count() = 3\nP1V2");
    expect("when: loan.lent_on.month() == 12\n  group_by: loan.reader.id\n  require: false", "reader=R1 V [L3]: r\nV1");
    expect("group_by: {limit: loan.reader.limit}\n  require: false",
           "limit=1 V [L1 L3 L4]: r\n"
           "limit=(missing) U [L2 L5 L6 :8 L8]: cannot be decided: L2: limit of reader 'R2' is empty\nV1U1");
    expect("when: false\n  group_by: {}\n  require: count() > 0", "V []: r: count() = 0\nV1");
    expect("when: false\n  group_by: {k: loan.kind}\n  require: count() > 0", "");
}

static void test_unique(void **state)
{
    (void) state;
    expect("unique: loan.secret", "secret=x V [L1 L3 L5 L8]: 4 records have x in common\n"
                                  "secret=y V [L2 :8]: 2 records have y in common\nP1V2");
    expect("unique: [loan.reader.id, loan.kind]", "reader=R1 kind=a V [L1 L3]: 2 records have R1, a in common\nP5V1");
    expect("unique: {month: loan.lent_on.monthStart()}\n  when: loan.kind == 'b'\n  message: \"{month}: {count()}\"",
           "month=2003-11-01 V [L2 L4 L8]: 2003-11-01: 3\nV1");
}

/* ---- what is not there */

static void test_missing(void **state)
{
    (void) state;
    expect("group_by: {reader: loan.reader.id}\n  when: has(loan.reader)\n  require: sum(loan.fee) > 1.0",
           "reader=R1 U [L1 L3 L4]: cannot be decided: L4: fee is empty\nP1U1");
    expect("group_by: {reader: loan.reader.id}\n  when: has(loan.reader)\n  require: count() < 3 || sum(loan.fee) > 1.0",
           "reader=R1 U [L1 L3 L4]: cannot be decided: L4: fee is empty\nP1U1");
    expect("group_by: {reader: loan.reader.id}\n  when: has(loan.reader)\n  require: count() > 0 || sum(loan.fee) > 1.0", "P2");
    expect("group_by: {}\n  when: loan.out\n  require: count() > 0", "U [L1 L4 L5]: cannot be decided: L5: out is empty\nU1");
    expect("group_by: {}\n  when: loan.out\n  missing: violation\n  require: count() > 0\n  message: \"{count()}\"", "V [L1 L4 L5]: 2\nV1");
    expect("group_by: {}\n  when: loan.out\n  missing: pass\n  require: false", "P1");
    expect("when: false\n  group_by: {}\n  require: avg(loan.fee) > 0.0", "U []: cannot be decided: avg(loan.fee) has no value\nU1");
    expect("group_by: {}\n  require: 1 / count(loan.pages > 9223372036854775806) == 1 && 7 / (count() - 8) == 0",
           "U [L1 L2 L3 L4 L5 L6 :8 L8]: cannot be decided: 7 cannot be divided by 0 in `7 / (count() - 8)`\nU1");
}

static void test_parameters(void **state)
{
    (void) state;
    PlanOptions early = { .as_of = date_pack(2003, 5, 31), .language = STR("en") };
    expect("group_by: {}\n  require: count() <= params.most\n  message: \"{count()} > {params.most} on {as_of}\"",
           "V [L1 L2 L3 L4 L5 L6 :8 L8]: 8 > 2 on 2003-12-31\nV1");
    expect_with(&early, library, "group_by: {}\n  require: count() <= params.most",
                "U [L1 L2 L3 L4 L5 L6 :8 L8]: cannot be decided: the parameter most has no value for that day\nU1");
}

/* ---- what is told */

static void test_languages(void **state)
{
    (void) state;
    PlanOptions chinese = { .language = STR("zh") };
    expect_with(&chinese, library, "group_by: {kind: loan.kind}\n  require: count() < 4\n  message: \"{kind} {max(loan.kind)}\"",
                "kind=甲 V [L1 L3 L5 L6 :8]: 甲 甲\nP1V1");
    expect_with(&chinese, library, "unique: loan.kind", "kind=甲 V [L1 L3 L5 L6 :8]: 甲重复5次\nkind=乙 V [L2 L4 L8]: 乙重复3次\nV2");
}

static void test_redacted(void **state)
{
    (void) state;
    PlanOptions redacted = { .language = STR("en"), .redact = true };
    expect_with(&redacted, library, "unique: loan.secret",
                "secret=[private] V [L1 L3 L5 L8]: 4 records have [private] in common\n"
                "secret=[private] V [L2 :8]: 2 records have [private] in common\nP1V2");
    expect_with(&redacted, library,
                "group_by: {}\n  when: has(loan.secret)\n  require: max(loan.secret) == 'w'\n  message: "
                "\"{max(loan.secret)} {count(loan.secret == 'x')}\"",
                "V [L1 L2 L3 L4 L5 :8 L8]: [private] 4\nV1");
}

/* Of many records the first hundred are named, in the order of the file. */
static void test_many_records(void **state)
{
    (void) state;
    Text csv = { 0 }, expected = { 0 };
    text_add(&csv, STR("id,kind\n"));
    text_add(&expected, STR("kind=a V ["));
    for (unsigned i = 0; i < 1500; i++) {
        text_format(&csv, "N%u,%s\n", i, i % 2 ? "a" : "b");
        if (i % 2 && i < 2 * GROUP_RECORDS)
            text_format(&expected, "%sN%u", i > 1 ? " " : "", i);
    }
    text_add(&expected, STR("]: 750\nP1V1"));
    text_add_char(&csv, '\0');
    text_add_char(&expected, '\0');
    const char *const tables[] = { csv.at, NULL };
    expect_with(NULL, tables, "group_by: loan.kind\n  require: count() != 750 || kind == 'b'\n  message: \"{count()}\"", expected.at);
    text_free(&csv);
    text_free(&expected);
}

/* ---- beside a plain way to the same */

enum { TRIAL_ROWS = 2500, SPELLINGS = 2 };

typedef struct {
    unsigned key; /* 0: empty */
    unsigned spelling;
    bool applies, unknown; /* unknown: nobody knows whether it applies */
} TrialRow;

static void add_key(Text *out, TrialRow row)
{
    static const char *const spellings[SPELLINGS] = { "k%04u", "\xEF\xBD\x8B%04u" };
    if (row.key > 0)
        text_format(out, spellings[row.spelling], row.key);
}

static void make_rows(TrialRow *rows, uint64_t seed, unsigned keys, Text *csv)
{
    text_add(csv, STR("id,secret,out\n"));
    for (uint32_t i = 0; i < TRIAL_ROWS; i++) {
        uint64_t dice = next_random(&seed);
        rows[i] = (TrialRow) { .key = dice >> 8 & 15 ? 1 + (unsigned) (dice >> 32) % keys : 0,
                               .spelling = (dice >> 16 & 7) == 0,
                               .applies = (dice & 7) > 0,
                               .unknown = (dice & 255) == 9 };
        text_format(csv, "N%u,", i);
        add_key(csv, rows[i]);
        text_format(csv, ",%s\n", rows[i].unknown ? "" : rows[i].applies ? "yes" : "no");
    }
    text_add_char(csv, '\0');
}

typedef struct {
    Text shown, line;
} TrialGroup;

static int compare_trials(const void *left, const void *right)
{
    const TrialGroup *a = left, *b = right;
    return str_compare(text_str(&a->shown), text_str(&b->shown));
}

/* Looks through all rows for each key. */
static void add_trial(TrialGroup *group, const TrialRow *rows, unsigned key, unsigned most, unsigned outcomes[3])
{
    unsigned count = 0, first_unknown = TRIAL_ROWS;
    Text records = { 0 };
    for (uint32_t i = 0; i < TRIAL_ROWS; i++) {
        if (rows[i].key != key || !(rows[i].applies || rows[i].unknown))
            continue;
        if (group->shown.len == 0)
            add_key(&group->shown, rows[i]);
        text_format(&records, "%sN%u", records.len ? " " : "", i);
        first_unknown = rows[i].unknown && first_unknown == TRIAL_ROWS ? i : first_unknown;
        count += !rows[i].unknown;
    }
    unsigned outcome = first_unknown < TRIAL_ROWS ? 2 : count > most;
    outcomes[outcome] += records.len > 0;
    if (outcome == 1)
        text_format(&group->line, "secret=%.*s V [%.*s]: %u\n", STR_ARG(text_str(&group->shown)), STR_ARG(text_str(&records)), count);
    if (outcome == 2)
        text_format(&group->line, "secret=%.*s U [%.*s]: cannot be decided: N%u: out is empty\n", STR_ARG(text_str(&group->shown)),
                    STR_ARG(text_str(&records)), first_unknown);
    text_free(&records);
}

static void expect_plainly(uint64_t seed, unsigned keys, unsigned most)
{
    static TrialRow rows[TRIAL_ROWS];
    unsigned outcomes[3] = { 0 };
    Text csv = { 0 }, expected = { 0 }, rule = { 0 };
    TrialGroup *groups = calloc(keys, sizeof *groups);
    make_rows(rows, seed, keys, &csv);
    for (unsigned key = 1; key <= keys; key++)
        add_trial(&groups[key - 1], rows, key, most, outcomes);
    qsort(groups, keys, sizeof *groups, compare_trials);
    for (unsigned i = 0; i < keys; i++) {
        text_add(&expected, text_str(&groups[i].line));
        text_free(&groups[i].shown);
        text_free(&groups[i].line);
    }
    for (unsigned i = 0; i < 3; i++)
        if (outcomes[i])
            text_format(&expected, "%c%u", "PVU"[i], outcomes[i]);
    text_add_char(&expected, '\0');
    text_format(&rule, "when: loan.out && has(loan.secret)\n  group_by: loan.secret\n  require: count() <= %u\n  message: \"{count()}\"%c",
                most, 0);
    const char *const tables[] = { csv.at, NULL };
    expect_with(NULL, tables, rule.at, expected.at);
    free(groups);
    text_free(&csv);
    text_free(&expected);
    text_free(&rule);
}

static void test_beside_a_plain_way(void **state)
{
    (void) state;
    expect_plainly(1, 2000, 1);
    expect_plainly(2, 2000, 2);
    expect_plainly(3, 700, 3);
    expect_plainly(4, 300, 10);
    expect_plainly(5, 2000, 0);
    expect_plainly(6, 2000, 100);
}

/* ---- what is taken straight from columns, beside what is looked at record by record */

static bool same_gathered_value(Value a, Value b)
{
    return a.kind == b.kind && a.status == b.status && (a.kind == KIND_ERROR || value_equal(a, b));
}

static void same_texts(const GatheredText *a, size_t count, const GatheredText *b, size_t other)
{
    assert_int_equal(count, other);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(a[i].index, b[i].index);
        assert_true(str_equal(a[i].text, b[i].text));
    }
}

static void same_gathered(const GroupPlan *plan, const Gathered *quick, const Gathered *plain)
{
    assert_int_equal(quick->count, plain->count);
    for (uint32_t i = 0; i < quick->count; i++) {
        assert_int_equal(quick->rows[i], plain->rows[i]);
        assert_true(str_equal(gathered_key(quick, i), gathered_key(plain, i)));
        assert_int_equal(gathered_tag(quick, i), gathered_tag(plain, i));
        assert_int_equal(quick->doubts[i], plain->doubts[i]);
        assert_int_equal(quick->holds[i], plain->holds[i]);
        assert_int_equal(quick->reasons[i], plain->reasons[i]);
        for (size_t k = 0; k < plan->grouping->aggregates.list.count && !plain->doubts[i]; k++)
            assert_true(!plain->values[k] || same_gathered_value(quick->values[k][i], plain->values[k][i]));
    }
    same_texts(quick->shown.at, quick->shown.count, plain->shown.at, plain->shown.count);
    same_texts(quick->troubles.at, quick->troubles.count, plain->troubles.at, plain->troubles.count);
}

typedef struct {
    uint32_t usual, all;
} Gatherings;

static void gather_again(void *context, const Sheet *sheet)
{
    Gatherings *count = context;
    const Gathered *quick = sheet->result->groups;
    Sheet plainly = *sheet; /* the program has run: its columns are gathered from once more */
    gather_groups_plainly(&plainly);
    for (uint32_t i = 0; i < sheet->table->group_count; i++) {
        same_gathered(&sheet->table->groups[i], &quick[i], &sheet->result->groups[i]);
        count->usual += quick[i].is_usual;
        count->all++;
    }
}

/* Mostly plain cells; blank, full-width, cut off and damaged ones among them, more of these the higher `oddity`. */
static const char *random_loans(Arena *arena, uint64_t *random, uint64_t oddity)
{
    static const char *const odd[] = { "",
                                       " ",
                                       "x",
                                       "Ｒ１",
                                       " R1 ",
                                       "\xFF",
                                       "2003-02-30",
                                       "是",
                                       "9223372036854775808",
                                       "R\xC2\xA0"
                                       "1",
                                       "#N/A",
                                       "\"a\n\"" };
    Text csv = text_in(arena);
    text_add(&csv, STR("id,reader,kind,fee,pages,lent_on,out,secret\n"));
    for (int row = 0; row < 200; row++) {
        const char *cells[8];
        for (int i = 0; i < 8; i++)
            cells[i] = next_random(random) % 100 < oddity ? odd[next_random(random) % COUNT(odd)] : NULL;
        text_format(&csv, "%s,%s,%s,%s,%s,%s,%s,%s\n", cells[0] ? cells[0] : arena_format(arena, "L%d", row).at,
                    cells[1] ? cells[1] : arena_format(arena, "R%u", (unsigned) (next_random(random) % 9)).at,
                    cells[2]                  ? cells[2]
                    : next_random(random) % 2 ? "a"
                                              : "b",
                    cells[3] ? cells[3] : "1.5", cells[4] ? cells[4] : arena_format(arena, "%u", (unsigned) (next_random(random) % 50)).at,
                    cells[5] ? cells[5] : arena_format(arena, "2003-%02u-07", (unsigned) (1 + next_random(random) % 12)).at,
                    cells[6] ? cells[6] : "yes", cells[7] ? cells[7] : "s");
    }
    text_add_char(&csv, 0);
    return csv.at;
}

static void test_gathered_plainly(void **state)
{
    (void) state;
    static const char *const rules =
        "- {id: one, for: loan, group_by: {id: loan.id}, require: count() == 1}\n"
        "- {id: two, for: loan, when: 'loan.pages > 9', group_by: {id: loan.id}, require: count() == 1}\n"
        "- {id: three, for: loan, group_by: {month: loan.lent_on.monthStart(), kind: loan.kind}, require: 'distinct(loan.reader.id) < 3'}\n"
        "- {id: four, for: loan, group_by: {pages: loan.pages}, require: 'count(loan.out) < 2 && sum(loan.fee) < 9.0 && count(loan.pages > "
        "3) < 4'}\n"
        "- {id: five, for: loan, group_by: {fee: loan.fee}, require: max(loan.lent_on) < as_of}\n"
        "- {id: six, for: loan, unique: loan.secret}\n";
    Gatherings count = { 0 };
    uint64_t random = 3;
    for (uint64_t round = 0; round < 60; round++) {
        Arena arena = { 0 };
        const Pack *pack = load_pack(&arena, arena_format(&arena, "%s%s", TABLE, rules).at);
        PlanOptions options = audit(pack, date_pack(2003, 12, 31));
        const char *csv[] = { random_loans(&arena, &random, round % 3 * 3), "id,limit\nR1,1\nR2,\nR3,3\n" };
        judge_csvs(plan_new(&arena, &options), csv, round % 2 ? BATCH_ROWS : 37, gather_again, &count);
        arena_free(&arena);
    }
    assert_true(count.usual > 100 && count.usual < count.all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_functions),        cmocka_unit_test(test_large_sums),
        cmocka_unit_test(test_groups),           cmocka_unit_test(test_unique),
        cmocka_unit_test(test_missing),          cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_languages),        cmocka_unit_test(test_redacted),
        cmocka_unit_test(test_many_records),     cmocka_unit_test(test_beside_a_plain_way),
        cmocka_unit_test(test_gathered_plainly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
