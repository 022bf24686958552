/* A run under way, for the files that it is made of: run.c, and what writes and joins parts (parting.c, merging.c). */
#ifndef DULY_RUN_RUNNING_H
#define DULY_RUN_RUNNING_H

#include "run/agenda.h"
#include "run/baseline.h"
#include "run/batchfiles.h"
#include "run/columns.h"
#include "run/filefindings.h"
#include "run/fingerprint.h"
#include "run/groups.h"
#include "run/places.h"
#include "run/pool.h"
#include "run/renaming.h"
#include "run/run.h"
#include "run/timings.h"
#include "run/waivers.h"

/* Records of the file being read that stand in an earlier one of its table, too. */
typedef struct {
    uint64_t count, first_line; /* the line of the first of them */
    SameRecord shown[SAME_RECORDS_SHOWN];
} SameRecords;

/* What came of a file. One that references lead to is read twice, and both times must give the same: else the records that refer to it
   were judged by what it is not. */
typedef struct {
    bool is_told;     /* why it could not be read: */
    Str told;         /* that, in a part, */
    uint64_t told_at; /* and its line */
    bool was_read;    /* for references, to its end */
    Str problem;      /* why it was not */
    uint64_t line;    /* of that; 0: no line in particular */
    uint64_t records; /* as they were then */
    uint64_t bytes;
} FileFate;

typedef struct Run {
    Arena arena;       /* as long as the run */
    Arena about_files; /* findings about the file being read */
    const Pack *pack;
    const RunOptions *options;
    const RunSink *sink;
    Complaints complaints;
    ARRAY(Complaint) notes; /* those about the batch, before it was read */
    Selection selection;
    Encoding encoding; /* that was asked for */
    BatchFiles files;
    Input **inputs;  /* by file; NULL: it cannot be opened, or there are so many that it is when it is read */
    bool *readable;  /* by file */
    uint64_t *sizes; /* by file: bytes; 0: nobody knows */
    FileFate *fates; /* by file */
    Waivers waivers;
    Renaming renaming;
    Agenda agenda;
    Baseline baseline;
    WaiverUse *uses; /* by waiver */
    const Plan *plan;
    Sides *sides;
    Arena group_memory;
    Groups **groups;  /* by table, then by its plan of groups */
    bool **not_asked; /* likewise: the rule asks for what is kept elsewhere */
    bool *is_whole;   /* by table: the records of all its files were read to the end */
    Places *places;   /* by table: its files */
    Keys *keys;       /* by table: those that were seen */
    Keys contents;    /* of records without a key that were told */
    Pool *pool;
    struct Parting *parting; /* this is a part, which is written; NULL: it is none */
    struct Merging *merging; /* parts are put together; NULL: files are read */
    RunInfo info;
    RunFile *told; /* info.files */
    RunSummary summary;
    Timings timings;
    uint64_t began, collecting;                /* by the clock; of this thread in the pool, where it waits or works on a batch */
    uint64_t done_bytes, total_bytes, records; /* of files read to their end; of all; told so far */
    uint64_t decided;                          /* outcomes of authors' rules that decide something: see BatchResult */
    bool *present;                             /* by table: the batch has a file for it */
    Assumption *assumptions;
    FileColumns *columns; /* of the files that were read */
    size_t column_count;
    bool *wants;                            /* by rule and member: some record is undecided for want of the column */
    bool failed, stopped, found, explained; /* explained: a record that was asked for is told */
    /* of the file being read: */
    bool satisfied; /* the record of it that was asked for is told */
    const TablePlan *table;
    size_t reading; /* its number */
    Reader *reader;
    size_t unknown_told;
    bool *left_out;                   /* by field of the table: kept elsewhere, and left out by some record of the file; NULL: by none */
    uint64_t lines_before, last_line; /* of the files of its table before it; the last line that a record of it stands on */
    SameRecords *same;                /* by place in its table of each file before it */
    Map unknown_prints;               /* fingerprints of findings about headings: how often they were given */
} Run;

void run_tell_complaints(Run *run);
bool run_is_stopped(Run *run);
/* A file could not be read to its end. */
void run_fail_file(Run *run, size_t index, uint64_t line, Str problem);
/* Findings about unknown headings of the file at hand, up to one. */
void run_tell_unknown(Run *run, size_t until);
/* The records of a batch, and their findings. */
void run_tell_records(Run *run, BatchResult *result);
void run_keep_uses(Run *run, const BatchResult *result);
/* A record of the file at hand stands in an earlier one of its table too, the number of which is given. */
void run_note_same(Run *run, size_t file, SameRecord record);
/* The file at hand begins, its lines counted on from so many; and ends. */
void run_begin_place(Run *run);
void run_end_file(Run *run, size_t index);
/* Empty groups, in memory of their own. */
void run_make_groups(Run *run);
uint64_t run_clock(const Run *run);

#endif
