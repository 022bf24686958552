/* Nanoseconds an evaluation: expressions on batches of 1,024 records, on single ones, and on single ones through
   duly_expr.h, their values set and the result read; best of ten. */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "api/expr.h"
#include "lang/check.h"
#include "lang/interp.h"
#include "lang/parser.h"

enum { ROWS = BATCH_ROWS, TRIES = 10 };

typedef struct {
    const char *expression;
    double cel_go; /* millions of evaluations a second, one core: the yardstick */
} Subject;

static const Subject subjects[] = {
    { "age >= 18", 19.5 },
    { "age >= 18 && score >= 60.0 && category in ['undergraduate', 'graduate', 'adult']", 6.8 },
    { "id.matches('^A[0-9]{7}$')", 2.2 },
    { "marks.all(m, m >= 0)", 0.52 },
    { "ended - started < duration('720h')", 4.0 },
    { "listed >= activist + months(12)", 0 },
    { "applied.year() == 2003 && applied.month() <= 6", 0 },
    { "name.startsWith('A') || name.contains('xyz')", 0 },
};

/* ---- data */

typedef struct {
    const char *name;
    const Type *type;
} Variable;

static const Variable variables[] = {
    { "age", &TYPE_INT },        { "score", &TYPE_DOUBLE },      { "category", &TYPE_STRING }, { "id", &TYPE_STRING },
    { "marks", &TYPE_LIST_INT }, { "started", &TYPE_TIMESTAMP }, { "ended", &TYPE_TIMESTAMP }, { "listed", &TYPE_DATE },
    { "activist", &TYPE_DATE },  { "applied", &TYPE_DATE },      { "name", &TYPE_STRING },
};
enum { VARIABLES = sizeof variables / sizeof *variables };

static Value marks(Arena *arena, size_t row)
{
    List *list = arena_new(arena, List);
    Value *items = arena_array(arena, Value, 10);
    for (size_t i = 0; i < 10; i++)
        items[i] = value_int((int64_t) ((row * 7 + i * 13) % 100));
    *list = (List) { 10, items };
    return value_list(list);
}

static Value value_at(Arena *arena, size_t variable, size_t row)
{
    static const char *const categories[] = { "undergraduate", "graduate", "adult", "faculty" };
    Date day = date_of_day(12000 + (int32_t) (row % 700));
    switch (variable) {
    case 0: return value_int((int64_t) (15 + row % 20));
    case 1: return value_double(40.0 + (double) (row % 60));
    case 2: return value_str(str_of(categories[row % 4]));
    case 3: return value_str(arena_format(arena, "A%07zu", row));
    case 4: return marks(arena, row);
    case 5: return value_timestamp(1000000000 + (int64_t) row * 1000, 0);
    case 6: return value_timestamp(1002000000 + (int64_t) row * 1500, 0);
    case 7: return value_date(date_of_day(12400 + (int32_t) (row % 300)));
    case 8: return value_date(day);
    case 9: return value_date(day);
    default: return value_str(arena_format(arena, "%c person of no renown %zu", (int) ('A' + row % 5), row));
    }
}

/* ---- measuring */

static double now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec * 1e9 + (double) time.tv_nsec;
}

static double best_batch(Interp *interp, const Column *const *inputs)
{
    double best = 1e18;
    for (int try = 0; try < TRIES; try++) {
        double start = now_ns();
        for (int i = 0; i < 200; i++)
            interp_run(interp, inputs, ROWS);
        double each = (now_ns() - start) / (200.0 * ROWS);
        best = each < best ? each : best;
    }
    return best;
}

static double best_single(Interp *interp, Column views[ROWS][VARIABLES])
{
    double best = 1e18;
    const Column *inputs[VARIABLES];
    for (int try = 0; try < TRIES; try++) {
        double start = now_ns();
        for (size_t row = 0; row < ROWS; row++) {
            for (size_t i = 0; i < VARIABLES; i++)
                inputs[i] = &views[row][i];
            interp_run(interp, inputs, 1);
        }
        double each = (now_ns() - start) / ROWS;
        best = each < best ? each : best;
    }
    return best;
}

/* Through duly_expr.h: every variable that the expression reads is set for each record, and the result read. */
typedef struct {
    duly_expr *expr;
    duly_expr_evaluator *evaluator;
    size_t read[VARIABLES], count;
    bool lists; /* among them: what they take is given back for each record */
} Host;

/* A list is one of the host's own making. */
static duly_expr_value as_host(Arena *arena, duly_expr_value value)
{
    if (value.kind != DULY_EXPR_LIST)
        return value;
    duly_expr_value *items = arena_array(arena, duly_expr_value, value.count + 1);
    for (size_t i = 0; i < value.count; i++)
        duly_expr_item(&value, i, NULL, &items[i]);
    return duly_expr_list(items, value.count);
}

static void host_open(Host *host, const char *expression)
{
    duly_expr_variable declared[VARIABLES];
    char types[VARIABLES][40];
    for (size_t i = 0; i < VARIABLES; i++) {
        Text type = { 0 };
        type_print(&type, variables[i].type);
        snprintf(types[i], sizeof types[i], "%.*s", STR_ARG(text_str(&type)));
        declared[i] = (duly_expr_variable) { variables[i].name, types[i] };
        text_free(&type);
    }
    duly_expr_scope scope = { .size = sizeof scope, .variables = declared, .variable_count = VARIABLES };
    *host = (Host) { .expr = duly_expr_open((duly_text) { expression, strlen(expression) }, &scope, NULL) };
    if (!host->expr)
        return;
    host->evaluator = duly_expr_evaluator_open(host->expr, NULL);
    uint32_t slots[VARIABLES];
    host->count = program_inputs_of(host->expr->program, host->expr->root, slots);
    for (size_t i = 0; i < host->count; i++) {
        host->read[i] = slots[i];
        host->lists |= variables[slots[i]].type->kind == KIND_LIST;
    }
}

static double best_hosted(const Host *host, duly_expr_value values[ROWS][VARIABLES])
{
    double best = 1e18;
    size_t yes = 0;
    for (int try = 0; host->expr && try < TRIES; try++) {
        double start = now_ns();
        for (size_t row = 0; row < ROWS; row++) {
            for (size_t i = 0; i < host->count; i++)
                duly_expr_set(host->evaluator, host->read[i], 0, values[row][host->read[i]]);
            duly_expr_evaluate(host->evaluator, 1);
            yes += duly_expr_get(host->evaluator, 0).boolean;
            if (host->lists)
                duly_expr_clear(host->evaluator);
        }
        double each = (now_ns() - start) / ROWS;
        best = each < best ? each : best;
    }
    return yes > ROWS * TRIES ? 0 : best; /* the results are used */
}

static double measure_hosted(const char *expression, duly_expr_value values[ROWS][VARIABLES])
{
    Host host;
    host_open(&host, expression);
    double each = best_hosted(&host, values);
    duly_expr_evaluator_close(host.evaluator);
    duly_expr_close(host.expr);
    return each;
}

static const Program *compile(Arena *arena, const Env *env, const char *expression, NodeId *root)
{
    Source *source = arena_new(arena, Source);
    Diags diags = { .arena = arena };
    bool ok;
    *source = (Source) { STR("<benchmark>"), str_of(expression) };
    ExprText text = { .source = source, .text = source->text };
    Expr *expr = expr_parse(arena, &text, &diags, &ok);
    Checker checker = { .arena = arena, .env = env, .source = source, .diags = &diags };
    if (!ok || !check_expr(&checker, expr, NULL))
        return NULL;
    CompileOptions options = { .source = source };
    Compiler *compiler = compiler_new(arena, &options);
    *root = compile_expr(compiler, expr, NODE_NONE);
    return compiler_end(compiler, root, 1);
}

static void measure(const Subject *subject, const Env *env, const Column *const *inputs, Column views[ROWS][VARIABLES],
                    duly_expr_value values[ROWS][VARIABLES])
{
    Arena arena = { 0 };
    NodeId root;
    const Program *program = compile(&arena, env, subject->expression, &root);
    Interp *batch = program ? interp_new(program, NULL) : NULL, *single = program ? interp_new(program, NULL) : NULL;
    double ns = program ? best_batch(batch, inputs) : 0, alone = program ? best_single(single, views) : 0;
    double yardstick = subject->cel_go > 0 ? 1000.0 / subject->cel_go : 0;
    printf("%-82s %9.2f %9.1f %9.1f", subject->expression, ns, alone, measure_hosted(subject->expression, values));
    if (yardstick > 0)
        printf(" %9.1f %7.1fx %6.1fx", yardstick, yardstick / ns, yardstick / alone);
    printf("\n");
    interp_free(batch);
    interp_free(single);
    arena_free(&arena);
}

int main(void)
{
    Arena arena = { 0 };
    Env env = { 0 };
    static Column columns[VARIABLES], views[ROWS][VARIABLES];
    static duly_expr_value values[ROWS][VARIABLES];
    const Column *inputs[VARIABLES];
    for (size_t i = 0; i < VARIABLES; i++) {
        Symbol symbol = { .name = str_of(variables[i].name), .kind = SYMBOL_INPUT, .type = variables[i].type, .slot = (uint32_t) i };
        env_add(&arena, &env, symbol);
        columns[i] = column_new(&arena, column_kind(variables[i].type), ROWS);
        for (size_t row = 0; row < ROWS; row++)
            column_set(&columns[i], row, value_at(&arena, i, row));
        for (size_t row = 0; row < ROWS; row++) {
            views[row][i] = column_from(&columns[i], row);
            values[row][i] = as_host(&arena, expr_value_out(column_get(&columns[i], row)));
        }
        inputs[i] = &columns[i];
    }
    printf("%-82s %9s %9s %9s %9s %8s %7s\n", "ns an evaluation", "of 1,024", "single", "library", "cel-go", "faster", "single");
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        measure(&subjects[i], &env, inputs, views, values);
    arena_free(&arena);
    return 0;
}
