/* Two days in one column: under "公示起止时间" stands "2024.3.1-3.7", the day of one field and that of another (Field.span_to). */
#ifndef DULY_READ_SPAN_H
#define DULY_READ_SPAN_H

#include "model/batch.h"

/* The column of the field is that of the other day as well, unless that has one of its own. */
void span_map(Mapping *mapping, uint32_t field);

/* Parts the cells of such columns. A cell that names one day gives the first and not the other: nobody can tell whether a notice of one day
   is meant. Records that name their fields are parted where they name two days. */
void span_fill(const Mapping *mapping, Batch *batch);

#endif
