/* What stands above the heading and holds for all records below it: "填报单位：计算机学院". Which fields may stand there, and under which
   words, the dictionary says (`above:` of a field). */
#ifndef DULY_READ_ABOVE_H
#define DULY_READ_ABOVE_H

#include "read/columns.h"

/* Most of them that are told of a file. */
enum { ABOVE_MOST = 16 };

/* Looks at the rows above the heading, once columns are matched: a field that has a column of its own is read from there. Where two say
   otherwise neither is taken, and that is told among the unknown columns. Sets reader->above and mapping.above_of. */
void above_read(Reader *reader, const Headings *headings, const TopRow *rows, size_t count);

/* Gives every record of the batch what stands above. */
void above_fill(const Mapping *mapping, Batch *batch);

#endif
