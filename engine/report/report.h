/* Reports: every format is a set of callbacks for a duly_sink, made from one table of formats. Here stands what all of them share:
   what is told (facts.h), how texts are made harmless (escape.h, printable.h), what is gathered from a run before it is written
   (due.h, diff.h, statistics.h). The formats live in rooms, by who reads them: text/ at a terminal, html/ in a browser, machine/
   programs, book/ in a program for spreadsheets, paper/ on a desk. */
#ifndef DULY_REPORT_REPORT_H
#define DULY_REPORT_REPORT_H

#include "api/duly.h"
#include "base/io.h"
#include "base/text.h"
#include "base/vocabulary.h"

struct Proof;

/* In which order lists of what is due stand, and what stands together. */
typedef enum { DUE_BY_DAY, DUE_BY_RECORD, DUE_BY_GROUP } DueOrder;

/* How much is told of the rules when a record is explained. */
typedef enum {
    EXPLAIN_FOUND, /* what was found, without the conditions; of the others only how many there are */
    EXPLAIN_USUAL, /* all of them, but those of which there is nothing to see only by name */
    EXPLAIN_ALL
} ExplainDetail;

typedef struct {
    Arena *arena;   /* lives at least as long as the report, and what the report holds goes with it */
    Arena *scratch; /* for what is put together during one call: whoever calls may empty it behind each */
    Str path;       /* of the file it goes to; empty: none */
    Output *out;    /* stays the caller's: to be closed, or discarded when nothing was checked */
    Str language;   /* of words of its own, where no run says it */
    bool colour;
    bool brief;             /* only what was found, and the totals */
    bool redact;            /* what the marked roster shows of private fields */
    bool records;           /* the verdict of every record also of an audit, in formats for programs */
    bool verbose;           /* each finding in full: the cells, and the clause that was not met */
    size_t width;           /* columns of a line of text; 0: 80 */
    uint64_t most_findings; /* what --max-findings says; 0: nothing, and a page shows as many as it can and stay usable */
    size_t limit;           /* bytes that lists of findings on a page may take; 0: any number */
    /* Is told what will be in the way of those who take the report in; NULL: nobody listens. */
    void (*warn)(void *context, Str sentence);
    void *warn_context;
    DueOrder due_order;      /* of lists of what is due: */
    const int64_t *due_days; /* nothing that is due later than so many days after the as-of date; NULL: all */
    ExplainDetail detail;    /* of a record explained: */
    bool chosen;             /* only some rules were judged */
} ReportOptions;

/* What a format is a format of. */
typedef enum {
    SUBJECT_NONE,
    SUBJECT_RUN,    /* what `duly check` tells */
    SUBJECT_PART,   /* a share of a run, for `duly merge` */
    SUBJECT_ROSTER, /* the files of a run, marked */
    SUBJECT_DUE,
    SUBJECT_DIFF, /* is told two runs, see report/diff.h */
    SUBJECT_STATISTICS,
    SUBJECT_RECORD,   /* explained */
    SUBJECT_PROBLEMS, /* of a pack */
    SUBJECT_RESOLVED, /* a pack as it is after all that it extends */
    SUBJECT_HANDBOOK,
    SUBJECT_PROOF,    /* what `duly test` finds out */
    SUBJECT_TEMPLATE, /* an empty roster */
} Subject;

/* What the rest of the program must know of a format. */
typedef enum {
    FORMAT_SPEAKS = 1,       /* to whoever sits at the terminal: nothing need be said beside it */
    FORMAT_STREAMS = 2,      /* it writes while the check is under way */
    FORMAT_TELLS_HASHES = 4, /* it wants duly_check_options.hash_files */
    FORMAT_COMPARES = 8,     /* for programs that compare runs: with a baseline it tells what was known too, all others only what is new */
    FORMAT_IS_BINARY = 16,   /* not for a terminal */
    FORMAT_NEEDS_FILE = 32,  /* not for standard output at all */
    FORMAT_IS_PART = 128,    /* no report: a share of a run, whose bytes the library gives */
    FORMAT_IS_COMMANDS = 64, /* its lines are commands of a workflow and must be seen as such */
} FormatTrait;

/* A row of the table of formats. The first one of a subject is what is written where nothing is asked for. */
typedef struct {
    Subject subject;
    const char *name, *description;
    const char *endings; /* of files of it, with blanks between: ".md .markdown"; NULL: none of its own */
    unsigned traits;
    union { /* by subject */
        /* Of what is told piece by piece: the callbacks with their context. The report is whole after `end`. */
        duly_sink (*open)(const ReportOptions *options);
        void (*explain)(const duly_record_explanation *explanation, const ReportOptions *options);
        void (*describe)(const duly_pack *pack, const ReportOptions *options); /* RESOLVED, HANDBOOK */
        void (*prove)(const struct Proof *proof, Output *out);
        char separator;                                                               /* of a TEMPLATE that is a text */
        void (*form)(const duly_pack *pack, Str table, const ReportOptions *options); /* of one that is binary */
    };
} Format;

/* What makes them, each in a file of its own. */
#define FORMAT(subject, name, description, endings, traits, kind, function) FORMAT_DECLARE_##kind(function)
#define FORMAT_DECLARE_open(function) duly_sink function(const ReportOptions *options);
#define FORMAT_DECLARE_explain(function) void function(const duly_record_explanation *explanation, const ReportOptions *options);
#define FORMAT_DECLARE_describe(function) void function(const duly_pack *pack, const ReportOptions *options);
#define FORMAT_DECLARE_prove(function) void function(const struct Proof *proof, Output *out);
#define FORMAT_DECLARE_separator(character)
#define FORMAT_DECLARE_form(function) void function(const duly_pack *pack, Str table, const ReportOptions *options);
#include "report/formats.def"
#undef FORMAT

/* NULL: there is no such format of it. */
const Format *format_find(Subject subject, Str name);
/* The one whose files end like this one; NULL: none. */
const Format *format_of_file(Subject subject, Str file);
/* Whether programs would open a file of that name as what the format writes: they go by the end of it, and a workbook that is called
   review.ods opens nowhere. Else the sentence and what to do. */
bool format_opens(Arena *arena, const Format *format, Str path, Str *problem, Str *hint);
/* The next one of a subject behind `format`; its first one behind NULL; NULL: there are no more. */
const Format *format_next(Subject subject, const Format *format);
/* "text, json, csv", in the language of the text; `last` stands before the last of them in place of a comma: " or ". */
void formats_add_names(Text *out, Subject subject, const char *last);
/* There is none of that name: the sentence and what to do. */
void format_unknown(Arena *arena, Subject subject, Str name, Str *problem, Str *hint);

/* A copy that lives as long as the report: the context of formats that need no more. */
ReportOptions *options_kept(const ReportOptions *options);

/* Whether an interval is overdue, and no waiver accepts that. */
bool due_is_overdue(const duly_interval *interval);

/* A line for one part of an expression. */
void explain_part(const duly_part *part, const ReportOptions *options);

#endif
