/* Damage: what a text holds that nobody wrote. It is told wherever it stands, in a field that a rule reads and in one that none reads:
   a number whose digits a spreadsheet dropped is lost either way. */
#ifndef DULY_MODEL_DAMAGE_H
#define DULY_MODEL_DAMAGE_H

#include "base/ascii.h"
#include "model/table.h"

typedef enum {
    DAMAGE_NONE,
    DAMAGE_BYTES,   /* no text in the file's encoding */
    DAMAGE_CONTROL, /* a control character, a zero byte among them */
    DAMAGE_LOST,    /* U+FFFD, which programs write for a character that they could not read, or a code that is no character */
    DAMAGE_ERROR,   /* "#N/A", "#REF!", "########": what a spreadsheet shows where it has no value, or no room */
    DAMAGE_ROUNDED, /* "3.70E+17": what it shows of a long number */
    DAMAGE_HIDDEN,  /* a mark that nobody sees, which parts texts that look the same */
} Damage;

/* Of a trimmed text, but for marks that nobody sees. */
Damage damage_of(Str text);
/* Of one that is plain (utf8_is_plain) and begins as damage does. */
Damage damage_of_beginning(Str text);
/* Of any that is plain: of its characters nothing is left to ask, and no field hides marks in it. */
static inline Damage damage_of_plain(Str text)
{
    char c = text.len ? text.at[0] : 0;
    bool may_be = c == '#' || c == 'E' || c == '+' || c == '-' || ascii_is_digit(c);
    return may_be ? damage_of_beginning(text) : DAMAGE_NONE;
}

/* Of one that stands in this field: there are numbers that may be written "1.2E+05", and marks where none are allowed are left out when
   the cell is read, as the pattern says. */
Damage damage_in(const Field *field, Str text);
/* Whether a text holds such a mark that is none of running text: those join emoji, choose the form of a letter, say where a word may break.
   In what records are known by, none is. */
bool damage_hides(const Field *field, Str text);

/* False only where no part of a longer text, however it is cut into cells, is damaged: a quick look. */
bool damage_is_possible(Str text);

#endif
