/* Records that come from memory: what a host hands over in place of a file. The engine reads these structures as they are, so they stand
   at the ground, like those of duly_result.h; duly.h tells what they are for, who owns what, and when it is called. */
#ifndef DULY_SOURCE_H
#define DULY_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duly_text.h"

/* The C data interface of Apache Arrow and its stream, as its specification gives them, guards included, so that they may stand beside the
   same definitions of other libraries. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};
#endif

/* What the values of a column are, and what they are read as: the text that a file would hold. */
typedef enum {
    DULY_TEXTS,   /* duly_text, UTF-8; of length 0: an empty cell */
    DULY_INTS,    /* int64_t */
    DULY_DOUBLES, /* double; NaN and the infinities are no numbers to a rule, and told */
    DULY_BOOLS,   /* uint8_t, 0 is false */
    DULY_DAYS,    /* int32_t, days since 1970-01-01 */
    DULY_INSTANTS /* int64_t, microseconds since 1970-01-01T00:00:00Z */
} duly_column_type;

typedef struct {
    duly_column_type type;
    const void *values;     /* one a row */
    const uint8_t *missing; /* a byte a row, other than 0 where the cell is empty; NULL: none is */
} duly_values;

/* Rows, as many as are at hand: either cell after cell, or column after column. */
typedef struct {
    size_t size;                /* sizeof(duly_rows); set by the library, which knows no more than that of it */
    uint64_t count;             /* 0: there are no more */
    const duly_text *cells;     /* row after row, one for each heading; or, where that is NULL: */
    const duly_values *columns; /* one for each heading */
    duly_text problem;          /* why it failed: a sentence */
} duly_rows;

/* A table's records. Of `next`, `stream` and `bytes` one is set. */
typedef struct {
    size_t size;
    duly_text name;  /* as reports show it in place of a path; of bytes its ending says the format: "roster.xlsx" */
    duly_text table; /* whose records they are; empty: as the headings tell */

    const duly_text *headings; /* of the columns, in their order; */
    size_t heading_count;
    /* gives the next rows. They are valid until it is called again, or the run ends. False: it failed, and the run is incomplete. */
    bool (*next)(void *context, duly_rows *rows);
    void *context;

    struct ArrowArrayStream *stream; /* of record batches, a column each child. It is moved from here: `release` is NULL afterwards */

    const void *bytes; /* of a whole file */
    size_t byte_count;
} duly_source;

#endif
