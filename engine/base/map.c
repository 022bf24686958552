/* Open addressing with linear probing over an array of entries; at most three quarters of the slots are taken. */
#include "base/map.h"

#include "base/arena.h"

/* The slot of a key, or the empty slot where it would go. */
static uint32_t map_find_slot(const Map *map, Str key, uint64_t hash)
{
    uint32_t mask = map->slot_count - 1;
    uint32_t slot = (uint32_t) hash & mask;
    for (; map->slots[slot]; slot = (slot + 1) & mask) {
        const MapEntry *entry = &map->entries[map->slots[slot] - 1];
        if (entry->hash == hash && str_equal(entry->key, key))
            break;
    }
    return slot;
}

uint32_t map_get(const Map *map, Str key)
{
    if (map->count == 0)
        return MAP_NONE;
    uint32_t index = map->slots[map_find_slot(map, key, str_hash(key))];
    return index ? map->entries[index - 1].value : MAP_NONE;
}

static void map_grow(Map *map)
{
    map->slot_count = map->slot_count ? map->slot_count * 2 : 16;
    map->capacity = map->slot_count / 4 * 3;
    map->entries = memory_resize(map->entries, map->capacity * sizeof *map->entries);
    map->slots = memory_resize(map->slots, map->slot_count * sizeof *map->slots);
    memset(map->slots, 0, map->slot_count * sizeof *map->slots);
    uint32_t mask = map->slot_count - 1;
    for (uint32_t i = 0; i < map->count; i++) {
        uint32_t slot = (uint32_t) map->entries[i].hash & mask;
        while (map->slots[slot])
            slot = (slot + 1) & mask;
        map->slots[slot] = i + 1;
    }
}

uint32_t map_add(Map *map, Str key, uint32_t value)
{
    if (map->count == map->capacity)
        map_grow(map);
    uint64_t hash = str_hash(key);
    uint32_t slot = map_find_slot(map, key, hash);
    if (map->slots[slot])
        return map->entries[map->slots[slot] - 1].value;
    map->entries[map->count] = (MapEntry) { key, hash, value };
    map->slots[slot] = ++map->count;
    return value;
}

void map_clear(Map *map)
{
    if (map->count)
        memset(map->slots, 0, map->slot_count * sizeof *map->slots);
    map->count = 0;
}

void map_free(Map *map)
{
    memory_free(map->entries);
    memory_free(map->slots);
    *map = (Map) { 0 };
}

static void map_release(void *map)
{
    map_free(map);
}

Map *map_in(Arena *arena)
{
    Map *map = arena_new(arena, Map);
    arena_defer(arena, map_release, map);
    return map;
}
