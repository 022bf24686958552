/* The reports of one run: several formats at once, one of them at most on standard output. */
#ifndef DULY_CLI_REPORTS_H
#define DULY_CLI_REPORTS_H

#include "cli/packs.h"
#include "cli/tail.h"
#include "report/listener.h"

/* One that was asked for. */
typedef struct {
    Listener listener; /* its format; the rest once it is open */
    const char *path;  /* NULL: standard output */
    bool appends;      /* to the file, which is another's */
    Output *out;
    bool is_open;
} Report;

typedef struct {
    Subject subject;    /* whose formats there are */
    Arena scratch;      /* of the reports, emptied behind each call */
    ARRAY(Report) list; /* in the arena */
    Problems *problems;
    Progress progress;
    bool begun;      /* something was checked */
    Output *tail_to; /* standard error, where the run should end with a line on it; else NULL */
    Tail tail;
    Output *timings_to; /* likewise, where timings are wanted */
    const duly_run *run;
    uint64_t found; /* findings of the run, at its end */
    Str guard;      /* not empty: stands around what goes to standard output for people, see actions.h */
} Reports;

/* Takes "text", "json=out.json"; false with a sentence. */
bool reports_add(Reports *reports, Arena *arena, Str asked, Str *problem, Str *hint);
/* Adds the marked roster to the reports; false with a sentence. */
bool reports_add_annotation(Reports *reports, Arena *arena, Str path, Str *problem, Str *hint);
/* The part that is asked for; NULL: none is. */
Report *reports_part(Reports *reports);
bool reports_want_hashes(const Reports *reports);

/* Opens the outputs and the reports; false with a sentence when a file cannot be written. */
bool reports_open(Reports *reports, Cli *cli, const ReportOptions *options, Str *problem);

/* Whether one for people goes to standard output: it ends with what a run has to say. */
bool reports_speak(const Reports *reports);

/* Whether a report that is open is about procedures: it is told intervals, and the steps of records. */
bool reports_want_intervals(const Reports *reports);

/* Whether a report is written to the terminal while the run is under way: progress would stand in its way. */
bool reports_stream_to_terminal(const Reports *reports);

/* What duly_check tells, handed on to every report. */
duly_sink reports_sink(Reports *reports);

/* Puts the files in place, unless nothing was checked; false if one could not be written, which is told. `status` is that of the run:
   files of one that was interrupted are put beside those of an earlier one. */
bool reports_close(Reports *reports, int status);

#endif
