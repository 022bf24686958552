/* Times of a day: nanoseconds since its midnight, in no time zone. A day has 24 hours here: no summer time begins in it. */
#ifndef DULY_BASE_DAYTIME_H
#define DULY_BASE_DAYTIME_H

#include "base/str.h"
#include "base/text.h"

#define DAYTIME_SECOND INT64_C(1000000000)
#define DAYTIME_MINUTE (60 * DAYTIME_SECOND)
#define DAYTIME_HOUR (60 * DAYTIME_MINUTE)
#define DAYTIME_DAY (24 * DAYTIME_HOUR) /* no time of a day: they are less */

typedef enum {
    DAYTIME_OK,
    DAYTIME_MALFORMED, /* not of this form */
    DAYTIME_NO_SUCH,   /* of this form, but 25:00, 9:75, or 24:00, which is midnight of another day */
    DAYTIME_UNCLEAR    /* half of the day and hour do not go together, or may mean two times: 上午12:30, 晚上2:00, 13:30 AM */
} DaytimeResult;

/* Reads "09:30", "9:30", "09:30:15", "09:30:15.25", and nothing else; digits of the fraction past the ninth are dropped. */
DaytimeResult daytime_parse_exact(Str s, int64_t *nanos);

/* Reads what people write as well: "9:30 AM", "2:05pm", "上午9:30", "下午2时05分", "9点半", "9点一刻". */
DaytimeResult daytime_parse(Str s, int64_t *nanos);

/* Writes "09:30"; seconds and their fraction where they are not zero: "09:30:15.25". */
void daytime_print(Text *out, int64_t nanos);

#endif
