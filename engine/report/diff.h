/* What an edit of the rules changes on one batch: a report that is told two runs, of the old rules and then of the new ones. Only
   what was found is kept; memory does not grow with the records that pass. */
#ifndef DULY_REPORT_DIFF_H
#define DULY_REPORT_DIFF_H

#include "base/array.h"
#include "base/map.h"
#include "report/report.h"

typedef enum { DIFF_FAILING, DIFF_PASSING, DIFF_CHANGED, DIFF_KINDS } DiffKind;

/* What one of the runs found; outcome empty: nothing. */
typedef struct {
    Str outcome, message;
} DiffSide;

/* A finding of either run. */
typedef struct {
    Str rule, fingerprint, table, key, label, section, file, sheet;
    uint64_t line;
    DiffSide old, new;
    uint32_t next;   /* of the same fingerprint, among those of the old run; MAP_NONE: none */
    bool is_matched; /* the new run found it too */
} DiffItem;

/* How often each kind stands under one name. */
typedef struct {
    Str name;
    uint64_t counts[DIFF_KINDS];
} DiffCount;

typedef struct {
    DiffCount *at;
    size_t count;
} DiffCounts;

typedef struct {
    Str added, removed, edited; /* ids of rules, as a list: "a, b" */
} DiffRules;

/* A figure of the packs with other values, or that only one of them has: empty in the other. */
typedef struct {
    Str name, title, old, new; /* "7; from 2026-05-18 5" */
} DiffFigure;

typedef ARRAY(DiffFigure) DiffFigures;

typedef struct Diff Diff;
typedef void DiffWriter(const Diff *diff);

struct Diff {
    ReportOptions options;
    Str language;
    duly_date as_of;
    Str gate;
    Str packs[2];            /* their paths */
    uint64_t verdicts[2][3]; /* by run and duly_verdict */
    DiffRules rules;
    DiffFigures figures;
    DiffCounts by_rule, by_section;
    ARRAY(DiffItem) found[2]; /* by run, in its order */
    DiffItem *items[DIFF_KINDS];
    size_t counts[DIFF_KINDS];
    bool complete;
    bool is_torn; /* the runs did not read the same: what differs may be the batch */
    /* while it is told: */
    const duly_pack *opened[2];
    Str read;   /* by the old run: the hashes of its files */
    int phase;  /* 0: the old run, 1: the new one */
    Map *first; /* of the old run, by fingerprint */
    DiffWriter *write;
};

/* How many differences there are, rules that come and go included: of the context of a sink. */
size_t diff_count(const void *context);

/* Whether the batch was another one in the second run: of the context of a sink. */
bool diff_is_torn(const void *context);

/* "failing", "passing", "changed" */
extern const char *const diff_kinds[DIFF_KINDS];

/* What every format of it opens: both runs are gathered, compared and then written. */
duly_sink diff_open(const ReportOptions *options, DiffWriter *write);

#endif
