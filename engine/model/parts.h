/* The parts of a cell that holds a list. */
#ifndef DULY_MODEL_PARTS_H
#define DULY_MODEL_PARTS_H

#include "base/arena.h"
#include "model/table.h"

/* A list on its way: what is left of it. */
typedef struct {
    const Field *field;
    Arena *arena; /* for what is written with escapes */
    Str rest;     /* at NULL: nothing */
    bool is_array;
} Parts;

Parts parts_of(const Field *field, Arena *arena, Str text);
/* The next part, trimmed; false after the last. It may be empty. */
bool parts_next(Parts *parts, Str *part);

/* What parts two elements in such a text: the separator of the field, or one of the marks that people use; empty: nothing does. */
Str part_separator_in(const Field *field, Str text);

/* The same where blanks alone part the elements, which nobody can see in the text: whoever knows the elements has to say. */
bool part_next_word(Str *rest, Str *part);

#endif
