/* Time zones: how far local clocks stand from UTC at an instant, from the system's zone files (TZif,
   version 2 and later) and, past their last entry, from the rule in their footer. Immutable; nothing is
   kept between calls. */
#ifndef DULY_BASE_ZONE_H
#define DULY_BASE_ZONE_H

#include "base/arena.h"

typedef struct Zone Zone;

/* A zone by its name: "Asia/Shanghai", "UTC", or a fixed offset "+08:00", "-02:30", "02:00". NULL with a
   sentence in *problem when there is none. */
const Zone *zone_new(Arena *arena, Str name, Str *problem);

/* The same from the bytes of a zone file; `name` is for the sentence. */
const Zone *zone_of_bytes(Arena *arena, Str name, Str bytes, Str *problem);

/* Seconds that local clocks are ahead of UTC at an instant (Unix seconds, years 1 to 9999). */
int32_t zone_offset(const Zone *zone, int64_t seconds);

#endif
