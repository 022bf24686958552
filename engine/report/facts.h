/* What several formats tell in the same way: names, where a finding is, what it is about, how the run came out. */
#ifndef DULY_REPORT_FACTS_H
#define DULY_REPORT_FACTS_H

#include "base/array.h"
#include "base/map.h"
#include "base/text.h"
#include "report/report.h"
#include "report/voice.h"

/* Sections, in the order in which they stand. */
typedef enum {
    SECTION_BLOCKED,
    SECTION_UNDECIDED,
    SECTION_WANTING, /* undecided for want of columns alone: nothing was found in what the file tells */
    SECTION_READY,   /* with remarks; those without are only counted */
    SECTION_OTHERS,  /* not judged, with remarks */
    SECTION_GROUPS,
    SECTION_FILES,
    SECTION_COUNT,
    SECTION_NONE
} Section;

/* Where a record stands; SECTION_NONE: it is only counted. The page for people and the one in Markdown go by it too. */
Section record_section(const duly_record *record);

/* By duly_severity and duly_outcome. */

/* The message, or where there is none the title, or at least the id of the rule. */
Str finding_message(const duly_finding *finding);

/* The key of the record, or "reader=Wu, month=2003-02": may be empty. Not escaped. */
void finding_add_subject(Text *out, const duly_finding *finding);

/* "fee=0; back_on=": the cells that the rule read; "count()=3; records=L2, L4, L7": the figures of a group. Not escaped. */
void finding_add_values(Text *out, const duly_finding *finding);

/* "waiver: 2024/17, until 2025-08-31": what accepts a waived one; nothing of another. Not escaped. */
void finding_add_waiver(Text *out, Str language, const duly_finding *finding);

/* "looks at 2003-12-20, the day of Branch meeting; in force until 2014-05-27": which version of the rule it is, and what picked that;
   nothing where there was nothing to pick. Not escaped. */
void finding_add_version(Text *out, Str language, const duly_finding *finding);

/* "L2, L4, L7": the records of a group, so many at most, and "…" where there are more: by their keys, and by file and line where
   those do not tell them apart: "loans.csv:3". Not escaped. */
void finding_add_records(Text *out, const duly_finding *finding, size_t most);

/* "3 records: L2, L4, L7", the first ten of them; nothing where it is about no group. Not escaped. */
void finding_add_group(Text *out, Str language, const duly_finding *finding);

/* The message, and behind that of a group in brackets which records it is about: for formats of one line. Not escaped. */
void finding_add_line(Text *out, const duly_finding *finding);

/* Where a finding is for those who must have a place: in a file of the batch, or else where its rule is written, or else the pack.
   A path without ./ at its start. */
typedef struct {
    Str path;
    uint64_t line; /* 0: none */
    Str sheet, a1; /* in a workbook */
} Place;
Place finding_place(const duly_finding *finding, const duly_pack *pack);

/* Adds what stands behind a path: ":12", or "!Sheet1!F13", or "!Sheet1!13" where there is a row but no cell. Not escaped. */
void place_add_within(Text *out, Str sheet, Str a1, uint64_t line);

/* What tells a finding from the others of a report: its fingerprint, or where that would tell something private, its rule and its
   place. In the arena. */
Str finding_mark(Arena *arena, Str fingerprint, Str rule, Str file, uint64_t line);

/* How often a fingerprint has come, this time included: more than once where a key is not unique. */
typedef struct {
    Arena *arena;
    Map first; /* fingerprint to index */
    ARRAY(uint32_t) counts;
} Fingerprints;
/* Goes with the arena. */
Fingerprints *fingerprints_in(Arena *arena);
uint32_t fingerprints_add(Fingerprints *seen, Str fingerprint);

/* "; 2 rows are no records and passed over: 9 (小计 3), 11 (…)": nothing where there are none. Not escaped. */
void file_add_passed(Text *out, Str language, const duly_file *file);

/* The title of the gate, or its id where it has none. */
Str run_step_title(const duly_run *run);
/* "Branch meeting (meeting)", or only the id where the step has no title. Not escaped. */
void run_add_step(Text *out, const duly_run *run);

bool run_judged_nothing(const duly_summary *summary);

/* "28 blocked, 3 undecided, 17 ready; 13 were no candidates" */
void run_add_verdicts(Text *out, Str language, const duly_summary *summary);
/* "42 findings (35 errors, 6 warnings, 1 info); as of 2003-12-20" */
/* "since the baseline: 2 new, ..." on a line of its own behind what stands there; nothing where there is none. */
void run_add_baseline(Text *out, const duly_run *run, const duly_summary *summary);
/* What was taken for granted of columns that files lack: a line for what is kept elsewhere, and one for what was taken for empty; nothing
   where nothing was. */
void run_add_assumptions(Text *out, Str language, const duly_summary *summary);
/* From which day on a blocked record would be ready, or that there is none; false: nothing is to be said. Not escaped. */
bool record_add_earliest(Text *out, Str language, const duly_record *record);
void run_add_totals(Text *out, const duly_run *run, const duly_summary *summary);

#endif
