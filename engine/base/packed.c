/* Blocks of 256 strings, one behind the other: where one ends is where the next begins. A full block gives back what it did not need. */
#include "base/packed.h"

enum { BLOCK_STRINGS = 256, FIRST_ROOM = 512, MOST_INLINE = 1 << 20 };

/* The end of a string that is not here itself, but its slice, whose bytes stand elsewhere: a block never outgrows its ends. */
#define IS_ELSEWHERE 0x80000000u

/* `bytes` grows by doubling while the block is filled; the ends are where each string stops, which is where the next one starts. */
struct PackedBlock {
    char *bytes;
    uint32_t ends[BLOCK_STRINGS];
};

static uint32_t end_of(const struct PackedBlock *block, uint32_t index)
{
    return block->ends[index] & ~IS_ELSEWHERE;
}

static void open_block(Packed *packed)
{
    struct PackedBlock *block = memory_alloc(sizeof *block);
    *block = (struct PackedBlock) { .bytes = memory_alloc(FIRST_ROOM) };
    packed->room = FIRST_ROOM;
    array_push(&packed->blocks, block);
}

static void packed_make_room(Packed *packed, struct PackedBlock *block, size_t wanted)
{
    while (packed->room < wanted)
        packed->room *= 2;
    block->bytes = memory_resize(block->bytes, packed->room);
}

static void put(Packed *packed, Str text, uint32_t mark)
{
    struct PackedBlock *block = packed->blocks.at[packed->blocks.count - 1];
    uint32_t index = packed->count % BLOCK_STRINGS, start = index ? end_of(block, index - 1) : 0;
    if (start + text.len > packed->room)
        packed_make_room(packed, block, start + text.len);
    if (text.len > 0)
        memcpy(block->bytes + start, text.at, text.len);
    block->ends[index] = (uint32_t) (start + text.len) | mark;
    if (index + 1 == BLOCK_STRINGS)
        block->bytes = memory_resize(block->bytes, start + text.len);
}

uint32_t packed_add(Packed *packed, Str text)
{
    packed->bytes += text.len + sizeof(uint32_t);
    if (packed->count % BLOCK_STRINGS == 0)
        open_block(packed);
    if (text.len > MOST_INLINE) {
        Str copy = { memcpy(memory_alloc(text.len), text.at, text.len), text.len };
        put(packed, (Str) { (const char *) &copy, sizeof copy }, IS_ELSEWHERE);
    } else {
        put(packed, text, 0);
    }
    return packed->count++;
}

Str packed_at(const Packed *packed, uint32_t number)
{
    const struct PackedBlock *block = packed->blocks.at[number / BLOCK_STRINGS];
    uint32_t index = number % BLOCK_STRINGS, start = index ? end_of(block, index - 1) : 0;
    Str text = { block->bytes + start, end_of(block, index) - start };
    if (block->ends[index] & IS_ELSEWHERE)
        memcpy(&text, block->bytes + start, sizeof text);
    return text;
}

void packed_free(Packed *packed)
{
    for (uint32_t i = 0; i < packed->count; i++)
        if (packed->blocks.at[i / BLOCK_STRINGS]->ends[i % BLOCK_STRINGS] & IS_ELSEWHERE)
            free_((void *) (uintptr_t) packed_at(packed, i).at);
    for (size_t i = 0; i < packed->blocks.count; i++) {
        free_(packed->blocks.at[i]->bytes);
        free_(packed->blocks.at[i]);
    }
    array_free(&packed->blocks);
    *packed = (Packed) { 0 };
}
