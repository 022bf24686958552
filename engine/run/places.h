/* Places in a table that several files hold, one after another: lines are counted on from file to file, so that one number tells both. */
#ifndef DULY_RUN_PLACES_H
#define DULY_RUN_PLACES_H

#include "base/array.h"
#include "base/str.h"

typedef struct {
    uint64_t before; /* lines of the files before it */
    Str path, sheet;
} FilePlace;

typedef struct {
    ARRAY(FilePlace) list; /* at least one once a line is looked for */
} Places;

/* The number of the file that a line, counted on, is in. */
size_t places_find(const Places *places, uint64_t line);

#endif
