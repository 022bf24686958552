/* CSV and TSV records off a stream of bytes (RFC 4180: quotes, doubled quotes, line ends inside quotes; CR LF, LF or CR;
   a byte order mark is skipped). Bytes are read straight into the arena of whoever wants the records, and fields are slices
   of them. */
#ifndef DULY_CODEC_CSV_H
#define DULY_CODEC_CSV_H

#include "base/io.h"

typedef struct Csv Csv;

enum { CSV_MAX_FIELDS = 4096, CSV_MAX_RECORD_BYTES = 16 << 20 };

/* Quotes that hardly stand where they were meant to. */
typedef enum {
    QUOTES_FINE,
    QUOTES_TEXT_BEHIND,  /* "abc"def: the quote was never closed, or one within was not doubled */
    QUOTES_BLANK_BEFORE, /*  "abc": quotes count only where a field begins */
} Quotes;

/* One record. A quote in the middle of a field is literal, and so is text that follows a closing quote. */
typedef struct {
    Str *fields;           /* quotes undone; the array is the Csv's until the next call, the bytes live in the arena */
    uint32_t count;        /* at least 1 */
    uint64_t line;         /* where it begins, from 1, in lines of the file */
    uint64_t lines;        /* that it stands on: more than one where quotes hold line ends */
    const uint8_t *quotes; /* of each field, one of Quotes; NULL: all are fine. The Csv's, as `fields` is */
    Str text;              /* as it stands, its line end left out */
} CsvRecord;

/* The delimiter is any ASCII character but a quote or a line end; 0: the one of ',', ';', '\t' and '|' that the first line with any has
   most of. The Csv borrows the input. */
Csv *csv_open(Input *input, char delimiter);
void csv_close(Csv *csv);

/* From here on records live in this arena; csv_end must come before the arena is reset or handed on. It keeps the bytes
   that were read ahead for the next csv_begin. */
void csv_begin(Csv *csv, Arena *arena);
void csv_end(Csv *csv);

/* How many bytes those are, after csv_end. */
size_t csv_ahead(const Csv *csv);

/* The next record, between csv_begin and csv_end; blank lines are skipped. false at the end or on failure (csv_problem is
   then not empty). */
bool csv_next(Csv *csv, CsvRecord *record);

/* The same for who has a column for each field: those of a record without quotes, as most are, go straight to row `row` of theirs, and
   `fields` is NULL. Of another one `fields` has them, and the row of the columns holds anything. Behind the columns that are wanted there
   are CSV_SPARE more for what a record has too many of; several may be the same one. */
typedef struct {
    Str *const *at;
    uint32_t count; /* wanted */
} CsvColumns;

enum { CSV_SPARE = 65 };

bool csv_next_into(Csv *csv, CsvColumns columns, uint32_t row, CsvRecord *record);
/* Of a record whose fields went to columns: makes `fields` all the same. */
void csv_cut(Csv *csv, CsvRecord *record);

/* "the quote opened on line 7 is never closed", with the line concerned in *line (0: none); empty: no problem. */
Str csv_problem(const Csv *csv, uint64_t *line);
/* The same in the language of the arena. */
Str csv_problem_in(const Csv *csv, Arena *arena, uint64_t *line);

/* Known after csv_begin. */
bool csv_had_bom(const Csv *csv);
char csv_delimiter(const Csv *csv);

/* After csv_begin, before a record was asked for: what was read ahead, and another delimiter for whoever knows better. */
Str csv_unread(const Csv *csv);
void csv_set_delimiter(Csv *csv, char delimiter);

#endif
