/* How far the alternatives of a pattern are tied to the ends of the text: ^A|B$ is tied at neither end by both, which its author seldom
   means (lint warns). A walk over its tokens is enough: anchors stand at the ends of an alternative, perhaps within brackets that begin
   or end there. The pattern is well formed. */
#include "base/pattern.h"

typedef struct {
    Str text;
    size_t at;
    int depth;        /* of brackets */
    bool fresh, tied; /* nothing of the alternative was seen yet; the last that was is an anchor of the end */
    bool started;
    PatternEnds ends;
} Walk;

static char pattern_ends_peek(const Walk *walk, size_t ahead)
{
    return walk->at + ahead < walk->text.len ? walk->text.at[walk->at + ahead] : 0;
}

/* Behind the bracket that closes the class at `at`. The first one in it is a character, and so is what stands behind a backslash. */
static size_t behind_class(const Walk *walk)
{
    size_t at = walk->at + 1 + (pattern_ends_peek(walk, 1) == '^');
    Str text = walk->text;
    for (bool first = true; at < text.len && (first || text.at[at] != ']'); first = false) {
        bool named = text.at[at] == '[' && at + 1 < text.len && text.at[at + 1] == ':';
        size_t end = named ? str_find(text, STR(":]"), at) : SIZE_MAX;
        at = end != SIZE_MAX ? end + 2 : at + (text.at[at] == '\\' ? 2 : 1);
    }
    return at + 1;
}

static size_t behind_escape(const Walk *walk)
{
    size_t end = pattern_ends_peek(walk, 1) == 'Q' ? str_find(walk->text, STR("\\E"), walk->at) : SIZE_MAX;
    return end != SIZE_MAX ? end + 2 : walk->at + 2;
}

/* Behind "(", "(?:", "(?P<name>" or "(?i)"; the last opens nothing. */
static size_t behind_opening(Walk *walk)
{
    size_t at = walk->at + 1;
    walk->depth++;
    if (pattern_ends_peek(walk, 1) != '?')
        return at;
    while (at < walk->text.len && walk->text.at[at] != ':' && walk->text.at[at] != '>' && walk->text.at[at] != ')')
        at++;
    if (at < walk->text.len && walk->text.at[at] == ')')
        walk->depth--;
    return at + 1;
}

static void end_alternative(Walk *walk)
{
    walk->ends.alternatives++;
    walk->ends.started += walk->started;
    walk->ends.ended += walk->tied;
    walk->fresh = true;
    walk->started = walk->tied = false;
}

/* What is neither bracket nor bar. */
static void pattern_ends_take_piece(Walk *walk)
{
    char c = pattern_ends_peek(walk, 0), escaped = c == '\\' ? pattern_ends_peek(walk, 1) : 0;
    walk->started |= walk->fresh && (c == '^' || escaped == 'A');
    walk->tied = c == '$' || escaped == 'z';
    walk->fresh = false;
    walk->at = c == '\\' ? behind_escape(walk) : c == '[' ? behind_class(walk) : walk->at + 1;
}

static void pattern_ends_step(Walk *walk)
{
    char c = pattern_ends_peek(walk, 0);
    if (c == '(') {
        walk->at = behind_opening(walk);
    } else if (c == ')') {
        walk->depth--;
        walk->at++;
    } else if (c == '|' && walk->depth == 0) {
        end_alternative(walk);
        walk->at++;
    } else {
        pattern_ends_take_piece(walk);
    }
}

/* What stands in brackets that hold all of it, as in (a|b): they tie nothing. */
static Str inside_brackets(Str text)
{
    Walk walk = { .text = text };
    if (pattern_ends_peek(&walk, 0) != '(')
        return text;
    size_t start = walk.at = behind_opening(&walk);
    bool opens = walk.depth > 0; /* and is no (?i) */
    while (walk.at < text.len && walk.depth > 0)
        pattern_ends_step(&walk);
    return opens && walk.depth == 0 && walk.at == text.len ? str_slice(text, start, text.len - 1) : text;
}

PatternEnds pattern_ends(Str text)
{
    for (Str inside = inside_brackets(text); inside.len < text.len; inside = inside_brackets(text))
        text = inside;
    Walk walk = { .text = text, .fresh = true };
    while (walk.at < text.len)
        pattern_ends_step(&walk);
    end_alternative(&walk);
    return walk.ends;
}
