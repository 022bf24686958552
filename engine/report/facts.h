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

/* The message, or where there is none the title, or at least the id of the rule. */
Str finding_message(const duly_finding *finding);

/* The word before a finding that is no error: "warning"; WORDS_COUNT: none is needed. */
WordsId finding_degree(const duly_finding *finding);

/* None of these texts is escaped; they live in the arena, or as long as the finding.
   The key of the record, or "reader=Wu, month=2003-02": may be empty. */
Str finding_subject(Arena *arena, const duly_finding *finding);
/* "fee=0; back_on=": the cells that the rule read; "count()=3; records=L2, L4, L7": the figures of a group. Its records are told by their
   keys, and by file and line where those do not tell them apart: "loans.csv:3". */
Str finding_values(Arena *arena, const duly_finding *finding);
/* The same for people: "Fee: 0; Back on: (empty)", with the titles of the fields; "3 records: L2, L4, L7" of a group. */
Str finding_evidence(const Voice *voice, const duly_finding *finding);
/* "waiver: 2024/17, until 2025-08-31": what accepts a waived one; nothing of another. */
Str finding_waiver(const Voice *voice, const duly_finding *finding);
/* "looks at 2003-12-20, the day of Branch meeting; in force until 2014-05-27": which version of the rule it is, and what picked that;
   nothing where there was nothing to pick. */
Str finding_version(const Voice *voice, const duly_finding *finding);
/* "3 records: L2, L4, L7", the first ten of them; nothing where it is about no group. */
Str finding_group(const Voice *voice, const duly_finding *finding);
/* The message, and behind that of a group in brackets which records it is about: for formats of one line. What programs take in says that
   in English, whatever the language of the messages is. */
Str finding_line(const Voice *voice, const duly_finding *finding);

/* Where a finding is for those who must have a place: in a file of the batch, or else where its rule is written, or else the pack.
   A path without ./ at its start. */
typedef struct {
    Str path;
    uint64_t line; /* 0: none */
    Str sheet, a1; /* in a workbook */
} Place;
Place finding_place(const duly_finding *finding, const duly_pack *pack);

/* A path as programs that know the folder want it: from there, and without ./ before it. */
Str plain_path(duly_text path);

/* What stands behind a path: ":12", or "!Sheet1!F13", or "!Sheet1!13" where there is a row but no cell. */
Str place_within(Arena *arena, Str sheet, Str a1, uint64_t line);
/* "loans.csv:12"; and all that is known of where a finding is. */
Str place_of(Arena *arena, Str file, uint64_t line);
Str finding_whole_place(Arena *arena, const duly_finding *finding);

/* What tells a finding from the others of a report: its fingerprint, or where that would tell something private, its rule and its
   place. In the arena. */
Str finding_mark(Arena *arena, Str fingerprint, Str rule, Str file, uint64_t line);

/* How often a fingerprint has come, this time included: more than once where a key is not unique. */
typedef struct {
    Arena *arena;
    Map *first; /* fingerprint to index */
    ARRAY(uint32_t) counts;
} Fingerprints;
/* Goes with the arena. */
Fingerprints *fingerprints_in(Arena *arena);
uint32_t fingerprints_add(Fingerprints *seen, Str fingerprint);

/* "; 2 rows are no records and passed over: 9 (小计 3), 11 (…)": nothing where there are none. */
Str file_passed(const Voice *voice, const duly_file *file);

/* The title of a step, or its id where it has none; that of the gate. */
Str step_title(const duly_pack *pack, Str id);
Str run_step_title(const duly_run *run);
/* What a table is called, or its name where it has no title. It lives as long as the pack. */
Str table_title(const duly_pack *pack, Str name);
/* "before Branch meeting on 2003-12-20, as of 2003-12-20", or "audit as of 2003-12-20". */
Str run_question(const Voice *voice, const duly_run *run, Str step);
/* "year = 2003, pass_mark = 60": what was set for this run. */
Str run_set(Arena *arena, const duly_run *run, const char *equals);

bool run_judged_nothing(const duly_summary *summary);

/* "28 blocked, 3 undecided, 17 ready", and behind that "13 were no candidates". */
Str verdicts_told(const Voice *voice, const uint64_t verdicts[3]);
Str run_verdicts(const Voice *voice, const duly_summary *summary);
/* "42 findings (35 errors, 6 warnings, 1 info); as of 2003-12-20" */
Str run_totals(const Voice *voice, const duly_run *run, const duly_summary *summary);
/* "since the baseline: 2 new, ...": nothing where there is none. */
Str run_baseline(const Voice *voice, const duly_summary *summary);
/* One of the findings that the baseline told, and that are there no more. */
Str run_fixed(const Voice *voice, const duly_fixed *fixed);
/* What was taken for granted of columns that files lack: a line for what is kept elsewhere, and one for what was taken for empty; nothing
   where nothing was. */
Str run_assumptions(const Voice *voice, const duly_run *run, const duly_summary *summary);
/* The same for whoever reads on to the end: many rules that were not asked are counted here and named there. */
Str run_assumptions_briefly(const Voice *voice, const duly_run *run, const duly_summary *summary);
bool run_has_many_unasked(const duly_run *run, const duly_summary *summary);
/* Rules that said nothing, by their titles, so many at most and how many more there are: those that were not asked, since what they ask for
   is kept elsewhere, or those of the author that applied to no record. */
Str run_silent_rules(const Voice *voice, const duly_run *run, const duly_summary *summary, bool unasked, uint64_t most);
/* Whether a rule is one of those that were not asked; and whether it had nothing to say about anything. */
bool run_tells_unasked(const duly_summary *summary, duly_text rule);
bool rule_is_unused(const duly_rule_count *count);
/* What was taken for granted, and for each file which of its rows are no records: a line each. */
Str run_notes(const Voice *voice, const duly_run *run, const duly_summary *summary);
/* The same where the rules that were not asked are named by their titles further on. */
Str run_notes_briefly(const Voice *voice, const duly_run *run, const duly_summary *summary);
/* The notes, and before them that with a baseline only what is new is told. */
Str run_remarks(const Voice *voice, const duly_run *run, const duly_summary *summary);
/* Takes the first of several lines off; false: there is none. */
bool take_line(Str *lines, Str *line);
/* From which day on a blocked record would be ready, or that there is none; empty: nothing is to be said. */
Str record_earliest(const Voice *voice, const duly_record *record);

/* What made the verdict of a record; of one that is ready everything there is to remark. */
bool finding_decides(const duly_record *record, const duly_finding *finding);
/* "Fee; Back on": the fields that a rule in the way found empty or absent, each once. */
Str record_missing(const Voice *voice, const duly_record *record);
/* The messages of what made the verdict, so many at most, with that between them. */
Str record_reasons(const Voice *voice, const duly_record *record, size_t most, Str divider);

/* The columns of a table of rules, and whether a rule found anything. */
enum { OUTCOME_COLUMNS = 5 };
typedef struct {
    duly_outcome outcome;
    WordsId heading;
} OutcomeColumn;
extern const OutcomeColumn outcome_columns[OUTCOME_COLUMNS];
extern const WordsId severity_phrases[SEVERITY_COUNT];
bool rule_found(const duly_rule_count *count);
/* By rule of the pack, the first one with its id: versions of a rule have one. */
const uint32_t *rule_firsts(Arena *arena, const duly_pack *pack);

#endif
