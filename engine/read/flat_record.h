/* Records of NDJSON that need no tree (codec/json_flat.h). */
#ifndef DULY_READ_FLAT_RECORD_H
#define DULY_READ_FLAT_RECORD_H

#include "codec/json_flat.h"
#include "read/keyed.h"

typedef struct {
    FlatMembers members; /* of the line that is read */
    Arena memory;        /* of the keys */
    Str *keys;           /* of the record before, in its order */
    uint32_t *fields;    /* that they mean */
    size_t count;
    bool is_known; /* nothing had to be said of them */
} FlatRecords;

/* Adds the record of a line; false: it is not of this kind, and nothing was done. */
bool flat_add(FlatRecords *flat, Keyed *keyed, Str text, uint64_t line);
void flat_free(FlatRecords *flat);

#endif
