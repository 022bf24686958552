/* A JSON list of objects, an object whose one key holds that list, or objects one after another as programs log them. It is read object by
   object. */
#include "read/formats.h"
#include "read/json_record.h"
#include "read/window.h"

enum { MAX_RECORD_BYTES = 16 << 20 };

typedef struct {
    Keyed keyed;
    Window window;
    bool wrapped;  /* the list stands in an object */
    bool listless; /* there is no list: records follow each other */
    bool begun;    /* a record was read */
    bool ended;
} JsonReader;

static bool read_json_stop(Reader *reader, uint64_t line, const char *sentence)
{
    return reader_stop(reader, line, str_of(sentence));
}

/* ---- what stands around the list */

/* Why there is nothing more where something must come. */
static bool stop_at_end(Reader *reader)
{
    JsonReader *state = reader->state;
    return read_json_stop(reader, state->window.failed ? 0 : state->window.line,
                          state->window.failed ? reader->input->problem : "the file ends before the list does");
}

/* Passes one character of punctuation. */
static bool expect(Reader *reader, char wanted, const char *sentence)
{
    JsonReader *state = reader->state;
    int next = window_next(&state->window);
    if (next < 0)
        return stop_at_end(reader);
    if (next != wanted)
        return read_json_stop(reader, state->window.line, sentence);
    window_pass(&state->window, 1);
    return true;
}

/* The text of the value that comes, `from` bytes on; what is left where it has no end. False when the reading stopped. */
static bool read_json_find_value(Reader *reader, size_t from, Str *text)
{
    JsonReader *state = reader->state;
    Window *window = &state->window;
    size_t end;
    while ((end = json_extent(str_slice(window_rest(window), from, window_rest(window).len))) == SIZE_MAX) {
        if (window_rest(window).len > MAX_RECORD_BYTES)
            return read_json_stop(reader, window->line, "the record that begins here is larger than 16 MiB");
        if (!window_more(window))
            break;
    }
    Str rest = str_slice(window_rest(window), from, window_rest(window).len);
    *text = str_slice(rest, 0, end < rest.len ? end : rest.len);
    return !window->failed || stop_at_end(reader);
}

/* Reads one value and passes it when told to; NULL when the reading stopped. `text` is good until the window moves. */
static json_t *read_json_value(Reader *reader, Str *text)
{
    JsonReader *state = reader->state;
    size_t used;
    JsonProblem problem;
    if (!read_json_find_value(reader, 0, text))
        return NULL;
    json_t *value = json_read(*text, &used, reader->arena, &problem);
    *text = str_slice(*text, 0, used);
    if (!value)
        reader_stop(reader, state->window.line + problem.line - 1, reader->options->redact ? problem.without_text : problem.sentence);
    return value;
}

/* Whether the object that begins here is a record: its first key is a field, and no name of the records. Else it holds all of them,
   {"loans": [...]}; nothing of it is taken before that is known. */
static bool begins_record(Reader *reader)
{
    const JsonReader *state = reader->state;
    Str text;
    size_t used;
    JsonProblem problem;
    Arena scratch = { 0 };
    json_t *key = read_json_find_value(reader, 1, &text) ? json_read(text, &used, &scratch, &problem) : NULL;
    MemoryHold hold;
    json_hold(&hold, key);
    Str name = json_is_string(key) ? (Str) { json_string_value(key), json_string_length(key) } : (Str) { 0 };
    bool found = name.len && !keyed_is_wrapper(reader, name) && headings_find(state->keyed.headings, name) != FIELD_NONE;
    json_release(&hold);
    arena_free(&scratch);
    return found;
}

/* {"name": in front of the list; the name is the table's. */
static bool read_wrapper(Reader *reader)
{
    static const char wanted[] = "records stand in a list of objects, or in an object whose one key is the table's name";
    JsonReader *state = reader->state;
    if (!expect(reader, '{', wanted))
        return false;
    state->wrapped = true;
    int next = window_next(&state->window);
    if (next != '"')
        return next < 0 ? stop_at_end(reader) : read_json_stop(reader, state->window.line, wanted);
    Str text;
    json_t *key = read_json_value(reader, &text);
    if (!key)
        return false;
    MemoryHold hold;
    json_hold(&hold, key);
    window_pass(&state->window, text.len);
    bool found = keyed_is_wrapper(reader, (Str) { json_string_value(key), json_string_length(key) });
    json_release(&hold);
    if (!found)
        return read_json_stop(reader, state->window.line, wanted);
    return expect(reader, ':', wanted) && expect(reader, '[', wanted);
}

static bool open_json(Reader *reader)
{
    JsonReader *state = arena_new(reader->arena, JsonReader);
    reader->state = state;
    state->window = window_open(reader->input);
    keyed_open(&state->keyed, reader);
    int first = window_next(&state->window);
    if (first < 0)
        return state->window.failed ? stop_at_end(reader) : read_json_stop(reader, 0, "the file is empty");
    state->listless = first == '{' && begins_record(reader);
    if (state->listless || reader->problem.len)
        return state->listless;
    if (first != '[')
        return read_wrapper(reader);
    window_pass(&state->window, 1);
    return true;
}

/* The list is closed: nothing but its wrapper may follow. */
static void read_json_read_end(Reader *reader)
{
    JsonReader *state = reader->state;
    window_pass(&state->window, 1);
    state->ended = true;
    if (state->wrapped && !expect(reader, '}', "the object around the list has one key"))
        return;
    if (window_next(&state->window) >= 0)
        read_json_stop(reader, state->window.line, "something stands behind the end of the list");
    else if (state->window.failed)
        stop_at_end(reader);
}

/* ---- records */

/* Where there is no list, nothing stands between records. */
static bool reach_next(Reader *reader, int next)
{
    const JsonReader *state = reader->state;
    if (next < 0)
        return state->window.failed && stop_at_end(reader);
    return next == '{' || read_json_stop(reader, state->window.line,
                                         "an object should begin here: records follow each other with nothing between "
                                         "them, or stand in a list, with [ before the first and ] behind the last");
}

/* Passes what stands before the next record; false at the end. */
static bool reach_record(Reader *reader)
{
    JsonReader *state = reader->state;
    if (state->ended || reader->problem.len)
        return false;
    int next = window_next(&state->window);
    if (state->listless)
        return reach_next(reader, next);
    if (next == ']') {
        read_json_read_end(reader);
        return false;
    }
    if (state->begun && !expect(reader, ',', "a comma or ] is missing"))
        return false;
    state->begun = true;
    return window_next(&state->window) >= 0 || stop_at_end(reader);
}

static bool read_json_record(Reader *reader)
{
    JsonReader *state = reader->state;
    if (!reach_record(reader))
        return false;
    uint64_t line = state->window.line;
    Str text;
    json_t *value = read_json_value(reader, &text);
    if (!value)
        return false;
    MemoryHold hold;
    json_hold(&hold, value);
    json_add_record(&state->keyed, value, text, line);
    json_release(&hold);
    window_pass(&state->window, text.len);
    return true;
}

static void fill_json(Reader *reader, Batch *batch)
{
    JsonReader *state = reader->state;
    keyed_begin(&state->keyed, batch);
    while (keyed_has_room(&state->keyed) && read_json_record(reader))
        ;
    keyed_end(&state->keyed);
}

static void close_json(Reader *reader)
{
    JsonReader *state = reader->state;
    if (!state)
        return;
    keyed_close(&state->keyed);
    window_close(&state->window);
}

const ReaderFormat format_json = { "json", "json", open_json, fill_json, close_json, NULL };
