/* Patterns and time zones that are not constant: the last few stay compiled from one row to the next. */
#ifndef DULY_LANG_CACHE_H
#define DULY_LANG_CACHE_H

#include "base/zone.h"
#include "lang/builtin.h"

/* What a text means as a pattern or as a zone; NULL after call_fail. */
const Pattern *call_pattern(Call *call, Str text);
const Zone *call_zone(Call *call, Str name);

/* For overloads whose argument is constant: `prepare` of their rows. */
const void *prepare_pattern(Arena *arena, Value constant, Text *problem);
const void *prepare_zone(Arena *arena, Value constant, Text *problem);

#endif
