/* Waivers: violations that somebody with the authority has accepted, until a day, on paper. The batch brings them in a file of
   its own; a waived violation is still told, and a waiver that does not do what it is there for is told as well. */
#ifndef DULY_RUN_WAIVERS_H
#define DULY_RUN_WAIVERS_H

#include "base/map.h"
#include "pack/shape.h"
#include "run/complaint.h"
#include "run/options.h"
#include "run/result.h"

/* The keys of a waiver in that file. */
extern const Shape waiver_shape;

/* A value that was blamed, as it was when the waiver was granted. */
typedef struct {
    uint32_t field;
    Str text;
} WaiverValue;

struct Waiver {
    Str rule, key;       /* id of the rule, key of the record */
    uint32_t rule_index; /* in the pack; INDEX_NONE: there is no such rule */
    uint32_t table;      /* INDEX_NONE: of a built-in rule, for records of any table */
    Str reason, document, authority;
    Date granted; /* 0: not said */
    Date expires; /* the last day on which it holds */
    WaiverValue *values;
    uint32_t value_count;
    NamedText *group; /* identities of the keys of a group, in place of the key of a record */
    uint32_t group_count;
    uint64_t line;
};

typedef struct {
    uint32_t waiver;
    uint32_t next; /* entry of another one for this record; INDEX_NONE: none */
} WaiverEntry;

typedef struct Waivers {
    Str path;
    Str sha256; /* of what stands in it */
    Waiver *at;
    uint32_t count;
    Map *by_key; /* by table: identity of a record to its first entry */
    uint32_t table_count;
    ARRAY(WaiverEntry) entries;
} Waivers;

/* The file of a batch that holds its waivers: the one that was named, or `waivers.yaml` of a folder; empty: there is none. */
Str waivers_find(Arena *arena, const Pack *pack, const RunOptions *options, Complaints *complaints);
/* Reads it. Mistakes in it are complaints, errors all of them. */
Waivers waivers_read(Arena *arena, const Pack *pack, const RunOptions *options, Complaints *complaints);
void waivers_free(Waivers *waivers);
/* The first entry of a record; INDEX_NONE: it has none. */
uint32_t waivers_first(const Waivers *waivers, uint32_t table, Str identity);

/* What has to be said of a waiver at the end; false when it did its work, or nobody can say. */
typedef struct {
    Arena *arena;
    const Pack *pack;
    Str language;
    bool redact;
    bool complete; /* every record was read: those that were not seen are not there */
} WaiverContext;
bool waiver_tell(const WaiverContext *context, const Waivers *waivers, uint32_t index, const WaiverUse *use, Finding *out);

#endif
