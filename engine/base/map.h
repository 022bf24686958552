/* A hash table from strings to numbers, in insertion order. Keys are slices the caller keeps alive. */
#ifndef DULY_BASE_MAP_H
#define DULY_BASE_MAP_H

#include "base/arena.h"

typedef struct {
    Str key;
    uint64_t hash;
    uint32_t value;
} MapEntry;

typedef struct {
    MapEntry *entries; /* in insertion order */
    uint32_t *slots;   /* index + 1 into entries, 0: empty */
    uint32_t count, capacity, slot_count;
} Map;

enum { MAP_NONE = UINT32_MAX };

/* The value of a key, or MAP_NONE. */
uint32_t map_get(const Map *map, Str key);
/* Adds a key unless it is there; returns the value that now stands. */
uint32_t map_add(Map *map, Str key, uint32_t value);
void map_clear(Map *map);
void map_free(Map *map);
/* One that goes with an arena. */
Map *map_in(Arena *arena);

#endif
