/* Lines of a source as a person is shown them, with what is meant marked below. Nothing but printable text goes out. */
#ifndef DULY_BASE_EXCERPT_H
#define DULY_BASE_EXCERPT_H

#include "base/source.h"
#include "base/text.h"

/* A text on one line, what would steer a terminal replaced. */
void excerpt_add_harmless(Text *out, Str s);

/* The part of a line that is shown: its bytes, and whether something was cut off. A long line is cut around a byte. */
typedef struct {
    size_t start, end;
    bool cut_before, cut_after;
} Window;

Window excerpt_window(Str line, size_t around);
void excerpt_add_line(Text *out, Str line, Window window);
/* Blanks up to a span of the line's bytes, then `mark` on as many columns as the span has, at least once. */
void excerpt_add_marks(Text *out, Str line, Window window, Span span, char mark);
/* A span of the source as a span of the line where it begins, cut at its end. */
Span excerpt_span(Place place, Span span);
size_t excerpt_digits(uint32_t number);

/* Something marked, and what is told beside it. */
typedef struct {
    Span span;
    Str note;
} Mark;

/* Each line in which marked spans begin, and below it a line for every mark: dashes under the span, then the note. Marks of one
   line stand together in the list. */
void excerpt_add(Text *out, const Source *source, const Mark *marks, size_t count);

#endif
