/* The delimiter of a file of columns: the one by which some row at the top names most fields, whatever a title above it holds. */
#ifndef DULY_READ_DELIMITER_H
#define DULY_READ_DELIMITER_H

#include "read/headings.h"

/* Of ',', ';', tab, '|' and what a first line "sep=X" names; `usual` where none names more fields. `text` is the beginning of the file. */
char delimiter_find(const Headings *headings, Str text, char usual);

/* A sign that no file of columns is divided by, but by which this row would name fields: "a full-width comma (，)"; NULL: none. */
const char *delimiter_mistaken(const Headings *headings, Str row);

#endif
