/* duly: checks that records followed their procedure.
 *
 * A pack (rules in YAML) is opened once and never changes; any number of threads may check batches with it. Results come
 * through callbacks, one record after another in the order of the batch, whatever the number of threads that worked on them.
 *
 *     duly_sink sink = { .size = sizeof sink, .problem = hear_problem, .record = hear_record };
 *     duly_pack *pack = duly_pack_open("rules/admission", NULL, &sink);      problems of the pack go to sink.problem
 *     duly_check_options options = { .size = sizeof options, .batch = paths, .batch_count = 1 };
 *     duly_status status = duly_check(pack, &options, &sink);                records go to sink.record
 *     duly_pack_close(pack);
 *
 * Texts are UTF-8 slices, not terminated; what a callback is given is valid during the call only. What is reached from a
 * duly_pack lives until duly_pack_close. No function writes to a stream, changes a signal handler or keeps global state.
 * Numbers are read and written with a point, whatever locale the host has set; its callbacks run in that one.
 *
 * The library never ends its host. When memory runs out, the call is given up: it comes to DULY_NO_MEMORY (functions that give a pointer,
 * to NULL), sink->problem is told so (its `no_memory`), and everything that the call had taken is given back. What the sink heard before
 * is then not the whole. Packs are as they were, and may be used again. A structure that is asked for and not given (NULL) is refused
 * with DULY_MISUSED, NULL or false. Callbacks may call the library; they must return, and not jump over it.
 *
 * Sizes. Host and library may be of different versions, and structures grow at their ends from one to the next. So each begins with its size.
 *
 *     given     What a host fills (options, sinks, sources, reports) and what it has filled (duly_rule, duly_step, duly_value, …) says
 *               sizeof of itself. Members behind the end of a smaller, older one count as nothing and are not written; a larger, newer one
 *               must have nothing (zero) behind the end that the library knows, else it would ask in vain. Such a one, and a size of 0 or one
 *               that there never was, are refused: DULY_MISUSED, NULL or false, with a sentence where there is a sink that can hear it.
 *     told      What a callback is given has the size that the library says. In an array the next one stands so many bytes further:
 *               DULY_AT(record->findings, i) is right with every version of the library; record->findings[i] with the one that the host was
 *               compiled for, as where it is linked in.
 *     values    have none, and stay as they are while the number in the library's name (libduly.so.0) is the same. They are passed by value or in
 *               arrays by the thousand, and with another member they would mean something else: a text is a pointer and a length
 *               (duly_text), a day its three numbers, a pair, a buffer and a variable are a name and what it stands for (duly_pair, duly_buffer,
 *               duly_expr_variable), a list is its members and how many (duly_texts, duly_pairs), a column its type and values
 *               (duly_values), and a value of an expression is what its kind says (duly_expr_value and its parts). Those of Arrow are as Arrow
 *               has them.
 */
#ifndef DULY_H
#define DULY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duly_result.h"
#include "duly_source.h"
#include "duly_text.h"

/* One of an array, wherever the version at hand has it. */
#ifdef __cplusplus
#define DULY_AT(array, index) (reinterpret_cast<decltype(array)>(reinterpret_cast<const char *>(array) + (index) * (array)->size))
#else
#define DULY_AT(array, index) ((const void *) ((const char *) (array) + (index) * (array)->size))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What a run came to; also the exit status of the program. 3 outranks 1: a partial list must not be taken for the list. */
typedef enum {
    DULY_CLEAN = 0, /* every rule was judged and nothing was found at or above fail_on */
    DULY_FOUND = 1,
    DULY_MISUSED = 2,    /* wrong options or a wrong pack: nothing was judged */
    DULY_INCOMPLETE = 3, /* a file could not be read to its end, or no record was judged */
    DULY_NO_MEMORY = 5,  /* never of the program, which ends with 3 */
    DULY_INTERRUPTED = 130
} duly_status;

/* ---- problems: mistakes in a pack, in options, files that cannot be read */

typedef struct {
    size_t size;
    duly_severity severity;
    duly_text id;          /* "E202"; empty for problems of options and files */
    duly_text path;        /* empty: of no file */
    uint32_t line, column; /* from 1, columns in code points; 0: none */
    duly_text message, hint;
    duly_text excerpt; /* the line and carets under it, ready to print; empty: none */
    bool no_memory;    /* there was none, and the call was given up */
} duly_problem;

/* ---- a pack */

typedef struct duly_pack duly_pack;

typedef struct {
    size_t size;
    duly_text name, path, title;
    duly_text sha256;
    size_t rule_count; /* the author's: duly_pack_rule also gives the built-in ones */
    size_t all_rule_count;
    size_t table_count, step_count;
    bool is_default; /* it says that it is meant where several fit a batch as well */
} duly_pack_info;

typedef struct {
    size_t size;
    duly_text id, title, source, table, gate; /* empty where there is none */
    duly_text require;                        /* the condition as it was written */
    duly_severity severity;
    bool builtin;
    duly_text path; /* where it is written, empty for built-in ones */
    uint32_t line;
    duly_text changed_path; /* of the `override` that changed it last; empty: none did */
    uint32_t changed_line;
    duly_text replaces_path; /* where the rule stood before an overlay said its condition anew; empty: none did */
    uint32_t replaces_line;
} duly_rule;

typedef struct {
    size_t size;
    duly_text procedure, id, title, field, table;
    bool optional; /* it may be left out */
} duly_step;

/* What a pack says, for those who print it or make forms of it. Texts are in the language of duly_pack_open. */

typedef struct {
    const duly_text *at;
    size_t count;
} duly_texts;

typedef struct {
    const duly_pair *at;
    size_t count;
} duly_pairs;

typedef struct {
    size_t size;
    duly_text name, title, file, key, label; /* file without its ending; key and label: fields, or empty */
} duly_table;

typedef struct {
    size_t size;
    duly_text table, name, title;
    duly_text type; /* "date", "time", "list of string" */
    bool required, is_private;
    duly_texts headings;                    /* that mean it, beside its name */
    duly_texts heading_patterns;            /* families of them, as the pack writes them: between slashes */
    duly_pairs values;                      /* of an enum: each with its label, which may be empty */
    duly_text pattern, min, max, separator; /* empty where nothing is said */
    duly_text shares; /* the field whose column it reads where it has none of its own, since they have a heading in common */
} duly_field;

typedef struct {
    size_t size;
    duly_date from; /* year 0: from the beginning */
    duly_text value, source;
    duly_text path; /* where it is written: in the pack itself, or in one that it extends */
    uint32_t line;
} duly_parameter_version;

typedef struct {
    size_t size;
    duly_text name, unit, type;
    const duly_parameter_version *versions; /* by their first days */
    size_t version_count;
    duly_text title; /* what people call it; may be empty */
} duly_parameter;

/* A record of an example. */
typedef struct {
    size_t size;
    duly_text table;
    duly_pairs cells;
} duly_sample_record;

/* An example of a rule: what comes out of a record with these cells, or of a group of records. */
typedef struct {
    size_t size;
    duly_outcome outcome;
    duly_date as_of;                   /* year 0: the usual day */
    duly_pairs cells, set;             /* set: parameters that are other than usual */
    const duly_sample_record *records; /* of a rule about groups those of the group, in place of the cells; then those beside */
    size_t record_count, own_count;    /* all of them; those of the group */
} duly_sample;

typedef struct {
    size_t size;
    size_t index; /* for duly_pack_rule */
    const duly_rule *rule;
    duly_date from, to;           /* the days on which it is in force; year 0: no bound */
    duly_text when, clears_on;    /* as they were written, empty: none */
    duly_text missing;            /* "undecided", "violation" or "pass" */
    duly_pairs lets, messages;    /* a message by language */
    duly_texts after;             /* ids of rules */
    bool about_groups;            /* of records that have `group_by` in common */
    duly_pairs group_by;          /* names and expressions */
    duly_text from_step, to_step; /* of an interval, else empty */
    duly_text day_of;             /* the step whose day says which versions are in force; empty: its gate */
    duly_pairs bounds;            /* of an interval: "at_most" "3 months", "extended", "when", "at_least", "counted_from", "not_yet",
                              "counting", "dates", "every", "no_gap" */
    const duly_sample *samples;
    size_t sample_count;
} duly_rule_text;

/* A rule with what became of it: where it is written, and which pack changed it last. */
typedef struct {
    size_t size;
    const duly_rule *rule;
    duly_date from, to; /* the days on which it is in force; year 0: no bound */
    bool enabled;       /* false: it is switched off, and no index stands for it */
} duly_rule_origin;

/* Callbacks; each may be NULL. What they are given is valid during the call only. */
typedef struct {
    size_t size;
    void *context;
    void (*table)(void *context, const duly_table *table);
    void (*field)(void *context, const duly_field *field); /* after their table */
    void (*parameter)(void *context, const duly_parameter *parameter);
    void (*rule)(void *context, const duly_rule_text *rule);       /* the author's, in the order of the pack, intervals among them */
    void (*origin)(void *context, const duly_rule_origin *origin); /* the same rules, built-in ones that were changed, those switched off */
} duly_reader;

/* ---- what a run tells */

typedef struct {
    size_t size;
    duly_text field, title;
    duly_text value; /* as it stands in the file; under `redact` a private one is replaced */
    bool missing;    /* the cell is empty, or there is no such column */
    uint32_t column; /* from 1; 0: the format has no columns */
    duly_text a1;    /* address in a workbook, else empty */
} duly_cell;

/* Whether the baseline told a finding already, of the same values. */
typedef enum { DULY_NO_BASELINE, DULY_NEW, DULY_KNOWN } duly_novelty;

/* Why a violation is accepted: from the batch's file of waivers. */
typedef struct {
    size_t size;
    duly_text document, reason, authority; /* the last two may be empty */
    duly_date granted;                     /* year 0: not said */
    duly_date expires;                     /* the last day on which it holds */
    duly_text file;
    uint64_t line;
} duly_waiver;

/* A column that a file lacks, and the rules that cannot be asked without it. */
typedef struct {
    size_t size;
    duly_text field, title;    /* "review"; where the batch has no file for a table the name of that */
    const duly_text *headings; /* under which it would be recognised, beside its name and title */
    size_t heading_count;
    const duly_text *rules; /* their ids */
    size_t rule_count;
} duly_column;

/* What was taken for granted of a column that a file lacks. */
typedef struct {
    size_t size;
    duly_text table, file, sheet, field, title;
    bool elsewhere;         /* it is kept elsewhere: the rules were not asked; else it was taken for empty */
    const duly_text *rules; /* the ids of those that ask for it */
    size_t rule_count;
} duly_assumption;

typedef struct {
    size_t size;
    size_t rule;            /* index for duly_pack_rule */
    duly_text id;           /* of the rule */
    duly_severity severity; /* of the rule; a finding about a cell is as grave as the rules that read it, at least a warning */
    duly_outcome outcome;   /* DULY_VIOLATION, DULY_UNDECIDED or DULY_WAIVED */
    duly_text title, message;
    duly_text table, key;   /* key empty: not about one record, or its key is missing */
    const duly_pair *group; /* keys of a group, or what a finding about a file is about */
    size_t group_count;
    duly_text about; /* the same as people say it: "Unit: Physics; Month: 12/2003"; empty: about one record */
    duly_text file;
    uint64_t line; /* 0: none */
    const duly_cell *cells;
    size_t cell_count;
    duly_date clears_on;
    duly_text gate, source;
    duly_text rule_file;
    uint32_t rule_line;
    duly_text fingerprint;      /* of rule, table, identity of the record or group: neither line nor wording. Empty where it would tell
                              something private, under `redact` */
    const duly_waiver *waiver;  /* of a waived one, else NULL */
    const duly_clause *clauses; /* of an author's rule, with duly_check_options.clauses */
    size_t clause_count;
    duly_novelty novelty;
    duly_text evidence;       /* a hash of the cells' values, shown ones only: other data, another hash; may be empty */
    bool is_group;            /* about a group of records: */
    const duly_pair *figures; /* what the rule's functions come to for it: "count()", "3" */
    size_t figure_count;
    const duly_group_record *records; /* its first records: where only some of them stand against the condition, the first of those; */
    size_t record_count;
    uint64_t record_total;      /* there are so many */
    const duly_column *columns; /* of `no-column`: what the file lacks */
    size_t column_count;
    uint32_t column; /* of the heading that it is about, from 1; 0: about none */
    duly_text sheet; /* of a workbook, where `line` is the row; else empty */
    duly_text a1;    /* address in it: of the first of the cells that has one, or of the heading; else empty */
    duly_date day;   /* picked the version of the rule and of its parameters; year 0: nothing to pick, not known, or private */
    duly_text day_step, day_step_title; /* the step whose day that is; empty: it is the as-of date */
    duly_date from, to;                 /* when this version of the rule is in force, both inclusive; year 0: no bound */
} duly_finding;

/* A step of the procedure of a record. */
typedef struct {
    size_t size;
    size_t step; /* index for duly_pack_step */
    bool taken;
    bool unknown;       /* nobody knows whether it was: the file has no column for it, or its cell cannot be read */
    duly_date on;       /* year 0: not taken, or under `redact` the day of a private field */
    duly_text document; /* what is in force on that day, of a step to come on the as-of date; empty: nobody knows */
} duly_step_day;

typedef struct {
    size_t size;
    duly_text table, table_title, key, label; /* label: a name beside the key, empty: none */
    duly_text file;
    uint64_t line;
    duly_verdict verdict;
    bool wants_columns;  /* an undecided one: nothing but columns that the file lacks stands in the way */
    duly_date earliest;  /* of a blocked one: the first day on which a check of it would find it ready */
    duly_date closed_on; /* or the one on which nothing that blocks it now would, but by then the window of another rule has closed */
    duly_text earliest_step, earliest_step_title; /* the step whose day that is; empty: of none */
    const duly_finding *findings;
    size_t finding_count;
    duly_text section;          /* by what reports group records (a unit); of an enum its label; may be empty */
    const duly_step_day *steps; /* of its procedure, in order; only where duly_check_options.steps asks for them */
    size_t step_count;
    duly_text sheet;          /* of a workbook, where `line` is the row; else empty */
    duly_text end, end_title; /* with its steps: how its case has ended before the last of them; empty: it has not */
    duly_date ended_on;       /* year 0: not known, or under `redact` of a private field */
} duly_record;

/* An interval between two steps, of a record that has taken the first of them. Of a record that is explained also the first day
   on which the gate of a rule may be taken, which `clears_on` tells: such a one has no `from`. */
typedef struct {
    size_t size;
    size_t rule; /* index for duly_pack_rule */
    duly_text id, title;
    duly_severity severity;
    duly_text table, key, label, file;
    uint64_t line;
    duly_text from, from_title, to, to_title; /* the two steps */
    duly_date from_on, to_on;                 /* to_on of year 0: open */
    duly_date due;                            /* the last day on which the second step may be taken; year 0: none, or it cannot be known */
    duly_date earliest;                       /* the first one; likewise */
    int64_t days_left;                        /* of an open one with a due day: from the as-of date to it, negative when that is past */
    duly_text section;                        /* as of its record */
    duly_text again;       /* what is to be done again and again until the second step: that is due; empty: the second step is */
    bool is_private;       /* under `redact`: its days follow from private fields and are all of year 0 */
    bool is_unknown;       /* there is a last day, but what it follows from is missing */
    bool is_waived;        /* it is violated, and a waiver accepts that */
    duly_text fingerprint; /* as of a finding */
    duly_text sheet;       /* of a workbook, where `line` is the row; else empty */
} duly_interval;

/* A column of a statistic. */
typedef struct {
    size_t size;
    duly_text name, title; /* title empty: there is none */
    double weight;         /* of its value for the score; 0: it does not count */
} duly_measure;

/* What is measured of a group: a number, or a text where `is_number` is false; both times the same, as far as they are known. */
typedef struct {
    size_t size;
    bool known, known_before; /* before: in the statistic beside, such as that of the year before */
    bool is_number;
    double number, before;
    duly_text text, text_before; /* as the pack wants numbers written; empty where they are not known */
    duly_text change;            /* "+0.74": by so much the number is other than before; empty where one of them is not known */
    duly_text change_percent;    /* "+11.6%": in proportion; also empty where it was 0 before */
} duly_figure;

typedef struct {
    size_t size;
    const duly_pair *keys; /* what the records of the group have in common; none of a total */
    const duly_text *
        shown; /* their values as people write them: "12/2003" for the month that begins on 2003-12-01; of records with the name behind: "U07 Library" */
    size_t key_count;
    bool is_total; /* all groups together */
    uint64_t records;
    const duly_figure *figures; /* by measure */
    bool has_score;
    double score;      /* 0 to 100 */
    duly_text trouble; /* why something is not known; empty: everything is */
} duly_statistic_row;

typedef struct {
    size_t size;
    duly_text id, title, table, source;
    const duly_text *keys; /* as people call them; rows have their names */
    size_t key_count;
    const duly_measure *measures;
    size_t measure_count;
    bool has_score;
    duly_text compared; /* the parameter that is other in the statistic beside; empty: nothing is compared */
    int64_t compared_value, compared_before;
    const duly_statistic_row *rows; /* in the order of their keys, the total last */
    size_t row_count;
} duly_statistic;

/* What the encoding of a file was decided on: the option, a byte order mark, that all of it is well-formed (and no UTF-8, if it is
   another), zero bytes where UTF-16 has them, or that most of it is. */
typedef enum { DULY_BY_NAME, DULY_BY_MARK, DULY_BY_FIT, DULY_BY_ZEROS, DULY_BY_MOST } duly_encoding_basis;

/* A row that is no record: above the heading, or below it a total, a note, a signature or the heading again. */
typedef struct {
    size_t size;
    uint64_t line;
    duly_text text; /* the beginning of what stands in it; empty where a run is redacted */
} duly_passed_row;

typedef struct {
    size_t size;
    duly_text path, table, encoding; /* encoding empty: it is no text */
    duly_text sha256;                /* empty unless asked for */
    uint64_t bytes, records;
    duly_encoding_basis encoding_by;
    uint64_t bad_bytes;            /* that are no text in this encoding: each cell with one has a finding */
    uint64_t blank_rows;           /* passed over */
    duly_text sheet;               /* of a workbook, which has no encoding; else empty */
    uint64_t hidden;               /* records in rows that the workbook hides */
    uint64_t passed_rows;          /* below the heading, that are no records and not blank */
    const duly_passed_row *passed; /* the first of them */
    size_t passed_count;
} duly_file;

typedef struct {
    size_t size;
    duly_text version; /* of the library */
    const duly_pack *pack;
    duly_date as_of, on; /* `on` only with a gate */
    duly_text gate;
    const duly_pair *set; /* parameters that were set for this run, and their values */
    size_t set_count;
    duly_text language;
    bool redacted;
    duly_text baseline; /* its file, empty: none */
    duly_text waivers;  /* likewise */
    /* known at the end: */
    bool complete;
    const duly_file *files;
    size_t file_count;
    const duly_text *batch; /* paths of all files that were to be read, also where they could not be; one for each sheet that is */
    size_t batch_count;
} duly_run;

typedef struct {
    size_t size;
    size_t rule;          /* where it has several versions, the first of those that were asked */
    uint64_t outcomes[5]; /* by duly_outcome: on how many records (groups); each is judged by one version */
} duly_rule_count;

typedef struct {
    size_t size;
    duly_text table;
    uint64_t records;
    bool judged; /* some rule of the pack is for it, or the pack has no rule: its records have verdicts */
} duly_table_count;

/* What a run spent its time on, in nanoseconds summed over threads. All rules of a table are one program, in which equal parts
   are worked out once: what one rule alone needs is that rule's, all else is shared. */
typedef struct {
    size_t size;
    size_t rule;
    uint64_t condition_ns;
    uint64_t findings_ns; /* messages, and what else belongs to a finding */
} duly_rule_time;

typedef struct {
    size_t size;
    const duly_rule_time *rules; /* those of duly_summary.rules, in that order */
    uint64_t shared_ns;          /* parts of conditions that several rules need */
    uint64_t cells_ns;           /* cells turned into values */
    uint64_t reading_ns;         /* files read, decoded and divided into cells */
    uint64_t groups_ns;          /* records gathered into groups, and these judged */
    uint64_t telling_ns;         /* in the callbacks of the sink, which write reports */
    uint64_t rest_ns;            /* what is none of these: all together is the run, but for the end of it */
} duly_timings;

/* A finding of the baseline that is there no more. */
typedef struct {
    size_t size;
    size_t rule;
    duly_text id, message, table, key, file, fingerprint; /* message: empty where the baseline is in another language */
    uint64_t line;                                        /* in the file as it was */
} duly_fixed;

/* Somebody whom an agenda names. */
typedef struct {
    size_t size;
    duly_text name; /* as it stands there, or DULY_KEPT_BACK under `redact` */
    uint64_t line;  /* in the agenda */
} duly_absent;

typedef struct {
    size_t size;
    const duly_table_count *tables;
    size_t table_count;
    uint64_t verdicts[3];   /* by duly_verdict: ready, blocked, undecided */
    uint64_t not_judged;    /* records that were no candidates */
    uint64_t wants_columns; /* undecided ones where nothing but columns that the files lack stands in the way */
    uint64_t about_columns; /* findings that tell so: of files, not of anybody */
    const duly_assumption *assumptions;
    size_t assumption_count;
    const duly_rule_count *rules; /* selected ones, in the order of the pack, built-in ones first; the versions of a rule are one */
    size_t rule_count;
    uint64_t findings, left_out; /* left_out: more than max_findings */
    uint64_t by_severity[3];
    const duly_timings *timings; /* NULL unless asked for */
    bool has_baseline;
    uint64_t known;          /* findings that the baseline told too */
    const duly_fixed *fixed; /* those of the baseline that a complete run did not find again */
    size_t fixed_count;
    duly_text mapping;       /* the file that says what headings and values mean; empty: none */
    const duly_pair *mapped; /* what it says of these files, and nothing where private fields are kept back */
    size_t mapped_count;
    duly_text agenda;          /* the file that says who is meant (duly_check_options.agenda); empty: none */
    const duly_absent *absent; /* whom it names, and no record is of; of a run that reached its end */
    size_t absent_count;
    const duly_text *mapped_titles; /* by `mapped`: the value as people call it, a field by its title */
} duly_summary;

/* Callbacks; each may be NULL, and what no callback hears is not worked out. They are called one at a time, from the thread that
   called. */
typedef struct {
    size_t size;
    void *context;
    void (*problem)(void *context, const duly_problem *problem);
    void (*begin)(void *context, const duly_run *run);
    void (*finding)(void *context, const duly_finding *finding); /* one that is about no record */
    void (*record)(void *context, const duly_record *record);    /* every record that was judged, with its findings */
    void (*end)(void *context, const duly_run *run, const duly_summary *summary);
    void (*progress)(void *context, uint64_t done_bytes, uint64_t total_bytes, uint64_t records);
    void (*interval)(void *context, const duly_interval *interval);    /* after their record, in the order of the rules */
    void (*statistic)(void *context, const duly_statistic *statistic); /* before `end`, in the order of the pack; not of a table
                                                                          that could not be read to its end */
    const char *language;                                              /* of problems where no pack tells it: duly_eval. NULL: English */
    bool found_only; /* `record` wants nothing but what was found: the others, which are most, are counted and need not be made */
} duly_sink;

typedef struct {
    size_t size;
    const char *const *batch; /* folders and files */
    size_t batch_count;
    const char *const *table_files; /* "table=path" */
    size_t table_file_count;
    duly_date as_of;  /* must be given: the library never asks for today */
    const char *gate; /* NULL: audit */
    duly_date on;     /* year 0: as_of */
    duly_severity fail_on;
    const char *const *only, *const *skip; /* ids of rules, may hold * */
    size_t only_count, skip_count;
    const char *const *elsewhere; /* fields that are kept elsewhere: "field" or "table.field" */
    size_t elsewhere_count;
    const char *const *set; /* "name=value" */
    size_t set_count;
    const char *language;  /* NULL: English, else the first there is */
    unsigned jobs;         /* threads that evaluate; 0: one */
    bool redact;           /* private fields never leave */
    uint64_t max_findings; /* 0: all */
    bool hash_files;
    const volatile int *stop; /* not NULL: the run ends early when it becomes non-zero */
    const char *waivers;      /* file; NULL: `waivers.yaml` of a folder of the batch, where there is one */
    const char *baseline;     /* an earlier report, json or ndjson; NULL: none. Only what it does not tell counts as found */
    bool steps;               /* records come with the steps of their procedure */
    uint64_t (*clock)(void);  /* nanoseconds, from any thread: the summary tells what took how long; NULL: it does not */
    bool clauses;             /* findings come with the clauses that were not met: each is evaluated once more */
    const char *encoding;     /* of the files: "utf-8", "gb18030", "utf-16", ...; NULL: found out for each */
    const char *agenda;       /* file that names, by key or label, who is about to take `gate`; NULL: whoever has not taken it */
    const char *mapping;      /* file that says what headings and values mean; NULL: `mapping.yaml` beside the batch, where there is one */
    uint64_t memory;          /* bytes that groups and keys may take: what is more goes to a temporary file, with the same result. 0: all
                                 that they need. What references lead to is in memory all the same */
    /* A share of the batch alone is judged, and what comes of it goes to `part_bytes` for duly_merge: of the sink, `problem`, `begin`,
       `end` and `progress` are called. DULY_CLEAN, whatever was found. */
    unsigned part, part_count;                                          /* the third of eight: 3, 8 */
    void (*part_bytes)(void *context, const char *bytes, size_t count); /* NULL: no part is made */
    void *part_context;
    const char *const *shares; /* tables of which the batch brings nothing but this share; files of others are cut */
    size_t share_count;
    const duly_source *sources; /* records that are in memory */
    size_t source_count;
} duly_check_options;

/* ---- records from memory (duly_source.h)

   A source stands in place of a file, beside files or alone, and is read as one: its headings are matched as those of a file are, what a cell
   cannot be is told with the number of its row (from 1) and column, and reports show its name.

       rows     `next` gives them in blocks of any size, called from the thread that called duly_check, one source after the other in the order of
                the tables, and no more after it gave none or failed. What it gives is copied, and must live until the next call or the end of the
                run. Each row is a record; one with nothing in it is passed over and counted.
       stream   of Arrow. It is the library's from the moment at which the run begins, and `release` is NULL then; where it is not after the
                call, the call was refused before, and the stream is still the host's. It is released when the run ends, whatever it comes to.
                Read are null, bool, ints, floats, decimal128, utf8, large_utf8, utf8_view, dictionaries of these, date32, date64, time and
                timestamp. A timestamp with a zone is an instant; one without is told in a field of instants, and at midnight is a day. A column of
                another type is refused where a field is read from it, and else does not matter.
       bytes    of a file of any format, which its name tells; they must live as long as the call.

   A source that fails, or contradicts itself, makes the run incomplete (DULY_INCOMPLETE) and says why; one that cannot be read at all is an
   option that is wrong (DULY_MISUSED). Records of a table that others refer to are read twice, and asked for once: they are kept in memory
   meanwhile. Baselines, waivers and mappings are files; duly_read reads files alone. */

/* ---- the rows of a file as they came in */

typedef enum { DULY_CELL_TEXT, DULY_CELL_NUMBER, DULY_CELL_DAY /* 2003-06-01 */ } duly_cell_kind;

typedef struct {
    size_t size;
    uint32_t column;     /* from 1 */
    duly_cell_kind kind; /* a workbook tells numbers and days from texts */
    duly_text text;      /* what the cell shows */
    bool is_private;     /* of a private field, or of none: a column that no field claims, a row above the headings */
} duly_row_cell;

typedef struct {
    size_t size;
    uint64_t line; /* as findings give it; 0: the names of the fields, of a file whose records name them */
    bool is_heading, is_hidden;
    const duly_row_cell *cells; /* from left to right, without the empty ones */
    size_t cell_count;
} duly_row;

typedef void (*duly_row_sink)(void *context, const duly_row *row);

/* ---- functions: none takes its host with it. What must be given and is NULL, a list with fewer members than it is said to have, or
   a size that cannot be are refused: DULY_MISUSED, false or NULL, with a sentence where there is a sink. */

/* "0.1.0" */
const char *duly_version(void);

/* Loads and checks a pack: a folder or a file. Every mistake goes to sink->problem, in one go, warnings too. NULL if there is an
   error or no memory. `language` (NULL: English) is that of titles that duly_pack_* give, and of what is told about the pack. One in which
   neither the pack nor duly (en, zh) says anything is an error. */
duly_pack *duly_pack_open(const char *path, const char *language, const duly_sink *sink);
/* The same in about half the time, for those who judge records and do not edit rules: examples, rules that are switched off, and
   messages in other languages are not looked at, so that their mistakes are not found, and nothing is warned about. Records are
   best checked in that language: messages in others may not be there. */
duly_pack *duly_pack_open_to_judge(const char *path, const char *language, const duly_sink *sink);
/* The same with texts that stand in front of the files: one with the path of a file of the pack is read in its place (what an editor has not
   saved), one with another path below the pack's is a file more, and where the disk has no such path they are the whole pack, also packs
   that it extends. Problems give these paths. The texts are copied. NULL for options: the usual. */
typedef struct {
    duly_text path; /* "rules/admission/rules.yaml", below the path of the pack as it is given */
    duly_text text;
} duly_buffer;
typedef struct {
    size_t size;
    const char *language;
    bool to_judge; /* as duly_pack_open_to_judge */
    const duly_buffer *files;
    size_t file_count;
} duly_pack_options;
duly_pack *duly_pack_open_as(const char *path, const duly_pack_options *options, const duly_sink *sink);
void duly_pack_close(duly_pack *pack);

/* DULY_CLEAN. */
duly_status duly_pack_describe(const duly_pack *pack, duly_pack_info *info);
/* The rule at an index below all_rule_count; false beyond. Built-in ones come first. */
bool duly_pack_rule(const duly_pack *pack, size_t index, duly_rule *rule);
/* The path of a file of the pack, or of one that it extends; false beyond the last. */
bool duly_pack_file(const duly_pack *pack, size_t index, duly_text *path);
/* The step at an index below step_count over all procedures; false beyond. */
bool duly_pack_step(const duly_pack *pack, size_t index, duly_step *step);

/* Reads a pack out: its tables with their fields, its parameters, its rules. DULY_CLEAN when all was told. */
duly_status duly_pack_read(const duly_pack *pack, const duly_reader *reader);

/* Checks a batch. Wrong options are told to sink->problem, all at once. */
duly_status duly_check(const duly_pack *pack, const duly_check_options *options, const duly_sink *sink);

/* What a part says of itself. */
typedef struct {
    size_t size;
    unsigned part, part_count;
    duly_text pack, language; /* the path of its pack as it was given; the language of what is told */
    bool statistics;          /* it holds figures: duly_merge wants a sink with `statistic` */
    bool clauses;             /* findings come with the clauses that were not met */
} duly_part_info;
/* Calls `tell` with it. DULY_INCOMPLETE: the file is no part that can be read, which is told to sink->problem, in `language` (NULL: English). */
duly_status duly_part_describe(const char *path, const char *language, void (*tell)(void *context, const duly_part_info *info),
                               void *context, const duly_sink *sink);
/* Tells what a check of the whole batch tells, from its parts, in whatever order they are named; memory holds what the sink is told, not
   the records. The pack must be the one that they were checked with. Of the options it looks at `language` (that of the parts), `fail_on`,
   `max_findings`, `baseline`, `hash_files`, `steps` and `stop`. DULY_MISUSED: they are not the parts of one run, or not all of them;
   DULY_INCOMPLETE also: one of them is damaged. */
duly_status duly_merge(const duly_pack *pack, const char *const *parts, size_t part_count, const duly_check_options *options,
                       const duly_sink *sink);
/* The same, with what comes out as streams of Arrow record batches (duly_source.h): `verdicts` has a row for each record that was judged,
   `findings` one for each finding, in the order in which a sink hears of them. Either may be NULL. Columns are texts (utf8), days (date32) and
   numbers from 1 (uint64), null where there is nothing:

       verdicts  table key label section verdict for_want_of earliest earliest_step closed_on file line sheet
       findings  rule severity outcome title message table key group fields file line sheet a1 clears_on gate source fingerprint

   Both are filled when the call returns, unless it came to DULY_MISUSED or DULY_NO_MEMORY: then there are none (`release` is NULL). They stay in
   memory, some 200 bytes a row, until the streams and what came out of them are released, from whichever thread, also after the pack is closed.
   After DULY_INCOMPLETE and DULY_INTERRUPTED they hold what was found until then. */
duly_status duly_check_arrow(const duly_pack *pack, const duly_check_options *options, struct ArrowArrayStream *verdicts,
                             struct ArrowArrayStream *findings, const duly_sink *sink);

/* What opening a pack does not look for because its examples have to be run: comparisons that none of them tries on the boundary. With
   `all` also what is only worth a remark: fields that no rule reads. DULY_CLEAN when it was looked for, whatever was found. */
duly_status duly_lint(const duly_pack *pack, bool all, const duly_sink *sink);

/* An entry of the catalogue of problems; false: there is none with this id ("W402"), or at this index. */
typedef struct {
    size_t size;
    duly_text id, title, explanation;
    duly_severity severity;
    duly_text wrong, right; /* an example of the mistake, and the same as it should be */
} duly_explanation;
bool duly_explain(duly_text id, duly_explanation *explanation);
bool duly_explain_at(size_t index, duly_explanation *explanation);

/* Reads a file of a batch (as duly_run tells it: path, table, sheet) and hands on every row of it, those above the heading too;
   of files whose records name their fields (JSON, YAML) the names first, then a row for each record. Problems go to
   sink->problem. DULY_INCOMPLETE: it could not be read to its end, or is no more as the run told it. */
duly_status duly_read(const duly_pack *pack, const duly_file *file, duly_row_sink row, void *context, const duly_sink *sink);

/* Tells how the headings of each file of a batch are matched with the fields of its table, and judges nothing. Of the options it looks
   at `batch`, `table_files`, `mapping`, `encoding`, `redact` and `stop`. Of files whose records name their fields (JSON, YAML) all records are read for their
   keys; of others the heading, and some rows below it. What cannot be read is told to sink->problem. DULY_CLEAN: all files were
   told of; DULY_INCOMPLETE: not all could be read; DULY_MISUSED: the options are wrong. */
typedef enum { DULY_IS_NAME, DULY_IS_HEADING, DULY_IS_TITLE, DULY_FITS_PATTERN, DULY_IS_GIVEN /* by a mapping */ } duly_heading_basis;
typedef struct {
    size_t size;
    uint32_t column;          /* from 1; 0: a key of records */
    duly_text heading;        /* as it stands in the file, "above/below" where it takes several rows; under `redact` empty where no field
                              claims it */
    duly_text field;          /* that it means; empty: none, and what follows says why */
    duly_heading_basis basis; /* it is the field's name, one of its other headings, its title, or fits a pattern: */
    duly_text declared;       /* as the pack writes that */
    bool folded;              /* they are the same only without blanks, case, width, marks and what stands in brackets */
    duly_texts rivals;        /* other fields that list the same heading: cells and place spoke for this one */
    duly_text suggestion;     /* what was perhaps meant; may be empty */
    duly_text repeats;        /* the field, where an earlier column gives it already */
    bool left_out;            /* a mapping says that it is not to be read */
    const char *looks;        /* of a column that is no field: what its cells look like, "dates"; NULL: nothing is known */
    duly_texts likely;        /* fields without a column that could hold them, the likeliest first */
} duly_mapped_column;
typedef struct {
    size_t size;
    duly_text name, title;
    bool required;
} duly_lacking_field;
typedef struct {
    size_t size;
    uint64_t line;
    duly_text words, value, field; /* as they stand above the heading, and the field of all records that they give; value: empty under
                                      `redact` where the field is private */
    bool has_column;               /* a column of its own goes before it */
    bool disagrees;                /* with another one: neither is read */
} duly_above;
typedef struct {
    size_t size;
    const duly_file *file;         /* without numbers of records, bytes and hash */
    uint64_t line;                 /* of the heading, the last where it takes several; 0: records name their fields */
    uint64_t first_line;           /* the first of them */
    const duly_passed_row *passed; /* rows above the heading that are not blank */
    size_t passed_count;
    const duly_mapped_column *columns; /* from left to right, without those that have no heading */
    size_t column_count;
    const duly_lacking_field *lacking; /* fields without a column, in the order of the pack */
    size_t lacking_count;
    const duly_above *above; /* what stands above the heading for all records */
    size_t above_count;
} duly_mapping;
typedef void (*duly_mapping_sink)(void *context, const duly_mapping *mapping);
duly_status duly_map(const duly_pack *pack, const duly_check_options *options, duly_mapping_sink mapping, void *context,
                     const duly_sink *sink);

/* Drafts a pack from a file that no pack speaks of yet ("book.xlsx#sheet" of a workbook): a field for each column, of the type that all of its
   cells can be read as, what identifies a record, and two or three rules with examples that the file itself keeps. What is guessed
   stands there as a question, in a comment. DULY_CLEAN: `draft` was called; DULY_INCOMPLETE: the file cannot be read, which is told. */
typedef struct {
    size_t size;
    const char *language;     /* of questions and messages; NULL: English */
    const char *encoding;     /* NULL: found out */
    const volatile int *stop; /* NULL: never */
} duly_draft_options;
typedef struct {
    size_t size;
    duly_text name; /* of the pack and its table */
    duly_text text; /* of the file: a whole pack in YAML */
    uint64_t records;
    size_t columns;
} duly_draft;
typedef void (*duly_draft_sink)(void *context, const duly_draft *draft);
duly_status duly_draft_pack(const char *path, const duly_draft_options *options, duly_draft_sink draft, void *context,
                            const duly_sink *sink);

/* Runs the examples of the rules: `example` is called for each, passed or not. With `clause` every clause of their conditions is told
   after that: what `when` and `require` are, what && || ! and ?: join in them, what macros ask of an element, and what examples
   made of it. With `mutant` every change that could be made to a rule, and whether its examples notice.
   DULY_CLEAN: all passed and there was at least one. */
typedef struct {
    size_t size;
    const char *const *only; /* ids of rules; none: all */
    size_t only_count;
    unsigned jobs; /* threads that try changes; 0: one */
} duly_test_options;
typedef struct {
    size_t size;
    size_t rule;
    duly_text id;
    duly_outcome expected, actual;
    bool passed;
    duly_text path;
    uint32_t line;
    duly_text detail; /* why it came out as it did: the message of the finding, or the causes */
} duly_example;
typedef struct {
    size_t size;
    size_t rule;
    duly_text id;                                   /* of the rule */
    duly_text place;                                /* "when", "require", "let counted", "extended"; "interval": whether it is kept */
    duly_text text;                                 /* in canonical form */
    uint64_t seen_true, seen_false, seen_undecided; /* how often */
    const duly_problem *problem; /* where it stands, and what to tell when it was not seen both true and false; else its message is empty */
} duly_clause_seen;
typedef enum {
    DULY_NOTICED,         /* some example does not come out as it says any more */
    DULY_SURVIVED,        /* all do */
    DULY_EXPLAINED,       /* all do, and the rule says why that is right */
    DULY_NOT_TRIED,       /* examples of the rule fail without any change, or there are too many changes */
    DULY_EXPLAINS_NOTHING /* an entry of `equivalent` for a change that is noticed, or not made */
} duly_mutant_fate;
typedef struct {
    size_t size;
    size_t rule;
    duly_text id; /* of the rule */
    duly_mutant_fate fate;
    duly_text change;            /* "item.n >= 3 -> item.n > 3" */
    duly_text reason;            /* of an explained one */
    const duly_problem *problem; /* where it is made; of survivors and entries that explain nothing also what to tell */
} duly_mutant;
typedef struct {
    size_t size;
    void *context;
    void (*problem)(void *context, const duly_problem *problem);
    void (*example)(void *context, const duly_example *example);
    void (*clause)(void *context, const duly_clause_seen *clause); /* NULL: coverage is not measured */
    void (*mutant)(void *context, const duly_mutant *mutant);      /* NULL: nothing is changed */
} duly_test_sink;
duly_status duly_test(const duly_pack *pack, const duly_test_options *options, const duly_test_sink *sink);

/* The JSON Schema (draft 7) of a kind of file that people write, for editors and validators: of a file of a pack, or of the file of
   waivers. `value` is zeroed before its first use; its `value` is the text. DULY_CLEAN. */
typedef enum { DULY_SCHEMA_PACK, DULY_SCHEMA_CALENDAR /* a file that holds nothing else */, DULY_SCHEMA_WAIVERS } duly_schema_kind;
typedef struct duly_value duly_value;
duly_status duly_schema(duly_schema_kind kind, duly_value *value);
/* The same with its descriptions in a language; NULL: English. */
duly_status duly_schema_in(duly_schema_kind kind, const char *language, duly_value *value);

/* ---- one record explained */

typedef enum {
    DULY_PART_VALUE,
    DULY_PART_MISSING,  /* it has no value because a cell is empty or cannot be read */
    DULY_PART_FAILED,   /* it cannot be worked out */
    DULY_PART_LEFT_OUT, /* it was not needed */
    DULY_PART_PRIVATE   /* under `redact`: it tells something of a private field */
} duly_part_state;

/* A part of an expression: the whole stands first, at depth 0; the parts of a part follow it, one deeper. Literals are left out. */
typedef struct {
    size_t size;
    unsigned depth;
    duly_text text; /* in canonical form */
    duly_part_state state;
    duly_text value; /* of DULY_PART_VALUE: as an author writes it, a day as 2003-06-01 */
} duly_part;

/* A parameter that a rule looks at, as it was for this record. */
typedef struct {
    size_t size;
    duly_text name, unit;
    duly_text value; /* empty: it has none on that day */
    bool set;        /* for this run */
    duly_date from;  /* since when this version is in force; year 0: always, or set */
    duly_text source;
} duly_parameter_use;

typedef struct {
    size_t size;
    size_t rule; /* index for duly_pack_rule */
    duly_outcome outcome;
    const duly_finding *finding; /* NULL: there is none */
    duly_text title;
    duly_date day; /* picks the versions of the rule and of its parameters; year 0: not known, or under `redact` private */
    duly_text day_step, day_step_title; /* the step whose day that is; empty: it is the as-of date */
    duly_date from, to;                 /* when this version of the rule is in force, both inclusive; year 0: no bound */
    const duly_parameter_use *parameters;
    size_t parameter_count;
    const duly_part *when; /* none of built-in rules */
    size_t when_count;
    const duly_part *require;
    size_t require_count;
} duly_rule_explanation;

typedef struct {
    size_t size;
    const duly_run *run;
    const duly_record *record;      /* with its steps; DULY_NOT_JUDGED: it is no candidate, and has no rules */
    const duly_interval *intervals; /* those of which the first step was taken */
    size_t interval_count;
    const duly_rule_explanation *rules; /* about records, in the order of the pack, built-in ones first */
    size_t rule_count;
} duly_record_explanation;

/* Explains the first record with a key, in each table that has one and of which rules are asked: `explain` is called for each, from the
   calling thread. Nothing of a table is read behind its record. The options are those of a check (`only` picks rules). DULY_CLEAN: one
   was explained; DULY_FOUND: there is no such record; DULY_INCOMPLETE: a file could not be read to its end, so that it cannot be said that
   there is none, nor that what was told of one rests on all that it refers to. Of the sink, `problem` and `progress` are called. */
duly_status duly_explain_record(const duly_pack *pack, const duly_check_options *options, const char *key,
                                void (*explain)(void *context, const duly_record_explanation *explanation), const duly_sink *sink);

/* Evaluates one expression of the rule language (DULY_FOUND: it is a correct one, but its evaluation fails). `value` is zeroed
   before its first use. `variables` is a JSON object (NULL: none) whose members become variables of
   dynamic type; `as_of` likewise a date. The result is given as an author writes it ("'text'", "date('2003-06-01')") and its type. */
struct duly_value {
    size_t size;
    duly_text value, type; /* valid until the next call with the same duly_value, or duly_value_free */
    duly_text listing;     /* the program, readable */
    void *memory;
};
duly_status duly_eval(duly_text expression, duly_text variables, duly_value *value, const duly_sink *sink);
void duly_value_free(duly_value *value);
/* The same, telling the value of every part: `part` is called for each with the context of the sink, as duly_part tells. */
duly_status duly_eval_parts(duly_text expression, duly_text variables, void (*part)(void *context, const duly_part *part),
                            const duly_sink *sink);

#ifdef __cplusplus
}
#endif

#endif
