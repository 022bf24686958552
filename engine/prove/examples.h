/* The examples that rules carry: each is a batch of one record, judged by the same plan and the same code as any other. */
#ifndef DULY_PROVE_EXAMPLES_H
#define DULY_PROVE_EXAMPLES_H

#include "run/sheet.h"

typedef struct {
    uint32_t rule;
    const Example *example;
    Outcome actual;
    Str detail;         /* the message of the finding; empty: there was none */
    const Sheet *sheet; /* as the example left it; its record is row 0 */
    const Trace *trace; /* of the conditions; NULL unless they were asked for */
} ExampleResult;

typedef struct {
    const Pack *pack;
    const bool *rules; /* whose examples are run; NULL: of all */
    Str language;      /* of details */
    bool trace;
    const Substitute *substitute;                                                    /* a part that is changed; NULL: none is */
    bool outcomes_only;                                                              /* no details */
    void (*group)(void *context, const GroupPlan *plan, Interp *interp, size_t row); /* of each group, before the example; NULL */
} ExampleOptions;

/* Runs examples in the order of the pack, until `visit` returns false. */
void examples_run(const ExampleOptions *options, bool (*visit)(void *context, const ExampleResult *result), void *context);

#endif
