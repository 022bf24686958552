/* Names that stand for expressions. They may use one another in any order but a circle.

   A set is what stands under one `let` or `derived`. Who needs whom is seen in the trees before anything is checked, since the type of a
   name is that of its expression: they are put in order (order.c), and checked in it. That sees as far as names go that stand alone or
   behind the owner. What is said through a reference, book.late in an expression of a loan, is only known as a name of another set when
   the checker has the type of what stands before the dot; it asks then (demand), and the name is checked there, inside of the one that
   asks. Those being checked lie on a stack of their own (NamedSets.open), by which circles across tables are found and told, and which
   ends at NAMED_DEPTH: it is C's stack that grows with it.

   Trees share what names stand for, and whoever walks through them may visit it once for each mention. `heights` bounds how deep that
   can go, `weights` how much there is. What references lead to is compiled for each way that leads there, so those weights are added up;
   of names of one set, which are compiled once, the largest counts. */
#include "pack/expressions.h"
#include "pack/order.h"
#include "pack/shape.h"

/* Macros around the place that is looked at. */
typedef struct Scope Scope;
struct Scope {
    const Expr *macro;
    const Scope *outer;
};

typedef enum { NEW, OPEN /* being checked */, DONE } State;

struct NamedSet {
    Loader *loader;
    const Source *source;
    const NamedPlace *place;
    NamedSets *sets; /* NULL: it stands alone */
    Named *named;    /* as written */
    uint32_t count;
    Indices *needs;
    uint32_t *heights; /* of the trees, those they build on included */
    uint32_t *weights; /* nodes that compiling one may come to */
    bool *broken;      /* part of a circle */
    uint8_t *states;
    uint32_t *order, *position; /* which stands where, and the other way round */
    uint32_t first;             /* member of the record */
    Map index;                  /* name -> its number */
    uint32_t current;           /* whose needs are being collected */
    const Scope *scope;
};

enum { MAX_WEIGHT = 20000 }; /* nodes, those of derived fields that references lead to counted each time */

/* ---- reading */

static bool named_is_taken(NamedSet *set, const YamlNode *name)
{
    const Record *record = set->place->record;
    const Symbol *symbol = record ? record_find(record, name->text) : env_find(set->place->env, name->text);
    if (!symbol)
        return false;
    complain(set->loader, E_DUPLICATE_NAME, name->span, "%s cannot be called '%.*s': the name is taken", set->place->what,
             STR_ARG(name->text));
    return true;
}

static void named_read_names(NamedSet *set, const YamlNode *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const YamlPair *pair = &node->pairs[i];
        if (!shape_identifier(set->loader, pair->key, set->place->what) || named_is_taken(set, pair->key))
            continue;
        if (shape_is_empty(pair->value)) {
            complain(set->loader, E_WRONG_KIND, pair->key->span, "'%.*s' has no value", STR_ARG(pair->key->text));
            continue;
        }
        map_add(&set->index, pair->key->text, set->count);
        set->named[set->count++] = (Named) { pair->key->text, expression_parse(set->loader, pair->value) };
    }
}

/* ---- who needs whom */

static bool named_is_hidden(const NamedSet *set, Str name)
{
    for (const Scope *scope = set->scope; scope; scope = scope->outer) {
        const Local *first = scope->macro->macro.first, *second = scope->macro->macro.second;
        if ((first && str_equal(first->name, name)) || (second && str_equal(second->name, name)))
            return true;
    }
    return false;
}

/* The name that an expression uses, as far as it could be one of the set. What the surroundings know is not: members of a record may be
   named without it, and `params` is no member. */
static Str name_used(const NamedSet *set, const Expr *expr)
{
    Str owner = set->place->owner;
    if (expr->kind == EXPR_NAME && !named_is_hidden(set, expr->name.name))
        return owner.len > 0 && env_find(set->place->env, expr->name.name) ? (Str) { 0 } : expr->name.name;
    if (owner.len == 0 || expr->kind != EXPR_SELECT)
        return (Str) { 0 };
    const Expr *operand = expr->select.operand;
    bool owned = operand->kind == EXPR_NAME && str_equal(operand->name.name, owner) && !named_is_hidden(set, owner);
    return owned ? expr->select.field : (Str) { 0 };
}

static void named_collect(void *context, const Expr *expr);

/* The variables of a macro hide names in all but its range. */
static void collect_macro(NamedSet *set, const Expr *expr)
{
    Scope scope = { expr, set->scope };
    named_collect(set, expr->macro.range);
    set->scope = &scope;
    if (expr->macro.filter)
        named_collect(set, expr->macro.filter);
    if (expr->macro.body)
        named_collect(set, expr->macro.body);
    set->scope = scope.outer;
}

static void named_collect(void *context, const Expr *expr)
{
    NamedSet *set = context;
    uint32_t needed = map_get(&set->index, name_used(set, expr));
    if (needed != MAP_NONE)
        arena_push(set->loader->arena, &set->needs[set->current], needed);
    if (expr->kind == EXPR_MACRO)
        collect_macro(set, expr);
    else
        expr_children(expr, named_collect, set);
}

static void collect_needs(NamedSet *set)
{
    for (uint32_t i = 0; i < set->count; i++) {
        set->current = i;
        if (set->named[i].value.expr)
            named_collect(set, set->named[i].value.expr);
    }
}

static void named_tell_circle(void *context, const uint32_t *things, uint32_t length)
{
    NamedSet *set = context;
    Text path = { 0 };
    for (uint32_t i = 0; i < length; i++) {
        set->broken[things[i]] = true;
        text_format(&path, "%.*s -> ", STR_ARG(set->named[things[i]].name));
    }
    text_add(&path, set->named[things[0]].name);
    complain(set->loader, E_CYCLE, set->named[things[0]].value.span, "%s goes in a circle: %.*s", set->place->what,
             STR_ARG(text_str(&path)));
    text_free(&path);
}

/* ---- checking, in order */

static void add_symbol(NamedSet *set, const Named *named, const Type *type)
{
    Symbol symbol = { .name = named->name, .kind = SYMBOL_EXPR, .type = type, .expr = named->value.expr };
    Record *record = set->place->record;
    if (record)
        record_add(record, symbol);
    else
        env_add(set->loader->arena, set->place->env, symbol);
}

static void raise_to(uint32_t *value, uint32_t least)
{
    if (*value < least)
        *value = least;
}

/* Trees that build on trees: whoever walks through all of them may recurse. */
static bool is_too_high(NamedSet *set, uint32_t at)
{
    const Expr *expr = set->named[at].value.expr;
    set->heights[at] += expr ? expr->height : 0u;
    set->weights[at] += expr ? expr->id + 1 : 0u;
    if (set->heights[at] <= EXPR_MAX_HEIGHT && set->weights[at] <= MAX_WEIGHT)
        return false;
    set->heights[at] = set->weights[at] = 0; /* told once */
    complain(set->loader, E_LIMIT, set->named[at].value.span, "'%.*s' builds on too many others, one on the other",
             STR_ARG(set->named[at].name));
    return true;
}

static void build_on_needs(NamedSet *set, uint32_t at)
{
    for (size_t i = 0; i < set->needs[at].count; i++) {
        raise_to(&set->heights[at], set->heights[set->needs[at].at[i]]);
        raise_to(&set->weights[at], set->weights[set->needs[at].at[i]]);
    }
}

static const Type *check_type(NamedSet *set, uint32_t at)
{
    const Named *named = &set->named[at];
    if (set->broken[at] || !named->value.expr)
        return &TYPE_ERROR;
    build_on_needs(set, at);
    if (set->heights[at] < EXPR_MAX_HEIGHT)
        expression_check(set->loader, &named->value, set->place->env, NULL);
    const Type *type = is_too_high(set, at) || !named->value.expr->type ? &TYPE_ERROR : named->value.expr->type;
    if (type->kind != KIND_RECORD)
        return type;
    complain(set->loader, E_TYPE, named->value.span, "%s is a value, but this is a whole record", set->place->what);
    return &TYPE_ERROR;
}

static void tell_too_deep(NamedSet *set, uint32_t at)
{
    complain(set->loader, E_LIMIT, set->named[at].value.span, "'%.*s' builds on too many others, one on the other",
             STR_ARG(set->named[at].name));
    set->broken[at] = true;
}

static void check_one(NamedSet *set, uint32_t at)
{
    const Record *record = set->place->record;
    NamedSets *sets = set->sets;
    const Source *source = set->loader->source;
    if (set->states[at] != NEW)
        return;
    set->states[at] = OPEN;
    set->loader->source = set->source;
    bool is_deep = sets && sets->depth == NAMED_DEPTH;
    if (is_deep)
        tell_too_deep(set, at);
    else if (sets)
        sets->open[sets->depth++] = (struct OpenName) { set, at };
    const Type *type = check_type(set, at);
    if (sets && !is_deep)
        sets->depth--;
    set->loader->source = source;
    set->states[at] = DONE;
    if (record)
        record->members[set->first + set->position[at]].type = type;
    else
        add_symbol(set, &set->named[at], type);
}

/* ---- expressions that say names of other sets */

static NamedSet *set_with(const NamedSets *sets, const Symbol *symbol, uint32_t *at)
{
    for (uint32_t i = 0; i < sets->count; i++) {
        NamedSet *set = sets->at[i];
        const Symbol *first = set->place->record->members + set->first;
        if (symbol < first || symbol >= first + set->count)
            continue;
        *at = set->order[symbol - first];
        return set;
    }
    return NULL;
}

/* They wait for one another through references. */
static void tell_wide_circle(const NamedSets *sets, NamedSet *set, uint32_t at)
{
    Text path = { 0 };
    uint32_t start = 0;
    while (start < sets->depth && (sets->open[start].set != set || sets->open[start].name != at))
        start++;
    for (uint32_t i = start; i < sets->depth; i++) {
        const NamedSet *open = sets->open[i].set;
        text_format(&path, "%.*s.%.*s -> ", STR_ARG(open->place->owner), STR_ARG(open->named[sets->open[i].name].name));
    }
    text_format(&path, "%.*s.%.*s", STR_ARG(set->place->owner), STR_ARG(set->named[at].name));
    const Source *source = set->loader->source;
    set->loader->source = set->source;
    complain(set->loader, E_CYCLE, set->named[at].value.span, "%s goes in a circle: %.*s", set->place->what, STR_ARG(text_str(&path)));
    set->loader->source = source;
    text_free(&path);
}

static void named_demand(void *host, const Symbol *symbol, bool reached)
{
    NamedSets *sets = host;
    uint32_t at = 0;
    NamedSet *set = set_with(sets, symbol, &at);
    if (!set || sets->depth == 0)
        return;
    if (set->states[at] == OPEN) {
        tell_wide_circle(sets, set, at);
        set->place->record->members[set->first + set->position[at]].type = &TYPE_ERROR;
        return;
    }
    check_one(set, at);
    NamedSet *open = sets->open[sets->depth - 1].set;
    uint32_t name = sets->open[sets->depth - 1].name;
    raise_to(&open->heights[name], set->heights[at]);
    if (reached && open->weights[name] <= MAX_WEIGHT)
        open->weights[name] += set->weights[at];
}

/* ---- the whole */

static Named *put_in_order(NamedSet *set)
{
    Named *ordered = arena_array(set->loader->arena, Named, set->count);
    for (uint32_t i = 0; i < set->count; i++)
        ordered[i] = set->named[set->order[i]];
    return ordered;
}

/* Members are there before their types are known. */
static void add_members(NamedSet *set)
{
    set->first = set->place->record->count;
    for (uint32_t i = 0; i < set->count; i++) {
        set->position[set->order[i]] = i;
        add_symbol(set, &set->named[set->order[i]], NULL);
    }
}

NamedSet *named_begin(Loader *loader, const YamlNode *node, const NamedPlace *place, NamedSets *sets)
{
    Arena *arena = loader->arena;
    NamedSet *set = arena_new(arena, NamedSet);
    *set = (NamedSet) {
        .loader = loader,
        .source = loader->source,
        .place = place,
        .sets = sets,
        .named = arena_array(arena, Named, node->count),
        .needs = arena_array(arena, Indices, node->count),
        .heights = arena_array(arena, uint32_t, node->count),
        .weights = arena_array(arena, uint32_t, node->count),
        .broken = arena_array(arena, bool, node->count),
        .states = arena_array(arena, uint8_t, node->count),
        .order = arena_array(arena, uint32_t, node->count),
        .position = arena_array(arena, uint32_t, node->count),
    };
    named_read_names(set, node);
    collect_needs(set);
    Ordering ordering = { set->needs, set->count, set->order, named_tell_circle, set };
    order_by_need(arena, &ordering);
    if (place->record)
        add_members(set);
    if (!sets)
        return set;
    sets->at[sets->count++] = set;
    place->env->demand = named_demand;
    place->env->host = sets;
    return set;
}

Named *named_end(NamedSet *set, uint32_t *count)
{
    for (uint32_t i = 0; i < set->count; i++)
        check_one(set, set->order[i]);
    map_free(&set->index);
    *count = set->count;
    return put_in_order(set);
}

Named *named_read(Loader *loader, const YamlNode *node, const NamedPlace *place, uint32_t *count)
{
    return named_end(named_begin(loader, node, place, NULL), count);
}
