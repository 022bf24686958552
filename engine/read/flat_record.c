/* Records of a file mostly have the same keys in the same order. So the keys of the one before are remembered with what they mean, and
   where they come again nothing is looked up. */
#include "read/flat_record.h"

enum { MOST_MEMBERS = 1024 }; /* more are compared by those who have a table for it */

static bool has_same_keys(const FlatRecords *flat)
{
    if (flat->members.count != flat->count)
        return false;
    for (size_t i = 0; i < flat->count; i++)
        if (!flat->members.at[i].is_expected)
            return false;
    return true;
}

static void flat_record_remember(FlatRecords *flat)
{
    flat->count = flat->members.count;
    flat->is_known = false;
    arena_reset(&flat->memory);
    flat->keys = arena_array(&flat->memory, Str, flat->count);
    flat->fields = arena_array(&flat->memory, uint32_t, flat->count);
    for (size_t i = 0; i < flat->count; i++)
        flat->keys[i] = arena_str(&flat->memory, flat->members.at[i].key);
}

/* Puts the cells of the record that was added last, and looks its keys up unless they are known: what a second key of a field takes back
   must have been put. */
static void flat_record_put_cells(FlatRecords *flat, Keyed *keyed, Str text)
{
    size_t complaints = keyed->bad.count;
    char *kept = arena_alloc(&keyed->batch->arena, text.len);
    memcpy(kept, text.at, text.len);
    for (size_t i = 0; i < flat->count; i++) {
        const FlatMember *member = &flat->members.at[i];
        char *cell = kept + (member->text.at - text.at);
        if (!flat->is_known)
            flat->fields[i] = keyed_find(keyed, flat->keys[i]);
        if (flat->fields[i] != FIELD_NONE)
            keyed_put(keyed, flat->fields[i],
                      member->has_escapes ? json_flat_decode(cell, member->text.len) : (Str) { cell, member->text.len });
    }
    flat->is_known = keyed->bad.count == complaints;
}

bool flat_add(FlatRecords *flat, Keyed *keyed, Str text, uint64_t line)
{
    if (!json_flat_read(text, (FlatKeys) { flat->keys, flat->count }, &flat->members) || flat->members.count > MOST_MEMBERS)
        return false;
    bool is_same = has_same_keys(flat);
    if (!is_same && json_flat_has_twice(&flat->members))
        return false;
    if (!is_same)
        flat_record_remember(flat);
    keyed_add_record(keyed, line);
    flat_record_put_cells(flat, keyed, text);
    return true;
}

void flat_free(FlatRecords *flat)
{
    array_free(&flat->members);
    arena_free(&flat->memory);
}
