/* Lists of what is due: the open intervals of a run, sorted. Their formats are reporters like others. */
#ifndef DULY_REPORT_DUE_H
#define DULY_REPORT_DUE_H

#include "base/array.h"
#include "report/report.h"

/* In the order in which they stand. */
typedef enum { DUE_OVERDUE, DUE_TO_COME, DUE_WAIVED, DUE_UNKNOWN, DUE_STATE_COUNT, DUE_NOT = DUE_STATE_COUNT } DueState;

/* DUE_NOT: it is over, or has no last day. */
DueState due_state(const duly_interval *interval);

typedef struct {
    duly_interval told; /* its texts live in the list's arena */
    DueState state;
    size_t rank;   /* of the record or group that it stands under */
    size_t number; /* in the order of the batch */
} DueItem;

typedef struct DueList DueList;
typedef void DueWriter(const DueList *list, const duly_run *run);

struct DueList {
    ReportOptions options;
    Str language;
    ARRAY(DueItem) items;
    uint64_t counts[DUE_STATE_COUNT];
    DueWriter *write;
};

/* What is to be done. */
static inline Str due_what(const duly_interval *interval)
{
    return interval->again.len ? interval->again : interval->to_title.len ? interval->to_title : interval->to;
}

/* "overdue", "to come", "waived", "unknown" */
extern const char *const due_state_names[DUE_STATE_COUNT];

/* What every format of it opens: the list is gathered, sorted and then written. */
duly_sink due_open(const ReportOptions *options, DueWriter *write);

#endif
