/* CellTexts: the text of one field of one record, turned into a value as the dictionary says. */
#ifndef DULY_MODEL_CELL_H
#define DULY_MODEL_CELL_H

#include "base/pattern.h"
#include "model/column.h"
#include "model/table.h"

typedef enum {
    CELL_OK,
    CELL_EMPTY,       /* a missing value */
    CELL_UNREADABLE,  /* 2003-02-30 in a date, abc in a number, anything damaged (model/damage.h) */
    CELL_UNKNOWN,     /* of an enum: none of its values, so nobody knows which one is meant */
    CELL_NOT_ALLOWED, /* readable, but outside pattern, min or max; its value is kept */
    CELL_MONTH,       /* of a date: a month that may be any of its days; its value is the last one */
    CELL_ABSENT,      /* there is no cell: the file has no such column, the batch no such file */
} CellResult;

/* Whether there is a cell with a value that rules can use. */
static inline bool cell_has_value(CellResult result)
{
    return result == CELL_OK || result == CELL_NOT_ALLOWED || result == CELL_MONTH;
}

/* Whether there is a cell, and no value in it: an error to whoever reads it, never the same as an empty one. */
static inline bool cell_is_unreadable(CellResult result)
{
    return result == CELL_UNREADABLE || result == CELL_UNKNOWN;
}

/* Without the blanks (ASCII ones, no-break and ideographic spaces) and marks that nobody sees at both ends, and without the apostrophe before a digit by which
   spreadsheets tell text from a number. CellTexts are read so. */
Str cell_trim_ends(Str s);

/* Blanks of several bytes, and the marks, begin with one of these. */
static inline bool cell_may_begin_blank(char c)
{
    return c == '\xC2' || c == '\xE2' || c == '\xE3' || c == '\xEF';
}

/* Most cells have nothing to trim, and their first and last bytes tell. */
static inline bool cell_may_have_blanks(Str s)
{
    unsigned char first = (unsigned char) s.at[0], last = (unsigned char) s.at[s.len - 1];
    if (first <= ' ' || first == '\'' || last <= ' ' || (first >= 0x80 && cell_may_begin_blank(s.at[0])))
        return true;
    return last >= 0x80 && ((s.len >= 2 && s.at[s.len - 2] == '\xC2') || (s.len >= 3 && cell_may_begin_blank(s.at[s.len - 3])));
}

static inline Str cell_trim(Str s)
{
    return s.len > 0 && cell_may_have_blanks(s) ? cell_trim_ends(s) : s;
}

/* The value of a row without one: missing where the cell is empty, an error where it is not. */
Value cell_no_value(CellResult result);

/* Reads one cell. Lists are built in the arena; strings stay slices of `text`. The value of an unreadable cell
   is cell_no_value. */
CellResult cell_read(const Field *field, Str text, Arena *arena, Matcher *matcher, Value *out);

/* Reads one cell with months on their first day (1), the second … or the last of as many as there are (0), as cell_read does. */
CellResult cell_read_on(const Field *field, Str text, int day_of_month, Arena *arena, Matcher *matcher, Value *out);

/* Says in words what is wrong with a cell that cell_read did not accept: "'2003-02-30' is not a date",
   "'phd' is none of faculty, undergraduate, graduate, adult; did you mean ...". */
Str cell_problem(const Field *field, Str text, Arena *arena, Matcher *matcher);

/* The same for a text that is damaged, whatever its field: "'甲?' holds the byte 0xB1, which is no text in the file's encoding". */
Str cell_damage(Str text, Arena *arena);

/* The cells of a column. */
typedef struct {
    const Str *at;
    size_t rows;
    bool is_sound; /* none of them is damaged, as is known already */
} CellTexts;

/* Reads them into a column of the field's physical kind; results[row] gets a CellResult. */
void cells_read(const Field *field, CellTexts cells, Arena *arena, Matcher *matcher, const Column *out, uint8_t *results);

#endif
