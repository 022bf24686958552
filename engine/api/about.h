/* What findings about groups and files are about, in the language of the report. */
#ifndef DULY_API_ABOUT_H
#define DULY_API_ABOUT_H

#include "pack/pack.h"
#include "run/result.h"

/* A key of a group: by the title of the field that it comes from, else by its name. */
Str about_key(const Pack *pack, const Named *key, Str language);

/* And its value: the first day of a month stands for the month. */
Str about_value(Arena *arena, const Named *key, Str value, Str language);

/* Empty for a finding about a record. */
Str about_finding(Arena *arena, const Pack *pack, const Finding *finding, Str language);

#endif
