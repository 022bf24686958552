/* This room holds sheets for a desk: written to be read from the first line to the last, on paper or as a document, in the words of
   the office. The handbook of a pack: its procedure, every rule with its source, text and examples, the parameters by date, the fields. One
   author of the contents, and a way of marking up for each format. */
#ifndef DULY_REPORT_PAPER_HANDBOOK_H
#define DULY_REPORT_PAPER_HANDBOOK_H

#include "api/duly.h"
#include "report/report.h"

/* A procedure to be drawn: its steps in order, and the spans of time between them. */
typedef struct {
    size_t from, to; /* indexes of steps */
    Str label;
} DrawnSpan;

typedef struct {
    const Str *steps;
    size_t step_count;
    const DrawnSpan *spans; /* by the steps they end with */
    size_t span_count;
} Drawing;

/* How a format marks things up: what takes `begins` is called around its parts. `text` is plain text that comes from files: it is escaped here and nowhere else. */
typedef struct {
    void (*begin)(Text *out, Str title, Str language);
    void (*end)(Text *out);
    void (*heading)(Text *out, int level, Str id, Str text); /* level 1 to 4; id: what links lead to, may be empty */
    void (*paragraph)(Text *out, bool begins);
    void (*item)(Text *out, bool begins); /* of a list */
    void (*list)(Text *out, bool begins);
    void (*table)(Text *out, const char *const *headings); /* NULL behind the last; headings NULL: the table ends */
    void (*row)(Text *out, bool begins);
    void (*cell)(Text *out, bool begins);
    void (*block)(Text *out, Str code); /* lines of code */
    void (*drawing)(Text *out, const Drawing *drawing);
    /* inline */
    void (*text)(Text *out, Str s);
    void (*strong)(Text *out, Str s);
    void (*code)(Text *out, Str s);
    void (*link)(Text *out, Str id, Str s);
} Markup;

/* As inline SVG: steps from top to bottom, spans as brackets beside them. */
void drawing_svg(Text *out, const Drawing *drawing);

/* Writes the handbook in the language of the options; titles are in that of duly_pack_open. */
void handbook_write(const ReportOptions *options, const Markup *markup, const duly_pack *pack);

/* Whether a text is a handbook that was written like that. */
bool handbook_is(Str text);

#endif
