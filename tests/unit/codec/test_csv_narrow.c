/* The same on processors without wide loops. */
#define DULY_NO_WIDE_LOOPS 1
#include "codec/csv.c"

#include "test_csv.c"
