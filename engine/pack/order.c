/* A depth-first walk with a stack of its own: chains may be as long as a pack is large, and `after` of ten thousand rules, one after the
   other, is a chain that a recursion would carry through the end of C's stack.

   A circle is told when the walk meets a thing that is open, and the walk goes on: each thing is in the order in the end, so that
   whoever reads it need not know whether there were circles. Those that cross are told by the edges that close them, not each way
   around. */
#include "pack/order.h"

typedef enum { NEW, OPEN /* on the stack */, DONE } State;

typedef struct {
    const Ordering *ordering;
    uint8_t *states;
    uint32_t *stack; /* things that are open, each needed by the one before */
    size_t *next;    /* of each open thing: which of its needs to look at */
    uint32_t depth, ordered;
} Walk;

static void open_thing(Walk *walk, uint32_t thing)
{
    walk->states[thing] = OPEN;
    walk->stack[walk->depth] = thing;
    walk->next[walk->depth++] = 0;
}

static void order_close_top(Walk *walk)
{
    uint32_t thing = walk->stack[--walk->depth];
    walk->states[thing] = DONE;
    walk->ordering->order[walk->ordered++] = thing;
}

static void order_tell_circle(Walk *walk, uint32_t thing)
{
    uint32_t start = walk->depth - 1;
    while (walk->stack[start] != thing)
        start--;
    walk->ordering->circle(walk->ordering->context, walk->stack + start, walk->depth - start);
}

static void order_step(Walk *walk)
{
    uint32_t top = walk->depth - 1;
    const Indices *needs = &walk->ordering->needs[walk->stack[top]];
    if (walk->next[top] == needs->count) {
        order_close_top(walk);
        return;
    }
    uint32_t needed = needs->at[walk->next[top]++];
    if (walk->states[needed] == NEW)
        open_thing(walk, needed);
    else if (walk->states[needed] == OPEN)
        order_tell_circle(walk, needed);
}

void order_by_need(Arena *arena, const Ordering *ordering)
{
    Walk walk = {
        .ordering = ordering,
        .states = arena_array(arena, uint8_t, ordering->count),
        .stack = arena_array(arena, uint32_t, ordering->count),
        .next = arena_array(arena, size_t, ordering->count),
    };
    for (uint32_t thing = 0; thing < ordering->count; thing++) {
        if (walk.states[thing] == NEW)
            open_thing(&walk, thing);
        while (walk.depth > 0)
            order_step(&walk);
    }
}
