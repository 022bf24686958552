/* A share of a batch: it is judged as ever, and what would be told is written down, record by record; what can only be told of the whole is
   kept as states. */
#ifndef DULY_RUN_PARTING_H
#define DULY_RUN_PARTING_H

#include "run/running.h"

typedef struct Parting Parting;

/* Begins to write. False after a complaint: of this batch, with these options, there can be no parts. */
bool parting_begin(Run *run);
/* What lines of a file are counted on from. */
uint64_t parting_lines(const Run *run, size_t index);
/* Whether something of a file belongs to this share. */
bool parting_reads(const Run *run, size_t index);
/* Whether a file was read to its end, though this share may end before: one that has become shorter since ends too early. */
bool parting_has_read_out(const Run *run, size_t index);

/* The next batch of the share; false: there is none in this file any more. */
bool parting_fill(Run *run, Batch *batch);
void parting_begin_file(Run *run, size_t index);
/* Takes down what came of a batch, whose records are still there. */
void parting_batch(Run *run, const Job *job);
void parting_end_file(Run *run, size_t index);
void parting_end(Run *run);

#endif
