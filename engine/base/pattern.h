/* Regular expressions in RE2's syntax (PCRE2, JIT-compiled, UTF-8, with match and depth limits). Compiled patterns
   are immutable and shared between threads; a Matcher is one thread's. */
#ifndef DULY_BASE_PATTERN_H
#define DULY_BASE_PATTERN_H

#include "base/arena.h"
#include "base/pattern_shape.h"

typedef struct Pattern Pattern;
typedef struct Matcher Matcher;

/* NULL on a bad pattern: a sentence in *problem and the byte offset in *offset. Back references, look-around and
   other things that RE2 does not have are refused by name. The arena owns the pattern. */
const Pattern *pattern_compile(Arena *arena, Str text, Str *problem, size_t *offset);
/* The same for one that a few texts are searched for, and that fits them as a whole or not at all: machine code would cost more than it
   saves. */
const Pattern *pattern_compile_whole(Arena *arena, Str text, Str *problem, size_t *offset);
Str pattern_text(const Pattern *pattern);
uint32_t pattern_groups(const Pattern *pattern);
/* Where it is as plain as that, what texts look like that match; else NULL. */
const TextShape *pattern_shape(const Pattern *pattern);

/* One thread's memory for matching; lives in the arena. */
Matcher *matcher_new(Arena *arena);

typedef enum { MATCH_NO, MATCH_YES, MATCH_LIMIT /* gave up: the pattern is too costly for this text */ } Match;

/* Searches from byte `from`. `groups`, when not NULL, gets 2 * (1 + pattern_groups) byte offsets (SIZE_MAX: unset). */
Match pattern_search(const Pattern *pattern, Matcher *matcher, Str subject, size_t from, size_t *groups);

/* The alternatives that a pattern consists of ("^a|b$" has two), how many of them begin with ^ or \A, and how many end with $ or \z. */
typedef struct {
    uint32_t alternatives, started, ended;
} PatternEnds;
PatternEnds pattern_ends(Str text);

#endif
