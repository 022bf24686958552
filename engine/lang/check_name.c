/* What names mean: variables of macros, declared symbols by their longest dotted name, names of types, members.

   CEL decides in this order: a variable of a macro shadows everything, longer names too; then the longest declared name wins, so that a
   declared a.b goes before the member b of a record a; what is left over of the name are members. Names of types are values. */
#include "lang/checking.h"

/* ---- names of types, which are values */

#define PLAIN_KIND(id, word, name, width) static const Type type_of_##id = { .kind = KIND_TYPE, .param = { &TYPE_##id } };
#include "model/kind.def"
static const Type type_list_dyn = { .kind = KIND_TYPE, .param = { &TYPE_LIST_DYN } };
static const Type type_map_dyn = { .kind = KIND_TYPE, .param = { &TYPE_MAP_DYN } };
static const Type optional_dyn = { .kind = KIND_OPTIONAL, .param = { &TYPE_DYN } };
static const Type type_optional_dyn = { .kind = KIND_TYPE, .param = { &optional_dyn } };
static const Type bare_type = { .kind = KIND_TYPE };
static const Type type_type_bare = { .kind = KIND_TYPE, .param = { &bare_type } };

#define NAMED(text, of, type_of)                                                                                                        \
    {                                                                                                                                   \
        .name = { text, sizeof text - 1 }, .kind = SYMBOL_CONSTANT, .type = &(type_of), .constant = {.kind = KIND_TYPE, .type = &(of) } \
    }

static const Symbol type_names[] = {
#define PLAIN_KIND(id, word, name, width) NAMED(name, TYPE_##id, type_of_##id),
#include "model/kind.def"
    NAMED("list", TYPE_LIST_DYN, type_list_dyn),
    NAMED("map", TYPE_MAP_DYN, type_map_dyn),
    NAMED("optional_type", optional_dyn, type_optional_dyn),
    NAMED("type", TYPE_TYPE, type_type_bare),
};

const Symbol *name_of_type(size_t index)
{
    return index < sizeof type_names / sizeof type_names[0] ? &type_names[index] : NULL;
}

static const Symbol *find_type(Str name)
{
    for (size_t i = 0; name_of_type(i); i++)
        if (str_equal(type_names[i].name, name))
            return &type_names[i];
    return NULL;
}

/* ---- scopes */

static const Local *find_local(const Checking *c, Str name)
{
    for (const Scope *scope = c->scope; scope; scope = scope->outer) {
        if (scope->second && str_equal(scope->second->name, name))
            return scope->second;
        if (str_equal(scope->first->name, name))
            return scope->first;
    }
    return NULL;
}

bool name_is_local(const Checking *c, Str name)
{
    return find_local(c, name) != NULL;
}

static size_t last_dot(Str name)
{
    size_t at = name.len;
    while (at > 0 && name.at[at - 1] != '.')
        at--;
    return at > 0 ? at - 1 : 0;
}

/* CEL's name resolution: in a container a.b the name n may be a.b.n, a.n or n, in this order; .n is n alone. */
bool name_in_scopes(Checking *c, Str name, bool (*found)(Checking *c, Str name, void *context), void *context)
{
    if (name.len > 0 && name.at[0] == '.')
        return found(c, str_slice(name, 1, name.len), context);
    Str container = c->checker->env->container;
    Text full = { 0 };
    bool done = false;
    while (container.len > 0 && !done) {
        text_clear(&full);
        text_format(&full, "%.*s.%.*s", STR_ARG(container), STR_ARG(name));
        done = found(c, text_str(&full), context);
        container = str_slice(container, 0, last_dot(container));
    }
    text_free(&full);
    return done || found(c, name, context);
}

/* The first name of a chain a.b.c, NULL if it is none. */
static const Expr *chain_root(const Expr *expr, size_t limit)
{
    for (; expr->kind == EXPR_SELECT && limit > 0; limit--) {
        if (expr->select.test || expr->select.optional)
            return NULL;
        expr = expr->select.operand;
    }
    return expr->kind == EXPR_NAME ? expr : NULL;
}

static void add_chain(Text *out, const Expr *expr)
{
    if (expr->kind == EXPR_NAME) {
        text_add(out, expr->name.rooted ? STR(".") : STR(""));
        text_add(out, expr->name.name);
        return;
    }
    add_chain(out, expr->select.operand);
    text_add_char(out, '.');
    text_add(out, expr->select.field);
}

bool name_is_dotted(Checking *c, const Expr *expr, Str last)
{
    const Expr *root = chain_root(expr, c->longest);
    if (!root)
        return false;
    text_clear(&c->name);
    add_chain(&c->name, expr);
    if (last.len > 0)
        text_format(&c->name, ".%.*s", STR_ARG(last));
    return c->name.len <= c->longest + 1;
}

static bool is_symbol(Checking *c, Str name, void *context)
{
    const Symbol **symbol = context;
    *symbol = name.len <= c->longest ? env_find(c->checker->env, name) : NULL;
    if (!*symbol)
        *symbol = find_type(name);
    return *symbol != NULL;
}

static const Symbol *check_name_find_symbol(Checking *c, Str name)
{
    const Symbol *symbol = NULL;
    name_in_scopes(c, name, is_symbol, &symbol);
    return symbol;
}

bool name_is_declared(Checking *c, Str name)
{
    return check_name_find_symbol(c, name) != NULL;
}

/* ---- names */

static const Type *type_of_symbol(Checking *c, const Symbol *symbol)
{
    if (symbol->kind == SYMBOL_RECORD && !symbol->type)
        return type_record(c->checker->arena, symbol->record, symbol->name);
    return symbol->type ? symbol->type : &TYPE_DYN;
}

/* A declared name with dots: a macro's variable shadows even the longer ones. */
/* The longest name wins: of a declared a.b and a record a with a member b, a.b is the first. check_select goes from the outermost
   selection inwards and asks here at each, so the first answer is the longest. */
static bool is_declared(Checking *c, Expr *expr)
{
    const Expr *root = chain_root(expr, c->longest);
    if (!root || (!root->name.rooted && name_is_local(c, root->name.name)))
        return false;
    if (!name_is_dotted(c, expr, (Str) { 0 }))
        return false;
    expr->symbol = check_name_find_symbol(c, text_str(&c->name));
    return expr->symbol != NULL;
}

/* ---- members */

/* Derived fields may name one another in whatever order they stand. The first that needs the type of another has the host check that
   one, now; the host sees the circles. */
static void check_name_demand(const Checking *c, const Expr *expr)
{
    const Expr *operand = expr->select.operand;
    const Env *env = c->checker->env;
    while (env && !env->demand)
        env = env->parent;
    if (env && expr->symbol->kind == SYMBOL_EXPR)
        env->demand(env->host, expr->symbol, !operand->symbol || operand->symbol->kind != SYMBOL_RECORD);
}

static const Type *check_member(Checking *c, Expr *expr, const Type *record)
{
    expr->symbol = record_find(record->record, expr->select.field);
    if (!expr->symbol)
        return problem_no_member(c, expr, record->record);
    check_name_demand(c, expr);
    return type_of_symbol(c, expr->symbol);
}

static const Type *check_field(Checking *c, Expr *expr, const Type *operand)
{
    switch (operand->kind) {
    case KIND_RECORD: return check_member(c, expr, operand);
    case KIND_DYN:
    case KIND_ERROR: return operand;
    case KIND_MAP: return c->checker->lenient ? &TYPE_DYN : operand->param[1];
    case KIND_PARAM:
        infer_assign(&c->infer, &TYPE_DYN, operand); /* else it might become something without fields later */
        return &TYPE_DYN;
    default: return problem_no_fields(c, expr, operand);
    }
}

static const Type *check_field_of(Checking *c, Expr *expr, const Type *operand)
{
    operand = infer_head(&c->infer, operand);
    bool optional = operand->kind == KIND_OPTIONAL;
    const Type *type = check_field(c, expr, optional ? infer_head(&c->infer, operand->param[0]) : operand);
    if (expr->select.test)
        return &TYPE_BOOL;
    if (type->kind == KIND_ERROR || !(optional || expr->select.optional))
        return type;
    return type_optional(c->checker->arena, type);
}

/* ---- names alone */

/* A member that is named without its record is a member like others from here on: the node is rewritten, so that the compiler, the
   printer and explanations know one form. */
static const Type *check_bare(Checking *c, Expr *expr, const Record *record)
{
    Expr *operand = arena_new(c->checker->arena, Expr);
    *operand = (Expr) { .kind = EXPR_NAME,
                        .height = 1,
                        .span = expr->span,
                        .at = expr->at,
                        .id = expr->id,
                        .name.name = record->name,
                        .symbol = env_find(c->checker->env, record->name) };
    operand->type = operand->symbol ? type_of_symbol(c, operand->symbol) : &TYPE_ERROR;
    Str field = expr->name.name;
    expr->kind = EXPR_SELECT;
    expr->select.operand = operand;
    expr->select.field = field;
    expr->select.test = expr->select.optional = false;
    return check_member(c, expr, type_record(c->checker->arena, record, record->name));
}

const Type *check_name(Checking *c, Expr *expr)
{
    const Record *record;
    if (!expr->name.rooted && (expr->local = find_local(c, expr->name.name)) != NULL)
        return expr->local->type;
    name_is_dotted(c, expr, (Str) { 0 });
    expr->symbol = check_name_find_symbol(c, text_str(&c->name));
    if (!expr->name.rooted && !env_find(c->checker->env, expr->name.name) && env_find_bare(c->checker->env, expr->name.name, &record))
        return check_bare(c, expr, record);
    return expr->symbol ? type_of_symbol(c, expr->symbol) : problem_unknown_name(c, expr);
}

const Type *check_select(Checking *c, Expr *expr)
{
    if (is_declared(c, expr))
        return type_of_symbol(c, expr->symbol);
    return check_field_of(c, expr, check_part(c, expr->select.operand));
}

const Type *check_index_of_record(Checking *c, Expr *expr)
{
    Expr *operand = expr->call.args[0], *index = expr->call.args[1];
    bool optional = expr_is(expr, OPERATOR_OPTIONAL_INDEX);
    if (index->kind != EXPR_LITERAL || index->literal.kind != KIND_STRING) {
        const Type *record = infer_head(&c->infer, operand->type);
        check_value(c, index);
        return problem_computed_member(c, expr, record->kind == KIND_OPTIONAL ? record->param[0] : record);
    }
    expr->kind = EXPR_SELECT;
    expr->at = index->span;
    expr->select.operand = operand;
    expr->select.field = value_as_str(index->literal);
    expr->select.test = false;
    expr->select.optional = optional;
    return check_field_of(c, expr, operand->type);
}
