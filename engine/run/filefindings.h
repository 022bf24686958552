/* Findings about a file as a whole: columns that mean nothing. For those that are not there see columns.h. */
#ifndef DULY_RUN_FILEFINDINGS_H
#define DULY_RUN_FILEFINDINGS_H

#include "read/reader.h"
#include "run/plan.h"
#include "run/result.h"

typedef struct {
    Arena *arena; /* of the findings */
    const Plan *plan;
    const TablePlan *table;
    const Reader *reader;
} FileContext;

/* About the unknown heading at an index. */
Finding file_unknown_column(const FileContext *context, size_t index);

#endif
