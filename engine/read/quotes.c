/* Whether a cell of several lines is a long text or rows that were taken in is told by its shape alone, so that it does not matter which
   rows are read together: between two quotes of the same column stand as many delimiters a line end as a row has, and what follows a line
   end looks like the first cell of this row. */
#include "read/quotes.h"

QuoteWatch quotes_watch(const uint32_t *field_of, uint32_t width, char delimiter)
{
    return (QuoteWatch) { .field_of = field_of, .width = width, .delimiter = delimiter };
}

void quotes_begin(QuoteWatch *watch)
{
    watch->bad.at = NULL;
    watch->bad.count = watch->bad.capacity = 0;
}

static void add(QuoteWatch *watch, Batch *batch, BadCell bad)
{
    arena_push(&batch->arena, &watch->bad, bad);
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

static int kind_of(char c)
{
    bool digit = c >= '0' && c <= '9', letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    return digit ? '9' : letter ? 'a' : (unsigned char) c >= 0x80 ? 'x' : c;
}

static size_t skip_kind(Str s, size_t at)
{
    size_t start = at;
    while (at < s.len && kind_of(s.at[at]) == kind_of(s.at[start]))
        at++;
    return at;
}

/* Digits, letters and others stand in the same order, and neither is more than twice as long: A9 and A10. */
static bool look_alike(Str a, Str b)
{
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len && kind_of(a.at[i]) == kind_of(b.at[j])) {
        i = skip_kind(a, i);
        j = skip_kind(b, j);
    }
    return i > 0 && i == a.len && j == b.len && a.len <= 2 * b.len && b.len <= 2 * a.len;
}

/* A row has one delimiter less than cells; one that is cut off at its end has fewer. The fewer columns there are, the more easily a text
   has the shape of a row. */
static bool looks_like_rows(const QuoteWatch *watch, Shape shape, const CsvRecord *record)
{
    enum { FEW = 4, MANY = 8 };
    uint64_t full = (uint64_t) shape.line_ends * (watch->width - 1);
    bool exact = shape.delimiters > 0 && shape.delimiters == full;
    bool alike = look_alike(shape.second, record->fields[0]);
    if (watch->width < FEW)
        return exact && alike;
    return (exact && (alike || watch->width >= MANY)) || (alike && 2 * (uint64_t) shape.delimiters >= full);
}

static void look_at_lines(QuoteWatch *watch, Batch *batch, uint32_t row, const CsvRecord *record)
{
    for (uint32_t i = 0; i < record->count && i < watch->width; i++) {
        Shape shape = shape_of(record->fields[i], watch->delimiter);
        if (shape.line_ends == 0 || !looks_like_rows(watch, shape, record))
            continue;
        Str sentence = arena_format(&batch->arena, "the quote that opens in column %u is closed %u line%s below, and what stands between looks "
                                    "like records: delete or double the quote if it is a slip", (unsigned) i + 1,
                                    (unsigned) shape.line_ends, shape.line_ends == 1 ? "" : "s");
        add(watch, batch, (BadCell) { row, FIELD_NONE, sentence });
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
        add(watch, batch, bad);
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
