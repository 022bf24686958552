/* Which calls are macros: by name, target and number of arguments, before any name is looked up, as CEL has it.

   CEL's own implementations expand a macro into one general loop with an accumulator. Here it stays what it was written as: it prints as
   the author's and can be explained element by element, and who walks the elements knows which macro it is (ops_macro.c). */
#include "lang/parsing.h"

/* Methods: e.name(variables..., filter?, body). The filter is there when an argument is left for it. */
static const struct {
    const char *name;
    MacroKind kind;
    uint32_t variables, args;
} macros[] = {
    { "all", MACRO_ALL, 1, 2 },
    { "all", MACRO_ALL, 2, 3 },
    { "exists", MACRO_EXISTS, 1, 2 },
    { "exists", MACRO_EXISTS, 2, 3 },
    { "exists_one", MACRO_EXISTS_ONE, 1, 2 },
    { "exists_one", MACRO_EXISTS_ONE, 2, 3 },
    { "existsOne", MACRO_EXISTS_ONE, 1, 2 },
    { "existsOne", MACRO_EXISTS_ONE, 2, 3 },
    { "map", MACRO_MAP, 1, 2 },
    { "map", MACRO_MAP, 1, 3 },
    { "filter", MACRO_FILTER, 1, 2 },
    { "transformList", MACRO_TRANSFORM_LIST, 2, 3 },
    { "transformList", MACRO_TRANSFORM_LIST, 2, 4 },
    { "transformMap", MACRO_TRANSFORM_MAP, 2, 3 },
    { "transformMap", MACRO_TRANSFORM_MAP, 2, 4 },
    { "transformMapEntry", MACRO_TRANSFORM_MAP_ENTRY, 2, 3 },
    { "transformMapEntry", MACRO_TRANSFORM_MAP_ENTRY, 2, 4 },
    { "sortBy", MACRO_SORT_BY, 1, 2 },
    { "optMap", MACRO_OPT_MAP, 1, 2 },
    { "optFlatMap", MACRO_OPT_FLAT_MAP, 1, 2 },
};

static bool is_call(const Expr *call, const char *function, uint32_t count)
{
    return str_is(call->call.function, function) && call->call.count == count;
}

/* Whether the target is nothing but this name, as in cel.bind(...). */
static bool is_target(const Expr *call, const char *name)
{
    const Expr *target = call->call.target;
    return target && target->kind == EXPR_NAME && !target->name.rooted && str_is(target->name.name, name);
}

static Expr *malformed(Parser *p, const Expr *call, Span span, const char *sentence, const char *hint)
{
    bool said = parser_complain(p, E_MACRO, span, "%s", sentence);
    parser_hint(p, said, hint);
    return parser_node(p, EXPR_BAD, call->at);
}

/* The variable that an argument names, or NULL. */
static Local *new_local(Parser *p, const Expr *arg)
{
    if (arg->kind != EXPR_NAME || arg->name.rooted)
        return NULL;
    Local *local = arena_new(p->arena, Local);
    *local = (Local) { .name = arg->name.name, .span = arg->span, .id = ++p->locals };
    return local;
}

static Expr *no_variable(Parser *p, const Expr *call, const Expr *arg)
{
    if (arg->kind == EXPR_BAD) /* already complained about */
        return parser_node(p, EXPR_BAD, call->at);
    bool said = parser_complain(p, E_MACRO, arg->span, "%.*s() wants the name of a variable here", STR_ARG(call->call.function));
    parser_hint(p, said, "the name is new and stands for each element in what follows, as x in list.all(x, x > 0)");
    return parser_node(p, EXPR_BAD, call->at);
}

/* ---- has() and cel.bind() */

/* The selection itself becomes the test. has() is no function: x.f would be evaluated before it, and fail. */
static Expr *make_has(Parser *p, const Expr *call)
{
    Expr *select = call->call.args[0];
    if (select->kind == EXPR_BAD)
        return select;
    if (select->kind != EXPR_SELECT || select->select.test || select->select.optional)
        return malformed(p, call, select->span, "has() takes a field: has(x.f)", "whether a map has a key is asked with 'key' in map");
    select->select.test = true;
    select->grouped = false;
    return select;
}

static Expr *new_bind(Parser *p, Span at, Local *local, Expr *value, Expr *body)
{
    Expr *bind = parser_node(p, EXPR_MACRO, at);
    bind->macro.kind = MACRO_BIND;
    bind->macro.first = local;
    bind->macro.range = value;
    bind->macro.body = body;
    return bind;
}

static Expr *make_bind(Parser *p, const Expr *call)
{
    Expr **args = call->call.args;
    Local *local = new_local(p, args[0]);
    return local ? new_bind(p, call->at, local, args[1], args[2]) : no_variable(p, call, args[0]);
}

/* ---- methods */

static Expr *make_method(Parser *p, const Expr *call, size_t row)
{
    uint32_t variables = macros[row].variables;
    Expr **args = call->call.args, *expr = parser_node(p, EXPR_MACRO, call->at);
    expr->macro.kind = macros[row].kind;
    expr->macro.range = call->call.target;
    expr->macro.first = new_local(p, args[0]);
    if (!expr->macro.first)
        return no_variable(p, call, args[0]);
    if (variables == 2) {
        expr->macro.second = new_local(p, args[1]);
        if (!expr->macro.second)
            return no_variable(p, call, args[1]);
        if (str_equal(expr->macro.first->name, expr->macro.second->name))
            return malformed(p, call, args[1]->span, "the two variables need different names", "for instance list.all(i, v, v > i)");
    }
    if (macros[row].args == variables + 2 || macros[row].kind == MACRO_FILTER)
        expr->macro.filter = args[variables];
    if (macros[row].kind != MACRO_FILTER)
        expr->macro.body = args[macros[row].args - 1];
    return expr;
}

/* ---- the spellings that CEL's conformance suite has for shared parts: cel.index(0) is a variable of that
   name, cel.block([a, b], e) binds the items to cel.index(0), cel.index(1) */

static bool is_small_int(const Expr *expr)
{
    return expr->kind == EXPR_LITERAL && expr->literal.kind == KIND_INT && expr->literal.i >= 0 && expr->literal.i < EXPR_MAX_NODES;
}

static Expr *new_numbered_name(Parser *p, const Expr *call)
{
    Expr **args = call->call.args, *name = parser_node(p, EXPR_NAME, call->at);
    name->name.name = call->call.count == 1 ? arena_format(p->arena, "cel.index(%d)", (int) args[0]->literal.i)
                                            : arena_format(p->arena, "cel.%.*s(%d, %d)", STR_ARG(call->call.function),
                                                           (int) args[0]->literal.i, (int) args[1]->literal.i);
    return name;
}

static Expr *make_block(Parser *p, const Expr *call, uint32_t start)
{
    const Expr *list = call->call.args[0];
    Expr *body = call->call.args[1];
    for (uint32_t i = list->list.count; i-- > 0;) {
        Expr *item = list->list.items[i];
        Str name = arena_format(p->arena, "cel.index(%u)", (unsigned) i);
        Local *local = arena_new(p->arena, Local);
        *local = (Local) { .name = name, .span = item->span, .id = ++p->locals };
        body = parser_finish(p, new_bind(p, call->at, local, item, body), start);
    }
    return body;
}

/* One of the macros of the name `cel`, or NULL: a variable may have that name. */
static Expr *make_cel(Parser *p, const Expr *call, uint32_t start)
{
    Expr **args = call->call.args;
    if (is_call(call, "bind", 3))
        return make_bind(p, call);
    if (is_call(call, "index", 1) && is_small_int(args[0]))
        return new_numbered_name(p, call);
    if ((is_call(call, "iterVar", 2) || is_call(call, "accuVar", 2)) && is_small_int(args[0]) && is_small_int(args[1]))
        return new_numbered_name(p, call);
    if (is_call(call, "block", 2) && args[0]->kind == EXPR_LIST)
        return make_block(p, call, start);
    return NULL;
}

/* ---- */

/* math.greatest() and math.least() of nothing could have no value. */
static void check_extreme(Parser *p, const Expr *call)
{
    if (!str_is(call->call.function, "greatest") && !str_is(call->call.function, "least"))
        return;
    const Expr *first = call->call.count ? call->call.args[0] : NULL;
    bool empty = !first || (call->call.count == 1 && first->kind == EXPR_LIST && first->list.count == 0);
    if (empty)
        parser_complain(p, E_MACRO, first ? first->span : call->at, "math.%.*s() wants at least one number", STR_ARG(call->call.function));
}

Expr *macro_recognise(Parser *p, Expr *call, uint32_t start)
{
    if (!call->call.target)
        return is_call(call, "has", 1) ? make_has(p, call) : call;
    Expr *made = is_target(call, "cel") ? make_cel(p, call, start) : NULL;
    if (made)
        return made;
    if (is_target(call, "math"))
        check_extreme(p, call);
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
        if (is_call(call, macros[i].name, macros[i].args))
            return make_method(p, call, i);
    return call;
}
