/* Names of people: what == and `in` compare in place of what is written. No function that anyone calls; the compiler puts it in. */
#include "lang/fn.h"
#include "model/identity.h"

static Value fn_name_alike(Call *call, Value value)
{
    if (value.kind != KIND_STRING)
        return value;
    return fn_walk(call, value.len) ? value_str(identity_of_name(fn_str(value), call->arena)) : value_error();
}

static Value run_alike(Call *call, const Value *args)
{
    if (args[0].kind != KIND_LIST)
        return fn_name_alike(call, args[0]);
    uint32_t count = args[0].list->count;
    Value *items = fn_array(call, count, sizeof *items);
    for (uint32_t i = 0; items && i < count; i++) {
        items[i] = fn_name_alike(call, args[0].list->at[i]);
        if (value_is_error(items[i]))
            return items[i];
    }
    return items ? call_list_of(call, items, count) : value_error();
}

const Overload name_alike = { "name", FUNCTION, PARAMS1(A), &TYPE_A, run_alike, PLAIN, NULL, "what tells a name from others" };
