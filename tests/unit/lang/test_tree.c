/* Trees made by a host: they print as what somebody would have written, parse back to the same, and are numbered alike. */
#include "lang/parser.h"
#include "lang/tree.h"
#include "parsed.h"
#include "unit.h"

static const Span nowhere = { 3, 7 };

static void count_number(void *context, const Expr *expr)
{
    uint32_t *next = context;
    expr_children(expr, count_number, next);
    assert_int_equal(expr->id, (*next)++);
    assert_int_equal(expr->span.start, nowhere.start);
    assert_int_equal(expr->at.end, nowhere.end);
}

/* The tree and the one that is parsed of its text agree, down to the heights. */
static void check_tree(Expr *tree, const char *text)
{
    Text out = { 0 };
    Parsed parsed;
    uint32_t next = 0;
    tree_number(tree);
    count_number(&next, tree);
    expr_print(&out, tree);
    assert_str(text_str(&out), text);
    parsed_init(&parsed, text_str(&out));
    assert_true(expr_equal(tree, parsed.expr));
    assert_int_equal(tree->height, parsed.expr->height);
    assert_int_equal(tree->id, parsed.expr->id);
    parsed_free(&parsed);
    text_free(&out);
}

static Expr *field(const TreeMaker *maker, const char *name)
{
    return tree_select(maker, tree_string(maker, STR("r")), str_of(name));
}

static void every_maker_makes_what_it_says(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const TreeMaker maker = { &arena, nowhere };
    check_tree(tree_string(&maker, STR("it's")), "'it\\'s'");
    check_tree(field(&maker, "name"), "'r'.name");
    check_tree(tree_has(&maker, field(&maker, "ref"), STR("id")), "has('r'.ref.id)");
    check_tree(tree_call(&maker, STR("string"), field(&maker, "a")), "string('r'.a)");
    Expr *items[] = { field(&maker, "a"), tree_string(&maker, STR("")) };
    Expr *joined = tree_method(&maker, tree_list(&maker, items, 2), STR("join"), tree_string(&maker, STR(" ")));
    check_tree(tree_method(&maker, joined, STR("trim"), NULL), "['r'.a, ''].join(' ').trim()");
    check_tree(tree_list(&maker, NULL, 0), "[]");
    arena_free(&arena);
}

/* What binds less tightly than what it stands in gets parentheses, and nothing else does. */
static void operators_keep_their_operands_apart(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const TreeMaker maker = { &arena, nowhere };
    Expr *either = tree_binary(&maker, OPERATOR_OR, field(&maker, "a"), field(&maker, "b"));
    Expr *both = tree_binary(&maker, OPERATOR_AND, either, field(&maker, "c"));
    Expr *inner = tree_choice(&maker, field(&maker, "d"), field(&maker, "e"), field(&maker, "f"));
    check_tree(tree_choice(&maker, both, field(&maker, "g"), inner), "('r'.a || 'r'.b) && 'r'.c ? 'r'.g : 'r'.d ? 'r'.e : 'r'.f");
    arena_free(&arena);
}

static void conditions_are_joined(void **state)
{
    (void) state;
    static const char *const joined[] = { "true", "'r'.a", "'r'.a && 'r'.b", "'r'.a && 'r'.b && 'r'.c" };
    for (size_t count = 0; count <= 3; count++) {
        Arena arena = { 0 };
        const TreeMaker maker = { &arena, nowhere };
        Expr *exprs[] = { field(&maker, "a"), field(&maker, "b"), field(&maker, "c") };
        check_tree(tree_all(&maker, exprs, count), joined[count]);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_maker_makes_what_it_says),
        cmocka_unit_test(operators_keep_their_operands_apart),
        cmocka_unit_test(conditions_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
