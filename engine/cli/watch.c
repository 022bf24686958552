/* What changed is found by comparing stamps; what the system tells only says when to look. inotify tells of no file on a share of another
   machine, and of none that a symbolic link leads to: therefore everything is looked at every LOOK_MS in any case. The list as it was and
   the list as it is live in two arenas by turns.

   Editors write a file in several steps, or another beside it and rename that. A change is not told at once: it is waited until nothing
   changes for SETTLE_MS, but no longer than SETTLE_TIMES of these, lest a log that grows for ever hold everything up. */
#include "cli/watch.h"

#include <poll.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>
#endif

enum { LOOK_MS = 1000, POLL_MS = 300, SETTLE_MS = 100, SETTLE_TIMES = 20 };

/* ---- when to look */

static int open_notifier(void)
{
#ifdef __linux__
    return inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
#else
    return -1;
#endif
}

static void notify_of(const Watch *watch, const char *folder)
{
#ifdef __linux__
    if (watch->descriptor >= 0)
        (void) inotify_add_watch(watch->descriptor, folder, IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVE | IN_ONLYDIR);
#else
    (void) watch;
    (void) folder;
#endif
}

/* Until something is told, a signal comes, or it is time to look anyway. */
static void pause_for(const Watch *watch, int milliseconds)
{
    char told[4096];
    struct pollfd wait = { .fd = watch->descriptor, .events = POLLIN };
    if (poll(&wait, watch->descriptor >= 0 ? 1 : 0, milliseconds) > 0)
        while (read(watch->descriptor, told, sizeof told) > 0)
            ;
}

/* ---- what is there */

/* "a/b" -> "a"; "b" -> ".". */
static Str watch_folder_of(Arena *arena, Str path)
{
    size_t end = path.len;
    while (end > 0 && path.at[end - 1] != '/')
        end--;
    return end == 0 ? STR(".") : arena_str(arena, str_slice(path, 0, end));
}

static Str watch_name_of(Str path)
{
    size_t start = path.len;
    while (start > 0 && path.at[start - 1] != '/')
        start--;
    return str_slice(path, start, path.len);
}

/* A file that is written has a temporary name until it is whole: its own, a dot and six characters (base/output.c). */
static bool is_written_as(Str name, Str other)
{
    enum { MARKS = 7 };
    return str_equal(name, other) || (name.len == other.len + MARKS && str_starts_with(name, other) && name.at[other.len] == '.');
}

static bool watch_is_ignored(const Watch *watch, Arena *arena, Str path)
{
    for (size_t i = 0; i < watch->ignored.count; i++) {
        Str other = watch->ignored.at[i];
        if (is_written_as(watch_name_of(path), watch_name_of(other)) &&
            str_equal(path_real(arena, watch_folder_of(arena, path).at), path_real(arena, watch_folder_of(arena, other).at)))
            return true;
    }
    return false;
}

static void watch_see(Watch *watch, Arena *arena, Str path, unsigned depth)
{
    Names names = { 0 };
    Str ignored;
    if (path_kind(path.at) != PATH_FOLDER) {
        WatchedFile file = { path, path_stamp(path.at) };
        if (watch->files.count < WATCH_MOST_FILES && !watch_is_ignored(watch, arena, path))
            arena_push(arena, &watch->files, file);
        return;
    }
    notify_of(watch, path.at);
    if (depth == WATCH_DEPTH || !folder_names(arena, path.at, &names, &ignored))
        return;
    for (size_t i = 0; i < names.count; i++)
        if (!str_starts_with(names.at[i], STR(".")))
            watch_see(watch, arena, path_join(arena, path, names.at[i]), depth + 1);
}

void watch_look(Watch *watch)
{
    watch->turn = !watch->turn;
    Arena *arena = &watch->memory[watch->turn];
    arena_reset(arena);
    watch->files.at = NULL;
    watch->files.count = watch->files.capacity = 0;
    for (size_t i = 0; i < watch->paths.count; i++) {
        Str path = arena_str(arena, watch->paths.at[i]);
        if (path_kind(path.at) != PATH_FOLDER) /* it may be replaced by another of its name: its folder tells */
            notify_of(watch, watch_folder_of(arena, path).at);
        watch_see(watch, arena, path, 0);
    }
}

/* The first path at which two lists differ; empty: nowhere. */
static Str watch_find_change(const WatchedFile *old, size_t old_count, const WatchedFile *new, size_t new_count)
{
    size_t i = 0;
    while (i < old_count && i < new_count && str_equal(old[i].path, new[i].path) && old[i].stamp == new[i].stamp)
        i++;
    if (i < new_count)
        return new[i].path;
    return i < old_count ? old[i].path : (Str) { 0 };
}

static Str watch_look_again(Watch *watch)
{
    const WatchedFile *old = watch->files.at;
    size_t count = watch->files.count;
    watch_look(watch);
    return watch_find_change(old, count, watch->files.at, watch->files.count);
}

/* ---- waiting */

static void watch_settle(Watch *watch, const volatile int *stop)
{
    for (int i = 0; i < SETTLE_TIMES && !*stop; i++) {
        poll(NULL, 0, SETTLE_MS);
        if (watch_look_again(watch).len == 0)
            return;
    }
}

Str watch_wait(Watch *watch, const volatile int *stop)
{
    while (!*stop) {
        pause_for(watch, watch->descriptor >= 0 ? LOOK_MS : POLL_MS);
        Str changed = *stop ? (Str) { 0 } : watch_look_again(watch);
        if (changed.len == 0)
            continue;
        changed = arena_str(watch->arena, changed);
        watch_settle(watch, stop);
        return *stop ? (Str) { 0 } : changed;
    }
    return (Str) { 0 };
}

/* ---- making one */

void watch_init(Watch *watch, Arena *arena, bool polls)
{
    *watch = (Watch) { .arena = arena, .descriptor = polls ? -1 : open_notifier() };
}

void watch_free(Watch *watch)
{
    if (watch->descriptor >= 0)
        close(watch->descriptor);
    arena_free(&watch->memory[0]);
    arena_free(&watch->memory[1]);
}

void watch_add(Watch *watch, Str path)
{
    for (size_t i = 0; i < watch->paths.count; i++) {
        Str other = watch->paths.at[i];
        bool below = str_starts_with(path, other) && (path.len == other.len || path.at[other.len] == '/' || str_ends_with(other, STR("/")));
        if (below)
            return;
    }
    Str kept = arena_str(watch->arena, path);
    arena_push(watch->arena, &watch->paths, kept);
}

void watch_ignore(Watch *watch, Str path)
{
    Str kept = arena_str(watch->arena, path);
    arena_push(watch->arena, &watch->ignored, kept);
}
