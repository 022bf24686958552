/* Writing: every output is a buffer before a descriptor. The first failure is kept as a sentence, and nothing is written after it, so
   that nobody who writes has to look; who closes asks once.

   A file comes into being whole or not at all: it is written without a name (O_TMPFILE) or beside its place, brought to the disk, and
   then renamed over what stands there. A run that is killed leaves the report of an earlier one as it was. A device or a pipe is written
   in place. */
#define _GNU_SOURCE /* realpath, O_TMPFILE */

#include "base/io.h"

#include "base/said.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 16, SPOOL_BYTES = 16 << 20, LONGEST_PATH = 4096 };

struct Output {
    Arena *arena;
    int descriptor; /* -1: none (yet) */
    bool owned;     /* closed with the output */
    bool is_spool, is_closed;
    size_t room; /* bytes buffered before they are written */
    Text buffer;
    Str name;                                                    /* as shown */
    const char *path;                                            /* of a file to be put in place, else NULL */
    const char *temporary;                                       /* where it stands until then, or is linked to be renamed */
    bool is_unnamed;                                             /* it stands nowhere yet */
    bool (*write)(void *context, const char *bytes, size_t len); /* not NULL: in place of a descriptor */
    void *context;
    const volatile int *stop;
    bool may_leave, has_left; /* its reader */
    uint64_t written;
    char problem[256];
};

/* The first problem is kept, in the language of the arena: the sentence is made with it, and cut between two characters. */
static void keep_problem(Output *output, const char *format, Str cause)
{
    Text text = { .language = output->arena->language };
    Str name = said_str(text.language, output->name); /* "standard output" */
    name = str_slice(name, 0, name.len < 160 ? name.len : 160);
    if (output->problem[0])
        return;
    text_format(&text, said(text.language, format), STR_ARG(name), STR_ARG(said_str(text.language, cause)));
    Str kept = str_slice(text_str(&text), 0, text.len < sizeof output->problem ? text.len : sizeof output->problem - 1);
    memcpy(output->problem, kept.at, utf8_valid_len(kept));
    text_free(&text);
}

static void output_fail(Output *output, const char *format, int fault)
{
    keep_problem(output, format, str_of(strerror(fault)));
}

static bool is_usable(const Output *output)
{
    return !output->problem[0] && !output->is_closed && !output->has_left;
}

static Output *output_new(Arena *arena, int descriptor, Str name)
{
    Output *output = arena_new(arena, Output);
    *output = (Output) { .arena = arena, .descriptor = descriptor, .room = BUFFER_BYTES, .name = arena_str(arena, name) };
    return output;
}

Output *output_to_descriptor(Arena *arena, int descriptor, Str name)
{
    Output *output = output_new(arena, descriptor, name);
    output->owned = descriptor > STDERR_FILENO;
    return output;
}

Output *output_to_host(Arena *arena, bool (*write)(void *context, const char *bytes, size_t len), void *context, Str name)
{
    Output *output = output_new(arena, -1, name);
    output->write = write;
    output->context = context;
    return output;
}

static void discard_spool(void *spool)
{
    output_discard(spool);
}

Output *output_to_spool(Arena *arena)
{
    Output *output = output_new(arena, -1, STR("a temporary file"));
    output->is_spool = output->owned = true;
    output->room = SPOOL_BYTES;
    arena_defer(arena, discard_spool, output);
    return output;
}

/* ---- files */

/* A device or a pipe is written as it is: there is nothing to put in place. */
static int open_in_place(const char *path)
{
    return open(path, O_WRONLY | O_CLOEXEC);
}

/* mkstemp makes the file with mode 0600. */
static int open_temporary(char *name)
{
    int descriptor = mkstemp(name);
    if (descriptor >= 0)
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
}

Str path_real(Arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    Str copy = arena_str(arena, str_of(real ? real : path));
    free(real);
    return copy;
}

/* Where the link at a path leads; an empty slice: it is none. */
static Str link_at(Arena *arena, Str path)
{
    char target[LONGEST_PATH];
    ssize_t len = readlink(path.at, target, sizeof target);
    if (len <= 0 || (size_t) len >= sizeof target)
        return (Str) { 0 };
    Str written = { target, (size_t) len };
    return target[0] == '/' ? arena_str(arena, written) : path_join(arena, path_folder(arena, path), written);
}

Str path_target(Arena *arena, const char *path)
{
    enum { MOST_LINKS = 40 };
    Str target = arena_str(arena, str_of(path));
    for (int i = 0; i < MOST_LINKS; i++) {
        Str next = link_at(arena, target);
        if (next.len == 0)
            break;
        target = next;
    }
    Str folder = path_real(arena, path_folder(arena, target).at);
    return path_join(arena, folder, path_name(target));
}

/* A file without a name goes with the process, however that ends. */
static void open_new(Output *output, Arena *arena)
{
    char *temporary = (char *) arena_format(arena, "%s.XXXXXX", output->path).at;
    output->temporary = temporary;
#ifdef O_TMPFILE
    output->descriptor = open(path_folder(arena, str_of(output->path)).at, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    output->is_unnamed = output->descriptor >= 0;
#endif
    if (output->descriptor < 0)
        output->descriptor = open_temporary(temporary);
}

static bool is_loop(const char *path)
{
    struct stat status;
    return stat(path, &status) != 0 && errno == ELOOP;
}

/* Whoever took from everybody the right to write it wants it kept; to replace it would need no right to the file. */
static bool is_protected(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && (status.st_mode & 0777) != 0 && (status.st_mode & 0222) == 0;
}

Output *output_to_file(Arena *arena, const char *path, Str *problem)
{
    Output *output = output_new(arena, -1, str_of(path));
    output->owned = true;
    PathKind kind = path_kind(path);
    if (kind == PATH_FOLDER) {
        *problem = arena_format(arena, "cannot write %s: it is a folder", path);
        return NULL;
    }
    if (kind == PATH_FILE && is_protected(path)) {
        *problem = arena_format(arena, "cannot write %s: it is protected against being written (chmod +w takes that away)", path);
        return NULL;
    }
    if (kind == PATH_OTHER) {
        output->descriptor = open_in_place(path);
    } else if (!is_loop(path)) {
        output->path = path_target(arena, path).at; /* so that a link stays one */
        if (path_is_link(output->path)) {
            *problem = arena_format(arena, "cannot write %s: it is a link that cannot be followed", path);
            return NULL;
        }
        open_new(output, arena);
    }
    if (output->descriptor < 0) {
        *problem = arena_format(arena, "cannot write %s: %s", path, strerror(errno));
        return NULL;
    }
    return output;
}

Str output_set_aside(Output *output)
{
    if (!output->path)
        return (Str) { 0 };
    output->path = arena_format(output->arena, "%s.incomplete", output->path).at;
    return arena_format(output->arena, "%.*s.incomplete", STR_ARG(output->name));
}

Output *output_to_end_of_file(Arena *arena, const char *path, Str *problem)
{
    Output *output = output_new(arena, open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600), str_of(path));
    output->owned = true;
    if (output->descriptor >= 0)
        return output;
    *problem = arena_format(arena, "cannot write %s: %s", path, strerror(errno));
    return NULL;
}

/* A descriptor, and where it is. */
/* Unlinked as soon as it is open (temporary_open), so that it is gone with the process, however that ends. */
static int open_named(char name[LONGEST_PATH])
{
    const char *folder = getenv("TMPDIR");
    int len = snprintf(name, LONGEST_PATH, "%s/duly.XXXXXX", folder && *folder ? folder : "/tmp");
    errno = ENAMETOOLONG;
    return len > 0 && len < LONGEST_PATH ? open_temporary(name) : -1;
}

int temporary_open(void)
{
    char name[LONGEST_PATH];
    int descriptor = open_named(name);
    if (descriptor >= 0)
        unlink(name);
    return descriptor;
}

bool temporary_pair(Arena *arena, Output **output, Input **input)
{
    int descriptor = temporary_open();
    if (descriptor < 0)
        return false;
    *input = input_of_descriptor(arena, descriptor, STR("a temporary file"));
    *output = output_new(arena, descriptor, STR("a temporary file"));
    arena_defer(arena, discard_spool, *output); /* its buffer: the descriptor is the input's */
    return true;
}

static void open_spool_file(Output *output)
{
    output->descriptor = temporary_open();
    if (output->descriptor < 0)
        output_fail(output, "cannot make %.*s: %.*s", errno);
    else
        output->room = BUFFER_BYTES;
}

/* ---- writing */

/* How long is waited for a pipe or terminal that takes nothing: until the run is to end, and then a moment, so that a reader who is only
   slow gets the rest with its mark. */
enum { LOOK_MILLISECONDS = 50, GRACE_MILLISECONDS = 1000 };

static bool is_stopped(const Output *output)
{
    return output->stop && *output->stop;
}

/* False with errno: it takes nothing, and is not to be waited for. */
static bool wait_to_write(const Output *output)
{
    struct pollfd wait = { .fd = output->descriptor, .events = POLLOUT };
    for (;;) {
        bool stopped = is_stopped(output);
        int ready = poll(&wait, 1, !output->stop ? -1 : stopped ? GRACE_MILLISECONDS : LOOK_MILLISECONDS);
        if (ready > 0 || (ready < 0 && errno != EINTR && errno != EAGAIN))
            return true;
        errno = EINTR;
        if (stopped && ready == 0)
            return false;
    }
}

/* What a pipe that is ready takes without waiting: all that it holds where it is empty, else at least a page. */
static size_t most_at_once(const Output *output, size_t len)
{
    size_t most = PIPE_BUF;
    if (!output->stop)
        return len;
#ifdef F_GETPIPE_SZ
    int unread = 0, holds = fcntl(output->descriptor, F_GETPIPE_SZ);
    if (holds > PIPE_BUF && ioctl(output->descriptor, FIONREAD, &unread) == 0 && unread == 0)
        most = (size_t) holds;
#endif
    return len < most ? len : most;
}

static void output_hand_over(Output *output, Str bytes)
{
    bool taken = true;
    if (bytes.len > 0)
        MEMORY_OUTSIDE(taken = output->write(output->context, bytes.at, bytes.len));
    if (!taken)
        output_fail(output, "cannot write %.*s: %.*s", ECANCELED);
    output->written += taken ? bytes.len : 0;
}

static void output_write_bytes(Output *output, Str bytes)
{
    if (output->write) {
        output_hand_over(output, bytes);
        return;
    }
    bool waits = output->stop != NULL;
    while (bytes.len > 0) {
        if (waits && !wait_to_write(output)) {
            output_fail(output, "cannot write %.*s: %.*s", errno);
            return;
        }
        ssize_t count = write(output->descriptor, bytes.at, most_at_once(output, bytes.len));
        waits = output->stop || (count < 0 && errno == EAGAIN); /* somebody may have set the descriptor not to block */
        output->has_left = count < 0 && errno == EPIPE && output->may_leave;
        if (output->has_left)
            return;
        if (count < 0 && errno != EINTR && errno != EAGAIN) {
            output_fail(output, "cannot write %.*s: %.*s", errno);
            return;
        }
        if (count < 0)
            continue;
        output->written += (uint64_t) count;
        bytes = str_slice(bytes, (size_t) count, bytes.len);
    }
}

void output_stop(Output *output, const volatile int *stop)
{
    struct stat status;
    bool is_file = output->descriptor < 0 || (fstat(output->descriptor, &status) == 0 && S_ISREG(status.st_mode));
    output->stop = is_file ? NULL : stop;
}

void output_may_leave(Output *output)
{
    output->may_leave = true;
}

static void drain(Output *output)
{
    if (output->descriptor < 0 && !output->write)
        open_spool_file(output);
    if (is_usable(output))
        output_write_bytes(output, text_str(&output->buffer));
    text_clear(&output->buffer);
}

void output_add(Output *output, Str bytes)
{
    if (!is_usable(output))
        return;
    if (bytes.len > output->room - output->buffer.len)
        drain(output);
    if (bytes.len > output->room)
        output_write_bytes(output, bytes);
    else if (is_usable(output))
        text_add(&output->buffer, bytes);
}

char *output_room(Output *output, size_t most)
{
    if (!is_usable(output))
        return NULL;
    if (most > output->room - output->buffer.len)
        drain(output);
    return most <= output->room && is_usable(output) ? text_room(&output->buffer, most) : NULL;
}

void output_took(Output *output, size_t len)
{
    text_took(&output->buffer, len);
}

void output_speak(Output *output, Str language)
{
    output->buffer.language = language;
}

Str output_language(const Output *output)
{
    return output->buffer.language;
}

void output_format(Output *output, const char *format, ...)
{
    if (!is_usable(output))
        return;
    va_list args;
    va_start(args, format);
    text_vformat(&output->buffer, format, args);
    va_end(args);
    if (output->buffer.len > output->room)
        drain(output);
}

bool output_flush(Output *output)
{
    bool in_memory = output->is_spool && output->descriptor < 0;
    if (is_usable(output) && !in_memory && output->buffer.len)
        drain(output);
    return !output->problem[0];
}

uint64_t output_size(const Output *output)
{
    return output->written + output->buffer.len;
}

/* What a spool has written to its file so far. */
static void copy_file(Output *spool, Output *to)
{
    char buffer[1 << 14];
    uint64_t done = 0;
    while (done < spool->written && is_usable(to)) {
        ssize_t count = pread(spool->descriptor, buffer, sizeof buffer, (off_t) done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            output_fail(spool, "cannot read %.*s: %s", count < 0 ? errno : EIO);
            return;
        }
        output_add(to, (Str) { buffer, (size_t) count });
        done += (uint64_t) count;
    }
}

bool output_copy(Output *spool, Output *to)
{
    if (is_usable(spool) && spool->descriptor >= 0)
        copy_file(spool, to);
    if (is_usable(spool))
        output_add(to, text_str(&spool->buffer));
    /* What came through is not all: the destination must not pass for whole. */
    if (spool->problem[0] && !to->problem[0])
        memcpy(to->problem, spool->problem, sizeof to->problem);
    return !spool->problem[0] && !to->problem[0];
}

void output_refuse(Output *output, Str sentence)
{
    keep_problem(output, "cannot write %.*s: %.*s", sentence);
}

Str output_problem(const Output *output)
{
    return str_of(output->problem);
}

static void output_close_descriptor(Output *output)
{
    if (output->owned && output->descriptor >= 0 && close(output->descriptor) != 0 && errno != EINTR)
        output_fail(output, "cannot write %.*s: %.*s", errno);
    text_free(&output->buffer);
    output->is_closed = true;
    output->descriptor = -1;
}

/* What cannot be synchronised, as on some file systems, need not be. */
static bool synchronise(int descriptor)
{
    int done;
    do
        done = fsync(descriptor);
    while (done != 0 && errno == EINTR);
    return done == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS;
}

/* The new name is kept by the folder. */
static bool synchronise_folder(const char *path)
{
    Arena memory = { 0 };
    int folder = open(path_folder(&memory, str_of(path)).at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = folder < 0 || synchronise(folder); /* a folder may be closed to readers */
    if (folder >= 0)
        close(folder);
    arena_free(&memory);
    return done;
}

/* Gives a name that nobody has to a file without one. */
static bool give_name(const Output *output)
{
    enum { TRIES = 100 };
    char self[40], *name = (char *) output->temporary;
    size_t len = strlen(name);
    snprintf(self, sizeof self, "/proc/self/fd/%d", output->descriptor);
    for (int i = 0; i < TRIES; i++) {
        snprintf(name + len - 6, 7, "%06u", ((unsigned) getpid() + (unsigned) i) % 1000000);
        if (linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0)
            return true;
        if (errno != EEXIST)
            return false;
    }
    return false;
}

/* On the disk first, then under its name: whoever finds the file finds all of it. */
static void put_in_place(Output *output)
{
    bool is_there = !output->is_unnamed;
    if (!output->problem[0] && !synchronise(output->descriptor))
        output_fail(output, "cannot write %.*s: %.*s", errno);
    if (!output->problem[0] && !is_there && !(is_there = give_name(output)))
        output_fail(output, "cannot write %.*s: %.*s", errno);
    output_close_descriptor(output);
    if (!output->problem[0] && rename(output->temporary, output->path) != 0)
        output_fail(output, "cannot write %.*s: %.*s", errno);
    if (output->problem[0] && is_there)
        unlink(output->temporary);
    else if (!output->problem[0] && !synchronise_folder(output->path))
        output_fail(output, "cannot write %.*s: %.*s", errno);
}

bool output_close(Output *output)
{
    if (output->is_closed)
        return !output->problem[0];
    output_flush(output);
    if (output->path)
        put_in_place(output);
    else
        output_close_descriptor(output);
    return !output->problem[0];
}

void output_discard(Output *output)
{
    if (output->is_closed)
        return;
    output_close_descriptor(output);
    if (output->path && !output->is_unnamed)
        unlink(output->temporary);
}

bool output_is_terminal(const Output *output)
{
    return output->descriptor >= 0 && isatty(output->descriptor) == 1;
}
