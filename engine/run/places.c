#include "run/places.h"

size_t places_find(const Places *places, uint64_t line)
{
    size_t low = 0, high = places->list.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (places->list.at[middle].before < line)
            low = middle;
        else
            high = middle;
    }
    return low;
}
