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

/* Whether it is several names of people with blanks between them: each piece is one by itself, as in 王伟 李小明. 王 伟 is one name. */
bool part_is_names(Str part);

#endif
