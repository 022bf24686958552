/* The parts of the text report. This room holds what a person reads at a terminal or pastes into a message: lines of a measured width
   with colours where the terminal has them (page.h), every text made harmless before it is laid out (printable.h). Nothing here is
   meant to be read by programs, so its layout may change. */
#ifndef DULY_REPORT_TEXT_TEXT_PARTS_H
#define DULY_REPORT_TEXT_TEXT_PARTS_H

#include "report/text/page.h"
#include "report/facts.h"
#include "report/report.h"
#include "report/standing.h"

/* Sections wait in spools: the headline stands before them, and records come in the order of the batch. */
typedef struct {
    Arena *arena; /* as long as the report */
    Page page;
    bool brief, verbose;
    Output *out;
    Voice voice;
    Output *spools[SECTION_COUNT];
    uint64_t counts[SECTION_COUNT], shown[SECTION_COUNT]; /* fewer are shown when findings were left out */
    size_t key_columns, label_columns;                    /* the widest so far */
    Standing *standing;                                   /* NULL: an audit */
} TextReport;

/* Write to the spool of a section. */
void text_record(TextReport *report, Section section, const duly_record *record);
void text_lone_finding(TextReport *report, Section section, const duly_finding *finding);

/* A finding in full. `subject` is what it is about, harmless already. */
void text_full_finding(const TextReport *report, Output *out, const duly_finding *finding, Str subject);
/* "(empty)", or the text of the cell, harmless and not too long. */
void text_add_cell(const TextReport *report, Text *out, const duly_cell *cell);

/* Write to the report itself. */
void text_headline(const TextReport *report, const duly_run *run, const duly_summary *summary);
void text_standing(const TextReport *report, const duly_summary *summary);
void text_shouts(const TextReport *report, const duly_run *run, const duly_summary *summary);
void text_rules(const TextReport *report, const duly_run *run, const duly_summary *summary);
void text_totals(const TextReport *report, const duly_run *run, const duly_summary *summary);

/* Columns of a page, as asked for; 0: as usual. */
size_t text_width(size_t asked);

#endif
