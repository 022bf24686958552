/* Writing: every output is a buffer before a descriptor. The first failure is kept as a sentence, and nothing is
   written after it. */
#define _XOPEN_SOURCE 700 /* realpath */

#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 16, SPOOL_BYTES = 16 << 20 };

struct Output {
    int descriptor;        /* -1: none (yet) */
    bool owned;            /* closed with the output */
    bool is_spool, is_closed;
    size_t room;           /* bytes buffered before they are written */
    Text buffer;
    Str name;              /* as shown */
    const char *path;      /* of a file to be put in place, else NULL */
    const char *temporary; /* where it stands until then */
    uint64_t written;
    char problem[256];
};

static void fail(Output *output, const char *verb, int fault)
{
    int len = output->name.len < 160 ? (int) output->name.len : 160;
    if (!output->problem[0])
        snprintf(output->problem, sizeof output->problem, "cannot %s %.*s: %s", verb, len, output->name.at, strerror(fault));
}

static bool is_usable(const Output *output)
{
    return !output->problem[0] && !output->is_closed;
}

static Output *output_new(Arena *arena, int descriptor, Str name)
{
    Output *output = arena_new(arena, Output);
    *output = (Output) { .descriptor = descriptor, .room = BUFFER_BYTES, .name = arena_str(arena, name) };
    return output;
}

Output *output_to_descriptor(Arena *arena, int descriptor, Str name)
{
    Output *output = output_new(arena, descriptor, name);
    output->owned = descriptor > STDERR_FILENO;
    return output;
}

Output *output_to_spool(Arena *arena)
{
    Output *output = output_new(arena, -1, STR("a temporary file"));
    output->is_spool = output->owned = true;
    output->room = SPOOL_BYTES;
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

Output *output_to_file(Arena *arena, const char *path, Str *problem)
{
    Output *output = output_new(arena, -1, str_of(path));
    output->owned = true;
    PathKind kind = path_kind(path);
    if (kind == PATH_FOLDER) {
        *problem = arena_format(arena, "cannot write %s: it is a folder", path);
        return NULL;
    }
    if (kind == PATH_OTHER) {
        output->descriptor = open_in_place(path);
    } else {
        output->path = path_real(arena, path).at; /* so that a link stays one */
        char *temporary = (char *) arena_format(arena, "%s.XXXXXX", output->path).at;
        output->descriptor = open_temporary(temporary);
        output->temporary = temporary;
    }
    if (output->descriptor < 0) {
        *problem = arena_format(arena, "cannot write %s: %s", path, strerror(errno));
        return NULL;
    }
    return output;
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

enum { LONGEST_PATH = 4096 };

/* A descriptor, and where it is. */
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

const char *temporary_file(Arena *arena)
{
    char name[LONGEST_PATH];
    int descriptor = open_named(name);
    if (descriptor < 0)
        return NULL;
    close(descriptor);
    return arena_str(arena, str_of(name)).at;
}

void file_remove(const char *path)
{
    unlink(path);
}

static void open_spool_file(Output *output)
{
    output->descriptor = temporary_open();
    if (output->descriptor < 0)
        fail(output, "make", errno);
    else
        output->room = BUFFER_BYTES;
}

/* ---- writing */

/* Somebody may have set the descriptor not to block: then wait until it takes bytes again. */
static bool may_retry(int descriptor)
{
    if (errno == EINTR)
        return true;
    if (errno != EAGAIN)
        return false;
    struct pollfd wait = { .fd = descriptor, .events = POLLOUT };
    return poll(&wait, 1, -1) >= 0 || errno == EINTR;
}

static void write_bytes(Output *output, Str bytes)
{
    while (bytes.len > 0) {
        ssize_t count = write(output->descriptor, bytes.at, bytes.len);
        if (count < 0) {
            int fault = errno;
            if (may_retry(output->descriptor))
                continue;
            fail(output, "write", fault);
            return;
        }
        output->written += (uint64_t) count;
        bytes = str_slice(bytes, (size_t) count, bytes.len);
    }
}

static void drain(Output *output)
{
    if (output->descriptor < 0)
        open_spool_file(output);
    if (is_usable(output))
        write_bytes(output, text_str(&output->buffer));
    text_clear(&output->buffer);
}

void output_add(Output *output, Str bytes)
{
    if (!is_usable(output))
        return;
    if (bytes.len > output->room - output->buffer.len)
        drain(output);
    if (bytes.len > output->room)
        write_bytes(output, bytes);
    else if (is_usable(output))
        text_add(&output->buffer, bytes);
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
            fail(spool, "read", count < 0 ? errno : EIO);
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
    if (!output->problem[0])
        snprintf(output->problem, sizeof output->problem, "cannot write %.*s: %.*s",
                 output->name.len < 100 ? (int) output->name.len : 100, output->name.at,
                 sentence.len < 140 ? (int) sentence.len : 140, sentence.at ? sentence.at : "");
}

Str output_problem(const Output *output)
{
    return str_of(output->problem);
}

static void close_descriptor(Output *output)
{
    if (output->owned && output->descriptor >= 0 && close(output->descriptor) != 0 && errno != EINTR)
        fail(output, "write", errno);
    text_free(&output->buffer);
    output->is_closed = true;
    output->descriptor = -1;
}

static void put_in_place(Output *output)
{
    if (!output->problem[0] && rename(output->temporary, output->path) != 0)
        fail(output, "write", errno);
    if (output->problem[0])
        unlink(output->temporary);
}

bool output_close(Output *output)
{
    if (output->is_closed)
        return !output->problem[0];
    output_flush(output);
    close_descriptor(output);
    if (output->path)
        put_in_place(output);
    return !output->problem[0];
}

void output_discard(Output *output)
{
    if (output->is_closed)
        return;
    close_descriptor(output);
    if (output->path)
        unlink(output->temporary);
}

bool output_is_terminal(const Output *output)
{
    return output->descriptor >= 0 && isatty(output->descriptor) == 1;
}
