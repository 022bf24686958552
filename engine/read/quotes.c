/* Whether a cell of several lines is a long text or rows that were taken in is told by its shape alone, so that it does not matter which
   rows are read together: between two quotes of the same column stand as many delimiters a line end as a row has, and what follows a
   line end looks like the cells of this row.

   A quote that was never closed takes in all up to the next one, and the people in between are gone without a word: the file is
   well-formed. That is why this looks at cells whose form nobody else doubts. */
#include "read/quotes.h"
#include "base/ascii.h"

QuoteWatch quotes_watch(const uint32_t *field_of, uint32_t width, char delimiter)
{
    return (QuoteWatch) { .field_of = field_of, .width = width, .delimiter = delimiter };
}

void quotes_begin(QuoteWatch *watch)
{
    watch->bad.at = NULL;
    watch->bad.count = watch->bad.capacity = 0;
}

static void quotes_add(QuoteWatch *watch, Batch *batch, BadCell bad)
{
    arena_push(&batch->arena, &watch->bad, bad);
}

/* ---- rows that were taken in */

typedef struct {
    uint32_t line_ends, delimiters;
    Str first, second; /* lines of it */
} Shape;

static bool quotes_is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static size_t skip_line(Str text, size_t at)
{
    while (at < text.len && !quotes_is_line_end(text.at[at]))
        at++;
    return at;
}

static Shape shape_of(Str text, char delimiter)
{
    Shape shape = { 0 };
    for (size_t i = 0; i < text.len; i++) {
        shape.line_ends += quotes_is_line_end(text.at[i]) && !(text.at[i] == '\r' && i + 1 < text.len && text.at[i + 1] == '\n');
        shape.delimiters += text.at[i] == delimiter;
    }
    size_t end = skip_line(text, 0);
    bool is_pair = end + 1 < text.len && text.at[end] == '\r' && text.at[end + 1] == '\n';
    size_t next = end + (is_pair ? 2 : 1);
    shape.first = str_slice(text, 0, end);
    if (next < text.len)
        shape.second = str_slice(text, next, skip_line(text, next));
    return shape;
}

static int quotes_kind_of(char c)
{
    bool digit = ascii_is_digit(c), letter = ascii_is_letter(c);
    return digit ? '9' : letter ? 'a' : (unsigned char) c >= 0x80 ? 'x' : c;
}

static size_t skip_kind(Str s, size_t at)
{
    size_t start = at;
    while (at < s.len && quotes_kind_of(s.at[at]) == quotes_kind_of(s.at[start]))
        at++;
    return at;
}

/* Digits, letters and others stand in the same order, and neither is more than twice as long: A9 and A10. */
static bool look_alike(Str a, Str b)
{
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len && quotes_kind_of(a.at[i]) == quotes_kind_of(b.at[j])) {
        i = skip_kind(a, i);
        j = skip_kind(b, j);
    }
    return i > 0 && i == a.len && j == b.len && a.len <= 2 * b.len && b.len <= 2 * a.len;
}

/* The piece of a line at an index. */
static Str piece_at(Str line, char delimiter, uint32_t index)
{
    size_t at = 0;
    for (; index > 0 && at < line.len; at++)
        index -= line.at[at] == delimiter;
    size_t end = at;
    while (end < line.len && line.at[end] != delimiter)
        end++;
    return index > 0 ? (Str) { 0 } : str_slice(line, at, end);
}

static bool has_digit(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (ascii_is_digit(s.at[i]))
            return true;
    return false;
}

/* Whether the second line begins as the row does into which it was taken, behind a quote in `column`. */
static bool begins_alike(const QuoteWatch *watch, const Shape *shape, const CsvRecord *record, uint32_t column)
{
    Str first = column > 0 ? record->fields[0] : piece_at(shape->first, watch->delimiter, 0);
    return look_alike(piece_at(shape->second, watch->delimiter, 0), first);
}

/* Whether a number or a day stands in both in the same column: keys and names may be of any length. */
static bool has_figures_alike(const QuoteWatch *watch, const Shape *shape, const CsvRecord *record, uint32_t column)
{
    for (uint32_t i = 0; i < watch->width; i++) {
        Str own = i < column ? record->fields[i] : piece_at(shape->first, watch->delimiter, i - column);
        Str other = piece_at(shape->second, watch->delimiter, i);
        if (has_digit(other) && look_alike(other, own))
            return true;
    }
    return false;
}

/* A row has one delimiter less than cells; one that is cut off at its end has fewer. The fewer columns there are, the more easily a text
   has the shape of a row; where there is one, a row has none. */
static bool looks_like_rows(const QuoteWatch *watch, const Shape *shape, const CsvRecord *record, uint32_t column)
{
    enum { FEW = 4, MANY = 8 };
    uint64_t full = (uint64_t) shape->line_ends * (watch->width - 1);
    bool exact = shape->delimiters == full;
    bool alike = begins_alike(watch, shape, record, column);
    if (watch->width < FEW)
        return exact && alike;
    return (exact && (alike || watch->width >= MANY || has_figures_alike(watch, shape, record, column))) ||
           (alike && 2 * (uint64_t) shape->delimiters >= full);
}

static void look_at_lines(QuoteWatch *watch, Batch *batch, uint32_t row, const CsvRecord *record)
{
    for (uint32_t i = 0; i < record->count && i < watch->width; i++) {
        Str field = record->fields[i];
        if (field.len == 0 || (!memchr(field.at, '\n', field.len) && !memchr(field.at, '\r', field.len)))
            continue;
        Shape shape = shape_of(field, watch->delimiter);
        if (shape.line_ends == 0 || !looks_like_rows(watch, &shape, record, i))
            continue;
        Str sentence = arena_format(&batch->arena,
                                    "the quote that opens in column %u is closed %u line%s below, and what stands between looks "
                                    "like records: delete or double the quote if it is a slip",
                                    (unsigned) i + 1, (unsigned) shape.line_ends, shape.line_ends == 1 ? "" : "s");
        quotes_add(watch, batch, (BadCell) { row, FIELD_NONE, sentence });
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
        quotes_add(watch, batch, bad);
    }
}

void quotes_look(QuoteWatch *watch, Batch *batch, uint32_t row, const CsvRecord *record)
{
    if (record->quotes)
        look_at_slips(watch, batch, row, record);
    if (record->lines > 1)
        look_at_lines(watch, batch, row, record);
}

void quotes_end(QuoteWatch *watch, Batch *batch)
{
    batch->bad = watch->bad.at;
    batch->bad_count = (uint32_t) watch->bad.count;
}
