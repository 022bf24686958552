/* The same on processors without wide loops. */
#define DULY_NO_WIDE_LOOPS 1
#include "model/damage.c"

#include "test_damage.c"
