/* Nanoseconds an evaluation: five expressions, on batches of 1,024 records and on single ones; best of ten. */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

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
    { "age", &TYPE_INT }, { "score", &TYPE_DOUBLE }, { "category", &TYPE_STRING }, { "id", &TYPE_STRING },
    { "marks", &TYPE_LIST_INT }, { "started", &TYPE_TIMESTAMP }, { "ended", &TYPE_TIMESTAMP }, { "listed", &TYPE_DATE },
    { "activist", &TYPE_DATE }, { "applied", &TYPE_DATE }, { "name", &TYPE_STRING },
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

static void measure(const Subject *subject, const Env *env, const Column *const *inputs,
                    Column views[ROWS][VARIABLES])
{
    Arena arena = { 0 };
    NodeId root;
    const Program *program = compile(&arena, env, subject->expression, &root);
    InterpOptions many = { .rows = ROWS }, one = { .rows = 1 };
    Interp *batch = program ? interp_new(program, &many) : NULL, *single = program ? interp_new(program, &one) : NULL;
    double ns = program ? best_batch(batch, inputs) : 0, alone = program ? best_single(single, views) : 0;
    double yardstick = subject->cel_go > 0 ? 1000.0 / subject->cel_go : 0;
    printf("%-82s %9.2f %9.1f", subject->expression, ns, alone);
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
    const Column *inputs[VARIABLES];
    for (size_t i = 0; i < VARIABLES; i++) {
        Symbol symbol = { .name = str_of(variables[i].name), .kind = SYMBOL_INPUT, .type = variables[i].type,
                          .slot = (uint32_t) i };
        env_add(&arena, &env, symbol);
        columns[i] = column_new(&arena, column_kind(variables[i].type), ROWS);
        for (size_t row = 0; row < ROWS; row++)
            column_set(&columns[i], row, value_at(&arena, i, row));
        for (size_t row = 0; row < ROWS; row++)
            views[row][i] = column_from(&columns[i], row);
        inputs[i] = &columns[i];
    }
    printf("%-82s %9s %9s %9s %8s %7s\n", "ns an evaluation", "of 1,024", "single", "cel-go", "faster", "single");
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        measure(&subjects[i], &env, inputs, views);
    arena_free(&arena);
    return 0;
}
