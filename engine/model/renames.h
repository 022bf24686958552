/* What somebody said of the headings and values of a batch, where the dictionary of the pack does not know them: it goes before what the
   dictionary says. A table that is read may have such sayings; the pack itself never has. */
#ifndef DULY_MODEL_RENAMES_H
#define DULY_MODEL_RENAMES_H

#include "model/batch.h"

/* The column is not read. */
enum { FIELD_LEFT_OUT = UINT32_MAX - 1 };

/* "民族成份": ethnic_group. */
typedef struct {
    Str heading;
    uint32_t field; /* or FIELD_LEFT_OUT */
    bool *used;     /* some file has the heading; those of all tables share it */
} Renamed;

/* 类别: {统招: undergraduate}: by a heading, or by a field. */
typedef struct {
    Str heading;
    uint32_t field; /* FIELD_NONE: whose heading it is is known when a file is read */
    Str text, value;
    bool *used;
} Revalued;

typedef struct Renames {
    Renamed *headings;
    size_t heading_count;
    Revalued *values;
    size_t value_count;
} Renames;

/* Puts other values into the cells of a batch, where its table says so. */
void renames_apply(Batch *batch);

#endif
