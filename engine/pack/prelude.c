/* Fills in the names of the prelude. */
#include "pack/prelude.h"

#include <assert.h>

static const struct {
    const char *name, *parameter, *text;
} definitions[] = {
#define PRELUDE(id, name, parameter, text) { name, parameter, text },
#include "pack/prelude.inc"
#undef PRELUDE
};

void making_begin(Making *making, Loader *loader, const Env *parent, size_t room, Span span)
{
    *making = (Making) { .loader = loader, .env = arena_new(loader->arena, Env), .made = { .span = span } };
    making->made.definitions = making->definitions;
    making->env->parent = parent;
    making->env->symbols.at = arena_array(loader->arena, Symbol, room);
    making->env->symbols.capacity = room;
}

/* A name that is filled in again stands for the new text from then on: `length` for that of each bound in its turn, `step` for each
   step. Trees that were read before keep what they were read with. */
static void prelude_fill(Making *making, Definition definition)
{
    uint32_t i = 0;
    while (i < making->made.count && !str_equal(making->definitions[i].name, definition.name))
        i++;
    assert(i < MAKING_DEFINITIONS);
    making->definitions[i] = definition;
    making->made.count += i == making->made.count;
}

void making_fill(Making *making, const char *name, Str text)
{
    prelude_fill(making, (Definition) { .name = str_of(name), .text = text });
}

void making_choose(Making *making, const char *name, PreludeId id)
{
    prelude_fill(making, (Definition) { str_of(name), str_of(definitions[id].parameter), str_of(definitions[id].text) });
}

void making_fill_value(Making *making, const char *name, Value value)
{
    Text text = { 0 };
    value_print(&text, value, 0);
    making_fill(making, name, arena_str(making->loader->arena, text_str(&text)));
    text_free(&text);
}

Expr *making_tree(const Making *making, PreludeId id)
{
    Loader *loader = making->loader;
    ExprText text = { .source = loader->source, .text = str_of(definitions[id].text), .made = &making->made };
    bool sound;
    return expr_parse(loader->arena, &text, loader->diags, &sound);
}

PackExpr making_expression(const Making *making, PreludeId id, const Type *expected)
{
    return expression_of(making->loader, &making->made, making_tree(making, id), making->env, expected);
}

void making_name(Making *making, const char *name, const PackExpr *expression)
{
    Symbol symbol = { .name = str_of(name), .kind = SYMBOL_EXPR, .type = expression->expr->type, .expr = expression->expr };
    env_add(making->loader->arena, making->env, symbol);
}

void making_constant(Making *making, const char *name, Str text)
{
    Symbol symbol = { .name = str_of(name), .kind = SYMBOL_CONSTANT, .type = &TYPE_STRING, .constant = value_str(text) };
    env_add(making->loader->arena, making->env, symbol);
}
