/* A pattern and a text, parted by the first line end: compiling says what is wrong and where, searching ends, and what it
   finds lies within the text. */
#include <stdlib.h>

#include "base/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool fact)
{
    if (!fact)
        abort();
}

static void search(Arena *arena, const Pattern *pattern, Str subject, size_t from)
{
    size_t pairs = 1 + (size_t) pattern_groups(pattern);
    size_t *groups = arena_array(arena, size_t, 2 * pairs);
    Matcher *matcher = matcher_new(arena);
    Match found = pattern_search(pattern, matcher, subject, from, groups);
    demand(pattern_search(pattern, matcher, subject, from, NULL) == found);
    if (found != MATCH_YES)
        return;
    for (size_t i = 0; i < pairs; i++) {
        size_t start = groups[2 * i], end = groups[2 * i + 1];
        demand((start == SIZE_MAX) == (end == SIZE_MAX));
        demand(start == SIZE_MAX || (start <= end && end <= subject.len && start >= from));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str input = { (const char *) data, size }, problem = { 0 };
    size_t line_end = str_find(input, STR("\n"), 0), offset = SIZE_MAX;
    size_t cut = line_end == SIZE_MAX ? size : line_end;
    Str text = str_slice(input, 0, cut), subject = str_slice(input, cut < size ? cut + 1 : cut, size);
    Arena arena = { 0 };
    const Pattern *pattern = pattern_compile(&arena, text, &problem, &offset);
    if (pattern) {
        search(&arena, pattern, subject, 0);
        search(&arena, pattern, subject, subject.len / 2);
    } else {
        demand(problem.len > 0 && offset <= text.len);
    }
    arena_free(&arena);
    return 0;
}
