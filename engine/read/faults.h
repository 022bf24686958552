/* Damaged cells of a batch, in columns that a rule reads and in ones that none reads. */
#ifndef DULY_READ_FAULTS_H
#define DULY_READ_FAULTS_H

#include "model/batch.h"

/* Adds them to the batch's bad cells, and keeps those in the order of rows. */
void faults_find(Batch *batch);

#endif
