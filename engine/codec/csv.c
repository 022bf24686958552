/* The scanner looks at 64 bytes at a time and takes delimiters and line ends one by one off bit masks; only a record with quotes is
   looked at more closely. A record that the window holds only in part is looked at again with twice as much of the stream, so nothing
   depends on how the stream is cut.

   The fields of a record without quotes go to whoever wants them as they are found (csv_next_into): to write them into an array and from there
   into columns costs half as much again as finding them.

   Fields are slices of the window, which lives in the arena of the batch: no byte is copied on its way to a cell, and quotes are taken
   off in place. So the window cannot move while records of it are in use. Where it is too small another one is begun in the same arena,
   with the unread bytes copied to its start; what was given before stays where it is until the batch is reset. Between two batches, when
   there is no arena, the bytes read ahead wait in `rest`.

   RFC 4180 says nothing of files that break its rules, which rosters do: a quote in the middle of a field is a sign like others, text
   behind a closing quote is kept, and both are told (Quotes). */
#include "codec/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/wide.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { CHUNK = 64 << 10, PAD = 64 };

struct Csv {
    Input *input;
    char delimiter; /* 0: not yet guessed */
    bool started, ended, had_bom;
    bool broken;  /* the stream failed: what came before is given */
    bool stopped; /* the records failed: nothing is given any more */
    bool is_wide; /* the processor looks at 32 bytes at a time */
    Arena *arena; /* between csv_begin and csv_end */
    char *window; /* of `size` bytes; unread ones from `start` to `end`, and PAD zero bytes behind them */
    size_t start, end, size;
    char *rest; /* unread bytes while there is no arena */
    size_t rest_len;
    uint64_t line; /* of `start` */
    uint64_t problem_line;
    const char *format; /* of the problem, for who says it in another language; NULL: it is the input's */
    char problem[256];
    CsvColumns columns; /* where the fields of the next record go, field i to row `row` of column i */
    uint32_t row;
    Str *own[CSV_MAX_FIELDS]; /* columns of one row: `fields` */
    Str fields[CSV_MAX_FIELDS];
    uint8_t quotes[CSV_MAX_FIELDS]; /* of the fields of a record that has quotes */
};

/* ---- the window */

/* Reads until the window is full or the stream ends; zeroes stand behind the last byte. */
static void csv_fill(Csv *csv)
{
    while (csv->end < csv->size && !csv->ended) {
        long got = csv->input->read(csv->input, csv->window + csv->end, csv->size - csv->end);
        if (got < 0) {
            snprintf(csv->problem, sizeof csv->problem, "%s", csv->input->problem);
            csv->broken = true;
        }
        csv->ended = got <= 0;
        csv->end += got > 0 ? (size_t) got : 0;
    }
    memset(csv->window + csv->end, 0, PAD);
}

/* A window of its own for what is unread, of so many bytes. */
static void renew_window(Csv *csv, const char *unread, size_t len, size_t size)
{
    csv->size = size;
    char *window = arena_alloc_column(csv->arena, csv->size + PAD);
    if (len)
        memcpy(window, unread, len);
    csv->window = window;
    csv->start = 0;
    csv->end = len;
    csv_fill(csv);
}

static bool csv_is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* The delimiter that the first line with any has most of, outside quotes: a title above the table may have none. */
/* A tie goes to the one that stands first in the list. */
static char guess_delimiter(Str text)
{
    static const char candidates[] = { ',', ';', '\t', '|' };
    size_t counts[256] = { 0 };
    bool quoted = false, found = false;
    for (size_t i = 0; i < text.len && !(found && !quoted && csv_is_line_end(text.at[i])); i++) {
        quoted ^= text.at[i] == '"';
        found |= !quoted && memchr(candidates, text.at[i], sizeof candidates);
        counts[(unsigned char) text.at[i]] += !quoted;
    }
    char best = ',';
    for (size_t i = 0; i < sizeof candidates; i++)
        if (counts[(unsigned char) candidates[i]] > counts[(unsigned char) best])
            best = candidates[i];
    return best;
}

static void look_at_start(Csv *csv)
{
    csv->started = true;
    csv->had_bom = str_starts_with((Str) { csv->window, csv->end }, STR("\xEF\xBB\xBF"));
    csv->start = csv->had_bom ? 3 : 0;
    if (!csv->delimiter)
        csv->delimiter = guess_delimiter((Str) { csv->window + csv->start, csv->end - csv->start });
}

Csv *csv_open(Input *input, char delimiter)
{
    Csv *csv = memory_alloc(sizeof *csv);
    *csv = (Csv) { .input = input, .delimiter = delimiter, .line = 1, .is_wide = wide_is_there() };
    for (size_t i = 0; i < CSV_MAX_FIELDS; i++)
        csv->own[i] = &csv->fields[i];
    return csv;
}

void csv_close(Csv *csv)
{
    memory_free(csv->rest);
    memory_free(csv);
}

void csv_begin(Csv *csv, Arena *arena)
{
    csv->arena = arena;
    /* No larger than what is left over from the batch before: windows would grow from batch to batch. */
    renew_window(csv, csv->rest, csv->rest_len, csv->rest_len > CHUNK ? csv->rest_len : CHUNK);
    if (!csv->started)
        look_at_start(csv);
}

void csv_end(Csv *csv)
{
    csv->rest_len = csv->stopped ? 0 : csv->end - csv->start;
    csv->rest = memory_resize(csv->rest, csv->rest_len);
    if (csv->rest_len)
        memcpy(csv->rest, csv->window + csv->start, csv->rest_len);
    csv->window = NULL;
    csv->arena = NULL;
}

size_t csv_ahead(const Csv *csv)
{
    return csv->rest_len;
}

/* ---- delimiters, line ends and quotes, 64 bytes at a time */

typedef struct {
    uint64_t delimiters, line_ends, quotes;
} Marks;

#if defined(__SSE2__)

static inline uint64_t csv_bits_of(__m128i equal, unsigned shift)
{
    return (uint64_t) (uint32_t) _mm_movemask_epi8(equal) << shift;
}

static inline Marks csv_marks_at(const char *at, char delimiter)
{
    __m128i delimiters = _mm_set1_epi8(delimiter), quotes = _mm_set1_epi8('"');
    __m128i feeds = _mm_set1_epi8('\n'), returns = _mm_set1_epi8('\r');
    Marks marks = { 0, 0, 0 };
    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *) (const void *) (at + i));
        __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, feeds), _mm_cmpeq_epi8(bytes, returns));
        marks.delimiters |= csv_bits_of(_mm_cmpeq_epi8(bytes, delimiters), i);
        marks.quotes |= csv_bits_of(_mm_cmpeq_epi8(bytes, quotes), i);
        marks.line_ends |= csv_bits_of(ends, i);
    }
    return marks;
}

#else

static inline Marks csv_marks_at(const char *at, char delimiter)
{
    Marks marks = { 0, 0, 0 };
    for (unsigned i = 0; i < 64; i++) {
        marks.delimiters |= (uint64_t) (at[i] == delimiter) << i;
        marks.quotes |= (uint64_t) (at[i] == '"') << i;
        marks.line_ends |= (uint64_t) csv_is_line_end(at[i]) << i;
    }
    return marks;
}

#endif

#if defined(WIDE_LOOPS)

WIDE_TARGET static inline uint64_t wide_bits_of(__m256i equal, unsigned shift)
{
    return (uint64_t) (uint32_t) _mm256_movemask_epi8(equal) << shift;
}

WIDE_TARGET static inline Marks csv_wide_marks_at(const char *at, char delimiter)
{
    __m256i delimiters = _mm256_set1_epi8(delimiter), quotes = _mm256_set1_epi8('"');
    __m256i feeds = _mm256_set1_epi8('\n'), returns = _mm256_set1_epi8('\r');
    Marks marks = { 0, 0, 0 };
    for (unsigned i = 0; i < 64; i += 32) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *) (const void *) (at + i));
        __m256i ends = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, feeds), _mm256_cmpeq_epi8(bytes, returns));
        marks.delimiters |= wide_bits_of(_mm256_cmpeq_epi8(bytes, delimiters), i);
        marks.quotes |= wide_bits_of(_mm256_cmpeq_epi8(bytes, quotes), i);
        marks.line_ends |= wide_bits_of(ends, i);
    }
    return marks;
}

#endif

static inline size_t lowest_bit(uint64_t bits)
{
    return (size_t) __builtin_ctzll(bits);
}

/* ---- records */

/* The place behind the quote that closes the one at `at`; SIZE_MAX where the window does not show it. A quote at the very end of the
   window may be the first of two: only the end of the stream tells. */
static size_t skip_quoted(const Csv *csv, size_t at)
{
    for (at++;; at++) {
        const char *quote = memchr(csv->window + at, '"', csv->end - at);
        if (!quote)
            return SIZE_MAX;
        at = (size_t) (quote - csv->window) + 1;
        if (at == csv->end)
            return csv->ended ? at : SIZE_MAX;
        if (csv->window[at] != '"')
            return at;
    }
}

typedef enum {
    FOUND,
    CUT,      /* by the end of the window */
    UNCLOSED, /* a quote, within the window */
    TOO_MANY, /* fields */
    QUOTED    /* not for csv_scan_plain */
} Found;

typedef struct {
    uint32_t count;
    bool in_fields; /* they are in csv->fields, not in the columns */
    bool quoted;    /* some field begins with a quote */
    bool has_lines; /* some may hold line ends */
    bool slipped;   /* the quotes of some are not fine */
    size_t where;   /* FOUND: behind the last field; UNCLOSED: of the quote */
} Scan;

/* Finds the fields of the record at csv->start, if it has no quotes. A quote anywhere before the end of its line is enough for the other
   function; one behind that belongs to another record. The zeros behind the window match no delimiter. */
WIDE_INLINE Found scan_with(Csv *csv, Scan *scan, Marks (*marks_of)(const char *at, char delimiter))
{
    Str *const *first = csv->columns.at, *const *column = first, *const *last = first + csv->columns.count;
    const char *start = csv->window + csv->start, *end = csv->window + csv->end;
    const uint32_t row = csv->row;
    for (const char *from = start; from < end; from += 64) {
        Marks marks = marks_of(from, csv->delimiter);
        /* The bits below the lowest one. */
        uint64_t before_end = (marks.line_ends - 1) & ~marks.line_ends; /* all where no line ends */
        if (marks.quotes & before_end || column > last)
            return QUOTED; /* or more fields than there are columns: let the other one count */
        for (uint64_t left = marks.delimiters & before_end; left; left &= left - 1) {
            const char *at = from + lowest_bit(left);
            Str *cell = *column++ + row;
            *cell = (Str) { start, (size_t) (at - start) };
            start = at + 1;
        }
        if (marks.line_ends) {
            const char *at = from + lowest_bit(marks.line_ends);
            (*column++)[row] = (Str) { start, (size_t) (at - start) };
            scan->where = (size_t) (at - csv->window);
            scan->count = (uint32_t) (column - first);
            return FOUND;
        }
    }
    return csv->ended ? QUOTED : CUT; /* the last line of a file may have no end */
}

/* From each odd quote to the next one: what stands between quotes, the first of them included. */
static inline uint64_t between_quotes(uint64_t quotes)
{
    for (unsigned step = 1; step < 64; step *= 2)
        quotes ^= quotes << step;
    return quotes;
}

/* The same for a record all of whose quotes stand where they are meant to: each odd one where a field begins or behind another quote, each
   even one where a field ends or before another quote. Then delimiters and line ends between quotes are text, and nothing else has to be
   asked field by field; QUOTED: it is no such record. */
WIDE_INLINE Found scan_between(Csv *csv, Scan *scan, Marks (*marks_of)(const char *at, char delimiter))
{
    uint32_t count = 0;
    size_t start = csv->start;
    uint64_t inside = 0, may_open = 1; /* all ones: this block begins between quotes; whether its first byte may be an odd quote */
    for (size_t from = start; from < csv->end; from += 64) {
        Marks marks = marks_of(csv->window + from, csv->delimiter);
        uint64_t between = between_quotes(marks.quotes) ^ inside, outside = ~between;
        uint64_t ends = marks.line_ends & outside, before_end = (ends - 1) & ~ends;
        uint64_t edges = marks.delimiters | marks.line_ends | marks.quotes;
        char next = from + 64 < csv->end ? csv->window[from + 64] : '\n';
        bool edge_follows = next == '"' || next == csv->delimiter || csv_is_line_end(next);
        uint64_t opening = marks.quotes & between, closing = marks.quotes & outside;
        uint64_t odd = (opening & ~(edges << 1 | may_open)) | (closing & ~(edges >> 1 | (uint64_t) edge_follows << 63));
        if (odd & before_end || count > CSV_MAX_FIELDS - CSV_SPARE)
            return QUOTED;
        for (uint64_t left = marks.delimiters & outside & before_end; left; left &= left - 1) {
            size_t at = from + lowest_bit(left);
            csv->fields[count++] = (Str) { csv->window + start, at - start };
            start = at + 1;
        }
        scan->has_lines |= (marks.line_ends & between & before_end) != 0;
        if (ends) {
            scan->where = from + lowest_bit(ends);
            csv->fields[count++] = (Str) { csv->window + start, scan->where - start };
            scan->count = count;
            scan->quoted = true;
            return FOUND;
        }
        inside = (uint64_t) - (between >> 63);
        may_open = edges >> 63;
    }
    return QUOTED;
}

static Found scan_usual(Csv *csv, Scan *scan)
{
    Found found = scan_with(csv, scan, csv_marks_at);
    scan->in_fields = found == QUOTED;
    return found == QUOTED ? scan_between(csv, scan, csv_marks_at) : found;
}

#if defined(WIDE_LOOPS)

WIDE_TARGET static Found scan_wide(Csv *csv, Scan *scan)
{
    Found found = scan_with(csv, scan, csv_wide_marks_at);
    scan->in_fields = found == QUOTED;
    return found == QUOTED ? scan_between(csv, scan, csv_wide_marks_at) : found;
}

static Found csv_scan_plain(Csv *csv, Scan *scan)
{
    return csv->is_wide ? scan_wide(csv, scan) : scan_usual(csv, scan);
}

#else

static Found csv_scan_plain(Csv *csv, Scan *scan)
{
    return scan_usual(csv, scan);
}

#endif

/* The first separator at or after `at`, or the end of the window. */
static size_t csv_find_separator(const Csv *csv, size_t at)
{
    for (; at < csv->end; at += 64) {
        Marks marks = csv_marks_at(csv->window + at, csv->delimiter);
        if (marks.delimiters | marks.line_ends)
            return at + lowest_bit(marks.delimiters | marks.line_ends);
    }
    return csv->end;
}

/* Behind the blanks at the start of a text. */
static size_t csv_skip_blanks(Str text)
{
    static const Str blanks[] = { { " ", 1 }, { "\t", 1 }, { "\xC2\xA0", 2 }, { "\xE3\x80\x80", 3 }, { "\xEF\xBB\xBF", 3 } };
    size_t at = 0, i = 0;
    while (i < sizeof blanks / sizeof *blanks) {
        bool found = str_starts_with(str_slice(text, at, text.len), blanks[i]);
        at += found ? blanks[i].len : 0;
        i = found ? 0 : i + 1;
    }
    return at;
}

/* Whether a text may begin with one of them: most do not. */
static bool may_begin_blank(Str text)
{
    unsigned char first = text.len ? (unsigned char) text.at[0] : 'a';
    return first <= ' ' || first >= 0x80;
}

/* Of a field whose first quote, where it begins with one, closes before `closed`. Blanks behind it hurt nobody. */
static Quotes look_at_quotes(Str field, size_t closed)
{
    Str text = str_slice(field, closed, field.len);
    size_t blanks = may_begin_blank(text) ? csv_skip_blanks(text) : 0;
    if (closed > 0)
        return blanks < text.len ? QUOTES_TEXT_BEHIND : QUOTES_FINE;
    return blanks > 0 && blanks < text.len && text.at[blanks] == '"' ? QUOTES_BLANK_BEFORE : QUOTES_FINE;
}

/* The same for any record; quotes stay on. */
static Found csv_scan_quoted(Csv *csv, Scan *scan)
{
    size_t at = csv->start;
    for (scan->count = 0;; at++) {
        if (scan->count == CSV_MAX_FIELDS)
            return TOO_MANY;
        size_t start = at, closed = 0;
        if (csv->window[at] == '"') {
            scan->quoted = scan->has_lines = true;
            scan->where = at;
            at = skip_quoted(csv, at);
            if (at == SIZE_MAX)
                return UNCLOSED;
            closed = at - start;
        }
        at = csv_find_separator(csv, at);
        Str field = { csv->window + start, at - start };
        csv->quotes[scan->count] = (uint8_t) look_at_quotes(field, closed);
        scan->slipped |= csv->quotes[scan->count] != QUOTES_FINE;
        csv->fields[scan->count++] = field;
        if (at == csv->end || csv->window[at] != csv->delimiter)
            break;
    }
    scan->where = at;
    return at == csv->end && !csv->ended ? CUT : FOUND;
}

static uint64_t count_line_ends(const char *at, size_t len)
{
    uint64_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += at[i] == '\n' || (at[i] == '\r' && !(i + 1 < len && at[i + 1] == '\n'));
    return count;
}

/* Takes the quotes off a field, in place: what is left is never longer. Behind the closing quote all is as it stands. */
static Str unquote(Str raw)
{
    char *text = (char *) raw.at + 1; /* the bytes are the window's own */
    if (raw.len > 1 && memchr(text, '"', raw.len - 1) == raw.at + raw.len - 1)
        return (Str) { text, raw.len - 2 };
    size_t len = 0;
    bool open = true;
    for (size_t i = 1; i < raw.len; i++) {
        if (open && raw.at[i] == '"') {
            open = i + 1 < raw.len && raw.at[i + 1] == '"';
            if (!open)
                continue;
            i++;
        }
        text[len++] = raw.at[i];
    }
    return (Str) { text, len };
}

static void unquote_fields(Csv *csv, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (csv->fields[i].len && csv->fields[i].at[0] == '"')
            csv->fields[i] = unquote(csv->fields[i]);
}

/* The line goes into the sentence. */
static bool stop(Csv *csv, uint64_t line, const char *format)
{
    csv->stopped = true;
    csv->problem_line = line;
    csv->format = format;
    snprintf(csv->problem, sizeof csv->problem, format, (unsigned long long) line);
    return false;
}

static bool stop_unclosed(Csv *csv, size_t quote)
{
    uint64_t line = csv->line + count_line_ends(csv->window + csv->start, quote - csv->start);
    return stop(csv, line, "the quote opened on line %llu is never closed");
}

/* Widens the window until it holds the whole record at its start. Looking again from the record's start costs at most as much again as
   was looked at, since the window doubles. A quote that was never closed widens it to CSV_MAX_RECORD_BYTES and no further. */
static bool find_record(Csv *csv, Scan *scan)
{
    for (;;) {
        *scan = (Scan) { 0 };
        Found found = csv_scan_plain(csv, scan);
        if (found == QUOTED)
            found = csv_scan_quoted(csv, scan);
        bool cut = found == CUT || found == UNCLOSED;
        bool too_long = (cut ? csv->end : scan->where) - csv->start > CSV_MAX_RECORD_BYTES;
        if (found == TOO_MANY)
            return stop(csv, csv->line, "the record on line %llu has more than 4096 fields");
        if (csv->broken && (cut || scan->where == csv->end))
            return false; /* the stream broke off within this record */
        if (found == UNCLOSED && (too_long || csv->ended))
            return stop_unclosed(csv, scan->where);
        if (too_long)
            return stop(csv, csv->line, "the record on line %llu is larger than 16 MiB");
        /* CR at the very end: LF may follow. */
        if (!cut && (csv->ended || csv->window[scan->where] != '\r' || scan->where + 1 < csv->end))
            return true;
        size_t unread = csv->end - csv->start;
        renew_window(csv, csv->window + csv->start, unread, unread * 2 > CHUNK ? unread * 2 : CHUNK);
    }
}

/* Moves behind the record and its line end. */
static void pass_record(Csv *csv, const Scan *scan)
{
    if (scan->has_lines)
        csv->line += count_line_ends(csv->window + csv->start, scan->where - csv->start);
    csv->line++;
    csv->start = scan->where;
    if (csv->start == csv->end)
        return;
    bool pair = csv->window[csv->start] == '\r' && csv->window[csv->start + 1] == '\n';
    csv->start += pair ? 2 : 1;
}

bool csv_next_into(Csv *csv, CsvColumns columns, uint32_t row, CsvRecord *record)
{
    csv->columns = columns;
    csv->row = row;
    for (;;) {
        if (csv->start == csv->end && !csv->ended)
            renew_window(csv, NULL, 0, CHUNK);
        Scan scan;
        if (csv->stopped || csv->start == csv->end || !find_record(csv, &scan))
            return false;
        Str text = { csv->window + csv->start, scan.where - csv->start };
        uint64_t line = csv->line;
        pass_record(csv, &scan);
        if (text.len == 0)
            continue;
        if (scan.quoted)
            unquote_fields(csv, scan.count);
        Str *fields = scan.in_fields ? csv->fields : NULL;
        *record = (CsvRecord) { fields, scan.count, line, csv->line - line, scan.slipped ? csv->quotes : NULL, text };
        return true;
    }
}

bool csv_next(Csv *csv, CsvRecord *record)
{
    bool found = csv_next_into(csv, (CsvColumns) { csv->own, CSV_MAX_FIELDS - CSV_SPARE }, 0, record);
    record->fields = csv->fields;
    return found;
}

void csv_cut(Csv *csv, CsvRecord *record)
{
    const char *start = record->text.at, *end = start + record->text.len;
    if (record->fields)
        return;
    for (uint32_t i = 0; i < record->count; i++) {
        const char *behind = i + 1 < record->count ? memchr(start, csv->delimiter, (size_t) (end - start)) : end;
        csv->fields[i] = (Str) { start, (size_t) (behind - start) };
        start = behind + 1;
    }
    record->fields = csv->fields;
}

Str csv_problem(const Csv *csv, uint64_t *line)
{
    *line = csv->problem_line;
    return str_of(csv->problem);
}

bool csv_had_bom(const Csv *csv)
{
    return csv->had_bom;
}

char csv_delimiter(const Csv *csv)
{
    return csv->delimiter;
}

Str csv_unread(const Csv *csv)
{
    return (Str) { csv->window + csv->start, csv->end - csv->start };
}

void csv_set_delimiter(Csv *csv, char delimiter)
{
    csv->delimiter = delimiter;
}

Str csv_problem_in(const Csv *csv, Arena *arena, uint64_t *line)
{
    Str problem = csv_problem(csv, line);
    if (problem.len > 0 && csv->format)
        return arena_format(arena, csv->format, (unsigned long long) csv->problem_line);
    return problem;
}
