/* A few slots found by hash; a newer text takes the slot of an older one. Failures are kept as well.

   For patterns and time zones that come from data: a column of them usually holds few. Compiling is counted in steps like any other
   work, since a file may hold a thousand different ones; one that is found again costs next to none. */
#include "lang/cache.h"

enum { SLOTS = 8, COMPILE_STEPS = 1000 };

typedef struct {
    Arena arena;      /* of what was made, and of the key */
    Str key;          /* at NULL: empty */
    const void *made; /* NULL: `problem` says why */
    Str problem;
} Slot;

struct CallCache {
    Slot patterns[SLOTS], zones[SLOTS];
};

static void cache_release(void *object)
{
    struct CallCache *cache = object;
    for (size_t i = 0; i < SLOTS; i++) {
        arena_free(&cache->patterns[i].arena);
        arena_free(&cache->zones[i].arena);
    }
}

struct CallCache *call_cache_new(Arena *arena)
{
    struct CallCache *cache = arena_new(arena, struct CallCache);
    arena_defer(arena, cache_release, cache);
    return cache;
}

typedef const void *(*Make)(Arena *arena, Str text, Str *problem);

static const void *make_pattern(Arena *arena, Str text, Str *problem)
{
    size_t offset;
    Str reason;
    const Pattern *pattern = pattern_compile(arena, text, &reason, &offset);
    if (!pattern)
        *problem = arena_format(arena, "the pattern '%.*s' is wrong: %.*s", STR_ARG(text), STR_ARG(reason));
    return pattern;
}

static const void *make_zone(Arena *arena, Str text, Str *problem)
{
    return zone_new(arena, text, problem);
}

static Slot *cache_fill(Slot *slot, Str text, Make make)
{
    if (slot->key.at && str_equal(slot->key, text))
        return slot;
    arena_reset(&slot->arena);
    slot->key = arena_str(&slot->arena, text);
    slot->made = make(&slot->arena, slot->key, &slot->problem);
    return slot;
}

static const void *find_or_make(Call *call, Slot *slots, Str text, Make make)
{
    if (!call_step(call, 1 + text.len / 8))
        return NULL;
    Slot none = { 0 };
    Slot *slot = slots ? &slots[str_hash(text) % SLOTS] : &none;
    bool kept = slot->key.at && str_equal(slot->key, text);
    if (!kept && !call_step(call, COMPILE_STEPS + text.len))
        return NULL;
    if (slots)
        slot = cache_fill(slot, text, make);
    else
        none.made = make(call->arena, text, &none.problem);
    if (!slot->made)
        call_fail(call, "%.*s", STR_ARG(slot->problem));
    return slot->made;
}

const Pattern *call_pattern(Call *call, Str text)
{
    if (call->prepared)
        return call->prepared;
    return find_or_make(call, call->cache ? call->cache->patterns : NULL, text, make_pattern);
}

const Zone *call_zone(Call *call, Str name)
{
    if (call->prepared)
        return call->prepared;
    return find_or_make(call, call->cache ? call->cache->zones : NULL, name, make_zone);
}

static const void *cache_prepare(Arena *arena, Value constant, Text *problem, Make make)
{
    Str sentence = STR("a text is needed here");
    const void *made = constant.kind == KIND_STRING ? make(arena, value_as_str(constant), &sentence) : NULL;
    if (!made)
        text_add(problem, sentence);
    return made;
}

const void *prepare_pattern(Arena *arena, Value constant, Text *problem)
{
    return cache_prepare(arena, constant, problem, make_pattern);
}

const void *prepare_zone(Arena *arena, Value constant, Text *problem)
{
    return cache_prepare(arena, constant, problem, make_zone);
}
