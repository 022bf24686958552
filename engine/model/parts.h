/* The parts of a cell that holds a list. */
#ifndef DULY_MODEL_PARTS_H
#define DULY_MODEL_PARTS_H

#include "model/table.h"

/* The next part of a list, trimmed; false after the last. It may be empty. */
bool part_next(const Field *field, Str *rest, Str *part);

/* What parts two elements in such a text: the separator of the field, or one of the marks that people use; empty: nothing does. */
Str part_separator_in(const Field *field, Str text);

/* The same where blanks alone part the elements, which nobody can see in the text: whoever knows the elements has to say. */
bool part_next_word(Str *rest, Str *part);

#endif
