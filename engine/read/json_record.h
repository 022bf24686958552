/* One JSON object as one record. */
#ifndef DULY_READ_JSON_RECORD_H
#define DULY_READ_JSON_RECORD_H

#include "codec/json.h"
#include "read/keyed.h"

/* A value that is no object becomes a record that could not be read. `text` is what it was parsed from. */
void json_add_record(Keyed *keyed, json_t *value, Str text, uint64_t line);

#endif
