/* No memory: every allocation of every function of the library fails once, the n-th alone and all from the n-th on. The call must come to
   its status, give back what it had, and leave the pack as it was. Where the allocator can be replaced as a whole, other libraries
   run out of memory too; under sanitizers it is the library alone, and they look for what is left. */
#define _GNU_SOURCE /* for mkdtemp and dladdr */
#include "unit.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "api/duly_expr.h"
#include "report/duly_report.h"

/* ---- the allocator */

static atomic_long calls, fail_at, live;
static atomic_bool fail_on, is_watched;

static _Atomic(void *) refused; /* who asked first for what was not given: an address in its code */

static bool must_fail(void *caller)
{
    if (!is_watched)
        return false;
    long call = ++calls;
    bool fails = fail_at && (fail_on ? call >= fail_at : call == fail_at);
    if (fails && call == fail_at)
        refused = caller;
    return fails;
}
#define MUST_FAIL() must_fail(__builtin_return_address(0))

#if defined(__SANITIZE_ADDRESS__) || !defined(__GLIBC__)
#define REAL(name) __real_##name
#define OURS(name) __wrap_##name
#else
#define REAL(name) __libc_##name
#define OURS(name) name
#define SEES_ALL 1
#endif

void *REAL(malloc)(size_t size);
void *REAL(calloc)(size_t count, size_t size);
void *REAL(realloc)(void *at, size_t size);
void *OURS(malloc)(size_t size);
void *OURS(calloc)(size_t count, size_t size);
void *OURS(realloc)(void *at, size_t size);

void *OURS(malloc)(size_t size)
{
    void *at = MUST_FAIL() ? NULL : REAL(malloc)(size);
    live += at != NULL;
    return at;
}

void *OURS(calloc)(size_t count, size_t size)
{
    void *at = MUST_FAIL() ? NULL : REAL(calloc)(count, size);
    live += at != NULL;
    return at;
}

void *OURS(realloc)(void *from, size_t size)
{
    void *at = MUST_FAIL() ? NULL : REAL(realloc)(from, size);
    live += at && !from;
    return at;
}

#ifdef SEES_ALL
void __libc_free(void *at);

void free(void *at)
{
    live -= at != NULL;
    __libc_free(at);
}
#endif

/* ---- what is heard; without allocating */

typedef struct {
    char text[1 << 16];
    size_t len;
    bool no_memory;
} Heard;

static Heard heard, whole;

static void hear(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void hear(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(heard.text + heard.len, sizeof heard.text - heard.len, format, args);
    va_end(args);
    if (len > 0 && heard.len + (size_t) len < sizeof heard.text)
        heard.len += (size_t) len;
}

static void hear_problem(void *context, const duly_problem *problem)
{
    (void) context;
    heard.no_memory |= problem->no_memory;
    hear("%.*s\n", STR_ARG(problem->message));
}

static void hear_record(void *context, const duly_record *record)
{
    (void) context;
    for (size_t i = 0; i < record->finding_count && record->line < 200; i++)
        hear("%.*s %.*s %.*s\n", STR_ARG(record->key), STR_ARG(record->findings[i].id), STR_ARG(record->findings[i].message));
}

static void hear_row(void *context, const duly_row *row)
{
    (void) context;
    if (row->line < 50)
        for (size_t i = 0; i < row->cell_count; i++)
            hear("[%.*s]", STR_ARG(row->cells[i].text));
}

static void hear_mapping(void *context, const duly_mapping *mapping)
{
    (void) context;
    for (size_t i = 0; i < mapping->column_count; i++)
        hear("%.*s=%.*s\n", STR_ARG(mapping->columns[i].heading), STR_ARG(mapping->columns[i].field));
}

static void hear_explanation(void *context, const duly_record_explanation *explanation)
{
    (void) context;
    hear("%.*s %zu\n", STR_ARG(explanation->record->key), explanation->rule_count);
}

static void hear_example(void *context, const duly_example *example)
{
    (void) context;
    hear("%.*s %d\n", STR_ARG(example->id), example->passed);
}

static void hear_clause(void *context, const duly_clause_seen *clause)
{
    (void) context;
    hear("%.*s %d\n", STR_ARG(clause->text), (int) clause->seen_true);
}

static void hear_mutant(void *context, const duly_mutant *mutant)
{
    (void) context;
    hear("%.*s %d\n", STR_ARG(mutant->change), mutant->fate);
}

static void hear_rule(void *context, const duly_rule_text *rule)
{
    (void) context;
    hear("%.*s\n", STR_ARG(rule->rule->id));
}

static const duly_sink sink = { .size = sizeof sink, .problem = hear_problem, .record = hear_record };

/* ---- what is done; each gives the status of its last call, DULY_NO_MEMORY where a pointer was not given for want of memory */

typedef struct {
    const char *path, *batch;
    duly_pack *pack;
    unsigned jobs;
} Setting;

typedef duly_status (*Deed)(Setting *setting);

static duly_check_options options_of(const Setting *setting)
{
    return (duly_check_options) { .size = sizeof(duly_check_options),
                                  .batch = &setting->batch,
                                  .batch_count = 1,
                                  .as_of = { 2003, 12, 20 },
                                  .jobs = setting->jobs,
                                  .clauses = true,
                                  .steps = true,
                                  .hash_files = true };
}

static duly_status open_pack(Setting *setting)
{
    duly_pack *pack = duly_pack_open(setting->path, NULL, &sink);
    duly_pack_info info = { .size = sizeof info };
    duly_status status = pack ? duly_pack_describe(pack, &info) : heard.no_memory ? DULY_NO_MEMORY : DULY_MISUSED;
    hear("%zu rules\n", info.rule_count);
    duly_pack_close(pack);
    return status;
}

static duly_status check(Setting *setting)
{
    duly_check_options options = options_of(setting);
    return duly_check(setting->pack, &options, &sink);
}

static duly_status map(Setting *setting)
{
    duly_check_options options = options_of(setting);
    return duly_map(setting->pack, &options, hear_mapping, NULL, &sink);
}

static duly_status explain(Setting *setting)
{
    duly_check_options options = options_of(setting);
    return duly_explain_record(setting->pack, &options, "A5", hear_explanation, &sink);
}

static duly_status read_rows(Setting *setting)
{
    duly_file file = { .size = sizeof file, .path = str_of(setting->batch), .table = { "thing", 5 } };
    return duly_read(setting->pack, &file, hear_row, NULL, &sink);
}

static duly_status lint(Setting *setting)
{
    duly_status status = duly_lint(setting->pack, true, &sink);
    hear("looked through\n");
    return status;
}

static duly_status read_pack(Setting *setting)
{
    return duly_pack_read(setting->pack, &(duly_reader) { .size = sizeof(duly_reader), .rule = hear_rule });
}

static duly_status test(Setting *setting)
{
    duly_test_options options = { .size = sizeof options, .jobs = setting->jobs };
    duly_test_sink listens = {
        .size = sizeof listens, .problem = hear_problem, .example = hear_example, .clause = hear_clause, .mutant = hear_mutant
    };
    return duly_test(setting->pack, &options, &listens);
}

static duly_status schema(Setting *setting)
{
    (void) setting;
    duly_value value = { .size = sizeof value };
    duly_status status = duly_schema(DULY_SCHEMA_PACK, &value);
    hear("%.*s", STR_ARG(value.value));
    duly_value_free(&value);
    return status;
}

static duly_status eval(Setting *setting)
{
    (void) setting;
    static const char text[] = "a.map(x, string(x) + 'é').join(',').matches('1.*|[a-z]+$') && b.n / 2.5 > 1.0 && as_of.year() > 1";
    static const char variables[] = "{\"a\": [1, 2, 3], \"b\": {\"n\": 7.5}, \"as_of\": \"2003-06-01\"}";
    duly_value value = { .size = sizeof value };
    duly_status status = duly_eval(str_of(text), str_of(variables), &value, &sink);
    hear("%.*s\n%.*s", STR_ARG(value.value), STR_ARG(value.listing));
    duly_value_free(&value);
    return status;
}

static void hear_value(void *context, const duly_part *part)
{
    (void) context;
    hear("%.*s %.*s\n", STR_ARG(part->text), STR_ARG(part->value));
}

static duly_status eval_parts(Setting *setting)
{
    (void) setting;
    return duly_eval_parts(str_of("n > 1 ? [n, 2, 3].map(x, string(x) + 'é') : ['a']"), str_of("{\"n\": 3}"), hear_value, &sink);
}

static duly_status schema_in_chinese(Setting *setting)
{
    (void) setting;
    duly_value value = { .size = sizeof value };
    duly_status status = duly_schema_in(DULY_SCHEMA_WAIVERS, "zh", &value);
    hear("%.*s", STR_ARG(value.value));
    duly_value_free(&value);
    return status;
}

static duly_expr_value double_text(void *context, duly_expr_call *call, const duly_expr_value *args)
{
    (void) context;
    size_t len = args[0].text.len;
    char *at = duly_expr_alloc(call, 2 * len + (1 << 14));
    if (!at)
        return duly_expr_error("no memory", 9);
    memcpy(at, args[0].text.at, len);
    memcpy(at + len, args[0].text.at, len);
    return duly_expr_string(at, 2 * len);
}

static duly_status evaluate(duly_expr *expr)
{
    char printed[200];
    duly_expr_value names[] = { duly_expr_string("ann", 3), duly_expr_string("bob", 3) };
    duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, NULL);
    if (!evaluator)
        return DULY_NO_MEMORY;
    duly_expr_set(evaluator, 0, 0, duly_expr_list(names, 2));
    duly_expr_set(evaluator, 1, 0, duly_expr_int(3));
    duly_expr_evaluate(evaluator, 1);
    duly_expr_value value = duly_expr_get(evaluator, 0);
    duly_status status = duly_expr_evaluator_status(evaluator);
    assert_true(status == DULY_CLEAN || value.kind == DULY_EXPR_ERROR);
    if (status == DULY_CLEAN && duly_expr_print(&value, printed, sizeof printed) == 0)
        status = DULY_NO_MEMORY;
    else if (status == DULY_CLEAN)
        hear("%s\n", printed);
    duly_expr_clear(evaluator);
    duly_expr_evaluate(evaluator, 1);
    duly_status told = duly_expr_problems(evaluator, 0, &sink);
    duly_expr_evaluator_close(evaluator);
    return status == DULY_CLEAN ? told : status;
}

static duly_status use_expression(Setting *setting)
{
    (void) setting;
    static const duly_expr_variable variables[] = { { "names", "list(string)" }, { "n", "int" } };
    static const duly_expr_function functions[] = { { sizeof(duly_expr_function), "twice", "string", "string", false, double_text, NULL } };
    duly_expr_scope scope = {
        .size = sizeof scope, .variables = variables, .variable_count = 2, .functions = functions, .function_count = 1
    };
    static const char text[] = "names.map(x, twice(x) + string(n)).filter(x, x.matches('a|b[a-z]*' + string(n)))";
    duly_expr *expr = duly_expr_open(str_of(text), &scope, &sink);
    duly_status status = expr ? evaluate(expr) : heard.no_memory ? DULY_NO_MEMORY : DULY_MISUSED;
    duly_expr_close(expr);
    return status;
}

/* ---- from memory, and to it */

typedef struct {
    int given;
    duly_text cells[8];
    const void *buffers[3];
    int32_t ends[5];
    struct ArrowArray columns[2], *children[2];
    struct ArrowSchema schemas[2], *names[2];
    int live;
} Host;

static bool give_rows(void *context, duly_rows *rows)
{
    Host *host = context;
    rows->count = host->given++ < 3 ? 4 : 0;
    rows->cells = host->cells;
    return true;
}

static duly_source rows_of(Host *host)
{
    static const duly_text headings[] = { { "id", 2 }, { "name", 4 } };
    static const duly_text cells[] = { { "A1", 2 }, { "Ann", 3 },  { "A2", 2 }, { "Bob", 3 },
                                       { "A2", 2 }, { "#N/A", 4 }, { "", 0 },   { "\xff", 1 } };
    *host = (Host) { .given = 0 };
    memcpy(host->cells, cells, sizeof cells);
    return (duly_source) {
        .size = sizeof(duly_source), .name = { "form", 4 }, .headings = headings, .heading_count = 2, .next = give_rows, .context = host
    };
}

static void release_array(struct ArrowArray *array)
{
    --*(int *) array->private_data;
    array->release = NULL;
}

static void release_schema(struct ArrowSchema *schema)
{
    --*(int *) schema->private_data;
    schema->release = NULL;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    Host *host = stream->private_data;
    host->schemas[0] = (struct ArrowSchema) { .format = "u", .name = "id" };
    host->schemas[1] = (struct ArrowSchema) { .format = "tss:UTC", .name = "name" };
    host->names[0] = &host->schemas[0];
    host->names[1] = &host->schemas[1];
    *out = (struct ArrowSchema) {
        .format = "+s", .n_children = 2, .children = host->names, .release = release_schema, .private_data = &host->live
    };
    host->live++;
    return 0;
}

static int get_batch(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    static const int64_t moments[] = { 0, 1, 2, 3 };
    static const void *fixed[] = { NULL, moments }, *none[] = { NULL };
    Host *host = stream->private_data;
    memset(out, 0, sizeof *out);
    if (host->given++ == 3)
        return 0;
    memcpy(host->ends, (int32_t[]) { 0, 2, 4, 6, 6 }, sizeof host->ends);
    host->buffers[1] = host->ends;
    host->buffers[2] = "A1A2A2";
    host->columns[0] = (struct ArrowArray) { .length = 4, .n_buffers = 3, .buffers = host->buffers };
    host->columns[1] = (struct ArrowArray) { .length = 4, .n_buffers = 2, .buffers = fixed };
    host->children[0] = &host->columns[0];
    host->children[1] = &host->columns[1];
    *out = (struct ArrowArray) { .length = 4,
                                 .n_buffers = 1,
                                 .n_children = 2,
                                 .buffers = none,
                                 .children = host->children,
                                 .release = release_array,
                                 .private_data = &host->live };
    host->live++;
    return 0;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    ((Host *) stream->private_data)->live--;
    stream->release = NULL;
}

static duly_status check_rows(Setting *setting)
{
    Host host;
    duly_source source = rows_of(&host);
    duly_check_options options = options_of(setting);
    options.batch_count = 0;
    options.sources = &source;
    options.source_count = 1;
    return duly_check(setting->pack, &options, &sink);
}

static duly_status check_stream(Setting *setting)
{
    Host host = { .live = 1 };
    struct ArrowArrayStream stream = { get_schema, get_batch, NULL, release_stream, &host }, verdicts, findings;
    duly_source source = { .size = sizeof source, .name = { "stream", 6 }, .stream = &stream };
    duly_check_options options = options_of(setting);
    options.batch_count = 0;
    options.sources = &source;
    options.source_count = 1;
    duly_status status = duly_check_arrow(setting->pack, &options, &verdicts, &findings, &sink);
    if (stream.release) /* it was not taken */
        stream.release(&stream);
    assert_int_equal(host.live, 0);
    assert_true((verdicts.release != NULL) == (status <= DULY_INCOMPLETE && status != DULY_MISUSED));
    assert_true((findings.release != NULL) == (verdicts.release != NULL));
    if (verdicts.release)
        verdicts.release(&verdicts);
    if (findings.release)
        findings.release(&findings);
    return status;
}

static bool give_columns(void *context, duly_rows *rows)
{
    static const duly_text ids[] = { { "A1", 2 }, { "A2", 2 }, { "A2", 2 }, { NULL, 0 } };
    static const int64_t numbers[] = { 1, -1, INT64_MAX, 0 };
    static const uint8_t missing[] = { 0, 1, 0, 0 };
    static const duly_values columns[] = { { DULY_TEXTS, ids, NULL }, { DULY_INTS, numbers, missing } };
    Host *host = context;
    rows->count = host->given++ < 3 ? 4 : 0;
    rows->columns = columns;
    return true;
}

static duly_status check_columns(Setting *setting)
{
    Host host;
    duly_source source = rows_of(&host);
    source.next = give_columns;
    duly_check_options options = options_of(setting);
    options.batch_count = 0;
    options.sources = &source;
    options.source_count = 1;
    return duly_check(setting->pack, &options, &sink);
}

static duly_status check_bytes(Setting *setting)
{
    static const char csv[] = "id,name\nA1,Ann\nA2,\"Bob\nand Cid\"\n,\n";
    const duly_source source = { .size = sizeof source, .name = { "upload.csv", 10 }, .bytes = csv, .byte_count = sizeof csv - 1 };
    duly_check_options options = options_of(setting);
    options.batch_count = 0;
    options.sources = &source;
    options.source_count = 1;
    return duly_check(setting->pack, &options, &sink);
}

/* Whoever takes a stream asks it for memory, too: it says so, and goes on when there is some. */
static duly_status take_stream(struct ArrowArrayStream *stream)
{
    struct ArrowSchema schema;
    struct ArrowArray batch = { .release = NULL };
    bool is_done = stream->get_schema(stream, &schema) == 0;
    if (is_done)
        schema.release(&schema);
    while (is_done && (is_done = stream->get_next(stream, &batch) == 0) && batch.release) {
        hear("%d rows\n", (int) batch.length);
        batch.release(&batch);
    }
    assert_true(is_done || stream->get_last_error(stream));
    stream->release(stream);
    return is_done ? DULY_FOUND : DULY_NO_MEMORY;
}

static duly_status read_streams(Setting *setting)
{
    struct ArrowArrayStream verdicts, findings;
    duly_check_options options = options_of(setting);
    duly_status status = duly_check_arrow(setting->pack, &options, &verdicts, &findings, &sink);
    if (!verdicts.release)
        return status;
    duly_status first = take_stream(&verdicts), second = take_stream(&findings);
    return first == DULY_NO_MEMORY || second == DULY_NO_MEMORY ? DULY_NO_MEMORY : status;
}

static bool take_bytes(void *context, const char *bytes, size_t len)
{
    (void) context;
    (void) bytes;
    hear("%zu bytes\n", len);
    return true;
}

static duly_status write_reports(Setting *setting)
{
    Host host;
    duly_source source = rows_of(&host);
    const duly_report reports[] = { { .size = sizeof(duly_report), .format = "html", .write = take_bytes },
                                    { .size = sizeof(duly_report), .format = "ndjson", .write = take_bytes, .records = true } };
    duly_check_options options = options_of(setting);
    options.batch_count = 0;
    options.sources = &source;
    options.source_count = 1;
    return duly_check_report(setting->pack, &options, reports, 2, &sink);
}

static duly_status open_texts(Setting *setting)
{
    (void) setting;
    static const duly_buffer files[] = {
        { { "nowhere/base/pack.yaml", 22 }, STR("pack: {name: base}\ntables: {item: {file: items, fields: {n: {type: int}}}}\n") },
        { { "nowhere/top/pack.yaml", 21 },
          STR("pack: {name: top, extends: ../base}\nrules:\n  - {id: second, for: item, require: item.n > 1}\n") },
    };
    duly_pack_options options = { .size = sizeof options, .files = files, .file_count = 2 };
    duly_pack *pack = duly_pack_open_as("nowhere/top", &options, &sink);
    duly_status status = pack ? DULY_CLEAN : heard.no_memory ? DULY_NO_MEMORY : DULY_MISUSED;
    duly_pack_close(pack);
    return status;
}

/* ---- parts, bounded memory, drafts */

static char part_paths[2][40];

static void hear_bytes(void *context, const char *bytes, size_t len)
{
    (void) context;
    uint32_t sum = 0;
    for (size_t i = 0; i < len; i++)
        sum = sum * 31 + (unsigned char) bytes[i];
    hear("%zu %u\n", len, (unsigned) sum);
}

static duly_status make_part(Setting *setting)
{
    duly_check_options options = options_of(setting);
    options.part = 2;
    options.part_count = 3;
    options.part_bytes = hear_bytes;
    return duly_check(setting->pack, &options, &sink);
}

static duly_status merge_parts(Setting *setting)
{
    const char *parts[] = { part_paths[1], part_paths[0] };
    duly_check_options options = { .size = sizeof options, .steps = true };
    return duly_merge(setting->pack, parts, 2, &options, &sink);
}

static void hear_part(void *context, const duly_part_info *info)
{
    (void) context;
    hear("%u of %u\n", info->part, info->part_count);
}

static duly_status describe_part(Setting *setting)
{
    (void) setting;
    return duly_part_describe(part_paths[0], "zh", hear_part, NULL, &sink);
}

static duly_status check_bounded(Setting *setting)
{
    duly_check_options options = options_of(setting);
    options.memory = 1;
    return duly_check(setting->pack, &options, &sink);
}

static void hear_draft(void *context, const duly_draft *draft)
{
    (void) context;
    hear("%.*s", STR_ARG(draft->text));
}

static duly_status draft_pack(Setting *setting)
{
    duly_draft_options options = { .size = sizeof options };
    return duly_draft_pack(setting->batch, &options, hear_draft, NULL, &sink);
}

/* ---- torture */

static duly_status run(Deed deed, Setting *setting, long at, bool on)
{
    heard.len = 0;
    heard.no_memory = false;
    calls = 0;
    fail_at = at;
    fail_on = on;
    is_watched = true;
    duly_status status = deed(setting);
    is_watched = false;
    fail_at = 0;
    return status;
}

static void expect_whole(duly_status status, duly_status wanted, long at)
{
    size_t same = 0;
    while (same < heard.len && same < whole.len && heard.text[same] == whole.text[same])
        same++;
    if (status != wanted || same < whole.len || same < heard.len)
        print_error("allocation %ld: status %d, %zu bytes, and from %zu on \"%.*s\"\n", at, (int) status, heard.len, same,
                    (int) (heard.len - same < 200 ? heard.len - same : 200), heard.text + same);
    assert_int_equal(status, wanted);
    assert_int_equal(heard.len, whole.len);
    assert_memory_equal(heard.text, whole.text, whole.len);
}

#ifdef SEES_ALL
/* libzip 1.7 loses what it began with where it cannot have the rest (zip_source_window.c): nobody but it could give that back. What was
   refused to anybody else must leave nothing. */
enum { LOST_BY_LIBZIP = 10 };

static bool is_refused_to(const char *library)
{
    Dl_info info;
    return refused && dladdr(refused, &info) != 0 && info.dli_fname && strstr(info.dli_fname, library);
}
#endif

/* Where threads take turns the n-th is not the same in every run, and one that had failed may not come. */
static bool fail_one(Deed deed, Setting *setting, duly_status wanted, long at, bool on)
{
    long before = live;
    duly_status status = run(deed, setting, at, on);
    long left = live - before;
    bool no_memory = status == DULY_NO_MEMORY;
    if (!no_memory)
        expect_whole(status, wanted, at);
#ifdef SEES_ALL
    if (left > 0 && left <= LOST_BY_LIBZIP && is_refused_to("libzip"))
        left = 0;
    if (left != 0)
        print_error("allocation %ld: %ld are left\n", at, left);
    assert_int_equal(left, 0);
#endif
    (void) left;
    if (no_memory && at % 8 == 0)
        expect_whole(run(deed, setting, 0, false), wanted, at);
    return no_memory;
}

/* Of so few all fail, else one in so many that sixty do. */
enum { FEW = 500 };

static void torture(Deed deed, Setting *setting)
{
    for (int warm = 0; warm < 2; warm++) /* what the C library keeps for later is kept now */
        run(deed, setting, 0, false);
    duly_status wanted = run(deed, setting, 0, false);
    assert_int_not_equal(wanted, DULY_NO_MEMORY);
    assert_int_not_equal(wanted, DULY_MISUSED);
    assert_true(heard.len > 0);
    memcpy(&whole, &heard, sizeof whole);
    long given_up = 0, count = calls, step = count <= FEW || getenv("TORTURE_ALL") ? 1 : 1 + count / 60;
    for (long at = 1; at <= count; at += step)
        for (int on = 0; on < 2; on++)
            given_up += fail_one(deed, setting, wanted, at, on);
    assert_true(given_up > 0);
    expect_whole(run(deed, setting, 0, false), wanted, 0);
}

/* ---- the tests */

static const char pack_path[] = "tests/written/pack.yaml";
/* In a folder of their own, where nothing lies beside them that a check would take for theirs. */
static char folder[] = "/tmp/duly-memory-XXXXXX", csv_path[40], ndjson_path[40];

static void torture_pack(Deed deed, const char *batch, unsigned jobs)
{
    Setting setting = { .path = pack_path, .batch = batch, .jobs = jobs };
    setting.pack = duly_pack_open(pack_path, NULL, NULL);
    assert_non_null(setting.pack);
    torture(deed, &setting);
    duly_pack_close(setting.pack);
}

static void test_opening(void **state)
{
    (void) state;
    torture(open_pack, &(Setting) { .path = pack_path });
    torture(open_pack, &(Setting) { .path = "rules/university-2003" });
}

static void test_checking(void **state)
{
    (void) state;
    torture_pack(check, csv_path, 1);
    torture_pack(check, ndjson_path, 1);
    torture_pack(map, csv_path, 1);
    torture_pack(explain, csv_path, 1);
    torture_pack(read_rows, csv_path, 1);
}

static void test_checking_with_threads(void **state)
{
    (void) state;
    torture_pack(check, csv_path, 4);
}

static void test_workbook(void **state)
{
    (void) state;
    Setting setting = { .batch = "fixtures/rosters/library.xlsx", .jobs = 1 };
    setting.pack = duly_pack_open("fixtures/library/rules", NULL, &sink);
    assert_non_null(setting.pack);
    torture(check, &setting);
    duly_pack_close(setting.pack);
}

static void test_from_memory(void **state)
{
    (void) state;
    torture_pack(check_rows, csv_path, 1);
    torture_pack(check_columns, csv_path, 1);
    torture_pack(check_bytes, csv_path, 1);
    torture_pack(check_stream, csv_path, 1);
    torture_pack(read_streams, csv_path, 1);
    torture_pack(write_reports, csv_path, 1);
    torture(open_texts, &(Setting) { .path = NULL });
}

static void write_part(void *context, const char *bytes, size_t len)
{
    assert_int_equal(fwrite(bytes, 1, len, context), len);
}

static void write_parts(const char *batch)
{
    duly_pack *pack = duly_pack_open(pack_path, NULL, NULL);
    for (unsigned i = 0; i < 2; i++) {
        snprintf(part_paths[i], sizeof part_paths[i], "%s/%u.part", folder, i);
        FILE *file = fopen(part_paths[i], "w");
        assert_non_null(file);
        Setting setting = { .batch = batch, .jobs = 1 };
        duly_check_options options = options_of(&setting);
        options.part = i + 1;
        options.part_count = 2;
        options.part_bytes = write_part;
        options.part_context = file;
        assert_int_equal(duly_check(pack, &options, &sink), DULY_CLEAN);
        fclose(file);
    }
    duly_pack_close(pack);
}

static void test_parts(void **state)
{
    (void) state;
    torture_pack(make_part, csv_path, 1);
    torture_pack(check_bounded, csv_path, 1);
    write_parts(csv_path);
    torture_pack(merge_parts, csv_path, 1);
    torture_pack(describe_part, csv_path, 1);
    unlink(part_paths[0]);
    unlink(part_paths[1]);
}

static void test_drafting(void **state)
{
    (void) state;
    torture(draft_pack, &(Setting) { .batch = csv_path });
    torture(draft_pack, &(Setting) { .batch = ndjson_path });
    torture(draft_pack, &(Setting) { .batch = "fixtures/rosters/library.xlsx" });
}

static void test_packs(void **state)
{
    (void) state;
    torture_pack(lint, csv_path, 1);
    torture_pack(read_pack, csv_path, 1);
    Setting setting = { .jobs = 1 };
    setting.pack = duly_pack_open("fixtures/ends/rules", NULL, &sink);
    assert_non_null(setting.pack);
    torture(test, &setting);
    setting.jobs = 3;
    torture(test, &setting);
    duly_pack_close(setting.pack);
}

static void test_values(void **state)
{
    (void) state;
    torture(schema, NULL);
    torture(eval, NULL);
    torture(eval_parts, NULL);
    torture(schema_in_chinese, NULL);
    torture(use_expression, NULL);
}

static int write_rosters(void **state)
{
    (void) state;
    assert_non_null(mkdtemp(folder));
    snprintf(csv_path, sizeof csv_path, "%s/a.csv", folder);
    snprintf(ndjson_path, sizeof ndjson_path, "%s/b.ndjson", folder);
    FILE *csv = fopen(csv_path, "w"), *ndjson = fopen(ndjson_path, "w");
    assert_true(csv && ndjson);
    fputs("id,name,n,from,to\n", csv);
    for (int i = 0; i < 1500; i++)
        fprintf(csv, "A%d,name %d,%d,2003-01-%02d,%s\n", i, i, i % 3, i % 28 + 1, i % 2 ? "2003-04-01" : "");
    for (int i = 0; i < 300; i++)
        fprintf(ndjson, "{\"id\": \"A%d\", \"name\": \"\\u00e9 %d\", \"n\": %d}\n", i, i, i % 3);
    fclose(csv);
    fclose(ndjson);
    return 0;
}

static int remove_rosters(void **state)
{
    (void) state;
    unlink(csv_path);
    unlink(ndjson_path);
    rmdir(folder);
    return 0;
}

int main(void)
{
    /* The C library reads the time zone of the machine anew for libzip, and keeps what it got from one run to the next. */
    setenv("TZ", "UTC0", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_opening),  cmocka_unit_test(test_checking),    cmocka_unit_test(test_checking_with_threads),
        cmocka_unit_test(test_workbook), cmocka_unit_test(test_from_memory), cmocka_unit_test(test_parts),
        cmocka_unit_test(test_drafting), cmocka_unit_test(test_packs),       cmocka_unit_test(test_values),
    };
    return cmocka_run_group_tests(tests, write_rosters, remove_rosters);
}
