/* The same on processors without wide loops. */
#define DULY_NO_WIDE_LOOPS 1
#include "base/utf8.c"

#include "test_utf8.c"
