/* Which files hold which table: by their names and headings. Several files, and several sheets of one workbook, may hold one table: its
   records are those of all of them, one after another. */
#ifndef DULY_RUN_BATCHFILES_H
#define DULY_RUN_BATCHFILES_H

#include "read/reader.h"
#include "run/options.h"

typedef struct {
    uint32_t table;
    Str path; /* "-": standard input */
    const ReaderFormat *format;
    Str sheet;                /* of a workbook; empty: the one that fits the table */
    const duly_source *bytes; /* it is in memory; `path` is only what it is called. NULL: it is a file, or */
    RecordSource *source;     /* rows of a host */
} BatchFile;

typedef struct {
    BatchFile *at; /* in the order of the tables, those of one in the order in which they were named, and by name in a folder */
    size_t count;
} BatchFiles;

/* Nothing is left out in silence: what is not found or means two things is complained about. `selected`: the rules that were named,
   where some were; NULL: all are meant. */
BatchFiles batchfiles_find(Arena *arena, const Pack *pack, const RunOptions *options, const bool *selected, Complaints *complaints);

/* Its bytes, none where they are rows. NULL with a sentence in *problem. */
Input *batchfile_open(Arena *arena, const BatchFile *file, Str *problem);

#endif
