/* Cells in which people say that there is nothing: 无, /, —, N/A. */
#ifndef DULY_MODEL_NOTHING_H
#define DULY_MODEL_NOTHING_H

#include "model/table.h"

/* Whether a trimmed text says so in a cell of this field: one of the words of its `empty:`, or where it has none, of those that fit
   its type. */
bool nothing_is_said(const Field *field, Str text);

#endif
