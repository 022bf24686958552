/* What names mean: looking them up, adding them, telling them all. */
#include "lang/env.h"

static const Symbol *env_find_own(const Env *env, Str name)
{
    for (size_t i = env->symbols.count; i-- > 0;)
        if (str_equal(env->symbols.at[i].name, name))
            return &env->symbols.at[i];
    return NULL;
}

const Symbol *env_find(const Env *env, Str name)
{
    for (; env; env = env->parent) {
        const Symbol *symbol = env_find_own(env, name);
        if (symbol)
            return symbol;
    }
    return NULL;
}

const Symbol *record_find(const Record *record, Str name)
{
    if (record->by_name) {
        uint32_t at = map_get(record->by_name, name);
        return at == MAP_NONE ? NULL : &record->members[at];
    }
    for (uint32_t i = 0; i < record->count; i++)
        if (str_equal(record->members[i].name, name))
            return &record->members[i];
    return NULL;
}

const Symbol *env_find_bare(const Env *env, Str name, const Record **record)
{
    while (env && !env->bare)
        env = env->parent;
    *record = env ? env->bare : NULL;
    const Symbol *symbol = env ? record_find(env->bare, name) : NULL;
    return symbol && symbol->kind == SYMBOL_EXPR ? symbol : NULL;
}

void env_add(Arena *arena, Env *env, Symbol symbol)
{
    arena_push(arena, &env->symbols, symbol);
}

/* Of two of one name the first is meant. */
void record_add(Record *record, Symbol member)
{
    if (record->by_name)
        map_add(record->by_name, member.name, record->count);
    record->members[record->count++] = member;
}

void env_names(const Env *env, void (*visit)(void *context, Str name), void *context)
{
    for (; env; env = env->parent) {
        for (size_t i = 0; i < env->symbols.count; i++)
            visit(context, env->symbols.at[i].name);
        for (uint32_t i = 0; env->bare && i < env->bare->count; i++)
            if (env->bare->members[i].kind == SYMBOL_EXPR)
                visit(context, env->bare->members[i].name);
    }
}
