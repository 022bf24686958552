/* Growing of ARRAY(T): capacities double from eight. The address of `at` comes as void **, whatever T is, and is
   therefore only read and written bytewise. */
#include "base/array.h"

static size_t next_capacity(size_t capacity, size_t size)
{
    size_t next = capacity ? capacity * 2 : 8;
    return next > SIZE_MAX / 2 / size ? SIZE_MAX / 2 / size : next; /* what no memory can hold is refused there */
}

void array_reserve_(void **at, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return;
    void *memory;
    memcpy(&memory, at, sizeof memory);
    *capacity = next_capacity(*capacity, size);
    memory = memory_resize(memory, *capacity * size);
    memcpy(at, &memory, sizeof memory);
}

void array_reserve_in_(Arena *arena, void **at, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return;
    void *old;
    memcpy(&old, at, sizeof old);
    *capacity = next_capacity(*capacity, size);
    void *memory = arena_alloc_array(arena, *capacity, size);
    if (count)
        memcpy(memory, old, count * size);
    memcpy(at, &memory, sizeof memory);
}

void free_(void *at)
{
    memory_free(at);
}
