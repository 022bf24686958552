/* Blocks of 256 strings, one behind the other: where one ends is where the next begins. A full block gives back what it did not need. */
#include "base/packed.h"

enum { BLOCK_STRINGS = 256, FIRST_ROOM = 512 };

/* The end of a string that is not here itself, but its slice, whose bytes stand elsewhere: a block never outgrows its ends. */
#define IS_ELSEWHERE 0x80000000u

/* `bytes` grows by doubling while the block is filled; the ends are where each string stops, which is where the next one starts. */
struct PackedBlock {
    char *bytes;
    uint32_t ends[BLOCK_STRINGS];
};

static uint32_t packed_end_of(const struct PackedBlock *block, uint32_t index)
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

static uint32_t start_of(const struct PackedBlock *block, uint32_t index)
{
    return index ? packed_end_of(block, index - 1) : 0;
}

static void packed_make_room(Packed *packed, struct PackedBlock *block, size_t wanted)
{
    while (packed->room < wanted)
        packed->room *= 2;
    block->bytes = memory_resize(block->bytes, packed->room);
}

char *packed_begin(Packed *packed, size_t most)
{
    if (packed->count % BLOCK_STRINGS == 0)
        open_block(packed);
    struct PackedBlock *block = packed->blocks.at[packed->blocks.count - 1];
    uint32_t start = start_of(block, packed->count % BLOCK_STRINGS);
    if (start + most > packed->room)
        packed_make_room(packed, block, start + most);
    return block->bytes + start;
}

static uint32_t end_string(Packed *packed, size_t len, uint32_t mark)
{
    struct PackedBlock *block = packed->blocks.at[packed->blocks.count - 1];
    uint32_t index = packed->count % BLOCK_STRINGS, end = start_of(block, index) + (uint32_t) len;
    block->ends[index] = end | mark;
    if (index + 1 == BLOCK_STRINGS)
        block->bytes = memory_resize(block->bytes, end);
    return packed->count++;
}

uint32_t packed_end(Packed *packed, size_t len)
{
    packed->bytes += len + sizeof(uint32_t);
    return end_string(packed, len, 0);
}

static uint32_t add_elsewhere(Packed *packed, Str text)
{
    Str copy = { memcpy(memory_alloc(text.len), text.at, text.len), text.len };
    memcpy(packed_begin(packed, sizeof copy), &copy, sizeof copy);
    packed->bytes += text.len + sizeof(uint32_t);
    return end_string(packed, sizeof copy, IS_ELSEWHERE);
}

uint32_t packed_add(Packed *packed, Str text)
{
    if (text.len > PACKED_INLINE)
        return add_elsewhere(packed, text);
    char *at = packed_begin(packed, text.len);
    if (text.len > 0)
        memcpy(at, text.at, text.len);
    return packed_end(packed, text.len);
}

Str packed_at(const Packed *packed, uint32_t number)
{
    const struct PackedBlock *block = packed->blocks.at[number / BLOCK_STRINGS];
    uint32_t index = number % BLOCK_STRINGS, start = index ? packed_end_of(block, index - 1) : 0;
    Str text = { block->bytes + start, packed_end_of(block, index) - start };
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
