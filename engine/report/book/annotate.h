/* The marked roster: no format of --format, but a report like them. */
#ifndef DULY_REPORT_BOOK_ANNOTATE_H
#define DULY_REPORT_BOOK_ANNOTATE_H

#include "report/report.h"

extern const Reporter annotate_reporter;

#endif
