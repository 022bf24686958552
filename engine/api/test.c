/* The examples of rules, as the library runs them. */
#include "api/internal.h"
#include "run/examples.h"

typedef struct {
    const duly_pack *pack;
    const duly_test_sink *sink;
    size_t run, failed;
} Test;

static void tell_example(void *context, const ExampleResult *result)
{
    Test *test = context;
    const Rule *rule = &test->pack->pack->rules[result->rule];
    bool passed = result->actual == result->example->expected;
    test->run++;
    test->failed += !passed;
    if (!test->sink->example)
        return;
    duly_example told = { .rule = result->rule, .id = api_text(rule->id), .passed = passed,
                          .expected = (duly_outcome) result->example->expected, .actual = (duly_outcome) result->actual,
                          .path = api_text(rule->file->name), .detail = api_text(result->detail),
                          .line = source_place(rule->file, result->example->span.start).line };
    test->sink->example(test->sink->context, &told);
}

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

duly_status duly_test(const duly_pack *pack, const char *const *rules, size_t rule_count, const duly_test_sink *sink)
{
    Arena arena = { 0 };
    Complaints complaints = { .arena = &arena };
    bool *marked = arena_array(&arena, bool, pack->pack->rule_count);
    Test test = { .pack = pack, .sink = sink };
    bool fits = mark_rules(pack->pack, rules, rule_count, marked, &complaints);
    if (fits)
        examples_run(pack->pack, rule_count ? marked : NULL, pack->language, tell_example, &test);
    if (fits && test.run == 0)
        complaint_add(&complaints, SEVERITY_ERROR, (Str) { 0 }, "there is no example to run");
    for (size_t i = 0; i < complaints.list.count; i++)
        api_tell_complaint(&complaints.list.at[i], sink->problem, sink->context);
    arena_free(&arena);
    if (!fits)
        return DULY_MISUSED;
    return test.run == 0 ? DULY_INCOMPLETE : test.failed ? DULY_FOUND : DULY_CLEAN;
}
