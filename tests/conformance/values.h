/* Values and types as the conformance file writes them. */
#ifndef DULY_TESTS_VALUES_H
#define DULY_TESTS_VALUES_H

#include <jansson.h>

#include "model/value.h"

Value value_read(Arena *arena, json_t *json);
/* "map(string, list(int))" */
const Type *type_read(Arena *arena, Str text);
/* Same kind and same value: NaN is NaN, an int is not a uint, also inside lists and maps. */
bool value_matches(Value actual, Value expected);

#endif
