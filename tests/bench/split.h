/* The yardstick's way to split a file of CSV into cells. Nothing of it is shared with the engine, and the same goes for all
   of the yardstick: two programs that agree on every finding were written twice. */
#ifndef DULY_BENCH_SPLIT_H
#define DULY_BENCH_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "bench/roster.h"

enum { SPLIT_PAD = 16 }; /* bytes that may be read past the end of what is to be split */

typedef struct {
    const char *at;
    size_t len;
} Cell;

typedef struct {
    Cell cells[COLUMNS];
    size_t count;  /* of cells in the line, which may be less or more */
    bool has_more; /* there is something in cells past the last column */
} Line;

/* A bit for each of the next sixteen bytes that ends a cell, or opens a quote. */
static inline unsigned find_marks(const char *at)
{
#if defined(__SSE2__)
    __m128i bytes = _mm_loadu_si128((const __m128i *) (const void *) at);
    __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(',')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
    return (unsigned) _mm_movemask_epi8(_mm_or_si128(marks, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))));
#else
    unsigned marks = 0;
    for (unsigned i = 0; i < 16; i++)
        marks |= (unsigned) (at[i] == ',' || at[i] == '\n' || at[i] == '"') << i;
    return marks;
#endif
}

static inline void line_add(Line *line, const char *start, const char *end)
{
    if (line->count < COLUMNS)
        line->cells[line->count] = (Cell) { start, (size_t) (end - start) };
    else
        line->has_more |= end > start;
    line->count++;
}

/* The quote that closes a cell, or the end. */
static const char *find_close(const char *at, const char *end)
{
    while (at < end && (*at != '"' || (at + 1 < end && at[1] == '"')))
        at += *at == '"' ? 2 : 1;
    return at;
}

static const char *find_cell_end(const char *at, const char *end)
{
    if (at < end && *at == '"')
        at = find_close(at + 1, end);
    while (at < end && *at != ',' && *at != '\n')
        at++;
    return at;
}

/* Undoes the quotes of a cell where it stands; text after the closing quote belongs to it. */
static void line_add_quoted(Line *line, char *start, const char *end)
{
    char *to = start;
    const char *at = start + 1, *close = find_close(at, end);
    while (at < close) {
        *to++ = *at;
        at += *at == '"' ? 2 : 1;
    }
    for (at = close + 1; at < end; at++)
        *to++ = *at;
    line_add(line, start, to);
}

/* First the end is looked for: a line that is cut off must stay as it is. */
static char *split_quoted(Line *line, char *start, char *end)
{
    const char *at = find_cell_end(start, end);
    while (at < end && *at == ',')
        at = find_cell_end(at + 1, end);
    if (at >= end)
        return NULL;
    char *last = start + (at - start), *cell = start;
    *line = (Line) { .count = 0 };
    for (;;) {
        char *cell_end = start + (find_cell_end(cell, last + 1) - start);
        if (*cell == '"')
            line_add_quoted(line, cell, cell_end);
        else
            line_add(line, cell, cell_end);
        if (cell_end == last)
            return last + 1;
        cell = cell_end + 1;
    }
}

/* What follows the line; NULL: its end is not there yet. */
static char *line_split(Line *line, char *start, char *end)
{
    char *cell = start;
    line->count = 0;
    line->has_more = false;
    for (char *block = start; block < end; block += 16) {
        for (unsigned marks = find_marks(block); marks; marks &= marks - 1) {
            char *mark = block + __builtin_ctz(marks);
            if (mark >= end)
                return NULL;
            if (*mark == '"')
                return split_quoted(line, start, end);
            line_add(line, cell, mark);
            cell = mark + 1;
            if (*mark == '\n')
                return cell;
        }
    }
    return NULL;
}

#endif
