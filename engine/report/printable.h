/* Text that comes from files, made harmless for a terminal. */
#ifndef DULY_REPORT_PRINTABLE_H
#define DULY_REPORT_PRINTABLE_H

#include "base/text.h"

/* Adds a text: control characters as their pictures (U+241B for an escape), marks that turn the direction of writing and other
   line ends as <U+202E>, bytes that are not UTF-8, U+FFFE and U+FFFF as U+FFFD. What is added stands on one line. */
void printable_add(Text *out, Str s);

/* The same, cut after `columns` columns with an ellipsis. */
void printable_add_cut(Text *out, Str s, size_t columns);

/* Columns of a text that was made harmless; colours in it count nothing. */
size_t printable_width(Str s);

#endif
