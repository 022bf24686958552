/* The formats that readers[] lists. */
#ifndef DULY_READ_FORMATS_H
#define DULY_READ_FORMATS_H

#include "read/reader.h"

extern const ReaderFormat format_csv, format_tsv, format_txt, format_ndjson, format_json, format_yaml, format_xlsx;
/* Not among them: rows that a host hands over have no name with an ending. */
extern const ReaderFormat format_rows;

#endif
