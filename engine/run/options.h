/* What a run is asked to do, and what that means for a pack: which rules, which values, which gate. */
#ifndef DULY_RUN_OPTIONS_H
#define DULY_RUN_OPTIONS_H

#include "base/io.h"
#include "base/duly_source.h"
#include "pack/pack.h"
#include "run/complaint.h"

typedef struct {
    const Str *at;
    size_t count;
} Strs;

/* A share of a batch, judged by itself. */
typedef struct {
    uint32_t number, count;                /* the third of eight: 3, 8 */
    Strs shares;                           /* tables of which the batch holds nothing but this share; all others are cut */
    bool is_kept;                          /* the run itself puts it together: what its report wants is known */
    bool is_figures;                       /* nothing but figures is to come of it */
    void (*add)(void *context, Str bytes); /* takes the bytes of the part; NULL: it is no share, but the whole */
    void *context;
} PartOptions;

typedef struct {
    Strs batch;                 /* folders and files */
    Strs table_files;           /* "table=path" */
    const duly_source *sources; /* what is no file */
    size_t source_count;
    Strs only, skip; /* ids of rules, may hold * */
    Strs elsewhere;  /* fields that are kept elsewhere: "field", "table.field" */
    Strs set;        /* "name=value" */
    Date as_of, on;  /* on 0: as_of */
    bool has_gate;
    Str gate;
    Str language;
    Str encoding; /* of the files; empty: found out */
    unsigned jobs;
    Str agenda;  /* file that names who is about to take the step; empty: none */
    Str mapping; /* file that says what headings mean; empty: `mapping.yaml` beside the batch, where there is one */
    Str waivers; /* file; empty: `waivers.yaml` of a folder, where there is one */
    bool redact, hash_files;
    bool intervals, steps;    /* records come with their intervals, with their steps */
    Str explain;              /* the key of the one record that is told, with its explanation; empty: all are told */
    bool statistics;          /* they are counted and told */
    bool findings_only;       /* records of which nothing was found need not be told */
    bool unheard;             /* findings are counted and neither told nor compared: how they are told is not worked out */
    bool counts;              /* of a part, and of parts: they are counted, whoever tells them */
    bool clauses;             /* findings come with the clauses that were not met */
    Str baseline;             /* file; empty: none */
    uint64_t (*clock)(void);  /* not NULL: the summary tells what took how long by it */
    uint64_t max_findings;    /* 0: all */
    const volatile int *stop; /* NULL: never */
    PartOptions part;
    Strs parts;                /* files of parts that are put together, in place of a batch; none: a batch is checked */
    Input *kept_part;          /* the one part that a run kept for itself: likewise; NULL: none */
    struct BesideTexts *texts; /* what stood in files beside the batch, where it is run through twice (beside.h); NULL: once */
    uint64_t memory;           /* bytes that groups and keys may take; what is more goes to a temporary file. 0: all that they need */
    bool may_fail[3];          /* by severity: findings that make the run come to FOUND */
} RunOptions;

/* The options of a run, matched with a pack. */
typedef struct {
    bool *selected;          /* by rule */
    bool repeats_columns;    /* `no-column` was left out: what files lack is told with every record */
    const bool *elsewhere;   /* by member: fields that are kept elsewhere where their column is absent */
    const Value *set;        /* by parameter; an error value: not set */
    uint32_t gate_procedure; /* INDEX_NONE: audit */
    uint32_t gate_step;
    Date as_of, on;
} Selection;

/* Everything that does not fit is complained about; the selection may be used when there was no error. */
Selection selection_make(Arena *arena, const Pack *pack, const RunOptions *options, Complaints *complaints);

/* Whether a text is of this pattern: * stands for any number of characters, all else for itself. */
bool glob_matches(Str pattern, Str text);

#endif
