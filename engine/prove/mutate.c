/* Tries the mutants. They are independent of one another: threads take the next one that nobody has, and what became of it is noted
   beside it, so that they are told in their order however many threads there were. For a mutant the examples of its rule alone are run,
   outcomes only, up to the first that does not come out as it says. */
#include "prove/mutate.h"

#include <pthread.h>

#include "prove/examples.h"

typedef struct {
    const Pack *pack;
    const Mutants *mutants;
    MutantFate *fates;    /* by mutant */
    pthread_mutex_t lock; /* of: */
    size_t next;
    bool failed; /* somebody had no memory */
    Ledger *ledger;
} Trials;

/* ---- one mutant */

static bool mutate_compare(void *context, const ExampleResult *result)
{
    bool *passed = context;
    *passed &= result->actual == result->example->expected;
    return *passed;
}

/* Each call has a plan, a sheet and an arena of its own: nothing is shared between threads but the pack, which nobody writes. */
static bool mutate_passes(const Pack *pack, uint32_t rule, const Substitute *substitute)
{
    Arena arena = { 0 };
    bool *marked = arena_array(&arena, bool, pack->rule_count);
    bool passed = true;
    ExampleOptions options = { .pack = pack, .rules = marked, .substitute = substitute, .outcomes_only = true };
    marked[rule] = true;
    examples_run(&options, mutate_compare, &passed);
    arena_free(&arena);
    return passed;
}

static const Equivalent *explanation(const Rule *rule, const Mutant *mutant)
{
    for (uint32_t i = 0; i < rule->equivalent_count; i++)
        if (str_equal(rule->equivalents[i].change, mutant->change))
            return &rule->equivalents[i];
    return NULL;
}

static MutantFate fate_of(const Pack *pack, const Mutant *mutant)
{
    if (!mutate_passes(pack, mutant->rule, &mutant->substitute))
        return MUTANT_NOTICED;
    return explanation(&pack->rules[mutant->rule], mutant) ? MUTANT_EXPLAINED : MUTANT_SURVIVED;
}

/* ---- all of them */

static size_t mutate_take(Trials *trials)
{
    pthread_mutex_lock(&trials->lock);
    size_t taken = trials->next < trials->mutants->count ? trials->next++ : SIZE_MAX;
    pthread_mutex_unlock(&trials->lock);
    return taken;
}

static void try_mutants(void *context)
{
    Trials *trials = context;
    for (size_t i; (i = mutate_take(trials)) != SIZE_MAX;)
        if (trials->fates[i] != MUTANT_NOT_TRIED)
            trials->fates[i] = fate_of(trials->pack, &trials->mutants->at[i]);
}

/* No thread jumps out of itself, nor the caller away from the threads. */
static void *try_some(void *context)
{
    Trials *trials = context;
    if (!memory_try(trials->ledger, try_mutants, trials)) {
        pthread_mutex_lock(&trials->lock);
        trials->failed = true;
        pthread_mutex_unlock(&trials->lock);
    }
    return NULL;
}

enum { JOBS_MAX = 64 };

static void mutate_try_all(Trials *trials, unsigned jobs)
{
    pthread_t threads[JOBS_MAX];
    unsigned count = 0;
    pthread_mutex_init(&trials->lock, NULL);
    while (count + 1 < jobs && count < JOBS_MAX && pthread_create(&threads[count], NULL, try_some, trials) == 0)
        count++;
    try_some(trials);
    while (count > 0)
        pthread_join(threads[--count], NULL);
    pthread_mutex_destroy(&trials->lock);
    if (trials->failed)
        memory_fault();
}

/* ---- what is told */

static void mutate_tell_idle(const Trials *trials, uint32_t rule, size_t first, size_t end, const MutateSink *sink)
{
    const Rule *written = &trials->pack->rules[rule];
    for (uint32_t e = 0; e < written->equivalent_count; e++) {
        IdleEquivalent idle = { .rule = rule, .equivalent = &written->equivalents[e] };
        bool explains = false;
        for (size_t i = first; i < end; i++) {
            bool meant = str_equal(trials->mutants->at[i].change, idle.equivalent->change);
            explains |= meant && trials->fates[i] != MUTANT_NOTICED;
            idle.is_noticed |= meant;
        }
        if (!explains)
            sink->idle(sink->context, &idle);
    }
}

static void mutate_tell_rule(const Trials *trials, uint32_t rule, size_t *next, const MutateSink *sink)
{
    const Mutants *mutants = trials->mutants;
    size_t first = *next;
    for (; *next < mutants->count && mutants->at[*next].rule == rule; ++*next) {
        MutantResult result = { &mutants->at[*next], trials->fates[*next], NULL };
        if (result.fate == MUTANT_EXPLAINED)
            result.equivalent = explanation(&trials->pack->rules[rule], result.mutant);
        sink->mutant(sink->context, &result);
    }
    mutate_tell_idle(trials, rule, first, *next, sink);
}

/* A rule whose examples fail as it stands proves nothing. */
static void mutate_set_aside(const Pack *pack, const Mutants *mutants, MutantFate *fates)
{
    bool sound = true;
    for (size_t i = 0; i < mutants->count; i++) {
        if (i == 0 || mutants->at[i].rule != mutants->at[i - 1].rule)
            sound = mutate_passes(pack, mutants->at[i].rule, NULL);
        fates[i] = sound && mutants->at[i].substitute.part ? MUTANT_NOTICED : MUTANT_NOT_TRIED;
    }
}

void mutate(const Pack *pack, const bool *rules, unsigned jobs, const MutateSink *sink)
{
    Arena arena = { 0 };
    Mutants mutants = { 0 };
    for (uint32_t rule = BUILTIN_COUNT; rule < pack->rule_count; rule++)
        if (!rules || rules[rule])
            mutants_add(&arena, pack, rule, &mutants);
    Trials trials = {
        .ledger = memory_ledger(), .pack = pack, .mutants = &mutants, .fates = arena_array(&arena, MutantFate, mutants.count)
    };
    mutate_set_aside(pack, &mutants, trials.fates);
    mutate_try_all(&trials, jobs);
    size_t next = 0;
    for (uint32_t rule = BUILTIN_COUNT; rule < pack->rule_count; rule++)
        if (!rules || rules[rule])
            mutate_tell_rule(&trials, rule, &next, sink);
    arena_free(&arena);
}
