/* CSV and TSV records off a stream of bytes (RFC 4180: quotes, doubled quotes, line ends inside quotes; CR LF, LF or CR;
   a byte order mark is skipped). Fields are slices that stay valid until the arena given with them is reset. */
#ifndef DULY_CODEC_CSV_H
#define DULY_CODEC_CSV_H

#include "base/io.h"

typedef struct Csv Csv;

enum { CSV_MAX_FIELDS = 4096, CSV_MAX_RECORD_BYTES = 16 << 20 };

/* The delimiter is a byte: ',' or '\t' or ';'. The Csv borrows the input. */
Csv *csv_open(Input *input, char delimiter);
void csv_close(Csv *csv);

/* The next record: its fields (copied into the arena with quotes undone), and the line where it begins. Blank lines
   are skipped. false at the end or on failure (csv_problem is then not empty). */
bool csv_next(Csv *csv, Arena *arena, Str **fields, uint32_t *count, uint64_t *line);
/* "the quote opened here is never closed", with its line in *line; empty: no problem. */
Str csv_problem(const Csv *csv, uint64_t *line);
bool csv_had_bom(const Csv *csv);

#endif
