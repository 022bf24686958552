/* Where records come from when it is no file: rows that a host hands over (base/duly_source.h), from its callback or from a stream of
   Arrow. For the rest of the house such a source is a file of columns with a heading and without bytes: the one format `format_rows`
   reads it (read_rows.c). What is read twice, since references lead to it, can be asked for only once: it is kept. */
#ifndef DULY_READ_SOURCE_H
#define DULY_READ_SOURCE_H

#include "base/array.h"
#include "base/arena.h"
#include "base/duly_source.h"

typedef struct RecordSource RecordSource;
struct RecordSource {
    Str name;
    const Str *headings;
    size_t count;
    const Str *foreign; /* by column: of what type it is, where duly has no use for that; empty: it has. NULL: for all */
    /* The next rows of the host, count 0 at the end. False with a problem. */
    bool (*next)(RecordSource *source, duly_rows *rows);
    void *state;
    bool *wanted; /* by column: some field is read from it. The others need not be given */
    bool keeps;   /* it will be read again */
    Arena *arena; /* as long as the source */
    ARRAY(duly_rows) kept;
    size_t given; /* of those that are kept */
    bool is_over; /* the host has no more */
    Str problem;  /* why it has no more */
};

/* Looks at what a host gives. NULL with a sentence where it is nothing that records can be read from. A stream is taken over, and is
   released with the arena. */
RecordSource *source_open(Arena *arena, const duly_source *given, Str *problem);

/* The next rows; of a source that was read before and kept those, from the beginning after source_rewind. False at the end, or with
   source->problem. */
bool source_next(RecordSource *source, duly_rows *rows);
void source_rewind(RecordSource *source);

/* For source_open: a stream of Arrow (arrow.c). */
bool source_open_arrow(RecordSource *source, struct ArrowArrayStream *stream, Str *problem);

#endif
