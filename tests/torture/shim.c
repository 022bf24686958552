/* Is loaded before the C library and makes one call fail, or all from one on: the n-th allocation, or the n-th call to the system of a
   kind. What it does is told by the environment: TORTURE=KIND:N:FAULT, where KIND is `alloc` or the name of a call, N counts from 1 (0:
   none fails), and FAULT is `once` or `on` for allocations, else the number of an error, or `short` for a count that is cut. The number of
   calls that there were goes to the file TORTURE_COUNT when the process ends. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long calls;
static long wanted;
static char kind[32];
static bool goes_on, is_short, is_ready;
static int fault;

/* Before main, and before other threads are there. Nothing fails until then: that is the loader's and not the program's. */
__attribute__((constructor)) static void read_order(void)
{
    const char *order = getenv("TORTURE");
    char what[32] = "";
    if (!order || sscanf(order, "%31[^:]:%ld:%31s", kind, &wanted, what) != 3)
        return;
    goes_on = strcmp(what, "on") == 0;
    is_short = strcmp(what, "short") == 0;
    fault = atoi(what);
    is_ready = true;
}

__attribute__((destructor)) static void tell_count(void)
{
    const char *path = getenv("TORTURE_COUNT");
    is_ready = false;
    if (!path)
        return;
    FILE *file = fopen(path, "w");
    if (!file)
        return;
    fprintf(file, "%ld\n", atomic_load(&calls));
    fclose(file);
}

/* Whether it is this call's turn to fail. */
static bool fails(const char *name)
{
    if (!is_ready || strcmp(kind, name) != 0)
        return false;
    long number = atomic_fetch_add(&calls, 1) + 1;
    return wanted && (number == wanted || (goes_on && number > wanted));
}

/* ---- allocations: the C library's own are found by their other names, since dlsym allocates */

extern void *__libc_malloc(size_t size), *__libc_calloc(size_t count, size_t size), *__libc_realloc(void *at, size_t size),
    *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size)
{
    if (!fails("alloc"))
        return __libc_malloc(size);
    errno = ENOMEM;
    return NULL;
}

void *calloc(size_t count, size_t size)
{
    if (!fails("alloc"))
        return __libc_calloc(count, size);
    errno = ENOMEM;
    return NULL;
}

void *realloc(void *at, size_t size)
{
    if (!fails("alloc"))
        return __libc_realloc(at, size);
    errno = ENOMEM;
    return NULL;
}

int posix_memalign(void **at, size_t alignment, size_t size)
{
    void *made = fails("alloc") ? NULL : __libc_memalign(alignment, size);
    if (!made)
        return ENOMEM;
    *at = made;
    return 0;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    if (!fails("alloc"))
        return __libc_memalign(alignment, size);
    errno = ENOMEM;
    return NULL;
}

/* ---- calls to the system */

#define NEXT(name) ((__typeof__(name) *) dlsym(RTLD_NEXT, #name))

/* -1 with the error that was asked for. */
static int refuse(void)
{
    errno = fault;
    return -1;
}

ssize_t read(int descriptor, void *buffer, size_t size)
{
    if (!fails("read"))
        return NEXT(read)(descriptor, buffer, size);
    return is_short ? NEXT(read)(descriptor, buffer, size > 1 ? size / 2 : size) : refuse();
}

ssize_t pread(int descriptor, void *buffer, size_t size, off_t at)
{
    if (!fails("pread"))
        return NEXT(pread)(descriptor, buffer, size, at);
    return is_short ? NEXT(pread)(descriptor, buffer, size > 1 ? size / 2 : size, at) : refuse();
}

ssize_t write(int descriptor, const void *buffer, size_t size)
{
    if (!fails("write"))
        return NEXT(write)(descriptor, buffer, size);
    return is_short ? NEXT(write)(descriptor, buffer, size > 1 ? size / 2 : size) : refuse();
}

int open(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return fails("open") ? refuse() : NEXT(open)(path, flags, mode);
}

int mkstemp(char *name)
{
    return fails("open") ? refuse() : NEXT(mkstemp)(name);
}
int stat(const char *path, struct stat *status)
{
    return fails("stat") ? refuse() : NEXT(stat)(path, status);
}
int fstat(int descriptor, struct stat *status)
{
    return fails("fstat") ? refuse() : NEXT(fstat)(descriptor, status);
}
off_t lseek(int descriptor, off_t at, int whence)
{
    return fails("lseek") ? refuse() : NEXT(lseek)(descriptor, at, whence);
}
int rename(const char *from, const char *to)
{
    return fails("rename") ? refuse() : NEXT(rename)(from, to);
}
int fsync(int descriptor)
{
    return fails("fsync") ? refuse() : NEXT(fsync)(descriptor);
}
int linkat(int a, const char *from, int b, const char *to, int flags)
{
    return fails("linkat") ? refuse() : NEXT(linkat)(a, from, b, to, flags);
}
int unlink(const char *path)
{
    return fails("unlink") ? refuse() : NEXT(unlink)(path);
}

/* What fails to close is closed all the same. */
int close(int descriptor)
{
    bool refused = fails("close");
    int done = NEXT(close)(descriptor);
    return refused ? refuse() : done;
}
