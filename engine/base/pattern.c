/* Patterns are PCRE2's, compiled to machine code where it can. PCRE2 backtracks, so a pattern such as (a+)+$ takes 2^n steps on a text
   that does not fit; RE2, whose syntax CEL prescribes, never does. What its syntax has no words for is refused before PCRE2 sees a
   pattern (pattern_syntax.c), and steps are bounded here.

   No search takes long: the steps it may take are shared out among the places where a match may begin, since PCRE2 counts anew at each
   of them. A step may hide a pass over the rest of the text (.* takes all of it at once), so long texts get fewer, and where even one
   step from each place would read too much nothing is searched and the answer is MATCH_LIMIT. Its stack, heap and depth have bounds too. */
#include "base/pattern.h"
#include "base/ascii.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/pattern_shape.h"
#include "base/pattern_syntax.h"
#include "base/utf8.h"

enum {
    PATTERN_BYTES = 1 << 14, /* longest pattern */
    NEST_MAX = 200,          /* deepest nesting of its groups */
    STEPS_JIT = 4000000,     /* steps of a search: some tens of milliseconds */
    STEPS_PLAIN = 1000000,   /* the same without machine code */
    STEPS_LEAST = 100,       /* steps from one beginning, however many there are */
    LONG_TEXT = 1024,        /* a step may hide a pass over the text: long texts get fewer */
    SCAN_BYTES = 200000000,  /* bytes that such passes may read */
    DEPTH_MAX = 100000,
    HEAP_KIB = 20000,
    STACK_MIN = 1 << 15,
    STACK_MAX = 1 << 21,
    GROUPS_READY = 16 /* pairs of offsets a matcher begins with */
};

/* Compiled once and shared by threads. `first_bytes` is what PCRE2 knows about where a match may begin. */
struct Pattern {
    Str text;
    pcre2_code *code;
    uint32_t options; /* for PCRE2, beside those that all have */
    uint32_t groups;
    bool has_jit;
    bool is_anchored; /* a match can begin in one place only */
    bool is_unbounded;
    uint8_t first_bytes[32]; /* bit n: a match may begin with byte n */
    const TextShape *shape;  /* NULL: it is of no such kind */
};

/* What a search needs beside the pattern: one thread's. Made when the first search needs it. */
struct Matcher {
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    pcre2_match_data *data;
    uint32_t pairs; /* that data has room for */
};

/* ---- compiling */

static void free_code(void *pattern)
{
    pcre2_code_free(((Pattern *) pattern)->code);
}

static Str error_text(Arena *arena, int error)
{
    PCRE2_UCHAR text[200];
    if (pcre2_get_error_message(error, text, sizeof text) < 0)
        return STR("the pattern cannot be read");
    return arena_str(arena, str_of((const char *) text));
}

/* Without options a text is searched for the pattern; others go to PCRE2. */
static pcre2_code *compile(Arena *arena, const Translation *translation, uint32_t options, Str *problem, size_t *offset)
{
    options |= PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_CIRCUMFLEX | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_UTF_CHECK;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        memory_fault();
    pcre2_set_parens_nest_limit(context, NEST_MAX);
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    int error = 0;
    const char *text = translation->text.len ? translation->text.at : "";
    pcre2_code *code = pcre2_compile((PCRE2_SPTR) text, translation->text.len, options, &error, offset, context);
    pcre2_compile_context_free(context);
    if (!code && error == PCRE2_ERROR_HEAP_FAILED)
        memory_fault();
    if (!code)
        *problem = error_text(arena, error);
    /* It points behind what it complains of, but for one kind of problem. */
    if (!code && *offset > 0 && error != PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS)
        --*offset;
    return code;
}

static void allow_byte(Pattern *pattern, unsigned char byte)
{
    pattern->first_bytes[byte / 8] |= (uint8_t) (1u << byte % 8);
}

/* A first letter may have been meant in both cases; PCRE2 does not tell. */
static void allow_both_cases(Pattern *pattern, unsigned char byte)
{
    /* Too many beginnings make the bound stricter, never laxer. */
    allow_byte(pattern, byte);
    if (ascii_is_letter((char) byte))
        allow_byte(pattern, byte ^ 0x20);
}

static void find_beginnings(Pattern *pattern)
{
    uint32_t options = 0, kind = 0, unit = 0;
    const uint8_t *bitmap = NULL;
    pcre2_pattern_info(pattern->code, PCRE2_INFO_ALLOPTIONS, &options);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_FIRSTCODETYPE, &kind);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_FIRSTCODEUNIT, &unit);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_FIRSTBITMAP, &bitmap);
    pattern->is_anchored = options & PCRE2_ANCHORED;
    if (kind == 1)
        allow_both_cases(pattern, (unsigned char) unit);
    else if (kind == 2)
        allow_byte(pattern, '\n'); /* at the start, or after the end of a line */
    else if (bitmap)
        memcpy(pattern->first_bytes, bitmap, sizeof pattern->first_bytes);
    else
        memset(pattern->first_bytes, 0xFF, sizeof pattern->first_bytes);
}

static void complete(Arena *arena, Pattern *pattern)
{
    pcre2_pattern_info(pattern->code, PCRE2_INFO_CAPTURECOUNT, &pattern->groups);
    find_beginnings(pattern);
    TextShape shape;
    if (!(pattern->options & PCRE2_ENDANCHORED) && shape_of_pattern(pattern->text, &shape)) {
        TextShape *kept = arena_new(arena, TextShape);
        *kept = shape;
        pattern->shape = kept;
    }
}

const TextShape *pattern_shape(const Pattern *pattern)
{
    return pattern->shape;
}

static Pattern *compile_plainly(Arena *arena, Str text, uint32_t options, Str *problem, size_t *offset)
{
    *offset = 0;
    if (text.len > PATTERN_BYTES) {
        *problem = arena_format(arena, "the pattern is longer than %d bytes", PATTERN_BYTES);
        return NULL;
    }
    Translation translation = { 0 };
    size_t at = 0;
    Pattern *pattern = arena_new(arena, Pattern);
    pattern->text = arena_str(arena, text);
    pattern->options = options;
    arena_defer(arena, free_code, pattern); /* before there is anything to free */
    if (pattern_translate(arena, text, &translation, problem, offset)) {
        pattern->code = compile(arena, &translation, options, problem, &at);
        pattern->is_unbounded = translation.is_unbounded;
        if (!pattern->code)
            *offset = translation_origin(&translation, at);
    }
    translation_free(&translation);
    if (!pattern->code)
        return NULL;
    complete(arena, pattern);
    return pattern;
}

const Pattern *pattern_compile(Arena *arena, Str text, Str *problem, size_t *offset)
{
    Pattern *pattern = compile_plainly(arena, text, 0, problem, offset);
    if (pattern)
        pattern->has_jit = pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) == 0;
    return pattern;
}

const Pattern *pattern_compile_whole(Arena *arena, Str text, Str *problem, size_t *offset)
{
    return compile_plainly(arena, text, PCRE2_ANCHORED | PCRE2_ENDANCHORED, problem, offset);
}

Str pattern_text(const Pattern *pattern)
{
    return pattern->text;
}

uint32_t pattern_groups(const Pattern *pattern)
{
    return pattern->groups;
}

/* ---- matching */

static void free_matcher(void *object)
{
    Matcher *matcher = object;
    pcre2_match_data_free(matcher->data);
    pcre2_match_context_free(matcher->context);
    pcre2_jit_stack_free(matcher->stack);
}

static void pattern_make_room(Matcher *matcher, uint32_t pairs)
{
    if (matcher->data && pairs <= matcher->pairs)
        return;
    pcre2_match_data_free(matcher->data);
    matcher->data = pcre2_match_data_create(pairs, NULL);
    matcher->pairs = pairs;
    if (!matcher->data)
        memory_fault();
}

Matcher *matcher_new(Arena *arena)
{
    Matcher *matcher = arena_new(arena, Matcher);
    arena_defer(arena, free_matcher, matcher);
    return matcher;
}

static void set_limits(Matcher *matcher)
{
    pcre2_set_depth_limit(matcher->context, DEPTH_MAX);
    pcre2_set_heap_limit(matcher->context, HEAP_KIB);
    pcre2_jit_stack_assign(matcher->context, NULL, matcher->stack);
}

/* Most matchers never search: a stack of two megabytes is set aside for those that do. */
static void pattern_make_ready(Matcher *matcher, uint32_t pairs, bool has_jit)
{
    if (!matcher->context) {
        matcher->context = pcre2_match_context_create(NULL);
        matcher->stack = pcre2_jit_stack_create(STACK_MIN, STACK_MAX, NULL); /* NULL without machine code */
        if (!matcher->context || (has_jit && !matcher->stack))
            memory_fault();
        set_limits(matcher);
    }
    pattern_make_room(matcher, pairs > GROUPS_READY ? pairs : GROUPS_READY);
}

/* An upper bound for the places where a match may begin. */
static uint64_t count_beginnings(const Pattern *pattern, Str rest)
{
    uint64_t count = 1;
    if (pattern->is_anchored)
        return count;
    for (size_t i = 0; i < rest.len; i++) {
        unsigned char byte = (unsigned char) rest.at[i];
        count += (uint64_t) pattern->first_bytes[byte / 8] >> byte % 8 & 1;
    }
    return count;
}

/* How many steps a search may take from each beginning; 0: it could take too long whatever the limit. */
static uint32_t choose_limit(const Pattern *pattern, Str rest)
{
    uint64_t beginnings = count_beginnings(pattern, rest);
    if (pattern->is_unbounded && beginnings * rest.len > SCAN_BYTES)
        return 0;
    uint64_t limit = (pattern->has_jit ? STEPS_JIT : STEPS_PLAIN) / beginnings;
    if (rest.len > LONG_TEXT)
        limit = limit * LONG_TEXT / rest.len;
    return limit > STEPS_LEAST ? (uint32_t) limit : STEPS_LEAST;
}

static void copy_groups(const Pattern *pattern, const Matcher *matcher, size_t *groups)
{
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(matcher->data);
    for (size_t i = 0; i < 2 * (1 + (size_t) pattern->groups); i++)
        groups[i] = offsets[i] == PCRE2_UNSET ? SIZE_MAX : offsets[i];
}

/* The text was seen to be UTF-8 before, which PCRE2 is told not to look at again: it would for every match of a text. */
static int pattern_run(const Pattern *pattern, Matcher *matcher, Str subject, size_t from)
{
    PCRE2_SPTR at = (PCRE2_SPTR) (subject.len ? subject.at : "");
    if (pattern->has_jit)
        return pcre2_jit_match(pattern->code, at, subject.len, from, 0, matcher->data, matcher->context);
    return pcre2_match(pattern->code, at, subject.len, from, PCRE2_NO_UTF_CHECK, matcher->data, matcher->context);
}

Match pattern_search(const Pattern *pattern, Matcher *matcher, Str subject, size_t from, size_t *groups)
{
    if (pattern->shape && from == 0 && !groups)
        return shape_fits(pattern->shape, subject) ? MATCH_YES : MATCH_NO;
    if (from > subject.len || utf8_valid_len(subject) < subject.len)
        return MATCH_NO;
    while (from < subject.len && ((unsigned char) subject.at[from] & 0xC0) == 0x80)
        from++;
    uint32_t limit = choose_limit(pattern, str_slice(subject, from, subject.len));
    if (!limit)
        return MATCH_LIMIT;
    pattern_make_ready(matcher, groups ? pattern->groups + 1 : 1, pattern->has_jit);
    pcre2_set_match_limit(matcher->context, limit);
    int found = pattern_run(pattern, matcher, subject, from);
    if (found == PCRE2_ERROR_NOMATCH)
        return MATCH_NO;
    if (found == PCRE2_ERROR_NOMEMORY)
        memory_fault();
    if (found < 0)
        return MATCH_LIMIT;
    if (groups)
        copy_groups(pattern, matcher, groups);
    return MATCH_YES;
}
