/* One JSON object a line. A line that is none costs that record, not the rest of the file. */
#include "read/flat_record.h"
#include "read/formats.h"
#include "read/json_record.h"
#include "read/window.h"

enum { MAX_LINE_BYTES = 16 << 20 };

typedef struct {
    Keyed keyed;
    Window window;
    FlatRecords flat;
    uint64_t passed; /* bytes of text that records were taken from, before the current batch */
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

static void read_ndjson_add_line(Keyed *keyed, Str text, uint64_t line)
{
    JsonProblem problem;
    size_t used;
    Arena *arena = &keyed->batch->arena;
    json_t *value = json_read(text, &used, arena, &problem);
    MemoryHold hold;
    json_hold(&hold, value);
    if (!value)
        keyed_add_bad_record(keyed, line,
                             arena_format(arena, "column %u: %.*s", problem.column,
                                          STR_ARG(keyed->reader->options->redact ? problem.without_text : problem.sentence)));
    else if (str_trim(str_slice(text, used, text.len)).len)
        keyed_add_bad_record(keyed, line, STR("something stands behind the object"));
    else
        json_add_record(keyed, value, text, line);
    json_release(&hold);
}

/* A text that stands as it is in the file shows damage there; what escapes stand for does not. */
static void end_batch(Reader *reader, bool has_other)
{
    NdjsonReader *state = reader->state;
    if (has_other || reader_may_be_damaged(reader, state->passed))
        keyed_end(&state->keyed);
    else
        keyed_end_sound(&state->keyed);
    reader->taken = state->passed = reader_given(reader) - window_rest(&state->window).len;
}

static void fill_ndjson(Reader *reader, Batch *batch)
{
    NdjsonReader *state = reader->state;
    Str text;
    bool too_long, has_other = false;
    keyed_begin(&state->keyed, batch);
    while (keyed_has_room(&state->keyed) && next_line(&state->window, &text, &too_long)) {
        uint64_t line = state->window.line;
        Str object = without_mark(text);
        bool is_flat = !too_long && flat_add(&state->flat, &state->keyed, object, line);
        has_other |= !is_flat;
        if (too_long)
            keyed_add_bad_record(&state->keyed, line, STR("the line is larger than 16 MiB"));
        else if (!is_flat)
            read_ndjson_add_line(&state->keyed, object, line);
        window_pass(&state->window, text.len);
    }
    end_batch(reader, has_other);
    if (state->window.failed)
        reader_stop(reader, 0, str_of(reader->input->problem));
}

static void close_ndjson(Reader *reader)
{
    NdjsonReader *state = reader->state;
    if (!state)
        return;
    keyed_close(&state->keyed);
    flat_free(&state->flat);
    window_close(&state->window);
}

const ReaderFormat format_ndjson = { "ndjson", "ndjson jsonl", open_ndjson, fill_ndjson, close_ndjson, NULL };
