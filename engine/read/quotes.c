/* Whether a cell of several lines is a long text or rows that were taken in can be told by its shape: between two quotes of the same
   column stand as many delimiters a line end as a row has, and what follows a line end looks like the first cell of this row. A column
   that holds long texts elsewhere is believed. */
#include "read/quotes.h"

enum { NO_COLUMN = UINT32_MAX };

QuoteWatch quotes_watch(Arena *arena, const uint32_t *field_of, uint32_t width, char delimiter)
{
    return (QuoteWatch) { .has_long = arena_array(arena, bool, width), .field_of = field_of, .width = width, .delimiter = delimiter };
}

void quotes_begin(QuoteWatch *watch)
{
    watch->bad.at = NULL;
    watch->bad.count = watch->bad.capacity = 0;
    watch->columns.at = NULL;
    watch->columns.count = watch->columns.capacity = 0;
}

static void add(QuoteWatch *watch, Batch *batch, BadCell bad, uint32_t column)
{
    arena_push(&batch->arena, &watch->bad, bad);
    arena_push(&batch->arena, &watch->columns, column);
}

/* ---- rows that were taken in */

typedef struct {
    uint32_t line_ends, delimiters;
    Str second; /* what stands behind the first line end, up to a delimiter */
} Shape;

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static Shape shape_of(Str text, char delimiter)
{
    Shape shape = { 0, 0, { text.at, 0 } };
    bool in_second = false;
    for (size_t i = 0; i < text.len; i++) {
        bool ends = is_line_end(text.at[i]) && !(text.at[i] == '\r' && i + 1 < text.len && text.at[i + 1] == '\n');
        shape.line_ends += ends;
        shape.delimiters += text.at[i] == delimiter;
        if (in_second && (ends || text.at[i] == delimiter || is_line_end(text.at[i])))
            in_second = false;
        shape.second.len += in_second;
        if (ends && shape.line_ends == 1) {
            shape.second.at = text.at + i + 1;
            in_second = true;
        }
    }
    return shape;
}

/* Digits, letters and others are as many and stand in the same order. */
static bool look_alike(Str a, Str b)
{
    if (a.len != b.len || a.len == 0)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        bool digits = a.at[i] >= '0' && a.at[i] <= '9' && b.at[i] >= '0' && b.at[i] <= '9';
        bool high = (unsigned char) a.at[i] >= 0x80 && (unsigned char) b.at[i] >= 0x80;
        bool letters = (a.at[i] | 0x20) >= 'a' && (a.at[i] | 0x20) <= 'z' && (b.at[i] | 0x20) >= 'a' && (b.at[i] | 0x20) <= 'z';
        if (!digits && !high && !letters && a.at[i] != b.at[i])
            return false;
    }
    return true;
}

/* A row has one delimiter less than cells. Short rows are cut off at their end, so half of them will do where cells look alike. */
static bool looks_like_rows(const QuoteWatch *watch, Shape shape, const CsvRecord *record)
{
    uint64_t full = (uint64_t) shape.line_ends * (watch->width - 1);
    if (shape.delimiters == 0)
        return false;
    bool exact = watch->width >= 4 && shape.delimiters == full;
    return exact || (2 * (uint64_t) shape.delimiters >= full && look_alike(shape.second, record->fields[0]));
}

static void look_at_lines(QuoteWatch *watch, Batch *batch, uint32_t row, const CsvRecord *record)
{
    for (uint32_t i = 0; i < record->count && i < watch->width; i++) {
        Shape shape = shape_of(record->fields[i], watch->delimiter);
        if (shape.line_ends == 0)
            continue;
        if (!looks_like_rows(watch, shape, record)) {
            watch->has_long[i] = true;
            continue;
        }
        Str sentence = arena_format(&batch->arena, "the quote that opens in column %u is closed %u line%s below, and what stands between looks "
                                    "like records: delete or double the quote if it is a slip", (unsigned) i + 1,
                                    (unsigned) shape.line_ends, shape.line_ends == 1 ? "" : "s");
        add(watch, batch, (BadCell) { row, FIELD_NONE, sentence }, i);
    }
}

/* ---- a batch */

static Str slip_in_words(Quotes quotes)
{
    return quotes == QUOTES_TEXT_BEHIND ? STR("text stands behind the closing quote: a quote within a quoted cell is written twice")
                                        : STR("a blank stands before the opening quote, which therefore does not count as one: delete the "
                                              "blank");
}

/* In a column that is no field the row is told instead: it may have been cut wrongly. */
static void look_at_slips(QuoteWatch *watch, Batch *batch, uint32_t row, const CsvRecord *record)
{
    for (uint32_t i = 0; i < record->count; i++) {
        Quotes quotes = record->quotes[i];
        BadCell bad = { row, i < watch->width ? watch->field_of[i] : FIELD_NONE, slip_in_words(quotes) };
        if (quotes == QUOTES_FINE || (bad.field == FIELD_NONE && quotes == QUOTES_BLANK_BEFORE))
            continue;
        if (bad.field == FIELD_NONE)
            bad.problem = arena_format(&batch->arena, "column %u: %.*s", (unsigned) i + 1, STR_ARG(bad.problem));
        add(watch, batch, bad, NO_COLUMN);
    }
}

void quotes_look(QuoteWatch *watch, Batch *batch, uint32_t row, const CsvRecord *record)
{
    if (record->quotes)
        look_at_slips(watch, batch, row, record);
    if (record->lines > 1)
        look_at_lines(watch, batch, row, record);
}

/* A column may turn out in a later row to be one of long texts. */
void quotes_end(QuoteWatch *watch, Batch *batch)
{
    size_t kept = 0;
    for (size_t i = 0; i < watch->bad.count; i++) {
        uint32_t column = watch->columns.at[i];
        if (column == NO_COLUMN || !watch->has_long[column])
            watch->bad.at[kept++] = watch->bad.at[i];
    }
    batch->bad = watch->bad.at;
    batch->bad_count = (uint32_t) kept;
}
