/* Structures of a host's own version, taken and given as far as both sides know them. Nothing here is looked at before its size is, and nothing
   in place: an array whose elements are larger than ours need not suit our alignment. */
#include "api/sized.h"

/* No structure of duly.h is nearly as large: what says so was never set. */
enum { MOST_BYTES = 4096 };

static size_t sized_size_of(const void *given)
{
    size_t size;
    memcpy(&size, given, sizeof size);
    return size;
}

Str sized_room(const Sized *sized, const void *host)
{
    size_t size = sized_size_of(host);
    if (size >= sized->least && size <= MOST_BYTES)
        return (Str) { 0 };
    return size == 0 ? sized->unsaid : sized->wrong;
}

Str sized_take(void *own, const Sized *sized, const void *given)
{
    Str fault = sized_room(sized, given);
    size_t size = fault.len == 0 ? sized_size_of(given) : 0;
    for (size_t i = sized->size; i < size; i++)
        if (((const unsigned char *) given)[i] != 0)
            fault = sized->unknown;
    memset(own, 0, sized->size);
    if (fault.len == 0)
        memcpy(own, given, size < sized->size ? size : sized->size);
    return fault;
}

Str sized_take_next(void *own, const Sized *sized, const char **at)
{
    Str fault = sized_take(own, sized, *at);
    *at += sized_size_of(*at);
    return fault;
}

void sized_give(void *host, const Sized *sized, const void *own)
{
    size_t size = sized_size_of(host);
    memset(host, 0, size);
    memcpy(host, own, size < sized->size ? size : sized->size);
    memcpy(host, &size, sizeof size);
}

/* All of them begin so. Where the size was forgotten or is that of a later version, this much is there; of one with a size that it never had
   nothing is known, and nobody is called. */
bool sized_listen(void *own, const Sized *sized, const void *given)
{
    struct {
        size_t size;
        void *context;
        void (*problem)(void *context, const duly_problem *problem);
    } first = { 0 };
    Str fault = given ? sized_take(own, sized, given) : (Str) { 0 };
    if (fault.len == 0)
        return true;
    if (fault.at != sized->wrong.at)
        memcpy(&first, given, sizeof first);
    const duly_problem told = { .size = sizeof told, .severity = DULY_ERROR, .message = fault };
    if (first.problem)
        first.problem(first.context, &told);
    return false;
}
