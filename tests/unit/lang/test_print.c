/* The canonical form of an expression parses back to the same tree: for random trees of every kind of node. */
#include <math.h>

#include "parsed.h"

typedef struct {
    Arena arena;
    uint64_t seed;
} Maker;

static uint32_t pick(Maker *maker, uint32_t count)
{
    return (uint32_t) (next_random(&maker->seed) % count);
}

static Expr *node(Maker *maker, ExprKind kind)
{
    Expr *expr = arena_new(&maker->arena, Expr);
    expr->kind = kind;
    return expr;
}

static Str pick_name(Maker *maker)
{
    static const char *const names[] = { "a", "b", "_x1", "size", "not", "e5", "u", "r", "cel", "math" };
    return str_of(names[pick(maker, COUNT(names))]);
}

static Str pick_field(Maker *maker)
{
    static const char *const fields[] = { "a", "while", "in", "content-type", "a.b", "1", " ", "e5" };
    return str_of(fields[pick(maker, COUNT(fields))]);
}

static Value pick_string(Maker *maker)
{
    char bytes[8];
    size_t len = pick(maker, sizeof bytes + 1);
    bool text = pick(maker, 2);
    for (size_t i = 0; i < len; i++)
        bytes[i] = (char) pick(maker, text ? 128 : 256);
    Str s = arena_str(&maker->arena, (Str) { bytes, len });
    return text ? value_str(s) : value_bytes(s);
}

static Value pick_literal(Maker *maker)
{
    uint64_t bits = next_random(&maker->seed);
    double number;
    switch (pick(maker, 8)) {
    case 0: return value_null();
    case 1: return value_bool(pick(maker, 2));
    case 2: return value_int((int64_t) bits >> pick(maker, 64));
    case 3: return value_uint(bits >> pick(maker, 64));
    case 4: memcpy(&number, &bits, sizeof number); return value_double(isfinite(number) ? number : -0.0);
    case 5: return value_double(pick(maker, 20) / 4.0 - 2);
    case 6: return value_int(pick(maker, 2) ? INT64_MIN : INT64_MAX);
    default: return pick_string(maker);
    }
}

static Expr *make(Maker *maker, uint32_t depth);

static Expr **make_several(Maker *maker, uint32_t count, uint32_t depth)
{
    Expr **several = arena_array(&maker->arena, Expr *, count);
    for (uint32_t i = 0; i < count; i++)
        several[i] = make(maker, depth);
    return several;
}

static bool *make_flags(Maker *maker, uint32_t count)
{
    bool *flags = arena_array(&maker->arena, bool, count);
    for (uint32_t i = 0; i < count; i++)
        flags[i] = pick(maker, 2);
    return pick(maker, 2) ? flags : NULL;
}

static Expr *make_leaf(Maker *maker)
{
    Expr *expr = node(maker, pick(maker, 2) ? EXPR_LITERAL : EXPR_NAME);
    if (expr->kind == EXPR_LITERAL) {
        expr->literal = pick_literal(maker);
        return expr;
    }
    expr->name.name = pick_name(maker);
    expr->name.rooted = pick(maker, 4) == 0;
    return expr;
}

static Expr *make_select(Maker *maker, uint32_t depth)
{
    Expr *expr = node(maker, EXPR_SELECT);
    uint32_t form = pick(maker, 4);
    expr->select.operand = make(maker, depth);
    expr->select.field = pick_field(maker);
    expr->select.test = form == 0;
    expr->select.optional = form == 1;
    return expr;
}

static Expr *make_operator(Maker *maker, uint32_t depth)
{
    static const struct {
        const char *name;
        uint32_t count;
    } operators[] = {
        { "!", 1 },  { "-_", 1 }, { "!", 1 },  { "-_", 1 }, { "?:", 3 }, { "?:", 3 }, { "[]", 2 }, { "[?]", 2 },
        { "+", 2 },  { "-", 2 },  { "*", 2 },  { "/", 2 },  { "%", 2 },  { "==", 2 }, { "!=", 2 }, { "<", 2 },
        { "<=", 2 }, { ">", 2 },  { ">=", 2 }, { "in", 2 }, { "&&", 2 }, { "||", 2 },
    };
    uint32_t i = pick(maker, COUNT(operators));
    Expr *expr = node(maker, EXPR_CALL);
    expr->call.operator= operator_find(str_of(operators[i].name));
    expr->call.function = str_of(operators[i].name);
    expr->call.count = operators[i].count;
    expr->call.args = make_several(maker, operators[i].count, depth);
    return expr;
}

static Expr *make_call(Maker *maker, uint32_t depth)
{
    static const char *const functions[] = { "f", "size", ".f", "map", "has" };
    Expr *expr = node(maker, EXPR_CALL);
    expr->call.function = str_of(functions[pick(maker, COUNT(functions))]);
    expr->call.count = str_is(expr->call.function, "has") ? 2 : pick(maker, 2) ? 0 : 4;
    expr->call.args = make_several(maker, expr->call.count, depth);
    if (expr->call.function.at[0] != '.' && pick(maker, 2))
        expr->call.target = make(maker, depth);
    return expr;
}

static Expr *make_list(Maker *maker, uint32_t depth)
{
    Expr *expr = node(maker, EXPR_LIST);
    expr->list.count = pick(maker, 4);
    expr->list.items = make_several(maker, expr->list.count, depth);
    expr->list.optional = make_flags(maker, expr->list.count);
    return expr;
}

static Expr *make_map(Maker *maker, uint32_t depth)
{
    Expr *expr = node(maker, pick(maker, 3) ? EXPR_MAP : EXPR_STRUCT);
    expr->map.count = pick(maker, 3);
    expr->map.keys = make_several(maker, expr->map.count, depth);
    expr->map.values = make_several(maker, expr->map.count, depth);
    expr->map.optional = make_flags(maker, expr->map.count);
    if (expr->kind == EXPR_MAP)
        return expr;
    expr->map.name = pick(maker, 2) ? STR("T") : STR(".a.b.T");
    for (uint32_t i = 0; i < expr->map.count; i++) {
        expr->map.keys[i] = node(maker, EXPR_LITERAL);
        expr->map.keys[i]->literal = value_str(pick_field(maker));
    }
    return expr;
}

static Local *make_local(Maker *maker, const char *name)
{
    Local *local = arena_new(&maker->arena, Local);
    local->name = str_of(name);
    return local;
}

static Expr *make_macro(Maker *maker, uint32_t depth)
{
    Expr *expr = node(maker, EXPR_MACRO);
    MacroKind kind = pick(maker, MACRO_COUNT);
    bool transforms = kind >= MACRO_TRANSFORM_LIST && kind <= MACRO_TRANSFORM_MAP_ENTRY;
    bool two = transforms || (kind <= MACRO_EXISTS_ONE && pick(maker, 2));
    bool filters = kind == MACRO_FILTER || ((transforms || kind == MACRO_MAP) && pick(maker, 2));
    expr->macro.kind = kind;
    expr->macro.range = make(maker, depth);
    expr->macro.first = make_local(maker, "v");
    expr->macro.second = two ? make_local(maker, "w") : NULL;
    expr->macro.filter = filters ? make(maker, depth) : NULL;
    expr->macro.body = kind == MACRO_FILTER ? NULL : make(maker, depth);
    return expr;
}

static Expr *make(Maker *maker, uint32_t depth)
{
    static Expr *(*const makers[])(Maker *, uint32_t) = { make_operator, make_operator, make_operator, make_select,
                                                          make_call,     make_list,     make_map,      make_macro };
    if (depth == 0 || pick(maker, 8) == 0)
        return make_leaf(maker);
    return makers[pick(maker, COUNT(makers))](maker, depth - 1);
}

static void printed_trees_parse_back(void **state)
{
    (void) state;
    Maker maker = { .seed = 2003 };
    Text text = { 0 };
    for (size_t round = 0; round < 20000; round++) {
        Expr *expr = make(&maker, 1 + (uint32_t) round % 4);
        expr_print(&text, expr);
        Parsed parsed;
        parsed_init(&parsed, text_str(&text));
        bool same = parsed.ok && expr_equal(expr, parsed.expr);
        if (!same)
            print_error("%.*s\n%.*s\n", STR_ARG(text_str(&text)), STR_ARG(parsed_problem(&parsed, 0)));
        assert_true(same);
        parsed_free(&parsed);
        text_clear(&text);
        arena_reset(&maker.arena);
    }
    text_free(&text);
    arena_free(&maker.arena);
}

/* Without any one pair of these parentheses the text means something else, or nothing. */
static void no_pair_of_parentheses_is_too_much(void **state)
{
    (void) state;
    static const char *const texts[] = { "(a + b) * c",  "a - (b - c)", "(a ? b : c) ? d : e", "a ? (b ? c : d) : e", "!(a && b)",
                                         "-(1)",         "(-a).b",      "(a || b) && c",       "a == (b == c)",       "-(!a)",
                                         "(a in b).f()", "(a + b)[0]" };
    for (size_t i = 0; i < COUNT(texts); i++) {
        Parsed with, without;
        Text bare = { 0 };
        for (const char *c = texts[i]; *c; c++)
            text_add_char(&bare, (*c == '(' && c[1] != ')') || (*c == ')' && c[-1] != '(') ? ' ' : *c);
        parsed_init(&with, str_of(texts[i]));
        parsed_init(&without, text_str(&bare));
        assert_true(with.ok);
        assert_false(without.ok && expr_equal(with.expr, without.expr));
        parsed_free(&with);
        parsed_free(&without);
        text_free(&bare);
    }
}

static void equality_sees_every_difference(void **state)
{
    (void) state;
    static const char *const texts[] = {
        "a",
        ".a",
        "b",
        "1",
        "1u",
        "1.0",
        "'a'",
        "b'a'",
        "-0.0",
        "0.0",
        "true",
        "false",
        "null",
        "a.b",
        "a.?b",
        "has(a.b)",
        "a[b]",
        "a[?b]",
        "a.b()",
        "b(a)",
        "f()",
        ".f()",
        "[a]",
        "[?a]",
        "[a, a]",
        "{a: b}",
        "{?a: b}",
        "{b: a}",
        "T{}",
        "U{}",
        "{}",
        "[]",
        "T{a: b}",
        "a.map(x, b)",
        "a.map(y, b)",
        "a.map(x, b, b)",
        "a.filter(x, b)",
        "a.all(x, b)",
        "a.all(x, y, b)",
        "a.all(x, z, b)",
        "a.exists(x, b)",
        "cel.bind(x, a, b)",
        "a + b",
        "b + a",
        "-a",
        "!a",
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        for (size_t j = 0; j < COUNT(texts); j++) {
            Parsed left, right;
            parsed_init(&left, str_of(texts[i]));
            parsed_init(&right, str_of(texts[j]));
            assert_true(left.ok && right.ok);
            assert_int_equal(expr_equal(left.expr, right.expr), i == j);
            parsed_free(&left);
            parsed_free(&right);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(printed_trees_parse_back),
        cmocka_unit_test(no_pair_of_parentheses_is_too_much),
        cmocka_unit_test(equality_sees_every_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
