/* The files of a pack are parsed side by side, where there is enough in them: each can be parsed alone. Everything after it is done by
   one thread.

   A hand writes into an arena of its own (the caller, which is one of them, into that of the loader, with which the others die), and
   into no list of problems: whether there are any is all that it keeps. A file that has some is parsed again in its turn, by the caller,
   so that problems come in the order of the files and the bound on how many are told holds for all of them together. Running out of
   memory ends a hand, and the caller raises it again once all have ended. */
#define _GNU_SOURCE /* for sched_getcpu and what goes with it */
#include "pack/files.h"

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "pack/shape.h"

enum {
    HANDS_MAX = 4,
    HAND_BYTES = 1 << 14 /* for fewer another thread does not pay */
};

typedef struct {
    PackFile **files; /* the largest first, so that the threads end together */
    size_t count, next;
    const char *left_out;
    pthread_mutex_t lock;
} Queue;

/* The caller is the first of them. */
typedef struct {
    Queue *queue;
    Arena *arena;
    Ledger *ledger; /* of the caller */
    pthread_t thread;
    bool failed; /* for want of memory */
} Hand;

static PackFile *next_file(Queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    PackFile *file = queue->next < queue->count ? queue->files[queue->next++] : NULL;
    pthread_mutex_unlock(&queue->lock);
    return file;
}

/* A file with problems is left without a root. */
static void parse_some(void *context)
{
    Hand *hand = context;
    for (PackFile *file; (file = next_file(hand->queue)) != NULL;) {
        Arena words = { 0 };
        Diags diags = { .arena = &words, .limit = 1 };
        const YamlNode *root = yaml_parse_without(hand->arena, file->source, hand->queue->left_out, &diags);
        file->root = diags.list.count == 0 ? root : NULL;
        arena_free(&words);
    }
}

/* Nobody jumps out of the hand of another, nor the caller away from the threads. */
static void *lend_hand(void *context)
{
    Hand *hand = context;
    hand->failed = !memory_try(hand->ledger, parse_some, hand);
    return NULL;
}

static void free_arena(void *object)
{
    arena_free(object);
}

static unsigned count_hands(const Queue *queue)
{
    size_t bytes = 0;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    for (size_t i = 0; i < queue->count; i++)
        bytes += queue->files[i]->source->text.len;
    size_t hands = bytes / HAND_BYTES;
    if (processors < (long) hands)
        hands = processors > 0 ? (size_t) processors : 1;
    return hands > HANDS_MAX ? HANDS_MAX : hands > 0 ? (unsigned) hands : 1;
}

/* Linux may let a new thread begin on the processor of the one that makes it, though others are idle, and move it only after some
   milliseconds: then everything is parsed. (As an attribute of the new thread the GNU library writes through NULL where there is no
   memory for it.) */
static void move_elsewhere(pthread_t thread)
{
    (void) thread;
#ifdef __GLIBC__
    cpu_set_t others;
    int here = sched_getcpu();
    if (here < 0 || sched_getaffinity(0, sizeof others, &others) != 0)
        return;
    CPU_CLR((size_t) here, &others);
    if (CPU_COUNT(&others) > 0)
        pthread_setaffinity_np(thread, sizeof others, &others);
#endif
}

/* Where the system gives no more threads, those there are do it. */
static void share_out(Loader *loader, Queue *queue)
{
    Hand hands[HANDS_MAX] = { { .queue = queue, .arena = loader->arena, .ledger = memory_ledger() } };
    unsigned wanted = count_hands(queue), count = 1;
    for (unsigned i = 1; i < wanted; i++) {
        Arena *arena = arena_new(loader->arena, Arena);
        arena_defer(loader->arena, free_arena, arena);
        hands[i] = (Hand) { .queue = queue, .arena = arena, .ledger = memory_ledger() };
    }
    while (count < wanted && pthread_create(&hands[count].thread, NULL, lend_hand, &hands[count]) == 0)
        move_elsewhere(hands[count++].thread);
    lend_hand(&hands[0]);
    bool failed = hands[0].failed;
    for (unsigned i = 1; i < count; i++) {
        pthread_join(hands[i].thread, NULL);
        failed |= hands[i].failed;
    }
    if (failed)
        memory_fault();
}

/* Insertion: there are few files, and a thousand are not many. */
static void add_by_size(Queue *queue, PackFile *file)
{
    size_t to = queue->count++;
    for (; to > 0 && queue->files[to - 1]->source->text.len < file->source->text.len; to--)
        queue->files[to] = queue->files[to - 1];
    queue->files[to] = file;
}

/* Where a program or a disk gave up while it saved, there may have been rules in it. Of a pack that consists of it alone it is told
   what is lacking. */
static bool is_emptied(Loader *loader, const PackFile *file)
{
    static const Span start = { 0, 0 };
    if (str_trim(file->source->text).len > 0 || loader->files.count < 2)
        return false;
    complain(loader, E_WRONG_KIND, start, "the file is empty");
    diag_hint(loader->diags, "was it saved to its end? If nothing belongs in it, delete it, or begin a line with # and say why");
    return true;
}

/* What is wrong with it is told, where it has problems: it was not while the others were parsed. */
static void parse_finish(Loader *loader, PackFile *file, const char *left_out)
{
    loader->source = file->source;
    if (is_emptied(loader, file))
        file->root = NULL;
    else if (!file->root)
        file->root = yaml_parse_without(loader->arena, file->source, left_out, loader->diags);
    if (file->root && !shape_expect(loader, file->root, YAML_MAPPING, "a mapping with keys such as `rules`"))
        file->root = NULL;
    if (!file->root)
        loader->partial = true;
}

void files_parse(Loader *loader, size_t first)
{
    size_t count = loader->files.count - first;
    PackFile *files = count > 0 ? loader->files.at + first : NULL;
    Queue queue = { .files = arena_array(loader->arena, PackFile *, count), .left_out = loader->to_judge ? "examples" : NULL };
    for (size_t i = 0; i < count; i++)
        add_by_size(&queue, &files[i]);
    pthread_mutex_init(&queue.lock, NULL);
    share_out(loader, &queue);
    pthread_mutex_destroy(&queue.lock);
    for (size_t i = 0; i < count; i++)
        parse_finish(loader, &files[i], queue.left_out);
}
