/* Instants and durations as text: RFC 3339 and CEL's durations, in whole numbers, without libc's time
   functions. */
#ifndef DULY_BASE_INSTANT_H
#define DULY_BASE_INSTANT_H

#include "base/str.h"

/* An instant is Unix seconds and nanoseconds after them (0 .. 999,999,999), years 1 to 9999. */
#define INSTANT_MIN INT64_C(-62135596800)
#define INSTANT_MAX INT64_C(253402300799)

static inline bool instant_in_range(int64_t seconds)
{
    return seconds >= INSTANT_MIN && seconds <= INSTANT_MAX;
}

typedef enum {
    INSTANT_OK,
    INSTANT_MALFORMED,    /* not of this form */
    INSTANT_NO_SUCH_TIME, /* of this form, but 30 February, 24:00 or a leap second */
    INSTANT_OUT_OF_RANGE
} InstantResult;

/* Reads "2003-06-01T12:30:00.5+08:00": seconds and zone ("Z" or an offset) are required, digits of the
   fraction past the ninth are dropped. */
InstantResult instant_parse(Str s, int64_t *seconds, int32_t *nanos);
/* The same as databases write it: also with a blank in place of the T, and hours alone as the zone, "2003-06-01 09:30:00+08". */
InstantResult instant_parse_cell(Str s, int64_t *seconds, int32_t *nanos);

/* What a text lacks that would be an instant with it, for a sentence about it. */
typedef enum {
    LACK_OTHER,   /* nothing that is known */
    LACK_ZONE,    /* "2003-06-01T09:30:00", also with a blank for the T and without seconds */
    LACK_SECONDS, /* "2003-06-01T09:30Z" */
    LACK_TIME     /* "2003-06-01" */
} InstantLack;
InstantLack instant_lack(Str s);

/* Reads "1h30m", "-1.5s", "100ms", "0": one or more numbers with a unit h, m, s, ms, us or ns. Never
   INSTANT_NO_SUCH_TIME. */
InstantResult duration_parse(Str s, int64_t *nanos);

/* "+08:00", "-02:30" or "02:00": seconds east of UTC; false when the text is not of that form. */
bool offset_parse(Str s, int32_t *seconds);

/* The day (0 = 1970-01-01) and the second of the day (0 .. 86,399) of Unix seconds. */
int64_t instant_day(int64_t seconds, int32_t *second_of_day);

#endif
