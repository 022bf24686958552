/* Structures that cross between a host and the library. Each begins with its size, since the two may be of different versions (duly.h says
   what a host may rely on): of one that is smaller than ours the members behind its end count as zero, and are not written; one that is larger
   may say nothing there. A size of 0 is refused rather than taken for an old one: whoever forgets to set it would have asked for nothing,
   in silence. */
#ifndef DULY_API_SIZED_H
#define DULY_API_SIZED_H

#include "api/duly.h"
#include "base/str.h"

typedef struct {
    size_t size, least;         /* as this library has it, and as the first one had it */
    Str unsaid, wrong, unknown; /* why one is refused */
} Sized;

/* Of a structure that had its members up to `last` from the beginning. */
#define SIZED(type, last)                                                                                       \
    (&(const Sized) { sizeof(type), offsetof(type, last) + sizeof(((type *) NULL)->last),                       \
                      STR(#type " does not say its size: set its member `size` to sizeof(" #type ")"),          \
                      STR(#type " says a size that it never had: its member `size` must be sizeof(" #type ")"), \
                      STR(#type " is that of a later version of the library, and asks for something that this one does not know") })

/* What a host has filled, into one of ours, as far as both know it. Empty, or why it cannot be meant. */
Str sized_take(void *own, const Sized *sized, const void *given);
/* One of an array, into one of ours; `at` moves on to the next. */
Str sized_take_next(void *own, const Sized *sized, const char **at);
/* Whether there is room in one that a host wants filled. Empty, or why it cannot be meant. */
Str sized_room(const Sized *sized, const void *host);
/* What we have filled, into a host's in which there is room: it keeps its size. */
void sized_give(void *host, const Sized *sized, const void *own);

/* The callbacks that a host has, none of NULL: a duly_sink or duly_test_sink, into one of ours that is zero. False: they cannot be meant,
   which was told where that was possible. */
bool sized_listen(void *own, const Sized *sized, const void *given);
#define SIZED_SINK(own, given) sized_listen(own, SIZED(duly_sink, problem), given)

#endif
