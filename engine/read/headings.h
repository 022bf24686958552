/* Which field a heading (or a key) of a file means: one with the field's name, another heading that the dictionary lists,
   or a title in some language. Blanks and line breaks wherever they stand, full-width forms, the case of Latin letters, a star, a
   colon behind it, and a unit in brackets ("培训学时（小时）") do not matter. */
#ifndef DULY_READ_HEADINGS_H
#define DULY_READ_HEADINGS_H

#include "base/map.h"
#include "model/table.h"

typedef struct {
    Arena *arena;
    const Table *table;
    Map fields; /* by folded heading; names before other headings before titles */
} Headings;

/* The arena owns it. */
Headings *headings_new(Arena *arena, const Table *table);
/* The field, or FIELD_NONE. */
uint32_t headings_find(const Headings *headings, Str heading);
/* The heading of the dictionary that was perhaps meant, as the dictionary writes it; empty: none is near. */
Str headings_suggest(const Headings *headings, Str heading);

#endif
