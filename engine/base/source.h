/* A text that people wrote (a pack file, an expression) and places in it. Every place is a span of
   byte offsets; lines and columns are worked out only when a person is told. */
#ifndef DULY_BASE_SOURCE_H
#define DULY_BASE_SOURCE_H

#include "base/arena.h"

typedef struct {
    uint32_t start, end; /* byte offsets, end exclusive */
} Span;

typedef struct {
    Str name; /* as shown: "rules/admission/rules.yaml", "<expression>" */
    Str text;
} Source;

typedef struct {
    uint32_t line;       /* from 1 */
    uint32_t column;     /* from 1, in code points */
    uint32_t line_start; /* byte offset of the line */
    uint32_t line_end;   /* byte offset of its end, without CR and LF */
} Place;

Place source_place(const Source *source, uint32_t offset);

/* Lines of many places of a text, which come one behind the other: each is counted from the one before, so that all together cost one
   walk through the text. A zero value begins anywhere. */
typedef struct {
    const Source *source;
    uint32_t offset, line; /* of the last place */
} LineWalk;

uint32_t line_walk_to(LineWalk *walk, const Source *source, uint32_t offset);

static inline Span span_join(Span a, Span b)
{
    return (Span) { a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end };
}

#endif
