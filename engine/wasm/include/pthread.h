/* Threads where there are none: none can be started, so nobody waits for one. Whoever starts threads does the work alone where it gets none
   (run/pool.c, pack/parse.c, prove/mutate.c), and locks guard what nobody else can touch. */
#ifndef DULY_WASM_PTHREAD_H
#define DULY_WASM_PTHREAD_H

#include <errno.h>
#include <stddef.h>
#include <sys/types.h> /* has the types */

#define PTHREAD_MUTEX_INITIALIZER \
    {                             \
        0                         \
    }

static inline int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *context)
{
    (void) thread, (void) attributes, (void) start, (void) context;
    return EAGAIN;
}

static inline int pthread_join(pthread_t thread, void **result)
{
    (void) thread, (void) result;
    return ESRCH;
}

#define pthread_attr_init(attributes) ((void) (attributes), 0)
#define pthread_attr_destroy(attributes) ((void) (attributes), 0)
#define pthread_mutex_init(mutex, attributes) ((void) (mutex), 0)
#define pthread_mutex_destroy(mutex) ((void) (mutex), 0)
#define pthread_mutex_lock(mutex) ((void) (mutex), 0)
#define pthread_mutex_unlock(mutex) ((void) (mutex), 0)
#define pthread_cond_init(condition, attributes) ((void) (condition), 0)
#define pthread_cond_destroy(condition) ((void) (condition), 0)
#define pthread_cond_signal(condition) ((void) (condition), 0)
#define pthread_cond_broadcast(condition) ((void) (condition), 0)
#define pthread_cond_wait(condition, mutex) ((void) (condition), (void) (mutex), 0)

#endif
