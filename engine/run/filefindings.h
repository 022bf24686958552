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

/* A record that another file of the table holds, too. */
typedef struct {
    Str key;
    uint64_t line, first_line; /* there */
} SameRecord;
enum { SAME_RECORDS_SHOWN = 6 };
/* About the file and an earlier one, in which so many of its records stand already; the first of them are shown. */
Finding file_same_records(const FileContext *context, Str path, Str sheet, uint64_t count, const SameRecord *shown);

/* About the unknown heading at an index. */
Finding file_unknown_column(const FileContext *context, size_t index);

#endif
