/* What a run found out about a record, as bytes: all that a report may tell of it, whatever the report is. */
#ifndef DULY_RUN_RECORDBYTES_H
#define DULY_RUN_RECORDBYTES_H

#include "base/bytes.h"
#include "run/waivers.h"

/* What stands around a record. */
typedef struct {
    Arena *arena; /* of what is made */
    const Pack *pack;
    const Waivers *waivers;
    uint32_t table;
    Str file, sheet;
} RecordContext;

void record_write(Text *out, const RecordContext *context, const RecordResult *record);

/* Takes one that was written. Texts are slices of the bytes. False: they are none, or of another pack. */
bool record_take(const RecordContext *context, Bytes *bytes, RecordResult *record);

#endif
