/* Zone files of any bytes: refused, or a zone whose offsets stay within a day or two. */
#include <stdlib.h>

#include "base/instant.h"
#include "base/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t instants[] = { INSTANT_MIN, -1, 0, 1057017600, 16732659600, INSTANT_MAX };
    Arena arena = { 0 };
    Str problem = { 0 };
    const Zone *zone = zone_of_bytes(&arena, STR("fuzz"), (Str) { (const char *) data, size }, &problem);
    if (!zone && problem.len == 0)
        abort();
    for (size_t i = 0; zone && i < sizeof instants / sizeof *instants; i++)
        if (labs((long) zone_offset(zone, instants[i])) > 8 * 86400)
            abort();
    arena_free(&arena);
    return 0;
}
