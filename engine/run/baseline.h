/* A baseline: the findings that an earlier report told, so that a run can tell which of its own are new. */
#ifndef DULY_RUN_BASELINE_H
#define DULY_RUN_BASELINE_H

#include "base/map.h"
#include "run/options.h"
#include "run/result.h"

enum { BASELINE_BYTES = 256 << 20 };

/* A finding of the earlier report. Where several have one fingerprint (a key that is not unique) they stand in a chain. */
typedef struct {
    Str rule, outcome, fingerprint, evidence, message, table, key, file;
    uint64_t line;
    uint32_t rule_index; /* INDEX_NONE: the pack has it no more */
    bool is_seen;        /* a finding of this run has its fingerprint */
    bool is_matched;     /* and its outcome and values too: it is known */
    uint32_t next;       /* INDEX_NONE: the last of its chain */
} KnownFinding;

typedef struct Baseline {
    ARRAY(KnownFinding) list; /* in the arena, as are all texts */
    Map first;                /* by fingerprint */
    bool is_foreign;          /* its messages are in another language than those of this run */
} Baseline;

/* Reads a report in the format json or ndjson. What cannot be compared with this run is complained about. */
void baseline_read(Arena *arena, const Pack *pack, const RunOptions *options, Baseline *baseline, Complaints *complaints);
/* The same from a text. */
void baseline_parse(Arena *arena, const Pack *pack, const RunOptions *options, Str text, Baseline *baseline, Complaints *complaints);
void baseline_free(Baseline *baseline);

/* Whether the earlier report told this finding, of the same values. Each of its findings is good for one. */
bool baseline_knows(Baseline *baseline, const Finding *finding);

/* Whether one of a rule that was judged is there no more. */
bool baseline_is_gone(const KnownFinding *known, const bool *selected);

#endif
