/* Which column of a file is which field, for people. */
#ifndef DULY_REPORT_TEXT_MAPPING_H
#define DULY_REPORT_TEXT_MAPPING_H

#include "base/array.h"
#include "api/duly.h"
#include "base/io.h"

/* A duly_mapping_sink whose context is an Output. */
void mapping_text(void *context, const duly_mapping *mapping);

/* The same, and written down for a person to correct: a line a heading, each once. */
typedef struct {
    Arena *arena;
    Output *shown, *out;
    ARRAY(Str) written;
} MappingFile;
void mapping_file(void *context, const duly_mapping *mapping);

#endif
