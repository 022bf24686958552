/* One expression, from text to printed result: for the tests that are data. */
#ifndef DULY_TESTS_EXPRESSION_H
#define DULY_TESTS_EXPRESSION_H

#include "lang/check.h"
#include "lang/interp.h"
#include "lang/parser.h"

typedef enum { RESULT_VALUE, RESULT_FAULT /* of the data */, RESULT_PROBLEM /* of the author */ } ResultKind;

typedef struct {
    ResultKind kind;
    Str text; /* the value as an author writes it, or the first message */
    Str type;
} Result;

typedef struct {
    bool erased; /* every literal is wrapped in dyn(): the slow way must give what the fast one gives */
    bool lenient;
    size_t rows; /* evaluated for so many equal rows, which must all agree; 0: 1 */
} ResultOptions;

/* Evaluates in an environment without variables, or `env` (inputs then stand in `inputs`). */
Result expression_result(Arena *arena, Str expression, const Env *env, const Column *const *inputs, const ResultOptions *options);

#endif
