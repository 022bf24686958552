/* The parts of a record explained for people. */
#ifndef DULY_REPORT_TEXT_EXPLAIN_PARTS_H
#define DULY_REPORT_TEXT_EXPLAIN_PARTS_H

#include "report/text/text_parts.h"

enum { EXPLAIN_VALUE_COLUMNS = 100, EXPLAIN_DEEPEST = 16 /* parts below this stand no further to the right */ };

typedef struct {
    Arena *arena;
    Output *out;
    Str language;
    Page page;
    Text line; /* being put together */
    ExplainDetail detail;
    bool chosen; /* the verdict is that of some rules */
} ExplainText;

/* Writes the line and empties it. */
void explain_line(ExplainText *text, size_t indent, size_t hanging);
/* Adds a phrase to the line; and what divides it from what stands there already. */
void explain_phrase(ExplainText *text, Style style, WordsId id, const Str *values);
void explain_between(ExplainText *text);
/* The word for an outcome; and from when to when a rule is in force, if not always. */
void explain_outcome(ExplainText *text, duly_outcome outcome);
void explain_force(ExplainText *text, const duly_rule_explanation *rule);

/* The steps of the record with their days, the time between them, its bounds, and what is next. */
void explain_timeline(ExplainText *text, const duly_record_explanation *explanation);
/* The step that comes next: the first after the last one taken; of a later one that may be left out the one behind it too. The
   count of steps: there is none. */
size_t explain_next(const duly_record_explanation *explanation);

#endif
