/* JSON of any bytes: what is read ends where its extent says, is no deeper than allowed, and a problem lies in the text. */
#include <stdlib.h>

#include "codec/json.h"
#include "codec/json_flat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool held)
{
    if (!held)
        abort();
}

static void expect_depth(json_t *value, unsigned allowed)
{
    size_t index;
    const char *key;
    json_t *part;
    expect(allowed > 0 || !(json_is_array(value) || json_is_object(value)));
    json_array_foreach(value, index, part) expect_depth(part, allowed - 1);
    json_object_foreach(value, key, part) expect_depth(part, allowed - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = { 0 };
    Str text = { (const char *) data, size };
    size_t extent = json_extent(text), used;
    JsonProblem problem;
    json_t *value = json_read(text, &used, &arena, &problem);
    expect(!value == (problem.sentence.len > 0));
    expect(problem.offset <= size && used <= size);
    if (json_is_array(value) || json_is_object(value) || json_is_string(value))
        expect(used == extent);
    if (value)
        expect_depth(value, JSON_MAX_DEPTH);
    FlatMembers members = { 0 };
    if (json_flat_read(text, (FlatKeys) { NULL, 0 }, &members))
        expect(json_is_object(value) ? json_object_size(value) == members.count : json_flat_has_twice(&members));
    array_free(&members);
    json_decref(value);
    arena_free(&arena);
    return 0;
}
