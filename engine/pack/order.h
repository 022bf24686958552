/* What needs what: an order in which each thing comes after those it needs, and the circles where there is none. */
#ifndef DULY_PACK_ORDER_H
#define DULY_PACK_ORDER_H

#include "base/array.h"

typedef ARRAY(uint32_t) Indices;

typedef struct {
    const Indices *needs; /* of each thing: those it needs */
    uint32_t count;
    uint32_t *order; /* gets all things, each after those it needs (but for circles); else as they stand */
    /* Told of each circle found: each thing needs the next one, the last one the first. */
    void (*circle)(void *context, const uint32_t *things, uint32_t length);
    void *context;
} Ordering;

void order_by_need(Arena *arena, const Ordering *ordering);

#endif
