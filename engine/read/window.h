/* The part of a stream that is looked at: bytes come in at its end and are passed over at its start. Lines are counted. */
#ifndef DULY_READ_WINDOW_H
#define DULY_READ_WINDOW_H

#include "base/io.h"

typedef struct {
    Input *input;
    char *bytes;
    size_t start, end, size;
    bool ended;
    bool failed;   /* input->problem says why */
    uint64_t line; /* of the first unread byte, from 1 */
} Window;

Window window_open(Input *input);
void window_close(Window *window);

/* What is unread: good until window_more. */
Str window_rest(const Window *window);
/* At least doubles what is unread; false when there is no more. */
bool window_more(Window *window);
void window_pass(Window *window, size_t bytes);
/* Passes blanks, tabs and line ends; the byte that follows, or -1 at the end of the stream. */
int window_next(Window *window);

#endif
