/* Fitting types together, by the rules of CEL's checker (types.go of cel-go): which types are assignable, which of two is the more
   general, what a variable may stand for. Three things are ours.

   Where a trial fails, cel-go drops a copy of all that it knew; here each binding is written down and undone, so a call with twenty
   overloads costs no twenty copies.

   Each step is counted, and depth too: cel.bind(b, {a: a}, cel.bind(c, {b: b}, …)) gives a type of 2^n parts. Where it is too much the
   answers mean nothing any more and infer_exhausted tells; the checker then says so of the whole expression.

   Strings may be held to the values of an enum, or be names of people. A plain string is more general than the first, a name than any
   other: what is joined with a name is compared as names are. */
#include "lang/infer.h"

enum { PARAM_MAX = sizeof((Type) { 0 }.param) / sizeof(const Type *), PARAM_NAMES = 8, NEW_TYPE_STEPS = 8 };

void infer_free(Infer *infer)
{
    array_free(&infer->bound);
    array_free(&infer->undo);
}

/* One step deeper into a type; false, and the inference is exhausted, where that is too far. */
/* Exhausted once, it stays so: `steps` is set beyond the bound. */
static bool infer_enter(Infer *infer)
{
    if (infer->depth >= INFER_DEPTH)
        infer->steps = INFER_STEPS;
    if (++infer->steps > INFER_STEPS)
        return false;
    infer->depth++;
    return true;
}

static bool leave(Infer *infer, bool answer)
{
    infer->depth--;
    return answer;
}

const Type *infer_fresh(Infer *infer)
{
    array_push(&infer->bound, NULL);
    Type *type = arena_new(infer->arena, Type);
    *type = (Type) { .kind = KIND_PARAM, .variable = (uint32_t) infer->bound.count };
    return type;
}

static bool is_variable(const Type *type)
{
    return type->kind == KIND_PARAM && type->variable != 0;
}

static const Type *infer_binding(const Infer *infer, const Type *variable)
{
    return infer->bound.at[variable->variable - 1];
}

/* Follows variables that stand for variables: the last one, or the type itself. */
/* Not as far as infer_head, which goes on to the type at the end: bindings are made at the last variable, so that all that stand for one
   another learn of it. */
static const Type *representative(const Infer *infer, const Type *type)
{
    while (is_variable(type)) {
        const Type *next = infer_binding(infer, type);
        if (!next || !is_variable(next))
            return type;
        type = next;
    }
    return type;
}

const Type *infer_head(const Infer *infer, const Type *type)
{
    while (is_variable(type) && infer_binding(infer, type))
        type = infer_binding(infer, type);
    return type;
}

size_t infer_mark(const Infer *infer)
{
    return infer->undo.count;
}

void infer_back(Infer *infer, size_t mark)
{
    while (infer->undo.count > mark) {
        InferUndo undo = infer->undo.at[--infer->undo.count];
        infer->bound.at[undo.variable - 1] = undo.before;
    }
}

static bool is_variable_of(const Type *type, const Type *variable)
{
    return is_variable(type) && type->variable == variable->variable;
}

/* Whether the variable is part of the type. */
static bool occurs(Infer *infer, const Type *variable, const Type *type)
{
    type = representative(infer, type);
    if (is_variable_of(type, variable))
        return true;
    if (is_variable(type) && infer_binding(infer, type))
        type = infer_binding(infer, type);
    if (!type->param[0])
        return false;
    if (!infer_enter(infer))
        return true;
    bool found = false;
    for (size_t i = 0; i < PARAM_MAX && type->param[i] && !found; i++)
        found = occurs(infer, variable, type->param[i]);
    return leave(infer, found);
}

/* A type that would hold itself is not one: the variable is dyn then. substitute asks before; but joining what a variable stood for with
   something more general may make such a type. */
static void infer_bind(Infer *infer, const Type *variable, const Type *type)
{
    InferUndo undo = { variable->variable, infer_binding(infer, variable) };
    array_push(&infer->undo, undo);
    infer->bound.at[variable->variable - 1] = occurs(infer, variable, type) ? &TYPE_DYN : type;
}

bool infer_same(Infer *infer, const Type *a, const Type *b)
{
    a = infer_head(infer, a);
    b = infer_head(infer, b);
    if (a == b)
        return true;
    if (a->kind != b->kind || a->variable != b->variable || a->record != b->record || a->values != b->values || a->is_name != b->is_name ||
        !str_equal(a->name, b->name) || !infer_enter(infer))
        return false;
    bool same = true;
    for (size_t i = 0; i < PARAM_MAX && same; i++)
        same = a->param[i] && b->param[i] ? infer_same(infer, a->param[i], b->param[i]) : a->param[i] == b->param[i];
    return leave(infer, same);
}

/* ---- the more general type */

/* Kinds for which CEL, for the sake of its past, takes null. */
static bool takes_null(const Type *type)
{
    switch (type->kind) {
    case KIND_NULL:
    case KIND_WRAPPER:
    case KIND_OPAQUE:
    case KIND_OPTIONAL:
    case KIND_IP:
    case KIND_CIDR:
    case KIND_TIMESTAMP:
    case KIND_DURATION: return true;
    default: return false;
    }
}

static bool is_general(Infer *infer, const Type *a, const Type *b);

static bool are_params_general(Infer *infer, const Type *a, const Type *b)
{
    if (!infer_enter(infer))
        return false;
    bool general = true;
    for (size_t i = 0; i < PARAM_MAX && a->param[i] && b->param[i] && general; i++)
        general = is_general(infer, a->param[i], b->param[i]);
    return leave(infer, general);
}

/* Whether `a` is the same as `b` or more general: dyn, a variable, a nullable type against null. */
static bool is_general(Infer *infer, const Type *a, const Type *b)
{
    if (a == b || a->kind == KIND_DYN || is_variable(a))
        return true;
    if (b->kind == KIND_DYN || is_variable(b))
        return false;
    if (b->kind == KIND_NULL)
        return takes_null(a);
    if (a->kind == KIND_WRAPPER)
        return is_general(infer, a->param[0], b->kind == KIND_WRAPPER ? b->param[0] : b);
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case KIND_STRING: return (!a->values || a->values == b->values) && (a->is_name || !b->is_name);
    case KIND_TYPE: return true;
    case KIND_OPAQUE:
    case KIND_PARAM: return str_equal(a->name, b->name) && are_params_general(infer, a, b);
    case KIND_RECORD: return a->record == b->record;
    default: return are_params_general(infer, a, b);
    }
}

/* The type with other parameters; the same one where none is different. */
/* Most types come back as they were, and making none keeps their addresses equal, which is the first thing that infer_same looks at. A
   new one costs several steps, since it costs memory. */
static const Type *rebuilt(Infer *infer, const Type *type, const Type *const *params)
{
    if (memcmp(type->param, params, sizeof type->param) == 0)
        return type;
    infer->steps += NEW_TYPE_STEPS;
    Type *copy = arena_new(infer->arena, Type);
    *copy = *type;
    memcpy(copy->param, params, sizeof copy->param);
    return copy;
}

/* The same type where no string is held to the values of an enum. */
static const Type *without_values(Infer *infer, const Type *type)
{
    if (type->kind == KIND_STRING)
        return type->is_name ? &TYPE_NAME : &TYPE_STRING;
    if (!type->param[0] || !infer_enter(infer))
        return type;
    const Type *params[PARAM_MAX] = { NULL };
    for (size_t i = 0; i < PARAM_MAX && type->param[i]; i++)
        params[i] = without_values(infer, type->param[i]);
    leave(infer, true);
    return rebuilt(infer, type, params);
}

const Type *infer_general(Infer *infer, const Type *a, const Type *b)
{
    if (is_general(infer, a, b))
        return a;
    /* Neither is the other's generalisation: two enums with different values, perhaps inside lists. What they have in common is a text. */
    return is_general(infer, b, a) ? b : without_values(infer, b);
}

/* ---- assigning */

static bool assign(Infer *infer, const Type *from, const Type *to);

/* Whether the variable may stand for the type, too. *known tells whether it stood for something before. */
static bool substitute(Infer *infer, const Type *variable, const Type *type, bool *known)
{
    const Type *now = infer_binding(infer, variable);
    *known = now != NULL;
    if (now) {
        if (infer_same(infer, type, now))
            return true;
        if (!assign(infer, type, now))
            return false;
        infer_bind(infer, variable, infer_general(infer, type, infer_binding(infer, variable)));
        return true;
    }
    if (occurs(infer, variable, type))
        return false;
    infer_bind(infer, variable, type);
    return true;
}

static bool assign_params(Infer *infer, const Type *from, const Type *to)
{
    bool fits = true;
    for (size_t i = 0; i < PARAM_MAX && fits; i++)
        fits = from->param[i] && to->param[i] ? assign(infer, from->param[i], to->param[i]) : from->param[i] == to->param[i];
    return fits;
}

static bool assign_plain(Infer *infer, const Type *from, const Type *to)
{
    if (from->kind == KIND_NULL || to->kind == KIND_NULL)
        return takes_null(from->kind == KIND_NULL ? to : from);
    if (from->kind == KIND_WRAPPER)
        from = from->param[0];
    if (to->kind == KIND_WRAPPER)
        to = to->param[0];
    if (from->kind != to->kind)
        return false;
    switch (from->kind) {
    case KIND_TYPE: return true; /* a type is a type, whatever it is of */
    case KIND_RECORD: return from->record == to->record;
    case KIND_OPAQUE:
    case KIND_PARAM: return str_equal(from->name, to->name) && assign_params(infer, from, to);
    default: return assign_params(infer, from, to);
    }
}

static bool is_wild(const Type *type)
{
    return type->kind == KIND_DYN || type->kind == KIND_ERROR;
}

/* Nothing is known of what a dyn holds, and nothing shall be found out later: its parts are dyn. Otherwise an empty list that stood
   beside a dyn could become a list of int by what comes after it. */
static bool open_parts(Infer *infer, const Type *type)
{
    type = infer_head(infer, type);
    if (is_variable(type))
        infer_bind(infer, type, &TYPE_DYN);
    if (!type->param[0] || !infer_enter(infer))
        return true;
    for (size_t i = 0; i < PARAM_MAX && type->param[i]; i++)
        open_parts(infer, type->param[i]);
    return leave(infer, true);
}

/* The order is that of cel-go, since it decides: the variable on the right first, then the one on the left, then the wild ones, and only
   then the shapes. */
static bool assign_any(Infer *infer, const Type *from, const Type *to)
{
    from = representative(infer, from);
    to = representative(infer, to);
    if (from == to || (is_variable(from) && is_variable_of(to, from)))
        return true;
    bool known = false;
    if (is_variable(to)) {
        if (substitute(infer, to, from, &known))
            return true;
        if (known)
            return false;
    }
    if (is_variable(from))
        return substitute(infer, from, to, &known);
    if (is_wild(from))
        return open_parts(infer, to);
    return is_wild(to) || assign_plain(infer, from, to);
}

static bool assign(Infer *infer, const Type *from, const Type *to)
{
    return infer_enter(infer) && leave(infer, assign_any(infer, from, to));
}

bool infer_assign(Infer *infer, const Type *from, const Type *to)
{
    size_t mark = infer_mark(infer);
    bool fits = assign(infer, from, to);
    if (!fits)
        infer_back(infer, mark);
    return fits;
}

bool infer_assign_all(Infer *infer, const Type *const *from, const Instance *to, uint32_t count)
{
    size_t mark = infer_mark(infer);
    for (uint32_t i = 0; i < count; i++)
        if (!assign(infer, from[i], to->params[i])) {
            infer_back(infer, mark);
            return false;
        }
    return true;
}

/* ---- instances of declarations */

typedef struct {
    Str names[PARAM_NAMES];
    const Type *variables[PARAM_NAMES];
    size_t count;
} Renaming;

/* A declaration has few type parameters (A, B). Should a host's have more than PARAM_NAMES, the rest are dyn. */
static const Type *renamed(Infer *infer, Renaming *renaming, const Type *type)
{
    if (type->kind == KIND_PARAM) {
        for (size_t i = 0; i < renaming->count; i++)
            if (str_equal(renaming->names[i], type->name))
                return renaming->variables[i];
        if (renaming->count == PARAM_NAMES)
            return &TYPE_DYN;
        renaming->names[renaming->count] = type->name;
        return renaming->variables[renaming->count++] = infer_fresh(infer);
    }
    if (!type->param[0])
        return type;
    const Type *params[PARAM_MAX] = { NULL };
    for (size_t i = 0; i < PARAM_MAX && type->param[i]; i++)
        params[i] = renamed(infer, renaming, type->param[i]);
    return rebuilt(infer, type, params);
}

Instance infer_instance(Infer *infer, const Overload *overload)
{
    Instance instance = { .result = NULL };
    Renaming renaming = { .count = 0 };
    for (uint32_t i = 0; i < overload->count; i++)
        instance.params[i] = renamed(infer, &renaming, overload->params[i]);
    instance.result = renamed(infer, &renaming, overload->result);
    return instance;
}

/* ---- what came out */

const Type *infer_resolve(Infer *infer, const Type *type, bool finally)
{
    type = infer_head(infer, type);
    if (is_variable(type))
        return finally ? &TYPE_DYN : type;
    if (!type->param[0])
        return type;
    if (!infer_enter(infer))
        return &TYPE_DYN;
    const Type *params[PARAM_MAX] = { NULL };
    for (size_t i = 0; i < PARAM_MAX && type->param[i]; i++)
        params[i] = infer_resolve(infer, type->param[i], finally);
    leave(infer, true);
    return rebuilt(infer, type, params);
}
