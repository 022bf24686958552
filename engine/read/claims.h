/* A heading that several fields claim is that of the field whose cells stand below it. */
#ifndef DULY_READ_CLAIMS_H
#define DULY_READ_CLAIMS_H

#include "read/columns.h"

/* Which of the fields is meant over that column: the one that can read most of its cells in these rows; of several that can the one that
   follows the field of the column before (FIELD_NONE: none is known); else the first. FIELD_NONE where none reads half of them. Those that
   have a column already are meant only where all do. */
uint32_t claims_settle(const HeadingClaims *claims, const Mapping *mapping, const TopRow *rows, size_t count, uint32_t column,
                       uint32_t before);

#endif
