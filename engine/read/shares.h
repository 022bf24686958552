/* Fields that hold what stands under a heading of another one (Field.shares). */
#ifndef DULY_READ_SHARES_H
#define DULY_READ_SHARES_H

#include "model/batch.h"

/* A field without a column of its own has that of the other field. */
void shares_map(Mapping *mapping);

/* The cells of the one are those of the other, in each record that has none of its own; also what is wrong with them. */
void shares_fill(Batch *batch);

#endif
