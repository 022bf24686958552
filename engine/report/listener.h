/* A report that is open, and what of a run it is told: shared by the program and by the library (duly_report.h). */
#ifndef DULY_REPORT_LISTENER_H
#define DULY_REPORT_LISTENER_H

#include "report/report.h"

typedef struct {
    const Format *format;
    duly_sink sink;
} Listener;

/* A record as it is told to reports that compare runs, and to all others, which hear only of what is new. Made once for all of them. */
typedef struct {
    const duly_record *whole;
    bool is_all_new; /* there is nothing else to tell, as nearly always: */
    duly_record only_new;
    void *room; /* to be freed by news_end */
} RecordNews;
void news_begin(RecordNews *news, const duly_record *record);
void news_end(RecordNews *news);

/* What some report listens to, or a host: what nobody hears is not worked out. */
typedef struct {
    bool found;   /* what was found */
    bool records; /* also those of which nothing was found */
    bool intervals, statistics;
} Wants;
void wants_add(Wants *wants, const duly_sink *sink);
/* Leaves out of a sink that hears for all of them what none of them does. */
void wants_leave_out(const Wants *wants, duly_sink *sink);

/* Tells a record. A report that has no ear for records, as lists of findings have none, hears what was found about it, one by one. */
void sink_record(const duly_sink *sink, const duly_record *record);

void listener_begin(const Listener *listener, const duly_run *run);
void listener_finding(const Listener *listener, const duly_finding *finding);
void listener_record(const Listener *listener, const RecordNews *news);
void listener_interval(const Listener *listener, const duly_interval *interval);
void listener_statistic(const Listener *listener, const duly_statistic *statistic);
void listener_end(const Listener *listener, const duly_run *run, const duly_summary *summary);

#endif
