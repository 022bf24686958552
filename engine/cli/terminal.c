/* The terminal: its width, colours, and the line of progress. That line is written over and over on standard error, once a second has passed; whoever writes anything else there clears it first (progress_clear). */
#include "cli/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/clock.h"

const char *const terminal_colour_modes[] = {
    [COLOUR_AUTO] = "auto",
    [COLOUR_ALWAYS] = "always",
    [COLOUR_NEVER] = "never",
    NULL,
};

static bool terminal_is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

bool terminal_has_colour(const Output *output, ColourMode mode)
{
    if (mode != COLOUR_AUTO)
        return mode == COLOUR_ALWAYS;
    if (terminal_is_set("NO_COLOR"))
        return false;
    if (terminal_is_set("FORCE_COLOR"))
        return strcmp(getenv("FORCE_COLOR"), "0") != 0;
    const char *terminal = getenv("TERM");
    return output_is_terminal(output) && terminal && strcmp(terminal, "dumb") != 0;
}

size_t terminal_width(const Output *output)
{
    uint64_t columns;
    struct winsize size;
    if (str_to_uint(str_of(getenv("COLUMNS")), &columns) && columns > 0 && columns < 10000)
        return (size_t) columns;
    if (output_is_terminal(output) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        return size.ws_col;
    return 0;
}

/* ---- progress */

#define FIRST_AFTER 1.0 /* seconds */
#define AGAIN_AFTER 0.1

Progress progress_begin(Output *err)
{
    return (Progress) { .err = err, .started = clock_seconds() };
}

static void add_share(Text *line, uint64_t done, uint64_t total, double elapsed)
{
    if (total == 0 || done == 0 || done > total)
        return;
    double left = elapsed * (double) (total - done) / (double) done;
    unsigned seconds = left < 360000 ? (unsigned) (left + 0.5) : 360000;
    text_format(line, ", %d %%, %u:%02u left", (int) (100.0 * (double) done / (double) total), seconds / 60, seconds % 60);
}

void progress_show(Progress *progress, uint64_t done_bytes, uint64_t total_bytes, uint64_t records)
{
    if (!progress->err)
        return;
    double now = clock_seconds(), elapsed = now - progress->started;
    if (elapsed < FIRST_AFTER || now - progress->shown < AGAIN_AFTER)
        return;
    Text line = { .language = output_language(progress->err) };
    text_format(&line, "\r\033[K%llu records, %.0f a second", (unsigned long long) records, (double) records / elapsed);
    add_share(&line, done_bytes, total_bytes, elapsed);
    output_add(progress->err, text_str(&line));
    output_flush(progress->err);
    text_free(&line);
    progress->shown = now;
    progress->visible = true;
}

void progress_clear(Progress *progress)
{
    if (!progress->err || !progress->visible)
        return;
    output_add(progress->err, STR("\r\033[K"));
    output_flush(progress->err);
    progress->visible = false;
}
