/* Memory, and what happens when there is none: the one mechanism, for developers.

   Nothing in duly looks at whether it got memory: memory_alloc never returns NULL. When there is no more, the call into the
   library is given up as a whole. Each public function runs its work at an *edge* (memory_run). What the work allocates, and what
   else it must give back (files, threads, handles of other libraries: memory_hold), is written down in the edge's *ledger*. Running
   out of memory releases everything in the ledger, newest first, while the frames that it refers to still stand, and jumps to the
   edge, which gives its status to the host. This is Lua's way, with what Lua's collector does for it done by the ledger; the other
   known one, a sticky fault that every loop must look at, would put a test into each of a thousand places.

   What this asks of the code:
   - What is no memory is held as soon as it is open. arena_defer is a hold as well.
   - No jump passes over frames of the host or of a thread: callbacks of the host are called outside (MEMORY_OUTSIDE), and a thread
     has an edge of its own (memory_try), whose failure the thread that waits for it raises again with memory_fault.
   - No jump passes over a lock that a release needs.
   - Jumps may pass over expat, whose memory is in the ledger as well (no other library calls back into code that allocates).
   - What outlives a call, a pack or an evaluator, has a ledger of its own, and ends with it.
   Outside of any edge, in tests of single files, memory is written down nowhere, and a process that has none is ended. */
#ifndef DULY_BASE_MEMORY_H
#define DULY_BASE_MEMORY_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Edge Edge;
typedef struct Ledger Ledger;
typedef struct MemoryBlock MemoryBlock;

/* Something that is no memory. The zero value holds nothing; it must stay where it is while it holds. */
typedef struct MemoryHold {
    struct MemoryHold *newer, *older;
    Ledger *ledger; /* NULL: there was no edge */
    void (*release)(void *object);
    void *object;
    bool is_work;
} MemoryHold;

struct Ledger {
    pthread_mutex_t lock; /* threads of one call share its ledger */
    MemoryBlock *blocks;
    MemoryHold *holds;
};

/* malloc and realloc that never return NULL, and the only free that fits them. */
void *memory_alloc(size_t size);
void *memory_resize(void *at, size_t size);
void memory_free(void *at);

/* For other libraries that look at what they get: NULL when there is none, and it is released with the ledger all the same. */
void *memory_ask(size_t size);
void *memory_ask_resized(void *at, size_t size);

/* Calls release(object) when memory runs out, unless it was let go before. */
void memory_hold(MemoryHold *hold, void (*release)(void *object), void *object);
/* The same for threads that may be at work on everything else: they are stopped first. */
void memory_hold_work(MemoryHold *hold, void (*stop)(void *object), void *object);
void memory_let_go(MemoryHold *hold);

/* Gives the call up: there is no memory, or another library said so. */
_Noreturn void memory_fault(void);

void ledger_init(Ledger *ledger);
/* Releases everything in it, newest first. */
void ledger_end(Ledger *ledger);

/* Does work at an edge. False: memory ran out, and everything in the ledger was released. */
bool memory_run(Ledger *ledger, void (*work)(void *context), void *context);
/* The same in a part of a call, such as a thread: when it fails the ledger stays as it is, and whoever waits for it calls memory_fault. */
bool memory_try(Ledger *ledger, void (*work)(void *context), void *context);
/* That of the edge at which this thread works; NULL: there is none. */
Ledger *memory_ledger(void);

/* Steps out of the library, to call the host, and in again. The host finds its own locale there: inside it is C's where the host's writes
   numbers otherwise. */
Edge *memory_leave(void);
void memory_return(Edge *edge);
#define MEMORY_OUTSIDE(...)                \
    do {                                   \
        Edge *left_edge_ = memory_leave(); \
        __VA_ARGS__;                       \
        memory_return(left_edge_);         \
    } while (0)

#endif
