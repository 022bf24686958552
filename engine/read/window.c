/* Windows grow by doubling, so that looking again at what was too short costs no more than reading it. Unlike the window of csv.c this
   one is the reader's own, and moves: what is kept of it is copied. */
#include "read/window.h"
#include "base/ascii.h"

#include <stdlib.h>

enum { CHUNK = 64 << 10 };

Window window_open(Input *input)
{
    return (Window) { .input = input, .line = 1 };
}

void window_close(Window *window)
{
    memory_free(window->bytes);
    *window = (Window) { 0 };
}

Str window_rest(const Window *window)
{
    if (window->start == window->end)
        return STR("");
    return (Str) { window->bytes + window->start, window->end - window->start };
}

static void window_make_room(Window *window, size_t unread)
{
    size_t wanted = unread * 2 > CHUNK ? unread * 2 : CHUNK;
    if (window->start)
        memmove(window->bytes, window->bytes + window->start, unread);
    window->start = 0;
    window->end = unread;
    if (window->size < wanted) {
        window->bytes = memory_resize(window->bytes, wanted);
        window->size = wanted;
    }
}

bool window_more(Window *window)
{
    size_t unread = window->end - window->start;
    if (window->ended)
        return false;
    window_make_room(window, unread);
    while (window->end < window->size && !window->ended) {
        long got = window->input->read(window->input, window->bytes + window->end, window->size - window->end);
        window->failed = got < 0;
        window->ended = got <= 0;
        window->end += got > 0 ? (size_t) got : 0;
    }
    return window->end > unread;
}

void window_pass(Window *window, size_t bytes)
{
    size_t end = window->start + bytes;
    for (size_t at = window->start; at < end; at++) {
        const char *feed = memchr(window->bytes + at, '\n', end - at);
        at = feed ? (size_t) (feed - window->bytes) : end;
        window->line += feed != NULL;
    }
    window->start = end;
}

int window_next(Window *window)
{
    do {
        Str rest = window_rest(window);
        size_t blanks = 0;
        while (blanks < rest.len && ascii_is_blank(rest.at[blanks]))
            blanks++;
        window_pass(window, blanks);
        if (blanks < rest.len)
            return (unsigned char) rest.at[blanks];
    } while (window_more(window));
    return -1;
}
