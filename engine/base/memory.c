/* Blocks with a header that chains them to their ledger; a jump to the edge when there are no more.

   The chain goes both ways, so that a block can be struck out wherever it stands, and each block knows its ledger, since what one call took
   may be given back within another. The ledger has a lock: threads of a call share it. Nearly everything lies in arenas, whose blocks are
   4 KiB and more, so neither the lock nor the header is met often. An edge also is where the locale of the host ends: strtod and printf
   go by it, and a host with a decimal comma would read 1.5 as 1. */
#include "base/memory.h"

#include <langinfo.h>
#include <locale.h>
#include <setjmp.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct MemoryBlock {
    alignas(max_align_t) MemoryBlock *newer;
    MemoryBlock *older;
    Ledger *ledger; /* NULL: there was no edge */
};

struct Edge {
    Edge *outer; /* at which the thread worked before, and where calls of the host belong */
    Ledger *ledger;
    bool is_part;        /* of a call whose other parts still use the ledger */
    bool owns_locale;    /* and no edge around it */
    locale_t ours, host; /* C's, and what the thread had; 0 where numbers have a point anyhow */
    jmp_buf way_out;
};

/* At which this thread works. It says where the thread is, as a register does, and is NULL between two calls: the only such variable of
   the library. */
static _Thread_local Edge *here;

/* ---- the ledger */

static void memory_enter(MemoryBlock *block)
{
    Ledger *ledger = block->ledger;
    if (!ledger)
        return;
    pthread_mutex_lock(&ledger->lock);
    block->newer = NULL;
    block->older = ledger->blocks;
    if (block->older)
        block->older->newer = block;
    ledger->blocks = block;
    pthread_mutex_unlock(&ledger->lock);
}

static void strike_out(MemoryBlock *block)
{
    Ledger *ledger = block->ledger;
    if (!ledger)
        return;
    pthread_mutex_lock(&ledger->lock);
    if (block->newer)
        block->newer->older = block->older;
    else
        ledger->blocks = block->older;
    if (block->older)
        block->older->newer = block->newer;
    pthread_mutex_unlock(&ledger->lock);
}

void ledger_init(Ledger *ledger)
{
    *ledger = (Ledger) { .blocks = NULL };
    pthread_mutex_init(&ledger->lock, NULL);
}

static MemoryHold *newest_hold(Ledger *ledger, bool is_work)
{
    pthread_mutex_lock(&ledger->lock);
    MemoryHold *hold = ledger->holds;
    while (hold && is_work && !hold->is_work)
        hold = hold->older;
    pthread_mutex_unlock(&ledger->lock);
    return hold;
}

/* Each is let go before it is released, for a release may let go or hold others; so the newest is asked for anew each time. */
static void release_holds(Ledger *ledger, bool is_work)
{
    for (MemoryHold *hold; (hold = newest_hold(ledger, is_work)) != NULL;) {
        void (*release)(void *object) = hold->release;
        memory_let_go(hold);
        hold->release = NULL; /* once, whoever else comes by */
        release(hold->object);
    }
}

/* Threads at work first, while what they look at still stands; then handles, which may stand in blocks; then the blocks. */
static void release_all(Ledger *ledger)
{
    release_holds(ledger, true);
    release_holds(ledger, false);
    while (ledger->blocks) {
        MemoryBlock *block = ledger->blocks;
        ledger->blocks = block->older;
        free(block);
    }
}

void ledger_end(Ledger *ledger)
{
    release_all(ledger);
    pthread_mutex_destroy(&ledger->lock);
}

static void enter_hold(MemoryHold *hold)
{
    if (!hold->ledger)
        return;
    pthread_mutex_lock(&hold->ledger->lock);
    hold->older = hold->ledger->holds;
    if (hold->older)
        hold->older->newer = hold;
    hold->ledger->holds = hold;
    pthread_mutex_unlock(&hold->ledger->lock);
}

void memory_hold(MemoryHold *hold, void (*release)(void *object), void *object)
{
    *hold = (MemoryHold) { .ledger = memory_ledger(), .release = release, .object = object };
    enter_hold(hold);
}

void memory_hold_work(MemoryHold *hold, void (*stop)(void *object), void *object)
{
    *hold = (MemoryHold) { .ledger = memory_ledger(), .release = stop, .object = object, .is_work = true };
    enter_hold(hold);
}

void memory_let_go(MemoryHold *hold)
{
    Ledger *ledger = hold->ledger;
    if (!ledger)
        return;
    pthread_mutex_lock(&ledger->lock);
    if (hold->newer)
        hold->newer->older = hold->older;
    else
        ledger->holds = hold->older;
    if (hold->older)
        hold->older->newer = hold->newer;
    hold->ledger = NULL;
    pthread_mutex_unlock(&ledger->lock);
}

/* ---- blocks */

enum { HEADER = sizeof(MemoryBlock) };

static MemoryBlock *block_of(void *at)
{
    return (MemoryBlock *) (void *) ((char *) at - HEADER);
}

void *memory_ask(size_t size)
{
    MemoryBlock *block = size < SIZE_MAX / 2 ? malloc(HEADER + size) : NULL;
    if (!block)
        return NULL;
    block->ledger = memory_ledger();
    memory_enter(block);
    return block + 1;
}

/* While it moves it stands nowhere: another thread may look at its neighbours. */
void *memory_ask_resized(void *at, size_t size)
{
    if (!at)
        return memory_ask(size);
    MemoryBlock *old = block_of(at);
    strike_out(old);
    MemoryBlock *block = size < SIZE_MAX / 2 ? realloc(old, HEADER + size) : NULL;
    memory_enter(block ? block : old);
    return block ? block + 1 : NULL;
}

void *memory_alloc(size_t size)
{
    void *at = memory_ask(size);
    if (!at)
        memory_fault();
    return at;
}

void *memory_resize(void *at, size_t size)
{
    at = memory_ask_resized(at, size);
    if (!at)
        memory_fault();
    return at;
}

void memory_free(void *at)
{
    if (!at)
        return;
    strike_out(block_of(at));
    free(block_of(at));
}

/* ---- edges */

Ledger *memory_ledger(void)
{
    return here ? here->ledger : NULL;
}

void memory_fault(void)
{
    Edge *edge = here;
    if (!edge)
        abort();
    if (!edge->is_part)
        release_all(edge->ledger);
    longjmp(edge->way_out, 1);
}

/* The locale of the host ends at an edge, too: strtod and printf go by it, and where it writes 1,5 they would take 1.5 for 1, without a
   word. To ask which point it has costs some nanoseconds, to change it twenty, so that is done only where it is another one. */
static bool has_point(void)
{
    return strcmp(nl_langinfo(RADIXCHAR), ".") == 0;
}

static void enter_locale(Edge *edge)
{
    const Edge *outer = edge->outer;
    if (outer && outer->ours && uselocale((locale_t) 0) == outer->ours) {
        edge->ours = outer->ours;
        edge->host = outer->host;
    } else if (!has_point()) {
        edge->ours = newlocale(LC_ALL_MASK, "C", (locale_t) 0);
        if (!edge->ours)
            memory_fault();
        edge->owns_locale = true;
        edge->host = uselocale(edge->ours);
    }
}

static void leave_locale(Edge *edge)
{
    if (!edge->owns_locale)
        return;
    uselocale(edge->host);
    freelocale(edge->ours);
}

/* setjmp stands where C allows it, alone in a condition. Nothing of this frame that changes after it is read after the jump. */
static bool work_at(Edge *edge, void (*work)(void *context), void *context)
{
    edge->outer = here;
    if (setjmp(edge->way_out) != 0) {
        leave_locale(edge);
        here = edge->outer;
        return false;
    }
    here = edge;
    enter_locale(edge);
    work(context);
    leave_locale(edge);
    here = edge->outer;
    return true;
}

bool memory_run(Ledger *ledger, void (*work)(void *context), void *context)
{
    Edge edge = { .ledger = ledger };
    return work_at(&edge, work, context);
}

bool memory_try(Ledger *ledger, void (*work)(void *context), void *context)
{
    Edge edge = { .ledger = ledger, .is_part = true };
    return work_at(&edge, work, context);
}

Edge *memory_leave(void)
{
    Edge *edge = here;
    here = edge ? edge->outer : NULL;
    if (edge && edge->ours)
        uselocale(edge->host);
    return edge;
}

void memory_return(Edge *edge)
{
    here = edge;
    if (edge && edge->ours)
        uselocale(edge->ours);
}
