/* What a run tells, in the words of duly.h: shared by checking and explaining. */
#ifndef DULY_API_CHECK_H
#define DULY_API_CHECK_H

#include "api/internal.h"
#include "run/run.h"

typedef struct Check Check;
struct Check {
    const duly_pack *pack;
    const duly_sink *sink;
    bool is_inside; /* see inside.h */
    Str language;
    Str waivers; /* their file */
    Arena arena; /* as long as the run */
    Arena told;  /* as long as a callback */
    duly_run run;
    const uint32_t *rows;                                        /* by rule: its place in the counts; at the end */
    void (*explained)(Check *check, const RecordResult *record); /* NULL: nothing is explained */
    void (*ended)(Check *check);                                 /* after the last one; may be NULL */
};

/* Runs with a pack and a sink that are set. `explain` is the key of the one record to be told; empty: all are. */
duly_status check_run(Check *check, const duly_check_options *options, Str explain);
/* The same from the parts of a run. */
duly_status check_merge(Check *check, const duly_check_options *options, const char *const *parts, size_t count);

/* In check->told, or slices of what is told. */
/* The id of a step of a table's procedure, and its title; INDEX_NONE: leaves them. */
void check_give_step(const Check *check, uint32_t table, uint32_t step, duly_text *id, duly_text *title);
duly_finding check_give_finding(Check *check, const Finding *finding);
duly_interval check_give_interval(Check *check, const RecordResult *record, uint32_t index);
duly_record check_give_record(Check *check, const RecordResult *record);

#endif
