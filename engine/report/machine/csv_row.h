/* Rows of CSV (RFC 4180), for formats that are tables. */
#ifndef DULY_REPORT_MACHINE_CSV_ROW_H
#define DULY_REPORT_MACHINE_CSV_ROW_H

#include "base/io.h"

/* Cells are escaped (report/escape.h), but for those that are numbers of our own making: a bit each, the first the lowest. A spreadsheet takes
   "-5" for the number that it is, and no apostrophe is wanted before it. */
void csv_row(Output *out, Arena *scratch, const Str *cells, size_t count, uint64_t numbers);

#endif
