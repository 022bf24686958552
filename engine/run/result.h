/* What a run finds out about a batch of records. Texts are slices of the batch, of the pack, or of the result's own arena. */
#ifndef DULY_RUN_RESULT_H
#define DULY_RUN_RESULT_H

#include "pack/pack.h"

typedef struct {
    uint32_t field;
    Str value; /* as it stands in the file */
    bool missing;
    uint32_t column; /* from 1; 0: none */
} FindingCell;

/* What a client is given as it is (duly_result.h), in the engine's own names. */
typedef duly_pair NamedText;
typedef duly_group_record FindingRecord;
typedef duly_clause FindingClause;

typedef struct Waiver Waiver; /* waivers.h */

/* A rule of the pack cannot be asked without a column: the member of a table, by number. */
typedef struct {
    uint32_t rule, member;
} ColumnWant;

/* A column that a file lacks, and the rules that cannot be asked without it. */
typedef struct {
    const Field *field;
    Str name;        /* "review"; where the batch has no file for a table the name of that */
    uint32_t *rules; /* in the pack */
    uint32_t rule_count;
} FindingColumn;

/* What was taken for granted of a column that a file lacks. */
typedef struct {
    uint32_t table;
    Str file, sheet;
    const Field *field;
    bool is_elsewhere;     /* it is kept elsewhere: rules that ask for it were not asked; else it was taken for empty */
    const uint32_t *rules; /* those rules, in the pack */
    uint32_t rule_count;
} Assumption;

typedef struct {
    uint32_t rule;     /* in the pack */
    Outcome outcome;   /* violation, undecided or waived */
    Severity severity; /* of its rule; one about a cell is as grave as the rules that read it */
    Str message;
    uint32_t table;
    Str key;
    const NamedText *group;
    uint32_t group_count;
    const Str *called; /* by key of a group: what people call the record that it leads to, empty where that is the key; NULL: nothing */
    const NamedText *figures; /* of a group: what its functions come to */
    uint32_t figure_count;
    const FindingRecord *records; /* its first records: where only some of them stand against the condition, the first of those; */
    uint32_t record_count;
    uint64_t record_total; /* of so many */
    bool is_group;         /* about a group of records */
    Str file;
    uint64_t line;
    FindingCell *cells;
    uint32_t cell_count;
    Date clears_on;               /* 0: none */
    Str fingerprint;              /* empty: it would tell something private */
    Str evidence;                 /* likewise of the values of the cells */
    const Waiver *waiver;         /* of a waived one */
    bool is_known;                /* the baseline told it, of the same values */
    const FindingClause *clauses; /* where they were asked for */
    uint32_t clause_count;
    Str sheet;                    /* of a workbook, else empty */
    uint32_t column;              /* of the heading that it is about, from 1; 0: about none */
    const FindingColumn *columns; /* of one about what a file lacks */
    uint32_t column_count;
    Date day;          /* picked the versions of the rule and of its parameters; 0: there is nothing to pick, or it is not told */
    uint32_t day_step; /* the step whose day that is; INDEX_NONE: the as-of date */
} Finding;

/* Whether a finding of this rule is about a cell, which blocks nobody by itself. */
static inline bool rule_is_about_cell(uint32_t rule)
{
    return rule == BUILTIN_UNREADABLE_VALUE || rule == BUILTIN_VALUE_NOT_ALLOWED;
}

/* What became of a waiver; of several records with one key the last of these counts. */
typedef enum {
    WAIVER_UNSEEN,    /* no record has its key */
    WAIVER_IDLE,      /* the record was not judged */
    WAIVER_UNNEEDED,  /* the rule is not violated */
    WAIVER_UNDECIDED, /* nor is it kept: nobody knows yet whether there is anything to accept */
    WAIVER_TWICE,     /* another one accepts it already */
    WAIVER_EARLY,     /* not granted yet */
    WAIVER_EXPIRED,
    WAIVER_LAPSED, /* values have changed */
    WAIVER_USED
} WaiverState;

typedef struct {
    uint32_t waiver;
    WaiverState state;
    Str detail; /* what has changed */
} WaiverUse;

/* An interval of a record whose first step was taken; or, of one that is explained, the first day that another rule sets for its gate. */
typedef struct {
    uint32_t rule;       /* in the pack */
    Date from_on, to_on; /* to_on 0: open; from_on 0: it is no interval */
    Date due;            /* the last day on which the second step may be taken; 0: there is none, or nobody knows */
    Date earliest;       /* the first one; likewise */
    bool is_private;     /* these days are not told: they follow from private fields */
    bool is_unknown;     /* there is a last day, but nobody knows it */
    Str fingerprint;     /* as of a finding */
} IntervalResult;

/* A step of the procedure of a record. */
typedef struct {
    bool taken;
    bool unknown; /* nobody knows: no column, or a cell that cannot be read */
    Date on;      /* 0: not taken, or not to be told */
} StepDay;

typedef struct Explanation Explanation; /* explanation.h */

typedef struct {
    uint32_t table;
    Str key, label, section, file;
    uint64_t line;
    uint32_t row;           /* of its batch */
    Verdict verdict;        /* VERDICT_NONE: no rule of an author is for its table */
    bool wants_columns;     /* an undecided one: nothing but columns that the file lacks stands in the way */
    Date earliest;          /* of a blocked one: the first day on which it would be ready; 0: none is known */
    Date closed_on;         /* or that on which nothing that blocks it now would, but something else; 0: not so */
    uint32_t earliest_step; /* whose day that is; INDEX_NONE: of none */
    Finding *findings;
    uint32_t finding_count;
    IntervalResult *intervals; /* where they were asked for */
    uint32_t interval_count;
    StepDay *steps; /* of its procedure, in order, where they were asked for */
    uint32_t step_count;
    const End *end;                 /* how its case has ended, where steps were asked for; NULL: it has not */
    Date ended_on;                  /* 0: not known, or not to be told */
    Str sheet;                      /* of a workbook, else empty */
    Str content;                    /* of one without a key that has fingerprints: a hash of all that stands in it; else empty */
    const Explanation *explanation; /* of the one that is to be explained */
} RecordResult;

typedef struct {
    RecordResult *records; /* those to be told, in order */
    uint32_t record_count;
    uint32_t judged, not_judged; /* records with a verdict; those that were no candidates */
    uint32_t verdicts[VERDICT_COUNT];
    uint32_t wants_columns;            /* undecided records that want nothing else */
    uint64_t decided;                  /* outcomes of authors' rules: not of those that do not apply, nor of those that only want columns */
    uint32_t (*counts)[OUTCOME_COUNT]; /* by rule of the table's plan */
    ARRAY(WaiverUse) uses;             /* in the arena */
    ARRAY(ColumnWant) wants;           /* likewise, each once */
    bool *left_out;                    /* by field: it is kept elsewhere, and some record leaves it out; NULL: none does */
    struct Gathered *groups;           /* what belongs to them, by group plan of the table, in the arena */
    Arena arena;
} BatchResult;

#endif
