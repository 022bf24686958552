/* The usual way to sort more than memory holds: what fits is sorted and written as a run, and the runs are read side by side, a block of
   each at a time, with a heap of cursors that has the least on top. With blocks of 64 KiB a thousand runs take 64 MB of memory; something
   that is larger than a block is a block by itself.

   Two traps. What merged_next gives lies in the block of its cursor: so that stays where it is until the next one is asked for. And equal
   numbers must come in the order in which they were added, for groups are joined in that of their records: a cursor knows its place among
   all that were ever added, also when others have come to their end and are gone.

   Numbers of a run only rise. What does not was not written by duly, and is refused: joined in another order it would come out as
   something else, in silence. */
#include "run/sorted.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 1 << 16 };

/* ---- writing */

void unsorted_add(Unsorted *unsorted, uint32_t kind, uint64_t number, Str bytes)
{
    array_push(&unsorted->things, ((UnsortedThing) { number, unsorted->bytes.len, kind, (uint32_t) bytes.len }));
    text_add(&unsorted->bytes, bytes);
}

size_t unsorted_size(const Unsorted *unsorted)
{
    return unsorted->bytes.capacity + unsorted->things.capacity * sizeof *unsorted->things.at;
}

/* By kind, so that a run is of one; then by number; then as they were added, which is as they lie. qsort keeps no order of its own. */
static int compare_things(const void *left, const void *right)
{
    const UnsortedThing *a = left, *b = right;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

static void sorted_write_block(Text *block, PartOut *out, SortedRun *run)
{
    if (block->len == 0)
        return;
    part_put(out, BLOCK_RUN, text_str(block));
    run->blocks++;
    text_clear(block);
}

static size_t write_run(const Unsorted *unsorted, size_t from, PartOut *out, SortedRun *run)
{
    Text block = { 0 };
    size_t at = from;
    for (; at < unsorted->things.count && unsorted->things.at[at].kind == run->kind; at++) {
        const UnsortedThing *thing = &unsorted->things.at[at];
        bytes_word(&block, thing->number);
        bytes_text(&block, (Str) { unsorted->bytes.at + thing->at, thing->len });
        if (block.len >= BLOCK_SIZE)
            sorted_write_block(&block, out, run);
    }
    sorted_write_block(&block, out, run);
    text_free(&block);
    return at;
}

void unsorted_write(Unsorted *unsorted, PartOut *out, SortedRuns *runs)
{
    if (unsorted->things.count > 0)
        qsort(unsorted->things.at, unsorted->things.count, sizeof *unsorted->things.at, compare_things);
    for (size_t at = 0; at < unsorted->things.count;) {
        SortedRun run = { .kind = unsorted->things.at[at].kind, .at = out->offset };
        at = write_run(unsorted, at, out, &run);
        array_push(runs, run);
    }
    text_clear(&unsorted->bytes);
    unsorted->things.count = 0;
}

void unsorted_free(Unsorted *unsorted)
{
    text_free(&unsorted->bytes);
    array_free(&unsorted->things);
}

/* ---- reading */

/* A run that is being read. */
struct SortedCursor {
    const PartFile *file;
    uint64_t at, blocks_left;
    Text block;
    Bytes rest;
    Thing thing;
    size_t order;
};

/* The next thing of a run; false at its end, or on failure. What is out of order was not written by duly. */
static bool sorted_advance(Merged *merged, struct SortedCursor *cursor)
{
    uint64_t before = cursor->thing.number;
    while (cursor->rest.rest.len == 0 && cursor->blocks_left > 0) {
        BlockKind kind;
        if (!part_read(merged->arena, cursor->file, &cursor->at, &kind, &cursor->block, &merged->problem))
            return false;
        cursor->blocks_left--;
        cursor->rest = (Bytes) { text_str(&cursor->block), kind != BLOCK_RUN };
    }
    if (cursor->rest.rest.len == 0 && !cursor->rest.failed)
        return false;
    cursor->thing.number = bytes_take_word(&cursor->rest);
    cursor->thing.bytes = bytes_take_text(&cursor->rest);
    if (!cursor->rest.failed && cursor->thing.number >= before)
        return true;
    merged->problem = STR("the part is not what duly writes: its states are in no order");
    return false;
}

static bool sorted_is_before(const struct SortedCursor *a, const struct SortedCursor *b)
{
    return a->thing.number != b->thing.number ? a->thing.number < b->thing.number : a->order < b->order;
}

static void swap(Merged *merged, size_t a, size_t b)
{
    struct SortedCursor *cursor = merged->cursors.at[a];
    merged->cursors.at[a] = merged->cursors.at[b];
    merged->cursors.at[b] = cursor;
}

static void sink(Merged *merged)
{
    struct SortedCursor **heap = merged->cursors.at;
    for (size_t at = 0, least = 0;; at = least) {
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < merged->cursors.count; child++)
            if (sorted_is_before(heap[child], heap[least]))
                least = child;
        if (least == at)
            return;
        swap(merged, at, least);
    }
}

static void rise(Merged *merged, size_t at)
{
    for (; at > 0 && sorted_is_before(merged->cursors.at[at], merged->cursors.at[(at - 1) / 2]); at = (at - 1) / 2)
        swap(merged, at, (at - 1) / 2);
}

static void cursor_free(struct SortedCursor *cursor)
{
    text_free(&cursor->block);
    free_(cursor);
}

/* A run that is empty, or cannot be read, has no cursor. Places are counted from the last one that is there, and not from how many
   there are. */
void merged_add(Merged *merged, const PartFile *file, const SortedRun *run, uint32_t source)
{
    struct SortedCursor *cursor = memory_alloc(sizeof *cursor);
    *cursor = (struct SortedCursor) { .file = file, .at = run->at, .blocks_left = run->blocks, .order = merged->cursors.count };
    cursor->thing.source = source;
    for (size_t i = 0; i < merged->cursors.count; i++)
        if (merged->cursors.at[i]->order >= cursor->order)
            cursor->order = merged->cursors.at[i]->order + 1;
    if (!sorted_advance(merged, cursor)) {
        cursor_free(cursor);
        return;
    }
    array_push(&merged->cursors, cursor);
    rise(merged, merged->cursors.count - 1);
}

/* Its bytes are still wanted when it is given, so it is moved on only when the next one is asked for. */
static void move_on(Merged *merged)
{
    struct SortedCursor *given = merged->given;
    merged->given = NULL;
    if (!given)
        return;
    if (!sorted_advance(merged, given)) {
        merged->cursors.at[0] = merged->cursors.at[--merged->cursors.count];
        cursor_free(given);
    }
    sink(merged);
}

bool merged_next(Merged *merged, Thing *thing)
{
    move_on(merged);
    if (merged->cursors.count == 0 || merged->problem.len > 0)
        return false;
    merged->given = merged->cursors.at[0];
    *thing = merged->given->thing;
    return true;
}

void merged_free(Merged *merged)
{
    for (size_t i = 0; i < merged->cursors.count; i++)
        cursor_free(merged->cursors.at[i]);
    array_free(&merged->cursors);
}

/* ---- in a file of its own */

static void add_to_output(void *context, Str bytes)
{
    output_add(context, bytes);
}

void sorter_init(Sorter *sorter, size_t most)
{
    *sorter = (Sorter) { .most = most };
}

static void spill(Sorter *sorter)
{
    if (!sorter->output) {
        if (!temporary_pair(&sorter->arena, &sorter->output, &sorter->input)) {
            sorter->problem = arena_format(&sorter->arena, "cannot make a temporary file: %s", strerror(errno));
            return;
        }
        sorter->out = (PartOut) { sorter->output, add_to_output, 0 };
        part_start(&sorter->out);
    }
    unsorted_write(&sorter->unsorted, &sorter->out, &sorter->runs);
}

void sorter_add(Sorter *sorter, uint64_t number, Str bytes)
{
    unsorted_add(&sorter->unsorted, 0, number, bytes);
    if (unsorted_size(&sorter->unsorted) > sorter->most && sorter->problem.len == 0)
        spill(sorter);
}

bool sorter_read(Sorter *sorter, Merged *merged)
{
    *merged = (Merged) { .arena = &sorter->arena };
    if (sorter->unsorted.things.count > 0 && sorter->problem.len == 0)
        spill(sorter);
    if (!sorter->output || sorter->problem.len > 0)
        return sorter->problem.len == 0;
    part_close(&sorter->out, (Str) { 0 });
    if (!output_flush(sorter->output)) {
        sorter->problem = output_problem(sorter->output);
        return false;
    }
    sorter->input->size_bytes = output_size(sorter->output);
    if (!part_open(&sorter->arena, sorter->input, &sorter->file, &sorter->problem))
        return false;
    for (size_t i = 0; i < sorter->runs.count; i++)
        merged_add(merged, &sorter->file, &sorter->runs.at[i], 0);
    sorter->problem = merged->problem;
    return sorter->problem.len == 0;
}

void sorter_free(Sorter *sorter)
{
    unsorted_free(&sorter->unsorted);
    array_free(&sorter->runs);
    arena_free(&sorter->arena);
}
