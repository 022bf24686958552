/* Instructions that make a call faster must give what the row function gives: pairs of expressions, of which the second is kept from
   the instruction by dyn(), over columns of random values with rows that are missing and rows that failed. */
#include "unit.h"

#include "lang/check.h"
#include "lang/interp.h"
#include "parsed.h"

enum { ROWS = 700, ROUNDS = 40, COLUMNS = 4 };

static const char *const pairs[][2] = {
    { "a + days(45)", "dyn(a) + days(45)" },
    { "a - days(45)", "dyn(a) - days(45)" },
    { "a + weeks(6)", "dyn(a) + weeks(6)" },
    { "a + months(7)", "dyn(a) + months(7)" },
    { "a - years(3)", "dyn(a) - years(3)" },
    { "a + days(3000000)", "dyn(a) + days(3000000)" },
    { "a + (months(1) + days(1))", "dyn(a) + (months(1) + days(1))" },
    { "a + days(n)", "dyn(a) + days(n)" },
    { "a - days(n)", "dyn(a) - days(n)" },
    { "a + weeks(n)", "dyn(a) + weeks(n)" },
    { "a - weeks(n)", "dyn(a) - weeks(n)" },
    { "a + months(n)", "dyn(a) + months(n)" },
    { "a - months(n)", "dyn(a) - months(n)" },
    { "a + years(n)", "dyn(a) + years(n)" },
    { "a - years(n + 1)", "dyn(a) - years(n + 1)" },
    { "workdaysIn(a, b)", "workdaysIn(dyn(a), b)" },
    { "workdaysIn(a, a + days(30))", "workdaysIn(dyn(a), a + days(30))" },
    { "size(s)", "size(dyn(s))" },
    { "s.size() + 1", "dyn(s).size() + 1" },
    { "s.matches('^A[0-9]{3}$')", "s.matches('^A[0-9]{3}$|^A[0-9]{3}$')" },
    { "s.matches(r'^\\d{2}-?x$')", "s.matches(r'^\\d{2}-?x$|^\\d{2}-?x$')" },
    { "s.matches(r'^[A-C]+[0-9]*$')", "s.matches(r'^[A-C]+[0-9]*$|^[A-C]+[0-9]*$')" },
    { "s.matches('^$')", "s.matches('^$|^$')" },
    { "s.matches(r'^[A-B\\d]{2}\\-[\\w.]$')", "s.matches(r'^[A-B\\d]{2}\\-[\\w.]$|^[A-B\\d]{2}\\-[\\w.]$')" },
    { "s.matches('^A123$')", "s.matches('^A123$|^A123$')" },
    { "s.matches('^123{2}$')", "s.matches('^123{2}$|^123{2}$')" },
    { "s.matches(r'^[^0-9]{2}$')", "s.matches(r'^[^0-9]{2}$|^[^0-9]{2}$')" },
};

static uint64_t random_state = 88172645463325252u;

static uint64_t pick(uint64_t below)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state % below;
}

/* Mostly of years that the calendar knows, now and then of any. */
static Value random_date(void)
{
    int32_t first = date_to_day(pick(8) ? date_pack(2002, 6, 1) : DATE_MIN);
    int32_t last = date_to_day(first > date_to_day(DATE_MIN) ? date_pack(2005, 6, 1) : DATE_MAX);
    return value_date(date_of_day(first + (int32_t) pick((uint64_t) (last - first + 1))));
}

static Value random_int(void)
{
    static const int64_t extremes[] = { 0, 1, -1, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN, 400000, -400000, 178956971 };
    return value_int(pick(4) ? (int64_t) pick(400) - 200 : extremes[pick(COUNT(extremes))]);
}

static Value random_text(Arena *arena)
{
    static const char *const parts[] = { "A", "123", "B", "07", "-", "x", "\n", "\xE6\x9D\x8E", "\xC3\xA9", "9" };
    Text text = { 0 };
    for (uint64_t i = pick(5); i > 0; i--)
        text_add(&text, str_of(parts[pick(COUNT(parts))]));
    Str copy = arena_str(arena, text_str(&text));
    text_free(&text);
    return value_str(copy);
}

static void fill(Arena *arena, Column *columns)
{
    static const Kind kinds[COLUMNS] = { KIND_DATE, KIND_DATE, KIND_INT, KIND_STRING };
    for (size_t c = 0; c < COLUMNS; c++) {
        columns[c] = column_new(arena, kinds[c], ROWS);
        for (size_t row = 0; row < ROWS; row++) {
            Value value = c < 2 ? random_date() : c == 2 ? random_int() : random_text(arena);
            column_set(&columns[c], row, pick(12) ? value : pick(2) ? value_missing() : value_error());
        }
    }
}

static NodeId compile_text(Arena *arena, Compiler *compiler, const Env *env, const char *text)
{
    Parsed *parsed = arena_new(arena, Parsed);
    parsed->diags.arena = arena;
    parsed->source = (Source) { STR("test"), str_of(text) };
    parsed->text = (ExprText) { .source = &parsed->source, .text = str_of(text) };
    parsed->expr = expr_parse(arena, &parsed->text, &parsed->diags, &parsed->ok);
    Checker checker = { .arena = arena, .env = env, .source = &parsed->source, .diags = &parsed->diags };
    assert_true(parsed->ok);
    assert_true(check_expr(&checker, parsed->expr, NULL));
    return compile_expr(compiler, parsed->expr, NODE_NONE);
}

static void first_message(void *context, const Cause *cause)
{
    Str *message = context;
    if (!message->at)
        *message = cause->missing ? STR("missing") : cause->message;
}

static Str shown(Arena *arena, Interp *interp, NodeId root, size_t row)
{
    Text text = { 0 };
    Value value = interp_value(interp, root, row);
    Str message = { 0 };
    if (value_is_error(value)) {
        interp_causes(interp, root, row, arena, first_message, &message);
        text_format(&text, "%s: %.*s", value.status == STATUS_MISSING ? "missing" : "failed", STR_ARG(message));
    } else {
        value_print(&text, value, 0);
    }
    Str copy = arena_str(arena, text_str(&text));
    text_free(&text);
    return copy;
}

static const Env *environment(Arena *arena)
{
    static const struct {
        const char *name;
        const Type *type;
    } variables[COLUMNS] = { { "a", &TYPE_DATE }, { "b", &TYPE_DATE }, { "n", &TYPE_INT }, { "s", &TYPE_STRING } };
    Env *env = arena_new(arena, Env);
    for (uint32_t i = 0; i < COLUMNS; i++)
        env_add(arena, env, (Symbol) { .name = str_of(variables[i].name), .kind = SYMBOL_INPUT, .type = variables[i].type, .slot = i });
    return env;
}

static WorkYear odd_year(int number)
{
    WorkYear year = { .year = number };
    for (int word = 0; word < 6; word++)
        year.works[word] = pick(UINT64_MAX);
    year.works[5] &= (UINT64_C(1) << 45) - 1; /* a year has 365 days, and bits behind them say nothing */
    return year;
}

static void test_both_paths(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const WorkYear years[] = { odd_year(2003), odd_year(2004) };
    const NamedCalendar named = { STR("office"), { years, COUNT(years) } };
    const WorkCalendars calendars = { &named, 1, &named };
    CompileOptions options = { .calendars = &calendars };
    Compiler *compiler = compiler_new(&arena, &options);
    const Env *env = environment(&arena);
    NodeId roots[2 * COUNT(pairs)];
    for (size_t i = 0; i < 2 * COUNT(pairs); i++)
        roots[i] = compile_text(&arena, compiler, env, pairs[i / 2][i % 2]);
    const Program *program = compiler_end(compiler, roots, 2 * COUNT(pairs));
    Interp *interp = interp_new(program, NULL);
    for (int round = 0; round < ROUNDS; round++) {
        Arena scratch = { 0 };
        Column columns[COLUMNS];
        const Column *inputs[COLUMNS] = { &columns[0], &columns[1], &columns[2], &columns[3] };
        fill(&scratch, columns);
        interp_run(interp, inputs, ROWS);
        for (size_t row = 0; row < ROWS; row++)
            for (size_t i = 0; i < COUNT(pairs); i++) {
                Str fast = shown(&scratch, interp, roots[2 * i], row), plain = shown(&scratch, interp, roots[2 * i + 1], row);
                if (!str_equal(fast, plain))
                    fail_msg("%s gives %.*s, %s gives %.*s", pairs[i][0], STR_ARG(fast), pairs[i][1], STR_ARG(plain));
            }
        arena_free(&scratch);
    }
    interp_free(interp);
    arena_free(&arena);
}

/* A pair whose first half does not become its instruction would prove nothing. */
static void test_instructions_are_chosen(void **state)
{
    (void) state;
    static const struct {
        const char *expression, *instruction;
    } cases[] = {
        { "a + days(45)", "add days" },       { "a - weeks(1)", "add days" },
        { "a + years(1)", "add months" },     { "a + days(n)", "add counted" },
        { "a - years(n)", "add counted" },    { "workdaysIn(a, b)", "date = workdaysIn" },
        { "size(s)", "int = size" },          { "s.matches('^A[0-9]{3}$')", "matches shape" },
        { "dyn(a) + days(n)", "dispatch +" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Arena arena = { 0 };
        Text listing = { 0 };
        CompileOptions options = { .calendars = NULL };
        Compiler *compiler = compiler_new(&arena, &options);
        NodeId root = compile_text(&arena, compiler, environment(&arena), cases[i].expression);
        program_print(&listing, compiler_end(compiler, &root, 1));
        const char *wanted = strchr(cases[i].instruction, '=') ? strchr(cases[i].instruction, '=') : cases[i].instruction;
        if (str_find(text_str(&listing), str_of(wanted), 0) == SIZE_MAX || str_find(text_str(&listing), STR("call "), 0) != SIZE_MAX)
            if (strncmp(cases[i].instruction, "dispatch", 8) != 0 || str_find(text_str(&listing), str_of(wanted), 0) == SIZE_MAX)
                fail_msg("%s is no '%s':\n%.*s", cases[i].expression, wanted, STR_ARG(text_str(&listing)));
        text_free(&listing);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_both_paths), cmocka_unit_test(test_instructions_are_chosen) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
