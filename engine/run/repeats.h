/* Records whose key stood before, of a table that was judged in parts: found among the keys of all of them, and told as if whoever judged
   them had known. */
#ifndef DULY_RUN_REPEATS_H
#define DULY_RUN_REPEATS_H

#include "run/running.h"
#include "run/sorted.h"

typedef struct Repeats Repeats;

/* For the table at hand. */
Repeats *repeats_new(Run *run);
/* The next key, in the order of hashes; the files of its part come behind so many of the table. */
void repeats_take(Repeats *repeats, const Thing *key, uint64_t files_before);
/* After the last; empty, or a sentence that says what went wrong. */
Str repeats_sort(Repeats *repeats);
/* Puts what is found into the records of a batch, which are the next ones of the file at hand. What is put there lives until they are told. */
void repeats_apply(Repeats *repeats, uint64_t file, uint64_t first, uint64_t rows, BatchResult *result);
void repeats_told(Repeats *repeats);
void repeats_free(Repeats *repeats);

#endif
