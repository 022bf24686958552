/* Side tables: the records that references lead to, held in memory while those under rule stream past. Only the fields that
   some rule reads are kept, as columns. Once linked they are only read, by any number of threads. */
#ifndef DULY_RUN_SIDES_H
#define DULY_RUN_SIDES_H

#include "lang/interp.h"
#include "model/batch.h"
#include "model/cell.h"
#include "run/plan.h"

typedef struct Sides Sides;

/* What the plan wants of the tables that are `present` (by table, as long as the sides) when it judges those of them. */
Sides *sides_new(const Plan *plan, const bool *present);
void sides_free(Sides *sides);

/* Whether the records of a table are to be given. */
bool sides_want(const Sides *sides, uint32_t table);
/* Whether some rule cannot be decided without the records of a table; else they only tell whether references to them lead somewhere. */
bool sides_need(const Sides *sides, uint32_t table);

/* Adds records. Those of a table that is not whole count as not there: half of them prove nothing. */
void sides_add(Sides *sides, const Batch *batch);
void sides_end(Sides *sides, uint32_t table, bool whole);
/* After the last: finds what refers to what. Until then nothing may be read. */
void sides_link(Sides *sides);
/* Forgets all records. */
void sides_clear(Sides *sides);

/* Whether the records of a table are there. */
bool sides_have(const Sides *sides, uint32_t table);
/* Whether the batch has a file for a table, whatever became of it. */
bool sides_has_file(const Sides *sides, uint32_t table);
/* Whether there is no column for a member: its file has none, or the records of the table are not there at all. */
bool sides_lack(const Sides *sides, uint32_t member);
/* For interpreters: stays where it is, whatever is linked. */
const Member *sides_members(const Sides *sides);
/* What became of a cell: of one of the columns in sides_members. */
CellResult sides_result(const Sides *sides, uint32_t member, uint32_t row);

/* Cells of a field that refers to records, as references; `results` as with cells_read. What leads nowhere has no row. */
void sides_read_references(const Sides *sides, const Field *field, const Str *cells, size_t rows, Arena *arena, Matcher *matcher,
                           const Column *out, uint8_t *results);
/* The records of the other table that refer to the ones with these identities (NULL: they have none): `member` is of type many. */
void sides_read_many(const Sides *sides, uint32_t member, const Str *identities, size_t rows, const Column *out, uint8_t *results);
/* What the record of this identity is called, by its label; empty: nothing, or nobody wanted it. */
Value sides_label(const Sides *sides, uint32_t table, Str identity);
/* The first reference of a value (a reference or a list of them) that leads nowhere; NULL: none does. */
const RecordKey *sides_unknown(Value value);

#endif
