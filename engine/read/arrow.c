/* A stream of Arrow record batches (the C data interface) as a source of rows. A batch is taken a few rows at a time: numbers, truth and
   days as they are, texts as slices of the batch's own buffers, all else written as a file would have it. Nothing that a producer says
   about its memory can be verified but for what it says elsewhere: lengths, offsets and pointers are compared with one another, and a batch in which they do
   not fit ends the stream with a sentence. Ownership is as Arrow has it: the stream is moved to here when it is opened; each schema and batch is released
   once, the stream last, also where memory runs out on the way. */
#include <stdio.h>

#include "base/instant.h"
#include "base/text.h"
#include "base/calendar.h"
#include "read/source.h"

enum { ROWS_AT_ONCE = 1024, MOST_COLUMNS = 1 << 16, DEEPEST_FORMAT = 64 };

/* How the values of a column lie in memory. */
typedef enum {
    AS_NOTHING, /* all null */
    AS_BITS,
    AS_SIGNED,   /* of `width` bytes */
    AS_UNSIGNED, /* likewise */
    AS_FLOAT,
    AS_DOUBLE,
    AS_TEXT, /* offsets of `width` bytes, and bytes */
    AS_VIEW, /* sixteen bytes that hold a text, or say where it is */
    AS_DAY,
    AS_DAY_MILLIS,
    AS_MOMENT,  /* `unit` parts of a second since 1970, in UTC; `local`: since then on a clock of nobody knows where */
    AS_CLOCK,   /* `unit` parts of a second since midnight */
    AS_DECIMAL, /* of `width` bytes, `scale` digits behind the point */
    AS_FOREIGN
} Layout;

typedef struct Kind {
    Layout layout;
    uint32_t width;
    int64_t unit;
    bool local;
    int scale;
    const struct Kind *dictionary; /* values are numbers of its; NULL: they are none */
} Kind;

typedef struct {
    Kind kind;
    duly_text *texts; /* room for ROWS_AT_ONCE of what the column gives; one of them */
    int64_t *ints;
    double *doubles;
    uint8_t *bools;
    int32_t *days;
    uint8_t *missing;
} ArrowColumn;

typedef struct {
    struct ArrowArrayStream stream;
    struct ArrowArray batch; /* release NULL: there is none */
    int64_t at;              /* rows of it that were given */
    ArrowColumn *columns;
    duly_values *values;
    Arena scratch; /* texts of the rows at hand */
} ArrowState;

/* ---- releasing, once each */

static void release_batch(ArrowState *state)
{
    if (state->batch.release)
        MEMORY_OUTSIDE(state->batch.release(&state->batch));
    state->batch.release = NULL;
}

static void release_stream(void *object)
{
    ArrowState *state = object;
    release_batch(state);
    arena_free(&state->scratch);
    if (state->stream.release)
        MEMORY_OUTSIDE(state->stream.release(&state->stream));
    state->stream.release = NULL;
}

static void release_schema(void *object)
{
    struct ArrowSchema *schema = object;
    if (schema->release)
        MEMORY_OUTSIDE(schema->release(schema));
    schema->release = NULL;
}

/* ---- types */

static Kind kind_of_number(char letter)
{
    static const char letters[] = "cCsSiIlL";
    const char *at = letter ? strchr(letters, letter) : NULL;
    if (!at)
        return (Kind) { .layout = AS_FOREIGN };
    uint32_t index = (uint32_t) (at - letters);
    return (Kind) { .layout = index % 2 ? AS_UNSIGNED : AS_SIGNED, .width = 1u << index / 2 };
}

static int64_t arrow_unit_of(char letter)
{
    return letter == 's' ? 1 : letter == 'm' ? 1000 : letter == 'u' ? 1000000 : letter == 'n' ? 1000000000 : 0;
}

/* "tdD", "tsu:Asia/Shanghai", "ttm". */
static Kind kind_of_time(const char *format)
{
    Kind kind = { .layout = AS_FOREIGN };
    if (strcmp(format, "tdD") == 0)
        kind = (Kind) { .layout = AS_DAY, .width = 4 };
    else if (strcmp(format, "tdm") == 0)
        kind = (Kind) { .layout = AS_DAY_MILLIS, .width = 8 };
    else if (format[1] == 's' && arrow_unit_of(format[2]) && format[3] == ':')
        kind = (Kind) { .layout = AS_MOMENT, .width = 8, .unit = arrow_unit_of(format[2]), .local = format[4] == 0 };
    else if (format[1] == 't' && arrow_unit_of(format[2]) && format[3] == 0)
        kind = (Kind) { .layout = AS_CLOCK, .width = format[2] == 's' || format[2] == 'm' ? 4 : 8, .unit = arrow_unit_of(format[2]) };
    return kind;
}

/* "d:19,2": a whole number of 128 bits. Other widths are named behind that. */
static Kind kind_of_decimal(const char *format)
{
    int digits = 0, scale = 0, used = 0;
    if (sscanf(format, "d:%d,%d%n", &digits, &scale, &used) < 2 || format[used] != 0 || scale < 0 || scale > 38)
        return (Kind) { .layout = AS_FOREIGN };
    return (Kind) { .layout = AS_DECIMAL, .width = 16, .scale = scale };
}

static Kind kind_of_plain(const char *format)
{
    if (format[0] == 't')
        return kind_of_time(format);
    if (format[0] == 'd')
        return kind_of_decimal(format);
    if (strcmp(format, "vu") == 0)
        return (Kind) { .layout = AS_VIEW };
    if (format[1] != 0)
        return (Kind) { .layout = AS_FOREIGN };
    switch (format[0]) {
    case 'n': return (Kind) { .layout = AS_NOTHING };
    case 'b': return (Kind) { .layout = AS_BITS };
    case 'f': return (Kind) { .layout = AS_FLOAT, .width = 4 };
    case 'g': return (Kind) { .layout = AS_DOUBLE, .width = 8 };
    case 'u': return (Kind) { .layout = AS_TEXT, .width = 4 };
    case 'U': return (Kind) { .layout = AS_TEXT, .width = 8 };
    default: return kind_of_number(format[0]);
    }
}

static Kind arrow_kind_of(Arena *arena, const struct ArrowSchema *schema)
{
    Kind kind = kind_of_plain(schema->format);
    const struct ArrowSchema *values = schema->dictionary;
    if (!values)
        return kind;
    bool is_index = kind.layout == AS_SIGNED || kind.layout == AS_UNSIGNED;
    if (!is_index || !values->format || values->dictionary)
        return (Kind) { .layout = AS_FOREIGN };
    Kind *dictionary = arena_new(arena, Kind);
    *dictionary = kind_of_plain(values->format);
    kind.dictionary = dictionary;
    if (dictionary->layout == AS_FOREIGN)
        kind.layout = AS_FOREIGN;
    return kind;
}

/* ---- the schema */

static Str last_error(ArrowState *state, Arena *arena, const char *what)
{
    const char *said = NULL;
    if (state->stream.get_last_error)
        MEMORY_OUTSIDE(said = state->stream.get_last_error(&state->stream));
    return arena_format(arena, said ? "%s: %.500s" : "%s", what, said);
}

static bool looks_right(const struct ArrowSchema *schema)
{
    if (!schema->format || strcmp(schema->format, "+s") != 0 || schema->n_children < 0 || schema->n_children > MOST_COLUMNS)
        return false;
    for (int64_t i = 0; i < schema->n_children; i++)
        if (!schema->children || !schema->children[i] || !schema->children[i]->format)
            return false;
    return true;
}

static void arrow_make_room(Arena *arena, ArrowColumn *column)
{
    Layout layout = column->kind.dictionary ? AS_TEXT : column->kind.layout;
    column->missing = arena_array(arena, uint8_t, ROWS_AT_ONCE);
    if (layout == AS_SIGNED || (layout == AS_UNSIGNED && column->kind.width < 8))
        column->ints = arena_array(arena, int64_t, ROWS_AT_ONCE);
    else if (layout == AS_FLOAT || layout == AS_DOUBLE)
        column->doubles = arena_array(arena, double, ROWS_AT_ONCE);
    else if (layout == AS_BITS)
        column->bools = arena_array(arena, uint8_t, ROWS_AT_ONCE);
    else if (layout == AS_DAY)
        column->days = arena_array(arena, int32_t, ROWS_AT_ONCE);
    else
        column->texts = arena_array(arena, duly_text, ROWS_AT_ONCE);
}

static duly_values arrow_values_of(const ArrowColumn *column)
{
    duly_values values = { .missing = column->missing, .type = DULY_TEXTS, .values = column->texts };
    if (column->ints)
        values = (duly_values) { DULY_INTS, column->ints, column->missing };
    else if (column->doubles)
        values = (duly_values) { DULY_DOUBLES, column->doubles, column->missing };
    else if (column->bools)
        values = (duly_values) { DULY_BOOLS, column->bools, column->missing };
    else if (column->days)
        values = (duly_values) { DULY_DAYS, column->days, column->missing };
    return values;
}

static void take_schema(RecordSource *source, const struct ArrowSchema *schema)
{
    ArrowState *state = source->state;
    size_t count = (size_t) schema->n_children;
    Str *headings = arena_array(source->arena, Str, count), *foreign = arena_array(source->arena, Str, count);
    state->columns = arena_array(source->arena, ArrowColumn, count);
    state->values = arena_array(source->arena, duly_values, count);
    for (size_t i = 0; i < count; i++) {
        const struct ArrowSchema *child = schema->children[i];
        headings[i] = arena_str(source->arena, str_of(child->name));
        state->columns[i].kind = arrow_kind_of(source->arena, child);
        if (state->columns[i].kind.layout == AS_FOREIGN)
            foreign[i] = arena_format(source->arena, "Arrow's %.*s", DEEPEST_FORMAT, child->format);
    }
    source->headings = headings;
    source->foreign = foreign;
    source->count = count;
}

static bool read_schema(RecordSource *source, Str *problem)
{
    ArrowState *state = source->state;
    struct ArrowSchema schema = { .release = NULL };
    MemoryHold hold;
    int failed;
    memory_hold(&hold, release_schema, &schema);
    MEMORY_OUTSIDE(failed = state->stream.get_schema(&state->stream, &schema));
    bool right = !failed && schema.release && looks_right(&schema);
    if (failed)
        *problem = last_error(state, source->arena, "the stream of records fails before it begins");
    else if (!right)
        *problem = STR("the stream is none of record batches: its schema is not a structure of columns");
    else
        take_schema(source, &schema);
    memory_let_go(&hold);
    release_schema(&schema);
    return right;
}

/* ---- batches */

static bool arrow_fail(duly_rows *rows, Str sentence)
{
    rows->problem = sentence;
    return false;
}

static bool needs_buffer(const Kind *kind, int64_t buffers)
{
    int64_t wanted = kind->layout == AS_NOTHING ? 0 : kind->layout == AS_TEXT || kind->layout == AS_VIEW ? 3 : 2;
    if (kind->layout == AS_VIEW && buffers == 2)
        return true; /* all texts are short */
    return kind->layout == AS_VIEW ? buffers >= wanted : kind->layout == AS_NOTHING || buffers == wanted;
}

/* Whether an array has what its type and its length want. */
static bool arrow_fits(const struct ArrowArray *array, const Kind *kind, int64_t length)
{
    if (array->offset < 0 || array->length < length || array->offset > INT64_MAX - array->length)
        return false;
    if (kind->layout == AS_FOREIGN || kind->layout == AS_NOTHING || length == 0)
        return true;
    if (array->n_buffers < 0 || !array->buffers || !needs_buffer(kind, array->n_buffers))
        return false;
    if (!array->buffers[1] || (array->null_count > 0 && !array->buffers[0]))
        return false;
    if (!kind->dictionary)
        return true;
    const struct ArrowArray *values = array->dictionary;
    return values && values->length >= 0 && arrow_fits(values, kind->dictionary, values->length);
}

static bool check_batch(const RecordSource *source, duly_rows *rows)
{
    const ArrowState *state = source->state;
    const struct ArrowArray *batch = &state->batch;
    bool right = batch->length >= 0 && batch->offset >= 0 && batch->offset <= INT64_MAX - batch->length &&
                 batch->n_children == (int64_t) source->count && (batch->children || source->count == 0);
    right = right && !(batch->null_count > 0 && (batch->n_buffers < 1 || !batch->buffers || !batch->buffers[0]));
    for (size_t i = 0; right && i < source->count; i++)
        right = batch->children[i] &&
                (!source->wanted[i] || arrow_fits(batch->children[i], &state->columns[i].kind, batch->offset + batch->length));
    return right || arrow_fail(rows, STR("a batch of the stream is not what its schema says, and is not read"));
}

static bool arrow_is_set(const void *bits, int64_t at)
{
    return ((const uint8_t *) bits)[at / 8] >> at % 8 & 1;
}

static bool is_null(const struct ArrowArray *array, int64_t row)
{
    return array->n_buffers > 0 && array->buffers && array->buffers[0] && array->null_count != 0 && !arrow_is_set(array->buffers[0], row);
}

/* Nothing says that numbers lie at even addresses. */
static int64_t signed_at(const void *values, uint32_t width, int64_t row)
{
    const char *at = (const char *) values + row * (int64_t) width;
    int8_t one;
    int16_t two;
    int32_t four;
    int64_t eight;
    switch (width) {
    case 1: memcpy(&one, at, 1); return one;
    case 2: memcpy(&two, at, 2); return two;
    case 4: memcpy(&four, at, 4); return four;
    default: memcpy(&eight, at, 8); return eight;
    }
}

static uint64_t unsigned_at(const void *values, uint32_t width, int64_t row)
{
    uint64_t all = width == 8 ? UINT64_MAX : (UINT64_C(1) << 8 * width) - 1;
    return (uint64_t) signed_at(values, width, row) & all;
}

static double double_at(const void *values, uint32_t width, int64_t row)
{
    float small;
    double large;
    memcpy(&large, (const char *) values + row * (int64_t) width, width == 8 ? 8 : 0);
    if (width == 8)
        return large;
    memcpy(&small, (const char *) values + row * (int64_t) width, sizeof small);
    char shortest[40]; /* 0.1 is 0.1, and not what a float makes of it */
    snprintf(shortest, sizeof shortest, "%.9g", (double) small);
    for (int digits = 1; digits < 9; digits++) {
        char text[40];
        double back = 0;
        snprintf(text, sizeof text, "%.*g", digits, (double) small);
        if (str_to_double(str_of(text), &back) && (float) back == small)
            return back;
    }
    return str_to_double(str_of(shortest), &large) ? large : (double) small;
}

/* ---- values that are written as texts */

static bool arrow_text_at(const struct ArrowArray *array, uint32_t width, int64_t row, Str *text)
{
    int64_t from = signed_at(array->buffers[1], width, row), to = signed_at(array->buffers[1], width, row + 1);
    if (from < 0 || to < from || (to > from && !array->buffers[2]))
        return false;
    *text = to > from ? (Str) { (const char *) array->buffers[2] + from, (size_t) (to - from) } : (Str) { 0 };
    return true;
}

/* The last of the buffers holds the lengths of those between. */
static bool view_at(const struct ArrowArray *array, int64_t row, Str *text)
{
    enum { SHORT = 12, VIEW = 16 };
    const char *view = (const char *) array->buffers[1] + row * VIEW;
    int64_t len = signed_at(view, 4, 0), buffer = signed_at(view, 4, 2), from = signed_at(view, 4, 3), last = array->n_buffers - 1;
    if (len < 0)
        return false;
    *text = (Str) { view + 4, (size_t) len };
    if (len <= SHORT)
        return true;
    if (buffer < 0 || buffer + 2 >= last || from < 0 || !array->buffers[last] || !array->buffers[buffer + 2])
        return false;
    if (from > signed_at(array->buffers[last], 8, buffer) - len)
        return false;
    *text = (Str) { (const char *) array->buffers[buffer + 2] + from, (size_t) len };
    return true;
}

/* Behind the point without zeros at the end; nothing where there are only those. */
static size_t arrow_add_fraction(char *out, int64_t rest, int64_t unit)
{
    char digits[24];
    int places = unit == 1000 ? 3 : unit == 1000000 ? 6 : unit == 1 ? 0 : 9;
    if (rest == 0)
        return 0;
    int len = snprintf(digits, sizeof digits, ".%0*lld", places, (long long) rest);
    while (len > 1 && digits[len - 1] == '0')
        len--;
    memcpy(out, digits, (size_t) len);
    return (size_t) len;
}

/* A clock of which nobody knows where it hangs is no instant; at midnight it stands for the day. */
static Str moment_text(Arena *arena, const Kind *kind, int64_t value)
{
    char text[80];
    int64_t rest = value % kind->unit, seconds = value / kind->unit;
    if (rest < 0) { /* in this order: the whole seconds before the first moment there is are beyond its range */
        rest += kind->unit;
        seconds--;
    }
    int32_t second = 0;
    if (!instant_in_range(seconds)) {
        int len = snprintf(text, sizeof text, "1970-01-01%+llds", (long long) seconds);
        return arena_str(arena, (Str) { text, (size_t) len });
    }
    date_print(date_of_day((int32_t) instant_day(seconds, &second)), text);
    size_t len = strlen(text);
    if (kind->local && second == 0 && rest == 0)
        return arena_str(arena, (Str) { text, len });
    len +=
        (size_t) snprintf(text + len, sizeof text - len, "T%02d:%02d:%02d", (int) second / 3600, (int) second / 60 % 60, (int) second % 60);
    len += arrow_add_fraction(text + len, rest, kind->unit);
    if (!kind->local)
        text[len++] = 'Z';
    return arena_str(arena, (Str) { text, len });
}

static Str clock_text(Arena *arena, const Kind *kind, int64_t value)
{
    char text[80];
    int64_t seconds = value / kind->unit, rest = value % kind->unit;
    if (value < 0 || seconds >= 86400)
        return arena_str(arena, (Str) { text, (size_t) snprintf(text, sizeof text, "00:00%+llds", (long long) seconds) });
    size_t len =
        (size_t) snprintf(text, sizeof text, "%02d:%02d:%02d", (int) (seconds / 3600), (int) (seconds / 60 % 60), (int) (seconds % 60));
    len += arrow_add_fraction(text + len, rest, kind->unit);
    return arena_str(arena, (Str) { text, len });
}

static Str day_text(Arena *arena, int64_t day)
{
    char text[40];
    if (day >= DAY_MIN && day <= DAY_MAX)
        date_print(date_of_day((int32_t) day), text);
    else
        snprintf(text, sizeof text, "1970-01-01%+lldd", (long long) day);
    return arena_str(arena, str_of(text));
}

static Str decimal_text(Arena *arena, const Kind *kind, const void *values, int64_t row)
{
    enum { MOST_DIGITS = 80 };
    char digits[MOST_DIGITS];
    unsigned __int128 rest;
    size_t at = sizeof digits;
    memcpy(&rest, (const char *) values + row * 16, 16);
    bool negative = (rest >> 127) != 0;
    if (negative)
        rest = 0 - rest;
    for (int place = 0; rest > 0 || place <= kind->scale; place++, rest /= 10) {
        if (place == kind->scale && place > 0)
            digits[--at] = '.';
        digits[--at] = (char) ('0' + (int) (rest % 10));
    }
    if (negative)
        digits[--at] = '-';
    return arena_str(arena, (Str) { digits + at, sizeof digits - at });
}

static Str number_text(Arena *arena, uint64_t number, bool negative)
{
    char digits[24];
    size_t at = sizeof digits;
    do
        digits[--at] = (char) ('0' + number % 10);
    while ((number /= 10) > 0);
    if (negative)
        digits[--at] = '-';
    return arena_str(arena, (Str) { digits + at, sizeof digits - at });
}

static Str float_text(Arena *arena, double number)
{
    Text text = { 0 };
    text_add_double(&text, number);
    Str written = arena_str(arena, text_str(&text));
    text_free(&text);
    return written;
}

/* Any value as a text; false: its array contradicts itself. */
static bool write_at(Arena *arena, const struct ArrowArray *array, const Kind *kind, int64_t row, Str *text)
{
    const void *values = array->n_buffers > 1 ? array->buffers[1] : NULL;
    int64_t whole = 0;
    switch (kind->layout) {
    case AS_TEXT: return arrow_text_at(array, kind->width, row, text);
    case AS_VIEW: return view_at(array, row, text);
    case AS_SIGNED:
        whole = signed_at(values, kind->width, row);
        *text = number_text(arena, whole < 0 ? 0 - (uint64_t) whole : (uint64_t) whole, whole < 0);
        return true;
    case AS_UNSIGNED: *text = number_text(arena, unsigned_at(values, kind->width, row), false); return true;
    case AS_FLOAT:
    case AS_DOUBLE: *text = float_text(arena, double_at(values, kind->width, row)); return true;
    case AS_BITS: *text = arrow_is_set(values, row) ? STR("true") : STR("false"); return true;
    case AS_DAY: *text = day_text(arena, signed_at(values, 4, row)); return true;
    case AS_DAY_MILLIS:
        whole = signed_at(values, 8, row);
        *text = day_text(arena, whole / 86400000 - (whole % 86400000 < 0));
        return true;
    case AS_MOMENT: *text = moment_text(arena, kind, signed_at(values, 8, row)); return true;
    case AS_CLOCK: *text = clock_text(arena, kind, signed_at(values, kind->width, row)); return true;
    case AS_DECIMAL: *text = decimal_text(arena, kind, values, row); return true;
    case AS_NOTHING:
    case AS_FOREIGN: break;
    }
    *text = (Str) { 0 };
    return true;
}

static bool arrow_look_up(Arena *arena, const struct ArrowArray *array, const Kind *kind, int64_t row, Str *text)
{
    const struct ArrowArray *dictionary = array->dictionary;
    bool is_signed = kind->layout == AS_SIGNED;
    int64_t index = is_signed ? signed_at(array->buffers[1], kind->width, row) : (int64_t) unsigned_at(array->buffers[1], kind->width, row);
    *text = (Str) { 0 };
    if (index < 0 || index >= dictionary->length)
        return false;
    if (is_null(dictionary, dictionary->offset + index))
        return true;
    return write_at(arena, dictionary, kind->dictionary, dictionary->offset + index, text);
}

/* ---- rows */

static bool arrow_take_value(ArrowState *state, ArrowColumn *column, const struct ArrowArray *array, int64_t row, size_t to)
{
    const Kind *kind = &column->kind;
    column->missing[to] = kind->layout == AS_NOTHING || is_null(array, row);
    if (column->texts)
        column->texts[to] = (Str) { 0 };
    if (column->missing[to])
        return true;
    if (kind->dictionary)
        return arrow_look_up(&state->scratch, array, kind, row, &column->texts[to]);
    if (column->ints)
        column->ints[to] = kind->layout == AS_SIGNED ? signed_at(array->buffers[1], kind->width, row)
                                                     : (int64_t) unsigned_at(array->buffers[1], kind->width, row);
    else if (column->doubles)
        column->doubles[to] = double_at(array->buffers[1], kind->width, row);
    else if (column->bools)
        column->bools[to] = arrow_is_set(array->buffers[1], row);
    else if (column->days)
        column->days[to] = (int32_t) signed_at(array->buffers[1], 4, row);
    else
        return write_at(&state->scratch, array, kind, row, &column->texts[to]);
    return true;
}

static bool take_column(RecordSource *source, size_t index, size_t count)
{
    ArrowState *state = source->state;
    ArrowColumn *column = &state->columns[index];
    const struct ArrowArray *batch = &state->batch, *array = batch->children[index];
    if (!column->missing)
        arrow_make_room(source->arena, column);
    for (size_t i = 0; i < count; i++) {
        int64_t row = batch->offset + state->at + (int64_t) i;
        bool is_gone = is_null(batch, row);
        if (!is_gone && !arrow_take_value(state, column, array, array->offset + row, i))
            return false;
        if (is_gone)
            column->missing[i] = 1;
    }
    state->values[index] = arrow_values_of(column);
    return true;
}

static bool next_batch(RecordSource *source, duly_rows *rows)
{
    ArrowState *state = source->state;
    int failed;
    do {
        release_batch(state);
        memset(&state->batch, 0, sizeof state->batch);
        state->at = 0;
        MEMORY_OUTSIDE(failed = state->stream.get_next(&state->stream, &state->batch));
        if (failed) {
            state->batch.release = NULL;
            return arrow_fail(rows, last_error(state, source->arena, "the stream of records failed"));
        }
        if (state->batch.release && !check_batch(source, rows))
            return false;
    } while (state->batch.release && state->batch.length == 0);
    return true;
}

static bool arrow_next_rows(RecordSource *source, duly_rows *rows)
{
    ArrowState *state = source->state;
    if ((!state->batch.release || state->at >= state->batch.length) && !next_batch(source, rows))
        return false;
    if (!state->batch.release)
        return true;
    int64_t left = state->batch.length - state->at;
    size_t count = left < ROWS_AT_ONCE ? (size_t) left : ROWS_AT_ONCE;
    arena_reset(&state->scratch);
    for (size_t i = 0; i < source->count; i++)
        if (source->wanted[i] && !take_column(source, i, count))
            return arrow_fail(rows,
                              arena_format(source->arena, "the column '%.*s' of a batch contradicts itself: it points where it has nothing",
                                           STR_ARG(source->headings[i])));
    state->at += (int64_t) count;
    rows->count = count;
    rows->columns = state->values;
    return true;
}

bool source_open_arrow(RecordSource *source, struct ArrowArrayStream *stream, Str *problem)
{
    ArrowState *state = arena_new(source->arena, ArrowState);
    source->state = state;
    source->next = arrow_next_rows;
    if (!stream->release) {
        *problem = STR("the stream of records was released before it was read");
        return false;
    }
    arena_defer(source->arena, release_stream, state);
    state->stream = *stream;
    stream->release = NULL;
    if (state->stream.get_schema && state->stream.get_next)
        return read_schema(source, problem);
    *problem = STR("the stream of records cannot be asked: a function of it is missing");
    return false;
}
