/* Reading: whole files, streams of bytes, folders, and the parts of a path. output.c writes.

   All descriptors are opened not to block, and waited for here, because a host may want to stop: a pipe that nobody writes to would hold
   the process in open() or read() for ever, where no signal that asks to stop is looked at. A file of a disk is always ready and never
   waited for. What can be read only once, a pipe, is taken into memory when somebody wants to read it a second time. */
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"

/* Waits until there is something to read, and looks now and then whether it should still be waited for: a signal may come to any
   thread, and just before the wait begins. */
static bool wait_to_read(int descriptor, const volatile int *stop)
{
    enum { MILLISECONDS = 50 };
    struct pollfd wait = { .fd = descriptor, .events = POLLIN };
    if (descriptor < 0)
        return true; /* closed: reading tells, and nobody waits */
    while (!stop || !*stop) {
        int ready = poll(&wait, 1, stop ? MILLISECONDS : -1);
        if (ready > 0 || (ready < 0 && errno != EINTR && errno != EAGAIN))
            return true;
    }
    errno = EINTR;
    return false;
}

/* `stop`: see Input. A file of a disk is always ready. */
/* Descriptors are opened not to block, so that a pipe nobody writes to is no trap; a file that says "try again" is waited for here. */
static long io_read_bytes(int descriptor, char *buffer, size_t size, const volatile int *stop)
{
    for (;;) {
        if (!wait_to_read(descriptor, stop))
            return -1;
        ssize_t count = read(descriptor, buffer, size);
        if (count >= 0 || (errno != EINTR && errno != EAGAIN))
            return (long) count;
    }
}

static void io_close_descriptor(void *descriptor)
{
    close(*(int *) descriptor);
}

/* Opens for reading; -1 with a sentence. A folder, which the system would open, is refused. */
static int open_to_read(Arena *arena, const char *path, struct stat *status, Str *problem)
{
    int descriptor;
    do
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is waited for when it is read */
    while (descriptor < 0 && errno == EINTR);
    int fault = descriptor < 0 || fstat(descriptor, status) != 0 ? errno : 0;
    if (!fault && !S_ISDIR(status->st_mode))
        return descriptor;
    if (descriptor >= 0)
        close(descriptor);
    if (fault == ENOMEM)
        memory_fault();
    *problem = arena_format(arena, "cannot open %s: %s", path, fault ? strerror(fault) : "it is a folder");
    return -1;
}

static Str size_in_words(Arena *arena, size_t bytes)
{
    enum { MIB = 1 << 20 };
    if (bytes >= MIB && bytes % MIB == 0)
        return arena_format(arena, "%zu MiB", bytes / MIB);
    return arena_format(arena, "%zu bytes", bytes);
}

/* Reads to the end, or one byte beyond the limit. */
static bool io_read_all(int descriptor, size_t limit_bytes, const volatile int *stop, Text *text)
{
    char buffer[1 << 14];
    while (text->len <= limit_bytes) {
        long count = io_read_bytes(descriptor, buffer, sizeof buffer, stop);
        if (count <= 0)
            return count == 0;
        text_add(text, (Str) { buffer, (size_t) count });
    }
    return true;
}

bool file_read(Arena *arena, const char *path, size_t limit_bytes, Str *out, Str *problem)
{
    return file_read_until(arena, path, limit_bytes, NULL, out, problem);
}

bool file_read_until(Arena *arena, const char *path, size_t limit_bytes, const volatile int *stop, Str *out, Str *problem)
{
    struct stat status;
    int descriptor = open_to_read(arena, path, &status, problem);
    if (descriptor < 0)
        return false;
    Text text = { 0 };
    MemoryHold hold;
    memory_hold(&hold, io_close_descriptor, &descriptor);
    bool done = io_read_all(descriptor, limit_bytes, stop, &text);
    if (!done)
        *problem = arena_format(arena, "cannot read %s: %s", path, strerror(errno));
    else if (text.len > limit_bytes)
        *problem = arena_format(arena, "%s is larger than %.*s", path, STR_ARG(size_in_words(arena, limit_bytes)));
    done = done && text.len <= limit_bytes;
    if (done)
        *out = arena_str(arena, text_str(&text));
    text_free(&text);
    memory_let_go(&hold);
    close(descriptor);
    return done;
}

/* ---- streams */

typedef struct {
    int descriptor;
} FileState;

static long io_read_file(Input *input, char *buffer, size_t size)
{
    FileState *file = input->state;
    long count = io_read_bytes(file->descriptor, buffer, size, input->stop);
    if (count < 0)
        snprintf(input->problem, sizeof input->problem, "cannot read %.*s: %s", input->name.len < 120 ? (int) input->name.len : 120,
                 input->name.at, strerror(errno));
    else
        input->done_bytes += (uint64_t) count;
    return count;
}

static bool seek_file(Input *input, uint64_t at)
{
    FileState *file = input->state;
    if (lseek(file->descriptor, (off_t) at, SEEK_SET) < 0)
        return false;
    input->done_bytes = at;
    return true;
}

static void close_file(Input *input)
{
    FileState *file = input->state;
    if (file->descriptor > STDIN_FILENO)
        close(file->descriptor);
    file->descriptor = -1;
}

static void release_input(void *input)
{
    input_close(input);
}

Input *input_open(Arena *arena, const char *path, Str *problem)
{
    struct stat status = { 0 };
    FileState *file = arena_new(arena, FileState);
    Input *input = arena_new(arena, Input);
    *input = (Input) { .read = io_read_file, .close = close_file, .name = arena_str(arena, str_of(path)), .state = file };
    arena_defer(arena, release_input, input); /* before there is anything to close */
    if (strcmp(path, "-") != 0)
        file->descriptor = open_to_read(arena, path, &status, problem);
    if (file->descriptor < 0)
        return NULL;
    if (S_ISREG(status.st_mode)) {
        input->size_bytes = (uint64_t) status.st_size;
        input->seek = seek_file;
    }
    return input;
}

Input *input_of_descriptor(Arena *arena, int descriptor, Str name)
{
    struct stat status = { 0 };
    FileState *file = arena_new(arena, FileState);
    Input *input = arena_new(arena, Input);
    file->descriptor = descriptor;
    *input = (Input) { .read = io_read_file, .close = close_file, .seek = seek_file, .name = name, .state = file };
    arena_defer(arena, release_input, input);
    if (fstat(descriptor, &status) == 0)
        input->size_bytes = (uint64_t) status.st_size;
    return input;
}

typedef struct {
    Str all, left;
    size_t step;
    Str problem; /* why there are no more */
} BytesState;

static long read_from_memory(Input *input, char *buffer, size_t size)
{
    BytesState *bytes = input->state;
    if (bytes->step && size > bytes->step)
        size = bytes->step;
    if (size > bytes->left.len)
        size = bytes->left.len;
    if (size == 0 && bytes->problem.len > 0) {
        snprintf(input->problem, sizeof input->problem, "%.*s", STR_ARG(bytes->problem));
        return -1;
    }
    if (size)
        memcpy(buffer, bytes->left.at, size);
    bytes->left = size ? str_slice(bytes->left, size, bytes->left.len) : bytes->left;
    input->done_bytes += size;
    return (long) size;
}

static bool seek_in_memory(Input *input, uint64_t at)
{
    BytesState *bytes = input->state;
    bytes->left = str_slice(bytes->all, at, bytes->all.len);
    input->done_bytes = at;
    return true;
}

static void close_nothing(Input *input)
{
    (void) input;
}

bool input_read_at(Arena *arena, Input *input, uint64_t at, char *out, size_t len, Str *problem)
{
    size_t have = 0;
    long count = 1;
    if (!input->seek || !input->seek(input, at)) {
        *problem = STR("cannot go to a place in the file");
        return false;
    }
    while (have < len && (count = input->read(input, out + have, len - have)) > 0)
        have += (size_t) count;
    if (count < 0)
        *problem = arena_str(arena, str_of(input->problem));
    else if (have < len)
        *problem = STR("the file is shorter than it was a moment ago");
    return have == len;
}

Input *input_of_bytes(Arena *arena, Str name, Str bytes, size_t step)
{
    BytesState *state = arena_new(arena, BytesState);
    *state = (BytesState) { .all = bytes, .left = bytes, .step = step };
    Input *input = arena_new(arena, Input);
    *input = (Input) { .read = read_from_memory, .close = close_nothing, .seek = seek_in_memory, .name = name, .state = state };
    input->size_bytes = bytes.len;
    return input;
}

static Input *hold(Arena *arena, const Input *from, Str bytes, Str problem)
{
    Input *input = input_of_bytes(arena, from->name, bytes, 0);
    ((BytesState *) input->state)->problem = problem;
    return input;
}

static Str io_read_stream(Arena *arena, Input *input)
{
    enum { STEP = 1 << 16 };
    Text bytes = { 0 };
    char *buffer = memory_alloc(STEP);
    for (long count; (count = input->read(input, buffer, STEP)) > 0;)
        text_add(&bytes, (Str) { buffer, (size_t) count });
    Str all = arena_str(arena, text_str(&bytes));
    free_(buffer);
    text_free(&bytes);
    return all;
}

/* What is read twice need not be the same twice: who does asks path_stamp. */
Input *input_again(Arena *arena, Input **input, Str *problem)
{
    Input *first = *input;
    if (first->size_bytes > 0 && first->read == io_read_file)
        return input_open(arena, arena_str(arena, first->name).at, problem);
    if (first->read == io_read_file) {
        Str bytes = io_read_stream(arena, first);
        *input = hold(arena, first, bytes, arena_str(arena, str_of(first->problem)));
        input_close(first);
    }
    const BytesState *state = (*input)->state;
    return hold(arena, first, state->left, state->problem);
}

void input_close(Input *input)
{
    input->close(input);
}

/* ---- paths and folders */

uint64_t path_stamp(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return 0;
    const uint64_t facts[] = { (uint64_t) status.st_ino, (uint64_t) status.st_size, (uint64_t) status.st_mtim.tv_sec,
                               (uint64_t) status.st_mtim.tv_nsec };
    return str_hash((Str) { (const char *) facts, sizeof facts }) | 1;
}

static PathKind io_kind_of(const struct stat *status)
{
    return S_ISREG(status->st_mode) ? PATH_FILE : S_ISDIR(status->st_mode) ? PATH_FOLDER : PATH_OTHER;
}

PathKind path_kind(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? io_kind_of(&status) : PATH_MISSING;
}

bool path_is_link(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

bool path_look(Arena *arena, const char *path, PathKind *kind, Str *problem)
{
    struct stat status;
    *kind = PATH_MISSING;
    if (stat(path, &status) == 0) {
        *kind = io_kind_of(&status);
        return true;
    }
    int fault = errno;
    if (fault == ENOENT && !path_is_link(path))
        return true;
    const char *why = fault == ENOENT  ? "it is a link to something that is not there"
                      : fault == ELOOP ? "it is a link that goes in a circle"
                                       : strerror(fault);
    *problem = arena_format(arena, "cannot look at %s: %s", path, why);
    return false;
}

Str path_from_here(Str path)
{
    enum { LONGEST = 4096 };
    char here[LONGEST];
    if (path.len == 0 || path.at[0] != '/' || !getcwd(here, sizeof here))
        return path;
    size_t len = strlen(here);
    bool is_below = len > 1 && path.len > len + 1 && memcmp(path.at, here, len) == 0 && path.at[len] == '/';
    return is_below ? str_slice(path, len + 1, path.len) : path;
}

bool path_is_same(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

static bool is_one_place(const struct stat *a, const struct stat *b)
{
    bool holds_data = S_ISREG(a->st_mode) || S_ISFIFO(a->st_mode) || S_ISSOCK(a->st_mode);
    return holds_data && a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool path_is_open_as(const char *path, int descriptor)
{
    struct stat one, other;
    return stat(path, &one) == 0 && fstat(descriptor, &other) == 0 && is_one_place(&one, &other);
}

bool descriptors_are_same(int a, int b)
{
    struct stat one, other;
    return fstat(a, &one) == 0 && fstat(b, &other) == 0 && is_one_place(&one, &other);
}

static int compare_names(const void *a, const void *b)
{
    return str_compare(*(const Str *) a, *(const Str *) b);
}

/* errno is 0 after the last name, and something else when reading failed. */
static void collect_names(Arena *arena, DIR *folder, Names *out)
{
    ARRAY(Str) names = { 0 };
    errno = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL; errno = 0) {
        Str name = str_of(entry->d_name);
        if (!str_is(name, ".") && !str_is(name, ".."))
            arena_push(arena, &names, arena_str(arena, name));
    }
    if (names.count)
        qsort(names.at, names.count, sizeof *names.at, compare_names);
    *out = (Names) { names.at, names.count };
}

static void close_folder(void *folder)
{
    closedir(folder);
}

bool folder_names(Arena *arena, const char *path, Names *out, Str *problem)
{
    DIR *folder = opendir(path);
    if (!folder && errno == ENOMEM)
        memory_fault();
    if (!folder) {
        *problem = arena_format(arena, "cannot read the folder %s: %s", path, strerror(errno));
        return false;
    }
    MemoryHold hold;
    memory_hold(&hold, close_folder, folder);
    collect_names(arena, folder, out);
    int fault = errno;
    memory_let_go(&hold);
    closedir(folder);
    if (fault)
        *problem = arena_format(arena, "cannot read the folder %s: %s", path, strerror(fault));
    return fault == 0;
}

bool folder_make(Arena *arena, const char *path, Str *problem)
{
    if (path_kind(path) == PATH_FOLDER)
        return true;
    Str above = path_folder(arena, str_of(path));
    if (path_kind(path) == PATH_MISSING && !str_is(above, path) && !folder_make(arena, arena_str(arena, above).at, problem))
        return false;
    if (mkdir(path, 0777) == 0)
        return true;
    *problem = arena_format(arena, "cannot make the folder %s: %s", path, strerror(errno));
    return false;
}

Str path_join(Arena *arena, Str folder, Str name)
{
    if (folder.len == 0)
        return arena_str(arena, name);
    const char *between = folder.at[folder.len - 1] == '/' ? "" : "/";
    return arena_format(arena, "%.*s%s%.*s", STR_ARG(folder), between, STR_ARG(name));
}

Str path_name(Str path)
{
    size_t start = path.len;
    while (start > 0 && path.at[start - 1] != '/')
        start--;
    return str_slice(path, start, path.len);
}

Str path_folder(Arena *arena, Str path)
{
    size_t end = path.len - path_name(path).len;
    while (end > 1 && path.at[end - 1] == '/')
        end--;
    return end ? arena_str(arena, str_slice(path, 0, end)) : STR(".");
}

/* Where the extension's dot stands in a name; its length where there is none. A leading dot hides a file, no more. */
static size_t find_dot(Str name)
{
    for (size_t i = name.len; i > 1; i--)
        if (name.at[i - 1] == '.')
            return i - 1;
    return name.len;
}

Str path_stem(Str path)
{
    Str name = path_name(path);
    return str_slice(name, 0, find_dot(name));
}

Str path_extension(Str path)
{
    Str name = path_name(path);
    size_t dot = find_dot(name);
    return dot < name.len ? str_slice(name, dot + 1, name.len) : STR("");
}

bool path_is_yaml(Str path)
{
    Str extension = path_extension(path);
    return str_equal_but_for_case(extension, STR("yaml")) || str_equal_but_for_case(extension, STR("yml"));
}
