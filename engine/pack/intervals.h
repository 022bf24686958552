/* What the forms of an interval share while they become rules. */
#ifndef DULY_PACK_INTERVALS_H
#define DULY_PACK_INTERVALS_H

#include "pack/prelude.h"

/* Room for symbols, which may not move. A repeated interval has eight names, any other six; and in each language what its list and its
   calendar are called (INTERVAL_TEXTS). */
enum { INTERVAL_NAMES = 16 }; /* that expressions of an interval may say, beside its texts, INTERVAL_TEXTS a language */
enum { INTERVAL_TEXTS = 7 };

/* A list of days that must be long enough, and without gaps. */
typedef struct {
    const YamlNode *dates, *every, *no_gap;
} RepeatedDraft;

/* Writes the conditions and messages of such an interval. False after complaining. */
bool repeated_make(Making *making, const RepeatedDraft *draft, Rule *rule);

#endif
