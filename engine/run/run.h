/* A run: a batch of files checked against a pack, from the options to the summary. */
#ifndef DULY_RUN_RUN_H
#define DULY_RUN_RUN_H

#include "read/reader.h"
#include "run/batchfiles.h"
#include "run/options.h"
#include "run/result.h"
#include "run/statistics.h"

typedef enum { RUN_CLEAN = 0, RUN_FOUND = 1, RUN_MISUSED = 2, RUN_INCOMPLETE = 3, RUN_INTERRUPTED = 130 } RunStatus;

typedef struct {
    FileInfo info;
    uint32_t table;
} RunFile;

typedef struct {
    const Pack *pack;
    const RunOptions *options;
    const Selection *selection;
    const BatchFiles *batch; /* what is read, or was to be */
    /* known at the end: */
    bool complete;
    const RunFile *files;
    size_t file_count;
} RunInfo;

typedef struct {
    uint64_t *records;     /* by table: how many were read */
    const bool *is_judged; /* by table: some rule of the pack is for it, or it has none */
    uint64_t verdicts[VERDICT_COUNT];
    uint64_t not_judged;               /* no candidates */
    uint64_t wants_columns;            /* undecided ones where nothing but columns that the file lacks stands in the way */
    uint64_t (*counts)[OUTCOME_COUNT]; /* by rule of the pack */
    Str agenda;                        /* the file that names who is meant; empty: none */
    const struct AgendaEntry *absent;  /* those whom it names and the batch has not; of a run that reached its end */
    size_t absent_count;
    const struct Renaming *renaming; /* what was said of headings and values */
    const Assumption *assumptions;   /* about columns that files lack */
    uint32_t assumption_count;
    uint64_t about_columns;      /* findings about columns that files lack; not about anybody */
    uint64_t findings, left_out; /* all; those of them that were more than was asked for */
    uint64_t by_severity[3];
    const struct Baseline *baseline; /* NULL: there is none */
    uint64_t known, fixed;           /* findings that it told too; those of it that are there no more */
    const struct Timings *timings;   /* where they were asked for, else NULL */
} RunSummary;

/* Called one at a time, from the calling thread; none may be NULL. */
typedef struct {
    void *context;
    void (*complaint)(void *context, const Complaint *complaint);
    void (*begin)(void *context, const RunInfo *run);
    void (*finding)(void *context, const Finding *finding);
    void (*record)(void *context, const RecordResult *record);
    void (*end)(void *context, const RunInfo *run, const RunSummary *summary);
    void (*progress)(void *context, uint64_t done_bytes, uint64_t total_bytes, uint64_t records);
    void (*statistic)(void *context, const StatisticResult *statistic); /* with options.statistics, in the order of the pack */
} RunSink;

RunStatus run_check(const Pack *pack, const RunOptions *options, const RunSink *sink);

#endif
