/* Records that name their fields themselves: what JSON and YAML have in common. A record is begun, its keys are looked up,
   its cells are put, and it is ended. */
#ifndef DULY_READ_KEYED_H
#define DULY_READ_KEYED_H

#include "base/map.h"
#include "read/headings.h"
#include "read/reader.h"

typedef struct {
    Reader *reader;
    Headings *headings;
    Map keys;        /* as written: 1 + the field, 0: none */
    uint64_t *seen;  /* per field: the number of the last record that had it, from 1 */
    uint64_t record; /* the one begun last, from 1 */
    Batch *batch;
    ARRAY(BadCell) bad;
} Keyed;

/* Distinct keys that are remembered, and how long they may be; unknown ones that are told. */
enum { KEYED_MAX_KEYS = 1024, KEYED_MAX_KEY_BYTES = 256, KEYED_MAX_UNKNOWN = 256 };

void keyed_open(Keyed *keyed, Reader *reader);
void keyed_close(Keyed *keyed);

/* Before and after a batch is filled. */
void keyed_begin(Keyed *keyed, Batch *batch);
void keyed_end(Keyed *keyed);
/* The same where no cell can be damaged: none is looked at. */
void keyed_end_sound(Keyed *keyed);

/* A new row; false when the batch has no room for one. */
bool keyed_has_room(const Keyed *keyed);
void keyed_add_record(Keyed *keyed, uint64_t line);

/* The field that a key of the record means; FIELD_NONE: none, which has been told, or one that another key has given. */
uint32_t keyed_find(Keyed *keyed, Str key);

/* What the field holds: a text that lives in the batch's arena, several texts, or nothing and why. */
void keyed_put(Keyed *keyed, uint32_t field, Str text);
void keyed_put_list(Keyed *keyed, uint32_t field, const Str *texts, size_t count);
/* A number with a point or an exponent, as it is written. Where a number is wanted, 24.0 and 2.4e1 become 24; where a text is, a whole
   number written so is refused, for nobody can tell which text it was. False: it was refused. */
bool keyed_take_decimal(Keyed *keyed, uint32_t field, Str *text);
void keyed_refuse(Keyed *keyed, uint32_t field, Str sentence);

/* A row that stands for a record which could not be read. */
void keyed_add_bad_record(Keyed *keyed, uint64_t line, Str sentence);

/* Whether a mapping's one key means "the records": the table's name, its file's, or that of the file that is read. */
bool keyed_is_wrapper(const Reader *reader, Str key);

#endif
