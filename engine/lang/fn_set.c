/* sets.*: lists taken as sets, under CEL's equality. */
#include "lang/value_set.h"

/* A set of all items of a list; false when steps or memory ran out. */
static bool set_of(ValueSet *set, Call *call, const List *items)
{
    if (!value_set_init(set, call, items))
        return false;
    for (uint32_t i = 0; i < items->count; i++)
        if (value_set_add(set, i) == SAME_STOPPED)
            return false;
    return true;
}

/* The first item of `items` for which being in `all` is `wanted`: SAME_YES when there is one. */
static Same has_one(Call *call, const List *all, const List *items, Same wanted)
{
    ValueSet set;
    if (!set_of(&set, call, all))
        return SAME_STOPPED;
    for (uint32_t i = 0; i < items->count; i++) {
        Same same = value_set_has(&set, items->at[i]);
        if (same == SAME_STOPPED || same == wanted)
            return same == wanted ? SAME_YES : same;
    }
    return SAME_NO;
}

static Value fn_set_run_contains(Call *call, const Value *args)
{
    Same outside = has_one(call, args[0].list, args[1].list, SAME_NO);
    return outside == SAME_STOPPED ? value_error() : value_bool(outside == SAME_NO);
}

static Value run_intersects(Call *call, const Value *args)
{
    Same inside = has_one(call, args[0].list, args[1].list, SAME_YES);
    return inside == SAME_STOPPED ? value_error() : value_bool(inside == SAME_YES);
}

static Value run_equivalent(Call *call, const Value *args)
{
    const Value turned[] = { args[1], args[0] };
    Value contains = fn_set_run_contains(call, args);
    return value_is_error(contains) || !contains.boolean ? contains : fn_set_run_contains(call, turned);
}

static const Overload rows[] = {
    { "sets.contains", FUNCTION, PARAMS2(LIST_A, LIST_A), &TYPE_BOOL, fn_set_run_contains, DEAR, "sets.contains([1, 2, 3], [3, 1])",
      "whether all of the second list are in the first" },
    { "sets.equivalent", FUNCTION, PARAMS2(LIST_A, LIST_A), &TYPE_BOOL, run_equivalent, DEAR, "sets.equivalent([1, 2, 2], [2, 1])",
      "whether both lists hold the same values, however often" },
    { "sets.intersects", FUNCTION, PARAMS2(LIST_A, LIST_A), &TYPE_BOOL, run_intersects, DEAR, "sets.intersects([1, 2], [2, 3])",
      "whether the lists have a value in common" },
};

const OverloadTable fn_set = OVERLOAD_TABLE(rows);
