/* What the forms of an interval share while they become rules. */
#ifndef DULY_PACK_INTERVALS_H
#define DULY_PACK_INTERVALS_H

#include "pack/loader.h"

/* An interval on its way to a rule. */
typedef struct {
    Interval *interval;
    Env *env;     /* the record, and names such as last_day */
    Str from, to; /* the days of its steps as expressions: item.sent_on */
    Str counted;  /* that its periods count from */
    Span span;
} Making;

enum { INTERVAL_NAMES = 16 }; /* room in env: the checker points at symbols, they may not move */

void interval_name(Loader *loader, Making *making, const char *name, const PackExpr *expression);

/* A list of days that must be long enough, and without gaps. */
typedef struct {
    const YamlNode *dates, *every, *no_gap;
} RepeatedDraft;

/* Writes the conditions and messages of such an interval. False after complaining. */
bool repeated_make(Loader *loader, Making *making, const RepeatedDraft *draft, Rule *rule);

#endif
