/* Rows that a host hands over (source.h). The names of the columns are matched as those of any file; below them every row is a record, as
   in JSON: a program knows what it gives, and no totals or notes are looked for. A row with nothing in it is blank. Values that have a type
   are written as a file would have them, and read from there like all others: a cell is a text, and reports show it. */
#include <math.h>
#include <stdio.h>

#include "base/calendar.h"
#include "base/instant.h"
#include "model/cell.h"
#include "model/damage.h"
#include "read/columns.h"
#include "read/faults.h"
#include "read/formats.h"
#include "read/heading_block.h"
#include "read/source.h"

typedef struct {
    RecordSource *source;
    uint32_t *field_of; /* by column; FIELD_NONE: none */
    Str **cells;        /* by column, of the current batch; NULL: not wanted */
    duly_rows rows;     /* those at hand; */
    uint64_t at;        /* so many of them were taken */
    uint64_t line;
} RowsReader;

/* ---- the heading */

/* Whether nothing is read from a column whose values duly has no use for. */
static bool has_use(Reader *reader, const RowsReader *state)
{
    const RecordSource *source = state->source;
    for (size_t i = 0; i < source->count; i++) {
        source->wanted[i] = state->field_of[i] != FIELD_NONE;
        if (source->wanted[i] && source->foreign && source->foreign[i].len)
            return reader_stop(reader, 0,
                               arena_format(reader->arena, "the column '%.*s' is of a type that cannot be read, %.*s",
                                            STR_ARG(source->headings[i]), STR_ARG(source->foreign[i])));
    }
    return true;
}

static bool open_rows(Reader *reader)
{
    RowsReader *state = arena_new(reader->arena, RowsReader);
    const Headings *headings = headings_new(reader->arena, reader->mapping.table);
    RecordSource *source = reader->options->source;
    TopRow row = { source->headings, (uint32_t) source->count, 0 };
    reader->state = state;
    state->source = source;
    source_rewind(source);
    if (columns_find(headings, &row, 1) > 0)
        return reader_stop(reader, 0, columns_problem(reader, 1));
    HeadingBlock block = heading_block(reader->arena, headings, &row, 1, 0, NULL);
    state->field_of = columns_match(reader, headings, &block, &row, 1);
    state->cells = arena_array(reader->arena, Str *, source->count);
    return state->field_of && has_use(reader, state);
}

/* ---- values as texts */

/* What lies beyond all calendars stands there as it came, to be told. */
static Str write_far(Arena *arena, int64_t count, const char *unit)
{
    char text[64];
    int len = snprintf(text, sizeof text, "1970-01-01%+lld%s", (long long) count, unit);
    return arena_str(arena, (Str) { text, (size_t) len });
}

static Str write_day(Arena *arena, int64_t day)
{
    char text[11];
    if (day < DAY_MIN || day > DAY_MAX)
        return write_far(arena, day, "d");
    date_print(date_of_day((int32_t) day), text);
    return arena_str(arena, str_of(text));
}

static Str write_instant(Arena *arena, int64_t micros)
{
    enum { SECOND = 1000000 };
    int64_t rest = micros % SECOND, seconds = micros / SECOND;
    if (rest < 0) { /* in this order, as in arrow.c */
        rest += SECOND;
        seconds--;
    }
    int32_t second = 0;
    if (!instant_in_range(seconds))
        return write_far(arena, seconds, "s");
    Str day = write_day(arena, instant_day(seconds, &second));
    Str fraction = rest ? arena_format(arena, ".%06d", (int) rest) : (Str) { 0 };
    return arena_format(arena, "%.*sT%02d:%02d:%02d%.*sZ", STR_ARG(day), (int) second / 3600, (int) second / 60 % 60, (int) second % 60,
                        STR_ARG(fraction));
}

/* Many programs have whole numbers with gaps among them as decimals: those are whole all the same. */
static Str write_double(Arena *arena, double number)
{
    enum { WHOLE_DIGITS = 15 };
    if (floor(number) == number && fabs(number) < pow(10, WHOLE_DIGITS))
        return arena_format(arena, "%lld", (long long) number);
    Text text = { 0 };
    text_add_double(&text, number);
    Str written = arena_str(arena, text_str(&text));
    text_free(&text);
    return written;
}

static Str write_int(Arena *arena, int64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t) number : (uint64_t) number;
    do
        digits[--at] = (char) ('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        digits[--at] = '-';
    return arena_str(arena, (Str) { digits + at, sizeof digits - at });
}

static Str read_rows_write_value(Arena *arena, const duly_values *column, uint64_t row)
{
    const void *values = column->values;
    if (column->missing && column->missing[row])
        return (Str) { 0 };
    switch (column->type) {
    case DULY_TEXTS: return ((const duly_text *) values)[row];
    case DULY_INTS: return write_int(arena, ((const int64_t *) values)[row]);
    case DULY_DOUBLES: return write_double(arena, ((const double *) values)[row]);
    case DULY_BOOLS: return ((const uint8_t *) values)[row] ? STR("true") : STR("false");
    case DULY_DAYS: return write_day(arena, ((const int32_t *) values)[row]);
    case DULY_INSTANTS: return write_instant(arena, ((const int64_t *) values)[row]);
    }
    return (Str) { 0 };
}

/* ---- records */

static bool has_rows(RowsReader *state)
{
    if (state->at < state->rows.count)
        return true;
    state->at = 0;
    if (source_next(state->source, &state->rows))
        return true;
    state->rows.count = 0;
    return false;
}

static Str given_text(const RowsReader *state, size_t column)
{
    Str text = state->rows.cells[state->at * state->source->count + column];
    return text.at ? text : (Str) { 0 };
}

/* Of a column that nothing is read from nobody knows what stands in it, unless it is texts. */
static bool may_fill(const RowsReader *state, size_t column)
{
    return !state->rows.cells || cell_trim(given_text(state, column)).len > 0;
}

/* The cells of the next row, in the memory of the batch: what the host gave lives no longer than until it is asked again. */
static bool read_rows_take_row(RowsReader *state, Batch *batch, bool *may_be_damaged)
{
    const duly_rows *rows = &state->rows;
    size_t count = state->source->count;
    bool is_filled = false;
    for (size_t i = 0; i < count; i++) {
        if (!state->cells[i]) {
            is_filled |= may_fill(state, i);
            continue;
        }
        bool is_text = rows->cells || rows->columns[i].type == DULY_TEXTS;
        Str text = rows->cells ? given_text(state, i) : read_rows_write_value(&batch->arena, &rows->columns[i], state->at);
        text = text.at ? text : (Str) { 0 };
        *may_be_damaged |= is_text && text.len && damage_is_possible(text);
        state->cells[i][batch->rows] = is_text && text.len ? arena_str(&batch->arena, text) : text;
        is_filled |= cell_trim(text).len > 0;
    }
    state->at++;
    state->line++;
    return is_filled;
}

static void read_rows_fill_rows(Reader *reader, Batch *batch)
{
    RowsReader *state = reader->state;
    bool may_be_damaged = false;
    for (size_t i = 0; i < state->source->count; i++)
        if (state->field_of[i] != FIELD_NONE)
            state->cells[i] = batch_add_cells(batch, state->field_of[i]);
    while (batch->rows < batch->capacity && has_rows(state)) {
        if (read_rows_take_row(state, batch, &may_be_damaged))
            batch->lines[batch->rows++] = state->line;
        else
            reader->info.blank_rows++;
    }
    if (may_be_damaged)
        faults_find(batch);
    if (state->source->problem.len && state->at >= state->rows.count)
        reader_stop(reader, state->line + 1, state->source->problem);
}

static void read_rows_close_rows(Reader *reader)
{
    (void) reader;
}

const ReaderFormat format_rows = { "rows", "", open_rows, read_rows_fill_rows, read_rows_close_rows, NULL };
