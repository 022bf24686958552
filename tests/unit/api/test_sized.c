/* Structures of other versions: what a host fills is taken as far as both sides know it, what it has filled keeps its end, and what a run
   tells says how large it is. */
#include "told.h"

#include "api/duly_expr.h"
#include "report/duly_report.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const paths[] = { "fixtures/scholarship/batch" };
static duly_pack *pack;

static int open_pack(void **state)
{
    (void) state;
    pack = duly_pack_open("fixtures/scholarship/rules", NULL, NULL);
    return pack ? 0 : -1;
}

static int close_pack(void **state)
{
    (void) state;
    duly_pack_close(pack);
    return 0;
}

/* ---- what a host fills: each is put where there is room for a later version of it */

enum { ROOM = 8192 };

typedef union {
    size_t size;
    duly_sink sink;
    duly_check_options options;
    duly_reader reader;
    duly_test_sink test_sink;
    duly_test_options test_options;
    duly_pack_options pack_options;
    duly_draft_options draft_options;
    duly_source source;
    duly_report report;
    duly_file file;
    duly_rule rule;
    duly_step step;
    duly_pack_info info;
    duly_explanation explanation;
    duly_value value;
    duly_expr_scope scope;
    duly_expr_limits limits;
    duly_expr_function function;
    unsigned char bytes[ROOM];
} Given;

static Told told;
static const duly_sink listening = { .size = sizeof listening, .context = &told, .problem = tell_problem };

/* A smaller size than that of the whole leaves behind it what nobody may look at. */
static void fill(Given *given, size_t whole, size_t size, bool asks)
{
    unsigned char junk = size < whole ? 0xa5 : 0;
    for (size_t i = size < sizeof(size_t) ? whole : size; i < whole; i++)
        given->bytes[i] = junk;
    if (asks)
        given->bytes[size - 1] = 1;
    given->size = size;
}

#define GIVEN(what, ...)      \
    Given given = { 0 };      \
    given.what = __VA_ARGS__; \
    fill(&given, sizeof given.what, size, asks)

static duly_check_options options_now(void)
{
    return (duly_check_options) { .size = sizeof(duly_check_options), .batch = paths, .batch_count = 1, .as_of = { 2024, 12, 31 } };
}

static bool is_judged(duly_status status)
{
    assert_true(status == DULY_MISUSED || status == DULY_CLEAN || status == DULY_FOUND || status == DULY_INCOMPLETE);
    return status != DULY_MISUSED;
}

static bool try_sink(size_t size, bool asks)
{
    GIVEN(sink, (duly_sink) { .context = &told, .problem = tell_problem });
    const duly_check_options options = options_now();
    return is_judged(duly_check(pack, &options, &given.sink));
}

static bool try_options(size_t size, bool asks)
{
    GIVEN(options, options_now());
    return is_judged(duly_check(pack, &given.options, &listening));
}

static bool try_options_of_reports(size_t size, bool asks)
{
    GIVEN(options, options_now());
    return is_judged(duly_check_report(pack, &given.options, NULL, 0, &listening));
}

static bool try_options_of_streams(size_t size, bool asks)
{
    GIVEN(options, options_now());
    struct ArrowArrayStream verdicts;
    bool taken = is_judged(duly_check_arrow(pack, &given.options, &verdicts, NULL, &listening));
    if (verdicts.release)
        verdicts.release(&verdicts);
    return taken;
}

static void see_nothing(void *context, const duly_mapping *mapping)
{
    (void) context;
    assert_int_equal(mapping->size, sizeof *mapping);
    assert_int_equal(mapping->file->size, sizeof *mapping->file);
    for (size_t i = 0; i < mapping->column_count; i++)
        assert_int_equal(mapping->columns[i].size, sizeof *mapping->columns);
    for (size_t i = 0; i < mapping->lacking_count; i++)
        assert_int_equal(mapping->lacking[i].size, sizeof *mapping->lacking);
}

static bool try_options_of_a_map(size_t size, bool asks)
{
    GIVEN(options, options_now());
    return is_judged(duly_map(pack, &given.options, see_nothing, NULL, &listening));
}

static bool try_reader(size_t size, bool asks)
{
    GIVEN(reader, (duly_reader) { .context = &told });
    bool taken = duly_pack_read(pack, &given.reader) == DULY_CLEAN;
    if (!taken)
        text_add(&told.out, STR("nobody to tell"));
    return taken;
}

static bool try_test_sink(size_t size, bool asks)
{
    GIVEN(test_sink, (duly_test_sink) { .context = &told, .problem = tell_problem });
    return is_judged(duly_test(pack, &(duly_test_options) { .size = sizeof(duly_test_options) }, &given.test_sink));
}

static bool try_test_options(size_t size, bool asks)
{
    GIVEN(test_options, (duly_test_options) { .only_count = 0 });
    const duly_test_sink sink = { .size = sizeof sink, .context = &told, .problem = tell_problem };
    return is_judged(duly_test(pack, &given.test_options, &sink));
}

static bool try_pack_options(size_t size, bool asks)
{
    GIVEN(pack_options, (duly_pack_options) { .language = "en" });
    duly_pack *opened = duly_pack_open_as("fixtures/scholarship/rules", &given.pack_options, &listening);
    duly_pack_close(opened);
    return opened != NULL;
}

static void see_draft(void *context, const duly_draft *draft)
{
    (void) context;
    assert_int_equal(draft->size, sizeof *draft);
}

static bool try_draft_options(size_t size, bool asks)
{
    GIVEN(draft_options, (duly_draft_options) { .language = "en" });
    return is_judged(duly_draft_pack("fixtures/meeting-2003/applicants.csv", &given.draft_options, see_draft, NULL, &listening));
}

static bool try_source(size_t size, bool asks)
{
    static const char csv[] = "id\nS1\n";
    GIVEN(source, (duly_source) { .name = { "holders.csv", 11 }, .table = { "holder", 6 }, .bytes = csv, .byte_count = sizeof csv - 1 });
    duly_check_options options = options_now();
    options.batch_count = 0;
    options.sources = &given.source;
    options.source_count = 1;
    return is_judged(duly_check(pack, &options, &listening));
}

static bool take_bytes(void *context, const char *bytes, size_t len)
{
    (void) context;
    (void) bytes;
    (void) len;
    return true;
}

static bool try_report(size_t size, bool asks)
{
    GIVEN(report, (duly_report) { .format = "csv", .write = take_bytes });
    const duly_check_options options = options_now();
    return is_judged(duly_check_report(pack, &options, &given.report, 1, &listening));
}

static void see_row(void *context, const duly_row *row)
{
    (void) context;
    assert_int_equal(row->size, sizeof *row);
    for (size_t i = 0; i < row->cell_count; i++)
        assert_int_equal(row->cells[i].size, sizeof *row->cells);
}

static bool try_file(size_t size, bool asks)
{
    GIVEN(file, (duly_file) { .path = str_of("fixtures/scholarship/batch/holders.csv"), .table = str_of("holder") });
    return is_judged(duly_read(pack, &given.file, see_row, NULL, &listening));
}

static bool try_scope(size_t size, bool asks)
{
    static const duly_expr_variable variables[] = { { "n", "int" } };
    GIVEN(scope, (duly_expr_scope) { .variables = variables, .variable_count = 1 });
    duly_expr *expr = duly_expr_open(str_of("n + 1"), &given.scope, &listening);
    duly_expr_close(expr);
    return expr != NULL;
}

static bool try_limits(size_t size, bool asks)
{
    GIVEN(limits, (duly_expr_limits) { .rows = 2 });
    duly_expr *expr = duly_expr_open(str_of("1"), NULL, NULL);
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, &given.limits);
    if (!evaluator)
        text_add(&told.out, STR("nobody to tell"));
    duly_expr_evaluator_close(evaluator);
    duly_expr_close(expr);
    return evaluator != NULL;
}

static duly_expr_value give_one(void *context, duly_expr_call *call, const duly_expr_value *args)
{
    (void) context;
    (void) call;
    (void) args;
    return duly_expr_int(1);
}

static bool try_function(size_t size, bool asks)
{
    GIVEN(function, (duly_expr_function) { .name = "one", .params = "", .result = "int", .body = give_one });
    const duly_expr_scope scope = { .size = sizeof scope, .functions = &given.function, .function_count = 1 };
    duly_expr *expr = duly_expr_open(str_of("one()"), &scope, &listening);
    duly_expr_close(expr);
    return expr != NULL;
}

static const struct {
    const char *name;
    bool (*is_taken)(size_t size, bool asks);
    size_t least, size;
} all_given[] = {
#define ROW(type, last, function)                                                           \
    {                                                                                       \
#type, function, offsetof(type, last) + sizeof(((type *) NULL)->last), sizeof(type) \
    }
    ROW(duly_sink, problem, try_sink),
    ROW(duly_check_options, as_of, try_options),
    ROW(duly_check_options, as_of, try_options_of_reports),
    ROW(duly_check_options, as_of, try_options_of_streams),
    ROW(duly_check_options, as_of, try_options_of_a_map),
    ROW(duly_reader, field, try_reader),
    ROW(duly_test_sink, problem, try_test_sink),
    ROW(duly_test_options, only_count, try_test_options),
    ROW(duly_pack_options, language, try_pack_options),
    ROW(duly_draft_options, language, try_draft_options),
    ROW(duly_source, byte_count, try_source),
    ROW(duly_report, context, try_report),
    ROW(duly_file, table, try_file),
    ROW(duly_expr_scope, variable_count, try_scope),
    ROW(duly_expr_limits, rows, try_limits),
    ROW(duly_expr_function, context, try_function),
#undef ROW
};

/* Of callbacks with a size that they never had nothing is known: nobody is called. */
static bool may_be_told(size_t at, const char *why)
{
    return strcmp(why, "says a size that it never had") != 0 || !strstr(all_given[at].name, "_sink");
}

static void expect_refused(size_t at, size_t size, bool asks, const char *why)
{
    char sentence[100];
    text_clear(&told.out);
    if (all_given[at].is_taken(size, asks))
        fail_msg("%s of %zu bytes was taken", all_given[at].name, size);
    snprintf(sentence, sizeof sentence, "%s %s", all_given[at].name, why);
    Str heard = text_str(&told.out);
    bool is_told = str_equal(heard, STR("nobody to tell")) || str_find(heard, str_of(sentence), 0) != SIZE_MAX;
    if (may_be_told(at, why) ? !is_told : heard.len > 0)
        fail_msg("%s of %zu bytes: %.*s", all_given[at].name, size, SHOWN(heard));
}

static void expect_taken(size_t at, size_t size)
{
    text_clear(&told.out);
    if (!all_given[at].is_taken(size, false))
        fail_msg("%s of %zu bytes was not taken: %.*s", all_given[at].name, size, SHOWN(text_str(&told.out)));
}

static void test_given(void **state)
{
    (void) state;
    for (size_t i = 0; i < COUNT(all_given); i++) {
        size_t size = all_given[i].size;
        expect_taken(i, size);
        expect_taken(i, all_given[i].least);
        expect_taken(i, size + 24);
        expect_refused(i, size + 24, true, "is that of a later version");
        expect_refused(i, 0, false, "does not say its size");
        expect_refused(i, all_given[i].least - 1, false, "says a size that it never had");
        expect_refused(i, ROOM - 1, false, "says a size that it never had");
        expect_refused(i, SIZE_MAX, false, "says a size that it never had");
    }
    text_free(&told.out);
}

/* Older ones in an array: each stands where the one before it ends. */
static void test_arrays(void **state)
{
    (void) state;
    static const char csv[] = "id\nS1\n", more[] = "id\nS2\nS3\n";
    enum { OLD = offsetof(duly_source, byte_count) + sizeof(size_t) };
    const duly_source sources[] = {
        { .size = OLD, .name = str_of("a.csv"), .table = str_of("holder"), .bytes = csv, .byte_count = sizeof csv - 1 },
        { .size = OLD, .name = str_of("b.csv"), .table = str_of("holder"), .bytes = more, .byte_count = sizeof more - 1 },
    };
    unsigned char bytes[2 * OLD];
    memcpy(bytes, &sources[0], OLD);
    memcpy(bytes + OLD, &sources[1], OLD);
    duly_check_options options = options_now();
    options.batch_count = 0;
    options.sources = (const void *) bytes;
    options.source_count = 2;
    Told heard = { 0 };
    const duly_sink sink = { .size = sizeof sink, .context = &heard, .record = tell_record };
    duly_check(pack, &options, &sink);
    assert_int_equal(heard.records, 3);
    text_free(&heard.out);
}

/* ---- what a host has filled */

typedef bool Filler(Given *given);

static bool fill_rule(Given *given)
{
    return duly_pack_rule(pack, 0, &given->rule);
}

static bool fill_step(Given *given)
{
    return duly_pack_step(pack, 0, &given->step);
}

static bool fill_info(Given *given)
{
    return duly_pack_describe(pack, &given->info) == DULY_CLEAN;
}

static bool fill_explanation(Given *given)
{
    return duly_explain_at(0, &given->explanation);
}

static bool fill_value(Given *given)
{
    if (given->size < sizeof(duly_value) || given->size > ROOM)
        return duly_eval(str_of("1"), (duly_text) { 0 }, &given->value, NULL) != DULY_MISUSED;
    given->value.memory = NULL;
    return duly_schema(DULY_SCHEMA_WAIVERS, &given->value) == DULY_CLEAN;
}

static void expect_filled(Filler *filler, size_t least, size_t size)
{
    Given given;
    const size_t sizes[] = { least, size, size + 24 };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        memset(&given, 0xa5, sizeof given);
        given.size = sizes[i];
        assert_true(filler(&given));
        assert_int_equal(given.size, sizes[i]);
        assert_int_equal(given.bytes[sizes[i]], 0xa5); /* nothing behind its end */
        if (sizes[i] > size && filler != fill_value)
            assert_int_equal(given.bytes[size] | given.bytes[sizes[i] - 1], 0);
        if (filler == fill_value)
            duly_value_free(&given.value);
    }
    const size_t wrong[] = { 0, least - 1, ROOM - 1, SIZE_MAX };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        memset(&given, 0xa5, sizeof given);
        given.size = wrong[i];
        assert_false(filler(&given));
        assert_int_equal(given.bytes[sizeof(size_t)], 0xa5);
    }
}

static void test_filled(void **state)
{
    (void) state;
#define END(type, last) offsetof(type, last) + sizeof(((type *) NULL)->last), sizeof(type)
    expect_filled(fill_rule, END(duly_rule, line));
    expect_filled(fill_step, END(duly_step, optional));
    expect_filled(fill_info, END(duly_pack_info, is_default));
    expect_filled(fill_explanation, END(duly_explanation, right));
    expect_filled(fill_value, END(duly_value, memory));
#undef END
}

/* ---- what is told */

static unsigned seen;

#define SEE(thing)                                        \
    do {                                                  \
        assert_int_equal((thing)->size, sizeof *(thing)); \
        seen++;                                           \
    } while (0)
#define SEE_EACH(list, count)                                     \
    do {                                                          \
        for (size_t each = 0; each < (count); each++) {           \
            assert_ptr_equal(DULY_AT(list, each), &(list)[each]); \
            SEE(&(list)[each]);                                   \
        }                                                         \
    } while (0)

static void see_finding(void *context, const duly_finding *finding)
{
    (void) context;
    SEE(finding);
    SEE_EACH(finding->cells, finding->cell_count);
    SEE_EACH(finding->clauses, finding->clause_count);
    SEE_EACH(finding->records, finding->record_count);
    SEE_EACH(finding->columns, finding->column_count);
    if (finding->waiver)
        SEE(finding->waiver);
}

static void see_record(void *context, const duly_record *record)
{
    SEE(record);
    SEE_EACH(record->steps, record->step_count);
    for (size_t i = 0; i < record->finding_count; i++)
        see_finding(context, DULY_AT(record->findings, i));
}

static void see_run(void *context, const duly_run *run)
{
    (void) context;
    SEE(run);
    SEE_EACH(run->files, run->file_count);
    for (size_t i = 0; i < run->file_count; i++)
        SEE_EACH(run->files[i].passed, run->files[i].passed_count);
}

static void see_end(void *context, const duly_run *run, const duly_summary *summary)
{
    see_run(context, run);
    SEE(summary);
    SEE_EACH(summary->tables, summary->table_count);
    SEE_EACH(summary->rules, summary->rule_count);
    SEE_EACH(summary->assumptions, summary->assumption_count);
    SEE_EACH(summary->fixed, summary->fixed_count);
    SEE_EACH(summary->absent, summary->absent_count);
    if (summary->timings) {
        SEE(summary->timings);
        SEE_EACH(summary->timings->rules, summary->rule_count);
    }
}

static void see_interval(void *context, const duly_interval *interval)
{
    (void) context;
    SEE(interval);
}

static void see_statistic(void *context, const duly_statistic *statistic)
{
    (void) context;
    SEE(statistic);
    SEE_EACH(statistic->measures, statistic->measure_count);
    SEE_EACH(statistic->rows, statistic->row_count);
    for (size_t i = 0; i < statistic->row_count; i++)
        SEE_EACH(statistic->rows[i].figures, statistic->measure_count);
}

static void see_problem(void *context, const duly_problem *problem)
{
    (void) context;
    SEE(problem);
}

static const duly_sink seeing = {
    .size = sizeof seeing,
    .problem = see_problem,
    .begin = see_run,
    .finding = see_finding,
    .record = see_record,
    .end = see_end,
    .interval = see_interval,
    .statistic = see_statistic,
};

static uint64_t no_time(void)
{
    return 1;
}

static void see_all_of(const char *pack_path, const char *batch, const char *gate)
{
    const char *const batches[] = { batch };
    duly_pack *opened = duly_pack_open_to_judge(pack_path, NULL, &seeing);
    const duly_check_options options = { .size = sizeof options,
                                         .batch = batches,
                                         .batch_count = 1,
                                         .as_of = { 2003, 12, 31 },
                                         .gate = gate,
                                         .steps = true,
                                         .clauses = true,
                                         .hash_files = true,
                                         .clock = no_time };
    assert_non_null(opened);
    assert_true(is_judged(duly_check(opened, &options, &seeing)));
    duly_pack_close(opened);
}

static void test_run(void **state)
{
    (void) state;
    see_all_of("fixtures/scholarship/rules", "fixtures/scholarship/batch", NULL);
    see_all_of("fixtures/library/rules", "fixtures/library/batch", NULL);
    see_all_of("rules/university-2003", "fixtures/meeting-2003", "meeting");
    assert_true(seen > 1000);
}

/* ---- what a pack, its proofs and an explanation tell */

static void see_table(void *context, const duly_table *table)
{
    (void) context;
    SEE(table);
}

static void see_field(void *context, const duly_field *field)
{
    (void) context;
    SEE(field);
}

static void see_parameter(void *context, const duly_parameter *parameter)
{
    (void) context;
    SEE(parameter);
    SEE_EACH(parameter->versions, parameter->version_count);
}

static void see_rule(void *context, const duly_rule_text *rule)
{
    (void) context;
    SEE(rule);
    SEE(rule->rule);
    SEE_EACH(rule->samples, rule->sample_count);
    for (size_t i = 0; i < rule->sample_count; i++)
        SEE_EACH(rule->samples[i].records, rule->samples[i].record_count);
}

static void see_origin(void *context, const duly_rule_origin *origin)
{
    (void) context;
    SEE(origin);
    SEE(origin->rule);
}

static void see_example(void *context, const duly_example *example)
{
    (void) context;
    SEE(example);
}

static void see_clause(void *context, const duly_clause_seen *clause)
{
    (void) context;
    SEE(clause);
    SEE(clause->problem);
}

static void see_mutant(void *context, const duly_mutant *mutant)
{
    (void) context;
    SEE(mutant);
    SEE(mutant->problem);
}

static void see_part(void *context, const duly_part *part)
{
    (void) context;
    SEE(part);
}

static void see_explanation(void *context, const duly_record_explanation *explanation)
{
    SEE(explanation);
    see_record(context, explanation->record);
    SEE_EACH(explanation->intervals, explanation->interval_count);
    SEE_EACH(explanation->rules, explanation->rule_count);
    for (size_t i = 0; i < explanation->rule_count; i++) {
        const duly_rule_explanation *rule = DULY_AT(explanation->rules, i);
        SEE_EACH(rule->parameters, rule->parameter_count);
        SEE_EACH(rule->when, rule->when_count);
        SEE_EACH(rule->require, rule->require_count);
    }
}

static void test_pack(void **state)
{
    (void) state;
    duly_pack *other = duly_pack_open("fixtures/scholarship/rules", NULL, &seeing);
    const duly_reader reader = {
        .size = sizeof reader, .table = see_table, .field = see_field, .parameter = see_parameter, .rule = see_rule, .origin = see_origin
    };
    const duly_test_sink proving = {
        .size = sizeof proving, .problem = see_problem, .example = see_example, .clause = see_clause, .mutant = see_mutant
    };
    assert_int_equal(duly_pack_read(other, &reader), DULY_CLEAN);
    assert_true(is_judged(duly_test(other, &(duly_test_options) { .size = sizeof(duly_test_options) }, &proving)));
    duly_pack_close(other);
    const duly_check_options options = options_now();
    assert_int_equal(duly_explain_record(pack, &options, "S00004", see_explanation, &seeing), DULY_CLEAN);
    assert_int_equal(duly_eval_parts(str_of("1 + 2 > 2"), (duly_text) { 0 }, see_part, NULL), DULY_CLEAN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_given), cmocka_unit_test(test_arrays), cmocka_unit_test(test_filled),
        cmocka_unit_test(test_run),   cmocka_unit_test(test_pack),
    };
    return cmocka_run_group_tests(tests, open_pack, close_pack);
}
