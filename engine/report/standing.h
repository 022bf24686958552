/* Who may go: the records of a run by verdict and unit, each by name. Reports for people begin with it before a step is taken, for whoever
   calls the meeting needs the list of those who may come, and not only of those who may not. */
#ifndef DULY_REPORT_STANDING_H
#define DULY_REPORT_STANDING_H

#include "base/array.h"
#include "base/map.h"
#include "report/voice.h"

/* In the order in which they are told. */
typedef enum {
    STANDING_READY,
    STANDING_CLEAR, /* nothing but columns that the files lack stands in the way */
    STANDING_UNDECIDED,
    STANDING_BLOCKED,
    STANDING_COUNT,
    STANDING_NONE /* no candidate */
} StandingGroup;

/* By what somebody is called: the label may be empty; the key is the place of the record where it has none, or none to be shown. */
typedef struct {
    Str key, label;
} StandingName;

typedef struct {
    Str name; /* may be empty */
    uint64_t counts[STANDING_COUNT];
    ARRAY(StandingName) names[STANDING_COUNT]; /* of those who are ready or clear */
} StandingUnit;

typedef struct {
    Arena *arena;
    size_t most; /* names that are kept of a unit in a group; 0: all */
    Map *indexes;
    ARRAY(StandingUnit) units; /* in the order of the batch */
    uint64_t counts[STANDING_COUNT];
} Standing;

/* Goes with the arena. */
Standing *standing_in(Arena *arena, size_t most);
/* The index of its unit. */
size_t standing_add(Standing *standing, const duly_record *record);

StandingGroup standing_group(const duly_record *record);
/* "Ready (20)" */
Str standing_title(const Voice *voice, StandingGroup group, uint64_t count);
StandingName standing_name(Arena *arena, const duly_record *record);
/* Whether it has units to tell apart. */
bool standing_is_divided(const Standing *standing);
/* "(not said)" for the unit without a name. */
Str standing_unit(const Voice *voice, const StandingUnit *unit);

/* Tells all of it in lines: those of level 0 are titles, those of level 1 stand below them. */
typedef void StandingLine(void *context, int level, Str line);
void standing_tell(const Standing *standing, const Voice *voice, const duly_summary *summary, StandingLine *line, void *context);

#endif
