/* What the search for the files of a batch has found so far: shared by what looks at files (batchfiles.c) and at folders (folders.c). */
#ifndef DULY_RUN_FINDER_H
#define DULY_RUN_FINDER_H

#include "base/map.h"
#include "run/batchfiles.h"

typedef struct Finder {
    Arena *arena;
    const Pack *pack;
    const RunOptions *options;
    Complaints *complaints;
    Str language;
    Encoding encoding;      /* that was named */
    bool redact;            /* names of sheets that nobody claims are kept back */
    ARRAY(BatchFile) found; /* in the order in which they were found */
    Map seen;               /* what they are, so that none is read twice */
    bool *named;            /* by table: its file was named outright, what folders hold does not matter */
} Finder;

/* Why a file gave no records: empty, a sentence about it, or that duly wrote it. */
typedef struct {
    Str problem;
    bool is_report;
    ARRAY(Str) sheets; /* that hold records of no table, in the arena; */
    ARRAY(Str) hidden; /* and that hold some, and are hidden */
} Refusal;

/* A file of a folder that cannot be read, and why. */
typedef struct {
    Str path, problem;
} UnreadBook;

/* Files that a folder may hold at most, and how deep folders in it are gone into. */
enum { FINDER_MOST_FILES = 1 << 16, FINDER_DEPTH = 8 };

const Table *finder_table(const Finder *finder, uint32_t table);
const ReaderFormat *finder_format(Str path);
/* "csv, tsv, json, ...". */
Str finder_extensions(Arena *arena);
/* The table that a file is called after; INDEX_NONE: none. */
uint32_t finder_table_of_name(const Finder *finder, Str path);

/* Whether the run is given a file, or a sheet of one, for something else than records: whoever stands on an agenda would have a second record
   of that. */
bool finder_is_beside(const Finder *finder, Str path, Str sheet);

/* Adds what a file holds: its sheets, or itself, for the tables that its name and its headings tell. How much of it was added. */
size_t finder_add_file(Finder *finder, const BatchFile *file, bool of_folder, Refusal *refusal);

/* Adds what a folder and those in it hold, and tells what of it is not read. */
void finder_add_folder(Finder *finder, Str folder);

#endif
