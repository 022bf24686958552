/* Names that stand for expressions. They may use one another in any order but a circle. */
#include "pack/expressions.h"
#include "pack/order.h"
#include "pack/shape.h"

/* Macros around the place that is looked at. */
typedef struct Scope Scope;
struct Scope {
    const Expr *macro;
    const Scope *outer;
};

typedef struct {
    Loader *loader;
    const NamedPlace *place;
    Named *named; /* as written */
    uint32_t count;
    Indices *needs;
    uint32_t *heights; /* of the trees, those they build on included */
    bool *broken;      /* part of a circle */
    Map index;         /* name -> its number */
    uint32_t current;  /* whose needs are being collected */
    const Scope *scope;
} NamedSet;

/* ---- reading */

static bool is_taken(NamedSet *set, const YamlNode *name)
{
    const Record *record = set->place->record;
    const Symbol *symbol = record ? record_find(record, name->text) : env_find(set->place->env, name->text);
    if (!symbol)
        return false;
    complain(set->loader, E_DUPLICATE_NAME, name->span, "%s cannot be called '%.*s': the name is taken",
             set->place->what, STR_ARG(name->text));
    return true;
}

static void read_names(NamedSet *set, const YamlNode *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const YamlPair *pair = &node->pairs[i];
        if (!shape_identifier(set->loader, pair->key, set->place->what) || is_taken(set, pair->key))
            continue;
        if (shape_is_empty(pair->value)) {
            complain(set->loader, E_WRONG_KIND, pair->key->span, "'%.*s' has no value",
                     STR_ARG(pair->key->text));
            continue;
        }
        map_add(&set->index, pair->key->text, set->count);
        set->named[set->count++] = (Named) { pair->key->text, expression_parse(set->loader, pair->value) };
    }
}

/* ---- who needs whom */

static bool is_hidden(const NamedSet *set, Str name)
{
    for (const Scope *scope = set->scope; scope; scope = scope->outer) {
        const Local *first = scope->macro->macro.first, *second = scope->macro->macro.second;
        if ((first && str_equal(first->name, name)) || (second && str_equal(second->name, name)))
            return true;
    }
    return false;
}

/* The name that an expression uses, as far as it could be one of the set. */
static Str name_used(const NamedSet *set, const Expr *expr)
{
    Str owner = set->place->owner;
    if (owner.len == 0 && expr->kind == EXPR_NAME && !is_hidden(set, expr->name.name))
        return expr->name.name;
    if (owner.len == 0 || expr->kind != EXPR_SELECT)
        return (Str) { 0 };
    const Expr *operand = expr->select.operand;
    bool owned = operand->kind == EXPR_NAME && str_equal(operand->name.name, owner) && !is_hidden(set, owner);
    return owned ? expr->select.field : (Str) { 0 };
}

static void collect(void *context, const Expr *expr);

/* The variables of a macro hide names in all but its range. */
static void collect_macro(NamedSet *set, const Expr *expr)
{
    Scope scope = { expr, set->scope };
    collect(set, expr->macro.range);
    set->scope = &scope;
    if (expr->macro.filter)
        collect(set, expr->macro.filter);
    if (expr->macro.body)
        collect(set, expr->macro.body);
    set->scope = scope.outer;
}

static void collect(void *context, const Expr *expr)
{
    NamedSet *set = context;
    uint32_t needed = map_get(&set->index, name_used(set, expr));
    if (needed != MAP_NONE)
        arena_push(set->loader->arena, &set->needs[set->current], needed);
    if (expr->kind == EXPR_MACRO)
        collect_macro(set, expr);
    else
        expr_children(expr, collect, set);
}

static void collect_needs(NamedSet *set)
{
    for (uint32_t i = 0; i < set->count; i++) {
        set->current = i;
        if (set->named[i].value.expr)
            collect(set, set->named[i].value.expr);
    }
}

static void tell_circle(void *context, const uint32_t *things, uint32_t length)
{
    NamedSet *set = context;
    Text path = { 0 };
    for (uint32_t i = 0; i < length; i++) {
        set->broken[things[i]] = true;
        text_format(&path, "%.*s -> ", STR_ARG(set->named[things[i]].name));
    }
    text_add(&path, set->named[things[0]].name);
    complain(set->loader, E_CYCLE, set->named[things[0]].value.span, "%s goes in a circle: %.*s",
             set->place->what, STR_ARG(text_str(&path)));
    text_free(&path);
}

/* ---- checking, in order */

static void add_symbol(NamedSet *set, const Named *named, const Type *type)
{
    Symbol symbol = { .name = named->name, .kind = SYMBOL_EXPR, .type = type, .expr = named->value.expr };
    Record *record = set->place->record;
    if (record)
        record->members[record->count++] = symbol;
    else
        env_add(set->loader->arena, set->place->env, symbol);
}

/* Trees that build on trees: whoever walks through all of them may recurse. */
static bool is_too_high(NamedSet *set, uint32_t at)
{
    const Expr *expr = set->named[at].value.expr;
    uint32_t below = 0;
    for (size_t i = 0; i < set->needs[at].count; i++) {
        uint32_t height = set->heights[set->needs[at].at[i]];
        below = height > below ? height : below;
    }
    set->heights[at] = below + (expr ? expr->height : 0u);
    if (set->heights[at] <= EXPR_MAX_HEIGHT)
        return false;
    set->heights[at] = 0; /* told once */
    complain(set->loader, E_LIMIT, set->named[at].value.span,
             "'%.*s' builds on too many others, one on the other", STR_ARG(set->named[at].name));
    return true;
}

static void check_one(NamedSet *set, uint32_t at)
{
    const Named *named = &set->named[at];
    bool sound = !set->loader->partial && !set->broken[at] && named->value.expr && !is_too_high(set, at);
    if (sound)
        expression_check(set->loader, &named->value, set->place->env, NULL);
    const Type *type = sound && named->value.expr->type ? named->value.expr->type : &TYPE_ERROR;
    if (type->kind == KIND_RECORD) {
        complain(set->loader, E_TYPE, named->value.span, "%s is a value, but this is a whole record",
                 set->place->what);
        type = &TYPE_ERROR;
    }
    add_symbol(set, named, type);
}

static Named *put_in_order(NamedSet *set, const uint32_t *order)
{
    Named *ordered = arena_array(set->loader->arena, Named, set->count);
    for (uint32_t i = 0; i < set->count; i++)
        ordered[i] = set->named[order[i]];
    return ordered;
}

Named *named_read(Loader *loader, const YamlNode *node, const NamedPlace *place, uint32_t *count)
{
    Arena *arena = loader->arena;
    NamedSet set = {
        .loader = loader,
        .place = place,
        .named = arena_array(arena, Named, node->count),
        .needs = arena_array(arena, Indices, node->count),
        .heights = arena_array(arena, uint32_t, node->count),
        .broken = arena_array(arena, bool, node->count),
    };
    read_names(&set, node);
    collect_needs(&set);
    uint32_t *order = arena_array(arena, uint32_t, set.count);
    Ordering ordering = { set.needs, set.count, order, tell_circle, &set };
    order_by_need(arena, &ordering);
    for (uint32_t i = 0; i < set.count; i++)
        check_one(&set, order[i]);
    map_free(&set.index);
    *count = set.count;
    return put_in_order(&set, order);
}
