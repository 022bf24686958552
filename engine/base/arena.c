/* Arenas are a chain of blocks, each twice the size of the one before, filled from the front. Nothing is looked for and nothing joined:
   what does not fit into the newest block begins a new one, and the rest of the old is left. Doubling keeps the number of blocks small,
   BLOCK_MAX keeps what is left unused within bounds, and resetting keeps the newest block, so that a batch which is like the last one
   takes no new memory. */
#include "base/arena.h"

#include "base/said.h"
#include "base/text.h"

#include <stdio.h>

/* Under AddressSanitizer the unused part of a block is out of bounds, and so is a gap after each piece. */
#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif

#ifdef WATCHED
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void) (at), (void) (size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void) (at), (void) (size))
enum { GAP = 0 };
#endif

enum { ALIGN = 16, COLUMN_ALIGN = 64, BLOCK_MIN = 4096, BLOCK_MAX = 8 << 20 };

struct ArenaBlock {
    ArenaBlock *older;
    size_t size, used; /* of the bytes that follow this header */
};

struct ArenaDefer {
    ArenaDefer *older;
    MemoryHold hold; /* when memory runs out nobody comes to reset the arena */
};

static char *block_start(ArenaBlock *block)
{
    return (char *) (block + 1);
}

/* What is larger than a block gets one of its own size. */
static void add_block(Arena *arena, size_t need)
{
    size_t size = arena->block ? arena->block->size * 2 : BLOCK_MIN;
    if (size > BLOCK_MAX)
        size = BLOCK_MAX;
    if (size < need)
        size = need;
    ArenaBlock *block = memory_alloc(sizeof *block + size);
    *block = (ArenaBlock) { .older = arena->block, .size = size };
    ASAN_POISON_MEMORY_REGION(block_start(block), size);
    arena->block = block;
}

/* Bytes to leave out so that the next piece begins on a multiple of `align`. */
static size_t padding(const ArenaBlock *block, size_t align)
{
    uintptr_t next = (uintptr_t) (block + 1) + block->used;
    return (size_t) (-next & (align - 1));
}

static void *arena_take(Arena *arena, size_t size, size_t align)
{
    if (size > SIZE_MAX / 2)
        memory_fault();
    size_t need = size + GAP;
    ArenaBlock *block = arena->block;
    if (!block || block->size - block->used < padding(block, align) + need) {
        add_block(arena, need + align);
        block = arena->block;
    }
    char *at = block_start(block) + block->used + padding(block, align);
    block->used = (size_t) (at - block_start(block)) + need;
    arena->used_bytes += size;
    ASAN_UNPOISON_MEMORY_REGION(at, size);
    return at;
}

void *arena_alloc(Arena *arena, size_t size)
{
    return memset(arena_take(arena, size, ALIGN), 0, size);
}

void *arena_alloc_column(Arena *arena, size_t size)
{
    return arena_take(arena, size, COLUMN_ALIGN);
}

char *arena_alloc_bytes(Arena *arena, size_t size)
{
    return arena_take(arena, size, 1);
}

void *arena_alloc_array(Arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        memory_fault();
    return arena_alloc(arena, count * size);
}

Str arena_str(Arena *arena, Str s)
{
    char *copy = arena_take(arena, s.len + 1, 1);
    if (s.len)
        memcpy(copy, s.at, s.len);
    copy[s.len] = 0;
    return (Str) { copy, s.len };
}

/* A sentence in another language than English. */
static Str arena_say(Arena *arena, const char *format, va_list args)
{
    Text text = { .language = arena->language };
    text_vformat(&text, format, args);
    Str made = arena_str(arena, text_str(&text));
    text_free(&text);
    return made;
}

Str arena_vformat(Arena *arena, const char *format, va_list args)
{
    va_list again;
    if (arena->language.len > 0 && said(arena->language, format) != format)
        return arena_say(arena, format, args);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len < 0)
        memory_fault(); /* nothing else stops it */
    char *at = arena_take(arena, (size_t) len + 1, 1);
    vsnprintf(at, (size_t) len + 1, format, again);
    va_end(again);
    return (Str) { at, (size_t) len };
}

Str arena_format(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str made = arena_vformat(arena, format, args);
    va_end(args);
    return made;
}

void arena_defer(Arena *arena, void (*release)(void *object), void *object)
{
    ArenaDefer *defer = arena_new(arena, ArenaDefer);
    defer->older = arena->defers;
    arena->defers = defer;
    memory_hold(&defer->hold, release, object);
}

static void run_defers(Arena *arena, const ArenaDefer *until)
{
    while (arena->defers != until) {
        ArenaDefer *defer = arena->defers;
        arena->defers = defer->older;
        memory_let_go(&defer->hold);
        if (defer->hold.release)
            defer->hold.release(defer->hold.object);
    }
}

static void free_blocks(ArenaBlock *block, const ArenaBlock *until)
{
    while (block != until) {
        ArenaBlock *older = block->older;
        ASAN_UNPOISON_MEMORY_REGION(block_start(block), block->size);
        memory_free(block);
        block = older;
    }
}

ArenaMark arena_mark(const Arena *arena)
{
    return (ArenaMark) { arena->block, arena->defers, arena->block ? arena->block->used : 0, arena->used_bytes };
}

void arena_back(Arena *arena, const ArenaMark *mark)
{
    run_defers(arena, mark->defers);
    free_blocks(arena->block, mark->block);
    arena->block = mark->block;
    arena->used_bytes = mark->used_bytes;
    if (!mark->block)
        return;
    ASAN_POISON_MEMORY_REGION(block_start(mark->block) + mark->block_used, mark->block->size - mark->block_used);
    mark->block->used = mark->block_used;
}

void arena_reset(Arena *arena)
{
    run_defers(arena, NULL);
    arena->used_bytes = 0;
    ArenaBlock *block = arena->block;
    if (!block)
        return;
    free_blocks(block->older, NULL);
    block->older = NULL;
    block->used = 0;
    ASAN_POISON_MEMORY_REGION(block_start(block), block->size);
}

void arena_free(Arena *arena)
{
    run_defers(arena, NULL);
    free_blocks(arena->block, NULL);
    *arena = (Arena) { 0 };
}
