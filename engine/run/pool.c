/* A ring of jobs between one reader and some evaluators. Three numbers that only grow say all: jobs handed in (taken), begun (started) and
   given back (collected); a job lies in the ring at its number modulo the size. The reader alone changes the first and the last, workers
   (or, where there are none, the caller) the one between, and what both look at is under the lock. Of 2n + 1 jobs each of n threads may
   have one at hand and one waiting while the reader fills another.

   With one job nothing of this happens: the caller works when it collects. Threads are begun with the second batch, for a short roster is
   one.

   No thread can run out of memory on behalf of its caller (base/memory.h): it ends at an edge of its own and says so, and the caller
   raises it when it collects. Where the caller itself runs out, `hold` has the threads stopped before anything that they use is given
   back. */
#include "run/pool.h"

#include <pthread.h>

#include "read/reader.h"
#include "run/timings.h"

enum { MAX_JOBS = 256 };

typedef struct {
    Pool *pool;
    Sheet **sheets; /* by table, made when first needed */
    pthread_t thread;
} Worker;

struct Pool {
    const Plan *plan;
    const Sides *sides;
    Job *ring;
    size_t size;
    InOrder in_order;
    size_t taken, started, ordered, collected; /* numbers of jobs handed in, begun, worked on in order and given back; ring positions
                                                  modulo size */
    Worker *workers;
    unsigned wanted;       /* threads, once there are two jobs at a time */
    unsigned worker_count; /* threads; 0: the caller works */
    bool closing;
    bool failed;    /* somebody had no memory: what is there is not the whole */
    Ledger *ledger; /* of the caller; threads have edges of their own at it */
    MemoryHold hold;
    pthread_mutex_t lock;
    pthread_cond_t work, turn, done;
};

/* ---- evaluating */

static uint32_t table_count(const Pool *pool)
{
    return pool->plan->options.pack->table_count;
}

static void work_on(Worker *worker, Job *job)
{
    Sheet **sheet = &worker->sheets[job->table->index];
    if (*sheet && (*sheet)->capacity < job->batch.rows) {
        sheet_free(*sheet);
        *sheet = NULL;
    }
    if (!*sheet)
        *sheet = sheet_new(worker->pool->plan, job->table, worker->pool->sides, job->batch.rows);
    Task task = { .batch = &job->batch,
                  .first_lines = job->has_keys ? job->first_lines : NULL,
                  .chosen = job->has_chosen ? job->chosen : NULL,
                  .lines_before = job->lines_before };
    evaluate(*sheet, &task, &job->result);
}

/* The next job that nobody has begun; NULL: the pool is closing. */
static Job *next_job(Pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->started == pool->taken && !pool->closing)
        pthread_cond_wait(&pool->work, &pool->lock);
    Job *job = pool->started < pool->taken ? &pool->ring[pool->started % pool->size] : NULL;
    if (job)
        job->number = pool->started++;
    pthread_mutex_unlock(&pool->lock);
    return job;
}

typedef struct {
    Worker *worker;
    Job *job;
} Shift;

static void work_shift(void *context)
{
    const Shift *shift = context;
    work_on(shift->worker, shift->job);
}

static void work_in_order(void *context)
{
    const Shift *shift = context;
    const InOrder *in_order = &shift->worker->pool->in_order;
    if (in_order->work)
        in_order->work(in_order->context, shift->job);
}

/* Until all jobs before this one have had theirs: they were begun before it. False: one of them had no memory. */
static bool wait_for_turn(Pool *pool, const Job *job)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->ordered < job->number && !pool->failed)
        pthread_cond_wait(&pool->turn, &pool->lock);
    bool is_turn = !pool->failed;
    pthread_mutex_unlock(&pool->lock);
    return is_turn;
}

static void *run_worker(void *context)
{
    Worker *worker = context;
    Pool *pool = worker->pool;
    for (Job *job; (job = next_job(pool)) != NULL;) {
        Shift shift = { worker, job };
        bool done =
            memory_try(pool->ledger, work_shift, &shift) && wait_for_turn(pool, job) && memory_try(pool->ledger, work_in_order, &shift);
        pthread_mutex_lock(&pool->lock);
        job->is_done = true;
        pool->ordered++;
        pool->failed |= !done;
        pthread_cond_broadcast(&pool->turn);
        pthread_cond_signal(&pool->done);
        pthread_mutex_unlock(&pool->lock);
        if (!done) /* its sheet is in no order any more */
            break;
    }
    return NULL;
}

/* ---- making and ending */

static void worker_init(Pool *pool, Worker *worker)
{
    size_t size = table_count(pool) * sizeof(Sheet *);
    *worker = (Worker) { .pool = pool, .sheets = memory_alloc(size) };
    if (size > 0)
        memset(worker->sheets, 0, size);
}

static void worker_free(Worker *worker)
{
    for (uint32_t i = 0; i < table_count(worker->pool); i++)
        sheet_free(worker->sheets[i]);
    free_(worker->sheets);
}

/* When the system gives no more threads, those there are do it; when it gives none, the caller does. */
static void start_workers(Pool *pool, unsigned wanted)
{
    for (unsigned i = 0; i < wanted; i++) {
        if (i > 0)
            worker_init(pool, &pool->workers[i]);
        if (pthread_create(&pool->workers[i].thread, NULL, run_worker, &pool->workers[i]) == 0) {
            pool->worker_count++;
            continue;
        }
        if (i > 0)
            worker_free(&pool->workers[i]);
        return;
    }
}

static void stop_workers(void *context)
{
    Pool *pool = context;
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->worker_count; i++)
        pthread_join(pool->workers[i].thread, NULL);
}

Pool *pool_new(const Plan *plan, const Sides *sides, unsigned jobs, InOrder in_order)
{
    unsigned threads = jobs > MAX_JOBS ? MAX_JOBS : jobs;
    Pool *pool = memory_alloc(sizeof *pool);
    *pool = (Pool) { .ledger = memory_ledger(),
                     .plan = plan,
                     .sides = sides,
                     .size = threads > 1 ? 2 * (size_t) threads + 1 : 1,
                     .wanted = threads,
                     .in_order = in_order };
    pool->ring = memory_alloc(pool->size * sizeof *pool->ring);
    memset(pool->ring, 0, pool->size * sizeof *pool->ring);
    for (size_t i = 0; i < pool->size; i++)
        batch_init(&pool->ring[i].batch, BATCH_ROWS);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    pthread_cond_init(&pool->turn, NULL);
    pthread_cond_init(&pool->done, NULL);
    pool->workers = memory_alloc((threads > 1 ? threads : 1) * sizeof *pool->workers);
    worker_init(pool, &pool->workers[0]);
    memory_hold_work(&pool->hold, stop_workers, pool);
    return pool;
}

/* The caller is one when there are no threads. */
static unsigned workers_of(const Pool *pool)
{
    return pool->worker_count > 0 ? pool->worker_count : 1;
}

void pool_add_timings(const Pool *pool, Timings *timings)
{
    for (unsigned i = 0; i < workers_of(pool); i++)
        for (uint32_t table = 0; table < table_count(pool); table++)
            if (pool->workers[i].sheets[table])
                timings_add(timings, &pool->plan->tables[table], pool->workers[i].sheets[table]->times);
}

void pool_free(Pool *pool)
{
    memory_let_go(&pool->hold);
    stop_workers(pool);
    for (unsigned i = 0; i < workers_of(pool); i++)
        worker_free(&pool->workers[i]);
    for (size_t i = 0; i < pool->size; i++) {
        batch_free(&pool->ring[i].batch);
        result_free(&pool->ring[i].result);
    }
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->turn);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    free_(pool->workers);
    free_(pool->ring);
    free_(pool);
}

/* ---- the way of a job; only one thread calls these */

/* Asks nothing of the workers: what they have not finished is not collected either. */
Job *pool_take(Pool *pool)
{
    return pool->taken - pool->collected < pool->size ? &pool->ring[pool->taken % pool->size] : NULL;
}

/* Threads are begun with the second job: a short batch is one job, for which they do not pay. */
void pool_submit(Pool *pool, Job *job)
{
    job->is_done = false;
    pthread_mutex_lock(&pool->lock);
    pool->taken++;
    pthread_cond_signal(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    if (pool->wanted > 1 && pool->taken - pool->collected > 1) {
        start_workers(pool, pool->wanted);
        pool->wanted = 0; /* once */
    }
}

Job *pool_collect(Pool *pool, bool wait)
{
    if (pool->collected == pool->taken)
        return NULL;
    Job *oldest = &pool->ring[pool->collected % pool->size];
    if (wait && pool->worker_count == 0 && !oldest->is_done) {
        Shift shift = { &pool->workers[0], oldest };
        work_shift(&shift);
        work_in_order(&shift);
        oldest->is_done = true;
        pool->started++;
        pool->ordered++;
    }
    pthread_mutex_lock(&pool->lock);
    while (wait && !oldest->is_done && !pool->failed)
        pthread_cond_wait(&pool->done, &pool->lock);
    bool failed = pool->failed, is_done = oldest->is_done;
    pthread_mutex_unlock(&pool->lock);
    if (failed)
        memory_fault();
    return is_done ? oldest : NULL;
}

void pool_release(Pool *pool, Job *job)
{
    (void) job;
    pool->collected++;
}
