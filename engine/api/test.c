/* The examples of rules, as the library runs them. */
#include "api/internal.h"
#include "prove/coverage.h"
#include "prove/examples.h"
#include "prove/mutate.h"

typedef struct {
    const duly_pack *pack;
    const duly_test_sink *sink;
    size_t run, failed;
    LineWalk lines; /* of examples */
} Test;

static bool test_tell_example(void *context, const ExampleResult *result)
{
    Test *test = context;
    const Rule *rule = &test->pack->pack->rules[result->rule];
    bool passed = result->actual == result->example->expected;
    test->run++;
    test->failed += !passed;
    if (!test->sink->example)
        return true;
    duly_example told = { .size = sizeof told,
                          .rule = result->rule,
                          .id = rule->id,
                          .passed = passed,
                          .expected = result->example->expected,
                          .actual = result->actual,
                          .path = rule->examples_in->name,
                          .detail = result->detail,
                          .line = line_walk_to(&test->lines, rule->examples_in, result->example->span.start) };
    MEMORY_OUTSIDE(test->sink->example(test->sink->context, &told));
    return true;
}

/* ---- coverage */

static Str test_place_of(Arena *arena, const Clause *clause)
{
    static const char *const words[] = {
        [CLAUSE_WHEN] = "when",         [CLAUSE_REQUIRE] = "require", [CLAUSE_LET] = "let",
        [CLAUSE_EXTENDED] = "extended", [CLAUSE_NOT_YET] = "not_yet", [CLAUSE_KEPT] = "interval",
    };
    if (clause->name.len == 0)
        return str_of(words[clause->place]);
    return arena_format(arena, "%s %.*s", words[clause->place], STR_ARG(clause->name));
}

static Str test_text_of(Arena *arena, const Clause *clause, const Rule *rule)
{
    Text text = { 0 };
    if (clause->place == CLAUSE_KEPT)
        text_add(&text, rule->id);
    else
        expr_print(&text, clause->expr);
    Str copy = arena_str(arena, text_str(&text));
    text_free(&text);
    return copy;
}

/* "is never false in an example of 'quorum'" */
static const char *never_seen(const Clause *clause)
{
    if (clause->seen_true)
        return "never false";
    return clause->seen_false ? "never true" : "neither true nor false";
}

static void test_tell_clause(const duly_pack *pack, const Clause *clause, const duly_test_sink *sink)
{
    Arena arena = { .language = pack->arena.language };
    Diags diags = { .arena = &arena };
    const Rule *rule = &pack->pack->rules[clause->rule];
    const char *what = clause->place == CLAUSE_KEPT ? "that the interval is kept" : "this";
    duly_clause_seen told = { .size = sizeof told,
                              .rule = clause->rule,
                              .id = rule->id,
                              .place = test_place_of(&arena, clause),
                              .text = test_text_of(&arena, clause, rule),
                              .seen_true = clause->seen_true,
                              .seen_false = clause->seen_false,
                              .seen_undecided = clause->seen_undecided };
    diag_add(&diags, W_UNSEEN_CLAUSE, rule->file, clause->span, "in the examples of '%.*s' %s is %s", STR_ARG(rule->id), what,
             never_seen(clause));
    Text excerpt = { 0 };
    duly_problem problem = api_problem(&diags.list.at[0], &excerpt);
    if (clause_is_covered(clause))
        problem.message = (duly_text) { 0 };
    told.problem = &problem;
    MEMORY_OUTSIDE(sink->clause(sink->context, &told));
    text_free(&excerpt);
    arena_free(&arena);
}

static void tell_coverage(const duly_pack *pack, const bool *rules, const duly_test_sink *sink)
{
    Arena arena = { .language = pack->arena.language };
    Coverage coverage = coverage_measure(&arena, pack->pack, rules);
    for (size_t i = 0; i < coverage.clauses.count; i++)
        test_tell_clause(pack, &coverage.clauses.at[i], sink);
    arena_free(&arena);
}

/* ---- mutants */

typedef struct {
    const duly_pack *pack;
    const duly_test_sink *sink;
} Mutation;

/* Hands on what there is to say of a change at a place of a rule. */
static void hand_on(const Mutation *mutation, duly_mutant *told, const Diags *diags)
{
    Text excerpt = { 0 };
    told->id = mutation->pack->rules[told->rule].id;
    const duly_problem problem = api_problem(&diags->list.at[0], &excerpt);
    told->problem = &problem;
    MEMORY_OUTSIDE(mutation->sink->mutant(mutation->sink->context, told));
    text_free(&excerpt);
}

static void test_tell_mutant(void *context, const MutantResult *result)
{
    static const duly_mutant_fate fates[] = {
        [MUTANT_NOTICED] = DULY_NOTICED,
        [MUTANT_SURVIVED] = DULY_SURVIVED,
        [MUTANT_EXPLAINED] = DULY_EXPLAINED,
        [MUTANT_NOT_TRIED] = DULY_NOT_TRIED,
    };
    const Mutation *mutation = context;
    const Mutant *mutant = result->mutant;
    const Rule *rule = &mutation->pack->pack->rules[mutant->rule];
    Arena arena = { .language = mutation->pack->arena.language };
    Diags diags = { .arena = &arena };
    duly_mutant told = { .size = sizeof told, .rule = mutant->rule, .fate = fates[result->fate], .change = mutant->change };
    if (result->equivalent)
        told.reason = result->equivalent->reason;
    diag_add(&diags, W_SURVIVOR, rule->file, mutant->span, "no example of '%.*s' notices the change %.*s", STR_ARG(rule->id),
             STR_ARG(mutant->change));
    diag_hint(&diags, "%.*s", STR_ARG(mutant->hint));
    hand_on(mutation, &told, &diags);
    arena_free(&arena);
}

static void test_tell_idle(void *context, const IdleEquivalent *idle)
{
    const Mutation *mutation = context;
    const Rule *rule = &mutation->pack->pack->rules[idle->rule];
    const char *why = idle->is_noticed ? "its examples notice this change" : "no such change is made";
    Arena arena = { .language = mutation->pack->arena.language };
    Diags diags = { .arena = &arena };
    duly_mutant told = { .size = sizeof told,
                         .rule = idle->rule,
                         .fate = DULY_EXPLAINS_NOTHING,
                         .change = idle->equivalent->change,
                         .reason = idle->equivalent->reason };
    diag_add(&diags, W_IDLE_EQUIVALENT, rule->file, idle->equivalent->span, "'%.*s' explains what needs no explanation: %s",
             STR_ARG(rule->id), why);
    hand_on(mutation, &told, &diags);
    arena_free(&arena);
}

/* ---- all of it */

/* Marks the rules with these ids; false, with a problem told for each, when one is not there. */
static bool mark_rules(const Pack *pack, const char *const *ids, size_t count, bool *marked, Complaints *complaints)
{
    for (size_t i = 0; i < count; i++) {
        Str id = str_of(ids[i]);
        uint32_t rule = pack_find_rule(pack, id);
        for (uint32_t r = 0; r < pack->rule_count; r++)
            marked[r] |= str_equal(pack->rules[r].id, id); /* it may have several versions */
        if (rule != INDEX_NONE)
            continue;
        complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "no rule of the pack is called '%.*s'", STR_ARG(id));
        Nearest nearest = nearest_to(id);
        for (uint32_t r = 0; r < pack->rule_count; r++)
            nearest_try(&nearest, pack->rules[r].id);
        complaint_nearest(complaints, &nearest);
    }
    return complaints->errors == 0;
}

static void run_all(const duly_pack *pack, const bool *rules, unsigned jobs, Test *test)
{
    ExampleOptions options = { .pack = pack->pack, .rules = rules, .language = pack->language };
    Mutation mutation = { pack, test->sink };
    MutateSink mutants = { .context = &mutation, .mutant = test_tell_mutant, .idle = test_tell_idle };
    examples_run(&options, test_tell_example, test);
    if (test->sink->clause)
        tell_coverage(pack, rules, test->sink);
    if (test->sink->mutant)
        mutate(pack->pack, rules, jobs, &mutants);
}

typedef struct {
    const duly_pack *pack;
    duly_test_options options;
    const duly_test_sink *sink;
    duly_status status;
} TestCall;

static void test_pack(void *context)
{
    TestCall *call = context;
    const duly_pack *pack = call->pack;
    const duly_test_options *options = &call->options;
    Arena arena = { .language = pack->arena.language };
    Complaints complaints = { .arena = &arena };
    bool *marked = arena_array(&arena, bool, pack->pack->rule_count);
    Test test = { .pack = pack, .sink = call->sink };
    bool fits = mark_rules(pack->pack, options->only, options->only_count, marked, &complaints);
    if (fits)
        run_all(pack, options->only_count ? marked : NULL, options->jobs, &test);
    bool nothing = test.run == 0 && !pack_is_dictionary(pack->pack);
    if (fits && nothing)
        complaint_add(&complaints, SEVERITY_ERROR, (Str) { 0 }, "there is no example to run");
    for (size_t i = 0; i < complaints.list.count; i++)
        api_tell_complaint(&complaints.list.at[i], call->sink->problem, call->sink->context);
    arena_free(&arena);
    call->status = !fits ? DULY_MISUSED : nothing ? DULY_INCOMPLETE : test.failed ? DULY_FOUND : DULY_CLEAN;
}

duly_status duly_test(const duly_pack *pack, const duly_test_options *options, const duly_test_sink *given)
{
    duly_test_sink own = { 0 };
    const duly_test_sink *sink = &own;
    TestCall call = { .pack = pack, .sink = sink };
    if (!sized_listen(&own, SIZED(duly_test_sink, problem), given))
        return DULY_MISUSED;
    Str refused = !pack     ? STR("no pack was given")
                  : options ? sized_take(&call.options, SIZED(duly_test_options, only_count), options)
                            : STR("no options were given");
    if (refused.len == 0 && !api_is_whole(call.options.only, call.options.only_count))
        refused = STR("a list of the options has not as many members as it is said to have");
    if (refused.len > 0)
        return api_refuse(refused, sink->problem, sink->context);
    return api_call(test_pack, &call, sink->problem, sink->context) ? call.status : DULY_NO_MEMORY;
}
