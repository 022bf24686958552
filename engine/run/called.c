#include "run/called.h"

#include "model/identity.h"
#include "run/groupkey.h"

bool called_are_wanted(const GroupPlan *plan)
{
    bool is = false;
    for (uint32_t i = 0; i < plan->grouping->key_count; i++)
        is |= plan->called[i] != INDEX_NONE;
    return is;
}

static Str label_of(Arena *scratch, const GroupPlan *plan, uint32_t key, const Sides *sides, Value value)
{
    Text label = text_in(scratch);
    Str identity = identity_of_value(plan->grouping->keys[key].value.expr->type, value, scratch);
    Value found = plan->called[key] == INDEX_NONE ? value_missing() : sides_label(sides, plan->called[key], identity);
    if (!value_is_error(found))
        value_show(&label, found);
    return text_str(&label);
}

static Str find_labels(Arena *scratch, const GroupPlan *plan, const Sides *sides, Str keys)
{
    Text bytes = text_in(scratch);
    uint32_t count = plan->grouping->key_count;
    Value *values = arena_array(scratch, Value, count);
    bool has_any = false;
    groupkey_read(keys, values, count);
    for (uint32_t i = 0; i < count; i++) {
        Str label = label_of(scratch, plan, i, sides, values[i]);
        has_any |= label.len > 0;
        bytes_text(&bytes, label);
    }
    return has_any ? text_str(&bytes) : (Str) { 0 };
}

Str called_find(Arena *arena, const GroupPlan *plan, const Sides *sides, Str keys)
{
    Arena scratch = { 0 };
    Str found = find_labels(&scratch, plan, sides, keys);
    Str kept = found.len ? arena_str(arena, found) : found;
    arena_free(&scratch);
    return kept;
}

Str called_next(Bytes *bytes)
{
    return bytes->rest.len > 0 ? bytes_take_text(bytes) : (Str) { 0 };
}

bool called_are(Str bytes, const GroupPlan *plan)
{
    Bytes left = { bytes, false };
    for (uint32_t i = 0; bytes.len > 0 && i < plan->grouping->key_count; i++)
        bytes_take_text(&left);
    return bytes_are_done(&left);
}
