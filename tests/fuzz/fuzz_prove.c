/* A pack of any bytes: where it is sound, its clauses are measured and its mutants are tried, and the counts agree. */
#include <stdlib.h>

#include "prove/coverage.h"
#include "prove/mutate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool held)
{
    if (!held)
        abort();
}

typedef struct {
    const Pack *pack;
    uint32_t rule; /* of the last one told */
} Seen;

static void see_mutant(void *context, const MutantResult *result)
{
    Seen *seen = context;
    expect(result->mutant->rule >= seen->rule && result->mutant->rule < seen->pack->rule_count);
    expect(result->mutant->change.len > 0);
    expect((result->fate == MUTANT_EXPLAINED) == (result->equivalent != NULL));
    seen->rule = result->mutant->rule;
}

static void see_idle(void *context, const IdleEquivalent *idle)
{
    Seen *seen = context;
    expect(idle->rule < seen->pack->rule_count && idle->equivalent != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Source source = { STR("pack.yaml"), { (const char *) data, size } };
    const Pack *pack = pack_load_source(&arena, &source, &diags);
    if (pack) {
        Seen seen = { .pack = pack };
        MutateSink sink = { &seen, see_mutant, see_idle };
        Coverage coverage = coverage_measure(&arena, pack, NULL);
        for (size_t i = 0; i < coverage.clauses.count; i++)
            expect(coverage.clauses.at[i].expr != NULL && coverage.clauses.at[i].rule < pack->rule_count);
        mutate(pack, NULL, 1, &sink);
    }
    arena_free(&arena);
    return 0;
}
