/* Memory by lifetime. An arena gives out memory that is never freed one by one, only all at once.
   The zero value is an empty arena. When memory runs out the call into the library is given up (memory.h): limits with
   diagnostics stand long before that. */
#ifndef DULY_BASE_ARENA_H
#define DULY_BASE_ARENA_H

#include <stdarg.h>

#include "base/memory.h"
#include "base/str.h"

typedef struct ArenaBlock ArenaBlock;
typedef struct ArenaDefer ArenaDefer;

typedef struct {
    ArenaBlock *block;  /* the newest; older ones hang behind it */
    ArenaDefer *defers; /* what to do before the memory goes */
    size_t used_bytes;  /* given out since the last reset */
    Str language;       /* in which sentences that are made here are said (base/said.h); empty: English */
} Arena;

/* Zeroed memory, aligned to 16 bytes. */
void *arena_alloc(Arena *arena, size_t size);
/* The same with an alignment of 64 bytes and no zeroing: for columns. */
void *arena_alloc_column(Arena *arena, size_t size);
/* Neither: for characters. */
char *arena_alloc_bytes(Arena *arena, size_t size);

#define arena_new(arena, T) ((T *) arena_alloc((arena), sizeof(T)))
#define arena_array(arena, T, count) ((T *) arena_alloc_array((arena), (count), sizeof(T)))
void *arena_alloc_array(Arena *arena, size_t count, size_t size);

/* A copy that lives in the arena; a zero byte follows it. */
Str arena_str(Arena *arena, Str s);
/* A format that is one of duly's sentences is said in the language of the arena. */
Str arena_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
Str arena_vformat(Arena *arena, const char *format, va_list args);

/* Calls release(object) when the arena is reset or freed, newest first, or when memory runs out. */
void arena_defer(Arena *arena, void (*release)(void *object), void *object);

/* Where an arena stands, and back to it: what was given out since is dead. */
typedef struct {
    ArenaBlock *block;
    ArenaDefer *defers;
    size_t block_used, used_bytes;
} ArenaMark;
ArenaMark arena_mark(const Arena *arena);
void arena_back(Arena *arena, const ArenaMark *mark);

/* Empties the arena and keeps its newest block; every pointer into it is dead. */
void arena_reset(Arena *arena);
void arena_free(Arena *arena);

#endif
