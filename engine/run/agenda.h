/* Who is meant, where a file names them: one a line, by key or by what they are called. */
#ifndef DULY_RUN_AGENDA_H
#define DULY_RUN_AGENDA_H

#include "base/map.h"
#include "model/batch.h"
#include "run/options.h"

typedef struct AgendaEntry {
    Str text; /* as reports may show it */
    uint64_t line;
    uint64_t found; /* records that it names */
    uint64_t first; /* line of the first of them */
} AgendaEntry;

typedef struct Agenda {
    Str path;   /* empty: there is none */
    Str sha256; /* of what stands in it */
    uint32_t table;
    ARRAY(AgendaEntry) list; /* in the arena, in the order of the file; without those that repeat one */
    Map *by_way;             /* by way to know a record of the table: number of an entry, by identity */
    uint32_t way_count;
    Map by_label;
    bool knows_labels;
    bool is_private; /* under redaction nothing is told of what stands in it */
} Agenda;

/* Reads it for the table whose records the step concerns. */
Agenda agenda_read(Arena *arena, const Pack *pack, const RunOptions *options, const Selection *selection, Complaints *complaints);
void agenda_free(Agenda *agenda);
/* Which rows of a batch of its table are named; into `chosen`. */
void agenda_choose(Agenda *agenda, const Pack *pack, const Batch *batch, uint8_t *chosen);
/* Who is named and is not in the batch, in the arena; when all was read. */
AgendaEntry *agenda_absent(const Agenda *agenda, Arena *arena, size_t *count);
/* Complains of them, and of a name that several have. */
void agenda_end(const Agenda *agenda, Complaints *complaints);

#endif
