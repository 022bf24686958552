/* Identity: by what a record is known. It is made of the value of the key, here and nowhere else, once when the record is read, so
   that duplicates, references, waivers, baselines and whatever else looks for a record cannot differ in whom they mean. People type
   one number in many ways: with a blank behind it, in full width, with a mark that nobody sees; days and numbers have more
   spellings still. A report shows the cell as it is written; this is what is compared. */
#ifndef DULY_MODEL_IDENTITY_H
#define DULY_MODEL_IDENTITY_H

#include "base/pattern.h"
#include "model/batch.h"

/* A text as it is compared: full-width signs in plain ones, blanks of any kind as one ASCII blank and none at the ends, without marks
   that nobody sees. The text itself where that is all the same already, else a copy in the arena. Upper and lower case differ. */
Str identity_of_text(Str text, Arena *arena);

/* Whether a text is graphic ASCII signs alone, from ! to ~, as most keys are: then either is the text itself. Looked at eight bytes at a
   time, the last of them with those before them: the high bit of no byte is set, borrowed from or carried into. */
static inline bool identity_is_graphic(Str text)
{
    uint64_t word = 0x6161616161616161u, all = 0;
    if (text.len < 8) {
        if (text.len >= 4) {
            memcpy(&word, text.at, 4);
            memcpy((char *) &word + 4, text.at + text.len - 4, 4);
        } else if (text.len > 0) {
            char ends[4] = { text.at[0], text.at[text.len / 2], text.at[text.len - 1], 'a' };
            memcpy(&word, ends, sizeof ends);
        }
        all = word | (word - 0x2121212121212121u) | (word + 0x0101010101010101u);
    }
    for (size_t at = 0; text.len >= 8 && at < text.len; at += 8) {
        memcpy(&word, text.at + (text.len - at >= 8 ? at : text.len - 8), 8);
        all |= word | (word - 0x2121212121212121u) | (word + 0x0101010101010101u);
    }
    return (all & 0x8080808080808080u) == 0;
}

/* The same of a person's name: blanks beside a Han letter or a dot do not count, and dots in the middle are all one. */
Str identity_of_name(Str text, Arena *arena);

/* Of a cell of a field: of the value that is read from it, an enum by its value, a reference as the key that it names. Empty where
   there is nothing to be known by: the cell is empty, or cannot be read. `matcher` may be NULL: one is made where it is needed. */
Str identity_of_cell(const Field *field, Str cell, Arena *arena, Matcher *matcher);

/* The way by which the records of a file are known, or one of them: where records name their fields themselves, the first of which that
   record has all. NULL: they are known by nothing. */
const KeyWay *identity_way(const Mapping *mapping);
const KeyWay *identity_way_of(const Batch *batch, uint32_t row);
/* Whether that is what references hold. */
bool identity_is_referred_to(const Table *table, const KeyWay *way);

/* Of a record that somebody names as reports show it, by one of the ways of its table: the parts of several fields follow one another, a
   blank between them. Empty: nothing can be known so. */
Str identity_of_key(const Table *table, const KeyWay *way, Str written, Arena *arena);

/* Of a value of a type of expressions as people write it down: 7 and 07 are one int. A text that is none of them is taken as a text. */
Str identity_of_written(const Type *type, Str text, Arena *arena);

/* Of what an expression of this type came to (NULL: of any type); values that are the same have the same one. */
Str identity_of_value(const Type *type, Value value, Arena *arena);

/* Whether two values of a type are one as keys of groups; two that are not there are. */
bool identity_is_same(const Type *type, Value a, Value b, Arena *arena);

/* Fills batch->identities, once its cells are there; what is made lives in the arena. */
void batch_identify(Batch *batch, Arena *arena);

#endif
