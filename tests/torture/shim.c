/* Is loaded before the C library and makes one call fail, or all from one on: the n-th allocation, or the n-th call to the system of a
   kind. What it does is told by the environment: TORTURE=KIND:N:FAULT, where KIND is `alloc` or the name of a call, N counts from 1 (0:
   none fails), and FAULT is `once` or `on` for allocations, else the number of an error, or `short` for a count that is cut. The number of
   calls that there were goes to the file TORTURE_COUNT when the process ends. `gone` is no call: a file that was read to its end for the
   N-th time is taken away, as if somebody had moved it between two looks at it; `cut` shortens it to its half.

   Streams of the C library call the system by ways that nobody can stand in: they are opened as streams of ours here. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
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
    char number[24];
    is_ready = false;
    int descriptor = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (descriptor < 0)
        return;
    int len = snprintf(number, sizeof number, "%ld\n", atomic_load(&calls));
    if (write(descriptor, number, (size_t) len) != len)
        abort();
    close(descriptor);
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

/* The file is at its end: what is done to those that are looked at again. */
static void spoil(int descriptor)
{
    char link[64], path[4096];
    struct stat status;
    bool is_gone = strcmp(kind, "gone") == 0;
    if ((!is_gone && strcmp(kind, "cut") != 0) || NEXT(fstat)(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || !fails(kind))
        return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t len = readlink(link, path, sizeof path - 1);
    path[len > 0 ? len : 0] = '\0';
    int done = is_gone ? NEXT(unlink)(path) : truncate(path, status.st_size / 2);
    (void) done; /* what cannot be spoiled has not failed */
}

ssize_t read(int descriptor, void *buffer, size_t size)
{
    bool failed = fails("read");
    if (failed && !is_short)
        return refuse();
    ssize_t got = NEXT(read)(descriptor, buffer, failed && size > 1 ? size / 2 : size);
    if (got == 0 && size > 0 && is_ready)
        spoil(descriptor);
    return got;
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
int lstat(const char *path, struct stat *status)
{
    return fails("stat") ? refuse() : NEXT(lstat)(path, status);
}
char *realpath(const char *path, char *resolved)
{
    return fails("realpath") ? (refuse(), NULL) : NEXT(realpath)(path, resolved);
}
ssize_t readlink(const char *path, char *into, size_t size)
{
    return fails("readlink") ? refuse() : NEXT(readlink)(path, into, size);
}
DIR *opendir(const char *path)
{
    return fails("opendir") ? (refuse(), NULL) : NEXT(opendir)(path);
}
struct dirent *readdir(DIR *folder)
{
    return fails("readdir") ? (refuse(), NULL) : NEXT(readdir)(folder);
}
void *mmap(void *at, size_t size, int protection, int flags, int descriptor, off_t from)
{
    return fails("mmap") ? (refuse(), MAP_FAILED) : NEXT(mmap)(at, size, protection, flags, descriptor, from);
}
void *dlopen(const char *name, int flags)
{
    return fails("dlopen") ? NULL : NEXT(dlopen)(name, flags);
}
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*work)(void *), void *context)
{
    return fails("thread") ? EAGAIN : NEXT(pthread_create)(thread, attributes, work, context);
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

/* ---- streams */

enum { STREAMS = 64 };
static struct {
    FILE *file;
    int descriptor;
} streams[STREAMS];

static ssize_t read_stream(void *state, char *buffer, size_t size)
{
    return read(*(int *) state, buffer, size);
}

/* 0, and not -1, says that it failed. */
static ssize_t write_stream(void *state, const char *buffer, size_t size)
{
    ssize_t put = write(*(int *) state, buffer, size);
    return put < 0 ? 0 : put;
}

static int seek_stream(void *state, off64_t *at, int whence)
{
    off_t now = lseek(*(int *) state, *at, whence);
    *at = now;
    return now < 0 ? -1 : 0;
}

static int close_stream(void *state)
{
    int *descriptor = state, done = close(*descriptor);
    for (int i = 0; i < STREAMS; i++)
        if (&streams[i].descriptor == descriptor)
            streams[i].file = NULL;
    return done;
}

FILE *fdopen(int descriptor, const char *mode)
{
    int i = 0;
    while (i < STREAMS && streams[i].file)
        i++;
    if (!is_ready || i == STREAMS)
        return NEXT(fdopen)(descriptor, mode);
    streams[i].descriptor = descriptor;
    streams[i].file =
        fopencookie(&streams[i].descriptor, mode, (cookie_io_functions_t) { read_stream, write_stream, seek_stream, close_stream });
    return streams[i].file;
}

FILE *fopen(const char *path, const char *mode)
{
    int flags = strchr(mode, '+') ? O_RDWR : mode[0] == 'r' ? O_RDONLY : O_WRONLY;
    flags |= mode[0] == 'w' ? O_CREAT | O_TRUNC : mode[0] == 'a' ? O_CREAT | O_APPEND : 0;
    if (!is_ready)
        return NEXT(fopen)(path, mode);
    int descriptor = open(path, flags, 0666);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, mode);
    if (!file && descriptor >= 0)
        close(descriptor);
    return file;
}

int fileno(FILE *file)
{
    for (int i = 0; i < STREAMS; i++)
        if (streams[i].file == file)
            return streams[i].descriptor;
    return NEXT(fileno)(file);
}
