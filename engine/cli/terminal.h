/* What the terminal is like: colours, width. And the progress of a run on it. */
#ifndef DULY_CLI_TERMINAL_H
#define DULY_CLI_TERMINAL_H

#include "base/io.h"

typedef enum { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER } ColourMode;

/* Their names, NULL behind the last. */
extern const char *const terminal_colour_modes[];

/* Whether to write colours to an output. Automatic: on a terminal, unless NO_COLOR is set or TERM is dumb; also elsewhere if
   FORCE_COLOR is set. */
bool terminal_has_colour(const Output *output, ColourMode mode);

/* Columns of a line: $COLUMNS, else what the terminal says, else 0. */
size_t terminal_width(const Output *output);

/* A line on standard error that tells how far a run is: nothing in its first second. The zero value shows nothing. */
typedef struct {
    Output *err; /* NULL: show nothing */
    double started, shown;
    bool visible;
} Progress;

Progress progress_begin(Output *err);
void progress_show(Progress *progress, uint64_t done_bytes, uint64_t total_bytes, uint64_t records);
/* Takes the line away. */
void progress_clear(Progress *progress);

#endif
