/* The same on processors without wide loops. */
#define DULY_NO_WIDE_LOOPS 1
#include "model/cell_usual.c"

#include "test_cell_usual.c"
