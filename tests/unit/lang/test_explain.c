/* An expression explained: the value of every part, what is missing, what failed, what was left out, macros element by element,
   names that stand for expressions. Each explanation is stated as the text of its tree, one part a line. */
#include "unit.h"

#include "lang/check.h"
#include "lang/explain.h"
#include "lang/parser.h"

enum { ROWS = 3 };

/* Inputs: n is 0, 5 and missing; s is 'a', 'b' and 'c'; xs is [1, 0, 3], [] and [2]. Named expressions come on top. */
typedef struct {
    Arena arena;
    Env env;
    Column columns[4];
    const Column *inputs[4];
    Source source;
    Diags diags;
    Trace trace;
    const Expr *expr;
    Interp *interp;
    Text told;
} Bench;

static Value list_of(Arena *arena, const int64_t *numbers, uint32_t count)
{
    List *list = arena_new(arena, List);
    Value *items = arena_array(arena, Value, count + 1);
    for (uint32_t i = 0; i < count; i++)
        items[i] = value_int(numbers[i]);
    *list = (List) { count, items };
    return value_list(list);
}

static void add_input(Bench *bench, uint32_t slot, const char *name, const Type *type, const Value values[ROWS])
{
    Symbol symbol = { .name = str_of(name), .kind = SYMBOL_INPUT, .type = type, .slot = slot };
    env_add(&bench->arena, &bench->env, symbol);
    bench->columns[slot] = column_new(&bench->arena, column_kind(type), ROW_PAD);
    for (size_t row = 0; row < ROW_PAD; row++)
        column_set(&bench->columns[slot], row, values[row < ROWS ? row : 0]);
    bench->inputs[slot] = &bench->columns[slot];
}

static Expr *parse(Bench *bench, const char *text)
{
    Source *source = arena_new(&bench->arena, Source);
    *source = (Source) { STR("<expression>"), arena_str(&bench->arena, str_of(text)) };
    ExprText whole = { .source = source, .text = source->text };
    bool ok;
    Expr *expr = expr_parse(&bench->arena, &whole, &bench->diags, &ok);
    Checker checker = { .arena = &bench->arena, .env = &bench->env, .source = source, .diags = &bench->diags };
    if (!ok || !check_expr(&checker, expr, NULL)) {
        print_error("%s: %.*s\n", text, STR_ARG(bench->diags.list.at[0].message));
        fail();
    }
    return expr;
}

static void add_named(Bench *bench, const char *name, const char *text)
{
    Expr *expr = parse(bench, text);
    Symbol symbol = { .name = str_of(name), .kind = SYMBOL_EXPR, .type = expr->type, .expr = expr };
    env_add(&bench->arena, &bench->env, symbol);
}

/* An optional field: what r.?n means where r is a record. */
static void add_record(Bench *bench)
{
    Record *record = arena_new(&bench->arena, Record);
    Symbol *members = arena_array(&bench->arena, Symbol, 2);
    members[0] = bench->env.symbols.at[0];
    *record = (Record) { .name = STR("r"), .member_word = STR("field"), .members = members, .count = 1 };
    Symbol symbol = { .name = STR("r"), .kind = SYMBOL_RECORD, .type = type_record(&bench->arena, record, STR("r")), .record = record };
    env_add(&bench->arena, &bench->env, symbol);
}

static void start(Bench *bench)
{
    static const int64_t some[] = { 1, 0, 3 }, two[] = { 2 };
    *bench = (Bench) { 0 };
    bench->diags.arena = &bench->arena;
    Arena *arena = &bench->arena;
    add_input(bench, 0, "n", &TYPE_INT, (Value[]) { value_int(0), value_int(5), value_missing() });
    add_input(bench, 1, "s", &TYPE_STRING, (Value[]) { value_str(STR("a")), value_str(STR("b")), value_str(STR("c")) });
    add_input(bench, 2, "xs", &TYPE_LIST_INT, (Value[]) { list_of(arena, some, 3), list_of(arena, NULL, 0), list_of(arena, two, 1) });
    add_input(bench, 3, "o", type_optional(arena, &TYPE_INT),
              (Value[]) { value_optional(NULL), value_optional(list_of(arena, two, 1).list->at), value_optional(NULL) });
    add_record(bench);
    add_named(bench, "big", "n > 3");
    add_named(bench, "any", "xs.exists(x, x > 2)");
    add_named(bench, "both", "big && any");
}

static void stop(Bench *bench)
{
    interp_free(bench->interp);
    text_free(&bench->told);
    arena_free(&bench->arena);
}

static void compile(Bench *bench, const char *text)
{
    bench->expr = parse(bench, text);
    CompileOptions options = { .trace = &bench->trace };
    Compiler *compiler = compiler_new(&bench->arena, &options);
    NodeId root = compile_expr(compiler, bench->expr, NODE_NONE);
    const Program *program = compiler_end(compiler, &root, 1);
    bench->interp = interp_new(program, NULL);
    interp_run(bench->interp, bench->inputs, ROWS);
}

static void note_part(void *context, const ExplainedPart *part)
{
    Bench *bench = context;
    text_add_repeat(&bench->told, ' ', 2 * part->depth);
    text_format(&bench->told, "%.*s: ", STR_ARG(part->text));
    assert_true(part->missing + part->failed + part->left_out <= 1);
    assert_int_equal(value_is_error(part->value), part->missing || part->failed || (part->left_out && part->value.status));
    if (part->missing || part->failed || part->left_out)
        text_format(&bench->told, "%s", part->missing ? "missing" : part->failed ? "failed" : "left out");
    else
        value_print(&bench->told, part->value, 0);
    text_add_char(&bench->told, '\n');
}

static void check_explained(const char *text, size_t row, const char *expected)
{
    Bench bench;
    start(&bench);
    compile(&bench, text);
    for (int time = 0; time < 2; time++) { /* explaining changes nothing */
        explain_expr(bench.interp, &bench.trace, bench.expr, row, note_part, &bench);
        assert_text(&bench.told, expected);
    }
    stop(&bench);
}

/* ---- parts */

static void test_every_part(void **state)
{
    (void) state;
    check_explained("n + 2 * size(s) > 1 || s == 'b'", 0,
                    "n + 2 * size(s) > 1 || s == 'b': true\n"
                    "  n + 2 * size(s) > 1: true\n"
                    "    n + 2 * size(s): 2\n"
                    "      n: 0\n"
                    "      2 * size(s): 2\n"
                    "        size(s): 1\n"
                    "          s: 'a'\n"
                    "  s == 'b': false\n"
                    "    s: 'a'\n");
    check_explained("n", 1, "n: 5\n");
    check_explained("true", 0, "true: true\n");
    check_explained("[n, 1][0] + {'k': n}.k", 1,
                    "[n, 1][0] + {'k': n}.k: 10\n"
                    "  [n, 1][0]: 5\n"
                    "    [n, 1]: [5, 1]\n"
                    "      n: 5\n"
                    "  {'k': n}.k: 5\n"
                    "    {'k': n}: {'k': 5}\n"
                    "      n: 5\n");
    check_explained("math.least(n, 3, 4)", 1,
                    "math.least([n, 3, 4]): 3\n"
                    "  [n, 3, 4]: [5, 3, 4]\n"
                    "    n: 5\n");
    check_explained("1 + 2 < 4 && n > -1", 0,
                    "1 + 2 < 4 && n > -1: true\n"
                    "  1 + 2 < 4: true\n"
                    "    1 + 2: 3\n"
                    "  n > -1: true\n"
                    "    n: 0\n");
}

static void test_missing_and_failed(void **state)
{
    (void) state;
    check_explained("n > 3 && s == 'c'", 2,
                    "n > 3 && s == 'c': missing\n"
                    "  n > 3: missing\n"
                    "    n: missing\n"
                    "  s == 'c': true\n"
                    "    s: 'c'\n");
    check_explained("n > 3 && s == 'x'", 2,
                    "n > 3 && s == 'x': false\n"
                    "  n > 3: missing\n"
                    "    n: missing\n"
                    "  s == 'x': false\n"
                    "    s: 'c'\n");
    check_explained("10 / n > 1", 0,
                    "10 / n > 1: failed\n"
                    "  10 / n: failed\n"
                    "    n: 0\n");
    check_explained("int(s) + n == 1", 2,
                    "int(s) + n == 1: failed\n"
                    "  int(s) + n: failed\n"
                    "    int(s): failed\n"
                    "      s: 'c'\n"
                    "    n: missing\n");
    check_explained("has(r.n) ? r.n : 7", 2,
                    "has(r.n) ? r.n : 7: 7\n"
                    "  has(r.n): false\n"
                    "  r.n: missing\n");
    check_explained("r.?n.orValue(8) + 1", 2,
                    "r.?n.orValue(8) + 1: 9\n"
                    "  r.?n.orValue(8): 8\n"
                    "    r.?n: missing\n");
}

/* What is dear is worked out only where it matters, and so is what hangs on it. Cheap parts have their value anyway. */
static void test_left_out(void **state)
{
    (void) state;
    check_explained("n > 3 && xs.map(x, x * 2).size() + 1 > 3", 0,
                    "n > 3 && xs.map(x, x * 2).size() + 1 > 3: false\n"
                    "  n > 3: false\n"
                    "    n: 0\n"
                    "  xs.map(x, x * 2).size() + 1 > 3: left out\n"
                    "    xs.map(x, x * 2).size() + 1: left out\n"
                    "      xs.map(x, x * 2).size(): left out\n"
                    "        xs.map(x, x * 2): left out\n"
                    "          xs: [1, 0, 3]\n");
    check_explained("n == 0 ? 1 : 10 / n", 0,
                    "n == 0 ? 1 : 10 / n: 1\n"
                    "  n == 0: true\n"
                    "    n: 0\n"
                    "  10 / n: left out\n"
                    "    n: 0\n");
    check_explained("n > 3 ? s + 'y' : s + 'z'", 0,
                    "n > 3 ? s + 'y' : s + 'z': 'az'\n"
                    "  n > 3: false\n"
                    "    n: 0\n"
                    "  s + 'y': left out\n"
                    "    s: 'a'\n"
                    "  s + 'z': 'az'\n"
                    "    s: 'a'\n");
    check_explained("n == 0 || 1 / n > 0", 0,
                    "n == 0 || 1 / n > 0: true\n"
                    "  n == 0: true\n"
                    "    n: 0\n"
                    "  1 / n > 0: left out\n"
                    "    1 / n: left out\n"
                    "      n: 0\n");
    check_explained("(n > 3 && s + 'y' == 'ay') || s + 'y' == 'ay'", 0, /* needed after all */
                    "n > 3 && s + 'y' == 'ay' || s + 'y' == 'ay': true\n"
                    "  n > 3 && s + 'y' == 'ay': false\n"
                    "    n > 3: false\n"
                    "      n: 0\n"
                    "    s + 'y' == 'ay': true\n"
                    "      s + 'y': 'ay'\n"
                    "        s: 'a'\n"
                    "  s + 'y' == 'ay': true\n"
                    "    s + 'y': 'ay'\n"
                    "      s: 'a'\n");
}

/* ---- macros */

static void test_elements(void **state)
{
    (void) state;
    check_explained("xs.all(x, x > n)", 0,
                    "xs.all(x, x > n): false\n"
                    "  xs: [1, 0, 3]\n"
                    "  x: 1\n"
                    "    x > n: true\n"
                    "      x: 1\n"
                    "      n: 0\n"
                    "  x: 0\n"
                    "    x > n: false\n"
                    "      x: 0\n"
                    "      n: 0\n"
                    "  x: 3\n"
                    "    x > n: true\n"
                    "      x: 3\n"
                    "      n: 0\n");
    check_explained("xs.all(x, x > n)", 1, "xs.all(x, x > n): true\n  xs: []\n");
    check_explained("xs.map(x, x > 0, 6 / x)", 0,
                    "xs.map(x, x > 0, 6 / x): [6, 2]\n"
                    "  xs: [1, 0, 3]\n"
                    "  x: 1\n"
                    "    x > 0: true\n"
                    "      x: 1\n"
                    "    6 / x: 6\n"
                    "      x: 1\n"
                    "  x: 0\n"
                    "    x > 0: false\n"
                    "      x: 0\n"
                    "    6 / x: left out\n"
                    "      x: 0\n"
                    "  x: 3\n"
                    "    x > 0: true\n"
                    "      x: 3\n"
                    "    6 / x: 2\n"
                    "      x: 3\n");
    check_explained("xs.exists(i, x, x > i)", 2,
                    "xs.exists(i, x, x > i): true\n"
                    "  xs: [2]\n"
                    "  i: 0\n"
                    "  x: 2\n"
                    "    x > i: true\n"
                    "      x: 2\n"
                    "      i: 0\n");
    check_explained("{s: n}.filter(k, k == 'b')", 1,
                    "{s: n}.filter(k, k == 'b'): ['b']\n"
                    "  {s: n}: {'b': 5}\n"
                    "    s: 'b'\n"
                    "    n: 5\n"
                    "  k: 'b'\n"
                    "    k == 'b': true\n"
                    "      k: 'b'\n");
    check_explained("xs.exists_one(x, 1 / x == 1)", 0,
                    "xs.exists_one(x, 1 / x == 1): failed\n"
                    "  xs: [1, 0, 3]\n"
                    "  x: 1\n"
                    "    1 / x == 1: true\n"
                    "      1 / x: 1\n"
                    "        x: 1\n"
                    "  x: 0\n"
                    "    1 / x == 1: failed\n"
                    "      1 / x: failed\n"
                    "        x: 0\n"
                    "  x: 3\n"
                    "    1 / x == 1: false\n"
                    "      1 / x: 0\n"
                    "        x: 3\n");
}

static void test_nested_macros(void **state)
{
    (void) state;
    check_explained("xs.map(x, [n, 4].filter(y, y > x))", 2,
                    "xs.map(x, [n, 4].filter(y, y > x)): missing\n"
                    "  xs: [2]\n"
                    "  x: 2\n"
                    "    [n, 4].filter(y, y > x): missing\n"
                    "      [n, 4]: missing\n"
                    "        n: missing\n");
    check_explained("xs.map(x, [n, 4].filter(y, y > x))", 0,
                    "xs.map(x, [n, 4].filter(y, y > x)): [[4], [4], [4]]\n"
                    "  xs: [1, 0, 3]\n"
                    "  x: 1\n"
                    "    [n, 4].filter(y, y > x): [4]\n"
                    "      [n, 4]: [0, 4]\n"
                    "        n: 0\n"
                    "      y: 0\n"
                    "        y > x: false\n"
                    "          y: 0\n"
                    "          x: 1\n"
                    "      y: 4\n"
                    "        y > x: true\n"
                    "          y: 4\n"
                    "          x: 1\n"
                    "  x: 0\n"
                    "    [n, 4].filter(y, y > x): [4]\n"
                    "      [n, 4]: [0, 4]\n"
                    "        n: 0\n"
                    "      y: 0\n"
                    "        y > x: false\n"
                    "          y: 0\n"
                    "          x: 0\n"
                    "      y: 4\n"
                    "        y > x: true\n"
                    "          y: 4\n"
                    "          x: 0\n"
                    "  x: 3\n"
                    "    [n, 4].filter(y, y > x): [4]\n"
                    "      [n, 4]: [0, 4]\n"
                    "        n: 0\n"
                    "      y: 0\n"
                    "        y > x: false\n"
                    "          y: 0\n"
                    "          x: 3\n"
                    "      y: 4\n"
                    "        y > x: true\n"
                    "          y: 4\n"
                    "          x: 3\n");
}

/* Two macros that do the same work are explained each in its own words. */
static void test_equal_macros(void **state)
{
    (void) state;
    check_explained("xs.all(x, x > 1) == xs.all(y, y > 1)", 2,
                    "xs.all(x, x > 1) == xs.all(y, y > 1): true\n"
                    "  xs.all(x, x > 1): true\n"
                    "    xs: [2]\n"
                    "    x: 2\n"
                    "      x > 1: true\n"
                    "        x: 2\n"
                    "  xs.all(y, y > 1): true\n"
                    "    xs: [2]\n"
                    "    y: 2\n"
                    "      y > 1: true\n"
                    "        y: 2\n");
}

static void test_binding_macros(void **state)
{
    (void) state;
    check_explained("cel.bind(t, n + 1, t * t)", 1,
                    "cel.bind(t, n + 1, t * t): 36\n"
                    "  n + 1: 6\n"
                    "    n: 5\n"
                    "  t * t: 36\n"
                    "    t: 6\n"
                    "    t: 6\n");
    check_explained("o.optMap(v, v + n).orValue(9)", 1,
                    "o.optMap(v, v + n).orValue(9): 7\n"
                    "  o.optMap(v, v + n): optional.of(7)\n"
                    "    o: optional.of(2)\n"
                    "    v + n: 7\n"
                    "      v: 2\n"
                    "      n: 5\n");
    check_explained("o.optMap(v, v + n).orValue(9)", 0,
                    "o.optMap(v, v + n).orValue(9): 9\n"
                    "  o.optMap(v, v + n): optional.none()\n"
                    "    o: optional.none()\n");
}

/* A macro over constants was worked out when the program was made: only its result is there. */
static void test_constant_macro(void **state)
{
    (void) state;
    check_explained("[1, 2].map(x, x + 1)[0] + n", 0,
                    "[1, 2].map(x, x + 1)[0] + n: 2\n"
                    "  [1, 2].map(x, x + 1)[0]: 2\n"
                    "    [1, 2].map(x, x + 1): [2, 3]\n"
                    "      [1, 2]: [1, 2]\n"
                    "  n: 0\n");
}

static void test_first_elements(void **state)
{
    (void) state;
    Bench bench;
    start(&bench);
    compile(&bench, "lists.range(n * 40).all(x, x >= 0)");
    explain_expr(bench.interp, &bench.trace, bench.expr, 1, note_part, &bench);
    Str told = text_str(&bench.told);
    size_t shown = 0;
    for (size_t at = str_find(told, STR("\n  x: "), 0); at != SIZE_MAX; at = str_find(told, STR("\n  x: "), at + 1))
        shown++;
    assert_int_equal(shown, EXPLAIN_ELEMENTS);
    stop(&bench);
}

/* ---- names */

static void test_names(void **state)
{
    (void) state;
    check_explained("both", 1,
                    "both: false\n"
                    "  big && any: false\n"
                    "    big: true\n"
                    "      n > 3: true\n"
                    "        n: 5\n"
                    "    any: false\n"
                    "      xs.exists(x, x > 2): false\n"
                    "        xs: []\n");
    check_explained("big || !big", 0,
                    "big || !big: true\n"
                    "  big: false\n"
                    "    n > 3: false\n"
                    "      n: 0\n"
                    "  !big: true\n"
                    "    big: false\n"
                    "      n > 3: false\n"
                    "        n: 0\n");
}

/* A name first met inside a macro stands over the rows all the same. */
static void test_names_inside_macros(void **state)
{
    (void) state;
    check_explained("xs.exists(x, any && x == 3) && any", 0,
                    "xs.exists(x, any && x == 3) && any: true\n"
                    "  xs.exists(x, any && x == 3): true\n"
                    "    xs: [1, 0, 3]\n"
                    "    x: 1\n"
                    "      any && x == 3: false\n"
                    "        any: true\n"
                    "          xs.exists(x, x > 2): true\n"
                    "            xs: [1, 0, 3]\n"
                    "            x: 1\n"
                    "              x > 2: false\n"
                    "                x: 1\n"
                    "            x: 0\n"
                    "              x > 2: false\n"
                    "                x: 0\n"
                    "            x: 3\n"
                    "              x > 2: true\n"
                    "                x: 3\n"
                    "        x == 3: false\n"
                    "          x: 1\n"
                    "    x: 0\n"
                    "      any && x == 3: false\n"
                    "        any: true\n"
                    "          xs.exists(x, x > 2): true\n"
                    "            xs: [1, 0, 3]\n"
                    "            x: 1\n"
                    "              x > 2: false\n"
                    "                x: 1\n"
                    "            x: 0\n"
                    "              x > 2: false\n"
                    "                x: 0\n"
                    "            x: 3\n"
                    "              x > 2: true\n"
                    "                x: 3\n"
                    "        x == 3: false\n"
                    "          x: 0\n"
                    "    x: 3\n"
                    "      any && x == 3: true\n"
                    "        any: true\n"
                    "          xs.exists(x, x > 2): true\n"
                    "            xs: [1, 0, 3]\n"
                    "            x: 1\n"
                    "              x > 2: false\n"
                    "                x: 1\n"
                    "            x: 0\n"
                    "              x > 2: false\n"
                    "                x: 0\n"
                    "            x: 3\n"
                    "              x > 2: true\n"
                    "                x: 3\n"
                    "        x == 3: true\n"
                    "          x: 3\n"
                    "  any: true\n"
                    "    xs.exists(x, x > 2): true\n"
                    "      xs: [1, 0, 3]\n"
                    "      x: 1\n"
                    "        x > 2: false\n"
                    "          x: 1\n"
                    "      x: 0\n"
                    "        x > 2: false\n"
                    "          x: 0\n"
                    "      x: 3\n"
                    "        x > 2: true\n"
                    "          x: 3\n");
}

/* Deeper than EXPLAIN_DEPTH is not told. */
static void test_depth(void **state)
{
    (void) state;
    Bench bench;
    Text text = { 0 };
    start(&bench);
    text_add_repeat(&text, '(', 100);
    text_add_char(&text, 'n');
    for (int i = 0; i < 100; i++)
        text_add(&text, STR(" + 1)"));
    text_add_char(&text, 0);
    compile(&bench, text.at);
    explain_expr(bench.interp, &bench.trace, bench.expr, 1, note_part, &bench);
    size_t lines = 0;
    for (size_t i = 0; i < bench.told.len; i++)
        lines += bench.told.at[i] == '\n';
    assert_int_equal(lines, EXPLAIN_DEPTH + 1);
    text_free(&text);
    stop(&bench);
}

/* Tracing changes no result: every row of a few programs gives the same with and without. */
static void test_trace_changes_nothing(void **state)
{
    (void) state;
    static const char *const texts[] = {
        "n > 3 && xs.map(x, x * 2).size() + 1 > 3",
        "xs.exists(x, any && x == 3) && any",
        "both ? 10 / n : size(s + s)",
        "xs.all(x, x > 1) == xs.all(y, y > 1)",
        "r.?n.orValue(8) + 1",
        "o.optMap(v, v + n).orValue(9)",
        "xs.map(x, xs.filter(y, y != x && big))",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        Bench bench;
        start(&bench);
        compile(&bench, texts[i]);
        Compiler *compiler = compiler_new(&bench.arena, &(CompileOptions) { 0 });
        NodeId plain = compile_expr(compiler, bench.expr, NODE_NONE);
        Interp *interp = interp_new(compiler_end(compiler, &plain, 1), NULL);
        interp_run(interp, bench.inputs, ROWS);
        NodeId traced = bench.trace.at[bench.trace.count - 1].node;
        for (size_t row = 0; row < ROWS; row++) {
            Text a = { 0 }, b = { 0 };
            Value with = interp_value(bench.interp, traced, row), without = interp_value(interp, plain, row);
            assert_int_equal(with.kind == KIND_ERROR ? with.status : 0, without.kind == KIND_ERROR ? without.status : 0);
            if (!value_is_error(with)) {
                value_print(&a, with, 0);
                value_print(&b, without, 0);
                assert_true(str_equal(text_str(&a), text_str(&b)));
            }
            text_free(&a);
            text_free(&b);
        }
        interp_free(interp);
        stop(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_part),
        cmocka_unit_test(test_missing_and_failed),
        cmocka_unit_test(test_left_out),
        cmocka_unit_test(test_elements),
        cmocka_unit_test(test_nested_macros),
        cmocka_unit_test(test_equal_macros),
        cmocka_unit_test(test_binding_macros),
        cmocka_unit_test(test_constant_macro),
        cmocka_unit_test(test_first_elements),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_names_inside_macros),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_trace_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
