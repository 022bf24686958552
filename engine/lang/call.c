/* What a running function does besides computing: fail in words, ask for memory and for time. */
#include "lang/builtin.h"

Value call_fail(Call *call, const char *format, ...)
{
    if (call->problem) {
        va_list args;
        va_start(args, format);
        text_clear(call->problem);
        text_vformat(call->problem, format, args);
        va_end(args);
    }
    return value_error();
}

static bool call_fits(Call *call, size_t size)
{
    if (size <= call->bytes_most && call->arena->used_bytes <= call->bytes_most - size)
        return true;
    call->exhausted = true;
    call_fail(call, "the result needs more memory than one evaluation may take");
    return false;
}

void *call_alloc(Call *call, size_t size)
{
    if (!call_fits(call, size))
        return NULL;
    return arena_alloc(call->arena, size);
}

bool call_step(Call *call, uint64_t steps)
{
    if (steps > call->steps_left) {
        call->steps_left = 0;
        call->exhausted = true;
        call_fail(call, "the evaluation takes more steps than it may");
        return false;
    }
    call->steps_left -= steps;
    return call_fits(call, 0);
}

Value call_str(Call *call, Str s)
{
    if (s.len > UINT32_MAX)
        return call_fail(call, "the text is too long");
    if (s.len == 0)
        return value_str(STR(""));
    char *copy = call_alloc(call, s.len);
    if (!copy)
        return value_error();
    memcpy(copy, s.at, s.len);
    return value_str((Str) { copy, s.len });
}

Value call_list_of(Call *call, const Value *items, size_t count)
{
    if (count > UINT32_MAX)
        return call_fail(call, "the list is too long");
    List *list = call_alloc(call, sizeof *list);
    if (!list)
        return value_error();
    *list = (List) { .count = (uint32_t) count, .at = items };
    return value_list(list);
}

Value call_list(Call *call, const Value *items, size_t count)
{
    if (count == 0)
        return call_list_of(call, NULL, 0);
    if (count > SIZE_MAX / sizeof *items)
        return call_fail(call, "the list is too long");
    Value *copy = call_alloc(call, count * sizeof *items);
    if (!copy)
        return value_error();
    memcpy(copy, items, count * sizeof *items);
    return call_list_of(call, copy, count);
}
