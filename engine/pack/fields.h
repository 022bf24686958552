/* Fields of a table: the rows of the data dictionary. */
#ifndef DULY_PACK_FIELDS_H
#define DULY_PACK_FIELDS_H

#include "pack/loader.h"

/* Reads what stands under a field's name. A field that cannot be understood gets TYPE_ERROR, so that nobody complains about
   it again. The field must not move afterwards: its type points to its values. One that refers to records gets its type when
   all tables are known. `table` is the last one of the pack. */
void field_read(Loader *loader, const YamlPair *pair, Table *table, Field *field);
/* Takes in what an overlay says of a field that is there: another title, more headings, values and their labels. */
void field_add(Loader *loader, const YamlPair *pair, Field *field);

#endif
