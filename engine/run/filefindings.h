/* Findings about a file as a whole: columns that are not there, columns that mean nothing. */
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

/* The file has no column for a required field: the finding about it. */
bool file_lacks(const FileContext *context, uint32_t field);
Finding file_lacks_column(const FileContext *context, uint32_t field);
/* About the unknown heading at an index. */
Finding file_unknown_column(const FileContext *context, size_t index);

#endif
