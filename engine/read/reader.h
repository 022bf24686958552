/* Readers: a file becomes batches of records of one table, whatever its format. One row a format in readers[]. */
#ifndef DULY_READ_READER_H
#define DULY_READ_READER_H

#include "base/diag.h"
#include "base/hash.h"
#include "base/io.h"
#include "codec/encoding.h"
#include "model/batch.h"
#include "read/source.h"

typedef struct Reader Reader;

/* A heading (or key) of the file that means no field of the table. */
typedef struct {
    Str heading;
    Str suggestion;   /* what was perhaps meant; empty: none is near */
    Str repeats;      /* the field that an earlier column gives already; empty: it is not that */
    Str contradicts;  /* what else stands above the heading of the same; empty: it is not that */
    bool is_left_out; /* somebody said that it is not to be read */
    uint32_t column;  /* from 1; 0 in keyed formats */
    uint64_t line;
} UnknownColumn;

/* A row below the heading that is no record: a total, a note, a signature, the heading again. */
typedef struct {
    uint64_t line;
    Str text; /* the beginning of what stands in it */
} PassedRow;

/* What stands above the heading for all records. */
typedef struct {
    uint32_t field;
    Str label, value; /* as they are written */
    uint64_t line;
    bool has_column; /* a column of the field's own goes before it */
    bool disagrees;  /* with another one: neither is read */
} AboveValue;

typedef struct {
    Str path;
    uint64_t bytes; /* read so far */
    Str encoding;   /* "utf-8", "utf-8 with BOM" */
    EncodingBasis basis;
    uint64_t bad_bytes; /* that are no text in this encoding */
    Str shown, others; /* a cell as it was read, and "euc-kr ('…')": what it would be in encodings that the file may be in as well; empty:
                           there is no doubt, or a heading settled it */
    bool is_hopeless;  /* no encoding that is known explains the bytes that are no text */
    uint64_t blank_rows; /* passed over */
    Str sha256;          /* of all bytes; empty unless asked for, and until the file was read to its end */
    uint64_t records;
    Str sheet;             /* of a workbook, else empty */
    uint64_t hidden;       /* records in rows that a workbook hides */
    uint64_t passed_count; /* rows that are no records and not blank; the first of them are kept */
    PassedRow *passed;
    size_t passed_kept;
} FileInfo;

/* A row of a file of columns as it came in, also above the heading; `line` as records have it. */
typedef enum { RAW_TEXT, RAW_NUMBER, RAW_DAY } RawKind;
typedef struct {
    uint32_t column; /* from 0 */
    RawKind kind;
    Str text; /* what the cell shows; not empty */
} RawCell;
typedef struct {
    uint64_t line;
    bool is_hidden;
    const RawCell *cells;
    uint32_t count;
} RawRow;

typedef struct {
    bool redact;          /* problems tell nothing of what stands in the file */
    bool hash;            /* work out the SHA-256 */
    Encoding encoding;    /* ENCODING_AUTO: found out */
    Str sheet;            /* of a workbook; empty: the one that fits the table */
    RecordSource *source; /* of what is no file; else NULL */
    bool looks;           /* only to find out which table it is: a heading that stands twice is no reason to stop */
    /* Called for each row of a file of columns while it is read, once the heading is known; NULL: not wanted. */
    void (*row)(void *context, const Mapping *mapping, const RawRow *row);
    void *context;
} ReadOptions;

/* Tables that a file may hold several of, and the sheets of it. */
typedef struct {
    const Table *const *at;
    size_t count;
} TableList;
typedef struct {
    Str name;
    size_t table; /* by its number in the list, which of them it holds; their count: none for certain */
    bool is_hidden, is_blank;
} SheetTable;
typedef struct {
    const SheetTable *at; /* in the order of the file */
    size_t count;
    bool is_report; /* duly wrote the file: it repeats what stands in another one */
    bool is_marked; /* duly has marked it: most likely the other one is there too, but this may be the one that is worked in */
} SheetTables;

typedef struct {
    const char *name;       /* "csv" */
    const char *extensions; /* "csv", several divided by a blank: "yaml yml" */
    /* Prepares reader->state. The reader has its arena, its input and an empty mapping. False with a sentence in
       reader->problem. */
    bool (*open)(Reader *reader);
    /* Puts records into the empty batch, up to its capacity; none: the file is at its end, or reader->problem says why
       there are no more. */
    void (*fill)(Reader *reader, Batch *batch);
    /* Releases what is not in the arena; state may be NULL. */
    void (*close)(Reader *reader);
    /* Where a file is no text, and may hold several tables: which of its sheets holds which, by their names and headings; else NULL. Reads the
       input, and does not close it. False with a sentence. */
    bool (*find)(Arena *arena, Input *input, const TableList *tables, SheetTables *sheets, Str *problem);
} ReaderFormat;

struct Reader {
    const ReaderFormat *format;
    Arena *arena;               /* what lives as long as the reader */
    Input *input;               /* text of the file in UTF-8 without a byte order mark, hashed on the way */
    const ReadOptions *options; /* a copy */
    Mapping mapping;
    UnknownColumn *unknown; /* known after open for columnar formats, grows while reading in keyed ones; never moves */
    size_t unknown_count;
    AboveValue *above; /* in the order of the file */
    size_t above_count;
    Str problem;           /* why reading stopped before the end: "the quote opened on line 14 is never closed" */
    uint64_t problem_line; /* 0: no line in particular */
    FileInfo info;
    uint64_t batches;
    uint64_t taken; /* bytes of text that the batches so far were made of, however the input was read; 0: the format cannot say */
    void *state;
};

/* The format that reads files with this extension (in any case), or NULL. */
const ReaderFormat *reader_format(Str extension);
/* "roster.xlsx#Sheet2" is a sheet of a workbook, unless a file is called so: gives the path, and the sheet; empty: none is named. */
Str reader_split_sheet(Arena *arena, Str written, Str *sheet);
/* The row at an index, NULL after the last: for help and folder listings. */
const ReaderFormat *reader_format_at(size_t index);

/* Opens a file by its extension (or `format`, when not NULL). The input is the reader's from the call on: it is closed by
   reader_close, or here on failure (NULL with a sentence in *problem). The reader lives in the arena. */
Reader *reader_open(Arena *arena, Input *input, const ReaderFormat *format, const Table *table, const ReadOptions *options, Str *problem);
/* Empties the batch and fills it with the next records; false at the end or on failure (reader->problem is then not
   empty). Records read before a failure are given first. */
bool reader_next(Reader *reader, Batch *batch);
void reader_close(Reader *reader);

/* For formats: why and where reading stops; the first call counts. Returns false. */
bool reader_stop(Reader *reader, uint64_t line, Str sentence);

/* For formats: how many bytes of text its input has given, and whether some behind so many were no text in the file's encoding: they
   stand there as what is no UTF-8. */
uint64_t reader_given(const Reader *reader);
bool reader_has_bad_bytes(const Reader *reader, uint64_t from);
/* The same of bytes that a damaged cell cannot do without (read/faults.h). */
bool reader_may_be_damaged(const Reader *reader, uint64_t from);

/* For formats: room for the cells of a field in the batch, not yet set. */
Str *batch_add_cells(Batch *batch, uint32_t field);
/* The same, and one text in all of them. */
void batch_fill_cells(Batch *batch, uint32_t field, Str text);
/* Puts bad cells among those that the batch has, behind what it says of the same row. They ascend by row. */
void batch_add_bad(Batch *batch, const BadCell *added, size_t count);

/* A batch for up to `rows` records (at most BATCH_ROWS); batch_free when done. */
void batch_init(Batch *batch, uint32_t rows);
void batch_free(Batch *batch);

#endif
