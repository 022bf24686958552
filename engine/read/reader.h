/* Readers: a file becomes batches of records of one table, whatever its format. One row a format in readers[]. */
#ifndef DULY_READ_READER_H
#define DULY_READ_READER_H

#include "base/diag.h"
#include "base/hash.h"
#include "base/io.h"
#include "model/batch.h"

typedef struct Reader Reader;

/* A heading (or key) of the file that means no field of the table. */
typedef struct {
    Str heading;
    Str suggestion;   /* empty: none is near */
    uint32_t column;  /* from 1; 0 in keyed formats */
    uint64_t line;
} UnknownColumn;

typedef struct {
    Str path;
    uint64_t bytes;
    Str encoding;      /* "utf-8", "utf-8 with BOM" */
    Str sha256;        /* empty unless asked for */
    uint64_t records;
} FileInfo;

typedef struct {
    bool hash;         /* work out the SHA-256 */
} ReadOptions;

typedef struct {
    const char *name;          /* "csv" */
    const char *extensions;    /* "csv", several divided by a blank: "yaml yml" */
    /* Opens on a stream. NULL with a sentence in *problem. */
    Reader *(*open)(Arena *arena, Input *input, const Table *table, const ReadOptions *options, Str *problem);
    /* Fills the batch with the next records; false at the end or on failure (reader->problem is then not empty).
       Records already read when a failure comes are given first. */
    bool (*next)(Reader *reader, Batch *batch);
    void (*close)(Reader *reader);
} ReaderFormat;

struct Reader {
    const ReaderFormat *format;
    Mapping mapping;
    UnknownColumn *unknown; /* known after open for columnar formats, grows while reading in keyed ones */
    size_t unknown_count;
    Str problem;            /* why reading stopped before the end: "line 14: the quote is never closed" */
    uint64_t problem_line;
    FileInfo info;
    void *state;
};

/* The format that reads files with this extension, or NULL. */
const ReaderFormat *reader_format(Str extension);
/* The row at an index, NULL after the last: for help and folder listings. */
const ReaderFormat *reader_format_at(size_t index);

/* Opens a file by its extension (or `format`, when not NULL), on an input the reader then owns. */
Reader *reader_open(Arena *arena, Input *input, const ReaderFormat *format, const Table *table,
                    const ReadOptions *options, Str *problem);
bool reader_next(Reader *reader, Batch *batch);
void reader_close(Reader *reader);

/* A batch for up to `rows` records (at most BATCH_ROWS); batch_free when done. */
void batch_init(Batch *batch, uint32_t rows);
void batch_free(Batch *batch);

#endif
