/* An expression parsed for a test, with everything that it needs to live. */
#ifndef DULY_TESTS_PARSED_H
#define DULY_TESTS_PARSED_H

#include "lang/parser.h"
#include "unit.h"

typedef struct {
    Arena arena;
    Diags diags;
    Source source;
    ExprText text;
    Expr *expr;
    bool ok;
} Parsed;

/* The struct must stay where it is; parsed_free when done. */
static inline void parsed_init(Parsed *parsed, Str text)
{
    *parsed = (Parsed) { 0 };
    parsed->diags.arena = &parsed->arena;
    parsed->source = (Source) { STR("test"), text };
    parsed->text = (ExprText) { .source = &parsed->source, .text = text };
    parsed->expr = expr_parse(&parsed->arena, &parsed->text, &parsed->diags, &parsed->ok);
}

static inline void parsed_free(Parsed *parsed)
{
    arena_free(&parsed->arena);
}

/* The message of a problem by its number, empty where there are fewer. */
static inline Str parsed_problem(const Parsed *parsed, size_t number)
{
    return number < parsed->diags.list.count ? parsed->diags.list.at[number].message : STR("");
}

/* The part of the text that a span covers. */
static inline Str parsed_slice(const Parsed *parsed, Span span)
{
    return str_slice(parsed->source.text, span.start, span.end);
}

#endif
