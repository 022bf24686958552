/* The examples that rules carry: each is a batch of one record, judged by the same plan and the same code as any other. */
#ifndef DULY_RUN_EXAMPLES_H
#define DULY_RUN_EXAMPLES_H

#include "pack/pack.h"

typedef struct {
    uint32_t rule;
    const Example *example;
    Outcome actual;
    Str detail; /* the message of the finding; empty: there was none */
} ExampleResult;

/* Runs the examples of the rules that are marked (NULL: of all), in the order of the pack. */
void examples_run(const Pack *pack, const bool *rules, Str language,
                  void (*visit)(void *context, const ExampleResult *result), void *context);

#endif
