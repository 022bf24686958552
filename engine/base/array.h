/* Growable arrays: ARRAY(T) is a struct with `at`, `count`, `capacity`; its zero value is empty.
   The memory is on the heap (array_free) or, with arena_push, in an arena. */
#ifndef DULY_BASE_ARRAY_H
#define DULY_BASE_ARRAY_H

#include "base/arena.h"

#define ARRAY(T)                \
    struct {                    \
        T *at;                  \
        size_t count, capacity; \
    }

#define array_push(array, value)                                                                                                           \
    ((array)->count < (array)->capacity ? (void) 0                                                                                         \
                                        : array_reserve_((void **) &(array)->at, (array)->count, &(array)->capacity, sizeof *(array)->at), \
     (array)->at[(array)->count++] = (value))

#define array_free(array) (free_((array)->at), (array)->at = NULL, (array)->count = (array)->capacity = 0)

/* The same growing in an arena: old memory stays behind until the arena goes. */
#define arena_push(arena, array, value)                                                                           \
    (array_reserve_in_((arena), (void **) &(array)->at, (array)->count, &(array)->capacity, sizeof *(array)->at), \
     (array)->at[(array)->count++] = (value))

void array_reserve_(void **at, size_t count, size_t *capacity, size_t size);
void array_reserve_in_(Arena *arena, void **at, size_t count, size_t *capacity, size_t size);
void free_(void *at);

#endif
