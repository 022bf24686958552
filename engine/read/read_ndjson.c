/* One JSON object a line. A line that is none costs that record, not the rest of the file. */
#include "read/formats.h"
#include "read/json_record.h"
#include "read/window.h"

enum { MAX_LINE_BYTES = 16 << 20 };

typedef struct {
    Keyed keyed;
    Window window;
} NdjsonReader;

static bool open_ndjson(Reader *reader)
{
    NdjsonReader *state = arena_new(reader->arena, NdjsonReader);
    reader->state = state;
    state->window = window_open(reader->input);
    keyed_open(&state->keyed, reader);
    int first = window_next(&state->window);
    if (state->window.failed)
        return reader_stop(reader, 0, str_of(reader->input->problem));
    if (first < 0)
        return reader_stop(reader, 0, STR("the file is empty"));
    if (first == '[')
        return reader_stop(reader, state->window.line, STR("this is one JSON list, not an object a line: name the file .json"));
    return true;
}

/* The next line without its end, or what is left of one that is too long. False at the end. */
static bool next_line(Window *window, Str *line, bool *too_long)
{
    *too_long = false;
    if (window_next(window) < 0)
        return false;
    for (bool more = true;; more = window_more(window)) {
        Str rest = window_rest(window);
        const char *end = rest.len ? memchr(rest.at, '\n', rest.len) : NULL;
        *line = (Str) { rest.at, end ? (size_t) (end - rest.at) : rest.len };
        *too_long = *too_long || line->len > MAX_LINE_BYTES;
        if (end || !more)
            return end || !window->failed;
        if (*too_long)
            window_pass(window, rest.len);
    }
}

/* Where files were put together, each keeps its byte order mark. */
static Str without_mark(Str text)
{
    return str_starts_with(text, STR("\xEF\xBB\xBF")) ? str_slice(text, 3, text.len) : text;
}

static void add_line(Keyed *keyed, Str text, uint64_t line)
{
    JsonProblem problem;
    size_t used;
    Arena *arena = &keyed->batch->arena;
    json_t *value = json_read(text, &used, arena, &problem);
    if (!value)
        keyed_add_bad_record(keyed, line,
                             arena_format(arena, "column %u: %.*s", problem.column,
                                          STR_ARG(keyed->reader->options->redact ? problem.without_text : problem.sentence)));
    else if (str_trim(str_slice(text, used, text.len)).len)
        keyed_add_bad_record(keyed, line, STR("something stands behind the object"));
    else
        json_add_record(keyed, value, text, line);
    json_decref(value);
}

static void fill_ndjson(Reader *reader, Batch *batch)
{
    NdjsonReader *state = reader->state;
    Str text;
    bool too_long;
    keyed_begin(&state->keyed, batch);
    while (keyed_has_room(&state->keyed) && next_line(&state->window, &text, &too_long)) {
        uint64_t line = state->window.line;
        if (too_long)
            keyed_add_bad_record(&state->keyed, line, STR("the line is larger than 16 MiB"));
        else
            add_line(&state->keyed, without_mark(text), line);
        window_pass(&state->window, text.len);
    }
    keyed_end(&state->keyed);
    if (state->window.failed)
        reader_stop(reader, 0, str_of(reader->input->problem));
}

static void close_ndjson(Reader *reader)
{
    NdjsonReader *state = reader->state;
    if (!state)
        return;
    keyed_close(&state->keyed);
    window_close(&state->window);
}

const ReaderFormat format_ndjson = { "ndjson", "ndjson jsonl", open_ndjson, fill_ndjson, close_ndjson, NULL };
