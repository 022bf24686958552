/* Which field a heading (or a key) of a file means: one with the field's name, another heading that the dictionary lists,
   or a title in some language. Blanks and line breaks wherever they stand, full-width forms, the case of Latin letters, a star, a
   colon behind it, and a unit in brackets ("培训学时（小时）") do not matter. */
#ifndef DULY_READ_HEADINGS_H
#define DULY_READ_HEADINGS_H

#include "base/array.h"
#include "base/map.h"
#include "base/pattern.h"
#include "model/table.h"

/* A pattern that several fields list as theirs. */
typedef struct {
    const HeaderPattern *pattern;
    ARRAY(uint32_t) fields; /* in the order of the dictionary */
} HeadingClaims;

typedef struct {
    Arena *arena;
    const Table *table;
    Map given;  /* number of what somebody said of it, by folded heading */
    Map fields; /* by folded heading; names before other headings before titles */
    ARRAY(HeadingClaims) claims;
    Matcher *matcher;
} Headings;

/* The arena owns it. */
Headings *headings_new(Arena *arena, const Table *table);
/* What somebody said of a heading (model/renames.h): a field, FIELD_LEFT_OUT, or FIELD_NONE where nobody said anything. */
uint32_t headings_given(const Headings *headings, Str heading);
/* The field, or FIELD_NONE: as it was given, by name, heading, title, then by a pattern of the dictionary. */
uint32_t headings_find(const Headings *headings, Str heading);
/* The same of a heading that stands behind the column of another field (FIELD_NONE: it is the first). Where patterns of several fields fit,
   the one that follows that field in the dictionary is meant, which lists fields in the order of the matter; else the first. */
uint32_t headings_find_behind(const Headings *headings, Str heading, uint32_t before);
/* Who claims a heading that fits a pattern which several fields list; NULL: no such heading. What its cells are, or where it stands, tells
   which of them is meant. */
const HeadingClaims *headings_claims(const Headings *headings, Str heading);
/* The field that a word above the heading means, for all records, whatever blanks and brackets stand in it; FIELD_NONE: none;
   FIELD_LEFT_OUT: somebody said that it is not to be read. */
uint32_t headings_above(const Headings *headings, Str word);
/* The same as headings_find, and where it finds none with what stands in the bracket behind put before the rest, then without what stands
   in brackets, whatever that is. */
uint32_t headings_guess(const Headings *headings, Str heading);
/* Whether under the heading of that field stands the day of another field, too: Field.span_to. */
bool headings_is_span(const Headings *headings, uint32_t field, Str heading);
/* Whether two headings are the same in their folded form. */
bool headings_same(Str one, Str other);
/* What of a field that was found a heading is: `declared` is that name, heading or title as the dictionary writes it. */
typedef enum { HEADING_NAME, HEADING_OTHER, HEADING_TITLE, HEADING_PATTERN, HEADING_GIVEN } HeadingBasis;
typedef struct {
    HeadingBasis basis;
    Str declared;
    bool folded; /* it is the same only in its folded form */
} HeadingMatch;
HeadingMatch headings_explain(const Headings *headings, uint32_t field, Str heading);
/* Whether its column tells where a row stands, and not who it is about: 序号. */
bool headings_number_rows(Str heading);
/* The heading of the dictionary that was perhaps meant, as the dictionary writes it; empty: none is near. */
Str headings_suggest(const Headings *headings, Str heading);

#endif
