/* Instants and durations: what can be read is within range, and is read again from the way it is printed. */
#include <stdlib.h>

#include "base/instant.h"
#include "model/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_instant(Str bytes, Text *text)
{
    int64_t seconds, again;
    int32_t nanos, nanos_again;
    if (instant_parse(bytes, &seconds, &nanos) != INSTANT_OK)
        return;
    if (!instant_in_range(seconds) || nanos < 0 || nanos > 999999999)
        abort();
    text_clear(text);
    timestamp_print(text, seconds, nanos);
    if (instant_parse(text_str(text), &again, &nanos_again) != INSTANT_OK || again != seconds || nanos_again != nanos)
        abort();
}

static void check_duration(Str bytes, Text *text)
{
    int64_t nanos, again;
    if (duration_parse(bytes, &nanos) != INSTANT_OK)
        return;
    text_clear(text);
    duration_print(text, nanos);
    if (duration_parse(text_str(text), &again) != INSTANT_OK || again != nanos)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Text text = { 0 };
    int32_t offset;
    Str bytes = { (const char *) data, size };
    check_instant(bytes, &text);
    check_duration(bytes, &text);
    if (offset_parse(bytes, &offset) && abs(offset) >= 86400)
        abort();
    text_free(&text);
    return 0;
}
