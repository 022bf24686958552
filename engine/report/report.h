/* Reports: every format is a set of callbacks for a duly_sink, made from one table of formats. Here stands what all of them share:
   what is told (facts.h), how texts are made harmless (escape.h, printable.h), what is gathered from a run before it is written
   (due.h, diff.h, statistics.h). The formats live in rooms, by who reads them: text/ at a terminal, html/ in a browser, machine/
   programs, book/ in a program for spreadsheets, paper/ on a desk. */
#ifndef DULY_REPORT_REPORT_H
#define DULY_REPORT_REPORT_H

#include "api/duly.h"
#include "base/io.h"

/* In which order lists of what is due stand, and what stands together. */
typedef enum { DUE_BY_DAY, DUE_BY_RECORD, DUE_BY_GROUP } DueOrder;

typedef struct {
    Arena *arena; /* lives at least as long as the report */
    Output *out;  /* stays the caller's: to be closed, or discarded when nothing was checked */
    bool colour;
    bool brief;             /* only what was found, and the totals */
    bool redact;            /* what the marked roster shows of private fields */
    bool verbose;           /* each finding in full: the cells, and the clause that was not met */
    size_t width;           /* columns of a line of text; 0: 80 */
    uint64_t most_findings; /* what --max-findings says; 0: nothing, and a page shows as many as it can and stay usable */
    size_t limit;           /* bytes that lists of findings on a page may take; 0: any number */
    /* Is told what will be in the way of those who take the report in; NULL: nobody listens. */
    void (*warn)(void *context, Str sentence);
    void *warn_context;
    DueOrder due_order;      /* of lists of what is due: */
    const int64_t *due_days; /* nothing that is due later than so many days after the as-of date; NULL: all */
} ReportOptions;

/* A format. `open` gives begin, finding, record and end with their context; `close` frees what the context holds. The report is
   whole after `end`. */
typedef struct {
    const char *name, *description;
    bool tells_hashes; /* wants duly_check_options.hash_files */
    bool streams;      /* writes while the check is under way */
    duly_sink (*open)(const ReportOptions *options);
    void (*close)(void *context);
} Reporter;

extern const Reporter reporters[];
extern const size_t reporter_count;

/* NULL: there is no such format. */
const Reporter *reporter_find(Str name);

/* The formats of `duly due`, whose sinks want intervals; and whether one of them is overdue, and no waiver accepts that. */
extern const Reporter due_reporters[];
extern const size_t due_reporter_count;
bool due_is_overdue(const duly_interval *interval);

/* The formats of `duly diff`: they are told two runs, see report/diff.h. */
extern const Reporter diff_reporters[];
extern const size_t diff_reporter_count;

duly_sink report_text_open(const ReportOptions *options);
void report_text_close(void *context);
duly_sink report_json_open(const ReportOptions *options);
void report_json_close(void *context);
duly_sink report_ndjson_open(const ReportOptions *options);
void report_ndjson_close(void *context);
duly_sink report_concise_open(const ReportOptions *options);
void report_concise_close(void *context);
duly_sink report_csv_open(const ReportOptions *options);
void report_csv_close(void *context);
duly_sink report_markdown_open(const ReportOptions *options);
void report_markdown_close(void *context);
duly_sink report_junit_open(const ReportOptions *options);
duly_sink report_gitlab_junit_open(const ReportOptions *options);
void report_junit_close(void *context);
duly_sink report_sarif_open(const ReportOptions *options);
void report_sarif_close(void *context);
duly_sink report_github_open(const ReportOptions *options);
void report_github_close(void *context);
duly_sink report_gitlab_open(const ReportOptions *options);
void report_gitlab_close(void *context);
duly_sink report_xlsx_open(const ReportOptions *options);
void report_xlsx_close(void *context);
duly_sink report_html_open(const ReportOptions *options);
void report_html_close(void *context);

/* How much is told of the rules. */
typedef enum {
    EXPLAIN_FOUND, /* what was found, without the conditions; of the others only how many there are */
    EXPLAIN_USUAL, /* all of them, but those of which there is nothing to see only by name */
    EXPLAIN_ALL
} ExplainDetail;

/* A record explained, written at once: for people, and as one object. `chosen`: only some rules were judged. */
void explain_text(const duly_record_explanation *explanation, const ReportOptions *options, ExplainDetail detail, bool chosen);
/* A line for one part of an expression. */
void explain_part(const duly_part *part, const ReportOptions *options);
void explain_json(const duly_record_explanation *explanation, const ReportOptions *options);

#endif
